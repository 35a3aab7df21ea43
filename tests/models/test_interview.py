"""Chances of interview: published rates are reproduced, and what helps helps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit

from thirdfriday.models.interview import (
    Mixture,
    centred_log_odds,
    chances_of_interview,
    reference_log_odds,
)
from thirdfriday.models.quality import normal_nodes

LOG_ODDS = st.floats(-8, 5)
OFFSETS = st.lists(st.floats(-2, 3), min_size=1, max_size=4)


@st.composite
def mixtures(draw):
    parts = []
    for _ in range(draw(st.integers(0, 3))):
        offset = np.array(draw(OFFSETS))
        weight = np.array(draw(st.lists(st.floats(0.05, 1), min_size=len(offset),
                                        max_size=len(offset))))  # fmt: skip
        parts.append((offset, weight / weight.sum()))
    return Mixture.of(*parts, spread=draw(st.floats(0, 1.5)))


@given(mixtures())
def test_weights_of_a_mixture_sum_to_one(mixture):
    assert mixture.weight.sum() == pytest.approx(1)
    assert mixture.weight.shape == mixture.offset.shape


@given(st.lists(LOG_ODDS, min_size=1, max_size=6), mixtures())
def test_the_reference_reproduces_the_published_rate(marginal, mixture):
    marginal = np.array(marginal)
    reference = reference_log_odds(marginal, mixture, steps=25)
    rate = expit(reference[:, None] + mixture.offset) @ mixture.weight
    assert rate == pytest.approx(expit(marginal), rel=1e-6, abs=1e-9)


@given(st.lists(LOG_ODDS, min_size=1, max_size=6), mixtures())
def test_the_packaged_number_of_steps_is_enough(marginal, mixture):
    reference = reference_log_odds(np.array(marginal), mixture)
    rate = expit(reference[:, None] + mixture.offset) @ mixture.weight
    assert rate == pytest.approx(expit(np.array(marginal)), abs=1e-4)


def test_any_start_leads_to_the_same_reference():
    mixture = Mixture.of((np.array([0.0, 1.5]), np.array([0.8, 0.2])), spread=0.9)
    marginal = np.array([-4.0, -1.0, 1.0])
    near = reference_log_odds(marginal, mixture, start=marginal - 1.0, steps=12)
    assert near == pytest.approx(reference_log_odds(marginal, mixture, steps=12), abs=1e-9)


@given(st.lists(LOG_ODDS, min_size=1, max_size=5), st.floats(0, 2))
def test_centred_log_odds_average_to_the_central_chance(log_odds, error):
    log_odds = np.array(log_odds)
    centred = centred_log_odds(log_odds, np.full(len(log_odds), error))
    nodes, weights = normal_nodes(7)
    average = expit(centred[:, None] + error * nodes) @ weights
    assert average == pytest.approx(expit(log_odds), abs=1e-4)


@given(LOG_ODDS, st.lists(st.floats(0, 3), min_size=1, max_size=3), st.floats(0.01, 2))
def test_signals_and_quality_raise_the_chance(log_odds, signals, more):
    chances = chances_of_interview(
        np.array([log_odds, log_odds + more]),
        np.array([0.0, *np.cumsum(signals)]),
        np.array([-more, 0.0, more]),
    )
    assert chances.shape == (2, len(signals) + 1, 3)
    assert ((chances >= 0) & (chances <= 1)).all()
    assert (np.diff(chances, axis=0) >= 0).all()
    assert (np.diff(chances, axis=1) >= 0).all()
    assert (np.diff(chances, axis=2) >= 0).all()
