"""The user's own table of programs: columns and rows matched, previewed, and exported to track."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from rich.table import Table
from rich.text import Text

from thirdfriday.domain.catalogue import Catalogue, load_catalogue
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.atomic_write import write_whole
from thirdfriday.faces.command_options import CORRECTIONS, FILE, JSON, print_json, reported
from thirdfriday.faces.corrections_file import read_files, today
from thirdfriday.faces.piped_console import table_console
from thirdfriday.intake.knowledge import Claims, claims_by_program, settled_at
from thirdfriday.intake.own_tables import (
    LARGEST_BYTES,
    ColumnMatch,
    map_columns,
    mapped_rows,
    read_own_table,
)
from thirdfriday.intake.row_matching import CERTAIN, UNMATCHED, RowMatch, match_rows
from thirdfriday.intake.tracker import TrackedProgram, tracker_csv, tracker_xlsx

WIDTH_WITHOUT_TERMINAL = 140
ROWS_SHOWN = 20
KINDS = (".csv", ".xlsx")
NAMING = frozenset({"program_id", "nrmp_code", "program", "institution"})
COLUMNS_SHOWN = 8


@click.command()
@click.argument("table", type=FILE)
@click.option("--map", "pairs", multiple=True, metavar="OURS=THEIRS", help="Name a column.")
@click.option("--row", "choices", multiple=True, metavar="N=ID", help="Say which program a row is.")
@CORRECTIONS
@click.option("--out", type=FILE, help="Write the tracker: .xlsx or .csv.")
@JSON
@reported
def track(  # noqa: PLR0917 - click passes each option by its own name
    table: Path,
    pairs: tuple[str, ...],
    choices: tuple[str, ...],
    corrections: tuple[Path, ...],
    out: Path | None,
    as_json: bool,
) -> None:
    """Match your own CSV or XLSX of programs to the catalogue; --out writes a tracker of it."""
    if out is not None and out.suffix.lower() not in KINDS:
        raise CaseError([Problem("is no tracker's name", str(out), "a name ending .xlsx or .csv")])
    read = read_own_table(_bytes(table), filename=str(table))
    columns = map_columns(read.columns)
    mapping = {match.ours: match.theirs for match in columns} | _pairs(pairs, "--map")
    _refuse_nameless(table, read.columns, mapping)
    catalogue = load_catalogue()
    rows = mapped_rows(read, mapping)
    codes = {t.nrmp_code: p.program_id for p in catalogue.programs for t in p.tracks}
    matches = _told(match_rows(rows, catalogue.programs, codes=codes), choices, catalogue)
    if out is not None:
        claims = claims_by_program(read_files(corrections, catalogue))
        tracked = _tracked(rows, matches, catalogue, claims)
        write = tracker_xlsx if out.suffix.lower() == ".xlsx" else tracker_csv
        write_whole(out, write(tracked))
    if as_json:
        print_json(_document(columns, rows, matches, catalogue))
    else:
        console = table_console(WIDTH_WITHOUT_TERMINAL)
        console.print(_columns_table(columns, read.columns))
        console.print(_rows_table(rows, matches, catalogue))
    counts = {status: sum(m.status == status for m in matches) for status in _STATUSES}
    words = ", ".join(f"{count} {status}" for status, count in counts.items())
    click.echo(f"{len(matches)} rows: {words}." + (f" Written: {out}" if out else ""), err=True)


def _refuse_nameless(table: Path, theirs: Sequence[str], mapping: Mapping[str, str]) -> None:
    """Nothing, when some column names programs; rows without one cannot be matched at all."""
    if not NAMING & mapping.keys():
        message = f"no column names a program (there are {', '.join(theirs[:COLUMNS_SHOWN])})"
        expected = (
            "a header with a column such as program id, NRMP code, program or institution, or "
            "--map program=YOUR COLUMN"
        )
        raise CaseError([Problem(message, str(table), expected)])


_STATUSES = (CERTAIN, "doubtful", UNMATCHED)


def _bytes(path: Path) -> bytes:
    """The bytes of a table. CaseError when it is no file or too large."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise CaseError([Problem("is too large", str(path), f"at most {LARGEST_BYTES} bytes")])
        return path.read_bytes()
    except OSError as error:
        problem = Problem(f"cannot be read: {error.strerror}", str(path), "a CSV or XLSX file")
        raise CaseError([problem]) from error


