"""Turns the fit into an estimate per program and group for a coming season."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from builders.interview_features import Design
from builders.interview_model import Fit, expected
from builders.interview_season import SeasonNoise
from builders.interview_tables import FloatArray

NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(21)
WEIGHTS = _WEIGHTS / _WEIGHTS.sum()
NEWTON_ROUNDS = 12
LARGEST_PASSING = 0.6


@dataclass(frozen=True, slots=True)
class Estimates:
    """Belief about every program's invitation rate in a coming season. [program, group]

    `centre` and `standard_error` are of the log-odds; `chance` is the mean of the rate itself,
    over that belief; `offset` [log-odds] by specialty and group ties chances to published means.
    """

    centre: FloatArray
    standard_error: FloatArray
    chance: FloatArray
    offset: dict[str, FloatArray]

    @property
    def logit_rate(self) -> FloatArray:
        """Log-odds of the mean rate: what a reader should turn into a chance. [log-odds]"""
        return np.asarray(logit(self.chance), dtype=np.float64)


def mean_chance(centre: FloatArray, variance: FloatArray) -> FloatArray:
    """Mean of a rate whose log-odds are normal. [probability]

    >>> round(float(mean_chance(np.array(-3.0), np.array(1.0))), 3)
    0.069
    """
    spread = np.sqrt(variance)[..., None] * NODES
    return np.asarray(expit(centre[..., None] + spread) @ WEIGHTS, dtype=np.float64)


def estimate(
    design: Design,
    fit: Fit,
    season: SeasonNoise,
    specialties: Sequence[str],
    published: FloatArray,
) -> Estimates:
    """The rate of a coming season for every program of the design. [program, group]

    `published` [program, group] are the 2024 rates (not-a-number where none). What a program's own
    rate says is pulled back by the part of it that belonged to its season alone; the error holds
    that part once more, for the season to come.
    """
    centre, variance = coming_season(design, fit, season)
    return _tied_to_means(centre, variance, specialties, published)


def lasting_share(residual: FloatArray, season: SeasonNoise) -> tuple[FloatArray, FloatArray]:
    """Residual covariances split into what lasts and what belongs to one season. [program, 4, 4]

    The passing part keeps the residual's correlations between groups; it is at most
    LARGEST_PASSING of a group's residual variance.
    """
    total = np.einsum("jaa->ja", residual)
    share = np.sqrt(np.minimum(season.variance / total, LARGEST_PASSING))
    passing = residual * share[:, :, None] * share[:, None, :]
    values, vectors = np.linalg.eigh(residual - passing)
    lasting = (vectors * np.maximum(values, 0.0)[:, None, :]) @ vectors.transpose(0, 2, 1)
    return lasting, residual - lasting


def coming_season(design: Design, fit: Fit, season: SeasonNoise) -> tuple[FloatArray, FloatArray]:
    """Mean and variance of a coming season's log-odds, before the tie to published means.

    With w the expected log-odds (error O), u = lasting + passing the residual (S = R + D) and L the
    sites' precision: u given w has covariance C = (S^-1 + L)^-1 and mean C(L m - L w); the coming
    season is w + R S^-1 u plus what of R the data leave open, plus a fresh passing part D.
    """
    rows = np.arange(design.matrix.shape[0])
    mean, error = expected(design, fit, rows)
    whole = fit.residual_of(rows)
    lasting, passing = lasting_share(whole, season)
    inverse = np.linalg.inv(whole)
    keep = lasting @ inverse
    site = fit.site_precision[:, :, None] * np.eye(4)
    inner = np.linalg.inv(inverse + site)
    pulled = np.einsum("jab,jb->ja", inner, fit.site_shift - fit.site_precision * mean)
    centre = mean + np.einsum("jab,jb->ja", keep, pulled)
    # d(centre)/d(w) = 1 - K C L: the error of w counts less where the program's rates speak.
    carry = np.eye(4) - keep @ inner @ site
    covariance = (
        carry @ error @ carry.transpose(0, 2, 1)
        + keep @ inner @ keep.transpose(0, 2, 1)
        + (lasting - keep @ lasting)
        + passing
    )
    return centre, np.einsum("jaa->ja", covariance)


def _tied_to_means(
    centre: FloatArray, variance: FloatArray, specialties: Sequence[str], published: FloatArray
) -> Estimates:
    names = np.array(specialties)
    shifted = centre.copy()
    offsets: dict[str, FloatArray] = {}
    for specialty in sorted(set(specialties)):
        inside = names == specialty
        offset = np.zeros(published.shape[1])
        for group in range(published.shape[1]):
            rated = inside & np.isfinite(published[:, group])
            if rated.any():
                offset[group] = _offset(
                    centre[rated, group], variance[rated, group], published[rated, group].mean()
                )
        shifted[inside] += offset
        offsets[specialty] = offset
    return Estimates(shifted, np.sqrt(variance), mean_chance(shifted, variance), offsets)


def _offset(centre: FloatArray, variance: FloatArray, target: float) -> float:
    offset = 0.0
    for _ in range(NEWTON_ROUNDS):
        chance = mean_chance(centre + offset, variance)
        offset += (target - chance.mean()) / (chance * (1 - chance)).mean()
    return float(offset)
