"""Reads a season's log from a file (CSV or XLSX): every row matched to a program, or reported."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.season import Season
from thirdfriday.domain.season_event import EventKind, SeasonEvent
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_file_bounds import whole_bound
from thirdfriday.faces.case_file_vocabulary import (
    ProgramWord,
    Vocabulary,
    nearest_programs,
    vocabulary_from_catalogue,
)
from thirdfriday.intake.log_dates import SeasonWindow
from thirdfriday.intake.log_rows import LogReading, LogRow, program_words, read_log_rows
from thirdfriday.intake.own_tables import read_own_table
from thirdfriday.intake.row_matching import (
    CERTAIN,
    DOUBTFUL,
    RowMatch,
    match_rows,
    shipped_bounds,
)
from thirdfriday.plan.season_build import season_days

EXPECTED = "a CSV or XLSX file with the columns date, program and event"


@dataclass(slots=True)
class LogFile:
    """The events of a file, which rows were matched by name and how surely, and notes."""

    events: list[SeasonEvent] = field(default_factory=list)
    matched_by_name: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def season_window(season: Season) -> SeasonWindow:
    """The days that a log of the season can speak of."""
    return SeasonWindow(*season_days(season))


def read_log_file(
    path: Path, *, season: Season, specialties: Sequence[str], vocabulary: Vocabulary | None = None
) -> LogFile:
    """The events of a log.

    A program is named by our id, its ACGME id or NRMP code, its exact name, or by a name, city and
    state that are like one program of the specialties and no other.

    Args:
        path: a CSV or XLSX file.
        season: the season, whose days tell apart what a date means.
        specialties: where names are looked up, unless a row gives its own.
        vocabulary: the programs; those of the catalogue when not given.

    Raises:
        CaseError: every row at once that cannot be read or that names no program surely.
    """
    document = _document(path)
    return read_log(
        document, file=str(path), season=season, specialties=specialties, vocabulary=vocabulary
    )


def read_log(
    document: bytes,
    *,
    file: str,
    season: Season,
    specialties: Sequence[str],
    vocabulary: Vocabulary | None = None,
) -> LogFile:
    """The same from the bytes of a file; `file` is how problems name it."""
    table = read_own_table(document, filename=file, may_be_empty=True)
    reading = read_log_rows(table, season_window(season), file=file)
    words = vocabulary_from_catalogue() if vocabulary is None else vocabulary
    found = LogFile(notes=list(reading.notes))
    matches = _programs(reading, words, specialties, file, found)
    if reading.problems:
        raise CaseError(_in_order(reading.problems))
    found.events = [
        SeasonEvent(
            on=row.on,
            program_id=matches[row.line],
            kind=row.kind,
            signal=row.signal if row.kind is EventKind.SIGNALLED else None,
            interview_on=row.interview_on,
            note=row.note,
            line=row.line,
        )
        for row in reading.rows
    ]
    found.events += _signals_on_sent(reading, matches)
    return found


def find_programs(
    words: Mapping[str, str], specialties: Sequence[str], *, where: str
) -> tuple[str | None, list[Problem]]:
    """The program that words name, or the problem that they name none surely."""
    row = LogRow(1, dt.date.min, EventKind.MESSAGE, program_words(words))
    reading = LogReading(rows=[row])
    vocabulary = vocabulary_from_catalogue()
    found = _programs(reading, vocabulary, specialties, where, LogFile())
    told = [replace(problem, where=where) for problem in reading.problems]
    return found.get(1), told


def _signals_on_sent(reading: LogReading, matches: Mapping[int, str]) -> list[SeasonEvent]:
    """A row "sent" with a signal beside it tells of the signal too."""
    return [
        SeasonEvent(
            row.on, matches[row.line], EventKind.SIGNALLED, signal=row.signal, line=row.line
        )
        for row in reading.rows
        if row.kind is EventKind.SENT and row.signal is not None
    ]


def _document(path: Path) -> bytes:
    where = str(path)
    problem = None
    try:
        if not path.exists():
            problem = Problem("does not exist", where, EXPECTED)
        elif not path.is_file():
            problem = Problem("is not a file", where, EXPECTED)
        elif path.stat().st_size > whole_bound("list_bytes.most"):
            limit = f"{whole_bound('list_bytes.most'):,}"
            problem = Problem("is too large", where, f"{EXPECTED}, of at most {limit} bytes")
        document = b"" if problem else path.read_bytes()
    except OSError as error:
        problem = Problem(f"cannot be read: {error.strerror or error}", where, EXPECTED)
    if problem is None and not document.strip():
        problem = Problem("is empty", where, EXPECTED)
    if problem:
        raise CaseError([problem])
    return document


def _programs(
    reading: LogReading,
    vocabulary: Vocabulary,
    specialties: Sequence[str],
    file: str,
    found: LogFile,
) -> dict[int, str]:
    """The program of each line; what is doubtful or unknown becomes a problem."""
    matches: dict[int, str] = {}
    unclear: dict[tuple[tuple[str, str], ...], list[LogRow]] = {}
    for row in reading.rows:
        program_id = _surely(row.program, vocabulary)
        if program_id is None:
            unclear.setdefault(tuple(sorted(row.program.items())), []).append(row)
        else:
            matches[row.line] = program_id
    if not unclear:
        return matches
    for rows, match in zip(
        unclear.values(), _by_likeness(list(unclear), vocabulary, specialties), strict=True
    ):
        words = ", ".join(rows[0].program.values())
        if match.status == CERTAIN:
            matches |= {row.line: match.program_id for row in rows}
            program = vocabulary.programs[match.program_id]
            found.matched_by_name.append(
                {"written": words, "program": str(program), "score": match.score}
            )
            continue
        if rows[0].program.keys() & {"program", "institution"}:
            near = " or ".join(str(vocabulary.programs[key]) for key, _ in match.near)
            message = f'"{words}" is not surely one program (likeness {match.score:.0f} of 100)'
        else:
            like = nearest_programs(rows[0].program["id"], vocabulary.programs.values())
            near = " or ".join(str(program) for program in like)
            message = f'"{words}" is the number of no program of the catalogue'
        for row in rows:
            expected = "its program id, ACGME id or NRMP code, or name with city and state"
            reading.problems.append(Problem(message, f"{file}:{row.line}", expected, near))
    return matches


def _surely(program: Mapping[str, str], vocabulary: Vocabulary) -> str | None:
    """The program that the words of a row name without doubt; None if they do not."""
    named = {
        program_id
        for column in ("id", "program", "institution")
        if (program_id := vocabulary.program_id(program.get(column, ""))) is not None
    }
    if len(named) != 1:
        return None
    program_id = named.pop()
    return program_id if _agrees(vocabulary.programs[program_id], program) else None


def _agrees(program: ProgramWord, words: Mapping[str, str]) -> bool:
    """Whether the state beside the name is the program's own."""
    return words.get("state", program.state).strip().upper() in (program.state, "")