def _pairs(words: Sequence[str], option: str) -> dict[str, str]:
    wrong = [word for word in words if "=" not in word]
    if wrong:
        raise CaseError([Problem(f"{word!r} is not A=B", option) for word in wrong])
    return dict(word.split("=", 1) for word in words)


def _told(
    matches: Sequence[RowMatch], choices: Sequence[str], catalogue: Catalogue
) -> list[RowMatch]:
    """The matches with those rows decided that the user named."""
    named = _pairs(choices, "--row")
    unknown = [
        Problem(f"{row}={key} names no row or no program", "--row", "such as 3=1400531039")
        for row, key in named.items()
        if key not in catalogue.by_id or not row.isdigit() or not 1 <= int(row) <= len(matches)
    ]
    if unknown:
        raise CaseError(unknown)
    return [
        RowMatch(m.row, named[str(m.row + 1)], 100.0, CERTAIN) if str(m.row + 1) in named else m
        for m in matches
    ]


def _tracked(
    rows: Sequence[dict[str, str]],
    matches: Sequence[RowMatch],
    catalogue: Catalogue,
    claims: Claims,
) -> list[TrackedProgram]:
    """The certain rows with what is known of their programs; others as the user wrote them."""
    day = today()
    tracked = []
    for match in matches:
        cells = dict(rows[match.row])
        if match.status != CERTAIN:
            tracked.append(TrackedProgram(cells))
            continue
        program = catalogue.by_id[match.program_id]
        cells |= {
            "program_id": program.program_id,
            "nrmp_code": ", ".join(program.nrmp_codes),
            "program": program.name,
            "institution": program.institution,
            "city": program.city,
            "state": program.state,
            "specialty": program.specialty,
        }
        settled = settled_at(program, claims.get(program.program_id, ()), on=day)
        tracked.append(TrackedProgram(cells, settled))
    return tracked


def _columns_table(columns: Sequence[ColumnMatch], theirs: Sequence[str]) -> Table:
    table = Table(title="Columns", title_justify="left", title_style="bold")
    for name in ("Yours", "Taken as", "Likeness"):
        table.add_column(name)
    known = {match.theirs: match for match in columns}
    for name in theirs:
        match = known.get(name)
        taken = "not used" if match is None else match.ours + ("" if match.sure else " ?")
        table.add_row(Text(name), taken, "-" if match is None else f"{match.score:.0f}")
    return table


def _rows_table(
    rows: Sequence[dict[str, str]], matches: Sequence[RowMatch], catalogue: Catalogue
) -> Table:
    doubtful = sorted(matches, key=lambda m: (m.status == CERTAIN, m.row))[:ROWS_SHOWN]
    title = "Rows, those to look at first (decide one with --row N=ID)"
    table = Table(title=title, title_justify="left", title_style="bold")
    for name in ("Row", "Yours", "Program", "Score", "Or"):
        table.add_column(name, overflow="fold")
    for match in doubtful:
        row = rows[match.row]
        words = ", ".join(row[k] for k in ("program", "institution", "city", "state") if row.get(k))
        found = _name(match.program_id, catalogue) if match.program_id else match.status
        mark = "" if match.status == CERTAIN else f" ({match.status})"
        near = "\n".join(f"{_name(key, catalogue)} {score:.0f}" for key, score in match.near)
        cells = (str(match.row + 1), words, f"{found}{mark}", f"{match.score:.0f}", near)
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _name(key: str, catalogue: Catalogue) -> str:
    program = catalogue.by_id[key]
    return f"{key} {program.name}, {program.city}"


def _document(
    columns: Sequence[ColumnMatch],
    rows: Sequence[dict[str, str]],
    matches: Sequence[RowMatch],
    catalogue: Catalogue,
) -> dict[str, Any]:
    return {
        "columns": [
            {"ours": m.ours, "theirs": m.theirs, "score": round(m.score, 1), "sure": m.sure}
            for m in columns
        ],
        "rows": [
            {
                "row": m.row + 1,
                "cells": rows[m.row],
                "program_id": m.program_id or None,
                "program": _name(m.program_id, catalogue) if m.program_id else None,
                "score": round(m.score, 1),
                "status": m.status,
                "near": [{"program_id": key, "score": round(score, 1)} for key, score in m.near],
            }
            for m in matches
        ],
    }
