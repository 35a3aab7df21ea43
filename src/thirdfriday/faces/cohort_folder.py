"""The folder of a caseload: one folder a student, and pages and tables made from them all."""

import csv
import io
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.atomic_write import write_whole

STUDENTS, LINE = "students", "line.json"
SUMMARIES = ("index.html", "caseload.csv", "caseload.parquet")
CROWDING = ("crowding.json", "crowding.html")


def prepare(out: Path) -> None:
    """Make the folder of a caseload.

    Raises:
        CaseError: it is a file, or the disk refuses.
    """
    try:
        (out / STUDENTS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot be made: {error.strerror or error}"
        raise CaseError([Problem(message, str(out), "a folder to write to")]) from error


def write_student(out: Path, key: str, files: Mapping[str, str], line: Mapping[str, Any]) -> None:
    """Write what was made for one student; the line comes last and says that all is there."""
    folder = out / STUDENTS / key
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        write_whole(folder / name, text)
    write_whole(folder / LINE, json.dumps(line, ensure_ascii=False, indent=1) + "\n")


def line_of(out: Path, key: str) -> dict[str, Any] | None:
    """The line of a student who was planned already; None if not, or if it is unreadable."""
    try:
        line = json.loads((out / STUDENTS / key / LINE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return line if isinstance(line, dict) else None


def lines(out: Path) -> Iterator[dict[str, Any]]:
    """The lines of all students in a folder, in order of their keys."""
    folder = out / STUDENTS
    if not folder.is_dir():
        raise CaseError(
            [Problem("holds no caseload", str(out), "the folder that `thirdfriday cohort` wrote")]
        )
    for path in sorted(folder.iterdir()):
        line = line_of(out, path.name)
        if line is not None:
            yield line


def erase_student(out: Path, key: str) -> None:
    """Remove everything written for one student, and whatever counted them in.

    Raises:
        CaseError: the folder holds no such student.
    """
    keys = [path.name for path in (out / STUDENTS).iterdir()] if (out / STUDENTS).is_dir() else []
    if key not in keys:
        known = f"one of {len(keys)} students, such as {sorted(keys)[0]}" if keys else "a caseload"
        raise CaseError([Problem(f"no student {key}", str(out), known)])
    shutil.rmtree(out / STUDENTS / key)
    for name in (*SUMMARIES, *CROWDING):
        (out / name).unlink(missing_ok=True)


def csv_text(rows: list[dict[str, Any]]) -> str:
    """Rows as CSV, with cells that a spreadsheet would run as formulas quoted off."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, list(rows[0]) if rows else ["student"], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return stream.getvalue()


def _harmless(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t" and value else value
