# ruff: noqa: PLR0917 - compiled kernels take their arguments by position
"""A bound on every list when the interviews that can be kept are fewer than those offered.

Every node of unseen quality gets its own copy of the list and its own price for each application;
the prices of all nodes together are charged by the limits. Node by node the rest is bounded either
by the tangent of the concave form (capacity left out) or by a relaxed applicant who decides on each
program in order of preference knowing how many interviews were kept so far, solved by recursion.
Any prices give a bound; they are improved by subgradient steps.
Method: docs/models/choices.md, "Certificate with a binding capacity" (with the proof)
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from thirdfriday.optimiser.concave_bound import (
    Tangent,
    rates_of,
    shares_of,
    tangent_at,
)
from thirdfriday.optimiser.limit_bound import Limits, Scorer
from thirdfriday.optimiser.list_gains import Board, Scan, cost_of, gains, pulls, tally
from thirdfriday.optimiser.problem import Booleans, Floats, Selection
from thirdfriday.optimiser.tuning import CapacityTuning

SURE = 1e-300  # keeps the chance of an interview after a sure match finite; it then counts for 0


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """One choice split by node: what each node charges, and how its rest is bounded."""

    board: Board
    limits: Limits
    tangent: Tangent  # of the concave form at the list
    relaxed: Booleans  # [Q] bounded by the relaxed applicant instead of the tangent
    grid: Floats  # [R] chances of being unmatched at which the recursion is kept


@njit(cache=True, nogil=True)
def relaxed_applicant(
    offer: Floats,
    admit: Floats,
    worth: Floats,
    cost: Floats,
    capacity: int,
    grid: Floats,
    applied: Floats,
) -> float:
    """Most expected worth less costs when each decision may know the interviews kept so far.

    State: interviews kept (0 .. capacity − 1) and chance r of being unmatched, which multiplies
    whatever is still to come; the value is convex in r, so reading between grid points never
    understates it. Once no more can be kept, applications with a negative cost are still made, for
    what they pay. offer, cost [n, T] (cost inf: tier closed); `applied` [n, T] is filled with how
    often the relaxed applicant applies. [value]
    """
    count, tiers = offer.shape
    points = grid.size
    ahead = np.zeros((capacity + 1, points))
    here = np.zeros((capacity + 1, points))
    decision = np.empty((count, capacity, points), np.int8)
    decision.fill(-1)
    floor = np.empty(points, np.int64)
    part = np.empty(points)
    paying = _paying(cost)
    for k in range(count - 1, -1, -1):
        worthwhile = paying[k] >= 0
        for t in range(tiers):
            worthwhile = worthwhile or cost[k, t] < offer[k, t] * admit[k] * worth[k]
        if not worthwhile:
            continue  # never applied to in any state: the value to go stays as it is
        for c in range(capacity + 1):
            for g in range(points):
                here[c, g] = ahead[c, g]
        if paying[k] >= 0:
            for g in range(points):
                here[capacity, g] -= cost[k, paying[k]]
        for t in range(tiers):
            match = offer[k, t] * admit[k]
            if cost[k, t] >= match * worth[k]:
                continue  # never worth it in any state
            kept = offer[k, t] * (1.0 - admit[k]) / max(1.0 - match, SURE)
            _read_at(grid, 1.0 - match, floor, part)
            prize = match * worth[k]
            _consider(ahead, here, decision[k], t, prize, cost[k, t], kept, floor, part, grid)
        ahead, here = here, ahead
    _follow(offer, admit, decision, paying, grid, applied)
    return float(ahead[0, points - 1])


@njit(cache=True, nogil=True)
def _paying(cost: Any) -> Any:
    """The tier of each program that pays most for an application; -1 where none pays. [n]"""
    count, tiers = cost.shape
    paying = np.full(count, -1, np.int8)
    for k in range(count):
        least = 0.0
        for t in range(tiers):
            if cost[k, t] < least:
                least = cost[k, t]
                paying[k] = t
    return paying


@njit(cache=True, nogil=True)
def _consider(
    ahead: Any,
    here: Any,
    decision: Any,
    t: int,
    prize: float,
    cost: float,
    kept: float,
    floor: Any,
    part: Any,
    grid: Any,
) -> None:
    """Take the application at tier t wherever it beats what is best so far."""
    points = grid.size
    stay = np.empty(points)
    move = np.empty(points)
    left = 1.0 - kept
    for g in range(points):
        j = floor[g]
        move[g] = ahead[0, j] + part[g] * (ahead[0, j + 1] - ahead[0, j])
    for c in range(decision.shape[0]):
        for g in range(points):
            stay[g] = move[g]
        for g in range(points):
            j = floor[g]
            move[g] = ahead[c + 1, j] + part[g] * (ahead[c + 1, j + 1] - ahead[c + 1, j])
        for g in range(points):
            total = grid[g] * prize - cost + left * stay[g] + kept * move[g]
            if total > here[c, g]:
                here[c, g] = total
                decision[c, g] = t


@njit(cache=True, nogil=True)
def _read_at(grid: Any, factor: float, floor: Any, part: Any) -> None:
    """Where factor · grid lies on the grid: lower point and share of the way to the next."""
    j = 0
    last = grid.size - 2
    for g in range(grid.size):
        at = grid[g] * factor
        while j < last and grid[j + 1] <= at:
            j += 1
        floor[g] = j
        part[g] = (at - grid[j]) / (grid[j + 1] - grid[j])


@njit(cache=True, nogil=True)
def _decided(decision: Any, tried: Any) -> bool:
    """Whether an application is made in some state; marks the tiers."""
    tried.fill(False)
    some = False
    for c in range(decision.shape[0]):
        for g in range(decision.shape[1]):
            if decision[c, g] >= 0:
                tried[decision[c, g]] = True
                some = True
    return some


@njit(cache=True, nogil=True)
def _follow(offer: Any, admit: Any, decision: Any, paying: Any, grid: Any, applied: Any) -> None:
    """Fill `applied` with how often each application is made under the decisions."""
    count, capacity, points = decision.shape
    tiers = offer.shape[1]
    mass = np.zeros((capacity + 1, points))
    passed = np.zeros((capacity + 1, points))
    mass[0, points - 1] = 1.0
    applied.fill(0.0)
    floor = np.empty((tiers, points), np.int64)
    part = np.empty((tiers, points))
    keeps = np.empty(tiers)
    tried = np.empty(tiers, np.bool_)
    full = 0.0
    for k in range(count):
        if paying[k] >= 0:
            applied[k, paying[k]] += full
        if not _decided(decision[k], tried):
            continue
        passed.fill(0.0)
        for t in range(tiers):
            if tried[t]:
                match = offer[k, t] * admit[k]
                keeps[t] = offer[k, t] * (1.0 - admit[k]) / max(1.0 - match, SURE)
                _read_at(grid, 1.0 - match, floor[t], part[t])
        for c in range(capacity):
            for g in range(points):
                here = mass[c, g]
                if here <= 0.0:
                    continue
                t = decision[k, c, g]
                if t < 0:
                    passed[c, g] += here
                    continue
                applied[k, t] += here
                j, up, kept = floor[t, g], part[t, g], keeps[t]
                passed[c, j] += here * (1.0 - kept) * (1.0 - up)
                passed[c, j + 1] += here * (1.0 - kept) * up
                passed[c + 1, j] += here * kept * (1.0 - up)
                passed[c + 1, j + 1] += here * kept * up
        full += passed[capacity].sum()
        mass, passed = passed, mass


def capacity_bound(
    board: Board,
    scan: Scan,
    scorer: Scorer,
    tier: Selection,
    *,
    enough: float,
    settings: CapacityTuning,
) -> float:
    """Least bound found on every list with the interviews kept limited. [value].

    Stops as soon as the bound is at most `enough`, or after the rounds of the settings.
    """
    worth = gains(board, tier, scan, True)
    split, charge = _split(board, scan, scorer, tier, settings)
    tally(board, tier, scan)
    value = worth - cost_of(board, scan)
    best = np.inf
    direction = np.zeros_like(charge)
    pace, worse = settings.step, 0
    for turn in range(settings.rounds):
        scored = scorer.best(charge @ board.weight)
        if turn < settings.soak_rounds:
            _soak(split, charge, scored.price)
        rest, applied = _rest(split, charge)
        bound = scored.bound + rest
        worse = 0 if bound < best else worse + 1
        if worse == settings.enough_worse:
            pace, worse = pace / 2, 0
        best = min(best, bound)
        if best <= enough or not split.relaxed.any():
            break
        step = np.where(split.relaxed, scored.shares[:, :, None] - applied, 0.0)
        direction = settings.momentum * direction + (1.0 - settings.momentum) * step
        size = float(np.einsum("ktq,q->", direction**2, board.weight))
        if size <= 0:
            break
        aim = value + settings.aim * (best - value)
        charge -= pace * min(bound - aim, best - value) / size * direction
    return best


def _split(
    board: Board,
    scan: Scan,
    scorer: Scorer,
    tier: Selection,
    settings: CapacityTuning,
) -> tuple[Split, Floats]:
    """Which nodes the relaxed applicant bounds best, and first prices from the list's own gains."""
    tangent = tangent_at(board, rates_of(board), shares_of(tier, board.signals.shape[1]))
    charge = _tempered(board.weight, scorer, _first_charge(board, scan, tier, settings.exposure))
    points = np.linspace(0.0, 1.0, settings.grid_points) ** settings.grid_power
    limits = scorer.limits
    capped = scan.ahead[0, :, 0]
    excess = tangent.value - capped
    everyone = Split(board, limits, tangent, board.weight > 0, points)
    shares = tangent.point
    relaxed = np.zeros(board.weight.size, np.bool_)
    for q in np.flatnonzero(board.weight * excess > settings.worth_relaxing * board.worth[0]):
        reference = capped[q] - float((charge[:, :, q] * shares).sum())
        alone, _ = _relaxed_node(everyone, charge, int(q))
        relaxed[q] = excess[q] > settings.prefer_relaxed * (alone - reference)
    charge = np.where(relaxed, charge, tangent.slope)
    return Split(board, limits, tangent, relaxed, points), charge


