"""The work behind the pages that plan: done in a process of its own, answered with values."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thirdfriday.domain.case import Case
from thirdfriday.domain.known_policy import POLICY_NAMES
from thirdfriday.errors import CaseError, InfeasiblePlanError, Problem
from thirdfriday.faces.case_file_bounds import whole_bound
from thirdfriday.faces.case_file_reader import read_case_text
from thirdfriday.faces.case_file_writer import case_text as text_of_case
from thirdfriday.faces.charts import frontier as frontier_chart
from thirdfriday.faces.charts import further_applications, map_of_choices
from thirdfriday.faces.choice_tables import choice_tables
from thirdfriday.faces.web.case_draft import draft_text
from thirdfriday.faces.web.own_words import WHERE, OwnWords, own_words
from thirdfriday.faces.web.quick_plan import quick_plan
from thirdfriday.faces.web.rendering import MAP_WIDTH, render, web_chart
from thirdfriday.plan.build import build_plan
from thirdfriday.plan.plan import Plan

Moves = tuple[tuple[str, str], ...]
FILE = "case"
SENT = "its lines sent along (Start, Open a case file), or the line taken out of the case"


@dataclass(frozen=True, slots=True)
class CaseSent:
    """A case as it was sent: its text, and what the user knows of programs as a text beside it."""

    text: str
    corrections: str = ""


@dataclass(frozen=True, slots=True)
class PlanAnswer:
    """What a page shows of a plan: the case as understood, and the part of the page; or why not."""

    case_text: str
    title: str = ""
    headline: str = ""
    html: str = ""
    problems: tuple[Problem, ...] = ()
    plan: Plan | None = None


def understood(case_text: str) -> tuple[Case | None, tuple[Problem, ...]]:
    """The case of a text, or everything that is wrong with it."""
    most = whole_bound("bytes.most")
    if len(case_text) > most:
        return None, (Problem("is too long", FILE, f"at most {most:,} characters"),)
    try:
        return read_case_text(case_text, file=FILE), ()
    except CaseError as error:
        return None, error.problems


def understood_with(sent: CaseSent) -> tuple[Case | None, OwnWords, tuple[Problem, ...]]:
    """The case of a text and what the user knows of programs, or everything that is wrong.

    A page opens no files of the user's: those that a case names have to be sent along.
    """
    case, found = understood(sent.text)
    own = own_words(sent.corrections)
    problems = [*found, *own.problems]
    if case is not None and case.corrections and not sent.corrections.strip():
        names = ", ".join(case.corrections)
        problems.append(Problem(f"the case names {names}, and no file is opened here", WHERE, SENT))
    return (None if problems else case), own, tuple(problems)


def no_plan(error: InfeasiblePlanError) -> Problem:
    """An impossible plan as a problem a page can show: the limit that binds, and what frees it."""
    message = str(error).removesuffix(error.remedy).strip()
    return Problem(message, FILE, error.remedy)


def plan_values(sent: CaseSent, moves: Moves = (), *, quick: bool) -> PlanAnswer:
    """The plan of a case after the sliders were moved, with the user's corrections, as values."""
    before, own, problems = understood_with(sent)
    case = before
    if before is not None and moves:
        case, problems = understood(moved_text(sent.text, dict(moves)))
    if case is None:
        return PlanAnswer(sent.text, problems=problems)
    text = text_of_case(case)
    try:
        if quick:
            plan = quick_plan(case, before if moves else None, own=own)
        else:
            plan = build_plan(case, known=own.known)
    except InfeasiblePlanError as error:
        return PlanAnswer(text, problems=(no_plan(error),))
    return PlanAnswer(text, title=plan.case.title, plan=plan)


def plan_page_part(sent: CaseSent, moves: Moves, quick: bool) -> PlanAnswer:
    """The answer of the plan page: headline, list and, unless `quick`, everything behind them."""
    answer = plan_values(sent, moves, quick=quick)
    if answer.plan is None:
        return answer
    plan = answer.plan
    charts = {} if quick else charts_of(plan)
    most = max((c.chance_of_interview.high for c in plan.choices), default=1.0)
    headline = render("plan_headline.html.j2", plan=plan)
    html = render(
        "plan_answer.html.j2",
        plan=plan,
        charts=charts,
        quick=quick,
        most_interview=math.ceil(10 * most) / 10 or 1.0,
        case_text=answer.case_text,
        corrections=sent.corrections,
        tables=() if quick else choice_tables(plan),
        corrected={one.program_id for one in plan.stated},
        policies=POLICY_NAMES,
    )
    return PlanAnswer(answer.case_text, answer.title, headline, html)


def charts_of(plan: Plan) -> dict[str, str]:
    """The charts of the plan page, drawn."""
    return {
        "map": web_chart(map_of_choices(plan), width=MAP_WIDTH),
        "frontier": web_chart(frontier_chart(plan)) if has_balances(plan) else "",
        "further": web_chart(further_applications(plan)),
    }


def has_balances(plan: Plan) -> bool:
    """Whether another balance of target and rest gives chances that differ by about a point."""
    points = [(p.chance_of_match, p.chance_of_match_in_target) for p in plan.frontier]
    return len({(round(match, 2), round(target, 2)) for match, target in points}) > 1


def moved_text(case_text: str, moves: Mapping[str, str]) -> str:
    """The case with what the sliders say: limits, level, and a region drawn anew."""
    data: dict[str, Any] = tomllib.loads(case_text)
    limits: dict[str, Any] = dict(data.get("limits", {}))
    for key, kind in (("budget_usd", float), ("applications", int)):
        if key in moves:
            limits.pop(key, None)
            if moves[key] not in ("", "none"):
                limits[key] = _as_number(moves[key], kind)
    wants: dict[str, Any] = dict(data.get("wants", {}))
    if moves.get("level"):
        wants["level"] = moves["level"]
    if moves.get("place"):
        minutes = _as_number(moves.get("minutes", ""), int)
        wants["target"] = {"within": [{"place": moves["place"], "minutes": minutes}]}
    data["wants"] = wants
    data.pop("limits", None)
    if limits:
        data["limits"] = limits
    return draft_text(data)


def _as_number(text: str, kind: type[int] | type[float]) -> int | float | str:
    """A number, or the text as it is for the reader to refuse."""
    try:
        return kind(text)
    except ValueError:
        return text


def slider_values(case: Case) -> dict[str, Any]:
    """Where the sliders stand for a case."""
    within = case.wants.target.within
    return {
        "budget_usd": case.limits.budget_usd,
        "applications": case.limits.applications,
        "level": str(case.wants.level),
        "place": str(within[0].place) if within else "",
        "minutes": within[0].minutes if within else 60,
    }


def warm_up() -> str:
    """Load what every plan needs, and compile the search if it is not yet."""
    from thirdfriday.faces.web.examples import example_names, example_text  # noqa: PLC0415

    sent = CaseSent(example_text(example_names()[0]))
    plan_page_part(sent, (("applications", "30"), ("budget_usd", "900")), True)
    return plan_page_part(sent, (), False).title
