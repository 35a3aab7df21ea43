"""Bounds hold for every list, and are near on choices like the real ones."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.optimiser.cases import national, small

from thirdfriday.optimiser.applications import choose_applications
from thirdfriday.optimiser.board import setup
from thirdfriday.optimiser.capacity_bound import capacity_bound, relaxed_applicant
from thirdfriday.optimiser.certificate import certify
from thirdfriday.optimiser.concave_bound import concave_bound
from thirdfriday.optimiser.exact import exact_applications
from thirdfriday.optimiser.limit_bound import Scorer, convex_steps, limits_of, priced_bound
from thirdfriday.optimiser.list_gains import list_worth
from thirdfriday.optimiser.match_floor import safest_list
from thirdfriday.optimiser.objective import outcomes
from thirdfriday.optimiser.problem import without
from thirdfriday.optimiser.tuning import tuning


@pytest.mark.parametrize("seed", range(3))
def test_without_a_binding_capacity_the_gap_is_a_thousandth(seed: int) -> None:
    for problem in (national(seed), national(seed, applications=60, usd_per_unit_value=2e5)):
        choice = choose_applications(problem)
        assert choice.certificate is not None
        assert 0 <= choice.certificate.gap <= 0.001


@pytest.mark.parametrize(
    ("kind", "applications", "capacity", "within"),
    [("img", 120, 12, 0.005), ("md", 60, 15, 0.005), ("md", 40, 12, 0.005), ("md", 130, 12, 0.01)],
)
def test_with_a_binding_capacity_the_gap_is_small(
    kind: str, applications: int, capacity: int, within: float
) -> None:
    problem = national(7, kind=kind, applications=applications, capacity=capacity)
    choice = choose_applications(problem)
    assert choice.certificate is not None
    assert choice.outcomes.expected_offers > choice.outcomes.expected_interviews
    assert 0 <= choice.certificate.gap <= within


@given(st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_both_bounds_hold_from_any_list_they_start_at(seed: int) -> None:
    problem = small(seed, programs=7, capacity=2)
    best = exact_applications(problem).outcomes.value
    laid = setup(problem)
    scorer = Scorer(limits_of(laid.board))
    rng = np.random.default_rng(seed)
    tier = np.full(7, -1, np.int8)
    tier[rng.permutation(7)[: laid.board.most]] = 0
    never = -np.inf
    cutting = replace(tuning().cutting, rounds=3)
    bound = concave_bound(
        laid.board, scorer, tier, enough=never, near=np.inf, settings=cutting
    )  # fmt: skip
    assert bound >= best - 1e-9
    if laid.board.step == 1:
        bound = capacity_bound(
            laid.board, laid.scan, scorer, tier, enough=never, settings=tuning().capacity
        )
        assert bound >= best - 1e-9


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_any_prices_bound_every_score(seed: int) -> None:
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 2, 8)
    assume((group == 0).any())  # else no list holds the minimum of group 0
    problem = small(
        seed,
        group=group,
        group_maximum=[4, 4],
        group_minimum=[1, 0],
        max_applications=6,
        required=np.arange(8) == 3,
        fee_table=np.arange(9) * 20.0,
        usd_per_unit_value=400.0,
    )
    limits = limits_of(setup(problem).board)
    score = rng.uniform(0, 1, (8, 3))
    score[:, 1:] += 0.3
    least = Scorer(limits).best(score)
    prices = rng.uniform(0, 0.5, limits.right.size - limits.first)
    assert priced_bound(limits, score, prices) >= least.bound - 1e-9
    reached = float((score * least.shares).sum())
    used = least.shares.sum()
    paid = float(np.interp(used, np.cumsum([0, *limits.widths]), _costs(limits)))
    assert least.bound == pytest.approx(reached - paid, abs=1e-7)


def _costs(limits: object) -> np.ndarray:
    slopes, widths = limits.slopes, limits.widths  # type: ignore[attr-defined]
    return np.cumsum([0.0, *(slopes * widths)])


def test_convex_steps_stay_under_any_cost() -> None:
    rng = np.random.default_rng(3)
    for _ in range(20):
        cost = np.concatenate([[0.0], np.cumsum(rng.exponential(1.0, 9))])
        slopes, widths = convex_steps(cost)
        assert (np.diff(slopes) >= -1e-12).all()
        curve = np.interp(np.arange(10), np.cumsum([0, *widths]), np.cumsum([0, *slopes * widths]))
        assert (curve <= cost + 1e-9).all()
        assert curve[-1] == pytest.approx(cost[-1])


def test_the_relaxed_applicant_does_at_least_as_well_as_any_list() -> None:
    problem = small(5, programs=6, nodes=1, capacity=2, max_applications=6)
    laid = setup(without(problem, signals=np.array([0, 6, 6]), signal_allowed=np.ones(6, bool)))
    board = laid.board
    grid = np.linspace(0, 1, 60)
    applied = np.zeros((6, 3))
    free = relaxed_applicant(
        np.ascontiguousarray(board.offer[:, :, 0]),
        np.ascontiguousarray(board.admit[:, 0]),
        board.worth,
        np.zeros((6, 3)),
        2,
        grid,
        applied,
    )
    open_limits = without(problem, signals=np.array([0, 6, 6]), signal_allowed=np.ones(6, bool))
    assert free >= exact_applications(open_limits).outcomes.value - 1e-12
    assert (applied >= 0).all() and (applied.sum(axis=1) <= 1 + 1e-12).all()


@pytest.mark.parametrize("seed", range(4))
def test_charges_of_either_sign_bound_every_list_less_its_charges(seed: int) -> None:
    problem = without(
        small(seed, programs=6, nodes=1, capacity=2, max_applications=6),
        signals=np.array([0, 6, 6]),
        signal_allowed=np.ones(6, bool),
    )
    board = setup(problem).board
    rng = np.random.default_rng(seed)
    charge = rng.uniform(-0.1, 0.1, (6, 3))
    offer = np.ascontiguousarray(board.offer[:, :, 0])
    admit = np.ascontiguousarray(board.admit[:, 0])
    bound = relaxed_applicant(
        offer, admit, board.worth, charge, 2, np.linspace(0, 1, 60), np.zeros((6, 3))
    )
    laid = setup(problem)
    for tiers in product(range(-1, 3), repeat=6):
        tier = np.array(tiers, np.int8)
        listed = np.flatnonzero(tier >= 0)
        worth = list_worth(board, tier, laid.scan) - charge[listed, tier[listed]].sum()
        assert bound >= worth - 1e-12


def test_programs_that_would_only_take_days_are_not_proved_to_be_worth_a_place() -> None:
    """The most wanted programs hardly ever take the applicant, who has few interview days."""
    problem = national(3, kind="md", programs=300, applications=60, capacity=10)
    rank = np.argsort(np.argsort(-problem.utility))
    admit = np.where((rank < 40)[:, None], 0.2 * problem.admit, problem.admit)
    choice = choose_applications(without(problem, admit=admit))
    assert choice.certificate is not None
    assert choice.certificate.gap <= 0.0065


def test_a_poor_list_is_shown_to_be_poor() -> None:
    problem = national(2, programs=120, applications=20)
    best = choose_applications(problem)
    poor = np.full(120, -1, np.int8)
    poor[-20:] = 0
    proof = certify(problem, poor)
    assert proof.upper_bound >= best.outcomes.value
    assert proof.gap > 0.5


@pytest.mark.parametrize("seed", range(8))
def test_a_floor_is_proved_against_the_best_list_that_holds_it(seed: int) -> None:
    problem = small(seed, programs=8)
    safest = outcomes(problem, safest_list(problem)).chance_of_match
    free = exact_applications(problem).outcomes.chance_of_match
    floor = (safest + free) / 2 if safest > free else safest
    best = exact_applications(without(problem, match_floor=floor))
    proof = certify(problem, best.selection, floor=floor)
    assert proof.upper_bound >= best.outcomes.value - 1e-9
    assert proof.upper_bound <= certify(problem, best.selection).upper_bound + 1e-9
