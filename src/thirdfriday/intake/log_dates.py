"""The date that a cell of somebody's spreadsheet means, told apart by the season it must lie in."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from thirdfriday.intake.read_dates import MONTHS

SERIAL_START = dt.date(1899, 12, 30)
"""Day 0 of the serial numbers of spreadsheets, their leap year 1900 allowed for."""
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?(?![-/.]?\d)")
_NAMED = re.compile(
    r"([a-z]{3,9})\.?[ -]*(\d{1,2})(?:st|nd|rd|th)?\b(?:[ ,.-]*('?\d{4}|'?\d{2})\b(?!:))?"
)
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[ -]*(?:of )?([a-z]{3,9})\.?(?:[ ,.-]*('?\d{4}|'?\d{2})\b(?!:))?"
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? +")
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class SeasonWindow:
    """The first and the last day that a log of one season can speak of."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date) -> bool:
        """Whether the day lies in the season."""
        return self.first <= day <= self.last

    def years(self) -> range:
        """The calendar years that the season touches."""
        return range(self.first.year, self.last.year + 1)

    def __str__(self) -> str:
        return f"{self.first.isoformat()} to {self.last.isoformat()}"


def read_season_date(text: str, window: SeasonWindow) -> dt.date | None:
    """The day of the season that a cell means; None when it means none, or two.

    Written as 2026-10-12, 10/12/2026, 10/12/26, 10/12, Oct 12, 12-Oct-26, Mon, October 12th 2026,
    or as the serial number of a spreadsheet; a time of day behind it is left aside. A missing year
    is the one that lies in the season. Numbers are read in the US order, or the other way round
    where only that lies in the season.

    >>> season = SeasonWindow(dt.date(2026, 6, 3), dt.date(2027, 5, 31))
    >>> [str(read_season_date(cell, season)) for cell in ("10/12/26", "Jan 5", "46307", "13.10.")]
    ['2026-10-12', '2027-01-05', '2026-10-12', '2026-10-13']
    >>> read_season_date("10/12/2024", season), read_season_date("soon", season)
    (None, None)
    """
    for found in (_us_order, _other_order):
        days = {day for day in found(text.strip(), window) if window.holds(day)}
        if len(days) == 1:
            return days.pop()
        if days:
            return None
    return None


def means_a_date(text: str, window: SeasonWindow) -> bool:
    """Whether the cell is written as a date at all, in the season or out of it."""
    return bool([*_us_order(text.strip(), window), *_other_order(text.strip(), window)])


def _us_order(text: str, window: SeasonWindow) -> Iterator[dt.date]:
    plain = _WEEKDAY.sub("", text.lower())
    if _SERIAL.fullmatch(plain):
        yield SERIAL_START + dt.timedelta(days=int(float(plain)))
        return
    if iso := _ISO.match(plain):
        year, month, day = (int(part) for part in iso.groups())
        yield from _days(str(year), month, day, window)
        return
    if named := _NAMED.match(plain):
        yield from _days(named[3], _month(named[1]), int(named[2]), window)
    elif turned := _DAY_FIRST.match(plain):
        yield from _days(turned[3], _month(turned[2]), int(turned[1]), window)
    elif numbers := _NUMBERS.match(plain):
        yield from _days(numbers[3], int(numbers[1]), int(numbers[2]), window)


def _other_order(text: str, window: SeasonWindow) -> Iterator[dt.date]:
    if numbers := _NUMBERS.match(_WEEKDAY.sub("", text.lower())):
        yield from _days(numbers[3], int(numbers[2]), int(numbers[1]), window)


def _month(name: str) -> int:
    return next(
        (number for number, full in enumerate(MONTHS, 1) if full.startswith(name)),
        next((number for number, full in enumerate(MONTHS, 1) if name.startswith(full[:3])), 0),
    )


def _days(year: str | None, month: int, day: int, window: SeasonWindow) -> Iterator[dt.date]:
    digits = (year or "").strip("'")
    if digits:
        years: range | list[int] = [int(digits) + (0 if len(digits) > 2 else _CENTURY)]
    else:
        years = window.years()
    for each in years:
        try:
            yield dt.date(each, month, day)
        except ValueError:
            continue
