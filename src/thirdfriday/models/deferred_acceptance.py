"""Deferred acceptance between single applicants and programs, either side proposing."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from thirdfriday.models.deferred_acceptance_bits import (
    clear_bit,
    compiled,
    highest_set,
    set_bit,
    word_starts,
)
from thirdfriday.models.deferred_acceptance_together import (
    TOGETHER,
    lay_seats,
    propose_together,
    read_rows,
)

Integers = npt.NDArray[np.int32]
Offsets = npt.NDArray[np.int64]
UNRANKED = 0xFFFF


class SinglesLists(NamedTuple):
    """Both sides' rank lists of a market of singles as flat arrays, mutual entries only.

    `edge` holds, for each applicant from most to least wanted, program << 16 | rank on the
    program's list; `entry_applicant` holds each program's list from first to last. `row_*` are the
    same lists with those whom programs like first: so fewer are displaced. Row k is that of
    applicant `row_applicant[k]`; `row_choice` has one number to spare.
    """

    edge_start: Offsets
    edge: npt.NDArray[np.uint32]
    entry_start: Offsets
    entry_applicant: Integers
    word_start: Offsets
    row_start: Integers
    row_choice: npt.NDArray[np.uint32]
    row_applicant: Integers
    entry_row: Integers


@dataclass(frozen=True, slots=True, eq=False)
class SinglesMatch:
    """Who holds what: `edge` (applicants,) index into the lists or -1; `free` (programs,) seats."""

    edge: Integers
    free: Integers
    proposals: int


def pack_lists(
    edge_start: Offsets, program: Integers, rank: Integers, entry_start: Offsets, entry: Integers
) -> SinglesLists:
    """The lists in the form `match_singles` reads.

    Args:
        edge_start: (applicants + 1,) where each applicant's list begins.
        program: listed programs, most wanted first.
        rank: place of the applicant on that program's list, 0 best.
        entry_start: (programs + 1,) where each program's list begins.
        entry: listed applicants, most wanted first.

    Raises:
        ValueError: a program's list, or the number of programs, exceeds 65,535.
    """
    if np.diff(entry_start).max(initial=0) >= UNRANKED or entry_start.size > UNRANKED:
        raise ValueError("Packed lists hold at most 65,534 programs of 65,534 ranks each.")
    edge = (program.astype(np.uint32) << np.uint32(16)) | rank.astype(np.uint32)
    return SinglesLists(
        edge_start.astype(np.int64), edge, entry_start.astype(np.int64),
        entry.astype(np.int32), word_starts(entry_start),
        *_rows(edge_start, edge, entry_start, entry),
    )  # fmt: skip


def _rows(
    edge_start: Offsets, edge: npt.NDArray[np.uint32], entry_start: Offsets, entry: Integers
) -> tuple[Integers, npt.NDArray[np.uint32], Integers, Integers]:
    """The applicants' lists in order of the mean share of a program's list that is above them."""
    length = np.diff(edge_start)
    owner = np.repeat(np.arange(length.size), length)
    above = (edge & np.uint32(UNRANKED)) / np.diff(entry_start)[edge >> np.uint32(16)]
    mean = np.bincount(owner, above, length.size) / np.maximum(length, 1)
    order = np.argsort(mean, kind="stable").astype(np.int32)
    row = np.empty_like(order)
    row[order] = np.arange(order.size, dtype=np.int32)
    start = np.concatenate([[0], np.cumsum(length[order])])
    shift = np.repeat(edge_start[:-1][order] - start[:-1], length[order])
    choice = np.append(edge[np.arange(edge.size) + shift], np.uint32(0))
    return start.astype(np.int32), choice, order, row[entry]


def match_singles(lists: SinglesLists, positions: Integers) -> SinglesMatch:
    """The applicant-optimal stable matching of single applicants. [edge index or -1].

    Method: docs/models/matching.md, section "Singles" (Gale & Shapley 1962).

    >>> lists = pack_lists(np.array([0, 1, 2]), np.array([0, 0]), np.array([1, 0]),
    ...                    np.array([0, 2]), np.array([1, 0]))
    >>> match_singles(lists, np.array([1], dtype=np.int32)).edge.tolist()
    [-1, 1]
    """
    usable, seat_start = (np.empty(positions.size + extra, np.int32) for extra in (0, 1))
    if not lay_seats(positions, lists.entry_start, usable, seat_start):
        return match_singles_in_rounds(lists, positions)
    applicants = lists.edge_start.size - 1
    rows, edge = np.empty((applicants, 2), np.int32), np.empty(applicants, np.int32)
    queues = (np.empty(applicants + 1, np.int32), np.empty(TOGETHER + 1, np.int32),
              np.empty(TOGETHER + 1, np.uint32))  # fmt: skip
    propose_together(
        lists.row_start, lists.row_choice, lists.entry_start, lists.entry_row, usable, seat_start,
        np.empty(seat_start[-1], np.uint16), np.empty(usable.size, np.uint32), rows, queues,
    )  # fmt: skip
    free = positions.astype(np.int32)
    proposals = read_rows(
        lists.row_start, lists.row_choice, rows, lists.row_applicant, lists.edge_start, edge, free
    )
    return SinglesMatch(edge, free, int(proposals))


def match_singles_in_rounds(lists: SinglesLists, positions: Integers) -> SinglesMatch:
    """The same matching by one bit for each rank: for programs of any size. [edge index or -1]."""
    applicants = lists.edge_start.size - 1
    words = np.zeros(int(lists.word_start[-1]) + 1, np.uint64)
    free = positions.astype(np.int32)
    edge = np.empty(applicants, np.int32)
    waiting = np.empty((2, max(applicants, 1)), np.int32)
    worst = np.empty(free.size, np.int32)
    proposals = propose_in_rounds(
        lists.edge_start, lists.edge, lists.entry_start, lists.entry_applicant, lists.word_start,
        free, words, edge, waiting, worst,
    )  # fmt: skip
    return SinglesMatch(edge, free, int(proposals))


def held_words(lists: SinglesLists, edge: Integers) -> npt.NDArray[np.uint64]:
    """One bit for each rank of each program's list: whether it holds a seat."""
    words = np.zeros(int(lists.word_start[-1]) + 1, np.uint64)
    mark_held(lists.edge, lists.word_start, edge, words)
    return words


