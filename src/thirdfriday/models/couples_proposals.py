"""How applicants, couples and holders of advanced positions propose until all is at rest."""

from typing import Any

from thirdfriday.models.deferred_acceptance_bits import compiled, highest_set, inlined, is_set
from thirdfriday.models.deferred_acceptance_seats import (
    LONGEST,
    OPENED,
    STEPS,
    WAITING,
    accepts,
    drop_primary,
    drop_supplement,
    find_program,
    open_program,
    take,
    take_primary,
    wait,
    wait_supplement,
    worst_held,
)


@compiled
def settle(lists: Any, seats: Any, patience: Any) -> Any:
    """Let everyone who waits propose and every opened program look, until rest; False: a cycle.

    A cycle is `patience` steps beyond one for each who waited at the start.
    """
    applicants = lists.edge_start.size - 1
    couples = lists.member.shape[0]
    counter = seats.counter
    patience += counter[WAITING] + counter[OPENED]
    steps = 0
    while counter[WAITING] > 0 or counter[OPENED] > 0:
        steps += 1
        if steps > patience:
            counter[STEPS] += steps
            return False
        if counter[WAITING] > 0:
            counter[WAITING] -= 1
            who = seats.waiting[counter[WAITING]]
            start = seats.waiting_from[counter[WAITING]]
            if who < applicants:
                propose_alone(lists, seats, who, start)
            elif who < applicants + couples:
                seats.proposed[who - applicants] += 1
                propose_together(lists, seats, who - applicants, start)
            else:
                propose_supplement(lists, seats, who - applicants - couples)
        else:
            counter[OPENED] -= 1
            program = seats.opened[counter[OPENED]]
            seats.is_opened[program] = False
            if look_for_better(lists, seats, program):
                open_program(seats, program)
    counter[STEPS] += steps
    counter[LONGEST] = max(counter[LONGEST], steps)
    return True


@compiled
def propose_alone(lists: Any, seats: Any, applicant: Any, start: Any) -> None:
    """A single proposes down the primary list from `start` until held."""
    free, words, word_start, entry_start = board(lists, seats)
    for edge in range(start, lists.edge_start[applicant + 1]):
        program, rank = lists.edge_program[edge], lists.edge_rank[edge]
        if accepts(free, words, word_start, entry_start, program, rank):
            seats.choice[applicant] = edge
            take_primary(lists, seats, applicant, (program, rank), lists.edge_supplement[edge])
            return


@compiled
def propose_together(lists: Any, seats: Any, couple: Any, start: Any) -> None:
    """A couple proposes down its list of pairs from `start` until both are held."""
    pair = first_accepted_pair(
        board(lists, seats), lists.pair_program, lists.pair_rank,
        start, lists.pair_start[couple + 1],
    )  # fmt: skip
    if pair < 0:
        return
    seats.pair_choice[couple] = pair
    for side in range(2):
        program = lists.pair_program[pair, side]
        if program >= 0:
            seat = (program, lists.pair_rank[pair, side])
            member = lists.member[couple, side]
            take_primary(lists, seats, member, seat, lists.pair_supplement[pair, side])


@compiled
def propose_supplement(lists: Any, seats: Any, applicant: Any) -> None:
    """The holder of an advanced position proposes down the list linked to it."""
    seats.supplement_waits[applicant] = False
    which = seats.supplement_list[applicant]
    if which < 0 or seats.supplement_choice[applicant] >= 0:
        return
    free, words, word_start, entry_start = board(lists, seats)
    for entry in range(seats.supplement_from[applicant], lists.supplement_start[which + 1]):
        program, rank = lists.supplement_program[entry], lists.supplement_rank[entry]
        if accepts(free, words, word_start, entry_start, program, rank) and spares_partner(
            lists, seats, applicant, program
        ):
            take(lists, seats, program, rank)
            seats.supplement_program[applicant] = program
            seats.supplement_rank[applicant] = rank
            seats.supplement_choice[applicant] = entry
            return


@compiled
def spares_partner(lists: Any, seats: Any, applicant: Any, program: Any) -> Any:
    """Whether a seat at `program` would not cost the partner the seat of the pair."""
    couple = lists.couple_of[applicant]
    if couple < 0 or seats.free[program] > 0:
        return True
    worst = worst_held(lists, seats, program)
    last = lists.entry_applicant[lists.entry_start[program] + worst]
    return lists.couple_of[last] != couple or seats.program[last] != program


@inlined
def board(lists: Any, seats: Any) -> Any:
    """What decides whether a program accepts: free seats, held ranks and where its words begin."""
    return seats.free, seats.words, lists.word_start, lists.entry_start


@compiled
def first_accepted_pair(board: Any, programs: Any, ranks: Any, start: Any, end: Any) -> Any:
    """The first pair of a stretch of pair lists that both programs would accept, or -1. [index]."""
    for pair in range(start, end):
        if pair_is_accepted(board, programs, ranks, pair):
            return pair
    return -1


@compiled
def pair_is_accepted(board: Any, programs: Any, ranks: Any, pair: Any) -> Any:
    """Whether both programs of a pair would take their member, one program both where it is one."""
    free, words, word_start, entry_start = board
    first, second = programs[pair, 0], programs[pair, 1]
    if first >= 0 and first == second:
        if free[first] >= 2:
            return True
        worse = max(ranks[pair, 0], ranks[pair, 1])
        below = entry_start[first + 1] - entry_start[first]
        limit = highest_set(words, word_start[first], below)
        if free[first] < 1 and limit >= 0:
            limit = highest_set(words, word_start[first], limit)
        return worse < limit
    if first >= 0 and not accepts(free, words, word_start, entry_start, first, ranks[pair, 0]):
        return False
    return second < 0 or accepts(free, words, word_start, entry_start, second, ranks[pair, 1])


