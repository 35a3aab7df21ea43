"""Fits what preferring another specialty costs at each invitation, to who matches in a second one.

Three looks at it, each solved with the packaged chain of standing (docs/models/match.md, "A second
specialty"): IMGs by who applied to a specialty and who matched in it, MD and DO seniors by the
share of those who rank another specialty that matches in it.
"""

import argparse
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.optimize import brentq

from builders.chain_fit import published_populations, told_of_both
from builders.chain_population import Parameters, interview_counts, matched_lists
from builders.csv_rows import read_rows
from builders.facts_names import SPECIALTIES
from builders.facts_pooling import NORMAL_TENTH, pooled_means
from builders.facts_toml import fitted, write_numbers
from builders.market_targets import filled_by_field, market_targets
from builders.second_specialty_model import SecondPractice, in_second, unmatched
from builders.standing_chain_build import practice_of, specialty_of
from builders.standing_chain_model import (
    CutoffPractice,
    CutoffSpecialty,
    admission,
    interviewers,
)
from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.models.effects import log_odds_deviation
from thirdfriday.models.market_inputs import FITTED_FROM, by_field, market_layout
from thirdfriday.models.market_season import APPLICANT_TYPES

NAME = "effect.second_specialty"
SENIORS = ("md_senior", "do_senior")
IMGS = ("us_img", "non_us_img")
SHOWN = "non_us_img"  # whose chain stands for all IMGs: three in four of them
PROGRAMS = 1_000
LEAST_SHIFT, MOST_SHIFT = -5.0, 3.0
ALL_APPLICANTS, LEAST_APPLIED = "all", 1_000
YEARS_APART, COUNTED = 0.02, 0.05
"""Errors of a rate of another year, and of how many prefer a specialty over their number."""
SLOPE_STEP = 0.25
LIKELY = 3  # of the specialties that seniors rank second, so many stand for all
HEADING = """What it costs at every invitation to prefer another specialty.
Fitted from counts of applicants and matches; no table is here. docs/models/match.md."""


@dataclass(frozen=True, slots=True)
class Look:
    """One estimate of the cost [log-odds], its standard error, and what it answers to in words."""

    value: float
    error: float
    words: str


@dataclass(frozen=True, slots=True)
class Side:
    """One type as its packaged chain has it."""

    data: list[CutoffSpecialty]
    levels: list[float]
    given: Parameters
    practice: CutoffPractice

    def of(self, key: str) -> tuple[CutoffSpecialty, float]:
        """A specialty and its level."""
        place = next(i for i, one in enumerate(self.data) if one.key.endswith(f"/{key}"))
        return self.data[place], self.levels[place]


def build(tables: Path, data: Path = DATA) -> dict[str, Look]:
    """Estimate the cost three times, pool it, and write data/model/second_specialty.toml."""
    facts = load_facts(FITTED_FROM)
    populations, _ = published_populations(tables, lambda given: specialty_of(given, facts), facts)
    sides = {kind: _side(kind, populations[kind], facts) for kind in (*SENIORS, *IMGS)}
    looks = {kind: _seniors(kind, sides[kind], facts) for kind in SENIORS}
    looks["img"] = _imgs(tables, sides, facts)
    _, value, error, between = pooled_means(
        {kind: (look.value, look.error**2) for kind, look in looks.items()}
    )
    spread = NORMAL_TENTH * math.hypot(error, between)
    number = fitted(
        math.exp(value), math.exp(value - spread), min(1.0, math.exp(value + spread)),
        unit="odds ratio", source="nrmp-rank-list-impact-2025",
        locator="applicants and matches by specialty and type",
        population="applicants to a specialty beside the one they prefer",
        reference="who prefers the specialty",
        reason="; ".join(f"{kind}: {look.words}" for kind, look in looks.items()),
    )  # fmt: skip
    write_numbers(
        data / "model" / "second_specialty.toml", HEADING, [(NAME, number)], pack="nrmp",
        builder="builders/second_specialty_build.py",
    )  # fmt: skip
    return looks


