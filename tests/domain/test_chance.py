"""A chance keeps its range in order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.domain.chance import ChanceRange

CHANCES = st.floats(0, 1)


@given(st.tuples(CHANCES, CHANCES, CHANCES).map(sorted))
def test_the_complement_of_the_complement_is_near_the_range(values: list[float]) -> None:
    chance = ChanceRange(*values)
    back = chance.complement().complement()
    assert (back.low, back.central, back.high) == pytest.approx(tuple(values), abs=1e-15)
    assert chance.width == chance.high - chance.low >= 0


@pytest.mark.parametrize(
    "values", [(0.5, 0.4, 0.6), (-0.1, 0, 1), (0, 0.5, 1.1), (float("nan"), 0.5, 0.6)]
)
def test_what_is_no_range_is_refused(values: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="0 <= low <= central <= high <= 1"):
        ChanceRange(*values)


def test_a_certain_chance_has_no_width() -> None:
    assert ChanceRange.certain(0.25).width == 0
