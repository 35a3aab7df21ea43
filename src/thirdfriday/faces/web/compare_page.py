"""Compare: a few programs side by side, with the chance of the case that travels along."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.program import Program
from thirdfriday.faces.web.planners import planners_of
from thirdfriday.faces.web.posted import Posted, posted
from thirdfriday.faces.web.program_facts import GROUPS, FactLine, facts_of
from thirdfriday.faces.web.program_jobs import Outlooks, outlooks
from thirdfriday.faces.web.rendering import page

router = APIRouter(include_in_schema=False)
MOST = 5


@router.get("/compare")
def compare_nothing() -> HTMLResponse:
    """How to choose what to compare."""
    return _page(Posted({}), (), None)


@router.post("/compare")
async def compare(request: Request) -> HTMLResponse:
    """The ticked programs side by side."""
    form = await posted(request)
    known = load_catalogue().by_id
    named = [word for text in form.all("program") for word in text.replace(",", " ").split()]
    wanted = tuple(dict.fromkeys(each for each in named if each in known))
    gone = form.one("drop")
    chosen = tuple(each for each in wanted if each != gone)[:MOST]
    found = None
    if form.case_text.strip() and chosen:
        found = await planners_of(request).run(outlooks, form.sent, chosen)
    return _page(form, chosen, found, dropped=len(wanted) > MOST)


def _page(
    form: Posted, chosen: tuple[str, ...], found: Outlooks | None, *, dropped: bool = False
) -> HTMLResponse:
    catalogue = load_catalogue()
    programs = [catalogue.by_id[each] for each in chosen]
    html = page(
        "compare.html.j2",
        here="compare",
        case_text=form.case_text,
        corrections=form.corrections,
        programs=programs,
        specialties=catalogue.specialties,
        groups=GROUPS,
        facts=[facts_by_name(each) for each in programs],
        outlooks=found.programs if found else (),
        problems=found.problems if found else (),
        dropped=dropped,
        most=MOST,
    )
    return HTMLResponse(html)


def facts_by_name(program: Program) -> dict[str, FactLine]:
    """The facts of a program by name."""
    return {line.name: line for group in facts_of(program) for line in group.lines}
