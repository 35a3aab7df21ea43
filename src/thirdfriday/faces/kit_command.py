"""Writes the kit of a case into a folder, whole or not at all."""

import datetime as dt
from pathlib import Path

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.atomic_write import write_whole
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.faces.plan_command import make_plan
from thirdfriday.kit.kit import build_kit


def write_kit(case_path: Path, out: Path, *, today: dt.date | None = None) -> tuple[Path, ...]:
    """Write the pages of the kit into the folder `out`; hands back the files written.

    The folder is made when its parent exists. A file that is there already is never written over,
    since it may hold the applicant's own words.

    Raises:
        CaseError: mistakes in the case, or files in the way; then nothing is written.
        InfeasiblePlanError: the limits leave nothing to plan.
    """
    _refuse(out, ())
    case = read_case(case_path)
    plan = make_plan(case_path)
    files = build_kit(case, plan, today=today or dt.date.today()).files()
    _refuse(out, tuple(files))
    made = not out.exists()
    written: list[Path] = []
    try:
        out.mkdir(exist_ok=True)
        for name, text in files.items():
            write_whole(out / name, text, overwrite=False)
            written.append(out / name)
    except (CaseError, OSError) as error:
        for path in written:
            path.unlink(missing_ok=True)
        if made and out.is_dir():
            out.rmdir()
        if isinstance(error, OSError):
            problem = Problem(f"cannot be written: {error.strerror or error}", str(out))
            raise CaseError([problem]) from error
        raise
    return tuple(written)


def _refuse(out: Path, names: tuple[str, ...]) -> None:
    """Every reason not to write there, at once."""
    problems = []
    if out.exists() and not out.is_dir():
        problems.append(Problem("is a file", str(out), "a folder"))
    elif not out.resolve().parent.is_dir():
        problems.append(
            Problem("the folder around it does not exist", str(out), "an existing folder")
        )
    problems += [
        Problem("exists already", str(out / name), "a new folder, so that your words are kept")
        for name in names
        if (out / name).exists()
    ]
    if problems:
        raise CaseError(problems)
