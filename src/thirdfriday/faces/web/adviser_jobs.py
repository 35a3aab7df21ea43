"""The work behind the adviser's page: a roster read, and one student planned at a time."""

from dataclasses import dataclass

from thirdfriday.errors import CaseError, InfeasiblePlanError, Problem
from thirdfriday.faces.case_file_writer import case_text
from thirdfriday.faces.roster_file import roster_sent
from thirdfriday.faces.web.plan_jobs import CaseSent, understood_with
from thirdfriday.facts.registry import load_facts
from thirdfriday.plan.build import build_plan
from thirdfriday.plan.caseload import CaseloadLine, caseload_line


@dataclass(frozen=True, slots=True)
class RosterSent:
    """The students of a roster as case files by their keys, and what is wrong with it."""

    students: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StudentLine:
    """One student's line of the caseload with the programs of the plan, or why there is none."""

    student: str
    case_text: str
    line: CaseloadLine | None = None
    programs: tuple[tuple[str, str], ...] = ()
    trouble: str = ""


def roster_values(document: bytes, filename: str) -> RosterSent:
    """The roster as cases."""
    try:
        found = roster_sent(document, filename=filename)
    except CaseError as error:
        return RosterSent(problems=error.problems)
    students = tuple((one.key, case_text(one.case)) for one in found.students)
    return RosterSent(students, found.problems, found.ignored)


def student_line(student: str, sent: CaseSent) -> StudentLine:
    """The line of one student."""
    case, own, problems = understood_with(sent)
    if case is None:
        return StudentLine(student, sent.text, trouble="; ".join(map(str, problems)))
    try:
        plan = build_plan(case, known=own.known)
    except InfeasiblePlanError as error:
        return StudentLine(student, sent.text, trouble=str(error))
    programs = tuple((one.program.id, one.program.name) for one in plan.choices)
    line = caseload_line(student, plan, load_facts(case.season))
    return StudentLine(student, sent.text, line, programs)
