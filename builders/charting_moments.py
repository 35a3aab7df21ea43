"""Scores and ranks of matched and not matched by preferred specialty, estimated for all of them.

Charting Outcomes has a table for some specialties and types. What the simulated season is fitted
to is that table drawn to a relation over specialties by its standard error, and the relation alone
where there is no table. `python -m builders.charting_moments TABLES` says how well the relations
tell each given specialty when its own table is left out.
"""

import argparse
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from builders.facts_names import SPECIALTIES, TYPES, read_rows
from builders.market_targets import ranked_and_matched
from builders.relations import Earlier, Told, told, without_each
from thirdfriday.models.market_inputs import Layout, market_layout
from thirdfriday.models.market_season import APPLICANT_TYPES

Array = npt.NDArray[Any]
GROUPS = ("matched", "not_matched")
IMG = APPLICANT_TYPES.index("non_us_img")
LEAST_PEOPLE = 5
ROUNDED_SCORE, ROUNDED_RANKS = 0.29, 0.03  # standard errors of printing whole points and tenths
MEASURES = {"step2ck": ROUNDED_SCORE, "contiguous_ranks": ROUNDED_RANKS}


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Estimates by field, not a number where there is none.

    `score`, `ranks` (fields, 6, 2) of matched and not; `share` (fields, 6) matched in the preferred
    field; each with its standard error; `tabled` (fields, 6) whether a table of its own went in;
    `active` (fields,) non-US-citizen IMGs of 2026 who prefer the field, as published.
    """

    score: Array
    score_error: Array
    ranks: Array
    ranks_error: Array
    share: Array
    share_error: Array
    tabled: Array
    active: Array


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """One figure of all fields: covariates, published value and error, earlier figures.

    `printed` is the standard error of the table alone, without that of rounding.
    """

    name: str
    covariates: list[Array]
    value: Array
    error: Array
    printed: Array
    earlier: Earlier | None = None

    def told(self) -> Told:
        """What the tables and the relation say of every field."""
        return told(self.covariates, self.value, self.error, self.earlier)


def moments(tables: Path, layout: Layout) -> Moments:
    """The estimates of every field and type that has any."""
    shape = (len(layout.fields), len(APPLICANT_TYPES))
    both = (*shape, len(GROUPS))
    score, score_error, ranks, ranks_error = (np.full(both, np.nan) for _ in range(4))
    share, share_error = (np.full(shape, np.nan) for _ in range(2))
    found = Moments(
        score, score_error, ranks, ranks_error, share, share_error,
        tabled=np.zeros(shape, bool), active=published_active(tables, layout),
    )  # fmt: skip
    for g, group in enumerate(GROUPS):
        one = score_problem(tables, layout, group).told()
        found.score[:, IMG, g], found.score_error[:, IMG, g] = one.both, one.error
        one = ranks_problem(tables, layout, group).told()
        found.ranks[:, IMG, g] = np.exp(one.both)
        found.ranks_error[:, IMG, g] = np.exp(one.both) * one.error
    one = share_problem(tables, layout).told()
    rate = 1.0 / (1.0 + np.exp(-one.both))
    found.share[:, IMG] = rate
    found.share_error[:, IMG] = one.error * rate * (1.0 - rate)
    found.tabled[:, IMG] = np.isfinite(found.active)
    _seniors(tables, layout, found)
    return found


def _seniors(tables: Path, layout: Layout, found: Moments) -> None:
    """Scores and match rates of MD and DO seniors, 2024; no relation is drawn over them."""
    for row in read_rows(tables, "charting_outcomes_2024_us_seniors_means"):
        key, kind = SPECIALTIES.get(row["specialty"]), APPLICANT_TYPES.index(
            TYPES[row["applicant_type"]])  # fmt: skip
        if key not in layout.fields:
            continue
        place = layout.fields.index(key), kind
        counts = np.array([float(row["n_matched"]), float(row["n_unmatched"])])
        share = float(row["match_rate_pct"]) / 100
        found.share[place] = share
        found.share_error[place] = math.sqrt(share * (1 - share) / counts.sum() + 0.003**2)
        means = [row["step2_mean_matched"], row["step2_mean_unmatched"]]
        if all(means) and float(means[0]) > float(means[1]) and counts.min() >= LEAST_PEOPLE:
            found.score[place] = [float(each) for each in means]
            found.score_error[place] = np.hypot(14.0 / np.sqrt(counts), ROUNDED_SCORE)
            found.tabled[place] = True


def measured(tables: Path, layout: Layout, measure: str, group: str) -> tuple[Array, Array, Array]:
    """Published mean of non-US-citizen IMGs by field, its error with rounding and without.

    (fields,) each, not a number where there is no table.
    """
    value, error, printed = (np.full(len(layout.fields), np.nan) for _ in range(3))
    rows = {
        layout.fields.index(SPECIALTIES[row["specialty"]]): row
        for row in read_rows(tables, "charting2026_non_us_img_measures")
        if row["measure"] == measure and row["group"] == group and row["mean"]
    }
    spread = np.average([float(row["sd"]) for row in rows.values()],
                        weights=[float(row["n"]) for row in rows.values()])  # fmt: skip
    for field, row in rows.items():
        if float(row["n"]) >= LEAST_PEOPLE:
            value[field] = float(row["mean"])
            own = max(float(row["sd"]), 0.5 * spread)  # five alike are not certain
            error[field] = math.hypot(own / math.sqrt(float(row["n"])), MEASURES[measure])
            printed[field] = float(row["sd"]) / math.sqrt(float(row["n"]))
    return value, error, printed


def published_active(tables: Path, layout: Layout) -> Array:
    """Non-US-citizen IMGs who prefer each field, Charting Outcomes 2026. (fields,)"""
    found = np.full(len(layout.fields), np.nan)
    for row in read_rows(tables, "charting2026_non_us_img_summary"):
        found[layout.fields.index(SPECIALTIES[row["specialty"]])] = float(row["total"])
    return found


def score_problem(tables: Path, layout: Layout, group: str) -> Problem:
    """Mean Step 2 CK of non-US-citizen IMGs, told from seniors and from earlier tables."""
    value, error, printed = measured(tables, layout, "step2ck", group)
    seniors = _by_specialty(layout, (
        (f"{row['applicant_type']}", row["specialty"], row["step2_mean_matched"])
        for row in read_rows(tables, "charting_outcomes_2024_us_seniors_means")
    ))  # fmt: skip
    apart = np.nanmean(seniors["MD"] - seniors["DO"])
    md, do = seniors["MD"], seniors["DO"] + apart
    covariate = np.where(np.isfinite(md) & np.isfinite(do), (md + do) / 2, np.fmax(md, do))
    earlier = None
    if group == "matched":
        earlier = {
            2013: _img(tables, layout, "charting2013_img_means"),
            2022: _img(tables, layout, "charting2022_img_means_unlabelled"),
        }
        # A mean below the one of nine years before contradicts the drift of every other specialty.
        earlier[2022] = np.where(earlier[2022] < earlier[2013], np.nan, earlier[2022])
    return Problem(f"Step 2 CK, {group}", [covariate], value, error, printed, earlier)


def ranks_problem(tables: Path, layout: Layout, group: str) -> Problem:
    """Logarithm of mean contiguous ranks of non-US-citizen IMGs.

    Of matched, told from their share of the positions filled; of not matched, from 2007.
    """
    value, error, printed = measured(tables, layout, "contiguous_ranks", group)
    covariate = img_share(tables, layout) if group == "matched" else ranks_2007(tables, layout)
    return Problem(f"contiguous ranks, {group}", [covariate], np.log(value), error / value,
                   printed / value)  # fmt: skip


def share_problem(tables: Path, layout: Layout) -> Problem:
    """Log odds of a match in the preferred field, told from MD and DO seniors' own."""
    value, error = (np.full(len(layout.fields), np.nan) for _ in range(2))
    for row in read_rows(tables, "charting2026_non_us_img_summary"):
        matched, total = float(row["matched"]), float(row["total"])
        if total >= LEAST_PEOPLE:
            field = layout.fields.index(SPECIALTIES[row["specialty"]])
            value[field] = math.log((matched + 0.5) / (total - matched + 0.5))
            error[field] = math.sqrt(1 / (matched + 0.5) + 1 / (total - matched + 0.5))
    counts = {kind: np.zeros((len(layout.fields), 2)) for kind in ("MD", "DO")}
    for row in read_rows(tables, "charting_outcomes_2024_us_seniors_means"):
        key = SPECIALTIES.get(row["specialty"])
        if key in layout.fields:
            place = counts[row["applicant_type"]][layout.fields.index(key)]
            place += float(row["n_matched"]), float(row["n_unmatched"])
    seniors = counts["MD"] + counts["DO"]
    odds = np.log((seniors[:, 0] + 0.5) / (seniors[:, 1] + 0.5))
    covariate = np.where(seniors.sum(axis=1) > 0, odds, np.nan)
    return Problem("share matched in it", [covariate], value, error, error)


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


