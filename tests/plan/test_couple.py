"""A couple's plan: lists moved towards each other, pairs within the limit, extra ranks paid."""

import numpy as np
import pytest
from tests.plan.flow import flow_of
from tests.plan.test_first_year import branch_of

from thirdfriday.plan.branch import Grounds
from thirdfriday.plan.couple import couple_of, nearness, pair_worth


@pytest.fixture(scope="module")
def couple(case_of):
    flow = flow_of(case_of("couple_internal_medicine"))
    partner = case_of("couple_dermatology")
    return couple_of(branch_of(flow), partner, Grounds.of(flow.case.season), seed=1)


def test_lists_chosen_together_are_worth_more_than_each_alone(couple):
    assert couple.value_of_separate_lists < couple.value <= couple.upper_bound
    assert couple.first.changed > 0 and couple.gap >= 0
    kinds = (couple.chance_both_near, couple.chance_both_apart, couple.chance_only_first,
             couple.chance_only_second, couple.chance_neither)  # fmt: skip
    assert sum(kinds) == pytest.approx(1.0)
    assert couple.chance_both_near > couple.chance_both_apart


def test_limits_of_each_partner_hold(couple, case_of):
    assert couple.first.applications <= case_of("couple_internal_medicine").limits.applications
    assert couple.second.applications <= case_of("couple_dermatology").limits.applications


def test_the_pair_list_keeps_the_limit_and_extra_ranks_are_paid(couple, facts):
    most = facts.value("rank_list.couples_pairs_maximum")
    assert len(couple.pairs) == min(most, couple.pairs_possible)
    assert [pair.rank for pair in couple.pairs] == list(range(1, len(couple.pairs) + 1))
    extra = max(0, couple.second.ranked_programs - facts.value("fee.nrmp.ranks_included"))
    assert couple.second.extra_rank_usd == extra * facts.value("fee.nrmp.extra_rank_usd")


def test_nearness_is_by_minutes_or_city_and_apart_is_worth_less(case_of, facts):
    programs = flow_of(case_of("couple_internal_medicine")).scope.open[:40]
    near = nearness(programs, programs, facts)
    assert np.all(np.diag(near) == 1) and np.array_equal(near, near.T)
    worth = pair_worth(np.ones(40), np.ones(40), near, facts)
    assert np.all(worth[:-1, :-1][near > 0] == 1.0)
    assert np.all(worth[:-1, :-1][near == 0] == facts.value("couple.apart"))
    assert worth[-1, -1] == 0
