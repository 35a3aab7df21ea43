"""The event of a couple's match down a list of pairs, in simulated seasons of both partners."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from thirdfriday.models.down_the_list import UNMATCHED, Seasons

NO_MATCH = -1
"""Stands for a partner who stays unmatched in a pair."""
Pairs = NDArray[np.int64]


def pair_matched(first: Seasons, second: Seasons, pairs: Pairs) -> NDArray[np.int64]:
    """The rank of the pair matched in each season, or -1 for none. [seasons]

    The first pair of which each program would take its partner; No Match is always to be had.
    A season is drawn for each partner apart, and one couple moves no cutoff.

    Args:
        first: which programs would take the first partner [seasons, m].
        second: the same for the second [seasons, n].
        pairs: indices of programs, NO_MATCH for none, the most wanted first [P, 2].

    >>> yes, no = np.array([[True, False]]), np.array([[False, True]])
    >>> pair_matched(yes, no, np.array([[0, 0], [1, 1], [0, 1]])).tolist()
    [2]
    """
    if not len(pairs):
        return np.full(len(first), UNMATCHED, dtype=np.int64)
    taken = _takes(first, pairs[:, 0]) & _takes(second, pairs[:, 1])
    matched: NDArray[np.int64] = np.where(taken.any(axis=1), taken.argmax(axis=1), UNMATCHED)
    return matched


def _takes(seasons: Seasons, index: NDArray[np.int64]) -> Seasons:
    """Which entries would take the partner, No Match always. [seasons, P]"""
    always = np.ones((len(seasons), 1), dtype=bool)
    found: Seasons = np.hstack([seasons, always])[:, index]
    return found


def shares(matched: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """Share of the seasons that end at each of `count` pairs. [probability]

    >>> shares(np.array([0, 0, -1, 1]), 2).tolist()
    [0.5, 0.25]
    """
    found: NDArray[np.float64] = np.bincount(matched[matched >= 0], minlength=count) / len(matched)
    return found


def every_pair(first: int, second: int) -> Pairs:
    """Every pair of entries of two lists, with one partner unmatched too, never both. [P, 2]

    >>> every_pair(1, 1).tolist()
    [[0, 0], [0, -1], [-1, 0]]
    """
    rows: Sequence[tuple[int, int]] = [
        (one, other)
        for one in (*range(first), NO_MATCH)
        for other in (*range(second), NO_MATCH)
        if (one, other) != (NO_MATCH, NO_MATCH)
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 2)
