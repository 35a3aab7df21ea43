"""What would help: every change that is still possible, what it brings, costs and takes."""

import datetime as dt

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from thirdfriday.errors import Problem
from thirdfriday.faces.improve_command import opened_words, points, when_words
from thirdfriday.faces.web.advice_jobs import Advised, improve_values
from thirdfriday.faces.web.case_pages import page_of_case, page_without_case
from thirdfriday.faces.web.planners import planners_of
from thirdfriday.faces.web.posted import posted
from thirdfriday.faces.web.season_page import day_of

router = APIRouter(include_in_schema=False)
TITLE = "What would help"


@router.get("/improve")
def no_case_yet() -> HTMLResponse:
    """Without a case nothing can be said to help."""
    return page_without_case("improve", TITLE)


@router.post("/improve")
async def improve(request: Request) -> HTMLResponse:
    """What could still be changed on the day asked for, today without one."""
    form = await posted(request)
    if not form.case_text.strip():
        return no_case_yet()
    on = day_of(form.one("on"))
    found = Advised(problems=(Problem("is no day", "day", "such as 2026-06-01"),))
    if on is not None:
        found = await planners_of(request).run_long(improve_values, form.sent, on)
    return page_of_case(
        "improve.html.j2",
        form,
        here="improve",
        title=TITLE,
        on=on.isoformat() if on else form.one("on"),
        made=found.made,
        problems=found.problems,
        points=points,
        opened_words=opened_words,
        when_words=when_words,
        today=dt.date.today().isoformat(),
    )
