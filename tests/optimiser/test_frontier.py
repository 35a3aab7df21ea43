"""The frontier of any match against a match in the target."""

import numpy as np
from tests.optimiser.cases import national

from thirdfriday.optimiser.applications import choose_applications
from thirdfriday.optimiser.frontier import frontier
from thirdfriday.optimiser.problem import without


def test_frontier_runs_from_any_match_to_the_target_without_dominated_lists() -> None:
    problem = national(3, programs=200, applications=40)
    start = choose_applications(problem, certified=False).selection
    points = frontier(problem, start=start)
    anywhere = [point.outcomes.chance_of_match for point in points]
    target = [point.outcomes.chance_in_target for point in points]
    assert len(points) >= 5
    assert (np.diff(anywhere) < 0).all() and (np.diff(target) > 0).all()
    assert all(int((point.selection >= 0).sum()) <= 40 for point in points)


def test_frontier_is_one_list_when_all_programs_are_in_the_target() -> None:
    problem = national(3, programs=80, applications=10)
    whole = frontier(without(problem, target=np.ones(80, bool)))
    assert len(whole) == 1
    assert whole[0].outcomes.chance_in_target == whole[0].outcomes.chance_of_match
