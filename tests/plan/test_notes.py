"""Notes warn first, and assumptions list every default and every assumed number in use."""

import pytest


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


def test_low_scores_of_us_graduates_are_warned_that_forecasts_are_too_kind(plan_of):
    told = [n.text for n in plan_of("md_low_score_la").notes if "too kind" in n.text]
    assert len(told) == 1 and "230" in told[0]
    for name in ("md_strong", "img_internal_medicine"):
        assert not any("too kind" in n.text for n in plan_of(name).notes)
