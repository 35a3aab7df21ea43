from functools import cache
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thirdfriday.facts.registry import load_facts
from thirdfriday.models.soap_offers import (
    best_applications,
    chance_of_any,
    chance_of_better,
    chances_of_offer,
    rivals,
    round_shares,
    waiting,
)

seeds = st.integers(0, 2**31)


def exact_value(offer, shares, values, nothing):
    """Backward induction over every set of programs that have offered so far; one node."""
    rounds, programs = len(shares), len(values)
    before = np.concatenate([[0.0], np.cumsum(shares)])

    @cache
    def value(index, gone):
        if index == rounds:
            return nothing
        left = [j for j in range(programs) if not gone >> j & 1]
        total = 0.0
        for pattern in product((0, 1), repeat=len(left)):
            chance, after, best = 1.0, gone, -1.0
            for j, arrives in zip(left, pattern, strict=True):
                hazard = offer[j] * shares[index] / (1.0 - offer[j] * before[index])
                chance *= hazard if arrives else 1.0 - hazard
                if arrives:
                    after |= 1 << j
                    best = max(best, values[j])
            total += chance * max(best, value(index + 1, after))
        return total

    return value(0, 0)


@settings(max_examples=60, deadline=None)
@given(seeds, st.integers(1, 5), st.integers(1, 4))
def test_it_is_within_a_hair_of_the_exact_answer_that_remembers_what_was_declined(
    seed, programs, rounds
):
    rng = np.random.default_rng(seed)
    offer, values = rng.random(programs) * 0.5, rng.random(programs)
    shares = rng.random(rounds) + 0.05
    shares /= shares.sum()
    found = waiting(offer[:, None], shares, values, np.ones(1), nothing=0.1)
    exact = exact_value(tuple(offer), tuple(shares), tuple(values), 0.1)
    assert exact - 1e-9 <= found.value[0] <= exact + 0.02


@given(seeds, st.integers(1, 8), st.integers(1, 4))
def test_what_is_worth_taking_only_falls_from_round_to_round(seed, programs, nodes):
    rng = np.random.default_rng(seed)
    found = waiting(
        rng.random((programs, nodes)) * 0.6, np.array([0.6, 0.2, 0.1, 0.1]),
        rng.random(programs), rng.random(nodes) + 0.1, nothing=0.1,
    )  # fmt: skip
    assert (np.diff(found.value) <= 1e-12).all()
    first = [found.accept_from(worth) for worth in (0.0, 0.2, 0.5, 1.0)]
    assert first == sorted(first, reverse=True)
    assert first[0] == 5


def test_one_certain_offer_a_round_later_is_waited_for():
    offer = np.array([[1.0], [1.0]])
    found = waiting(offer, np.array([0.5, 0.5]), np.array([1.0, 0.4]), np.ones(1), nothing=0.0)
    assert found.accept_from(0.4) == 2
    assert chance_of_better(offer, np.array([1.0, 0.4]), 0.4, found, 1) == pytest.approx(1.0)


@settings(max_examples=60, deadline=None)
@given(seeds, st.integers(1, 7), st.integers(1, 3))
def test_the_greedy_list_is_the_best_of_its_size(seed, programs, most):
    rng = np.random.default_rng(seed)
    offer, values = rng.random((programs, 1)) * 0.7, rng.random(programs) + 0.01

    def worth(chosen):
        total, left = 0.0, 1.0
        for j in sorted(chosen, key=lambda i: -values[i]):
            total += left * offer[j, 0] * values[j]
            left *= 1.0 - offer[j, 0]
        return total

    found = best_applications(offer, values, np.ones(1), most=most)
    best = max(worth(each) for each in combinations(range(programs), min(most, programs)))
    assert worth(found) == pytest.approx(best)


def test_a_rival_group_and_more_positions_count(catalogue, facts):
    programs = [p for p in catalogue.of_specialty("internal_medicine") if p.offered][:5]
    own = np.zeros((5, 2))
    one = chances_of_offer(programs, own, np.ones(5), facts)
    many = chances_of_offer(programs, own, np.full(5, 4.0), facts)
    assert (one > 0).all() and (many > one).all() and (many < 1).all()
    assert chance_of_any(many, np.ones(2)) > float(many.max())
    assert round_shares(facts).sum() == pytest.approx(1.0)
    assert rivals(facts)["non_us_img"] > rivals(facts)["do"]
    assert set(rivals(load_facts(without=frozenset({"nrmp"})))) == set(rivals(facts))
