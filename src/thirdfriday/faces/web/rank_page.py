"""Rank: the rank order list, moved line by line, with its chances, the true order and checks."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from thirdfriday.errors import Problem
from thirdfriday.faces.case_file_vocabulary import vocabulary_from_catalogue
from thirdfriday.faces.rank_file import RANK
from thirdfriday.faces.web.case_pages import page_of_case, page_without_case
from thirdfriday.faces.web.planners import planners_of
from thirdfriday.faces.web.posted import Posted, posted
from thirdfriday.faces.web.rank_jobs import RankedAnswer, rank_values
from thirdfriday.faces.web.sheet_rows import moved, reordered, rows_of, table_sent, with_row

router = APIRouter(include_in_schema=False)
COLUMNS = ("program_id", "score", "notes")


@router.get("/rank")
def no_case_yet() -> HTMLResponse:
    """Without a case a list cannot be judged."""
    return page_without_case("rank", "Rank")


@router.post("/rank")
async def rank(request: Request) -> Response:
    """The list that travels along, after what was asked to move, and what it promises."""
    form = await posted(request)
    if not form.case_text.strip():
        return no_case_yet()
    ranked, problems = _ranked(form)
    if form.one("what") == "download":
        headers = {"content-disposition": 'attachment; filename="rank.csv"'}
        return Response(ranked, media_type="text/csv", headers=headers)
    changes = tuple(line.strip() for line in form.one("changes").splitlines() if line.strip())
    found = RankedAnswer()
    if len(rows_of(ranked)) > 1:
        planners = planners_of(request)
        found = await planners.run(rank_values, form.sent, ranked, "", changes, None)
        if found.answer and form.one("what") == "values":
            order = [line.listed_at - 1 for line in found.answer.suggested]
            ranked = reordered(ranked, order, without=RANK)
            found = await planners.run(rank_values, form.sent, ranked, "", changes, None)
    return _page(form, ranked, found, (*problems, *found.problems))


def _ranked(form: Posted) -> tuple[str, tuple[Problem, ...]]:
    """The list after what the form did to it: opened, added to, moved or shortened."""
    ranked = table_sent(form, "ranked").replace("\r\n", "\n")
    if form.one("what") == "add":
        found = vocabulary_from_catalogue().program_id(form.one("program_id"))
        if found is None:
            return ranked, (Problem("names no program", "program", "an id or NRMP code"),)
        cells = {"program_id": form.one("program_id").strip(), "notes": form.one("notes")}
        ranked = with_row(ranked, COLUMNS, {**cells, "score": form.one("score")})
    count = max(0, len(rows_of(ranked)) - 1)
    order = _order(form, count)
    return (ranked if order is None else reordered(ranked, order, without=RANK)), ()


def _order(form: Posted, count: int) -> list[int] | None:
    """The new order of the lines; None where nothing moves."""
    for name, by in (("up", -1), ("down", 1)):
        at = form.one(name)
        if at.isdecimal() and len(at) < 6:
            return moved(count, int(at), by)
    gone = form.one("drop")
    if gone.isdecimal() and len(gone) < 6:
        return [index for index in range(count) if index != int(gone)]
    wanted = [int(p) for p in form.one("order").split(",") if p.isdecimal() and len(p) < 6]
    return wanted if sorted(wanted) == list(range(count)) and count else None


def _page(
    form: Posted, ranked: str, found: RankedAnswer, problems: tuple[Problem, ...]
) -> HTMLResponse:
    rows = rows_of(ranked)
    return page_of_case(
        "rank.html.j2",
        form,
        here="rank",
        ranked=ranked,
        rows=[" · ".join(cell for cell in row if cell) for row in rows[1:]],
        answer=found.answer,
        problems=problems,
        changes=form.one("changes"),
    )
