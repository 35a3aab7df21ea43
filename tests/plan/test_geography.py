"""All answers to the geography questions, each on its own list, and what they say of ties."""

import pytest
from tests.plan.flow import flow_of

from thirdfriday.models.chances import GeographyAnswer
from thirdfriday.optimiser.objective import expected_value
from thirdfriday.plan.geography import all_answers, choose_geography, ties_outside, under


@pytest.fixture
def flow(case_of):
    return flow_of(case_of("img_psychiatry_la_ties"))


def test_all_130_answers_and_the_settings_are_valued(flow, facts):
    answers = all_answers(flow.scope, facts)
    assert len(answers) == 130  # none, nine, 36 pairs, 84 threes
    shown = {(other.divisions, other.setting) for other in flow.geography.alternatives}
    shown.add((flow.geography.divisions, flow.geography.setting))
    assert len({divisions for divisions, setting in shown if setting is None}) >= 129
    assert {setting for _, setting in shown} == {None, "urban", "suburban", "rural"}


def test_each_answer_has_a_list_at_least_as_good_as_the_common_one(flow, facts):
    problem, chances = flow.chosen.problem, flow.chances
    plain = under(problem, chances, GeographyAnswer())
    found = choose_geography(plain, flow.case, flow.scope, chances, facts)
    common = next(each for each in found if each.answer == GeographyAnswer())
    for each in found[5:40]:
        assert each.outcomes.value >= expected_value(each.problem, common.selection) - 1e-3


def test_naming_divisions_costs_offers_elsewhere(flow):
    for other in flow.geography.alternatives:
        assert other.offers_lost_outside >= -1e-9
        if not other.divisions:
            assert other.offers_inside == other.offers_lost_outside == 0.0
    total = flow.geography.offers_inside + flow.geography.offers_outside
    assert total == pytest.approx(flow.chosen.choice.outcomes.expected_offers)


def test_a_tie_in_a_division_not_chosen_is_said(flow):
    assert ties_outside(flow.case, GeographyAnswer()) == ()
    said = ties_outside(flow.case, GeographyAnswer(("new_england",)))
    places = [tie for tie in flow.case.applicant.ties if tie.place]
    assert said and len(said) <= len(places)
    chosen = ties_outside(flow.case, GeographyAnswer(("pacific",)))
    assert not any("CA" in tie for tie in chosen)
