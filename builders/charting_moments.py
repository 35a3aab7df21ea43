"""Scores and ranks of matched and not matched by preferred specialty, estimated for all of them.

Charting Outcomes has a table for some specialties and types. What the simulated season is fitted
to is that table drawn to relations over specialties by its standard error, and the relations alone
where there is no table. `python -m builders.charting_moments TABLES` says how well they tell each
given specialty when its own table is left out.
"""

import argparse
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from builders.charting_covariates import (
    directors_open,
    img_share,
    imgs_2013,
    imgs_2022,
    independents_2007,
    interviews_to_expect,
    ranks_2007,
    residents_step_1,
    senior_odds,
    senior_scores,
)
from builders.facts_names import SPECIALTIES, TYPES, read_rows
from builders.relations import Told, Witnesses, by, by_earlier, told, without_each
from thirdfriday.models.market_inputs import Layout, market_layout
from thirdfriday.models.market_season import APPLICANT_TYPES

Array = npt.NDArray[Any]
GROUPS = ("matched", "not_matched")
IMG = APPLICANT_TYPES.index("non_us_img")
LEAST_PEOPLE = 5
ROUNDED_SCORE, ROUNDED_RANKS = 0.29, 0.03  # standard errors of printing whole points and tenths
MEASURES = {"step2ck": ROUNDED_SCORE, "contiguous_ranks": ROUNDED_RANKS}
LEAST_SCORE, LEAST_RANKS, LEAST_ODDS = 1.5, 0.15, 0.3
"""Standard errors below which no relation over a dozen specialties is believed: points, logs."""
LARGE = 100  # applicants from which a specialty is like those that are not given


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
    """One figure of all fields: who tells it, published value and error.

    `printed` is the standard error of the table alone, without that of rounding.
    """

    name: str
    witnesses: Witnesses
    value: Array
    error: Array
    printed: Array

    def told(self) -> Told:
        """What the tables and the relations say of every field."""
        return told(self.witnesses, self.value, self.error)


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
    """Mean Step 2 CK of non-US-citizen IMGs, told from seniors, residents and earlier tables."""
    seniors = senior_scores(tables, layout)
    tellers = [
        by(seniors),
        by(independents_2007(tables, layout, group)),
        by(residents_step_1(tables, layout)),
    ]
    if group == "matched":
        step_2 = {2013: imgs_2013(tables, layout, 2), 2022: imgs_2022(tables, layout, 2)}
        tellers += [
            by(imgs_2013(tables, layout, 1)),
            by_earlier(step_2),
            by_earlier({2022: imgs_2022(tables, layout, 1)}),
        ]
    value, error, printed = measured(tables, layout, "step2ck", group)
    witnesses = Witnesses(seniors, tellers, LEAST_SCORE)
    return Problem(f"Step 2 CK, {group}", witnesses, value, error, printed)


def ranks_problem(tables: Path, layout: Layout, group: str) -> Problem:
    """Logarithm of mean contiguous ranks of non-US-citizen IMGs.

    Of matched, told from the interviews to expect, from directors and from their share of the
    positions filled; of not matched, from 2007.
    """
    value, error, printed = measured(tables, layout, "contiguous_ranks", group)
    if group == "matched":
        main = interviews_to_expect(tables, layout)
        tellers = [by(main), by(directors_open(tables, layout)), by(img_share(tables, layout))]
    else:
        main = ranks_2007(tables, layout)
        tellers = [by(main)]
    witnesses = Witnesses(main, tellers, LEAST_RANKS)
    return Problem(f"contiguous ranks, {group}", witnesses, np.log(value), error / value,
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
    odds = senior_odds(tables, layout)
    witnesses = Witnesses(odds, [by(odds)], LEAST_ODDS)
    return Problem("share matched in it", witnesses, value, error, error)


def main() -> None:
    """Print how well every given specialty is told with its own table left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    tables, layout = parser.parse_args().tables, market_layout()
    problems = [make(tables, layout, group) for make in (score_problem, ranks_problem)
                for group in GROUPS] + [share_problem(tables, layout)]  # fmt: skip
    large = published_active(tables, layout) >= LARGE
    for one in problems:
        found = one.told()
        others, spread = without_each(one.witnesses, one.value, one.error)
        away = others - one.value
        known = np.isfinite(away)
        near = np.abs(away) <= one.printed
        likely = math.log(2 * math.pi) + np.log(spread**2 + one.error**2)
        likely = -0.5 * (away**2 / (spread**2 + one.error**2) + likely)
        sys.stdout.write(
            f"{one.name}: {near[known].sum()} of {known.sum()} "
            f"within one standard error of their table, root mean square "
            f"{_root(away[known]):.2f}; of at least {LARGE} applicants {near[known & large].sum()} "
            f"of {(known & large).sum()}, {_root(away[known & large]):.2f}; "
            f"mean log density {likely[known].mean():.2f}\n"
        )
        for f in np.flatnonzero(known | np.isin(layout.fields, sorted(set(SPECIALTIES.values())))):
            sys.stdout.write(
                f"  {layout.fields[f]}: {one.value[f]:.2f} ({one.error[f]:.2f}), left out "
                f"{others[f]:.2f} ({spread[f]:.2f}), others say {found.others[f]:.2f} "
                f"({found.others_error[f]:.2f})\n"
            )


def _root(away: Array) -> float:
    return float(np.sqrt(np.mean(away**2)))


if __name__ == "__main__":
    main()