def _by_likeness(
    rows: list[tuple[tuple[str, str], ...]], vocabulary: Vocabulary, specialties: Sequence[str]
) -> list[RowMatch]:
    programs = [
        program
        for program in load_catalogue().programs
        if program.program_id in vocabulary.programs
    ]
    codes = {code: p.program_id for p in programs for code in p.nrmp_codes}
    found = [
        match_rows([_asked(dict(row), specialty) for row in rows], programs, codes=codes)
        for specialty in specialties
    ]
    return [_surest(each) for each in zip(*found, strict=True)]


def _asked(words: Mapping[str, str], specialty: str) -> dict[str, str]:
    """A row as the matching wants it, in one specialty unless it gives its own."""
    return {
        "program_id": words.get("id", ""),
        "nrmp_code": words.get("id", ""),
        "program": words.get("program", ""),
        "institution": words.get("institution", ""),
        "city": words.get("city", ""),
        "state": words.get("state", ""),
        "specialty": words.get("specialty", specialty),
    }


def _surest(matches: Sequence[RowMatch]) -> RowMatch:
    """The match of a row among the specialties; doubtful where another is nearly as like."""
    best = max(matches, key=lambda match: match.score)
    near = {program: score for match in matches for program, score in match.near}
    rivals = [match for match in matches if match.program_id != best.program_id]
    if best.status != CERTAIN or not rivals:
        return best
    if best.score - max(match.score for match in rivals) >= shipped_bounds().margin:
        return best
    ordered = sorted(near.items(), key=lambda pair: -pair[1])[: len(best.near)]
    return replace(best, status=DOUBTFUL, near=tuple(ordered))


def _in_order(problems: list[Problem]) -> list[Problem]:
    """Problems by line, no more than a person will mend at once."""

    def line(problem: Problem) -> int:
        last = problem.where.rpartition(":")[2]
        return int(last) if last.isdigit() else 0

    ordered = sorted(problems, key=line)
    most = whole_bound("problems.most")
    if len(ordered) <= most:
        return ordered
    rest = len(ordered) - most
    return [*ordered[:most], Problem(f"and {rest} more problems", expected="these mended first")]
