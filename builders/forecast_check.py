"""How candidates for a forecast do where it can be known: `python -m builders.forecast_check`.

Three checks: fills of 2020 to 2025 told from the seasons before; half of the counts of 2025 told
from the other half; and a simulated season told from the one before, whose truth is known.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from builders.facts_toml import write_table
from builders.forecast_composition import composed, pooled_by_division
from builders.forecast_noise import TRIED, fill_errors, fill_noise
from builders.market_targets import market_targets
from thirdfriday.facts.packaged import DATA
from thirdfriday.models.fill_forecast import FillHistory, fill_history
from thirdfriday.models.forecast_draws import (
    FillNoise,
    draw_counts,
    draw_filled,
    draw_shares,
    raked,
)
from thirdfriday.models.market import run_seasons
from thirdfriday.models.market_inputs import Layout, market_inputs, market_layout

Array = npt.NDArray[Any]
HALF_SEED, SIMULATED, DRAWS = 3, 6, 300
EIGHTY = 1.2816  # standard deviations either side that hold 80% of a normal


WRITTEN: list[list[object]] = []
COLUMNS = ["check", "candidate", "log_score", "misplaced", "ranges_held"]


def keep(
    check: str, candidate: str, log: float | str, lost: float | str, held: float | str
) -> None:
    """Keep a line of data/model/forecast_checks.csv."""
    figures = ["" if one == "" else round(float(one), 4) for one in (log, lost, held)]
    WRITTEN.append([check, candidate, *figures])


def say(name: str, *numbers: float) -> None:
    """One line of the table."""
    sys.stdout.write(f"{name:58s}" + "".join(f"{number:10.4f}" for number in numbers) + "\n")


def misplaced(mean: Array, truth: Array) -> float:
    """Positions in the wrong cell or type, as a share of those filled."""
    return float(np.abs(mean - truth).sum() / truth.sum())


def log_loss(share: Array, truth: Array) -> float:
    """Mean log score of a filled position's type. [nats]"""
    return float(-(truth * np.log(np.clip(share, 1e-4, 1))).sum() / truth.sum())


def covered(mean: Array, spread: Array, truth: Array) -> tuple[float, float]:
    """Share of truths within 80% either side, and the root mean square of standard errors."""
    large = mean >= 1
    wide = np.maximum(spread[large], 0.3)  # a third of a position: the outcome is whole numbers
    off = (truth - mean)[large] / wide
    return float(np.mean(np.abs(off) <= EIGHTY)), float(np.sqrt(np.mean(off**2)))


def check_fills(layout: Layout, history: FillHistory) -> None:
    """Fills by track, cell and specialty of `TRIED`, told from the seasons before."""
    errors = fill_errors(history)
    place = {cell: k for k, cell in enumerate(layout.cells)}
    cell = np.array([place[row["cell"]] for row in layout.rows])[errors.track]
    sys.stdout.write("fills 2020-2025: log score, tracks, cells, specialties (absolute miss)\n")
    now = np.array([history.season(year) for year in errors.year])
    group = np.array([
        np.bincount(history.group, history.filled[:, k - 1], len(history.groups))
        / np.maximum(np.bincount(history.group, history.quota[:, k - 1], len(history.groups)), 1)
        for k in range(1, history.filled.shape[1])
    ])[now - 1, errors.group]  # fmt: skip
    before, seats = (table[errors.track, now - 1] for table in (history.filled, history.quota))
    last = np.where(seats > 0, before / np.maximum(seats, 1), group)
    for name, share in (("specialty's last season", group), ("track's last season", last),
                        ("the forecast", errors.share)):  # fmt: skip
        inside = np.clip(share, 0.001, 0.999)
        loss = errors.filled * np.log(inside) + (errors.quota - errors.filled) * np.log(1 - inside)
        gap = errors.quota * share - errors.filled
        figures = [-loss.sum() / errors.quota.sum(), np.abs(gap).sum() / errors.filled.sum()]
        for key in (cell, errors.group):
            both = key * 10 + errors.year - TRIED[0]
            figures.append(np.abs(np.bincount(both, gap)).sum() / errors.filled.sum())
        keep("fills_2020_2025", name, figures[0], figures[2], "")
        say(name, *figures)
    rho, spread, nation = fill_noise(errors)
    rng = np.random.default_rng(1)
    held = []
    for year in TRIED:
        mine = errors.year == year
        noise = FillNoise(rho, errors.group[mine], spread, nation)
        drawn = draw_filled(errors.share[mine], errors.quota[mine], noise, DRAWS, rng)
        for key in (cell[mine], errors.group[mine]):
            size = int(key.max()) + 1
            tables = np.array([np.bincount(key, row, size) for row in drawn])
            mean = np.bincount(key, errors.share[mine] * errors.quota[mine], size)
            truth = np.bincount(key, errors.filled[mine], size)
            held.append(covered(mean, tables.std(axis=0), truth))
    for k, name in enumerate(("cells", "specialties")):
        keep("fills_2020_2025", f"ranges of {name}", "", "", np.mean(held[k::2], axis=0)[0])
        say(f"80% ranges held, rms of standard errors: {name}", *np.mean(held[k::2], axis=0))


