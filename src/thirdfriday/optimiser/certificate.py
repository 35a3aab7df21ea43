"""How far a list can be from the best possible: an upper bound that holds for every list."""

from dataclasses import dataclass

from thirdfriday.optimiser.board import best_list, setup
from thirdfriday.optimiser.capacity_bound import capacity_bound
from thirdfriday.optimiser.concave_bound import concave_bound
from thirdfriday.optimiser.limit_bound import limits_of
from thirdfriday.optimiser.objective import expected_value
from thirdfriday.optimiser.problem import ChoiceProblem, Selection, check_feasible
from thirdfriday.optimiser.tuning import tuning


@dataclass(frozen=True, slots=True)
class Certificate:
    """A list's value, a value no list within the limits exceeds, and the gap between them."""

    value: float
    upper_bound: float
    gap: float  # (upper bound − value) / value


def certify(problem: ChoiceProblem, selection: Selection, *, quick: bool = False) -> Certificate:
    """How far a list can be from the best possible. [value, upper bound, share of value].

    The bound leaves out `match_floor` (a floor only lowers what is possible), so it holds with it.
    `quick` takes the first tangent alone: sooner, valid and wider.
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
    settings = tuning()
    value = expected_value(problem, selection)
    laid = setup(problem)
    limits = limits_of(laid.board)
    tier = selection[laid.order]
    enough = value + settings.gap_goal * abs(value)
    rounds = 0 if quick else settings.cutting_rounds
    bound = concave_bound(laid.board, limits, tier, enough=enough, rounds=rounds)
    if not quick and laid.board.step == 1 and bound > enough:
        enough = value + settings.capacity.gap_goal * abs(value)
        tighter = capacity_bound(
            laid.board, laid.scan, limits, tier, enough=enough, settings=settings.capacity
        )
        bound = min(bound, tighter)
        better = best_list(problem, start=selection) if bound > enough else selection
        if expected_value(problem, better) > value:  # a floor holds it; prices stand best at it
            bound = min(bound, capacity_bound(
                laid.board, laid.scan, limits, better[laid.order], enough=enough,
                settings=settings.capacity,
            ))  # fmt: skip
    bound = max(bound, value)
    return Certificate(value, bound, (bound - value) / value if value > 0 else bound - value)
