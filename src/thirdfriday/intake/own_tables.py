"""The user's own CSV or XLSX of programs: read with limits, columns mapped by name, previewed."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from rapidfuzz import fuzz

from thirdfriday.errors import CaseError, Problem
from thirdfriday.intake.page_documents import decoded
from thirdfriday.intake.page_policies import FIELDS

LARGEST_BYTES = 20_000_000
LARGEST_UNPACKED_BYTES = 200_000_000
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 200, 2_000
_SURE = 88  # likeness of column names: below it the user is asked
_DELIMITERS = ",;\t|"
_ZIP = b"PK\x03\x04"
IDENTITY = ("program_id", "nrmp_code", "program", "institution", "city", "state", "specialty")
SEASON = ("status", "signal", "applied_on", "interview_on", "rank", "link", "notes")
COLUMNS = IDENTITY + SEASON + FIELDS
ALIASES: Mapping[str, tuple[str, ...]] = {
    "program_id": (
        "program id",
        "acgme id",
        "acgme code",
        "acgme number",
        "acgme program number",
        "eras id",
        "id",
    ),
    "nrmp_code": ("nrmp code", "nrmp program code", "match code", "program code"),
    "program": (
        "program",
        "program name",
        "residency",
        "residency program",
        "name",
        "program title",
    ),
    "institution": (
        "institution",
        "hospital",
        "sponsor",
        "sponsoring institution",
        "university",
        "school",
    ),
    "city": ("city", "town", "location city"),
    "state": ("state", "st", "location state"),
    "specialty": ("specialty", "speciality", "field", "department"),
    "status": ("status", "application status", "decision"),
    "signal": ("signal", "signaled", "signalled", "signal tier"),
    "applied_on": ("applied on", "date applied", "applied", "submitted"),
    "interview_on": ("interview on", "interview date", "interview"),
    "rank": ("rank", "rank order", "my rank"),
    "link": ("link", "url", "website", "web page", "program website", "page"),
    "notes": ("notes", "note", "comments", "remarks"),
    "j1": ("j1", "j 1", "j1 visa", "accepts j1"),
    "h1b": ("h1b", "h1 b", "h1b visa", "h 1b"),
    "step2_min": (
        "step 2 min",
        "step 2 minimum",
        "step 2 ck minimum",
        "step2 cutoff",
        "step 2 ck cutoff",
    ),
    "step1_min": ("step 1 min", "step 1 minimum", "step1 cutoff"),
    "comlex_accepted": ("comlex", "comlex accepted", "accepts comlex"),
    "max_attempts": ("max attempts", "maximum attempts", "attempts"),
    "yog_max_years": (
        "yog",
        "yog limit",
        "year of graduation limit",
        "years since graduation",
        "grad cutoff",
    ),
    "usce": ("usce", "us clinical experience"),
    "usce_months": ("usce months", "months of usce"),
    "lors": ("lors", "letters", "letters of recommendation", "number of letters"),
    "imgs_considered": ("imgs", "accepts imgs", "img friendly", "imgs considered"),
    "positions_per_year": ("positions", "positions per year", "spots", "quota"),
    "deadline": ("deadline", "application deadline", "due date"),
}


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A table as the user wrote it: column names, rows of text, and what was cut.

    `numbers` are the places of the rows in the file, counted from 1 with blank rows and header.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """Our column for one of the user's, with a score; `sure` when it need not be asked."""

    ours: str
    theirs: str
    score: float
    sure: bool


def read_own_table(
    document: bytes, *, filename: str = "table.csv", may_be_empty: bool = False
) -> OwnTable:
    r"""The user's table; CaseError when it is no readable CSV or XLSX.

    With `may_be_empty` a header without rows under it is a table too.

    >>> read_own_table(b"Program;City\nInternal Medicine;Fresno\n").columns
    ('Program', 'City')
    """
    if len(document) > LARGEST_BYTES:
        raise _problem("the table is too large", filename, f"at most {LARGEST_BYTES} bytes")
    rows = (
        _sheet_rows(document, filename)
        if document.startswith(_ZIP)
        else _csv_rows(document, filename)
    )
    kept: list[tuple[str, ...]] = []
    numbers: list[int] = []
    notes: tuple[str, ...] = ()
    for number, row in enumerate(rows, 1):
        if not any(row):
            continue
        if len(kept) > MOST_ROWS:
            notes = (f"Only the first {MOST_ROWS} rows were read.",)
            break
        kept.append(row[:MOST_COLUMNS])
        numbers.append(number)
    if len(kept) < (1 if may_be_empty else 2):
        raise _problem("the table has no rows under a header", filename, "a header line and rows")
    header = _unique_names(kept[0])
    width = len(header)
    body = tuple((row + ("",) * width)[:width] for row in kept[1:])
    return OwnTable(header, body, notes, tuple(numbers[1:]))


