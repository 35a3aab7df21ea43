"""Banks of cutoffs with given seasons, for tests."""

import numpy as np

from thirdfriday.models.cutoff_bank import CutoffBank, grouped


def bank_of(gaps):
    """A bank whose programs had these cutoffs, season by season."""
    gap = np.array(gaps, np.float32)
    gap = np.repeat(gap, 100, axis=1) if gap.shape[1] < 50 else gap
    points, spread = grouped(gap)
    count = len(gap)
    return CutoffBank(
        tuple(f"program {k}" for k in range(count)), gap, points, spread, np.zeros(count),
        np.arange(count, dtype=np.int64), np.ones(count, np.bool_),
        float(points.mean()),
    )  # fmt: skip
