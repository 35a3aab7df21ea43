"""Reads a roster, one applicant a row: sound rows become cases, every wrong one is told."""

import copy
import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from thirdfriday.domain.case import Case
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_file_bounds import whole_bound
from thirdfriday.faces.case_file_problems import field_at
from thirdfriday.faces.case_file_reader import read_case_document
from thirdfriday.faces.case_file_vocabulary import vocabulary_from_catalogue
from thirdfriday.faces.case_file_writer import case_text
from thirdfriday.faces.roster_cells import completed, listed_value, value_of
from thirdfriday.faces.roster_columns import (
    CASE_FILE,
    COLUMNS,
    LISTED,
    STUDENT,
    TYPE,
    Cell,
    RosterColumn,
)
from thirdfriday.faces.toml_document import dotted
from thirdfriday.faces.toml_places import FieldPath
from thirdfriday.faces.user_text import read_user_text
from thirdfriday.facts.registry import load_facts
from thirdfriday.intake.own_tables import ColumnMatch, OwnTable, map_columns, read_own_table

EXPECTED = "a CSV or XLSX file with a header and one applicant a row"
ALIASES = {name: column.aliases for name, column in COLUMNS.items()}
_LISTED = frozenset(column.name for column in LISTED)
_FIRST_ROW = 2
"""The number a spreadsheet gives the first row under the header."""
_DIGITS = 8
_LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Student:
    """One applicant of a caseload; `key` names the folder of what is written for them."""

    key: str
    row: int
    case: Case


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster as read: whose rows are sound, and what is wrong with the others."""

    students: tuple[Student, ...]
    problems: tuple[Problem, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowDocument:
    """One row as the fields of a case file; `columns` say which column each field came from."""

    row: int
    data: dict[str, Any]
    columns: Mapping[FieldPath, str]
    file: str
    problems: tuple[Problem, ...] = ()

    def where(self, path: FieldPath, *, of_key: bool = False) -> str:
        """Row and column of a field, or of the field that holds it."""
        place = f"{self.file}, row {self.row}"
        for end in range(len(path), 0, -1):
            column = self.columns.get(path[:end])
            if column:
                return f'{place}, column "{column}"'
        return f"{place}, no column for {dotted(path)}"


def column_matches(table: OwnTable) -> tuple[ColumnMatch, ...]:
    """Our column for each of the roster's; a column named after a field of the case file is ours.

    >>> table = OwnTable(("ID", "Step 2 CK", "applicant.education.class_quartile"), ())
    >>> [match.ours for match in column_matches(table)]
    ['student', 'step_2_ck', 'applicant.education.class_quartile']
    """
    exact = [ColumnMatch(name, name, 100.0, True) for name in table.columns if _is_field(name)]
    taken = {match.theirs for match in exact}
    rest = [name for name in table.columns if name not in taken]
    return (*map_columns(rest, known=tuple(COLUMNS), aliases=ALIASES), *exact)


def _is_field(name: str) -> bool:
    return "." in name and field_at(tuple(name.split("."))) is not None


def read_roster(
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    template: Path | None = None,
) -> Roster:
    """The students of a roster; a wrong row is told and left out, the others are read.

    Args:
        path: CSV or XLSX; the columns are `COLUMNS`, or fields of the case file by their path.
        mapping: our column to theirs, where the likeness of names does not settle it.
        template: a case file whose fields hold where a row says nothing.

    Raises:
        CaseError: the file cannot be read, or a column's meaning has to be asked.
    """
    table = read_table(path)
    columns = _columns(table, mapping or {}, path)
    base = _template(template) if template else {}
    if not base and not {TYPE, CASE_FILE} & set(columns):
        message = "no column says what kind of applicant each is"
        expected = f'a column "{TYPE}", a column "{CASE_FILE}", or --template CASE.toml'
        raise CaseError([Problem(message, path.name, expected)])
    return _students(table, columns, path, base)


def roster_sent(document: bytes, *, filename: str) -> Roster:
    """The students of a roster that was sent: no row can name a file of this machine.

    Raises:
        CaseError: as `read_roster`, or a column names case files.
    """
    path = Path(Path(filename).name or "roster.csv")
    table = read_own_table(document, filename=path.name)
    columns = _columns(table, {}, path)
    if CASE_FILE in columns:
        problem = Problem(f"the column {CASE_FILE} is read by the command alone", path.name)
        raise CaseError([problem])
    return _students(table, columns, path, {})


def _students(
    table: OwnTable, columns: Mapping[str, int], path: Path, base: Mapping[str, Any]
) -> Roster:
    """Every sound row as a student, every wrong one as its problems."""
    students: list[Student] = []
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for index, cells in enumerate(table.rows):
        row = index + _FIRST_ROW
        given = {
            ours: (cells[place], table.columns[place])
            for ours, place in columns.items()
            if cells[place]
        }
        try:
            case = read_case_document(_document(given, row, path, base))
        except CaseError as error:
            problems += error.problems
            continue
        key = given[STUDENT][0] if STUDENT in given else f"s-{digest_of(case)}"
        if not _sound_key(key):
            problems.append(_bad_key(key, f"{path.name}, row {row}"))
            continue
        if key in seen and STUDENT in given:
            message = f"{key} stands in row {seen[key]} already"
            problems.append(Problem(message, f"{path.name}, row {row}", "each student once"))
            continue
        seen.setdefault(key, row)
        students.append(Student(_unique(key, students), row, case))
    ignored = tuple(
        name for place, name in enumerate(table.columns) if place not in columns.values()
    )
    return Roster(tuple(students), tuple(problems), ignored)


def digest_of(case: Case) -> str:
    """A short name for a case that depends on nothing but what it says. [8 hexadecimal digits]"""
    text = case_text(replace(case, corrections=()))
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def read_table(path: Path) -> OwnTable:
    """The table of a roster as it stands.

    Raises:
        CaseError: no such file, or no table.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise CaseError([Problem(f"cannot be read: {reason}", str(path), EXPECTED)]) from error
    if path.suffix.lower() == ".toml":
        message = "is a case file, not a roster"
        raise CaseError([Problem(message, path.name, f"{EXPECTED}; for one: thirdfriday plan")])
    return read_own_table(data, filename=path.name)


