"""The event that a program leaves positions unfilled, from its own history."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from thirdfriday.domain.kept_answers import KEPT, Same, SameEach
from thirdfriday.domain.program import NEWEST_FILLED_YEAR, Program
from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array


def chances_of_unfilled(programs: Sequence[Program], facts: Facts) -> Array:
    """Chance that each program leaves a position unfilled before SOAP. [n, probability]

    Recent years count more; a program with little or no history is drawn towards the average of
    the given programs, which should be those of one specialty.

    Facts: match.unfilled.prior_seasons, match.unfilled.recency, match.unfilled.share
    Method: docs/models/match.md
    """
    return _chances_kept(SameEach(programs), Same(facts)).copy()


@lru_cache(maxsize=KEPT)
def _chances_kept(programs: SameEach, facts: Same) -> Array:
    recency = facts.held.value("match.unfilled.recency")
    seasons_of = [weighted_seasons(each.fill_history, recency) for each in programs.held]
    return _towards_average(seasons_of, facts.held)


def chances_of_unfilled_positions(
    programs: Sequence[Program], types: tuple[str, ...], facts: Facts
) -> Array:
    """Chance that each program leaves a position of these types unfilled before SOAP. [n]

    As `chances_of_unfilled`, by the history of the positions of these types alone: a program can
    fill its whole training every year and leave first years open.

    Facts: match.unfilled.prior_seasons, match.unfilled.recency, match.unfilled.share
    """
    recency = facts.value("match.unfilled.recency")
    histories = [program.fill_history_of(types) for program in programs]
    return _towards_average([weighted_seasons(one, recency) for one in histories], facts)


def _towards_average(seasons_of: Sequence[tuple[float, float]], facts: Facts) -> Array:
    """Shares of seasons with unfilled positions, drawn towards their average. [n, probability]"""
    prior = facts.value("match.unfilled.prior_seasons")
    evidence = np.array(seasons_of)
    if not len(evidence):
        return np.zeros(0)
    unfilled, seasons = evidence.T
    average = (unfilled.sum() + prior * facts.value("match.unfilled.share")) / (
        seasons.sum() + prior
    )
    chances: Array = (unfilled + prior * average) / (seasons + prior)
    return chances


def weighted_seasons(history: Mapping[int, tuple[int, int]], recency: float) -> tuple[float, float]:
    """Seasons with unfilled positions, and seasons at all, older ones weighing less. [seasons]

    >>> weighted_seasons({2025: (8, 7), 2024: (8, 8)}, 0.5)
    (1.0, 1.5)
    """
    unfilled = seasons = 0.0
    for year, (quota, filled) in history.items():
        weight = recency ** (NEWEST_FILLED_YEAR - year)
        seasons += weight
        unfilled += weight * (filled < quota)
    return unfilled, seasons
