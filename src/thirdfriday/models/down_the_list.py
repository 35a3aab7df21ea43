"""The event of a match down a rank order list, in closed form and in simulated seasons."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thirdfriday.models.quality import Array

Seasons = NDArray[np.bool_]
Order = NDArray[np.int64]
UNMATCHED = -1


@dataclass(frozen=True, slots=True, eq=False)
class DownTheList:
    """For each of m ranks: chance of matching there, of getting so far, and by then in all. [m]"""

    here: Array
    reached: Array
    cumulative: Array

    @property
    def any(self) -> float:
        """Chance of a match anywhere on the list. [probability]"""
        return float(self.here.sum())


def down_the_list(admit: Array, weight: Array) -> DownTheList:
    """The chances rank by rank, the first being the most wanted. [m]

    Args:
        admit: chance that each program takes the applicant, by node [m, Q].
        weight: weight of each node; need not sum to one [Q].

    Method: docs/models/rank.md

    >>> found = down_the_list(np.array([[0.5], [0.4]]), np.array([1.0]))
    >>> found.here.round(2).tolist(), found.reached.round(2).tolist()
    ([0.5, 0.2], [1.0, 0.5])
    """
    share = weight / weight.sum()
    passed = np.cumprod(np.vstack([np.ones((1, admit.shape[1])), 1.0 - admit]), axis=0)[:-1]
    here = (passed * admit) @ share
    cumulative = np.cumsum(here)
    reached = 1.0 - np.concatenate([[0.0], cumulative[:-1]])[: here.size]
    return DownTheList(here, reached, cumulative)


def match_by_draw(admit: Array, weight: Array) -> Array:
    """Chance of matching at each rank under each draw of the numbers. [D, m]

    Args:
        admit: [D, m, Q].
        weight: [D, Q]; need not sum to one.
    """
    share = weight / weight.sum(axis=1, keepdims=True)
    first = np.ones((admit.shape[0], 1, admit.shape[2]))
    passed = np.cumprod(np.concatenate([first, 1.0 - admit], axis=1), axis=1)[:, :-1]
    found: Array = np.einsum("dmq,dq->dm", passed * admit, share)
    return found


def simulated_seasons(
    admit: Array, weight: Array, *, rng: np.random.Generator, count: int
) -> Seasons:
    """Which programs would take the applicant in each simulated season. [count, m]

    A season draws the applicant's unseen quality and showing, then where they clear the cutoff.
    Nothing the applicant writes on the list changes a season: one list moves no cutoff.

    >>> rng = np.random.default_rng(1)
    >>> bool(simulated_seasons(np.ones((2, 1)), np.ones(1), rng=rng, count=3).all())
    True
    """
    nodes = rng.choice(weight.size, size=count, p=weight / weight.sum())
    cleared: Seasons = rng.random((count, admit.shape[0])) < admit[:, nodes].T
    return cleared


def match_in_season(seasons: Seasons, order: Order) -> Order:
    """The program matched in each season under an order, or -1 for none. [seasons]

    `order` lists indices of programs, the first rank first; programs may be left out.

    >>> match_in_season(np.array([[True, True], [False, False]]), np.array([1, 0])).tolist()
    [1, -1]
    """
    ordered = seasons[:, order]
    if not order.size:
        return np.full(len(seasons), UNMATCHED, dtype=np.int64)
    first = ordered.argmax(axis=1)
    matched: Order = np.where(ordered.any(axis=1), order[first], UNMATCHED)
    return matched


def down_in_seasons(seasons: Seasons) -> DownTheList:
    """The chances rank by rank as shares of simulated seasons, in the order of the columns. [m]

    >>> found = down_in_seasons(np.array([[True, True], [False, True], [False, False]]))
    >>> found.here.round(2).tolist(), found.reached.round(2).tolist()
    ([0.33, 0.33], [1.0, 0.67])
    """
    count = seasons.shape[1]
    matched = match_in_season(seasons, np.arange(count))
    here = np.bincount(matched[matched >= 0], minlength=count) / len(seasons)
    cumulative = np.cumsum(here)
    return DownTheList(here, 1.0 - np.concatenate([[0.0], cumulative[:-1]])[:count], cumulative)


def values_in_seasons(seasons: Seasons, order: Order, values: Array) -> Array:
    """The value of the match in each season under an order, unmatched being 0. [seasons]"""
    matched = match_in_season(seasons, order)
    worth: Array = np.where(matched >= 0, values[matched], 0.0)
    return worth


def quality_given_interviews(
    weight: Array, invited: Array, *, silent: Array | None = None, typical: float = 0.0
) -> Array:
    """The weights of the nodes once it is known who interviewed the applicant. [Q]

    Args:
        weight: weights before [Q].
        invited: chance of an invitation at each program that invited, by node [m, Q].
        silent: the same at each program applied to that did not [k, Q], where the list is known.
        typical: else, how many applications to average programs brought nothing; `silent` then
            holds that average alone [1, Q].

    Method: docs/models/rank.md, "Who you are, given who invited you"

    >>> after = quality_given_interviews(np.array([0.5, 0.5]), np.array([[0.1, 0.3]]))
    >>> after.round(2).tolist()
    [0.25, 0.75]
    """
    tiny = np.finfo(float).tiny
    log_weight = np.log(np.maximum(weight, tiny)) + np.log(np.maximum(invited, tiny)).sum(axis=0)
    if silent is not None and silent.size:
        times = typical or 1.0
        log_weight = log_weight + times * np.log(np.maximum(1.0 - silent, tiny)).sum(axis=0)
    after = np.exp(log_weight - log_weight.max())
    share: Array = after / after.sum()
    return share
