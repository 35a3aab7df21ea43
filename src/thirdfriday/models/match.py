"""The event of a match after an interview: the closed form of standing above a program's cutoff."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from thirdfriday.models.quality import Array


@dataclass(frozen=True, slots=True)
class MatchChain:
    """The fitted parameters of one applicant type in one specialty.

    `level`: log-odds that a program which fills would take the average interviewed applicant.
    `quality_slope`: what one log-odds of interview quality adds to them.
    `performance_spread`: standard deviation of what interview performance adds to them.
    `quality_spread`: standard deviation of quality over the type, seen and unseen [log-odds].
    `ranked_share`: share of interviewed applicants that a program ranks.
    """

    level: float
    quality_slope: float
    performance_spread: float
    quality_spread: float
    ranked_share: float


def chances_of_admission(
    chain: MatchChain, unfilled: Array, *, quality: Array, performance: Array
) -> Array:
    """Chance that a program takes the applicant, interviewed and not matched higher. [n, Q]

    A program that leaves positions unfilled takes everyone it ranks; one that fills takes those
    whose standing (quality, performance, the noise of the day) exceeds its cutoff.

    Args:
        chain: fitted parameters of type and specialty.
        unfilled: chance that each program leaves positions unfilled [n].
        quality: seen and unseen quality together at each node [Q, log-odds].
        performance: interview performance at each node [Q, standard normal].

    Method: docs/models/match.md; cutoffs as in Azevedo & Leshno, "A Supply and Demand Framework
    for Two-Sided Matching Markets".

    >>> import numpy as np
    >>> chain = MatchChain(-1.0, 0.4, 0.5, 0.7, 0.86)
    >>> chances_of_admission(
    ...     chain, np.array([0.0, 1.0]), quality=np.array([0.0]), performance=np.array([0.0])
    ... ).round(2).ravel().tolist()
    [0.27, 0.86]
    """
    standing = (
        chain.level + chain.quality_slope * quality + chain.performance_spread * performance
    )
    fills: Array = expit(standing)
    chances: Array = (
        (1.0 - unfilled)[:, None] * fills[None, :] + unfilled[:, None] * chain.ranked_share
    )
    return chances
