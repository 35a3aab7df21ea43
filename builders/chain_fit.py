"""Fits a chain from interviews to a match, by type, to published match rates and list lengths."""

import argparse
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.special import logit

from builders.chain_population import (
    LEAST_RATE,
    MOST_RATE,
    Parameters,
    Population,
    Rate,
    Specialty,
)
from builders.facts_pooling import NORMAL_TENTH
from builders.facts_toml import Fields
from builders.match_chain_targets import (
    GRADUATES,
    ListMoments,
    list_moments,
    specialty_applicants,
)
from builders.preferred_rates import preferred_rates
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.program import Program
from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import Facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.effects import first_known, log_odds

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
PRECISION = {"match_rate": 0.002, "length": 0.05}
WIDTHS = (0.2, 0.6, 0.7, 0.3, 0.5)
"""Of the priors: logs of the spreads, of the slope and of applications; targeting."""
SHIFT_WIDTH, GRADUATE_WIDTH, ELSEWHERE_WIDTH = 1.0, 0.35, 0.15
BORROWED = frozenset({"us_img", GRADUATES})
"""Types whose match rates by specialty are told from another type's."""
COMMON: Fields = {
    "kind": "fitted", "source": "nrmp-rank-list-impact-2025", "locator": "all tables",
}  # fmt: skip

S = TypeVar("S", bound=Specialty)
Given = tuple[str, str, Sequence[Program], Array, float, Rate | None]
"""Of a type and specialty: key, specialty, programs, marginal log-odds, applicants, rate."""


@dataclass(frozen=True, slots=True)
class Prior:
    """Centre and width of each parameter of a type; a width of 0 holds it."""

    centre: Array
    width: Array

    def unpack(self, free: Array) -> Parameters:
        """The parameters behind the values of those that are free."""
        whole = self.centre.copy()
        whole[self.width > 0] = free
        values = (float(value) for value in (*np.exp(whole[:4]), *whole[4:]))
        return Parameters(*values)

    @property
    def parameters(self) -> Parameters:
        """The parameters at the centre."""
        return self.unpack(self.centre[self.width > 0])


@dataclass(frozen=True, slots=True)
class Fit:
    """One type: its parameters, their standard errors, the targets and what the model gives."""

    kind: str
    parameters: Parameters
    deviation: Array
    target: ListMoments
    population: Population


@dataclass(frozen=True, slots=True)
class Units:
    """What the numbers of a chain are measured in, and under which name they stand."""

    stem: str
    slope: str
    performance: str
    level: str


def published_populations(
    tables: Path, made: Callable[[Given], S], facts: Facts
) -> tuple[dict[str, list[S]], dict[str, ListMoments]]:
    """The specialties that each type applies to, and the moments to reproduce, by type.

    Keys of specialties are "type/specialty"; a rate that nothing tells is the type's average.
    """
    names = {
        row["published_name"]: row["specialty"]
        for row in load_table("catalogue/specialties").rows()
        if row["published_name"]
    }
    rates = preferred_rates(tables, facts)
    applicants = specialty_applicants(tables, names)
    found = {
        kind: [
            made(given)
            for member in MEMBERS.get(kind, (kind,))
            for given in _specialties(member, applicants[member], rates[kind])
        ]
        for kind in TYPES
    }
    return found, list_moments(tables)


def _specialties(
    kind: str, applicants: dict[str, float], rates: dict[str, Rate]
) -> Iterator[Given]:
    catalogue, group = load_catalogue(), GROUPS[kind]
    table = load_table("model/interview_rates").columns
    marginal = {
        program: value
        for program, of_group, value in zip(
            table["program_id"], table["group"], table["logit_rate"], strict=True
        )
        if of_group == group
    }
    offered = {
        key: [program for program in catalogue.of_specialty(key) if program.offered]
        for key in sorted(applicants)
    }
    wide = {key: programs for key, programs in offered.items() if len(programs) >= LEAST_PROGRAMS}
    known = np.array([rates[key].share for key in wide if key in rates])
    spread = float(np.std(logit(np.clip(known, LEAST_RATE, MOST_RATE))))
    average = Rate(float(np.mean(known)), spread) if known.size else None
    for key, programs in wide.items():
        own = np.array([marginal[program.program_id] for program in programs])
        yield f"{kind}/{key}", key, programs, own, applicants[key], rates.get(key, average)


