"""Packaged tables: a CSV file and the schema that gives each column its type, unit and source."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from thirdfriday.errors import FactError
from thirdfriday.facts.packaged import DATA, pack_name, pack_of, read_toml
from thirdfriday.facts.sources import load_sources

COLUMN_FIELDS = (
    "unit", "type", "source", "locator", "year", "kind", "reason", "required", "note",
)  # fmt: skip
BOOLEANS = {"true": True, "false": False, "": None}


@dataclass(frozen=True, slots=True)
class Column:
    """What one column holds: its type, unit and where its values come from."""

    name: str
    unit: str
    type: str
    source: str = ""
    locator: str = ""
    year: int | str = ""
    kind: str = "fact"
    reason: str = ""
    required: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A packaged table by columns; treat `columns` as read-only, since tables are shared.

    An empty cell is None in a number or boolean column and "" in a text column.
    """

    name: str
    columns: dict[str, list[Any]]
    schema: dict[str, Column]
    pack: str = "core"
    description: str = ""
    _length: int = field(default=0)

    def __len__(self) -> int:
        return self._length

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each row as a dictionary by column name, in file order."""
        names = list(self.columns)
        for values in zip(*self.columns.values(), strict=True):
            yield dict(zip(names, values, strict=True))


def load_table(name: str, *, without: frozenset[str] = frozenset(), root: Path = DATA) -> Table:
    """The packaged table `name` ("catalogue/programs"), typed by its schema.

    Columns whose source belongs to a pack of `without` come back empty.

    Raises:
        FactError: no such table, its pack is left out, a column has no schema, a cell has the
            wrong type, or a required cell is empty; names the file, the line and the mend.
    """
    table = _load(name, root)
    packs = frozenset(pack_name(pack) for pack in without)
    if table.pack in packs:
        raise FactError(
            f"{name}.csv belongs to the pack {table.pack}, which is left out. "
            "Handle its absence with a wider range, or keep the pack."
        )
    return _without(name, packs, root) if packs else table


@cache
def _without(name: str, packs: frozenset[str], root: Path) -> Table:
    """The table with the columns of `packs` emptied; the packs are those of their sources."""
    table, sources = _load(name, root), load_sources(root)
    columns = {}
    for column, values in table.columns.items():
        source = table.schema[column].source
        left_out = source in sources and sources[source].pack in packs
        empty = "" if table.schema[column].type == "str" else None
        columns[column] = [empty] * len(values) if left_out else values
    return replace(table, columns=columns)


def table_names(root: Path = DATA) -> list[str]:
    """The names of all packaged tables."""
    return sorted(
        path.relative_to(root).as_posix().removesuffix(".csv") for path in root.rglob("*.csv")
    )


@cache
def _load(name: str, root: Path) -> Table:
    path = root / f"{name}.csv"
    if not path.exists():
        known = ", ".join(table_names(root))
        raise FactError(f"There is no table {name!r}. Tables: {known}. Run `make data`?")
    description, pack, schema = read_schema(name, root)
    with path.open(newline="", encoding="utf-8") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        cells = list(reader)
    if list(schema) != header:
        raise FactError(_header_message(name, header, list(schema)))
    for line, row in enumerate(cells, start=2):
        if len(row) != len(header):
            raise FactError(
                f"{name}.csv:{line}: {len(row)} cells where {len(header)} are expected."
            )
    raw = [list(column) for column in zip(*cells, strict=True)] or [[] for _ in header]
    columns = {
        column: _typed(values, schema[column], name)
        for column, values in zip(header, raw, strict=True)
    }
    return Table(name, columns, schema, pack, description, len(cells))


def read_schema(name: str, root: Path = DATA) -> tuple[str, str, dict[str, Column]]:
    """Description, pack and columns of the schema beside the table `name`.

    Raises:
        FactError: the schema is absent or a column lacks its unit, type or origin.
    """
    file = f"{name}.schema.toml"
    tables = read_toml(root / file)
    columns = tables.get("columns")
    if not isinstance(columns, dict) or not columns:
        raise FactError(f"{file}: no [columns.<name>] tables. Describe each column of {name}.csv.")
    schema = {column: _column(column, entry, file) for column, entry in columns.items()}
    return str(tables.get("description", "")), pack_of(tables, where=file), schema


def _column(name: str, entry: dict[str, Any], file: str) -> Column:
    where = f"{file}: column {name}"
    unknown = sorted(set(entry) - set(COLUMN_FIELDS))
    if unknown:
        raise FactError(f"{where} has unknown fields {', '.join(unknown)}. Use: {COLUMN_FIELDS}.")
    column = Column(name=name, **{"unit": "", "type": "", **entry})
    if column.type not in PARSERS:
        raise FactError(f"{where} has type {column.type!r}. Use one of: {', '.join(PARSERS)}.")
    if not column.unit:
        raise FactError(f'{where} has no unit. Add unit = "..." (a word is "text").')
    if column.kind == "fact" and not (column.source and column.locator):
        raise FactError(f"{where} has no source and locator. Add them, or kind and reason.")
    if column.kind not in ("fact", "assumption", "setting", "fitted"):
        raise FactError(f"{where} has kind {column.kind!r}. Use fact, assumption, setting, fitted.")
    if column.kind != "fact" and not column.reason:
        raise FactError(f"{where} is {column.kind} without a reason. Add reason.")
    return column


def _boolean(text: str) -> bool | None:
    return BOOLEANS[text.lower()]


PARSERS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": _boolean,
}


def _typed(values: list[str], column: Column, table: str) -> list[Any]:
    if column.required and "" in values:
        line = values.index("") + 2
        raise FactError(f"{table}.csv:{line}: {column.name} is empty but required. Fill it.")
    if column.type == "str":
        return values
    parse = PARSERS[column.type]
    try:
        meaning = {value: parse(value) if value else None for value in set(values)}
    except (ValueError, KeyError):
        raise _cell_error(values, column, table) from None
    return [meaning[value] for value in values]


def _cell_error(values: list[str], column: Column, table: str) -> FactError:
    parse = PARSERS[column.type]
    for line, value in enumerate(values, start=2):
        try:
            if value:
                parse(value)
        except (ValueError, KeyError):
            return FactError(
                f"{table}.csv:{line}: {column.name} is {value!r}, not a {column.type}. Mend it."
            )
    raise AssertionError("no faulty cell found")


def _header_message(name: str, header: list[str], described: list[str]) -> str:
    extra = [column for column in header if column not in described]
    absent = [column for column in described if column not in header]
    if extra:
        return (
            f"{name}.csv: columns {', '.join(extra)} are not in {name}.schema.toml. Describe them."
        )
    if absent:
        return f"{name}.schema.toml describes {', '.join(absent)}, which {name}.csv lacks."
    return f"{name}.csv: columns are in another order than in {name}.schema.toml. Use one order."
