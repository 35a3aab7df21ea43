"""Notes warn first, and assumptions list every default and every assumed number in use."""

import re
from dataclasses import replace

import pytest
from tests.conftest import EXAMPLES

from thirdfriday.faces.case_file_reader import read_case_text
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.plan.build import build_plan
from thirdfriday.plan.notes import _low_score


@pytest.fixture(params=["img_internal_medicine", "md_low_score_la", "do_comlex_only"])
def plan(request, plan_of):
    return plan_of(request.param)


def test_warnings_come_first(plan):
    kinds = [note.kind for note in plan.notes]
    assert kinds == sorted(kinds, key=lambda kind: kind != "warning")
    assert all(note.text.endswith(".") for note in plan.notes)


def test_every_default_of_the_case_is_disclosed(plan_of, case_of):
    for name in ("img_internal_medicine", "md_strong", "do_comlex_only"):
        told = {assumption.name for assumption in plan_of(name).assumptions}
        for default in case_of(name).assumed_defaults:
            assert default.field in told


def test_every_assumption_has_a_value_and_a_reason(plan):
    assert all(a.name and a.value and a.reason for a in plan.assumptions)
    names = [a.name for a in plan.assumptions]
    assert len(set(names)) == len(names)


def test_a_second_specialty_is_said_to_need_a_plan_of_its_own(plan_of):
    notes = plan_of("md_low_score_la").notes
    assert any("internal medicine" in note.text for note in notes)


def test_two_specialties_are_told_which_one_counts_as_preferred(plan_of):
    (note,) = (n for n in plan_of("two_specialties").notes if "who prefers psychiatry" in n.text)
    assert note.text.startswith("In family medicine")
    choices = plan_of("two_specialties").choices
    for choice in choices:
        named = [r for r in choice.reasons if r.factor == "second specialty"]
        second = choice.program.specialty == "family_medicine"
        assert [r.fact for r in named] == ["you prefer psychiatry"] * second
        assert all(r.log_odds < 0 for r in named)
    alone = plan_of("md_strong")
    assert not any("who prefers" in note.text for note in alone.notes)


def test_low_scores_of_us_graduates_are_told_the_published_rate(plan_of):
    told = [n for n in plan_of("md_low_score_la").notes if "220 to 229" in n.text]
    assert len(told) == 1 and "84%" in told[0].text
    for name in ("md_strong", "img_internal_medicine"):
        assert not any("US MD seniors with" in n.text for n in plan_of(name).notes)


def test_a_forecast_above_the_published_rate_warns(case_of):
    """The record decides between telling and warning: nobody has to remember to."""
    facts = load_facts(2027)
    case = case_of("md_low_score_la")
    name = "record.low_score.second.said"
    kind = Facts({**facts, name: replace(facts[name], value=0.943)}, season=2027)
    (note,) = _low_score(case, kind)
    assert note.kind == "warning" and "too kind" in note.text
    (note,) = _low_score(case, facts)
    assert note.kind == "context" and "too kind" not in note.text


def test_us_clinical_work_that_is_not_given_is_said_to_count_as_none(plan_of):
    text = (EXAMPLES / "us_img_caribbean.toml").read_text(encoding="utf-8")
    stay = re.compile(r"\[\[applicant\.clinical_experience\]\](?s:.*?)(?=\n\[)")
    bare = build_plan(read_case_text(stay.sub("", text), file="case"), thorough=False)
    told = [n for n in bare.notes if "[[applicant.clinical_experience]]" in n.text]
    assert [note.kind for note in told] == ["warning"]
    assert "counts as 0 months" in told[0].text and "Clerkships" in told[0].text
    for name in ("us_img_caribbean", "md_low_score_la"):
        assert not any("clinical_experience]]" in n.text for n in plan_of(name).notes)


def test_what_is_due_beside_the_fees_is_named_in_the_headline(plan_of):
    plan = plan_of("img_internal_medicine")
    beside = {fee.what: fee.usd for fee in plan.headline.beside}
    assert set(beside) >= {"the USMLE transcript", "the ECFMG token", "registration with the NRMP"}
    note = next(note for note in plan.notes if note.kind == "fees")
    assert f"${plan.headline.cost_usd + sum(beside.values()):,.0f} in all" in note.text
    assert {fee.fact for fee in plan.headline.beside} <= {a.name for a in plan.assumptions}


def test_first_year_applications_are_told_beside_the_fees(plan_of):
    plan = plan_of("advanced_preliminary")
    first = plan.headline.beside[0]
    assert plan.first_year is not None and first.usd == plan.first_year.cost_usd > 0
    assert first.what == f"{len(plan.first_year.applications)} first-year applications"
