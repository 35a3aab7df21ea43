"""Reads the user's own list of programs, every row that names no program reported at once."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.domain.signal import SignalTier
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_file_bounds import whole_bound
from thirdfriday.faces.case_file_vocabulary import (
    ProgramWord,
    Vocabulary,
    fold,
    fold_city,
    nearest,
    nearest_programs,
    vocabulary_from_catalogue,
)
from thirdfriday.faces.user_text import read_user_text

EXPECTED = "a CSV file with a column program_id, acgme_id, nrmp_code, or name with city and state"

_COLUMNS = {
    "program_id": "id",
    "id": "id",
    "program": "id",
    "acgme_id": "id",
    "acgme": "id",
    "acgme_code": "id",
    "nrmp_code": "id",
    "nrmp": "id",
    "code": "id",
    "name": "name",
    "program_name": "name",
    "institution": "name",
    "hospital": "name",
    "city": "city",
    "state": "state",
    "specialty": "specialty",
    "signal": "signal",
}
_IDENTIFYING = ("id", "name")
_NO_SIGNAL = ("", "none", "no", "-")


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: dict[str, tuple[str, ...]]

    def first(self, column: str) -> str:
        return next(iter(self.cells.get(column, ())), "")

    def words(self) -> str:
        named = (self.cells.get(column, ()) for column in ("id", "name", "city", "state"))
        return ", ".join(word for words in named for word in words)


def read_list(
    path: Path,
    *,
    specialties: Sequence[str] = (),
    vocabulary: Vocabulary | None = None,
) -> tuple[ListedProgram, ...]:
    """The programs that a CSV file lists, in its order.

    A row names its program by program id, ACGME id or NRMP code, or by name with city, state and
    specialty as far as they are needed to tell it from others. A file without a heading is read
    as one identifier per line. A column `signal` may say gold, silver or standard.

    Args:
        path: the file; commas, semicolons or tabs.
        specialties: where given, programs of other specialties are mistakes, and names are looked
            up among these.
        vocabulary: the programs; those of the catalogue when not given.

    Raises:
        CaseError: every row that names no program, more than one, or one that is listed already,
            with the nearest programs; an unknown signal; a file that is not such a list.
    """
    text = read_user_text(path, most_bytes=whole_bound("list_bytes.most"), expected=EXPECTED)
    words = vocabulary_from_catalogue() if vocabulary is None else vocabulary
    return read_list_text(text, file=str(path), specialties=specialties, vocabulary=words)


def read_list_text(
    text: str,
    *,
    file: str,
    vocabulary: Vocabulary,
    specialties: Sequence[str] = (),
    ranked: bool = False,
) -> tuple[ListedProgram, ...]:
    """The programs that a CSV text lists; `file` is how problems name it.

    A `ranked` list may hold a program once per NRMP code, and programs of other specialties.

    Raises:
        CaseError: as `read_list`.
    """
    rows = list(_rows(text, file))
    if not rows:
        raise CaseError([Problem("lists no program", file, EXPECTED)])
    finder = _Finder(vocabulary, tuple(specialties), file, ranked=ranked)
    listed = [finder.read(row) for row in rows]
    if finder.problems:
        raise CaseError(_counted(finder.problems))
    return tuple(program for program in listed if program is not None)


class _Finder:
    """Looks up one row after the other and keeps every problem."""

    def __init__(
        self, vocabulary: Vocabulary, specialties: tuple[str, ...], file: str, *, ranked: bool
    ) -> None:
        self.ranked = ranked
        self.vocabulary = vocabulary
        self.specialties = specialties
        self.file = file
        self.problems: list[Problem] = []
        self.lines: dict[str, int] = {}

    def read(self, row: _Row) -> ListedProgram | None:
        """The program of one row; None where a problem was noted instead."""
        signal = self._signal(row)
        program = self._program(row)
        if program is None:
            return None
        key = self._key(program, row)
        if key in self.lines:
            first = self.lines[key]
            self._note(row, f"{program} is listed already on line {first}", "each program once")
            return None
        self.lines[key] = row.line
        strange = self.specialties and program.specialty not in self.specialties
        if strange and not self.ranked:
            expected = f"a program of {' or '.join(self.specialties)}"
            self._note(row, f"{program} is a program of {program.specialty}", expected)
        return ListedProgram(program.program_id, signal, row.line)

    def _key(self, program: ProgramWord, row: _Row) -> str:
        """What may be listed once: the program, or in a ranked list its track."""
        if not self.ranked:
            return program.program_id
        codes = {fold(code): code for code in program.nrmp_codes}
        named = [codes[fold(word)] for word in row.cells.get("id", ()) if fold(word) in codes]
        return " ".join([program.program_id, *named])

    def _program(self, row: _Row) -> ProgramWord | None:
        unknown: list[str] = []
        found: dict[str, ProgramWord] = {}
        for word in row.cells.get("id", ()):
            program_id = self.vocabulary.program_id(word)
            program = self.vocabulary.programs.get(program_id or "")
            if program is not None:
                found[program.program_id] = program
            else:
                unknown.append(word)
        if len(found) > 1:
            names = " and ".join(str(program) for program in found.values())
            self._note(row, f"its identifiers name two programs: {names}", "one program a row")
            return None
        if found:
            return next(iter(found.values()))
        return self._by_name(row, unknown)

    def _by_name(self, row: _Row, unknown: list[str]) -> ProgramWord | None:
        candidates = list(self._candidates(row))
        names = {fold(name) for name in (*row.cells.get("name", ()), *unknown)}
        same = [program for program in candidates if fold(program.name) in names]
        if len(same) == 1:
            return same[0]
        if same:
            choices = "; ".join(str(program) for program in same[:3])
            self._note(
                row,
                f'"{row.words()}" names {len(same)} programs',
                "its program id, or city, state and specialty beside the name",
                choices,
            )
            return None
        word = unknown[0] if unknown else " ".join((row.first("name"), row.first("city")))
        near = nearest_programs(word, candidates) or nearest_programs(
            word, self.vocabulary.programs.values()
        )
        self._note(
            row,
            f'"{row.words()}" names no program of the catalogue',
            "a program id, ACGME id, NRMP code or the exact name",
            " or ".join(str(program) for program in near),
        )
        return None

    def _candidates(self, row: _Row) -> Iterator[ProgramWord]:
        """The programs that the row's city, state and specialty leave."""
        city, state = fold_city(row.first("city")), row.first("state").strip().upper()
        specialty = row.first("specialty").strip()
        keys = [specialty] if specialty in self.vocabulary.specialties else self.specialties
        for program in self.vocabulary.programs.values():
            if (
                (not city or fold_city(program.city) == city)
                and (not state or program.state == state)
                and (not keys or program.specialty in keys)
            ):
                yield program

    def _signal(self, row: _Row) -> SignalTier | None:
        word = row.first("signal").strip().lower()
        if word in _NO_SIGNAL:
            return None
        tiers = [tier.value for tier in SignalTier]
        if word not in tiers:
            self._note(
                row,
                f'"{word}" is not a signal',
                f"{', '.join(tiers)}, or nothing",
                nearest(word, tiers),
            )
            return None
        return SignalTier(word)

    def _note(self, row: _Row, message: str, expected: str = "", near: str = "") -> None:
        self.problems.append(Problem(message, f"{self.file}:{row.line}", expected, near))


