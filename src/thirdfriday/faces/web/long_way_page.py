"""The long way: practising in the target years after any match, by place, route and year."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from thirdfriday.faces.longway_map import way_back_map
from thirdfriday.faces.longway_view import SHOWN
from thirdfriday.faces.web.advice_jobs import long_way_values
from thirdfriday.faces.web.case_pages import page_of_case, page_without_case
from thirdfriday.faces.web.planners import planners_of
from thirdfriday.faces.web.posted import posted
from thirdfriday.faces.web.rendering import MAP_WIDTH, web_chart
from thirdfriday.plan.long_way import LongWay

router = APIRouter(include_in_schema=False)
TITLE = "The long way"
MOST_YEARS = 40


@router.get("/long-way")
def no_case_yet() -> HTMLResponse:
    """Without a case there is no place to come back to."""
    return page_without_case("long-way", TITLE)


@router.post("/long-way")
async def long_way(request: Request) -> HTMLResponse:
    """The way back to the target of the case."""
    form = await posted(request)
    if not form.case_text.strip():
        return no_case_yet()
    text = form.one("years").strip()
    short = text.isascii() and text.isdecimal() and len(text) < 3
    years = min(MOST_YEARS, max(1, int(text))) if short else None
    state = form.one("state").strip().upper()
    found = await planners_of(request).run_long(long_way_values, form.sent, years, state)
    made = found.made if isinstance(found.made, LongWay) else None
    return page_of_case(
        "long_way.html.j2",
        form,
        here="long-way",
        title=TITLE,
        made=made,
        problems=found.problems,
        chart=web_chart(way_back_map(made), width=MAP_WIDTH) if made else "",
        shown=[year for year in SHOWN if made and year < made.years],
        state=state,
        years=made.years if made else text,
    )
