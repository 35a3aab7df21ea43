"""Plan: the page of one plan, its sliders, and its reports as files."""

import csv
import io
import json

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from thirdfriday.faces.report import report_html
from thirdfriday.faces.report_pdf import report_pdf
from thirdfriday.faces.web.case_pages import page_without_case
from thirdfriday.faces.web.plan_jobs import (
    CaseSent,
    Moves,
    PlanAnswer,
    plan_page_part,
    plan_values,
    slider_values,
    understood,
)
from thirdfriday.faces.web.planners import planners_of
from thirdfriday.faces.web.posted import Posted, posted
from thirdfriday.faces.web.rendering import page, render
from thirdfriday.faces.web.start_page import filled, form_with_mistakes, text_of_form
from thirdfriday.plan.plan import Plan

router = APIRouter(include_in_schema=False)
SLIDERS = ("budget_usd", "applications", "level", "place", "minutes")
REDRAWN = "redraw"
HEADLINE = '<header id="headline"'
MOST_BUDGET = 6000
MOST_APPLICATIONS = 200
CSV_COLUMNS = (
    "order", "program_id", "name", "city", "state", "tier", "kind", "signal",
    "interview_low", "interview", "interview_high", "fee_usd", "confirm",
)  # fmt: skip


@router.get("/plan")
def no_case_yet() -> HTMLResponse:
    """Without a case there is no plan: how to begin."""
    return page_without_case("plan", "Plan")


@router.post("/plan")
async def plan(request: Request) -> HTMLResponse:
    """The whole page of a plan: from the form, from a case, or after a slider without scripts."""
    form = await posted(request)
    text = form.case_text
    if form.one("from") == "form":
        values = filled(form)
        text, problems = text_of_form(values)
        if problems:
            return form_with_mistakes(values, problems, form.corrections)
    if not text.strip():
        return no_case_yet()
    quick = form.one("scripts") == "yes"  # then the page asks for the rest by itself
    answer = await planned(request, form, text, quick=quick)
    return plan_response(answer, form.corrections)


@router.post("/plan/move")
async def move(request: Request) -> HTMLResponse:
    """The part of the page that changes while a slider moves."""
    return await _part(request, quick=True)


@router.post("/plan/whole")
async def whole(request: Request) -> HTMLResponse:
    """The same part in full, once the slider rests."""
    return await _part(request, quick=False)


async def _part(request: Request, *, quick: bool) -> HTMLResponse:
    form = await posted(request)
    answer = await planned(request, form, form.case_text, quick=quick)
    if answer.problems:
        return HTMLResponse(render("plan_refused.html.j2", problems=answer.problems))
    swapped = answer.headline.replace(HEADLINE, HEADLINE + ' hx-swap-oob="true"', 1)
    return HTMLResponse(swapped + answer.html)


async def planned(request: Request, form: Posted, text: str, *, quick: bool) -> PlanAnswer:
    """The answer for a case, the whole of it among the jobs of seconds."""
    planners = planners_of(request)
    run = planners.run if quick else planners.run_long
    return await run(plan_page_part, CaseSent(text, form.corrections), moves_of(form), quick)


def plan_response(answer: PlanAnswer, corrections: str) -> HTMLResponse:
    """The page of an answer, or what is wrong in words."""
    case, _ = understood(answer.case_text)
    if answer.problems or case is None:
        html = page(
            "problems.html.j2",
            here="plan",
            title="No plan yet",
            case_text=answer.case_text,
            corrections=corrections,
            problems=answer.problems,
        )
        return HTMLResponse(html, 422)
    sliders = slider_values(case)
    html = page(
        "plan.html.j2",
        here="plan",
        case_text=answer.case_text,
        corrections=corrections,
        title=answer.title,
        answer=answer,
        sliders=sliders,
        most_budget=most_of(sliders["budget_usd"], MOST_BUDGET),
        most_applications=most_of(sliders["applications"], MOST_APPLICATIONS),
    )
    return HTMLResponse(html)


def most_of(value: float | None, usual: int) -> int:
    """The end of a slider, above the value that a case has.

    >>> most_of(None, 6000), most_of(7300.0, 6000)
    (6000, 14600)
    """
    return usual if value is None or value < usual else 2 * round(value)


def moves_of(form: Posted) -> Moves:
    """What the sliders say; the region only if it is to be drawn anew."""
    if form.one("moved") != "yes":
        return ()
    names = SLIDERS if form.one(REDRAWN) else SLIDERS[:3]
    found = [(name, form.one(name).strip()) for name in names if name in form.values]
    tops = {
        "budget_usd": form.one("budget_top", str(MOST_BUDGET)),
        "applications": form.one("applications_top", str(MOST_APPLICATIONS)),
    }
    return tuple((name, "none" if tops.get(name) == value else value) for name, value in found)


@router.post("/plan/report.{kind}")
async def report(request: Request, kind: str) -> Response:
    """The plan as a file: html, pdf, json, or csv of the list."""
    form = await posted(request)
    found = await planners_of(request).run_long(report_file, form.sent, kind)
    if found is None:
        html = page("message.html.j2", title="No such report", words="")
        return HTMLResponse(html, 404)
    if isinstance(found, PlanAnswer):
        return plan_response(found, form.corrections)
    data, media_type = found
    headers = {"content-disposition": f'attachment; filename="plan.{kind}"'}
    return Response(data, media_type=media_type, headers=headers)


def report_file(sent: CaseSent, kind: str) -> tuple[bytes, str] | PlanAnswer | None:
    """The bytes and media type of a report, or the answer that says why there is none."""
    if kind not in ("html", "pdf", "json", "csv"):
        return None
    answer = plan_values(sent, quick=False)
    made = answer.plan
    if made is None:
        return answer
    if kind == "html":
        return report_html(made).encode(), "text/html; charset=utf-8"
    if kind == "pdf":
        return report_pdf(made), "application/pdf"
    if kind == "json":
        return json.dumps(made.to_json(), ensure_ascii=False).encode(), "application/json"
    return list_csv(made).encode(), "text/csv; charset=utf-8"


def list_csv(plan: Plan) -> str:
    """The list as rows for a spreadsheet, most useful first."""
    sheet = io.StringIO()
    rows = csv.DictWriter(sheet, CSV_COLUMNS, lineterminator="\n")
    rows.writeheader()
    for order, one in enumerate(plan.choices, 1):
        chance = one.chance_of_interview
        cells = {
            "order": order,
            "program_id": one.program.id,
            "name": _cell(one.program.name),
            "city": _cell(one.program.city),
            "state": one.program.state,
            "tier": one.geographic_tier,
            "kind": one.selectivity_tier,
            "signal": one.signal or "",
            "interview_low": round(chance.low, 4),
            "interview": round(chance.central, 4),
            "interview_high": round(chance.high, 4),
            "fee_usd": one.fee_usd,
            "confirm": _cell("; ".join(one.confirm)),
        }
        rows.writerow(cells)
    return sheet.getvalue()


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@") else text
