"""The lists of pairs that the couples of a simulated season submit, and how they weigh distance."""

from functools import cache
from typing import Any, NamedTuple

import numpy.typing as npt

from thirdfriday.facts.registry import load_facts
from thirdfriday.models.market_kernels import list_pairs

Array = npt.NDArray[Any]


class PairSettings(NamedTuple):
    """How couples make their list: `most` pairs, and programs of each member `alone` after them.

    `two_states` of one division and `two_divisions` [places on the members' own lists] are what
    distance between the two programs counts.
    """

    most: int
    alone: int
    two_states: int
    two_divisions: int


@cache
def pair_settings() -> PairSettings:
    """How couples pair their two lists, as assumed.

    Facts: market.pairs.most, .alone, .two_states, .two_divisions
    """
    facts = load_facts()
    return PairSettings(
        *(int(facts.value(f"market.pairs.{name}")) for name in PairSettings._fields)
    )


def pair_lists(
    partners: Array,
    start: Array,
    program: Array,
    tracks: tuple[Array, Array, Array],
    settings: PairSettings | None = None,
) -> tuple[Array, Array]:
    """Each couple's list of pairs: start (couples + 1,), and (pairs, 2) tracks, -1 for no match.

    Args:
        partners: (couples, 2) applicants.
        start: of each applicant's own list, (applicants + 1,).
        program: the tracks on those lists, one after the other.
        tracks: (state, division, positions) of every track.
        settings: how couples weigh distance; those of data/model/market.toml when not given.
    """
    chosen = pair_settings() if settings is None else settings
    found: tuple[Array, Array] = list_pairs(partners, start, program, tracks, tuple(chosen))
    return found
