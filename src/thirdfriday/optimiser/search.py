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
    Scan,
    Tiers,
    copy_list,
    cost_of,
    fits,
    gains,
    gains_where_free,
    list_worth,
    missing,
    next_prices,
    over_limits,
    places_left,
    price_of_next,
    saving_of_last,
    tally,
)


@njit(cache=True, nogil=True)
def best_raise(board: Any, tier: Any, scan: Any, count: int, priced: float, eps: float) -> Any:
    """Best single addition or change of tier: (program, tier), (-1, 0) when none gains.

    `priced` is the share of its fee that an addition is charged.
    """
    lacking = missing(board, scan)
    gain, used, signals, pool = scan.gain, scan.used, board.signals, board.pool
    group, curve = board.group, board.curve
    free, price = places_left(board, scan, count, lacking), next_prices(board, scan)
    best = eps
    program = -1
    chosen = 0
    for k in range(tier.size):
        if tier[k] < 0 and not free[group[k], curve[k]]:
            continue
        top = best
        raised = -1
        for t in range(signals.shape[1]):
            if (
                gain[k, t] > top
                and t != tier[k]
                and (t == 0 or used[pool[k], t] < signals[pool[k], t])
            ):
                top = gain[k, t]
                raised = t
        if raised >= 0 and tier[k] < 0:
            top -= priced * price[curve[k]]
        if top > best:
            best = top
            program = k
            chosen = raised
    return program, chosen


@njit(cache=True, nogil=True)
def best_drop(board: Any, tier: Any, scan: Any, bound: float) -> int:
    """The chosen program whose loss less its fee is least and below `bound`; -1: none may go."""
    program = -1
    crowded = -1
    for f in range(scan.counted.size):
        if scan.counted[f] > board.room[f]:
            crowded = f
    for k in range(tier.size):
        if tier[k] < 0 or board.required[k] or (crowded >= 0 and board.curve[k] != crowded):
            continue
        g = board.group[k]
        if scan.held[g] <= board.group_minimum[g]:
            continue
        saved = saving_of_last(board, scan, k) if crowded < 0 else 0.0
        if scan.loss[k] - saved < bound:
            bound = scan.loss[k] - saved
            program = k
    return program


@njit(cache=True, nogil=True)
def climb(board: Any, tier: Any, scan: Any) -> float:
    """Single additions, changes of tier and drops until none gains; returns worth less cost.

    A list one application too long first loses its least; when none may go, the answer is -inf.
    """
    while True:
        count = tally(board, tier, scan)
        worth = gains_where_free(board, tier, scan, count)
        if over_limits(board, scan, count):
            k = best_drop(board, tier, scan, np.inf)
            if k < 0:
                return -np.inf
            tier[k] = -1
            continue
        k, t = best_raise(board, tier, scan, count, 1.0, TIE)
        if k >= 0:
            tier[k] = t
            continue
        k = best_drop(board, tier, scan, -TIE)
        if k < 0:
            return float(worth - cost_of(board, scan))
        tier[k] = -1


@njit(cache=True, nogil=True)
def grow(board: Any, tier: Any, scan: Any) -> float:
    """Greedy from `tier` up to the largest count, keeping the best list met along the way.

    Fees are charged at the end, so that a fee curve of any shape is weighed.
    """
    best = -np.inf
    kept = np.empty(tier.size, np.int8)
    copy_list(tier, kept)
    while True:
        worth = gains(board, tier, scan, np.bool_(True))
        count = tally(board, tier, scan)
        lacking = missing(board, scan)
        if lacking == 0 and worth - cost_of(board, scan) > best:
            best = worth - cost_of(board, scan)
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
        tally(board, tier, scan)
        if worth - cost_of(board, scan) > best:
            best = worth - cost_of(board, scan)
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
def best_entrant(board: Any, tier: Any, scan: Any, i: int, t: Any, pool: Any) -> int:
    """The program left out of one pool that gains most at tier t now that i has left; -1: none."""
    count = tally(board, tier, scan)
    lacking = missing(board, scan)
    group, curve, pools, gains_of = board.group, board.curve, board.pool, scan.gain
    free, price = places_left(board, scan, count, lacking), next_prices(board, scan)
    best = -np.inf
    program = -1
    for k in range(tier.size):
        if tier[k] >= 0 or k == i or pools[k] != pool or not free[group[k], curve[k]]:
            continue
        if lacking > 0 and group[k] != group[i]:
            continue
        gain = gains_of[k, t] - price[curve[k]]
        if gain > best:
            best = gain
            program = k
    return program


