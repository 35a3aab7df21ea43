"""What is known of every specialty, with or without a table of non-US-citizen IMGs of 2026."""

import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from builders.facts_names import SPECIALTIES, read_rows
from builders.market_targets import ranked_and_matched
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.market_inputs import FITTED_FROM, Layout

Array = npt.NDArray[Any]
RESIDENTS = {
    "Internal Medicine (categorical)": "internal_medicine",
    "Obstetrics and Gynecology1": "obstetrics_and_gynecology",
    "Pathology: Anatomic and Clinical": "pathology",
    "Pediatrics1": "pediatrics",
    "Plastic Surgery: Integrated": "plastic_surgery",
    "Surgery: General (categorical)": "general_surgery",
    "Thoracic Surgery: Integrated": "thoracic_surgery",
    "Vascular Surgery: Integrated": "vascular_surgery",
}
SELDOM, OFTEN = 0.5, 1.0  # what an answer counts, never being nothing
IMGS = ("us_img", "non_us_img")


def by_specialty(layout: Layout, rows: Iterable[tuple[str, float | str]]) -> Array:
    """A figure by field from rows of specialty and figure; empty ones count as missing."""
    found = np.full(len(layout.fields), np.nan)
    for specialty, value in rows:
        key = SPECIALTIES.get(specialty) or RESIDENTS.get(specialty)
        if key in layout.fields and value not in {"", "-"}:
            found[layout.fields.index(key)] = float(value)
    return found


def senior_scores(tables: Path, layout: Layout) -> Array:
    """Mean Step 2 CK of matched MD and DO seniors, 2024, DO moved by the mean difference."""
    rows = list(read_rows(tables, "charting_outcomes_2024_us_seniors_means"))
    md, do = (
        by_specialty(layout, ((row["specialty"], row["step2_mean_matched"])
                              for row in rows if row["applicant_type"] == each))
        for each in ("MD", "DO")
    )  # fmt: skip
    do = do + np.nanmean(md - do)
    found: Array = np.where(np.isfinite(md) & np.isfinite(do), (md + do) / 2, np.fmax(md, do))
    return found


def senior_odds(tables: Path, layout: Layout) -> Array:
    """Log odds of a match of MD and DO seniors together, 2024."""
    counts = np.zeros((len(layout.fields), 2))
    for row in read_rows(tables, "charting_outcomes_2024_us_seniors_means"):
        key = SPECIALTIES.get(row["specialty"])
        if key in layout.fields:
            counts[layout.fields.index(key)] += float(row["n_matched"]), float(row["n_unmatched"])
    odds = np.log((counts[:, 0] + 0.5) / (counts[:, 1] + 0.5))
    return np.where(counts.sum(axis=1) > 0, odds, np.nan)


def independents_2007(tables: Path, layout: Layout, group: str) -> Array:
    """Mean Step 2 CK of independent applicants of 2007, matched or not."""
    return by_specialty(layout, (
        (row["specialty"], row["value"]) for row in read_rows(tables, "charting2007_summary")
        if (row["applicant_group"], row["match_status"], row["measure"])
        == ("independent", group, "step2_mean")
    ))  # fmt: skip


def ranks_2007(tables: Path, layout: Layout) -> Array:
    """Logarithm of mean ranks of independent applicants who did not match in 2007. (fields,)"""
    people, ranks = (np.zeros(len(layout.fields)) for _ in range(2))
    for row in read_rows(tables, "charting2007_bins"):
        key = SPECIALTIES.get(row["specialty"])
        if (row["measure"], row["applicant_group"]) != ("contiguous_ranks", "independent"):
            continue
        if key in layout.fields:
            field = layout.fields.index(key)
            people[field] += float(row["not_matched"])
            ranks[field] += float(row["not_matched"]) * int(row["bin"].rstrip("+"))
    return np.log(np.where(people > 0, ranks / np.maximum(people, 1), np.nan))


def residents_step_1(tables: Path, layout: Layout) -> Array:
    """Mean Step 1 of first-year residents, 2019-20."""
    return by_specialty(layout, (
        (row["specialty"], row["mean"])
        for row in read_rows(tables, "aamc_first_year_residents_scores_2019_20")
        if row["measure"] == "USMLE STEP 1 Score"
    ))  # fmt: skip


