"""A value that no two lists of a couple exceed, from what a pair needs of both partners at once.

Method: docs/models/choices.md, "Couples" (with the proof)
"""

from dataclasses import replace

import numpy as np

from thirdfriday.optimiser.board import best_list, setup
from thirdfriday.optimiser.capacity_bound import capacity_bound
from thirdfriday.optimiser.concave_bound import CERTAIN, concave_bound
from thirdfriday.optimiser.limit_bound import Scorer, limits_of
from thirdfriday.optimiser.problem import (
    Booleans,
    ChoiceProblem,
    Floats,
    largest_count,
    never_rising,
    preference_order,
    without,
)
from thirdfriday.optimiser.tuning import tuning


def couple_bound(first: ChoiceProblem, second: ChoiceProblem, worth: Floats) -> float:
    """A value that no two lists of a couple exceed, less half of both fees. [value]

    worth [n + 1, m + 1] is the value of a pair, "no match" last. Up to the most that one match
    alone is worth, a level is reached only where one partner matches at least; above it only where
    both do, each at a program that is in some pair worth so much. The partners' luck is
    independent, so their chances multiply, and a product lies under the mean of two straight lines.

    >>> from thirdfriday.optimiser.problem import choice_problem
    >>> sure = choice_problem(interview=[[1.0]], admit=[[0.5]], weight=[1.0], utility=[1.0])
    >>> round(couple_bound(sure, sure, np.array([[1.0, 0.2], [0.2, 0.0]])), 3)
    0.35
    """
    alone = max(float(worth[:-1, -1].max(initial=0.0)), float(worth[-1, :-1].max(initial=0.0)))
    tops = (worth[:-1].max(axis=1), worth[:, :-1].max(axis=0))
    levels = _levels(alone, tops)
    sides = (first, second)
    chances = [
        np.array([most_chance(side, top > level) for level in levels[:-1]])
        for side, top in zip(sides, tops, strict=True)
    ]
    width = np.diff(levels)
    low = levels[:-1] < alone
    either = 1.0 - (1.0 - chances[0]) * (1.0 - chances[1])
    total = float((either * width)[low].sum())
    for turn, (side, top) in enumerate(zip(sides, tops, strict=True)):
        share = np.where(low, 0.0, chances[1 - turn])
        total += _alone_bound(side, _raised(levels, share, top)) / 2.0
    return total


def _levels(alone: float, tops: tuple[Floats, Floats]) -> Floats:
    """Values from 0 up to the best pair, the most of a single match among them. [L]"""
    count = tuning().couple.levels
    best = max(float(top.max(initial=0.0)) for top in tops)
    above = np.unique(np.quantile(np.concatenate(tops), np.linspace(0.0, 1.0, count)))
    below = np.linspace(0.0, alone, count // 8)
    levels = np.unique(np.concatenate([below, above, [alone, best]]))
    return np.asarray(levels[levels >= 0.0])


def _raised(levels: Floats, share: Floats, top: Floats) -> Floats:
    """The area under `share` up to each value of `top`. [n]"""
    area = np.concatenate([[0.0], np.cumsum(share * np.diff(levels))])
    return np.asarray(np.interp(top, levels, area))


def most_chance(problem: ChoiceProblem, inside: Booleans) -> float:
    """A chance of a match at the programs `inside` that no list exceeds. [0 to 1]

    Node by node as if the whole list and every signal went where they bring most.

    >>> from thirdfriday.optimiser.problem import choice_problem
    >>> problem = choice_problem(
    ...     interview=[[0.5], [0.5]], admit=[[1.0]] * 2, weight=[1.0], utility=[1.0, 0.5],
    ...     max_applications=1,
    ... )
    >>> round(most_chance(problem, np.array([True, True])), 3)
    0.5
    """
    match = np.minimum(problem.interview[inside] * problem.admit[inside][:, None], 1.0 - CERTAIN)
    rate = -np.log1p(-match)
    count = largest_count(problem)
    total = _largest(rate[:, 0], count)
    allowed = problem.signal_allowed[inside]
    for tier in range(1, problem.tiers):
        lift = np.maximum(rate[allowed, tier] - rate[allowed, 0], 0.0)
        total += _largest(lift, int(problem.signal_pools[:, tier].sum()))
    return float(problem.weight @ (1.0 - np.exp(-total)))


def _largest(values: Floats, count: int) -> Floats:
    """Sum of the `count` largest values in each column. [Q]"""
    if count >= len(values):
        return np.asarray(values.sum(axis=0))
    if count <= 0:
        return np.zeros(values.shape[1])
    return np.asarray(np.partition(values, len(values) - count, axis=0)[-count:].sum(axis=0))


def _alone_bound(problem: ChoiceProblem, worth: Floats) -> float:
    """The most that one partner's list can expect of other worths, less its fees. [value]

    In the order of those worths without the days, or in the partner's own order with them, where
    a program counts as much as the best of those less wanted.
    """
    free = without(problem, utility=np.clip(worth, 0.0, 1.0), capacity=max(problem.programs, 1))
    laid = setup(free)
    tier = best_list(free, passes=0)[laid.order]
    bound = concave_bound(
        laid.board, Scorer(limits_of(laid.board)), tier, enough=0.0, near=np.inf,
        settings=replace(tuning().cutting, rounds=tuning().couple.rounds),
    )  # fmt: skip
    if problem.capacity < largest_count(problem):
        bound = min(bound, _with_days(problem, never_rising(worth, preference_order(problem))))
    return bound


def _with_days(problem: ChoiceProblem, worth: Floats) -> float:
    laid = setup(problem, worth)
    tier = best_list(problem, worth=worth, passes=0)[laid.order]
    return capacity_bound(
        laid.board, laid.scan, Scorer(limits_of(laid.board)), tier,
        enough=0.0, settings=tuning().capacity,
    )  # fmt: skip
