"""How far a list can be from the best possible: an upper bound that holds for every list."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from thirdfriday.optimiser.board import best_list, setup
from thirdfriday.optimiser.capacity_bound import capacity_bound
from thirdfriday.optimiser.concave_bound import concave_bound
from thirdfriday.optimiser.limit_bound import Scorer, limits_of
from thirdfriday.optimiser.objective import expected_value
from thirdfriday.optimiser.problem import (
    ChoiceProblem,
    Floats,
    Selection,
    check_feasible,
    never_rising,
    preference_order,
)
from thirdfriday.optimiser.tuning import tuning

GOLDEN = (sqrt(5.0) - 1.0) / 2.0


@dataclass(frozen=True, slots=True)
class Certificate:
    """A list's value, a value no list within the limits exceeds, and the gap between them."""

    value: float
    upper_bound: float
    gap: float  # (upper bound − value) / value


def certify(
    problem: ChoiceProblem, selection: Selection, *, floor: float = 0.0, quick: bool = False
) -> Certificate:
    """How far a list can be from the best possible. [value, upper bound, share of value].

    With a `floor`, from the best of the lists whose chance of any match, each weighed by its
    career, is at least that. `match_floor` is left out (it only lowers what is possible), so the
    bound holds with it. `quick` takes the first tangent alone: sooner, valid and wider.
    Method: docs/models/choices.md, "Certificate"

    >>> from thirdfriday.optimiser.problem import choice_problem
    >>> import numpy as np
    >>> problem = choice_problem(
    ...     interview=[[0.3], [0.9], [0.5]], admit=[[1.0]] * 3, weight=[1.0],
    ...     utility=[1.0, 0.5, 0.2], max_applications=2,
    ... )
    >>> proof = certify(problem, np.array([0, 0, -1]))
    >>> proof.upper_bound >= proof.value, round(proof.value, 3)
    (True, 0.615)
    """
    check_feasible(problem)
    value = expected_value(problem, selection)
    bound = _bound(problem, selection, problem.utility, value, quick=True)
    if bound > _enough(value):
        bound = min(bound, _further(problem, selection, floor, value, quick=quick))
    bound = max(bound, value)
    return Certificate(value, bound, (bound - value) / value if value > 0 else bound - value)


def _further(
    problem: ChoiceProblem, selection: Selection, floor: float, value: float, *, quick: bool
) -> float:
    """A bound nearer than the first tangent: by the price of a floor where that is what binds."""
    if floor > 0:
        better = best_list(problem, start=selection, passes=0)
        if expected_value(problem, better) > value:
            bound = _with_floor(problem, selection, floor, value, quick=quick)
            if quick or bound <= _near(value):
                return bound
    if quick:
        return np.inf
    better = best_list(problem, start=selection)
    at = better if expected_value(problem, better) > value else selection
    return _bound(problem, at, problem.utility, value)  # prices stand best at the best list


def _enough(value: float) -> float:
    return value + tuning().gap_goal * abs(value)


def _near(value: float) -> float:
    return value + tuning().capacity.cut_within * abs(value)


def _bound(
    problem: ChoiceProblem,
    selection: Selection,
    worth: Floats,
    value: float,
    *,
    quick: bool = False,
    less: float = 0.0,
) -> float:
    """A bound on the worth of every list less fees and `less`, from the tangent at a list."""
    settings = tuning()
    laid = setup(problem, worth)
    board, scorer, tier = laid.board, Scorer(limits_of(laid.board)), selection[laid.order]
    near = _near(value) + less if board.step == 1 else np.inf
    bound = concave_bound(
        board, scorer, tier, enough=_enough(value) + less, near=-np.inf if quick else near,
        settings=settings.cutting,
    )  # fmt: skip
    if board.step == 1 and not quick and bound > _enough(value) + less:
        enough = value + settings.capacity.gap_goal * abs(value) + less
        tighter = capacity_bound(
            board, laid.scan, scorer, tier, enough=enough, settings=settings.capacity
        )
        bound = min(bound, tighter)
    return bound - less


def _with_floor(
    problem: ChoiceProblem, selection: Selection, floor: float, value: float, *, quick: bool
) -> float:
    """A bound on every list that holds a floor, which is given a price. [value]

    At any price p of at least 0 the value of such a list is at most its value plus p times what its
    chance of any match has over the floor. The least bound is convex in the price: it is looked
    for by the golden section of the price's share of both, as long as it can come near the value.
    """
    order = preference_order(problem)

    def bound(share: float, *, quick: bool = True) -> float:
        price = share / (1.0 - share)
        worth = never_rising(problem.utility + price * problem.career, order)
        return _bound(problem, selection, worth, value, quick=quick, less=price * floor)

    low, high = 0.0, 1.0
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right = bound(left), bound(right)
    for _ in range(tuning().floor_steps):
        if at_left < at_right:
            rise = (at_right - at_left) / (right - left)
            if low == 0.0 and at_left - rise * left > _near(value):
                break  # convex in the price: nowhere under that line, so never near
            high, right, at_right = right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = bound(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = bound(right)
    share, least = (left, at_left) if at_left < at_right else (right, at_right)
    if quick or least > _near(value):
        return least  # the days are what keeps the bound off: no price of the floor helps
    return min(least, bound(share, quick=False))
