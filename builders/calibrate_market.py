"""Fits the simulated national season to the tables of 2025: `python -m builders.calibrate_market`.

Robbins-Monro steps on simulated moments: each step simulates one season with a new seed and moves
every bias by a share of the log ratio of the published to the simulated count it answers to.
"""

import argparse
import sys
from copy import deepcopy
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from builders.market_charting_fit import (
    Goals,
    Levers,
    applies_second,
    charting_goals,
    move,
)
from builders.market_files import (
    write_applicants,
    write_homes,
    write_institutions,
    write_moments,
    write_rows,
)
from builders.market_score_fit import fit_scores
from builders.market_targets import Targets, filled_by_field, market_targets
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.market import count_season, run_season
from thirdfriday.models.market_charting import listed_places
from thirdfriday.models.market_inputs import (
    FITTED_FROM,
    Layout,
    MarketInputs,
    by_field,
    market_behaviour,
    market_inputs,
    market_layout,
)
from thirdfriday.models.market_season import APPLICANT_TYPES, Season

Array = npt.NDArray[Any]
CHECK_SEED, CHECKS = 5000, 12
SLOWER, AVERAGED = 24.0, 1 / 8  # seasons until the step halves; share that is averaged
RANKED_GAIN, MOST_RANKED, SHORT_BY = 0.5, 0.97, 0.01
PASSES, SETTLE_SEED, SETTLE_GAIN = 2, 3000, 0.6
LEAST_LEFT, MOST_PULL, MOST_TAKEN = 0.005, 2.0, 1.1  # advanced positions count beside first years
UNSETTLED = 100  # blocks from which a season without a stable matching moves nothing
LEAST_INTERVIEWS = 2.5


@dataclass(slots=True)
class Fit:
    """The fitted numbers as they move: biases by kind and cell, interviews per position, levers."""

    kind: Array
    cell: Array
    interviews: Array
    ranked: Array
    levers: Levers


def start_of(layout: Layout, targets: Targets, goals: Goals, *, go_on: bool) -> Fit:
    """Where the fit begins: nowhere, or at the fit in data/."""
    if go_on:
        known = market_behaviour(layout)
        applicants, second, quality, after = (
            by_field(layout, name)
            for name in ("applicants", "second_field_share", "quality", "after")
        )
        levers = Levers(applicants, second, quality, after, goals.failing)
        return Fit(known.kind_bias, known.cell_bias, known.interviews, known.ranked, levers)
    facts = load_facts()
    second, quality = (
        np.array([facts.value(f"market.{name}.{each}") for each in APPLICANT_TYPES])
        for name in ("second_field", "quality")
    )
    levers = Levers(goals.active.copy(), targets.second.T * second,
                    np.zeros_like(goals.active) + quality, np.zeros_like(goals.active),
                    goals.failing)  # fmt: skip
    flows = np.isfinite(goals.inflow).all(axis=0)
    levers.second[:, flows] = (second * goals.inflow / goals.inflow.sum(axis=0))[:, flows]
    return Fit(np.zeros_like(targets.kind), np.zeros_like(targets.cell),
               targets.interviews.copy(), np.full(len(targets.kind), 0.9), levers)  # fmt: skip


def with_fit(inputs: MarketInputs, fit: Fit) -> MarketInputs:
    """The same market with these fitted numbers."""
    levers = fit.levers
    behaviour = replace(
        inputs.behaviour, kind_bias=fit.kind, cell_bias=fit.cell, interviews=fit.interviews,
        ranked=fit.ranked, quality=levers.quality, after=levers.after,
        second_field=applies_second(levers),
    )  # fmt: skip
    second = (levers.second / np.maximum(levers.second.sum(axis=0), 1e-12)).T
    supply = replace(inputs.supply, count=levers.applicants)
    return replace(inputs, behaviour=behaviour, supply=supply, second_field_of=second)


def season_with(inputs: MarketInputs, fit: Fit, seed: int) -> Season:
    """One season of the market with these fitted numbers."""
    return with_fit(inputs, fit).season(seed)


def added(index: Array, filled: Array, rows: int) -> Array:
    """Counts by row of `index`. (rows, 6)."""
    table = np.zeros((rows, 6))
    np.add.at(table, index, filled)
    return table