def prior_of(kind: str, facts: Facts, *, stem: str) -> Prior:
    """What is assumed of a type's parameters before the fit.

    Where the rates by specialty are the type's own, they stand and the share that matches elsewhere
    is fitted; borrowed ones are shifted, and that share is given.

    Facts: match_fit.quality_spread, match_fit.targeting, standing_fit.quality_slope,
        match_fit.quality_slope, standing_fit.performance_spread, match_fit.performance_spread
    """
    graduate = kind == GRADUATES
    centre = [
        math.log(facts.value("match_fit.quality_spread")),
        math.log(facts.value(f"{stem}.quality_slope")),
        math.log(facts.value(f"{stem}.performance_spread")),
        math.log(facts.value(f"applications.per_applicant.{GROUPS[kind]}")),
        facts.value("match_fit.targeting"),
        0.0,
        math.log(facts.value("effect.graduate_of_us_school")) if graduate else 0.0,
        facts.value(elsewhere_of(kind)),
        told_of_both(MEMBERS.get(kind, (kind,))[0], facts),
    ]
    shift, elsewhere = (SHIFT_WIDTH, 0.0) if kind in BORROWED else (0.0, ELSEWHERE_WIDTH)
    width = [*WIDTHS, shift, GRADUATE_WIDTH if graduate else 0.0, elsewhere, 0.0]
    return Prior(np.array(centre), np.array(width))


def elsewhere_of(kind: str) -> str:
    """The name of the share that matches in another specialty: given by type, or before the fit."""
    return f"match_fit.elsewhere.{kind if kind in BORROWED else 'own'}"


def told_of_both(kind: str, facts: Facts) -> float:
    """How quality goes with performance, by what a score says of each. [covariance]

    From the packaged fit of scores, which in turn rests on the chain: each is fitted given the
    other, and another round hardly moves them (docs/models/match.md).

    Facts: effect.step_2_ck.per_sd.default, match.score.default.below, match.score.default.above
    """
    stem = "effect.step_2_ck.per_sd"
    effect = log_odds(facts, first_known(facts, f"{stem}.{kind}.default", f"{stem}.default"))
    sides = [
        facts.value(
            first_known(facts, f"match.score.{kind}.default.{side}", f"match.score.default.{side}")
        )
        for side in ("below", "above")
    ]
    return effect * float(np.mean(sides))


def fitted(
    kind: str,
    prior: Prior,
    target: ListMoments,
    simulate: Callable[[Parameters], Population],
    *,
    steps: int,
) -> tuple[Parameters, Array]:
    """The parameters that reproduce a type's moments, held by weak priors; standard errors.

    Method: least squares on the moments divided by their precision, and on the priors.
    """
    free = prior.width > 0
    centre, width = prior.centre[free], prior.width[free]

    def residuals(point: Array) -> Array:
        got = simulate(prior.unpack(point))
        misses = [
            (got.match_rate - target.match_rate) / PRECISION["match_rate"],
            (got.matched_length - target.matched_length) / PRECISION["length"],
            (got.unmatched_length - target.unmatched_length) / PRECISION["length"],
        ]
        return np.array([*misses, *((point - centre) / width)])

    bounds = (centre - 4.0 * width, centre + 4.0 * width)
    found = least_squares(residuals, centre, bounds=bounds, diff_step=1e-3, max_nfev=steps)
    deviation = np.zeros_like(prior.centre)
    deviation[free] = np.sqrt(np.diag(np.linalg.inv(found.jac.T @ found.jac)))
    return prior.unpack(found.x), deviation


def numbers(fits: Sequence[Fit], units: Units, facts: Facts) -> Iterator[tuple[str, Fields]]:
    """The fitted numbers of every type, as they are stored."""
    for fit in fits:
        for kind in MEMBERS.get(fit.kind, (fit.kind,)):
            yield from _numbers_of(f"{units.stem}.{kind}", kind, fit, units, facts)


