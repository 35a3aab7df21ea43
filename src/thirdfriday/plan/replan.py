"""A plan gone on from: a case held in memory, and the list for each change of it at once."""

from dataclasses import dataclass, replace

from thirdfriday.domain.case import Case
from thirdfriday.intake.knowledge import NOTHING_KNOWN, Known
from thirdfriday.plan.branch import (
    Branch,
    Grounds,
    Listed,
    Openings,
    best_geography,
    chosen_anew,
    openings_of,
)
from thirdfriday.plan.choosing import problem_of


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """A case with its chances and list, ready to be changed. Nothing is shared between two."""

    grounds: Grounds
    openings: Openings
    branch: Branch


def held(
    case: Case, *, without_packs: frozenset[str] = frozenset(), known: Known = NOTHING_KNOWN
) -> Held:
    """The case worked out once: programs, chances, geography answer and list.

    `known` is what pages and the user say of programs, ahead of the tables.

    Raises:
        InfeasiblePlanError: the limits leave nothing to choose.
    """
    grounds = Grounds.of(case.season, without_packs, known)
    openings = best_geography(openings_of(case, grounds), grounds.facts)
    return Held(grounds, openings, chosen_anew(openings, grounds.facts))


def replanned(before: Held, case: Case) -> Held:
    """The list for a changed case, gone on from the one before.

    Changed limits (money, applications, days, price of a point) keep the programs and chances;
    anything else looks at the programs anew, and another target or another specialty also at the
    geography answer.
    Method: docs/models/choices.md, "Search"

    Raises:
        InfeasiblePlanError: the changed limits leave nothing to choose.
    """
    openings = _openings(before, case)
    starts: tuple[Listed | None, ...] = (before.branch.listed,)
    if openings.scope is not before.openings.scope:
        starts = (before.branch.listed, None)
    found = chosen_anew(openings, before.grounds.facts, starts=starts)
    return Held(before.grounds, openings, found)


def _openings(before: Held, case: Case) -> Openings:
    here, grounds = before.openings, before.grounds
    if (case.applicant, case.wants) != (here.case.applicant, here.case.wants):
        same = (case.wants.target, case.wants.specialties, case.wants.next_areas)
        found = openings_of(case, grounds, answer=here.answer)
        wants = here.case.wants
        if same == (wants.target, wants.specialties, wants.next_areas):
            return found
        return best_geography(found, grounds.facts)
    problem = problem_of(
        case, here.scope, here.chances, here.answer,
        season=grounds.season, facts=grounds.facts, service=grounds.service(here.scope.specialty),
    )  # fmt: skip
    return replace(here, case=case, problem=problem)
