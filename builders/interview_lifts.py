"""Estimates what signals and in-state schools do to invitation rates, by specialty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import lsq_linear

from builders.interview_applications import Applications
from builders.interview_features import Design
from builders.interview_likelihood import log_likelihood_table
from builders.interview_model import GROUP_COUNT, Observations, fit_model
from builders.interview_tables import LIFT_COLUMNS, FloatArray, RateTable

ROUNDS = 14
COUNT_LOG_SD = 0.5
SHARE_PRIOR = {"signal": 0.12, "gold": 0.05, "silver": 0.1}
SHARE_PRIOR_SD = 0.1
SHARE_WEIGHT = 0.03
NOISE = (0.0005, 0.15)
# Which published rates are compared: the levels first, the reference last.
COMPARISONS = {
    "one_tier": ("signal", "no_signal"),
    "two_tiers": ("gold", "silver", "no_signal"),
    "school_state": ("in_state", "out_state"),
}


@dataclass(frozen=True, slots=True)
class Lift:
    """Mean within-program difference of log-odds between a level and its reference."""

    level: str
    specialty: str
    log_odds: float
    standard_error: float
    program_sd: float
    share_of_applications: float
    programs: int


def estimate_lifts(
    rates: RateTable, programs: Mapping[str, int], applications: Applications
) -> list[Lift]:
    """Raw lifts of the 2024 season by specialty. [log-odds]

    They are upper bounds of what a signal or a home state does: those who signal, and those who
    studied in the state, differ in other ways too. Method: the same interval likelihood and
    partial pooling as the rates, with the levels of one program as correlated outcomes.
    """
    place = np.array([programs[name] for name in rates.program_ids])
    totals = applications.counts[place].sum(axis=1)
    overall = (rates.rates * applications.counts[place]).sum(axis=1) / totals
    lifts: list[Lift] = []
    for levels in COMPARISONS.values():
        columns = [LIFT_COLUMNS.index(level) for level in levels]
        values = rates.lifts[:, columns]
        known = np.isfinite(values).all(axis=1) & np.isfinite(overall)
        names = np.array(rates.specialties)[known]
        shares = _shares(levels, values[known], overall[known], names, applications)
        counts = totals[known][:, None] * np.stack([shares[name] for name in names])
        lifts.extend(_compare(levels, values[known], counts, names, shares))
    return lifts


def _shares(
    levels: Sequence[str],
    values: FloatArray,
    overall: FloatArray,
    names: np.ndarray,
    applications: Applications,
) -> dict[str, FloatArray]:
    """Share of a specialty's applications at each level, from the accounting identity. [share]"""
    result = {}
    for specialty in sorted(set(names)):
        if "in_state" in levels:
            inside = max(applications.in_state_share[specialty], 0.005)
            result[specialty] = np.array([inside, 1 - inside])
            continue
        rows = names == specialty
        base, share = NOISE
        weight = np.sqrt(SHARE_WEIGHT / (base + (share * overall[rows]) ** 2))
        gaps = (values[rows, :-1] - values[rows, -1:]) * weight[:, None]
        prior = np.array([SHARE_PRIOR[level] for level in levels[:-1]])
        left = np.vstack([gaps, np.eye(prior.size) / SHARE_PRIOR_SD])
        right = np.concatenate(
            [(overall[rows] - values[rows, -1]) * weight, prior / SHARE_PRIOR_SD]
        )
        found = lsq_linear(left, right, (0.01, 0.45)).x
        result[specialty] = np.append(found, 1 - found.sum())
    return result


def _compare(
    levels: Sequence[str],
    values: FloatArray,
    counts: FloatArray,
    names: np.ndarray,
    shares: Mapping[str, FloatArray],
) -> list[Lift]:
    rows, width = values.shape
    program, level = (axis.ravel() for axis in np.indices((rows, width)))
    table = log_likelihood_table(
        values.ravel(), counts.ravel(), log_count_sd=np.full(values.size, COUNT_LOG_SD)
    )
    kinds = sorted(set(names))
    matrix = np.column_stack([np.ones(rows), *[(names == kind).astype(float) for kind in kinds]])
    blocks = ("flat", *["specialty"] * len(kinds))
    same = ("",) * rows
    design = Design(matrix, ("intercept", *kinds), blocks, tuple(range(rows)), same)
    fit = fit_model(design, Observations(program, level, table), rounds=ROUNDS)
    columns = matrix.shape[1]
    covariance = fit.coefficient_covariance.reshape(GROUP_COUNT, columns, GROUP_COUNT, columns)
    within = fit.residual_of(np.arange(1))[0] + fit.institution
    lifts = []
    for number, kind in enumerate(kinds, start=1):
        pick = np.zeros(columns)
        pick[[0, number]] = 1.0
        for one in range(width - 1):
            contrast = np.zeros((GROUP_COUNT, columns))
            contrast[one], contrast[width - 1] = pick, -pick
            variance = np.einsum("ap,apbq,bq->", contrast, covariance, contrast)
            spread = within[one, one] + within[width - 1, width - 1] - 2 * within[one, width - 1]
            lifts.append(
                Lift(
                    level=levels[one],
                    specialty=kind,
                    log_odds=float((contrast * fit.coefficients.T).sum()),
                    standard_error=float(np.sqrt(variance)),
                    program_sd=float(np.sqrt(spread)),
                    share_of_applications=float(shares[kind][one]),
                    programs=int((names == kind).sum()),
                )
            )
    return lifts
