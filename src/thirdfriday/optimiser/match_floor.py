"""Keeping a floor under the chance of any match while the best value is sought."""

from dataclasses import dataclass

import numpy as np

from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.optimiser.board import best_list
from thirdfriday.optimiser.objective import career_of, outcomes
from thirdfriday.optimiser.problem import ChoiceProblem, Floats, Selection
from thirdfriday.optimiser.tuning import tuning

LAST = 2  # stages of the search for a floor: single changes, swaps, swaps from the list above it


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

    Mixed into the values with any weight, any match makes each list a straight line in that weight.
    Between a list under the floor and one that holds it the search goes on at the weight that
    makes both worth the same: by single changes, then with swaps, then with swaps from the other
    list, until nothing is worth more there. Of all the lists met that hold the floor, the one of
    most value is kept. Raises InfeasiblePlanError when even the safest list stays under the floor.
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
    return _between(problem, floor, _weighed(problem, free), _weighed(problem, safe))


@dataclass(frozen=True, slots=True, eq=False)
class _Weighed:
    """A list and what it is worth at any weight on any match: value + weight · lift."""

    selection: Selection
    value: float
    lift: float

    def at(self, share: float) -> float:
        return self.value + share * self.lift


def _weighed(problem: ChoiceProblem, selection: Selection) -> _Weighed:
    found = outcomes(problem, selection)
    return _Weighed(selection, found.value, career_of(problem, found) - found.utility)


def _between(problem: ChoiceProblem, floor: float, under: _Weighed, over: _Weighed) -> Selection:
    """The list of most value that holds the floor, met between one that does not and one that does.

    Facts: optimiser.floor.lists
    """
    best, stage = over, 0
    for _ in range(tuning().floor_lists):
        rise = over.lift - under.lift
        share = (under.value - over.value) / rise if rise > 0 else 1.0
        if not 0.0 < share < 1.0:
            break
        found = _weighed(
            problem,
            best_list(
                problem,
                worth=_mixed(problem, share),
                start=(over if stage == LAST else under).selection,
                passes=min(stage, 1),
            ),
        )
        if found.at(share) <= under.at(share) + tuning().tolerance:
            if stage == LAST:
                break
            stage += 1
            continue
        stage = min(stage, 1)
        if _holds(problem, found.selection, floor):
            over = found
            best = max(best, found, key=lambda each: each.value)
        else:
            under = found
    return best.selection


def _mixed(problem: ChoiceProblem, share: float) -> Floats:
    return np.asarray((1.0 - share) * problem.utility + share * problem.career, np.float64)


def _holds(problem: ChoiceProblem, selection: Selection, floor: float) -> bool:
    return career_of(problem, outcomes(problem, selection)) >= floor - tuning().tolerance
