"""A bound on every list from the concave form of the objective without interview capacity.

With a = −log(1 − chance of a match by this application) the value is Σ over preference levels of
Δu·(1 − exp(−Σ a x)): concave in x and exact at whole x, so each tangent bounds every list.
Method: docs/models/choices.md, "Certificate"
"""

from dataclasses import dataclass

import numpy as np
from numba import njit
from scipy import sparse
from scipy.optimize import linprog

from thirdfriday.optimiser.limit_bound import Limits, Scorer
from thirdfriday.optimiser.list_gains import Board
from thirdfriday.optimiser.problem import Floats, Integers, Selection
from thirdfriday.optimiser.tuning import CuttingTuning

CERTAIN = 1e-12  # a sure match is taken as this far from sure: its logarithm must be finite


@dataclass(frozen=True, slots=True, eq=False)
class Tangent:
    """The concave form at one point: value and slope of each node."""

    point: Floats  # [n, T]
    value: Floats  # [Q]
    slope: Floats  # [n, T, Q]

    def offset(self) -> Floats:
        """Value at x = 0 of each node's tangent plane. [value, Q]."""
        return np.asarray(self.value - np.einsum("ktq,kt->q", self.slope, self.point))


@njit(cache=True, nogil=True)
def _level_slopes(shares: Floats, rate: Floats, drop: Floats, slope: Floats, value: Floats) -> None:
    """Fill slope [n, Q] (of one unit of rate) and value [Q] of the concave form at `shares`."""
    count, tiers, nodes = rate.shape
    for q in range(nodes):
        used = 0.0
        total = 0.0
        for k in range(count):
            for t in range(tiers):
                used += rate[k, t, q] * shares[k, t]
            slope[k, q] = drop[k] * np.exp(-used)
            total += drop[k] - slope[k, q]
        value[q] = total
        for k in range(count - 2, -1, -1):
            slope[k, q] += slope[k + 1, q]


def rates_of(board: Board) -> Floats:
    """−log(1 − chance that this application alone makes a match). [n, T, Q]."""
    chance = np.minimum(board.offer * board.admit[:, None, :], 1.0 - CERTAIN)
    return np.ascontiguousarray(-np.log1p(-chance))


def tangent_at(board: Board, rate: Floats, shares: Floats) -> Tangent:
    """The concave form of the board at a (fractional) list."""
    drop = board.worth - np.append(board.worth[1:], 0.0)
    slope = np.zeros((rate.shape[0], rate.shape[2]))
    value = np.zeros(rate.shape[2])
    _level_slopes(shares, rate, drop, slope, value)
    return Tangent(shares, value, rate * slope[:, None, :])


def shares_of(tier: Selection, tiers: int) -> Floats:
    """A list as shares, 1 at the tier chosen. [n, T]."""
    shares = np.zeros((tier.size, tiers))
    chosen = np.flatnonzero(tier >= 0)
    shares[chosen, tier[chosen]] = 1.0
    return shares


def tangent_bound(board: Board, scorer: Scorer, tangent: Tangent) -> float:
    """Bound on the value less fees of every list from one tangent. [value]."""
    scored = scorer.best(tangent.slope @ board.weight)
    return float(tangent.offset() @ board.weight) + scored.bound


def concave_bound(
    board: Board,
    scorer: Scorer,
    tier: Selection,
    *,
    enough: float,
    near: float,
    settings: CuttingTuning,
) -> float:
    """Least bound found on every list, first from the list itself, then by cutting planes. [value].

    Stops as soon as the bound is at most `enough`, does not begin to cut where the first is above
    `near`, and cuts no more after a few rounds in a row that brought almost nothing.
    """
    rate = rates_of(board)
    tangent = tangent_at(board, rate, shares_of(tier, board.signals.shape[1]))
    best = tangent_bound(board, scorer, tangent)
    if best <= enough or best > near:
        return best
    columns = _columns(board, tangent, tier)
    tangents, idle = [tangent], 0
    for _ in range(settings.rounds):
        tangent = tangent_at(board, rate, _cut(board, scorer.limits, tangents, columns))
        bound = tangent_bound(board, scorer, tangent)
        idle = idle + 1 if best - bound <= settings.settled * abs(best) else 0
        best = min(best, bound)
        if best <= enough or idle == settings.idle_rounds:
            break
        tangents.append(tangent)
    return best


def _columns(board: Board, tangent: Tangent, tier: Selection) -> Integers:
    """Programs worth keeping in the cutting planes; the bound itself looks at all of them."""
    score = (tangent.slope @ board.weight).max(axis=1)
    listed = tier >= 0
    least = score[listed].min(initial=np.inf) if listed.any() else 0.0
    order = np.argsort(-score, kind="stable")
    near = np.zeros(tier.size, np.bool_)
    near[order[: 2 * (board.most + 1)]] = True
    return np.flatnonzero(listed | board.required | (near & (score > least / 2)))


def _cut(board: Board, limits: Limits, tangents: list[Tangent], columns: Integers) -> Floats:
    """The fractional list that looks best under all tangents so far. [n, T]."""
    tiers, nodes = board.signals.shape[1], board.weight.size
    keep = (columns[:, None] * tiers + np.arange(tiers)).ravel()
    steps = np.arange(limits.open.size, limits.matrix.shape[1])
    body = limits.matrix[:, np.concatenate([keep, steps])]
    planes = np.vstack([-t.slope[columns].reshape(keep.size, nodes).T for t in tangents])
    cuts = sparse.hstack(
        [
            sparse.csr_matrix(planes),
            sparse.csr_matrix((planes.shape[0], steps.size)),
            sparse.csr_matrix(np.tile(np.eye(nodes), (len(tangents), 1))),
        ]
    )
    blank = sparse.csr_matrix((body.shape[0], nodes))
    upper = np.concatenate([limits.open[columns].ravel(), limits.widths, np.full(nodes, np.inf)])
    lower = np.concatenate([np.zeros(keep.size + steps.size), np.full(nodes, -np.inf)])
    answer = linprog(
        np.concatenate([np.zeros(keep.size), limits.slopes, -board.weight]),
        A_ub=sparse.vstack([sparse.hstack([body, blank]), cuts], format="csr"),
        b_ub=np.concatenate([limits.right, *[t.offset() for t in tangents]]),
        bounds=np.column_stack([lower, upper]),
        method="highs",
    )
    if answer.x is None:
        return tangents[-1].point
    shares = np.zeros(limits.open.shape)
    shares[columns] = np.clip(answer.x[: keep.size].reshape(columns.size, tiers), 0.0, 1.0)
    return shares
