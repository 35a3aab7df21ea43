"""How far search and certificate are driven: the settings of this room, read once."""

from dataclasses import dataclass
from functools import cache

from thirdfriday.facts.registry import load_facts


@dataclass(frozen=True, slots=True)
class Tuning:
    """Settings of the optimiser, from data/model/optimiser.toml."""

    passes: int
    tolerance: float
    floor_steps: int
    frontier_points: int
    gap_goal: float
    cutting_rounds: int


@cache
def tuning() -> Tuning:
    """The settings as recorded.

    Facts: optimiser.search.passes, optimiser.search.tolerance, optimiser.floor.steps,
    optimiser.frontier.points, optimiser.certificate.goal, optimiser.certificate.cutting_rounds
    """
    facts = load_facts()
    return Tuning(
        passes=int(facts.value("optimiser.search.passes")),
        tolerance=facts.value("optimiser.search.tolerance"),
        floor_steps=int(facts.value("optimiser.floor.steps")),
        frontier_points=int(facts.value("optimiser.frontier.points")),
        gap_goal=facts.value("optimiser.certificate.goal"),
        cutting_rounds=int(facts.value("optimiser.certificate.cutting_rounds")),
    )
