"""Scores the shipped estimates against a season that took no part in the fit."""

from dataclasses import dataclass

import numpy as np

from builders.interview_applications import NEUROLOGY, NeurologyCounts
from builders.interview_estimates import Estimates
from builders.interview_prepare import Prepared
from builders.interview_tables import GROUPS, FloatArray
from builders.interview_validation import INTERVAL, SEED, cross_entropy

DRAWS = 2000
# A published rate of 0.00 or 1.00 taken at its word would lose without bound: half a step is added.
ROUNDING = 0.005


@dataclass(frozen=True, slots=True)
class Forecast:
    """Log loss per application on neurology's 2026 counts, and what the intervals covered."""

    programs: int
    applications: int
    model: float
    published_2024: float
    specialty: float
    floor: float
    gain_specialty: tuple[float, float]
    gain_published: tuple[float, float]
    covered: float
    new_programs: int
    new_model: float
    new_specialty: float


def forecast_2026(prepared: Prepared, estimates: Estimates, neurology: NeurologyCounts) -> Forecast:
    """How the estimates, built on 2024 rates, foresaw neurology's 2026 invitations."""
    inside = [row for row, name in enumerate(prepared.specialties) if name == NEUROLOGY]
    means = np.nanmean(prepared.published[inside], axis=0)
    cells = []
    for place in inside:
        program = prepared.programs[place].acgme_id
        if program not in neurology.applications:
            continue
        for one in range(len(GROUPS)):
            applied = neurology.applications[program][one]
            invited = neurology.invited_share[program][one]
            if applied >= 1 and np.isfinite(invited):
                cells.append((place, one, applied, invited))
    table = np.array(cells)
    row, group = table[:, 0].astype(int), table[:, 1].astype(int)
    count, share = table[:, 2], table[:, 3]
    own = np.isfinite(prepared.published[row, group])
    before = prepared.published[row, group]
    loss = {
        "model": cross_entropy(share, estimates.chance[row, group]),
        "specialty": cross_entropy(share, means[group]),
        "published": cross_entropy(share, np.clip(before, ROUNDING, 1 - ROUNDING)),
        "floor": cross_entropy(share, share),
    }
    known = {name: values[own] for name, values in loss.items()}
    weight = count[own] / count[own].sum()
    fresh = count[~own] / count[~own].sum()
    return Forecast(
        programs=int(np.unique(row[own]).size),
        applications=int(count[own].sum()),
        model=float(known["model"] @ weight),
        published_2024=float(known["published"] @ weight),
        specialty=float(known["specialty"] @ weight),
        floor=float(known["floor"] @ weight),
        gain_specialty=_gain(known["specialty"] - known["model"], weight, row[own]),
        gain_published=_gain(known["published"] - known["model"], weight, row[own]),
        covered=_covered(
            estimates.centre[row[own], group[own]],
            estimates.standard_error[row[own], group[own]],
            count[own],
            share[own],
        ),
        new_programs=int(np.unique(row[~own]).size),
        new_model=float(loss["model"][~own] @ fresh),
        new_specialty=float(loss["specialty"][~own] @ fresh),
    )


def _gain(difference: FloatArray, weight: FloatArray, rows: np.ndarray) -> tuple[float, float]:
    mean = float(difference @ weight)
    unique, place = np.unique(rows, return_inverse=True)
    total = np.bincount(place, (difference - mean) * weight, minlength=unique.size)
    return mean, float(np.sqrt((total**2).sum()))


def _covered(centre: FloatArray, error: FloatArray, count: FloatArray, share: FloatArray) -> float:
    rng = np.random.default_rng(SEED)
    odds = centre[:, None] + error[:, None] * rng.standard_normal((centre.size, DRAWS))
    size = count.astype(int)[:, None]
    seen = np.round(rng.binomial(size, 1 / (1 + np.exp(-odds))) / size, 2)
    tie = 0.01 * (rng.random((centre.size, DRAWS)) - 0.5) / 2
    mark = share + 0.01 * (rng.random(centre.size) - 0.5) / 2
    rank = (seen + tie < mark[:, None]).mean(axis=1)
    return float((np.abs(rank - 0.5) <= INTERVAL / 2).mean())
