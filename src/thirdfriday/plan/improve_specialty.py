"""Adding a second specialty: a short list of its own behind the first."""

from collections.abc import Iterator
from dataclasses import replace

from thirdfriday.domain.case import Case
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.facts.registry import Facts
from thirdfriday.plan.branch import Branch, Grounds, chosen_anew, openings_of
from thirdfriday.plan.choosing import interview_capacity
from thirdfriday.plan.common_draws import differences, drawn_outcomes
from thirdfriday.plan.improvement_nouns import (
    Improvement,
    Opened,
)
from thirdfriday.plan.joined import Joined, join
from thirdfriday.plan.opened import fact_behind, per_thousand
from thirdfriday.plan.prices import in_specialty


def second_specialties(
    here: Branch, grounds: Grounds, seed: int, late: bool
) -> Iterator[Improvement]:
    """The best of the usual specialties that the plan does not hold yet.

    Facts: price.other_specialties, improve.second_specialty.applications
    """
    usual = grounds.facts.text("price.other_specialties").split()
    others = [key for key in usual if key not in here.scope.specialties]
    found = [(key, joined) for key in others if (joined := behind(here, key, grounds))]
    if found:
        key, joined = max(found, key=lambda pair: pair[1].outcomes.chance_of_match)
        yield _improvement(joined, key, grounds, seed, late=late)


def behind(here: Branch, specialty: str, grounds: Grounds) -> Joined | None:
    """The list with a short list of another specialty behind it; None where it has nothing open.

    Interview days are shared; a match in the second counts only without one in the first.
    """
    try:
        openings = openings_of(second_case(here.case, specialty, grounds.facts), grounds)
        second = chosen_anew(openings, grounds.facts)
    except InfeasiblePlanError:
        return None
    days = interview_capacity(here.case, grounds.facts)
    return join(here, second, days=days)


def second_case(case: Case, specialty: str, facts: Facts) -> Case:
    """The case in another specialty, on a short list."""
    count = round(facts.value("improve.second_specialty.applications"))
    limits = replace(case.limits, applications=count, budget_usd=None, tiers=())
    wants = replace(in_specialty(case.wants, specialty), preferred=case.wants.dearest)
    return replace(case, wants=wants, limits=limits)


def _improvement(
    joined: Joined, specialty: str, grounds: Grounds, seed: int, *, late: bool
) -> Improvement:
    facts = grounds.facts
    before = drawn_outcomes(joined.first, facts=facts, seed=seed)
    after = joined.draws(facts, seed)
    here, both = joined.first.outcomes, joined.outcomes
    changes = differences(before, here, drawn_then=after, then=both, facts=facts)
    second = joined.second
    cost = second.outcomes.cost_usd
    count = second.outcomes.applications
    name = grounds.catalogue.specialties[specialty].name
    alone = len(joined.first.scope.specialties) == 1
    behind_words = "a second specialty" if alone else "another specialty"
    months = facts.number("improve.second_specialty.months")
    return Improvement(
        key=f"second_specialty_{specialty}",
        title=f"{name} as {behind_words}, with {count} applications",
        possible=True,
        why=(
            "A match in it counts only where what you have brings none; days are shared, and its "
            "programs invite those who prefer another specialty less often."
        ),
        reaches="next season" if late else "applications",
        begin_by="" if late else grounds.season.deadline("eras.submit_from").day.isoformat(),
        opened=Opened(len(second.scope.open), float(count), ()),
        change=changes,
        cost_usd=cost,
        cost_low_usd=cost,
        cost_high_usd=cost,
        months=months.amount,
        per_1000_usd=per_thousand(changes.any_match.central, cost, facts),
        facts=(fact_behind(months),),
    )
