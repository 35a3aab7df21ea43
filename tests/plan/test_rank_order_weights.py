from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from thirdfriday.facts.registry import load_facts
from thirdfriday.plan.rank_order_weights import Comparison, circles, fit_weights, questions

FACTS = load_facts()


def random_criteria(seed, entries=9, count=4):
    rng = np.random.default_rng(seed)
    return {f"c{i}": rng.random(entries) for i in range(count)}, rng


def answered(criteria, weights, pairs):
    value = sum(weights[name] * criteria[name] for name in criteria)
    return [
        Comparison(p.first, p.second, 1 if value[p.first] > value[p.second] else 2) for p in pairs
    ]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31))
def test_answers_of_an_additive_mind_give_its_order_back(seed):
    criteria, rng = random_criteria(seed)
    truth = {name: float(w) for name, w in zip(criteria, rng.normal(size=4), strict=True)}
    pairs = [Comparison(a, b) for a, b in combinations(range(9), 2)]
    found = fit_weights(criteria, answered(criteria, truth, pairs), FACTS)
    value = sum(truth[n] * criteria[n] for n in criteria)
    guess = sum(found.weight[n] * criteria[n] for n in criteria)
    right = [(value[a] > value[b]) == (guess[a] > guess[b]) for a, b in combinations(range(9), 2)]
    assert np.mean(right) > 0.85
    assert found.circles == ()
    assert abs(sum(abs(w) for w in found.weight.values()) - 1.0) < 1e-9


def test_few_questions_find_a_single_criterion_that_decides():
    criteria, _ = random_criteria(5)
    asked = questions(criteria, FACTS)
    assert len(asked) == 10
    assert asked == questions(criteria, FACTS)
    only = {"c0": 0.0, "c1": 1.0, "c2": 0.0, "c3": 0.0}
    found = fit_weights(criteria, answered(criteria, only, asked), FACTS)
    assert max(found.weight, key=found.weight.get) == "c1"


def test_a_slip_is_pointed_out_and_a_circle_is_found():
    criteria = {"only": np.linspace(1.0, 0.0, 6)}
    answers = [Comparison(a, b, 1) for a, b in combinations(range(6), 2)]
    slip = [*answers[1:-1], Comparison(0, 5, 2)]
    slip = [each for each in slip if (each.first, each.second) != (0, 5) or each.answer == 2]
    found = fit_weights(criteria, slip, FACTS)
    assert [(s.first, s.second) for s, _ in found.surprises] == [(0, 5)]
    assert found.circles
    assert circles([Comparison(0, 1, 1), Comparison(1, 2, 1), Comparison(2, 0, 1)]) == ((0, 1, 2),)
    assert circles([Comparison(0, 1, 1), Comparison(1, 2, 0)]) == ()


def test_own_marks_never_weigh_against_themselves():
    criteria = {"mark": np.array([1.0, 0.0, 0.5]), "other": np.array([0.0, 0.2, 1.0])}
    answers = [Comparison(0, 1, 2), Comparison(0, 2, 2)]
    assert fit_weights(criteria, answers, FACTS, own=("mark",)).weight["mark"] >= 0.0
    assert fit_weights(criteria, answers, FACTS).weight["mark"] < 0.0


def test_nothing_to_tell_apart_asks_nothing():
    assert questions({}, FACTS) == ()
    assert questions({"same": np.ones(3)}, FACTS) == ()
