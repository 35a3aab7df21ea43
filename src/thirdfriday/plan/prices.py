"""The price of each constraint: the plan without it, chosen anew."""

import math
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from thirdfriday.domain.applicant import VisaNeed, WorkAuthorization
from thirdfriday.domain.case import Case
from thirdfriday.domain.wants import Area, NonNegotiables, PreferenceLevel, Wants
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.facts.registry import Facts
from thirdfriday.plan.branch import Branch
from thirdfriday.plan.plan import ConstraintPrice


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A case with one constraint taken away, what the constraint is called and of which kind."""

    constraint: str
    case: Case
    kind: str


def relaxed_cases(case: Case, facts: Facts) -> Iterator[Relaxed]:
    """The case without each constraint that it has, one at a time; lists never pass the most.

    Facts: plan.applications_most, price.minutes_wider, price.other_specialties
    """
    yield from _place(case, facts)
    yield from _visa(case)
    yield from _non_negotiables(case)
    yield from _limits(case, facts)
    yield from _specialty(case, facts)


def _place(case: Case, facts: Facts) -> Iterator[Relaxed]:
    wants = case.wants
    level = wants.level

    def at(softer: PreferenceLevel) -> Case:
        return replace(case, wants=replace(wants, level=softer))

    if level is PreferenceLevel.MUST:
        yield Relaxed("the target region as a must", at(PreferenceLevel.STRONG), "region")
    elif not wants.target.everywhere:
        if level is not PreferenceLevel.IDEAL:
            yield Relaxed("a strong wish for the target", at(PreferenceLevel.IDEAL), "level")
        anywhere = replace(wants, target=Area(), next_areas=())
        yield Relaxed("any wish for a place", replace(case, wants=anywhere), "region")
    if wants.target.within:
        wider = round(facts.value("price.minutes_wider"))
        circles = tuple(replace(c, minutes=c.minutes + wider) for c in wants.target.within)
        far = replace(wants, target=replace(wants.target, within=circles))
        longest = max(circle.minutes for circle in wants.target.within)
        words = f"the target within {longest} minutes ({longest + wider} instead)"
        yield Relaxed(words, replace(case, wants=far), "distance")


def _visa(case: Case) -> Iterator[Relaxed]:
    if case.applicant.needs_visa:
        free = replace(
            case.applicant,
            visa_need=VisaNeed.NONE,
            work_authorization=WorkAuthorization.PERMANENT_RESIDENT,
        )
        yield Relaxed("the need for a visa", replace(case, applicant=free), "visa")
    if case.applicant.visa_need in (VisaNeed.H1B_ONLY, VisaNeed.J1):
        kind = "H-1B" if case.applicant.visa_need is VisaNeed.H1B_ONLY else "J-1"
        either = replace(case.applicant, visa_need=VisaNeed.J1_OR_H1B)
        yield Relaxed(f"{kind} only", replace(case, applicant=either), "visa kind")


def _non_negotiables(case: Case) -> Iterator[Relaxed]:
    rules, none = case.wants.non_negotiables, NonNegotiables()
    parts = [
        ("the visas you insist on", "visa kind", replace(rules, visas=())),
        ("the distances you insist on", "distance", replace(rules, within=())),
        ("the states you rule out", "region", replace(rules, states_excluded=())),
        ("the settings you insist on", "setting", replace(rules, settings=())),
        ("the kinds of hospital you insist on", "setting", replace(rules, program_kinds=())),
        ("the price level you insist on", "setting", replace(rules, maximum_price_parity=None)),
        ("the age of programs you insist on", "setting", replace(rules, minimum_program_age=None)),
    ]
    given = [part for part in parts if part[2] != rules]
    if given:
        together = replace(case, wants=replace(case.wants, non_negotiables=none))
        yield Relaxed("your non-negotiables", together, "non-negotiables")
    if len(given) > 1:
        for words, kind, less in given:
            one = replace(case, wants=replace(case.wants, non_negotiables=less))
            yield Relaxed(words, one, kind)


def _limits(case: Case, facts: Facts) -> Iterator[Relaxed]:
    limits = case.limits
    if limits.applications is not None:
        most = max(round(facts.value("plan.applications_most")), limits.applications)
        more = replace(limits, applications=most)
        words = f"at most {limits.applications} applications"
        yield Relaxed(words, replace(case, limits=more), "applications")
    if limits.budget_usd is not None:
        richer = replace(limits, budget_usd=math.inf)
        words = f"a budget of ${limits.budget_usd:,.0f}"
        yield Relaxed(words, replace(case, limits=richer), "budget")
    if limits.tiers:
        loose = replace(limits, tiers=())
        yield Relaxed("limits by geographic tier", replace(case, limits=loose), "tiers")


def _specialty(case: Case, facts: Facts) -> Iterator[Relaxed]:
    """Another specialty in the place of the first: one that the case names, else a usual one."""
    first = case.wants.specialties[0]
    usual = facts.text("price.other_specialties").split()
    named = [other for other in (*case.wants.specialties[1:], *usual) if other != first]
    if named:
        words = f"{first.replace('_', ' ')} ({named[0].replace('_', ' ')} instead)"
        yield Relaxed(words, replace(case, wants=in_specialty(case.wants, named[0])), "specialty")


def in_specialty(wants: Wants, specialty: str) -> Wants:
    """The wants in another specialty alone; programs asked for by name belong to the first."""
    return replace(
        wants, specialties=(specialty,), specialty_weights=(), programs_required=(), preferred=None
    )


def prices(
    case: Case,
    here: Branch,
    solve: Callable[[Case], Branch],
    *,
    facts: Facts,
    pool: Executor,
) -> tuple[ConstraintPrice, ...]:
    """What each constraint costs: the best list without it, against the plan's.

    The target is the plan's own throughout, also where the relaxed case has none.
    """
    relaxed = list(relaxed_cases(case, facts))
    solved = [pool.submit(solve, each.case) for each in relaxed]
    found = []
    for each, future in zip(relaxed, solved, strict=True):
        try:
            free = future.result()
        except InfeasiblePlanError:
            continue
        found.append(_price(each, free, here))
    return tuple(found)


def _price(relaxed: Relaxed, free: Branch, here: Branch) -> ConstraintPrice:
    then, now = free.outcomes, here.outcomes
    tier = here.scope.target.tier
    in_target = sum(
        float(chance)
        for program, chance in zip(free.scope.open, then.chance_of_match_at, strict=True)
        if chance and tier(program) == 1
    )
    opened = {p.program_id for p in free.scope.open} - {p.program_id for p in here.scope.open}
    return ConstraintPrice(
        constraint=relaxed.constraint,
        chance_of_match=then.chance_of_match,
        chance_of_match_in_target=in_target,
        expected_interviews=then.expected_interviews,
        chance_of_no_interview=then.chance_of_no_interview,
        cost_usd=then.cost_usd,
        applications=then.applications,
        change_in_chance_of_match=then.chance_of_match - now.chance_of_match,
        kind=relaxed.kind,
        change_in_chance_of_match_in_target=in_target - now.chance_in_target,
        change_in_expected_interviews=then.expected_interviews - now.expected_interviews,
        change_in_chance_of_no_interview=then.chance_of_no_interview - now.chance_of_no_interview,
        change_in_cost_usd=then.cost_usd - now.cost_usd,
        programs_opened=0 if relaxed.kind == "specialty" else len(opened),
    )
