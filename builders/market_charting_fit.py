"""The numbers that make a simulated season come out as Charting Outcomes: how they move."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from builders.charting_moments import IMG, Moments, moments
from builders.market_targets import Targets, ranked_and_matched
from thirdfriday.facts.registry import load_facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.market_charting import (
    YEARS_ALONE,
    charting_sums,
    matched_fields,
    preferences,
)
from thirdfriday.models.market_inputs import FITTED_FROM, Layout, MarketInputs, active_applicants
from thirdfriday.models.market_season import APPLICANT_TYPES, SENIORS, Season

Array = npt.NDArray[Any]
FEW = 15.0  # applicants of whom a season's own count weighs half
LEAN_GAIN, QUALITY_GAIN, SECOND_GAIN = 1.0, 0.6, 0.6
QUALITY_RANGE, AFTER_RANGE = (0.2, 1.6), (-3.0, 3.0)
MOST_SECOND = 0.9  # share of a field's applicants who apply to another
MOST_PER_ACTIVE = np.array([1.5, 4.0, 1.5, 4.0, 8.0, 5.0])  # who apply, by type
LIST_TYPES = ("md_senior", "do_senior", "us_img")  # list lengths of the type stand for the field's
MOST_IN_ALL = 0.8  # the same of a type
MOST_PER_INFLOW = 15.0  # who apply to a field second, for each position that goes to one of them
SAFE = 0.9  # share matched in it above which a field is a second choice of others
ANCHOR = 0  # interviews of MD seniors answer to their level, those of other types to a leaning


@dataclass(frozen=True, slots=True, eq=False)
class Goals:
    """What the charting levers answer to.

    `active` (fields, 6); `inflow` (fields, 6) positions filled by those who prefer another field,
    not a number for types without a table; `failing` (fields, 6) share not matched in the field
    they prefer; `moments` estimated from the tables; `lists` (6, 2) mean list of matched and not
    by type, not a number where unknown.
    """

    active: Array
    inflow: Array
    failing: Array
    moments: Moments
    lists: Array


@dataclass(slots=True)
class Levers:
    """By field and type: who applies, who applies to it second, quality, leaning after.

    `failing` does not move: in proportion to it, applicants of a field apply to another, too.
    """

    applicants: Array
    second: Array
    quality: Array
    after: Array
    failing: Array


def applies_second(levers: Levers) -> Array:
    """Share of each field's applicants who apply to another field, too. (fields, 6)"""
    total = levers.second.sum(axis=0) * levers.applicants.sum(axis=0)
    wanting = np.maximum((levers.applicants * levers.failing).sum(axis=0), 1e-9)
    found: Array = np.minimum(MOST_SECOND, levers.failing * total / wanting)
    return found


def charting_goals(tables: Path, layout: Layout, targets: Targets, filled: Array) -> Goals:
    """The goals of 2025, with non-US-citizen IMGs by preferred field as Charting has them.

    Args:
        tables: folder of published tables.
        layout: of the market.
        targets: counts of 2025.
        filled: (fields, 6) positions filled in 2025.
    """
    told = moments(tables, layout)
    active = targets.applicants.copy()
    ranked, matched = ranked_and_matched(tables, layout, "non_us_img")
    anywhere = ranked * np.maximum(filled[:, IMG] / np.maximum(matched, 1), 1.0)
    active[:, IMG] = preferred_imgs(layout, told, filled[:, IMG], anywhere)
    for each in SENIORS:
        active[:, each] = preferred_seniors(layout, told, filled, targets.applicants, each)
    lists = np.full((len(APPLICANT_TYPES), 2), np.nan)
    for row in load_table("published/rank_list_lengths").rows():
        if row["year"] == FITTED_FROM and row["applicant_type"] in LIST_TYPES:
            kind = APPLICANT_TYPES.index(row["applicant_type"])
            lists[kind] = row["mean_ranks_matched"], row["mean_ranks_unmatched"]
    inflow = np.maximum(filled - np.nan_to_num(told.share, nan=1.0) * active, 0.0)
    given = np.isfinite(told.active)
    usual = np.median(inflow[given, IMG] / filled[given, IMG])
    alone = ~given & (np.arange(given.size) < given.size - YEARS_ALONE)
    inflow[alone, IMG] = usual * filled[alone, IMG]
    kept = (filled - inflow)[alone, IMG]
    told.share[alone, IMG] = np.clip(kept / np.maximum(active[alone, IMG], 1e-9), 0.02, 0.98)
    inflow[-YEARS_ALONE] = 0.0  # first years but surgery's go with an advanced position
    inflow[:, [k for k in range(len(APPLICANT_TYPES)) if k not in (*SENIORS, IMG)]] = np.nan
    plain = 1.0 - filled / np.maximum(active, 1e-9)
    failing = np.clip(1.0 - np.where(np.isfinite(told.share), told.share, 1.0 - plain), 0.02, 0.98)
    return Goals(active, inflow, failing, told, lists)


