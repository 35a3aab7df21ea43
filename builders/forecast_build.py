"""Fits what the forecast of 2026 rests on: `python -m builders.forecast_build TABLES`.

Of 2026 it reads positions by state, specialty and level; everything else is of 2025 and before.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from builders.facts_names import read_rows
from builders.facts_toml import Fields, write_numbers, write_table
from builders.forecast_composition import Composition, composed, concentration, numbered
from builders.forecast_noise import composition_drift, fill_errors, fill_noise, type_rates
from builders.market_targets import market_targets
from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.tables import load_table
from thirdfriday.models.fill_forecast import fill_history
from thirdfriday.models.market_inputs import Layout, market_layout
from thirdfriday.models.market_season import APPLICANT_TYPES, SENIORS

Array = npt.NDArray[Any]
UNSEEN_WEIGHT = 3.0  # applicants that the shares of a cell without tracks are worth
RESERVED = "Physician"  # positions for physicians with earlier training, closed to seniors
SENIOR = np.isin(np.arange(6), SENIORS)
DRIFT_OF = (0, 0, 1, 1, 2, 3)  # group of each type among MD, DO, US IMG, non-US IMG


def positions_2026(tables: Path) -> dict[tuple[str, str, str], tuple[str, int]]:
    """Published name and positions of 2026 by state, specialty key and level.

    A specialty that the catalogue does not have is called by its name in small letters.
    """
    names = load_table("catalogue/specialties").columns
    key_of = dict(zip(names["published_name"], names["specialty"], strict=True))
    found = {}
    for row in read_rows(tables, "nrmp_positions_by_state_specialty_2026"):
        name = row["specialty"]
        key = key_of.get(name) or "_".join(name.lower().replace("/", " ").split())
        found[row["state"], key, row["position_level"]] = name, int(row["positions"])
    return found


def drift_of(layout: Layout, count: Array) -> Array:
    """Yearly drift of specialties and cells by type. [log share], (2, 6)."""
    programs = {row["program_id"]: row for row in load_table("catalogue/programs").rows()}
    place = {cell: k for k, cell in enumerate(layout.cells)}
    then, seats, offered = np.zeros((len(place), 4)), np.zeros(len(place)), np.zeros(len(place))
    for row in layout.rows:
        program, k, positions = programs[row["program_id"]], place[row["cell"]], row["quota_2025"]
        mix = [program[name] for name in
               ("pct_us_md", "pct_us_do", "pct_us_img", "pct_non_us_img")]  # fmt: skip
        offered[k] += positions or 0
        if all(share is not None for share in mix) and sum(mix) > 50:
            then[k] += (positions or 0) * np.array(mix) / sum(mix)
            seats[k] += positions or 0
    known = (seats / np.maximum(offered, 1))[:, None]
    now = np.column_stack(
        [count[:, :2].sum(axis=1), count[:, 2:4].sum(axis=1), count[:, 4], count[:, 5]]
    )
    level = numbered([cell[1:] for cell in layout.cells])[0]
    found = composition_drift(then / np.maximum(seats, 1)[:, None], seats, now * known, level)
    return np.asarray(found)[:, DRIFT_OF]


def cell_rows(
    layout: Layout,
    parts: Composition,
    count: Array,
    offered: dict[tuple[str, str, str], tuple[str, int]],
) -> Iterator[list[object]]:
    """A row for every cell with positions in 2026.

    A cell without any track in the catalogue takes the shares of all combined specialties.
    """
    place = {cell: k for k, cell in enumerate(layout.cells)}
    combined = {key for (_, key, _), (name, _) in offered.items() if "/" in name}
    like = count[[cell[1] in combined for cell in layout.cells]].sum(axis=0) + 1
    for cell, (name, positions) in sorted(offered.items()):
        share, weight = like / like.sum(), UNSEEN_WEIGHT
        if cell in place:
            share, weight = parts.share[place[cell]], float(parts.weight[place[cell]])
        if cell[2] == RESERVED:
            share = np.where(SENIOR, 0, share) / share[~SENIOR].sum()
        yield [cell[0], cell[1], name, cell[2], positions, round(weight, 1),
               *(round(float(one), 5) for one in share)]  # fmt: skip


def numbers(
    rates: dict[str, dict[str, float]], drift: Array, rho: float, nation: float, count: Array
) -> Iterator[tuple[str, Fields]]:
    """The fitted numbers with what they were fitted to."""
    reason = "builders/forecast_noise.py: the Matches of 2020 to 2025, each told from those before"
    yield "forecast.fill.correlation", fitted(rho, "share", reason)
    yield "forecast.fill.nation_spread", fitted(nation, "log-odds, standard deviation", reason)
    for name, one in rates.items():
        reason = "yearly match rates and positions 2016 to 2025; spread of five rolling forecasts"
        yield (
            f"forecast.rate.slope.{name}",
            fitted(
                one["slope"],
                "log-odds of matching for a unit of log positions per applicant",
                reason,
            ),
        )
        yield f"forecast.rate.spread.{name}", fitted(
            one["spread"], "log-odds, standard deviation", reason)  # fmt: skip
    for k, name in enumerate(APPLICANT_TYPES):
        reason = "residents of 2021 against those matched in 2025, less the noise of counting"
        for row, what in enumerate(("specialty", "cell")):
            yield f"forecast.drift.{what}.{name}", fitted(
                drift[row, k], "log share a year, standard deviation", reason)  # fmt: skip
    for k, name in ((1, "md_graduate"), (3, "do_graduate")):
        yield f"forecast.first_year.2025.{name}", {
            "value": int(count[k]), "unit": "positions", "source": "nrmp-state-specialty-2025",
            "locator": "sum over states and specialties, PGY-1",
        }  # fmt: skip


def fitted(value: float, unit: str, reason: str) -> Fields:
    """A fitted number and what it answers to."""
    return {"value": round(float(value), 4), "unit": unit, "kind": "fitted", "reason": reason}


def build(tables: Path, out: Path = DATA) -> None:
    """Write data/model/forecast_cells.csv, forecast_specialties.csv and forecast_fit.toml."""
    layout, history = market_layout(), fill_history()
    count = market_targets(tables, layout).cell
    parts = composed(layout, count)
    rho, spread, nation = fill_noise(fill_errors(history))
    columns = ["state", "specialty", "published_name", "position_level", "positions", "weight",
               *(f"share_{name}" for name in APPLICANT_TYPES)]  # fmt: skip
    write_table(out / "model" / "forecast_cells.csv", columns,
                cell_rows(layout, parts, count, positions_2026(tables)))  # fmt: skip
    write_table(
        out / "model" / "forecast_specialties.csv", ["specialty", "position_type", "fill_spread"],
        ([*group, round(float(one), 3)] for group, one in zip(history.groups, spread, strict=True)),
    )  # fmt: skip
    first = np.array([cell[2] == "PGY-1" for cell in layout.cells])
    found = numbers(type_rates(tables, history), drift_of(layout, count), rho, nation,
                    count[first].sum(axis=0))  # fmt: skip
    write_numbers(
        out / "model" / "forecast_fit.toml",
        "What the forecast of the coming Match was fitted to.",
        found, pack="nrmp", builder="builders/forecast_build.py",
    )  # fmt: skip
    first_part, power = concentration(parts.prior, count)
    sys.stdout.write(f"concentration {first_part:.2f} * n**{power:.2f}\n")


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    build(parser.parse_args().tables)


if __name__ == "__main__":
    main()
