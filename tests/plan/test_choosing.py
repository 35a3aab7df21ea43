"""The choice as the optimiser sees it: limits, signals, fees, geography answers."""

from dataclasses import replace

import numpy as np
import pytest
from tests.plan.flow import flow_of

from thirdfriday.domain.season import season_from_facts
from thirdfriday.domain.spending import Limits, SignalsKept
from thirdfriday.models.chances import GeographyAnswer
from thirdfriday.plan.choosing import fee_table, interview_capacity, price_of_point
from thirdfriday.plan.geography import all_answers


@pytest.fixture
def flow(case_of):
    return flow_of(case_of("img_psychiatry_la_ties"))


def test_answers_name_up_to_three_divisions_or_none(flow, facts):
    answers = all_answers(flow.scope, facts)
    assert GeographyAnswer() in answers
    assert len(set(answers)) == len(answers)
    most = facts.value("geography.divisions_maximum")
    assert max(len(answer.divisions) for answer in answers) == most


def test_the_geography_answer_is_worth_at_least_every_alternative(flow):
    chosen = flow.chosen.choice.outcomes.value
    assert all(other.value <= chosen + 1e-9 for other in flow.geography.alternatives)
    assert flow.geography.alternatives


def test_signals_kept_are_not_sent(case_of):
    case = case_of("md_strong")
    sent = flow_of(case).chosen.choice.selection
    kept = replace(case, limits=replace(case.limits, signals_kept=SignalsKept(gold=3, silver=8)))
    flow = flow_of(kept)
    signals = {str(a.tier): a.count for a in flow.chances.signals.tiers}
    for tier, name in enumerate(flow.chances.signal_tiers, 1):
        left = signals[name] - getattr(kept.limits.signals_kept, name)
        assert np.count_nonzero(flow.chosen.choice.selection == tier) <= max(0, left)
    assert np.count_nonzero(sent > 0) > np.count_nonzero(flow.chosen.choice.selection > 0)


def test_unknown_fees_count_as_nothing(facts):
    season = season_from_facts(facts)
    assert fee_table(season, "no such service", 3) == [0.0, 0.0, 0.0, 0.0]
    assert fee_table(season, "eras", 120)[120] == 3030.0


def test_a_case_without_limits_is_limited_by_what_a_point_is_worth(case_of, facts):
    case = case_of("md_strong")
    for limits, price in (
        (Limits(), facts.value("plan.price_of_point")),
        (Limits(applications=9), np.inf),
        (Limits(budget_usd=100), np.inf),
        (Limits(usd_per_percentage_point=40), 40),
    ):
        assert price_of_point(replace(case, limits=limits), facts) == price


def test_interview_days_are_the_capacity(case_of, facts):
    case = case_of("md_strong")
    assert interview_capacity(case, facts) == 14
    free = replace(case, limits=Limits())
    assert interview_capacity(free, facts) == facts.value("population.interview_capacity")
