"""A figure of every specialty from its own published table and from what the others say of it.

Several tellers each say what they know of a figure from the other specialties. All of them are
heard, by precision: choosing the best among them by rows left out told rows worse.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Earlier = Mapping[int, Array]
Said = tuple[Array, Array]
"""Mean and standard error of every row, not a number where nothing is said."""
Teller = Callable[[Array, Array], Said]
"""From figures and their standard errors to what they say of every row."""
RIDGE = 1.0  # of slopes of standardised covariates, in observations of variance one
SPREADS = np.geomspace(1e-3, 20.0, 60)  # standard deviations tried between specialties
LEAST_CHANGES = 2  # a mean change needs two
LEAST_SEEN = 4  # a relation of its own needs four rows
ALIKE = 0.5  # correlation of the errors of two tellers
MOST_DRAWN = 0.5
"""Standard errors by which a row's own figure is drawn to the others at most: the limited
translation of Efron and Morris, since specialties fall off a relation more often than it says."""


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What was published (not a number where nothing was), what the others say, and both together.

    All are (rows,); `error` are standard errors.
    """

    published: Array
    published_error: Array
    others: Array
    others_error: Array
    both: Array
    error: Array


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


@dataclass(frozen=True, slots=True, eq=False)
class Witnesses:
    """Who says what of a figure.

    `main` is the covariate that tells the rows of which the tellers say nothing; `least` is the
    standard error below which no teller is believed.
    """

    main: Array
    tellers: Sequence[Teller]
    least: float = 0.0

    def say(self, value: Array, error: Array) -> Said:
        """What they say together of every row."""
        said = [(mean, np.maximum(spread, self.least))
                for mean, spread in (teller(value, error) for teller in self.tellers)]  # fmt: skip
        mean, spread = agreed(said)
        rest, doubt, _ = related([self.main], value, error)
        silent = ~np.isfinite(mean)
        doubt = np.maximum(doubt, self.least)
        return np.where(silent, rest, mean), np.where(silent, doubt, spread)


def by(covariate: Array) -> Teller:
    """A relation over the rows that have this covariate; it is silent on the others."""

    def teller(value: Array, error: Array) -> Said:
        nothing = np.full(value.size, np.nan)
        seen = np.where(np.isfinite(covariate), value, np.nan)
        if np.isfinite(seen).sum() < LEAST_SEEN:
            return nothing, nothing
        mean, spread, _ = related([covariate], seen, error)
        here = np.isfinite(covariate)
        return np.where(here, mean, np.nan), np.where(here, spread, np.nan)

    return teller


def by_earlier(earlier: Earlier) -> Teller:
    """Earlier figures, moved by the mean change since."""
    return lambda value, error: moved_on(earlier, value, error)


def agreed(said: Sequence[Said]) -> Said:
    """What several say together, weighed by precision; their errors are alike by half."""
    mean, spread = (np.array(each) for each in zip(*said, strict=True))
    known = np.isfinite(mean) & np.isfinite(spread)
    weight = np.where(known, 1.0 / np.where(known, spread, 1.0) ** 2, 0.0)
    total = weight.sum(axis=0)
    weight = weight / np.where(total > 0, total, np.nan)
    part = weight * np.where(known, spread, 0.0)
    variance = (1.0 - ALIKE) * (part**2).sum(axis=0) + ALIKE * part.sum(axis=0) ** 2
    return (weight * np.where(known, mean, 0.0)).sum(axis=0), np.sqrt(variance)


def told(witnesses: Witnesses, value: Array, error: Array) -> Told:
    """Every row's figure from its own table and from the others.

    Args:
        witnesses: what else is known of every row.
        value: the published figure, not a number where there is none.
        error: its standard error.
    """
    others = witnesses.say(value, error)
    both, left = joined((value, error), others)
    drawn = np.clip(both, value - MOST_DRAWN * error, value + MOST_DRAWN * error)
    return Told(value, error, *others, np.where(np.isfinite(value), drawn, both), left)


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


def without_each(witnesses: Witnesses, value: Array, error: Array) -> Said:
    """What the others say of each row that has a value, its own left out. (rows,)"""
    mean, spread = (np.full(value.size, np.nan) for _ in range(2))
    for row in np.flatnonzero(np.isfinite(value)):
        less = value.copy()
        less[row] = np.nan
        found = witnesses.say(less, error)
        mean[row], spread[row] = found[0][row], found[1][row]
    return mean, spread
