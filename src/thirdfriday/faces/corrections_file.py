"""The user's corrections files: read with the day's date, laid out for a plan, written whole."""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from thirdfriday.domain.catalogue import Catalogue, load_catalogue
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.atomic_write import write_whole
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
    if not paths:
        return NOTHING_KNOWN
    catalogue = load_catalogue(without)
    return known_policies(catalogue, claims_by_program(read_files(paths, catalogue)), on=today())


def add_to_file(path: Path, added: Sequence[Correction], catalogue: Catalogue) -> int:
    """Adds corrections to a file, each in place of the line on the same policy. [count of lines]"""
    kept = {item.key: item for item in read_file(path, catalogue)} if path.exists() else {}
    kept |= {item.key: item for item in added}
    text = write_corrections(kept.values())
    read_corrections(text, today=today(), where=str(path), known_programs=catalogue.by_id)
    write_whole(path, text)
    return len(kept)