def _nowhere(layout: Layout) -> Array:
    return np.full(len(layout.fields), np.nan)


def _img(tables: Path, layout: Layout, name: str) -> Array:
    """Mean Step 2 CK of matched non-US-citizen IMGs in an earlier table. (fields,)"""
    rows = ((row["applicant_type"], row["specialty"], row["step2_mean_matched"])
            for row in read_rows(tables, name))  # fmt: skip
    return _by_specialty(layout, rows)["non_us_img"]


def _by_specialty(layout: Layout, rows: Iterator[tuple[str, str, str]]) -> dict[str, Array]:
    found: dict[str, Array] = {}
    for group, specialty, value in rows:
        key = SPECIALTIES.get(specialty)
        if key in layout.fields and value:
            column = found.setdefault(group, _nowhere(layout))
            column[layout.fields.index(key)] = float(value)
    return found


def main() -> None:
    """Print how well every given specialty is told with its own table left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    tables, layout = parser.parse_args().tables, market_layout()
    problems = [make(tables, layout, group) for make in (score_problem, ranks_problem)
                for group in GROUPS] + [share_problem(tables, layout)]  # fmt: skip
    for one in problems:
        away = without_each(one.covariates, one.value, one.error, one.earlier) - one.value
        known = np.isfinite(away)
        near = np.abs(away[known]) <= one.printed[known]
        sys.stdout.write(
            f"{one.name}: {near.sum()} of {known.sum()} within one standard error of their table, "
            f"root mean square {np.sqrt(np.mean(away[known] ** 2)):.2f}; "
            f"spread the relation leaves {one.told().between:.2f}\n"
        )
        found = one.told()
        for f in np.flatnonzero(known | np.isin(layout.fields, sorted(set(SPECIALTIES.values())))):
            sys.stdout.write(
                f"  {layout.fields[f]}: {one.value[f]:.2f} ({one.error[f]:.2f}), others say "
                f"{found.others[f]:.2f} ({found.others_error[f]:.2f})\n"
            )


if __name__ == "__main__":
    main()
