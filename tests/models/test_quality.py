"""The grid of unseen quality integrates what it must."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.models.quality import normal_nodes, quality_nodes


@given(st.integers(2, 25))
def test_nodes_have_the_moments_of_a_standard_normal(points):
    nodes, weights = normal_nodes(points)
    assert weights.sum() == pytest.approx(1)
    assert weights @ nodes == pytest.approx(0, abs=1e-9)
    assert weights @ nodes**2 == pytest.approx(1)
    assert (weights > 0).all()


@given(st.floats(0, 3), st.integers(1, 9), st.integers(1, 9))
def test_quality_and_performance_are_independent(spread, quality, performance):
    grid = quality_nodes(spread, quality_points=quality, performance_points=performance)
    assert grid.weight.sum() == pytest.approx(1)
    assert grid.weight @ (grid.quality * grid.performance) == pytest.approx(0, abs=1e-9)
    if quality > 1:
        assert grid.weight @ grid.quality**2 == pytest.approx(spread**2, abs=1e-9)
    if performance > 1:
        assert grid.weight @ grid.performance**2 == pytest.approx(1)


def test_one_point_is_the_middle():
    grid = quality_nodes(0.8, quality_points=1, performance_points=1)
    assert np.array_equal(grid.quality, [0.0]) and np.array_equal(grid.performance, [0.0])
