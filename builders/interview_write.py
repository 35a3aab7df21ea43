"""Writes the fitted estimates and their record in the project's own formats."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from builders.interview_estimates import Estimates
from builders.interview_prepare import Prepared, is_catalogued
from builders.interview_tables import GROUPS, FloatArray

DECIMALS = 3
PACK = "residency_explorer"


@dataclass(frozen=True, slots=True)
class Entry:
    """One number of the record, as the registry of facts reads it."""

    name: str
    value: float
    unit: str
    reason: str = ""
    low: float | None = None
    high: float | None = None
    kind: str = "fitted"
    source: str = ""
    locator: str = ""
    note: str = ""

    def lines(self) -> list[str]:
        """The entry in TOML."""
        written = [f'["{self.name}"]', f"value = {_plain(self.value)}"]
        if self.low is not None and self.high is not None:
            written += [f"low = {_plain(self.low)}", f"high = {_plain(self.high)}"]
        written.append(f'unit = "{self.unit}"')
        if self.kind != "fact":
            written.append(f'kind = "{self.kind}"')
        for field in ("source", "locator", "reason", "note"):
            text = getattr(self, field)
            if text:
                written.append(f'{field} = "{text}"')
        return [*written, ""]


def _plain(value: float) -> str:
    """A number with enough digits and no exponent.

    >>> _plain(0.123456), _plain(12.0)
    ('0.1235', '12.0')
    """
    text = f"{value:.4f}".rstrip("0")
    return text + "0" if text.endswith(".") else text.replace("-0.0000", "0.0")


def write_entries(path: Path, title: Sequence[str], entries: Iterable[Entry]) -> None:
    """The record as one TOML file."""
    lines = [f"# {line}" for line in title]
    lines += ["", f'pack = "{PACK}"', ""]
    for entry in entries:
        lines += entry.lines()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines), encoding="utf-8")


def write_rates(path: Path, prepared: Prepared, estimates: Estimates, inflation: FloatArray) -> int:
    """The estimates of every catalogue program; the number of rows written. [count]"""
    logs, errors = estimates.logit_rate, estimates.standard_error * inflation
    own: NDArray[np.bool_] = np.asarray(np.isfinite(prepared.published).any(axis=1))
    rows = [
        (
            program.program_id,
            group,
            f"{logs[place, number]:.{DECIMALS}f}",
            f"{errors[place, number]:.{DECIMALS}f}",
            "own_rate" if own[place] else "prediction",
        )
        for place, program in enumerate(prepared.programs)
        if is_catalogued(program)
        for number, group in enumerate(GROUPS)
    ]
    order = {group: number for number, group in enumerate(GROUPS)}
    rows.sort(key=lambda row: (row[0], order[row[1]]))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["program_id", "group", "logit_rate", "standard_error", "basis"])
        writer.writerows(rows)
    return len(rows)


def write_calibration(path: Path, rows: Sequence[tuple[float, float, float, int]]) -> None:
    """Held-out programs by tenth of the predicted chance, as a table."""
    lines = ["tenth,predicted,published,error"]
    lines += [
        f"{tenth},{chance:.4f},{rate:.4f},{error:.4f}"
        for tenth, (chance, rate, error, _) in enumerate(rows, start=1)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


RATE_COLUMNS: Mapping[str, tuple[str, str, str]] = {
    "program_id": ("text", "str", "identity of the program in catalogue/programs"),
    "group": ("one of md, do, us_img, non_us_img", "str", "interview-rate group of the applicant"),
    "logit_rate": (
        "log-odds",
        "float",
        "log-odds of the mean chance that the average applicant of the group who applied is "
        "invited: hierarchical fit of the 2024 invitation rates (docs/models/interview.md)",
    ),
    "standard_error": (
        "log-odds",
        "float",
        "standard deviation of a coming season's log-odds: error of the fit and season-to-season "
        "change together, widened to what cross-validation found",
    ),
    "basis": (
        "own_rate | prediction",
        "str",
        "whether rates of this program itself informed the estimate, or only its published "
        "attributes and its neighbours",
    ),
}


def write_schema(path: Path, description: str) -> None:
    """The schema beside a table of estimates."""
    lines = [f'description = "{description}"', f'pack = "{PACK}"', ""]
    for name, (unit, kind, reason) in RATE_COLUMNS.items():
        lines += [
            f"[columns.{name}]",
            f'unit = "{unit}"',
            f'type = "{kind}"',
            'kind = "fitted"',
            f'reason = "{reason}"',
            "required = true",
            "",
        ]
    path.write_text("\n".join(lines), encoding="utf-8")