def check_halves(layout: Layout, count: Array) -> None:
    """The types of half of the positions filled in 2025 told from the other half."""
    rng = np.random.default_rng(HALF_SEED)
    seen = rng.binomial(count.astype(int), 0.5).astype(float)
    truth = count - seen
    size = truth.sum(axis=1, keepdims=True)
    raw = (seen + count.sum(axis=0) / count.sum()) / (seen.sum(axis=1, keepdims=True) + 1)
    sys.stdout.write("half of 2025 from the other half: log score, misplaced\n")
    candidates = {"own half alone": raw, "pooled by division": pooled_by_division(layout, seen)}
    for strength in (0.25, 1.0, 4.0):
        candidates[f"drawn to the prior at strength {strength}"] = composed(
            layout, seen, strength=strength).share  # fmt: skip
    for name, share in candidates.items():
        keep("half_of_2025", name, log_loss(share, truth), misplaced(size * share, truth), "")
        say(name, log_loss(share, truth), misplaced(size * share, truth))
    parts = composed(layout, seen)
    still = (np.zeros(6), np.zeros(6))
    drawn = draw_shares(parts.share, parts.weight, still, np.arange(len(count)),
                        draws=DRAWS, rng=rng)  # fmt: skip
    spread = draw_counts(drawn, np.broadcast_to(size[:, 0], (DRAWS, len(count))), rng).std(axis=0)
    held = covered(size * parts.share, spread, truth)
    keep("half_of_2025", "ranges", "", "", held[0])
    say("80% ranges held, rms of standard errors", *held)


def check_simulated(layout: Layout) -> None:
    """A simulated season of 2026 told from one of 2025: composition, and fitting to type totals."""
    cells, counted = np.zeros((2, SIMULATED, len(layout.cells), 6)), []
    for row, season in enumerate((2025, 2026)):
        found = run_seasons(season, seasons=SIMULATED, jobs=2)
        inputs = market_inputs(season)
        for k, one in enumerate(found):
            np.add.at(cells[row, k], inputs.tracks.cell, one.filled)
        counted.append(inputs.tracks.positions)
    sys.stdout.write("simulated 2026 from one simulated 2025: misplaced against each, their mean\n")
    known, truth = cells[0, 0], cells[1]
    mean = truth.mean(axis=0)
    filled = mean.sum(axis=1)
    totals = mean.sum(axis=0)
    every = np.ones(len(filled), bool)
    size = known.sum(axis=1, keepdims=True)
    raw = (known + known.sum(axis=0) / known.sum()) / (size + 1)
    parts = composed(layout, known)
    pooled = pooled_by_division(layout, known)
    for name, share in (("2025 alone", raw), ("pooled by division", pooled),
                        ("drawn to the prior", parts.share)):  # fmt: skip
        for how, told in (("", share), (", fitted to totals", raked(share, filled, totals, every))):
            forecast = told * filled[:, None]
            each = np.mean([misplaced(forecast, one) for one in truth])
            keep("simulated_2026", name + how.replace(",", ""), "", float(each), "")
            say(name + how, float(each), misplaced(forecast, mean))
    floor = float(np.mean([misplaced(mean, one) for one in truth]))
    keep("simulated_2026", "the mean of its own seasons", "", floor, "")
    say("another season of the same market", floor, 0.0)
    rng = np.random.default_rng(2)
    still = (np.zeros(6), np.zeros(6))
    drawn = draw_shares(parts.share, parts.weight, still, np.arange(len(filled)),
                        draws=DRAWS, rng=rng)  # fmt: skip
    whole = np.broadcast_to(np.rint(filled), (DRAWS, len(filled)))
    spread = draw_counts(drawn, whole, rng).std(axis=0)
    told = raked(parts.share, filled, totals, every) * filled[:, None]
    held = np.mean([covered(told, spread, one) for one in truth], axis=0)
    keep("simulated_2026", "ranges", "", "", held[0])
    say("80% ranges held, rms of standard errors", *held)


def main() -> None:
    """Print the table of docs/models/market.md and write data/model/forecast_checks.csv."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    tables = parser.parse_args().tables
    layout = market_layout()
    check_fills(layout, fill_history())
    check_halves(layout, market_targets(tables, layout).cell)
    check_simulated(layout)
    write_table(DATA / "model" / "forecast_checks.csv", COLUMNS, WRITTEN)


if __name__ == "__main__":
    main()
