"""Whether lists admit any stable matching at all: bounds on every program's bar, and cases.

A program's bar is the worst rank it holds once full, and out of reach while it is not. In every
stable matching a bar lies between two bounds. Whoever can get nothing better surely asks, so the
bar is at most the last seat's rank among those who surely ask. Nobody holds a seat that they could
not have, or would not want, so it is at least the last seat's rank among those who might. Each
bound tightens the other. Where bounds cross there is no stable matching; where a couple leaves them
open, every pair that it might hold is a case of its own.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from thirdfriday.models.deferred_acceptance_bits import compiled
from thirdfriday.models.deferred_acceptance_seats import MarketLists
from thirdfriday.models.matching_market import Market

OPEN = np.int32(0x7FFFFFFF)  # bar of a program that is not full
CROSSED = -1


class Bounds(NamedTuple):
    """Least and greatest bar by program, the pair each couple is taken to hold (-1: any), memory.

    `possible` and `sure` (entries of the programs' lists): who might hold a seat, who surely asks.
    """

    least: Any
    greatest: Any
    assumed: Any
    possible: Any
    sure: Any


def nothing_is_stable(market: Market, couples: list[int], cases: int) -> bool:
    """Whether it is proved that no matching is stable; False proves nothing.

    Args:
        market: lists without even programs and reversions, or nothing is proved.
        couples: those whose cases are told apart, those of a cycle.
        cases: how many are tried before the question is left open.
    """
    lists = market.lists
    if np.any(lists.even) or lists.revert_from.size:
        return False
    programs, entries = market.positions.size, lists.entry_applicant.size
    bounds = Bounds(
        np.full(programs, -1, np.int32), np.full(programs, OPEN, np.int32),
        np.full(lists.member.shape[0], -1, np.int32),
        np.zeros(entries, np.bool_), np.zeros(entries, np.bool_),
    )  # fmt: skip
    return _refuted(lists, market.positions, bounds, couples, [cases])


def _refuted(
    lists: MarketLists, positions: Any, bounds: Bounds, couples: list[int], left: list[int]
) -> bool:
    """Whether every case of the couples crosses bounds; `left` [cases] counts down."""
    mine = Bounds(bounds.least.copy(), bounds.greatest.copy(), *bounds[2:])
    if not tighten(lists, positions, *mine):
        return True
    if not couples:
        return False
    couple = couples[0]
    for pair in _open_pairs(lists, mine, couple):
        left[0] -= 1
        mine.assumed[couple] = pair
        refuted = left[0] >= 0 and _refuted(lists, positions, mine, couples[1:], left)
        mine.assumed[couple] = -1
        if not refuted:
            return False
    return True


def _open_pairs(lists: MarketLists, bounds: Bounds, couple: int) -> list[int]:
    """The pairs that a couple might hold within the bounds, the end of its list for none."""
    stretch = slice(int(lists.pair_start[couple]), int(lists.pair_start[couple + 1]))
    program, rank = lists.pair_program[stretch], lists.pair_rank[stretch]
    alone = program < 0
    can = (alone | (rank <= bounds.greatest[program])).all(axis=1)
    surely = (alone | (rank <= bounds.least[program])).all(axis=1)
    surely &= program[:, 0] != program[:, 1]
    last = int(np.argmax(surely)) if surely.any() else program.shape[0]
    found: npt.NDArray[np.int64] = np.flatnonzero(can[: last + 1]) + stretch.start
    return found.tolist() if surely.any() else [*found.tolist(), stretch.stop]


@compiled
def tighten(  # noqa: PLR0917
    lists: Any, positions: Any, least: Any, greatest: Any, assumed: Any, possible: Any, sure: Any
) -> Any:
    """Tighten the bounds until nothing moves; False when they cross."""
    board = (least, greatest, possible, sure)
    changed = 1
    while changed > 0:
        for entry in range(possible.size):
            possible[entry], sure[entry] = False, False
        for applicant in range(lists.couple_of.size):
            if lists.couple_of[applicant] < 0:
                ask_alone(lists, board, applicant)
        for couple in range(lists.member.shape[0]):
            if not ask_together(lists, board, couple, assumed[couple]):
                return False
        changed = draw_bounds(lists, positions, board)
    return changed != CROSSED


@compiled
def ask_alone(lists: Any, board: Any, applicant: Any) -> None:
    """Mark where a single might hold a seat, and where one is surely asked for."""
    least, greatest, possible, sure = board
    first = True
    for edge in range(lists.edge_start[applicant], lists.edge_start[applicant + 1]):
        program, rank = lists.edge_program[edge], lists.edge_rank[edge]
        if rank > greatest[program]:
            continue
        entry = lists.entry_start[program] + rank
        possible[entry] = True
        sure[entry] = sure[entry] or first
        held = rank <= least[program]
        which = lists.edge_supplement[edge]
        if which >= 0:
            ask_further(lists, board, which, (first and held, True))
        if held:
            return
        first = False


@compiled
def ask_further(lists: Any, board: Any, which: Any, surely: tuple[Any, Any]) -> None:
    """Mark the same on a supplemental list.

    `surely` (the advanced position is held, nothing below what is surely to be had is taken).
    """
    least, greatest, possible, sure = board
    first, stops = surely
    for place in range(lists.supplement_start[which], lists.supplement_start[which + 1]):
        program, rank = lists.supplement_program[place], lists.supplement_rank[place]
        if rank > greatest[program]:
            continue
        entry = lists.entry_start[program] + rank
        possible[entry] = True
        sure[entry] = sure[entry] or first
        first = False
        if stops and rank <= least[program]:
            return


@compiled
def ask_together(lists: Any, board: Any, couple: Any, assumed: Any) -> Any:
    """Mark the same for a couple; False when it cannot hold the pair that is assumed."""
    least, greatest, _, _ = board
    programs, ranks = lists.pair_program, lists.pair_rank
    first = True
    for pair in range(lists.pair_start[couple], lists.pair_start[couple + 1]):
        one, two = programs[pair, 0], programs[pair, 1]
        can = (one < 0 or ranks[pair, 0] <= greatest[one]) and (
            two < 0 or ranks[pair, 1] <= greatest[two]
        )
        had = (one < 0 or ranks[pair, 0] <= least[one]) and (
            two < 0 or ranks[pair, 1] <= least[two]
        )
        had = had and one != two
        if assumed >= 0 and pair < assumed:
            if had:
                return False
            continue
        if can:
            mark_pair(lists, board, pair, (first or pair == assumed, pair == assumed))
            first = False
        elif pair == assumed:
            return False
        if had or pair == assumed:
            return True
    return True


@compiled
def mark_pair(lists: Any, board: Any, pair: Any, surely: tuple[Any, Any]) -> None:
    """Mark both seats of a pair that might be held; `surely` (asked for, held).

    A member surely asks only where the other's program surely takes the other: else that one may be
    why the couple is not there.
    """
    least, _, possible, sure = board
    asked, holds = surely
    programs, ranks = lists.pair_program, lists.pair_rank
    for side in range(2):
        program, rank = programs[pair, side], ranks[pair, side]
        other, place = programs[pair, 1 - side], ranks[pair, 1 - side]
        if program < 0:
            continue
        entry = lists.entry_start[program] + rank
        possible[entry] = True
        certain = other < 0 or (other != program and place <= least[other])
        sure[entry] = sure[entry] or holds or (asked and certain)
        if holds and least[program] < rank:
            least[program] = rank
        which = lists.pair_supplement[pair, side]
        if which >= 0:
            ask_further(lists, board, which, (False, False))


@compiled
def draw_bounds(lists: Any, positions: Any, board: Any) -> Any:
    """Each program's bounds from who might hold a seat and who surely asks.

    Returns how many moved, or CROSSED.
    """
    least, greatest, possible, sure = board
    changed = 0
    for program in range(positions.size):
        seats, start = positions[program], lists.entry_start[program]
        low, high = OPEN, OPEN
        if seats <= 0:
            low, high = np.int32(-1), np.int32(-1)
        might, asks = 0, 0
        for rank in range(lists.entry_start[program + 1] - start):
            might += possible[start + rank]
            asks += sure[start + rank]
            if might == seats and low == OPEN:
                low = np.int32(rank)
            if asks == seats and high == OPEN:
                high = np.int32(rank)
        if low > least[program]:
            least[program] = low
            changed += 1
        if high < greatest[program]:
            greatest[program] = high
            changed += 1
        if least[program] > greatest[program]:
            return CROSSED
    return changed