def _columns(table: OwnTable, mapping: Mapping[str, str], path: Path) -> dict[str, int]:
    """Where each of our columns stands in the table; a doubtful likeness is asked about."""
    problems = [
        Problem(f'the roster has no column "{theirs}"', path.name, f"the column of {ours}")
        for ours, theirs in mapping.items()
        if theirs not in table.columns
    ]
    problems += [
        Problem(f"{ours} is no column of a roster", path.name, ", ".join(COLUMNS))
        for ours in mapping
        if ours not in COLUMNS and not _is_field(ours)
    ]
    chosen = dict(mapping)
    for match in column_matches(table):
        if match.ours in chosen or match.theirs in chosen.values():
            continue
        if not match.sure:
            problems.append(
                Problem(
                    f'column "{match.theirs}" may mean {match.ours}, or nothing we know',
                    path.name,
                    f'--map {match.ours}="{match.theirs}", or another name for the column',
                )
            )
        chosen[match.ours] = match.theirs
    if problems:
        raise CaseError(problems)
    return {ours: table.columns.index(theirs) for ours, theirs in chosen.items()}


def _template(path: Path) -> dict[str, Any]:
    text = read_user_text(path, most_bytes=whole_bound("bytes.most"), expected="a case file")
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CaseError([Problem(f"is not TOML: {error}", str(path), "a case file")]) from error
    named = data.get("corrections")
    if isinstance(named, list):  # a row is written elsewhere than the file that names them
        data["corrections"] = [
            str(path.parent / name) if isinstance(name, str) and name else name for name in named
        ]
    return data


def _document(
    given: Mapping[str, tuple[str, str]], row: int, path: Path, base: Mapping[str, Any]
) -> RowDocument:
    """The row's cells, each with its column's name, laid over its case file or the template."""
    words = vocabulary_from_catalogue()
    named = given.get(CASE_FILE)
    data = _template(path.parent / named[0]) if named else copy.deepcopy(dict(base))
    places: dict[FieldPath, str] = {}
    for ours, (text, theirs) in given.items():
        column = COLUMNS.get(ours) or RosterColumn(
            ours, value_kind(ours), tuple(ours.split(".")), ""
        )
        if not column.path or ours in _LISTED:
            continue
        _put(data, column.path, value_of(text, column, words))
        places[column.path] = theirs
    _put_lists(data, given, places)
    data.setdefault("season", load_facts().season)
    return RowDocument(row, completed(data), places, path.name)


def value_kind(name: str) -> Cell:
    """How a column named after a field of the case file is read, by what the field holds."""
    field = field_at(tuple(name.split(".")))
    kind = repr(field.annotation) if field else ""
    if "bool" in kind:
        return Cell.YES_NO
    if "list" in kind:
        return Cell.WORDS
    if "float" in kind:
        return Cell.NUMBER
    return Cell.WHOLE if "int" in kind else Cell.TEXT


def _put_lists(
    data: dict[str, Any],
    given: Mapping[str, tuple[str, str]],
    places: dict[FieldPath, str],
) -> None:
    """The columns of stays, letters, ties and such; what a row gives replaces the template's."""
    specialties = data.get("wants", {}).get("specialties", [])
    lists: dict[FieldPath, list[Any]] = {}
    for column in LISTED:
        text, theirs = given.get(column.name, ("", ""))
        if not text:
            continue
        items = lists.setdefault(column.path, [])
        first = len(items)
        items += listed_value(column.name, text, specialties, vocabulary_from_catalogue())
        for index in range(first, len(items)):
            places[(*column.path, index)] = theirs
    for path, items in lists.items():
        _put(data, path, items)


def _put(data: dict[str, Any], path: FieldPath, value: Any) -> None:
    """Write a value at a path; a table is laid over the one that is there."""
    holder: dict[str, Any] = data
    for part in path[:-1]:
        inner = holder.setdefault(str(part), {})
        if not isinstance(inner, dict):
            inner = holder[str(part)] = {}
        holder = inner
    last = str(path[-1])
    here = holder.get(last)
    if isinstance(value, dict) and isinstance(here, dict) and last.startswith(("step", "comlex")):
        value = value | {name: here[name] for name in ("attempts",) if name in here}
    holder[last] = value


def _sound_key(key: str) -> bool:
    """Whether an identifier can name a folder on every system."""
    return (
        len(key) <= _LONGEST_KEY
        and all(c.isalnum() or c in "-_." for c in key)
        and key[0] not in ".-"
    )


def _bad_key(key: str, where: str) -> Problem:
    shown = key if len(key) <= _LONGEST_KEY else f"{key[:_LONGEST_KEY]}..."
    return Problem(
        f'"{shown}" cannot name a folder', where,
        f"letters, digits, - and _, at most {_LONGEST_KEY}, such as S-014",
    )  # fmt: skip


def _unique(key: str, students: list[Student]) -> str:
    """The key, with a number behind it where two rows without identifiers are the same case."""
    taken = {student.key for student in students}
    found, number = key, 2
    while found in taken:
        found, number = f"{key}-{number}", number + 1
    return found
