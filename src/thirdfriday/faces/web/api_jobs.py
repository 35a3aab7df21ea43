"""The work behind the JSON API: the same documents as the commands' --json, or the problems."""

import json
from dataclasses import dataclass

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.errors import CaseError, InfeasiblePlanError, Problem
from thirdfriday.faces.case_file_vocabulary import vocabulary_from_catalogue
from thirdfriday.faces.lint_command import program_called
from thirdfriday.faces.list_file import read_list_text
from thirdfriday.faces.web.plan_jobs import CaseSent, no_plan, understood_with
from thirdfriday.intake.page_documents import read_document
from thirdfriday.kit.finding import Findings
from thirdfriday.kit.kit_numbers import kit_value
from thirdfriday.kit.lint import lint
from thirdfriday.kit.lint_context import chosen_in
from thirdfriday.kit.rule_choices import speaks_of_choices
from thirdfriday.plan.build import build_plan


@dataclass(frozen=True, slots=True)
class Answered:
    """A document as JSON text, or everything that is wrong with the input."""

    document: str = ""
    problems: tuple[Problem, ...] = ()


def plan_document(
    sent: CaseSent, own_list: str | None, seed: int | None, without: tuple[str, ...]
) -> Answered:
    """The document of `thirdfriday plan --json`."""
    case, own, problems = understood_with(sent)
    if case is None:
        return Answered(problems=problems)
    try:
        programs = None
        if own_list is not None:
            chosen = case.wants.specialties[:1]
            words = vocabulary_from_catalogue()
            programs = read_list_text(own_list, file="list", vocabulary=words, specialties=chosen)
        made = build_plan(
            case, own_list=programs, seed=seed, without=frozenset(without), known=own.known
        )
    except CaseError as error:
        return Answered(problems=error.problems)
    except InfeasiblePlanError as error:
        return Answered(problems=(no_plan(error),))
    return Answered(json.dumps(made.to_json(), ensure_ascii=False, allow_nan=False))


def page_document(document: bytes, content_type: str, source: str) -> Answered:
    """The document of `thirdfriday read --json` for a page that was sent."""
    if not document.strip():
        return Answered(problems=(Problem("the page is empty", "text", "a program's page"),))
    try:
        reading = read_document(document, content_type=content_type, source=source)
    except CaseError as error:
        return Answered(problems=error.problems)
    return Answered(json.dumps(reading.to_json(), ensure_ascii=False))


def lint_document(
    sent: CaseSent, text: str, kind: str | None, program: str, remind: bool
) -> Answered:
    """The document of `thirdfriday lint --json`."""
    found, problems = findings_in(sent, text, kind, program, remind)
    if found is None:
        return Answered(problems=problems)
    return Answered(json.dumps(found.to_json(), ensure_ascii=False))


def findings_in(
    sent: CaseSent, text: str, kind: str | None, program: str, remind: bool
) -> tuple[Findings | None, tuple[Problem, ...]]:
    """What a check of a text finds, or what is wrong with the question.

    A plan is made only where the text speaks of signals or divisions.
    """
    case, own, found = understood_with(sent)
    problems = list(found)
    most = round(kit_value("lint.bytes_most"))
    if len(text.encode(errors="replace")) > most:
        problems.append(Problem("the text is too long", "text", f"at most {most:,} bytes"))
    known = None
    if program.strip():
        try:
            known = load_catalogue().by_id.get(program.strip()) or program_called(program)
        except CaseError as error:
            problems += [
                Problem(p.message, "program", p.expected, p.nearest) for p in error.problems
            ]
    if problems or case is None:
        return None, tuple(problems)
    chosen = None
    if speaks_of_choices(text):
        try:
            chosen = chosen_in(build_plan(case, known=own.known))
        except InfeasiblePlanError:
            chosen = None
    return lint(text, case, program=known, plan=chosen, kind=kind, remind=remind), ()