@njit(cache=True, nogil=True)
def giver_of(board: Any, tier: Any, scan: Any, t: Any, pool: Any) -> int:
    """Who loses least by giving up a signal of tier t of its pool; -1: nobody has one."""
    given = -np.inf
    giver = -1
    for other in range(tier.size):
        if tier[other] == t and board.pool[other] == pool and scan.gain[other, 0] > given:
            given = scan.gain[other, 0]
            giver = other
    return giver


@njit(cache=True, nogil=True)
def replace(board: Any, tier: Any, scan: Any, i: int) -> None:
    """Leave program i, exchange it for the best left out, or drop it, whichever is worth most.

    The newcomer takes a free signal, i's own, or that of the program which loses least by it.
    """
    own = tier[i]
    tier[i] = -1
    worth = gains(board, tier, scan, np.bool_(False))
    tally(board, tier, scan)
    best = scan.gain[i, own] - price_of_next(board, scan, i) + TIE
    program, chosen, donor = i, own, -1
    if missing(board, scan) == 0 and best < 0.0:
        best = 0.0
        program = -1
    for t in range(board.signals.shape[1]):
        for pool in range(board.signals.shape[0]):
            k = best_entrant(board, tier, scan, i, t, pool)
            if k < 0:
                continue
            price = price_of_next(board, scan, k)
            gain = scan.gain[k, t] - price
            giver = -1
            if t > 0 and scan.used[pool, t] >= board.signals[pool, t]:
                giver = giver_of(board, tier, scan, t, pool)
                if giver < 0 or gain + scan.gain[giver, 0] <= best:
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
def best_heir(
    board: Any, tier: Any, scan: Any, i: int, own: int, listed: bool, after: float
) -> int:
    """Who gains most, but less than `after`, from i's freed signal; -1 when there is no one."""
    best = -np.inf
    program = -1
    for k in range(tier.size):
        if (tier[k] >= 0) != listed or tier[k] == own or board.pool[k] != board.pool[i]:
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
    cost = cost_of(board, scan)
    if way == 1 and not fits(board, scan, count, heir, 0):
        least = best_drop(board, tier, scan, np.inf)
        return float(change - cost - (scan.loss[least] / 2 if least >= 0 else np.inf))
    if way == 1:
        return float(change - cost - price_of_next(board, scan, heir))
    if way == 2:
        best = 0.0
        price = price_of_next(board, scan, i)
        for pool in range(board.signals.shape[0]):
            newcomer = best_entrant(board, tier, scan, i, np.int64(0), pool)
            if newcomer >= 0 and scan.gain[newcomer, 0] > best:
                best = scan.gain[newcomer, 0]
                price = price_of_next(board, scan, newcomer)
        return float(change + best - cost - price)
    return float(change - cost)


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
        heir = best_heir(board, tier, scan, i, own, way != 1, after)
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
    tally(board, tier, scan)
    price = cost_of(board, scan)
    for i in range(tier.size):
        for k in range(i + 1, tier.size):
            if tier[i] <= 0 or tier[k] <= 0 or tier[i] == tier[k]:
                continue
            if board.pool[i] != board.pool[k]:
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
        if board.signals.shape[1] > 1:
            current = move_signals(board, tier, scan, heirs, current)
            current = trade_signals(board, tier, scan, current)
        if np.any(np.diff(board.cost[:, :-1], 2) < 0):
            current = float(shorten(board, tier, scan))
        if current <= before + TIE:
            break
    return float(current)
