"""Fits how many applicants programs invite, interview and rank for each position."""

import math
from collections.abc import Iterator
from pathlib import Path

from builders.facts_names import ALL, SPECIALTIES, read_rows
from builders.facts_pooling import pooled_means
from builders.facts_toml import Fields, fitted
from thirdfriday.facts.registry import Facts

SURVEY = "nrmp-program-director-survey-2020"
ROUNDING = 0.29  # standard deviation of a mean printed as a whole number
RATIOS = {
    "applications_per_position": ("mean_applications_received", "mean_positions"),
    "interviewed_per_position": ("mean_interviewed", "mean_positions"),
    "invited_per_interviewed": ("mean_invitations_sent", "mean_interviewed"),
    "ranked_per_interviewed": ("mean_ranked", "mean_interviewed"),
}


def capacity_facts(tables: Path, facts: Facts) -> Iterator[tuple[str, Fields]]:
    """Ratios of the 2020 survey by specialty, pooled in logarithms. [applicants per position]."""
    rows = list(read_rows(tables, "pd_survey_2020_program_activity"))
    response = facts.value("facts_fit.survey_response")
    for name, (top, bottom) in RATIOS.items():
        logs = {
            row["specialty"]: _log_ratio(float(row[top]), float(row[bottom]), response)
            for row in rows
        }
        centre, variance = logs[ALL]
        spread = 1.28 * math.sqrt(variance)
        yield f"capacity.{name}.default", _fields(name, centre - spread, centre, centre + spread)
        estimates, _, _, between = pooled_means(
            {SPECIALTIES[key]: value for key, value in logs.items() if key in SPECIALTIES}
        )
        if between == 0:  # no more spread than rounding and response make
            continue
        for key, estimate in estimates.items():
            yield (
                f"capacity.{name}.{key}",
                _fields(name, estimate.low, estimate.central, estimate.high),
            )


def _log_ratio(top: float, bottom: float, response: float) -> tuple[float, float]:
    variance = (ROUNDING / top) ** 2 + (ROUNDING / bottom) ** 2
    return math.log(top / bottom), variance + response**2


def _fields(name: str, low: float, central: float, high: float) -> Fields:
    most = 1.0 if name == "ranked_per_interviewed" else math.inf
    return fitted(
        math.exp(central), math.exp(low), min(most, math.exp(high)), unit=name.replace("_", " "),
        source=SURVEY, locator="program activity, mean numbers", digits=2,
        reason="Ratio of published means (season 2020, before signals), pooled over specialties; "
        "the range holds the rounding and the survey's response.",
    )  # fmt: skip
