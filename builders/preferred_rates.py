"""Match rates of those who prefer a specialty: as published, else as other tables tell them."""

import math
from pathlib import Path

import numpy as np

from builders.chain_population import Rate
from builders.charting_moments import share_problem
from builders.csv_rows import read_rows
from builders.facts_names import SPECIALTIES
from builders.market_targets import ranked_and_matched
from builders.match_chain_targets import CERTAIN, GRADUATES
from thirdfriday.facts.registry import Facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.market_inputs import FITTED_FROM, Layout, market_layout

Rates = dict[str, dict[str, Rate]]
FIRST_YEARS = 0.8
"""Of a type's matches in a specialty: from this share of first-year positions on, counts of first
years tell of the specialty."""


def preferred_rates(tables: Path, facts: Facts) -> Rates:
    """Match rate in the preferred specialty by type and specialty.

    Published for MD and DO seniors, and for non-US-citizen IMGs in part; the rest of theirs is told
    from the seniors' (builders/charting_moments.py). US-citizen IMGs have those of other IMGs, but
    never less than the share of those who rank a specialty at all that matches in it; graduates
    those of MD seniors, differing half as much. Both are moved to the type's total by the fit.

    Facts: match_fit.rate_error.us_img, match_fit.rate_error.graduate
    """
    rates: Rates = {"md_senior": {}, "do_senior": {}}
    for row in read_rows(tables / "charting_outcomes_2024_us_seniors_means.csv"):
        kind = f"{row['applicant_type'].lower()}_senior"
        rates[kind][SPECIALTIES[row["specialty"]]] = Rate(float(row["match_rate_pct"]) / 100)
    layout = market_layout()
    rates["non_us_img"] = _non_us_imgs(tables, layout)
    neighbour = facts.value("match_fit.rate_error.us_img")
    least = _least(tables, layout)
    rates["us_img"] = {
        key: Rate(rate.share, math.hypot(rate.error, neighbour), least.get(key, 0.0))
        for key, rate in rates["non_us_img"].items()
    }
    error = facts.value("match_fit.rate_error.graduate")
    rates[GRADUATES] = {
        key: Rate(_flatter(rate.share), error) for key, rate in rates["md_senior"].items()
    }
    return rates


def _non_us_imgs(tables: Path, layout: Layout) -> dict[str, Rate]:
    """As published, else what the published specialties and seniors say, with its error."""
    told = share_problem(tables, layout).told()
    rates = {
        key: Rate(1.0 / (1.0 + math.exp(-mean)), error)
        for key, mean, error in zip(
            layout.fields, told.others.tolist(), told.others_error.tolist(), strict=True
        )
    }
    for row in read_rows(tables / "charting2026_non_us_img_summary.csv"):
        rates[SPECIALTIES[row["specialty"]]] = Rate(float(row["match_rate_pct"]) / 100)
    return rates


def _least(tables: Path, layout: Layout) -> dict[str, float]:
    """Of US-citizen IMGs who ranked a specialty anywhere, the share that matched in it.

    Who prefers a specialty matches in it at least as often as who ranks it after another. Only
    where the counts, which are of first years, hold most of the specialty's matches.
    """
    ranked, matched = ranked_and_matched(tables, layout, "us_img")
    table = load_table("published/filled_by_type").columns
    everyone = {
        name: float(count)
        for year, name, count in zip(
            table["year"], table["specialty"], table["us_img"], strict=True
        )
        if year == FITTED_FROM
    }
    with np.errstate(invalid="ignore", divide="ignore"):
        share = matched / ranked
    return {
        key: float(value)
        for key, value, count in zip(layout.fields, share, matched, strict=True)
        if value > 0.0 and count >= FIRST_YEARS * everyone.get(key, 0.0)
    }


def _flatter(rate: float) -> float:
    """A rate with half the log-odds: graduates differ between specialties half as much as seniors.

    An assumption, since no table gives graduates by specialty; the fit shifts all of them to the
    published rate of the type.

    >>> _flatter(0.9)
    0.75
    """
    odds = math.sqrt(min(rate, CERTAIN) / (1.0 - min(rate, CERTAIN)))
    return round(odds / (1.0 + odds), 12)
