"""Plans every student of a roster on workers, each once, and writes what came of it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from thirdfriday import __version__
from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.errors import ThirdFridayError
from thirdfriday.faces.case_file_writer import case_text
from thirdfriday.faces.cohort_folder import line_of, prepare, write_student
from thirdfriday.faces.corrections_file import known_of, read_files
from thirdfriday.faces.roster_file import Student
from thirdfriday.faces.workers import Workers
from thirdfriday.facts.data_hash import data_hash
from thirdfriday.facts.registry import load_facts
from thirdfriday.intake.corrections import Correction, write_corrections
from thirdfriday.plan.build import build_plan
from thirdfriday.plan.caseload import caseload_line

KEPT = "corrections.jsonl"
"""What is known of programs, kept beside a student's case so that it can be planned again."""


@dataclass(frozen=True, slots=True)
class Task:
    """One student to plan, with what is known of programs; what is made depends on nothing else."""

    key: str
    case: Case
    without: frozenset[str]
    report: bool
    thorough: bool
    corrections: tuple[Correction, ...] = ()

    @property
    def digest(self) -> str:
        """What the result depends on, so that a run goes on where an earlier one stopped."""
        told = (
            case_text(self.case),
            __version__,
            data_hash(),
            sorted(self.without),
            self.report,
            self.thorough,
            self.corrections,
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Made:
    """What was made for one student: files by name, and the line of the caseload."""

    key: str
    files: dict[str, str]
    line: dict[str, Any]


def make(task: Task) -> Made:
    """The plan and the report of one student, or the sentence that says why there is none."""
    import json  # noqa: PLC0415 - in workers only

    from thirdfriday.faces.report import report_html  # noqa: PLC0415 - draws charts: heavy

    try:
        plan = build_plan(
            task.case, without=task.without, thorough=task.thorough,
            known=known_of(task.corrections, task.without),
        )  # fmt: skip
    except ThirdFridayError as error:
        problem = {"student": task.key, "digest": task.digest, "problem": str(error)}
        return Made(task.key, {}, problem)
    facts = load_facts(task.case.season, without=task.without)
    line = caseload_line(task.key, plan, facts).to_json() | {
        "without": sorted(task.without),
        "digest": task.digest,
        "problem": "",
    }
    document = json.dumps(plan.to_json(), ensure_ascii=False, separators=(",", ":"))
    files = {"case.toml": case_text(task.case), "plan.json": document + "\n"}
    if task.corrections:
        files[KEPT] = write_corrections(task.corrections)
    if task.report:
        files["report.html"] = report_html(plan)
    return Made(task.key, files, line)


def run_cohort(
    students: Sequence[Student],
    out: Path,
    *,
    on: Workers,
    without: frozenset[str] = frozenset(),
    report: bool = True,
    thorough: bool = False,
    corrections: Sequence[Path] = (),
    progress: Callable[[int, int], None] | None = None,
) -> tuple[int, int]:
    """Plan every student who is not planned already; how many were made and how many kept.

    Args:
        students: sound rows of a roster.
        out: the folder of the caseload.
        on: the workers; results do not depend on them.
        without: data packs to leave out.
        report: whether to write a page per student beside the plan.
        thorough: plans with every table beside the list, at several times the cost.
        corrections: files of what is known of programs, besides those that students' cases name.
        progress: told how many of how many are done, names never.

    Raises:
        CaseError: a corrections file that cannot be used.
    """
    lines = cache(lambda files: read_files(files, load_catalogue(without)))
    tasks = []
    for student in students:
        known = lines((*map(Path, student.case.corrections), *corrections))
        case = replace(student.case, corrections=(KEPT,) if known else ())
        tasks.append(Task(student.key, case, without, report, thorough, known))
    prepare(out)
    open_tasks = [
        task for task in tasks if (line_of(out, task.key) or {}).get("digest") != task.digest
    ]
    kept = len(tasks) - len(open_tasks)
    for done, (_, made) in enumerate(on.each(make, open_tasks), kept + 1):
        write_student(out, made.key, made.files, made.line)
        if progress:
            progress(done, len(tasks))
    return len(open_tasks), kept
