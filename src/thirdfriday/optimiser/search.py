# ruff: noqa: PLR0917 - compiled kernels take their arguments by position
"""The compiled search for a list: greedy, then single moves, swaps, moved and traded signals.

Works on a `Board` and a list `tier` [n] in preference order (-1 = left out), changed in place.
Constants handed from kernel to kernel are typed (np.bool_, np.int64): a bare literal would have the
callee compiled once more for that very value. Method: docs/models/choices.md, "Search"
"""

from typing import Any

import numpy as np
from numba import njit

from thirdfriday.optimiser.list_gains import (
    TIE,
    Board,
    Floats,
    Scan,
    Tiers,
    copy_list,
    fits,
    gains,
    list_worth,
    missing,
    tally,
)


@njit(cache=True, nogil=True)
def best_raise(board: Any, tier: Any, scan: Any, count: int, price: float, eps: float) -> Any:
    """Best single addition or change of tier: (program, tier), (-1, 0) when none gains."""
    lacking = missing(board, scan)
    best = eps
    program = -1
    chosen = 0
    for k in range(tier.size):
        left_out = tier[k] < 0
        if left_out and not fits(board, scan, count, k, lacking):
            continue
        for t in range(board.signals.size):
            if t == tier[k] or (t > 0 and scan.used[t] >= board.signals[t]):
                continue
            gain = scan.gain[k, t] - (price if left_out else 0.0)
            if gain > best:
                best = gain
                program = k
                chosen = t
    return program, chosen


@njit(cache=True, nogil=True)
def best_drop(board: Any, tier: Any, scan: Any, bound: float) -> int:
    """The chosen program whose loss is least and below `bound`; -1 when none may go."""
    program = -1
    for k in range(tier.size):
        if tier[k] < 0 or board.required[k]:
            continue
        g = board.group[k]
        if scan.held[g] <= board.group_minimum[g]:
            continue
        if scan.loss[k] < bound:
            bound = scan.loss[k]
            program = k
    return program


@njit(cache=True, nogil=True)
def climb(board: Any, tier: Any, scan: Any) -> float:
    """Single additions, changes of tier and drops until none gains; returns worth less cost.

    A list one application too long first loses its least; when none may go, the answer is -inf.
    """
    while True:
        worth = gains(board, tier, scan, np.bool_(True))
        count = tally(board, tier, scan)
        if count >= board.cost.size:
            k = best_drop(board, tier, scan, np.inf)
            if k < 0:
                return -np.inf
            tier[k] = -1
            continue
        price = board.cost[count + 1] - board.cost[count] if count + 1 < board.cost.size else 0.0
        k, t = best_raise(board, tier, scan, count, price, TIE)
        if k >= 0:
            tier[k] = t
            continue
        saved = board.cost[count] - board.cost[count - 1] if count > 0 else 0.0
        k = best_drop(board, tier, scan, saved - TIE)
        if k < 0:
            return float(worth - board.cost[count])
        tier[k] = -1


@njit(cache=True, nogil=True)
def grow(board: Any, tier: Any, scan: Any, path: Floats) -> float:
    """Greedy from `tier` up to the largest count, keeping the best list met along the way.

    Fees are charged at the end, so that a fee curve of any shape is weighed. `path` [K + 1] is
    filled with the worth of the greedy list of each size (as it stood before growing further).
    """
    best = -np.inf
    kept = np.empty(tier.size, np.int8)
    copy_list(tier, kept)
    path.fill(np.nan)
    while True:
        worth = gains(board, tier, scan, np.bool_(True))
        count = tally(board, tier, scan)
        path[count] = worth
        lacking = missing(board, scan)
        if lacking == 0 and worth - board.cost[count] > best:
            best = worth - board.cost[count]
            copy_list(tier, kept)
        k, t = best_raise(board, tier, scan, count, 0.0, TIE)
        if k < 0 and lacking > 0:
            k = forced(board, tier, scan, count, lacking)
            t = 0
        if k < 0:
            break
        tier[k] = t
    copy_list(kept, tier)
    return best


