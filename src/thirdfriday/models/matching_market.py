"""A market of rank lists as integer arrays, and its stable matching by the whole procedure."""

import math
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from thirdfriday.facts.registry import load_facts
from thirdfriday.models.couples_matching import match_sequentially
from thirdfriday.models.deferred_acceptance import (
    UNRANKED,
    SinglesLists,
    SinglesMatch,
    match_singles,
    match_singles_programs_proposing,
    pack_lists,
)
from thirdfriday.models.deferred_acceptance_bits import compiled, word_starts
from thirdfriday.models.deferred_acceptance_seats import (
    STEPS,
    WAITING,
    MarketLists,
    Seats,
    empty_seats,
)
from thirdfriday.models.matching_verifier import Block, Result, blocking

Integers = npt.NDArray[np.int32]
Offsets = npt.NDArray[np.int64]


class RankLists(NamedTuple):
    """Many rank lists in one array: list k is item[start[k]:start[k + 1]], most wanted first."""

    start: Offsets
    item: Integers


class Couples(NamedTuple):
    """`member` (couples, 2) applicants; pair lists `start` and `pair` (pairs, 2), -1 no match."""

    member: Integers
    start: Offsets
    pair: Integers


class Supplements(NamedTuple):
    """Supplemental list k belongs to `applicant[k]` and is linked to program `advanced[k]`."""

    applicant: Integers
    advanced: Integers
    lists: RankLists


class Reversions(NamedTuple):
    """Unfilled positions of `donor` beyond `keep` go to `receiver`, at most `most` in all."""

    donor: Integers
    receiver: Integers
    keep: Integers
    most: Integers


NO_COUPLES = Couples(np.empty((0, 2), np.int32), np.zeros(1, np.int64), np.empty((0, 2), np.int32))
NO_LISTS = RankLists(np.zeros(1, np.int64), np.empty(0, np.int32))
NOBODY = np.empty(0, np.int32)
NO_SUPPLEMENTS = Supplements(NOBODY, NOBODY, NO_LISTS)
NO_REVERSIONS = Reversions(NOBODY, NOBODY, NOBODY, NOBODY)


@dataclass(frozen=True, slots=True, eq=False)
class Market:
    """Everything a matching depends on: positions by program and both sides' lists."""

    positions: Integers
    lists: MarketLists
    packed: SinglesLists | None

    @property
    def is_plain(self) -> bool:
        """Whether it has only single applicants with one list each and no even programs."""
        lists = self.lists
        linked = lists.member.shape[0] + lists.supplement_program.size
        return linked == 0 and not np.any(lists.even) and self.packed is not None