def _side(kind: str, data: list[CutoffSpecialty], facts: Facts) -> Side:
    stem = f"standing.chain.{kind}"
    names = ("quality_spread", "quality_slope", "performance_spread", "applications", "targeting")
    values = {name: facts.value(f"{stem}.{name}") for name in (*names, "elsewhere")}
    given = Parameters(
        **values, rate_shift=0.0, interview_shift=0.0, told=told_of_both(kind, facts)
    )
    levels = [facts.value(f"{stem}.level.{one.key.partition('/')[2]}") for one in data]
    practice = practice_of(facts, programs=PROGRAMS)
    practice = replace(practice, gap_weight=facts.value(f"standing.gap.weight.{kind}"))
    return Side(data, levels, given, practice)


def _practice(facts: Facts, applications: float | None = None) -> SecondPractice:
    """How people apply to a second specialty.

    Facts: market.two_fields.second, market.second_field_until
    """
    share = facts.value("market.two_fields.second") if applications is None else applications
    return SecondPractice(share, round(facts.value("market.second_field_until")))


def _solved(
    gives: Callable[[float, SecondPractice], float], wanted: float, relative: float, facts: Facts
) -> tuple[float, float]:
    """The shift that gives the share wanted, and its error. [log-odds]

    Args:
        gives: the share by shift and practice.
        wanted: the published share.
        relative: its standard error over it.
        facts: how people apply.
    """

    def at(practice: SecondPractice) -> float:
        def missing(shift: float) -> float:
            return gives(shift, practice) - wanted

        if missing(LEAST_SHIFT) > 0.0:
            return LEAST_SHIFT
        return (
            MOST_SHIFT
            if missing(MOST_SHIFT) < 0.0
            else float(brentq(missing, LEAST_SHIFT, MOST_SHIFT))
        )

    usual = _practice(facts)
    value = at(usual)
    steps = [gives(value + side * SLOPE_STEP, usual) for side in (-1.0, 1.0)]
    slope = math.log(steps[1] / steps[0]) / (2.0 * SLOPE_STEP)
    low, _, high = facts.number("market.two_fields.second").interval
    ends = [at(_practice(facts, share)) for share in (low, high)]
    other = (ends[0] - ends[1]) / (2.0 * NORMAL_TENTH)
    return value, math.hypot(relative / slope, other)


def _seniors(kind: str, side: Side, facts: Facts) -> Look:
    """Of those not matched in the preferred specialty who rank another, who matches in it.

    Facts: match_fit.second.ranked.md_senior, match_fit.second.first_years.md_senior
    """
    ranked, years = (f"match_fit.second.{name}.{kind}" for name in ("ranked", "first_years"))
    share, first_years = facts.value(ranked), facts.value(years)
    wanted = side.given.elsewhere * (1.0 - first_years) / share
    relative = math.hypot(
        log_odds_deviation(facts, ranked) / share,
        log_odds_deviation(facts, years) / (1.0 - first_years),
    )
    left = unmatched(side.data, side.levels, side.given, side.practice)
    weights = _ranked_second(kind)

    def gives(shift: float, practice: SecondPractice) -> float:
        found = [
            in_second(
                left.listed, side.of(key), side.given, side.practice, second=practice, shift=shift
            )
            for key in weights
        ]
        return float(np.average([one.matched for one in found], weights=list(weights.values())))

    value, error = _solved(gives, wanted, relative, facts)
    words = (
        f"{100 * wanted:.0f}% of those who rank another match in it, "
        f"alone {value:.2f} ({error:.2f})"
    )
    return Look(value, error, words)


def _ranked_second(kind: str) -> Mapping[str, float]:
    """The specialties that a type ranks second most often, and how often. [share]"""
    layout = market_layout()
    shares = by_field(layout, "second_field_share")[:, APPLICANT_TYPES.index(kind)]
    order = np.argsort(-shares)
    likely = [k for k in order if layout.fields[k] in set(SPECIALTIES.values())][:LIKELY]
    return {layout.fields[k]: float(shares[k]) for k in likely}


