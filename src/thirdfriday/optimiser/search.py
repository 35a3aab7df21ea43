# ruff: noqa: PLR0917 - compiled kernels take their arguments by position
"""The compiled search for a list: greedy, then single moves, swaps and moved signals.

A `Board` holds one choice in preference order; `tier` [n] is the list being improved (-1 = left
out). Every gain is exact: the change in expected worth of one change to the list.
Method: docs/models/choices.md, "Search".
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from thirdfriday.optimiser.recursion import backward_row, forward_row

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
Tiers = NDArray[np.int8]


class Board(NamedTuple):
    """One choice, programs in preference order, as the kernels want it."""

    offer: Floats  # [n, T, Q]
    admit: Floats  # [n, Q]
    worth: Floats  # [n]
    weight: Floats  # [Q]
    cost: Floats  # [K + 1] value given up for k applications
    signals: Integers  # [T]
    signal_allowed: Booleans  # [n]
    group: Integers  # [n]
    group_minimum: Integers  # [G]
    group_maximum: Integers  # [G]
    required: Booleans  # [n]
    states: int
    step: int


class Scan(NamedTuple):
    """Work space: tables of the current list and the gain of every single change."""

    listed: Integers  # [K + 2] positions of the chosen programs
    mass: Floats  # [K + 2, Q, S + 1] unmatched mass before each
    ahead: Floats  # [K + 2, Q, S + 1] worth to go from each
    gain: Floats  # [n, T] change in worth if the program's tier became t (added when left out)
    loss: Floats  # [n] worth lost if the program were dropped
    pull: Floats  # [n, Q] weighted change in worth per unit chance of an offer
    used: Integers  # [T] signals used
    held: Integers  # [G] applications by group


@njit(cache=True, nogil=True)
def copy_list(source: Any, destination: Any) -> None:
    """Copy one list onto another (a plain loop compiles in a tenth of the time of a slice)."""
    for k in range(source.size):
        destination[k] = source[k]


@njit(cache=True, nogil=True)
def tally(board: Any, tier: Any, scan: Any) -> int:
    """Count signals and groups in use; returns the number of applications."""
    scan.used.fill(0)
    scan.held.fill(0)
    count = 0
    for k in range(tier.size):
        if tier[k] >= 0:
            scan.used[tier[k]] += 1
            scan.held[board.group[k]] += 1
            count += 1
    return count


@njit(cache=True, nogil=True)
def missing(board: Any, scan: Any) -> int:
    """How many applications the group minimums still ask for."""
    total = 0
    for g in range(board.group_minimum.size):
        total += max(0, board.group_minimum[g] - scan.held[g])
    return total


@njit(cache=True, nogil=True)
def fits(board: Any, scan: Any, count: int, k: int, lacking: int) -> bool:
    """Whether program k may be added to a list of `count`."""
    g = board.group[k]
    if count >= board.cost.size - 1 or scan.held[g] >= board.group_maximum[g]:
        return False
    if scan.held[g] < board.group_minimum[g]:
        lacking -= 1
    return bool(count + 1 + lacking <= board.cost.size - 1)


@njit(cache=True, nogil=True)
def tabulate(board: Any, tier: Any, scan: Any) -> int:
    """Fill the forward and backward tables of the list; returns its length."""
    nodes = board.weight.size
    length = 0
    for q in range(nodes):
        for c in range(board.states + 1):
            scan.mass[0, q, c] = 0.0
        scan.mass[0, q, 0] = 1.0
    for k in range(tier.size):
        if tier[k] >= 0:
            scan.listed[length] = k
            for q in range(nodes):
                forward_row(
                    scan.mass[length, q],
                    scan.mass[length + 1, q],
                    board.offer[k, tier[k], q],
                    board.admit[k, q],
                    board.states,
                    board.step,
                )
            length += 1
    for q in range(nodes):
        for c in range(board.states + 1):
            scan.ahead[length, q, c] = 0.0
    for i in range(length - 1, -1, -1):
        k = scan.listed[i]
        for q in range(nodes):
            backward_row(
                scan.ahead[i + 1, q],
                scan.ahead[i, q],
                board.offer[k, tier[k], q],
                board.admit[k, q],
                board.worth[k],
                board.states,
                board.step,
            )
    return length


@njit(cache=True, nogil=True, fastmath=True)
def weigh(board: Any, scan: Any, i: int, j: int, sums: Any) -> None:
    """Sums over states of mass before i against worth to go from j, per node."""
    for q in range(board.weight.size):
        alive = 0.0
        moved = 0.0
        stayed = 0.0
        before = scan.mass[i, q]
        after = scan.ahead[j, q]
        for c in range(board.states):
            alive += before[c]
            moved += before[c] * after[c + board.step]
            stayed += before[c] * after[c]
        sums[0, q] = alive * board.weight[q]
        sums[1, q] = moved * board.weight[q]
        sums[2, q] = (moved - stayed) * board.weight[q]


@njit(cache=True, nogil=True, fastmath=True)
def gains(board: Any, tier: Any, scan: Any) -> float:
    """Fill the gain of every single change; returns the worth of the list."""
    nodes = board.weight.size
    tiers = board.signals.size
    tabulate(board, tier, scan)
    sums = np.empty((3, nodes))
    i = 0
    fresh = True
    for k in range(tier.size):
        own = tier[k] >= 0
        if own or fresh:
            weigh(board, scan, i, i + 1 if own else i, sums)
        fresh = own
        pull = scan.pull[k]
        for q in range(nodes):
            pull[q] = sums[2, q] + board.admit[k, q] * (board.worth[k] * sums[0, q] - sums[1, q])
        now = 0.0
        if own:
            for q in range(nodes):
                now += board.offer[k, tier[k], q] * pull[q]
        scan.loss[k] = now
        last = tiers if board.signal_allowed[k] else 1
        for t in range(tiers):
            if t >= last:
                scan.gain[k, t] = -np.inf
                continue
            total = 0.0
            for q in range(nodes):
                total += board.offer[k, t, q] * pull[q]
            scan.gain[k, t] = total - now
        if own:
            i += 1
    worth = 0.0
    for q in range(nodes):
        worth += board.weight[q] * scan.ahead[0, q, 0]
    return worth


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
def climb(board: Any, tier: Any, scan: Any, eps: float) -> float:
    """Single additions, changes of tier and drops until none gains; returns worth less cost.

    A list one application too long first loses its least; when none may go, the answer is -inf.
    """
    while True:
        worth = gains(board, tier, scan)
        count = tally(board, tier, scan)
        if count >= board.cost.size:
            k = best_drop(board, tier, scan, np.inf)
            if k < 0:
                return -np.inf
            tier[k] = -1
            continue
        price = board.cost[count + 1] - board.cost[count] if count + 1 < board.cost.size else 0.0
        k, t = best_raise(board, tier, scan, count, price, eps)
        if k >= 0:
            tier[k] = t
            continue
        saved = board.cost[count] - board.cost[count - 1] if count > 0 else 0.0
        k = best_drop(board, tier, scan, saved - eps)
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
        worth = gains(board, tier, scan)
        count = tally(board, tier, scan)
        path[count] = worth
        lacking = missing(board, scan)
        if lacking == 0 and worth - board.cost[count] > best:
            best = worth - board.cost[count]
            copy_list(tier, kept)
        k, t = best_raise(board, tier, scan, count, 0.0, 1e-15)
        if k < 0 and lacking > 0:
            k = forced(board, tier, scan, count, lacking)
            t = 0
        if k < 0:
            break
        tier[k] = t
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
def swaps(board: Any, tier: Any, scan: Any, eps: float) -> bool:
    """Exchange each chosen program for the best left out (any free tier), or drop it."""
    improved = False
    for i in range(tier.size):
        if tier[i] < 0 or board.required[i]:
            continue
        own = tier[i]
        tier[i] = -1
        gains(board, tier, scan)
        count = tally(board, tier, scan)
        lacking = missing(board, scan)
        price = board.cost[count + 1] - board.cost[count]
        best = scan.gain[i, own] - price + eps
        program = i
        chosen = own
        if lacking == 0 and best < 0.0:
            best = 0.0
            program = -1
        for k in range(tier.size):
            if tier[k] >= 0 or k == i:
                continue
            if lacking > 0 and board.group[k] != board.group[i]:
                continue
            if not fits(board, scan, count, k, lacking):
                continue
            for t in range(board.signals.size):
                if t > 0 and scan.used[t] >= board.signals[t]:
                    continue
                if scan.gain[k, t] - price > best:
                    best = scan.gain[k, t] - price
                    program = k
                    chosen = t
        if program >= 0:
            tier[program] = chosen
        improved = improved or program != i
    return improved


@njit(cache=True, nogil=True)
def best_heir(board: Any, tier: Any, scan: Any, own: int, listed: bool) -> int:
    """Who gains most from a freed signal of tier `own`, in the list or outside it; -1 for none."""
    best = -np.inf
    program = -1
    for k in range(tier.size):
        if (tier[k] >= 0) != listed or tier[k] == own:
            continue
        if not listed and scan.held[board.group[k]] >= board.group_maximum[board.group[k]]:
            continue
        if scan.gain[k, own] > best:
            best = scan.gain[k, own]
            program = k
    return program


@njit(cache=True, nogil=True)
def move_signals(board: Any, tier: Any, scan: Any, current: float, eps: float) -> float:
    """Give each signal to the best other holder: in the list, outside it, or dropping its own.

    After each trial the list is climbed again (freed signals, a freed application) and kept only
    when worth less cost rises. Returns worth less cost.
    """
    saved = np.empty(tier.size, np.int8)
    for i in range(tier.size):
        for way in range(3):
            own = tier[i]
            if own <= 0 or (way == 2 and board.required[i]):
                break
            copy_list(tier, saved)
            tier[i] = 0 if way < 2 else -1
            gains(board, tier, scan)
            tally(board, tier, scan)
            program = best_heir(board, tier, scan, own, way != 1)
            value = -np.inf
            if program >= 0 and missing(board, scan) == 0:
                tier[program] = own
                value = climb(board, tier, scan, eps)
            if value > current + eps:
                current = value
            else:
                copy_list(saved, tier)
    return current


@njit(cache=True, nogil=True)
def improve(board: Any, tier: Any, scan: Any, passes: int, eps: float) -> float:
    """Climb, swap and move signals until nothing gains; returns worth less cost."""
    current = climb(board, tier, scan, eps)
    for _ in range(passes):
        before = current
        swaps(board, tier, scan, eps)
        current = climb(board, tier, scan, eps)
        if board.signals.size > 1:
            current = move_signals(board, tier, scan, current, eps)
        if current <= before + eps:
            break
    return current
