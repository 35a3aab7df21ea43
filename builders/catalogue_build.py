"""Builds programs.csv, tracks.csv, specialties.csv and filtered.csv from the published tables."""

import argparse
import csv
import sys
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from builders.catalogue_rows import Row, Rows, make_rows
from builders.catalogue_sources import LIST_YEAR, Sources, read_sources
from builders.link_programs import Linking, link_programs

SCHEMAS = Path(__file__).parent.parent / "src" / "thirdfriday" / "data" / "catalogue"
TABLES = ("programs", "tracks", "specialties", "filtered")


@dataclass(frozen=True, slots=True)
class Report:
    """What went in, what came out, what was joined and what was left out, as lines of text."""

    lines: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(self.lines)


def build(tables: Path, out: Path) -> Report:
    """Writes the catalogue's tables below `out`/catalogue and reports on every row.

    The same published tables always give the same bytes.
    """
    sources = read_sources(tables)
    linking = link_programs(sources.tracks, sources.listed)
    rows = make_rows(sources, linking)
    folder = out / "catalogue"
    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        write_table(folder / f"{name}.csv", name, getattr(rows, name))
    return Report(tuple(report_lines(sources, linking, rows)))


def columns_of(name: str) -> list[str]:
    """The columns of a table in their order, as its schema lists them."""
    with (SCHEMAS / f"{name}.schema.toml").open("rb") as stream:
        return list(tomllib.load(stream)["columns"])


def write_table(path: Path, name: str, rows: Sequence[Row]) -> None:
    """One table as CSV: UTF-8, line feeds, empty where unknown."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        columns = columns_of(name)
        writer = csv.DictWriter(stream, columns, lineterminator="\n", extrasaction="raise")
        writer.writeheader()
        writer.writerows({key: cell(row.get(key)) for key in columns} for row in rows)


def cell(value: object) -> str:
    """A value as the text of its cell.

    >>> [cell(value) for value in (None, True, 3.0, 2.5, "eras")]
    ['', 'true', '3', '2.5', 'eras']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def report_lines(sources: Sources, linking: Linking, rows: Rows) -> list[str]:
    """The report: rows in, rows out, links by confidence, rows left out and why."""
    grades = Counter(str(row["link_confidence"]) for row in rows.programs)
    reasons = Counter(f"{row['source']}: {row['reason']}" for row in rows.filtered)
    joined = sum(link.joined for link in linking.links)
    newest = sum(program.list_year == LIST_YEAR for program in sources.listed)
    lines = [
        f"in   ACGME list of {LIST_YEAR}: {newest} programs",
        f"in   listed in 2021 only, in specialties the list of {LIST_YEAR} leaves out: "
        f"{len(sources.listed) - newest} programs",
        f"in   NRMP tracks 2016-2026: {len(sources.tracks)}",
        f"in   attribute rows of 2021: {sources.attribute_rows}",
        f"out  programs.csv: {len(rows.programs)}; tracks.csv: {len(rows.tracks)}; "
        f"specialties.csv: {len(rows.specialties)}; filtered.csv: {len(rows.filtered)}",
    ]
    lines += [f"link {grade}: {count} programs" for grade, count in sorted(grades.items())]
    lines.append(f"link groups of tracks joined to a program already linked: {joined}")
    lines += [f"drop {count} {reason}" for reason, count in sorted(reasons.items())]
    lines.append(
        f"drop {sources.attribute_programs_unlisted} programs with attributes of 2021 "
        f"that the list of {LIST_YEAR} no longer has"
    )
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line of the builder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=Path, required=True, help="folder of published tables")
    parser.add_argument("--out", type=Path, required=True, help="folder of the package's data")
    chosen = parser.parse_args(arguments)
    sys.stdout.write(f"{build(chosen.tables, chosen.out)}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
