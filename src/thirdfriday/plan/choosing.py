"""The choice of applications, signals and geography as the optimiser sees it."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from thirdfriday.domain.case import Case
from thirdfriday.domain.kept_answers import KEPT
from thirdfriday.domain.season import FeeCurve, Season
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances, GeographyAnswer
from thirdfriday.optimiser.applications import (
    Choice,
    choose_applications,
    choose_with_guard,
)
from thirdfriday.optimiser.certificate import certify
from thirdfriday.optimiser.problem import ChoiceProblem, Selection, choice_problem
from thirdfriday.plan.desirability import guard_points, specialty_values, values_of_match
from thirdfriday.plan.scope import Scope
from thirdfriday.plan.signalled import signals_allowed

TIERS = (1, 2, 3)
PERCENT = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The best list under its geography answer, with the problem it solves."""

    problem: ChoiceProblem
    choice: Choice
    answer: GeographyAnswer


def problem_of(
    case: Case,
    scope: Scope,
    chances: ApplicantChances,
    answer: GeographyAnswer,
    *,
    season: Season,
    facts: Facts,
    service: str,
) -> ChoiceProblem:
    """The choice of applications among the open programs under one geography answer.

    Facts: population.interview_capacity, plan.applications_most
    """
    limits = case.limits
    most = len(scope.open)
    pool, counts = signal_pools(case, scope, chances)
    required = set(case.wants.programs_required)
    tier_limits = [limits.tier(tier) for tier in TIERS]
    group = np.array(scope.tiers) - 1
    values = values_of_match(scope.open, case.wants, scope.target, facts, tiers=scope.tiers)
    return choice_problem(
        interview=chances.interview(answer),
        admit=chances.admission(),
        weight=chances.nodes.weight,
        utility=values,
        career=specialty_values(scope.open, case.wants, facts),
        target=group == 0,
        fee_table=fee_tables(scope, season, service),
        curve=scope.curve,
        budget_usd=np.inf if limits.budget_usd is None else limits.budget_usd,
        max_applications=_most_applications(case, facts, most),
        signals=counts,
        pool=pool,
        signal_allowed=signals_allowed(case, scope.open, chances, values),
        group=group,
        group_minimum=[limit.minimum for limit in tier_limits],
        group_maximum=[most if t.maximum is None else t.maximum for t in tier_limits],
        capacity=interview_capacity(case, facts),
        usd_per_unit_value=PERCENT * price_of_point(case, facts),
        required=[program.program_id in required for program in scope.open],
    )


def fee_tables(scope: Scope, season: Season, service: str) -> list[list[float]]:
    """Cumulative fees by specialty, each as its own service charges them. [USD]"""
    services = {program.specialty: program.service for program in reversed(scope.open)}
    services[scope.specialty] = service
    return [fee_table(season, services[name], len(scope.open)) for name in scope.specialties]


def signal_pools(
    case: Case, scope: Scope, chances: ApplicantChances
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Which pool of signals each program takes from [n], and the signals of each pool [P, T].

    Signals do not cross specialties, except where the season's rules let two share one pool.
    """
    curve = np.array(scope.curve)
    parts = [chances.at(int(np.argmax(curve == index)))[0] for index in range(curve.max() + 1)]
    owners = [part.signals.shared_with or part.signals.specialty for part in parts]
    names = tuple(dict.fromkeys(owners))
    pool = np.array([names.index(owner) for owner in owners])
    counts = np.zeros((len(names), 1 + max(len(part.signal_tiers) for part in parts)), np.int64)
    for part, row in zip(parts, pool, strict=True):
        for tier, name in enumerate(part.signal_tiers, 1):
            own = next(a.count for a in part.signals.tiers if str(a.tier) == name)
            counts[row, tier] = max(0, own - getattr(case.limits.signals_kept, name))
    return pool[curve], counts


def fee_table(season: Season, service: str, most: int) -> list[float]:
    """Cumulative fees of 0 .. `most` applications; zeros where the fees are not known. [USD]"""
    if not season.prices(service):
        return [0.0] * (most + 1)
    return list(_cumulative(season.fee_curve(service), most))


@lru_cache(maxsize=KEPT)
def _cumulative(curve: FeeCurve, most: int) -> tuple[float, ...]:
    return tuple(curve.cumulative_usd(count) for count in range(most + 1))


def interview_capacity(case: Case, facts: Facts) -> int:
    """Interviews the applicant can attend: as the case says, else as the population. [count]"""
    days = case.limits.interview_days
    return round(facts.value("population.interview_capacity")) if days is None else days


def price_of_point(case: Case, facts: Facts) -> float:
    """What a percentage point of value is worth; without any limit in the case, assumed. [USD]"""
    limits = case.limits
    if limits.usd_per_percentage_point is not None:
        return limits.usd_per_percentage_point
    if limits.unlimited:
        return facts.value("plan.price_of_point")
    return np.inf


def _most_applications(case: Case, facts: Facts, most: int) -> int:
    limit = case.limits.applications
    if limit is None:
        limit = round(facts.value("plan.applications_most"))
    return min(limit, most)


def choose(
    problem: ChoiceProblem,
    case: Case,
    facts: Facts,
    *,
    start: Selection | None = None,
    quick: bool = False,
    quick_proof: bool = False,
) -> Choice:
    """The best list, with the guard that keeps a soft preference from costing the career.

    `quick` leaves swaps and the certificate out: for the lists of a table beside the plan's own.
    `quick_proof` leaves the capacity of interviews out of the proof: sooner, and a wider gap.
    """
    points = guard_points(case.wants.level, facts)
    passes = 0 if quick else None
    proven = not (quick or quick_proof)
    if points is None:
        choice = choose_applications(problem, start=start, certified=proven, passes=passes)
    else:
        choice = choose_with_guard(problem, points, start=start, certified=proven, passes=passes)
    if not quick_proof:
        return choice
    return replace(
        choice, certificate=certify(problem, choice.selection, floor=choice.floor, quick=True)
    )
