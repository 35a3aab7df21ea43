"""Builds the season's answer: log, list, forecast, changes, actions. The flow on one page."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from thirdfriday import __version__
from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.domain.season import Season, season_from_facts
from thirdfriday.domain.season_event import SeasonEvent, histories, known_by
from thirdfriday.errors import CaseError, Problem
from thirdfriday.facts.data_hash import data_hash
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.models.chances import applicant_chances
from thirdfriday.models.release import MONTHS, release_curve
from thirdfriday.plan.build import choose_all
from thirdfriday.plan.choosing import PERCENT, fee_table, interview_capacity, price_of_point
from thirdfriday.plan.describe import case_summary, numbers_used, tables_used
from thirdfriday.plan.notes import assumptions, sources
from thirdfriday.plan.plan import Headline
from thirdfriday.plan.scope import scope_of
from thirdfriday.plan.season_actions import decide
from thirdfriday.plan.season_changes import changes_of
from thirdfriday.plan.season_forecast import forecast
from thirdfriday.plan.season_list import season_list
from thirdfriday.plan.season_more import Purse
from thirdfriday.plan.season_plan import SCHEMA, LogSummary, SeasonPlan
from thirdfriday.plan.season_ranges import SeasonRanges, season_ranges
from thirdfriday.plan.season_sent import sent_list
from thirdfriday.plan.season_view import (
    pace_of,
    programs_elsewhere,
    programs_of,
    quality_of,
    season_notes,
    timing_of,
)

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

    Raises:
        CaseError: the day is outside the season.
        InfeasiblePlanError: the limits leave nothing to choose.

    Method: docs/models/season.md
    """
    facts = load_facts(case.season, without=without)
    seed = round(facts.value("range.seed")) if seed is None else seed
    season = season_from_facts(facts)
    check_day(season, on)
    catalogue = load_catalogue(without)
    specialty = case.wants.specialties[0]
    service = catalogue.specialties[specialty].service
    scope = scope_of(case, specialty, catalogue, facts)
    known = known_by(events, on)
    planned = applicant_chances(case, specialty, scope.open, scope.rules, facts)
    chosen, _ = choose_all(case, scope, planned, season=season, facts=facts, service=service)
    sent = sent_list(histories(known), known, own_list, planned, chosen)
    made_list = season_list(case, scope, sent.histories, catalogue=catalogue, facts=facts)
    curve = release_curve(facts, specialty, service)
    made = forecast(
        made_list, chosen.answer, curve, day=on, days=interview_capacity(case, facts), facts=facts
    )
    now, before = season_ranges(made, chosen.answer, facts=facts, seed=seed)
    fees = fee_table(season, service, len(made_list.worth))
    purse = _purse(case, fees, len(made_list.index), facts)
    decisions = decide(made, purse, season=season, facts=facts)
    used = (*numbers_used(case, made_list.chances, facts), *_timing_names(facts, specialty), *USED)
    headline_now, headline_before = (
        _headline(ranges, fees, len(made_list.index)) for ranges in (now, before)
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
            *programs_elsewhere(sent.histories, made_list, catalogue),
        ),
        actions=decisions.actions,
        timing=timing_of(made, facts),
        quality=quality_of(made, facts),
        log=LogSummary(
            entries=len(known),
            after_the_day=len(events) - len(known),
            counts=dict(sorted(Counter(str(h.status) for h in sent.histories.values()).items())),
            matched_by_name=matched_by_name,
            list_from=sent.told,
        ),
        assumptions=assumptions(case, facts, used),
        notes=season_notes(made, known, sent),
        sources=sources(facts, used, tables_used(without)),
        pace=pace_of(made, facts),
    )


def _purse(case: Case, fees: Sequence[float], listed: int, facts: Facts) -> Purse:
    """What further applications cost; without a price of the case's own, the assumed one."""
    price = price_of_point(case, facts)
    if not math.isfinite(price):
        price = facts.value("plan.price_of_point")
    budget = case.limits.budget_usd
    spent = fees[min(listed, len(fees) - 1)]
    return Purse(
        fees=tuple(fees),
        budget_usd=math.inf if budget is None else max(0.0, budget - spent),
        usd_per_value=PERCENT * price,
    )


def _timing_names(facts: Facts, specialty: str) -> tuple[str, ...]:
    stem = "season.invitations.by"
    return tuple(
        facts.first(f"{stem}.{month}.{specialty}", f"{stem}.{month}.default").name
        for month in MONTHS
    )


def _headline(ranges: SeasonRanges, fees: Sequence[float], count: int) -> Headline:
    return Headline(
        chance_of_match=ranges.chance_of_match,
        chance_of_match_in_target=ranges.chance_in_target,
        expected_interviews=ranges.expected_interviews,
        chance_of_no_interview=ranges.chance_of_no_interview,
        cost_usd=float(fees[min(count, len(fees) - 1)]),
        applications=count,
    )
