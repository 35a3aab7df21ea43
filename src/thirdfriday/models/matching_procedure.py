"""The stable matching of a market by the whole procedure, with restarts, always verified."""

import math
from collections.abc import Iterable
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.models.couples_repair import repair
from thirdfriday.models.deferred_acceptance import match_singles, match_singles_programs_proposing
from thirdfriday.models.deferred_acceptance_seats import MarketLists, Seats, empty_seats
from thirdfriday.models.matching_market import Integers, Market
from thirdfriday.models.matching_trials import (
    Matching,
    MatchingSettings,
    Trials,
    introductions,
    matching_settings,
    seats_after_singles,
)
from thirdfriday.models.matching_verifier import Result, blocking


def match_market(
    market: Market, *, settings: MatchingSettings | None = None, proposing: str = "applicants"
) -> Matching:
    """The matching of a market by the whole procedure, verified.

    Couples are introduced in the order given; when that cycles or leaves something that blocks, the
    match is begun anew in another order, up to the set number of restarts. If all fail, the try
    with the fewest blocks is returned.

    Args:
        market: the lists.
        settings: how long to try; the default are those of data/model/matching.toml.
        proposing: "applicants", or "programs" for research on markets of singles.

    Raises:
        ValueError: programs are to propose in a market with more than single applicants.

    Method: docs/models/matching.md
    """
    settings = settings or matching_settings()
    if proposing == "programs" and not market.is_plain:
        raise ValueError("Programs may propose only where all applicants are single.")
    if market.is_plain:
        return _match_plain(market, proposing)
    return _match_linked(market, settings)


def _match_plain(market: Market, proposing: str) -> Matching:
    """Deferred acceptance, begun anew with the new positions as long as positions revert."""
    assert market.packed is not None
    match = match_singles if proposing == "applicants" else match_singles_programs_proposing
    positions = market.positions.copy()
    moved = np.zeros(market.lists.revert_from.size, np.int32)
    while True:
        found = match(market.packed, positions)
        if not _revert(market.lists, positions, found.free, moved):
            break
    held = found.edge >= 0
    program = np.full(found.edge.size, -1, np.int32)
    program[held] = market.lists.edge_program[found.edge[held]]
    result = Result(program, np.full(program.size, -1, np.int32), positions, moved)
    return Matching(result, tuple(blocking(market.lists, result)), 0, found.proposals)


def _revert(lists: MarketLists, positions: Integers, free: Integers, moved: Integers) -> bool:
    """Move unfilled positions one link along the reversions, in place; whether any moved."""
    received: set[int] = set()
    for link, donor in enumerate(lists.revert_from.tolist()):
        amount = min(
            int(free[donor] - lists.revert_keep[link]), int(lists.revert_most[link] - moved[link])
        )
        if amount > 0 and donor not in received:
            receiver = int(lists.revert_to[link])
            positions[donor] -= amount
            free[donor] -= amount
            positions[receiver] += amount
            moved[link] += amount
            received.add(receiver)
    return bool(received)


def _match_linked(market: Market, settings: MatchingSettings) -> Matching:
    """The sequential procedure, with repairs and restarts.

    What cycles is repaired first (`couples_repair`). The first half of the restarts introduce the
    couples in other orders, the one whose introduction cycled first; the second half everyone in
    random order, even programs at random even limits. When all fail and the couples are few, they
    are set down at every combination of their pairs, or at a sample of them. After some restarts it
    is tried to prove that there is nothing to be found.
    """
    base = seats_after_singles(market)
    couples = np.arange(market.lists.member.shape[0]) + market.lists.edge_start.size - 1
    rng = np.random.default_rng(settings.seed)
    trials = Trials(market, settings)
    promoted: set[int] = set()
    repaired: set[frozenset[int]] = set()
    order = couples
    failed = trials.run(base, introductions(market.lists, order))
    for restart in range(settings.restarts):
        if not trials.done and restart <= settings.restarts // 2:
            repair(trials, base, order, repaired)
        if trials.done:
            return trials.outcome()
        if restart == settings.prove_after and trials.refuted():
            return trials.outcome(none_exists=True)
        if restart >= settings.restarts // 2:
            trials.run(*_everyone_waiting(market, couples, rng))
            continue
        if failed >= 0 and failed not in promoted:
            promoted.add(failed)
            order = np.concatenate([[failed], order[order != failed]])
        else:
            order = rng.permutation(couples)
        failed = trials.run(base, introductions(market.lists, order))
    if not trials.done:
        _try_combinations(market, couples, base, trials)
    return trials.outcome()


def _everyone_waiting(
    market: Market, couples: npt.NDArray[Any], rng: np.random.Generator
) -> tuple[Seats, Integers]:
    """An empty state with even programs at random even limits, and everyone in random order."""
    seats = empty_seats(market.lists, market.positions)
    even = np.asarray(market.lists.even)
    pairs = (rng.random(even.sum()) * (seats.limit[even] // 2 + 1)).astype(np.int32)
    seats.limit[even] = 2 * pairs
    seats.free[:] = seats.limit
    singles = np.flatnonzero(np.asarray(market.lists.couple_of) < 0)
    order = rng.permutation(np.concatenate([singles, couples]))
    return seats, introductions(market.lists, order)


def _try_combinations(
    market: Market, couples: npt.NDArray[Any], base: Seats, trials: Trials
) -> None:
    """Begin with the couples at each combination of their pairs, "nothing yet" included.

    Where there are more than may be tried, and few couples, a seeded sample of them is.
    """
    starts = market.lists.pair_start.tolist()
    choices = [range(starts[k], starts[k + 1] + 1) for k in range(couples.size)]
    most, settings = math.prod(len(some) for some in choices), trials.settings
    if not choices or (most > settings.combinations and couples.size > settings.sampled_couples):
        return
    combinations: Iterable[Any] = product(*choices)
    if most > settings.combinations:
        rng = np.random.default_rng(settings.seed)
        combinations = rng.integers(
            [some.start for some in choices], [some.stop for some in choices],
            (settings.combinations, couples.size),
        )  # fmt: skip
    for combination in combinations:
        trials.run(base, np.stack([couples, combination], axis=1).astype(np.int32))
        if trials.done:
            return
