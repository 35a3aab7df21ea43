import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.models.diagnosis import (
    SeasonUnder,
    causes,
    count_chances,
    likelihood,
    so_few,
)


@given(st.integers(0, 2**31), st.integers(0, 12), st.integers(1, 4))
def test_counts_are_a_distribution_with_the_right_mean(seed, programs, nodes):
    offer = np.random.default_rng(seed).random((programs, nodes))
    counts = count_chances(offer)
    assert counts.sum(axis=0) == pytest.approx(np.ones(nodes))
    assert np.arange(programs + 1) @ counts == pytest.approx(offer.sum(axis=0))
    assert so_few(offer, np.ones(nodes), programs) == pytest.approx(1.0)


@given(st.integers(0, 2**31))
def test_fewer_interviews_never_speak_less_for_paper(seed):
    rng = np.random.default_rng(seed)
    offer = rng.random((15, 3)) * 0.6 + 0.05
    admit = rng.random((2, 3)) * 0.5
    seasons = {"luck": SeasonUnder(offer, admit), "paper": SeasonUnder(offer * 0.4, admit)}
    prior = {"luck": 0.5, "paper": 0.5}
    shares = [causes(seasons, np.ones(3), prior, count)["paper"] for count in (0, 2, 5, 9)]
    assert shares[0] >= shares[-1]
    assert all(0.0 <= share <= 1.0 for share in shares)


def test_many_ranks_and_no_match_speak_for_the_interviews():
    offer = np.full((30, 1), 0.3)
    seasons = {
        "luck": SeasonUnder(offer, np.full((9, 1), 0.25)),
        "interview": SeasonUnder(offer, np.full((9, 1), 0.05)),
    }
    found = causes(seasons, np.ones(1), {"luck": 0.5, "interview": 0.5}, 9)
    assert found["interview"] > 0.85


def test_what_cannot_happen_leaves_the_prior():
    certain = SeasonUnder(np.ones((2, 1)), np.ones((1, 1)))
    assert likelihood(certain, np.ones(1), 2) == 0.0
    assert causes({"luck": certain}, np.ones(1), {"luck": 1.0}, 2) == {"luck": 1.0}
