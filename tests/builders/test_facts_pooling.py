import math

import pytest
from builders.facts_pooling import Estimate, pooled_means, pooled_shares, widened
from hypothesis import given, settings
from hypothesis import strategies as st

SHARES = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.tuples(st.floats(0, 1), st.integers(1, 300)),
    min_size=2,
)


@settings(deadline=None)
@given(counts=SHARES, overall=st.floats(0.05, 0.95))
def test_a_pooled_share_lies_between_its_own_and_the_common_one(
    counts: dict[str, tuple[float, int]], overall: float
) -> None:
    estimates, weight = pooled_shares(counts, overall)
    assert weight > 0
    for key, (share, _) in counts.items():
        estimate = estimates[key]
        assert min(share, overall) - 1e-9 <= estimate.central <= max(share, overall) + 1e-9
        assert 0 <= estimate.low <= estimate.high <= 1


def test_more_programs_are_believed_more() -> None:
    counts = {"few": (0.9, 5), "many": (0.9, 500), "other": (0.3, 50), "third": (0.5, 50)}
    estimates, _ = pooled_shares(counts, 0.5)
    assert estimates["few"].central < estimates["many"].central
    assert width(estimates["few"]) > width(estimates["many"])


def width(estimate: Estimate) -> float:
    return estimate.high - estimate.low


@given(st.floats(0.02, 0.98), st.floats(0, 1))
def test_drift_only_widens(central: float, drift: float) -> None:
    plain = Estimate(central * 0.95, central, min(0.999, central * 1.02))
    wide = widened(plain, drift)
    assert wide.central == central
    assert wide.low <= plain.low + 1e-9 and wide.high >= plain.high - 1e-9


def test_equal_means_pool_to_themselves() -> None:
    estimates, common, error, between = pooled_means({"a": (2.0, 0.1), "b": (2.0, 0.4)})
    assert common == pytest.approx(2.0) and between == 0
    assert error == pytest.approx(math.sqrt(1 / (10 + 2.5)))
    assert estimates["a"].central == pytest.approx(2.0)


def test_different_means_keep_a_spread() -> None:
    estimates, common, _, between = pooled_means({"a": (0.0, 0.01), "b": (4.0, 0.01)})
    assert common == pytest.approx(2.0) and between > 1
    assert estimates["a"].central == pytest.approx(0.0, abs=0.1)
