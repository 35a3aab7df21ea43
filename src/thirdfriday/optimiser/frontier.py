"""What any match costs in matches in the target region, and the reverse."""

from dataclasses import dataclass

import numpy as np

from thirdfriday.optimiser.board import best_list
from thirdfriday.optimiser.objective import Outcomes, outcomes
from thirdfriday.optimiser.problem import ChoiceProblem, Selection
from thirdfriday.optimiser.tuning import tuning


@dataclass(frozen=True, slots=True, eq=False)
class FrontierPoint:
    """A list that no other found beats on both chances at once."""

    weight_on_target: float  # 0: any match; 1: a match in the target region
    selection: Selection
    outcomes: Outcomes


def frontier(problem: ChoiceProblem, *, start: Selection | None = None) -> list[FrontierPoint]:
    """Lists from most chance of any match to most chance in the target, dominated ones left out.

    The preference order stays as stated; what changes is what the list is chosen for, and `start`
    is one of the lists compared. Fees are limited by the budget only, not weighed.

    >>> from thirdfriday.optimiser.problem import choice_problem
    >>> problem = choice_problem(
    ...     interview=[[0.2], [0.6]], admit=[[1.0], [1.0]], weight=[1.0], utility=[1.0, 0.5],
    ...     target=[True, False], max_applications=1,
    ... )
    >>> [round(point.outcomes.chance_of_match, 2) for point in frontier(problem)]
    [0.6, 0.2]
    """
    shares = np.linspace(0.0, 1.0, tuning().frontier_points)
    found: list[FrontierPoint] = []
    for share in shares:
        worth = (1.0 - share) + share * problem.target
        current = best_list(problem, worth=worth, passes=0)
        found.append(FrontierPoint(float(share), current, outcomes(problem, current)))
    if start is not None:
        found.append(FrontierPoint(float("nan"), start, outcomes(problem, start)))
    return _undominated(found)


def _undominated(found: list[FrontierPoint]) -> list[FrontierPoint]:
    ordered = sorted(
        found, key=lambda p: (-p.outcomes.chance_of_match, -p.outcomes.chance_in_target)
    )
    kept: list[FrontierPoint] = []
    for point in ordered:
        if not kept or point.outcomes.chance_in_target > kept[-1].outcomes.chance_in_target:
            kept.append(point)
    return kept