def _imgs(tables: Path, sides: Mapping[str, Side], facts: Facts) -> Look:
    """Of IMGs who apply to a specialty beside the one they prefer, who matches in it."""
    side = sides[SHOWN]
    counts = _counts(tables, sides)
    people = np.array([one.people for one in counts.values()])
    matched = sum(one.matched for one in counts.values())
    error = math.hypot(*(one.error for one in counts.values()))
    left = unmatched(side.data, side.levels, side.given, side.practice)
    everyone = left.listed + left.unlisted
    wanted = matched / float(people.sum())

    def gives(shift: float, practice: SecondPractice) -> float:
        found = [
            in_second(
                everyone, side.of(key), side.given, side.practice, second=practice, shift=shift
            )
            for key in counts
        ]
        shares = np.array([one.ranked * one.matched for one in found])
        return float(everyone.sum() * (shares @ people) / people.sum())

    value, spread = _solved(gives, wanted, error / matched, facts)
    named = ", ".join(key.replace("_", " ") for key in counts)
    words = (
        f"{100 * wanted:.0f}% of {people.sum():,.0f} who applied to {named} beside the specialty "
        f"they prefer match in it, alone {value:.2f} ({spread:.2f})"
    )
    return Look(value, spread, words)


@dataclass(frozen=True, slots=True)
class Beside:
    """IMGs who applied to a specialty beside the one they prefer; their matches in it; error."""

    people: float
    matched: float
    error: float


def _counts(tables: Path, sides: Mapping[str, Side]) -> dict[str, Beside]:
    """Applicants and matches of a specialty less those of who prefers it, where both are known."""
    layout = market_layout()
    filled = filled_by_field(layout, market_targets(tables, layout).kind)
    prefer = by_field(layout, "active")
    applied = _applied(tables)
    places = [APPLICANT_TYPES.index(kind) for kind in IMGS]
    listed = float(prefer[:, places].sum()) / applied.pop(ALL_APPLICANTS)
    found = {}
    for key, count in applied.items():
        field = layout.fields.index(key)
        if count < LEAST_APPLIED:
            continue
        first = matched = variance = 0.0
        for kind, place in zip(IMGS, places, strict=True):
            people = float(prefer[field, place])
            rate, error = _rate_in(sides[kind], key)
            first += people
            matched += float(filled[field, place]) - rate * people
            variance += people**2 * (error**2 + (COUNTED * rate) ** 2)
        found[key] = Beside(count - first / listed, matched, math.sqrt(variance))
    return found


def _rate_in(side: Side, key: str) -> tuple[float, float]:
    """Match rate of those who prefer a specialty by the packaged chain, and its error."""
    specialty, level = side.of(key)
    counts = interview_counts(specialty, side.given, side.practice)
    active = counts[:, 1:] / counts[:, 1:].sum()
    by = interviewers(specialty, side.given, side.practice)
    admit = admission(level, by, side.given, side.practice)
    share = float(matched_lists(admit, active, side.practice).sum())
    told = specialty.rate.error if specialty.rate else 0.0
    return share, math.hypot(YEARS_APART, told * share * (1.0 - share))


def _applied(tables: Path) -> dict[str, float]:
    """IMGs who applied to a specialty in the season of the counts, and to any ("all")."""
    return {
        SPECIALTIES.get(row["specialty"], row["specialty"]): float(row["value"])
        for row in read_rows(tables / "eras_application_statistics_2021_2026.csv")
        if (row["eras_season"], row["applicant_group"], row["measure"])
        == (str(FITTED_FROM), "IMG", "applicants")
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=DATA)
    given = parser.parse_args()
    for kind, look in build(given.tables, given.out).items():
        print(f"{kind}: {look.value:.3f} ({look.error:.3f}); {look.words}")
