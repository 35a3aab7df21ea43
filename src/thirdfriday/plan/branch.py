"""A branch: what the plan would be for a changed case, chosen anew; or a given list, judged."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue, load_catalogue
from thirdfriday.domain.season import Season, season_from_facts
from thirdfriday.domain.wants import PreferenceLevel
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.intake.knowledge import NOTHING_KNOWN, Known, with_knowledge
from thirdfriday.models.chances import ApplicantChances, GeographyAnswer, applicant_chances
from thirdfriday.optimiser.match_floor import list_with_floor
from thirdfriday.optimiser.objective import Outcomes, outcomes
from thirdfriday.optimiser.problem import ChoiceProblem, Selection, without
from thirdfriday.plan.choosing import choose, problem_of
from thirdfriday.plan.geography import quick_geography, under
from thirdfriday.plan.scope import Scope, scope_of
from thirdfriday.plan.situation import situation_of

Listed = Mapping[str, int]
"""A list by program id, each with the signal tier it gets (0: none)."""


@dataclass(frozen=True, slots=True, eq=False)
class Grounds:
    """What all branches of one case stand on; `service` is that of the first specialty."""

    facts: Facts
    catalogue: Catalogue
    season: Season

    @classmethod
    def of(
        cls,
        season: int,
        without_packs: frozenset[str] = frozenset(),
        known: Known = NOTHING_KNOWN,
    ) -> "Grounds":
        """The grounds of a season; `known` is what pages and the user say of programs."""
        facts = load_facts(season, without=without_packs)
        catalogue = with_knowledge(load_catalogue(without_packs), known)
        return cls(facts, catalogue, season_from_facts(facts))

    def service(self, specialty: str) -> str:
        """The application service of a specialty."""
        return self.catalogue.specialties[specialty].service


@dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """One case with its chances, a list and what the list is expected to bring."""

    case: Case
    specialty: str
    scope: Scope
    chances: ApplicantChances
    problem: ChoiceProblem
    selection: Selection
    answer: GeographyAnswer
    outcomes: Outcomes

    @property
    def listed(self) -> dict[str, int]:
        """The list by program id, with the signal tier of each."""
        pairs = zip(self.scope.open, self.selection, strict=True)
        return {program.program_id: int(tier) for program, tier in pairs if tier >= 0}


@dataclass(frozen=True, slots=True, eq=False)
class Openings:
    """The open programs of a case with their chances, and the choice they pose."""

    case: Case
    specialty: str
    scope: Scope
    chances: ApplicantChances
    problem: ChoiceProblem
    answer: GeographyAnswer

    def selection(self, listed: Listed) -> Selection:
        """A list among the open programs; those that are not open here fall away."""
        tiers = [listed.get(program.program_id, -1) for program in self.scope.open]
        most = self.problem.tiers - 1
        return np.minimum(np.array(tiers, dtype=np.int8), most).astype(np.int8)

    def branch(self, selection: Selection) -> Branch:
        """The same with a list chosen."""
        return Branch(
            self.case, self.specialty, self.scope, self.chances, self.problem,
            selection, self.answer, outcomes(self.problem, selection),
        )  # fmt: skip


def openings_of(
    case: Case,
    grounds: Grounds,
    *,
    specialty: str | None = None,
    answer: GeographyAnswer | None = None,
    service: str | None = None,
) -> Openings:
    """What a case may choose from; `service` prices the applications of another service.

    Raises:
        InfeasiblePlanError: no program is left.
    """
    given = answer or GeographyAnswer()
    if specialty is None:
        scope, chances = situation_of(case, grounds.catalogue, grounds.facts)
    else:
        scope = scope_of(case, specialty, grounds.catalogue, grounds.facts)
        chances = applicant_chances(case, specialty, scope.open, scope.rules, grounds.facts)
    key = scope.specialty
    problem = problem_of(
        case, scope, chances, given, season=grounds.season, facts=grounds.facts,
        service=service or grounds.service(key),
    )  # fmt: skip
    return Openings(case, key, scope, chances, problem, given)


def chosen_anew(
    openings: Openings,
    facts: Facts,
    *,
    starts: Sequence[Listed | None] = (None,),
    floor: float = 0.0,
) -> Branch:
    """The best list found from the given beginnings (None: from nothing).

    With a `floor`, a list that gives less chance of a match is passed over where another does
    not: so that what only adds is never shown to take away.
    """
    found = []
    for start in starts:
        first = None if start is None else openings.selection(start)
        found.append(
            choose(openings.problem, openings.case, facts, start=first, quick=True).selection
        )
    branches = [openings.branch(selection) for selection in found]
    best = max(branches, key=lambda each: each.outcomes.value)
    if best.outcomes.chance_of_match >= floor:
        return best
    branches += [openings.branch(openings.selection(start)) for start in starts if start]
    with suppress(InfeasiblePlanError):
        held = list_with_floor(openings.problem, floor, start=found[0], passes=0)
        branches.append(openings.branch(held))
    held_up = [each for each in branches if each.outcomes.chance_of_match >= floor]
    if held_up:
        return max(held_up, key=lambda each: each.outcomes.value)
    return max(branches, key=lambda each: each.outcomes.chance_of_match)


def best_geography(openings: Openings, facts: Facts) -> Openings:
    """The same under the geography answer that is best for it."""
    case, scope, chances = openings.case, openings.scope, openings.chances
    open_to_all = under(openings.problem, chances, GeographyAnswer())
    best = quick_geography(open_to_all, case, scope, chances, facts)
    return replace(openings, answer=best.answer, problem=best.problem)


def judged(openings: Openings, listed: Listed) -> Branch:
    """A given list under the chances of a case, whatever the limits."""
    free = without(openings.problem, budget_usd=np.inf, max_applications=len(openings.scope.open))
    return replace(openings, problem=free).branch(openings.selection(listed))


def replanned(case: Case, here: Branch, grounds: Grounds, *, floor: float = 0.0) -> Branch:
    """The best list of a changed case under the plan's geography answer, from its list on.

    In one specialty also from nothing; over several that takes too long for what it finds.

    Raises:
        InfeasiblePlanError: nothing is open.
    """
    openings = openings_of(case, grounds, answer=here.answer)
    single = len(openings.scope.specialties) == 1
    starts: tuple[Listed | None, ...] = (here.listed, None) if single else (here.listed,)
    return chosen_anew(openings, grounds.facts, starts=starts, floor=floor)


def branch_without(here: Branch, grounds: Grounds, case: Case) -> Branch:
    """The best list of a case with a constraint less, under the plan's own geography answer.

    Where a "must" is given up that answer is chosen anew, since it spoke of the target alone. The
    search goes on from the plan's list, and where programs or values change also begins anew.
    """
    openings = openings_of(case, grounds, answer=here.answer)
    narrow = here.case.wants.level is PreferenceLevel.MUST
    if narrow and case.wants.level is not PreferenceLevel.MUST:
        openings = best_geography(openings, grounds.facts)
    anew = case.wants != here.case.wants or case.applicant != here.case.applicant
    starts: tuple[Listed | None, ...] = (here.listed, None) if anew else (here.listed,)
    return chosen_anew(openings, grounds.facts, starts=starts, floor=_floor_for(case, here))


def _floor_for(case: Case, here: Branch) -> float:
    """Less constraint in the same specialty never lowers the chance of a match."""
    same = case.wants.specialties[0] == here.specialty
    return here.outcomes.chance_of_match if same else 0.0
