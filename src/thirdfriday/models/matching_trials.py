"""Tries at a market with linked positions: how long and often, from what state, the best so far."""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.facts.registry import load_facts
from thirdfriday.models.couples_matching import CYCLED_AFTER_ALL, SETTLED, match_sequentially
from thirdfriday.models.couples_proposals import could_do_better
from thirdfriday.models.deferred_acceptance import held_words, match_singles
from thirdfriday.models.deferred_acceptance_seats import (
    STEPS,
    WAITING,
    MarketLists,
    Seats,
    empty_seats,
)
from thirdfriday.models.matching_existence import nothing_is_stable
from thirdfriday.models.matching_market import Integers, Market
from thirdfriday.models.matching_verifier import Block, Result, blocking, count_blocking

MOST_TOLD_APART = 6  # couples whose cases are told apart in a proof
OFTEN = 40  # a couple cycles when it proposed as often as one step in so many of the patience


@dataclass(frozen=True, slots=True)
class MatchingSettings:
    """How long and how often to try: see data/model/matching.toml."""

    patience: int
    restarts: int
    raises: int
    combinations: int
    sampled_couples: int
    repairs: int
    prove_after: int
    cases: int
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """What came out: who holds what, what blocks it, how often it was begun anew, or repaired.

    `none_exists`: it is proved that these lists admit no stable matching.
    """

    result: Result
    blocks: tuple[Block, ...]
    restarts: int
    steps: int
    repairs: int = 0
    none_exists: bool = False

    @property
    def stable(self) -> bool:
        """Whether nothing blocks it."""
        return not self.blocks


@cache
def matching_settings() -> MatchingSettings:
    """The settings in force.

    Facts: matching.patience, matching.restarts, matching.even_raises,
        matching.combinations, matching.sampled_couples, matching.repairs, matching.prove_after,
        matching.cases, matching.seed
    """
    facts = load_facts()
    return MatchingSettings(
        patience=int(facts.value("matching.patience")),
        restarts=int(facts.value("matching.restarts")),
        raises=int(facts.value("matching.even_raises")),
        combinations=int(facts.value("matching.combinations")),
        sampled_couples=int(facts.value("matching.sampled_couples")),
        repairs=int(facts.value("matching.repairs")),
        prove_after=int(facts.value("matching.prove_after")),
        cases=int(facts.value("matching.cases")),
        seed=int(facts.value("matching.seed")),
    )


class Trials:
    """The tries at one market: the best so far, how many, and the state that the last one left."""

    def __init__(self, market: Market, settings: MatchingSettings) -> None:
        self.market = market
        self.settings = settings
        self.best: Result | None = None
        self.badness = (True, 0)
        self.steps = 0
        self.tried = 0
        self.repairs = 0
        self.last: Seats | None = None
        self.restless: Counter[int] = Counter()

    def run(self, start: Seats, order: Integers) -> int:
        """Try from a state and an order of introduction; who cycled, or a code below 0."""
        failed, seats = self._play(start, order)
        self.tried += 1
        self.restless.update(self.cycling(seats))
        left_out = failed - seats.program.size
        if left_out >= 0:
            self.restless[left_out] += 1
        self._judge(failed, seats)
        return failed

    def repair(self, start: Seats, order: Integers) -> int:
        """The same from a state at rest, a repair and no new beginning.

        Judged only when nobody is left out. Once a try has no more than one block, couples of the
        order that could do better rule it out: a quick look at what a repair leaves most often.
        """
        failed, seats = self._play(start, order)
        self.repairs += 1
        couples = order[:, 0] - start.program.size
        lists = self.market.lists
        if failed == SETTLED and (
            self.badness > (False, 1)
            or not any(could_do_better(lists, seats, couple) for couple in couples)
        ):
            self._judge(failed, seats)
        return failed

    def rest(self, start: Seats, order: Integers) -> tuple[int, Seats]:
        """The state in which an order of introduction ends, not judged; who cycled."""
        return self._play(start, order)

    def cycling(self, seats: Seats) -> list[int]:
        """The couples that proposed over and over in a try. [indices], the most restless first."""
        often = np.flatnonzero(seats.proposed >= max(self.settings.patience // OFTEN, 2))
        return [int(c) for c in often[np.argsort(-seats.proposed[often], kind="stable")]]

    def _play(self, start: Seats, order: Integers) -> tuple[int, Seats]:
        lists, settings = self.market.lists, self.settings
        seats = Seats(*(array.copy() for array in start))
        failed = int(match_sequentially(lists, seats, order, settings.patience, settings.raises))
        self.steps += int(seats.counter[STEPS] - start.counter[STEPS])
        self.last = seats
        return failed, seats

    def _judge(self, failed: int, seats: Seats) -> None:
        """Keep what came out if it is the best so far."""
        result = Result(seats.program, seats.supplement_program, seats.positions, seats.moved)
        badness = (failed == CYCLED_AFTER_ALL, count_blocking(self.market.lists, result))
        if self.best is None or badness < self.badness:
            self.best, self.badness = result, badness

    @property
    def done(self) -> bool:
        """Whether a try left nothing that blocks."""
        return self.best is not None and self.badness[1] == 0

    def refuted(self) -> bool:
        """Whether it is proved, by cases of the most restless couples, that nothing is stable.

        Those left out count as well: whom their coming moves decides at times where a cycle stands.
        """
        couples = [couple for couple, _ in self.restless.most_common(MOST_TOLD_APART)]
        return nothing_is_stable(self.market, couples, self.settings.cases)

    def outcome(self, *, none_exists: bool = False) -> Matching:
        """The best try: one that came to rest with the fewest blocks."""
        assert self.best is not None
        blocks = tuple(blocking(self.market.lists, self.best))
        return Matching(self.best, blocks, self.tried - 1, self.steps, self.repairs, none_exists)


def introductions(lists: MarketLists, who: npt.NDArray[Any]) -> Integers:
    """Who is introduced, in order, each to propose from the top of the list. (who.size, 2)."""
    starts = np.concatenate([lists.edge_start[:-1], lists.pair_start[:-1]])
    return np.stack([who, starts[who]], axis=1).astype(np.int32)


def seats_after_singles(market: Market) -> Seats:
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
