"""The chance of a match by score within one specialty: interviews, failures, then ranking."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit, ndtr, ndtri

from builders.chain_population import (
    LONGEST_LIST,
    Parameters,
    Specialty,
    applied_shares,
    binomial,
    reference_of,
)
from builders.match_chain_model import LevelPractice
from thirdfriday.facts.registry import Facts
from thirdfriday.models.after_interview import performance_of_score
from thirdfriday.models.effects import first_known, log_odds
from thirdfriday.models.match import MatchChain, chances_of_admission
from thirdfriday.models.quality import normal_nodes
from thirdfriday.models.record_rules import share_above_floor

Array = NDArray[np.float64]

QUALITY_POINTS, PERFORMANCE_POINTS, APPLICATION_POINTS = 5, 15, 3
PROGRAMS = 40
LEVELS = (-14.0, 14.0)
LEAST_REST = 0.05  # of the variance of quality that scores and failures leave


@dataclass(frozen=True, slots=True)
class Slopes:
    """Performance per standard deviation of the score, under and over the mean."""

    below: float
    above: float

    def times(self, scale: float) -> "Slopes":
        """Both slopes scaled."""
        return Slopes(scale * self.below, scale * self.above)


@dataclass(frozen=True, slots=True)
class Failures:
    """Examinations that were failed once: shares of applicants, and how they go with the score.

    For Step 1 and Step 2 CK: `share` [2] of the type; `effect` [2] and `gate` [2] in log-odds of an
    invitation; `correlation` of the first sitting with the score in the file.
    """

    share: Array
    effect: Array
    gate: Array
    correlation: float

    def variance(self, effect: float) -> float:
        """What failures add to the variance of quality, beside a score's `effect`. [log-odds²]"""
        own = self.share * (1.0 - self.share) @ self.effect**2
        height = np.exp(-0.5 * ndtri(self.share) ** 2) / math.sqrt(2.0 * math.pi)
        return float(own - 2.0 * effect * self.correlation * height @ self.effect)

    def by_score(self, units: Array) -> Array:
        """Chance of no failure, of Step 1 failed, of Step 2 CK failed, by score. [Z, 3]"""
        rest = math.sqrt(1.0 - self.correlation**2)
        failed = ndtr((ndtri(self.share) - self.correlation * units[:, None]) / rest)
        return np.column_stack([1.0 - failed.sum(axis=1), failed])


