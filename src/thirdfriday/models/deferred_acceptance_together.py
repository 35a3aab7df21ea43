"""Deferred acceptance of singles by vector steps: many choose, then their programs answer.

A program's held ranks lie side by side, so that a seat is given and the worst found anew in one
step; an applicant's list is looked through eight programs at a time.
"""

from typing import Any

import numpy as np

from thirdfriday.models.deferred_acceptance_bits import compiled
from thirdfriday.models.deferred_acceptance_vectors import (
    LANES,
    RANKS,
    exchange_ranks,
    fetch,
    first_below,
)

MOST_SEATS = 256  # programs with more are matched by bits: a step for every sixteen seats is slow
FREE = 0xFFFF - MOST_SEATS  # from here on ranks are free seats, each another number
TOGETHER = 128  # applicants who choose before programs answer: hides the wait for memory
LOWER_HALF, RANK = np.uint32(16), np.uint32(0xFFFF)


@compiled
def lay_seats(positions: Any, entry_start: Any, usable: Any, seat_start: Any) -> Any:
    """Seats that can be filled, and where each program's lie, in whole groups.

    Returns whether all fit: no program with too many seats, or too long a list for the ranks.
    """
    fits = True
    seat_start[0] = 0
    for j in range(positions.size):
        length = entry_start[j + 1] - entry_start[j]
        usable[j] = min(max(positions[j], 0), length)
        groups = max((usable[j] + RANKS - 1) // RANKS, 1)
        seat_start[j + 1] = seat_start[j] + groups * RANKS
        fits = fits and usable[j] <= MOST_SEATS and length < FREE
    return fits


@compiled
def propose_together(  # noqa: PLR0917
    row_start: Any, choices: Any, entry_start: Any, entry_row: Any, usable: Any, seat_start: Any,
    seats: Any, bars: Any, rows: Any, queues: Any,
) -> None:  # fmt: skip
    """Every applicant chooses down their row until held; fills `rows`.

    Args:
        row_start: (applicants + 1,) where each row of `choices` begins.
        choices: program << 16 | rank, from most to least wanted.
        entry_start: where each program's list begins.
        entry_row: the row of every entry of the programs' lists.
        usable: seats by program.
        seat_start: where each program's `seats` begin.
        seats: working memory: ranks held, and larger numbers for free seats.
        bars: working memory: the worst held by program, which a choice must be below.
        rows: filled in: (applicants, 2) the choice after the last one made, and the row's end.
        queues: working memory: displaced (applicants + 1,), chosen and made (TOGETHER + 1,).
    """
    displaced, chosen, made = queues
    first, waiting, again = 0, 0, 0
    _empty(row_start, usable, seat_start, seats, bars, rows)
    while True:
        choosing = again
        while choosing < TOGETHER and waiting > 0:
            waiting -= 1
            chosen[choosing] = displaced[waiting]
            choosing += 1
        while choosing < TOGETHER and first < rows.shape[0]:
            chosen[choosing] = first
            choosing += 1
            first += 1
        if choosing == 0:
            return
        count = _choose(choices, bars, rows, chosen, made, choosing)
        again = 0
        for slot in range(count):
            program = np.int64(made[slot] >> LOWER_HALF)
            rank, bar = made[slot] & RANK, bars[program]
            if rank >= bar:
                row: Any = chosen[slot]
                rows[row, 0] -= 1
                chosen[again] = row
                again += 1
                continue
            begin, end = seat_start[program], seat_start[program + 1]
            bars[program] = _seat(seats, begin, end, np.uint16(bar), np.uint16(rank))
            full = bar < FREE
            displaced[waiting] = entry_row[entry_start[program] + np.int64(bar) * full]
            waiting += full


@compiled
def _empty(  # noqa: PLR0917
    row_start: Any, usable: Any, seat_start: Any, seats: Any, bars: Any, rows: Any
) -> None:
    """All seats free, and everyone about to choose from the top; free seats differ by number."""
    for j in range(usable.size):
        begin = seat_start[j]
        for slot in range(seat_start[j + 1] - begin):
            seats[begin + slot] = 0xFFFF - slot if slot < usable[j] else 0
        bars[j] = seats[begin]
    for i in range(rows.shape[0]):
        rows[i, 0], rows[i, 1] = row_start[i], row_start[i + 1]


@compiled
def _choose(  # noqa: PLR0917
    choices: Any, bars: Any, rows: Any, chosen: Any, made: Any, choosing: Any
) -> Any:
    """The best choice below its bar of each who is `chosen`; those without one drop out.

    Returns how many made one; `chosen` and `made` are filled up to there.
    """
    for slot in range(choosing):
        fetch(choices, np.int64(rows[chosen[slot], 0]))
    count: Any = 0
    for slot in range(choosing):
        row: Any = chosen[slot]
        at, end = np.int64(rows[row, 0]), np.int64(rows[row, 1])
        step = first_below(choices, at, end - at, bars)
        at += step
        while step == LANES and at < end:
            step = first_below(choices, at, end - at, bars)
            at += step
        at = min(at, end)
        rows[row, 0] = at + 1
        made[count], chosen[count] = choices[at], row
        count += at < end
    return count


@compiled
def _seat(seats: Any, begin: Any, end: Any, bar: Any, rank: Any) -> Any:
    """Give `rank` the seat of the worst held, `bar`; who is the worst then."""
    worst = exchange_ranks(seats, begin, bar, rank)
    at = begin + RANKS
    while at < end:
        worst = max(worst, exchange_ranks(seats, at, bar, rank))
        at += RANKS
    return worst


@compiled
def read_rows(  # noqa: PLR0917
    row_start: Any, choices: Any, rows: Any, applicant: Any, edge_start: Any, edge: Any, free: Any
) -> Any:
    """The edge that each applicant holds, or -1; takes the seats from `free`.

    Returns the number of proposals made.
    """
    proposals: Any = 0
    for row in range(rows.shape[0]):
        after, end, i = np.int64(rows[row, 0]), np.int64(rows[row, 1]), applicant[row]
        if after > end:
            proposals += np.int64(end - row_start[row])
            edge[i] = -1
            continue
        made = after - row_start[row]
        proposals += made
        edge[i] = edge_start[i] + made - 1
        free[np.int64(choices[after - 1] >> LOWER_HALF)] -= 1
    return proposals
