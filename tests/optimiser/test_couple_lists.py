"""Both lists of a couple against every pair of lists, valued over every outcome."""

from itertools import product

import numpy as np
import pytest

from thirdfriday.optimiser.couple_lists import (
    choose_couple,
    ordered_pairs,
    pair_value,
    partner_of,
    takes,
)
from thirdfriday.optimiser.problem import choice_problem

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
    assert best * 0.95 <= found <= best + 1e-9
    assert choice.value >= pair_value(*partners, worth, start, start) - 1e-12
    assert choice.upper_bound >= best - 1e-9


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
