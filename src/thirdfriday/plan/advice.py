"""The advice that a plan carries beside its list."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.plan.branch import Branch, Grounds
from thirdfriday.plan.feasibility import feasibility
from thirdfriday.plan.levels import levels
from thirdfriday.plan.mistakes import Evidence, mistakes
from thirdfriday.plan.plan import FurtherApplication
from thirdfriday.plan.plan_sections import (
    Feasibility,
    LevelPlan,
    Mistake,
    PolicyScenario,
    Standing,
)
from thirdfriday.plan.ranges import ListRanges
from thirdfriday.plan.scenarios import scenarios
from thirdfriday.plan.solved_once import Solve
from thirdfriday.plan.standing import standing


@dataclass(frozen=True, slots=True)
class Advice:
    """The sections of a plan that this room's advisers fill."""

    levels: tuple[LevelPlan, ...]
    feasibility: tuple[Feasibility, ...]
    mistakes: tuple[Mistake, ...]
    standing: Standing
    scenarios: tuple[PolicyScenario, ...]

    @property
    def sections(self) -> dict[str, Any]:
        """The sections by the names that the plan gives them."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


def advise(
    here: Branch,
    grounds: Grounds,
    further: Sequence[FurtherApplication],
    own_list: Sequence[ListedProgram] | None,
    *,
    ranges: ListRanges,
    seed: int,
    solve: Solve,
    thorough: bool = True,
) -> Advice:
    """The sections beside the list of a plan; `further` is the curve of applications.

    `ranges` are those of the plan's list and `seed` theirs; `solve` gives the best list of a
    changed case. Without `thorough` scenarios are left out, and levels but for a "must" given up.
    """
    case, facts = here.case, grounds.facts
    at_levels = levels(case, here, grounds, solve, thorough=thorough)
    return Advice(
        levels=at_levels,
        feasibility=feasibility(case, here.scope, facts),
        mistakes=mistakes(
            Evidence(here, grounds, at_levels, further, ranges.surest, seed), own_list
        ),
        standing=standing(case, facts, grounds.catalogue, case.wants.specialties),
        scenarios=scenarios(here, grounds) if thorough else (),
    )
