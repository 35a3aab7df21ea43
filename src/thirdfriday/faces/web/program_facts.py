"""Every published fact of a program as a line: value, source, year and age."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.program import Program
from thirdfriday.domain.region import preset_names
from thirdfriday.faces.program_rows import row_columns
from thirdfriday.faces.programs_command import fill_words
from thirdfriday.faces.web.form_words import spoken
from thirdfriday.facts.registry import load_facts
from thirdfriday.facts.sources import load_sources

OLD_YEARS = 3
"""An answer older than so many years is to be confirmed before money hangs on it."""
GROUPS = (
    (
        "Positions",
        (
            ("positions", "Positions, newest list"),
            ("fill_rate", "Filled"),
            ("first_year_offered", "In the Match since"),
            ("listed_year", "On the accreditation list of"),
        ),
    ),
    (
        "Visas, as the program answered",
        (("visa_j1", "J-1"), ("visa_h1b", "H-1B"), ("visa_f1", "F-1 OPT")),
    ),
    (
        "Who trains there",
        (
            ("residents_total", "Residents"),
            ("residents_first_year", "Residents in the first year"),
            ("pct_us_md", "US MD"),
            ("pct_us_do", "US DO"),
            ("pct_us_img", "US citizens from schools abroad"),
            ("pct_non_us_img", "Others from schools abroad"),
        ),
    ),
    (
        "The place",
        (
            ("setting", "Hospital"),
            ("urbanicity", "Surroundings"),
            ("county", "County"),
            ("division", "Census division, as ERAS asks"),
            ("subregion", "Part of California"),
            ("coast_miles", "To the coast"),
            ("climate_zone", "Climate"),
            ("price_parity", "Cost of living"),
        ),
    ),
)
NOT_PUBLISHED = "not published"


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact: what, its value in words, where from, of which year, and whether it is old."""

    name: str
    label: str
    value: str
    source: str
    locator: str
    year: int | None
    age: int | None

    @property
    def old(self) -> bool:
        """Whether it should be confirmed."""
        changes = self.name.startswith(("visa_", "pct_", "residents_")) or self.name == "setting"
        known = self.value != NOT_PUBLISHED
        return changes and known and self.age is not None and self.age >= OLD_YEARS


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts under one heading."""

    title: str
    lines: tuple[FactLine, ...]


def facts_of(program: Program) -> tuple[FactGroup, ...]:
    """The facts of a program, in groups."""
    return tuple(FactGroup(title, tuple(_lines(program, names))) for title, names in GROUPS)


def _lines(program: Program, names: tuple[tuple[str, str], ...]) -> Iterator[FactLine]:
    columns, sources, season = row_columns(), load_sources(), load_facts().season
    for name, label in names:
        if name == "subregion" and program.state != "CA":
            continue
        column = columns.get(
            {"positions": "tracks.quota", "fill_rate": "tracks.filled"}.get(name, name), {}
        )
        source = sources.get(column.get("source", ""))
        year = _year(program, name, column)
        yield FactLine(
            name=name,
            label=label,
            value=_words(program, name),
            source=source.title if source else column.get("reason", ""),
            locator=column.get("locator", ""),
            year=year,
            age=None if year is None else max(0, season - 1 - year),
        )


def _year(program: Program, name: str, column: dict[str, Any]) -> int | None:
    if name.startswith("visa_"):
        return program.visa_year
    if name.startswith(("pct_", "residents_")) or name == "setting":
        return program.composition_year
    if name == "positions":
        return program.last_year_offered
    if name == "fill_rate":
        return max(program.fill_history, default=None)
    if name in ("first_year_offered", "listed_year"):
        return None
    found = column.get("year")
    return int(found) if found else None


def _words(program: Program, name: str) -> str:
    value = getattr(program, name)
    if name.startswith("residents_") and program.composition_year is None:
        return NOT_PUBLISHED
    if name == "fill_rate":
        return fill_words(program) if value is not None else NOT_PUBLISHED
    if value is None or value == "":
        return NOT_PUBLISHED
    if name.startswith("pct_"):
        return f"{value:.0f}%"
    if name == "coast_miles":
        return f"{value:,.0f} mile{'' if round(value) == 1 else 's'}"
    units = {"price_parity": "{:.0f} (US average 100)"}
    return units[name].format(value) if name in units else _plain(value)


def _plain(value: str | bool | float) -> str:
    """A value without a unit in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return preset_names().get(value, spoken(value) if "_" in value else value)
    return str(value)


def program_called(program_id: str) -> Program | None:
    """The program of an id; None if there is none."""
    return load_catalogue().by_id.get(program_id)
