from functools import cache

import pytest

from thirdfriday.errors import CaseError
from thirdfriday.plan.long_way_build import build_long_way

ANA, MARCUS = "img_internal_medicine", "md_low_score_la"


@cache
def way_of(case, **more):
    return build_long_way(case, **more)


def chances(answer):
    return {way.start: way.chance.central for way in answer.ways}


@pytest.mark.parametrize("name", [ANA, MARCUS])
def test_nearer_is_better_and_ranges_hold(case_of, name):
    answer = way_of(case_of(name))
    found = chances(answer)
    assert found["target"] > found["near"] > found["far"] > 0
    for way in answer.ways:
        assert way.chance.low < way.chance.central < way.chance.high
        assert sum(route.chance for route in way.routes) == pytest.approx(way.chance.central)
        assert way.by_year[0] == 0.0 and way.by_year[-1] == way.chance.central


def test_a_j1_makes_the_way_longer(case_of):
    case = case_of(ANA)
    assert chances(way_of(case, visa="none"))["far"] > chances(way_of(case))["far"]
    clocks = {clock.clock: clock.result for clock in way_of(case).clocks}
    assert clocks["J-1 years"] == "pass"
    assert clocks["California and your school"] == "pass"
    assert any("Conrad 30" in step.step for step in way_of(case).steps)
    assert not any("Conrad" in step.step for step in way_of(case, visa="none").steps)


def test_a_state_that_keeps_its_residents_lets_fewer_go(case_of):
    case = case_of(MARCUS)
    texas = chances(way_of(case, trained_in="TX"))
    wyoming = chances(way_of(case, trained_in="WY"))
    assert wyoming["far"] > texas["far"]
    with pytest.raises(CaseError, match="--from"):
        build_long_way(case, trained_in="CA")


def test_steps_come_in_order_with_a_page_each(case_of):
    steps = way_of(case_of(ANA)).steps
    assert [step.due for step in steps] == sorted(step.due for step in steps)
    assert all(step.page and step.why for step in steps)
    assert next(s for s in steps if "training licence" in s.step).due == "2027-12-28"


def test_every_state_has_its_way_back_and_those_that_let_go_come_first(case_of):
    answer = way_of(case_of(MARCUS))
    by_state = {each.state: each for each in answer.retention}
    assert len(by_state) > 45
    assert by_state["WY"].chance_in_target > by_state["TX"].chance_in_target
    far = way_of(case_of(MARCUS), trained_in="TX")
    assert by_state["TX"].chance_in_target == chances(far)["far"]


def test_the_same_seed_gives_the_same_answer(case_of):
    case = case_of(ANA)
    assert build_long_way(case, years=6, seed=5) == build_long_way(case, years=6, seed=5)


def test_without_packs_it_still_answers(case_of):
    answer = build_long_way(case_of(ANA), without=frozenset({"nrmp"}))
    assert chances(answer)["target"] > 0
