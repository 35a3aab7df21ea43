"""What would help most: each change the applicant could still make, on a plan chosen anew."""

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial

from thirdfriday import __version__
from thirdfriday.domain.case import Case
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.facts.number import Number, parse_number
from thirdfriday.facts.packaged import DATA, read_toml
from thirdfriday.facts.registry import Facts
from thirdfriday.facts.sources import load_sources
from thirdfriday.intake.knowledge import NOTHING_KNOWN, Known
from thirdfriday.optimiser.objective import OutcomeDraws
from thirdfriday.optimiser.problem import without
from thirdfriday.plan.branch import (
    Branch,
    Grounds,
    Openings,
    best_geography,
    chosen_anew,
    judged,
    openings_of,
    replanned,
)
from thirdfriday.plan.common_draws import differences, drawn_outcomes
from thirdfriday.plan.decision import decide, ways
from thirdfriday.plan.describe import TYPE_NAMES
from thirdfriday.plan.improve_changes import a_year_later
from thirdfriday.plan.improve_ideas import Idea, ideas
from thirdfriday.plan.improve_specialty import second_specialties
from thirdfriday.plan.improvement_nouns import (
    SCHEMA,
    ChangeBrought,
    Improvement,
    Improvements,
)
from thirdfriday.plan.opened import facts_behind, nothing_opened, opened_by, per_thousand

THREADS = 2
YEAR = dt.timedelta(weeks=52)
APPLICATIONS, RANK_LISTS, NEXT_SEASON = "applications", "rank lists", "next season"


@dataclass(frozen=True, slots=True, eq=False)
class Base:
    """A case as it stands with its best list, and that list's draws."""

    branch: Branch
    draws: OutcomeDraws


@dataclass(frozen=True, slots=True, eq=False)
class Judge:
    """What improvements are measured by: the base of this season and that of the next."""

    grounds: Grounds
    seed: int
    today: dt.date
    now: Base
    later: Base

    @property
    def facts(self) -> Facts:
        """The numbers of the season."""
        return self.grounds.facts


def improvements_of(
    case: Case,
    *,
    today: dt.date,
    seed: int | None = None,
    without_packs: frozenset[str] = frozenset(),
    known: Known = NOTHING_KNOWN,
) -> Improvements:
    """What this applicant could still change, what it brings and costs, the best first.

    Every change is measured on a list chosen anew with as many applications as the plan has,
    under common random numbers; `today` decides what a change is still in time for. `known` is
    what pages and the user say of programs, ahead of the tables.

    Raises:
        InfeasiblePlanError: the limits leave nothing to choose.

    Facts: range.seed, improve.*
    Method: docs/models/improve.md
    """
    grounds = Grounds.of(case.season, without_packs, known)
    facts = grounds.facts
    seed = round(facts.value("range.seed")) if seed is None else seed
    start = best_geography(openings_of(case, grounds), facts)
    first = chosen_anew(start, facts)
    now = base_of(at_same_count(first), facts, seed)
    late = today >= grounds.season.deadline("eras.submit_from").day
    older = a_year_later(now.branch.case, reapplying=late)
    later = base_of(replanned(older, now.branch, grounds, floor=0.0), facts, seed)
    judge = Judge(grounds, seed, today, now, later)
    listed = [*ideas(now.branch.case, now.branch.scope, facts), *_years(now.branch, facts)]
    with ThreadPoolExecutor(THREADS) as pool:
        futures = [pool.submit(improvement, idea, judge) for idea in listed]
        second = partial(second_specialties, (later if late else now).branch, grounds, seed, late)
        more = pool.submit(lambda: list(second()))
        decision = pool.submit(decide, now.branch, grounds, seed, late)
        found = [future.result() for future in futures] + more.result()
    return Improvements(
        schema=SCHEMA,
        version=__version__,
        season=case.season,
        seed=seed,
        on=today.isoformat(),
        title=case.name or TYPE_NAMES[case.applicant.type],
        specialty=first.specialty,
        target=first.scope.target.region.name,
        chance_of_match=now.branch.outcomes.chance_of_match,
        chance_of_match_in_target=now.branch.outcomes.chance_in_target,
        expected_interviews=now.branch.outcomes.expected_interviews,
        applications=now.branch.outcomes.applications,
        cost_usd=now.branch.outcomes.cost_usd,
        improvements=tuple(sorted(found, key=_order)),
        decision=decision.result(),
        notes=tuple(_notes(judge, late)),
    )


def _years(here: Branch, facts: Facts) -> Iterator[Idea]:
    """Each way to take a year first, measured against applying now."""
    for way in ways(here, facts):
        if not way.applies_now:
            found = None if way.next_case is None else partial(_instead, way.next_case)
            yield Idea(way.key, way.title, way.why, found, "year", year=True)


def _instead(case: Case, _: Case) -> Case:
    return case


def at_same_count(branch: Branch) -> Branch:
    """The branch with its number of applications as the only limit on money."""
    limits = replace(
        branch.case.limits,
        applications=branch.outcomes.applications,
        budget_usd=None,
        usd_per_percentage_point=None,
    )
    return replace(branch, case=replace(branch.case, limits=limits))


