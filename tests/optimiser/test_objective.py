"""The recursion against every possible outcome written out by hand."""

from itertools import product

import numpy as np
import pytest
from tests.optimiser.cases import national, small

from thirdfriday.optimiser.objective import (
    chosen_in_order,
    expected_utility,
    expected_value,
    offers_of,
    outcome_draws,
    outcomes,
)
from thirdfriday.optimiser.problem import ChoiceProblem, Selection, without


def random_list(problem: ChoiceProblem, seed: int) -> Selection:
    rng = np.random.default_rng(seed)
    return rng.integers(-1, problem.tiers, problem.programs).astype(np.int8)


def written_out(problem: ChoiceProblem, selection: Selection) -> dict[str, float]:
    """Sum over every pattern of offers: keep the most wanted, then match in order."""
    totals = {"utility": 0.0, "match": 0.0, "target": 0.0, "kept": 0.0, "offers": 0.0, "none": 0.0}
    chosen = sorted(np.flatnonzero(selection >= 0), key=lambda k: (-problem.utility[k], k))
    for q, weight in enumerate(problem.weight):
        for pattern in product((False, True), repeat=len(chosen)):
            chance = weight
            for program, offered in zip(chosen, pattern, strict=True):
                offer = problem.interview[program, selection[program], q]
                chance *= offer if offered else 1 - offer
            offered_at = [k for k, offered in zip(chosen, pattern, strict=True) if offered]
            kept = offered_at[: problem.capacity]
            totals["kept"] += chance * len(kept)
            totals["offers"] += chance * len(offered_at)
            totals["none"] += chance * (not kept)
            for program in kept:
                matched = chance * problem.admit[program, q]
                totals["utility"] += matched * problem.utility[program]
                totals["match"] += matched
                totals["target"] += matched * problem.target[program]
                chance *= 1 - problem.admit[program, q]
    return totals


@pytest.mark.parametrize("seed", range(20))
def test_outcomes_equal_every_outcome_written_out(seed: int) -> None:
    problem = small(seed, programs=7)
    selection = random_list(problem, seed)
    result, expected = outcomes(problem, selection), written_out(problem, selection)
    assert result.utility == pytest.approx(expected["utility"], abs=1e-12)
    assert result.chance_of_match == pytest.approx(expected["match"], abs=1e-12)
    assert result.chance_in_target == pytest.approx(expected["target"], abs=1e-12)
    assert result.expected_interviews == pytest.approx(expected["kept"], abs=1e-12)
    assert result.expected_offers == pytest.approx(expected["offers"], abs=1e-12)
    assert result.chance_of_no_interview == pytest.approx(expected["none"], abs=1e-12)
    assert result.interviews.sum() == pytest.approx(1.0, abs=1e-12)
    assert result.value == pytest.approx(expected_value(problem, selection), abs=1e-12)


def test_an_empty_list_brings_nothing() -> None:
    problem = small(1)
    result = outcomes(problem, np.full(problem.programs, -1, np.int8))
    assert (result.value, result.chance_of_match, result.chance_of_no_interview) == (0.0, 0.0, 1.0)


def test_fees_are_taken_from_the_value_at_the_stated_price() -> None:
    problem = without(
        small(3), fee_table=np.arange(9.0) * 11, usd_per_unit_value=1000.0, max_applications=8
    )
    selection = random_list(problem, 3)
    cost = 11 * int((selection >= 0).sum())
    result = outcomes(problem, selection)
    assert result.cost_usd == cost
    assert result.value == pytest.approx(expected_utility(problem, selection) - cost / 1000)


def test_draws_equal_one_list_at_a_time() -> None:
    problem = national(1, kind="md", programs=60, applications=40, capacity=10)
    selection = random_list(problem, 5)
    rng = np.random.default_rng(0)
    interview = np.clip(problem.interview * rng.uniform(0.5, 1.5, (4, 60, 1, 1)), 0, 1)
    admit = np.clip(problem.admit * rng.uniform(0.5, 1.5, (4, 60, 1)), 0, 1)
    draws = outcome_draws(problem, selection, interview, admit)
    chosen = chosen_in_order(problem, selection)
    tiers = selection[chosen].astype(int)
    short = outcome_draws(problem, selection, interview[:, chosen, tiers], admit[:, chosen])
    for d in range(4):
        single = outcomes(without(problem, interview=interview[d], admit=admit[d]), selection)
        for found in (draws, short):
            assert found.value[d] == pytest.approx(single.value)
            assert found.chance_of_match[d] == pytest.approx(single.chance_of_match)
            assert found.chance_in_target[d] == pytest.approx(single.chance_in_target)
            assert found.expected_interviews[d] == pytest.approx(single.expected_interviews)
            assert found.expected_offers[d] == pytest.approx(single.expected_offers)
            assert found.chance_of_no_interview[d] == pytest.approx(single.chance_of_no_interview)


def test_draws_of_another_shape_are_refused() -> None:
    problem = small(1)
    selection = random_list(problem, 1)
    with pytest.raises(ValueError, match="do not fit"):
        outcome_draws(problem, selection, np.zeros((2, 3, 4)), np.zeros((2, 3, 4)))


def test_offers_are_those_of_the_tier_sent() -> None:
    problem = small(2)
    selection = random_list(problem, 2)
    chosen = chosen_in_order(problem, selection)
    assert np.array_equal(
        offers_of(problem, selection, chosen)[0],
        problem.interview[chosen[0], selection[chosen[0]]],
    )
