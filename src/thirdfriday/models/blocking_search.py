"""The compiled search through all lists for those who would rather be together."""

from typing import Any, NamedTuple

import numpy as np

from thirdfriday.models.deferred_acceptance_bits import compiled

SINGLE, SUPPLEMENTAL, COUPLE, EVEN = 0, 1, 2, 3


class Roster(NamedTuple):
    """Seats by program: `who` and `rank` from start[j] to start[j + 1], best first; `limit`."""

    start: Any
    who: Any
    rank: Any
    limit: Any


@compiled
def _place(programs: Any, start: Any, end: Any, program: Any) -> Any:
    """Where a program stands in a stretch of a list, or -1. [index]."""
    for place in range(start, end):
        if programs[place] == program:
            return place
    return -1


@compiled
def _rank_at(lists: Any, applicant: Any, program: Any) -> Any:
    """The applicant's place on a program's list, read from the applicant's own lists, or -1."""
    start, end = lists.edge_start[applicant], lists.edge_start[applicant + 1]
    e = _place(lists.edge_program, start, end, program)
    if e >= 0:
        return lists.edge_rank[e]
    couple = lists.couple_of[applicant]
    if couple >= 0:
        side = 0 if lists.member[couple, 0] == applicant else 1
        for k in range(lists.pair_start[couple], lists.pair_start[couple + 1]):
            if lists.pair_program[k, side] == program:
                return lists.pair_rank[k, side]
    return -1


@compiled
def _supplement_of(lists: Any, applicant: Any, held: Any) -> Any:
    """Which supplemental list hangs on the primary seat the applicant holds, or -1."""
    couple = lists.couple_of[applicant]
    if held[applicant] < 0:
        return -1
    if couple < 0:
        for e in range(lists.edge_start[applicant], lists.edge_start[applicant + 1]):
            if lists.edge_program[e] == held[applicant]:
                return lists.edge_supplement[e]
        return -1
    k = _pair_held(lists, couple, held)
    side = 0 if lists.member[couple, 0] == applicant else 1
    return lists.pair_supplement[k, side] if k >= 0 else -1


@compiled
def _pair_held(lists: Any, couple: Any, held: Any) -> Any:
    """Which of a couple's pairs it holds, or -1. [index]."""
    x, y = held[lists.member[couple, 0]], held[lists.member[couple, 1]]
    for k in range(lists.pair_start[couple], lists.pair_start[couple + 1]):
        if lists.pair_program[k, 0] == x and lists.pair_program[k, 1] == y:
            return k
    return -1


@compiled
def mark_unlisted(lists: Any, held: Any, supplement: Any, wrong: Any) -> None:
    """Mark the applicants who hold a seat that no list of theirs, or of the program, allows."""
    for i in range(held.size):
        couple = lists.couple_of[i]
        if couple >= 0:
            x, y = lists.member[couple, 0], lists.member[couple, 1]
            if (held[x] >= 0 or held[y] >= 0) and _pair_held(lists, couple, held) < 0:
                wrong[i] = True
        elif held[i] >= 0 and _rank_at(lists, i, held[i]) < 0:
            wrong[i] = True
        if supplement[i] >= 0:
            which = _supplement_of(lists, i, held)
            found = False
            if which >= 0:
                for s in range(lists.supplement_start[which], lists.supplement_start[which + 1]):
                    found = found or lists.supplement_program[s] == supplement[i]
            wrong[i] = wrong[i] or not found


@compiled
def fill_roster(lists: Any, held: Any, supplement: Any, fill: Any, roster: Any) -> None:
    """Insert every holder of a seat into the program's roster, best rank first."""
    edge_start, edge_program, edge_rank = lists.edge_start, lists.edge_program, lists.edge_rank
    for i in range(held.size):
        if held[i] >= 0:
            e = _place(edge_program, edge_start[i], edge_start[i + 1], held[i])
            place = edge_rank[e] if e >= 0 else _rank_at(lists, i, held[i])
            _insert(roster, fill, held[i], i, place)
        if supplement[i] >= 0:
            which = _supplement_of(lists, i, held)
            place = -1
            if which >= 0:
                first, last = lists.supplement_start[which], lists.supplement_start[which + 1]
                s = _place(lists.supplement_program, first, last, supplement[i])
                place = lists.supplement_rank[s] if s >= 0 else -1
            _insert(roster, fill, supplement[i], i, place)


