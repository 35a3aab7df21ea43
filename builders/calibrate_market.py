"""Fits the simulated national season to the tables of 2025: `python -m builders.calibrate_market`.

Robbins-Monro steps on simulated moments: each step simulates one season with a new seed and moves
every bias by a share of the log ratio of the published to the simulated count it answers to.
"""

import argparse
import csv
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from builders.market_targets import Targets, market_targets, read
from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.market import count_season, run_season
from thirdfriday.models.market_inputs import (
    FITTED_FROM,
    Layout,
    MarketInputs,
    market_behaviour,
    market_inputs,
    market_layout,
)
from thirdfriday.models.market_season import APPLICANT_TYPES, simulate_season

Array = npt.NDArray[Any]
CHECK_SEED, CHECKS = 5000, 12
SWIFTNESS = 6  # filled positions answer to interviews about a sixth as strongly


@dataclass(slots=True)
class Fit:
    """The fitted numbers as they move: biases by kind and cell, interviews per position."""

    kind: Array
    cell: Array
    interviews: Array


def write_inputs(tables: Path, layout: Layout, targets: Targets) -> None:
    """Write what the season reads before any fit: applicants and homes."""
    rows = [
        {"field": name, "applicant_type": each, "applicants": round(float(count), 2),
         "second_field_share": round(float(targets.second[t, k]), 6)}
        for k, name in enumerate(layout.fields)
        for t, each in enumerate(APPLICANT_TYPES)
        for count in [targets.applicants[k, t]]
    ]  # fmt: skip
    _write("market_applicants", rows)
    rows = [
        {"field": name, "state": state,
         **{each: round(float(targets.homes[k, t, s]), 5)
            for t, each in enumerate(APPLICANT_TYPES)}}
        for k, name in enumerate(layout.fields)
        for s, state in enumerate(layout.states)
    ]  # fmt: skip
    _write("market_homes", rows)


def write_institutions(tables: Path) -> None:
    """Write the state by which the Match counts each institution's positions."""
    office = {row["institution_code"]: row["state"] for row in
              read(tables / "programs_nrmp_quota_fill_2016_2026.csv")}  # fmt: skip
    _write("market_institutions", [
        {"institution_code": code, "state": state} for code, state in sorted(office.items())
    ])  # fmt: skip


