"""Makes the rows of programs.csv, tracks.csv, specialties.csv and filtered.csv."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builders.catalogue_places import Coordinates, city_coordinates, place_key
from builders.catalogue_sources import (
    ATTRIBUTE_YEAR,
    FILLED_YEARS,
    QUOTA_YEARS,
    ListedProgram,
    PublishedTrack,
    Sources,
)
from builders.csv_rows import read_rows
from builders.link_evidence import Unit, is_military
from builders.link_programs import Link, Linking

NEW_SINCE = 2024
SERIAL = 5
RESTARTED = 100
MILITARY_SERVICE = "military"
NEWEST_YEAR = 2026
SETTINGS = {
    "University Hospital": "university",
    "Affiliated Hospital": "affiliated",
    "Community Hospital": "community",
    "Military": "military",
    "Other": "other",
    "": "",
}
GRADES = ("high", "medium", "low")
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of the catalogue's tables, in their final order."""

    programs: tuple[Row, ...]
    tracks: tuple[Row, ...]
    specialties: tuple[Row, ...]
    filtered: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Membership:
    """Which units make up which program."""

    units: Mapping[str, tuple[Unit, ...]]
    grades: Mapping[str, str]


def make_rows(sources: Sources, linking: Linking) -> Rows:
    """Rows of all tables from the published tables and the links."""
    specialties = read_rows(Path(__file__).with_name("catalogue_specialties.csv"))
    fellowship = {
        row["acgme_code"]: row
        for row in read_rows(Path(__file__).with_name("catalogue_fellowship_like.csv"))
    }
    key_of = {row["nrmp_code"] or row["acgme_code"]: row for row in specialties}
    kept = [p for p in sources.listed if p.specialty_code not in fellowship]
    places = city_coordinates(sources.listed, sources.tracks)
    members = membership(linking)
    programs = [listed_row(p, members, key_of, places) for p in kept]
    programs += [
        unlisted_row(program_id, units, key_of, places)
        for program_id, units in members.units.items()
        if program_id.startswith("N")
    ]
    programs.sort(key=lambda row: str(row["program_id"]))
    never = [t for t in sources.tracks if not t.quota and not t.filled]
    tracks = [
        track_row(track, program_id)
        for program_id, units in members.units.items()
        for unit in units
        for track in unit.tracks
        if track.quota or track.filled
    ]
    tracks.sort(key=lambda row: str(row["nrmp_code"]))
    return Rows(
        tuple(programs),
        tuple(tracks),
        tuple(specialty_row(row, sources.tracks) for row in specialties),
        tuple(filtered_rows(sources.listed, fellowship, never)),
    )


def membership(linking: Linking) -> Membership:
    """Units and link grade by program id."""
    units: dict[str, list[Unit]] = defaultdict(list)
    grades: dict[str, str] = {}
    for link in sorted(linking.links, key=main_first):
        units[link.acgme_id].append(link.unit)
        grades.setdefault(link.acgme_id, link.confidence)
    for unit in linking.unlinked:
        if any(track.quota or track.filled for track in unit.tracks):
            units[f"N{unit.key}"].append(unit)
    return Membership({key: tuple(value) for key, value in units.items()}, grades)


def main_first(link: Link) -> tuple[bool, int, str]:
    """Order of the links of one program: its own assignment before joined tracks."""
    return link.joined, -max(link.unit.years, default=0), link.unit.key


def clean_name(name: str) -> str:
    """An accredited program's name without the closing word "Program".

    >>> clean_name("St Mary Medical Center (Long Beach) Program")
    'St Mary Medical Center (Long Beach)'
    """
    return re.sub(r"\s+program(?: ©.*| - .*)?$", "", name.strip(), flags=re.IGNORECASE)


def listed_row(
    program: ListedProgram,
    members: Membership,
    key_of: Mapping[str, Mapping[str, str]],
    places: Mapping[tuple[str, str], Coordinates],
) -> Row:
    """The row of one accredited program."""
    units = members.units.get(program.acgme_id, ())
    name = clean_name(program.name)
    row = place_columns(program.city, program.state, places)
    row |= {
        "program_id": program.acgme_id,
        "acgme_id": program.acgme_id,
        "name": name,
        "institution": units[0].institution if units else name,
        "link_confidence": members.grades.get(program.acgme_id, "acgme_only"),
        "nrmp_institution_code": units[0].institution_code if units else "",
        "listed_year": program.list_year,
    }
    row |= attribute_columns(program) | offer_columns(units)
    known = program.attributes is not None
    unseen = not units and not known and int(program.acgme_id[SERIAL:]) < RESTARTED
    row["new_program"] = is_new(units, known_before=known) or (
        unseen and in_main_match(key_of, program.specialty_code)
    )
    row |= specialty_columns(key_of, program.specialty_code)
    if not units and is_military(program.name):
        row |= {"service": MILITARY_SERVICE, "new_program": False}
    return row


