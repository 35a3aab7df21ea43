"""The kit: every page of outlines for one case and its plan, and the cards to practise with."""

import datetime as dt
from dataclasses import dataclass, replace

from thirdfriday.domain.case import Case
from thirdfriday.domain.season import season_from_facts
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.kit.case_facts import number_fact, status_of
from thirdfriday.kit.improvement import (
    OWN,
    Task,
    checklist_csv,
    improvement_tasks,
)
from thirdfriday.kit.improvement_page import improvement_page
from thirdfriday.kit.improvement_worth import measured_tasks
from thirdfriday.kit.interview_questions import (
    Question,
    interview_page,
    questions_for,
    red_flag_page,
)
from thirdfriday.kit.message_outlines import message_page
from thirdfriday.kit.outline import Page, line, section
from thirdfriday.kit.statement_plan import geographic_page, statement_page
from thirdfriday.plan.improvement_nouns import Improvements
from thirdfriday.plan.plan import Plan

LIMITS = (
    ("Statement", "writing.statement_characters"),
    ("Experience", "writing.experience_characters"),
    ("Most meaningful experience", "writing.meaningful_characters"),
    ("Each geographic text", "geography.narrative_characters"),
)


@dataclass(frozen=True, slots=True)
class Kit:
    """Pages of outlines, the questions to practise, and the tasks for the calendar."""

    pages: tuple[Page, ...]
    questions: tuple[Question, ...]
    tasks: tuple[Task, ...]

    def files(self) -> dict[str, str]:
        """The text of every file of the kit by its name."""
        return {page.name: page.to_text() for page in self.pages} | {
            "checklist.csv": checklist_csv(self.tasks)
        }


def build_kit(
    case: Case, plan: Plan, *, today: dt.date, improvements: Improvements | None = None
) -> Kit:
    """Outlines bound to the case's own facts, from its plan; no sentence is written for anybody.

    Args:
        case: the applicant.
        plan: their plan, of the same case.
        today: the day from which tasks are dated.
        improvements: what the plan measured for each task; without it the odds ratio is shown.
    """
    facts = load_facts(case.season)
    season = season_from_facts(facts)
    signals = any(choice.signal for choice in plan.choices)
    tasks = improvement_tasks(case, season, facts, today=today, signals=signals)
    if improvements:
        own = [task for task in tasks if task.key in OWN]
        both = [*own, *measured_tasks(improvements, season)]
        tasks = tuple(sorted(both, key=lambda task: (task.done, task.key)))
    pages = [
        _first_page(facts),
        statement_page(case, plan, facts),
        geographic_page(case, plan, facts),
        red_flag_page(case, facts),
        interview_page(case, plan),
        message_page(case, plan, season),
        improvement_page(tasks),
    ]
    return Kit(_numbered(pages), questions_for(case, plan), tasks)


def _numbered(pages: list[Page | None]) -> tuple[Page, ...]:
    """The pages there are, their names numbered in the order to read them."""
    kept = [page for page in pages if page is not None]
    return tuple(replace(page, name=f"{place:02d}-{page.name}") for place, page in enumerate(kept))


def _first_page(facts: Facts) -> Page:
    rules = [
        line("These pages hold outlines, your own facts and gaps. The words must be yours."),
        line(
            "Tools may help you to find ideas, proofread and edit; what you send must be your "
            "own work, and you certify so. Read this season's certification before you do."
        ),
        line("Check what you wrote: thirdfriday lint FOLDER --for CASE.toml"),
        line("A line that begins with Weak says what your file does not hold: do not claim it."),
    ]
    limits = [
        line(
            what + ": up to {} characters" + status_of(facts, name) + ".", number_fact(facts, name)
        )
        for what, name in LIMITS
        if facts.known(name)
    ]
    return Page(
        "read-me.md",
        "How to use this kit",
        (section("Rules", rules), section("Lengths", limits)),
    )
