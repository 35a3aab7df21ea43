from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.models.return_chain import PLACES, ReturnNumbers, way_back, wished


def random_numbers(seed, **changes):
    rng = np.random.default_rng(seed)
    rows = lambda: rng.dirichlet(np.ones(3), size=3)  # noqa: E731
    numbers = ReturnNumbers(
        residency_years=int(rng.integers(1, 6)),
        fellowship_years=int(rng.integers(1, 4)),
        fellowship=float(rng.random()),
        job=rows(),
        fellowship_at=rows(),
        needs_waiver=bool(rng.random() < 0.5),
        waiver_found=float(rng.random()),
        waiver_at=rows(),
        waiver_stay=float(rng.random()),
        back_from_abroad=float(rng.random()),
        wishes=rng.dirichlet(np.ones(3)),
        move_in=float(rng.random() * 0.2),
        move_out=float(rng.random() * 0.2),
    )
    return replace(numbers, **changes)


@given(st.integers(0, 2**31), st.sampled_from(PLACES))
def test_nobody_is_lost_and_routes_add_up(seed, start):
    found = way_back(random_numbers(seed), start, 15)
    everyone = found.practising.sum(axis=1) + found.training + found.abroad
    assert everyone == pytest.approx(np.ones(16))
    assert found.by_route.sum(axis=1) == pytest.approx(found.practising[:, 0])
    assert (found.in_target >= found.practising[:, 0] - 1e-12).all()


@given(st.integers(0, 2**31))
def test_moving_in_more_often_never_lowers_the_chance(seed):
    less = random_numbers(seed, move_in=0.02, move_out=0.01)
    more = replace(less, move_in=0.08)
    for start in PLACES:
        low, high = (way_back(n, start, 12).practising[-1, 0] for n in (less, more))
        assert high >= low - 1e-12


def test_without_a_visa_nobody_works_off_a_waiver_or_goes_home():
    found = way_back(random_numbers(4, needs_waiver=False), "far", 10)
    assert found.abroad.max() == 0.0
    assert found.by_route[:, 2].max() == 0.0


def test_by_hand():
    numbers = random_numbers(
        1, residency_years=3, fellowship=0.0, needs_waiver=False, move_in=0.1, move_out=0.0,
        job=np.array([[0.5, 0.3, 0.2], [0.2, 0.5, 0.3], [0.1, 0.1, 0.8]]),
    )  # fmt: skip
    far = way_back(numbers, "far", 5).practising[:, 0]
    assert far.tolist() == pytest.approx([0, 0, 0, 0.1, 0.1 + 0.9 * 0.1, 0.19 + 0.81 * 0.1])


@given(st.integers(0, 2**31), st.floats(1.0, 9.0))
def test_a_wish_raises_the_first_place_and_keeps_the_whole(seed, odds):
    shares = np.random.default_rng(seed).dirichlet(np.ones(3), size=3)
    found = wished(shares, odds)
    assert found.sum(axis=1) == pytest.approx(np.ones(3))
    assert (found[:, 0] >= shares[:, 0] - 1e-12).all()
