"""The Match of 2026 told from 2025 and before: positions filled by place, specialty and type."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.fill_forecast import fill_history, forecast_fill
from thirdfriday.models.forecast_draws import (
    DRAWN_RAKES,
    FillNoise,
    draw_counts,
    draw_filled,
    draw_shares,
    raked,
    rate_after,
    reconciled,
)
from thirdfriday.models.market_inputs import FITTED_FROM, active_applicants, market_layout
from thirdfriday.models.market_season import APPLICANT_TYPES

Array = npt.NDArray[Any]
SHORT_TYPES = ("md_sr", "md_grad", "do_sr", "do_grad", "us_img", "non_us_img")
RATED = ("md_senior", "do_senior", "us_img", "non_us_img")
SEASON = FITTED_FROM + 1  # the only one whose positions are known and whose results are not used
CHUNK = 50  # draws at a time, so that memory stays small


@dataclass(frozen=True, slots=True)
class ForecastCell:
    """A state, specialty and level with positions in the coming Match."""

    state: str
    specialty: str
    published_name: str
    level: str
    positions: int


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Positions filled by cell and type: `mean` and `draws` (draws, cells, types).

    `active` applicants by type; `fill` share of each track, in the order of the market's rows.
    """

    cells: tuple[ForecastCell, ...]
    mean: Array
    draws: Array
    active: Array
    fill: Array


@dataclass(frozen=True, slots=True, eq=False)
class _Tracks:
    """The tracks of the coming Match and the cell of each (those of no published cell left out)."""

    share: Array
    quota: Array
    cell: Array
    noise: FillNoise


def cells_of_forecast() -> tuple[tuple[ForecastCell, ...], Array, Array]:
    """The cells, their shares by type as of 2025, and the applicants these are worth."""
    rows = list(load_table("model/forecast_cells").rows())
    cells = tuple(
        ForecastCell(row["state"], row["specialty"], row["published_name"],
                     row["position_level"], row["positions"])
        for row in rows
    )  # fmt: skip
    share = np.array([[row[f"share_{name}"] for name in APPLICANT_TYPES] for row in rows])
    return cells, share, np.array([row["weight"] for row in rows], float)


def _tracks(cells: tuple[ForecastCell, ...], facts: Facts) -> tuple[_Tracks, Array]:
    """The tracks with positions, their cells, and the share filled of every track."""
    history, layout = fill_history(), market_layout()
    share = forecast_fill(history, SEASON, facts)
    place = {(one.state, one.specialty, one.level): k for k, one in enumerate(cells)}
    cell = np.array([place.get(row["cell"], -1) for row in layout.rows])
    quota = history.quota[:, history.season(SEASON)]
    known = np.flatnonzero((quota > 0) & (cell >= 0))
    spread = {(row["specialty"], row["position_type"]): row["fill_spread"]
              for row in load_table("model/forecast_specialties").rows()}  # fmt: skip
    noise = FillNoise(
        facts.value("forecast.fill.correlation"), history.group[known],
        np.array([spread[group] for group in history.groups]),
        facts.value("forecast.fill.nation_spread"),
    )  # fmt: skip
    return _Tracks(share[known], quota[known], cell[known], noise), share


def _scale(cells: tuple[ForecastCell, ...], tracks: _Tracks) -> tuple[Array, Array]:
    """Published positions to those of the tracks, and the positions that have no track."""
    positions = np.array([one.positions for one in cells], float)
    covered = np.bincount(tracks.cell, tracks.quota, len(cells))
    scale = np.where(covered > 0, positions / np.maximum(covered, 1), 0)
    return scale, np.where(covered > 0, 0, positions)


