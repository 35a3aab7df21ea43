"""The eight-school example of Kapur & Hong, see authorities/kapur_hong_eight_schools.toml."""

import csv
from pathlib import Path

import numpy as np
import pytest

from thirdfriday.optimiser.applications import choose_applications
from thirdfriday.optimiser.exact import exact_applications
from thirdfriday.optimiser.marginal import application_curve
from thirdfriday.optimiser.problem import ChoiceProblem, choice_problem, without

TABLE = Path(__file__).parents[2] / "authorities" / "kapur_hong_eight_schools.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
CHANCE = np.array([float(row["chance_of_admission"]) for row in ROWS])
UTILITY = np.array([float(row["utility"]) for row in ROWS])
ENTRY = np.array([int(row["order_of_entry"]) for row in ROWS])
VALUE = {int(row["order_of_entry"]): float(row["optimal_value"]) for row in ROWS}


def schools(applications: int) -> ChoiceProblem:
    return choice_problem(
        interview=CHANCE[:, None],
        admit=np.ones((CHANCE.size, 1)),
        weight=[1.0],
        utility=UTILITY / UTILITY.max(),
        max_applications=applications,
    )


@pytest.mark.parametrize("applications", range(1, 9))
def test_search_and_exact_search_reach_the_published_optimum(applications: int) -> None:
    problem = schools(applications)
    for choice in (choose_applications(problem), exact_applications(problem)):
        assert UTILITY.max() * choice.outcomes.value == pytest.approx(VALUE[applications], abs=6e-4)
        assert np.array_equal(choice.selection >= 0, applications >= ENTRY)


def test_certificate_holds_on_the_example() -> None:
    for applications in range(1, 9):
        proof = choose_applications(schools(applications)).certificate
        assert proof is not None
        assert proof.upper_bound * UTILITY.max() >= VALUE[applications] - 6e-4


def test_curve_is_the_published_order_of_entry() -> None:
    problem = schools(8)
    curve = application_curve(problem, choose_applications(problem).selection)
    assert np.array_equal(ENTRY[curve.program[1:]], np.arange(1, 9))
    short = without(problem, max_applications=3)
    beyond = application_curve(short, choose_applications(short).selection, beyond=5)
    assert np.array_equal(beyond.program, curve.program)
    assert beyond.utility[-1] * UTILITY.max() == pytest.approx(VALUE[8], abs=6e-4)


def marginal_improvement(chance: np.ndarray, utility: np.ndarray, count: int) -> float:
    """Chade & Smith, "Simultaneous Search": add the school that improves most, one by one."""
    listed: list[int] = []

    def value(schools_listed: list[int]) -> float:
        total, unmatched = 0.0, 1.0
        for school in sorted(schools_listed, key=lambda s: -utility[s]):
            total += unmatched * chance[school] * utility[school]
            unmatched *= 1 - chance[school]
        return total

    for _ in range(count):
        rest = [school for school in range(chance.size) if school not in listed]
        listed.append(max(rest, key=lambda school: value([*listed, school])))
    return value(listed)


@pytest.mark.parametrize("seed", range(12))
def test_equals_marginal_improvement_on_independent_equal_cost_schools(seed: int) -> None:
    rng = np.random.default_rng(seed)
    chance, utility = rng.uniform(0.01, 0.9, 12), rng.uniform(0.0, 1.0, 12)
    count = int(rng.integers(1, 9))
    problem = choice_problem(
        interview=chance[:, None],
        admit=np.ones((12, 1)),
        weight=[1.0],
        utility=utility,
        max_applications=count,
    )
    expected = marginal_improvement(chance, utility, count)
    assert choose_applications(problem).outcomes.value == pytest.approx(expected, abs=1e-12)
    assert exact_applications(problem).outcomes.value == pytest.approx(expected, abs=1e-12)