def _numbers_of(
    stem: str, kind: str, fit: Fit, units: Units, facts: Facts
) -> Iterator[tuple[str, Fields]]:
    given, moments = fit.parameters, _moments(fit)
    for index, (name, unit) in enumerate(
        (
            ("quality_spread", "log-odds, standard deviation"),
            ("quality_slope", units.slope),
            ("performance_spread", units.performance),
            ("applications", "applications per specialty"),
        )
    ):
        value = getattr(given, name)
        width = math.exp(NORMAL_TENTH * float(fit.deviation[index]))
        yield f"{stem}.{name}", {
            "value": round(value, 3), "low": round(value / width, 3),
            "high": round(value * width, 3), "unit": unit, "reason": moments, **COMMON,
        }  # fmt: skip
    yield f"{stem}.targeting", {
        "value": round(given.targeting, 3),
        "low": round(given.targeting - NORMAL_TENTH * float(fit.deviation[4]), 3),
        "high": round(given.targeting + NORMAL_TENTH * float(fit.deviation[4]), 3),
        "unit": "power of a program's rate by which it is applied to", "reason": moments, **COMMON,
    }  # fmt: skip
    if fit.kind == GRADUATES:
        shift, width = given.interview_shift, NORMAL_TENTH * float(fit.deviation[6])
        yield f"{stem}.interview_shift", {
            "value": round(shift, 3), "low": round(shift - width, 3),
            "high": round(min(shift + width, 0.0), 3),
            "unit": "log-odds of an interview against the group's rates", "reason": moments,
            **COMMON,
        }  # fmt: skip
    yield f"{stem}.elsewhere", _elsewhere(fit, moments, facts)
    yield from _levels_of(stem, kind, fit, units)


def _elsewhere(fit: Fit, moments: str, facts: Facts) -> Fields:
    """The share that matches elsewhere: fitted, with its range; where it was given, as given."""
    value, width = fit.parameters.elsewhere, NORMAL_TENTH * float(fit.deviation[7])
    low, high = max(0.0, value - width), value + width
    if not width:
        low, _, high = facts.number(elsewhere_of(fit.kind)).interval
    return {
        "value": round(value, 3), "low": round(low, 3), "high": round(high, 3),
        "unit": "share of those without a match in their preferred specialty",
        "reason": moments, **COMMON,
    }  # fmt: skip


def _levels_of(stem: str, kind: str, fit: Fit, units: Units) -> Iterator[tuple[str, Fields]]:
    levels = {
        key.partition("/")[2]: (level, fit.population.level_errors[key])
        for key, level in fit.population.levels.items()
        if key.startswith(f"{kind}/")
    }
    for key, (level, error) in sorted(levels.items()):
        told = "estimated" if error else "published"
        width = NORMAL_TENTH * error
        ends = {"low": round(level - width, 3), "high": round(level + width, 3)} if error else {}
        yield f"{stem}.level.{key}", {
            "value": round(level, 3), **ends, "unit": units.level,
            "reason": f"solved from the {told} match rate of those who prefer the specialty",
            **COMMON,
        }  # fmt: skip
    middle = float(np.median([level for level, _ in levels.values()]))
    yield f"{stem}.level.default", {
        "value": round(middle, 3), "unit": units.level,
        "reason": "median over the specialties of the type", **COMMON,
    }  # fmt: skip


def _moments(fit: Fit) -> str:
    target, got = fit.target, fit.population
    return (
        f"match rate {target.match_rate:.3f}, ranks of matched {target.matched_length:.2f} and "
        f"unmatched {target.unmatched_length:.2f}; the model gives {got.match_rate:.3f}, "
        f"{got.matched_length:.2f}, {got.unmatched_length:.2f}"
    )


def report(build: Callable[[Path, Path], list[Fit]], description: str | None) -> None:
    """Fit and print what came out against the targets."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=DATA)
    given = parser.parse_args()
    for fit in build(given.tables, given.out):
        got, want = fit.population, fit.target
        print(f"{fit.kind}: {fit.parameters}")
        print(
            f"  matched {got.match_rate:.4f} ({want.match_rate:.4f}), ranks "
            f"{got.matched_length:.2f} ({want.matched_length:.2f}) and "
            f"{got.unmatched_length:.2f} ({want.unmatched_length:.2f}); "
            f"no interview {got.no_interview:.3f}"
        )
