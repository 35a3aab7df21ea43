"""Who holds which seat while a market with linked positions is matched, and the moves on it."""

from typing import Any, NamedTuple

import numpy as np

from thirdfriday.models.deferred_acceptance_bits import (
    clear_bit,
    compiled,
    highest_set,
    set_bit,
)

WAITING, OPENED, STEPS, LONGEST = 0, 1, 2, 3


class MarketLists(NamedTuple):
    """Rank lists of a whole market as flat integer arrays, mutual entries only.

    Singles' lists are `edge_*`, couples' are `pair_*` (program -1 is "no match"), supplemental
    lists are `supplement_*`, named by index in `edge_supplement` and `pair_supplement` (-1: none);
    each program's list is `entry_*`, with the place on a single's own list in `entry_edge` (-1:
    none). A reversion moves unfilled positions `revert_from` one program `revert_to` another,
    keeping `revert_keep` of them, at most `revert_most` in all; donors of donors come first.
    """

    edge_start: Any
    edge_program: Any
    edge_rank: Any
    edge_supplement: Any
    entry_start: Any
    entry_applicant: Any
    entry_edge: Any
    word_start: Any
    supplement_start: Any
    supplement_program: Any
    supplement_rank: Any
    couple_of: Any
    member: Any
    pair_start: Any
    pair_program: Any
    pair_rank: Any
    pair_supplement: Any
    even: Any
    revert_from: Any
    revert_to: Any
    revert_keep: Any
    revert_most: Any


class Seats(NamedTuple):
    """The state of one run: seats by program, what each applicant holds, and who waits.

    `proposed` counts how often each couple did.
    `introduced` tells which applicants (index) and couples (applicants + index) take part yet.
    `limit` is the number of seats a program may fill now: its `positions`, or fewer while it must
    fill an even number. `waiting` is a stack of applicants (index), couples (applicants + index)
    and supplemental lists (applicants + couples + index of the applicant); `opened` a stack of
    programs that lost somebody.
    """

    positions: Any
    limit: Any
    free: Any
    words: Any
    program: Any
    rank: Any
    choice: Any
    supplement_list: Any
    supplement_program: Any
    supplement_rank: Any
    supplement_choice: Any
    supplement_from: Any
    supplement_waits: Any
    pair_choice: Any
    proposed: Any
    introduced: Any
    waiting: Any
    waiting_from: Any
    opened: Any
    is_opened: Any
    raised: Any
    moved: Any
    counter: Any


def empty_seats(lists: MarketLists, positions: Any) -> Seats:
    """The state before anyone has proposed; an even program's limit starts at an even number."""
    applicants, programs = lists.edge_start.size - 1, positions.size
    couples = lists.member.shape[0]
    nothing = np.full(applicants, -1, np.int32)
    limit = positions.astype(np.int32)
    limit[lists.even] &= ~np.int32(1)
    size = 2 * applicants + couples + 1
    return Seats(
        positions=positions.astype(np.int32),
        limit=limit,
        free=limit.copy(),
        words=np.zeros(int(lists.word_start[-1]) + 1, np.uint64),
        program=nothing.copy(),
        rank=nothing.copy(),
        choice=nothing.copy(),
        supplement_list=nothing.copy(),
        supplement_program=nothing.copy(),
        supplement_rank=nothing.copy(),
        supplement_choice=nothing.copy(),
        supplement_from=nothing.copy(),
        supplement_waits=np.zeros(applicants, np.bool_),
        pair_choice=np.full(couples, -1, np.int32),
        proposed=np.zeros(couples, np.int32),
        introduced=np.zeros(applicants + couples, np.bool_),
        waiting=np.empty(size, np.int32),
        waiting_from=np.empty(size, np.int32),
        opened=np.empty(programs + 1, np.int32),
        is_opened=np.zeros(programs, np.bool_),
        raised=np.zeros(programs, np.int32),
        moved=np.zeros(lists.revert_from.size, np.int32),
        counter=np.zeros(4, np.int64),
    )


@compiled
def wait(seats: Any, who: Any, start: Any) -> None:
    """Put an applicant, couple or supplemental list on the stack, to propose from `start` on."""
    size = seats.counter[WAITING]
    seats.waiting[size] = who
    seats.waiting_from[size] = start
    seats.counter[WAITING] = size + 1


@compiled
def wait_supplement(seats: Any, applicant: Any, start: Any, offset: Any) -> None:
    """Put an applicant's supplemental list on the stack, once however often it is asked."""
    seats.supplement_from[applicant] = start
    if not seats.supplement_waits[applicant]:
        seats.supplement_waits[applicant] = True
        wait(seats, offset + applicant, start)