@compiled
def mark_held(edge: Any, word_start: Any, held: Any, words: Any) -> None:
    """Set the bit of every seat that is held."""
    for i in range(held.size):
        if held[i] >= 0:
            packed = edge[held[i]]
            start = word_start[np.int64(packed >> np.uint32(16))]
            set_bit(words, start, np.int64(packed & np.uint32(UNRANKED)))


@compiled
def propose_in_rounds(  # noqa: PLR0917
    edge_start: Any, edge: Any, entry_start: Any, entry_applicant: Any, word_start: Any,
    free: Any, words: Any, held: Any, waiting: Any, worst: Any,
) -> Any:  # fmt: skip
    """Every waiting applicant proposes down their list until held; fills the output arrays.

    `worst[j]` is the rank that a proposal must reach: everyone while seats are free, else better
    than the worst held. Returns the number of proposals.
    """
    applicants = edge_start.size - 1
    j: Any
    for j in range(free.size):
        worst[j] = 0x7FFFFFFF if free[j] > 0 else -1
    for i in range(applicants):
        waiting[0, i] = i
        held[i] = edge_start[i] - 1
    turn: Any = 0
    count: Any = applicants
    proposals = 0
    while count > 0:
        displaced = 0
        for t in range(count):
            i = waiting[turn, t]
            e = held[i] + 1
            end = edge_start[i + 1]
            while e < end:
                packed = edge[e]
                rank = np.int32(packed & np.uint32(0xFFFF))
                j = np.int32(packed >> np.uint32(16))
                proposals += 1
                limit = worst[j]
                if rank < limit:
                    start = word_start[j]
                    set_bit(words, start, rank)
                    if free[j] > 0:
                        free[j] -= 1
                        if free[j] == 0:
                            below = entry_start[j + 1] - entry_start[j]
                            worst[j] = highest_set(words, start, below)
                    else:
                        clear_bit(words, start, limit)
                        waiting[1 - turn, displaced] = entry_applicant[entry_start[j] + limit]
                        displaced += 1
                        worst[j] = highest_set(words, start, limit)
                    break
                e += 1
            held[i] = e
        turn, count = 1 - turn, displaced
    for i in range(applicants):
        if held[i] >= edge_start[i + 1]:
            held[i] = -1
    return proposals


def match_singles_programs_proposing(lists: SinglesLists, positions: Integers) -> SinglesMatch:
    """The program-optimal stable matching of single applicants, for research. [edge index or -1].

    >>> lists = pack_lists(np.array([0, 2, 4]), np.array([0, 1, 1, 0]), np.array([1, 0, 1, 0]),
    ...                    np.array([0, 2, 4]), np.array([1, 0, 0, 1]))
    >>> ones = np.ones(2, dtype=np.int32)
    >>> match_singles(lists, ones).edge.tolist()
    [0, 2]
    >>> match_singles_programs_proposing(lists, ones).edge.tolist()
    [1, 3]
    """
    applicants = lists.edge_start.size - 1
    owner = np.repeat(np.arange(applicants, dtype=np.int32), np.diff(lists.edge_start))
    program = (lists.edge >> np.uint32(16)).astype(np.int64)
    rank = (lists.edge & np.uint32(0xFFFF)).astype(np.int64)
    edge_of_entry = np.full(lists.entry_applicant.size, -1, np.int32)
    edge_of_entry[lists.entry_start[program] + rank] = np.arange(owner.size, dtype=np.int32)
    free = positions.astype(np.int32)
    held = np.full(applicants, -1, np.int32)
    following = lists.entry_start[:-1].copy()
    stack = np.empty(free.size + owner.size + 1, np.int32)
    proposals = _offer_until_filled(
        lists.entry_start, edge_of_entry, owner, program, free, held, following, stack
    )
    return SinglesMatch(held, free, int(proposals))


@compiled
def _offer_until_filled(  # noqa: PLR0917
    entry_start: Any, edge_of_entry: Any, owner: Any, program: Any,
    free: Any, held: Any, following: Any, stack: Any,
) -> Any:  # fmt: skip
    """Programs offer down their lists; applicants hold the offer they want most.

    `following` is each program's next entry; `stack` holds the programs that still offer.
    """
    size, offers = free.size, 0
    for j in range(size):
        stack[j] = j
    while size > 0:
        size -= 1
        j = stack[size]
        while free[j] > 0 and following[j] < entry_start[j + 1]:
            e = edge_of_entry[following[j]]
            following[j] += 1
            if e < 0:
                continue
            offers += 1
            i = owner[e]
            if held[i] >= 0 and held[i] <= e:
                continue
            if held[i] >= 0:
                loser = program[held[i]]
                free[loser] += 1
                stack[size] = loser
                size += 1
            held[i] = e
            free[j] -= 1
    return offers
