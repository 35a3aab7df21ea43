"""Hierarchical fit of four correlated invitation rates per program by expectation propagation."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_array

from builders.interview_features import Design
from builders.interview_likelihood import GRID
from builders.interview_tables import FloatArray

GROUP_COUNT = 4
DAMPING = 0.8
FLAT_PRECISION = 1e-4
LEAST_PRECISION = 1e-6
VARIANCE_FLOOR = 1e-4
INSTITUTION_START = 0.15
# A specialty's spread counts as much as its programs; the common spread as this many.
SCALE_PRIOR_PROGRAMS = 20.0


@dataclass(frozen=True, slots=True)
class Observations:
    """Log-likelihood tables of the published cells. `log_likelihood` [cell, GRID]

    `program` and `group` say whose cell it is; rows of the design without a cell have no rate.
    """

    program: np.ndarray
    group: np.ndarray
    log_likelihood: FloatArray

    def only(self, keep: np.ndarray) -> "Observations":
        """The cells where `keep` [cell] is true."""
        return Observations(self.program[keep], self.group[keep], self.log_likelihood[keep])


@dataclass(frozen=True, slots=True)
class Fit:
    """Fitted coefficients and variance components on the log-odds scale.

    coefficients [column, group], their covariance [column*group, column*group] (column-major by
    group), component variances {block: [group]}, residual and institution covariances [4, 4];
    `scale` [program, group] multiplies the residual's spread, one value per specialty and group;
    sites: natural parameters of the Gaussian approximations [program, group].
    """

    coefficients: FloatArray
    coefficient_covariance: FloatArray
    block_variance: dict[str, FloatArray]
    residual: FloatArray
    scale: FloatArray
    institution: FloatArray
    institution_mean: FloatArray
    institution_covariance: FloatArray
    site_shift: FloatArray
    site_precision: FloatArray
    changes: tuple[float, ...] = field(default=())

    def residual_of(self, rows: np.ndarray | slice) -> FloatArray:
        """Residual covariance of each program. [squared log-odds], [program, 4, 4]"""
        scale = self.scale[rows]
        return np.asarray(self.residual * scale[:, :, None] * scale[:, None, :], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Prediction:
    """Gaussian belief about the log-odds of a program: mean [program, 4], covariance [.., 4, 4]."""

    mean: FloatArray
    covariance: FloatArray


def start_fit(design: Design, observations: Observations) -> Fit:
    """A first value of the fit, from the peak and curvature of each likelihood."""
    rows, columns = design.matrix.shape
    shift, precision = np.zeros((rows, GROUP_COUNT)), np.zeros((rows, GROUP_COUNT))
    prior = -0.5 * (GRID + 2.0) ** 2 / 4.0
    weight = np.exp(_normalised(observations.log_likelihood + prior))
    weight /= weight.sum(axis=1, keepdims=True)
    mean = weight @ GRID
    variance = weight @ GRID**2 - mean**2 + 1e-3
    cell = (observations.program, observations.group)
    precision[cell] = np.maximum(1 / variance - 1 / 4.0, 0.05)
    shift[cell] = precision[cell] * mean
    institutions = max(design.institution) + 1
    return Fit(
        coefficients=np.zeros((columns, GROUP_COUNT)),
        coefficient_covariance=np.zeros((0, 0)),
        block_variance={b: np.full(4, 0.1) for b in dict.fromkeys(design.blocks) if b != "flat"},
        residual=np.eye(4) * 0.3 + 0.2,
        scale=np.ones((rows, GROUP_COUNT)),
        institution=np.eye(4) * INSTITUTION_START,
        institution_mean=np.zeros((institutions, GROUP_COUNT)),
        institution_covariance=np.tile(np.eye(4) * INSTITUTION_START, (institutions, 1, 1)),
        site_shift=shift,
        site_precision=precision,
    )


def fit_model(
    design: Design, observations: Observations, *, rounds: int, start: Fit | None = None
) -> Fit:
    """Coefficients and variance components after `rounds` of expectation propagation and EM.

    Method: z_j = B'x_j + a_i(j) + u_j, a ~ N(0, A), u ~ N(0, S), coefficients ~ N(0, one variance
    per block and group); each published cell enters by its own interval likelihood, approximated
    by a Gaussian site matched on moments (docs/models/interview.md).
    """
    fit = start if start is not None else start_fit(design, observations)
    fit = _sites_only(fit, observations)
    changes: list[float] = []
    for _ in range(rounds):
        before = fit.coefficients
        fit = _solve(design, fit)
        fit = _propagate(design, fit, observations)
        changes.append(float(np.abs(fit.coefficients - before).max()))
    return replace(fit, changes=tuple(changes))


def believe(design: Design, fit: Fit, rows: Sequence[int] | np.ndarray) -> Prediction:
    """Belief about the log-odds of programs given every published cell, their own included.

    For a program without a rate this is the prediction with its whole error; for one with rates
    the prediction and the rates are pooled by their precisions, across the four groups.
    """
    rows = np.asarray(rows)
    mean, spread = expected(design, fit, rows)
    inverse = np.linalg.inv(fit.residual_of(rows))
    inner = np.linalg.inv(inverse + _diagonal(fit.site_precision[rows]))
    pulled = np.einsum("jab,jb->ja", inverse, mean) + fit.site_shift[rows]
    pass_on = inner @ inverse
    covariance = inner + pass_on @ spread @ pass_on.transpose(0, 2, 1)
    return Prediction(np.einsum("jab,jb->ja", inner, pulled), covariance)


def expected(design: Design, fit: Fit, rows: np.ndarray) -> tuple[FloatArray, FloatArray]:
    """Mean and error covariance of what predictors and institution say of programs."""
    x = design.matrix[rows]
    place = np.array(design.institution)[rows]
    columns = x.shape[1]
    spread = fit.institution_covariance[place].copy()
    blocks = fit.coefficient_covariance.reshape(GROUP_COUNT, columns, GROUP_COUNT, columns)
    for one in range(GROUP_COUNT):
        for two in range(one, GROUP_COUNT):
            shared = np.einsum("ij,ij->i", x @ blocks[one, :, two, :], x)
            spread[:, one, two] += shared
            if two > one:
                spread[:, two, one] += shared
    return x @ fit.coefficients + fit.institution_mean[place], spread


def _sites_only(fit: Fit, observations: Observations) -> Fit:
    """The fit with the sites of unobserved cells taken out."""
    keep = np.zeros_like(fit.site_shift)
    keep[observations.program, observations.group] = 1.0
    return replace(fit, site_shift=fit.site_shift * keep, site_precision=fit.site_precision * keep)


def _diagonal(values: FloatArray) -> FloatArray:
    return np.asarray(values[:, :, None] * np.eye(GROUP_COUNT), dtype=np.float64)


def _site_weights(fit: Fit, rows: np.ndarray) -> tuple[FloatArray, FloatArray]:
    """Precision W_j of x'B given the residual, and W_j times the site mean.

    W = L - L (S^-1 + L)^-1 L with L the diagonal site precision: finite when a cell is missing.
    """
    site, shift = fit.site_precision[rows], fit.site_shift[rows]
    precision = _diagonal(site)
    inner = np.linalg.inv(np.linalg.inv(fit.residual_of(rows)) + precision)
    weight = precision - precision @ inner @ precision
    return weight, shift - np.einsum("ja,jab,jb->ja", site, inner, shift)


def _solve(design: Design, fit: Fit) -> Fit:
    """Coefficients and institution effects given the sites; then the variance components."""
    seen = np.flatnonzero(fit.site_precision.sum(axis=1) > 0)
    x = design.matrix[seen]
    columns = x.shape[1]
    weight, pulled = _site_weights(fit, seen)
    place = np.array(design.institution)[seen]
    count = fit.institution_mean.shape[0]
    gather = csr_array((np.ones(seen.size), (place, np.arange(seen.size))), (count, seen.size))
    total = (gather @ weight.reshape(-1, 16)).reshape(count, 4, 4)
    spread = np.linalg.inv(np.linalg.inv(fit.institution) + total)
    left = np.zeros((GROUP_COUNT, columns, GROUP_COUNT, columns))
    # flat_cross[c, a, (g, :)] = Σ_j in c  W_j[a, g] x_j
    cross = weight[:, :, :, None] * x[:, None, None, :]
    flat_cross = (gather @ cross.reshape(seen.size, -1)).reshape(count, 4, GROUP_COUNT * columns)
    pulled_total = gather @ pulled
    for one in range(GROUP_COUNT):
        for two in range(one, GROUP_COUNT):
            block = (x * weight[:, one, two, None]).T @ x
            left[one, :, two, :] = block
            left[two, :, one, :] = block.T
    root = np.linalg.cholesky(spread)
    half = np.einsum("cab,cap->cbp", root, flat_cross).reshape(-1, GROUP_COUNT * columns)
    matrix = left.reshape(GROUP_COUNT * columns, -1) - half.T @ half
    right = np.einsum("ja,jp->ap", pulled, x).ravel()
    right = (
        right
        - flat_cross.reshape(-1, GROUP_COUNT * columns).T
        @ np.einsum("cab,cb->ca", spread, pulled_total).ravel()
    )
    matrix[np.diag_indices_from(matrix)] += _prior_precision(design, fit).ravel()
    covariance = cho_solve(cho_factor(matrix), np.eye(matrix.shape[0]))
    coefficients = (covariance @ right).reshape(GROUP_COUNT, columns).T
    explained = np.einsum("cap,p->ca", flat_cross, coefficients.T.ravel())
    institution_mean = np.einsum("cab,cb->ca", spread, pulled_total - explained)
    solved = replace(
        fit,
        coefficients=coefficients,
        coefficient_covariance=covariance,
        institution_mean=institution_mean,
        institution_covariance=spread,
    )
    return _update_variances(design, solved, seen, total)


def _prior_precision(design: Design, fit: Fit) -> FloatArray:
    table = np.full((GROUP_COUNT, len(design.blocks)), FLAT_PRECISION)
    for place, block in enumerate(design.blocks):
        if block != "flat":
            table[:, place] = 1.0 / fit.block_variance[block]
    return table


def _update_variances(design: Design, fit: Fit, seen: np.ndarray, total: FloatArray) -> Fit:
    blocks = np.array(design.blocks)
    spread = np.diag(fit.coefficient_covariance).reshape(GROUP_COUNT, -1)
    updated = {}
    for block, old in fit.block_variance.items():
        inside = blocks == block
        size = (fit.coefficients[inside] ** 2).sum(axis=0)
        # MacKay's fixed point: coefficients that the data determine, over their number.
        determined = inside.sum() - spread[:, inside].sum(axis=1) / old
        updated[block] = np.maximum(size / np.maximum(determined, 0.5), VARIANCE_FLOOR)
    active = np.abs(total).sum(axis=(1, 2)) > 0
    means = fit.institution_mean[active]
    institution = (means.T @ means + fit.institution_covariance[active].sum(axis=0)) / active.sum()
    guess = design.matrix[seen] @ fit.coefficients
    guess = guess + fit.institution_mean[np.array(design.institution)[seen]]
    inverse = np.linalg.inv(fit.residual_of(seen))
    covariance = np.linalg.inv(inverse + _diagonal(fit.site_precision[seen]))
    off = np.einsum(
        "jab,jb->ja",
        covariance,
        fit.site_shift[seen] - fit.site_precision[seen] * guess,
    )
    moment = covariance + off[:, :, None] * off[:, None, :]
    own = fit.scale[seen]
    residual = (moment / (own[:, :, None] * own[:, None, :])).mean(axis=0)
    return replace(
        fit,
        block_variance=updated,
        institution=institution,
        residual=residual,
        scale=_scales(design, np.einsum("jaa->ja", moment) / np.diag(residual), seen),
    )


def _scales(design: Design, square: FloatArray, seen: np.ndarray) -> FloatArray:
    """Spread of each specialty's residuals against the common one, pooled towards 1. [factor]"""
    scale = np.ones((design.matrix.shape[0], GROUP_COUNT))
    kind = np.array(design.kinds)
    for one in np.unique(kind[seen]):
        inside = square[kind[seen] == one]
        pooled = (inside.sum(axis=0) + SCALE_PRIOR_PROGRAMS) / (
            inside.shape[0] + SCALE_PRIOR_PROGRAMS
        )
        scale[kind == one] = np.sqrt(pooled)
    return scale


