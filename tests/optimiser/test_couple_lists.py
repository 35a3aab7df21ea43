"""Both lists of a couple against every pair of lists, valued over every outcome."""

from itertools import product

import numpy as np
import pytest

from thirdfriday.optimiser.certificate import certify
from thirdfriday.optimiser.couple_bound import couple_bound
from thirdfriday.optimiser.couple_lists import (
    beside,
    choose_couple,
    ordered_pairs,
    pair_value,
)
from thirdfriday.optimiser.couple_partner import partner_of, takes
from thirdfriday.optimiser.problem import choice_problem, without

PROGRAMS, MOST = 4, 2


def small_couple(seed):
    """Two choices of four programs each, at known quality, and the value of each pair."""
    rng = np.random.default_rng(seed)
    problems = [
        choice_problem(
            interview=rng.uniform(0.1, 0.8, (PROGRAMS, 1)),
            admit=rng.uniform(0.2, 0.9, (PROGRAMS, 1)),
            weight=[1.0],
            utility=rng.uniform(0.3, 1.0, PROGRAMS),
            max_applications=MOST,
        )
        for _ in range(2)
    ]
    near = rng.random((PROGRAMS, PROGRAMS)) < 0.4
    worth = np.zeros((PROGRAMS + 1, PROGRAMS + 1))
    mean = (problems[0].utility[:, None] + problems[1].utility[None]) / 2
    worth[:-1, :-1] = mean * np.where(near, 1.0, 0.5)
    worth[:-1, -1] = 0.25 * problems[0].utility
    worth[-1, :-1] = 0.25 * problems[1].utility
    return problems, worth


def exact_value(problems, worth, lists):
    """The pair's expected value over every pattern of who takes whom."""
    chance = [p.interview[:, 0, 0] * p.admit[:, 0] for p in problems]
    chosen = [np.flatnonzero(selection >= 0) for selection in lists]
    total = 0.0
    for first in product((0, 1), repeat=len(chosen[0])):
        for second in product((0, 1), repeat=len(chosen[1])):
            weight, rows = 1.0, [[PROGRAMS], [PROGRAMS]]
            for side, pattern in enumerate((first, second)):
                for k, yes in zip(chosen[side], pattern, strict=True):
                    weight *= chance[side][k] if yes else 1 - chance[side][k]
                    if yes:
                        rows[side].append(k)
            total += weight * worth[np.ix_(*rows)].max()
    return total


def every_list():
    for chosen in product((-1, 0), repeat=PROGRAMS):
        if 0 < sum(tier == 0 for tier in chosen) <= MOST:
            yield np.array(chosen, np.int8)


@pytest.mark.parametrize("seed", range(6))
def test_lists_by_turns_are_near_the_best_of_all_pairs_of_lists(seed):
    problems, worth = small_couple(seed)
    best = max(exact_value(problems, worth, lists) for lists in product(every_list(), repeat=2))
    rng = np.random.default_rng(seed)
    partners = [partner_of(problem, rng, 2000) for problem in problems]
    start = np.array([0, 0, -1, -1], np.int8)
    choice = choose_couple(*partners, worth, starts=(start, start), rounds=4)
    found = exact_value(problems, worth, (choice.first, choice.second))
    assert best * 0.99 <= found <= best + 1e-9
    assert choice.value >= pair_value(*partners, worth, start, start) - 1e-12
    assert choice.upper_bound >= best - 1e-9


def limited_couple(seed):
    """Two choices with a signal each, two nodes of quality, and few days for interviews."""
    problems, worth = small_couple(seed)
    rng = np.random.default_rng(seed)
    found = []
    for problem in problems:
        plain = problem.interview[:, 0]
        offer = np.stack([plain, 1 - (1 - plain) ** 2], axis=1)
        nodes = offer * np.array([0.7, 1.0])
        admit = problem.admit * np.array([0.6, 1.0])
        found.append(
            without(
                problem, interview=nodes, admit=admit, weight=np.array([0.5, 0.5]),
                signals=np.array([0, 1]), max_applications=3, capacity=int(rng.integers(1, 4)),
            )
        )  # fmt: skip
    return found, worth


def signalled_lists():
    for chosen in product((-1, 0, 1), repeat=PROGRAMS):
        if 0 < sum(tier >= 0 for tier in chosen) <= 3 and chosen.count(1) <= 1:
            yield np.array(chosen, np.int8)


@pytest.mark.parametrize("seed", range(5))
def test_lists_by_turns_with_signals_and_few_days_are_near_the_best_on_the_same_worlds(seed):
    problems, worth = limited_couple(seed)
    rng = np.random.default_rng(seed)
    partners = [partner_of(problem, rng, 300) for problem in problems]
    lists = list(signalled_lists())
    taken = [takes(partners[0], each) > 0 for each in lists]
    best = 0.0
    for other in lists:
        side = beside(worth, takes(partners[1], other))
        best = max(best, *(np.where(own, side, -np.inf).max(axis=1).mean() for own in taken))
    start = np.array([0, 0, -1, 0], np.int8)
    choice = choose_couple(*partners, worth, starts=(start, start), rounds=4)
    assert 0.95 * best <= choice.value <= best + 1e-9


@pytest.mark.parametrize("seed", range(6))
def test_the_bound_of_a_couple_holds_and_is_nearer_than_half_of_both(seed):
    problems, worth = small_couple(seed)
    best = max(exact_value(problems, worth, lists) for lists in product(every_list(), repeat=2))
    alone = [certify(p, np.array([0, 0, -1, -1], np.int8)).upper_bound for p in problems]
    bound = couple_bound(*problems, worth)
    assert best - 1e-9 <= bound < sum(alone) / 2


def test_interviews_kept_stay_within_the_days():
    problem = choice_problem(
        interview=np.full((5, 1), 0.9), admit=np.ones((5, 1)), weight=[1.0],
        utility=np.linspace(1, 0.5, 5), capacity=2,
    )  # fmt: skip
    partner = partner_of(problem, np.random.default_rng(0), 300)
    taken = takes(partner, np.zeros(5, np.int8))
    assert taken[:, :-1].sum(axis=1).max() == 2
    assert (taken[:, -1] == 1).all()


def test_pairs_are_ranked_by_value_and_cut_to_the_limit():
    _, worth = small_couple(1)
    lists = (np.array([0, 0, -1, 0], np.int8), np.array([0, -1, 0, 0], np.int8))
    pairs = ordered_pairs(worth, lists, 100)
    assert len(pairs) == 4 * 4 - 1 and len(ordered_pairs(worth, lists, 6)) == 6
    values = [worth[pair] for pair in pairs]
    assert values == sorted(values, reverse=True)
