"""The user's corrections files: read with the day's date, laid out for a plan, written whole."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue, load_catalogue
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.atomic_write import write_whole
from thirdfriday.faces.case_file_bounds import whole_bound
from thirdfriday.faces.case_file_reader import HOW_TO_START, read_case
from thirdfriday.faces.toml_document import read_document
from thirdfriday.faces.user_text import read_user_text
from thirdfriday.intake.corrections import (
    LARGEST_FILE,
    Correction,
    merge_corrections,
    read_corrections,
    write_corrections,
)
from thirdfriday.intake.knowledge import NOTHING_KNOWN, Known, claims_by_program, known_policies

EXPECTED = "a corrections file: one JSON object a line (see docs/how-to/corrections.md)"


def today() -> dt.date:
    """The day on which a claim's age is counted."""
    return dt.datetime.now(dt.UTC).date()


def case_and_known(
    case_file: Path, corrections: Sequence[Path] = (), without: frozenset[str] = frozenset()
) -> tuple[Case, Known]:
    """The case of a file, with what its own corrections files and `corrections` say of programs.

    Raises:
        CaseError: every mistake in the case and in all of these files.
    """
    problems: list[Problem] = []
    case: Case | None = None
    try:
        case = read_case(case_file)
    except CaseError as error:
        problems += error.problems
    named = named_files(case_file, problems.append)
    known = NOTHING_KNOWN
    try:
        known = known_from((*named, *corrections), without)
    except CaseError as error:
        problems += error.problems
    if problems or case is None:
        raise CaseError(problems)
    return case, known


def named_files(
    case_file: Path, tell: Callable[[Problem], None] = lambda _: None
) -> tuple[Path, ...]:
    """The corrections files that a case file names; those that are not there are told.

    A case file that cannot be read names none: what is wrong with it is for its reader to say.
    """
    try:
        text = read_user_text(
            case_file, most_bytes=whole_bound("bytes.most"), expected=HOW_TO_START
        )
    except CaseError:
        return ()
    document = read_document(text, file=str(case_file))
    given = document.data.get("corrections")
    found = []
    for index, name in enumerate(given if isinstance(given, list) else ()):
        if not isinstance(name, str) or not name:
            continue
        path = case_file.parent / name
        if path.exists():
            found.append(path)
            continue
        where = document.where(("corrections", index))
        tell(Problem(f'"{name}" does not exist', where, EXPECTED))
    return tuple(found)


def read_files(paths: Iterable[Path], catalogue: Catalogue) -> tuple[Correction, ...]:
    """The corrections of all files together; on one policy the newer sighting counts.

    Raises:
        CaseError: every problem of every file, with its line.
    """
    problems: list[Problem] = []
    files: list[tuple[Correction, ...]] = []
    for path in paths:
        try:
            files.append(read_file(path, catalogue))
        except CaseError as error:
            problems += error.problems
    if problems:
        raise CaseError(problems)
    return merge_corrections(*files).corrections


def read_file(path: Path, catalogue: Catalogue) -> tuple[Correction, ...]:
    """The corrections of one file. CaseError with every problem and its line."""
    text = read_user_text(path, most_bytes=LARGEST_FILE, expected=EXPECTED)
    return read_corrections(text, today=today(), where=str(path), known_programs=catalogue.by_id)


def known_from(paths: Sequence[Path], without: frozenset[str] = frozenset()) -> Known:
    """What corrections files say of programs, settled against the tables as of today."""
    return known_of(read_files(paths, load_catalogue(without)), without) if paths else NOTHING_KNOWN


def known_of(lines: Sequence[Correction], without: frozenset[str] = frozenset()) -> Known:
    """What corrections say of programs, settled against the tables as of today."""
    if not lines:
        return NOTHING_KNOWN
    return known_policies(load_catalogue(without), claims_by_program(lines), on=today())


def add_to_file(path: Path, added: Sequence[Correction], catalogue: Catalogue) -> int:
    """Adds corrections to a file, each in place of the line on the same policy. [count of lines]"""
    kept = {item.key: item for item in read_file(path, catalogue)} if path.exists() else {}
    kept |= {item.key: item for item in added}
    text = write_corrections(kept.values())
    read_corrections(text, today=today(), where=str(path), known_programs=catalogue.by_id)
    write_whole(path, text)
    return len(kept)
