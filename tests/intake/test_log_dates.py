import datetime as dt

import pytest

from thirdfriday.intake.log_dates import SeasonWindow, means_a_date, read_season_date

SEASON = SeasonWindow(dt.date(2026, 6, 3), dt.date(2027, 5, 31))
TWELFTH = dt.date(2026, 10, 12)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-10-12", "2026-10-12 00:00:00", "2026-10-12T09:30:00Z", "2026/10/12", "10/12/2026",
        "10/12/26", "10-12-26", "10/12", "Oct 12", "Oct 12, 2026", "October 12th", "12 Oct",
        "12-Oct-26", "12 October 2026", "Mon, Oct 12", "Monday Oct 12 2026", "oct. 12 '26",
        "46307", "46307.0", "46307.75", "10/12/2026 9:30 AM", "Oct 12 9:30 AM", "Oct12",
    ],
)  # fmt: skip
def test_one_day_in_many_spellings(cell: str) -> None:
    assert read_season_date(cell, SEASON) == TWELFTH


def test_a_missing_year_is_the_one_of_the_season() -> None:
    assert read_season_date("Jan 5", SEASON) == dt.date(2027, 1, 5)
    assert read_season_date("9/24", SEASON) == dt.date(2026, 9, 24)


def test_the_other_order_only_where_the_season_asks_for_it() -> None:
    assert read_season_date("13/10/2026", SEASON) == dt.date(2026, 10, 13)
    assert read_season_date("05/11/2026", SEASON) == dt.date(2026, 11, 5)
    assert read_season_date("11/05/2026", SEASON) == dt.date(2026, 11, 5)


@pytest.mark.parametrize(
    "cell", ["", "soon", "2024-10-12", "10/12/2024", "99999", "Feb 30", "13/13"]
)
def test_no_day_of_the_season(cell: str) -> None:
    assert read_season_date(cell, SEASON) is None


def test_a_date_outside_is_told_from_no_date() -> None:
    assert means_a_date("10/12/2024", SEASON)
    assert not means_a_date("soon", SEASON)