def _propagate(design: Design, fit: Fit, observations: Observations) -> Fit:
    """One pass of expectation propagation over every cell, damped."""
    rows = np.unique(observations.program)
    after = believe(design, fit, rows)
    place = np.searchsorted(rows, observations.program)
    group = observations.group
    cell = (observations.program, group)
    variance = after.covariance[place, group, group]
    precision = fit.site_precision[cell]
    cavity_precision = np.maximum(1.0 / variance - precision, 1e-3)
    cavity_shift = after.mean[place, group] / variance - fit.site_shift[cell]
    cavity_mean = cavity_shift / cavity_precision
    exponent = -0.5 * cavity_precision[:, None] * (GRID - cavity_mean[:, None]) ** 2
    weight = np.exp(_normalised(observations.log_likelihood + exponent))
    weight /= weight.sum(axis=1, keepdims=True)
    mean = weight @ GRID
    tilted = np.maximum(weight @ GRID**2 - mean**2, 1e-4)
    new_precision = np.maximum(1.0 / tilted - cavity_precision, LEAST_PRECISION)
    new_shift = mean / tilted - cavity_shift
    new_shift = np.where(new_precision > LEAST_PRECISION, new_shift, new_precision * cavity_mean)
    shift, site = fit.site_shift.copy(), fit.site_precision.copy()
    shift[cell] = (1 - DAMPING) * fit.site_shift[cell] + DAMPING * new_shift
    site[cell] = (1 - DAMPING) * precision + DAMPING * new_precision
    return replace(fit, site_shift=shift, site_precision=site)


def _normalised(logs: FloatArray) -> FloatArray:
    return np.asarray(logs - logs.max(axis=1, keepdims=True), dtype=np.float64)
