"""Shows every number behind the plans with its source, and checks that none lacks one."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.piped_console import table_console
from thirdfriday.facts.audit import audit
from thirdfriday.facts.lookup import search
from thirdfriday.facts.number import Number
from thirdfriday.facts.registry import known_seasons, load_facts
from thirdfriday.facts.sources import load_sources
from thirdfriday.facts.tables import Column, read_schema, table_names

IN_FULL = 8
"""Up to so many numbers are shown with everything known about each."""
WIDTH_WITHOUT_TERMINAL = 180
NUMBER_FIELDS = (
    "name", "value", "unit", "kind", "low", "high", "status", "season", "carried_over_from",
    "source", "locator", "reason", "population", "reference", "adjusted", "note", "pack", "file",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NamedColumn:
    """One column of a packaged table, by the name under which it is found."""

    name: str
    column: Column


def show_facts(name: str, *, season: int | None, as_json: bool) -> None:
    """Prints the numbers, and the columns of tables, whose name holds every word of `name`.

    Args:
        name: words of a dotted name, such as "fee.eras"; empty for everything.
        season: year of the Match; the running one when None.
        as_json: one JSON document instead of a table.

    Raises:
        CaseError: nothing is called so, with the nearest names; or the season has no rules.
    """
    if season is not None and season not in known_seasons():
        seasons = ", ".join(map(str, known_seasons()))
        problem = Problem(f"no rules for season {season}", where="--season", expected=seasons)
        raise CaseError([problem])
    facts = load_facts() if season is None else load_facts(season)
    found = search(facts, name)
    columns = columns_called(name)
    if not found.numbers and not columns:
        problem = Problem(
            f"no number is called {name!r} in season {facts.season}",
            expected="words of a name; `thirdfriday facts` lists all",
            nearest=", ".join(found.nearest),
        )
        raise CaseError([problem])
    if as_json:
        from thirdfriday.faces.command_options import print_json  # noqa: PLC0415

        print_json(facts_document(found.numbers, columns, facts.season))
        return
    console = table_console(WIDTH_WITHOUT_TERMINAL)
    console.print(_shown(found.numbers, columns, facts.season))


def show_audit(*, as_json: bool) -> int:
    """Prints what is wrong with the packaged numbers. [exit code: 0 when nothing is, else 1]."""
    problems = audit()
    columns = columns_called("")
    tables = len(table_names())
    numbers = 0
    if not problems:
        numbers = sum(len(load_facts(season)) for season in known_seasons())
    if as_json:
        from thirdfriday.faces.command_options import print_json  # noqa: PLC0415

        print_json(
            {
                "clean": not problems,
                "problems": problems,
                "numbers": numbers,
                "columns": len(columns),
                "tables": tables,
            }
        )
        return int(bool(problems))
    console = Console(highlight=False, soft_wrap=True)
    for problem in problems:
        console.print(problem, markup=False)
    if problems:
        console.print(f"{len(problems)} problem{'s' * (len(problems) != 1)} in the facts.")
        return 1
    console.print(
        f"Clean: {numbers:,} numbers over {len(known_seasons())} seasons and {len(columns)} "
        f"columns of {tables} tables, each with unit, place, and source or reason."
    )
    return 0


def columns_called(name: str) -> tuple[NamedColumn, ...]:
    """The columns of packaged tables whose name holds every word of `name`.

    >>> [found.name for found in columns_called("programs.visa_j1")]
    ['catalogue/programs.visa_j1']
    """
    words = name.lower().split()
    everything = (
        NamedColumn(f"{table}.{column.name}", column)
        for table in table_names()
        for column in read_schema(table)[2].values()
    )
    return tuple(found for found in everything if all(word in found.name.lower() for word in words))


def facts_document(
    numbers: Sequence[Number], columns: Sequence[NamedColumn], season: int
) -> dict[str, Any]:
    """The numbers and columns as plain values, with the documents that they cite."""
    sources = load_sources()
    cited = {item.source for item in numbers} | {item.column.source for item in columns}
    return {
        "season": season,
        "count": len(numbers),
        "facts": [number_document(number) for number in numbers],
        "columns": [column_document(item) for item in columns],
        "sources": {
            key: {
                "publisher": source.publisher,
                "title": source.title,
                "year": source.year,
                "place": source.url_or_place,
                "seen_on": source.seen_on,
                "terms": source.terms,
            }
            for key, source in sources.items()
            if key in cited
        },
    }


def number_document(number: Number) -> dict[str, Any]:
    """One number as plain values; dates as ISO text, fields that say nothing left out."""
    document = {}
    for name in NUMBER_FIELDS:
        value = getattr(number, name)
        if isinstance(value, dt.date):
            value = value.isoformat()
        if name in ("name", "value", "unit", "kind") or value not in (None, ""):
            document[name] = value
    return document


def column_document(item: NamedColumn) -> dict[str, Any]:
    """One column of a table as plain values."""
    column = item.column
    document: dict[str, Any] = {"name": item.name, "unit": column.unit, "kind": column.kind}
    for name in ("source", "locator", "year", "reason", "note"):
        if getattr(column, name):
            document[name] = getattr(column, name)
    return document


def _shown(
    numbers: Sequence[Number], columns: Sequence[NamedColumn], season: int
) -> RenderableType:
    """Few numbers in full, many as a table; then the columns of tables."""
    parts: list[RenderableType] = []
    if numbers and len(numbers) <= IN_FULL:
        parts += [_in_full(number) for number in numbers]
    elif numbers:
        parts.append(_numbers_table(numbers, season))
    if columns:
        parts.append(_columns_table(columns))
    return Group(*parts)


def value_words(number: Number) -> str:
    """The value with its range, in plain digits.

    >>> value_words(load_facts(2026).number("fee.eras.tier_2.each_usd"))
    '30'
    """
    if number.value is None:
        return "not published"
    central = _plain(number.value)
    if number.low is None or number.high is None:
        return central
    return f"{central} ({_plain(number.low)} to {_plain(number.high)})"


def _plain(value: float | str | bool | dt.date) -> str:
    """A value without needless digits."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,}"
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "minutes")
    return str(value)


