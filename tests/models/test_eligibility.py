"""Rules at a program: what is published decides, what is not is asked, and needing less helps."""

from dataclasses import replace

import pytest

from thirdfriday.domain.applicant import VisaKind, VisaNeed
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.wants import NonNegotiables
from thirdfriday.models.eligibility import Result, RuleResult, rules_at

NEEDS = (VisaNeed.NONE, VisaNeed.J1, VisaNeed.J1_OR_H1B, VisaNeed.H1B_ONLY)


@pytest.fixture(scope="module")
def ana(case_of):
    return case_of("img_internal_medicine")


@pytest.fixture(scope="module")
def program(catalogue):
    """A program with positions, outside California, that sponsors both visas."""
    return next(
        p
        for p in catalogue.of_specialty("internal_medicine")
        if p.offered and p.state == "OH" and p.visa_j1 and p.visa_h1b
    )


def needing(case, need):
    return replace(case, applicant=replace(case.applicant, visa_need=need))


def wanting(case, **rules):
    return replace(case, wants=replace(case.wants, non_negotiables=NonNegotiables(**rules)))


def rule(name, program, case, facts):
    return next((r for r in rules_at(program, case, facts) if r.rule == name), None)


@pytest.mark.parametrize(("flag", "result"), [(True, "pass"), (False, "fail"), (None, "ask")])
def test_the_flag_of_the_visa_decides(ana, program, facts, flag, result):
    found = rule("visa", replace(program, visa_j1=flag), ana, facts)
    assert found.result == result
    if flag is not None:
        assert str(program.visa_year) in found.fact and "confirm" in found.fact


@pytest.mark.parametrize("j1", [True, False, None])
@pytest.mark.parametrize("h1b", [True, False, None])
@pytest.mark.parametrize("need", NEEDS[1:])
def test_needing_no_visa_is_never_worse(ana, program, facts, j1, h1b, need):
    place = replace(program, visa_j1=j1, visa_h1b=h1b)
    free = rule("visa", place, needing(ana, VisaNeed.NONE), facts)
    bound = rule("visa", place, needing(ana, need), facts)
    assert free.log_odds >= bound.log_odds


@pytest.mark.parametrize("j1", [True, False, None])
@pytest.mark.parametrize("h1b", [True, False, None])
def test_accepting_either_visa_is_never_worse_than_one(ana, program, facts, j1, h1b):
    place = replace(program, visa_j1=j1, visa_h1b=h1b)
    either = rule("visa", place, needing(ana, VisaNeed.J1_OR_H1B), facts)
    for need in (VisaNeed.J1, VisaNeed.H1B_ONLY):
        assert either.log_odds >= rule("visa", place, needing(ana, need), facts).log_odds


def test_us_citizens_are_asked_for_no_visa(case_of, program, facts):
    assert rule("visa", program, case_of("us_img_caribbean"), facts) is None


@pytest.mark.parametrize(("known", "result"), [(True, "pass"), (False, "fail"), (None, "ask")])
def test_california_asks_for_a_recognised_school(ana, catalogue, facts, known, result):
    place = next(p for p in catalogue.of_specialty("internal_medicine") if p.state == "CA")
    school = replace(ana.applicant.education, california_recognised=known)
    case = replace(ana, applicant=replace(ana.applicant, education=school))
    assert rule("California training licence", place, case, facts).result == result


def test_california_asks_nothing_of_us_graduates(case_of, catalogue, facts):
    place = next(p for p in catalogue.of_specialty("family_medicine") if p.state == "CA")
    assert rule("California training licence", place, case_of("md_low_score_la"), facts) is None


def test_military_programs_and_those_without_positions_are_refused(ana, program, facts):
    assert rule("military", replace(program, setting="military"), ana, facts).result == "fail"
    bare = replace(program, tracks=())
    assert rule("positions in the Match", bare, ana, facts).result == "fail"


@pytest.mark.parametrize(
    "rules",
    [
        {"states_excluded": ("OH",)},
        {"maximum_price_parity": 1.0},
        {"minimum_program_age": 500},
    ],
)
def test_a_non_negotiable_refuses(ana, program, facts, rules):
    found = rule("your non-negotiables", program, wanting(ana, **rules), facts)
    assert found.result == "fail" and found.fact


def test_a_non_negotiable_visa_passes_with_any_of_the_kinds(ana, program, facts):
    place = replace(program, visa_j1=False, visa_h1b=True)
    both = wanting(ana, visas=(VisaKind.J1, VisaKind.H1B))
    assert rule("your non-negotiables", place, both, facts) is None
    only = wanting(ana, visas=(VisaKind.J1,))
    assert rule("your non-negotiables", place, only, facts).result == "fail"


def test_an_excluded_program_is_refused(ana, program, facts):
    case = replace(ana, wants=replace(ana.wants, programs_excluded=(program.program_id,)))
    assert rule("your own wish", program, case, facts).result == "fail"


def test_a_pass_adds_what_the_average_lacks_and_a_fail_takes_all():
    assert RuleResult("r", Result.PASS, "f", 1.0, 0.8).log_odds > 0
    assert RuleResult("r", Result.ASK, "f", 0.5, 0.5).log_odds == 0
    assert RuleResult("r", Result.FAIL, "f", 0.0).log_odds == float("-inf")


def test_a_hospital_of_the_armed_forces_is_closed_with_or_without_its_setting(
    ana, catalogue, facts
):
    bare = load_catalogue(frozenset({"residency_explorer"}))
    names = ("Army", "Naval", "Air Force")
    for each in (catalogue, bare):
        found = [p for p in each.programs if any(name in p.name for name in names)]
        assert found
        for program in found:
            assert rule("military", program, ana, facts).result is Result.FAIL
    assert not next(
        p for p in catalogue.programs if "Navajo" in p.name or "Naples" in p.name
    ).military
