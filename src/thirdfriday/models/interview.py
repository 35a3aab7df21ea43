"""The event of an invitation: chances of interview given signals, geography and quality."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from thirdfriday.models.quality import Array, normal_nodes

NEWTON_STEPS = 12


@dataclass(frozen=True, slots=True)
class Mixture:
    """How the applicants behind a published rate differ: offsets [A, log-odds] and weights [A].

    Offsets hold what differs between applications (signal, state, geography) and what differs
    between people (scores, attempts, unseen quality), against the reference applicant: no signal,
    out of state, no aligned geography, average record.
    """

    offset: Array
    weight: Array

    @classmethod
    def of(cls, *parts: tuple[Array, Array], spread: float, points: int = 7) -> "Mixture":
        """The mixture of independent parts (offsets, weights) and a normal `spread` [log-odds].

        >>> import numpy as np
        >>> signal = (np.array([0.0, 1.0]), np.array([0.9, 0.1]))
        >>> mixture = Mixture.of(signal, spread=0.5)
        >>> mixture.offset.shape, round(float(mixture.weight @ mixture.offset), 3)
        ((14,), 0.1)
        """
        nodes, weight = normal_nodes(points if spread else 1)
        offset = spread * nodes
        for part_offset, part_weight in parts:
            offset = np.add.outer(offset, part_offset).ravel()
            weight = np.multiply.outer(weight, part_weight).ravel()
        return cls(offset, weight)


def reference_log_odds(
    marginal: Array, mixture: Mixture, *, start: Array | None = None, steps: int = NEWTON_STEPS
) -> Array:
    """Log-odds of an invitation for the reference applicant at each program. [n, log-odds]

    Solves mean over the mixture of logistic(answer + offset) = logistic(marginal), so that
    signals, geography and record are not counted twice: once in the published rate and once
    in the applicant's own factors.

    Args:
        marginal: log-odds of the rate of the average applicant of the group [n].
        mixture: how the applicants behind the rate differ.
        start: where to start (a solution for nearby values), default `marginal`.
        steps: Newton steps.

    Method: docs/models/interview.md

    >>> import numpy as np
    >>> mixture = Mixture.of(spread=1.0)
    >>> eta = reference_log_odds(np.array([-2.0]), mixture)
    >>> rate = float(expit(eta + mixture.offset) @ mixture.weight)
    >>> round(rate, 6) == round(float(expit(-2.0)), 6)
    True
    """
    rate = expit(marginal)
    answer = np.array(marginal if start is None else start, dtype=float)
    for _ in range(steps):
        chance = expit(answer[:, None] + mixture.offset)
        slope = (chance * (1.0 - chance)) @ mixture.weight
        answer -= np.clip((chance @ mixture.weight - rate) / slope, -2.0, 2.0)
    return answer


def chances_of_interview(log_odds: Array, signal_log_odds: Array, quality: Array) -> Array:
    """Chance of an invitation by program, signal tier and quality node. [n, T, Q, probability]

    Args:
        log_odds: the applicant's log-odds at each program without a signal, at quality 0 [n].
        signal_log_odds: what a signal of each tier adds [T]; 0 for no signal.
        quality: unseen quality of each node [Q].

    >>> import numpy as np
    >>> chance = chances_of_interview(np.array([-1.0]), np.array([0.0, 1.0]), np.array([0.0]))
    >>> chance.shape, round(float(chance[0, 1, 0]), 3)
    ((1, 2, 1), 0.5)
    """
    own, place = np.unique(quality, return_inverse=True)
    chances: Array = expit((log_odds[:, None] + signal_log_odds)[:, :, None] + own)
    return np.take(chances, place, axis=2)


def centred_log_odds(log_odds: Array, error: Array, *, points: int = 7) -> Array:
    """Log-odds that average to logistic(log_odds) under a normal error of each program. [n]

    >>> import numpy as np
    >>> centred = centred_log_odds(np.array([-2.0]), np.array([1.0]))
    >>> nodes, weights = normal_nodes(7)
    >>> bool(np.isclose(expit(centred[:, None] + nodes) @ weights, expit(-2.0))[0])
    True
    """
    nodes, weight = normal_nodes(points)
    offsets = error[:, None] * nodes
    answer = np.array(log_odds, dtype=float)
    goal = expit(log_odds)
    for _ in range(NEWTON_STEPS):
        chance = expit(answer[:, None] + offsets)
        slope = (chance * (1.0 - chance)) @ weight
        answer -= np.clip((chance @ weight - goal) / slope, -2.0, 2.0)
    return answer
