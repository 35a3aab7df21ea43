"""Program: every fact with source and age, its history, the chance here, corrections and notes."""

import datetime as dt
import json

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.known_policy import POLICY_NAMES
from thirdfriday.domain.program import Program
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.program_charts import positions_by_year
from thirdfriday.faces.web.plan_jobs import CaseSent
from thirdfriday.faces.web.planners import planners_of
from thirdfriday.faces.web.posted import Posted, posted
from thirdfriday.faces.web.program_facts import facts_of, program_called
from thirdfriday.faces.web.program_jobs import Outlooks, outlooks
from thirdfriday.faces.web.rendering import page, web_chart
from thirdfriday.intake.corrections import (
    Correction,
    merge_corrections,
    read_corrections,
    write_corrections,
)

router = APIRouter(include_in_schema=False)
MISSING = ("No such program", "The catalogue has no program of that id. Explore shows all.")


@router.get("/program/{program_id}")
def program(program_id: str) -> HTMLResponse:
    """The facts of a program, without a case."""
    found = program_called(program_id)
    return _missing() if found is None else _page(found, Posted({}))


@router.post("/program/{program_id}")
async def program_for_case(request: Request, program_id: str) -> HTMLResponse:
    """The same, with the chance of the case that travels along."""
    found = program_called(program_id)
    if found is None:
        return _missing()
    form = await posted(request)
    return _page(found, form, await _outlook(request, form, found, form.corrections))


@router.post("/program/{program_id}/correct")
async def correct(request: Request, program_id: str) -> Response:
    """A correction of one fact: checked, and added to the file of corrections."""
    found = program_called(program_id)
    if found is None:
        return _missing()
    form = await posted(request)
    try:
        text = write_corrections(_corrections(form, found))
    except CaseError as error:
        outlook = await _outlook(request, form, found, form.corrections)
        return _page(found, form, outlook, problems=error.problems)
    if form.one("what") == "download":
        headers = {"content-disposition": 'attachment; filename="corrections.jsonl"'}
        return Response(text, media_type="application/jsonl", headers=headers)
    outlook = await _outlook(request, form, found, text)
    return _page(found, form, outlook, corrections=text)


async def _outlook(
    request: Request, form: Posted, found: Program, corrections: str
) -> Outlooks | None:
    if not form.case_text.strip():
        return None
    sent = CaseSent(form.case_text, corrections)
    return await planners_of(request).run(outlooks, sent, (found.program_id,))


def _corrections(form: Posted, found: Program) -> tuple[Correction, ...]:
    """The corrections so far with the new one, all problems at once."""
    today = dt.date.today()
    before = read_corrections(form.corrections, today=today, where="earlier corrections")
    if form.one("what") == "download":
        return before
    if form.one("drop"):
        gone = (found.program_id, form.one("drop"))
        return tuple(one for one in before if (one.program_id, one.field) != gone)
    line = {
        "program_id": found.program_id,
        "field": form.one("field"),
        "value": _value(form.one("value")),
        "source": form.one("source"),
        "seen_on": form.one("seen_on") or today.isoformat(),
        "note": form.one("note"),
    }
    new = read_corrections(json.dumps(line), today=today, where="your correction")
    return merge_corrections(before, new).corrections


def _value(text: str) -> bool | int | str:
    plain = text.strip()
    if plain.lower() in ("yes", "no", "true", "false"):
        return plain.lower() in ("yes", "true")
    return int(plain) if plain.isdecimal() and len(plain) < 9 else plain


def _page(
    found: Program,
    form: Posted,
    outlook: Outlooks | None = None,
    *,
    problems: tuple[Problem, ...] = (),
    corrections: str | None = None,
) -> HTMLResponse:
    chart = positions_by_year(found)
    text = form.corrections if corrections is None else corrections
    html = page(
        "program.html.j2",
        here="explore",
        case_text=form.case_text,
        program=found,
        specialty=load_catalogue().specialties[found.specialty],
        groups=facts_of(found),
        chart=web_chart(chart) if chart else Markup(""),
        outlook=outlook.programs[0] if outlook and outlook.programs else None,
        case_problems=outlook.problems if outlook else (),
        problems=problems,
        corrections=text,
        own=_own(text, found),
        saved=corrections is not None,
        form=form,
        policies=POLICY_NAMES,
        today=dt.date.today().isoformat(),
    )
    return HTMLResponse(html, 422 if problems else 200)


def _own(text: str, found: Program) -> tuple[Correction, ...]:
    """The corrections of this program in a file of them; none where the file is broken."""
    try:
        every = read_corrections(text, today=dt.date.today())
    except CaseError:
        return ()
    return tuple(one for one in every if one.program_id == found.program_id)


def _missing() -> HTMLResponse:
    return HTMLResponse(page("message.html.j2", title=MISSING[0], words=MISSING[1]), 404)
