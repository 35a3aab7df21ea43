"""The catalogue: every program and specialty, loaded once, with place and tracks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from thirdfriday.domain.program import (
    FIRST_YEAR,
    NEWEST_FILLED_YEAR,
    NEWEST_QUOTA_YEAR,
    Program,
    Track,
)
from thirdfriday.domain.specialty import Specialty
from thirdfriday.errors import FactError
from thirdfriday.facts.tables import Table, load_table, table_names

NOTHING_LEFT_OUT: frozenset[str] = frozenset()
PLACE_COLUMNS = {
    "county": "county",
    "division": "division",
    "california_subregion": "subregion",
    "urbanicity": "urbanicity",
    "coast_miles": "coast_miles",
}
NRMP_COLUMNS = ("first_year_offered", "last_year_offered")
EXPLORER_COLUMNS = (
    "residents_total", "residents_first_year", "visa_j1", "visa_h1b", "visa_f1", "visa_year",
    "pct_us_md", "pct_us_do", "pct_us_img", "pct_non_us_img", "composition_year",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Programs one may apply to, programs that have closed, and specialties.

    `programs` are those on the newest ACGME list or offered in the last two Matches; `closed` the
    others, kept because their history still counts.
    """

    programs: tuple[Program, ...]
    closed: tuple[Program, ...]
    by_id: Mapping[str, Program]
    specialties: Mapping[str, Specialty]
    grouped: Mapping[str, tuple[Program, ...]]

    def of_specialty(self, key: str) -> tuple[Program, ...]:
        """The programs of one specialty.

        Raises:
            FactError: the catalogue has no such specialty; names those it has.
        """
        if key not in self.specialties:
            known = ", ".join(self.specialties)
            raise FactError(f"There is no specialty {key!r}. Specialties: {known}.")
        return self.grouped.get(key, ())


@cache
def load_catalogue(without: frozenset[str] = NOTHING_LEFT_OUT) -> Catalogue:
    """The packaged catalogue, loaded once; `without` leaves data packs out.

    Without the pack nrmp there are no tracks, no fill history and no programs known from the NRMP
    list alone; without residency_explorer no setting, visa, size or composition.

    >>> program = load_catalogue().by_id["1400531039"]
    >>> program.city, program.specialty
    ('Long Beach', 'internal_medicine')
    """
    packs = frozenset(name.replace("-", "_") for name in without)
    tracks = {} if "nrmp" in packs else tracks_by_program(load_table("catalogue/tracks"))
    table = load_table("catalogue/programs")
    places = load_places()
    specialties = load_specialties(load_table("catalogue/specialties"))
    everything = [make_program(row, tracks, places) for row in table_rows(table, packs)]
    programs = tuple(program for program in everything if is_open(program))
    return Catalogue(
        programs=programs,
        closed=tuple(program for program in everything if not is_open(program)),
        by_id={program.program_id: program for program in everything},
        specialties=specialties,
        grouped=group(programs),
    )


def is_open(program: Program) -> bool:
    """Whether the program is accredited by the newest list or was lately in the Match."""
    lately = (program.last_year_offered or 0) >= NEWEST_FILLED_YEAR
    return lately or (program.listed_year or 0) >= NEWEST_FILLED_YEAR


def group(programs: Iterable[Program]) -> dict[str, tuple[Program, ...]]:
    """Programs by specialty key."""
    grouped: dict[str, list[Program]] = {}
    for program in programs:
        grouped.setdefault(program.specialty, []).append(program)
    return {key: tuple(members) for key, members in grouped.items()}


def table_rows(table: Table, packs: frozenset[str]) -> Iterable[dict[str, Any]]:
    """Rows of the program table, without what belongs to packs that are left out."""
    blank: dict[str, Any] = {}
    if "nrmp" in packs:
        blank |= dict.fromkeys(NRMP_COLUMNS)
        blank |= {"nrmp_institution_code": "", "new_program": False}
    if "residency_explorer" in packs:
        blank |= dict.fromkeys(EXPLORER_COLUMNS) | {"setting": ""}
    for row in table.rows():
        if "nrmp" in packs:
            if not row["acgme_id"]:
                continue
            row |= {"institution": row["name"], "link_confidence": "acgme_only"}
        yield row | blank if blank else row


def make_program(
    row: dict[str, Any],
    tracks: Mapping[str, tuple[Track, ...]],
    places: Mapping[tuple[str, str], Mapping[str, Any]],
) -> Program:
    """One row of the program table with its tracks and its place."""
    place = places.get(place_key(row["city"], row["state"]))
    if place:
        if row["lat"] is None:
            row = row | {"lat": place["lat"], "lon": place["lon"]}
        row = row | {ours: place[theirs] for theirs, ours in PLACE_COLUMNS.items()}
    return Program(**row, tracks=tracks.get(row["program_id"], ()))


def place_key(city: str, state: str) -> tuple[str, str]:
    """City and state as one key for the two spellings that publishers use.

    >>> place_key("St. Louis Park", "MN") == place_key("St Louis Park", "MN")
    True
    """
    return city.lower().replace(".", "").replace("'", "").replace("saint ", "st "), state


def load_places() -> dict[tuple[str, str], dict[str, Any]]:
    """Places by city and state; empty when the table is not packaged."""
    if "catalogue/places" not in table_names():
        return {}
    table = load_table("catalogue/places")
    return {place_key(row["city"], row["state"]): row for row in table.rows()}


def tracks_by_program(table: Table) -> dict[str, tuple[Track, ...]]:
    """Tracks by program id, in the order of their codes."""
    quota = zip(*(table.columns[f"quota_{y}"] for y in years(NEWEST_QUOTA_YEAR)), strict=True)
    filled = zip(*(table.columns[f"filled_{y}"] for y in years(NEWEST_FILLED_YEAR)), strict=True)
    heads = [table.columns[name] for name in ("nrmp_code", "program_id", "position_type", "name")]
    grouped: dict[str, list[Track]] = {}
    for code, program_id, kind, name, offered, matched in zip(*heads, quota, filled, strict=True):
        track = Track(code, program_id, kind, name, offered, matched)
        grouped.setdefault(program_id, []).append(track)
    return {program_id: tuple(members) for program_id, members in grouped.items()}


def years(last: int) -> range:
    """The years of the published lists up to `last`."""
    return range(FIRST_YEAR, last + 1)


def load_specialties(table: Table) -> dict[str, Specialty]:
    """Specialties by key, in the order of the table."""
    names = [item.name for item in fields(Specialty)]
    found = {}
    for row in table.rows():
        values = row | {
            "key": row["specialty"],
            "position_types": tuple(row["position_types"].split()),
        }
        found[row["specialty"]] = Specialty(**{name: values[name] for name in names})
    return found
