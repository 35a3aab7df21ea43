"""Pools the months in which programs invite into shares of invitations out, by specialty."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from builders.facts_names import ALL, SPECIALTIES, read_rows
from builders.facts_pooling import Estimate, pooled_shares, widened
from builders.facts_toml import Fields, fitted
from thirdfriday.facts.registry import Facts

SURVEY = "nrmp-program-director-survey-2020"
TABLE = "pd_survey_2020_interview_months_by_specialty"
ACTIVITY = "interview invitations extended"
UNIT = "share of the season's invitations"
BY = {
    "october": ("before_oct1_pct_drawn",),
    "november": ("before_oct1_pct_drawn", "october_pct_drawn"),
    "december": ("before_oct1_pct_drawn", "october_pct_drawn", "november_pct_drawn"),
    "january": (
        "before_oct1_pct_drawn",
        "october_pct_drawn",
        "november_pct_drawn",
        "december_pct_drawn",
    ),
}


def invitation_timing(tables: Path, facts: Facts) -> Iterator[tuple[str, Fields]]:
    """Share of a specialty's invitations that were out by the first of each month.

    Each share is pooled towards that of all specialties, as many have few answers, and widened by
    the drift of the years since.
    """
    rows = [row for row in read_rows(tables, TABLE) if row["activity"] == ACTIVITY]
    every = next(row for row in rows if row["specialty"] == ALL)
    drift = facts.value("facts_fit.share_drift")
    known = {SPECIALTIES[row["specialty"]]: row for row in rows if row["specialty"] in SPECIALTIES}
    curves: dict[str, dict[str, Estimate]] = {}
    for month in BY:
        counts = {key: (_share(row, month), int(row["n_programs"])) for key, row in known.items()}
        overall = {"default": (_share(every, month), int(every["n_programs"]))}
        pooled, _ = pooled_shares(counts, _share(every, month))
        pooled |= pooled_shares(overall, _share(every, month))[0]
        for key, estimate in pooled.items():
            curves.setdefault(key, {})[month] = widened(estimate, drift)
    for key, curve in curves.items():
        _check(key, curve)
        programs = int((every if key == "default" else known[key])["n_programs"])
        for month, estimate in curve.items():
            yield f"season.invitations.by.{month}.{key}", fitted(
                estimate.central, estimate.low, estimate.high, unit=UNIT, source=SURVEY,
                locator=f"months of invitations, bars as drawn; {programs} programs",
                reason="Season 2019-20, pooled over specialties; the range adds the drift of the "
                "years since (facts_fit.share_drift).",
            )  # fmt: skip


def _share(row: dict[str, str], month: str) -> float:
    """Share of invitations out by the first of `month`, the drawn bars made to sum to one."""
    return sum(float(row[column]) for column in BY[month]) / float(row["sum_drawn"])


def _check(key: str, curve: dict[str, Estimate]) -> None:
    shares = [estimate.central for estimate in curve.values()]
    if any(later < earlier for earlier, later in pairwise(shares)):
        raise ValueError(f"the pooled shares of {key} fall from one month to the next: {shares}")
