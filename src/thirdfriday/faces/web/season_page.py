"""Season: the log, invitations expected against received, what changed and what to do."""

import datetime as dt

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from thirdfriday.domain.season_event import EventKind
from thirdfriday.errors import Problem
from thirdfriday.faces.case_file_vocabulary import vocabulary_from_catalogue
from thirdfriday.faces.season_charts import invitations_by_day
from thirdfriday.faces.season_terminal import LAST, ORDER, TITLES
from thirdfriday.faces.web.case_pages import page_of_case, page_without_case
from thirdfriday.faces.web.planners import planners_of
from thirdfriday.faces.web.posted import Posted, posted
from thirdfriday.faces.web.rendering import web_chart
from thirdfriday.faces.web.season_jobs import SeasonAnswer, season_values
from thirdfriday.faces.web.sheet_rows import reordered, rows_of, table_sent, with_row

router = APIRouter(include_in_schema=False)
COLUMNS = ("date", "program_id", "event", "signal", "interview_on", "note")
CHART_WIDTH = 560


@router.get("/season")
def no_case_yet() -> HTMLResponse:
    """Without a case there is no season to follow."""
    return page_without_case("season", "Season")


@router.post("/season")
async def season(request: Request) -> Response:
    """The season of the case and the log that travel along."""
    form = await posted(request)
    if not form.case_text.strip():
        return no_case_yet()
    log, problems = _log(form)
    if form.one("what") == "download":
        headers = {"content-disposition": 'attachment; filename="log.csv"'}
        return Response(log, media_type="text/csv", headers=headers)
    on = day_of(form.one("on"))
    if on is None:
        problems = (*problems, Problem("is no day", "day", "such as 2026-11-15"))
    answer = SeasonAnswer()
    if on is not None:
        answer = await planners_of(request).run_long(season_values, form.sent, log, on, None, None)
    return _page(form, log, on, answer, (*problems, *answer.problems))


def day_of(text: str) -> dt.date | None:
    """The day that was asked for, today without one; None if it is no day."""
    if not text.strip():
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def _log(form: Posted) -> tuple[str, tuple[Problem, ...]]:
    """The log after what the form did to it: opened, one event more, one event less."""
    log = table_sent(form, "log")
    if form.one("what") == "add":
        cells = {column: form.one(column).strip() for column in COLUMNS}
        word = cells["program_id"].split(" ")[0] if cells["program_id"] else ""
        found = vocabulary_from_catalogue().program_id(cells["program_id"])
        found = found or vocabulary_from_catalogue().program_id(word)
        if found is None:
            return log, (Problem("The new event names no program", "program", "an id or code"),)
        log = with_row(log, COLUMNS, {**cells, "program_id": found})
    gone = form.one("drop")
    if gone.isdecimal() and len(gone) < 6:
        count = max(0, len(rows_of(log)) - 1)
        log = reordered(log, [i for i in range(count) if i != int(gone)])
    return log, ()


def _page(
    form: Posted,
    log: str,
    on: dt.date | None,
    answer: SeasonAnswer,
    problems: tuple[Problem, ...],
) -> HTMLResponse:
    made = answer.season
    rows = rows_of(log)
    programs = sorted(made.programs, key=lambda p: ORDER.get(p.status, LAST)) if made else []
    return page_of_case(
        "season.html.j2",
        form,
        here="season",
        log=log,
        heading=rows[0] if rows else [],
        events=rows[1:],
        on=on.isoformat() if on else form.one("on"),
        made=made,
        programs=programs,
        names=names_of(rows),
        chart=web_chart(invitations_by_day(made), width=CHART_WIDTH) if made else "",
        kinds=[str(kind) for kind in EventKind],
        titles=TITLES,
        problems=problems,
        answer=answer,
        today=dt.date.today().isoformat(),
    )


def names_of(rows: list[list[str]]) -> dict[str, str]:
    """Names of the programs that a log names by id."""
    programs = vocabulary_from_catalogue().programs
    words = {cell for row in rows[1:] for cell in row}
    return {word: programs[word].name for word in words if word in programs}
