"""Fits the closed form of the match to the published match rates and list lengths by type."""

from pathlib import Path

from builders.chain_fit import (
    FIRST_FITTED_SEASON,
    GROUPS,
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
from builders.chain_population import Parameters, Population, Specialty
from builders.facts_toml import write_numbers
from builders.match_chain_model import LevelPractice, simulate
from builders.match_chain_targets import ListMoments
from thirdfriday.domain.signal import signal_rules
from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.models.population import application_mixture
from thirdfriday.models.unfilled import chances_of_unfilled

SAMPLED, NEWTON_STEPS, STEPS = 120, 12, 25
UNITS = Units(
    stem="match.chain",
    slope="log-odds of admission per log-odds of interview",
    performance="log-odds, standard deviation",
    level="log-odds of admission at a program that fills",
)
HEADING = """The closed form of the match, fitted to match rates and list lengths of 2025 by type.
Fitted from NRMP counts; no table of theirs is here. docs/models/match.md."""


def build(tables: Path, data: Path = DATA) -> list[Fit]:
    """Fit every type and write data/model/match_chain.toml."""
    facts = load_facts(FIRST_FITTED_SEASON)
    populations, targets = published_populations(
        tables, lambda given: specialty_of(given, facts), facts
    )
    fits = [fit(kind, populations[kind], targets[kind], facts) for kind in TYPES]
    write_numbers(
        data / "model" / "match_chain.toml", HEADING, list(numbers(fits, UNITS, facts)), pack="nrmp"
    )
    return fits


def specialty_of(given: Given, facts: Facts) -> Specialty:
    """A specialty as one type sees it."""
    key, specialty, programs, marginal, applicants, rate = given
    mixture = application_mixture(
        facts, specialty=specialty, group=GROUPS[key.partition("/")[0]],
        signals=signal_rules(facts, specialty), spread=0.0,
    )  # fmt: skip
    unfilled = chances_of_unfilled(programs, facts)
    return Specialty(key, applicants, marginal, unfilled, mixture, rate)


def practice_of(facts: Facts) -> LevelPractice:
    """The settings of a population in which admission has one level.

    Facts: population.interview_capacity, population.applications_spread, match.unfilled_slope
    """
    return LevelPractice(
        capacity=round(facts.value("population.interview_capacity")),
        applications_spread=facts.value("population.applications_spread"),
        sampled=SAMPLED,
        steps=NEWTON_STEPS,
        unfilled_slope=facts.value("match.unfilled_slope"),
    )


def fit(kind: str, data: list[Specialty], target: ListMoments, facts: Facts) -> Fit:
    """The parameters of a type, and what they give."""
    practice = practice_of(facts)

    def population(given: Parameters) -> Population:
        return simulate(data, given, practice)

    prior = prior_of(kind, facts, stem="match_fit")
    parameters, deviation = fitted(kind, prior, target, population, steps=STEPS)
    return Fit(kind, parameters, deviation, target, population(parameters))


if __name__ == "__main__":
    report(build, __doc__)
