"""Adviser: a roster planned student by student, sorted by where advice helps, with crowding."""

import asyncio
from collections import defaultdict

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from thirdfriday.errors import Problem
from thirdfriday.faces.web.adviser_jobs import (
    RosterSent,
    StudentLine,
    roster_values,
    student_line,
)
from thirdfriday.faces.web.plan_jobs import CaseSent
from thirdfriday.faces.web.planners import BusyError, Planners, TooSlowError, planners_of
from thirdfriday.faces.web.posted import posted
from thirdfriday.faces.web.rendering import page

router = APIRouter(include_in_schema=False)
MOST = 16
"""Students of one request: it has to end within the time limit, on two cores."""
CROWDED = 3
SHOWN = 25


@router.get("/adviser")
def no_roster_yet() -> HTMLResponse:
    """What a roster is, and where to send it."""
    return _page(RosterSent(), (), 0)


@router.post("/adviser")
async def adviser(request: Request) -> HTMLResponse:
    """The caseload of the roster that was sent; nothing of it is kept."""
    form = await posted(request)
    name, document = form.files.get("file", ("", b""))
    if not document.strip():
        document = form.one("pasted").encode(errors="replace")
    if not document.strip():
        if "file" in form.files or "pasted" in form.values:
            missing = Problem("No file was chosen and nothing pasted", "", "a roster")
            return _page(RosterSent(problems=(missing,)), (), 0)
        return _page(RosterSent(), (), 0)
    planners = planners_of(request)
    roster = await planners.run(roster_values, document, name or "roster.csv")
    first = _whole(form.one("from"))
    students = roster.students[first : first + MOST]
    found = await asyncio.gather(
        *(_line(planners, key, CaseSent(case, form.corrections)) for key, case in students)
    )
    text = document.decode("utf-8", errors="replace")
    return _page(roster, tuple(found), first, text, form.corrections)


async def _line(planners: Planners, key: str, sent: CaseSent) -> StudentLine:
    try:
        return await planners.run_long(student_line, key, sent)
    except (BusyError, TooSlowError):
        return StudentLine(key, sent.text, trouble="not planned in time; try again")


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def crowding(found: tuple[StudentLine, ...]) -> list[tuple[str, str, list[str]]]:
    """Programs that several students would apply to: id, name and who, the most wanted first."""
    who: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for one in found:
        for program in one.programs:
            who[program].append(one.student)
    crowded = [(*key, students) for key, students in who.items() if len(students) >= CROWDED]
    return sorted(crowded, key=lambda row: (-len(row[2]), row[1]))


def _page(
    roster: RosterSent,
    found: tuple[StudentLine, ...],
    first: int,
    text: str = "",
    corrections: str = "",
) -> HTMLResponse:
    good = [one for one in found if one.line]
    good.sort(key=lambda one: (-(one.line.help_points if one.line else 0.0), one.student))
    crowded = crowding(found)
    html = page(
        "adviser.html.j2",
        here="adviser",
        roster=roster,
        problems=roster.problems,
        students=good,
        troubled=[one for one in found if not one.line],
        crowded=crowded[:SHOWN],
        crowded_count=len(crowded),
        first=first,
        corrections=corrections,
        most=MOST,
        text=text if len(roster.students) > MOST else "",
    )
    return HTMLResponse(html, 422 if roster.problems and not roster.students else 200)
