"""The chance of unfilled positions follows a program's own history."""

from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.models.unfilled import chances_of_unfilled, weighted_seasons

YEARS = range(2016, 2026)
HISTORIES = st.dictionaries(
    st.sampled_from(YEARS), st.integers(1, 20).flatmap(lambda q: st.tuples(st.just(q),
                                                                          st.integers(0, q)))
)  # fmt: skip


class InventedProgram:
    """A program of which only the history is known."""

    def __init__(self, history):
        self.fill_history = history


def program(history):
    return InventedProgram(history)


@given(HISTORIES, st.floats(0.1, 1))
def test_weights_count_unfilled_among_all(history, recency):
    unfilled, seasons = weighted_seasons(history, recency)
    assert 0 <= unfilled <= seasons <= len(history) + 1e-9


@given(st.lists(HISTORIES, min_size=1, max_size=6))
def test_every_chance_is_a_chance(facts, histories):
    chances = chances_of_unfilled([program(history) for history in histories], facts)
    assert ((chances > 0) & (chances < 1)).all()


@given(st.lists(HISTORIES, min_size=1, max_size=4), st.sampled_from(YEARS))
def test_a_season_left_unfilled_raises_the_chance(facts, histories, year):
    base = dict.fromkeys(YEARS, (8, 8))
    worse = base | {year: (8, 6)}
    others = [program(history) for history in histories]
    filled = chances_of_unfilled([program(base), *others], facts)[0]
    unfilled = chances_of_unfilled([program(worse), *others], facts)[0]
    assert unfilled > filled


def test_recent_seasons_count_more(facts):
    base = dict.fromkeys(YEARS, (8, 8))
    old, new = ({**base, y: (8, 7)} for y in (2016, 2025))
    chances = chances_of_unfilled([program(old), program(new)], facts)
    assert chances[1] > chances[0]


def test_no_programs_no_chances(facts):
    assert chances_of_unfilled([], facts).shape == (0,)
