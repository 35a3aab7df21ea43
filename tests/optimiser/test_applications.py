"""The list found against the best list of all, and what may never lower it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.optimiser.cases import national, small

from thirdfriday.optimiser.applications import Choice, choose_applications, choose_with_guard
from thirdfriday.optimiser.exact import exact_applications
from thirdfriday.optimiser.objective import outcomes
from thirdfriday.optimiser.problem import (
    ChoiceProblem,
    Selection,
    choice_problem,
    largest_count,
    without,
)

SEEDS = st.integers(0, 10**6)
ROUNDING = 1e-9


def grouped(seed: int) -> ChoiceProblem:
    """A small choice with group limits, one required program and priced fees."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 3, 8)
    least = np.minimum(np.bincount(group, minlength=3), rng.integers(0, 2, 3))
    most = np.maximum(least, rng.integers(1, 4, 3))
    required = np.zeros(8, bool)
    required[int(np.argmax(most[group] > least[group]))] = True
    return small(
        seed,
        group=group,
        group_minimum=least,
        group_maximum=np.maximum(most, 2),
        required=required,
        max_applications=int(rng.integers(5, 9)),
        fee_table=np.concatenate([[0], np.cumsum(rng.uniform(0, 30, 8))]),
        usd_per_unit_value=float(rng.choice([500, 2000, 10000])),
    )


def assert_within_limits(problem: ChoiceProblem, selection: Selection) -> None:
    applied = selection >= 0
    assert applied.sum() <= largest_count(problem)
    assert (selection < problem.tiers).all()
    for tier in range(1, problem.tiers):
        assert (selection == tier).sum() <= problem.signals[tier]
    assert not (selection[~problem.signal_allowed] > 0).any()
    held = np.bincount(problem.group[applied], minlength=problem.group_minimum.size)
    assert (held >= problem.group_minimum).all() and (held <= problem.group_maximum).all()
    assert applied[problem.required].all()


@given(SEEDS)
@settings(max_examples=60, deadline=None)
def test_search_is_within_half_a_percent_of_exact_search(seed: int) -> None:
    problem = small(seed)
    found, best = choose_applications(problem), exact_applications(problem)
    assert_within_limits(problem, found.selection)
    assert found.outcomes.value <= best.outcomes.value + ROUNDING
    assert found.outcomes.value >= best.outcomes.value * (1 - 0.005) - ROUNDING
    assert found.certificate is not None
    assert found.certificate.gap >= 0
    assert found.certificate.upper_bound >= best.outcomes.value - ROUNDING


@given(SEEDS)
@settings(max_examples=40, deadline=None)
def test_search_is_within_half_a_percent_with_groups_and_fees(seed: int) -> None:
    problem = grouped(seed)
    found, best = choose_applications(problem), exact_applications(problem)
    assert_within_limits(problem, found.selection)
    assert found.outcomes.value >= best.outcomes.value - 0.005 * abs(best.outcomes.value) - 1e-9
    assert found.certificate is not None
    assert found.certificate.upper_bound >= best.outcomes.value - ROUNDING


def test_search_is_exact_on_two_hundred_small_choices() -> None:
    short = []
    for seed in range(200):
        problem = small(seed, programs=7)
        best = exact_applications(problem).outcomes.value
        found = choose_applications(problem, certified=False).outcomes.value
        assert found <= best + ROUNDING
        if found < best - ROUNDING:
            short.append((seed, 1 - found / best))
    assert short == []


def looser(problem: ChoiceProblem, what: str) -> ChoiceProblem:
    """The same choice with one limit loosened."""
    if what == "signal":
        return without(problem, signals=problem.signals + np.array([0, 1, 1]))
    if what == "dollar":
        return without(problem, budget_usd=problem.budget_usd + 40)
    if what == "interview day":
        return without(problem, capacity=problem.capacity + 1)
    if what == "program":
        return without(problem, group_maximum=problem.group_maximum + problem.programs)
    return without(problem, max_applications=problem.max_applications + 1)


LIMITS = ["signal", "dollar", "interview day", "program", "application"]


@pytest.mark.parametrize("what", LIMITS)
@given(seed=SEEDS)
@settings(max_examples=15, deadline=None)
def test_a_looser_limit_never_lowers_the_optimum(what: str, seed: int) -> None:
    # group 1 holds the programs that are closed until "program" opens them
    problem = small(
        seed,
        group=np.array([0] * 6 + [1] * 2),
        group_maximum=np.array([8, 0]),
        fee_table=np.arange(9) * 20.0,
        budget_usd=80.0,
    )
    before = exact_applications(problem).outcomes.value
    after = exact_applications(looser(problem, what)).outcomes.value
    assert after >= before - ROUNDING


