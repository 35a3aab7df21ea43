"""The work behind the pages on what would help, on SOAP and on the long way, as values."""

import datetime as dt
from dataclasses import dataclass

from thirdfriday.errors import CaseError, InfeasiblePlanError, Problem
from thirdfriday.faces.case_file_vocabulary import vocabulary_from_catalogue
from thirdfriday.faces.soap_file import read_unfilled_text
from thirdfriday.faces.time_zone import time_zone
from thirdfriday.faces.web.plan_jobs import CaseSent, no_plan, understood_with
from thirdfriday.plan.improve import improvements_of
from thirdfriday.plan.improvement_nouns import Improvements
from thirdfriday.plan.long_way import LongWay
from thirdfriday.plan.long_way_build import build_long_way
from thirdfriday.plan.soap import SoapAnswer
from thirdfriday.plan.soap_build import build_soap


@dataclass(frozen=True, slots=True)
class Advised:
    """The answer of one of these pages, or everything that is wrong with what it was asked of."""

    made: Improvements | SoapAnswer | LongWay | None = None
    problems: tuple[Problem, ...] = ()


def improve_values(sent: CaseSent, on: dt.date) -> Advised:
    """What could still be changed, the best for its cost first."""
    case, own, problems = understood_with(sent)
    if case is None:
        return Advised(problems=problems)
    try:
        return Advised(improvements_of(case, today=on, known=own.known))
    except CaseError as error:
        return Advised(problems=error.problems)
    except InfeasiblePlanError as error:
        return Advised(problems=(no_plan(error),))


def soap_values(
    sent: CaseSent, unfilled: str, zone: str, offers: tuple[str, ...], offer_round: int
) -> Advised:
    """SOAP: who may take part, when, where to apply and what to accept."""
    case, own, problems = understood_with(sent)
    if case is None:
        return Advised(problems=problems)
    words = vocabulary_from_catalogue()
    try:
        place = time_zone(zone)
        rows = read_unfilled_text(unfilled, file="list") if unfilled.strip() else ()
        marked = tuple(row for row in rows if row.apply)
        made = build_soap(
            case,
            rows,
            zone=place,
            zone_name=str(place),
            own_list=marked or None,
            offers=tuple(words.program_id(word) or word for word in offers),
            offer_round=offer_round,
            known=own.known,
        )
    except CaseError as error:
        return Advised(problems=error.problems)
    return Advised(made)


def long_way_values(sent: CaseSent, years: int | None, state: str) -> Advised:
    """The chance of practising in the target, years after a match there or elsewhere."""
    case, own, problems = understood_with(sent)
    if case is None:
        return Advised(problems=problems)
    try:
        made = build_long_way(case, years=years, trained_in=state or None, known=own.known)
        return Advised(made)
    except CaseError as error:
        return Advised(problems=error.problems)
