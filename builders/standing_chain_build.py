"""Fits standing against cutoffs to the published match rates and list lengths by type."""

import argparse
import math
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from builders.facts_toml import Fields, write_numbers
from builders.match_chain_targets import (
    GRADUATES,
    ListMoments,
    list_moments,
    specialty_applicants,
    specialty_rates,
)
from builders.standing_chain_model import (
    Parameters,
    Population,
    Practice,
    SpecialtyData,
    simulate,
)
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.signal import signal_rules
from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.cutoff_bank import cutoff_bank
from thirdfriday.models.population import seen_mixtures
from thirdfriday.models.unfilled import chances_of_unfilled

Array = NDArray[np.float64]
TYPES = ("md_senior", "do_senior", "us_img", "non_us_img", GRADUATES)
MEMBERS = {GRADUATES: ("md_graduate", "do_graduate")}
GROUPS = {
    "md_senior": "md",
    "do_senior": "do",
    "us_img": "us_img",
    "non_us_img": "non_us_img",
    "md_graduate": "md",
    "do_graduate": "do",
    GRADUATES: "md",
}
FIRST_FITTED_SEASON = 2025
LEAST_PROGRAMS = 5
PROCESSES = 2
FEW_PROGRAMS, ALL_PROGRAMS = 16, 1_000
"""Programs that stand for a specialty while the fit moves, and at the end for the levels."""
ENDS = 1.282  # standard deviations to either end of an 80% range
SPREADS = "standard deviations of a program's own view on paper"
PRECISION = {"match_rate": 0.002, "length": 0.05}
HEADING = """Standing against cutoffs, fitted to match rates and list lengths of 2025 by type.
Fitted from NRMP counts; no table of theirs is here. docs/models/bank.md."""


@dataclass(frozen=True, slots=True)
class Fit:
    """One type: its parameters, their standard errors, the targets and what the model gives."""

    kind: str
    parameters: Parameters
    deviation: Array
    target: ListMoments
    population: Population


def build(tables: Path, data: Path = DATA) -> list[Fit]:
    """Fit every type and write data/model/standing_chain.toml."""
    facts = load_facts(FIRST_FITTED_SEASON)
    names = {
        row["published_name"]: row["specialty"]
        for row in load_table("catalogue/specialties").rows()
        if row["published_name"]
    }
    targets = list_moments(tables)
    rates = specialty_rates(tables, names)
    applicants = specialty_applicants(tables, names)
    populations = {
        kind: [
            specialty
            for member in MEMBERS.get(kind, (kind,))
            for specialty in population_data(member, applicants[member], rates[kind], facts)
        ]
        for kind in TYPES
    }
    with ProcessPoolExecutor(min(PROCESSES, os.cpu_count() or 1)) as pool:
        waiting = [
            pool.submit(fit, kind, populations[kind], targets[kind], facts) for kind in TYPES
        ]
        fits = [one.result() for one in waiting]
    write_numbers(
        data / "model" / "standing_chain.toml", HEADING, list(_numbers(fits)), pack="nrmp"
    )
    return fits


def population_data(
    kind: str, applicants: dict[str, float], rates: dict[str, float], facts: Facts
) -> list[SpecialtyData]:
    """The specialties that the type applies to, with the rates of their programs.

    Keys are "type/specialty".
    """
    catalogue = load_catalogue()
    group = GROUPS[kind]
    table = load_table("model/interview_rates").columns
    marginal = {
        program: value
        for program, of_group, value in zip(
            table["program_id"], table["group"], table["logit_rate"], strict=True
        )
        if of_group == group
    }
    found = []
    for key, weight in sorted(applicants.items()):
        programs = [p for p in catalogue.of_specialty(key) if p.offered]
        if len(programs) < LEAST_PROGRAMS:
            continue
        brings, binds = seen_mixtures(
            facts, specialty=key, group=group, signals=signal_rules(facts, key)
        )
        bank = cutoff_bank(programs, key, facts)
        found.append(
            SpecialtyData(
                key=f"{kind}/{key}",
                weight=weight,
                marginal=np.array([marginal[p.program_id] for p in programs]),
                unfilled=chances_of_unfilled(programs, facts),
                brings=brings,
                binds=binds,
                gap_points=bank.points,
                gap_spread=bank.spread,
                match_rate=rates.get(key),
            )
        )
    known = [s.match_rate for s in found if s.match_rate is not None]
    average = float(np.mean(known)) if known else 0.5
    return [s if s.match_rate is not None else replace(s, match_rate=average) for s in found]


