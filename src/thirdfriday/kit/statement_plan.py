"""The statement plan: how many versions, which program gets which and why, an outline of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.region import divisions_by_state
from thirdfriday.facts.registry import Facts
from thirdfriday.kit.case_facts import (
    clinical_lines,
    fact,
    number_fact,
    other_lines,
    status_of,
    stay_line,
    target_states,
    tie_lines,
)
from thirdfriday.kit.lint_context import division_key
from thirdfriday.kit.outline import Fact, Line, Page, Section, gap, line, section
from thirdfriday.plan.plan import Plan, PlannedApplication
from thirdfriday.plan.plan_choices import FirstYearApplication

GENERAL, TARGET, SECOND = "general", "target region", "second specialty"
FIRST_YEAR = "one year"

Applied = PlannedApplication | FirstYearApplication


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the statement: its key, whom it is for and the reason."""

    key: str
    specialty: str
    programs: tuple[Applied, ...]
    reason: str


def versions_of(case: Case, plan: Plan) -> tuple[Version, ...]:
    """The versions to write; every program of the plan gets exactly one.

    A version for the target region pays only where programs lie on both sides of its border.
    Every specialty has its own versions, since no statement serves two. So have the one-year
    programs that the plan applies to beside advanced positions.
    """
    specialties = tuple(dict.fromkeys((plan.case.specialty, *case.wants.specialties)))
    by_id = load_catalogue().by_id
    given: dict[str, list[PlannedApplication]] = {name: [] for name in specialties}
    for choice in plan.choices:
        given.setdefault(by_id[choice.program.id].specialty, []).append(choice)
    listed = (v for name, choices in given.items() for v in _of_specialty(name, choices))
    return (*listed, *_first_years(plan))


def _first_years(plan: Plan) -> Iterator[Version]:
    """A version for the one-year programs of each specialty."""
    by_id = load_catalogue().by_id
    given: dict[str, list[FirstYearApplication]] = {}
    for one in plan.first_year.applications if plan.first_year else ():
        given.setdefault(by_id[one.program.id].specialty, []).append(one)
    for name, programs in given.items():
        reason = "They train you for one year and must read that you know it."
        yield Version(FIRST_YEAR, name, tuple(programs), reason)


def _of_specialty(specialty: str, choices: list[PlannedApplication]) -> Iterator[Version]:
    """The versions for the programs of one specialty."""
    inside = tuple(choice for choice in choices if choice.in_target)
    outside = tuple(choice for choice in choices if not choice.in_target)
    if inside and outside:
        yield Version(TARGET, specialty, inside, "They may read why you want to be there.")
        reason = "They must not read that you would rather be elsewhere."
        yield Version(GENERAL, specialty, outside, reason)
    elif inside:
        yield Version(TARGET, specialty, inside, "Every program of the plan is in the target.")
    elif outside:
        yield Version(GENERAL, specialty, outside, "No program of the plan is in the target.")
    else:
        reason = "The plan holds no program of it: write it only if you add some."
        yield Version(SECOND, specialty, (), reason)


def statement_page(case: Case, plan: Plan, facts: Facts) -> Page:
    """The page of versions, outlines and program paragraphs."""
    versions = versions_of(case, plan)
    sections = [_summary(versions, facts)]
    sections += [_outline(version, case, plan) for version in versions]
    sections += [_paragraphs(case, plan)]
    sections += [_map(version) for version in versions if version.programs]
    return Page("statements.md", "Statement plan", tuple(sections))


def _plan_fact(origin: str, value: object) -> Fact:
    return Fact(str(value).replace("_", " "), f"plan: {origin}")


def _summary(versions: tuple[Version, ...], facts: Facts) -> Section:
    limit, name = number_fact(facts, "writing.statement_characters"), "writing.statement_characters"
    lines = [
        line("Versions to write: {}.", Fact(str(len(versions)), "count: versions")),
        *(
            line(
                "{}, for {} (programs: {}). " + version.reason,
                Fact(version.key, "kit: version"),
                _plan_fact("case.specialty", version.specialty),
                Fact(str(len(version.programs)), "count: programs"),
            )
            for version in versions
        ),
        line(
            "One statement is assigned to each program; up to {} characters of plain text"
            + status_of(facts, name)
            + ".",
            limit,
        ),
        line("No bold, no bullets, no curly quotes: the form shows plain text."),
        line(
            "These are outlines. The sentences must be yours; check them with `thirdfriday lint`."
        ),
    ]
    return section("How many and why", lines)