def _write(name: str, rows: list[dict[str, Any]]) -> None:
    with (DATA / "model" / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def with_fit(inputs: MarketInputs, fit: Fit) -> MarketInputs:
    """The same market with these fitted numbers."""
    behaviour = replace(
        inputs.behaviour, kind_bias=fit.kind, cell_bias=fit.cell, interviews=fit.interviews
    )
    return replace(inputs, behaviour=behaviour)


def added(index: Array, filled: Array, rows: int) -> Array:
    """Counts by row of `index`. (rows, 6)."""
    table = np.zeros((rows, 6))
    np.add.at(table, index, filled)
    return table


def step(inputs: MarketInputs, targets: Targets, fit: Fit, *, seed: int, size: float) -> Array:
    """Simulate one season and move the fit towards the published counts; counts by kind."""
    tracks = inputs.tracks
    season = simulate_season(
        tracks, inputs.supply, with_fit(inputs, fit).behaviour,
        seed=seed, second_field_of=inputs.second_field_of,
    )  # fmt: skip
    filled = count_season(inputs, season).filled
    kind = added(tracks.kind, filled, len(targets.kind))
    cell = added(tracks.cell, filled, len(targets.cell))
    known = targets.kind.sum(axis=1) > 0
    pull = np.where(known[:, None], np.log((targets.kind + 2) / (kind + 2)), 0)
    fit.kind = np.clip(fit.kind + size * pull, -8, 8)
    share = targets.kind / np.maximum(targets.kind.sum(axis=1, keepdims=True), 1)
    fit.kind -= 0.5 * (fit.kind * share).sum(axis=1, keepdims=True)
    weight = (targets.cell + cell) / (targets.cell + cell + 6)
    pull = np.log((targets.cell + 1.5) / (cell + 1.5))
    fit.cell = np.clip(fit.cell + 0.7 * size * weight * pull, -4, 4) * (1 - 0.02 * size)
    _move_interviews(fit, targets, kind, added_positions(inputs, len(targets.kind)), size)
    return kind


def added_positions(inputs: MarketInputs, kinds: int) -> Array:
    """Positions offered by kind of track."""
    return np.bincount(inputs.tracks.kind, inputs.tracks.positions, kinds)


def _move_interviews(fit: Fit, targets: Targets, kind: Array, offered: Array, size: float) -> None:
    """More interviews per position where too few are filled, fewer where too many."""
    wanted, found = targets.kind.sum(axis=1), kind.sum(axis=1)
    pull = np.log((wanted + 1) / (found + 1))
    full = wanted >= 0.985 * offered
    pull = SWIFTNESS * np.where(full, np.maximum(0, pull), pull) + np.where(full, 0.02, 0)
    moved = fit.interviews * np.exp(np.clip(size * pull, -0.1, 0.1))
    most = load_facts().value("market.calibration.most_interviews")
    fit.interviews = np.clip(moved, 2.5, most)


def calibrate(inputs: MarketInputs, targets: Targets, start: Fit | None) -> Fit:
    """The fit after the set number of steps, averaged over the last quarter."""
    facts = load_facts()
    steps = int(facts.value("market.calibration.seasons"))
    first = facts.value("market.calibration.step")
    fit = start or Fit(np.zeros_like(targets.kind), np.zeros_like(targets.cell),
                       np.full(len(targets.kind), 12.5))  # fmt: skip
    late: list[Fit] = []
    for turn in range(steps):
        kind = step(inputs, targets, fit, seed=100 + turn, size=first / (1 + turn / 12))
        if turn >= steps * 3 // 4:
            late.append(Fit(fit.kind.copy(), fit.cell.copy(), fit.interviews.copy()))
        if turn % 10 == 9:
            miss = np.abs(kind - targets.kind).sum() / inputs.tracks.positions.sum()
            sys.stderr.write(f"season {turn + 1} of {steps}: {miss:.4f} of positions misplaced\n")
    return Fit(*(np.mean([getattr(one, name) for one in late], axis=0)
                 for name in ("kind", "cell", "interviews")))  # fmt: skip


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
        row["missed"] = round(float((kinds[:, k].mean(axis=0) - targets.kind[k]).sum()), 1)
        rows.append(row)
    _write("market_kinds", rows)
    rows = []
    for k, (state, key, level) in enumerate(layout.cells):
        row = {"state": state, "specialty": key, "position_level": level}
        for t, each in enumerate(APPLICANT_TYPES):
            row[f"bias_{each}"] = round(float(fit.cell[k, t]), 3)
        for t, each in enumerate(APPLICANT_TYPES):
            row[f"error_{each}"] = _error(cells[:, k, t])
        rows.append(row)
    _write("market_cells", rows)


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
    write_inputs(chosen.tables, layout, targets)
    if not chosen.go_on:
        zero = Fit(np.zeros_like(targets.kind), np.zeros_like(targets.cell),
                   np.full(len(targets.kind), 12.5))  # fmt: skip
        _write_empty(layout, zero)
    inputs = market_inputs(FITTED_FROM)
    start = None
    if chosen.go_on:
        known = market_behaviour(layout)
        start = Fit(known.kind_bias, known.cell_bias, known.interviews)
    fit = calibrate(inputs, targets, start)
    write_fit(layout, inputs, targets, fit)
    for name, value in report(layout, inputs, targets, fit).items():
        sys.stdout.write(f"{name}: {value}\n")


def _write_empty(layout: Layout, fit: Fit) -> None:
    """Write a fit of zeros, so that the season can be read before it is fitted."""
    rows: list[dict[str, Any]] = [
        {"specialty": key, "kind": kind,
         **{f"bias_{each}": 0.0 for each in APPLICANT_TYPES},
         **{f"error_{each}": 0.0 for each in APPLICANT_TYPES},
         "interviews_per_position": float(fit.interviews[k]), "missed": 0.0}
        for k, (key, kind) in enumerate(layout.kinds)
    ]  # fmt: skip
    _write("market_kinds", rows)
    rows = [
        {"state": state, "specialty": key, "position_level": level,
         **{f"bias_{each}": 0.0 for each in APPLICANT_TYPES},
         **{f"error_{each}": 0.0 for each in APPLICANT_TYPES}}
        for state, key, level in layout.cells
    ]  # fmt: skip
    _write("market_cells", rows)


if __name__ == "__main__":
    main()
