# ruff: noqa: PLR0917 - compiled kernels take their arguments by position
"""Exact recursions over kept interviews, compiled: the same for the search and for the report.

Programs are visited from the most to the least wanted. At each node of unseen quality the state is
the number of interviews kept so far, none of which has admitted the applicant; the last state,
"full", keeps nothing more. `step` is 1 when capacity can bind and 0 when it cannot (one state).
Method: docs/models/choices.md, "Kept interviews".
"""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def states_for(capacity: int, applications: int) -> tuple[int, int]:
    """How many states the recursion needs, and whether keeping an interview moves to the next one.

    >>> states_for(12, 40), states_for(40, 12)
    ((12, 1), (1, 0))
    """
    return (capacity, 1) if capacity < applications else (1, 0)


@njit(cache=True, nogil=True)
def forward_row(before: Any, after: Any, offer: Any, admit: Any, states: int, step: int) -> None:
    """Carry the unmatched mass of one node past one program."""
    if step == 0:
        after[0] = before[0] * (1.0 - offer * admit)
        return
    stay = 1.0 - offer
    move = offer * (1.0 - admit)
    after[0] = before[0] * stay
    for c in range(1, states):
        after[c] = before[c] * stay + before[c - 1] * move


@njit(cache=True, nogil=True)
def backward_row(
    behind: Any, here: Any, offer: Any, admit: Any, worth: Any, states: int, step: int
) -> None:
    """Value to go of one node, program included, from the value to go after it."""
    for c in range(states):
        here[c] = (1.0 - offer) * behind[c] + offer * (
            admit * worth + (1.0 - admit) * behind[c + step]
        )


@njit(cache=True, nogil=True)
def value_of_list(
    offer: Floats, admit: Floats, worth: Floats, weight: Floats, states: int, step: int
) -> float:
    """Expected worth of a list given in preference order; offer and admit [L, Q]. [value]"""
    length, nodes = offer.shape
    ahead = np.zeros(states + 1)
    total = 0.0
    for q in range(nodes):
        ahead.fill(0.0)
        for k in range(length - 1, -1, -1):
            take = offer[k, q]
            gain = admit[k, q] * worth[k]
            keep = 1.0 - admit[k, q]
            for c in range(states):
                ahead[c] = (1.0 - take) * ahead[c] + take * (gain + keep * ahead[c + step])
        total += weight[q] * ahead[0]
    return total


@njit(cache=True, nogil=True)
def match_chances(
    offer: Floats,
    admit: Floats,
    weight: Floats,
    states: int,
    step: int,
    chance: Floats,
) -> None:
    """Fill `chance` [L] with the chance of matching at each program of an ordered list."""
    length, nodes = offer.shape
    mass = np.zeros(states + 1)
    chance.fill(0.0)
    for q in range(nodes):
        mass.fill(0.0)
        mass[0] = 1.0
        for k in range(length):
            take = offer[k, q]
            alive = 0.0
            if step == 0:
                alive = mass[0]
                mass[0] = alive * (1.0 - take * admit[k, q])
            else:
                move = take * (1.0 - admit[k, q])
                for c in range(states - 1, -1, -1):
                    alive += mass[c]
                    mass[c + 1] += mass[c] * move
                    mass[c] *= 1.0 - take
            chance[k] += weight[q] * alive * take * admit[k, q]


@njit(cache=True, nogil=True)
def kept_counts(offer: Floats, weight: Floats, states: int, counts: Floats) -> None:
    """Fill `counts` [states + 1] with the chance of each number of kept interviews."""
    length, nodes = offer.shape
    mass = np.zeros(states + 1)
    counts.fill(0.0)
    for q in range(nodes):
        mass.fill(0.0)
        mass[0] = 1.0
        for k in range(length):
            take = offer[k, q]
            top = min(k, states - 1)
            for c in range(top, -1, -1):
                mass[c + 1] += mass[c] * take
                mass[c] *= 1.0 - take
        for c in range(states + 1):
            counts[c] += weight[q] * mass[c]


@njit(cache=True, nogil=True)
def outcomes_by_draw(
    offer: Floats,
    admit: Floats,
    worth: Floats,
    in_target: Floats,
    weight: Floats,
    states: int,
    step: int,
    result: Floats,
) -> None:
    """Fill `result` [D, 6]: value, any match, target match, kept, offers, no interview.

    offer [D, L, Q] and admit [D, L, Q] in preference order.
    """
    draws, length, nodes = offer.shape
    chance = np.zeros(length)
    counts = np.zeros(states + 1)
    for d in range(draws):
        match_chances(offer[d], admit[d], weight, states, step, chance)
        row = result[d]
        row.fill(0.0)
        for k in range(length):
            row[0] += chance[k] * worth[k]
            row[1] += chance[k]
            row[2] += chance[k] * in_target[k]
        for q in range(nodes):
            none = 1.0
            mean = 0.0
            for k in range(length):
                none *= 1.0 - offer[d, k, q]
                mean += offer[d, k, q]
            row[4] += weight[q] * mean
            row[5] += weight[q] * none
        row[3] = row[4]
        if step == 1:
            kept_counts(offer[d], weight, states, counts)
            row[3] = 0.0
            for c in range(states + 1):
                row[3] += c * counts[c]
