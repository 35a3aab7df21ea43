"""A program as a row for machines: every published column, its fill history, years and sources."""

from dataclasses import fields
from functools import cache
from typing import Any

from thirdfriday.domain.program import FIRST_YEAR, Program, Track
from thirdfriday.facts.tables import Column, read_schema

OWN_COLUMNS = tuple(item.name for item in fields(Program) if item.name != "tracks")
DERIVED = ("nrmp_codes", "positions", "fill_rate")
CSV_COLUMNS = (*OWN_COLUMNS, *DERIVED, "fill_history", "drive_minutes")
PLACE_NAMES = {"subregion": "california_subregion"}


def program_document(program: Program, drive: float | None = None) -> dict[str, Any]:
    """One program as plain values: columns, NRMP codes, fill history by year and tracks.

    `drive` is the drive from the place asked for. [minutes]

    >>> from thirdfriday.domain.catalogue import load_catalogue
    >>> document = program_document(load_catalogue().by_id["1400531039"])
    >>> document["visa_j1"], document["visa_year"], document["fill_history"]["2025"]
    (True, 2021, {'positions': 15, 'filled': 10})
    """
    document: dict[str, Any] = {name: getattr(program, name) for name in OWN_COLUMNS}
    document["nrmp_codes"] = list(program.nrmp_codes)
    document["positions"] = program.positions
    document["fill_rate"] = program.fill_rate
    document["fill_history"] = {
        str(year): {"positions": offered, "filled": filled}
        for year, (offered, filled) in program.fill_history.items()
    }
    document["tracks"] = [track_document(track) for track in program.tracks]
    if drive is not None:
        document["drive_minutes"] = round(drive, 1)
    return document


def track_document(track: Track) -> dict[str, Any]:
    """One way into the program: positions and matches by year, for the years it was offered."""
    return {
        "nrmp_code": track.nrmp_code,
        "position_type": track.position_type,
        "name": track.name,
        "quota": by_year(track.quota),
        "filled": by_year(track.filled),
    }


def by_year(values: tuple[int | None, ...]) -> dict[str, int]:
    """A series that begins in 2016 by its years, without the years not published.

    >>> by_year((5, None, 6))
    {'2016': 5, '2018': 6}
    """
    return {str(FIRST_YEAR + k): value for k, value in enumerate(values) if value is not None}


def csv_row(program: Program, drive: float | None = None) -> dict[str, Any]:
    """One program as cells of `CSV_COLUMNS`; what was not published is empty."""
    cells: dict[str, Any] = {name: _cell(getattr(program, name)) for name in OWN_COLUMNS}
    cells["nrmp_codes"] = " ".join(program.nrmp_codes)
    cells["positions"] = program.positions
    cells["fill_rate"] = "" if program.fill_rate is None else round(program.fill_rate, 4)
    cells["fill_history"] = " ".join(
        f"{year}:{filled}/{offered}" for year, (offered, filled) in program.fill_history.items()
    )
    cells["drive_minutes"] = "" if drive is None else round(drive, 1)
    return cells


def _cell(value: Any) -> Any:
    """A value as a CSV cell: true and false as in the packaged tables, nothing for None."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value


@cache
def row_columns() -> dict[str, dict[str, Any]]:
    """Where each column comes from: unit, source key, locator and year, or kind and reason.

    >>> row_columns()["visa_j1"]["source"], row_columns()["visa_j1"]["year"]
    ('residency-explorer-2021', 2021)
    """
    places = read_schema("catalogue/places")[2]
    known: dict[str, Column] = {
        name: places[PLACE_NAMES.get(name, name)]
        for name in OWN_COLUMNS
        if PLACE_NAMES.get(name, name) in places
    }
    known |= read_schema("catalogue/programs")[2]
    tracks = read_schema("catalogue/tracks")[2]
    known |= {"quota": tracks["quota_2026"], "filled": tracks["filled_2025"]}
    found = {name: _origin(column) for name, column in known.items() if name in OWN_COLUMNS}
    return found | {
        "tracks.quota": _origin(known["quota"]),
        "tracks.filled": _origin(known["filled"]),
        "policies": {
            "unit": "policies",
            "kind": "read",
            "reason": "What pages that you read and your corrections say; each has its own source.",
        },
    }


def _origin(column: Column) -> dict[str, Any]:
    """What a reader needs to check a column."""
    origin: dict[str, Any] = {"unit": column.unit, "kind": column.kind}
    for name in ("source", "locator", "year", "reason", "note"):
        value = getattr(column, name)
        if value:
            origin[name] = value
    return origin
