"""The season's posterior is calibrated: ranks of what was drawn are uniform (Talts et al.)."""

import numpy as np
import pytest
from benchmarks.season_calibration import applications, ranks, uniform

SEASONS = 500


@pytest.mark.parametrize("example", ["img_internal_medicine", "md_strong"])
def test_ranks_of_quality_and_of_further_invitations_are_uniform(example: str) -> None:
    found = ranks(applications(example), SEASONS, np.random.default_rng(11))
    for each in found:
        chi, kolmogorov, inside = uniform(each, bins=10)
        assert chi > 0.005
        assert kolmogorov > 0.005
        assert abs(inside - 0.8) < 0.06


def test_a_wrong_pace_would_be_seen() -> None:
    """The check has the strength to fail: invitations that run far ahead are not uniform."""
    listed = applications("md_strong")
    off = ranks(listed, SEASONS, np.random.default_rng(11), drift=1.0)[0]
    assert uniform(off, bins=10)[0] < 1e-4
