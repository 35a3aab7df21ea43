"""Letters of interest: at which open programs one would add most, if letters do what is assumed."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array
from thirdfriday.optimiser.keep_interviews import HeldOutcomes
from thirdfriday.plan.season_forecast import Forecast

TINY = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """The best targets in order, what each adds alone [value], and outcomes with all of them."""

    places: tuple[int, ...]
    gains: tuple[float, ...]
    before: HeldOutcomes
    after: HeldOutcomes
    odds_ratio: float


def best_letters(made: Forecast, weight: Array, offers: Array, facts: Facts) -> Letters:
    """The open programs where multiplying the odds of an invitation yet would add most value.

    Facts: season.letter.odds_ratio, season.letters.most, season.apply.least_gain
    """
    odds_ratio = facts.value("season.letter.odds_ratio")
    before = made.outcome(weight, offers)
    found: list[tuple[float, int]] = []
    for j in np.flatnonzero(made.listed.pending):
        lifted = _lifted(offers, [int(j)], odds_ratio)
        gain = made.outcome(weight, lifted).value - before.value
        if gain >= facts.value("season.apply.least_gain"):
            found.append((gain, int(j)))
    found.sort(key=lambda item: (-item[0], item[1]))
    best = found[: round(facts.value("season.letters.most"))]
    places = tuple(j for _, j in best)
    after = made.outcome(weight, _lifted(offers, list(places), odds_ratio)) if best else before
    return Letters(places, tuple(gain for gain, _ in best), before, after, odds_ratio)


def _lifted(offers: Array, places: list[int], odds_ratio: float) -> Array:
    """The offers with the odds of some multiplied; what cannot come stays nothing."""
    lifted = offers.copy()
    rows = offers[places]
    moved = expit(logit(np.clip(rows, TINY, 1.0 - TINY)) + np.log(odds_ratio))
    lifted[places] = np.where(rows > 0, moved, 0.0)
    return lifted
