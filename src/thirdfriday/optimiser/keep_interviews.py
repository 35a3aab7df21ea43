# ruff: noqa: PLR0917 - compiled kernels take their arguments by position
"""Which interviews to keep: what a list with answers is worth, and what each interview adds to it.

As `recursion`, with two differences of a running season: an interview that was attended needs no
day any more, so it counts whatever the capacity; and every draw carries its own posterior weights.
Method: docs/models/choices.md, "Kept interviews"; docs/models/season.md, "Decisions".
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from thirdfriday.optimiser.problem import Booleans, Floats

COLUMNS = 5
"""Value, any match, match in the target, kept interviews, no interview."""


@dataclass(frozen=True, slots=True, eq=False)
class HeldList:
    """A list of L applications in preference order, the most wanted first.

    `admit` [L, Q], `worth` [L], `target` [L], `attended` [L]; `days` is how many interviews can
    still be attended beside those that were.
    """

    admit: Floats
    worth: Floats
    target: Booleans
    attended: Booleans
    days: int


@dataclass(frozen=True, slots=True, eq=False)
class HeldOutcomes:
    """What a list with its answers is expected to bring; `chance_at` [L] follows the list."""

    value: float
    chance_of_match: float
    chance_in_target: float
    expected_interviews: float
    chance_of_no_interview: float
    chance_at: Floats


@njit(cache=True, nogil=True)
def _walk(
    offer: Any, admit: Any, attended: Any, weight: Any, days: int, chance: Any, kept: Any
) -> float:
    """Fill the chance of a match at each program; returns the chance of no interview."""
    length, nodes = offer.shape
    mass = np.zeros(days + 1)
    held = np.zeros(days + 1)
    chance.fill(0.0)
    kept[0] = 0.0
    none = 0.0
    for q in range(nodes):
        mass.fill(0.0)
        held.fill(0.0)
        mass[0] = 1.0
        held[0] = 1.0
        nothing = 1.0
        for k in range(length):
            take = offer[k, q]
            win = admit[k, q]
            nothing *= 1.0 - take
            if attended[k]:
                alive = 0.0
                for c in range(days + 1):
                    alive += mass[c]
                    mass[c] *= 1.0 - take * win
                kept[0] += weight[q] * take
            else:
                alive = 0.0
                for c in range(days - 1, -1, -1):
                    alive += mass[c]
                    mass[c + 1] += mass[c] * take * (1.0 - win)
                    mass[c] *= 1.0 - take
                    kept[0] += weight[q] * held[c] * take
                    held[c + 1] += held[c] * take
                    held[c] *= 1.0 - take
            chance[k] += weight[q] * alive * take * win
        none += weight[q] * nothing
    return none


@njit(cache=True, nogil=True)
def _walk_draws(
    offer: Any, admit: Any, attended: Any, weight: Any, days: int, worth: Any, target: Any,
    result: Any,
) -> None:  # fmt: skip
    """Fill `result` [D, 5] for offers and admissions [D, L, Q] under weights [D, Q]."""
    draws, length, _ = offer.shape
    chance = np.zeros(length)
    kept = np.zeros(1)
    for d in range(draws):
        none = _walk(offer[d], admit[d], attended, weight[d], days, chance, kept)
        row = result[d]
        row.fill(0.0)
        for k in range(length):
            row[0] += chance[k] * worth[k]
            row[1] += chance[k]
            row[2] += chance[k] * target[k]
        row[3] = kept[0]
        row[4] = none


def held_outcomes(listed: HeldList, offer: Floats, weight: Floats) -> HeldOutcomes:
    """What the list is expected to bring; offer [L, Q] is 1 for an interview that is held.

    Where more interviews than days come, those kept are the most wanted.

    >>> import numpy as np
    >>> listed = HeldList(
    ...     admit=np.array([[0.2], [0.4]]), worth=np.array([1.0, 0.4]),
    ...     target=np.array([True, False]), attended=np.array([False, False]), days=1,
    ... )
    >>> found = held_outcomes(listed, np.array([[0.5], [0.5]]), np.ones(1))
    >>> round(found.chance_of_match, 3), round(found.expected_interviews, 3)
    (0.2, 0.75)
    """
    chance, kept = np.zeros(len(listed.worth)), np.zeros(1)
    none = _walk(
        np.ascontiguousarray(offer), np.ascontiguousarray(listed.admit), listed.attended, weight,
        listed.days, chance, kept,
    )  # fmt: skip
    return HeldOutcomes(
        value=float(chance @ listed.worth),
        chance_of_match=float(chance.sum()),
        chance_in_target=float(chance[listed.target].sum()),
        expected_interviews=float(kept[0]),
        chance_of_no_interview=float(none),
        chance_at=chance,
    )


def held_draws(listed: HeldList, offer: Floats, admit: Floats, weight: Floats) -> Floats:
    """Value, any match, target match, interviews, no interview by draw. [D, 5]

    offer and admit [D, L, Q], weight [D, Q].
    """
    result = np.zeros((len(offer), COLUMNS))
    _walk_draws(
        np.ascontiguousarray(offer), np.ascontiguousarray(admit), listed.attended,
        np.ascontiguousarray(weight), listed.days, listed.worth,
        listed.target.astype(np.float64), result,
    )  # fmt: skip
    return result


def losses(listed: HeldList, offer: Floats, weight: Floats, positions: list[int]) -> Floats:
    """What giving up each of these programs would cost, alone. [value, as many as positions]

    Exact: the recursion with the program taken out, so that its day goes to the next best.
    """
    whole = held_outcomes(listed, offer, weight).value
    found = []
    for position in positions:
        less = np.array(offer)
        less[position] = 0.0
        found.append(whole - held_outcomes(listed, less, weight).value)
    return np.array(found)


def least_to_release(
    listed: HeldList, offer: Floats, weight: Floats, held: list[int], surplus: int
) -> list[int]:
    """Which `surplus` of the held interviews cost least when released, one after the other."""
    released: list[int] = []
    left = list(held)
    now = np.array(offer)
    while left and len(released) < surplus:
        cost = losses(listed, now, weight, left)
        cheapest = left[int(np.argmin(cost))]
        released.append(cheapest)
        left.remove(cheapest)
        now[cheapest] = 0.0
    return released
