"""The work behind the season page and its API: the season of a case and a log, as values."""

import datetime as dt
import json
from dataclasses import dataclass

from thirdfriday.domain.season import season_from_facts
from thirdfriday.errors import CaseError, InfeasiblePlanError, Problem
from thirdfriday.faces.case_file_vocabulary import vocabulary_from_catalogue
from thirdfriday.faces.list_file import read_list_text
from thirdfriday.faces.season_log_file import LogFile, read_log
from thirdfriday.faces.web.api_jobs import Answered
from thirdfriday.faces.web.plan_jobs import CaseSent, no_plan, understood_with
from thirdfriday.facts.registry import load_facts
from thirdfriday.plan.season_build import build_season, check_day, season_days
from thirdfriday.plan.season_plan import SeasonPlan


@dataclass(frozen=True, slots=True)
class SeasonAnswer:
    """A season, or everything that is wrong with what it was asked of."""

    season: SeasonPlan | None = None
    problems: tuple[Problem, ...] = ()
    first_day: str = ""
    last_day: str = ""


def season_values(
    sent: CaseSent, log: str, on: dt.date, own_list: str | None, seed: int | None
) -> SeasonAnswer:
    """The season so far, from the case, the log and what the user knows of programs."""
    case, own, problems = understood_with(sent)
    if case is None:
        return SeasonAnswer(problems=problems)
    period = season_from_facts(load_facts(case.season))
    first, last = (day.isoformat() for day in season_days(period))
    specialties = case.wants.specialties
    try:
        check_day(period, on)
        found = LogFile()
        if log.strip():
            found = read_log(log.encode(), file="log", season=period, specialties=specialties)
        programs = None
        if own_list is not None:
            words = vocabulary_from_catalogue()
            programs = read_list_text(
                own_list, file="list", vocabulary=words, specialties=specialties
            )
        made = build_season(
            case,
            found.events,
            on=on,
            own_list=programs,
            matched_by_name=tuple(found.matched_by_name),
            seed=seed,
            known=own.known,
        )
    except CaseError as error:
        return SeasonAnswer(problems=error.problems, first_day=first, last_day=last)
    except InfeasiblePlanError as error:
        return SeasonAnswer(problems=(no_plan(error),), first_day=first, last_day=last)
    return SeasonAnswer(made, (), first, last)


def season_document(
    sent: CaseSent, log: str, on: dt.date, own_list: str | None, seed: int | None
) -> Answered:
    """The document of `thirdfriday season --json`."""
    answer = season_values(sent, log, on, own_list, seed)
    if answer.season is None:
        return Answered(problems=answer.problems)
    return Answered(json.dumps(answer.season.to_json(), ensure_ascii=False, allow_nan=False))