@njit(cache=True, nogil=True)
def shorten(board: Any, tier: Any, scan: Any) -> float:
    """Drop the least useful one by one down to nothing, keeping the best list met on the way.

    What single drops miss when the fee of the last application is small and of those before large.
    """
    kept = np.empty(tier.size, np.int8)
    copy_list(tier, kept)
    best = -np.inf
    while True:
        worth = gains(board, tier, scan, np.bool_(True))
        count = tally(board, tier, scan)
        if worth - board.cost[count] > best:
            best = worth - board.cost[count]
            copy_list(tier, kept)
        k = best_drop(board, tier, scan, np.inf)
        if k < 0:
            break
        tier[k] = -1
    copy_list(kept, tier)
    return best


@njit(cache=True, nogil=True)
def forced(board: Any, tier: Any, scan: Any, count: int, lacking: int) -> int:
    """The least harmful program of a group still below its minimum."""
    program = -1
    best = -np.inf
    for k in range(tier.size):
        g = board.group[k]
        if tier[k] >= 0 or scan.held[g] >= board.group_minimum[g]:
            continue
        if scan.gain[k, 0] > best and fits(board, scan, count, k, lacking):
            best = scan.gain[k, 0]
            program = k
    return program


@njit(cache=True, nogil=True)
def best_entrant(board: Any, tier: Any, scan: Any, group: int, i: int, t: Any) -> int:
    """The program left out that gains most at tier t now that i is out of the list; -1: none."""
    count = tally(board, tier, scan)
    lacking = missing(board, scan)
    best = -np.inf
    program = -1
    for k in range(tier.size):
        if tier[k] >= 0 or k == i or (lacking > 0 and board.group[k] != group):
            continue
        if scan.gain[k, t] > best and fits(board, scan, count, k, lacking):
            best = scan.gain[k, t]
            program = k
    return program


@njit(cache=True, nogil=True)
def replace(board: Any, tier: Any, scan: Any, i: int) -> None:
    """Leave program i, exchange it for the best left out, or drop it, whichever is worth most.

    The newcomer takes a free signal, i's own, or that of the program which loses least by it.
    """
    own = tier[i]
    tier[i] = -1
    worth = gains(board, tier, scan, np.bool_(False))
    count = tally(board, tier, scan)
    price = board.cost[count + 1] - board.cost[count]
    best = scan.gain[i, own] - price + TIE
    program, chosen, donor = i, own, -1
    if missing(board, scan) == 0 and best < 0.0:
        best = 0.0
        program = -1
    for t in range(board.signals.size):
        k = best_entrant(board, tier, scan, board.group[i], i, t)
        if k < 0:
            continue
        gain = scan.gain[k, t] - price
        giver = -1
        if t > 0 and scan.used[t] >= board.signals[t]:
            given = -np.inf
            for other in range(tier.size):
                if tier[other] == t and scan.gain[other, 0] > given:
                    given = scan.gain[other, 0]
                    giver = other
            if giver < 0 or gain + given <= best:
                continue
            tier[giver] = 0
            tier[k] = t
            gain = list_worth(board, tier, scan) - worth - price
            tier[giver] = t
            tier[k] = -1
        if gain > best:
            best = gain
            program, chosen, donor = k, t, giver
    if program >= 0:
        tier[program] = chosen
    if donor >= 0:
        tier[donor] = 0


@njit(cache=True, nogil=True)
def swaps(board: Any, tier: Any, scan: Any) -> None:
    """Try to replace every chosen program that may go."""
    for i in range(tier.size):
        if tier[i] >= 0 and not board.required[i]:
            replace(board, tier, scan, i)


@njit(cache=True, nogil=True)
def best_heir(board: Any, tier: Any, scan: Any, own: int, listed: bool, after: float) -> int:
    """Who gains most, but less than `after`, from a freed signal; -1 when there is no one."""
    best = -np.inf
    program = -1
    for k in range(tier.size):
        if (tier[k] >= 0) != listed or tier[k] == own:
            continue
        if not listed and scan.held[board.group[k]] >= board.group_maximum[board.group[k]]:
            continue
        if best < scan.gain[k, own] < after:
            best = scan.gain[k, own]
            program = k
    return program