def standing_words(number: Number) -> str:
    """Kind of number, or the status of a published one, and the season it is carried over from.

    >>> standing_words(load_facts(2026).number("fee.eras.tier_2.each_usd"))
    'official'
    """
    words = number.status if number.kind == "fact" else number.kind
    if number.carried_over_from:
        words += f", carried over from {number.carried_over_from}"
    return words


def _in_full(number: Number) -> RenderableType:
    """Everything known about one number."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for label, text in _rows_in_full(number):
        if text:
            grid.add_row(label, Text(text))
    return Group(Text(number.name, style="bold"), grid, Text())


def _rows_in_full(number: Number) -> Iterator[tuple[str, str]]:
    """Label and words of each field, in the order of reading."""
    source = load_sources().get(number.source)
    yield "value", f"{value_words(number)} [{number.unit}]"
    yield "standing", standing_words(number)
    yield "season", str(number.season or "")
    yield "source", f"{source.publisher}, {source.title} ({source.year})" if source else ""
    yield "at", number.locator
    yield "address", source.url_or_place if source else ""
    yield "reason", number.reason
    yield "of", number.population
    yield "against", number.reference
    yield "note", number.note
    yield "file", f"data/{number.file}"


def _numbers_table(numbers: Sequence[Number], season: int) -> Table:
    """Many numbers, one a row."""
    title = f"{len(numbers):,} numbers, season {season}"
    table = Table(title=title, title_justify="left", title_style="bold", show_lines=False)
    table.add_column("Name", overflow="fold", ratio=5)
    table.add_column("Value (low to high)", justify="right", overflow="fold", ratio=3)
    table.add_column("Unit", overflow="fold", ratio=2)
    table.add_column("Standing", overflow="fold", ratio=2)
    table.add_column("Source and place, or reason", overflow="fold", ratio=6)
    sources = load_sources()
    for number in numbers:
        source = sources.get(number.source)
        cited = f"{source.title}, {number.locator}" if source else number.reason
        cells = (number.name, value_words(number), number.unit, standing_words(number), cited)
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _columns_table(columns: Sequence[NamedColumn]) -> Table:
    """Columns of packaged tables, one a row."""
    title = f"{len(columns)} columns of tables"
    table = Table(title=title, title_justify="left", title_style="bold")
    for heading in ("Table and column", "Unit", "Standing", "Year", "Source and place, or reason"):
        table.add_column(heading, overflow="fold")
    sources = load_sources()
    for item in columns:
        column = item.column
        source = sources.get(column.source)
        cited = f"{source.title}, {column.locator}" if source else column.reason
        cells = (item.name, column.unit, column.kind, str(column.year), cited)
        table.add_row(*(Text(cell) for cell in cells))
    return table
