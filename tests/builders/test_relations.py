import numpy as np
import pytest
from builders.relations import joined, moved_on, related, told, without_each


def test_a_relation_tells_rows_without_a_figure():
    rng = np.random.default_rng(3)
    covariate = np.linspace(-2, 2, 30)
    value = 240 + 4 * covariate + rng.normal(0, 0.5, 30)
    value[[5, 20]] = np.nan
    found = told([covariate], value, np.full(30, 0.5))
    assert found.others[5] == pytest.approx(240 + 4 * covariate[5], abs=1)
    assert found.both[5] == pytest.approx(found.others[5])
    sure = told([covariate], value, np.full(30, 1e-3))
    assert sure.both[4] == pytest.approx(value[4], abs=0.01)


def test_a_missing_covariate_counts_as_the_mean():
    covariate = np.array([-1.0, 0.0, 1.0, np.nan])
    value = np.array([9.0, 10.0, 11.0, np.nan])
    others, _, _ = related([covariate], value, np.full(4, 0.1))
    assert others[3] == pytest.approx(10.0, abs=0.05)


def test_what_is_known_twice_weighs_by_precision():
    first = np.array([1.0, np.nan]), np.array([1.0, np.nan])
    second = np.array([4.0, 7.0]), np.array([2.0, 1.0])
    mean, error = joined(first, second)
    assert mean == pytest.approx([1.6, 7.0])
    assert error == pytest.approx([np.sqrt(0.8), 1.0])


def test_the_newest_earlier_figure_moves_by_the_mean_change():
    earlier = {2013: np.array([230.0, 220.0, 225.0]), 2022: np.array([np.nan, 230.0, 236.0])}
    now = np.array([242.0, 232.0, np.nan])
    moved, spread = moved_on(earlier, now, np.full(3, 1.0))
    assert moved[0] == pytest.approx(242.0)  # 12 more, and 2022 has no change to go by
    assert moved[2] == pytest.approx(237.0)
    assert np.isfinite(spread).all()


def test_leaving_a_row_out_does_not_use_its_figure():
    covariate, value = np.arange(6.0), np.array([1.0, 2.0, 3.0, 4.0, 5.0, 60.0])
    error = np.full(6, 0.1)
    assert without_each([covariate], value, error)[5] == without_each(
        [covariate], np.where(value == 60, 6.0, value), error)[5]  # fmt: skip
