"""What every single change to a list would gain, exactly, from two tables of the recursion.

A `Board` holds one choice in preference order; `tier` [n] is a list (-1 = left out).
Method: docs/models/choices.md, "Search"
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


TIE = 1e-11  # a change that gains less is rounding, not an improvement


class Board(NamedTuple):
    """One choice, programs in preference order, as the kernels want it."""

    offer: Floats  # [n, T, Q]
    admit: Floats  # [n, Q]
    worth: Floats  # [n]
    career: Floats  # [n]
    weight: Floats  # [Q]
    curve: Integers  # [n] fee curve of each program
    cost: Floats  # [F, K + 1] value given up for k applications on each curve
    fee: Floats  # [F, K + 1] dollars for k applications on each curve
    room: Integers  # [F] most applications on each curve
    most: int  # applications altogether
    budget: float  # dollars for all curves; inf where the room of the one curve says it
    pool: Integers  # [n] whose signals each program takes
    signals: Integers  # [P, T]
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
    used: Integers  # [P, T] signals used
    held: Integers  # [G] applications by group
    counted: Integers  # [F] applications by fee curve


@njit(cache=True, nogil=True)
def copy_list(source: Any, destination: Any) -> None:
    """Copy one list onto another (a plain loop compiles in a tenth of the time of a slice)."""
    for k in range(source.size):
        destination[k] = source[k]


@njit(cache=True, nogil=True)
def tally(board: Any, tier: Any, scan: Any) -> int:
    """Count signals, groups and curves in use; returns the number of applications."""
    scan.used.fill(0)
    scan.held.fill(0)
    scan.counted.fill(0)
    count = 0
    for k in range(tier.size):
        if tier[k] >= 0:
            scan.used[board.pool[k], tier[k]] += 1
            scan.held[board.group[k]] += 1
            scan.counted[board.curve[k]] += 1
            count += 1
    return count


@njit(cache=True, nogil=True)
def cost_of(board: Any, scan: Any) -> float:
    """Value given up for the applications counted."""
    total = 0.0
    for f in range(scan.counted.size):
        total += board.cost[f, scan.counted[f]]
    return total


@njit(cache=True, nogil=True)
def price_of_next(board: Any, scan: Any, k: int) -> float:
    """Value given up for one more application on the curve of program k; 0 past its end."""
    f = board.curve[k]
    c = scan.counted[f]
    return float(board.cost[f, c + 1] - board.cost[f, c]) if c < board.room[f] else 0.0


@njit(cache=True, nogil=True)
def saving_of_last(board: Any, scan: Any, k: int) -> float:
    """Value saved by one application fewer on the curve of program k."""
    f = board.curve[k]
    c = scan.counted[f]
    return float(board.cost[f, c] - board.cost[f, c - 1])


@njit(cache=True, nogil=True)
def over_limits(board: Any, scan: Any, count: int) -> bool:
    """Whether the list is longer than the limits of count, curves and money allow."""
    spent = 0.0
    for f in range(scan.counted.size):
        if scan.counted[f] > board.room[f]:
            return True
        spent += board.fee[f, scan.counted[f]]
    return bool(count > board.most or spent > board.budget)


@njit(cache=True, nogil=True)
def affords(board: Any, scan: Any, k: int, lacking: int) -> bool:
    """Whether money is left for program k and for those the minimums still ask for."""
    if board.budget == np.inf:
        return True
    spent = 0.0
    dearest = 0.0
    for f in range(scan.counted.size):
        c = scan.counted[f] + (1 if f == board.curve[k] else 0)
        spent += board.fee[f, c]
        if c < board.room[f]:
            dearest = max(dearest, board.fee[f, c + 1] - board.fee[f, c])
    return bool(spent + lacking * dearest <= board.budget)


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
    g, f = board.group[k], board.curve[k]
    if scan.counted[f] >= board.room[f] or scan.held[g] >= board.group_maximum[g]:
        return False
    if scan.held[g] < board.group_minimum[g]:
        lacking -= 1
    return bool(count + 1 + lacking <= board.most and affords(board, scan, k, lacking))


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


@njit(cache=True, nogil=True)
def list_worth(board: Any, tier: Any, scan: Any) -> float:
    """Worth of the list as it stands, its tables filled anew."""
    tabulate(board, tier, scan)
    worth = 0.0
    for q in range(board.weight.size):
        worth += board.weight[q] * scan.ahead[0, q, 0]
    return worth


@njit(cache=True, nogil=True, fastmath=True)
def weigh(board: Any, scan: Any, i: Any, j: Any, sums: Any) -> None:
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
def gains(board: Any, tier: Any, scan: Any, whole: Any) -> float:
    """Fill the gain of every single change; returns the worth of the list.

    With `whole` false, programs listed without a signal are passed over (their gains are stale).
    """
    nodes = board.weight.size
    tiers = board.signals.shape[1]
    worth = list_worth(board, tier, scan)
    sums = np.empty((3, nodes))
    i = np.int64(0)
    fresh = True
    for k in range(tier.size):
        own = tier[k] >= 0
        if tier[k] == 0 and not whole:
            i += 1
            fresh = True
            continue
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
    return worth
