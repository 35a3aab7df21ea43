"""Step 2 CK of simulated applicants, fitted to the scores of matched and not matched."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from builders.charting_moments import Moments
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.market_charting import YEARS_ALONE, matched_fields, preferences
from thirdfriday.models.market_inputs import MarketInputs, plan_scores
from thirdfriday.models.market_season import Season

Array = npt.NDArray[Any]
TURNS = 12
FEW = 5.0  # applicants a season in the smaller group, under which the gap is left alone
CORRELATION_RANGE = (-0.3, 0.95)


def fit_scores(inputs: MarketInputs, seasons: Sequence[Season], told: Moments) -> Array:
    """Mean and correlation with quality of the scores of those who apply. (2, fields, 6)

    A score changes nothing in a season, so both are solved for after it: the correlation answers to
    the gap between matched and not matched, the mean to their common mean. Where no table of scores
    is, both are those that plans take.
    """
    mean, correlation = plan_scores(inputs.layout, load_facts())
    spread = inputs.supply.score_spread
    groups = [_groups(inputs, season) for season in seasons]
    known: Array = np.asarray(np.isfinite(told.score).all(axis=2))
    known[-YEARS_ALONE:] = False
    for _ in range(TURNS):
        sums, counts, quality = _sums(mean, correlation * spread, seasons, groups, told.score.shape)
        few = counts.min(axis=2) / len(seasons)
        counts = np.maximum(counts, 1e-9)
        found, paper = sums / counts, quality / counts
        gap = (told.score - found) @ np.array([1.0, -1.0])
        steep = spread * np.maximum(paper @ np.array([1.0, -1.0]), 0.05)
        moved = np.clip(correlation + gap / steep, *CORRELATION_RANGE)
        correlation = np.where(known & (few >= FEW), moved, correlation)
        sums, _, _ = _sums(mean, correlation * spread, seasons, groups, told.score.shape)
        weight = counts / np.maximum(told.score_error, 0.1) ** 2
        away = told.score - sums / counts
        weight = np.where(few[..., None] >= FEW, 1 / told.score_error**2, weight)
        shift = np.nansum(weight * away, axis=2) / np.maximum(np.nansum(weight, axis=2), 1e-12)
        mean = np.where(known & (counts.max(axis=2) >= 1), mean + shift, mean)
    return np.array([mean, correlation])


def _groups(inputs: MarketInputs, season: Season) -> tuple[Array, Array, Array]:
    """Of those who rank anything: who they are, their preferred field, matched in it (0) or not."""
    preferred, _ = preferences(inputs, season)
    who = np.flatnonzero(preferred >= 0)
    missed = matched_fields(inputs, season)[who] != preferred[who]
    return who, preferred[who], missed.astype(np.int64)


def _sums(
    mean: Array, slope: Array, seasons: Sequence[Season], groups: Sequence[tuple[Array, ...]],
    shape: tuple[int, ...],
) -> tuple[Array, Array, Array]:  # fmt: skip
    """Sums of expected scores, of people and of quality by preferred field, type and group."""
    sums, counts, quality = (np.zeros(shape) for _ in range(3))
    for season, (who, preferred, missed) in zip(seasons, groups, strict=True):
        people = season.people
        aimed, kind = people.fields[who, 0], people.kind[who]
        at = (preferred, kind, missed)
        np.add.at(sums, at, mean[aimed, kind] + slope[aimed, kind] * people.quality[who])
        np.add.at(counts, at, 1.0)
        np.add.at(quality, at, people.quality[who])
    return sums, counts, quality
