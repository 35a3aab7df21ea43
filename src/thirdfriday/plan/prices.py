"""The price of each constraint: the plan without it, chosen anew."""

import math
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from thirdfriday.domain.applicant import VisaNeed, WorkAuthorization
from thirdfriday.domain.case import Case
from thirdfriday.domain.wants import NonNegotiables, PreferenceLevel
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.optimiser.objective import Outcomes
from thirdfriday.plan.plan import ConstraintPrice


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A case with one constraint taken away, and what the constraint is called."""

    constraint: str
    case: Case


def relaxed_cases(case: Case, most_applications: int) -> Iterator[Relaxed]:
    """The case without each constraint that it has, one at a time; lists never pass the most."""
    wants, limits = case.wants, case.limits
    if wants.level is PreferenceLevel.MUST:
        soft = replace(wants, level=PreferenceLevel.STRONG)
        yield Relaxed("the target region as a must", replace(case, wants=soft))
    elif not wants.target.everywhere:
        soft = replace(wants, level=PreferenceLevel.IDEAL)
        if wants.level is not PreferenceLevel.IDEAL:
            yield Relaxed("a strong wish for the target", replace(case, wants=soft))
    if case.applicant.needs_visa:
        free = replace(
            case.applicant,
            visa_need=VisaNeed.NONE,
            work_authorization=WorkAuthorization.PERMANENT_RESIDENT,
        )
        yield Relaxed("the need for a visa", replace(case, applicant=free))
    if case.applicant.visa_need is VisaNeed.H1B_ONLY:
        either = replace(case.applicant, visa_need=VisaNeed.J1_OR_H1B)
        yield Relaxed("H-1B only", replace(case, applicant=either))
    if wants.non_negotiables != NonNegotiables():
        any_program = replace(wants, non_negotiables=NonNegotiables())
        yield Relaxed("your non-negotiables", replace(case, wants=any_program))
    if limits.applications is not None:
        more = replace(limits, applications=max(most_applications, limits.applications))
        yield Relaxed(f"at most {limits.applications} applications", replace(case, limits=more))
    if limits.budget_usd is not None:
        richer = replace(limits, budget_usd=math.inf)
        yield Relaxed(f"a budget of ${limits.budget_usd:,.0f}", replace(case, limits=richer))
    if limits.tiers:
        loose = replace(limits, tiers=())
        yield Relaxed("limits by geographic tier", replace(case, limits=loose))


def prices(
    case: Case,
    here: Outcomes,
    solve: Callable[[Case], Outcomes],
    *,
    most_applications: int,
    pool: Executor,
) -> tuple[ConstraintPrice, ...]:
    """What each constraint costs: outcomes of the best list without it, against the plan's."""
    relaxed = list(relaxed_cases(case, most_applications))
    solved = [pool.submit(solve, each.case) for each in relaxed]
    found = []
    for each, future in zip(relaxed, solved, strict=True):
        try:
            free = future.result()
        except InfeasiblePlanError:
            continue
        found.append(
            ConstraintPrice(
                constraint=each.constraint,
                chance_of_match=free.chance_of_match,
                chance_of_match_in_target=free.chance_in_target,
                expected_interviews=free.expected_interviews,
                chance_of_no_interview=free.chance_of_no_interview,
                cost_usd=free.cost_usd,
                applications=free.applications,
                change_in_chance_of_match=free.chance_of_match - here.chance_of_match,
            )
        )
    return tuple(found)
