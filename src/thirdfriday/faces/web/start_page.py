"""Start: the guided form, the examples, and the case file in and out."""

from collections.abc import Sequence

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_file_vocabulary import vocabulary_from_catalogue
from thirdfriday.faces.case_file_writer import case_text as text_of_case
from thirdfriday.faces.toml_document import read_document
from thirdfriday.faces.web.case_draft import draft_text
from thirdfriday.faces.web.examples import example_names, example_text, example_words
from thirdfriday.faces.web.form_fields import (
    FormField,
    FormGroup,
    Values,
    data_of,
    field_at_path,
    row_numbers,
    values_of,
)
from thirdfriday.faces.web.form_steps import STEPS
from thirdfriday.faces.web.plan_jobs import FILE, CaseSent, understood, understood_with
from thirdfriday.faces.web.posted import Posted, posted
from thirdfriday.faces.web.problem_places import Mistakes, mistakes_by_field
from thirdfriday.faces.web.rendering import page

router = APIRouter(include_in_schema=False)
NEW = {"season": ["2027"]}


@router.get("/")
def start() -> HTMLResponse:
    """The first page: an empty form."""
    return _form(NEW)


@router.post("/")
async def start_again(request: Request) -> HTMLResponse:
    """The form of the case that travels along: to change an answer."""
    form = await posted(request)
    if not form.case_text.strip():
        return _form(NEW, corrections=form.corrections)
    return _form_of_text(form.case_text, form.corrections)


@router.post("/start/example/{name}")
def open_example(name: str) -> HTMLResponse:
    """The form filled in with an example."""
    if name not in example_names():
        return HTMLResponse(page("message.html.j2", title="No such example", words=""), 404)
    return _form_of_text(example_text(name))


@router.post("/start/import")
async def import_case(request: Request) -> HTMLResponse:
    """The form filled in with a case file: one chosen from disk, or pasted."""
    form = await posted(request)
    text = form.text_of_file("file")
    text = text if text.strip() else form.one("pasted")
    if not text.strip():
        problem = Problem("No file was chosen and nothing pasted", "", "a case file")
        return _form(NEW, problems=[problem])
    return _form_of_text(text, form.text_of_file("known") or form.corrections)


@router.post("/start/rows")
async def more_rows(request: Request) -> HTMLResponse:
    """The form with one more row in a list, or one less."""
    form = await posted(request)
    values = filled(form)
    added = form.one("add")
    if form.one("remove"):
        gone = form.one("remove")
        values = {
            name: found
            for name, found in values.items()
            if name != gone and not name.startswith(gone + ".")
        }
    return _form(values, added=added, corrections=form.corrections)


@router.post("/start/check")
async def check(request: Request) -> Response:
    """The case file of the form for downloading, or the form with every mistake."""
    form = await posted(request)
    values = filled(form)
    text, problems = text_of_form(values)
    if problems:
        return form_with_mistakes(values, problems, form.corrections)
    return case_download(text)


@router.post("/case.toml")
async def download(request: Request) -> Response:
    """The case file that travels along, as a file."""
    return case_download((await posted(request)).case_text)


def case_download(text: str) -> Response:
    """A case file to keep."""
    return Response(
        text,
        media_type="application/toml",
        headers={"content-disposition": 'attachment; filename="case.toml"'},
    )


def text_of_form(values: Values) -> tuple[str, tuple[Problem, ...]]:
    """The case file of a filled-in form, in its usual order, and every mistake in it."""
    try:
        draft = draft_text(data_of(values))
    except CaseError as error:
        return "", error.problems
    case, problems = understood(draft)
    return (draft if case is None else text_of_case(case)), problems


def form_with_mistakes(
    values: Values, problems: Sequence[Problem], corrections: str = ""
) -> HTMLResponse:
    """The form as it was sent, each mistake beside its field."""
    return _form(values, problems=problems, status=422, corrections=corrections)


def filled(form: Posted) -> dict[str, list[str]]:
    """The fields of the case that were filled in."""
    ours = ("case", "from", "scripts", "add", "remove", "corrections")
    return {
        name: found
        for name, found in form.values.items()
        if name not in ours and any(text.strip() for text in found)
    }


def _form_of_text(text: str, corrections: str = "") -> HTMLResponse:
    document = read_document(text, file=FILE)
    _, _, problems = understood_with(CaseSent(text, corrections))
    values = values_of(document.data)
    whole = not problems
    case_text = text if whole else ""
    return _form(values, problems=problems, case_text=case_text, corrections=corrections)


def _form(
    values: Values,
    *,
    problems: Sequence[Problem] = (),
    status: int = 200,
    added: str = "",
    case_text: str = "",
    corrections: str = "",
) -> HTMLResponse:
    mistakes = mistakes_by_field(problems)
    html = page(
        "start.html.j2",
        here="start",
        case_text=case_text,
        corrections=corrections,
        form=FormView(values, mistakes, added),
        steps=STEPS,
        examples=example_words(),
        words=vocabulary_from_catalogue(),
        problems=problems,
        mistakes=mistakes,
    )
    return HTMLResponse(html, status)


class FormView:
    """What the form's template asks: fields by path, what was filled in, what is wrong."""

    def __init__(self, values: Values, mistakes: Mistakes, added: str) -> None:
        self._values = values
        self._mistakes = mistakes
        self._added = added

    def at(self, path: str) -> FormField | FormGroup:
        """The field or group of a path of the schema."""
        return field_at_path(path)

    def given(self, name: str) -> list[str]:
        """What was filled in."""
        return self._values.get(name, [])

    def wrong(self, name: str) -> list[Problem]:
        """What is wrong with a field."""
        return self._mistakes.at(name)

    def rows(self, group: FormGroup) -> list[int]:
        """The rows of a list, one more if it was asked for."""
        rows = row_numbers(group.name, self._values)
        for problem_row in self._mistakes.rows(group.name):
            if problem_row not in rows:
                rows.append(problem_row)
        if self._added == group.name:
            rows.append(max(rows, default=-1) + 1)
        return sorted(rows)

    def opened(self, paths: Sequence[str]) -> bool:
        """Whether any of the paths is filled in, wrong or just added."""
        return any(
            self._added.startswith(path)
            or any(name == path or name.startswith(path + ".") for name in self._values)
            or self._mistakes.under(path)
            for path in paths
        )
