"""Finds every number of the packaged data that lacks a source, a unit, a place or a season."""

import itertools
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from thirdfriday.errors import FactError
from thirdfriday.facts.number import Number, parse_number
from thirdfriday.facts.packaged import DATA, pack_of, read_toml
from thirdfriday.facts.registry import HEADER, known_seasons, number_files
from thirdfriday.facts.sources import Source, load_sources
from thirdfriday.facts.tables import load_table, table_names


def audit(root: Path = DATA) -> list[str]:
    """What is wrong with the packaged data, one sentence each; empty when nothing is. [problems].

    Checks that every number and every column has a unit and an origin, that every source key
    exists, that data of a pack stays in that pack, that every range contains its value, that no
    name is given twice, and that every rule of a season is in all later ones, carried or not.
    """
    try:
        sources = load_sources(root)
    except FactError as error:
        return [str(error)]
    problems: list[str] = []
    numbers = _numbers(root, sources, problems)
    problems += _repeated(numbers)
    problems += _misplaced(numbers, sources)
    problems += _seasons(numbers, root)
    problems += _tables(root, sources)
    problems += _outlines(root, sources)
    return problems


def _numbers(root: Path, sources: dict[str, Source], problems: list[str]) -> list[Number]:
    """Every number that parses; what does not is added to `problems`."""
    numbers = []
    for path, season in number_files(root):
        file = path.relative_to(root).as_posix()
        try:
            tables = read_toml(path)
            pack = pack_of(tables, where=file)
        except FactError as error:
            problems.append(str(error))
            continue
        for name, table in tables.items():
            if name in HEADER:
                continue
            try:
                numbers.append(
                    parse_number(
                        name,
                        table,
                        file=file,
                        sources=frozenset(sources),
                        season=season,
                        pack=tables.get("stands_in_for", pack),
                    )
                )
            except FactError as error:
                problems.append(str(error))
    return numbers


def _repeated(numbers: Iterable[Number]) -> list[str]:
    problems, first = [], dict[tuple[str, int | None, bool], str]()
    for number in numbers:
        key = (number.name, number.season, "stand_in" in number.file)
        if key in first:
            problems.append(f"{number.file}: {number.name} is already in {first[key]}. Keep one.")
        first.setdefault(key, number.file)
    return problems


def _misplaced(numbers: Iterable[Number], sources: dict[str, Source]) -> list[str]:
    """Numbers taken from a pack's source that lie outside that pack."""
    return [
        f"{number.file}: {number.name} comes from {number.source}, of the pack "
        f"{sources[number.source].pack}; move it to a file of that pack."
        for number in numbers
        if number.source and sources[number.source].pack not in ("core", number.pack)
    ]


def _seasons(numbers: Iterable[Number], root: Path) -> list[str]:
    """Rules that a later season lacks, and values that differ from what they carry over."""
    seasons = known_seasons(root)
    rules: dict[int, dict[str, Number]] = {season: {} for season in seasons}
    for number in numbers:
        if number.season is not None:
            rules[number.season][number.name] = number
    problems = []
    for earlier, later in itertools.pairwise(seasons):
        for name, number in rules[earlier].items():
            if name not in rules[later]:
                problems.append(
                    f"{number.file}: {name} has no value in season {later}. Give one, carry it over"
                    f' with carried_over_from = {earlier}, or say kind = "unknown" and why.'
                )
    for season in seasons:
        for number in rules[season].values():
            origin = rules.get(number.carried_over_from or 0, {}).get(number.name)
            if number.carried_over_from in rules and (
                origin is None or origin.value != number.value
            ):
                problems.append(
                    f"{number.file}: {number.name} is not the value of season "
                    f"{number.carried_over_from}. Copy that value, or drop carried_over_from."
                )
    return problems


def _tables(root: Path, sources: dict[str, Source]) -> list[str]:
    problems = []
    for name in table_names(root):
        try:
            table = load_table(name, root=root)
        except FactError as error:
            problems.append(str(error))
            continue
        for column in table.schema.values():
            if column.source and column.source not in sources:
                problems.append(
                    f"{name}.schema.toml: column {column.name} cites {column.source!r}, which "
                    "sources.toml lacks. Add it."
                )
    described = {path.relative_to(root).as_posix() for path in root.rglob("*.schema.toml")}
    held = {f"{name}.schema.toml" for name in table_names(root)}
    held |= {f"{_stem(path, root)}.schema.toml" for path in root.rglob("*.json")}
    return problems + [
        f"{file}: describes no table or outline. Remove it or add its data."
        for file in sorted(described - held)
    ]


def _outlines(root: Path, sources: dict[str, Source]) -> list[str]:
    """JSON files (outlines of maps) without a schema that names their source."""
    problems = []
    for path in sorted(root.rglob("*.json")):
        file = f"{_stem(path, root)}.schema.toml"
        schema: dict[str, Any] = read_toml(root / file) if (root / file).exists() else {}
        if schema.get("source") not in sources or not schema.get("locator"):
            problems.append(f"{file}: give the source and locator of {path.name}.")
    return problems


def _stem(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix().removesuffix(".json")
