"""The three levels side by side: what firmness about a place costs."""

from dataclasses import replace

import pytest

from thirdfriday.domain.wants import PreferenceLevel
from thirdfriday.plan.build import build_plan

LEVELS = ["must", "strong", "ideal"]


@pytest.mark.parametrize("name", ["img_internal_medicine", "md_low_score_la"])
def test_the_three_levels_stand_side_by_side_and_one_is_the_plans_own(plan_of, name):
    plan = plan_of(name)
    assert [level.level for level in plan.levels] == LEVELS
    (own,) = [level for level in plan.levels if level.chosen]
    assert own.level == plan.case.preference_level
    assert own.chance_of_match == plan.headline.chance_of_match.central


@pytest.mark.parametrize("name", ["img_internal_medicine", "md_low_score_la"])
def test_a_must_lists_nothing_outside_and_never_gives_more_of_any_match(plan_of, facts, name):
    must, strong, ideal = plan_of(name).levels
    assert must.applications == must.applications_in_target
    assert must.chance_of_match == pytest.approx(must.chance_of_match_in_target)
    guard = facts.value("preference.strong.guard")
    assert must.chance_of_match <= strong.chance_of_match + guard
    assert strong.chance_of_match <= ideal.chance_of_match + guard


@pytest.mark.parametrize("name", ["img_internal_medicine", "md_low_score_la"])
def test_a_level_told_beside_a_must_is_that_of_its_own_plan(case_of, plan_of, name):
    case = case_of(name)
    must = replace(case, wants=replace(case.wants, level=PreferenceLevel.MUST))
    _, strong, _ = build_plan(must).levels
    own = plan_of(name).headline.chance_of_match.central
    assert strong.chance_of_match == pytest.approx(own, abs=0.01)
