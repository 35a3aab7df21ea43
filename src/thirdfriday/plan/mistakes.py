"""Mistakes in the plan's own constraints and in a list of one's own, each with cost and mend."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from thirdfriday.domain.chance import ChanceRange
from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.domain.wants import PreferenceLevel
from thirdfriday.facts.registry import Facts
from thirdfriday.optimiser.objective import Outcomes
from thirdfriday.plan.branch import Branch, Grounds, Listed, Openings, judged
from thirdfriday.plan.decision import in_percent
from thirdfriday.plan.further import further_applications
from thirdfriday.plan.improve_specialty import behind
from thirdfriday.plan.mistakes_of_list import (
    YOURS,
    as_listed,
    mistakes_of_list,
    visa_not_looked_up,
)
from thirdfriday.plan.notes import in_place
from thirdfriday.plan.plan import FurtherApplication
from thirdfriday.plan.plan_sections import Cost, LevelPlan, Mistake

PLAN = "plan"
"""Where a mistake lies: in the plan's own limits and wishes."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What mistakes are read from: the plan's branch, its levels, its curve of applications.

    `surest` is the interview of the list whose low end is highest, `seed` that of the ranges.
    """

    here: Branch
    grounds: Grounds
    levels: tuple[LevelPlan, ...]
    further: Sequence[FurtherApplication]
    surest: ChanceRange
    seed: int

    @property
    def facts(self) -> Facts:
        """The numbers of the season."""
        return self.grounds.facts


def mistakes(evidence: Evidence, own_list: Sequence[ListedProgram] | None) -> tuple[Mistake, ...]:
    """The mistakes found, those of the own list first and the costliest first among them.

    Facts: mistake.*, plan.price_of_point, tier.safety_from
    Method: docs/models/mistakes.md
    """
    found: list[Mistake] = []
    if own_list:
        found += mistakes_of_list(own_list, evidence.here, evidence.grounds, seed=evidence.seed)
        found += _size_of_list(own_list, evidence)
    found += mistakes_of_plan(evidence)
    order = sorted(found, key=lambda each: (each.where == PLAN, -each.cost.any_match))
    return tuple(order)


def _size_of_list(own_list: Sequence[ListedProgram], evidence: Evidence) -> Iterator[Mistake]:
    """Whether a list of one's own is too long or too short for what applications cost."""
    here, beyond = evidence.here, round(evidence.facts.value("mistake.looked_ahead"))
    openings = Openings(
        here.case, here.specialty, here.scope, here.chances, here.problem, here.answer
    )
    mine = judged(openings, as_listed(own_list, here.chances))
    if not mine.listed:
        return
    further = further_applications(mine.problem, mine.selection, beyond=beyond)
    own = replace(evidence, here=mine, further=further)
    yield from _too_many(own, YOURS)
    yield from _too_few(own, YOURS)
    yield from visa_not_looked_up(mine, YOURS)


def mistakes_of_plan(evidence: Evidence) -> Iterator[Mistake]:
    """What the case's own wishes and limits cost."""
    yield from _only_target(evidence)
    yield from _ruled_out_inland(evidence)
    yield from visa_not_looked_up(evidence.here, PLAN)
    yield from _too_many(evidence, PLAN)
    yield from _too_few(evidence, PLAN)
    yield from _one_specialty(evidence)


def _only_target(evidence: Evidence) -> Iterator[Mistake]:
    here = evidence.here
    if here.case.wants.level is not PreferenceLevel.MUST:
        return
    soft = [level for level in evidence.levels if level.level == PreferenceLevel.STRONG]
    for level in soft:
        gain = level.chance_of_match - here.outcomes.chance_of_match
        if gain < evidence.facts.value("mistake.smallest_points"):
            continue
        place = in_place(here.scope.target.region.name)
        yield Mistake(
            key="only_target",
            title="Every application goes to the target region",
            where=PLAN,
            evidence=f"The case says the match must be {place}.",
            cost=_gain(here.outcomes, level.chance_of_match, level),
            mend=(
                f'level = "strong": the target stays first, a match becomes '
                f"{in_percent(level.chance_of_match)} and a match {place} "
                f"{in_percent(level.chance_of_match_in_target)}."
            ),
        )


def _gain(here: Outcomes, match: float, level: LevelPlan) -> Cost:
    return Cost(
        any_match=match - here.chance_of_match,
        in_target=level.chance_of_match_in_target - here.chance_in_target,
        interviews=level.expected_interviews - here.expected_interviews,
        usd=here.cost_usd - level.cost_usd,
    )