@compiled
def look_for_better(lists: Any, seats: Any, program: Any) -> Any:
    """Whether a program with a seat lost finds somebody it may now take; the best comes to propose.

    The seat of whoever comes is given up and that program opened in turn.
    """
    if seats.limit[program] <= 0:
        return False
    start, word = lists.entry_start[program], lists.word_start[program]
    below = lists.entry_start[program + 1] - start
    if seats.free[program] <= 0:
        below = worst_held(lists, seats, program)
    words, entry, couple_of = seats.words, lists.entry_applicant, lists.couple_of
    entry_edge, choice, introduced = lists.entry_edge, seats.choice, seats.introduced
    supplement_list, supplement_program = seats.supplement_list, seats.supplement_program
    for rank in range(below):
        applicant = entry[start + rank]
        if is_set(words, word, rank) and supplement_program[applicant] != program:
            continue
        if couple_of[applicant] < 0 and supplement_list[applicant] < 0:
            edge, mine = entry_edge[start + rank], choice[applicant]
            if edge < 0 or (mine >= 0 and edge > mine) or not introduced[applicant]:
                continue
        if come_if_better(lists, seats, applicant, program):
            return True
    return False


@compiled
def come_if_better(lists: Any, seats: Any, applicant: Any, program: Any) -> Any:
    """Bring an applicant (with partner) who would rather be at `program` back to propose there."""
    applicants = lists.edge_start.size - 1
    couple = lists.couple_of[applicant]
    if couple < 0:
        edge = better_edge(lists, seats, applicant, program)
        if edge >= 0 and seats.introduced[applicant]:
            drop_primary(lists, seats, applicant)
            wait(seats, applicant, edge)
            return True
    elif seats.introduced[applicants + couple]:
        pair = better_pair(lists, seats, applicant, program)
        if pair >= 0:
            drop_primary(lists, seats, lists.member[couple, 0])
            drop_primary(lists, seats, lists.member[couple, 1])
            seats.pair_choice[couple] = -1
            wait(seats, applicants + couple, pair)
            return True
    entry = better_supplement(lists, seats, applicant, program)
    if entry >= 0 and spares_partner(lists, seats, applicant, program):
        drop_supplement(lists, seats, applicant)
        wait_supplement(seats, applicant, entry, applicants + lists.member.shape[0])
        return True
    return False


@compiled
def better_edge(lists: Any, seats: Any, applicant: Any, program: Any) -> Any:
    """Where `program` stands above what a single holds on the primary list, or -1. [index]."""
    end = seats.choice[applicant]
    if end < 0:
        end = lists.edge_start[applicant + 1]
    return find_program(lists.edge_program, lists.edge_start[applicant], end, program)


@compiled
def better_supplement(lists: Any, seats: Any, applicant: Any, program: Any) -> Any:
    """Where `program` stands above what is held on the linked supplemental list, or -1. [index]."""
    which = seats.supplement_list[applicant]
    if which < 0:
        return -1
    end = seats.supplement_choice[applicant]
    if end < 0:
        end = lists.supplement_start[which + 1]
    return find_program(lists.supplement_program, lists.supplement_start[which], end, program)


@compiled
def better_pair(lists: Any, seats: Any, applicant: Any, program: Any) -> Any:
    """The best pair with `applicant` at `program`, wanted and to be had, or -1. [index]."""
    couple = lists.couple_of[applicant]
    side = 0 if lists.member[couple, 0] == applicant else 1
    end = seats.pair_choice[couple]
    if end < 0:
        end = lists.pair_start[couple + 1]
    programs, ranks, now = lists.pair_program, lists.pair_rank, board(lists, seats)
    for pair in range(lists.pair_start[couple], end):
        if programs[pair, side] == program and pair_is_to_be_had(now, programs, ranks, pair):
            return pair
    return -1


@compiled
def could_do_better(lists: Any, seats: Any, couple: Any) -> Any:
    """Whether a couple that takes part could have a pair above the one it holds."""
    now, programs, ranks = board(lists, seats), lists.pair_program, lists.pair_rank
    end = seats.pair_choice[couple]
    if end < 0:
        end = lists.pair_start[couple + 1]
    for pair in range(lists.pair_start[couple], end):
        if pair_is_to_be_had(now, programs, ranks, pair):
            return True
    return False


@compiled
def pair_is_to_be_had(board: Any, programs: Any, ranks: Any, pair: Any) -> Any:
    """Whether both programs of a pair would choose their member from all they now hold and him.

    A member already there stays. A seat the partner leaves is not free: the program need not take
    somebody it would not have chosen beside the partner.
    """
    free, words, word_start, entry_start = board
    first, second = programs[pair, 0], programs[pair, 1]
    first_in = first < 0 or is_set(words, word_start[first], ranks[pair, 0])
    second_in = second < 0 or is_set(words, word_start[second], ranks[pair, 1])
    if first == second and (first_in != second_in) and free[first] <= 0:
        inside = ranks[pair, 0] if first_in else ranks[pair, 1]
        outside = ranks[pair, 1] if first_in else ranks[pair, 0]
        below = entry_start[first + 1] - entry_start[first]
        worst = highest_set(words, word_start[first], below)
        return outside < worst and inside != worst
    if first == second and not first_in:
        return pair_is_accepted(board, programs, ranks, pair)
    if not first_in and not accepts(free, words, word_start, entry_start, first, ranks[pair, 0]):
        return False
    return second_in or accepts(free, words, word_start, entry_start, second, ranks[pair, 1])
