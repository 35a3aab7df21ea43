"""How the forecasts of whole seasons did: fills told from before, and 2025 as simulated."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.domain.program import NEWEST_FILLED_YEAR
from thirdfriday.facts.tables import load_table
from thirdfriday.models.fill_forecast import fill_history, forecast_fill
from thirdfriday.models.forecast_record import BINS, ReliabilityRow, Score
from thirdfriday.models.market import run_seasons
from thirdfriday.models.market_inputs import FITTED_FROM, market_inputs
from thirdfriday.models.market_season import APPLICANT_TYPES

Array = npt.NDArray[Any]
TRIED = range(2020, NEWEST_FILLED_YEAR + 1)  # told from the seasons before, with four to learn from
EDGE = 1e-3  # shares that never fill or always do are scored as if within a thousandth
RATED = {"md_senior": 0, "do_senior": 2, "us_img": 4, "non_us_img": 5}


@dataclass(frozen=True, slots=True)
class MatchRateRow:
    """Match rate of a type, simulated by the fitted market and as published. [0 to 1]"""

    applicant_type: str
    simulated: float
    spread: float
    published: float


@dataclass(frozen=True, slots=True)
class InSample:
    """The fitted season against the tables that it was fitted to: not a forecast.

    `misplaced`: positions in the wrong specialty or type, as a share of those filled.
    """

    season: int
    seasons: int
    match_rates: tuple[MatchRateRow, ...]
    misplaced: float
    largest: tuple[tuple[str, str, float, int], ...]


def fill_scores() -> tuple[tuple[Score, ...], tuple[ReliabilityRow, ...]]:
    """Every position of every track, filled or not, told from the seasons before.

    Returns:
        a score for each season of `TRIED`, and how reliable the newest was.

    Method: docs/models/market.md
    """
    history = fill_history()
    found: list[Score] = []
    rows: tuple[ReliabilityRow, ...] = ()
    for year in TRIED:
        now = history.season(year)
        offered = history.quota[:, now] > 0
        quota, filled = history.quota[offered, now], history.filled[offered, now]
        share = forecast_fill(history, year)[offered]
        before, seats = history.filled[:, now - 1], history.quota[:, now - 1]
        size = len(history.groups)
        group = np.bincount(history.group, before, size) / np.maximum(
            np.bincount(history.group, seats, size), 1
        )
        plain = group[history.group][offered]
        found.append(Score(
            f"a position filled in {year}", int(quota.sum()), _log(share, quota, filled),
            _log(plain, quota, filled), _brier(share, quota, filled),
            _brier(plain, quota, filled), "specialty's share of the season before",
            _note(year, share, quota, filled),
        ))  # fmt: skip
        rows = _reliability(1 - share, quota, quota - filled)
    return tuple(found), rows


def _note(year: int, share: Array, quota: Array, filled: Array) -> str:
    expected = float((share * quota).sum())
    return (
        f"told from {year - 1} and before; {expected:,.0f} expected, {filled.sum():,.0f} filled; "
        "its few settings were chosen on these seasons"
    )


def _log(share: Array, quota: Array, filled: Array) -> float:
    """Mean logarithmic score of a position. [nats]"""
    inside = np.clip(share, EDGE, 1 - EDGE)
    parts = filled * np.log(inside) + (quota - filled) * np.log(1 - inside)
    return float(-parts.sum() / quota.sum())


def _brier(share: Array, quota: Array, filled: Array) -> float:
    """Mean squared error of a position's chance. [0 to 1]"""
    parts = filled * (1 - share) ** 2 + (quota - filled) * share**2
    return float(parts.sum() / quota.sum())


def _reliability(chance: Array, quota: Array, came: Array) -> tuple[ReliabilityRow, ...]:
    """Positions by band of their chance of staying open."""
    rows = []
    for low, high in pairwise(BINS):
        inside = (chance >= low) & ((chance < high) | (high == BINS[-1]))
        seats = quota[inside].sum()
        if seats:
            mean = float((chance * quota)[inside].sum() / seats)
            rows.append(
                ReliabilityRow(low, high, int(seats), mean, float(came[inside].sum() / seats))
            )
    return tuple(rows)


def simulated_record(seasons: int, *, progress: Callable[[int], None] | None = None) -> InSample:
    """The simulated Match of 2025 against what it was fitted to.

    Args:
        seasons: how many to simulate.
        progress: called with the number done after each.

    Method: docs/models/market.md
    """
    inputs = market_inputs(FITTED_FROM)
    counts = run_seasons(FITTED_FROM, seasons=seasons, jobs=2, progress=progress)
    rates = np.array([one.matched / one.active for one in counts])
    published = {row["applicant_type"]: row["match_rate"]
                 for row in load_table("published/match_rates").rows()
                 if row["year"] == FITTED_FROM}  # fmt: skip
    rows = tuple(
        MatchRateRow(name, float(rates[:, k].mean()), float(rates[:, k].std()), published[name])
        for name, k in RATED.items()
    )
    filled = np.mean([one.filled for one in counts], axis=0)
    specialty = [inputs.layout.cells[k][1] for k in inputs.tracks.cell]
    table = {row["specialty"]: row for row in load_table("published/filled_by_type").rows()
             if row["year"] == FITTED_FROM}  # fmt: skip
    keys = sorted(table)
    number = {key: k for k, key in enumerate(keys)}
    simulated = np.zeros((len(keys) + 1, len(APPLICANT_TYPES)))
    np.add.at(simulated, [number.get(key, len(keys)) for key in specialty], filled)
    truth = np.array([[table[key][name] for name in APPLICANT_TYPES] for key in keys], float)
    gap = simulated[:-1] - truth
    order = np.argsort(-np.abs(gap), axis=None)[:5]
    largest = tuple(
        (keys[k], APPLICANT_TYPES[t], round(float(simulated[k, t]), 1), int(truth[k, t]))
        for k, t in zip(*np.unravel_index(order, gap.shape), strict=True)
    )
    missed = float(np.abs(gap).sum() + simulated[-1].sum()) / float(truth.sum())
    return InSample(FITTED_FROM, seasons, rows, missed, largest)
