"""Draws of effects keep their mean, sign and seed."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.models.factors import Effects, Factor, design


@given(st.floats(-2, 2), st.floats(0, 0.4), st.integers(0, 2**32 - 1))
def test_a_draw_never_changes_the_sign(central, deviation, seed):
    effects = Effects(("effect.x",), np.array([central]), np.array([deviation]))
    drawn = effects.draw(np.random.default_rng(seed), 50)
    assert drawn.shape == (50, 1)
    assert (drawn >= 0).all() if central >= 0 else (drawn <= 0).all()
    again = effects.draw(np.random.default_rng(seed), 50)
    assert np.array_equal(drawn, again)


def test_draws_average_to_the_central_value():
    effects = Effects(("a", "b"), np.array([0.9, -1.2]), np.array([0.2, 0.3]))
    drawn = effects.draw(np.random.default_rng(1), 20_000)
    assert np.allclose(drawn.mean(axis=0), effects.central, atol=0.01)
    assert np.allclose(drawn.std(axis=0), effects.deviation, atol=0.01)


def test_the_design_has_a_row_a_program_and_a_column_a_factor():
    whole = Factor("score", "effect.score", 0.5, "")
    local = Factor("tie", "effect.tie", np.array([1.0, 0.0, 0.5]), "")
    assert design((whole, local), 3).tolist() == [[0.5, 1.0], [0.5, 0.0], [0.5, 0.5]]
    assert design((), 3).shape == (3, 0)