def imgs_2013(tables: Path, layout: Layout, step: int) -> Array:
    """Mean Step 1 or Step 2 CK of matched non-US-citizen IMGs, 2013."""
    return by_specialty(layout, (
        (row["specialty"], row[f"step{step}_mean_matched"])
        for row in read_rows(tables, "charting2013_img_means")
        if row["applicant_type"] == "non_us_img"
    ))  # fmt: skip


def imgs_2022(tables: Path, layout: Layout, step: int) -> Array:
    """The same of about 2022, from a table without labels.

    Where its Step 2 CK lies below its Step 1, which no specialty's mean does, the two columns and
    the two groups of IMGs changed places (pathology): the higher scores are of those who are not
    US citizens, as in 2013 and in the other specialties.
    """
    pairs: dict[str, dict[str, tuple[float, float]]] = {}
    for row in read_rows(tables, "charting2022_img_means_unlabelled"):
        score = float(row["step1_mean_matched"]), float(row["step2_mean_matched"])
        pairs.setdefault(row["specialty"], {})[row["applicant_type"]] = score
    for found in pairs.values():
        if all(first > second for first, second in found.values()):
            ordered = sorted((second, first) for first, second in found.values())
            found.update(zip(IMGS, ordered, strict=True))
    return by_specialty(
        layout, ((name, found["non_us_img"][step - 1]) for name, found in pairs.items())
    )


def img_share(tables: Path, layout: Layout) -> Array:
    """Logarithm of the share of filled positions that non-US-citizen IMGs hold. (fields,)"""
    found = np.full(len(layout.fields), np.nan)
    for row in read_rows(tables, "nrmp_specialty_totals_by_applicant_type_2025"):
        key = SPECIALTIES.get(row["specialty"])
        if key in layout.fields and int(row["non_us_img"]):
            found[layout.fields.index(key)] = math.log(int(row["non_us_img"]) / int(row["filled"]))
    _, matched = ranked_and_matched(tables, layout, "non_us_img")
    surgery = layout.fields.index("general_surgery")  # the totals count preliminary years with it
    everyone = sum(ranked_and_matched(tables, layout, kind)[1][surgery]
                   for kind in ("md_sr", "do_sr", "us_img", "non_us_img"))  # fmt: skip
    found[surgery] = math.log(matched[surgery] / everyone)
    return found


def interviews_to_expect(tables: Path, layout: Layout) -> Array:
    """Logarithm of the interviews that an IMG would be offered who applies to the specialty alone.

    Its programs, at most as many as an IMG applies to, times the rate at which they interviewed
    IMGs of either citizenship in 2024.
    """
    rows = list(read_rows(tables, "interview_rate_summary_by_specialty_2024"))
    rates = [
        by_specialty(layout, ((row["specialty"], row[f"p_int_{kind}_mean"]) for row in rows))
        for kind in IMGS
    ]
    programs = np.zeros(len(layout.fields))
    for track in layout.rows:
        if (track[f"quota_{FITTED_FROM}"] or 0) > 0 and track["kind"][1] == "main":
            programs[layout.fields.index(track["field"])] += 1
    most = load_facts().value("market.applications.non_us_img")
    rate = np.mean(np.log(rates), axis=0)
    found: Array = np.log(np.clip(programs, 1.0, most)) + rate
    return found


def directors_open(tables: Path, layout: Layout) -> Array:
    """How often directors said in 2020 that they interview and rank US-citizen IMGs.

    The mean of both stages where both were read; seldom counts half.
    """
    stages: dict[str, list[tuple[str, float | str]]] = {}
    for row in read_rows(tables, "pd_survey_2020_interview_rank_by_applicant_group"):
        if row["applicant_group"] == "US-citizen IMG":
            says = OFTEN * float(row["often_pct"]) + SELDOM * float(row["seldom_pct"])
            stages.setdefault(row["stage"], []).append((row["specialty"], says))
    columns = [by_specialty(layout, rows) for rows in stages.values()]
    known = np.isfinite(columns).sum(axis=0)
    found: Array = np.where(known > 0, np.nansum(columns, axis=0) / np.maximum(known, 1), np.nan)
    return found
