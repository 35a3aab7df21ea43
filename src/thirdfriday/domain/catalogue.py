"""The catalogue: every program and specialty, loaded once, with place and tracks."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from itertools import takewhile
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
from thirdfriday.facts.packaged import pack_name
from thirdfriday.facts.tables import Table, load_table

NOTHING_LEFT_OUT: frozenset[str] = frozenset()
PLACE_COLUMNS = (
    "county", "division", "california_subregion", "urbanicity", "coast_miles",
    "climate_zone", "price_parity", "lat", "lon",
)  # fmt: skip
NOWHERE: tuple[Any, ...] = ("", "", "", "", None, "", None, None, None)
PROGRAM_COLUMNS = tuple(takewhile("tracks".__ne__, (item.name for item in fields(Program))))
NRMP = "nrmp"
EXPLORER = "residency_explorer"
NRMP_UNKNOWN = {
    "nrmp_institution_code": "",
    "new_program": False,
    "link_confidence": "acgme_only",
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
    packs = frozenset(pack_name(name) for name in without)
    tracks = {} if NRMP in packs else tracks_by_program(load_table("catalogue/tracks"))
    places = load_places(with_sites=NRMP not in packs)
    columns = program_columns(load_table("catalogue/programs"), packs)
    everything = make_programs(columns, tracks, places)
    if NRMP in packs:
        everything = [program for program in everything if program.acgme_id]
    programs = tuple(program for program in everything if is_open(program))
    return Catalogue(
        programs=programs,
        closed=tuple(program for program in everything if not is_open(program)),
        by_id={program.program_id: program for program in everything},
        specialties=load_specialties(load_table("catalogue/specialties")),
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


def program_columns(table: Table, packs: frozenset[str]) -> dict[str, list[Any]]:
    """Columns of the program table, blank where they belong to packs that are left out."""
    blank: dict[str, Any] = {}
    if NRMP in packs:
        blank |= dict.fromkeys(NRMP_COLUMNS) | NRMP_UNKNOWN
    if EXPLORER in packs:
        blank |= dict.fromkeys(EXPLORER_COLUMNS) | {"setting": ""}
    columns = dict(table.columns)
    columns |= {name: [value] * len(table) for name, value in blank.items()}
    if NRMP in packs:
        columns["institution"] = columns["name"]
    return columns


@dataclass(frozen=True, slots=True)
class Places:
    """Places by city and state, and sub-regions of California by institution and city."""

    cities: Mapping[tuple[str, str], tuple[Any, ...]]
    sites: Mapping[tuple[str, str], str]

    def of(self, city: str, state: str, institution_code: str) -> tuple[Any, ...]:
        """County, division, sub-region, urbanicity, coast, climate, prices, latitude, longitude."""
        found = self.cities.get(place_key(city, state), NOWHERE)
        site = self.sites.get((institution_code, city))
        return (*found[:2], site, *found[3:]) if site else found


def make_programs(
    columns: Mapping[str, list[Any]], tracks: Mapping[str, tuple[Track, ...]], places: Places
) -> list[Program]:
    """All programs of the table, each with its tracks and its place."""
    heads = zip(columns["program_id"], columns["city"], columns["state"], strict=True)
    codes = columns["nrmp_institution_code"]
    own = [tracks.get(program_id, ()) for program_id in columns["program_id"]]
    spots = [places.of(*head[1:], code) for head, code in zip(heads, codes, strict=True)]
    columns = dict(columns)
    for name, index in (("lat", -2), ("lon", -1)):
        pairs = zip(columns[name], spots, strict=True)
        columns[name] = [value if spot[index] is None else spot[index] for value, spot in pairs]
    values = zip(*(columns[name] for name in PROGRAM_COLUMNS), strict=True)
    make: Callable[..., Program] = Program
    return [
        make(*value, members, *spot[:-2])
        for value, members, spot in zip(values, own, spots, strict=True)
    ]


def place_key(city: str, state: str) -> tuple[str, str]:
    """City and state as one key for the two spellings that publishers use.

    >>> place_key("St. Louis Park", "MN") == place_key("St Louis Park", "MN")
    True
    """
    return city.lower().replace(".", "").replace("'", "").replace("saint ", "st "), state


def load_places(*, with_sites: bool) -> Places:
    """Places of all program cities, and the finer sub-regions where a site tells them."""
    columns = load_table("catalogue/places").columns
    keys = map(place_key, columns["city"], columns["state"])
    values = zip(*(columns[name] for name in PLACE_COLUMNS), strict=True)
    cities = dict(zip(keys, values, strict=True))
    if not with_sites:
        return Places(cities, {})
    finer = load_table("catalogue/california_sites").columns
    sites = zip(finer["nrmp_institution_code"], finer["city"], strict=True)
    return Places(cities, dict(zip(sites, finer["california_subregion"], strict=True)))


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
