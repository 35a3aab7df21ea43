"""The work behind the rank page and its API: a rank order list judged, as values."""

import json
from dataclasses import dataclass

from thirdfriday.errors import CaseError, InfeasiblePlanError, Problem
from thirdfriday.faces.case_file_vocabulary import vocabulary_from_catalogue
from thirdfriday.faces.list_file import read_list_text
from thirdfriday.faces.rank_file import rank_list_from_text, read_changes
from thirdfriday.faces.web.api_jobs import Answered
from thirdfriday.faces.web.plan_jobs import CaseSent, no_plan, understood_with
from thirdfriday.plan.rank_order import RankAnswer
from thirdfriday.plan.rank_order_build import build_rank_order


@dataclass(frozen=True, slots=True)
class RankedAnswer:
    """A list judged, or everything that is wrong with it."""

    answer: RankAnswer | None = None
    problems: tuple[Problem, ...] = ()


def rank_values(
    sent: CaseSent, ranked: str, applied: str, changes: tuple[str, ...], seed: int | None
) -> RankedAnswer:
    """The answer about a rank order list given as CSV text."""
    case, own, problems = understood_with(sent)
    if case is None:
        return RankedAnswer(problems=problems)
    try:
        listed = rank_list_from_text(ranked, file="list", specialties=case.wants.specialties)
        learnt = read_changes(changes, listed)
        ids: tuple[str, ...] = ()
        if applied.strip():
            words = vocabulary_from_catalogue()
            ids = tuple(
                one.program_id for one in read_list_text(applied, file="applied", vocabulary=words)
            )
        made = build_rank_order(
            case, listed, applied=ids, changes=learnt, seed=seed, known=own.known
        )
    except CaseError as error:
        return RankedAnswer(problems=error.problems)
    except InfeasiblePlanError as error:
        return RankedAnswer(problems=(no_plan(error),))
    return RankedAnswer(made)


def rank_document(
    sent: CaseSent, ranked: str, applied: str, changes: tuple[str, ...], seed: int | None
) -> Answered:
    """The document of `thirdfriday rank --json`."""
    found = rank_values(sent, ranked, applied, changes, seed)
    if found.answer is None:
        return Answered(problems=found.problems)
    return Answered(json.dumps(found.answer.to_json(), ensure_ascii=False, allow_nan=False))