def _first_charge(board: Board, scan: Scan, tier: Selection, exposure: float) -> Floats:
    """Price of each application in each node: its gain there, between adding and dropping."""
    safe = np.where(board.weight > 0, board.weight, 1.0)
    pull = pulls(board, tier, scan) / safe
    at_stake = np.minimum(exposure * board.offer, exposure)
    rate = np.where(at_stake > 0, -np.log1p(-at_stake) / np.where(at_stake > 0, at_stake, 1.0), 1.0)
    listed = np.flatnonzero(tier >= 0)
    without = np.ones(board.admit.shape)
    without[listed] = 1.0 - at_stake[listed, tier[listed]]
    return np.asarray(board.offer * rate * (pull * without)[:, None, :])


def _tempered(weight: Floats, scorer: Scorer, charge: Floats) -> Floats:
    """Prices below 0 no lower than it takes to bring an application under the price of a place.

    Where an application hurts more in some nodes than it gains in others, lists leave it out; the
    hurt of many would not add up, so each counts only as far as it is needed.
    """
    dear, paid = np.maximum(charge, 0.0), np.maximum(-charge, 0.0)
    above = np.maximum(dear @ weight - scorer.best(charge @ weight).price, 0.0)
    off = paid @ weight
    share = np.minimum(above / np.where(off > 0, off, 1.0), 1.0)
    return np.asarray(dear - share[:, :, None] * paid)


