"""The matching of a market given as one document: JSON in, JSON out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.models.match_input import MatchInput, read_match_input
from thirdfriday.models.matching_market import (
    Couples,
    Market,
    RankLists,
    Reversions,
    Supplements,
    build_market,
)
from thirdfriday.models.matching_procedure import match_market
from thirdfriday.models.matching_trials import Matching, matching_settings


def run_match(document: Mapping[str, Any]) -> dict[str, Any]:
    """The matching of the market a document describes, verified, as a document.

    Args:
        document: applicants [{id, ranks, supplemental {advanced: [preliminary]}}], programs [{id,
            quota, ranks, even, reverts [{to, keep, at_most}]}], couples [{members, ranks [[program
            or null, program or null]]}]; optional proposing ("applicants" or "programs") and seed.

    Returns:
        matches, supplemental_matches, positions (after reversion), reversions, stable, blocking,
        none_exists (proved that no matching is stable), restarts, notes.

    Raises:
        CaseError: with every problem of the document.

    Method: docs/models/matching.md

    >>> found = run_match({
    ...     "applicants": [{"id": "ana", "ranks": ["derm"], "supplemental": {"derm": ["year"]}},
    ...                    {"id": "ben", "ranks": ["year"]}],
    ...     "programs": [{"id": "derm", "quota": 1, "ranks": ["ana"]},
    ...                  {"id": "year", "quota": 1, "ranks": ["ben", "ana"]}]})
    >>> found["matches"], found["supplemental_matches"], found["stable"]
    ({'ana': 'derm', 'ben': 'year'}, {'ana': None}, True)
    """
    given = read_match_input(document)
    settings = matching_settings()
    if given.seed is not None:
        settings = replace(settings, seed=given.seed)
    market = market_of(given)
    matching = match_market(market, settings=settings, proposing=given.proposing)
    return match_output(given, market, matching)


def market_of(given: MatchInput) -> Market:
    """The arrays of a checked market."""
    pairs = [pair for listed in given.pairs for pair in listed]
    return build_market(
        np.array(given.quota, np.int32),
        rank_lists(given.ranks),
        rank_lists(given.program_ranks),
        couples=Couples(
            np.array(given.couples, np.int32).reshape(-1, 2),
            _start(given.pairs),
            np.array(
                [[-1 if side is None else side for side in pair] for pair in pairs], np.int32
            ).reshape(-1, 2),
        ),
        supplements=Supplements(
            np.array([link[0] for link in given.supplements], np.int32),
            np.array([link[1] for link in given.supplements], np.int32),
            rank_lists([link[2] for link in given.supplements]),
        ),
        even=np.array(given.even, np.bool_),
        reversions=Reversions(*np.array(given.reversions, np.int32).reshape(-1, 4).T),
    )


def rank_lists(lists: Sequence[Sequence[int]]) -> RankLists:
    """Lists of indices in one array.

    >>> rank_lists([[2, 0], [], [1]]).start.tolist()
    [0, 2, 2, 3]
    """
    items = [item for listed in lists for item in listed]
    return RankLists(_start(lists), np.array(items, np.int32))


def _start(lists: Sequence[Sequence[Any]]) -> npt.NDArray[np.int64]:
    """Where each list begins when they are laid end to end. [index]."""
    return np.cumsum([0, *(len(listed) for listed in lists)], dtype=np.int64)


def match_output(given: MatchInput, market: Market, matching: Matching) -> dict[str, Any]:
    """What came out, by the names of the document."""
    result = matching.result

    def named(index: int) -> Any:
        return None if index < 0 else given.program[index]

    program, supplement = result.program.tolist(), result.supplement.tolist()
    linked = {(link[0], link[1]) for link in given.supplements}
    links = zip(market.lists.revert_from, market.lists.revert_to, result.moved, strict=True)
    return {
        "matches": {name: named(program[k]) for k, name in enumerate(given.applicant)},
        "supplemental_matches": {
            name: named(supplement[k])
            for k, name in enumerate(given.applicant)
            if (k, program[k]) in linked
        },
        "positions": dict(zip(given.program, result.positions.tolist(), strict=True)),
        "reversions": [
            {"from": given.program[donor], "to": given.program[receiver], "positions": int(moved)}
            for donor, receiver, moved in links
            if moved > 0
        ],
        "stable": matching.stable,
        "blocking": [
            {
                "kind": block.kind,
                "applicants": [given.applicant[k] for k in block.applicants],
                "programs": [named(k) for k in block.programs],
            }
            for block in matching.blocks
        ],
        "none_exists": matching.none_exists,
        "restarts": matching.restarts,
        "notes": list(given.notes),
    }  # fmt: skip
