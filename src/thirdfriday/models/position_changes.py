"""Even numbers of positions and positions that revert, met between rounds of proposals."""

from typing import Any

from thirdfriday.models.couples_proposals import better_edge, better_pair, better_supplement
from thirdfriday.models.deferred_acceptance_bits import compiled, is_set
from thirdfriday.models.deferred_acceptance_seats import displace, open_program, worst_held


@compiled
def make_even(lists: Any, seats: Any) -> Any:
    """Each even program with an odd number gives up one seat and its worst; whether any did."""
    changed = False
    for program in range(seats.limit.size):
        filled = seats.limit[program] - seats.free[program]
        if lists.even[program] and filled % 2 == 1:
            displace(lists, seats, program, worst_held(lists, seats, program))
            left = seats.limit[program] - seats.free[program]
            seats.limit[program] = filled - 1
            seats.free[program] = filled - 1 - left
            changed = True
    return changed


@compiled
def revert_unfilled(lists: Any, seats: Any) -> Any:
    """Move unfilled positions along the reversions, one link of a chain at a time; whether any.

    A program that received in this pass tries to fill before it gives on.
    """
    changed = False
    for link in range(lists.revert_from.size):
        donor, receiver = lists.revert_from[link], lists.revert_to[link]
        if seats.is_opened[donor]:
            continue
        filled = seats.limit[donor] - seats.free[donor]
        unfilled = seats.positions[donor] - filled
        amount = unfilled - lists.revert_keep[link]
        amount = min(amount, lists.revert_most[link] - seats.moved[link])
        if amount > 0:
            seats.moved[link] += amount
            change_positions(lists, seats, donor, -amount)
            change_positions(lists, seats, receiver, amount)
            open_program(seats, receiver)
            changed = True
    return changed


@compiled
def change_positions(lists: Any, seats: Any, program: Any, amount: Any) -> None:
    """Give a program more or fewer positions; what it holds stays."""
    filled = seats.limit[program] - seats.free[program]
    positions = seats.positions[program] + amount
    limit = positions - positions % 2 if lists.even[program] else positions
    if amount < 0:
        limit = min(limit, seats.limit[program])
    seats.positions[program] = positions
    seats.limit[program] = limit
    seats.free[program] = limit - filled


@compiled
def take_two_more(lists: Any, seats: Any, raises: Any) -> Any:
    """Even programs with two positions left and two applicants to come take both; whether any."""
    changed = False
    for program in range(seats.limit.size):
        room = seats.positions[program] - seats.limit[program]
        if not lists.even[program] or room < 2 or seats.raised[program] >= raises:
            continue
        seats.limit[program] += 2
        seats.free[program] += 2
        if count_comers(lists, seats, program) >= 2:
            seats.raised[program] += 1
            open_program(seats, program)
            changed = True
        else:
            seats.limit[program] -= 2
            seats.free[program] -= 2
    return changed


@compiled
def count_comers(lists: Any, seats: Any, program: Any) -> Any:
    """How many applicants not there would rather be at `program` as it stands. [count]."""
    start = lists.entry_start[program]
    comers = 0
    for rank in range(lists.entry_start[program + 1] - start):
        if is_set(seats.words, lists.word_start[program], rank):
            continue
        applicant = lists.entry_applicant[start + rank]
        if lists.couple_of[applicant] < 0:
            comes = better_edge(lists, seats, applicant, program) >= 0
        else:
            comes = better_pair(lists, seats, applicant, program) >= 0
        if comes or better_supplement(lists, seats, applicant, program) >= 0:
            comers += 1
    return comers