def step(
    inputs: MarketInputs, targets: Targets, goals: Goals, fit: Fit, *, seed: int, size: float
) -> Array:
    """Simulate one season and move the fit towards the published counts; counts by kind."""
    tracks = inputs.tracks
    season = season_with(inputs, fit, seed)
    if len(season.matching.blocks) > UNSETTLED:
        size = 0.0
    filled = count_season(inputs, season).filled
    kind = added(tracks.kind, filled, len(targets.kind))
    cell = added(tracks.cell, filled, len(targets.cell))
    pull = kind_pull(inputs, targets, kind, listing(inputs, season, len(kind)))
    fit.kind = np.clip(fit.kind + size * pull, -8, 8)
    share = targets.kind / np.maximum(targets.kind.sum(axis=1, keepdims=True), 1)
    fit.kind -= 0.5 * (fit.kind * share).sum(axis=1, keepdims=True)
    weight = (targets.cell + cell) / (targets.cell + cell + 6)
    pull = np.log((targets.cell + 1.5) / (cell + 1.5))
    fit.cell = np.clip(fit.cell + 0.7 * size * weight * pull, -4, 4) * (1 - 0.02 * size)
    _move_ranked(fit, targets, kind, added_positions(inputs, len(targets.kind)), size)
    level = move(fit.levers, inputs, season, goals, size)
    most = load_facts().value("market.calibration.most_interviews")
    fit.interviews = np.clip(fit.interviews * level, LEAST_INTERVIEWS, most)
    return kind


def added_positions(inputs: MarketInputs, kinds: int) -> Array:
    """Positions offered by kind of track."""
    return np.bincount(inputs.tracks.kind, inputs.tracks.positions, kinds)


def _move_ranked(fit: Fit, targets: Targets, kind: Array, offered: Array, size: float) -> None:
    """Programs rank more of those they interviewed where too few positions fill, else fewer.

    Where they rank nearly all and too few fill, they interview more.
    """
    open_now, wanted = offered - kind.sum(axis=1), offered - targets.kind.sum(axis=1)
    pull = np.log((open_now + 3) / (wanted + 3))
    pull = RANKED_GAIN * size * np.clip(pull, -1, 1)
    short = open_now - wanted > SHORT_BY * offered
    more = (fit.ranked >= MOST_RANKED) & (pull > 0) & short
    fit.interviews = fit.interviews * np.exp(np.where(more, 0.3 * pull, 0.0))
    odds = np.log(fit.ranked / (1 - fit.ranked)) + pull
    fit.ranked = np.clip(1 / (1 + np.exp(-odds)), 0.15, MOST_RANKED)


