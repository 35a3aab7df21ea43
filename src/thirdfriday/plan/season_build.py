"""Builds the season's answer: log, list, forecast, changes, actions. The flow on one page."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from thirdfriday import __version__
from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.known_policy import KnownPolicy
from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.domain.season import Season, season_from_facts
from thirdfriday.domain.season_event import SeasonEvent, histories, known_by
from thirdfriday.errors import CaseError, Problem
from thirdfriday.facts.data_hash import data_hash
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.intake.knowledge import NOTHING_KNOWN, Known, with_knowledge
from thirdfriday.models.chances import ApplicantChances, GeographyAnswer
from thirdfriday.models.release import MONTHS, joint_curve, release_curve
from thirdfriday.plan.choosing import (
    PERCENT,
    choose,
    fee_table,
    interview_capacity,
    price_of_point,
    problem_of,
)
from thirdfriday.plan.describe import case_summary, headline_of, numbers_used, tables_used
from thirdfriday.plan.geography import Answered, choose_geography
from thirdfriday.plan.notes import assumptions, sources
from thirdfriday.plan.scope import Scope
from thirdfriday.plan.season_actions import decide
from thirdfriday.plan.season_changes import changes_of
from thirdfriday.plan.season_forecast import forecast
from thirdfriday.plan.season_list import Curve, SeasonList, season_list
from thirdfriday.plan.season_more import Purse
from thirdfriday.plan.season_plan import SCHEMA, LogSummary, SeasonPlan
from thirdfriday.plan.season_ranges import season_ranges
from thirdfriday.plan.season_sent import sent_list
from thirdfriday.plan.season_view import (
    pace_of,
    programs_elsewhere,
    programs_of,
    quality_of,
    season_notes,
    timing_of,
)
from thirdfriday.plan.situation import situation_of

CASES_KEPT = 4  # cases whose situation is kept in memory
USED = (
    "season.timing.shift", "season.timing.days_before_october", "season.timing.days_to_last",
    "season.rejections.share",
    "season.waitlist.later", "season.letter.odds_ratio", "season.answer_days",
)  # fmt: skip


def season_days(season: Season) -> tuple[dt.date, dt.date]:
    """The first and the last day of a season: from when ERAS opens to when it ends."""
    return season.deadline("eras.opens").day, season.deadline("eras.ends").day


def check_day(season: Season, day: dt.date) -> None:
    """Nothing, when the day lies in the season.

    Raises:
        CaseError: it does not; says when the season begins and ends.
    """
    first, last = season_days(season)
    if not first <= day <= last:
        message = f"{day.isoformat()} is outside the season of the Match of March {season.year}"
        expected = f"a day from {first.isoformat()} to {last.isoformat()}; give it with --on"
        raise CaseError([Problem(message, expected=expected)])


def build_season(
    case: Case,
    events: Sequence[SeasonEvent],
    *,
    on: dt.date,
    own_list: Sequence[ListedProgram] | None = None,
    matched_by_name: tuple[dict[str, Any], ...] = (),
    seed: int | None = None,
    without: frozenset[str] = frozenset(),
    known: Known = NOTHING_KNOWN,
) -> SeasonPlan:
    """The forecast and the decisions of a season on a day, given its log.

    The list is the programs of the log where it says what was sent or signalled; else `own_list`,
    or without one the list of the plan, together with the programs of the log.

    Args:
        case: the applicant, what they want and can spend.
        events: the log; what is later than `on` is left aside.
        on: the day.
        own_list: the list that was sent, where the log does not say.
        matched_by_name: rows of the log that were matched by name, for the record.
        seed: seed of the ranges; the packaged one by default.
        without: data packs to leave out.
        known: what pages and the user say of programs, ahead of the tables.

    Raises:
        CaseError: the day is outside the season.
        InfeasiblePlanError: the limits leave nothing to choose.

    Method: docs/models/season.md
    """
    facts = load_facts(case.season, without=without)
    seed = round(facts.value("range.seed")) if seed is None else seed
    season = season_from_facts(facts)
    check_day(season, on)
    catalogue = with_knowledge(load_catalogue(without), known)
    scope, planned, best = _before_season(case, without, tuple(sorted(known.items())))
    so_far = known_by(events, on)
    sent = sent_list(
        histories(so_far),
        so_far,
        own_list,
        planned,
        lambda: choose(best.problem, case, facts, start=best.selection).selection,
    )
    made_list = season_list(case, scope, sent.histories, catalogue=catalogue, facts=facts)
    curve = _curve(made_list, facts)
    made = forecast(
        made_list, best.answer, curve, day=on, days=interview_capacity(case, facts), facts=facts
    )
    now, before = season_ranges(made, best.answer, facts=facts, seed=seed)
    purse = _purse(case, made_list, season, facts)
    decisions = decide(made, purse, season=season, facts=facts)
    used = (*numbers_used(case, made_list.chances, facts), *_timing_names(facts, made_list), *USED)
    elsewhere = tuple(programs_elsewhere(sent.histories, made_list, catalogue))
    headline_now, headline_before = (
        headline_of(ranges, cost_usd=purse.spent, count=len(made_list.index))
        for ranges in (now, before)
    )
    return SeasonPlan(
        schema=SCHEMA,
        version=__version__,
        season=case.season,
        on=on.isoformat(),
        seed=seed,
        data_hash=data_hash(),
        case=case_summary(case, scope, catalogue),
        headline=headline_now,
        headline_before=headline_before,
        changes=changes_of(made, facts),
        programs=(
            *programs_of(made, now, before, decisions.worth_of_interview),
            *elsewhere,
        ),
        actions=decisions.actions,
        timing=timing_of(made, facts),
        quality=quality_of(made, facts),
        log=LogSummary(
            entries=len(so_far),
            after_the_day=len(events) - len(so_far),
            counts=dict(sorted(Counter(str(h.status) for h in sent.histories.values()).items())),
            matched_by_name=matched_by_name,
            list_from=sent.told,
        ),
        assumptions=assumptions(case, facts, used),
        notes=season_notes(made, so_far, sent, elsewhere=elsewhere, facts=facts),
        sources=sources(facts, used, tables_used(without)),
        pace=pace_of(made, facts),
    )


@lru_cache(maxsize=CASES_KEPT)
def _before_season(
    case: Case, without: frozenset[str], known: tuple[tuple[str, tuple[KnownPolicy, ...]], ...]
) -> tuple[Scope, ApplicantChances, Answered]:
    """What a case is open to, its chances there, and the plan's answer on geography.

    Kept for the cases last asked about: a log changes day by day, the case seldom.
    """
    facts = load_facts(case.season, without=without)
    catalogue = with_knowledge(load_catalogue(without), dict(known))
    scope, chances = situation_of(case, catalogue, facts)
    start = problem_of(
        case, scope, chances, GeographyAnswer(), season=season_from_facts(facts), facts=facts,
        service=catalogue.specialties[scope.specialty].service,
    )  # fmt: skip
    return scope, chances, choose_geography(start, case, scope, chances, facts)[0]


def _curve(listed: SeasonList, facts: Facts) -> Curve:
    """How fast the specialties of a list invite."""
    services = {program.specialty: program.service for program in listed.chances.programs}
    return joint_curve(
        {name: release_curve(facts, name, service) for name, service in services.items()},
        {program.program_id: program.specialty for program in listed.chances.programs},
        [program.program_id for program in listed.programs],
    )


def _purse(case: Case, listed: SeasonList, season: Season, facts: Facts) -> Purse:
    """What further applications cost; without a price of the case's own, the assumed one."""
    price = price_of_point(case, facts)
    if not math.isfinite(price):
        price = facts.value("plan.price_of_point")
    services = {program.specialty: program.service for program in listed.chances.programs}
    purse = Purse(
        fees={
            name: tuple(fee_table(season, service, len(listed.worth)))
            for name, service in services.items()
        },
        listed=Counter(program.specialty for program in listed.programs),
        budget_usd=math.inf,
        usd_per_value=PERCENT * price,
    )
    budget = case.limits.budget_usd
    return purse if budget is None else replace(purse, budget_usd=max(0.0, budget - purse.spent))


def _timing_names(facts: Facts, listed: SeasonList) -> tuple[str, ...]:
    stem = "season.invitations.by"
    specialties = dict.fromkeys(program.specialty for program in listed.chances.programs)
    common = (
        f"season.offer_day.{specialty}.{part}"
        for specialty in specialties
        for part in ("days", "share")
    )
    return (
        *(
            facts.first(f"{stem}.{month}.{specialty}", f"{stem}.{month}.default").name
            for specialty in specialties
            for month in MONTHS
        ),
        *(name for name in common if facts.known(name)),
    )