@compiled
def _insert(roster: Any, fill: Any, program: Any, applicant: Any, place: Any) -> None:
    """Insert an applicant into a program's roster by rank."""
    start, who, rank = roster
    slot = fill[program]
    fill[program] += 1
    while slot > start[program] and rank[slot - 1] > place:
        rank[slot], who[slot] = rank[slot - 1], who[slot - 1]
        slot -= 1
    rank[slot], who[slot] = place, applicant


@compiled
def _bar(roster: Any, program: Any) -> Any:
    """The rank that one newcomer must be better than at a program nobody leaves. [rank]."""
    start, _, rank, limit = roster
    last = start[program + 1]
    if last - start[program] < limit[program]:
        return np.int32(0x7FFFFFFF)
    return rank[last - 1] if last > start[program] else np.int32(-1)


@compiled
def _chooses(roster: Any, program: Any, newcomer: Any, rank: Any) -> Any:
    """Whether a program has `newcomer` among its best, of all it holds and the newcomer."""
    start, who, _, _ = roster
    for slot in range(start[program], start[program + 1]):
        if who[slot] == newcomer:
            return True
    return rank < _bar(roster, program)


@compiled
def _chooses_both(roster: Any, program: Any, members: Any, ranks: Any) -> Any:
    """Whether a program has both members of a couple among its best."""
    start, who, rank, limit = roster
    better, held = 0, start[program + 1] - start[program]
    inside = 0
    worse = max(ranks[0], ranks[1])
    for slot in range(start[program], start[program + 1]):
        if who[slot] == members[0] or who[slot] == members[1]:
            inside += 1
        elif rank[slot] < worse:
            better += 1
    if held + 2 - inside <= limit[program]:
        return True
    return better + 2 <= limit[program]


@compiled
def _pair_blocks(roster: Any, programs: Any, ranks: Any, pair: Any, members: Any) -> Any:
    """Whether both programs of a couple's pair would choose their member."""
    x, y = programs[pair, 0], programs[pair, 1]
    if x >= 0 and x == y:
        return _chooses_both(roster, x, members, (ranks[pair, 0], ranks[pair, 1]))
    if x >= 0 and not _chooses(roster, x, members[0], ranks[pair, 0]):
        return False
    return y < 0 or _chooses(roster, y, members[1], ranks[pair, 1])


@compiled
def _note(found: Any, count: Any, row: tuple[Any, Any, Any, Any, Any]) -> Any:
    """Write one block where there is room; the new count."""
    if count < found.shape[0]:
        kind, first, second, program, other = row
        found[count, 0], found[count, 1], found[count, 2] = kind, first, second
        found[count, 3], found[count, 4] = program, other
    return count + 1


@compiled
def find_blocks(  # noqa: PLR0917
    lists: Any, held: Any, supplement: Any, positions: Any, roster: Any, found: Any
) -> Any:
    """Writes each block as (kind, applicant, applicant or -1, program, program); their number."""
    count = 0
    edge_start, edge_program, edge_rank = lists.edge_start, lists.edge_program, lists.edge_rank
    for i in range(held.size):
        for e in range(edge_start[i], edge_start[i + 1]):
            j = edge_program[e]
            if j == held[i]:
                break
            if edge_rank[e] < _bar(roster, j) or supplement[i] == j:
                count = _note(found, count, (SINGLE, i, -1, j, -1))
    if lists.supplement_program.size > 0:
        for i in range(held.size):
            if held[i] >= 0:
                count = _supplement_blocks(lists, (held, supplement, roster, found), i, count)
    pair_program, pair_rank = lists.pair_program, lists.pair_rank
    for c in range(lists.member.shape[0]):
        x, y = lists.member[c, 0], lists.member[c, 1]
        mine = _pair_held(lists, c, held)
        end = lists.pair_start[c + 1] if mine < 0 else mine
        for k in range(lists.pair_start[c], end):
            if _pair_blocks(roster, pair_program, pair_rank, k, (x, y)):
                row = (COUPLE, x, y, pair_program[k, 0], pair_program[k, 1])
                count = _note(found, count, row)
    for j in range(positions.size):
        if lists.even[j] and positions[j] - (roster[0][j + 1] - roster[0][j]) >= 2:
            count = _even_blocks(lists, (held, supplement, roster, found), j, count)
    return count


