"""The published counts of 2025 that the simulated market is fitted to, by the market's own rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from builders.facts_names import ALL, SPECIALTIES, read_rows
from thirdfriday.facts.registry import load_facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.market_inputs import (
    FIRST_YEAR,
    FITTED_FROM,
    SURGERY_FIRST_YEAR,
    Layout,
    active_applicants,
)

Array = npt.NDArray[Any]
COLUMNS = ("md_sr", "md_grad", "do_sr", "do_grad", "us_img", "non_us_img")
FOUR = {0: "md_sr", 2: "do_sr", 4: "us_img", 5: "non_us_img"}
GRADUATES = (1, 3)
PRELIMINARY = {
    "internal_medicine": "Medicine-Preliminary (PGY-1 Only)",
    "general_surgery": "Surgery-Preliminary (PGY-1 Only)",
    "pediatrics": "Pediatrics-Preliminary",
    "obstetrics_and_gynecology": "OB/GYN-Preliminary (PGY-1 Only)",
}
CATEGORICAL = {
    "general_surgery": "Surgery (Categorical)",
    "internal_medicine": "Internal Medicine (Categorical)",
    "pediatrics": "Pediatrics (Categorical)",
    "obstetrics_and_gynecology": "Obstetrics-Gynecology",
    "internal_medicine_pediatrics": "Medicine-Pediatrics",
    "physical_medicine_and_rehabilitation": "Physical Medicine & Rehab",
    "thoracic_surgery": "Thoracic Surgery",
    "vascular_surgery": "Vascular Surgery",
    "diagnostic_radiology": "Radiology-Diagnostic",
}


@dataclass(frozen=True, slots=True, eq=False)
class Targets:
    """Positions filled in 2025 by cell and by kind of track, and applicants by field. (…, 6).

    `interviews` (kinds,) [per position] as directors said.
    """

    cell: Array
    kind: Array
    applicants: Array
    second: Array
    homes: Array
    interviews: Array


def market_targets(tables: Path, layout: Layout) -> Targets:
    """What the fit answers to, from the state table and the table of applicants of 2025."""
    cell = _filled_by_cell(tables, layout)
    ranked = {row["specialty"]: row for row in
              read_rows(tables, "nrmp_applicants_and_matches_by_specialty_2025")}  # fmt: skip
    kind = _filled_by_kind(layout, cell, ranked)
    field = filled_by_field(layout, kind)
    applicants = _applicants(layout, cell, field, ranked)
    second = field.T.copy()
    second[:, -2:] = 0
    second /= second.sum(axis=1, keepdims=True)
    interviews = directors_interviews(tables, layout)
    return Targets(cell, kind, applicants, second, _homes(layout, cell), interviews)


def directors_interviews(tables: Path, layout: Layout) -> Array:
    """Interviews per position by kind, drawn halfway to all specialties. (kinds,)"""
    said = {
        SPECIALTIES.get(row["specialty"], row["specialty"]): float(row["mean_interviewed"])
        / float(row["mean_positions"])
        for row in read_rows(tables, "pd_survey_2020_program_activity")
    }
    return np.array([
        np.sqrt(said[ALL] * said.get(key if kind == "main" or key not in PRELIMINARY else ALL,
                                     said[ALL]))
        for key, kind in layout.kinds
    ])  # fmt: skip


def filled_by_field(layout: Layout, kind: Array) -> Array:
    """Positions filled by field, from those by kind. (fields, 6)"""
    field = np.zeros((len(layout.fields), kind.shape[1]))
    field_of = {row["kind"]: layout.fields.index(row["field"]) for row in layout.rows}
    for k, name in enumerate(layout.kinds):
        field[field_of[name]] += kind[k]
    return field


def _filled_by_cell(tables: Path, layout: Layout) -> Array:
    """Positions filled by state, specialty, level and type. (cells, 6)."""
    names = load_table("catalogue/specialties").columns
    key_of = dict(zip(names["published_name"], names["specialty"], strict=True))
    at = {cell: k for k, cell in enumerate(layout.cells)}
    offered: dict[Any, int] = {}
    for row in layout.rows:
        offered[row["cell"]] = offered.get(row["cell"], 0) + (row[f"quota_{FITTED_FROM}"] or 0)
    filled = np.zeros((len(layout.cells), 6))
    for row in read_rows(tables, "nrmp_state_specialty_by_applicant_type_2025"):
        cell = (row["state"], key_of[row["specialty"]], row["position_level"])
        if not cell[2]:
            here = [known for known in layout.cells if known[:2] == cell[:2]]
            cell = max(here, key=lambda known: offered[known])
        filled[at[cell]] += [int(row[column]) for column in COLUMNS]
    return filled


def _filled_by_kind(layout: Layout, cell: Array, ranked: Mapping[str, Any]) -> Array:
    """Positions filled by specialty, preliminary or not, and type. (kinds, 6)."""
    total = {key: np.zeros(6) for key, _ in layout.kinds}
    for k, (_, key, _) in enumerate(layout.cells):
        total[key] += cell[k]
    found = np.zeros((len(layout.kinds), 6))
    for k, (key, kind) in enumerate(layout.kinds):
        if kind == "preliminary" and key in PRELIMINARY:
            row = ranked[PRELIMINARY[key]]
            for each, column in FOUR.items():
                found[k, each] = int(row[f"{column}_matched"])
            filled = sum(row[f"filled_{FITTED_FROM}"] or 0 for row in layout.rows
                         if row["kind"] == (key, kind))  # fmt: skip
            rest = max(0.0, filled - found[k].sum())
            grads = total[key][list(GRADUATES)]
            found[k, list(GRADUATES)] = np.minimum(rest * grads / max(grads.sum(), 1), grads)
            total[key] = total[key] - found[k]
    for k, (key, kind) in enumerate(layout.kinds):
        if kind == "main" or key not in PRELIMINARY:
            found[k] = total[key]
    return found


def ranked_and_matched(tables: Path, layout: Layout, column: str) -> tuple[Array, Array]:
    """Applicants of a type who ranked each field anywhere, and those it took, 2025. (fields,)"""
    rows = {row["specialty"]: row for row in
            read_rows(tables, "nrmp_applicants_and_matches_by_specialty_2025")}  # fmt: skip
    ranked, matched = (np.full(len(layout.fields), np.nan) for _ in range(2))
    for k, row in _rows_of_fields(layout, rows):
        ranked[k], matched[k] = int(row[f"{column}_applicants"]), int(row[f"{column}_matched"])
    return ranked, matched


def _rows_of_fields(
    layout: Layout, ranked: Mapping[str, dict[str, str]]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Each field, but for first years alone, with its row of the table of applicants."""
    names = load_table("catalogue/specialties").columns
    name_of = dict(zip(names["specialty"], zip(names["name"], names["published_name"],
                                               strict=True), strict=True))  # fmt: skip
    for k, key in enumerate(layout.fields[:-2]):
        row = ranked.get(CATEGORICAL.get(key, name_of[key][0])) or ranked.get(name_of[key][1])
        if row is not None:
            yield k, row


