"""How far a season falls from its forecast: fills by program, match rates by type, composition."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from builders.facts_names import read_rows
from thirdfriday.models.fill_forecast import FIRST_YEAR, FillHistory, forecast_fill

Array = npt.NDArray[Any]
TRIED = range(2020, 2026)  # Matches that the seasons before them can tell with four to learn from
RATED = {"md_senior": "US MD seniors", "do_senior": "US DO seniors",
         "us_img": "US-citizen IMG", "non_us_img": "non-US-citizen IMG"}  # fmt: skip
RIDGE = 0.0005  # of a slope on tightness, whose yearly changes are a few hundredths
USUAL, DRAWN = 0.25, 3.0  # first guess of a group's spread [log-odds]; seasons it is drawn by
RESIDENT_YEARS, BETWEEN = 3.3, 5.5  # classes in the residents of 2021, and years from their Match


@dataclass(frozen=True, slots=True, eq=False)
class FillErrors:
    """Out-of-sample fills of the seasons tried: forecast share, positions, filled, where."""

    year: Array
    share: Array
    quota: Array
    filled: Array
    group: Array
    track: Array


def fill_errors(history: FillHistory) -> FillErrors:
    """Every season of `TRIED` forecast from the seasons before it alone."""
    parts = []
    for year in TRIED:
        share, now = forecast_fill(history, year), history.season(year)
        track = np.flatnonzero(history.quota[:, now] > 0)
        parts.append((np.full(track.size, year), share[track], history.quota[track, now],
                      history.filled[track, now], history.group[track], track))  # fmt: skip
    return FillErrors(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def fill_noise(errors: FillErrors) -> tuple[float, Array, float]:
    """Correlation within a track, and spreads of each group's and the nation's season [log-odds].

    By moments, one after another: tracks against binomial noise once the season of their group is
    taken out, groups against the tracks, the nation against the groups. A group's spread is drawn
    to the usual one, since six seasons tell little of it.
    """
    one = errors.quota * errors.share * (1 - errors.share)
    miss = errors.filled - errors.quota * errors.share
    season, groups = errors.year - TRIED[0], int(errors.group.max()) + 1
    cell = season * groups + errors.group
    size = len(TRIED) * groups
    pull, gap = np.bincount(cell, one, size), np.bincount(cell, miss, size)
    shift = gap / (pull + 4)
    inside = miss - one * shift[cell]
    rho = float((inside**2 - one).sum() / (one * (errors.quota - 1)).sum())
    noise = np.bincount(cell, one * (1 + (errors.quota - 1) * rho), size).reshape(-1, groups)
    pull, gap = pull.reshape(-1, groups), gap.reshape(-1, groups)
    nation = gap.sum(axis=1) / pull.sum(axis=1)
    gap = gap - pull * nation[:, None]
    told = pull**2 / (noise + (pull * USUAL) ** 2 + 1e-9)  # how much a season says of the spread
    square = (gap**2 - noise) / np.maximum(pull, 1) ** 2
    usual = max(float(np.sum(np.minimum(square, 1) * told) / told.sum()), 0.0)
    own = (np.minimum(square, 1) * told).sum(axis=0) * USUAL**2 + DRAWN * usual
    spread = np.sqrt(np.maximum(own / (told.sum(axis=0) * USUAL**2 + DRAWN), usual / 4))
    return rho, spread, float(np.sqrt(np.mean(nation**2)))


def type_rates(tables: Path, history: FillHistory) -> dict[str, dict[str, float]]:
    """By type: how its match rate answers to positions per applicant, and how far it then falls.

    `slope` [log-odds for a unit of log positions per active applicant] on all seasons since 2017;
    `spread` [log-odds] of five rolling forecasts; `plain` the same for last season's rate.
    """
    table = list(read_rows(tables, "nrmp_rol_length_by_applicant_type_2006_2025"))
    years = list(range(FIRST_YEAR, 2026))
    count = {name: np.array([[float(row["n_matched"]), float(row["n_unmatched"])]
                             for year in years for row in table
                             if row["applicant_type"] == group and int(row["year"]) == year])
             for name, group in (*RATED.items(), ("all", "all_applicants"))}  # fmt: skip
    offered = np.array([history.quota[:, history.season(year)].sum() for year in years])
    tight = np.diff(np.log(offered) - np.log(count["all"].sum(axis=1)))
    found = {}
    for name in RATED:
        change = np.diff(np.log(count[name][:, 0] / count[name][:, 1]))
        slopes = [_slope(tight[:k], change[:k]) for k in range(4, len(change))]
        missed = change[4:] - slopes * tight[4:]
        found[name] = {
            "slope": _slope(tight, change),
            "spread": float(np.sqrt(np.mean(missed**2))),
            "plain": float(np.sqrt(np.mean(change[4:] ** 2))),
        }
    return found


def _slope(tight: Array, change: Array) -> float:
    return float(tight @ change / (tight @ tight + RIDGE))


def composition_drift(shares_then: Array, seats: Array, count_now: Array, level: Array) -> Any:
    """How far compositions wander in a year: a specialty's and a cell's. [log share], (2, 4).

    From residents of 2021 to those matched in 2025, in four groups, less what every specialty
    moved alike and less the noise of counting, as a random walk.

    Args:
        shares_then: by cell, of four groups; rows without are zero.
        seats: positions of the cell's programs whose residents are known.
        count_now: matched by cell and group, of those programs.
        level: number of each cell's specialty and level.
    """
    then = shares_then * (seats * RESIDENT_YEARS)[:, None]
    size = level.max() + 1
    whole_then, whole_now = np.zeros((2, size, 4))
    np.add.at(whole_then, level, then)
    np.add.at(whole_now, level, count_now)
    enough = (whole_now.sum(axis=1) >= 100) & (whole_then.sum(axis=1) >= 100)
    grown = _moved(whole_then, whole_now)
    noise = 1 / (whole_then + 0.5) + 1 / (whole_now + 0.5)
    weight = np.where(enough[:, None], 1 / (noise + 0.05), 0)
    alike = (grown * weight).sum(axis=0) / weight.sum(axis=0)
    left = ((grown - alike) ** 2 - noise) * weight
    specialty = np.sqrt(np.maximum(left.sum(axis=0) / weight.sum(axis=0), 0) / BETWEEN)
    moved = _moved(then, count_now) - grown[level]
    noise = 1 / (then + 0.5) + 1 / (count_now + 0.5)
    big = (then >= 10) & (count_now >= 10)
    weight = np.where(big, 1 / (noise + 0.05), 0)
    left = (moved**2 - noise) * weight
    cell = np.sqrt(np.maximum(left.sum(axis=0) / weight.sum(axis=0), 0) / BETWEEN)
    return np.array([specialty, cell])


def _moved(then: Array, now: Array) -> Array:
    """Change of log share."""
    before = (then + 0.5) / (then.sum(axis=-1, keepdims=True) + 2)
    after = (now + 0.5) / (now.sum(axis=-1, keepdims=True) + 2)
    found: Array = np.log(after / before)
    return found
