"""The parts of the interview fit on cases whose answer is known."""

import numpy as np
import pytest
from builders.interview_applications import mix_by_identity
from builders.interview_estimates import LARGEST_PASSING, lasting_share, mean_chance
from builders.interview_features import Design, parent_specialties
from builders.interview_likelihood import GRID, log_likelihood_table
from builders.interview_model import Observations, believe, fit_model
from builders.interview_season import SeasonNoise
from builders.interview_tables import number
from builders.interview_validation import cross_entropy
from scipy.special import expit, logit


def _table(rate: float, count: float, sd: float = 0.0) -> np.ndarray:
    return log_likelihood_table(np.array([rate]), np.array([count]), log_count_sd=np.array([sd]))[0]


def test_a_rounded_zero_is_one_sided_and_says_more_of_more_applicants() -> None:
    few, many = _table(0.0, 40.0), _table(0.0, 2000.0)
    assert np.all(np.diff(few) <= 1e-9)
    one_percent = int(np.argmin(np.abs(GRID - logit(0.01))))
    assert many[one_percent] < few[one_percent] - 2.0


@pytest.mark.parametrize("rate", [0.01, 0.05, 0.3, 0.85])
def test_likelihood_peaks_at_the_published_rate(rate: float) -> None:
    peak = expit(GRID[np.argmax(_table(rate, 600.0))])
    assert peak == pytest.approx(rate, abs=0.011)


def test_rounded_rates_share_all_probability() -> None:
    rates = np.round(np.arange(0, 1.001, 0.01), 2)
    table = log_likelihood_table(
        rates, np.full(rates.size, 150.0), log_count_sd=np.zeros(rates.size)
    )
    assert np.exp(table).sum(axis=0) == pytest.approx(np.ones(GRID.size), abs=0.12)


def test_the_identity_reveals_the_mix_of_applications() -> None:
    rng = np.random.default_rng(1)
    mix, inside = np.array([0.3, 0.15, 0.2, 0.35]), 0.06
    rates = expit(rng.normal([-1.0, -1.8, -2.8, -3.0], 0.8, size=(600, 4)))
    in_state = expit(rng.normal(0.0, 0.5, 600))
    out_state = (rates @ mix - inside * in_state) / (1 - inside)
    found, share = mix_by_identity(rates, in_state, out_state, np.full(4, 0.25))
    # Pooled towards the prior on purpose, so the truth is neared and not reached.
    assert np.abs(found - mix).max() < 0.5 * np.abs(0.25 - mix).max()
    assert share == pytest.approx(inside, abs=0.03)


def test_parents_of_a_combined_specialty() -> None:
    kinds = ["internal_medicine", "pediatrics", "psychiatry", "internal_medicine_pediatrics"]
    assert parent_specialties("internal_medicine_pediatrics", kinds) == kinds[:2]
    assert parent_specialties("pediatrics", kinds) == []


def test_missing_cells_are_not_numbers() -> None:
    assert np.isnan(number("-")) and np.isnan(number("")) and number("0.00") == 0.0


def test_cross_entropy_is_least_at_the_truth() -> None:
    rate = np.full(99, 0.2)
    chances = np.linspace(0.01, 0.99, 99)
    assert chances[np.argmin(cross_entropy(rate, chances))] == pytest.approx(0.2, abs=0.01)


def test_lasting_and_passing_parts_add_up_and_are_covariances() -> None:
    root = np.random.default_rng(3).normal(size=(5, 4, 4))
    residual = root @ root.transpose(0, 2, 1) + np.eye(4) * 0.1
    season = SeasonNoise(np.full(4, 0.1), np.zeros(4), np.zeros(4), np.zeros(4), 0)
    lasting, passing = lasting_share(residual, season)
    assert lasting + passing == pytest.approx(residual)
    assert np.linalg.eigvalsh(lasting).min() > -1e-9
    share = np.einsum("jaa->ja", passing) / np.einsum("jaa->ja", residual)
    assert share.max() < LARGEST_PASSING + 0.2


def test_mean_chance_lies_between_the_middle_and_one_half() -> None:
    chance = mean_chance(np.array([-3.0, 0.0, 3.0]), np.ones(3))
    assert expit(-3.0) < chance[0] < 0.5 < chance[2] < expit(3.0)
    assert chance[1] == pytest.approx(0.5)


def _invented(rng: np.random.Generator) -> tuple[Design, Observations, np.ndarray]:
    rows, count = 500, 300.0
    x = rng.normal(size=rows)
    matrix = np.column_stack([np.ones(rows), x])
    spread = np.array([[0.3, 0.2, 0.1, 0.1], [0.2, 0.4, 0.2, 0.1], [0.1, 0.2, 0.6, 0.5],
                       [0.1, 0.1, 0.5, 0.7]])  # fmt: skip
    truth = np.array([-1.0, -1.8, -3.0, -3.2]) + np.outer(x, [0.5, 0.3, -0.4, -0.6])
    truth = truth + rng.multivariate_normal(np.zeros(4), spread, rows)
    rate = np.round(rng.binomial(int(count), expit(truth)) / count, 2)
    program, group = (axis.ravel() for axis in np.indices(rate.shape))
    table = log_likelihood_table(
        rate.ravel(), np.full(rate.size, count), log_count_sd=np.zeros(rate.size)
    )
    design = Design(
        matrix, ("intercept", "x"), ("flat", "predictor"), tuple(range(rows)), ("one",) * rows
    )
    return design, Observations(program, group, table), truth


def test_the_fit_finds_invented_coefficients_and_informs_a_missing_group() -> None:
    design, observations, truth = _invented(np.random.default_rng(11))
    fit = fit_model(design, observations, rounds=12)
    assert fit.coefficients[1] == pytest.approx([0.5, 0.3, -0.4, -0.6], abs=0.12)
    hidden = (observations.program < 100) & (observations.group == 2)
    some = fit_model(design, observations.only(~hidden), rounds=6, start=fit)
    belief = believe(design, some, np.arange(100))
    plain = design.matrix[:100] @ some.coefficients
    gap = np.mean((belief.mean[:, 2] - truth[:100, 2]) ** 2)
    assert gap < 0.75 * np.mean((plain[:, 2] - truth[:100, 2]) ** 2)
    error = np.sqrt(belief.covariance[:, 2, 2])
    inside = np.abs(belief.mean[:, 2] - truth[:100, 2]) < 1.2816 * error
    assert 0.68 < inside.mean() < 0.92
