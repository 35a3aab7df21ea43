"""Numbers in words: never a false certainty, and the words agree with the numbers."""

from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.domain.chance import ChanceRange
from thirdfriday.faces.wording import dollars, in_ten, percent, percent_range

CHANCES = st.floats(0, 1, allow_subnormal=False)
RANGES = st.lists(CHANCES, min_size=3, max_size=3).map(lambda v: ChanceRange(*sorted(v)))


@given(CHANCES, st.integers(0, 2))
def test_nothing_uncertain_reads_as_certain(chance, digits):
    said = percent(chance, digits)
    assert (float(said.strip("<>%")) == 0) == (chance == 0)
    if said.strip("%") in ("100", "100.0", "100.00"):
        assert chance == 1


@given(CHANCES)
def test_percent_is_within_half_a_point(chance):
    assert abs(float(percent(chance).strip("<>%")) - 100 * chance) <= 1


@given(RANGES)
def test_words_of_a_range_are_ordered(chance):
    said = in_ten(chance)
    assert said.startswith("about ") and (" in 10" in said)
    shown = percent_range(chance)
    low, high = shown.split("(")[1].rstrip(")").split("-")
    assert int(low) <= int(high)


def test_dollars_have_separators():
    assert dollars(3030.4) == "$3,030"
