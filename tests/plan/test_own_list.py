"""An own list is judged by the plan's arithmetic: never better than the best, its waste named."""

from dataclasses import replace

import pytest

from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.domain.spending import Limits
from thirdfriday.domain.wants import PreferenceLevel
from thirdfriday.plan.build import build_plan


@pytest.fixture
def case(case_of):
    case = case_of("do_comlex_only")
    return replace(case, limits=Limits(applications=10, interview_days=8))


def judged(case, ids):
    return build_plan(case, own_list=[ListedProgram(i) for i in ids])


def test_no_list_within_the_limits_is_worth_more_than_the_plan(case, catalogue):
    ids = [p.program_id for p in catalogue.of_specialty("family_medicine") if p.offered]
    for start in (0, 100, 300):
        plan = judged(case, ids[start : start + 10])
        assert plan.own_list.value <= plan.certificate.upper_bound + 1e-9


def test_what_only_one_of_the_lists_has_is_named(case, catalogue):
    plan = build_plan(case)
    chosen = [choice.program.id for choice in plan.choices]
    another = next(
        p.program_id for p in catalogue.of_specialty("family_medicine")
        if p.offered and p.program_id not in chosen and p.setting != "military"
    )  # fmt: skip
    own = judged(case, [*chosen[1:], another]).own_list
    assert {p.id for p in own.missing} == {chosen[0]}
    assert {p.id for p in own.only_here} <= {another}


def test_outside_a_must_target_is_wasted(case, catalogue):
    must = replace(case, wants=replace(case.wants, level=PreferenceLevel.MUST))
    far = next(p for p in catalogue.of_specialty("family_medicine") if p.state == "TX")
    plan = judged(must, [far.program_id])
    assert [item.rule for item in plan.own_list.ineligible] == ["target region"]
    assert plan.own_list.chance_of_match.central == 0
