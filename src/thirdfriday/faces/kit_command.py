"""Writes the kit of a case into a folder, whole or not at all."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.season import season_from_facts
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.atomic_write import write_whole
from thirdfriday.faces.calendar_file import Watch, season_calendar
from thirdfriday.faces.corrections_file import case_and_known
from thirdfriday.faces.plan_command import make_plan
from thirdfriday.facts.registry import load_facts
from thirdfriday.kit.improvement import Task
from thirdfriday.kit.kit import build_kit
from thirdfriday.plan.improve import improvements_of

CALENDAR = "calendar.ics"


def write_kit(
    case_path: Path,
    out: Path,
    *,
    today: dt.date | None = None,
    corrections: Sequence[Path] = (),
) -> tuple[Path, ...]:
    """Write the pages of the kit into the folder `out`; hands back the files written.

    The folder is made when its parent exists. A file that is there already is never written over,
    since it may hold the applicant's own words.

    Raises:
        CaseError: mistakes in the case, or files in the way; then nothing is written.
        InfeasiblePlanError: the limits leave nothing to plan.
    """
    _refuse(out, ())
    case, known = case_and_known(case_path, corrections)
    plan = make_plan(case_path, corrections=corrections)
    on = today or dt.date.today()
    better = improvements_of(case, today=on, known=known)
    kit = build_kit(case, plan, today=on, improvements=better)
    files: dict[str, str | bytes] = {**kit.files(), CALENDAR: _calendar(case, kit.tasks, on)}
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


def _calendar(case: Case, tasks: tuple[Task, ...], on: dt.date) -> bytes:
    """The season and the tasks as a calendar: each task on the day by which to begin and to end."""
    watches = [
        Watch(f"kit-{task.key}-{word}", f"{title}: {task.what}", day, f"It reaches {task.reaches}.")
        for task in tasks
        for word, title, day in (
            ("begin", "Begin", task.begin),
            ("done", "Done", task.done),
        )
    ]
    return season_calendar(
        season_from_facts(load_facts(case.season)),
        case.wants.specialties,
        catalogue=load_catalogue(),
        watches=watches,
        made_at=dt.datetime.combine(on, dt.time(), dt.UTC),
    )


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
