"""Prices: each constraint of the case is taken away once, and freedom never costs value."""

from dataclasses import replace

import numpy as np
import pytest
from tests.cases.changed_cases import drawn_case

from thirdfriday.domain.applicant import VisaNeed
from thirdfriday.domain.spending import Limits
from thirdfriday.domain.wants import Area, NonNegotiables, PreferenceLevel, Setting
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.facts.registry import load_facts
from thirdfriday.plan.branch import Grounds, branch_without, chosen_anew, openings_of
from thirdfriday.plan.prices import relaxed_cases


@pytest.fixture
def ana(case_of):
    return case_of("img_internal_medicine")


# Another wish for a place changes which interviews are kept where days are short.
PREFERENCES = {"region", "level", "distance"}


def names(case):
    return [relaxed.constraint for relaxed in relaxed_cases(case, load_facts())]


def kinds(case):
    return {relaxed.kind for relaxed in relaxed_cases(case, load_facts())}


def test_every_constraint_of_the_case_has_its_price(ana):
    told = " ".join(names(ana))
    for words in ("visa", "non-negotiables", "120 applications", "target"):
        assert words in told
    assert len(set(names(ana))) == len(names(ana))


def test_a_case_without_constraints_has_no_price_but_that_of_its_specialty(case_of):
    case = case_of("md_strong")
    free = replace(
        case,
        limits=Limits(),
        wants=replace(
            case.wants,
            level=PreferenceLevel.IDEAL,
            target=Area(),
            non_negotiables=NonNegotiables(),
        ),
    )
    assert kinds(free) == {"specialty"}


def test_every_kind_of_constraint_can_have_a_price(case_of):
    case = case_of("md_strong")
    rules = NonNegotiables(settings=(Setting.URBAN,), states_excluded=("TX",))
    every = replace(
        case,
        applicant=replace(case.applicant, visa_need=VisaNeed.H1B_ONLY),
        wants=replace(case.wants, level=PreferenceLevel.MUST, non_negotiables=rules),
        limits=Limits(budget_usd=500.0, applications=20),
    )
    told = {
        "region", "distance", "visa", "visa kind", "setting", "budget", "applications", "specialty",
        "non-negotiables",
    }  # fmt: skip
    assert told <= kinds(every)


def test_each_relaxed_case_differs_from_the_case(ana):
    assert all(relaxed.case != ana for relaxed in relaxed_cases(ana, load_facts()))


@pytest.mark.parametrize("name", ["img_internal_medicine", "us_img_caribbean", "md_low_score_la"])
def test_more_room_never_lowers_the_chance_by_more_than_the_guard(plan_of, facts, name):
    guard = max(facts.value(f"preference.{level}.guard") for level in ("strong", "ideal"))
    for price in plan_of(name).prices:
        if price.kind == "specialty":
            continue  # another specialty is another choice, not more room
        assert price.change_in_chance_of_match >= -guard - 1e-6, price.constraint
        if price.kind not in PREFERENCES:
            assert price.change_in_chance_of_match >= -1e-6, price.constraint


@pytest.mark.parametrize("seed", range(4))
def test_more_room_never_takes_away_over_drawn_cases(case_of, seed):
    rng = np.random.default_rng(seed)
    example = case_of(("img_internal_medicine", "us_img_caribbean")[seed % 2])
    case = drawn_case(example, rng, level=("must", "strong", "ideal")[seed % 3])
    grounds = Grounds.of(case.season)
    try:
        here = chosen_anew(openings_of(case, grounds), grounds.facts)
    except InfeasiblePlanError:
        pytest.skip("nothing is open to this draw")
    for relaxed in relaxed_cases(case, grounds.facts):
        if relaxed.kind != "specialty":
            free = branch_without(here, grounds, relaxed.case).outcomes
            slack = 0.01 if relaxed.kind in PREFERENCES else 1e-6
            assert free.chance_of_match >= here.outcomes.chance_of_match - slack, relaxed.constraint
