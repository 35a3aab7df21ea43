"""The most any list within the limits can score when every application has its own fixed score.

The limits (count and fees, signals, groups, required programs) are priced by multipliers; for any
multipliers the priced problem is solved program by program and bounds every list, so the bound
holds whatever the linear programming solver returns. Method: docs/models/choices.md, "Limits".
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

from thirdfriday.optimiser.list_gains import Board
from thirdfriday.optimiser.problem import Floats, Integers


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """The limits of a board as a linear program over x [n, T] and fee steps."""

    matrix: sparse.csr_matrix  # rows: programs, required, count, tiers, group most, group least
    right: Floats
    open: Floats  # [n, T] 1 where the tier may be used, else 0
    slopes: Floats  # price of one more application on each fee step, rising
    widths: Floats  # applications on each fee step
    group: Integers
    group_maximum: Integers
    group_minimum: Integers
    signals: Integers
    required: Floats
    first: int  # row of the count


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A bound on the score of every list, the fractional list that reaches it, its prices."""

    bound: float
    shares: Floats  # [n, T]
    price: Floats  # [n, T] what one application at each tier must score to be worth its place


def limits_of(board: Board) -> Limits:
    """The limits of a board, fees replaced by their convex lower envelope."""
    count, tiers = board.offer.shape[:2]
    slopes, widths = convex_steps(board.cost)
    required = np.flatnonzero(board.required)
    body = _rows(board, required)
    steps = np.zeros((body.shape[0], slopes.size))
    first = count + required.size
    steps[first] = -1.0
    own = [np.ones(count), -np.ones(required.size), np.zeros(1)]
    right = [*own, board.signals[1:], board.group_maximum, -board.group_minimum]
    allowed = np.ones((count, tiers))
    allowed[~board.signal_allowed, 1:] = 0.0
    return Limits(
        matrix=sparse.hstack([body, sparse.csr_matrix(steps)], format="csr"),
        right=np.concatenate(right).astype(np.float64),
        open=allowed,
        slopes=slopes,
        widths=widths,
        group=board.group,
        group_maximum=board.group_maximum,
        group_minimum=board.group_minimum,
        signals=board.signals,
        required=board.required.astype(np.float64),
        first=first,
    )


def _rows(board: Board, required: Integers) -> sparse.csr_matrix:
    """Rows over x [n·T]: one per program, required program, count, tier, group twice."""
    count, tiers = board.offer.shape[:2]
    programs = sparse.kron(sparse.eye(count), np.ones((1, tiers)), format="csr")
    inside = sparse.csr_matrix(
        (np.ones(count), (board.group, np.arange(count))),
        shape=(board.group_minimum.size, count),
    )
    by_group = inside @ programs
    by_tier = sparse.csr_matrix(np.tile(np.eye(tiers), count))[1:]
    total = sparse.csr_matrix(np.ones((1, count * tiers)))
    return sparse.vstack([programs, -programs[required], total, by_tier, by_group, -by_group])


def convex_steps(cost: Floats) -> tuple[Floats, Floats]:
    """Slopes and widths of the largest convex curve under a cumulative cost. [value], [count].

    >>> slopes, widths = convex_steps(np.array([0.0, 1.0, 2.0, 5.0]))
    >>> slopes.tolist(), widths.tolist()
    ([1.0, 3.0], [2.0, 1.0])
    """
    corners = [0]
    for k in range(1, cost.size):
        while len(corners) > 1 and _slope(cost, corners[-1], k) <= _slope(
            cost, corners[-2], corners[-1]
        ):
            corners.pop()
        corners.append(k)
    pairs = list(pairwise(corners))
    slopes = np.array([_slope(cost, a, b) for a, b in pairs])
    widths = np.array([float(b - a) for a, b in pairs])
    return slopes, widths


def best_score(limits: Limits, score: Floats) -> Scored:
    """Bound on Σ score·x − fees over every list, with the fractional list that reaches it."""
    count, tiers = score.shape
    answer = linprog(
        np.concatenate([-score.ravel(), limits.slopes]),
        A_ub=limits.matrix,
        b_ub=limits.right,
        bounds=np.column_stack(
            [
                np.zeros(limits.matrix.shape[1]),
                np.concatenate([limits.open.ravel(), limits.widths]),
            ]
        ),
        method="highs",
    )
    prices = np.zeros(limits.right.size)
    shares = np.zeros((count, tiers))
    if answer.x is not None:
        prices = np.maximum(-np.asarray(answer.ineqlin.marginals), 0.0)
        shares = np.clip(answer.x[: count * tiers].reshape(count, tiers), 0.0, 1.0)
    prices = prices[limits.first :]
    return Scored(priced_bound(limits, score, prices), shares, price_of(limits, prices))


def price_of(limits: Limits, prices: Floats) -> Floats:
    """What one application at each tier costs under prices of count, tiers and groups. [n, T]."""
    tiers, groups = limits.signals.size, limits.group_maximum.size
    tier_price = np.concatenate([[0.0], prices[1:tiers]])
    by_group = prices[tiers : tiers + groups] - prices[tiers + groups :]
    return np.asarray(prices[0] + tier_price + by_group[limits.group][:, None])


def priced_bound(limits: Limits, score: Floats, prices: Floats) -> float:
    """Bound on Σ score·x − fees for any nonnegative prices of count, tiers and groups. [value]."""
    tiers, groups = limits.signals.size, limits.group_maximum.size
    most = prices[tiers : tiers + groups]
    least = prices[tiers + groups :]
    net = score - price_of(limits, prices)
    net = np.where(limits.open > 0, net, -np.inf).max(axis=1)
    net = np.where(limits.required > 0, net, np.maximum(net, 0.0))
    total = float(net.sum())
    total += float((np.maximum(prices[0] - limits.slopes, 0.0) * limits.widths).sum())
    total += float(prices[1:tiers] @ limits.signals[1:])
    total += float(most @ limits.group_maximum - least @ limits.group_minimum)
    return total


def _slope(cost: Floats, start: int, end: int) -> float:
    return float((cost[end] - cost[start]) / (end - start))
