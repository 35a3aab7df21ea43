import numpy as np
import pytest
from scipy import stats

from thirdfriday.models.deferred_acceptance_lazy import match_lazily
from thirdfriday.models.deferred_acceptance_redraw import (
    chances,
    interviews_of,
    match_redrawn,
)
from thirdfriday.models.deferred_acceptance_tastes import (
    REACH,
    chance_of,
    draw_keys,
    place_bits,
)

MANY = 400_000


def drawn(seed, side):
    """The chance of many pairs in one draw, read back from their keys."""
    keys = np.empty(MANY, np.uint32)
    chance = chance_of(seed, side, 1.0, (0.0, 0.0), 31)
    draw_keys(np.zeros(MANY, np.float32), chance, np.uint32(0), keys)
    return float(chance.top) - (keys.astype(np.float64) - 0.5) / float(chance.steps)


def test_chance_is_a_standard_normal():
    values = drawn(7, 0)
    assert abs(values).max() < REACH
    assert stats.kstest(values, "norm").statistic < 1.95 / np.sqrt(MANY)
    for power, expected in ((1, 0.0), (2, 1.0), (3, 0.0), (4, 3.0), (6, 15.0)):
        spread = (values**power).std() / np.sqrt(MANY)
        assert abs((values**power).mean() - expected) < 4 * spread
    for far in (3.0, 3.8):
        expected = 2 * stats.norm.sf(far) * MANY
        assert abs((abs(values) > far).sum() - expected) < 4 * np.sqrt(expected)


def test_draws_sides_and_neighbours_share_no_chance():
    values = [drawn(seed, side) for seed in (1, 2, 2**40 + 1) for side in (0, 1)]
    allowed = 4.5 / np.sqrt(MANY)
    for k, one in enumerate(values):
        for lag in (1, 2, 11, 64, 4096):
            assert abs(np.corrcoef(one[lag:], one[:-lag])[0, 1]) < allowed
            assert abs(np.corrcoef(abs(one[lag:]), abs(one[:-lag]))[0, 1]) < allowed
        for other in values[k + 1 :]:
            assert abs(np.corrcoef(one, other)[0, 1]) < allowed
    assert np.array_equal(drawn(1, 0), values[0])


def test_more_wanted_is_a_smaller_key_and_equal_ones_go_by_place():
    wish = np.array([0.0, 40.0, -3.0, 40.0, 1e6], np.float32)
    keys = np.empty(5, np.uint32)
    draw_keys(wish, chance_of(3, 1, 0.0, (-3.0, 1e6), 29), np.uint32(3), keys)
    assert np.argsort(keys).tolist() == [4, 1, 3, 0, 2]
    assert keys.min() > 0
    assert keys.max() < 2**32 - 1


@pytest.mark.parametrize("longest", [1, 2, 8, 9, 64, 65, 700])
def test_places_of_a_list_of_any_length_are_told_apart(longest):
    assert 2 ** place_bits(longest) >= longest
    rng = np.random.default_rng(longest)
    start = np.array([0, longest, longest + 1])
    program = np.concatenate([rng.permutation(longest), [0]])
    pairs = interviews_of(start, program, np.zeros(longest + 1), np.zeros(longest + 1))
    assert place_bits(pairs.longest) == place_bits(longest)
    positions = (np.arange(longest) == program[longest - 1]).astype(int)
    for noise in ((0.0, 0.0), (1.0, 1.0)):
        lazy = match_lazily(pairs, positions, seed=1, noise=noise)
        assert np.array_equal(lazy, match_redrawn(pairs, positions, seed=1, noise=noise))
        assert lazy[0] == program[longest - 1] or lazy[1] == program[longest - 1]


def test_keys_of_both_sides_fill_their_range():
    rng = np.random.default_rng(5)
    pairs = interviews_of(np.arange(1001) * 20, np.tile(np.arange(20), 1000),
                          rng.normal(size=20_000), rng.normal(size=20_000))  # fmt: skip
    wishing, wanting, shift = chances(pairs, 9, (0.8, 0.7))
    keys = np.empty(20_000, np.uint32)
    draw_keys(pairs.wish, wishing, shift, keys)
    assert np.unique(keys).size > 19_000
    draw_keys(pairs.want, wanting, np.uint32(0), keys)
    assert np.unique(keys).size > 19_000
    assert keys.max() < 2**31


def test_what_is_not_a_number_is_refused():
    with pytest.raises(ValueError, match="finite"):
        interviews_of(np.array([0, 1]), np.array([0]), np.array([np.nan]), np.zeros(1))