def _outline(version: Version, case: Case, plan: Plan) -> Section:
    lines: list[Line] = [gap("opening: one moment that you can still see, in three sentences")]
    if version.key == TARGET:
        ties = tie_lines(case, states=target_states(case))
        target = _plan_fact("case.target", plan.case.target)
        lines += ties or [
            line(
                "Weak: no tie to {} is recorded: do not claim one. Say what the programs there "
                "do that you want to learn.",
                target,
            )
        ]
    else:
        lines.append(
            line(
                "Leave the target region out of this version: no place by name, and what you "
                "look for in any program."
            )
        )
    if version.key == FIRST_YEAR:
        later = _plan_fact("case.specialty", plan.case.specialty)
        lines.append(line("Say that you ask for one year, and that you go on to {}.", later))
        lines.append(gap("what this year shall teach you that you will use afterwards"))
    unnamed = frozenset() if version.key == TARGET else target_states(case)
    own = "" if version.key == FIRST_YEAR else version.specialty
    lines += clinical_lines(case, unnamed=unnamed, specialty=own)
    lines += other_lines(case)
    if case.applicant.failed_attempts or case.applicant.red_flags:
        lines.append(
            line(
                "Red flag: one short paragraph at most, from the page on red flags; or none "
                "here if the form asks for it elsewhere."
            )
        )
    lines.append(gap("what kind of physician you want to be in five years, and for whom"))
    return section(
        "Outline: {}, {}",
        lines,
        Fact(version.key, "kit: version"),
        _plan_fact("case.specialty", version.specialty),
    )


def _paragraphs(case: Case, plan: Plan) -> Section:
    """Paragraphs of their own for programs with a signal or a tie."""
    lines = []
    applied: list[Applied] = list(plan.choices)
    applied += plan.first_year.applications if plan.first_year else ()
    by_id = load_catalogue().by_id
    for choice in applied:
        tied = case.applicant.ties_to_program(choice.program.id)
        if not choice.signal and not tied:
            continue
        why = (
            _plan_fact("choices.signal", f"{choice.signal} signal")
            if choice.signal
            else fact("applicant.ties", "a tie of yours")
        )
        specialty = _plan_fact("case.specialty", by_id[choice.program.id].specialty)
        lines.append(_program_line(choice, ": {} ({}).", why, specialty))
    if lines:
        lines = [
            line(
                "These get a paragraph more, since they were signalled or you have a tie there. "
                "For each:"
            ),
            gap(
                "two things of this program that you can name, and the fact of yours that meets "
                "each"
            ),
            *lines,
        ]
    else:
        lines = [
            line(
                "No program has a signal or a tie of its own; add a paragraph only where you "
                "can name two things."
            )
        ]
    return section("A paragraph of its own", lines)


def _program_line(choice: Applied, rest: str, *facts: Fact) -> Line:
    """A line on one program: its name and place, then what follows."""
    program = choice.program
    where = [("city", program.city), ("state", program.state)]
    known = [Fact(value, f"plan: choices.program.{part}") for part, value in where if value]
    name = Fact(program.name, "plan: choices.program.name")
    places = ", ".join("{}" for _ in known)
    return line("{} (" + places + ")" + rest, name, *known, *facts)


def _map(version: Version) -> Section:
    lines = [
        _program_line(choice, ", program {}", Fact(choice.program.id, "plan: choices.program.id"))
        for choice in version.programs
    ]
    return section(
        "Programs that get: {}, {}",
        lines,
        Fact(version.key, "kit: version"),
        _plan_fact("case.specialty", version.specialty),
    )


def geographic_page(case: Case, plan: Plan, facts: Facts) -> Page:
    """Outlines of the short texts on divisions and setting."""
    limit = number_fact(facts, "geography.narrative_characters")
    carried = status_of(facts, "geography.narrative_characters")
    start = [
        line("Each text takes up to {} characters" + carried + ": about two sentences.", limit),
        line(
            "Say a tie and a purpose. By the rule read so far a program sees a division only if it "
            "lies there, and a stated no preference is seen by all: confirm."
        ),
    ]
    if not plan.geography.divisions:
        start.append(
            line(
                "The plan's answer is no preference: say that you are open, and what you look "
                "for instead."
            )
        )
        start.append(gap("one sentence on where you settled quickly before"))
    parts = [section("The form", start)]
    parts += [_division(name, case) for name in plan.geography.divisions]
    if plan.geography.setting:
        setting = _plan_fact("geography.setting", plan.geography.setting)
        lines = [gap("where you lived or worked in such a setting, and what you would do there")]
        parts.append(section("Setting: {}", lines, setting))
    return Page("geographic-statements.md", "Geographic statements", tuple(parts))


def _division(name: str, case: Case) -> Section:
    states = frozenset(
        state for state, division in divisions_by_state().items() if division == division_key(name)
    )
    lines = tie_lines(case, states=states)
    for stay in case.applicant.clinical_experience:
        if stay.place is not None and stay.place.state in states:
            lines.append(stay_line(stay))
    if lines:
        lines.append(gap("what you would do there, in one sentence"))
    else:
        lines.append(
            line(
                "Weak: no tie here is recorded, so claim none; give the kind of program and of "
                "patients you look for."
            )
        )
        lines.append(gap("one true reason that would hold for any program of this division"))
    return section("Division: {}", lines, _plan_fact("geography.divisions", name))
