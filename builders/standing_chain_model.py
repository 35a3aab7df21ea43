"""Matches of a population that is taken where it stands above each program's cutoff."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

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
    reference_of,
    simulated,
    solved_level,
)
from thirdfriday.models.cutoff_bank import GROUPS
from thirdfriday.models.cutoff_kernels import NO_TABLE, admission_grid
from thirdfriday.models.interview import Mixture

ENDS = (-6.0, 6.0)


@dataclass(frozen=True, slots=True)
class CutoffSpecialty(Specialty):
    """A specialty with the cutoffs of its programs.

    `brings` is the mixture of what brings an invitation only (signals, geography), `binds` of what
    a program sees when ranking too (state, rotation); `gap_points` [n, G] and `gap_spread` [n] the
    cutoffs as the bank has them, `gap_mean` [n] their means, `centre` that of the specialty.
    """

    brings: Mixture
    binds: Mixture
    gap_points: Array
    gap_spread: Array
    gap_mean: Array
    centre: float

    def at_weight(self, weight: float) -> Array:
        """Groups of cutoffs where a program's own mean counts so much. [n, G]"""
        shift = (weight - 1.0) * (self.gap_mean - self.centre)
        points: Array = self.gap_points + shift[:, None]
        return points


@dataclass(frozen=True, slots=True)
class CutoffPractice(Practice):
    """Settings of the population: the day, unfilled places, how much a program's own mean counts.

    `programs` is how many of a specialty stand for all when chances of admission are averaged.
    """

    day_spread: float
    unfilled_lift: float
    programs: int
    gap_weight: float


@dataclass(frozen=True, slots=True)
class Interviewers:
    """The programs that interviewed someone, by how they see them, and the weight of each. [k, Q]

    `log_odds` [k] without a signal at average quality; `gap_mean` [k] of each program, whatever
    counts of it; `weight` [k, Q] sums to one by quality.
    """

    log_odds: Array
    gap_points: Array
    gap_spread: Array
    gap_mean: Array
    unfilled: Array
    weight: Array


def simulate(
    data: list[CutoffSpecialty], given: Parameters, practice: CutoffPractice
) -> Population:
    """Moments of everyone with at least one interview, over the specialties by weight."""

    def level_of(place: int, active: Array, given: Parameters) -> Level:
        by = interviewers(data[place], given, practice)

        def matched(level: float) -> Array:
            return matched_lists(admission(level, by, given, practice), active, practice)

        return solved_level(data[place], given, matched, ENDS)

    return simulated(data, given, practice, level_of)


def interviewers(
    specialty: CutoffSpecialty, given: Parameters, practice: CutoffPractice
) -> Interviewers:
    """Who interviews an applicant of each quality, in proportion to how often."""
    order = np.argsort(specialty.marginal)
    sample = order[:: max(1, len(order) // practice.programs)]
    reference = reference_of(specialty, sample, given, practice)
    share = applied_shares(specialty, given, given.applications)[sample]
    binds, brings = specialty.binds, specialty.brings
    log_odds = (reference[:, None] + binds.offset).ravel()
    quality = given.quality_spread * normal_nodes(QUALITY_POINTS)[0]
    seen = log_odds[:, None, None] + quality[:, None] + brings.offset
    weight = (share[:, None] * binds.weight).ravel()[:, None] * (expit(seen) @ brings.weight)
    each = len(binds.offset)
    return Interviewers(
        log_odds, np.repeat(specialty.at_weight(practice.gap_weight)[sample], each, axis=0),
        np.repeat(specialty.gap_spread[sample], each),
        np.repeat(specialty.gap_mean[sample], each),
        np.repeat(specialty.unfilled[sample], each), weight / weight.sum(axis=0),
    )  # fmt: skip


def admission_at(
    level: float, by: Interviewers, given: Parameters, practice: CutoffPractice
) -> Array:
    """Chance of admission at each interview. [k, quality, performance]"""
    quality = given.quality_spread * normal_nodes(QUALITY_POINTS)[0]
    grid: Array = admission_grid(
        (by.log_odds, np.zeros_like(by.log_odds), by.unfilled),
        (by.gap_points, by.gap_spread, np.array(GROUPS)),
        (np.repeat(quality, PERFORMANCE_POINTS), given.performance),
        (level, given.quality_slope, given.performance_spread, practice.day_spread,
         practice.unfilled_lift),
        NO_TABLE,
    ).reshape(-1, QUALITY_POINTS, PERFORMANCE_POINTS)  # fmt: skip
    return grid


def admission(level: float, by: Interviewers, given: Parameters, practice: CutoffPractice) -> Array:
    """Chance of admission at one interview, by quality and performance. [quality, performance]"""
    admit: Array = np.einsum("kq,kqp->qp", by.weight, admission_at(level, by, given, practice))
    return admit


def gap_slope(
    data: list[CutoffSpecialty], given: Parameters, practice: CutoffPractice, length: float
) -> float:
    """How the log of admission follows a program's cutoff, of lines reached on such lists.

    `length` is the mean length of the lists. Each specialty has its level; programs count by how
    many they would take. [log share per standard deviation]
    """
    top = bottom = 0.0

    def level_of(place: int, active: Array, given: Parameters) -> Level:
        nonlocal top, bottom
        by = interviewers(data[place], given, practice)

        def matched(level: float) -> Array:
            return matched_lists(admission(level, by, given, practice), active, practice)

        level = solved_level(data[place], given, matched, ENDS)
        interviews = (active * practice.lengths).sum(axis=1)
        more = _covariance(admission_at(level.value, by, given, practice), by, interviews, length)
        top += data[place].weight * more[0]
        bottom += data[place].weight * more[1]
        return level

    simulated(data, given, practice, level_of)
    return top / bottom


def _covariance(grid: Array, by: Interviewers, interviews: Array, length: float) -> Array:
    """Weighted covariance of log admission and cutoff, and variance of the cutoff. [2]"""
    _, weights = normal_nodes(PERFORMANCE_POINTS)
    admit = np.einsum("kq,kqp->qp", by.weight, grid)
    reached = (1.0 - (1.0 - admit) ** length) / (length * admit)
    lines = interviews[:, None] * weights * reached
    taken = np.einsum("kq,kqp,qp->k", by.weight, grid, lines)
    chance = taken / (by.weight @ lines.sum(axis=1))
    share = taken / taken.sum()
    gap = by.gap_mean - share @ by.gap_mean
    logs = np.log(chance)
    return np.array([share @ (gap * logs), share @ gap**2])
