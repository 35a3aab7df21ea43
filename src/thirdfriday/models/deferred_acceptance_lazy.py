"""Both sides' tastes drawn anew and matched, sorting no list: what the matching reads is found.

An applicant's next choice is looked for when it is needed, sixteen of the list at a time. The
matching is that of the sorted lists, choice by choice.
"""

from typing import Any

import numpy as np

from thirdfriday.models.deferred_acceptance import UNRANKED, Integers
from thirdfriday.models.deferred_acceptance_bits import compiled
from thirdfriday.models.deferred_acceptance_redraw import Interviews, chances
from thirdfriday.models.deferred_acceptance_tastes import draw_keys, place_bits
from thirdfriday.models.deferred_acceptance_vectors import (
    CHOICES,
    LANES,
    exchange,
    least_above,
)

NOTHING_LEFT = np.uint32(0xFFFFFFFF)  # key when all of a list have been asked
FREE = np.uint64(0xFFFFFFFF00000000)  # from here on entries are free seats: anybody is better
CLOSED = np.uint64(0)  # a seat that is none: nobody is better
LOWER = np.uint64(0xFFFFFFFF)
TOGETHER = 128  # applicants who propose before programs answer: hides the wait for memory


class Workspace:
    """Memory that one thread reuses from draw to draw.

    `rows` (applicants, 4) tell where a list begins and ends, and the key asked last. A seat is an
    entry key << 32 | applicant, the larger the less wanted; each program's fill whole groups.
    """

    __slots__ = ("empty", "found", "program", "queues", "rows", "seat_start", "seats", "wants",
                 "wishes", "worst")  # fmt: skip

    def __init__(self, interviews: Interviews, positions: Integers) -> None:
        pairs, people = interviews.program.size, interviews.start.size - 1
        narrow = np.uint16 if positions.size < UNRANKED else np.int32
        self.rows = np.zeros((people, 4), np.uint32)
        self.rows[:, 0], self.rows[:, 1] = interviews.start[:-1], interviews.start[1:]
        beyond = pairs + (1 << place_bits(interviews.longest))  # read, not used, at a list's end
        self.program = np.zeros(beyond, narrow)
        self.program[:pairs] = interviews.program
        self.wishes = np.zeros(pairs + CHOICES, np.uint32)
        self.wants = np.zeros(beyond, np.uint32)
        seats = np.maximum(positions, 0)
        groups = np.maximum(-(-seats // LANES), 1) * LANES
        self.seat_start = np.concatenate([[0], np.cumsum(groups)]).astype(np.int32)
        place = np.arange(self.seat_start[-1]) - np.repeat(self.seat_start[:-1], groups)
        free = ~place.astype(np.uint64)
        self.empty = np.where(place < np.repeat(seats, groups), free, CLOSED)
        self.seats = np.empty_like(self.empty)
        self.worst = np.empty(positions.size, np.uint64)
        self.found = np.empty(people, np.int32)
        chosen, programs = np.empty((2, TOGETHER + 1), np.int32)
        entries = np.empty(TOGETHER + 1, np.uint64)
        self.queues = (np.empty(people + 1, np.int32), chosen, programs, entries)


def match_lazily(
    interviews: Interviews, positions: Integers, *, seed: int, noise: tuple[float, float],
    workspace: Workspace | None = None,
) -> Integers:  # fmt: skip
    """The program each applicant holds when both sides' tastes are drawn anew, -1 for none.

    Args:
        interviews: the pairs.
        positions: by program.
        seed: of this draw; the same seed gives the same matching.
        noise: standard deviation added to what applicants and what programs think.
        workspace: of this thread, to be used again; the result lies in it until the next draw.

    >>> from thirdfriday.models.deferred_acceptance_redraw import interviews_of
    >>> pairs = interviews_of(np.array([0, 1, 2]), np.array([0, 0]), np.zeros(2), np.zeros(2))
    >>> sorted(match_lazily(pairs, np.array([1]), seed=3, noise=(1.0, 1.0)).tolist())
    [-1, 0]
    """
    own = workspace or Workspace(interviews, positions)
    wishing, wanting, shift = chances(interviews, seed, noise)
    draw_keys(interviews.wish, wishing, shift, own.wishes)
    draw_keys(interviews.want, wanting, np.uint32(0), own.wants)
    own.seats[:] = own.empty
    own.worst[:] = own.empty[own.seat_start[:-1]]
    mask = (np.uint32(1) << shift) - np.uint32(1)
    propose_lazily(own.rows, own.program, own.wishes, own.wants, mask, own.seat_start, own.seats,
                   own.worst, own.queues)  # fmt: skip
    read_choices(own.rows, own.program, mask, own.found)
    found: Integers = own.found
    return found


@compiled
def _next_key(wishes: Any, begin: Any, end: Any, last: Any) -> Any:
    """The key of the next choice on a list after the one asked last, or NOTHING_LEFT."""
    key = least_above(wishes, begin, end - begin, last)
    k = begin + CHOICES
    while k < end:
        key = min(key, least_above(wishes, k, end - k, last))
        k += CHOICES
    return key


@compiled
def _seat(seats: Any, begin: Any, end: Any, bar: Any, entry: Any) -> Any:
    """Give `entry` the seat of the worst held, `bar`; who is the worst then."""
    top = exchange(seats, begin, bar, entry)
    k = begin + LANES
    while k < end:
        top = max(top, exchange(seats, k, bar, entry))
        k += LANES
    return top


@compiled
def propose_lazily(  # noqa: PLR0917
    rows: Any, program: Any, wishes: Any, wants: Any, mask: Any, seat_start: Any, seats: Any,
    worst: Any, queues: Any,
) -> Any:  # fmt: skip
    """Deferred acceptance; fills in the key that each applicant asked last. Returns the proposals.

    Many choose, then their programs answer, so that nothing waits for an answer. Those turned down
    at once choose again with the next; those displaced wait with whoever has not yet chosen.
    """
    displaced, chosen, programs, entries = queues
    i: Any
    proposals, first, waiting, refused = 0, 0, 0, 0
    for i in range(rows.shape[0]):
        rows[i, 2] = 0
    while True:
        choosing = refused
        while choosing < TOGETHER and waiting > 0:
            waiting -= 1
            chosen[choosing] = displaced[waiting]
            choosing += 1
        while choosing < TOGETHER and first < rows.shape[0]:
            chosen[choosing] = first
            choosing += 1
            first += 1
        if choosing == 0:
            return proposals
        count = 0
        for slot in range(choosing):
            i = chosen[slot]
            begin, end, last = np.int64(rows[i, 0]), np.int64(rows[i, 1]), rows[i, 2]
            key = _next_key(wishes, begin, end, last)
            rows[i, 2] = key
            e = begin + np.int64((key - np.uint32(begin)) & mask)
            programs[count] = program[e]
            entries[count] = (np.uint64(wants[e]) << np.uint64(32)) | np.uint64(i)
            count += key != NOTHING_LEFT
        proposals += count
        refused = 0
        for slot in range(count):
            j: Any = programs[slot]
            entry, bar = entries[slot], worst[j]
            if entry >= bar:
                chosen[refused] = np.int32(entry & LOWER)
                refused += 1
                continue
            worst[j] = _seat(seats, seat_start[j], seat_start[j + 1], bar, entry)
            displaced[waiting] = np.int32(bar & LOWER)
            waiting += bar < FREE


@compiled
def read_choices(rows: Any, program: Any, mask: Any, found: Any) -> None:
    """The program of the key each applicant asked last, -1 where all have been asked."""
    for i in range(found.size):
        begin, key = rows[i, 0], rows[i, 2]
        e = np.int64(begin) + np.int64((key - begin) & mask)
        found[i] = program[e] if key != NOTHING_LEFT else -1
