"""The population behind the published match rates: interviews, rank lists and matches by type."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, gammaln, logit

from thirdfriday.models import quality
from thirdfriday.models.interview import Mixture, reference_log_odds

Array = NDArray[np.float64]

QUALITY_POINTS = 15
PERFORMANCE_POINTS = 9
APPLICATION_POINTS = 5
LONGEST_LIST = 60
EVERYWHERE = 0.01  # nobody applies to quite every program, or the scale would be infinite
UNKNOWN_RATE = 0.5  # where no match rate is published at all
LEAST_RATE, MOST_RATE = 0.01, 0.99
LEVEL_ERROR = 1e-4
LEVEL_STEP = 0.05  # over which the rate's slope in the level is taken
WIDEST = 0.1  # error of a level, in its whole range, where the rate hardly follows it


normal_nodes = cache(quality.normal_nodes)


@dataclass(frozen=True, slots=True)
class Rate:
    """The match rate of those who prefer a specialty. [0 to 1]

    `error` is its standard error where it is estimated and not published [log-odds]; `least` what
    published counts leave at least.
    """

    share: float
    error: float = 0.0
    least: float = 0.0

    def moved(self, shift: float) -> float:
        """The rate moved by so much, not under its least. [log-odds] to [0 to 1]

        >>> Rate(0.5, least=0.4).moved(-1.0), round(Rate(0.5).moved(-1.0), 3)
        (0.4, 0.269)
        """
        moved = float(expit(logit(np.clip(self.share, LEAST_RATE, MOST_RATE)) + shift))
        return max(moved, self.least)


@dataclass(frozen=True, slots=True)
class Specialty:
    """One specialty as one type sees it: weight, rates of its programs, unfilled, match rate.

    `mixture` is how applications differ in what brings an invitation.
    """

    key: str
    weight: float
    marginal: Array
    unfilled: Array
    mixture: Mixture
    rate: Rate | None


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is fitted for one type.

    Match rates by specialty count a match in the preferred specialty. `elsewhere` is the share of
    those without one who match in another, which the type's own match rate counts too; `rate_shift`
    moves rates that are borrowed from another type. [log-odds]
    `told` is how quality goes with performance, since a score says something of both. [covariance]
    """

    quality_spread: float
    quality_slope: float
    performance_spread: float
    applications: float
    targeting: float
    rate_shift: float
    interview_shift: float
    elsewhere: float
    told: float

    @property
    def performance(self) -> Array:
        """Performance on the product of nodes of quality and of the rest of it, quality first."""
        share = self.told / self.quality_spread
        quality, rest = normal_nodes(QUALITY_POINTS)[0], normal_nodes(PERFORMANCE_POINTS)[0]
        found: Array = (share * quality[:, None] + math.sqrt(1.0 - share**2) * rest).ravel()
        return found


@dataclass(frozen=True, slots=True)
class Population:
    """What the model gives for one type: moments, levels by specialty, share without interview.

    Matched are those who match anywhere; `levels` are of a match in the preferred specialty,
    `level_errors` their standard errors where that match rate is estimated, else 0.
    """

    match_rate: float
    matched_length: float
    unmatched_length: float
    no_interview: float
    levels: dict[str, float]
    level_errors: dict[str, float]


@dataclass(frozen=True, slots=True)
class Level:
    """The level of a specialty that gives its match rate, its standard error, and who matched."""

    value: float
    error: float
    matched: Array


