"""What a match is worth: the target most, the wishes within their span, the level in between."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.domain.wants import PreferenceLevel, Preferences
from thirdfriday.plan.desirability import (
    Target,
    guard_points,
    place_values,
    values_of_match,
    wish_shares,
)

WEIGHTS = st.floats(0, 5)


@pytest.fixture(scope="module")
def programs(catalogue):
    return catalogue.of_specialty("psychiatry")


@pytest.fixture(scope="module")
def wants(case_of):
    return case_of("img_psychiatry_la_ties").wants


@given(
    st.builds(
        Preferences, urban=WEIGHTS, rural=WEIGHTS, coastal=WEIGHTS, warm_climate=WEIGHTS,
        low_cost_of_living=WEIGHTS, university=WEIGHTS, large_program=WEIGHTS,
    ),
    st.sampled_from(PreferenceLevel),
)  # fmt: skip
def test_values_stay_between_nothing_and_the_target(programs, wants, facts, wishes, level):
    case = replace(wants, preferences=wishes, level=level)
    target = Target.of(case)
    place = place_values(programs, case, target, facts)
    value = values_of_match(programs, case, target, facts)
    span = facts.value("preference.program_span")
    assert ((value >= 0) & (value <= place + 1e-12)).all()
    assert (value >= place * (1 - span) - 1e-12).all()
    shares = wish_shares(programs, wishes, facts)
    assert ((shares >= 0) & (shares <= 1)).all()


@pytest.mark.parametrize("level", PreferenceLevel)
def test_the_target_comes_first_and_the_next_areas_before_the_rest(programs, wants, facts, level):
    case = replace(wants, level=level)
    target = Target.of(case)
    values = place_values(programs, case, target, facts)
    tiers = np.array([target.tier(program) for program in programs])
    assert (values[tiers == 1] == 1).all()
    assert values[tiers == 2].min() >= values[tiers == 3].max()


def test_without_wishes_all_programs_meet_them(programs, facts):
    assert (wish_shares(programs, Preferences(), facts) == 1).all()


def test_must_has_no_guard_and_strong_risks_more_than_ideal(facts):
    assert guard_points(PreferenceLevel.MUST, facts) is None
    strong, ideal = (guard_points(level, facts) for level in ("strong", "ideal"))
    assert strong >= ideal >= 0