def preferred_seniors(
    layout: Layout, told: Moments, filled: Array, applicants: Array, kind: int
) -> Array:
    """Seniors of 2025 by the field they prefer, from the share of 2024 that matched in it.

    What the fields would add up to beyond the active applicants are those who fill positions of the
    fields that nearly all who prefer them match in: these are the second choices of the others.
    """
    facts = load_facts()
    share, filled = told.share[:, kind], filled[:, kind]
    years = np.arange(len(layout.fields)) >= len(layout.fields) - YEARS_ALONE
    usual = np.nansum(filled[~years] * np.isfinite(share[~years]))
    usual /= np.nansum(filled[~years] / share[~years])
    count = filled / np.where(np.isfinite(share), share, usual)
    left = active_applicants(FITTED_FROM, facts)[kind]
    count[years] = applicants[years, kind]
    count[-1] *= facts.value("market.calibration.first_years_alone")
    second = np.isfinite(share) & (share >= SAFE) & ~years
    count[second] *= 1.0 - (count.sum() - left) / count[second].sum()
    found: Array = count
    return found


def preferred_imgs(layout: Layout, told: Moments, filled: Array, anywhere: Array) -> Array:
    """Non-US-citizen IMGs of 2025 by the field they prefer. (fields,)

    Published fields have their share of 2026. The others share who is left, by the geometric mean
    of what their filled positions say with the share that matches, and of those who ranked them.
    """
    facts = load_facts()
    here, later = (active_applicants(year, facts)[IMG] for year in (FITTED_FROM, FITTED_FROM + 1))
    given = np.isfinite(told.active)
    told_of = filled / told.share[:, IMG]
    told_of = np.where(np.isfinite(anywhere), np.sqrt(told_of * anywhere), told_of)
    count = np.where(given, told.active * here / later, told_of)
    years = np.arange(len(layout.fields)) >= len(layout.fields) - YEARS_ALONE
    count[years] = 0.0
    left = here - count[given].sum()
    rest = ~given & ~years
    alone = facts.value("market.calibration.first_years_alone")
    count[rest] *= (1.0 - alone) * left / count[rest].sum()
    count[years] = alone * left * filled[years] / filled[years].sum()
    found: Array = count
    return found


def move(levers: Levers, inputs: MarketInputs, season: Season, goals: Goals, size: float) -> float:
    """Move every lever a share of the way that one season shows.

    Returns the factor by which all interviews per position move.
    """
    _move_second(levers, inputs, season, goals, size)
    move_fields(levers, charting_sums(inputs, season).table, goals, size)
    return _move_types(levers, inputs, season, goals, size)


