"""The choice of applications, signals and geography as the optimiser sees it."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.season import Season
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances, GeographyAnswer
from thirdfriday.optimiser.applications import (
    Choice,
    choose_applications,
    choose_with_guard,
)
from thirdfriday.optimiser.board import best_list
from thirdfriday.optimiser.objective import Outcomes, expected_value, outcomes
from thirdfriday.optimiser.problem import ChoiceProblem, Selection, choice_problem, without
from thirdfriday.plan.desirability import guard_points, values_of_match
from thirdfriday.plan.scope import Scope

TIERS = (1, 2, 3)
SETTINGS = ("urban", "suburban", "rural")
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
    kept = limits.signals_kept
    counts = [0] + [
        max(0, chances.signals.count(allowance.tier) - getattr(kept, str(allowance.tier)))
        for name in chances.signal_tiers
        for allowance in chances.signals.tiers
        if str(allowance.tier) == name
    ]
    required = set(case.wants.programs_required)
    tier_limits = [limits.tier(tier) for tier in TIERS]
    group = np.array(scope.tiers) - 1
    return choice_problem(
        interview=chances.interview(answer),
        admit=chances.admission(),
        weight=chances.nodes.weight,
        utility=values_of_match(scope.open, case.wants, scope.target, facts),
        target=group == 0,
        fee_table=fee_table(season, service, most),
        budget_usd=np.inf if limits.budget_usd is None else limits.budget_usd,
        max_applications=_most_applications(case, facts, most),
        signals=counts,
        group=group,
        group_minimum=[limit.minimum for limit in tier_limits],
        group_maximum=[most if t.maximum is None else t.maximum for t in tier_limits],
        capacity=interview_capacity(case, facts),
        usd_per_unit_value=PERCENT * price_of_point(case, facts),
        required=[program.program_id in required for program in scope.open],
    )


def fee_table(season: Season, service: str, most: int) -> list[float]:
    """Cumulative fees of 0 .. `most` applications; zeros where the fees are not known. [USD]"""
    if not season.prices(service):
        return [0.0] * (most + 1)
    curve = season.fee_curve(service)
    return [curve.cumulative_usd(count) for count in range(most + 1)]


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
) -> Choice:
    """The best list, with the guard that keeps a soft preference from costing the career.

    `quick` leaves swaps and the certificate out: for the lists of a table beside the plan's own.
    """
    points = guard_points(case.wants.level, facts)
    passes = 0 if quick else None
    if points is None:
        return choose_applications(problem, start=start, certified=not quick, passes=passes)
    return choose_with_guard(problem, points, start=start, certified=not quick, passes=passes)


def choose_geography(
    problem: ChoiceProblem, case: Case, scope: Scope, chances: ApplicantChances, facts: Facts
) -> list[tuple[GeographyAnswer, Outcomes, ChoiceProblem, Selection]]:
    """The most promising geography answers, each on its own list, the best first.

    Every answer (up to three of nine divisions, or none) is valued on the list that is best
    without a preference; the best few, and "no preference", are then given their own best list,
    and the settings are valued on the best of those. An answer that costs more of the chance of
    any match than the guard allows comes last.

    Facts: geography.divisions_maximum, plan.geography_finalists
    """
    first = best_list(problem, passes=0)
    answers = all_answers(scope, facts)
    worth = [expected_value(under(problem, chances, each), first) for each in answers]
    ranked = [answers[index] for index in np.argsort(-np.array(worth), kind="stable")]
    finalists = ranked[: round(facts.value("plan.geography_finalists"))]
    none = GeographyAnswer()
    if none not in finalists:
        finalists.append(none)
    found = [_own_list(problem, chances, each, first) for each in finalists]
    best = max(found, key=lambda item: item[1].value)
    for setting in SETTINGS:
        answer = GeographyAnswer(best[0].divisions, setting)
        own = under(problem, chances, answer)
        found.append((answer, outcomes(own, best[3]), own, best[3]))
    points = guard_points(case.wants.level, facts)
    floor = -1.0
    if points is not None:
        floor = max(item[1].chance_of_match for item in found) - points
    return sorted(found, key=lambda item: (item[1].chance_of_match < floor, -item[1].value))


def _own_list(
    problem: ChoiceProblem, chances: ApplicantChances, answer: GeographyAnswer, start: Selection
) -> tuple[GeographyAnswer, Outcomes, ChoiceProblem, Selection]:
    own = under(problem, chances, answer)
    selection = best_list(own, start=start, passes=0)
    return answer, outcomes(own, selection), own, selection


def all_answers(scope: Scope, facts: Facts) -> list[GeographyAnswer]:
    """Every answer on divisions that programs in scope lie in, without a setting."""
    divisions = sorted({program.division for program in scope.open if program.division})
    most = round(facts.value("geography.divisions_maximum"))
    return [GeographyAnswer()] + [
        GeographyAnswer(chosen)
        for count in range(1, most + 1)
        for chosen in combinations(divisions, count)
    ]


def under(
    problem: ChoiceProblem, chances: ApplicantChances, answer: GeographyAnswer
) -> ChoiceProblem:
    """The same choice under another geography answer."""
    return without(problem, interview=chances.interview(answer))
