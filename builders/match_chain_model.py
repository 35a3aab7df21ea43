"""Matches of a population in which admission has one level per type and specialty."""

from dataclasses import dataclass

import numpy as np

from builders.chain_population import (
    PERFORMANCE_POINTS,
    QUALITY_POINTS,
    Array,
    Level,
    Parameters,
    Population,
    Practice,
    Specialty,
    applied_shares,
    matched_lists,
    normal_nodes,
    simulated,
    solved_level,
)
from thirdfriday.models.match import MatchChain, chances_of_admission

ENDS = (-12.0, 12.0)


@dataclass(frozen=True, slots=True)
class LevelPractice(Practice):
    """Settings of the population, with the effect of unfilled places."""

    unfilled_slope: float


def simulate(data: list[Specialty], given: Parameters, practice: LevelPractice) -> Population:
    """Moments of everyone with at least one interview, over the specialties by weight."""

    def level_of(place: int, active: Array, given: Parameters) -> Level:
        specialty = data[place]
        shares = applied_shares(specialty, given, given.applications)
        unfilled = float(np.average(specialty.unfilled, weights=shares))

        def matched(level: float) -> Array:
            return matched_lists(admission(level, unfilled, given, practice), active, practice)

        return solved_level(specialty, given, matched, ENDS)

    return simulated(data, given, practice, level_of)


def admission(level: float, unfilled: float, given: Parameters, practice: LevelPractice) -> Array:
    """Chance of admission at one interview, by quality and performance. [quality, performance]"""
    quality, _ = normal_nodes(QUALITY_POINTS)
    chain = MatchChain(
        kind="",
        specialty="",
        level=level,
        quality_slope=given.quality_slope,
        performance_spread=given.performance_spread,
        quality_spread=given.quality_spread,
        unfilled_slope=practice.unfilled_slope,
    )
    return chances_of_admission(
        chain,
        np.array([unfilled]),
        quality=np.repeat(given.quality_spread * quality, PERFORMANCE_POINTS),
        performance=given.performance,
    ).reshape(QUALITY_POINTS, PERFORMANCE_POINTS)
