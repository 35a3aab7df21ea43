# ruff: noqa: PLR0917 - compiled kernels take their arguments by position
"""What every single change to a list would gain, exactly, from two tables of the recursion.

A `Board` holds one choice in preference order; `tier` [n] is a list (-1 = left out).
Method: docs/models/choices.md, "Search"
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from thirdfriday.optimiser.list_tables import (
    first_worth,
    forward,
    list_worth,
    tables_without,
)

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
def affords(board: Any, scan: Any, curve: int, lacking: int) -> bool:
    """Whether money is left for one more on a curve and for those the minimums still ask for."""
    if board.budget == np.inf:
        return True
    spent = 0.0
    dearest = 0.0
    for f in range(scan.counted.size):
        c = scan.counted[f] + (1 if f == curve else 0)
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
    return bool(count + 1 + lacking <= board.most and affords(board, scan, f, lacking))


@njit(cache=True, nogil=True)
def places_left(board: Any, scan: Any, count: int, lacking: int) -> Any:
    """Whether a program may be added to a list of `count`, by its group and fee curve. [G, F]"""
    groups, curves = scan.held.size, scan.counted.size
    free = np.zeros((groups, curves), np.bool_)
    for f in range(curves):
        if scan.counted[f] >= board.room[f]:
            continue
        for g in range(groups):
            if scan.held[g] >= board.group_maximum[g]:
                continue
            after = lacking - 1 if scan.held[g] < board.group_minimum[g] else lacking
            free[g, f] = count + 1 + after <= board.most and affords(board, scan, f, after)
    return free


@njit(cache=True, nogil=True)
def next_prices(board: Any, scan: Any) -> Any:
    """Value given up for one more application on each fee curve; 0 past its end. [F]"""
    price = np.zeros(scan.counted.size)
    for f in range(scan.counted.size):
        c = scan.counted[f]
        if c < board.room[f]:
            price[f] = board.cost[f, c + 1] - board.cost[f, c]
    return price


@njit(cache=True, nogil=True, fastmath=True)
def _weigh(
    mass: Any, ahead: Any, weight: Any, states: Any, step: Any, i: Any, j: Any, sums: Any
) -> None:
    """Sums over states of mass before i against worth to go from j, per node.

    Each step has its own loop: an index that might be below 0 would keep the sums from being taken
    several states at once.
    """
    for q in range(weight.size):
        alive = 0.0
        moved = 0.0
        stayed = 0.0
        if step == 0:
            alive = mass[i, q, 0]
            moved = stayed = mass[i, q, 0] * ahead[j, q, 0]
        else:
            for c in range(states):
                alive += mass[i, q, c]
                moved += mass[i, q, c] * ahead[j, q, c + 1]
                stayed += mass[i, q, c] * ahead[j, q, c]
        sums[0, q] = alive * weight[q]
        sums[1, q] = moved * weight[q]
        sums[2, q] = (moved - stayed) * weight[q]


@njit(cache=True, nogil=True)
def gains(board: Any, tier: Any, scan: Any, whole: Any) -> float:
    """Fill the gain of every single change; returns the worth of the list.

    With `whole` false, programs listed without a signal are passed over (their gains are stale).
    """
    worth = list_worth(board, tier, scan)
    _gains_of_tables(board, tier, scan, whole, np.bool_(True), np.int64(-1))
    return worth


@njit(cache=True, nogil=True)
def gains_where_free(board: Any, tier: Any, scan: Any, count: int) -> float:
    """`gains`, programs left out being passed over where none may be added to a list of `count`."""
    worth = list_worth(board, tier, scan)
    free = places_left(board, scan, count, missing(board, scan)).any()
    _gains_of_tables(board, tier, scan, np.bool_(True), free, np.int64(-1))
    return worth


@njit(cache=True, nogil=True)
def gains_without(board: Any, tier: Any, scan: Any, place: Any, length: Any) -> float:
    """`gains` when the program at one place of a tabulated list has left (its tier is -1).

    Programs listed without a signal are passed over. The tables stay those of the whole list up to
    the place (mass) and past it (worth): `came_back` makes them fit for the next place.
    """
    tables_without(
        board.offer, board.admit, board.worth, board.states, board.step, tier, scan.listed,
        scan.mass, scan.ahead, place, length,
    )  # fmt: skip
    _gains_of_tables(
        board, tier, scan, np.bool_(False), np.bool_(True), np.int64(scan.listed[place])
    )
    return first_worth(board, scan)


@njit(cache=True, nogil=True)
def came_back(board: Any, tier: Any, scan: Any, place: Any) -> None:
    """Carry the mass past the program at a place again, after `gains_without`."""
    k = scan.listed[place]
    forward(board.offer, board.admit, board.states, board.step, k, tier[k], scan.mass, place)


@njit(cache=True, nogil=True)
def _gains_of_tables(board: Any, tier: Any, scan: Any, whole: Any, outside: Any, gone: Any) -> None:
    _every_gain(
        board.offer, board.admit, board.worth, board.weight, board.signal_allowed, board.pool,
        board.signals, board.states, board.step, tier, scan.mass, scan.ahead, scan.gain,
        scan.loss, whole, outside, gone,
    )  # fmt: skip


@njit(cache=True, nogil=True, fastmath=True, inline="always")
def _dot(offer: Any, admit: Any, k: Any, t: Any, value: Any, sums: Any) -> float:
    """Change in worth by program k at tier t, from the sums where it stands."""
    total = 0.0
    for q in range(admit.shape[1]):
        total += offer[k, t, q] * (sums[2, q] + admit[k, q] * (value * sums[0, q] - sums[1, q]))
    return total


@njit(cache=True, nogil=True, fastmath=True)
def _every_gain(
    offer: Any,
    admit: Any,
    worth: Any,
    weight: Any,
    signal_allowed: Any,
    pool: Any,
    signals: Any,
    states: Any,
    step: Any,
    tier: Any,
    mass: Any,
    ahead: Any,
    gain: Any,
    loss: Any,
    whole: Any,
    outside: Any,
    gone: Any,
) -> None:
    """The gains on plain arrays, from tables that are filled; `outside`: of those left out too.

    `gone`: a program that still has its place in the tables but takes no part; -1: none.
    """
    tiers = offer.shape[1]
    sums = np.empty((3, weight.size))
    i = np.int64(0)
    fresh = True
    for k in range(tier.size):
        own = tier[k] >= 0
        if tier[k] == 0 and not whole:
            i += 1
            fresh = True
            continue
        if not own and not outside:
            continue
        if own or fresh:
            _weigh(mass, ahead, weight, states, step, i, i + 1 if own else i, sums)
        fresh = own
        now = 0.0
        if own:
            now = _dot(offer, admit, k, tier[k], worth[k], sums)
        if own or k == gone:
            i += 1
        loss[k] = now
        for t in range(tiers):
            if t > 0 and (not signal_allowed[k] or signals[pool[k], t] == 0):
                gain[k, t] = -np.inf
            else:
                gain[k, t] = _dot(offer, admit, k, t, worth[k], sums) - now


@njit(cache=True, nogil=True)
def pulls(board: Any, tier: Any, scan: Any) -> Any:
    """Weighted change in worth per unit chance of an offer, from filled tables. [n, Q]"""
    nodes = board.weight.size
    pull = np.empty((tier.size, nodes))
    sums = np.empty((3, nodes))
    i = np.int64(0)
    for k in range(tier.size):
        own = tier[k] >= 0
        _weigh(
            scan.mass, scan.ahead, board.weight, board.states, board.step, i, i + 1 if own else i,
            sums,
        )  # fmt: skip
        for q in range(nodes):
            pull[k, q] = sums[2, q] + board.admit[k, q] * (board.worth[k] * sums[0, q] - sums[1, q])
        if own:
            i += 1
    return pull
