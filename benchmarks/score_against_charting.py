"""What the fit of scores says of figures it was not fitted to.

Each specialty from a fit without it; mean scores of both outcomes in 2024; one specialty's bins of
2026; all bins of 2007, for US seniors and for independent applicants; and how much of the slope
goes to failed examinations.

Usage: python -m benchmarks.score_against_charting TABLES
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from builders.chain_fit import FIRST_FITTED_SEASON
from builders.facts_names import SPECIALTIES, read_rows
from builders.score_build import (
    Array,
    Binned,
    Fit,
    Population,
    binned,
    fit_gaps,
    fit_seniors,
    fit_slopes,
    gap_of,
    population,
)
from builders.score_model import Slopes
from builders.score_targets import (
    ByScore,
    bins_of_one,
    bins_of_seniors,
    by_score,
    gaps_of_imgs,
    gaps_of_seniors,
)

from thirdfriday.facts.registry import load_facts
from thirdfriday.models.quality import normal_nodes

OLD = "charting2007_bins"
NONE = Slopes(0.0, 0.0)
LEAST = 100  # applicants of a specialty with a score


def by_bin(cells: Sequence[Binned], slopes: Sequence[Slopes]) -> tuple[list[Array], float]:
    """Applicants, published and expected by bin over all specialties [%]; mean distance by cell."""
    bins = max(len(cell.known.count) for cell in cells)
    sums, away = np.zeros((3, bins)), np.zeros(2)
    for cell, own in zip(cells, slopes, strict=True):
        share, known = cell.expected(own), cell.known
        sums += known.count * np.array([np.ones(len(share)), known.matched, share])
        away += [known.count @ np.abs(share - known.matched), known.count.sum()]
    return [sums[0], *(100 * sums[1:] / np.maximum(sums[0], 1.0))], 100 * float(away[0] / away[1])


def told(name: str, cells: Sequence[Binned], slopes: Sequence[Slopes]) -> None:
    """One line for what is published and one for what is expected."""
    (count, published, expected), away = by_bin(cells, slopes)
    print(f"{name}: mean distance {away:.2f} points by specialty and bin")
    print("  applicants", count.astype(int).tolist())
    print("  published ", published.round(1).tolist())
    print("  expected  ", expected.round(1).tolist())


def own_slopes(fit: Fit, key: str) -> Slopes:
    """The slopes of a specialty, drawn towards all."""
    return fit.slopes.times(fit.scales[key][0] if key in fit.scales else 1.0)


def seniors(tables: Path) -> Fit:
    """MD seniors: in and out of sample, the means of 2024, failed examinations, 2026."""
    facts = load_facts(FIRST_FITTED_SEASON)
    fit, cells = fit_seniors(tables, facts)
    without = [fit_slopes([c for c in cells if c is not cell])[0] for cell in cells]
    print(f"MD seniors: {fit.slopes}, errors {fit.error.round(3)}, between {fit.between:.2f}")
    told("scores nothing after the interview", cells, [NONE] * len(cells))
    told("common slopes", cells, [fit.slopes] * len(cells))
    told("each specialty's own", cells, [own_slopes(fit, c.known.specialty) for c in cells])
    told("each specialty from the others", cells, without)
    people = population(tables, "md_senior", facts)
    bare = binned(replace(people, failures=False), bins_of_seniors(tables))
    alone, _ = fit_slopes(bare)
    print(
        f"without failures: {alone}; net of them {fit.slopes.below / alone.below:.2f} under and "
        f"{fit.slopes.above / alone.above:.2f} over the mean"
    )
    gaps(people, fit)
    there = binned(people, bins_of_one(tables, "md_senior"))
    told("MD seniors of 2026, one specialty", there, [own_slopes(fit, there[0].known.specialty)])
    return fit


def gaps(people: Population, fit: Fit) -> None:
    """Gaps between mean scores of matched and unmatched in 2024, published and expected."""
    nodes, _ = normal_nodes(15)
    rows = []
    for known in gaps_of_seniors(Path(sys.argv[1]), "md_senior", people.spread):
        if known.specialty not in people.specialties:
            continue
        at = people.interviewed(known.specialty, known.mean + known.spread * nodes, known.mean)
        own = own_slopes(fit, known.specialty)
        rows.append([known.gap, gap_of(at, known.rate, known.spread, own),
                     gap_of(at, known.rate, known.spread, NONE), 1.0 / known.variance])  # fmt: skip
    table = np.array(rows)
    means = np.average(table[:, :3], weights=table[:, 3], axis=0)
    print(f"gap of means in 2024: published {means[0]:.1f}, expected {means[1]:.1f}, "
          f"were scores nothing after the interview {means[2]:.1f} points")  # fmt: skip


def old_bins(tables: Path, group: str) -> list[ByScore]:
    """Applicants of 2007 by Step 2 bin, those without a score left out."""
    order = ["<=180", *(f"{low + 1}-{low + 10}" for low in range(180, 260, 10)), ">260"]
    cells: dict[str, dict[str, tuple[float, float]]] = {}
    for row in read_rows(tables, OLD):
        if (row["applicant_group"], row["measure"]) == (group, "step2") and row["bin"] in order:
            key = SPECIALTIES.get(row["specialty"])
            if key:
                counts = float(row["matched"] or 0), float(row["not_matched"] or 0)
                cells.setdefault(key, {})[row["bin"]] = counts
    lows = [0, *range(181, 262, 10)]
    tops = [*lows[1:], float("inf")]
    found = []
    for key, rows in sorted(cells.items()):
        matched, rest = np.array([rows.get(name, (0.0, 0.0)) for name in order]).T
        if (matched + rest).sum() >= LEAST:
            share = matched / np.maximum(matched + rest, 1.0)
            found.append(by_score(key, lows, tops, np.column_stack([matched + rest, share])))
    return found


def of_2007(tables: Path, people: Population, fit: Fit, group: str) -> None:
    """The bins of 2007, in standard deviations of that year's own scores, without floors."""
    cells = []
    for known in old_bins(tables, group):
        if known.specialty in people.specialties:
            score = known.mean + (known.score - known.mean) * people.spread / known.spread
            at = people.interviewed(known.specialty, score.ravel(), known.mean)
            cells.append(Binned(known, at))
    told(f"{group} of 2007, no score after the interview", cells, [NONE] * len(cells))
    told(f"{group} of 2007", cells, [own_slopes(fit, c.known.specialty) for c in cells])


def main(tables: Path) -> None:
    """Everything."""
    facts = load_facts(FIRST_FITTED_SEASON)
    fit = seniors(tables)
    of_2007(tables, population(tables, "md_senior", facts), fit, "us_senior")
    people = population(tables, "do_senior", facts)
    known = list(gaps_of_seniors(tables, people.kind, people.spread))
    osteopaths, _ = fit_gaps(people, known, fit, "")
    print(f"DO seniors: {osteopaths.slopes}, errors {osteopaths.error.round(3)}")
    there = binned(people, bins_of_one(tables, people.kind))
    told("DO seniors of 2026, one specialty, none after the interview", there, [NONE])
    told(
        "DO seniors of 2026, one specialty",
        there,
        [own_slopes(osteopaths, there[0].known.specialty)],
    )
    people = population(tables, "non_us_img", facts)
    imgs, _ = fit_gaps(people, list(gaps_of_imgs(tables)), fit, "")
    print(f"non-US IMGs: {imgs.slopes}, errors {imgs.error.round(3)}, between {imgs.between:.2f}")
    of_2007(tables, people, imgs, "independent")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
