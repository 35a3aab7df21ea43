"""Pools what programs say they accept into shares by specialty: visas, failed attempts, IMGs."""

from collections.abc import Iterator
from pathlib import Path

from builders.facts_names import ALL, SPECIALTIES, read_rows
from builders.facts_pooling import Estimate, pooled_means, pooled_shares, widened
from builders.facts_toml import Fields, fitted
from thirdfriday.facts.registry import Facts

SURVEY = "nrmp-program-director-survey-2020"
SHARE = "share of programs"
Numbered = Iterator[tuple[str, Fields]]


def visa_shares(tables: Path, facts: Facts) -> Numbered:
    """Share of programs by specialty that take J-1 holders and that sponsor H-1B."""
    rows = [
        row
        for row in read_rows(tables, "visa_sponsorship_share_by_specialty")
        if row["year"] == "2021" and row["specialty"] in SPECIALTIES
    ]
    drift = facts.value("facts_fit.share_drift")
    for visa, column in (("j1", "pct_j1"), ("h1b", "pct_h1b")):
        counts = {
            SPECIALTIES[row["specialty"]]: (
                float(row[column]) / 100,
                int(row["programs_reporting"]),
            )
            for row in rows
        }
        overall = sum(share * n for share, n in counts.values()) / sum(
            n for _, n in counts.values()
        )
        estimates, _ = pooled_shares(counts, overall)
        for key, estimate in estimates.items():
            yield _share(
                f"eligibility.visa.{visa}.{key}",
                widened(estimate, drift),
                source="residency-explorer-2021",
                locator=f"programs that consider applicants with this visa; n = {counts[key][1]}",
                reason="Reported share of 2021, pooled over specialties; the range adds the drift "
                "of the years since (facts_fit.share_drift).",
            )


def attempt_shares(tables: Path, facts: Facts) -> Numbered:
    """Share of programs by specialty that would interview after one failed attempt."""
    programs = _responding(tables)
    rows = list(read_rows(tables, "pd_survey_2020_failed_attempt_policy"))
    drift = facts.value("facts_fit.share_drift")
    for exam, column in (
        ("step_1", "step1_fail_never_pct"),
        ("step_2_ck", "step2ck_fail_never_pct"),
    ):
        shares = {row["specialty"]: 1 - float(row[column]) / 100 for row in rows}
        yield from _pooled(
            shares,
            programs,
            drift,
            name=f"eligibility.failed_{exam}",
            what="programs that do not answer `never` after one failed attempt",
        )


def img_policy_shares(tables: Path, facts: Facts) -> Numbered:
    """Share of programs by specialty that do not answer `never` for IMGs."""
    programs = _responding(tables)
    rows = list(read_rows(tables, "pd_survey_2020_interview_rank_by_applicant_group"))
    drift = facts.value("facts_fit.share_drift")
    groups = {"US-citizen IMG": "us_img", "non-US IMG": "non_us_img"}
    for published, group in groups.items():
        shares: dict[str, float] = {}
        for stage in ("rank", "interview"):  # the interview answer replaces that on ranking
            for row in rows:
                if row["applicant_group"] == published and row["stage"] == stage:
                    shares[row["specialty"]] = 1 - float(row["never_pct"]) / 100
        yield from _pooled(
            shares,
            programs,
            drift,
            name=f"eligibility.img_policy.{group}",
            what="programs that do not answer `never` for this group",
            note="Only for a program of which nothing is known: a fitted interview rate of the "
            "group already holds the refusals.",
        )


def score_floors(tables: Path) -> Numbered:
    """Mean Step 2 CK score, by specialty, below which programs with a floor do not interview."""
    rows = [
        row
        for row in read_rows(tables, "pd_survey_2020_step_score_thresholds_by_specialty")
        if row["exam"] == "USMLE Step 2 CK" and row["threshold"].startswith("generally do not")
    ]
    every = next(row for row in rows if row["specialty"] == ALL)
    spread = (float(every["p75"]) - float(every["p25"])) / 1.349  # quartiles of a normal
    means = {
        SPECIALTIES[row["specialty"]]: (float(row["mean"]), spread**2 / int(row["n_programs"]))
        for row in rows
        if row["specialty"] in SPECIALTIES
    }
    estimates, _, _, _ = pooled_means(means)
    yield "eligibility.step_2_ck.floor.sd", fitted(
        spread, spread * 0.8, spread * 1.25, unit="score", source=SURVEY, locator="p. 8", digits=1,
        reason="Quartile range of all programs with a floor (n = 190), read as a normal.",
    )  # fmt: skip
    centre = float(every["mean"])
    yield "eligibility.step_2_ck.floor.mean.default", fitted(
        centre, centre - 3, centre + 3, unit="score", source=SURVEY, locator="p. 8, n = 190",
        digits=1, reason="Mean floor of programs that state one, season 2020; shift it by "
        "eligibility.step_2_ck.floor.shift.",
    )  # fmt: skip
    for key, estimate in estimates.items():
        yield f"eligibility.step_2_ck.floor.mean.{key}", fitted(
            estimate.central, estimate.low, estimate.high, unit="score", source=SURVEY, digits=1,
            locator="score thresholds, pooled",
            reason="Mean floor of the specialty, pooled; season 2020, shift it by "
            "eligibility.step_2_ck.floor.shift.",
        )  # fmt: skip


def _pooled(
    shares: dict[str, float], programs: dict[str, int], drift: float, *, name: str, what: str,
    note: str = "",
) -> Numbered:  # fmt: skip
    counts = {
        SPECIALTIES[specialty]: (share, programs[specialty])
        for specialty, share in shares.items()
        if specialty in SPECIALTIES and specialty in programs
    }
    estimates, weight = pooled_shares(counts, shares[ALL])
    for key, estimate in estimates.items():
        yield _share(
            f"{name}.{key}",
            widened(estimate, drift),
            source=SURVEY,
            locator=f"{what}; about {counts[key][1]} programs",
            reason=f"Posterior share, prior of all specialties worth {weight:.0f} programs; the "
            "range adds the drift of the years since (facts_fit.share_drift).",
            note=note,
        )


def _share(
    name: str, estimate: Estimate, *, source: str, locator: str, reason: str, note: str = ""
) -> tuple[str, Fields]:
    fields = fitted(
        estimate.central, estimate.low, estimate.high, unit=SHARE, source=source,
        locator=locator, reason=reason,
    )  # fmt: skip
    return name, {**fields, "note": note} if note else fields


def _responding(tables: Path) -> dict[str, int]:
    """Programs of each specialty that answered the question on Step 1. [count]."""
    return {
        row["specialty"]: int(row["n_programs"])
        for row in read_rows(tables, "pd_survey_2020_step_requirement_by_specialty")
        if row["exam"] == "USMLE Step 1"
    }
