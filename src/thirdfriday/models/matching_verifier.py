"""Whether a matching is lawful and stable, judged from the lists alone.

Nothing here knows how a matching is made. A matching is given as the program each applicant
holds from the primary list, the one held from the linked supplemental list, and every program's
positions after reversions. Blocking are: a single with a program above what is held; the holder of
an advanced position with a program above what is held on its supplemental list; a couple with a
pair above what it holds whose programs would choose them beside all they hold; two applicants with
an even program that has two positions left for them. An even program with an odd number, or
unfilled positions that should have reverted, count as well.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from thirdfriday.models.blocking_search import (
    COUPLE,
    Roster,
    fill_roster,
    find_blocks,
    mark_unlisted,
)
from thirdfriday.models.deferred_acceptance_seats import MarketLists

KINDS = ("single", "supplemental", "couple", "even")
Integers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Block:
    """Some who would all rather be together: applicants by index and the programs they want."""

    kind: str
    applicants: tuple[int, ...]
    programs: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A matching to be judged: `program` and `supplement` (applicants,), -1 for none;
    `positions` (programs,) after reversion; `moved` (reversions,) positions moved along each.
    """  # noqa: D205

    program: Integers
    supplement: Integers
    positions: Integers
    moved: Integers


def blocking(lists: MarketLists, result: Result) -> list[Block]:
    """Everything that blocks the matching or that it leaves undone; empty when it is stable."""
    roster = _roster(lists, result)
    size = 64
    while True:
        found = np.empty((size, 5), np.int32)
        count = find_blocks(lists, *_arrays(result), roster, found)
        if count <= size:
            return [_block(row) for row in found[:count].tolist()] + _undone(lists, result)
        size = count


def count_blocking(lists: MarketLists, result: Result) -> int:
    """How much blocks the matching or is left undone. [count]."""
    roster = _roster(lists, result)
    nowhere = np.empty((0, 5), np.int32)
    return int(find_blocks(lists, *_arrays(result), roster, nowhere)) + len(_undone(lists, result))


def _undone(lists: MarketLists, result: Result) -> list[Block]:
    """Even programs left with an odd number, and unfilled positions left that should revert."""
    held = _held(result)
    odd = np.flatnonzero(np.asarray(lists.even) & (held % 2 == 1))
    donor = np.asarray(lists.revert_from)
    unfilled = result.positions[donor] - held[donor]
    left = (unfilled > lists.revert_keep) & (result.moved < lists.revert_most)
    return [Block("even", (), (program,)) for program in odd.tolist()] + [
        Block("reversion", (), (int(donor[link]), int(lists.revert_to[link])))
        for link in np.flatnonzero(left).tolist()
    ]


def _held(result: Result) -> npt.NDArray[np.int64]:
    """Seats held by program. [count]."""
    programs = result.positions.size
    held = np.bincount(result.program[result.program >= 0], minlength=programs)
    held += np.bincount(result.supplement[result.supplement >= 0], minlength=programs)
    return held


def unlawful(lists: MarketLists, result: Result, quota: Integers) -> list[str]:
    """Every way in which a matching is impossible, before any question of stability.

    Seats held without being listed, more held than positions, positions made or lost by reversion.
    """
    problems = [f"program {j} holds more than its positions" for j in
                np.flatnonzero(_held(result) > result.positions).tolist()]  # fmt: skip
    expected = quota.astype(np.int64)
    np.subtract.at(expected, lists.revert_from, result.moved)
    np.add.at(expected, lists.revert_to, result.moved)
    problems += [f"program {j} has positions that no reversion explains" for j in
                 np.flatnonzero(expected != result.positions).tolist()]  # fmt: skip
    wrong = np.zeros(result.program.size, np.bool_)
    mark_unlisted(lists, result.program, result.supplement, wrong)
    problems += [f"applicant {i} holds a seat that the lists do not allow" for i in
                 np.flatnonzero(wrong).tolist()]  # fmt: skip
    return problems


def _arrays(result: Result) -> tuple[Integers, Integers, Integers]:
    return result.program, result.supplement, result.positions


def _block(row: list[int]) -> Block:
    kind, first, second, program, other = row
    applicants = (first,) if second < 0 else (first, second)
    programs: tuple[int, ...] = (program,)
    if kind == COUPLE:
        programs = (program, other)
    return Block(KINDS[kind], applicants, programs)


def _roster(lists: MarketLists, result: Result) -> Roster:
    """Who holds each program's seats.

    An even program's limit is what it holds, since one more would be odd.
    """
    count = _held(result)
    start = np.concatenate([[0], np.cumsum(count)])
    who, rank = np.full(start[-1], -1, np.int32), np.zeros(start[-1], np.int32)
    fill_roster(lists, result.program, result.supplement, start[:-1].copy(), (start, who, rank))
    limit = np.where(lists.even, count, result.positions).astype(np.int32)
    return Roster(start, who, rank, limit)