def move_fields(levers: Levers, table: Array, goals: Goals, size: float) -> None:
    """Move who applies to each field and what sets its ranks, by the sums of a (mean) season."""
    count = table[..., 0].sum(axis=2)
    pull = np.log((goals.active + 2) / (count + 2)) * goals.active / (goals.active + FEW)
    pull = np.clip(pull, -0.5, 0.5) + np.log(goals.active.sum(axis=0) / count.sum(axis=0))
    moved = levers.applicants * np.exp(size * pull)
    levers.applicants = np.minimum(moved, MOST_PER_ACTIVE * goals.active)
    _move_ranks(levers, table, goals, size)
    levers.quality = np.clip(levers.quality, *QUALITY_RANGE)
    levers.after = np.clip(levers.after, *AFTER_RANGE)


def _move_second(
    levers: Levers, inputs: MarketInputs, season: Season, goals: Goals, size: float
) -> None:
    """More apply second where too few positions go to those who prefer another field."""
    preferred, _ = preferences(inputs, season)
    got = matched_fields(inputs, season)
    for each in (*SENIORS, IMG):
        mine, want = season.people.kind == each, goals.inflow[:, each]
        other = mine & (got >= 0) & (got != preferred)
        found = np.bincount(got[other], minlength=want.size)
        year = season.matching.result.supplement[mine]
        found += np.bincount(inputs.tracks.field[year[year >= 0]], minlength=want.size)
        pull = np.log((want + 2) / (found + 2)) * want / (want + FEW)
        levers.second[:, each] *= np.exp(size * SECOND_GAIN * np.clip(pull, -1.0, 1.0))
        most = MOST_PER_INFLOW * want / goals.active[:, each].sum()
        levers.second[:, each] = np.minimum(levers.second[:, each], most)
        levers.second[:, each] *= min(1.0, MOST_IN_ALL / levers.second[:, each].sum())


def _move_ranks(levers: Levers, table: Array, goals: Goals, size: float) -> None:
    """Leaning after the interview and quality of non-US-citizen IMGs, by their ranks per field."""
    proper = slice(0, len(table) - YEARS_ALONE)
    sums = table[proper, IMG]
    count, ranks = sums[..., 0], sums[..., 3]
    want = goals.moments.ranks[proper, IMG]
    mean = (ranks + want) / (count + 1.0)
    weight = goals.active[proper, IMG] / (goals.active[proper, IMG] + FEW)
    # By the simulated shares of matched and not: where too many match, lists stay as long.
    pull = np.log(((count + 1.0) * want).sum(axis=1) / (ranks + want).sum(axis=1))
    levers.after[proper, IMG] -= size * LEAN_GAIN * weight * np.clip(pull, -1.0, 1.0)
    away = np.log(want[:, 0] / want[:, 1]) - np.log(mean[:, 0] / mean[:, 1])
    levers.quality[proper, IMG] += size * QUALITY_GAIN * weight * away


def _move_types(
    levers: Levers, inputs: MarketInputs, season: Season, goals: Goals, size: float
) -> float:
    """The same for the other types, all fields alike, by the lists of the type."""
    level = 1.0
    kind, first = season.people.kind, season.first_year(inputs.tracks)
    for each in np.flatnonzero(np.isfinite(goals.lists[:, 0])):
        who = (kind == each) & (season.ranked > 0)
        mean = np.array([season.ranked[who & first].mean(), season.ranked[who & ~first].mean()])
        share = first[who].mean()
        want = goals.lists[each]
        total = goals.active[:, each].sum() * (share * want[0] + (1 - share) * want[1])
        total = np.log(total / season.ranked[who].sum())
        if each == ANCHOR:
            level = float(np.exp(size * np.clip(total, -0.2, 0.2)))
        else:
            levers.after[:-YEARS_ALONE, each] -= size * LEAN_GAIN * total
        away = np.log(want[0] / want[1]) - np.log(mean[0] / mean[1])
        levers.quality[:, each] += size * QUALITY_GAIN * away
    levers.quality = np.clip(levers.quality, *QUALITY_RANGE)
    levers.after = np.clip(levers.after, *AFTER_RANGE)
    return level
