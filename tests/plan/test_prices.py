"""Prices: each constraint of the case is taken away once, and freedom never costs value."""

from dataclasses import replace

import pytest

from thirdfriday.domain.spending import Limits
from thirdfriday.domain.wants import NonNegotiables, PreferenceLevel
from thirdfriday.plan.prices import relaxed_cases

MOST = 250


@pytest.fixture
def ana(case_of):
    return case_of("img_internal_medicine")


def names(case):
    return [relaxed.constraint for relaxed in relaxed_cases(case, MOST)]


def test_every_constraint_of_the_case_has_its_price(ana):
    told = " ".join(names(ana))
    for words in ("visa", "non-negotiables", "120 applications", "target"):
        assert words in told
    assert len(set(names(ana))) == len(names(ana))


def test_a_case_without_constraints_has_no_prices(case_of):
    case = case_of("md_strong")
    free = replace(
        case,
        limits=Limits(),
        wants=replace(case.wants, level=PreferenceLevel.IDEAL, non_negotiables=NonNegotiables()),
    )
    assert names(free) == []


def test_each_relaxed_case_differs_from_the_case(ana):
    assert all(relaxed.case != ana for relaxed in relaxed_cases(ana, MOST))


@pytest.mark.parametrize("name", ["img_internal_medicine", "us_img_caribbean", "md_low_score_la"])
def test_more_room_never_lowers_the_chance_by_more_than_the_guard(plan_of, facts, name):
    guard = max(facts.value(f"preference.{level}.guard") for level in ("strong", "ideal"))
    for price in plan_of(name).prices:
        assert price.change_in_chance_of_match >= -guard - 1e-6, price.constraint