def calibrate(
    inputs: MarketInputs, targets: Targets, goals: Goals, fit: Fit, *, go_on: bool
) -> Fit:
    """The fit after the set number of seasons, averaged over the last of them.

    Who goes on takes the last third of them alone, with steps as small as they are there.
    """
    facts = load_facts()
    steps = int(facts.value("market.calibration.seasons"))
    first = facts.value("market.calibration.step")
    late: list[Fit] = []
    for turn in range(steps * 2 // 3 if go_on else 0, steps):
        size = first / (1 + turn / SLOWER)
        kind = step(inputs, targets, goals, fit, seed=100 + turn, size=size)
        if turn >= steps * (1 - AVERAGED):
            late.append(deepcopy(fit))
        if turn % 10 == 9:
            miss = np.abs(kind - targets.kind).sum() / inputs.tracks.positions.sum()
            sys.stderr.write(f"season {turn + 1} of {steps}: {miss:.4f} of positions misplaced\n")
    levers = Levers(*(np.mean([getattr(one.levers, each.name) for one in late], axis=0)
                      for each in fields(Levers)))  # fmt: skip
    kinds, cells, interviews, ranked = (
        np.mean([getattr(one, name) for one in late], axis=0)
        for name in ("kind", "cell", "interviews", "ranked")
    )
    return Fit(kinds, cells, interviews, ranked, levers)


def settle(inputs: MarketInputs, targets: Targets, goals: Goals, fit: Fit) -> None:
    """Move all leanings of a type alike, and who applies, by the miss of many seasons together."""
    for turn in range(PASSES):
        filled, active = [], []
        for seed in range(SETTLE_SEED + turn * CHECKS, SETTLE_SEED + (turn + 1) * CHECKS):
            season = season_with(inputs, fit, seed)
            if len(season.matching.blocks) > UNSETTLED:
                continue
            filled.append(season.filled(inputs.tracks.positions.size).sum(axis=0))
            active.append(np.bincount(season.people.kind[season.ranked > 0],
                                      minlength=len(APPLICANT_TYPES)))  # fmt: skip
        ranking = goals.active.sum(axis=0)
        wanted, found = targets.kind.sum(axis=0) / ranking, np.mean(filled, axis=0) / ranking
        left = np.maximum(MOST_TAKEN - np.array([found, wanted]), LEAST_LEFT)
        fit.kind += SETTLE_GAIN * (np.log(wanted / found) + np.log(left[0] / left[1]))
        fit.levers.applicants *= ranking / np.mean(active, axis=0)


def listing(inputs: MarketInputs, season: Season, kinds: int) -> Array:
    """Applicants of each type who rank any track of a kind. (kinds, 6)"""
    owner, _ = listed_places(season)
    pairs = np.unique(owner * kinds + inputs.tracks.kind[season.listed])
    found = np.zeros((kinds, len(APPLICANT_TYPES)))
    np.add.at(found, (pairs % kinds, season.people.kind[pairs // kinds]), 1.0)
    return found


def kind_pull(inputs: MarketInputs, targets: Targets, kind: Array, most: Array) -> Array:
    """How far each leaning by kind has to move: log counts, and where nearly all are taken more.

    Of a kind that is no preliminary year the log odds count that one of the `most` who rank it is
    taken, up to a point: when 98 in 100 are, a leaning that gives one more has to move far.
    """
    wanted = targets.kind
    up = np.log((wanted + 2) / (kind + 2))
    left = np.maximum(most - np.array([kind, wanted]), LEAST_LEFT * most + 2)
    odds = np.clip(up + np.log(left[0] / left[1]), -MOST_PULL, MOST_PULL)
    main = np.array([each == "main" for _, each in inputs.layout.kinds])[:, None]
    known = wanted.sum(axis=1, keepdims=True) > 0
    found: Array = np.where(known, np.where(main, odds, up), 0.0)
    return found


def write_fit(layout: Layout, inputs: MarketInputs, targets: Targets, fit: Fit) -> None:
    """Write the fitted numbers with their standard errors and the moments they answer to."""
    counts = [run_season(with_fit(inputs, fit), CHECK_SEED + k).filled for k in range(CHECKS)]
    kinds = np.array([added(inputs.tracks.kind, one, len(layout.kinds)) for one in counts])
    cells = np.array([added(inputs.tracks.cell, one, len(layout.cells)) for one in counts])
    rows = []
    for k, (key, kind) in enumerate(layout.kinds):
        row: dict[str, Any] = {"specialty": key, "kind": kind}
        for t, each in enumerate(APPLICANT_TYPES):
            row[f"bias_{each}"] = round(float(fit.kind[k, t]), 3)
        for t, each in enumerate(APPLICANT_TYPES):
            row[f"error_{each}"] = _error(kinds[:, k, t])
        row["interviews_per_position"] = round(float(fit.interviews[k]), 2)
        row["ranked_share"] = round(float(fit.ranked[k]), 3)
        row["missed"] = round(float((kinds[:, k].mean(axis=0) - targets.kind[k]).sum()), 1)
        rows.append(row)
    write_rows("market_kinds", rows)
    rows = []
    for k, (state, key, level) in enumerate(layout.cells):
        row = {"state": state, "specialty": key, "position_level": level}
        for t, each in enumerate(APPLICANT_TYPES):
            row[f"bias_{each}"] = round(float(fit.cell[k, t]), 3)
        for t, each in enumerate(APPLICANT_TYPES):
            row[f"error_{each}"] = _error(cells[:, k, t])
        rows.append(row)
    write_rows("market_cells", rows)


def _error(simulated: Array) -> float:
    """Standard error of a bias: the season-to-season spread of the log count it answers to."""
    return round(float((simulated.std() + 0.5) / (simulated.mean() + 1)), 3)


def report(layout: Layout, inputs: MarketInputs, targets: Targets, fit: Fit) -> dict[str, Any]:
    """How near the fitted market comes to 2025, on seeds that the fit did not see."""
    counts = [run_season(with_fit(inputs, fit), CHECK_SEED + 100 + k) for k in range(CHECKS)]
    cell = np.mean([added(inputs.tracks.cell, one.filled, len(layout.cells)) for one in counts],
                   axis=0)  # fmt: skip
    kind = np.mean([added(inputs.tracks.kind, one.filled, len(layout.kinds)) for one in counts],
                   axis=0)  # fmt: skip
    positions = inputs.tracks.positions.sum()
    division = inputs.supply.division[[layout.states.index(name[0]) for name in layout.cells]]
    pooled: dict[Any, Array] = {}
    for k, name in enumerate(layout.cells):
        group = (division[k], *name[1:])
        pooled[group] = pooled.get(group, np.zeros(6)) + targets.cell[k]
    baseline = np.array([
        targets.cell[k].sum() * pooled[(division[k], *name[1:])]
        / max(pooled[(division[k], *name[1:])].sum(), 1)
        for k, name in enumerate(layout.cells)
    ])  # fmt: skip
    rate = np.mean([one.matched / one.active for one in counts], axis=0)
    return {
        "active by type": np.mean([one.active for one in counts], axis=0).round(),
        "invited nowhere by type": np.mean([one.unranked for one in counts], axis=0).round(),
        "misplaced by kind and type, share of positions": np.abs(kind - targets.kind).sum()
        / positions,
        "misplaced by cell and type, share of filled": np.abs(cell - targets.cell).sum()
        / targets.cell.sum(),
        "the same, shares pooled by division": np.abs(baseline - targets.cell).sum()
        / targets.cell.sum(),
        "match rate by type": dict(zip(APPLICANT_TYPES, rate.round(4).tolist(), strict=True)),
        "mean list, matched": np.mean([one.list_length[0] for one in counts], axis=0).round(2),
        "mean list, not matched": np.mean([one.list_length[1] for one in counts], axis=0).round(2),
        "mean program list": np.mean([one.program_list for one in counts]).round(1),
        "stable": [one.stable for one in counts],
    }


def main() -> None:
    """Fit, write data/model/market_*.csv and print how near it comes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--go-on", action="store_true", help="begin from the fit in data/")
    chosen = parser.parse_args()
    write_institutions(chosen.tables)
    layout = market_layout()
    targets = market_targets(chosen.tables, layout)
    goals = charting_goals(chosen.tables, layout, targets, filled_by_field(layout, targets.kind))
    write_homes(layout, targets)
    start = start_of(layout, targets, goals, go_on=chosen.go_on)
    if not chosen.go_on:
        _write_empty(layout, start)
        write_applicants(layout, goals, start.levers, np.zeros((2, *goals.active.shape)))
    inputs = market_inputs(FITTED_FROM)
    fit = calibrate(inputs, targets, goals, start, go_on=chosen.go_on)
    settle(inputs, targets, goals, fit)
    seasons = [season_with(inputs, fit, CHECK_SEED + k) for k in range(CHECKS)]
    write_applicants(layout, goals, fit.levers, fit_scores(inputs, seasons, goals.moments))
    write_moments(layout, goals)
    write_fit(layout, inputs, targets, fit)
    for name, value in report(layout, inputs, targets, fit).items():
        sys.stdout.write(f"{name}: {value}\n")


def _write_empty(layout: Layout, fit: Fit) -> None:
    """Write a fit of zeros, so that the season can be read before it is fitted."""
    rows: list[dict[str, Any]] = [
        {"specialty": key, "kind": kind,
         **{f"bias_{each}": 0.0 for each in APPLICANT_TYPES},
         **{f"error_{each}": 0.0 for each in APPLICANT_TYPES},
         "interviews_per_position": float(fit.interviews[k]), "ranked_share": float(fit.ranked[k]),
         "missed": 0.0}
        for k, (key, kind) in enumerate(layout.kinds)
    ]  # fmt: skip
    write_rows("market_kinds", rows)
    rows = [
        {"state": state, "specialty": key, "position_level": level,
         **{f"bias_{each}": 0.0 for each in APPLICANT_TYPES},
         **{f"error_{each}": 0.0 for each in APPLICANT_TYPES}}
        for state, key, level in layout.cells
    ]  # fmt: skip
    write_rows("market_cells", rows)


if __name__ == "__main__":
    main()
