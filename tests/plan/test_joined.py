"""Two lists as one: the second counts only where the first brings nothing, node by node."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from thirdfriday.optimiser.objective import outcomes
from thirdfriday.plan.branch import Branch, Grounds, chosen_anew, openings_of
from thirdfriday.plan.common_draws import drawn_outcomes
from thirdfriday.plan.improve import lead_weeks
from thirdfriday.plan.improve_specialty import second_case
from thirdfriday.plan.joined import join


@pytest.fixture(scope="module")
def grounds():
    return Grounds.of(2027)


@pytest.fixture(scope="module")
def two(case_of, grounds):
    case = case_of("img_internal_medicine")
    first = chosen_anew(openings_of(case, grounds), grounds.facts)
    other = second_case(case, "family_medicine", grounds.facts)
    return first, chosen_anew(openings_of(other, grounds), grounds.facts)


def match_by_node(branch: Branch) -> np.ndarray:
    """Chance of a match at each node of the applicant's unseen quality. [Q]"""
    alone = [replace(branch.problem, weight=weight) for weight in np.eye(branch.problem.nodes)]
    return np.array([outcomes(one, branch.selection).chance_of_match for one in alone])


def test_two_lists_miss_where_both_miss_at_the_same_node(two):
    first, second = two
    joined = join(first, second, days=None)
    weight = first.problem.weight
    both = 1 - weight @ ((1 - match_by_node(first)) * (1 - match_by_node(second)))
    assert joined.outcomes.chance_of_match == pytest.approx(float(both), abs=1e-4)
    apart = 1 - (1 - first.outcomes.chance_of_match) * (1 - second.outcomes.chance_of_match)
    assert joined.outcomes.chance_of_match < apart  # what the file does not say is shared


def test_shared_days_never_add_and_the_second_list_never_takes_away(two):
    first, second = two
    shared, apart = join(first, second, days=12), join(first, second, days=None)
    assert first.outcomes.chance_of_match - 1e-9 <= shared.outcomes.chance_of_match
    assert shared.outcomes.chance_of_match <= apart.outcomes.chance_of_match + 1e-9


def test_draws_are_common_by_name(two, grounds):
    first, second = two
    draws = join(first, second, days=None).draws(grounds.facts, 5)
    alone = drawn_outcomes(first, facts=grounds.facts, seed=5)
    assert np.all(draws.chance_of_match >= alone.chance_of_match - 1e-9)
    again = drawn_outcomes(first, facts=grounds.facts, seed=5)
    assert np.array_equal(alone.chance_of_match, again.chance_of_match)


def test_lead_times_are_those_of_the_kit():
    assert dt.timedelta(weeks=lead_weeks("rotation")) > dt.timedelta(weeks=lead_weeks("letter"))