def failures_of(facts: Facts, group: str, specialty: str) -> Failures:
    """The failures of a group, with the effects the plan of one applicant gives them.

    Facts: applicants.share.failed_step_1.md, eligibility.failed_step_1.default,
        effect.failed.step_1, match_fit.failed_with_score
    """
    exams = ("step_1", "step_2_ck")
    share = [facts.value(f"applicants.share.failed_{exam}.{group}") for exam in exams]
    passes = [
        facts.value(
            first_known(
                facts,
                f"eligibility.failed_{exam}.{specialty}",
                f"eligibility.failed_{exam}.default",
            )
        )
        for exam in exams
    ]
    return Failures(
        np.array(share), np.array([log_odds(facts, f"effect.failed.{exam}") for exam in exams]),
        np.log(passes), facts.value("match_fit.failed_with_score"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interviewed:
    """Applicants of one specialty by score: what they bring to the interviews and how many.

    `units` [Z] standard deviations above the mean; `quality` [N] and `place` [N] of each group of
    like applicants (its score's place in `units`); `counts` [N, capacity] how many of them have
    1, 2, ... interviews.
    """

    units: Array
    quality: Array
    place: NDArray[np.int64]
    counts: Array
    unfilled: float
    given: Parameters
    practice: LevelPractice

    @property
    def active(self) -> Array:
        """Share with an interview, by score. [Z]"""
        share = np.bincount(self.place, self.counts.sum(axis=1), len(self.units)).astype(float)
        return share

    @property
    def lists(self) -> Array:
        """Mean number of interviews of those who have one, by score. [Z]"""
        total = self.counts @ np.arange(1.0, self.counts.shape[1] + 1.0)
        mean: Array = np.bincount(self.place, total, len(self.units)) / self.active
        return mean

    def matched(self, level: float, slopes: Slopes) -> Array:
        """Chance of a match in the specialty of those with an interview, by score. [Z]"""
        nodes, weights = normal_nodes(PERFORMANCE_POINTS)
        shape = [
            performance_of_score(float(u), below=slopes.below, above=slopes.above)
            for u in self.units
        ]
        mean = np.array([m for m, _ in shape])
        performance = mean[self.place][:, None] + shape[0][1] * nodes
        chain = MatchChain(
            "", "", level, self.given.quality_slope, self.given.performance_spread,
            self.given.quality_spread, self.practice.unfilled_slope,
        )  # fmt: skip
        refused = 1.0 - chances_of_admission(
            chain, np.array([self.unfilled]),
            quality=np.repeat(self.quality, PERFORMANCE_POINTS), performance=performance.ravel(),
        ).reshape(performance.shape)  # fmt: skip
        nothing = np.zeros_like(refused)
        for count in self.counts.T[::-1]:
            nothing = (nothing + count[:, None]) * refused
        matched = self.counts.sum(axis=1) - nothing @ weights
        share: Array = np.bincount(self.place, matched, len(self.units)) / self.active
        return share

    def level(self, rate: float, weight: Array, slopes: Slopes) -> float:
        """The level at which the share `rate` of all matches; `weight` [Z] of the scores."""
        of_all = weight * self.active

        def missing(level: float) -> float:
            return float(of_all @ self.matched(level, slopes) / of_all.sum() - rate)

        if missing(LEVELS[0]) > 0 or missing(LEVELS[1]) < 0:
            return LEVELS[0] if missing(LEVELS[0]) > 0 else LEVELS[1]
        return float(brentq(missing, *LEVELS, xtol=1e-4))


def interviewed(
    specialty: Specialty, units: Array, effect: float, *, floor: Array,
    failures: Failures | None, given: Parameters, practice: LevelPractice,
) -> Interviewed:  # fmt: skip
    """Who is interviewed how often, by score.

    Args:
        specialty: the specialty as the type sees it.
        units: scores [Z, standard deviations above the mean].
        effect: of a score on an invitation [log-odds per unit].
        floor: what floors of programs add at each score [Z, log-odds].
        failures: of examinations; None to count none.
        given: the fitted parameters of the type.
        practice: settings of the population.
    """
    share = np.ones((len(units), 1)) if failures is None else failures.by_score(units)
    effects = np.zeros(1) if failures is None else np.array([0.0, *failures.effect])
    gates = np.zeros(1) if failures is None else np.array([0.0, *failures.gate])
    spent = effect**2
    if failures is not None:
        effects = effects - failures.share @ failures.effect
        gates = gates - np.log1p(failures.share * np.expm1(failures.gate)).sum()
        spent += failures.variance(effect)
    nodes, node_weight = normal_nodes(QUALITY_POINTS)
    rest = math.sqrt(max(LEAST_REST, given.quality_spread**2 - spent))
    quality = (effect * units[:, None, None] + effects[:, None] + rest * nodes).reshape(-1)
    extra = (floor[:, None] + gates).repeat(QUALITY_POINTS).reshape(-1)
    weight = (share[:, :, None] * node_weight).reshape(-1)
    place = np.repeat(np.arange(len(units)), share.shape[1] * QUALITY_POINTS)
    counts = _counts(specialty, quality + extra, given, practice) * weight[:, None]
    unfilled = np.average(
        specialty.unfilled, weights=applied_shares(specialty, given, given.applications)
    )
    kept = counts[:, 1 : practice.capacity + 1].copy()
    kept[:, -1] += counts[:, practice.capacity + 1 :].sum(axis=1)
    return Interviewed(units, quality, place, kept, float(unfilled), given, practice)


def _counts(specialty: Specialty, seen: Array, given: Parameters, practice: LevelPractice) -> Array:
    """Probability of 0..longest interviews for each log-odds of the record. [N, longest + 1]"""
    sample = slice(None, None, max(1, len(specialty.marginal) // PROGRAMS))
    offset, share = specialty.mixture.offset, specialty.mixture.weight
    reference = reference_of(specialty, sample, given, practice)
    rates = np.stack([expit(reference[:, None] + one + offset) @ share for one in seen])
    spread, weights = normal_nodes(APPLICATION_POINTS)
    width = practice.applications_spread
    applications = given.applications * np.exp(width * spread - width**2 / 2)
    found = np.zeros((len(seen), LONGEST_LIST + 1))
    for number, weight in zip(applications, weights, strict=True):
        sent = min(float(number), float(len(specialty.marginal)))
        shares = applied_shares(specialty, given, sent)[sample]
        chance = rates @ (shares / shares.sum())
        found += weight * binomial(np.full((len(seen), 1), sent), chance[:, None])
    return found


def floors(score: Array, mean: float, specialty: str, facts: Facts) -> Array:
    """What programs' own lowest scores add against the average applicant. [Z, log-odds]"""
    average = share_above_floor(mean, specialty, facts)
    return np.array([
        math.log(share_above_floor(float(one), specialty, facts) / average) for one in score
    ])  # fmt: skip