@compiled
def open_program(seats: Any, program: Any) -> None:
    """Note that a program lost somebody, so that applicants it would rather have are looked for."""
    if not seats.is_opened[program]:
        seats.is_opened[program] = True
        seats.opened[seats.counter[OPENED]] = program
        seats.counter[OPENED] += 1


@compiled
def vacate(lists: Any, seats: Any, program: Any, rank: Any) -> None:
    """Empty the seat that `rank` holds at `program`."""
    clear_bit(seats.words, lists.word_start[program], rank)
    seats.free[program] += 1


@compiled
def occupy(lists: Any, seats: Any, program: Any, rank: Any) -> None:
    """Give a free seat of `program` to `rank`."""
    set_bit(seats.words, lists.word_start[program], rank)
    seats.free[program] -= 1


@compiled
def worst_held(lists: Any, seats: Any, program: Any) -> Any:
    """The worst rank that holds a seat at `program`, -1 when none does. [rank]."""
    below = lists.entry_start[program + 1] - lists.entry_start[program]
    return highest_set(seats.words, lists.word_start[program], below)


@compiled
def accepts(  # noqa: PLR0917
    free: Any, words: Any, word_start: Any, entry_start: Any, program: Any, rank: Any
) -> Any:
    """Whether `program` has a free seat or holds somebody worse than `rank`."""
    if free[program] > 0:
        return True
    below = entry_start[program + 1] - entry_start[program]
    return rank < highest_set(words, word_start[program], below)


@compiled
def find_program(programs: Any, start: Any, end: Any, program: Any) -> Any:
    """Where `program` stands in a stretch of a list, or -1. [index]."""
    for place in range(start, end):
        if programs[place] == program:
            return place
    return -1


@compiled
def drop_supplement(lists: Any, seats: Any, applicant: Any) -> None:
    """Give up the applicant's seat from a supplemental list, if any, and open that program."""
    program = seats.supplement_program[applicant]
    if program >= 0:
        vacate(lists, seats, program, seats.supplement_rank[applicant])
        open_program(seats, program)
        seats.supplement_program[applicant] = -1
    seats.supplement_choice[applicant] = -1


@compiled
def drop_primary(lists: Any, seats: Any, applicant: Any) -> None:
    """Give up the applicant's seat and what hangs on it, and open those programs."""
    program = seats.program[applicant]
    if program >= 0:
        vacate(lists, seats, program, seats.rank[applicant])
        open_program(seats, program)
    seats.program[applicant] = -1
    seats.choice[applicant] = -1
    drop_supplement(lists, seats, applicant)
    seats.supplement_list[applicant] = -1


@compiled
def displace(lists: Any, seats: Any, program: Any, rank: Any) -> None:
    """Take the seat at `program` from `rank`, who proposes on from the next choice.

    Losing an advanced position takes the linked preliminary one with it; one member of a couple
    takes the partner along. The seat itself is left free, not opened: a better one is coming.
    """
    applicants = lists.edge_start.size - 1
    applicant = lists.entry_applicant[lists.entry_start[program] + rank]
    vacate(lists, seats, program, rank)
    if seats.supplement_program[applicant] == program:
        after = seats.supplement_choice[applicant] + 1
        seats.supplement_program[applicant] = -1
        seats.supplement_choice[applicant] = -1
        offset = applicants + lists.member.shape[0]
        wait_supplement(seats, applicant, after, offset)
        return
    after = seats.choice[applicant] + 1
    seats.program[applicant] = -1
    drop_primary(lists, seats, applicant)
    couple = lists.couple_of[applicant]
    if couple < 0:
        wait(seats, applicant, after)
        return
    for side in range(2):
        drop_primary(lists, seats, lists.member[couple, side])
    wait(seats, applicants + couple, seats.pair_choice[couple] + 1)
    seats.pair_choice[couple] = -1


@compiled
def take(lists: Any, seats: Any, program: Any, rank: Any) -> None:
    """Seat `rank` at `program`, displacing the worst held when it is full."""
    if seats.free[program] <= 0:
        displace(lists, seats, program, worst_held(lists, seats, program))
    occupy(lists, seats, program, rank)


@compiled
def take_primary(
    lists: Any, seats: Any, applicant: Any, seat: tuple[Any, Any], supplement: Any
) -> None:
    """Seat an applicant from the primary list; their supplemental list, if any, waits its turn."""
    program, rank = seat
    take(lists, seats, program, rank)
    seats.program[applicant] = program
    seats.rank[applicant] = rank
    seats.supplement_list[applicant] = supplement
    if supplement >= 0:
        offset = lists.edge_start.size - 1 + lists.member.shape[0]
        wait_supplement(seats, applicant, lists.supplement_start[supplement], offset)
