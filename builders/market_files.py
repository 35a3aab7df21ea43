"""Writes the fitted season's data: who takes part, where from, and the moments it answers to."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from builders.facts_names import read_rows
from builders.market_charting_fit import Goals, Levers, applies_second
from builders.market_targets import Targets
from thirdfriday.facts.packaged import DATA
from thirdfriday.models.market_charting import GROUPS, YEARS_ALONE
from thirdfriday.models.market_inputs import Layout
from thirdfriday.models.market_season import APPLICANT_TYPES

Array = npt.NDArray[Any]
LEAST_ACTIVE = 0.5


def write_applicants(layout: Layout, goals: Goals, levers: Levers, scores: Array) -> None:
    """Write who takes part and what programs see of them; `scores` (2, fields, 6)."""
    second = applies_second(levers)
    rows = [
        {"field": name, "applicant_type": each, "active": round(float(goals.active[k, t]), 2),
         "applicants": round(float(levers.applicants[k, t]), 2),
         "second_field_share": round(float(levers.second[k, t]), 6),
         "applies_second": round(float(second[k, t]), 4),
         "quality": round(float(levers.quality[k, t]), 3),
         "after": round(float(levers.after[k, t]), 3),
         "step_2_ck_mean": round(float(scores[0, k, t]), 2),
         "step_2_ck_correlation": round(float(scores[1, k, t]), 3)}
        for k, name in enumerate(layout.fields)
        for t, each in enumerate(APPLICANT_TYPES)
    ]  # fmt: skip
    write_rows("market_applicants", rows)


def write_homes(layout: Layout, targets: Targets) -> None:
    """Write where the applicants of each field and type come from."""
    rows = [
        {"field": name, "state": state,
         **{each: round(float(targets.homes[k, t, s]), 5)
            for t, each in enumerate(APPLICANT_TYPES)}}
        for k, name in enumerate(layout.fields)
        for s, state in enumerate(layout.states)
    ]  # fmt: skip
    write_rows("market_homes", rows)


def write_institutions(tables: Path) -> None:
    """Write the state by which the Match counts each institution's positions."""
    office = {row["institution_code"]: row["state"] for row in
              read_rows(tables, "programs_nrmp_quota_fill_2016_2026")}  # fmt: skip
    write_rows("market_institutions", [
        {"institution_code": code, "state": state} for code, state in sorted(office.items())
    ])  # fmt: skip


def write_rows(name: str, rows: list[dict[str, Any]]) -> None:
    """Write one table of data/model."""
    with (DATA / "model" / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_moments(layout: Layout, goals: Goals) -> None:
    """Write the estimates that the charting levers answer to, with their standard errors."""
    told = goals.moments
    measures = (("match_rate", told.share[..., None], told.share_error[..., None]),
                ("step_2_ck", told.score, told.score_error),
                ("contiguous_ranks", told.ranks, told.ranks_error))  # fmt: skip
    rows = []
    for k, name in enumerate(layout.fields[:-YEARS_ALONE]):
        for t, each in enumerate(APPLICANT_TYPES):
            row: dict[str, Any] = {"field": name, "applicant_type": each}
            for measure, value, error in measures:
                for g in range(value.shape[2]):
                    label = measure + (f"_{GROUPS[g]}" if value.shape[2] > 1 else "")
                    known = goals.active[k, t] >= LEAST_ACTIVE and np.isfinite(value[k, t, g])
                    row[label] = round(float(value[k, t, g]), 3) if known else ""
                    row[f"{label}_error"] = round(float(error[k, t, g]), 3) if known else ""
            if any(row[label] != "" for label in list(row)[2:]):
                rows.append(row | {"own_table": str(bool(told.tabled[k, t])).lower()})
    write_rows("market_moments", rows)