@njit(cache=True, nogil=True)
def prospect(board: Any, tier: Any, scan: Any, i: int, way: int, heir: int, own: int) -> float:
    """What handing i's signal to `heir` may bring at most, to first order: worth it to try?

    Adds to the list's worth as it stands without the signal: the heir's gain, less half the least
    loss when one application is then too many, plus the best newcomer when i has left.
    """
    if way == 0 and tier[heir] > 0:
        return np.inf  # the heir frees a signal of its own: only climbing tells
    change = scan.gain[heir, own]
    count = tally(board, tier, scan)
    if way == 1 and count + 1 >= board.cost.size:
        least = best_drop(board, tier, scan, np.inf)
        return float(change - board.cost[count] - (scan.loss[least] / 2 if least >= 0 else np.inf))
    if way == 2:
        newcomer = best_entrant(board, tier, scan, board.group[i], i, np.int64(0))
        change += max(scan.gain[newcomer, 0], 0.0) if newcomer >= 0 else 0.0
    return float(change - board.cost[count if way == 0 else count + 1])


@njit(cache=True, nogil=True)
def hand_over(
    board: Any, tier: Any, scan: Any, saved: Any, i: int, way: int, heirs: int, current: float
) -> float:
    """Give program i's signal away and climb; the list changes only when worth less cost rises.

    With few programs (`heirs` above 1) every heir is tried, else only a promising one.
    Way 0: to a program in the list; 1: to one outside it; 2: to one in the list, i being dropped.
    """
    own = tier[i]
    copy_list(tier, saved)
    after = np.inf
    for _ in range(heirs):
        tier[i] = 0 if way < 2 else -1
        worth = gains(board, tier, scan, np.bool_(True))
        tally(board, tier, scan)
        heir = best_heir(board, tier, scan, own, way != 1, after)
        value = -np.inf
        if heir >= 0 and missing(board, scan) == 0:
            after = scan.gain[heir, own]
            if heirs > 1 or worth + prospect(board, tier, scan, i, way, heir, own) > current:
                tier[heir] = own
                value = climb(board, tier, scan)
        if value > current + TIE:
            return value
        copy_list(saved, tier)
        if heir < 0:
            break
    return current


@njit(cache=True, nogil=True)
def move_signals(board: Any, tier: Any, scan: Any, heirs: int, current: float) -> float:
    """Hand every signal over where that gains; returns worth less cost."""
    saved = np.empty(tier.size, np.int8)
    for i in range(tier.size):
        for way in range(3):
            if tier[i] <= 0 or (way == 2 and board.required[i]):
                break
            current = hand_over(board, tier, scan, saved, i, way, heirs, current)
    return current


@njit(cache=True, nogil=True)
def trade_signals(board: Any, tier: Any, scan: Any, current: float) -> float:
    """Exchange signals of different tiers between two programs; returns worth less cost."""
    price = board.cost[tally(board, tier, scan)]
    for i in range(tier.size):
        for k in range(i + 1, tier.size):
            if tier[i] <= 0 or tier[k] <= 0 or tier[i] == tier[k]:
                continue
            tier[i], tier[k] = tier[k], tier[i]
            value = list_worth(board, tier, scan) - price
            if value > current + TIE:
                current = value
            else:
                tier[i], tier[k] = tier[k], tier[i]
    return current


def improve(board: Board, tier: Tiers, scan: Scan, *, passes: int, heirs: int) -> float:
    """Climb, swap, move and trade signals until nothing gains; returns worth less cost. [value].

    Left to Python on purpose: compiled, it would hold every kernel a second time.
    """
    current = float(climb(board, tier, scan))
    for _ in range(passes):
        before = current
        swaps(board, tier, scan)
        current = climb(board, tier, scan)
        if board.signals.size > 1:
            current = move_signals(board, tier, scan, heirs, current)
            current = trade_signals(board, tier, scan, current)
        if np.any(np.diff(board.cost, 2) < 0):
            current = float(shorten(board, tier, scan))
        if current <= before + TIE:
            break
    return float(current)
