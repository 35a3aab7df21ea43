"""A residency program: identity, place, tracks, fill history, visas and composition by year."""

import re
from dataclasses import dataclass

from thirdfriday.domain.known_policy import KnownPolicy

FIRST_YEAR = 2016
"""The first year of the track table's columns."""
NEWEST_QUOTA_YEAR = 2026
"""The last year of the track table with positions."""
NEWEST_FILLED_YEAR = 2025
"""The last year of the track table with matches."""
MILITARY_NAME = re.compile(r"\b(?:Army|Naval|Air Force|Uniformed Services|Walter Reed)\b")
"""Names of hospitals of the armed forces, for those whose setting is not published."""
WHOLE_TYPES = ("categorical", "primary", "advanced")
"""Positions that lead to the specialty, open to somebody without a year of residency."""
ONE_YEAR_TYPES = ("preliminary",)
FIRST_YEAR_TYPES = ("categorical", "primary", "preliminary")


@dataclass(frozen=True, slots=True)
class Track:
    """One way into a program under its own NRMP code.

    `quota` and `filled` are counts by year from 2016 on; None where the track was not offered.
    """

    nrmp_code: str
    program_id: str
    position_type: str
    name: str
    quota: tuple[int | None, ...]
    filled: tuple[int | None, ...]

    def positions(self, year: int) -> int:
        """Positions offered in the Match of `year`. [count]."""
        return at_year(self.quota, year) or 0

    def matched(self, year: int) -> int | None:
        """Positions filled by the Match of `year`; None when unknown. [count]."""
        return at_year(self.filled, year)

    @property
    def open_to_students(self) -> bool:
        """Whether someone without a first year of residency may enter here."""
        return self.position_type != "physician_reserved"


def at_year(values: tuple[int | None, ...], year: int) -> int | None:
    """The value of one year in a series that begins in 2016.

    >>> at_year((5, 6, None), 2017), at_year((5, 6, None), 2030)
    (6, None)
    """
    index = year - FIRST_YEAR
    return values[index] if 0 <= index < len(values) else None


@dataclass(frozen=True, slots=True)
class Program:
    """One residency program; a value that was not published is None or "".

    `visa_year` and `composition_year` say how old those columns are; show them with their year.
    `link_confidence` grades the match of the NRMP and ACGME lists: high, medium, low, acgme_only
    or nrmp_only. Place fields after `service` come from the places table.
    `policies` are what pages and corrections of the user say; empty in the packaged catalogue.
    """

    program_id: str
    acgme_id: str
    name: str
    institution: str
    city: str
    state: str
    lat: float | None
    lon: float | None
    specialty: str
    link_confidence: str
    nrmp_institution_code: str
    setting: str
    residents_total: int | None
    residents_first_year: int | None
    visa_j1: bool | None
    visa_h1b: bool | None
    visa_f1: bool | None
    visa_year: int | None
    pct_us_md: float | None
    pct_us_do: float | None
    pct_us_img: float | None
    pct_non_us_img: float | None
    composition_year: int | None
    listed_year: int | None
    first_year_offered: int | None
    last_year_offered: int | None
    new_program: bool
    service: str
    tracks: tuple[Track, ...] = ()
    county: str = ""
    division: str = ""
    subregion: str = ""
    urbanicity: str = ""
    coast_miles: float | None = None
    climate_zone: str = ""
    price_parity: float | None = None
    policies: tuple[KnownPolicy, ...] = ()

    def policy(self, name: str) -> KnownPolicy | None:
        """What is known of one policy beyond the packaged tables; None when nothing is."""
        return next((known for known in self.policies if known.field == name), None)

    @property
    def military(self) -> bool:
        """Whether it belongs to the armed forces, by its published setting or by its name."""
        return self.setting == "military" or bool(
            MILITARY_NAME.search(f"{self.name} {self.institution}")
        )

    @property
    def nrmp_codes(self) -> tuple[str, ...]:
        """NRMP codes of the tracks offered in the newest list."""
        return tuple(t.nrmp_code for t in self.tracks if t.positions(NEWEST_QUOTA_YEAR))

    @property
    def offered(self) -> bool:
        """Whether the newest list of the Match has positions of this program."""
        return self.last_year_offered == NEWEST_QUOTA_YEAR

    @property
    def positions(self) -> int:
        """Positions of the last year offered, all tracks; 0 when never in the Match. [count]."""
        return self.positions_in(self.last_year_offered) if self.last_year_offered else 0

    def positions_in(self, year: int, types: tuple[str, ...] = ()) -> int:
        """Positions offered in `year`, of the given position types or of all. [count]."""
        return sum(
            track.positions(year)
            for track in self.tracks
            if not types or track.position_type in types
        )

    @property
    def fill_history(self) -> dict[int, tuple[int, int]]:
        """Positions and matches by year, for the years with both published. [count, count]."""
        return self.fill_history_of(())

    def fill_history_of(self, types: tuple[str, ...]) -> dict[int, tuple[int, int]]:
        """Positions of the given types, or of all, and matches by year. [count, count]."""
        tracks = [track for track in self.tracks if not types or track.position_type in types]
        history = {}
        for year in range(FIRST_YEAR, NEWEST_FILLED_YEAR + 1):
            quota = sum(track.positions(year) for track in tracks)
            if quota:
                history[year] = (quota, sum(track.matched(year) or 0 for track in tracks))
        return history

    @property
    def fill_rate(self) -> float | None:
        """Share of positions filled in the newest year with results; None without. [0..1]."""
        history = self.fill_history
        if not history:
            return None
        quota, filled = history[max(history)]
        return filled / quota

    @property
    def years_with_unfilled(self) -> int:
        """Years in which at least one position was left unfilled. [count]."""
        return sum(filled < quota for quota, filled in self.fill_history.values())

    @property
    def age(self) -> int | None:
        """Years from the first list with this program (2016 or before) to the newest. [years]."""
        if self.first_year_offered is None:
            return None
        return NEWEST_QUOTA_YEAR - self.first_year_offered
