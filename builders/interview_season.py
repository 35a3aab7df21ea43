"""Measures how far a program's invitation rate moves from one season to another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from builders.interview_applications import NeurologyCounts
from builders.interview_likelihood import GRID, log_likelihood_table
from builders.interview_tables import GROUPS, FloatArray, Program

START = (-2.0, -0.1, -0.5, 0.5)


@dataclass(frozen=True, slots=True)
class SeasonNoise:
    """What of a rate is of its season only. [log-odds], by group

    `variance` is that of one season's own deviation, `shift` the mean change 2024 to 2026,
    `correlation` that of a program's log-odds in the two seasons.
    """

    variance: FloatArray
    variance_se: FloatArray
    shift: FloatArray
    correlation: FloatArray
    programs: int


def season_noise(
    programs: Sequence[Program],
    curves_2024: Mapping[tuple[int, int], FloatArray],
    neurology: NeurologyCounts,
) -> SeasonNoise:
    """Season-to-season deviation of the log-odds, from neurology's 2024 and 2026 rates.

    `curves_2024` holds the log likelihood over GRID by (program row, group). Method: the two
    seasons' log-odds are bivariate normal with one variance; both rates enter by their interval
    likelihoods, and mean, shift, variance and correlation are found by maximum likelihood.
    """
    answers, errors, used = [], [], 0
    for group in range(len(GROUPS)):
        rows = [
            i
            for i, program in enumerate(programs)
            if (i, group) in curves_2024 and _known(neurology, program.acgme_id, group)
        ]
        used = max(used, len(rows))
        first = np.stack([curves_2024[(i, group)] for i in rows])
        ids = [programs[i].acgme_id for i in rows]
        counts = np.array([neurology.applications[i][group] for i in ids])
        rates = np.array([neurology.invited_share[i][group] for i in ids])
        second = log_likelihood_table(rates, counts, log_count_sd=np.zeros(len(ids)))
        answer, error = _fit_pair(first, second)
        answers.append(answer)
        errors.append(error)
    table = np.array(answers)
    return SeasonNoise(table[:, 2], np.array(errors), table[:, 1], table[:, 3], used)


def _known(neurology: NeurologyCounts, acgme_id: str, group: int) -> bool:
    counts, shares = neurology.applications.get(acgme_id), neurology.invited_share.get(acgme_id)
    if counts is None or shares is None:
        return False
    return bool(counts[group] >= 1 and np.isfinite(shares[group]))


def _fit_pair(
    first: FloatArray, second: FloatArray
) -> tuple[tuple[float, float, float, float], float]:
    one = np.exp(first - first.max(axis=1, keepdims=True))
    two = np.exp(second - second.max(axis=1, keepdims=True))

    def loss(parameters: FloatArray) -> float:
        centre, shift, log_sd, reach = parameters
        variance, rho = float(np.exp(2 * log_sd)), float(np.tanh(reach))
        away = GRID - centre
        along = np.exp(-0.5 * away**2 / variance)
        later = GRID[None, :] - shift - centre - rho * away[:, None]
        across = np.exp(-0.5 * later**2 / (variance * (1 - rho**2)))
        joint = (along / along.sum())[:, None] * across / across.sum(axis=1, keepdims=True)
        return -float(np.log(np.einsum("ia,ab,ib->i", one, joint, two, optimize=True)).sum())

    found = minimize(
        loss, START, method="Nelder-Mead", options={"xatol": 1e-4, "fatol": 1e-5, "maxiter": 600}
    )
    centre, shift, log_sd, reach = found.x
    variance, rho = float(np.exp(2 * log_sd)), float(np.tanh(reach))
    return (float(centre), float(shift), variance * (1 - rho), rho), _profile_error(loss, found.x)


def _profile_error(loss: Callable[[FloatArray], float], best: FloatArray) -> float:
    """Standard error of variance * (1 - correlation) by the numerical Hessian."""
    step = 0.02
    size = len(best)
    hessian = np.zeros((size, size))
    eye = np.eye(size) * step
    for i in range(size):
        for j in range(size):
            hessian[i, j] = (
                loss(best + eye[i] + eye[j])
                - loss(best + eye[i] - eye[j])
                - loss(best - eye[i] + eye[j])
                + loss(best - eye[i] - eye[j])
            ) / (4 * step**2)
    covariance = np.linalg.inv(hessian)
    variance, rho = np.exp(2 * best[2]), np.tanh(best[3])
    slope = np.array([0.0, 0.0, 2 * variance * (1 - rho), -variance * (1 - rho**2)])
    return float(np.sqrt(slope @ covariance @ slope))
