"""The population behind the published match rates: interviews, rank lists and matches by type."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, gammaln, logit

from thirdfriday.models.cutoff_bank import GROUPS
from thirdfriday.models.cutoff_kernels import admission_grid
from thirdfriday.models.interview import Mixture, reference_log_odds
from thirdfriday.models.quality import normal_nodes

Array = NDArray[np.float64]

QUALITY_POINTS = 15
PERFORMANCE_POINTS = 9
APPLICATION_POINTS = 5
LONGEST_LIST = 60
PROGRAM_SAMPLE = 60
NEWTON_STEPS = 5
LEAST_LEVEL, MOST_LEVEL = -6.0, 6.0
EVERYWHERE = 0.01  # nobody applies to quite every program, or the scale would be infinite


@dataclass(frozen=True, slots=True)
class SpecialtyData:
    """One specialty as one type sees it: weight, rates of its programs, cutoffs, match rate.

    `brings` is the mixture of what brings an invitation only (signals, geography), `binds` of what
    a program sees when ranking too (state, rotation); `gap_points`, `gap_spread` the cutoffs.
    """

    key: str
    weight: float
    marginal: Array
    unfilled: Array
    brings: Mixture
    binds: Mixture
    gap_points: Array
    gap_spread: Array
    match_rate: float | None

    @property
    def mixture(self) -> Mixture:
        """Both mixtures as one."""
        parts = ((m.offset, m.weight) for m in (self.brings, self.binds))
        return Mixture.of(*parts, spread=0.0)


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is fitted for one type."""

    quality_spread: float
    quality_slope: float
    performance_spread: float
    applications: float
    targeting: float
    rate_shift: float
    interview_shift: float


@dataclass(frozen=True, slots=True)
class Population:
    """What the model gives for one type: moments, levels by specialty, share without interview."""

    match_rate: float
    matched_length: float
    unmatched_length: float
    no_interview: float
    levels: dict[str, float]


@dataclass(frozen=True, slots=True)
class Practice:
    """Settings of the population: capacity, spread of applications, the day, unfilled places.

    `programs` is how many of a specialty stand for all when chances of admission are averaged.
    """

    capacity: int
    applications_spread: float
    day_spread: float
    unfilled_lift: float
    programs: int


@dataclass(frozen=True, slots=True)
class Interviewers:
    """The programs that interviewed someone, by how they see them, and the weight of each. [k, Q]

    `log_odds` [k] without a signal at average quality; `weight` [k, Q] sums to one by quality.
    """

    log_odds: Array
    gap_points: Array
    gap_spread: Array
    unfilled: Array
    weight: Array


def simulate(data: list[SpecialtyData], given: Parameters, practice: Practice) -> Population:
    """Moments of everyone with at least one interview, over the specialties by weight."""
    sums = np.zeros(5)
    nobody = total = 0.0
    levels = {}
    for specialty in data:
        counts = interview_counts(specialty, given, practice)
        by = interviewers(specialty, given, practice.programs)
        nobody += specialty.weight * counts[:, 0].sum()
        total += specialty.weight
        active = counts[:, 1:] / counts[:, 1:].sum()
        level, matched = fit_level(specialty, active, by, given, practice)
        levels[specialty.key] = level
        lengths = np.minimum(np.arange(1, LONGEST_LIST + 1), practice.capacity)
        rest = active - matched
        sums += specialty.weight * np.array(
            [1.0, matched.sum(), (matched * lengths).sum(), rest.sum(), (rest * lengths).sum()]
        )
    return Population(
        match_rate=sums[1] / sums[0],
        matched_length=sums[2] / sums[1],
        unmatched_length=sums[4] / sums[3],
        no_interview=nobody / total,
        levels=levels,
    )


def applied_shares(specialty: SpecialtyData, given: Parameters, applications: float) -> Array:
    """Chance that an applicant with so many applications sends one to each program. [programs]

    Programs where the type is more welcome draw more, and nobody applies to one twice: the chance
    is 1 - exp(-c pull), with c such that the chances add up to the number of applications.
    """
    pull = expit(specialty.marginal) ** given.targeting
    wanted = min(applications, len(pull) - EVERYWHERE)

    def missing(log_scale: float) -> float:
        return float(-np.expm1(-math.exp(log_scale) * pull).sum() - wanted)

    scale = math.exp(brentq(missing, -12.0, 40.0, xtol=1e-6))
    shares: Array = -np.expm1(-scale * pull)
    return shares


