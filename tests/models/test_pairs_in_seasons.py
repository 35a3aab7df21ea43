import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.models.down_the_list import match_in_season
from thirdfriday.models.pairs_in_seasons import NO_MATCH, every_pair, pair_matched, shares


@given(st.integers(0, 2**31), st.integers(1, 5), st.integers(1, 5))
def test_the_first_pair_that_both_take_is_matched(seed, left, right):
    rng = np.random.default_rng(seed)
    first, second = rng.random((50, left)) < 0.4, rng.random((50, right)) < 0.4
    pairs = rng.permutation(every_pair(left, right))
    found = pair_matched(first, second, pairs)
    for season, rank in enumerate(found.tolist()):
        takes = [
            (one == NO_MATCH or first[season, one]) and (other == NO_MATCH or second[season, other])
            for one, other in pairs.tolist()
        ]
        assert rank == (takes.index(True) if any(takes) else -1)
    assert shares(found, len(pairs)).sum() == pytest.approx(np.mean(found >= 0))


@given(st.integers(0, 2**31), st.integers(1, 5))
def test_with_a_partner_who_is_taken_nowhere_the_first_is_alone(seed, left):
    rng = np.random.default_rng(seed)
    first, second = rng.random((40, left)) < 0.5, np.zeros((40, 1), dtype=bool)
    pairs = every_pair(left, 1)
    found = pair_matched(first, second, pairs)
    alone = match_in_season(first, np.arange(left))
    assert ((found >= 0) == (alone >= 0)).all()
    assert (pairs[found[found >= 0], 0] == alone[alone >= 0]).all()


def test_no_pairs_match_nobody():
    nobody = np.zeros((3, 0), dtype=bool)
    assert pair_matched(nobody, nobody, every_pair(0, 0)).tolist() == [-1, -1, -1]