def _soak(split: Split, charge: Floats, price: Floats) -> None:
    """Raise prices, where that costs nothing, up to what the limits ask for a place."""
    weight = split.board.weight[split.relaxed]
    if weight.size == 0:
        return
    slack = np.maximum(price - charge @ split.board.weight, 0.0)
    current = np.maximum(charge[:, :, split.relaxed], 0.0) + np.finfo(np.float32).tiny
    charge[:, :, split.relaxed] += (slack / (current @ weight))[:, :, None] * current


def _rest(split: Split, charge: Floats) -> tuple[float, Floats]:
    """What the nodes keep after their charges, and how often each relaxed node applies."""
    weight = split.board.weight
    plain = ~split.relaxed
    total = float(split.tangent.offset()[plain] @ weight[plain])
    applied = np.zeros_like(charge)
    for q in np.flatnonzero(split.relaxed):
        alone, applied[:, :, q] = _relaxed_node(split, charge, int(q))
        total += float(weight[q]) * alone
    return total, applied


def _relaxed_node(split: Split, charge: Floats, q: int) -> tuple[float, Floats]:
    board = split.board
    cost = np.where(split.limits.open > 0, charge[:, :, q], np.inf)
    applied = np.zeros(cost.shape)
    alone = relaxed_applicant(
        np.ascontiguousarray(board.offer[:, :, q]),
        np.ascontiguousarray(board.admit[:, q]),
        board.worth,
        cost,
        board.states,
        split.grid,
        applied,
    )
    return float(alone), applied
