"""What a case may expect at given programs, whether its plan holds them or not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from thirdfriday.domain.case import Case
from thirdfriday.errors import InfeasiblePlanError, Problem
from thirdfriday.faces.web.own_words import OwnWords
from thirdfriday.faces.web.plan_jobs import CaseSent, no_plan, understood_with
from thirdfriday.faces.web.quick_plan import quick_plan
from thirdfriday.facts.registry import load_facts
from thirdfriday.plan.plan import PlannedApplication
from thirdfriday.plan.scope import joint_scope


@dataclass(frozen=True, slots=True)
class ProgramOutlook:
    """One program for one case: the planned application, or why there is none.

    `in_plan` tells a program of the plan from one put on the list to see its chance.
    """

    program_id: str
    application: PlannedApplication | None = None
    in_plan: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Outlooks:
    """Several programs for one case, or what is wrong with the case."""

    programs: tuple[ProgramOutlook, ...] = ()
    problems: tuple[Problem, ...] = ()


def outlooks(sent: CaseSent, program_ids: tuple[str, ...]) -> Outlooks:
    """What a case may expect at each program.

    A program outside the plan is put on the list as a required one, so that its chance is worked
    out by the same arithmetic.
    """
    case, own, problems = understood_with(sent)
    if case is None:
        return Outlooks(problems=problems)
    try:
        planned = {c.program.id: c for c in quick_plan(case, own=own).choices}
        closed = _closed(case, program_ids, own)
        others = [i for i in program_ids if i not in planned and i not in closed]
        required = _required(case, others, own) if others else {}
    except InfeasiblePlanError as error:
        return Outlooks(problems=(no_plan(error),))
    return Outlooks(
        tuple(
            ProgramOutlook(i, planned[i], True)
            if i in planned
            else ProgramOutlook(i, required.get(i), False, closed.get(i, ""))
            for i in program_ids
        )
    )


def _required(case: Case, programs: Sequence[str], own: OwnWords) -> dict[str, PlannedApplication]:
    """The planned applications of programs that the case is made to hold."""
    wants = replace(case.wants, programs_required=tuple(programs))
    limits = replace(case.limits, budget_usd=None, tiers=())
    found = quick_plan(replace(case, wants=wants, limits=limits), own=own).choices
    return {c.program.id: c for c in found}


def _closed(case: Case, programs: Sequence[str], own: OwnWords) -> dict[str, str]:
    """Why each program that is not open to the case is not."""
    catalogue = own.catalogue()
    wanted = case.wants.specialties
    scope = joint_scope(case, catalogue, load_facts(case.season))
    opened = {program.program_id for program in scope.open}
    refused = {p.program_id: f"{rule.rule}: {rule.fact}" for p, rule in scope.refused}
    why = {}
    for each in programs:
        program = catalogue.by_id.get(each)
        if each in opened or program is None:
            continue
        if program.specialty not in wanted:
            names = " and ".join(catalogue.specialties[key].name for key in wanted)
            why[each] = (
                f"The case is for {names}; this program is "
                f"{catalogue.specialties[program.specialty].name}."
            )
        elif each in refused:
            why[each] = f"Not open to this applicant. {refused[each]}."
        else:
            why[each] = "Outside the target area, which the case calls a must."
    return why
