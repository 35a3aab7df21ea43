"""Reads a case file into a case, or says every mistake in it at once."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from thirdfriday.domain.case import Case
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_document import CaseDocument
from thirdfriday.faces.case_file_bounds import whole_bound
from thirdfriday.faces.case_file_case import case_of
from thirdfriday.faces.case_file_conflicts import conflicts_of_wants
from thirdfriday.faces.case_file_contradictions import contradictions_of_applicant
from thirdfriday.faces.case_file_problems import problem_of
from thirdfriday.faces.case_file_schema import CaseFile
from thirdfriday.faces.case_file_view import SoundView
from thirdfriday.faces.case_file_vocabulary import Vocabulary, vocabulary_from_catalogue
from thirdfriday.faces.toml_document import read_document
from thirdfriday.faces.user_text import read_user_text

HOW_TO_START = "a case file: `thirdfriday new` writes one to fill in"


def read_case(path: Path, *, vocabulary: Vocabulary | None = None) -> Case:
    """The case that a file describes.

    Args:
        path: the TOML file.
        vocabulary: the words it may use; those of the catalogue when not given.

    Raises:
        CaseError: every mistake in the file, each with line, column, field, what was expected and
            the nearest valid value.
    """
    text = read_user_text(path, most_bytes=whole_bound("bytes.most"), expected=HOW_TO_START)
    return read_case_text(text, file=str(path), vocabulary=vocabulary)


def read_case_text(text: str, *, file: str, vocabulary: Vocabulary | None = None) -> Case:
    """The case that a text describes; `file` is how problems name it.

    Raises:
        CaseError: as `read_case`.
    """
    document = read_document(text, file=file)
    if not document.data and not document.problems:
        raise CaseError([Problem("is empty", where=file, expected=HOW_TO_START)])
    return read_case_document(document, vocabulary=vocabulary)


def read_case_document(document: CaseDocument, *, vocabulary: Vocabulary | None = None) -> Case:
    """The case of a document that is read already: a TOML text, a row of a roster, a form.

    Raises:
        CaseError: as `read_case`.
    """
    words = vocabulary_from_catalogue() if vocabulary is None else vocabulary
    model, errors = _validated(document.data, words)
    broken = bool(document.problems)
    problems = list(document.problems)
    problems += [
        problem_of(error, document)
        for error in errors
        if not (broken and error["type"] == "missing")
    ]
    unsound = tuple(tuple(error["loc"]) for error in errors)
    if not broken:
        problems += _contradictions(document, SoundView(document.data, unsound, words))
    if problems or model is None:
        raise CaseError(_in_order(problems))
    return case_of(model, words)


def _validated(data: dict[str, Any], vocabulary: Vocabulary) -> tuple[CaseFile | None, list[Any]]:
    """The file as the schema sees it, or everything the schema refuses.

    The strict mode for JSON takes no text for a number and no number for text, and takes a word
    for an enumeration; a TOML date becomes text and is refused where a number is due.
    """
    try:
        model = CaseFile.model_validate_json(
            json.dumps(data, default=str), strict=True, context={"vocabulary": vocabulary}
        )
    except ValidationError as error:
        return None, list(error.errors(include_url=False))
    return model, []


def _contradictions(document: CaseDocument, view: SoundView) -> list[Problem]:
    slips = [*contradictions_of_applicant(view), *conflicts_of_wants(view)]
    return [
        Problem(slip.message, document.where(slip.path), slip.expected, slip.nearest)
        for slip in slips
    ]


def _in_order(problems: list[Problem]) -> list[Problem]:
    """The problems by line, and a count of those beyond what one can mend in one go."""
    ordered = sorted(problems, key=_line)
    most = whole_bound("problems.most")
    if len(ordered) <= most:
        return ordered
    rest = len(ordered) - most
    return [*ordered[:most], Problem(f"and {rest} more problems", expected="these mended first")]


def _line(problem: Problem) -> tuple[int, int]:
    numbers = [part for part in problem.where.split(" ")[0].split(":")[-2:] if part.isdecimal()]
    line, column = (int(numbers[0]), int(numbers[1])) if len(numbers) > 1 else (0, 0)
    return line, column
