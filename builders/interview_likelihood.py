"""Likelihood of a rate rounded to two decimals when the count behind it is estimated."""

import numpy as np
from scipy.special import expit, gammaln, xlog1py, xlogy

from builders.interview_tables import FloatArray

GRID = np.arange(-9.5, 5.0001, 0.05)
HALF_STEP = 0.005
# Five-node Gauss-Hermite rule over the log count.
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(5)
LOG_STEP = 0.12


def log_likelihood_table(
    rates: FloatArray, counts: FloatArray, *, log_count_sd: FloatArray
) -> FloatArray:
    """Log likelihood of each published rate over GRID of log-odds. [natural log], [cell, grid]

    A rate r stands for every count of invitations k that rounds to it among n applicants; n is not
    published, so the likelihood is averaged over a log-normal n around its estimate. A rate of
    0.00 is thus "fewer than half a percent", not "none": one-sided, as it should be.
    """
    buckets = np.round(np.log(np.maximum(counts, 0.5)) / LOG_STEP)
    spread = np.round(log_count_sd / 0.1) * 0.1
    table = np.empty((rates.size, GRID.size))
    keys = np.column_stack([np.round(rates, 4), buckets, spread])
    unique, inverse = np.unique(keys, axis=0, return_inverse=True)
    curves = np.stack([_curve(r, np.exp(b * LOG_STEP), s) for r, b, s in unique])
    table[:] = curves[inverse.ravel()]
    return table


def _curve(rate: float, count: float, log_sd: float) -> FloatArray:
    total = np.zeros(GRID.size)
    for node, weight in zip(NODES, WEIGHTS, strict=True):
        size = max(1.0, round(count * float(np.exp(log_sd * node))))
        total += weight * np.exp(_interval(rate, size))
    return np.asarray(np.log(np.maximum(total / WEIGHTS.sum(), 1e-300)), dtype=np.float64)


def _interval(rate: float, size: float) -> FloatArray:
    """Log probability that a binomial count rounds to `rate`, over GRID."""
    low = int(np.ceil(size * (rate - HALF_STEP) - 1e-9))
    high = int(np.floor(size * (rate + HALF_STEP) + 1e-9))
    invited = np.arange(max(low, 0), min(high, int(size)) + 1, dtype=float)
    if invited.size == 0:  # no count of this size rounds to the rate: the nearest real count
        invited = np.array([rate * size])
    odds = expit(GRID)[:, None]
    ways = gammaln(size + 1) - gammaln(invited + 1) - gammaln(size - invited + 1)
    logs = ways + xlogy(invited, odds) + xlog1py(size - invited, -odds)
    peak = logs.max(axis=1)
    return np.asarray(peak + np.log(np.exp(logs - peak[:, None]).sum(axis=1)), dtype=np.float64)
