"""The coming Match drawn many times: what programs fill, and which types fill it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.models.fill_forecast import log_odds

Array = npt.NDArray[Any]
LEAST = 1e-6  # keeps a chance off 0 and 1, and a share off 0
RAKES = 60  # turns of fitting shares to totals; ten are enough
DRAWN_RAKES = 8  # turns for each draw, which begins from the fitted ones


@dataclass(frozen=True, slots=True, eq=False)
class FillNoise:
    """How a season's fills fall from their forecast.

    `correlation` of seats within a track [share]; spreads of the season of each track's `group`
    and of the nation [log-odds].
    """

    correlation: float
    group: Array
    spread: Array
    nation: float


def draw_filled(
    share: Array, quota: Array, noise: FillNoise, draws: int, rng: np.random.Generator
) -> Array:
    """Positions that each track fills in every draw. [positions], (draws, tracks).

    >>> noise = FillNoise(0.3, np.zeros(1, int), np.array([0.2]), 0.1)
    >>> rng = np.random.default_rng(1)
    >>> bool(draw_filled(np.array([0.9]), np.array([10]), noise, 50, rng).max() <= 10)
    True
    """
    season = rng.standard_normal((draws, noise.spread.size)) * noise.spread
    season += noise.nation * rng.standard_normal((draws, 1))
    variance = noise.spread[noise.group] ** 2 + noise.nation**2
    level = np.log(share / (1 - share)) + variance * (share - 0.5)  # so that the mean stays
    chance = 1 / (1 + np.exp(-(level + season[:, noise.group])))
    chance = np.clip(chance, LEAST, 1 - LEAST)
    worth = 1 / noise.correlation - 1
    best = rng.standard_gamma(chance * worth)
    other = rng.standard_gamma((1 - chance) * worth)
    seat = best / np.maximum(best + other, np.finfo(float).tiny)
    return rng.binomial(quota.astype(np.int64), np.clip(seat, 0, 1))


def reconciled(
    wanted: Array, spread: Array, whole: Array, whole_spread: float
) -> tuple[Array, Array]:
    """Totals by type and of all, moved to agree, each by its share of the variance.

    Args:
        wanted: by type, forecast apart. (..., types).
        spread: standard deviation of each type's total.
        whole: forecast of all. (...).
        whole_spread: its standard deviation.

    >>> parts, whole = reconciled(np.array([10.0, 20.0]), np.array([1.0, 1.0]), np.array(33.0), 1.0)
    >>> parts.tolist(), float(whole)
    ([11.0, 21.0], 32.0)
    """
    variance = np.square(spread)
    gap = whole - wanted.sum(axis=-1)
    share = variance / (variance.sum() + whole_spread**2)
    return wanted + gap[..., None] * share, whole - gap * (whole_spread**2) / (
        variance.sum() + whole_spread**2
    )


def raked(share: Array, filled: Array, totals: Array, counted: Array, turns: int = RAKES) -> Array:
    """Shares of cells by type, bent alike everywhere so that the counted cells give the totals.

    Args:
        share: (..., cells, types), summing to 1.
        filled: positions filled, (..., cells).
        totals: positions by type over the counted cells, (..., types).
        counted: which cells the totals are of, (cells,).
        turns: of fitting.

    >>> share = np.array([[0.5, 0.5], [0.8, 0.2]])
    >>> bent = raked(share, np.array([10.0, 10.0]), np.array([10.0, 10.0]), np.array([True, True]))
    >>> (bent * 10).sum(axis=0).round(3).tolist()
    [10.0, 10.0]
    """
    weight = np.where(counted, filled, 0)[..., None]
    for _ in range(turns):
        found = (share * weight).sum(axis=-2)
        share = share * (totals / np.maximum(found, LEAST))[..., None, :]
        share = share / np.maximum(share.sum(axis=-1, keepdims=True), LEAST)
    return share


def draw_shares(
    share: Array, weight: Array, drift: tuple[Array, Array], group: Array, *, draws: int,
    rng: np.random.Generator,
) -> Array:  # fmt: skip
    """Shares of cells in every draw: what 2025 leaves open, and a year's drift. (draws, ...).

    Args:
        share: (cells, types).
        weight: applicants that each cell's shares are worth.
        drift: spreads of a specialty's and of a cell's year by type [log share].
        group: number of each cell's specialty and level.
        draws: how many.
        rng: where the chance comes from.
    """
    drawn = rng.standard_gamma(np.maximum(weight[:, None] * share, LEAST), (draws, *share.shape))
    drawn = np.maximum(drawn, LEAST)
    year = rng.standard_normal((draws, int(group.max()) + 1, share.shape[1])) * drift[0]
    drawn *= np.exp(year[:, group] + rng.standard_normal(drawn.shape) * drift[1])
    found: Array = drawn / drawn.sum(axis=-1, keepdims=True)
    return found


def draw_counts(share: Array, filled: Array, rng: np.random.Generator) -> Array:
    """Whole applicants of each type in each cell of each draw. (draws, cells, types)."""
    return rng.multinomial(filled.astype(np.int64), share / share.sum(axis=-1, keepdims=True))


def rate_after(rate: Array, slope: Array, tighter: float) -> Array:
    """Match rates once positions per applicant have moved. [0 to 1]

    >>> rate_after(np.array([0.5]), np.array([4.0]), 0.01).round(3).tolist()
    [0.51]
    """
    found: Array = 1 / (1 + np.exp(-(log_odds(rate) + slope * tighter)))
    return found
