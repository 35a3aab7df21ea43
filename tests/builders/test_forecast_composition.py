import numpy as np
import pytest
from builders.forecast_composition import concentration, fitted_shares
from builders.forecast_noise import FillErrors, fill_noise


def test_the_concentration_of_invented_cells_is_found():
    rng = np.random.default_rng(1)
    prior = np.tile([0.5, 0.3, 0.2], (800, 1))
    size = rng.integers(10, 60, 800)
    latent = np.array([rng.dirichlet(20 * row) for row in prior])
    count = np.array([rng.multinomial(n, p) for n, p in zip(size, latent, strict=True)], float)
    first, power = concentration(prior, count)
    assert first * 30**power == pytest.approx(20, rel=0.25)


def test_effects_of_columns_are_found_and_shrunk():
    rng = np.random.default_rng(2)
    design = np.column_stack([np.ones(400), rng.standard_normal(400)])
    share = 1 / (1 + np.exp(-(0.4 + design[:, 1])))
    count = rng.binomial(40, np.column_stack([share, 1 - share])).astype(float)
    found = fitted_shares(design, count, np.array([[1.0, 0.0], [1.0, 1.0]]))
    assert found[:, 0] == pytest.approx([0.6, 0.8], abs=0.03)


def test_the_noise_of_invented_fills_is_found():
    rng = np.random.default_rng(3)
    year, group = (a.ravel() for a in np.meshgrid(np.arange(2020, 2026), np.repeat(range(30), 40)))
    season = rng.standard_normal((6, 30)) * 0.4
    level = 1.5 + season[year - 2020, group]
    seat = rng.beta(*_beta(level, 0.2))
    quota = np.full(year.size, 8.0)
    filled = rng.binomial(8, seat).astype(float)
    share = np.full(year.size, filled.sum() / quota.sum())
    rho, spread, nation = fill_noise(FillErrors(year, share, quota, filled, group, group))
    assert rho == pytest.approx(0.2, abs=0.08)
    assert np.median(spread) == pytest.approx(0.4, abs=0.12)
    assert nation < 0.25


def _beta(level, correlation):
    chance, worth = 1 / (1 + np.exp(-level)), 1 / correlation - 1
    return np.array([chance * worth, (1 - chance) * worth])
