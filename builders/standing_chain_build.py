"""Fits standing against cutoffs to the published match rates and list lengths by type."""

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from scipy.optimize import brentq

from builders.chain_fit import (
    FIRST_FITTED_SEASON,
    GROUPS,
    MEMBERS,
    TYPES,
    Fit,
    Given,
    Units,
    fitted,
    numbers,
    prior_of,
    published_populations,
    report,
)
from builders.chain_population import Parameters, Population
from builders.facts_pooling import NORMAL_TENTH
from builders.facts_toml import Fields, write_numbers
from builders.facts_toml import fitted as fitted_number
from builders.interview_yield import AdmissionSlope, admission_slope
from builders.match_chain_targets import ListMoments
from builders.standing_chain_model import CutoffPractice, CutoffSpecialty, gap_slope, simulate
from thirdfriday.domain.signal import signal_rules
from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.models.cutoff_bank import cutoff_bank
from thirdfriday.models.interview import Mixture
from thirdfriday.models.population import seen_mixtures
from thirdfriday.models.unfilled import chances_of_unfilled

PROCESSES = 2
SAMPLED, NEWTON_STEPS, STEPS = 120, 6, 12
FEW_PROGRAMS, MANY_PROGRAMS, ALL_PROGRAMS = 16, 100, 1_000
"""Programs that stand for a specialty: while the fit moves, for the weight, and for the levels."""
SPREADS = "standard deviations of a program's own view on paper"
UNITS = Units(
    stem="standing.chain",
    slope="standard deviations of standing per log-odds of interview",
    performance=SPREADS,
    level=SPREADS,
)
HEADING = """Standing against cutoffs, fitted to match rates and list lengths of 2025 by type.
Fitted from NRMP counts; no table of theirs is here. docs/models/bank.md."""
WEIGHTS_HEADING = """How much a program's own simulated cutoff counts, by applicant type.
Fitted from rates and residents by program; no table is here. docs/models/bank.md."""


@dataclass(frozen=True, slots=True)
class WeighedFit(Fit):
    """The fit of a type with how much a program's own cutoff counts, and its 80% range."""

    gap_weight: float
    weight_range: tuple[float, float]
    slope: AdmissionSlope


def build(tables: Path, data: Path = DATA) -> list[Fit]:
    """Fit every type and write data/model/standing_chain.toml."""
    facts = load_facts(FIRST_FITTED_SEASON)
    populations, targets = published_populations(
        tables, lambda given: specialty_of(given, facts), facts
    )
    slope = admission_slope(tables, facts)
    with ProcessPoolExecutor(min(PROCESSES, os.cpu_count() or 1)) as pool:
        waiting = [
            pool.submit(fit, kind, populations[kind], targets[kind], slope, facts) for kind in TYPES
        ]
        fits = [one.result() for one in waiting]
    model, builder = data / "model", "builders/standing_chain_build.py"
    write_numbers(
        model / "standing_chain.toml",
        HEADING,
        numbers(fits, UNITS, facts),
        pack="nrmp",
        builder=builder,
    )
    write_numbers(
        model / "standing_residency_explorer.toml", WEIGHTS_HEADING, _weights(fits),
        pack="residency_explorer", builder=builder,
    )  # fmt: skip
    return list(fits)


def specialty_of(given: Given, facts: Facts) -> CutoffSpecialty:
    """A specialty as one type sees it, with the cutoffs of its programs."""
    key, specialty, programs, marginal, applicants, rate = given
    brings, binds = seen_mixtures(
        facts, specialty=specialty, group=GROUPS[key.partition("/")[0]],
        signals=signal_rules(facts, specialty),
    )  # fmt: skip
    bank = cutoff_bank(programs, specialty, facts)
    both = Mixture.of(*((each.offset, each.weight) for each in (brings, binds)), spread=0.0)
    unfilled = chances_of_unfilled(programs, facts)
    return CutoffSpecialty(
        key, applicants, marginal, unfilled, both, rate, brings=brings, binds=binds,
        gap_points=bank.points, gap_spread=bank.spread, gap_mean=bank.mean,
        centre=bank.centre,
    )  # fmt: skip


def practice_of(facts: Facts, *, programs: int) -> CutoffPractice:
    """The settings of a population in which so many programs stand for a specialty.

    Facts: population.interview_capacity, population.applications_spread, standing.day_spread,
        standing.unfilled_lift
    """
    return CutoffPractice(
        capacity=round(facts.value("population.interview_capacity")),
        applications_spread=facts.value("population.applications_spread"),
        sampled=SAMPLED,
        steps=NEWTON_STEPS,
        day_spread=facts.value("standing.day_spread"),
        unfilled_lift=facts.value("standing.unfilled_lift"),
        programs=programs,
        gap_weight=1.0,
    )


def fit(
    kind: str,
    data: list[CutoffSpecialty],
    target: ListMoments,
    slope: AdmissionSlope,
    facts: Facts,
) -> WeighedFit:
    """The parameters of a type, how much a program's own cutoff counts, and what they give.

    The parameters hardly move with the weight, so that one at their priors serves their fit.
    """
    practice = practice_of(facts, programs=FEW_PROGRAMS)

    def population(given: Parameters) -> Population:
        return simulate(data, given, practice)

    prior = prior_of(kind, facts, stem="standing_fit")
    practice = replace(
        practice, gap_weight=weight_for(slope.value, data, prior.parameters, practice, target)
    )
    parameters, deviation = fitted(kind, prior, target, population, steps=STEPS)
    many = replace(practice, programs=MANY_PROGRAMS)
    weight, least, most = (
        weight_for(slope.value + side * NORMAL_TENTH * slope.error, data, parameters, many, target)
        for side in (0.0, 1.0, -1.0)
    )
    practice = replace(practice, programs=ALL_PROGRAMS, gap_weight=weight)
    return WeighedFit(
        kind, parameters, deviation, target, population(parameters), weight, (least, most), slope,
    )  # fmt: skip


def weight_for(
    slope: float,
    data: list[CutoffSpecialty],
    given: Parameters,
    practice: CutoffPractice,
    target: ListMoments,
) -> float:
    """How much a program's own cutoff must count for admission to follow it so. [0 to 1]"""
    length = target.match_rate * target.matched_length
    length += (1.0 - target.match_rate) * target.unmatched_length

    def missing(weight: float) -> float:
        return gap_slope(data, given, replace(practice, gap_weight=weight), length) - slope

    if missing(0.0) <= 0.0:
        return 0.0
    return 1.0 if missing(1.0) >= 0.0 else float(brentq(missing, 0.0, 1.0, xtol=1e-3))


def _weights(fits: list[WeighedFit]) -> Iterator[tuple[str, Fields]]:
    for fit in fits:
        said = ", ".join(f"{group} {value:.2f}" for group, value in fit.slope.each.items())
        for kind in MEMBERS.get(fit.kind, (fit.kind,)):
            yield f"standing.gap.weight.{kind}", fitted_number(
                fit.gap_weight, *fit.weight_range,
                unit="share of a program's distance from its specialty's mean cutoff",
                source="residency-explorer-2024",
                locator="interview rates by program, beside residents by program of 2021",
                reason=(
                    "admission changes by the factor exp("
                    f"{fit.slope.value:.2f}) per standard deviation of the simulated cutoff, by "
                    f"residents per invitation less how often a line is reached ({said})"
                ),
            )  # fmt: skip


if __name__ == "__main__":
    report(build, __doc__)