def map_columns(
    columns: Sequence[str],
    *,
    known: Sequence[str] = COLUMNS,
    aliases: Mapping[str, tuple[str, ...]] = ALIASES,
) -> tuple[ColumnMatch, ...]:
    """Our column for each of the user's that resembles one, best first and each used once.

    Args:
        columns: the user's names.
        known: our columns; those of a table of programs by default.
        aliases: further names of each.

    >>> [(m.theirs, m.ours, m.sure) for m in map_columns(["Hospital", "ACGME ID", "Shoe size"])]
    [('ACGME ID', 'program_id', True), ('Hospital', 'institution', True)]
    """
    scored = []
    for theirs in columns:
        plain = _plain(theirs)
        for ours in known:
            names = (*aliases.get(ours, ()), ours.replace("_", " "))
            scored.append((max(fuzz.token_sort_ratio(plain, name) for name in names), ours, theirs))
    scored.sort(key=lambda item: (-item[0], known.index(item[1]), columns.index(item[2])))
    used: set[str] = set()
    matches = []
    for score, ours, theirs in scored:
        if score < _SURE - 15 or ours in used or f"theirs:{theirs}" in used:
            continue
        used |= {ours, f"theirs:{theirs}"}
        matches.append(ColumnMatch(ours, theirs, score, score >= _SURE))
    return tuple(matches)


def mapped_rows(table: OwnTable, mapping: Mapping[str, str]) -> list[dict[str, str]]:
    """The rows under our column names; `mapping` is ours -> theirs; CaseError if unknown."""
    problems = [
        Problem(f"the table has no column {theirs!r}", where=ours)
        for ours, theirs in mapping.items()
        if theirs not in table.columns
    ]
    problems += [
        Problem(f"{ours!r} is not a column of ours", expected=", ".join(COLUMNS))
        for ours in mapping
        if ours not in COLUMNS
    ]
    if problems:
        raise CaseError(problems)
    places = {ours: table.columns.index(theirs) for ours, theirs in mapping.items()}
    return [{ours: row[place].strip() for ours, place in places.items()} for row in table.rows]


def preview(table: OwnTable, mapping: Mapping[str, str], *, rows: int = 5) -> list[dict[str, str]]:
    """The first rows as they would be taken. [rows]"""
    return mapped_rows(OwnTable(table.columns, table.rows[:rows]), mapping)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()


def _unique_names(row: Sequence[str]) -> tuple[str, ...]:
    names: list[str] = []
    for place, name in enumerate(row, 1):
        base = " ".join(name.split()) or f"column {place}"
        names.append(base if base not in names else f"{base} ({place})")
    return tuple(names)


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    if isinstance(value, float) and value.is_integer():
        text = str(int(value))
    return text[:LONGEST_CELL].strip()


def _csv_rows(document: bytes, filename: str) -> Iterator[tuple[str, ...]]:
    text = decoded(document)
    if "\x00" in text[:4096]:
        raise _problem("the file is neither CSV nor XLSX", filename, "a table")
    first = text[:4096].splitlines()[:1] or [""]
    delimiter = max(_DELIMITERS, key=first[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield tuple(_cell(cell) for cell in row)
    except csv.Error as problem:
        raise _problem(
            f"the CSV breaks off near line {reader.line_num}", filename, "rows of cells"
        ) from problem


def _sheet_rows(document: bytes, filename: str) -> Iterator[tuple[str, ...]]:
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as packed:
            if sum(item.file_size for item in packed.infolist()) > LARGEST_UNPACKED_BYTES:
                raise _problem(
                    "the workbook unpacks to too much",
                    filename,
                    f"at most {LARGEST_UNPACKED_BYTES} bytes",
                )
        book = load_workbook(io.BytesIO(document), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for row in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS, values_only=True):
            cells = [_cell(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            yield tuple(cells)
        book.close()
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        ParseError,
        KeyError,
        ValueError,
        OSError,
        IndexError,
        TypeError,
        AttributeError,
    ) as problem:
        raise _problem("the workbook cannot be read", filename, "an XLSX file") from problem


def _problem(message: str, where: str, expected: str) -> CaseError:
    return CaseError([Problem(message, where=where, expected=expected)])