@dataclass(frozen=True, slots=True)
class Practice:
    """Settings of any population: interviews kept, how applications spread, precision.

    `sampled` is how many programs of a specialty stand for all when invitations are counted,
    `steps` how many Newton steps find a program's rate for the average applicant.
    """

    capacity: int
    applications_spread: float
    sampled: int
    steps: int

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Ranks of those with 1, 2, ... interviews."""
        return np.minimum(np.arange(1, LONGEST_LIST + 1), self.capacity)


Leveller = Callable[[int, Array, Parameters], Level]
"""The level of a specialty, by its place, that gives its match rate, and who is then matched."""


def simulated(
    data: Sequence[Specialty], given: Parameters, practice: Practice, level_of: Leveller
) -> Population:
    """Moments of everyone with at least one interview, over the specialties by weight."""
    sums = np.zeros(5)
    nobody = total = 0.0
    levels, errors = {}, {}
    for place, specialty in enumerate(data):
        counts = interview_counts(specialty, given, practice)
        nobody += specialty.weight * counts[:, 0].sum()
        total += specialty.weight
        active = counts[:, 1:] / counts[:, 1:].sum()
        level = level_of(place, active, given)
        levels[specialty.key], errors[specialty.key] = level.value, level.error
        matched = level.matched + given.elsewhere * (active - level.matched)
        rest = active - matched
        sums += specialty.weight * np.array([
            1.0, matched.sum(), (matched * practice.lengths).sum(),
            rest.sum(), (rest * practice.lengths).sum(),
        ])  # fmt: skip
    return Population(
        match_rate=sums[1] / sums[0],
        matched_length=sums[2] / sums[1],
        unmatched_length=sums[4] / sums[3],
        no_interview=nobody / total,
        levels=levels,
        level_errors=errors,
    )


def applied_shares(specialty: Specialty, given: Parameters, applications: float) -> Array:
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


def reference_of(
    specialty: Specialty, sample: slice | NDArray[np.int64], given: Parameters, practice: Practice
) -> Array:
    """Log-odds of an invitation for the average applicant at some of the programs."""
    within = Mixture.of(
        (specialty.mixture.offset, specialty.mixture.weight), spread=given.quality_spread
    )
    reference = reference_log_odds(specialty.marginal[sample], within, steps=practice.steps)
    return reference + given.interview_shift


def interview_counts(specialty: Specialty, given: Parameters, practice: Practice) -> Array:
    """Probability of each quality node and number of interviews. [quality, 0..longest]"""
    nodes, node_weights = normal_nodes(QUALITY_POINTS)
    spread, spread_weights = normal_nodes(APPLICATION_POINTS)
    width = practice.applications_spread
    applications = given.applications * np.exp(width * spread - width**2 / 2)
    applications = np.minimum(applications, len(specialty.marginal))
    sample = slice(None, None, max(1, len(specialty.marginal) // practice.sampled))
    reference = reference_of(specialty, sample, given, practice)
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


def solved_level(
    specialty: Specialty,
    given: Parameters,
    matched: Callable[[float], Array],
    ends: tuple[float, float],
) -> Level:
    """The level, between two ends, that gives the specialty's match rate, and who is matched.

    `matched` [quality, length] gives those matched at a level.
    """
    rate = specialty.rate or Rate(UNKNOWN_RATE)
    goal = rate.moved(given.rate_shift)
    least, most = ends
    if matched(most).sum() < goal:
        value = most
    elif matched(least).sum() > goal:
        value = least
    else:
        value = float(brentq(lambda x: matched(x).sum() - goal, least, most, xtol=LEVEL_ERROR))
    found = matched(value)
    if not rate.error:
        return Level(value, 0.0, found)
    shares = np.array([found.sum(), matched(value + LEVEL_STEP).sum()])
    slope = float(np.diff(logit(shares))[0]) / LEVEL_STEP
    widest = WIDEST * (most - least)
    return Level(value, min(widest, rate.error / max(slope, rate.error / widest)), found)


def matched_lists(admit: Array, active: Array, practice: Practice) -> Array:
    """Those matched, by quality and length, given admission by quality and performance."""
    _, weights = normal_nodes(PERFORMANCE_POINTS)
    chance = 1.0 - (1.0 - admit[:, :, None]) ** practice.lengths
    matched: Array = active * np.einsum("p,qpl->ql", weights, chance)
    return matched
