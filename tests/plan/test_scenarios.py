"""Changes of policy on the plan's own list: who is touched, and what is lost."""

from dataclasses import replace

import pytest

from thirdfriday.domain.applicant import VisaNeed
from thirdfriday.plan.branch import Grounds, chosen_anew, openings_of
from thirdfriday.plan.scenarios import in_force, scenarios, with_numbers


@pytest.fixture(scope="module")
def grounds():
    return Grounds.of(2027)


@pytest.fixture(scope="module")
def of_case(grounds):
    def found(case):
        here = chosen_anew(openings_of(case, grounds), grounds.facts)
        return here, {each.key: each for each in scenarios(here, grounds)}

    return found


def national_of(case, country, need=VisaNeed.J1_OR_H1B):
    person = replace(case.applicant, citizenship=country, visa_need=need, other_citizenships=())
    return replace(case, applicant=person)


def test_nobody_without_a_visa_need_is_touched_by_visas(plan_of):
    touched = {each.key for each in plan_of("md_low_score_la").scenarios if each.applies}
    assert touched == {"service_moves"}


def test_a_paused_j1_leaves_nothing_to_who_needs_one(of_case, case_of):
    here, found = of_case(case_of("img_internal_medicine"))
    pause = found["j1_pause"]
    assert pause.applies and pause.programs_lost == len(here.listed)
    assert pause.change_in_chance_of_match == -here.outcomes.chance_of_match


def test_entry_bans_follow_the_lists_and_a_second_passport(of_case, case_of):
    case = case_of("img_internal_medicine")
    free = of_case(case)[1]
    assert not free["entry_ban"].applies and not in_force(free.values())
    _, full = of_case(national_of(case, "IR"))
    assert full["entry_ban"].applies and full["entry_ban"].status == "in force"
    assert full["entry_ban"].chosen_anew_chance_of_match == 0.0
    (warned,) = in_force(full.values())
    assert "IR" in warned and "do not count them" in warned and "you lose all" in warned
    _, partial = of_case(national_of(case, "NG"))
    assert 0 < partial["entry_ban"].chosen_anew_chance_of_match < 1  # an H-1B is left
    both = national_of(case, "IR")
    both = replace(both, applicant=replace(both.applicant, other_citizenships=("CA",)))
    assert not of_case(both)[1]["entry_ban"].applies


def test_more_programs_that_still_sponsor_never_take_away(of_case, case_of):
    case = national_of(case_of("img_internal_medicine"), "IN", VisaNeed.H1B_ONLY)
    _, found = of_case(case)
    stays, pays, waived = (
        found[f"h1b_fee_{key}"].change_in_chance_of_match
        for key in ("stays", "program_pays", "waived")
    )
    assert stays < 0 < pays < waived


def test_a_service_that_moves_changes_fees_and_nothing_else(plan_of):
    (moves,) = [s for s in plan_of("img_internal_medicine").scenarios if s.key == "service_moves"]
    assert moves.change_in_cost_usd != 0 and moves.programs_lost == 0
    assert moves.change_in_chance_of_match == pytest.approx(0.0, abs=1e-9)


def test_replaced_numbers_leave_the_record_alone(grounds):
    name = "eligibility.visa.h1b.still_sponsors"
    changed = with_numbers(grounds.facts, {name: 1.0})
    assert changed.value(name) == 1.0 and grounds.facts.value(name) != 1.0
    assert changed.season == grounds.facts.season and len(changed) == len(grounds.facts)


def test_every_scenario_is_dated_and_sourced(plan_of):
    for each in plan_of("img_internal_medicine").scenarios:
        assert each.dated and each.sources and each.words
