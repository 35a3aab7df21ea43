"""The line of a student says what their plan says, and sorts by what could change."""

from collections.abc import Callable

import pytest

from thirdfriday.facts.registry import Facts
from thirdfriday.plan.caseload import caseload_line, standing_of, weights_against, what_would_help
from thirdfriday.plan.explain import BASE_FACTOR
from thirdfriday.plan.plan import Plan

NAMES = ("img_internal_medicine", "md_low_score_la", "do_comlex_only")


@pytest.mark.parametrize("name", NAMES)
def test_a_line_repeats_the_plan(plan_of: Callable[[str], Plan], facts: Facts, name: str) -> None:
    plan = plan_of(name)
    line = caseload_line("S-1", plan, facts)
    assert line.chance_of_match == plan.headline.chance_of_match.central
    assert line.applications == plan.headline.applications
    assert line.standing == standing_of(line.chance_of_match, facts)
    assert line.help_points >= 0
    assert (line.would_help == "") == (line.help_points == 0)


def test_standing_follows_the_chance(facts: Facts) -> None:
    words = [standing_of(chance, facts) for chance in (0.2, 0.74, 0.76, 0.89, 0.95)]
    assert words == ["at risk", "at risk", "watch", "watch", "on course"]


@pytest.mark.parametrize("name", NAMES)
def test_reasons_are_the_heaviest_and_never_the_average(
    plan_of: Callable[[str], Plan], name: str
) -> None:
    found = weights_against(plan_of(name), 2)
    assert len(found) <= 2
    assert not any(BASE_FACTOR in text for text in found)


def test_help_is_the_largest_change_that_is_theirs_to_make(
    plan_of: Callable[[str], Plan],
) -> None:
    plan = plan_of("img_internal_medicine")
    text, points = what_would_help(plan)
    free = [p.change_in_chance_of_match for p in plan.prices if "visa" not in p.kind]
    mends = [mistake.cost.any_match for mistake in plan.mistakes]
    assert points == pytest.approx(100 * max(0.0, *free, *mends))
    assert "visa" not in text
