"""Limits answer for every tier."""

import pytest

from thirdfriday.domain.spending import Limits, TierLimit


def test_a_tier_without_limits_is_free() -> None:
    limits = Limits(tiers=(TierLimit(1, minimum=10, maximum=20),))
    assert limits.tier(1).maximum == 20
    assert limits.tier(3) == TierLimit(3)


def test_a_minimum_above_the_maximum_is_refused() -> None:
    with pytest.raises(ValueError, match="minimum <= maximum"):
        TierLimit(1, minimum=5, maximum=4)