def type_totals(facts: Facts) -> tuple[Array, Array, Array]:
    """Active applicants by type, the first-year positions they fill, and its spread. [count].

    A type's match rate of the season before moves with positions per active applicant.

    Facts: forecast.rate.slope.<type>, forecast.rate.spread.<type>, match.rate.<type>,
        forecast.graduates.spread
    """
    now, before = active_applicants(SEASON, facts), active_applicants(FITTED_FROM, facts)
    history = fill_history()
    offered = history.quota.sum(axis=0)
    more = offered[history.season(SEASON)] / offered[history.season(FITTED_FROM)]
    tighter = float(np.log(more) - np.log(now.sum() / before.sum()))
    mean, spread = np.zeros(6), np.zeros(6)
    for k, name in enumerate(APPLICANT_TYPES):
        if name in RATED:
            slope = np.array(facts.value(f"forecast.rate.slope.{name}"))
            rate = float(rate_after(np.array(facts.value(f"match.rate.{name}")), slope, tighter))
            mean[k] = now[k] * rate
            spread[k] = mean[k] * (1 - rate) * facts.value(f"forecast.rate.spread.{name}")
        else:
            mean[k] = facts.value(f"forecast.first_year.2025.{name}") * now[k] / before[k]
            spread[k] = mean[k] * facts.value("forecast.graduates.spread")
    return now, mean, spread


@cache
def forecast_match() -> Forecast:
    """The coming Match by cell and type.

    Method: docs/models/market.md
    """
    facts = load_facts()
    rng = np.random.default_rng(int(facts.value("forecast.seed")))
    cells, share, weight = cells_of_forecast()
    tracks, fill = _tracks(cells, facts)
    scale, loose = _scale(cells, tracks)
    overall = float((tracks.share * tracks.quota).sum() / tracks.quota.sum())
    filled = np.bincount(tracks.cell, tracks.share * tracks.quota, len(cells)) * scale
    filled = np.add(filled, loose * overall)
    first = np.array([one.level == "PGY-1" for one in cells])
    active, wanted, spread = type_totals(facts)
    count = int(facts.value("forecast.draws"))
    drawn = draw_filled(tracks.share, tracks.quota, tracks.noise, count, rng)
    by_cell = np.array([np.bincount(tracks.cell, row, len(cells)) for row in drawn]) * scale
    by_cell += loose * overall
    whole_spread = float(by_cell[:, first].sum(axis=1).std())
    totals, whole = reconciled(wanted, spread, np.array(filled[first].sum()), whole_spread)
    filled = _moved_to(filled, first, float(whole), cells)
    share = raked(share, filled, totals, first)
    mean = share * filled[:, None]
    draws = _draws(cells, (share, weight), by_cell, (totals, spread), rng)
    return Forecast(cells, mean, draws, active, fill)


def _moved_to(filled: Array, first: Array, whole: float, cells: tuple[ForecastCell, ...]) -> Array:
    """Fills whose first years add up to `whole`, moved where positions are left open."""
    positions = np.array([one.positions for one in cells], float)
    room = np.where(first, np.maximum(positions - filled, 0), 0)
    more = whole - filled[first].sum()
    found: Array = np.clip(filled + more * room / max(room.sum(), 1.0), 0, positions)
    return found


def _draws(
    cells: tuple[ForecastCell, ...], mix: tuple[Array, Array], by_cell: Array,
    told: tuple[Array, Array], rng: np.random.Generator,
) -> Array:  # fmt: skip
    """Every draw's applicants by cell and type."""
    facts = load_facts()
    share, weight = mix
    totals, spread = told
    names = sorted({(one.specialty, one.level) for one in cells})
    number = {name: k for k, name in enumerate(names)}
    group = np.array([number[one.specialty, one.level] for one in cells])
    first = np.array([one.level == "PGY-1" for one in cells])
    drift = tuple(
        np.array([facts.value(f"forecast.drift.{what}.{name}") for name in APPLICANT_TYPES])
        for what in ("specialty", "cell")
    )
    parts = []
    for begin in range(0, len(by_cell), CHUNK):
        filled = np.rint(by_cell[begin : begin + CHUNK])
        size = len(filled)
        mine = draw_shares(share, weight, (drift[0], drift[1]), group, draws=size, rng=rng)
        season = totals + rng.standard_normal((size, totals.size)) * spread
        season = np.maximum(season, 1)
        season, _ = reconciled(season, spread, filled[:, first].sum(axis=1), 0.0)
        mine = raked(mine, filled, season, first, DRAWN_RAKES)
        parts.append(draw_counts(mine, filled, rng).astype(np.float32))
    return np.concatenate(parts)


