"""A parallel plan: two specialties chosen together, fees begun anew, signals apart, one person."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from tests.plan.flow import flow_of

from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.domain.season import season_from_facts
from thirdfriday.domain.spending import Limits
from thirdfriday.models.chances import GeographyAnswer
from thirdfriday.models.joint_chances import JointChances, joint_chances
from thirdfriday.plan.build import build_plan


@pytest.fixture
def case(case_of):
    whole = case_of("two_specialties")
    return replace(whole, limits=Limits(applications=24, interview_days=9))


@pytest.fixture
def plan(plan_of):
    return plan_of("two_specialties")


def test_shares_add_up_to_the_headline(plan):
    shares = plan.specialties
    head = plan.headline
    assert [share.specialty for share in shares] == ["psychiatry", "family_medicine"]
    assert sum(share.applications for share in shares) == head.applications
    assert sum(share.cost_usd for share in shares) == head.cost_usd
    assert sum(s.chance_of_match for s in shares) == pytest.approx(head.chance_of_match.central)
    kept = sum(share.expected_interviews for share in shares)
    assert kept == pytest.approx(head.expected_interviews.central)
    counts = Counter(choice.program.specialty for choice in plan.choices)
    assert {s.specialty: s.applications for s in shares} == counts


def test_fees_begin_anew_in_each_specialty(plan, facts):
    season = season_from_facts(facts)
    for share in plan.specialties:
        assert share.cost_usd == season.fee_usd(share.service, share.applications)
        fees = [c.fee_usd for c in plan.choices if c.program.specialty == share.specialty]
        assert fees == sorted(fees) and sum(fees) == share.cost_usd
    assert plan.headline.cost_usd <= 1200


def test_signals_stay_in_their_specialty(plan):
    for share in plan.specialties:
        sent = Counter(
            c.signal for c in plan.choices if c.signal and c.program.specialty == share.specialty
        )
        assert {s.signal: s.sent for s in share.signals if s.sent} == dict(sent)
        assert all(s.sent <= s.available for s in share.signals)


def test_the_order_in_the_file_matters_only_through_the_stated_desire(case):
    wants = case.wants
    first = build_plan(case)
    turned = replace(
        wants,
        specialties=wants.specialties[::-1],
        specialty_weights=wants.specialty_weights[::-1],
    )
    second = build_plan(replace(case, wants=turned))
    assert second.certificate.value == pytest.approx(first.certificate.value, abs=1e-9)
    assert {c.program.id for c in first.choices} == {c.program.id for c in second.choices}


def test_a_second_specialty_never_lowers_the_value(case):
    alone = replace(case, wants=replace(case.wants, specialties=("psychiatry",),
                                        specialty_weights=(1.0,)))  # fmt: skip
    both = flow_of(case).chosen.choice.outcomes.value
    assert both >= flow_of(alone).chosen.choice.outcomes.value - 0.01  # the guard of a point


def test_one_specialty_is_left_as_it_is_and_two_are_one_person(case):
    flow = flow_of(case)
    chances = flow.chances
    assert isinstance(chances, JointChances)
    assert joint_chances(chances.parts[:1]) is chances.parts[0]
    answer = GeographyAnswer()
    together = chances.interview(answer)
    for part, start in zip(chances.parts, chances.start, strict=True):
        own = part.interview(answer)
        inside = together[start : start + len(own)]
        assert np.array_equal(inside[:, : own.shape[1]], own)
        assert np.array_equal(part.nodes.weight, chances.nodes.weight)
    last = len(chances.programs) - 1
    part, local = chances.at(last)
    assert part.programs[local] is chances.programs[last]


def test_draws_of_shared_numbers_are_shared(case, facts):
    chances = flow_of(case).chances
    index = np.array([0, chances.start[1]])
    offers, admit = chances.draws(
        index, np.zeros(2, np.int64), GeographyAnswer(), facts=facts,
        rng=np.random.default_rng(1), count=400,
    )  # fmt: skip
    assert offers.shape == admit.shape == (400, 2, chances.nodes.weight.size)
    mean = np.log(offers / (1 - offers)) @ chances.nodes.weight
    assert np.corrcoef(mean.T)[0, 1] > 0.05  # effects and the season's drift move both


def test_an_own_list_of_both_specialties_pays_both_curves(case, facts):
    flow = flow_of(case)
    psychiatry = [p for p in flow.scope.open if p.specialty == "psychiatry"][:31]
    family = [p for p in flow.scope.open if p.specialty == "family_medicine"][:5]
    listed = [ListedProgram(p.program_id) for p in (*psychiatry, *family)]
    own = build_plan(case, own_list=listed).own_list
    season = season_from_facts(facts)
    assert own is not None
    assert own.cost_usd == season.fee_usd("eras", 31) + season.fee_usd("eras", 5)