def _ruled_out_inland(evidence: Evidence) -> Iterator[Mistake]:
    """A list that stays by the water although inland programs are open."""
    here = evidence.here
    if not by_the_sea(here, here.listed, evidence.facts):
        return
    inland = sum(
        1
        for program in here.scope.open
        if (program.coast_miles or 0.0) > evidence.facts.value("mistake.coast_miles")
    )
    if inland and here.case.wants.level is PreferenceLevel.MUST:
        return  # told as only_target
    if inland:
        yield Mistake(
            "no_inland", "Nothing inland is on the list", PLAN,
            f"{inland} inland programs are open to you, none is chosen.",
            Cost(0.0, 0.0, 0.0, 0.0),
            "Your wishes and limits lead there; the prices show what each of them costs.",
        )  # fmt: skip


def by_the_sea(branch: Branch, listed: Listed, facts: Facts) -> bool:
    """Whether every listed program with a known place lies near the sea or a Great Lake."""
    near = facts.value("mistake.coast_miles")
    miles = [
        program.coast_miles
        for program in branch.scope.open
        if program.program_id in listed and program.coast_miles is not None
    ]
    return bool(miles) and all(each <= near for each in miles)


def _price(evidence: Evidence) -> float:
    """What a percentage point is worth: as the case says, else as assumed. [USD]"""
    given = evidence.here.case.limits.usd_per_percentage_point
    return evidence.facts.value("plan.price_of_point") if given is None else given


def _too_many(evidence: Evidence, where: str) -> Iterator[Mistake]:
    """The tail of the list that costs more than the dearest price of a point that is assumed."""
    facts = evidence.facts
    given = evidence.here.case.limits.usd_per_percentage_point
    price = facts.range("plan.price_of_point")[-1] if given is None else given
    count = evidence.here.outcomes.applications
    inside = [point for point in evidence.further if point.applications <= count]
    if not inside:
        return
    last = inside[-1]
    enough = max(inside, key=lambda point: 100 * point.chance_of_match * price - point.cost_usd)
    saved = last.cost_usd - enough.cost_usd
    lost = last.chance_of_match - enough.chance_of_match
    if saved < facts.value("mistake.smallest_usd"):
        return
    yield Mistake(
        "more_than_pays", "More applications than pay", where,
        f"The last {count - enough.applications} of {count} add {100 * lost:.1f} points for "
        f"${saved:,.0f}, each point dearer than ${price:,.0f}.",
        Cost(-lost, 0.0, enough.expected_interviews - last.expected_interviews, saved),
        f"Stop at {enough.applications}, or say in the case what a point is worth to you.",
    )  # fmt: skip


def _too_few(evidence: Evidence, where: str) -> Iterator[Mistake]:
    """A list whose next applications are cheap for what they add."""
    facts, price = evidence.facts, _price(evidence)
    count = evidence.here.outcomes.applications
    ahead = count + round(facts.value("mistake.looked_ahead"))
    near = [point for point in evidence.further if count <= point.applications <= ahead]
    if len(near) <= 1:
        return
    now, then = near[0], near[-1]
    gain, spent = then.chance_of_match - now.chance_of_match, then.cost_usd - now.cost_usd
    if gain < facts.value("mistake.smallest_points") or spent > 100 * gain * price:
        return
    yield Mistake(
        "too_few", "Too few applications for this profile", where,
        f"{then.applications - count} more would add {100 * gain:.1f} points for ${spent:,.0f}.",
        Cost(gain, 0.0, then.expected_interviews - now.expected_interviews, -spent),
        f"{then.applications} applications instead of {count}.",
    )  # fmt: skip


def _one_specialty(evidence: Evidence) -> Iterator[Mistake]:
    """A risky profile, or a list without a safe program, with nothing to fall back on."""
    here, facts = evidence.here, evidence.facts
    risky = here.outcomes.chance_of_match < facts.value("mistake.risky_below")
    unsafe = evidence.surest.low < facts.value("tier.safety_from")
    if len(here.case.wants.specialties) > 1 or not (risky or unsafe):
        return
    usual = facts.text("price.other_specialties").split()
    other = next(key for key in usual if key != here.specialty)
    joined = behind(here, other, evidence.grounds)
    if joined is None:
        return
    both = joined.outcomes
    gain = both.chance_of_match - here.outcomes.chance_of_match
    if gain < facts.value("mistake.smallest_points"):
        return
    name = evidence.grounds.catalogue.specialties[other].name
    key, title = (
        ("no_safety", "No safe program on the list")
        if unsafe and not risky
        else ("one_specialty", "A risky profile in one specialty")
    )
    second = joined.second.outcomes
    yield Mistake(
        key, title, PLAN,
        f"A match {in_percent(here.outcomes.chance_of_match)}; the surest interview is "
        f"{in_percent(evidence.surest.central)}, at the low end {in_percent(evidence.surest.low)}"
        f"{', so no program is safe' if unsafe else ''}.",
        Cost(
            gain, both.chance_in_target - here.outcomes.chance_in_target,
            both.expected_interviews - here.outcomes.expected_interviews, -second.cost_usd,
        ),
        f"{second.applications} applications in {name} behind it: a match "
        f"{in_percent(both.chance_of_match)}.",
    )  # fmt: skip
