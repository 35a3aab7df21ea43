"""How far search and certificate are driven: the settings of this room, read once."""

from dataclasses import dataclass
from functools import cache

from thirdfriday.facts.registry import load_facts


@dataclass(frozen=True, slots=True)
class CapacityTuning:
    """Settings of the bound under a binding interview capacity."""

    gap_goal: float
    cut_within: float
    rounds: int
    soak_rounds: int
    momentum: float
    aim: float
    step: float
    exposure: float
    grid_points: int
    grid_power: float
    worth_relaxing: float
    prefer_relaxed: float
    enough_worse: int


@dataclass(frozen=True, slots=True)
class CuttingTuning:
    """Settings of the cutting planes of the bound without an interview capacity."""

    rounds: int
    idle_rounds: int
    settled: float


@dataclass(frozen=True, slots=True)
class CoupleTuning:
    """Settings of a couple's lists and of the bound on their worth."""

    batch: int
    exchanged: int
    rounds: int
    levels: int


@dataclass(frozen=True, slots=True)
class Tuning:
    """Settings of the optimiser, from data/model/optimiser.toml."""

    exact_programs: int
    passes: int
    heirs_budget: int
    tolerance: float
    floor_steps: int
    floor_lists: int
    frontier_points: int
    curve_beyond: int
    gap_goal: float
    couple: CoupleTuning
    cutting: CuttingTuning
    capacity: CapacityTuning


@cache
def tuning() -> Tuning:
    """The settings as recorded.

    Facts: optimiser.exact.programs, optimiser.search.passes, optimiser.search.heirs_budget,
    optimiser.search.tolerance,
    optimiser.floor.steps, optimiser.floor.lists, optimiser.frontier.points, optimiser.curve.beyond,
    optimiser.couple.batch, optimiser.couple.exchanged, optimiser.couple.rounds,
    optimiser.couple.levels, optimiser.certificate.goal,
    optimiser.certificate.cutting_rounds, optimiser.certificate.idle_rounds,
    optimiser.certificate.settled
    """
    facts = load_facts()
    return Tuning(
        exact_programs=int(facts.value("optimiser.exact.programs")),
        passes=int(facts.value("optimiser.search.passes")),
        heirs_budget=int(facts.value("optimiser.search.heirs_budget")),
        tolerance=facts.value("optimiser.search.tolerance"),
        floor_steps=int(facts.value("optimiser.floor.steps")),
        floor_lists=int(facts.value("optimiser.floor.lists")),
        frontier_points=int(facts.value("optimiser.frontier.points")),
        curve_beyond=int(facts.value("optimiser.curve.beyond")),
        gap_goal=facts.value("optimiser.certificate.goal"),
        couple=CoupleTuning(
            batch=int(facts.value("optimiser.couple.batch")),
            exchanged=int(facts.value("optimiser.couple.exchanged")),
            rounds=int(facts.value("optimiser.couple.rounds")),
            levels=int(facts.value("optimiser.couple.levels")),
        ),
        cutting=CuttingTuning(
            rounds=int(facts.value("optimiser.certificate.cutting_rounds")),
            idle_rounds=int(facts.value("optimiser.certificate.idle_rounds")),
            settled=facts.value("optimiser.certificate.settled"),
        ),
        capacity=_capacity_tuning(),
    )


def _capacity_tuning() -> CapacityTuning:
    """The settings of the bound under a binding capacity.

    Facts: optimiser.capacity.goal, optimiser.capacity.cut_within,
    optimiser.capacity.rounds, optimiser.capacity.soak_rounds,
    optimiser.capacity.momentum, optimiser.capacity.aim, optimiser.capacity.step,
    optimiser.capacity.exposure,
    optimiser.capacity.grid_points, optimiser.capacity.grid_power,
    optimiser.capacity.worth_relaxing, optimiser.capacity.prefer_relaxed,
    optimiser.capacity.enough_worse
    """
    facts = load_facts()
    return CapacityTuning(
        gap_goal=facts.value("optimiser.capacity.goal"),
        cut_within=facts.value("optimiser.capacity.cut_within"),
        rounds=int(facts.value("optimiser.capacity.rounds")),
        soak_rounds=int(facts.value("optimiser.capacity.soak_rounds")),
        momentum=facts.value("optimiser.capacity.momentum"),
        aim=facts.value("optimiser.capacity.aim"),
        step=facts.value("optimiser.capacity.step"),
        exposure=facts.value("optimiser.capacity.exposure"),
        grid_points=int(facts.value("optimiser.capacity.grid_points")),
        grid_power=facts.value("optimiser.capacity.grid_power"),
        worth_relaxing=facts.value("optimiser.capacity.worth_relaxing"),
        prefer_relaxed=facts.value("optimiser.capacity.prefer_relaxed"),
        enough_worse=int(facts.value("optimiser.capacity.enough_worse")),
    )