@compiled
def _costs_partner(lists: Any, state: Any, applicant: Any, program: Any) -> Any:
    """Whether a program could take the applicant only in place of the partner's seat of a pair."""
    held, _, roster, _ = state
    start, who, _, limit = roster
    last = start[program + 1] - 1
    couple = lists.couple_of[applicant]
    if couple < 0 or last + 1 - start[program] < limit[program] or last < start[program]:
        return False
    return lists.couple_of[who[last]] == couple and held[who[last]] == program


@compiled
def _supplement_blocks(lists: Any, state: Any, applicant: Any, count: Any) -> Any:
    """Note the programs above what the holder of an advanced position holds on the linked list."""
    held, supplement, roster, found = state
    which = _supplement_of(lists, applicant, held)
    if which < 0:
        return count
    for s in range(lists.supplement_start[which], lists.supplement_start[which + 1]):
        j = lists.supplement_program[s]
        if j == supplement[applicant]:
            break
        if lists.supplement_rank[s] < _bar(roster, j) and not _costs_partner(
            lists, state, applicant, j
        ):
            count = _note(found, count, (SUPPLEMENTAL, applicant, -1, j, -1))
    return count


@compiled
def _even_blocks(lists: Any, state: Any, program: Any, count: Any) -> Any:
    """Note two applicants who would both come to an even program with two positions left."""
    found = state[3]
    first = -1
    for entry in range(lists.entry_start[program], lists.entry_start[program + 1]):
        applicant = lists.entry_applicant[entry]
        if _would_come(lists, state, applicant, program):
            if first >= 0:
                return _note(found, count, (EVEN, first, applicant, program, -1))
            first = applicant
    return count


@compiled
def _would_come(lists: Any, state: Any, applicant: Any, program: Any) -> Any:
    """Whether an applicant not at `program` would rather be, with a seat for each who asks."""
    held, supplement, roster, _ = state
    if held[applicant] == program or supplement[applicant] == program:
        return False
    which = _supplement_of(lists, applicant, held)
    if which >= 0:
        start, end = lists.supplement_start[which], lists.supplement_start[which + 1]
        if _stands_above(lists.supplement_program, (start, end), program, supplement[applicant]):
            return True
    couple = lists.couple_of[applicant]
    if couple < 0:
        stretch = (lists.edge_start[applicant], lists.edge_start[applicant + 1])
        return _stands_above(lists.edge_program, stretch, program, held[applicant])
    side = 0 if lists.member[couple, 0] == applicant else 1
    partner = lists.member[couple, 1 - side]
    mine = _pair_held(lists, couple, held)
    end = lists.pair_start[couple + 1] if mine < 0 else mine
    for k in range(lists.pair_start[couple], end):
        other, rank = lists.pair_program[k, 1 - side], lists.pair_rank[k, 1 - side]
        free = other < 0 or other == program
        if lists.pair_program[k, side] == program and (
            free or _chooses(roster, other, partner, rank)
        ):
            return True
    return False


@compiled
def _stands_above(programs: Any, stretch: tuple[Any, Any], program: Any, held: Any) -> Any:
    """Whether `program` stands in a stretch of a list before `held`."""
    wanted = _place(programs, stretch[0], stretch[1], program)
    mine = _place(programs, stretch[0], stretch[1], held)
    return wanted >= 0 and (mine < 0 or wanted < mine)