def fit(kind: str, data: list[SpecialtyData], target: ListMoments, facts: Facts) -> Fit:
    """The parameters that reproduce the type's moments, held by weak priors where they leave room.

    Method: least squares on the moments divided by their precision, and on the priors.
    """
    prior, width = _prior(kind, facts)
    practice = Practice(
        capacity=round(facts.value("population.interview_capacity")),
        applications_spread=facts.value("population.applications_spread"),
        day_spread=facts.value("standing.day_spread"),
        unfilled_lift=facts.value("standing.unfilled_lift"),
        programs=FEW_PROGRAMS,
    )
    free = width > 0

    def unpack(point: Array) -> Parameters:
        whole = prior.copy()
        whole[free] = point
        values = (float(value) for value in (*np.exp(whole[:4]), *whole[4:]))
        return Parameters(*values)

    def residuals(point: Array) -> Array:
        got = simulate(data, unpack(point), practice)
        misses = [
            (got.match_rate - target.match_rate) / PRECISION["match_rate"],
            (got.matched_length - target.matched_length) / PRECISION["length"],
            (got.unmatched_length - target.unmatched_length) / PRECISION["length"],
        ]
        return np.array([*misses, *((point - prior[free]) / width[free])])

    reach = 4.0 * width[free]
    bounds = (prior[free] - reach, prior[free] + reach)
    found = least_squares(residuals, prior[free], bounds=bounds, diff_step=1e-3, max_nfev=12)
    covariance = np.linalg.inv(found.jac.T @ found.jac)
    deviation = np.zeros_like(prior)
    deviation[free] = np.sqrt(np.diag(covariance))
    parameters = unpack(found.x)
    whole = replace(practice, programs=ALL_PROGRAMS)
    return Fit(kind, parameters, deviation, target, simulate(data, parameters, whole))


def _prior(kind: str, facts: Facts) -> tuple[Array, Array]:
    """Centre and width: logs of the two spreads, slope, applications; targeting and two shifts."""
    applications = facts.value(f"applications.per_applicant.{GROUPS[kind]}")
    graduate = kind == GRADUATES
    shift = math.log(facts.value("effect.graduate_of_us_school")) if graduate else 0.0
    centre = [
        math.log(facts.value("match_fit.quality_spread")),
        math.log(facts.value("standing_fit.quality_slope")),
        math.log(facts.value("standing_fit.performance_spread")),
        math.log(applications),
        facts.value("match_fit.targeting"),
        0.0,
        shift,
    ]
    width = [0.2, 0.6, 0.7, 0.3, 0.5, 1.0, 0.35 if graduate else 0.0]
    return np.array(centre), np.array(width)


def _numbers(fits: list[Fit]) -> Iterator[tuple[str, Fields]]:
    for fitted in fits:
        for kind in MEMBERS.get(fitted.kind, (fitted.kind,)):
            yield from _numbers_of(kind, fitted)


def _numbers_of(kind: str, fitted: Fit) -> Iterator[tuple[str, Fields]]:
    given = fitted.parameters
    stem = f"standing.chain.{kind}"
    target, got = fitted.target, fitted.population
    moments = (
        f"match rate {target.match_rate:.3f}, ranks of matched {target.matched_length:.2f} and "
        f"unmatched {target.unmatched_length:.2f}; the model gives {got.match_rate:.3f}, "
        f"{got.matched_length:.2f}, {got.unmatched_length:.2f}"
    )
    common = {"kind": "fitted", "source": "nrmp-rank-list-impact-2025", "locator": "all tables"}
    for index, (name, unit) in enumerate(
        (
            ("quality_spread", "log-odds, standard deviation"),
            ("quality_slope", "standard deviations of standing per log-odds of interview"),
            ("performance_spread", SPREADS),
            ("applications", "applications per specialty"),
        )
    ):
        value = getattr(given, name)
        width = math.exp(ENDS * float(fitted.deviation[index]))
        yield f"{stem}.{name}", {
            "value": round(value, 3), "low": round(value / width, 3),
            "high": round(value * width, 3), "unit": unit, "reason": moments, **common,
        }  # fmt: skip
    yield f"{stem}.targeting", {
        "value": round(given.targeting, 3),
        "low": round(given.targeting - ENDS * float(fitted.deviation[4]), 3),
        "high": round(given.targeting + ENDS * float(fitted.deviation[4]), 3),
        "unit": "power of a program's rate by which it is applied to", "reason": moments, **common,
    }  # fmt: skip
    if fitted.kind == GRADUATES:
        shift, width = given.interview_shift, ENDS * float(fitted.deviation[6])
        yield f"{stem}.interview_shift", {
            "value": round(shift, 3), "low": round(shift - width, 3),
            "high": round(min(shift + width, 0.0), 3),
            "unit": "log-odds of an interview against the group's rates", "reason": moments,
            **common,
        }  # fmt: skip
    levels = {
        key.partition("/")[2]: level
        for key, level in got.levels.items()
        if key.startswith(f"{kind}/")
    }
    for key, level in sorted(levels.items()):
        yield f"{stem}.level.{key}", {
            "value": round(level, 3), "unit": SPREADS,
            "reason": "solved from the specialty's match rate", **common,
        }  # fmt: skip
    yield f"{stem}.level.default", {
        "value": round(float(np.median(list(levels.values()))), 3),
        "unit": SPREADS,
        "reason": "median over the specialties of the type", **common,
    }  # fmt: skip


def main() -> None:
    """Fit and print what came out against the targets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=DATA)
    given = parser.parse_args()
    for fitted in build(given.tables, given.out):
        got, want = fitted.population, fitted.target
        print(f"{fitted.kind}: {fitted.parameters}")
        print(
            f"  matched {got.match_rate:.4f} ({want.match_rate:.4f}), ranks "
            f"{got.matched_length:.2f} ({want.matched_length:.2f}) and "
            f"{got.unmatched_length:.2f} ({want.unmatched_length:.2f}); "
            f"no interview {got.no_interview:.3f}"
        )


if __name__ == "__main__":
    main()