def _rows(text: str, file: str) -> Iterator[_Row]:
    """The rows of the text by what their columns mean, blank ones left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(lines, delimiter=delimiter)
    heading: list[str] | None = None
    try:
        for cells in reader:
            trimmed = [cell.strip() for cell in cells]
            if not any(trimmed):
                continue
            if heading is None:
                heading = _heading(trimmed, file, reader.line_num)
                if heading != ["id"] or _meaning(trimmed[0]):
                    continue
            yield _Row(reader.line_num, _grouped(heading, trimmed))
    except csv.Error as error:
        where = f"{file}:{reader.line_num}"
        raise CaseError([Problem(f"is not CSV: {error}", where, EXPECTED)]) from error


def _heading(cells: list[str], file: str, line: int) -> list[str]:
    """What each column means; a first row of one cell that is no column name is a bare list."""
    meanings = [_meaning(cell) for cell in cells]
    if any(meaning in _IDENTIFYING for meaning in meanings):
        return meanings
    if len(cells) == 1:
        return ["id"]
    found = [nearest(cell, _COLUMNS) for cell in cells]
    near = next((name for name in found if _COLUMNS.get(name) in _IDENTIFYING), "")
    raise CaseError(
        [Problem("the heading names no column we know", f"{file}:{line}", EXPECTED, near)]
    )


def _meaning(cell: str) -> str:
    return _COLUMNS.get("_".join(fold(cell).split()), "")


def _grouped(heading: Iterable[str], cells: Iterable[str]) -> dict[str, tuple[str, ...]]:
    grouped: dict[str, tuple[str, ...]] = {}
    for meaning, cell in zip(heading, cells, strict=False):
        if meaning and cell:
            grouped[meaning] = (*grouped.get(meaning, ()), cell)
    return grouped


def _counted(problems: list[Problem]) -> list[Problem]:
    most = whole_bound("problems.most")
    if len(problems) <= most:
        return problems
    rest = len(problems) - most
    return [*problems[:most], Problem(f"and {rest} more problems", expected="these mended first")]