def _applicants(layout: Layout, cell: Array, field: Array, ranked: Mapping[str, Any]) -> Array:
    """Applicants by the field they aim at first: those who filled it and those who failed at it.

    Who failed is taken from the specialty's applicants less its matches, scaled to the active
    applicants left over. First years count only those who go there without an advanced position.
    """
    first, surgery = layout.fields.index(FIRST_YEAR), layout.fields.index(SURGERY_FIRST_YEAR)
    advanced = np.zeros(6)
    for k, (_, _, level) in enumerate(layout.cells):
        if level == "PGY-2":
            advanced += cell[k]
    failed = np.zeros_like(field)
    for k, row in _rows_of_fields(layout, ranked):
        for each in range(6):
            column = FOUR.get(each, "us_img")
            tried, matched = int(row[f"{column}_applicants"]), int(row[f"{column}_matched"])
            seen = each in FOUR and field[k, each] <= 2 * matched
            ratio = min(3.0, (tried - matched) / max(matched, 5))
            failed[k, each] = max(0, tried - matched) if seen else ratio * field[k, each]
    count = field.copy()
    count[first] = np.maximum(field[first] - 0.94 * advanced, 0.1 * field[first])
    count[surgery] = field[surgery] * 1.1
    left = active_applicants(FITTED_FROM, load_facts()) - count.sum(axis=0)
    shares = failed / np.maximum(failed.sum(axis=0), 1)
    result: Array = count + shares * np.maximum(left, 0)
    return result


def _homes(layout: Layout, cell: Array) -> Array:
    """Where the applicants of each field and type come from. [share], (fields, 6, states).

    Shares of the positions filled, drawn towards the type's shares over all specialties.
    """
    states = {state: k for k, state in enumerate(layout.states)}
    homes = np.zeros((len(layout.fields), 6, len(states)))
    overall = np.zeros((6, len(states)))
    for k, (state, key, _) in enumerate(layout.cells):
        name = key if key in layout.fields else FIRST_YEAR
        homes[layout.fields.index(name), :, states[state]] += cell[k]
        overall[:, states[state]] += cell[k]
    overall /= overall.sum(axis=1, keepdims=True)
    homes[-1] = homes[layout.fields.index("general_surgery")]
    homes += 30 * overall
    result: Array = homes / homes.sum(axis=2, keepdims=True)
    return result
