"""Improvement: what would strengthen this file, by when to begin, and what it is worth."""

import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass

from thirdfriday.domain.case import Case
from thirdfriday.domain.examinations import Examination, ExaminationResult
from thirdfriday.domain.season import Season
from thirdfriday.facts.registry import Facts
from thirdfriday.kit.case_facts import fact, target_states
from thirdfriday.kit.kit_numbers import kit_value
from thirdfriday.kit.outline import Line, line
from thirdfriday.plan.plan_sections import Change

NEXT_YEAR = dt.timedelta(weeks=52)
REACHED = {
    "applications": "applications",
    "rank lists": "rank lists, as an update",
    "next season": "another season, should you need one",
}
OWN = ("event", "practice")
"""Tasks that no chance counts, kept beside those that the plan has measured."""
INTERVIEWS = "this season's interviews"


@dataclass(frozen=True, slots=True)
class Worth:
    """What a task brings to each chance, measured on a list chosen anew, and its cost. [USD]"""

    any_match: Change
    in_target: Change
    cost_low_usd: float
    cost_high_usd: float


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: begin and end [days], why, the effect that values it, its odds ratio.

    `reaches` says which reading it reaches: applications, rank lists or another season.
    """

    key: str
    what: str
    why: Line
    begin: dt.date
    done: dt.date
    reaches: str
    effect: str
    odds_ratio: tuple[float, float, float] | None
    worth: Worth | None = None


@dataclass(frozen=True, slots=True)
class _Idea:
    key: str
    what: str
    why: Line
    lead: str
    effect: str


def improvement_tasks(
    case: Case, season: Season, facts: Facts, *, today: dt.date, signals: bool = True
) -> tuple[Task, ...]:
    """What to do from today on, in the order of its end. Dates are this season's or the next's.

    The odds ratio is that of an interview, as the plan's chances count it. [odds ratio]
    `signals` says whether the plan gives any.
    """
    tasks = [_dated(idea, season, facts, today) for idea in _ideas(case, signals=signals)]
    return tuple(sorted(tasks, key=lambda task: (task.done, task.key)))


def _ideas(case: Case, *, signals: bool) -> Iterator[_Idea]:
    yield from _rotations(case)
    yield from _letters(case)
    yield from _work(case)
    yield from _always_due(case, signals=signals)


def _rotations(case: Case) -> Iterator[_Idea]:
    person = case.applicant
    months = person.us_clinical_months()
    if person.type.international:
        why = line("Hands-on months recorded: {}.", fact("applicant.clinical_experience", months))
        yield _Idea(
            "rotation",
            "One more month of hands-on work in a US hospital, in your specialty",
            why,
            "improve.rotation",
            "effect.usce.per_month.hands_on",
        )
    if not any(tie.kind == "rotation" for tie in person.ties) and not case.wants.target.everywhere:
        why = line("No rotation in the target area is recorded.")
        yield _Idea(
            "local_rotation",
            "A month in the target area, at a hospital with a residency",
            why,
            "improve.rotation",
            "effect.tie.rotation",
        )


def _letters(case: Case) -> Iterator[_Idea]:
    person = case.applicant
    local = any(
        letter.place and letter.place.state in target_states(case) for letter in person.letters
    )
    if not local and not case.wants.target.everywhere:
        yield _Idea(
            "local_letter",
            "A letter from somebody in the target area who has seen you work",
            line("No letter from the target area is recorded."),
            "improve.letter",
            "effect.letter.local",
        )
    if not any(letter.specialty == case.wants.specialties[0] for letter in person.letters):
        first = fact("wants.specialties", case.wants.specialties[0])
        yield _Idea(
            "specialty_letter",
            "A letter from your specialty",
            line("No letter from {} is recorded.", first),
            "improve.letter",
            "effect.letter.in_specialty",
        )


def _work(case: Case) -> Iterator[_Idea]:
    person = case.applicant
    if not person.research.publications:
        count = fact("applicant.research.publications", person.research.publications)
        name = (
            "effect.research.experience.img"
            if person.type.international
            else "effect.research.experience.us"
        )
        yield _Idea(
            "research",
            "One small project with a local mentor: a case report or a quality project",
            line("Publications recorded: {}.", count),
            "improve.research",
            name,
        )
    if person.type.international and not _under_way(person.examinations.step_3):
        result = fact("applicant.examinations.step_3.result", person.examinations.step_3.result)
        yield _Idea(
            "step_3",
            "Step 3, before rank lists if an H-1B is possible",
            line("Step 3: {}.", result),
            "improve.step_3",
            "effect.step_3.passed",
        )


def _always_due(case: Case, *, signals: bool) -> Iterator[_Idea]:
    person = case.applicant
    where = "of the programs with a signal" if signals else "of programs on your list"
    count = fact("applicant.service.volunteer_experiences", person.service.volunteer_experiences)
    yield _Idea(
        "volunteering",
        "A regular shift with the patients that your programs serve",
        line("Volunteer experiences recorded: {}.", count),
        "improve.volunteering",
        "effect.service.volunteering",
    )
    yield _Idea(
        "event",
        f"Open houses {where}; one question each, one note after",
        line("They are how a name becomes known."),
        "improve.event",
        "",
    )
    yield _Idea(
        "practice",
        "Interview practice with the cards: `thirdfriday practice`",
        line("Every interview decides more than any other thing left to do."),
        "improve.practice",
        "",
    )


def _under_way(examination: Examination) -> bool:
    """Whether an examination is passed, sat or booked."""
    return examination.taken or examination.result is ExaminationResult.SCHEDULED


def _dated(idea: _Idea, season: Season, facts: Facts, today: dt.date) -> Task:
    """The latest useful dates: for applications, else rank lists, else the next season."""
    lead = dt.timedelta(weeks=kit_value(f"{idea.lead}.weeks"))
    submit, ranks = (
        season.deadline("eras.submit_from").day,
        season.deadline("nrmp.rank_deadline").day,
    )
    if submit - lead >= today:
        begin, done, reaches = submit - lead, submit, REACHED["applications"]
    elif today + lead <= ranks:
        begin, done, reaches = today, today + lead, REACHED["rank lists"]
        if idea.key in OWN:
            reaches = INTERVIEWS
    else:
        done = submit + NEXT_YEAR
        begin, reaches = max(today, done - lead), REACHED["next season"]
    odds = facts.range(idea.effect) if idea.effect and facts.known(idea.effect) else None
    return Task(idea.key, idea.what, idea.why, begin, done, reaches, idea.effect, odds)


COLUMNS = (
    *("begin", "done", "task", "reaches", "odds_ratio_of_an_interview"),
    *("points_for_any_match", "points_for_a_match_in_the_target", "cost_low_usd", "cost_high_usd"),
)


def checklist_csv(tasks: tuple[Task, ...]) -> str:
    """The tasks as a table for a calendar or a spreadsheet."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    for task in tasks:
        odds = f"{task.odds_ratio[1]:.2f}" if task.odds_ratio else ""
        dates = [task.begin.isoformat(), task.done.isoformat()]
        writer.writerow([*dates, task.what, task.reaches, odds, *_worth_cells(task.worth)])
    return table.getvalue()


def _worth_cells(worth: Worth | None) -> list[str]:
    """The cells on what a task brings and costs, empty where nothing was measured."""
    if worth is None:
        return [""] * 4
    points = [points_shown(each.central) for each in (worth.any_match, worth.in_target)]
    return [*points, f"{worth.cost_low_usd:.0f}", f"{worth.cost_high_usd:.0f}"]


def points_shown(share: float) -> str:
    """A change of a chance in percentage points.

    >>> points_shown(0.0034)
    '+0.3'
    """
    shown = f"{100 * share:+.1f}"
    return "+0.0" if shown == "-0.0" else shown
