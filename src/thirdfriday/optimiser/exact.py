"""The best list of all, by exhaustive search with bounds: for small cases and for checks."""

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.optimiser.applications import Choice
from thirdfriday.optimiser.board import from_board, setup
from thirdfriday.optimiser.certificate import Certificate
from thirdfriday.optimiser.list_gains import Board
from thirdfriday.optimiser.objective import outcomes
from thirdfriday.optimiser.problem import (
    NOT_APPLIED,
    ChoiceProblem,
    Floats,
    Integers,
    Selection,
    check_feasible,
)
from thirdfriday.optimiser.recursion import backward_row, forward_row
from thirdfriday.optimiser.tuning import tuning


class Walk(NamedTuple):
    """Where the depth-first search stands: the first k programs decided."""

    mass: Floats  # [n + 1, Q, S + 1] unmatched mass after k programs
    worth: Floats  # [n + 1] expected worth of the list so far
    match: Floats  # [n + 1] chance of a match so far
    tier: Integers  # [n] tier tried; T: none yet, -1: left out
    counted: Integers  # [n] tier counted in `used` and `held`; -1: none
    used: Integers  # [P, T]
    held: Integers  # [G]
    curved: Integers  # [F] applications by fee curve


@njit(cache=True, nogil=True)
def _open(board: Any, walk: Any, k: int, t: int, listed: int) -> bool:
    """Whether program k may be applied to at tier t, or left out (-1)."""
    if t < 0:
        return not board.required[k]
    p, f = board.pool[k], board.curve[k]
    if t > 0 and (walk.used[p, t] >= board.signals[p, t] or not board.signal_allowed[k]):
        return False
    if walk.curved[f] >= board.room[f]:
        return False
    spent = board.fee[f, walk.curved[f] + 1] - board.fee[f, walk.curved[f]]
    for g in range(walk.curved.size):
        spent += board.fee[g, walk.curved[g]]
    g = board.group[k]
    room = listed < board.most and walk.held[g] < board.group_maximum[g]
    return bool(room and spent <= board.budget)


@njit(cache=True, nogil=True)
def _cost(board: Any, walk: Any) -> float:
    """Value given up for the applications so far."""
    total = 0.0
    for f in range(walk.curved.size):
        total += board.cost[f, walk.curved[f]]
    return total


@njit(cache=True, nogil=True)
def _advance(board: Any, walk: Any, future: Any, k: int, t: int) -> float:
    """Decide on program k; returns the most worth that any list begun so can reach."""
    admitted = 0.0
    hope = 0.0
    for q in range(board.weight.size):
        offer = board.offer[k, t, q] if t >= 0 else 0.0
        alive = 0.0
        for c in range(board.states):
            alive += walk.mass[k, q, c]
        admitted += board.weight[q] * alive * offer * board.admit[k, q]
        before, after = walk.mass[k, q], walk.mass[k + 1, q]
        forward_row(before, after, offer, board.admit[k, q], board.states, board.step)
        for c in range(board.states):
            hope += board.weight[q] * after[c] * future[k + 1, q, c]
    walk.worth[k + 1] = walk.worth[k] + admitted * board.worth[k]
    walk.match[k + 1] = walk.match[k] + admitted * board.career[k]
    return float(walk.worth[k + 1] + hope)


@njit(cache=True, nogil=True)
def _count(board: Any, walk: Any, k: int, t: int) -> int:
    """Count program k at tier t instead of as before; returns the change in applications."""
    change = 0
    if walk.counted[k] >= 0:
        walk.used[board.pool[k], walk.counted[k]] -= 1
        walk.held[board.group[k]] -= 1
        walk.curved[board.curve[k]] -= 1
        change -= 1
    walk.counted[k] = t
    if t >= 0:
        walk.used[board.pool[k], t] += 1
        walk.held[board.group[k]] += 1
        walk.curved[board.curve[k]] += 1
        change += 1
    return change


