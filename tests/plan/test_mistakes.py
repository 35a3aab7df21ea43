"""Mistakes: found where they are, priced against a mended list, silent where there are none."""

from dataclasses import replace

import pytest

from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.domain.signal import SignalTier
from thirdfriday.domain.spending import Limits
from thirdfriday.domain.wants import PreferenceLevel
from thirdfriday.plan.branch import Grounds, chosen_anew, openings_of
from thirdfriday.plan.build import build_plan
from thirdfriday.plan.mistakes_of_list import mistakes_of_list


@pytest.fixture(scope="module")
def grounds():
    return Grounds.of(2027)


@pytest.fixture(scope="module")
def ana(case_of, grounds):
    case = case_of("img_internal_medicine")
    return chosen_anew(openings_of(case, grounds), grounds.facts)


def keys(found):
    return {each.key: each for each in found}


def listed(branch, choose, count=10, signal=None):
    ids = [p.program_id for p in branch.scope.open if choose(p)][:count]
    return [ListedProgram(key, signal if k < 3 else None) for k, key in enumerate(ids)]


def test_a_list_of_the_target_alone_is_priced_against_the_same_number_anywhere(ana, grounds):
    tier = ana.scope.target.tier
    own = listed(ana, lambda program: tier(program) == 1)
    found = keys(mistakes_of_list(own, ana, grounds))
    assert found["only_target"].cost.any_match > 0.05
    assert found["only_target"].where == "your list"
    assert "no_safety" in found and "no_inland" in found


def test_refused_programs_cost_their_fees(ana, grounds):
    refused = [ListedProgram(p.program_id) for p, _ in ana.scope.refused[:4]]
    own = [*listed(ana, lambda _: True, 6), *refused]
    (no,) = [m for m in mistakes_of_list(own, ana, grounds) if m.key == "certain_no"]
    assert no.cost.usd == pytest.approx(4 * 11.0)


def test_signals_on_the_wrong_programs_are_worth_moving(ana, grounds):
    most = sorted(
        zip(ana.outcomes.chance_of_match_at, ana.scope.open, strict=True), key=lambda pair: -pair[0]
    )
    best = [program.program_id for _, program in most[:12]]
    hopeless = [p.program_id for p in ana.scope.open if p.program_id not in ana.listed][:3]
    own = [*(ListedProgram(k, SignalTier.GOLD) for k in hopeless), *map(ListedProgram, best)]
    (signals,) = [m for m in mistakes_of_list(own, ana, grounds) if m.key == "signals"]
    assert signals.cost.any_match > 0
    assert "Signal instead" in signals.mend


def test_the_plans_own_list_has_no_mistake_of_a_list(ana, grounds):
    tiers = ana.chances.signal_tiers
    own = [
        ListedProgram(key, SignalTier(tiers[tier - 1]) if tier else None)
        for key, tier in ana.listed.items()
    ]
    found = keys(mistakes_of_list(own, ana, grounds))
    assert not {"certain_no", "only_target", "signals", "weaker_list"} & set(found)


def test_a_must_is_told_with_what_openness_brings(case_of):
    case = case_of("img_internal_medicine")
    must = replace(case, wants=replace(case.wants, level=PreferenceLevel.MUST))
    found = keys(build_plan(must).mistakes)
    assert found["only_target"].cost.any_match > 0.3
    assert 'level = "strong"' in found["only_target"].mend


def test_few_applications_for_a_weak_file_are_too_few(case_of):
    case = replace(case_of("img_internal_medicine"), limits=Limits(applications=12))
    found = keys(build_plan(case).mistakes)
    assert found["too_few"].cost.any_match > 0 > found["too_few"].cost.usd
    assert found["one_specialty"].cost.any_match > 0


def test_a_strong_file_at_its_own_price_has_nothing_to_mend(plan_of):
    assert not {"only_target", "too_few", "one_specialty"} & set(
        keys(plan_of("md_strong").mistakes)
    )


def test_a_short_list_of_ones_own_is_told_to_grow(case_of, ana):
    most = sorted(
        zip(ana.outcomes.chance_of_match_at, ana.scope.open, strict=True), key=lambda pair: -pair[0]
    )
    own = [ListedProgram(program.program_id) for _, program in most[:12]]
    found = build_plan(case_of("img_internal_medicine"), own_list=own).mistakes
    (short,) = [m for m in found if m.key == "too_few" and m.where == "your list"]
    assert short.cost.any_match > 0 > short.cost.usd
    assert [m.where for m in found] == sorted((m.where for m in found), reverse=True)
