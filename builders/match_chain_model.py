"""The population behind the published match rates: interviews, rank lists and matches by type."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, gammaln, logit

from thirdfriday.models.interview import Mixture, reference_log_odds
from thirdfriday.models.match import MatchChain, chances_of_admission
from thirdfriday.models.quality import normal_nodes

Array = NDArray[np.float64]

QUALITY_POINTS = 15
PERFORMANCE_POINTS = 9
APPLICATION_POINTS = 5
LONGEST_LIST = 60
PROGRAM_SAMPLE = 120
EVERYWHERE = 0.01  # nobody applies to quite every program, or the scale would be infinite


@dataclass(frozen=True, slots=True)
class SpecialtyData:
    """One specialty as one type sees it: weight, rates of its programs, unfilled, match rate."""

    key: str
    weight: float
    marginal: Array
    unfilled: Array
    mixture: Mixture
    match_rate: float | None


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
    """Settings of the population: capacity, spread of applications, effect of unfilled places."""

    capacity: int
    applications_spread: float
    unfilled_slope: float


def simulate(data: list[SpecialtyData], given: Parameters, practice: Practice) -> Population:
    """Moments of everyone with at least one interview, over the specialties by weight."""
    sums = np.zeros(5)
    nobody = total = 0.0
    levels = {}
    for specialty in data:
        counts = interview_counts(specialty, given, practice)
        unfilled = float(
            np.average(
                specialty.unfilled, weights=applied_shares(specialty, given, given.applications)
            )
        )
        nobody += specialty.weight * counts[:, 0].sum()
        total += specialty.weight
        active = counts[:, 1:] / counts[:, 1:].sum()
        level, matched = fit_level(specialty, active, unfilled, given, practice)
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
    reference = reference_log_odds(specialty.marginal[sample], within) + given.interview_shift
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
    pmf = np.where(count <= trials + 0.5, np.exp(log_pmf), 0.0)
    normalised: Array = pmf / pmf.sum(axis=-1, keepdims=True)
    return normalised


def fit_level(
    specialty: SpecialtyData, active: Array, unfilled: float, given: Parameters, practice: Practice
) -> tuple[float, Array]:
    """The level that gives the specialty's match rate, and matched by quality and length."""
    rate = specialty.match_rate if specialty.match_rate is not None else 0.5
    goal = float(expit(logit(np.clip(rate, 0.01, 0.99)) + given.rate_shift))

    def matched(level: float) -> Array:
        return _matched(level, active, unfilled, given, practice)

    least, most = -12.0, 12.0
    if matched(most).sum() < goal:
        return most, matched(most)
    if matched(least).sum() > goal:
        return least, matched(least)
    level = float(brentq(lambda x: matched(x).sum() - goal, least, most, xtol=1e-6))
    return level, matched(level)


def _matched(
    level: float, active: Array, unfilled: float, given: Parameters, practice: Practice
) -> Array:
    quality, _ = normal_nodes(QUALITY_POINTS)
    performance, weights = normal_nodes(PERFORMANCE_POINTS)
    chain = MatchChain(
        kind="",
        specialty="",
        level=level,
        quality_slope=given.quality_slope,
        performance_spread=given.performance_spread,
        quality_spread=given.quality_spread,
        unfilled_slope=practice.unfilled_slope,
    )
    admit = chances_of_admission(
        chain,
        np.array([unfilled]),
        quality=np.repeat(given.quality_spread * quality, PERFORMANCE_POINTS),
        performance=np.tile(performance, QUALITY_POINTS),
    ).reshape(QUALITY_POINTS, PERFORMANCE_POINTS)
    lengths = np.minimum(np.arange(1, LONGEST_LIST + 1), practice.capacity)
    chance = 1.0 - (1.0 - admit[:, :, None]) ** lengths
    matched: Array = active * np.einsum("p,qpl->ql", weights, chance)
    return matched