def interview_counts(specialty: SpecialtyData, given: Parameters, practice: Practice) -> Array:
    """Probability of each quality node and number of interviews. [quality, 0..longest]"""
    nodes, node_weights = normal_nodes(QUALITY_POINTS)
    spread, spread_weights = normal_nodes(APPLICATION_POINTS)
    width = practice.applications_spread
    applications = given.applications * np.exp(width * spread - width**2 / 2)
    applications = np.minimum(applications, len(specialty.marginal))
    sample = slice(None, None, max(1, len(specialty.marginal) // PROGRAM_SAMPLE))
    within = Mixture.of(
        (specialty.mixture.offset, specialty.mixture.weight), spread=given.quality_spread
    )
    reference = (
        reference_log_odds(specialty.marginal[sample], within, steps=NEWTON_STEPS)
        + given.interview_shift
    )
    rates = np.stack(
        [
            expit(reference[:, None] + given.quality_spread * node + specialty.mixture.offset)
            @ specialty.mixture.weight
            for node in nodes
        ]
    )
    counts = np.zeros((QUALITY_POINTS, LONGEST_LIST + 1))
    for number, weight in zip(applications, spread_weights, strict=True):
        shares = applied_shares(specialty, given, float(number))[sample]
        chance = rates @ (shares / shares.sum())
        counts += weight * binomial(np.full((QUALITY_POINTS, 1), number), chance[:, None])
    weighted: Array = node_weights[:, None] * counts
    return weighted


def binomial(trials: Array, chance: Array) -> Array:
    """Probability of 0..longest successes for any real number of trials. [..., longest + 1]"""
    count = np.arange(LONGEST_LIST + 1.0)
    left = np.maximum(trials - count, 0.0)
    log_pmf = (
        gammaln(trials + 1) - gammaln(count + 1) - gammaln(left + 1)
        + count * np.log(chance) + left * np.log1p(-chance)
    )  # fmt: skip
    log_pmf = np.where(count <= trials + 0.5, log_pmf, -np.inf)
    pmf = np.exp(log_pmf - log_pmf.max(axis=-1, keepdims=True))
    normalised: Array = pmf / pmf.sum(axis=-1, keepdims=True)
    return normalised


def interviewers(specialty: SpecialtyData, given: Parameters, programs: int) -> Interviewers:
    """Who interviews an applicant of each quality, in proportion to how often."""
    within = Mixture.of(
        (specialty.mixture.offset, specialty.mixture.weight), spread=given.quality_spread
    )
    order = np.argsort(specialty.marginal)
    sample = order[:: max(1, len(order) // programs)]
    reference = (
        reference_log_odds(specialty.marginal[sample], within, steps=NEWTON_STEPS)
        + given.interview_shift
    )
    share = applied_shares(specialty, given, given.applications)[sample]
    binds, brings = specialty.binds, specialty.brings
    log_odds = (reference[:, None] + binds.offset).ravel()
    quality = given.quality_spread * normal_nodes(QUALITY_POINTS)[0]
    seen = log_odds[:, None, None] + quality[:, None] + brings.offset
    weight = (share[:, None] * binds.weight).ravel()[:, None] * (expit(seen) @ brings.weight)
    each = len(binds.offset)
    return Interviewers(
        log_odds, np.repeat(specialty.gap_points[sample], each, axis=0),
        np.repeat(specialty.gap_spread[sample], each),
        np.repeat(specialty.unfilled[sample], each), weight / weight.sum(axis=0),
    )  # fmt: skip


def fit_level(
    specialty: SpecialtyData, active: Array, by: Interviewers, given: Parameters, practice: Practice
) -> tuple[float, Array]:
    """The level that gives the specialty's match rate, and matched by quality and length."""
    rate = specialty.match_rate if specialty.match_rate is not None else 0.5
    goal = float(expit(logit(np.clip(rate, 0.01, 0.99)) + given.rate_shift))

    def matched(level: float) -> Array:
        return _matched(level, active, by, given, practice)

    if matched(MOST_LEVEL).sum() < goal:
        return MOST_LEVEL, matched(MOST_LEVEL)
    if matched(LEAST_LEVEL).sum() > goal:
        return LEAST_LEVEL, matched(LEAST_LEVEL)
    level = float(brentq(lambda x: matched(x).sum() - goal, LEAST_LEVEL, MOST_LEVEL, xtol=1e-5))
    return level, matched(level)


def _matched(
    level: float, active: Array, by: Interviewers, given: Parameters, practice: Practice
) -> Array:
    _, weights = normal_nodes(PERFORMANCE_POINTS)
    admit = admission(level, by, given, practice)
    lengths = np.minimum(np.arange(1, LONGEST_LIST + 1), practice.capacity)
    chance = 1.0 - (1.0 - admit[:, :, None]) ** lengths
    matched: Array = active * np.einsum("p,qpl->ql", weights, chance)
    return matched


def admission(level: float, by: Interviewers, given: Parameters, practice: Practice) -> Array:
    """Chance of admission at one interview, by quality and performance. [quality, performance]"""
    quality = given.quality_spread * normal_nodes(QUALITY_POINTS)[0]
    performance = normal_nodes(PERFORMANCE_POINTS)[0]
    grid = admission_grid(
        (by.log_odds, np.zeros_like(by.log_odds), by.unfilled),
        (by.gap_points, by.gap_spread, np.array(GROUPS)),
        (np.repeat(quality, PERFORMANCE_POINTS), np.tile(performance, QUALITY_POINTS)),
        (level, given.quality_slope, given.performance_spread, practice.day_spread,
         practice.unfilled_lift),
    ).reshape(-1, QUALITY_POINTS, PERFORMANCE_POINTS)  # fmt: skip
    admit: Array = np.einsum("kq,kqp->qp", by.weight, grid)
    return admit
