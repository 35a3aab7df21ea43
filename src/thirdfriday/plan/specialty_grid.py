"""Every specialty by region for one applicant: interviews and a match, there and anywhere."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from thirdfriday import __version__
from thirdfriday.domain.case import Case
from thirdfriday.domain.region import region_of
from thirdfriday.domain.wants import PreferenceLevel
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.intake.knowledge import NOTHING_KNOWN, Known
from thirdfriday.models.chances import GeographyAnswer
from thirdfriday.optimiser.board import best_list
from thirdfriday.optimiser.objective import Outcomes, outcomes
from thirdfriday.optimiser.problem import ChoiceProblem, without
from thirdfriday.plan.branch import Grounds, Openings, openings_of
from thirdfriday.plan.choosing import TIERS
from thirdfriday.plan.describe import TYPE_NAMES
from thirdfriday.plan.geography import under
from thirdfriday.plan.plan_sections import Standing
from thirdfriday.plan.prices import in_specialty
from thirdfriday.plan.standing import standing

SCHEMA = "thirdfriday-standing-1"
THREADS = 2
HALF = 0.5


@dataclass(frozen=True, slots=True)
class SpecialtyRow:
    """One specialty: open programs, and a quick list in the target alone and nationwide.

    `hard` marks a specialty and place that are both out of reach of most such files.
    """

    specialty: str
    name: str
    wanted: bool
    programs: int
    open: int
    open_in_target: int
    interviews_in_target: float
    chance_of_interview_in_target: float
    chance_of_match_in_target: float
    interviews_nationwide: float
    chance_of_interview_nationwide: float
    chance_of_match_nationwide: float
    applications: int
    hard: bool


@dataclass(frozen=True, slots=True)
class StandingPage:
    """Where the applicant stands, and the grid of specialties, the likeliest first."""

    schema: str
    version: str
    season: int
    title: str
    applicant_type: str
    target: str
    standing: Standing
    specialty_grid: tuple[SpecialtyRow, ...]
    words: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The page as plain JSON values."""
        document: dict[str, Any] = asdict(self)
        return document


def standing_page(
    case: Case, *, without_packs: frozenset[str] = frozenset(), known: Known = NOTHING_KNOWN
) -> StandingPage:
    """The standing of a case in every specialty that has programs open to it.

    Facts: standing.applications, standing.hard_in_target
    Method: docs/models/standing.md
    """
    grounds = Grounds.of(case.season, without_packs, known)
    keys = list(grounds.catalogue.specialties)
    with ThreadPoolExecutor(THREADS) as pool:
        found = list(pool.map(lambda key: _row(case, key, grounds), keys))
    rows = sorted((row for row in found if row), key=lambda row: -row.chance_of_match_nationwide)
    wanted = case.wants.specialties
    target = region_of(case.wants.target).name
    page = standing(case, grounds.facts, grounds.catalogue, [r.specialty for r in rows])
    return StandingPage(
        schema=SCHEMA,
        version=__version__,
        season=case.season,
        title=case.name or TYPE_NAMES[case.applicant.type],
        applicant_type=str(case.applicant.type),
        target=target,
        standing=page,
        specialty_grid=tuple(rows),
        words=tuple(_words([row for row in rows if row.specialty in wanted], target)),
    )


def _row(case: Case, specialty: str, grounds: Grounds) -> SpecialtyRow | None:
    soft = replace(in_specialty(case.wants, specialty), level=PreferenceLevel.IDEAL)
    count = case.limits.applications or round(grounds.facts.value("standing.applications"))
    limits = replace(case.limits, applications=count, budget_usd=None, tiers=())
    try:
        openings = openings_of(replace(case, wants=soft, limits=limits), grounds)
    except InfeasiblePlanError:
        return None
    anywhere, there = _quick_lists(openings, grounds)
    hard = grounds.facts.value("standing.hard_in_target")
    return SpecialtyRow(
        specialty=specialty,
        name=grounds.catalogue.specialties[specialty].name,
        wanted=specialty in case.wants.specialties,
        programs=len(openings.scope.open) + len(openings.scope.refused),
        open=len(openings.scope.open),
        open_in_target=int(openings.problem.target.sum()),
        interviews_in_target=there.expected_interviews,
        chance_of_interview_in_target=1.0 - there.chance_of_no_interview,
        chance_of_match_in_target=there.chance_of_match,
        interviews_nationwide=anywhere.expected_interviews,
        chance_of_interview_nationwide=1.0 - anywhere.chance_of_no_interview,
        chance_of_match_nationwide=anywhere.chance_of_match,
        applications=anywhere.applications,
        hard=there.chance_of_match < hard,
    )


def _quick_lists(openings: Openings, grounds: Grounds) -> tuple[Outcomes, Outcomes]:
    """A greedy list for a match nationwide, and one in the target under its own divisions."""
    problem = without(openings.problem, utility=np.ones(openings.problem.programs))
    most = round(grounds.facts.value("geography.divisions_maximum"))
    inside = openings.problem.target
    divisions = sorted(
        {
            program.division
            for program, here in zip(openings.scope.open, inside, strict=True)
            if here and program.division
        }
    )
    own = problem
    if 0 < len(divisions) <= most:
        own = under(problem, openings.chances, GeographyAnswer(tuple(divisions)))
    return _greedy(problem), _greedy(_only_target(own))


def _greedy(problem: ChoiceProblem) -> Outcomes:
    return outcomes(problem, best_list(problem, passes=0))


def _only_target(problem: ChoiceProblem) -> ChoiceProblem:
    """The choice with nothing but the first tier."""
    none = np.zeros(len(TIERS), np.int64)
    most = none.copy()
    most[0] = problem.programs
    return without(problem, group_minimum=none, group_maximum=most)


def _words(rows: list[SpecialtyRow], target: str) -> Iterator[str]:
    for row in rows:
        told = (
            f"{row.name}: about {100 * row.chance_of_match_in_target:.0f} in 100 to match in "
            f"{target} alone, {100 * row.chance_of_match_nationwide:.0f} in 100 nationwide"
        )
        if row.hard and row.chance_of_match_nationwide < HALF:
            told += "; a hard field in a hard place: see the other rows before you choose both"
        elif row.hard:
            told += "; the place, more than the field, is what is hard"
        yield f"{told}."
    yield (
        "Other rows take your file as it is: a field you have no letters or rotations in is "
        "likelier to say no than shown, and its applicants chose it earlier than you."
    )
