"""Fits the 2024 interview rates and writes an estimate for every program and group."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from builders.interview_applications import read_neurology
from builders.interview_document import write_figures
from builders.interview_estimates import Estimates, estimate
from builders.interview_forecast import forecast_2026
from builders.interview_lifts import estimate_lifts
from builders.interview_model import Fit, fit_model
from builders.interview_prepare import Prepared, prepare
from builders.interview_record import Results, entries
from builders.interview_tables import GROUPS, FloatArray
from builders.interview_validation import Held, calibration, hold_out, interval_inflation
from builders.interview_write import write_calibration, write_entries, write_rates, write_schema

ROUNDS = 15
ROUNDS_ALONE = 6
TITLE = (
    "The interview fit: variance components, season noise, cross-validation, mean published rates,",
    "raw lifts and applications per program. Written by builders/interview_build.py.",
    "Method and reading: docs/models/interview.md.",
)
DESCRIPTION = (
    "Fitted chance that a program invites the average applicant of a group who applied, for a "
    "coming season: our estimates, not the published rates (docs/models/interview.md)."
)
DESCRIPTION_WITHOUT = DESCRIPTION + " No figure of the NRMP is among the predictors."


def fitted(
    prepared: Prepared, *, rounds: int = ROUNDS, start: Fit | None = None
) -> tuple[Fit, Estimates]:
    """The fit, from `start` or afresh, and its estimates."""
    fit = fit_model(prepared.design, prepared.observations, rounds=rounds, start=start)
    estimates = estimate(
        prepared.design, fit, prepared.season, prepared.specialties, prepared.published
    )
    return fit, estimates


def checked(prepared: Prepared, fit: Fit, key: Callable[[int], str]) -> Held:
    """Held-out predictions with `key(cell)` naming what is held out together."""
    return hold_out(
        prepared.design, prepared.observations, fit, season=prepared.season,
        programs=prepared.programs, rate=prepared.rate, count=prepared.count, key=key,
    )  # fmt: skip


def build(tables: Path, out: Path, *, document: Path | None = None) -> dict[str, float]:
    """Writes the estimates, their record and, when asked, the page's figures; reports counts."""
    catalogue, model = out / "catalogue", out / "model"
    prepared = prepare(tables, catalogue)
    fit, estimates = fitted(prepared)
    program = prepared.observations.program
    held = {
        "by_program": checked(prepared, fit, lambda c: prepared.programs[program[c]].program_id),
        "by_sponsor": checked(prepared, fit, lambda c: prepared.programs[program[c]].institution),
        "by_cell": checked(prepared, fit, lambda c: _cell_name(prepared, c)),
    }
    inflation = interval_inflation(held["by_program"])
    alone = prepare(tables, catalogue, with_nrmp=False)
    fit_alone, estimates_alone = fitted(alone, rounds=ROUNDS_ALONE, start=fit)
    held_alone = checked(alone, fit_alone, lambda c: alone.programs[program[c]].program_id)
    results = Results(
        prepared=prepared,
        fit=fit,
        estimates=estimates,
        held=held,
        inflation=inflation,
        lifts=estimate_lifts(prepared.rates, prepared.rows, prepared.applications),
        forecast=forecast_2026(prepared, _widened(estimates, inflation), read_neurology(tables)),
        without_nrmp=held_alone,
    )
    rows = write_rates(model / "interview_rates.csv", prepared, estimates, inflation)
    write_schema(model / "interview_rates.schema.toml", DESCRIPTION)
    name = "interview_rates_without_nrmp"
    write_rates(model / f"{name}.csv", alone, estimates_alone, interval_inflation(held_alone))
    write_schema(model / f"{name}.schema.toml", DESCRIPTION_WITHOUT)
    write_entries(model / "interview_fit.toml", TITLE, entries(results))
    apart = results.held["by_program"]
    write_calibration(model / "interview_calibration.csv", calibration(apart, apart.group >= 0))
    if document is not None:
        write_figures(document, results)
    return {**prepared.rates.report, "rates_written": rows, "programs": rows / len(GROUPS)}


def _cell_name(prepared: Prepared, cell: int) -> str:
    observed = prepared.observations
    return f"{prepared.programs[observed.program[cell]].program_id}/{observed.group[cell]}"


def _widened(estimates: Estimates, inflation: FloatArray) -> Estimates:
    wider = np.asarray(estimates.standard_error * inflation, dtype=np.float64)
    return Estimates(estimates.centre, wider, estimates.chance, estimates.offset)


def main() -> None:
    """Command line: tables in, data out, report on standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=Path, required=True, help="folder of published tables")
    parser.add_argument("--out", type=Path, required=True, help="the package's data folder")
    parser.add_argument("--document", type=Path, help="page whose figures are to be renewed")
    chosen = parser.parse_args()
    report = build(chosen.tables, chosen.out, document=chosen.document)
    for name, value in report.items():
        sys.stdout.write(f"{name}: {value:g}\n")


if __name__ == "__main__":
    main()
