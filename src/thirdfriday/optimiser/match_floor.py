"""Keeping a floor under the chance of any match while the best value is sought."""

import numpy as np

from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.optimiser.board import best_list
from thirdfriday.optimiser.objective import career_of, expected_value, outcomes
from thirdfriday.optimiser.problem import ChoiceProblem, Floats, Selection
from thirdfriday.optimiser.tuning import tuning


def safest_list(
    problem: ChoiceProblem, *, start: Selection | None = None, passes: int | None = None
) -> Selection:
    """The list of most chance of any match; the preference order stays as it is.

    >>> from thirdfriday.optimiser.problem import choice_problem
    >>> problem = choice_problem(
    ...     interview=[[0.1], [0.5]], admit=[[1.0], [1.0]], weight=[1.0], utility=[1.0, 0.1],
    ...     max_applications=1,
    ... )
    >>> safest_list(problem).tolist()
    [-1, 0]
    """
    return best_list(problem, worth=_mixed(problem, 1.0), start=start, passes=passes)


def list_with_floor(
    problem: ChoiceProblem,
    floor: float,
    *,
    start: Selection | None = None,
    safest: Selection | None = None,
    passes: int | None = None,
) -> Selection:
    """The list of most value found whose chance of any match is at least `floor`.

    The weight on any match is raised by bisection until the floor holds; of all the lists met that
    hold it, the one of most value is kept. Raises InfeasiblePlanError when even the safest list
    stays under the floor.
    """
    free = best_list(problem, start=start, passes=passes)
    if _holds(problem, free, floor):
        return free
    safe = safest_list(problem, start=free, passes=passes) if safest is None else safest
    if not _holds(problem, safe, floor):
        reached = outcomes(problem, safe).chance_of_match
        raise InfeasiblePlanError(
            f"No list found gives a {100 * floor:.1f}% chance of a match: "
            f"the safest gives {100 * reached:.1f}%.",
            limit="floor on the chance of a match",
            remedy="Lower the floor, or widen the region, the budget or the specialty.",
        )
    held = [safe]
    low, high, best = 0.0, 1.0, free
    for _ in range(tuning().floor_steps):
        middle = (low + high) / 2
        best = best_list(problem, worth=_mixed(problem, middle), start=best, passes=1)
        if _holds(problem, best, floor):
            held.append(best)
            high = middle
        else:
            low = middle
    return max(held, key=lambda selection: expected_value(problem, selection))


def _mixed(problem: ChoiceProblem, share: float) -> Floats:
    return np.asarray((1.0 - share) * problem.utility + share * problem.career, np.float64)


def _holds(problem: ChoiceProblem, selection: Selection, floor: float) -> bool:
    return career_of(problem, outcomes(problem, selection)) >= floor - tuning().tolerance
