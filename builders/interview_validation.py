"""Cross-validates the interview fit by program and compares it with averages."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from builders.interview_estimates import estimate, mean_chance
from builders.interview_features import Design
from builders.interview_model import Fit, Observations, believe, fit_model
from builders.interview_season import SeasonNoise
from builders.interview_tables import GROUPS, FloatArray, Program

FOLDS = 10
SEED = 20260320
FOLD_ROUNDS = 2
CLIP = 1e-4
INTERVAL = 0.8
STATE_PRIOR_PROGRAMS = 1.0
DRAWS = 400
INFLATIONS = tuple(1.0 + 0.02 * step for step in range(26))


@dataclass(frozen=True, slots=True)
class Held:
    """Held-out predictions of every published cell. [probability], [cell]

    `centre` and `variance` are of the log-odds of the season seen.
    """

    rate: FloatArray
    count: FloatArray
    program: np.ndarray
    group: np.ndarray
    chance: FloatArray
    specialty_mean: FloatArray
    state_mean: FloatArray
    centre: FloatArray
    variance: FloatArray


@dataclass(frozen=True, slots=True)
class Score:
    """Mean loss of the model and how much each average loses to it, with standard errors."""

    cells: int
    model: float
    floor: float
    specialty: float
    state: float
    gain_specialty: tuple[float, float]
    gain_state: tuple[float, float]


def cross_entropy(rate: FloatArray, chance: FloatArray) -> FloatArray:
    """Log loss of forecasting `chance` for a share `rate` of applicants. [nats per application]

    >>> round(float(cross_entropy(np.array(0.5), np.array(0.5))), 3)
    0.693
    """
    kept = np.clip(chance, CLIP, 1 - CLIP)
    return np.asarray(-(rate * np.log(kept) + (1 - rate) * np.log(1 - kept)), dtype=np.float64)


def folds_of(keys: Sequence[str]) -> np.ndarray:
    """A fold number per cell; all cells of one key share it."""
    unique = sorted(set(keys))
    order = np.random.default_rng(SEED).permutation(len(unique)) % FOLDS
    of = dict(zip(unique, order, strict=True))
    return np.array([of[key] for key in keys])


def hold_out(
    design: Design,
    observations: Observations,
    fit: Fit,
    *,
    season: SeasonNoise,
    programs: Sequence[Program],
    rate: FloatArray,
    count: FloatArray,
    key: Callable[[int], str],
) -> Held:
    """Predictions of cells whose fold took no part in the fit. `key(cell)` names what is held out.

    Coefficients, variance components, sites and ties to the means are refitted in every fold from
    the other folds alone, starting from the whole fit's variance components.
    """
    fold = folds_of([key(cell) for cell in range(rate.size)])
    specialties = [program.specialty for program in programs]
    chance, centre, variance = (np.zeros(rate.size) for _ in range(3))
    specialty_mean, state_mean = np.zeros(rate.size), np.zeros(rate.size)
    for number in range(FOLDS):
        train, test = fold != number, fold == number
        refit = fit_model(design, observations.only(train), rounds=FOLD_ROUNDS, start=fit)
        published = np.full((len(programs), len(GROUPS)), np.nan)
        published[observations.program[train], observations.group[train]] = rate[train]
        offset = estimate(design, refit, season, specialties, published).offset
        rows = np.unique(observations.program[test])
        belief = believe(design, refit, rows)
        place, group = np.searchsorted(rows, observations.program[test]), observations.group[test]
        shift = np.array([offset[specialties[i]] for i in rows])[place, group]
        centre[test] = belief.mean[place, group] + shift
        variance[test] = belief.covariance[place, group, group]
        chance[test] = mean_chance(centre[test], variance[test])
        specialty_mean[test], state_mean[test] = averages(programs, observations, rate, train, test)
    return Held(
        rate, count, observations.program, observations.group,
        chance, specialty_mean, state_mean, centre, variance,
    )  # fmt: skip


def averages(
    programs: Sequence[Program],
    observations: Observations,
    rate: FloatArray,
    train: np.ndarray,
    test: np.ndarray,
) -> tuple[FloatArray, FloatArray]:
    """Group x specialty averages, and group x specialty x state averages, of the training cells.

    The state's average counts the specialty's as one more program, so that it is defined, and
    never zero, where a state has few programs: the fair form of that rule of thumb.
    """
    by_specialty: dict[tuple[str, int], list[float]] = defaultdict(list)
    by_state: dict[tuple[str, int, str], list[float]] = defaultdict(list)
    for cell in np.flatnonzero(train):
        program, group = programs[observations.program[cell]], int(observations.group[cell])
        by_specialty[(program.specialty, group)].append(rate[cell])
        by_state[(program.specialty, group, program.state)].append(rate[cell])
    general, local = [], []
    for cell in np.flatnonzero(test):
        program, group = programs[observations.program[cell]], int(observations.group[cell])
        mean = float(np.mean(by_specialty[(program.specialty, group)]))
        here = by_state.get((program.specialty, group, program.state), [])
        general.append(mean)
        local.append((sum(here) + STATE_PRIOR_PROGRAMS * mean) / (len(here) + STATE_PRIOR_PROGRAMS))
    return np.array(general), np.array(local)


def score(held: Held, keep: np.ndarray, *, weight: FloatArray | None = None) -> Score:
    """Log loss over the cells in `keep`; standard errors treat a program as one observation."""
    rate, weights = held.rate[keep], np.ones(int(keep.sum())) if weight is None else weight[keep]
    share = weights / weights.sum()
    losses = {
        "model": cross_entropy(rate, held.chance[keep]),
        "specialty": cross_entropy(rate, held.specialty_mean[keep]),
        "state": cross_entropy(rate, held.state_mean[keep]),
    }
    programs = held.program[keep]
    return Score(
        cells=int(keep.sum()),
        model=float(losses["model"] @ share),
        floor=float(_entropy(rate) @ share),
        specialty=float(losses["specialty"] @ share),
        state=float(losses["state"] @ share),
        gain_specialty=_clustered(losses["specialty"] - losses["model"], share, programs),
        gain_state=_clustered(losses["state"] - losses["model"], share, programs),
    )


def _entropy(rate: FloatArray) -> FloatArray:
    inside = np.clip(rate, 1e-12, 1 - 1e-12)
    return np.asarray(
        -(inside * np.log(inside) + (1 - inside) * np.log(1 - inside)), dtype=np.float64
    )


def _clustered(
    difference: FloatArray, share: FloatArray, programs: np.ndarray
) -> tuple[float, float]:
    mean = float(difference @ share)
    unique, place = np.unique(programs, return_inverse=True)
    total = np.bincount(place, (difference - mean) * share, minlength=unique.size)
    return mean, float(np.sqrt((total**2).sum()))


def deviance(held: Held, keep: np.ndarray) -> dict[str, float]:
    """Binomial deviance per cell with the estimated counts. [deviance per cell]"""
    count, rate = held.count[keep], held.rate[keep]
    floor = _entropy(rate)
    chances = {
        "model": held.chance, "specialty": held.specialty_mean, "state": held.state_mean
    }  # fmt: skip
    return {
        name: float((2 * count * (cross_entropy(rate, chance[keep]) - floor)).mean())
        for name, chance in chances.items()
    }


def coverage(held: Held, keep: np.ndarray) -> tuple[float, float, float]:
    """Share of published rates inside the central 80% interval, below it and above it. [share]

    The interval is of the rate as published: log-odds drawn from the belief, then the binomial
    spread of the estimated count, then rounding, since that is what is compared.
    """
    rng = np.random.default_rng(SEED)
    cells = np.flatnonzero(keep)
    noise = rng.standard_normal((cells.size, DRAWS))
    log_odds = held.centre[cells, None] + np.sqrt(held.variance[cells])[:, None] * noise
    size = np.maximum(1, np.round(held.count[cells])).astype(int)[:, None]
    seen = np.round(rng.binomial(size, expit(log_odds)) / size, 2)
    # Equal after rounding: which is the larger is drawn, so that the interval is exact.
    ties = 0.005 * (rng.random((cells.size, DRAWS)) - 0.5)
    mark = held.rate[cells] + 0.005 * (rng.random(cells.size) - 0.5)
    rank = (seen + ties < mark[:, None]).mean(axis=1)
    below = float((rank < 0.5 - INTERVAL / 2).mean())
    above = float((rank > 0.5 + INTERVAL / 2).mean())
    return 1 - below - above, below, above


def calibration(held: Held, keep: np.ndarray) -> list[tuple[float, float, float, int]]:
    """By tenth of predicted chance: mean predicted, mean published, its standard error, cells."""
    order = np.argsort(held.chance[keep], kind="stable")
    rows = []
    for part in np.array_split(order, 10):
        chance, rate = held.chance[keep][part], held.rate[keep][part]
        error = float(rate.std(ddof=1) / np.sqrt(part.size))
        rows.append((float(chance.mean()), float(rate.mean()), error, int(part.size)))
    return rows


def interval_inflation(held: Held) -> FloatArray:
    """Factor by group on standard errors at which the 80% intervals cover 80%. [factor], [group]"""
    factors = np.ones(len(GROUPS))
    for group in range(len(GROUPS)):
        keep = held.group == group
        for factor in INFLATIONS:
            wider = replace(held, variance=held.variance * factor**2)
            factors[group] = factor
            if coverage(wider, keep)[0] >= INTERVAL:
                break
    return factors
