"""Scope: every program of the specialty is open or refused with its reason, none is both."""

from dataclasses import replace

import pytest

from thirdfriday.domain.wants import NonNegotiables, PreferenceLevel
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.plan.scope import required_left_out, scope_of

SPECIALTY = "internal_medicine"


@pytest.fixture
def ana(case_of):
    return case_of("img_internal_medicine")


def test_open_and_refused_are_all_programs_of_the_specialty(ana, catalogue, facts):
    scope = scope_of(ana, SPECIALTY, catalogue, facts)
    opened = {p.program_id for p in scope.open}
    refused = {p.program_id for p, _ in scope.refused}
    assert not opened & refused
    assert opened | refused == {p.program_id for p in catalogue.of_specialty(SPECIALTY)}
    assert len(scope.open) == len(scope.rules) == len(scope.tiers)
    assert all(rule.result != "fail" for rules in scope.rules for rule in rules)
    assert all(rule.result == "fail" for _, rule in scope.refused)


def test_must_leaves_out_what_lies_outside(ana, catalogue, facts):
    case = replace(ana, wants=replace(ana.wants, level=PreferenceLevel.MUST))
    scope = scope_of(case, SPECIALTY, catalogue, facts)
    assert set(scope.tiers) == {1}
    whole = scope_of(ana, SPECIALTY, catalogue, facts)
    assert len(scope.open) == whole.tiers.count(1)
    assert scope.exist == whole.exist


def test_rules_that_leave_nothing_name_the_one_that_refuses_most(ana, catalogue, facts):
    wants = replace(ana.wants, non_negotiables=NonNegotiables(minimum_program_age=500))
    with pytest.raises(InfeasiblePlanError) as caught:
        scope_of(replace(ana, wants=wants), SPECIALTY, catalogue, facts)
    assert "non-negotiables" in caught.value.limit


def test_a_required_program_that_refuses_is_named_with_its_reason(ana, catalogue, facts):
    scope = scope_of(ana, SPECIALTY, catalogue, facts)
    refused, rule = next(pair for pair in scope.refused if pair[1].rule == "visa")
    wanted = (refused.program_id, scope.open[0].program_id)
    case = replace(ana, wants=replace(ana.wants, programs_required=wanted))
    (said,) = required_left_out(case, scope)
    assert refused.name in said and rule.fact in said and "thirdfriday correct" in said
