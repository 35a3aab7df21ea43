"""A stated policy decides, a doubtful one moves the share, a preference is only quoted."""

import datetime as dt
from dataclasses import replace

import pytest

from thirdfriday.domain.examinations import Examination, ExaminationResult
from thirdfriday.domain.known_policy import POLICY_NAMES, KnownPolicy
from thirdfriday.models.eligibility import rules_at
from thirdfriday.models.policy_rules import policy_rules, replaced
from thirdfriday.models.record_rules import record_rules

PROGRAM, SPECIALTY = "1400531039", "internal_medicine"


def policy(field: str, value: object, *, confirm: bool = False, firm: bool = True) -> KnownPolicy:
    return KnownPolicy(
        field, value, "quote", "page", dt.date(2026, 11, 1), 0.5 if confirm else 0.9,  # type: ignore[arg-type]
        confirm, firm, "https://example.org",
    )  # fmt: skip


@pytest.fixture
def ana(case_of):
    return case_of("img_internal_medicine")


@pytest.fixture
def at(catalogue):
    def with_policies(*policies: KnownPolicy):
        return replace(catalogue.by_id[PROGRAM], policies=policies)

    return with_policies


def one_rule(program, case, facts):
    (rule,) = policy_rules(program, case, record_rules(case, SPECIALTY, facts))
    return rule


@pytest.mark.parametrize(
    ("field", "value", "result"),
    [
        ("yog_max_years", 0, "fail"),
        ("yog_max_years", 50, "pass"),
        ("step2_min", 300, "fail"),
        ("step2_min", 100, "pass"),
        ("max_attempts", 1, "pass"),
        ("usce_months", 100, "fail"),
        ("usce", "required", "pass"),
        ("imgs_considered", False, "fail"),
        ("citizenship_limits", True, "fail"),
        ("ecfmg_required_at_application", False, "pass"),
        ("step1_min", "pass", "pass"),
    ],
)
def test_a_trusted_statement_decides_with_its_quote(ana, at, facts, field, value, result):
    rule = one_rule(at(policy(field, value)), ana, facts)
    assert rule.result == result
    assert rule.fact == f"{POLICY_NAMES[field]}: quote"
    assert rule.share == (1.0 if result == "pass" else 0.0)


def test_a_doubtful_no_asks_and_moves_the_share_by_its_confidence(ana, at, facts):
    shared = {rule.rule: rule for rule in record_rules(ana, SPECIALTY, facts)}
    rule = one_rule(at(policy("step2_min", 300, confirm=True)), ana, facts)
    assert rule.result == "ask" and "https://example.org" in rule.confirm
    assert rule.share == pytest.approx(0.5 * shared["Step 2 CK floor"].share)


def test_a_preference_is_quoted_and_changes_nothing(ana, at, facts):
    shared = {rule.rule: rule for rule in record_rules(ana, SPECIALTY, facts)}
    rule = one_rule(at(policy("step2_min", 300, firm=False)), ana, facts)
    assert rule.result == "ask"
    assert rule.share == pytest.approx(shared["Step 2 CK floor"].share)


def test_an_own_rule_takes_the_place_of_the_shared_one(ana, at, facts):
    shared = record_rules(ana, SPECIALTY, facts)
    own = policy_rules(at(policy("yog_max_years", 50)), ana, shared)
    left = replaced(shared, own)
    assert len(left) == len(shared) - 1
    assert replaced(shared, ()) == shared
    assert not policy_rules(at(), ana, shared)


def test_policies_that_do_not_concern_the_applicant_are_silent(at, case_of, facts):
    american = case_of("md_strong")
    stated = at(
        policy("usce", "required"),
        policy("imgs_considered", False),
        policy("comlex_accepted", False),
    )
    assert not policy_rules(stated, american, record_rules(american, SPECIALTY, facts))


def test_an_osteopath_without_usmle_needs_comlex_accepted(at, case_of, facts):
    case = case_of("do_comlex_only")
    none = Examination(ExaminationResult.NOT_TAKEN)
    exams = replace(case.applicant.examinations, step_1=none, step_2_ck=none, step_3=none)
    case = replace(case, applicant=replace(case.applicant, examinations=exams))
    assert one_rule(at(policy("comlex_accepted", False)), case, facts).result == "fail"


def test_a_visa_said_by_a_page_carries_its_quote_and_where_to_confirm(ana, at, facts):
    yes, old = policy("j1", True), policy("j1", True, confirm=True)
    for stated, confirm in ((yes, ""), (old, "https://example.org")):
        rules = {r.rule: r for r in rules_at(replace(at(stated), visa_j1=True), ana, facts)}
        assert rules["visa"].result == "pass" and "quote" in rules["visa"].fact
        assert confirm in rules["visa"].confirm
    refused = {
        r.rule: r for r in rules_at(replace(at(policy("j1", False)), visa_j1=False), ana, facts)
    }
    assert refused["visa"].result == "fail"
