"""A market of rank lists as flat integer arrays: what a matching depends on."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from thirdfriday.models.deferred_acceptance import UNRANKED, SinglesLists, pack_lists
from thirdfriday.models.deferred_acceptance_bits import compiled, word_starts
from thirdfriday.models.deferred_acceptance_seats import MarketLists

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
        reversions.donor[order], reversions.receiver[order],
        reversions.keep[order], reversions.most[order],
    )  # fmt: skip
    packed = None
    if np.diff(entry_start).max(initial=0) < UNRANKED and positions.size < UNRANKED:
        packed = pack_lists(lists.edge_start, lists.edge_program, lists.edge_rank,
                            lists.entry_start, lists.entry_applicant)  # fmt: skip
    return Market(positions.astype(np.int32), lists, packed)


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


def _supplement_lists(supplements: Supplements, ranks: _Ranks) -> tuple[Any, Any, Any]:
    """Start, program and rank of the supplemental lists, mutual entries only."""
    count = supplements.applicant.size
    which = np.repeat(np.arange(count), np.diff(supplements.lists.start))
    rank = ranks.of(supplements.lists.item, supplements.applicant[which])
    kept = rank >= 0
    program = supplements.lists.item[kept].astype(np.int32)
    return _starts(which[kept], count), program, rank[kept]


def _pair_lists(couples: Couples, ranks: _Ranks, links: _Links) -> tuple[Any, Any, Any, Any]:
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
