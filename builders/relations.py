"""A figure of every specialty from its own published table and from what the others say of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Earlier = Mapping[int, Array]
RIDGE = 1.0  # of slopes of standardised covariates, in observations of variance one
SPREADS = np.geomspace(1e-3, 20.0, 60)  # standard deviations tried between specialties
LEAST_CHANGES = 2  # a mean change needs two


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What was published (not a number where nothing was), what the others say, and both together.

    All are (rows,); `error` are standard errors; `between` is the spread that the relation leaves.
    """

    published: Array
    published_error: Array
    others: Array
    others_error: Array
    both: Array
    error: Array
    between: float


def related(covariates: Sequence[Array], value: Array, error: Array) -> tuple[Array, Array, float]:
    """A linear relation over the rows that have a value, told for every row, with its error.

    A missing covariate counts as its mean. Slopes are drawn to zero; the spread between rows is the
    one that makes the values likeliest.
    """
    known = np.isfinite(value) & np.isfinite(error)
    columns = [np.ones(value.size)]
    for each in covariates:
        middle, spread = np.nanmean(each[known]), np.nanstd(each[known]) + 1e-12
        columns.append(np.where(np.isfinite(each), (each - middle) / spread, 0.0))
    x = np.column_stack(columns)
    scale = float(np.std(value[known])) + 1e-12
    ridge = np.diag([1e-9] + [RIDGE / scale**2] * len(covariates))
    y, v, seen = value[known], error[known] ** 2, x[known]
    best = (-np.inf, 0.0, np.zeros(x.shape[1]), np.zeros((x.shape[1], x.shape[1])))
    for between in SPREADS * scale:
        weight = 1.0 / (v + between**2)
        inner = (seen * weight[:, None]).T @ seen + ridge
        slope = np.linalg.solve(inner, (seen * weight[:, None]).T @ y)
        rest = y - seen @ slope
        likely = -0.5 * (weight * rest**2).sum() + 0.5 * np.log(weight).sum()
        likely -= 0.5 * slope @ ridge @ slope + 0.5 * np.linalg.slogdet(inner)[1]
        if likely > best[0]:
            best = (likely, between, slope, np.linalg.inv(inner))
    _, between, slope, doubt = best
    spread = np.sqrt(between**2 + np.einsum("ij,jk,ik->i", x, doubt, x))
    return x @ slope, spread, between


def joined(first: tuple[Array, Array], second: tuple[Array, Array]) -> tuple[Array, Array]:
    """Two estimates of each row by their precision; where one is missing, the other."""
    weights = [np.where(np.isfinite(m) & np.isfinite(e), 1.0 / np.maximum(e, 1e-9) ** 2, 0.0)
               for m, e in (first, second)]  # fmt: skip
    total = np.maximum(weights[0] + weights[1], 1e-12)
    mean = sum(w * np.nan_to_num(m) for w, (m, _) in zip(weights, (first, second), strict=True))
    return mean / total, 1.0 / np.sqrt(total)


def told(
    covariates: Sequence[Array],
    value: Array,
    error: Array,
    earlier: Earlier | None = None,
) -> Told:
    """Every row's figure from its own table and from the others.

    Args:
        covariates: what is known of every row, (rows,) each.
        value: the published figure, not a number where there is none.
        error: its standard error.
        earlier: figures of the same rows by season before.
    """
    others, spread, between = related(covariates, value, error)
    if earlier is not None:
        others, spread = joined((others, spread), moved_on(earlier, value, error))
    both, left = joined((value, error), (others, spread))
    return Told(value, error, others, spread, both, left, between)


def moved_on(earlier: Earlier, value: Array, error: Array) -> tuple[Array, Array]:
    """The newest earlier figure moved by the mean change since, with the spread of changes."""
    moved, spread = np.full(value.size, np.nan), np.full(value.size, np.nan)
    centred: list[float] = []
    means: list[tuple[Array, float, int]] = []
    for _, before in sorted(earlier.items()):
        here = np.isfinite(value - before)
        if here.sum() < LEAST_CHANGES:
            continue
        changes = (value - before)[here]
        mean = float(np.average(changes, weights=1.0 / (error[here] ** 2 + 1.0)))
        centred += list(changes - mean)
        means.append((before, mean, changes.size))
    if not means:
        return moved, spread
    variance = float(np.sum(np.square(centred)) / (len(centred) - len(means)))
    for before, mean, count in means:  # the newest comes last and stays
        here = np.isfinite(before)
        moved[here], spread[here] = before[here] + mean, np.sqrt(variance * (1.0 + 1.0 / count))
    return moved, spread


def without_each(
    covariates: Sequence[Array],
    value: Array,
    error: Array,
    earlier: Earlier | None = None,
) -> Array:
    """What the others say of each row that has a value, its own left out. (rows,)"""
    found = np.full(value.size, np.nan)
    for row in np.flatnonzero(np.isfinite(value)):
        less = value.copy()
        less[row] = np.nan
        found[row] = told(covariates, less, error, earlier).others[row]
    return found
