"""Two specialties in one choice: fees begin anew, signals do not cross, days and money are one."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.optimiser.cases import national, small

from thirdfriday.optimiser.applications import choose_applications
from thirdfriday.optimiser.board import best_list
from thirdfriday.optimiser.exact import exact_applications
from thirdfriday.optimiser.objective import expected_value, outcomes
from thirdfriday.optimiser.problem import ChoiceProblem, Selection, choice_problem, without

SEEDS = st.integers(0, 10**6)
ROUNDING = 1e-9
STEP = np.array([0.0, 11, 22, 33, 63, 93, 123, 153, 183, 213, 243, 273, 303])
FLAT = np.array([0.0, 99, 99, 99, 117, 135, 158, 181, 204])


def two(seed: int, *, programs: int = 8, **changes: object) -> ChoiceProblem:
    """A small choice over two fee curves and two pools of signals."""
    rng = np.random.default_rng(seed)
    curve = rng.integers(0, 2, programs)
    curve[0] = 0
    settings: dict[str, object] = {
        "curve": curve,
        "pool": curve,
        "fee_table": np.array([STEP[: programs + 1], STEP[: programs + 1] * rng.uniform(0.5, 2)]),
        "signals": np.column_stack([np.zeros(2, int), rng.integers(0, 3, (2, 2))]),
        "budget_usd": float(rng.choice([np.inf, 90.0, 150.0, 260.0])),
        "usd_per_unit_value": float(rng.choice([np.inf, 2000.0])),
    }
    return small(seed, programs=programs, **{**settings, **changes})


def assert_within(problem: ChoiceProblem, selection: Selection) -> None:
    assert problem.cost_usd(selection) <= problem.budget_usd
    assert (selection >= 0).sum() <= problem.max_applications
    for pool, signals in enumerate(problem.signal_pools):
        for tier in range(1, problem.tiers):
            assert ((selection == tier) & (problem.pool == pool)).sum() <= signals[tier]


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_search_and_bound_agree_with_exact_search(seed: int) -> None:
    problem = two(seed)
    best = exact_applications(problem)
    assert_within(problem, best.selection)
    found = choose_applications(without(problem, budget_usd=problem.budget_usd))
    assert found.outcomes.value == pytest.approx(best.outcomes.value, abs=ROUNDING)
    searched = best_list(problem)
    assert_within(problem, searched)
    assert expected_value(problem, searched) <= best.outcomes.value + ROUNDING
    assert found.certificate is not None
    assert found.certificate.upper_bound >= best.outcomes.value - ROUNDING


@pytest.mark.parametrize(("programs", "seeds"), [(7, range(100)), (12, range(125, 150))])
def test_search_is_exact_on_small_choices(programs: int, seeds: range) -> None:
    for seed in seeds:
        problem = two(seed, programs=programs)
        best = exact_applications(problem).outcomes.value
        value = expected_value(problem, best_list(problem))
        assert value == pytest.approx(best, abs=ROUNDING)


def test_one_curve_written_as_a_table_is_the_same_choice() -> None:
    plain = small(5, fee_table=STEP, usd_per_unit_value=3000.0)
    tabled = without(plain, fee_table=STEP[None], signals=plain.signals[None])
    assert best_list(plain).tolist() == best_list(tabled).tolist()
    assert outcomes(plain, best_list(plain)).cost_usd == outcomes(tabled, best_list(plain)).cost_usd


def test_programs_that_the_order_of_curves_names_otherwise_are_the_same_choice() -> None:
    problem = two(3)
    turned = without(
        problem,
        curve=1 - problem.curve,
        pool=1 - problem.pool,
        fee_table=problem.fee_tables[::-1],
        signals=problem.signal_pools[::-1],
    )
    first, second = exact_applications(problem), exact_applications(turned)
    assert first.outcomes.value == pytest.approx(second.outcomes.value, abs=ROUNDING)


@pytest.mark.parametrize("what", ["signal", "dollar", "interview day", "application"])
@given(seed=SEEDS)
@settings(max_examples=12, deadline=None)
def test_a_looser_limit_never_lowers_the_optimum(what: str, seed: int) -> None:
    problem = two(seed, budget_usd=120.0)
    loose = {
        "signal": {"signals": problem.signal_pools + np.array([0, 1, 0])},
        "dollar": {"budget_usd": 150.0},
        "interview day": {"capacity": problem.capacity + 1},
        "application": {"max_applications": problem.max_applications + 1},
    }[what]
    after = exact_applications(without(problem, **loose)).outcomes.value
    assert after >= exact_applications(problem).outcomes.value - ROUNDING


def joined(seed: int, budget: float, capacity: int | None) -> ChoiceProblem:
    """Two national choices of 300 programs as one."""
    parts = [national(seed + s, programs=300, kind=kind, applications=120)
             for s, kind in enumerate(("md", "img"))]  # fmt: skip
    tables = np.array([part.fee_table for part in parts])
    tables[1] = np.concatenate([[0], 99 + np.cumsum(np.where(np.arange(300) < 18, 0, 20))])
    return choice_problem(
        interview=np.concatenate([part.interview for part in parts]),
        admit=np.concatenate([part.admit for part in parts]),
        weight=parts[0].weight,
        utility=np.concatenate([parts[0].utility, 0.9 * parts[1].utility]),
        fee_table=tables,
        budget_usd=budget,
        max_applications=120,
        signals=np.array([part.signals for part in parts]),
        curve=np.repeat([0, 1], 300),
        pool=np.repeat([0, 1], 300),
        capacity=capacity,
    )


@pytest.mark.parametrize(("budget", "capacity", "within"), [(1200, None, 0.002), (900, 12, 0.01)])
def test_national_choices_of_two_specialties_are_proved(
    budget: float, capacity: int | None, within: float
) -> None:
    for seed in (1, 2):
        problem = joined(seed, budget, capacity)
        choice = choose_applications(problem)
        assert_within(problem, choice.selection)
        assert choice.certificate is not None
        assert 0 <= choice.certificate.gap <= within
        assert len(set(problem.curve[choice.selection >= 0])) == 2
