"""The three levels of firmness about the target side by side, each on its own best list."""

from collections.abc import Iterator
from dataclasses import replace

from thirdfriday.domain.case import Case
from thirdfriday.domain.wants import PreferenceLevel
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import GeographyAnswer
from thirdfriday.plan.branch import Branch, Grounds, branch_without, chosen_anew, openings_of
from thirdfriday.plan.notes import in_place
from thirdfriday.plan.plan_sections import LevelPlan
from thirdfriday.plan.solved_once import Solve

WORDS = {
    PreferenceLevel.MUST: "must be {place}",
    PreferenceLevel.STRONG: "strong wish {place}, open to other regions",
    PreferenceLevel.IDEAL: "{place} is ideal, the career matters more",
}


def levels(
    case: Case, here: Branch, grounds: Grounds, solve: Solve, *, thorough: bool = True
) -> tuple[LevelPlan, ...]:
    """The plan at each level, "must" first; empty where the case names no target.

    `solve` gives the best list of a changed case. Without `thorough` only the levels that the
    prices look at as well: the plan's own, and a "must" given up.

    Facts: preference.must.elsewhere, preference.strong.elsewhere, preference.ideal.elsewhere
    """
    if case.wants.target.everywhere:
        return ()
    shown = tuple(PreferenceLevel)
    if not thorough:
        narrow = case.wants.level is PreferenceLevel.MUST
        shown = (PreferenceLevel.MUST, PreferenceLevel.STRONG) if narrow else ()
    return tuple(_level(level, case, here, grounds, solve) for level in shown)


def _level(
    level: PreferenceLevel, case: Case, here: Branch, grounds: Grounds, solve: Solve
) -> LevelPlan:
    words = WORDS[level].format(place=in_place(here.scope.target.region.name))
    if level is case.wants.level:
        return _row(level, words, here, chosen=True)
    try:
        best = at_level(level, case, here, grounds, solve)
    except InfeasiblePlanError:
        return LevelPlan(level, words, False, False, 0.0, 0.0, 0.0, 1.0, 0.0, 0, 0)
    return _row(level, words, best, chosen=False)


def at_level(
    level: PreferenceLevel, case: Case, here: Branch, grounds: Grounds, solve: Solve | None = None
) -> Branch:
    """The best list at another level: "must" under the better of a few geography answers.

    A soft level keeps the plan's own answer, unless the plan's is "must" and its answer narrow.

    Raises:
        InfeasiblePlanError: nothing in the target is open.
    """
    other = replace(case, wants=replace(case.wants, level=level))
    facts = grounds.facts
    if level is not PreferenceLevel.MUST:
        return solve(other) if solve else branch_without(here, grounds, other)
    found = []
    for answer in _answers(here, facts):
        found.append(chosen_anew(openings_of(other, grounds, answer=answer), facts))
    return max(found, key=lambda branch: branch.outcomes.value)


def _answers(here: Branch, facts: Facts) -> Iterator[GeographyAnswer]:
    """The plan's own answer, none, and the divisions of the target where they are few enough."""
    target = zip(here.scope.open, here.scope.tiers, strict=True)
    divisions = tuple(sorted({p.division for p, tier in target if tier == 1 and p.division}))
    answers = [here.answer, GeographyAnswer()]
    if 0 < len(divisions) <= round(facts.value("geography.divisions_maximum")):
        answers.append(GeographyAnswer(divisions, here.answer.setting))
    yield from dict.fromkeys(answers)


def _row(level: PreferenceLevel, words: str, branch: Branch, *, chosen: bool) -> LevelPlan:
    results = branch.outcomes
    return LevelPlan(
        level=str(level),
        words=words,
        chosen=chosen,
        feasible=True,
        chance_of_match=results.chance_of_match,
        chance_of_match_in_target=results.chance_in_target,
        expected_interviews=results.expected_interviews,
        chance_of_no_interview=results.chance_of_no_interview,
        cost_usd=results.cost_usd,
        applications=results.applications,
        applications_in_target=int((branch.problem.target & (branch.selection >= 0)).sum()),
    )
