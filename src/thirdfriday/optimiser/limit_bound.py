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

ROUNDING = 1e-12  # a program whose score passes its price by less stays out


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """The limits of a board as a linear program over x [n, T] and fee steps [S].

    Rows: programs, required, count by curve, then (with several curves) the whole count and the
    budget, signals by pool and tier, group most, group least.
    """

    matrix: sparse.csr_matrix
    right: Floats
    open: Floats  # [n, T] 1 where the tier may be used, else 0
    slopes: Floats  # [S] price of one more application on each fee step, rising on each curve
    widths: Floats  # [S] applications on each fee step
    step_curve: Integers  # [S] the curve of each step
    step_usd: Floats  # [S] dollars for one more application on each fee step
    curve: Integers
    curves: int
    most: float  # applications altogether
    budget: float
    pool: Integers
    group: Integers
    group_maximum: Integers
    group_minimum: Integers
    signals: Integers  # [P, T]
    required: Floats
    first: int  # row of the first curve

    @property
    def joint(self) -> int:
        """Rows that tie several curves together: the whole count and the budget, if any."""
        return 0 if self.curves == 1 else 1 + int(self.budget < np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A bound on the score of every list, the fractional list that reaches it, its prices."""

    bound: float
    shares: Floats  # [n, T]
    price: Floats  # [n, T] what one application at each tier must score to be worth its place


def limits_of(board: Board) -> Limits:
    """The limits of a board, the fees of each curve replaced by their convex lower envelope."""
    count, tiers = board.offer.shape[:2]
    curves = board.room.size
    slopes, widths, step_curve, step_usd = _steps(board)
    required = np.flatnonzero(board.required)
    body = _rows(board, required)
    steps = np.zeros((body.shape[0], slopes.size))
    first = count + required.size
    steps[first + step_curve, np.arange(slopes.size)] = -1.0
    together: list[float] = []
    if curves > 1:
        together = [float(board.most)]
        if board.budget < np.inf:
            steps[first + curves + 1] = step_usd
            together.append(board.budget)
    own = [np.ones(count), -np.ones(required.size), np.zeros(curves), np.array(together)]
    right = [*own, board.signals[:, 1:].ravel(), board.group_maximum, -board.group_minimum]
    allowed = np.ones((count, tiers))
    allowed[~board.signal_allowed, 1:] = 0.0
    allowed[:, 1:] *= (board.signals > 0)[board.pool, 1:]
    return Limits(
        matrix=sparse.hstack([body, sparse.csr_matrix(steps)], format="csr"),
        right=np.concatenate(right).astype(np.float64),
        open=allowed,
        slopes=slopes,
        widths=widths,
        step_curve=step_curve,
        step_usd=step_usd,
        curve=board.curve,
        curves=curves,
        most=float(board.most),
        budget=board.budget,
        pool=board.pool,
        group=board.group,
        group_maximum=board.group_maximum,
        group_minimum=board.group_minimum,
        signals=board.signals,
        required=board.required.astype(np.float64),
        first=first,
    )


def _steps(board: Board) -> tuple[Floats, Floats, Integers, Floats]:
    """Slopes, widths, curve and dollars of the fee steps of every curve."""
    parts = []
    for f, room in enumerate(board.room):
        if room == 0:
            continue
        slopes, widths = convex_steps(board.cost[f, : room + 1])
        usd = slopes
        if board.room.size > 1:
            usd, widths = convex_steps(board.fee[f, : room + 1])
            slopes = usd * _value_of_dollar(board)
        parts.append((slopes, widths, np.full(slopes.size, f, np.int64), usd))
    if not parts:
        return np.zeros(0), np.zeros(0), np.zeros(0, np.int64), np.zeros(0)
    slopes, widths, curve, usd = (np.concatenate(column) for column in zip(*parts, strict=True))
    return slopes, widths, curve, usd


def _value_of_dollar(board: Board) -> float:
    """Value given up for a dollar of fees."""
    dear = np.unravel_index(int(np.argmax(board.fee)), board.fee.shape)
    return float(board.cost[dear] / board.fee[dear]) if board.fee[dear] > 0 else 0.0


def _rows(board: Board, required: Integers) -> sparse.csr_matrix:
    """Rows over x [n·T], in the order that `Limits` names."""
    count, tiers = board.offer.shape[:2]
    curves, pools = board.room.size, board.signals.shape[0]
    programs = sparse.kron(sparse.eye(count), np.ones((1, tiers)), format="csr")
    blocks = [programs, -programs[required], _members(board.curve, curves) @ programs]
    if curves > 1:
        blocks.append(sparse.csr_matrix(np.ones((1, count * tiers))))
        if board.budget < np.inf:
            blocks.append(sparse.csr_matrix((1, count * tiers)))
    for pool in range(pools):
        inside = np.repeat((board.pool == pool).astype(np.float64), tiers)
        blocks.append(sparse.csr_matrix(np.tile(np.eye(tiers), count) * inside)[1:])
    by_group = _members(board.group, board.group_minimum.size) @ programs
    return sparse.vstack([*blocks, by_group, -by_group])


def _members(index: Integers, size: int) -> sparse.csr_matrix:
    """One row per value of `index`, with a 1 at each program that has it."""
    ones = np.ones(index.size)
    return sparse.csr_matrix((ones, (index, np.arange(index.size))), shape=(size, index.size))


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


class Scorer:
    """The best fractional list for one score after another under the same limits.

    The linear program holds the programs that can matter; any left out that would enter at the
    prices found is taken in, and the program solved again, so that the answer is that of all.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._kept = limits.required > 0
        self._fresh: tuple[Integers, sparse.csr_matrix, Floats] | None = None

    def best(self, score: Floats) -> Scored:
        """Bound on Σ score·x − fees over every list, with the fractional list that reaches it."""
        limits = self.limits
        highest = np.where(limits.open > 0, score, -np.inf).max(axis=1)
        order = np.argsort(-highest, kind="stable")
        self._keep(order[: 2 * (int(limits.most) + 1)])
        while True:
            shares, prices = self._solved(score)
            net = np.where(limits.open > 0, score - price_of(limits, prices), -np.inf)
            enters = (net.max(axis=1) > ROUNDING) & ~self._kept
            if not enters.any():
                break
            self._keep(np.flatnonzero(enters))
        return Scored(priced_bound(limits, score, prices), shares, price_of(limits, prices))

    def _keep(self, programs: Integers) -> None:
        """Take programs into the linear program."""
        if not self._kept[programs].all():
            self._kept[programs] = True
            self._fresh = None

    def _reduced(self) -> tuple[Integers, sparse.csr_matrix, Floats]:
        """Kept columns, and the rows that touch them, of the whole linear program."""
        if self._fresh is None:
            limits = self.limits
            count, tiers = limits.open.shape
            kept = np.flatnonzero(self._kept)
            columns = np.concatenate(
                [
                    (kept[:, None] * tiers + np.arange(tiers)).ravel(),
                    np.arange(count * tiers, limits.matrix.shape[1]),
                ]
            )
            rows = np.concatenate([kept, np.arange(count, limits.matrix.shape[0])])
            body = limits.matrix[rows].tocsc()[:, columns].tocsc()
            self._fresh = kept, body, limits.right[rows]
        return self._fresh

    def _solved(self, score: Floats) -> tuple[Floats, Floats]:
        """Shares of every program and prices of the limits at the best of the kept ones."""
        limits = self.limits
        kept, body, right = self._reduced()
        answer = linprog(
            np.concatenate([-score[kept].ravel(), limits.slopes]),
            A_ub=body,
            b_ub=right,
            bounds=np.column_stack(
                [
                    np.zeros(body.shape[1]),
                    np.concatenate([limits.open[kept].ravel(), limits.widths]),
                ]
            ),
            method="highs",
            options={"presolve": False},
        )
        shares = np.zeros_like(score)
        first = kept.size + limits.first - score.shape[0]
        prices = np.zeros(right.size - first)
        if answer.x is not None:
            prices = np.maximum(-np.asarray(answer.ineqlin.marginals), 0.0)[first:]
            found = answer.x[: kept.size * score.shape[1]].reshape(kept.size, score.shape[1])
            shares[kept] = np.clip(found, 0.0, 1.0)
        return shares, prices


def price_of(limits: Limits, prices: Floats) -> Floats:
    """What one application at each tier costs under the prices of the limits. [n, T]."""
    parts = _parts(limits, prices)
    by_group = parts.most - parts.least
    tier_price = np.pad(parts.tiers, ((0, 0), (1, 0)))[limits.pool]
    place = parts.curves[limits.curve] + parts.whole + by_group[limits.group]
    return np.asarray(place[:, None] + tier_price)


@dataclass(frozen=True, slots=True, eq=False)
class _Prices:
    """Nonnegative prices of the limits by kind."""

    curves: Floats  # [F]
    whole: float
    dollar: float
    tiers: Floats  # [P, T - 1]
    most: Floats  # [G]
    least: Floats  # [G]


def _parts(limits: Limits, prices: Floats) -> _Prices:
    curves, joint, groups = limits.curves, limits.joint, limits.group_maximum.size
    pools, tiers = limits.signals.shape
    first = curves + joint
    last = first + pools * (tiers - 1)
    return _Prices(
        curves=prices[:curves],
        whole=float(prices[curves]) if joint else 0.0,
        dollar=float(prices[curves + 1]) if joint > 1 else 0.0,
        tiers=prices[first:last].reshape(pools, tiers - 1),
        most=prices[last : last + groups],
        least=prices[last + groups :],
    )


def priced_bound(limits: Limits, score: Floats, prices: Floats) -> float:
    """Bound on Σ score·x − fees for any nonnegative prices of the limits. [value]."""
    parts = _parts(limits, prices)
    net = score - price_of(limits, prices)
    net = np.where(limits.open > 0, net, -np.inf).max(axis=1)
    net = np.where(limits.required > 0, net, np.maximum(net, 0.0))
    total = float(net.sum())
    margin = parts.curves[limits.step_curve] - limits.slopes - parts.dollar * limits.step_usd
    total += float((np.maximum(margin, 0.0) * limits.widths).sum())
    if limits.joint:
        total += parts.whole * limits.most
    if limits.joint > 1:
        total += parts.dollar * limits.budget
    total += float((parts.tiers * limits.signals[:, 1:]).sum())
    total += float(parts.most @ limits.group_maximum - parts.least @ limits.group_minimum)
    return total


def _slope(cost: Floats, start: int, end: int) -> float:
    return float((cost[end] - cost[start]) / (end - start))