def base_of(branch: Branch, facts: Facts, seed: int) -> Base:
    """A branch with the draws of its list."""
    return Base(branch, drawn_outcomes(branch, facts=facts, seed=seed))


def improvement(idea: Idea, judge: Judge) -> Improvement:
    """One idea measured, or told why it is not possible."""
    reaches, begin = reach(idea, judge)
    cost = _number(judge.facts, idea, "cost_usd")
    months = _number(judge.facts, idea, "months")
    low, central, high = (idea.units * value for value in (cost.interval if cost else (0, 0, 0)))
    base = judge.later if reaches == NEXT_SEASON and not idea.year else judge.now
    after = None if idea.change is None else _branch_after(idea, base.branch, judge, reaches)
    invited = base.branch if reaches == RANK_LISTS and not idea.whole else None
    changed = None if after is None else change_brought(base, after, judge, invited)
    gain = changed.any_match.central if changed else 0.0
    numbers = [number for number in (cost, months) if number]
    length = idea.units if idea.stem == "rotation" else months.amount if months else 0.0
    return Improvement(
        key=idea.key,
        title=idea.title,
        possible=after is not None,
        why=idea.why,
        reaches=reaches if after is not None else "",
        begin_by=begin.isoformat() if after is not None else "",
        opened=nothing_opened() if after is None else opened_by(base.branch, after),
        change=changed,
        cost_usd=central,
        cost_low_usd=low,
        cost_high_usd=high,
        months=length,
        per_1000_usd=per_thousand(gain, central, judge.facts),
        facts=() if after is None else facts_behind(base.branch, after, judge.facts, numbers),
    )


def reach(idea: Idea, judge: Judge) -> tuple[str, dt.date]:
    """Which reading a change is in time for, and the latest useful day to begin."""
    submit = judge.grounds.season.deadline("eras.submit_from").day
    ranks = judge.grounds.season.deadline("nrmp.rank_deadline").day
    if idea.year:
        return NEXT_SEASON, max(judge.today, submit)
    weeks = lead_weeks(idea.lead) if idea.lead else 0.0
    lead = dt.timedelta(weeks=weeks)
    end = ranks if idea.whole else submit
    if judge.today + lead <= submit:
        return APPLICATIONS, end - lead
    if judge.today + lead <= ranks:
        return RANK_LISTS, ranks - lead
    return NEXT_SEASON, max(judge.today, submit + YEAR - lead)


def _branch_after(idea: Idea, base: Branch, judge: Judge, reaches: str) -> Branch | None:
    """The branch with the change made: chosen anew, or for rank lists the same list judged."""
    assert idea.change is not None
    case = idea.change(base.case)
    floor = 0.0 if idea.year else base.outcomes.chance_of_match
    try:
        if reaches != RANK_LISTS or idea.whole:
            return replanned(case, base, judge.grounds, floor=floor)
        openings = openings_of(case, judge.grounds, answer=base.answer)
    except InfeasiblePlanError:
        return None
    return judged(as_invited(openings, base), base.listed)


def as_invited(openings: Openings, base: Branch) -> Openings:
    """The openings of a changed case after invitations are out: those chances stay as they were."""
    row = {program.program_id: k for k, program in enumerate(base.scope.open)}
    invited = openings.problem.interview.copy()
    for k, program in enumerate(openings.scope.open):
        if program.program_id in row:
            invited[k] = base.problem.interview[row[program.program_id]]
    return replace(openings, problem=without(openings.problem, interview=invited))


def change_brought(
    base: Base, after: Branch, judge: Judge, invited: Branch | None
) -> ChangeBrought:
    """What a changed branch brings against the base, with ranges of the differences."""
    drawn = drawn_outcomes(after, facts=judge.facts, seed=judge.seed, invited=invited)
    return differences(
        base.draws, base.branch.outcomes, drawn_then=drawn, then=after.outcomes, facts=judge.facts
    )


def _number(facts: Facts, idea: Idea, what: str) -> Number | None:
    name = f"improve.{idea.stem}.{what}"
    return facts.number(name) if idea.stem and facts.known(name) else None


@cache
def lead_weeks(stem: str) -> float:
    """Weeks from asking to having, as the kit's checklist counts them. [weeks]"""
    name = f"improve.{stem}.weeks"
    table = read_toml(DATA / "kit" / "lead_times.toml")[name]
    sources = frozenset(load_sources())
    return parse_number(name, table, file="kit/lead_times.toml", sources=sources).amount


def _order(each: Improvement) -> tuple[bool, float, float, float]:
    gain = each.change.any_match.central if each.change else 0.0
    target = each.change.in_target.central if each.change else 0.0
    return not each.possible, -each.per_1000_usd, -gain, -target


def _notes(judge: Judge, late: bool) -> Iterator[str]:
    if late:
        day = judge.grounds.season.deadline("eras.submit_from").day
        yield (
            f"Applications of this season went out from {day:%d %B %Y}: what is not in time for "
            "rank lists is measured for the next season, should you need one, against your file as "
            "it stands then, an unsuccessful Match included."
        )
    yield (
        "Ranges are those of the difference: the same drawn numbers with and without the change. "
        "Where a range reaches below zero the data do not say that the change helps."
    )