def unlisted_row(
    program_id: str,
    units: Sequence[Unit],
    key_of: Mapping[str, Mapping[str, str]],
    places: Mapping[tuple[str, str], Coordinates],
) -> Row:
    """The row of a program that the matching program lists and the accreditor's list does not."""
    unit = units[0]
    row = place_columns(unit.city, unit.state, places)
    row |= {
        "program_id": program_id,
        "acgme_id": "",
        "name": f"{unit.institution} ({unit.tracks[0].suffix})" if unit.site else unit.institution,
        "institution": unit.institution,
        "link_confidence": "nrmp_only",
        "nrmp_institution_code": unit.institution_code,
        "listed_year": "",
    }
    row |= offer_columns(units)
    row["new_program"] = is_new(units, known_before=False)
    return row | specialty_columns(key_of, unit.specialty_code)


def place_columns(city: str, state: str, places: Mapping[tuple[str, str], Coordinates]) -> Row:
    """City, state and the coordinates of the city."""
    spot = places.get(place_key(city, state))
    return {
        "city": city.title() if city.isupper() else city,
        "state": state,
        "lat": f"{spot[0]:.5f}" if spot else "",
        "lon": f"{spot[1]:.5f}" if spot else "",
    }


def attribute_columns(program: ListedProgram) -> Row:
    """Setting, size, visas and composition of 2021, with their year where given."""
    found = program.attributes
    if found is None:
        return {}
    visas = found.visa_j1 is not None or found.visa_h1b is not None
    return {
        "setting": SETTINGS[found.setting],
        "residents_total": found.residents_total,
        "residents_first_year": found.residents_first_year,
        "visa_j1": found.visa_j1,
        "visa_h1b": found.visa_h1b,
        "visa_f1": found.visa_f1,
        "visa_year": ATTRIBUTE_YEAR if visas else "",
        "pct_us_md": found.pct_us_md,
        "pct_us_do": found.pct_us_do,
        "pct_us_img": found.pct_us_img,
        "pct_non_us_img": found.pct_non_us_img,
        "composition_year": ATTRIBUTE_YEAR if found.has_composition else "",
    }


def offer_columns(units: Sequence[Unit]) -> Row:
    """First and last year in which the matching program lists a position."""
    years = {year for unit in units for year in unit.years}
    return {
        "first_year_offered": min(years) if years else "",
        "last_year_offered": max(years) if years else "",
    }


def is_new(units: Sequence[Unit], *, known_before: bool) -> bool:
    """Whether the program was first offered in the Match in NEW_SINCE or later."""
    years = {year for unit in units for year in unit.years}
    return bool(years) and min(years) >= NEW_SINCE and not known_before


def in_main_match(key_of: Mapping[str, Mapping[str, str]], code: str) -> bool:
    """Whether the specialty with this code is filled in the Main Match."""
    return key_of[code]["main_match"] == "true"


def specialty_columns(key_of: Mapping[str, Mapping[str, str]], code: str) -> Row:
    """Specialty key and application service."""
    return {"specialty": key_of[code]["specialty"], "service": key_of[code]["service"]}


def track_row(track: PublishedTrack, program_id: str) -> Row:
    """The row of one track with its positions and matches by year."""
    row: Row = {
        "nrmp_code": track.nrmp_code,
        "program_id": program_id,
        "position_type": track.position_type,
        "name": track.name,
    }
    row |= {f"quota_{year}": track.quota.get(year, "") for year in QUOTA_YEARS}
    return row | {f"filled_{year}": track.filled.get(year, "") for year in FILLED_YEARS}


def specialty_row(row: Mapping[str, str], tracks: Sequence[PublishedTrack]) -> Row:
    """The row of one specialty with its positions of the last two years."""
    own = [track for track in tracks if row["nrmp_code"] == track.specialty_code]
    totals = {
        f"positions_{year}": sum(track.quota.get(year, 0) for track in own)
        for year in (NEWEST_YEAR - 1, NEWEST_YEAR)
    }
    types = sorted({t.position_type for t in own if t.quota.get(NEWEST_YEAR, 0) > 0})
    return {**row, **totals, "position_types": " ".join(types)}


def filtered_rows(
    listed: Sequence[ListedProgram],
    fellowship: Mapping[str, Mapping[str, str]],
    never: Sequence[PublishedTrack],
) -> list[Row]:
    """Rows of the published tables that are not in the catalogue, each with its reason."""
    rows: list[Row] = [
        {
            "source": "acgme",
            "id": program.acgme_id,
            "name": clean_name(program.name),
            "city": program.city,
            "state": program.state,
            "specialty": fellowship[program.specialty_code]["name"],
            "reason": fellowship[program.specialty_code]["reason"],
        }
        for program in listed
        if program.specialty_code in fellowship
    ]
    rows += [
        {
            "source": "nrmp",
            "id": track.nrmp_code,
            "name": track.institution,
            "city": track.city,
            "state": track.state,
            "specialty": track.name,
            "reason": "listed without a position in any year",
        }
        for track in never
    ]
    return rows
