"""The outlines of a case's kit, worked out beside the pages."""

import datetime as dt
from dataclasses import dataclass

from thirdfriday.errors import InfeasiblePlanError, Problem
from thirdfriday.faces.web.plan_jobs import CaseSent, no_plan, understood_with
from thirdfriday.kit.interview_questions import Question
from thirdfriday.kit.kit import build_kit
from thirdfriday.kit.outline import Page
from thirdfriday.plan.build import build_plan


@dataclass(frozen=True, slots=True)
class Outlines:
    """Pages and questions of a kit, or what is wrong with the case."""

    pages: tuple[Page, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()


def outlines(sent: CaseSent, today: dt.date) -> Outlines:
    """The kit of a case, from its plan."""
    case, own, problems = understood_with(sent)
    if case is None:
        return Outlines(problems=problems)
    try:
        kit = build_kit(case, build_plan(case, known=own.known), today=today)
    except InfeasiblePlanError as error:
        return Outlines(problems=(no_plan(error),))
    return Outlines(kit.pages, kit.questions)
