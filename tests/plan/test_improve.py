"""What would help most: possible for this applicant, never negative where it only adds."""

import datetime as dt
from dataclasses import replace
from functools import cache

import pytest

from thirdfriday.domain.examinations import Examination, ExaminationResult
from thirdfriday.plan.improve import improvements_of

BEFORE = dt.date(2026, 3, 1)
AFTER = dt.date(2026, 11, 20)
TAKES_A_YEAR = {"research_year", "clinical_year", "delay_graduation", "wait"}
ROUNDING = 1e-9


@pytest.fixture(scope="module")
def found_for(case_of):
    @cache
    def found(name, today=BEFORE):
        return improvements_of(case_of(name), today=today)

    return found


def by_key(found):
    return {each.key: each for each in found.improvements}


@pytest.mark.parametrize("name", ["img_internal_medicine", "us_img_caribbean", "do_comlex_only"])
def test_what_only_adds_never_takes_away(found_for, name):
    for each in found_for(name).improvements:
        if each.possible and each.key not in TAKES_A_YEAR:
            assert each.change.any_match.central >= -ROUNDING, each.key
            assert each.opened.programs >= 0 and each.opened.likely >= 0


def test_every_range_holds_its_central_value_and_every_gain_its_facts(found_for):
    for each in found_for("img_internal_medicine").improvements:
        if not each.possible:
            assert each.change is None and each.why
            continue
        for change in (each.change.any_match, each.change.in_target, each.change.interviews):
            assert change.low <= change.central <= change.high
        assert each.cost_low_usd <= each.cost_usd <= each.cost_high_usd
        assert each.facts, each.key
        assert all(fact.source for fact in each.facts)


def test_the_possible_come_first_and_in_order_of_gain_for_their_cost(found_for):
    found = found_for("img_internal_medicine").improvements
    assert [each.possible for each in found] == sorted([e.possible for e in found], reverse=True)
    gains = [each.per_1000_usd for each in found if each.possible]
    assert gains == sorted(gains, reverse=True)


def test_a_pass_is_never_taken_again_and_us_seniors_need_no_rotation(found_for):
    assert not by_key(found_for("img_internal_medicine"))["retake_step_2_ck"].possible
    assert not by_key(found_for("do_comlex_only"))["usce_month"].possible
    assert by_key(found_for("do_comlex_only"))["usmle_too"].opened.likely > 0


def test_step_3_waits_for_the_certificate(found_for):
    assert not by_key(found_for("us_img_caribbean"))["step_3"].possible
    assert by_key(found_for("us_img_caribbean"))["certificate"].opened.likely > 1
    assert by_key(found_for("img_internal_medicine"))["step_3"].possible


def test_a_rotation_in_the_target_brings_more_there_than_one_anywhere(found_for):
    ana = by_key(found_for("img_internal_medicine"))
    there, anywhere = ana["local_rotation"].change, ana["usce_month"].change
    assert there.in_target.central >= anywhere.in_target.central - ROUNDING


def test_after_applications_a_letter_reaches_rank_lists_and_brings_less(found_for):
    early = by_key(found_for("img_internal_medicine"))["local_letter"]
    late = by_key(found_for("img_internal_medicine", AFTER))["local_letter"]
    assert early.reaches == "applications" and late.reaches == "rank lists"
    assert 0 <= late.change.any_match.central < early.change.any_match.central
    assert late.change.interviews.central == pytest.approx(0.0)


def test_a_failed_examination_may_be_retaken(case_of):
    case = case_of("img_internal_medicine")
    failed = Examination(ExaminationResult.FAIL, 205, 1)
    exams = replace(case.applicant.examinations, step_2_ck=failed)
    case = replace(case, applicant=replace(case.applicant, examinations=exams))
    found = by_key(improvements_of(case, today=BEFORE))
    assert found["retake_step_2_ck"].possible
    assert found["retake_step_2_ck"].change.any_match.central > 0


def test_the_decision_weighs_two_seasons_against_one(found_for):
    decision = found_for("img_internal_medicine").decision
    branches = {branch.key: branch for branch in decision.branches}
    now = branches["apply_now"]
    assert now.seasons == 2 and now.against_first is None
    assert now.chance_by_then > now.chance_this_season
    assert now.chance_next_season < now.chance_this_season  # who failed once fails more often
    year = branches["research_year"]
    assert year.seasons == 1 and year.expected_cost_usd > now.expected_cost_usd
    gain = year.chance_by_then - now.chance_by_then
    assert year.against_first.central == pytest.approx(gain)
    assert not branches["delay_graduation"].possible
    best = max((b for b in decision.branches if b.possible), key=lambda b: b.chance_by_then)
    assert decision.best == best.key


def test_the_same_seed_gives_the_same_answer(case_of):
    first, second = (
        improvements_of(case_of("do_comlex_only"), today=BEFORE, seed=3).to_json() for _ in range(2)
    )
    assert first == second
