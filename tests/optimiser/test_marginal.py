"""What each application adds."""

import numpy as np
import pytest
from tests.optimiser.cases import national, small

from thirdfriday.optimiser.applications import choose_applications
from thirdfriday.optimiser.marginal import application_curve, marginal_values
from thirdfriday.optimiser.objective import expected_utility, outcomes


@pytest.mark.parametrize("seed", range(6))
def test_marginal_value_is_what_dropping_loses(seed: int) -> None:
    problem = small(seed)
    selection = choose_applications(problem, certified=False).selection
    values = marginal_values(problem, selection)
    for program in range(problem.programs):
        dropped = selection.copy()
        dropped[program] = -1
        lost = expected_utility(problem, selection) - expected_utility(problem, dropped)
        assert values[program] == pytest.approx(lost, abs=1e-12)


def test_curve_passes_through_the_list_and_goes_beyond_it() -> None:
    problem = national(4, programs=150, applications=40, capacity=15)
    choice = choose_applications(problem, certified=False)
    curve = application_curve(problem, choice.selection, beyond=10)
    assert curve.applications.tolist() == list(range(51))
    assert curve.utility[40] == pytest.approx(choice.outcomes.utility)
    assert curve.chance_of_match[40] == pytest.approx(choice.outcomes.chance_of_match)
    assert set(curve.program[1:41]) == set(np.flatnonzero(choice.selection >= 0))
    assert not set(curve.program[41:]) & set(np.flatnonzero(choice.selection >= 0))
    assert curve.fee_usd.tolist() == [0.0, *[11.0] * 30, *[30.0] * 20]
    assert curve.marginal[0] == 0.0 and (np.diff(curve.utility) > 0).all()
    assert curve.utility[-1] == pytest.approx(curve.marginal.sum())


def test_curve_of_a_list_that_leaves_nothing_to_add() -> None:
    problem = small(2, max_applications=8, capacity=8)
    everything = np.zeros(8, np.int8)
    curve = application_curve(problem, everything)
    assert curve.applications.size == 9
    assert curve.utility[-1] == pytest.approx(outcomes(problem, everything).utility)