@dataclass(frozen=True, slots=True)
class MatchingSettings:
    """How long and how often to try: see data/model/matching.toml."""

    patience: int
    restarts: int
    raises: int
    combinations: int
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
        matching.combinations, matching.seed
    """
    facts = load_facts()
    return MatchingSettings(
        patience=int(facts.value("matching.patience")),
        restarts=int(facts.value("matching.restarts")),
        raises=int(facts.value("matching.even_raises")),
        combinations=int(facts.value("matching.combinations")),
        seed=int(facts.value("matching.seed")),
    )


def build_market(
    positions: Integers,
    applicants: RankLists,
    programs: RankLists,
    *,
    couples: Couples = NO_COUPLES,
    supplements: Supplements = NO_SUPPLEMENTS,
    even: npt.NDArray[np.bool_] | None = None,
    reversions: Reversions = NO_REVERSIONS,
) -> Market:
    """The market these lists make; what only one side ranks is left out.

    Lists must hold valid indices, each once; `match_input` checks that for a document. The primary
    list of a member of a couple is not used: its pair list stands.
    """
    count = applicants.start.size - 1
    couple_of = np.full(count, -1, np.int32)
    couple_of[couples.member[:, 0]] = np.arange(len(couples.member))
    couple_of[couples.member[:, 1]] = np.arange(len(couples.member))
    ranks = _Ranks(programs, count)
    owner = np.repeat(np.arange(count, dtype=np.int32), np.diff(applicants.start))
    rank = ranks.of(applicants.item, owner)
    kept = (rank >= 0) & (couple_of[owner] < 0)
    owner, program, rank = owner[kept], applicants.item[kept], rank[kept]
    supplement = _supplement_lists(supplements, ranks)
    links = _Links(supplements, positions.size)
    pairs = _pair_lists(couples, ranks, links)
    order = _donors_first(reversions, positions.size)
    entry_start = programs.start.astype(np.int64)
    entry_edge = np.full(programs.item.size, -1, np.int32)
    entry_edge[entry_start[program] + rank] = np.arange(program.size)
    lists = MarketLists(
        _starts(owner, count), program.astype(np.int32), rank, links.of(owner, program),
        entry_start, programs.item.astype(np.int32), entry_edge, word_starts(entry_start),
        *supplement, couple_of, couples.member.astype(np.int32), *pairs,
        np.zeros(positions.size, np.bool_) if even is None else even.astype(np.bool_),
        *(column[order].astype(np.int32) for column in reversions),
    )  # fmt: skip
    packed = None
    if np.diff(entry_start).max(initial=0) < UNRANKED and positions.size < UNRANKED:
        packed = pack_lists(lists.edge_start, lists.edge_program, lists.edge_rank,
                            lists.entry_start, lists.entry_applicant)  # fmt: skip
    return Market(positions.astype(np.int32), lists, packed)


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
        self.best: Matching | None = None
        self.steps = 0
        self.tried = 0

    def run(self, start: Seats, order: Integers) -> int:
        """Try from a state and an order of introduction; who cycled, or a code below 0."""
        lists, settings = self.market.lists, self.settings
        seats = Seats(*(array.copy() for array in start))
        failed = match_sequentially(lists, seats, order, settings.patience, settings.raises)
        self.steps += int(seats.counter[STEPS])
        result = Result(seats.program, seats.supplement_program, seats.positions, seats.moved)
        blocks = tuple(blocking(lists, result))
        if self.best is None or len(blocks) < len(self.best.blocks):
            self.best = Matching(result, blocks, self.tried, self.steps)
        self.tried += 1
        return int(failed)

    @property
    def done(self) -> bool:
        """Whether a try left nothing that blocks."""
        return self.best is not None and self.best.stable

    def outcome(self) -> Matching:
        """The best try."""
        assert self.best is not None
        return Matching(self.best.result, self.best.blocks, self.tried - 1, self.steps)


def _match_linked(market: Market, settings: MatchingSettings) -> Matching:
    """The sequential procedure, with restarts.

    The first half of the restarts introduce the couples in other orders, the one whose introduction
    cycled first; the second half everyone in random order, even programs at random even limits.
    When all fail and the couples are few, they are set down at every combination of their pairs.
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
    """Begin with the couples at each combination of their pairs, "nothing yet" included."""
    starts = market.lists.pair_start.tolist()
    choices = [range(starts[k], starts[k + 1] + 1) for k in range(couples.size)]
    if not choices or math.prod(len(some) for some in choices) > trials.settings.combinations:
        return
    for combination in product(*choices):
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
    found: SinglesMatch = match_singles(market.packed, seats.limit)
    held = np.flatnonzero(found.edge >= 0)
    edge = found.edge[held]
    seats.choice[:] = found.edge
    seats.program[held] = lists.edge_program[edge]
    seats.rank[held] = lists.edge_rank[edge]
    seats.free[:] = found.free
    seats.words[:] = found.words
    seats.supplement_list[held] = lists.edge_supplement[edge]
    linked = np.flatnonzero(seats.supplement_list >= 0)[::-1]
    seats.supplement_from[linked] = lists.supplement_start[seats.supplement_list[linked]]
    seats.supplement_waits[linked] = True
    seats.waiting[: linked.size] = linked + count + lists.member.shape[0]
    seats.counter[WAITING] = linked.size
    return seats


def _starts(owner: npt.NDArray[Any], count: int) -> Offsets:
    """Where each owner's run begins, for items sorted by owner. [index], (count + 1,)."""
    return np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=count))]).astype(np.int64)