@njit(cache=True, nogil=True)
def _search(board: Any, walk: Any, future: Any, floor: float, chosen: Any) -> float:
    """Depth first over programs in order of preference; fills `chosen` with the best list."""
    count = board.worth.size
    best = -np.inf
    listed = 0
    k = 0
    while k >= 0:
        if k == count:
            fits = walk.match[k] >= floor
            for g in range(walk.held.size):
                fits = fits and walk.held[g] >= board.group_minimum[g]
            if fits and walk.worth[k] - _cost(board, walk) > best:
                best = walk.worth[k] - _cost(board, walk)
                for i in range(count):
                    chosen[i] = walk.tier[i]
            k -= 1
            continue
        listed += _count(board, walk, k, -1)
        walk.tier[k] -= 1
        t = walk.tier[k]
        if t < -1:
            walk.tier[k] = board.signals.shape[1]
            k -= 1
        elif _open(board, walk, k, t, listed):
            reach = _advance(board, walk, future, k, t)
            listed += _count(board, walk, k, t)
            if reach - _cost(board, walk) > best:
                k += 1
    return best


def _hope(board: Board) -> Floats:
    """Most worth still to come at each node when every later choice may know what happened.

    Limits are left out and each node chooses for itself, so no list does better. [n + 1, Q, S + 1]
    """
    count, tiers, nodes = board.offer.shape
    future = np.zeros((count + 1, nodes, board.states + 1))
    row = np.zeros(board.states + 1)
    for k in range(count - 1, -1, -1):
        for q in range(nodes):
            future[k, q] = future[k + 1, q]
            for t in range(tiers if board.signal_allowed[k] else 1):
                backward_row(
                    future[k + 1, q],
                    row,
                    board.offer[k, t, q],
                    board.admit[k, q],
                    board.worth[k],
                    board.states,
                    board.step,
                )
                future[k, q] = np.maximum(future[k, q], row)
    return future


def _start(board: Board) -> Walk:
    count, tiers, nodes = board.offer.shape
    walk = Walk(
        mass=np.zeros((count + 1, nodes, board.states + 1)),
        worth=np.zeros(count + 1),
        match=np.zeros(count + 1),
        tier=np.full(count, tiers, np.int64),
        counted=np.full(count, NOT_APPLIED, np.int64),
        used=np.zeros(board.signals.shape, np.int64),
        held=np.zeros(board.group_minimum.size, np.int64),
        curved=np.zeros(board.room.size, np.int64),
    )
    walk.mass[0, :, 0] = 1.0
    return walk


def exact_applications(problem: ChoiceProblem) -> Choice:
    """The best list of all, signals, groups, capacity and floor included; its gap is 0.

    The time grows exponentially with the number of programs: for about 20 or fewer.
    Raises InfeasiblePlanError when no list fits.

    >>> from thirdfriday.optimiser.problem import choice_problem
    >>> problem = choice_problem(
    ...     interview=[[0.3], [0.9], [0.5]], admit=[[1.0]] * 3, weight=[1.0],
    ...     utility=[1.0, 0.5, 0.2], max_applications=2,
    ... )
    >>> exact_applications(problem).selection.tolist()
    [0, 0, -1]
    """
    check_feasible(problem)
    laid = setup(problem)
    chosen = np.full(problem.programs, -1, np.int64)
    floor = problem.match_floor - tuning().tolerance
    best = _search(laid.board, _start(laid.board), _hope(laid.board), floor, chosen)
    if best == -np.inf:
        raise InfeasiblePlanError(
            f"No list gives a {100 * problem.match_floor:.1f}% chance of a match.",
            limit="floor on the chance of a match",
            remedy="Lower the floor, or widen the region, the budget or the specialty.",
        )
    selection: Selection = from_board(laid, chosen.astype(np.int8))
    value = outcomes(problem, selection)
    return Choice(selection, value, Certificate(value.value, value.value, 0.0))
