"""Programs and their tracks: histories, rates and ages."""

from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.program import (
    FIRST_YEAR,
    NEWEST_FILLED_YEAR,
    NEWEST_QUOTA_YEAR,
    Program,
    Track,
    at_year,
)

YEARS = NEWEST_QUOTA_YEAR - FIRST_YEAR + 1


def program(*tracks: Track, first: int | None = None, last: int | None = None) -> Program:
    return Program(
        program_id="1", acgme_id="1", name="A", institution="A", city="B", state="CA", lat=None,
        lon=None, specialty="psychiatry", link_confidence="high", nrmp_institution_code="1",
        setting="", residents_total=None, residents_first_year=None, visa_j1=None, visa_h1b=None,
        visa_f1=None, visa_year=None, pct_us_md=None, pct_us_do=None, pct_us_img=None,
        pct_non_us_img=None, composition_year=None, listed_year=2025, first_year_offered=first,
        last_year_offered=last, new_program=False, service="eras", tracks=tracks,
    )  # fmt: skip


counts = st.lists(
    st.one_of(st.none(), st.tuples(st.integers(0, 60), st.integers(0, 60))),
    min_size=YEARS,
    max_size=YEARS,
)


@given(counts)
def test_a_history_never_fills_more_than_it_offers(
    years: list[tuple[int, int] | None],
) -> None:
    quota = tuple(pair[0] if pair else None for pair in years)
    filled = tuple(min(pair) if pair else None for pair in years[:-1])
    offered = [FIRST_YEAR + i for i, count in enumerate(quota) if count]
    made = program(
        Track("1", "1", "categorical", "A", quota, filled),
        first=min(offered, default=None),
        last=max(offered, default=None),
    )
    history = made.fill_history
    assert all(0 <= matched <= positions for positions, matched in history.values())
    assert set(history) == {year for year in offered if year <= NEWEST_FILLED_YEAR}
    assert made.fill_rate is None or 0.0 <= made.fill_rate <= 1.0
    assert (made.fill_rate is None) == (not history)
    assert 0 <= made.years_with_unfilled <= len(history)
    assert made.positions == (at_year(quota, max(offered)) if offered else 0)
    assert made.offered == (NEWEST_QUOTA_YEAR in offered)


def test_a_program_that_was_never_in_the_match() -> None:
    made = program()
    assert (made.positions, made.fill_rate, made.age, made.offered) == (0, None, None, False)
    assert made.nrmp_codes == ()


def test_positions_by_type_add_up_over_tracks() -> None:
    quota = (None,) * (YEARS - 1)
    made = program(
        Track("1140C0", "1", "categorical", "Internal Medicine", (*quota, 7), ()),
        Track("1140P0", "1", "preliminary", "Medicine-Preliminary", (*quota, 9), ()),
        Track("1140R0", "1", "physician_reserved", "Research", (*quota, 0), ()),
        first=NEWEST_QUOTA_YEAR,
        last=NEWEST_QUOTA_YEAR,
    )
    assert made.positions == 16
    assert made.positions_in(NEWEST_QUOTA_YEAR, ("categorical", "primary")) == 7
    assert made.nrmp_codes == ("1140C0", "1140P0")
    assert [track.open_to_students for track in made.tracks] == [True, True, False]
    assert made.age == 0


def test_st_mary_long_beach_has_the_published_history() -> None:
    made = load_catalogue().by_id["1400531039"]
    assert made.nrmp_institution_code == "1025"
    assert (made.city, made.state, made.county) == ("Long Beach", "CA", "Los Angeles")
    assert (made.visa_j1, made.visa_h1b, made.visa_year) == (True, False, 2021)
    categorical = next(track for track in made.tracks if track.nrmp_code == "1025140C0")
    assert (categorical.positions(2019), categorical.matched(2019)) == (8, 6)
    assert (categorical.positions(2020), categorical.matched(2020)) == (9, 9)
    assert categorical.positions(2026) == 7
    assert made.age == 10
