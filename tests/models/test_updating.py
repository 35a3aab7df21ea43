from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.facts.registry import load_facts
from thirdfriday.models.updating import (
    Answers,
    QualityGrid,
    chances_with_error,
    later_chances,
    log_likelihood,
    posterior,
    quality_grid,
)

FACTS = load_facts()


@st.composite
def lists(draw: st.DrawFn) -> tuple[QualityGrid, np.ndarray, Answers]:
    """A grid, chances of a list and random answers to it."""
    count = draw(st.integers(2, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    grid = quality_grid(draw(st.floats(0.05, 2.0)), FACTS)
    log_odds = rng.normal(-2.0, 1.5, count)
    error = rng.uniform(0.0, 1.2, count)
    chance = chances_with_error(log_odds, error, grid)
    state = rng.integers(0, 3, count)
    out = rng.random()
    exposure = np.select([state == 0, state == 1], [out, 1.0], 0.0)
    remaining = np.where(state == 0, 1.0 - out, 0.0)
    return grid, chance, Answers((state == 2).astype(float), exposure, remaining)


def others(chance: np.ndarray, answers: Answers, weight: np.ndarray) -> np.ndarray:
    """Chances that stay comparable: of an invitation at every program but the first."""
    return (chance @ weight)[1:]


def as_first(answers: Answers, invited: float, exposure: float, remaining: float) -> Answers:
    def with_first(values: np.ndarray, first: float) -> np.ndarray:
        return np.concatenate([[first], values[1:]])

    return Answers(
        with_first(answers.invited, invited),
        with_first(answers.exposure, exposure),
        with_first(answers.remaining, remaining),
    )


@given(lists(), st.floats(0.01, 1.0))
def test_an_invitation_never_lowers_and_a_no_never_raises_the_chance_elsewhere(
    case: tuple[QualityGrid, np.ndarray, Answers], share: float
) -> None:
    grid, chance, answers = case
    nothing = as_first(answers, 0.0, 0.0, 1.0)
    base = posterior(grid, chance, nothing)
    invited = posterior(grid, chance, as_first(answers, 1.0, 0.0, 0.0))
    silent = posterior(grid, chance, as_first(answers, 0.0, share, 1.0 - share))
    rejected = posterior(grid, chance, as_first(answers, 0.0, 1.0, 0.0))
    for tested in (chance, later_chances(chance, nothing)):
        start = others(tested, nothing, base)
        assert np.all(others(tested, nothing, invited) >= start - 1e-12)
        assert np.all(others(tested, nothing, silent) <= start + 1e-12)
        assert np.all(others(tested, nothing, rejected) <= others(tested, nothing, silent) + 1e-12)


@given(lists(), st.randoms(use_true_random=False))
def test_the_order_of_programs_is_no_matter(
    case: tuple[QualityGrid, np.ndarray, Answers], rng: object
) -> None:
    grid, chance, answers = case
    order = list(range(len(chance)))
    rng.shuffle(order)  # type: ignore[attr-defined]
    turned = Answers(answers.invited[order], answers.exposure[order], answers.remaining[order])
    assert np.allclose(
        posterior(grid, chance, answers), posterior(grid, chance[order], turned), atol=1e-12
    )


def test_the_mean_chance_is_that_of_the_plan_whatever_the_error() -> None:
    grid = quality_grid(0.6, FACTS)
    log_odds = np.array([-4.0, -1.0, 1.5])
    plain = chances_with_error(log_odds, np.zeros(3), grid) @ grid.weight
    blurred = chances_with_error(log_odds, np.array([0.9, 0.5, 1.1]), grid) @ grid.weight
    assert np.allclose(plain, blurred, rtol=2e-3)


def season(points: int) -> tuple[QualityGrid, np.ndarray, Answers]:
    rng = np.random.default_rng(3)
    steps = np.linspace(-6, 6, points)
    weight = np.exp(-0.5 * steps**2)
    grid = QualityGrid(0.54 * steps, weight / weight.sum())
    chance = chances_with_error(rng.normal(-2.5, 1.2, 130), rng.uniform(0.4, 0.9, 130), grid)
    invited = (rng.random(130) < 0.15).astype(float)
    out = 0.7 * (1 - invited)
    return grid, chance, Answers(invited, out, 0.3 * (1 - invited))


def test_a_finer_grid_changes_nothing() -> None:
    found = []
    for points in (33, 129):
        grid, chance, answers = season(points)
        found.append(later_chances(chance, answers) @ posterior(grid, chance, answers))
    assert np.abs(found[0] - found[1]).max() < 1e-4


def test_the_posterior_is_that_of_the_enumerated_outcomes() -> None:
    """Against Bayes' rule by hand, silence included, on a grid of two points."""
    grid = QualityGrid(np.array([-1.0, 1.0]), np.array([0.4, 0.6]))
    chance = np.array([[0.2, 0.5], [0.1, 0.3], [0.4, 0.7]])
    answers = Answers(
        np.array([1.0, 0.0, 0.0]), np.array([0.0, 1.0, 0.25]), np.array([0.0, 0.0, 0.75])
    )
    low = 0.4 * 0.2 * 0.9 * (1 - 0.25 * 0.4)
    high = 0.6 * 0.5 * 0.7 * (1 - 0.25 * 0.7)
    expected = np.array([low, high]) / (low + high)
    assert np.allclose(posterior(grid, chance, answers), expected)
    assert np.allclose(np.exp(log_likelihood(chance, answers)), [low / 0.4, high / 0.6])
    later = later_chances(chance, answers)
    assert np.allclose(later[0], 1.0)
    assert np.allclose(later[1], 0.0)
    assert np.allclose(later[2], chance[2] * 0.75 / (1 - 0.25 * chance[2]))
    assert replace(grid).spread > 0
