"""The event of an unmatched season under different causes: which one its counts speak for."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from thirdfriday.models.quality import Array


@dataclass(frozen=True, slots=True, eq=False)
class SeasonUnder:
    """A season under one cause, by node: chances of invitation and of being taken.

    `offer` [m, Q] at each program applied to; `admit` [r, Q] at each program ranked.
    """

    offer: Array
    admit: Array


def count_chances(offer: Array) -> Array:
    """Chance of each number of invitations, 0 to m, by node. [m + 1, Q]

    >>> count_chances(np.array([[0.5], [0.5]])).ravel().tolist()
    [0.25, 0.5, 0.25]
    """
    counts = np.zeros((len(offer) + 1, offer.shape[1]))
    counts[0] = 1.0
    for chance in offer:
        counts[1:] = counts[1:] * (1.0 - chance) + counts[:-1] * chance
        counts[0] *= 1.0 - chance
    return counts


def likelihood(season: SeasonUnder, weight: Array, interviews: int) -> float:
    """Chance of exactly so many invitations and no match. [probability]"""
    counts = count_chances(season.offer)[min(interviews, len(season.offer))]
    unmatched = np.prod(1.0 - season.admit, axis=0)
    return float((counts * unmatched) @ weight / weight.sum())


def causes(
    seasons: Mapping[str, SeasonUnder],
    weight: Array,
    prior: Mapping[str, float],
    interviews: int,
) -> dict[str, float]:
    """How likely each cause is, given the counts of the season. [probability, summing to one]

    Method: docs/models/unmatched.md

    >>> fine = SeasonUnder(np.full((20, 1), 0.3), np.full((1, 1), 0.2))
    >>> weak = SeasonUnder(np.full((20, 1), 0.1), np.full((1, 1), 0.2))
    >>> found = causes({"luck": fine, "paper": weak}, np.ones(1), {"luck": 0.5, "paper": 0.5}, 1)
    >>> found["paper"] > 0.9
    True
    """
    parts = {
        name: prior[name] * likelihood(each, weight, interviews) for name, each in seasons.items()
    }
    total = sum(parts.values())
    if not total:
        return dict(prior)
    return {name: part / total for name, part in parts.items()}


def so_few(offer: Array, weight: Array, interviews: int) -> float:
    """Chance of so few invitations or fewer. [probability]"""
    by_count = count_chances(offer) @ weight / weight.sum()
    return float(min(1.0, by_count[: interviews + 1].sum()))
