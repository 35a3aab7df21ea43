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
    came_back,
    copy_list,
    cost_of,
    fits,
    gains,
    gains_where_free,
    gains_without,
    missing,
    next_prices,
    over_limits,
    places_left,
    price_of_next,
    saving_of_last,
    tally,
)
from thirdfriday.optimiser.list_tables import tabulate, worth_alone


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
def best_entrants(board: Any, tier: Any, scan: Any, i: int, who: Any) -> None:
    """Fill `who` [T, P] with the program left out that gains most by pool and tier; -1: none.

    As program i has left.
    """
    count = tally(board, tier, scan)
    lacking = missing(board, scan)
    group, curve, pools, gains_of = board.group, board.curve, board.pool, scan.gain
    free, price = places_left(board, scan, count, lacking), next_prices(board, scan)
    best = np.full(who.shape, -np.inf)
    who.fill(-1)
    for k in range(tier.size):
        if tier[k] >= 0 or k == i or not free[group[k], curve[k]]:
            continue
        if lacking > 0 and group[k] != group[i]:
            continue
        pool = pools[k]
        for t in range(who.shape[0]):
            gain = gains_of[k, t] - price[curve[k]]
            if gain > best[t, pool]:
                best[t, pool] = gain
                who[t, pool] = k


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
def replace(
    board: Any, tier: Any, scan: Any, i: int, own: Any, worth: float, who: Any, here: Any
) -> bool:
    """Exchange program i, which has left, for the best left out, or drop it; else it comes back.

    `own` is its tier, `worth` that of the list without it, its gains filled. The newcomer takes a
    free signal, i's own, or that of the program which loses least by it. Whether the list changed.
    """
    best_entrants(board, tier, scan, i, who)
    best = scan.gain[i, own] - price_of_next(board, scan, i) + TIE
    program, chosen, donor = i, own, -1
    if missing(board, scan) == 0 and best < 0.0:
        best = 0.0
        program = -1
    for t in range(board.signals.shape[1]):
        for pool in range(board.signals.shape[0]):
            k = who[t, pool]
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
                gain = worth_alone(board, tier, here) - worth - price
                tier[giver] = t
                tier[k] = -1
            if gain > best:
                best = gain
                program, chosen, donor = k, t, giver
    if program >= 0:
        tier[program] = chosen
    if donor >= 0:
        tier[donor] = 0
    return program != i or donor >= 0


@njit(cache=True, nogil=True)
def swaps(board: Any, tier: Any, scan: Any) -> None:
    """Try to replace every chosen program that may go."""
    who = np.empty((board.signals.shape[1], board.signals.shape[0]), np.int64)
    here = np.empty((board.weight.size, board.states + 1))
    length = tabulate(board, tier, scan)
    place = 0
    for i in range(tier.size):
        own = tier[i]
        if own < 0:
            continue
        if not board.required[i]:
            tier[i] = -1
            worth = gains_without(board, tier, scan, place, length)
            if replace(board, tier, scan, i, own, worth, who, here):
                length = tabulate(board, tier, scan)
                place = 0
                while place < length and scan.listed[place] <= i:
                    place += 1
                continue
            came_back(board, tier, scan, place)
        place += 1