class _Ranks:
    """An applicant's place on a program's list."""

    def __init__(self, programs: RankLists, applicants: int) -> None:
        self.programs = programs
        self.applicants = applicants

    def of(self, program: Integers, applicant: Integers) -> Integers:
        """Rank of each applicant at each program, -1 where not listed or program is -1. [rank]."""
        found = np.full(program.size, -1, np.int32)
        count = self.programs.start.size - 1
        asked = np.flatnonzero(program >= 0)
        by_program = asked[np.argsort(program[asked], kind="stable")]
        start = _starts(program[asked], count)
        place = np.full(self.applicants, -1, np.int32)
        _look_up(self.programs.start, self.programs.item, start, by_program,
                 applicant, place, found)  # fmt: skip
        return found


@compiled
def _look_up(  # noqa: PLR0917
    entry_start: Any, entry: Any, start: Any, query: Any, applicant: Any, place: Any, found: Any
) -> None:
    """Ranks of the queries of each program, by writing its list into `place` and reading there."""
    for j in range(entry_start.size - 1):
        for e in range(entry_start[j], entry_start[j + 1]):
            place[entry[e]] = e - entry_start[j]
        for q in range(start[j], start[j + 1]):
            found[query[q]] = place[applicant[query[q]]]
        for e in range(entry_start[j], entry_start[j + 1]):
            place[entry[e]] = -1


class _Links:
    """Which supplemental list an applicant has for a program."""

    def __init__(self, supplements: Supplements, programs: int) -> None:
        self.programs = programs
        key = supplements.applicant.astype(np.int64) * programs + supplements.advanced
        self.order = np.argsort(key)
        self.key = key[self.order]

    def of(self, applicant: Integers, program: Integers) -> Integers:
        """Index of the list, or -1. [index]."""
        if self.key.size == 0:
            return np.full(applicant.size, -1, np.int32)
        asked = applicant.astype(np.int64) * self.programs + program
        slot = np.minimum(np.searchsorted(self.key, asked), self.key.size - 1)
        found = (self.key[slot] == asked) & (program >= 0)
        return np.where(found, self.order[slot], -1).astype(np.int32)


def _supplement_lists(supplements: Supplements, ranks: _Ranks) -> tuple[Any, ...]:
    """Start, program and rank of the supplemental lists, mutual entries only."""
    count = supplements.applicant.size
    which = np.repeat(np.arange(count), np.diff(supplements.lists.start))
    rank = ranks.of(supplements.lists.item, supplements.applicant[which])
    kept = rank >= 0
    program = supplements.lists.item[kept].astype(np.int32)
    return _starts(which[kept], count), program, rank[kept]


def _pair_lists(couples: Couples, ranks: _Ranks, links: _Links) -> tuple[Any, ...]:
    """Start, programs, ranks and supplemental lists of the pairs both programs rank.

    A pair of two "no match" ends the list.
    """
    count = len(couples.member)
    which = np.repeat(np.arange(count), np.diff(couples.start))
    member = couples.member[which]
    rank = np.stack([ranks.of(couples.pair[:, s], member[:, s]) for s in range(2)], 1)
    link = np.stack([links.of(member[:, s], couples.pair[:, s]) for s in range(2)], 1)
    kept = ((rank >= 0) | (couples.pair < 0)).all(axis=1)
    nothing = (couples.pair < 0).all(axis=1)
    ended = np.cumsum(nothing)
    before = np.concatenate([[0], ended])[couples.start[:-1]]
    kept &= ended == before[which]
    return _starts(which[kept], count), couples.pair[kept].astype(np.int32), rank[kept], link[kept]


def _donors_first(reversions: Reversions, programs: int) -> Integers:
    """Order of the reversions in which nobody gives before those who give to them; stable."""
    depth = np.zeros(programs, np.int32)
    for _ in range(reversions.donor.size):
        before = depth.copy()
        np.maximum.at(depth, reversions.receiver, depth[reversions.donor] + 1)
        if np.array_equal(before, depth):
            break
    return np.argsort(depth[reversions.donor], kind="stable").astype(np.int32)