def forecast_document(specialty: str | None = None) -> dict[str, Any]:
    """The forecast of the Match of 2026 as one document.

    Args:
        specialty: only rows of this key.

    Returns:
        season, method, seasons (drawn), positions, filled_mean, filled_sd, by_type {type: active,
        matched_mean, matched_sd, match_rate, match_rate_sd, filled_mean, filled_sd}, by_specialty
        and by_state_specialty_type as of a simulated season.
    """
    found = forecast_match()
    cells = found.cells
    positions = np.array([one.positions for one in cells])
    first = np.array([one.level == "PGY-1" for one in cells])
    total = found.draws.sum(axis=(1, 2))
    return {
        "season": SEASON,
        "method": "forecast",
        "fitted_on": f"{FITTED_FROM} and before; of {SEASON} only positions and active applicants",
        "seasons": len(found.draws),
        "by_type": _by_type(found, first),
        "by_specialty": _by_specialty(found, positions, specialty),
        "by_state_specialty_type": [
            {"state": one.state, "specialty": one.published_name, "specialty_key": one.specialty,
             "position_level": one.level, "type": short, "positions": one.positions,
             "filled_mean": _round(found.mean[k, t]), "filled_sd": _round(spread)}
            for k, one in enumerate(cells)
            if specialty in {None, one.specialty}
            for t, (short, spread) in enumerate(
                zip(SHORT_TYPES, found.draws[:, k].std(axis=0), strict=True))
        ],
        "positions": int(positions.sum()),
        "filled_mean": _round(found.mean.sum()),
        "filled_sd": _round(total.std()),
        "unfilled_mean": _round(positions.sum() - found.mean.sum()),
    }  # fmt: skip


def _round(value: Any) -> float:
    return round(float(value), 3)


def _by_type(found: Forecast, first: Array) -> dict[str, Any]:
    """Matched to first-year positions, and all positions filled, by type."""
    matched, filled = found.mean[first].sum(axis=0), found.mean.sum(axis=0)
    matched_draws = found.draws[:, first].sum(axis=1)
    filled_spread = found.draws.sum(axis=1).std(axis=0)
    return {
        name: {
            "active": round(float(found.active[k])),
            "matched_mean": _round(matched[k]),
            "matched_sd": _round(matched_draws[:, k].std()),
            "match_rate": round(float(matched[k] / found.active[k]), 4),
            "match_rate_sd": round(float(matched_draws[:, k].std() / found.active[k]), 4),
            "filled_mean": _round(filled[k]),
            "filled_sd": _round(filled_spread[k]),
        }
        for k, name in enumerate(SHORT_TYPES)
    }


def _by_specialty(found: Forecast, positions: Array, specialty: str | None) -> list[dict[str, Any]]:
    """Filled positions by specialty, level and type."""
    names = sorted({(one.specialty, one.published_name, one.level) for one in found.cells})
    rows = []
    for key, name, level in names:
        if specialty not in {None, key}:
            continue
        mine = np.array([(one.specialty, one.level) == (key, level) for one in found.cells])
        mean = found.mean[mine].sum(axis=0)
        draws = found.draws[:, mine].sum(axis=1)
        rows.append({
            "specialty": name, "specialty_key": key, "position_level": level,
            "positions": int(positions[mine].sum()), "filled_mean": _round(mean.sum()),
            "filled_sd": _round(draws.sum(axis=1).std()),
            "by_type": {short: {"filled_mean": _round(mean[t]),
                                "filled_sd": _round(draws[:, t].std())}
                        for t, short in enumerate(SHORT_TYPES)},
        })  # fmt: skip
    return rows