@pytest.mark.parametrize("what", LIMITS)
def test_a_looser_limit_never_lowers_the_list_taken_up_from_before(what: str) -> None:
    # group 1 holds the programs that are closed until "program" opens them
    for seed in range(3):
        problem = without(
            national(seed, kind="md", programs=200, applications=30, capacity=10),
            budget_usd=300.0,
            group=np.arange(200) % 5 // 4,
            group_maximum=np.array([200, 0]),
            group_minimum=np.zeros(2, np.int64),
        )
        first = choose_applications(problem, certified=False)
        second = choose_applications(looser(problem, what), start=first.selection, certified=False)
        assert second.outcomes.value >= first.outcomes.value - ROUNDING


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_higher_chances_never_lower_the_optimum_when_capacity_does_not_bind(seed: int) -> None:
    problem = small(seed, programs=7, capacity=7)
    rng = np.random.default_rng(seed + 1)
    raised = without(
        problem,
        interview=problem.interview + (1 - problem.interview) * rng.uniform(0, 0.5, (7, 3, 3)),
        admit=problem.admit + (1 - problem.admit) * rng.uniform(0, 0.5, (7, 3)),
    )
    before, after = exact_applications(problem), exact_applications(raised)
    assert after.outcomes.value >= before.outcomes.value - ROUNDING


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_higher_chances_of_admission_never_lower_the_optimum(seed: int) -> None:
    problem = small(seed, programs=7)
    lift = np.random.default_rng(seed + 1).uniform(0, 0.5, (7, 3))
    raised = without(problem, admit=problem.admit + (1 - problem.admit) * lift)
    before, after = exact_applications(problem), exact_applications(raised)
    assert after.outcomes.value >= before.outcomes.value - ROUNDING


@given(SEEDS)
@settings(max_examples=25, deadline=None)
def test_higher_interview_chances_never_lower_the_optimum_at_known_quality(seed: int) -> None:
    problem = small(seed, programs=7, nodes=1)
    lift = np.random.default_rng(seed + 1).uniform(0, 0.5, (7, 3, 1))
    raised = without(problem, interview=problem.interview + (1 - problem.interview) * lift)
    before, after = exact_applications(problem), exact_applications(raised)
    assert after.outcomes.value >= before.outcomes.value - ROUNDING


def test_an_earlier_list_is_cut_to_the_limits_of_now() -> None:
    problem = grouped(4)
    everything = np.full(problem.programs, 1, np.int8)
    choice = choose_applications(problem, start=everything)
    assert_within_limits(problem, choice.selection)
    nothing = choose_applications(problem, start=np.full(problem.programs, -1, np.int8))
    assert_within_limits(problem, nothing.selection)


def test_group_minimums_are_met_even_when_they_cost_value() -> None:
    problem = choice_problem(
        interview=[[0.5], [0.5], [0.01]],
        admit=[[0.5]] * 3,
        weight=[1.0],
        utility=[1.0, 0.9, 0.01],
        group=[0, 0, 1],
        group_minimum=[0, 1],
        max_applications=2,
    )
    for start in (None, np.array([0, 0, -1], np.int8)):
        choice = choose_applications(problem, start=start)
        assert choice.selection.tolist() == [0, -1, 0]


def test_a_fee_that_falls_after_a_dear_start_is_weighed_whole() -> None:
    problem = choice_problem(
        interview=[[0.5]] * 4,
        admit=[[1.0]] * 4,
        weight=[1.0],
        utility=[0.5, 0.49, 0.48, 0.47],
        fee_table=[0, 300, 301, 302, 303],
        usd_per_unit_value=1000.0,
    )
    choice = choose_applications(problem)
    assert choice.outcomes.applications == 4
    assert choice.certificate is not None and choice.certificate.gap >= 0


def guarded(problem: ChoiceProblem, points: float) -> tuple[Choice, float]:
    safest = exact_applications(without(problem, utility=np.ones(problem.programs)))
    return choose_with_guard(problem, points), outcomes(problem, safest.selection).chance_of_match


@pytest.mark.parametrize("seed", range(8))
def test_guard_keeps_the_chance_of_any_match(seed: int) -> None:
    problem = small(seed, capacity=8)  # without a binding capacity the order cannot matter
    choice, most = guarded(problem, 0.02)
    assert choice.outcomes.chance_of_match >= most - 0.02 - ROUNDING
    loose = choose_with_guard(problem, 1.0)
    assert loose.outcomes.value == pytest.approx(exact_applications(problem).outcomes.value)
    floor = choice.outcomes.chance_of_match - ROUNDING
    best = exact_applications(without(problem, match_floor=floor)).outcomes.value
    assert choice.outcomes.value <= best + ROUNDING
