"""Improvement: what would strengthen this file, by when to begin, and what it is worth."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from thirdfriday.domain.case import Case
from thirdfriday.domain.examinations import Examination, ExaminationResult
from thirdfriday.domain.season import Season
from thirdfriday.facts.registry import Facts
from thirdfriday.kit.case_facts import fact, target_states
from thirdfriday.kit.kit_numbers import kit_value
from thirdfriday.kit.outline import Fact, Line, Page, line, section
from thirdfriday.plan.plan import Plan

NEXT_YEAR = dt.timedelta(weeks=52)


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


@dataclass(frozen=True, slots=True)
class _Idea:
    key: str
    what: str
    why: Line
    lead: str
    effect: str


def improvement_tasks(
    case: Case, season: Season, facts: Facts, *, today: dt.date
) -> tuple[Task, ...]:
    """What to do from today on, in the order of its end. Dates are this season's or the next's.

    The odds ratio is that of an interview, as the plan's chances count it. [odds ratio]
    """
    tasks = [_dated(idea, season, facts, today) for idea in _ideas(case)]
    return tuple(sorted(tasks, key=lambda task: (task.done, task.key)))


def _ideas(case: Case) -> Iterator[_Idea]:
    yield from _rotations(case)
    yield from _letters(case)
    yield from _work(case)
    yield from _always_due(case)


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


def _always_due(case: Case) -> Iterator[_Idea]:
    person = case.applicant
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
        "Open houses of the programs with a signal; one question each, one note after",
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
        begin, done, reaches = submit - lead, submit, "applications"
    elif today + lead <= ranks:
        begin, done, reaches = today, today + lead, "rank lists, as an update"
    else:
        done = submit + NEXT_YEAR
        begin, reaches = max(today, done - lead), "another season, should you need one"
    odds = facts.range(idea.effect) if idea.effect and facts.known(idea.effect) else None
    return Task(idea.key, idea.what, idea.why, begin, done, reaches, idea.effect, odds)


def improvement_page(case: Case, plan: Plan, tasks: tuple[Task, ...]) -> Page:
    """The tasks as a dated checklist."""
    parts = [
        section(
            "Read this first",
            [
                line(
                    "Dates are the latest useful ones; the lead times are assumptions of "
                    "data/kit, to be replaced by what you are told."
                ),
                line(
                    "The worth is the factor on the odds of an interview by which the plan's "
                    "own chances count it; 1 means none."
                ),
            ],
        )
    ]
    for task in tasks:
        begin, done = (
            Fact(task.begin.isoformat(), "date: begin"),
            Fact(task.done.isoformat(), "date: done"),
        )
        lines = [
            task.why,
            line("Begin by {}; done by {}. It reaches " + task.reaches + ".", begin, done),
        ]
        if task.odds_ratio:
            low, central, high = (
                Fact(f"{value:.2f}", f"data: {task.effect}") for value in task.odds_ratio
            )
            lines.append(
                line("Worth: odds of an interview times {} ({} to {}).", central, low, high)
            )
        else:
            lines.append(
                line("Worth: not counted in the plan's chances, since no figure was found.")
            )
        parts.append(section(f"[ ] {task.what}", lines))
    return Page("06-improvement.md", "Improvement, as a dated checklist", tuple(parts))


def checklist_csv(tasks: tuple[Task, ...]) -> str:
    """The tasks as a table for a calendar or a spreadsheet."""
    rows = ["begin,done,task,reaches,odds_ratio_of_an_interview"]
    for task in tasks:
        odds = f"{task.odds_ratio[1]:.2f}" if task.odds_ratio else ""
        cells = [task.begin.isoformat(), task.done.isoformat(), task.what, task.reaches, odds]
        rows.append(",".join(f'"{cell}"' if "," in cell else cell for cell in cells))
    return "\n".join(rows) + "\n"
