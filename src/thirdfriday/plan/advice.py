"""The advice that a plan carries beside its list."""

from dataclasses import dataclass

from thirdfriday.plan.branch import Branch, Grounds
from thirdfriday.plan.levels import levels
from thirdfriday.plan.plan_sections import LevelPlan


@dataclass(frozen=True, slots=True)
class Advice:
    """The sections of a plan that this room's advisers fill."""

    levels: tuple[LevelPlan, ...]


def advise(here: Branch, grounds: Grounds) -> Advice:
    """The sections beside the list of a plan."""
    return Advice(levels=levels(here.case, here, grounds))
