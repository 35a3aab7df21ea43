"""The stable matching of a market by the whole procedure, with restarts, always verified."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.facts.registry import load_facts
from thirdfriday.models.couples_matching import CYCLED_AFTER_ALL, match_sequentially
from thirdfriday.models.deferred_acceptance import (
    held_words,
    match_singles,
    match_singles_programs_proposing,
)
from thirdfriday.models.deferred_acceptance_seats import (
    STEPS,
    WAITING,
    MarketLists,
    Seats,
    empty_seats,
)
from thirdfriday.models.matching_market import Integers, Market
from thirdfriday.models.matching_verifier import Block, Result, blocking, count_blocking


@dataclass(frozen=True, slots=True)
class MatchingSettings:
    """How long and how often to try: see data/model/matching.toml."""

    patience: int
    restarts: int
    raises: int
    combinations: int
    sampled_couples: int
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """What came out: who holds what, what blocks it, and how often it was begun anew."""

    result: Result
    blocks: tuple[Block, ...]
    restarts: int
    steps: int

    @property
    def stable(self) -> bool:
        """Whether nothing blocks it."""
        return not self.blocks


@cache
def matching_settings() -> MatchingSettings:
    """The settings in force.

    Facts: matching.patience, matching.restarts, matching.even_raises,
        matching.combinations, matching.sampled_couples, matching.seed
    """
    facts = load_facts()
    return MatchingSettings(
        patience=int(facts.value("matching.patience")),
        restarts=int(facts.value("matching.restarts")),
        raises=int(facts.value("matching.even_raises")),
        combinations=int(facts.value("matching.combinations")),
        sampled_couples=int(facts.value("matching.sampled_couples")),
        seed=int(facts.value("matching.seed")),
    )


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


class _Trials:
    """The tries at one market: the best so far, and how many."""

    def __init__(self, market: Market, settings: MatchingSettings) -> None:
        self.market = market
        self.settings = settings
        self.best: Result | None = None
        self.badness = (True, 0)
        self.steps = 0
        self.tried = 0

    def run(self, start: Seats, order: Integers) -> int:
        """Try from a state and an order of introduction; who cycled, or a code below 0."""
        lists, settings = self.market.lists, self.settings
        seats = Seats(*(array.copy() for array in start))
        failed = int(match_sequentially(lists, seats, order, settings.patience, settings.raises))
        self.steps += int(seats.counter[STEPS])
        self.tried += 1
        result = Result(seats.program, seats.supplement_program, seats.positions, seats.moved)
        badness = (failed == CYCLED_AFTER_ALL, count_blocking(lists, result))
        if self.best is None or badness < self.badness:
            self.best, self.badness = result, badness
        return failed

    @property
    def done(self) -> bool:
        """Whether a try left nothing that blocks."""
        return self.best is not None and self.badness[1] == 0

    def outcome(self) -> Matching:
        """The best try: one that came to rest with the fewest blocks."""
        assert self.best is not None
        blocks = tuple(blocking(self.market.lists, self.best))
        return Matching(self.best, blocks, self.tried - 1, self.steps)


def _match_linked(market: Market, settings: MatchingSettings) -> Matching:
    """The sequential procedure, with restarts.

    The first half of the restarts introduce the couples in other orders, the one whose introduction
    cycled first; the second half everyone in random order, even programs at random even limits.
    When all fail and the couples are few, they are set down at every combination of their pairs, or
    at a sample of them.
    """
    base = _seats_after_singles(market)
    couples = np.arange(market.lists.member.shape[0]) + market.lists.edge_start.size - 1
    rng = np.random.default_rng(settings.seed)
    trials = _Trials(market, settings)
    promoted: set[int] = set()
    order = couples
    failed = trials.run(base, _introductions(market.lists, order))
    for restart in range(settings.restarts):
        if trials.done:
            return trials.outcome()
        if restart >= settings.restarts // 2:
            trials.run(*_everyone_waiting(market, couples, rng))
            continue
        if failed >= 0 and failed not in promoted:
            promoted.add(failed)
            order = np.concatenate([[failed], order[order != failed]])
        else:
            order = rng.permutation(couples)
        failed = trials.run(base, _introductions(market.lists, order))
    if not trials.done:
        _try_combinations(market, couples, base, trials)
    return trials.outcome()


def _introductions(lists: MarketLists, who: npt.NDArray[Any]) -> Integers:
    """Who is introduced, in order, each to propose from the top of the list. (who.size, 2)."""
    starts = np.concatenate([lists.edge_start[:-1], lists.pair_start[:-1]])
    return np.stack([who, starts[who]], axis=1).astype(np.int32)


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
    return seats, _introductions(market.lists, order)


def _try_combinations(
    market: Market, couples: npt.NDArray[Any], base: Seats, trials: _Trials
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


def _seats_after_singles(market: Market) -> Seats:
    """The state once the singles have proposed; holders of advanced positions wait to go on."""
    lists = market.lists
    seats = empty_seats(lists, market.positions)
    count = lists.edge_start.size - 1
    seats.introduced[:count] = True
    if market.packed is None:
        singles = np.flatnonzero(np.asarray(lists.couple_of) < 0)[::-1]
        seats.waiting[: singles.size] = singles
        seats.waiting_from[: singles.size] = lists.edge_start[singles]
        seats.counter[WAITING] = singles.size
        return seats
    found = match_singles(market.packed, seats.limit)
    held = np.flatnonzero(found.edge >= 0)
    edge = found.edge[held]
    seats.choice[:] = found.edge
    seats.program[held] = lists.edge_program[edge]
    seats.rank[held] = lists.edge_rank[edge]
    seats.free[:] = found.free
    seats.words[:] = held_words(market.packed, found.edge)
    seats.supplement_list[held] = lists.edge_supplement[edge]
    linked = np.flatnonzero(seats.supplement_list >= 0)[::-1]
    seats.supplement_from[linked] = lists.supplement_start[seats.supplement_list[linked]]
    seats.supplement_waits[linked] = True
    seats.waiting[: linked.size] = linked + count + lists.member.shape[0]
    seats.counter[WAITING] = linked.size
    return seats
