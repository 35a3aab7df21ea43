import itertools

import numpy as np
import pytest

from thirdfriday.optimiser.keep_interviews import (
    HeldList,
    held_draws,
    held_outcomes,
    least_to_release,
    losses,
)
from thirdfriday.optimiser.objective import outcomes
from thirdfriday.optimiser.problem import choice_problem

RNG = np.random.default_rng(4)


def held(length: int, nodes: int, days: int, attended: list[int]) -> tuple[HeldList, np.ndarray]:
    marks = np.zeros(length, dtype=bool)
    marks[attended] = True
    listed = HeldList(
        admit=RNG.uniform(0.1, 0.9, (length, nodes)),
        worth=np.sort(RNG.random(length))[::-1].copy(),
        target=RNG.random(length) < 0.5,
        attended=marks,
        days=days,
    )
    offer = RNG.uniform(0.1, 0.9, (length, nodes))
    offer[attended] = 1.0
    return listed, offer


def by_enumeration(listed: HeldList, offer: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Value, match, target, kept and no interview over every outcome of every offer."""
    total = np.zeros(5)
    for q, share in enumerate(weight):
        for came in itertools.product((0, 1), repeat=len(offer)):
            chance = float(np.prod(np.where(came, offer[:, q], 1 - offer[:, q])))
            kept, used = [], 0
            for k, here in enumerate(came):
                if here and listed.attended[k]:
                    kept.append(k)
                elif here and used < listed.days:
                    kept.append(k)
                    used += 1
            alive = 1.0
            row = np.array([0.0, 0.0, 0.0, len(kept), float(not any(came))])
            for k in kept:
                here = alive * listed.admit[k, q]
                row[:3] += here * np.array([listed.worth[k], 1.0, listed.target[k]])
                alive -= here
            total += share * chance * row
    return total


@pytest.mark.parametrize(("days", "attended"), [(2, []), (1, [0, 4]), (0, [3]), (7, [1])])
def test_the_recursion_is_the_sum_over_every_outcome(days: int, attended: list[int]) -> None:
    listed, offer = held(6, 2, days, attended)
    weight = np.array([0.3, 0.7])
    found = held_outcomes(listed, offer, weight)
    expected = by_enumeration(listed, offer, weight)
    told = [
        found.value, found.chance_of_match, found.chance_in_target, found.expected_interviews,
        found.chance_of_no_interview,
    ]  # fmt: skip
    assert np.allclose(told, expected)
    drawn = held_draws(listed, offer[None], listed.admit[None], weight[None])
    assert np.allclose(drawn[0], expected)


def test_without_attended_interviews_it_is_the_plan_of_the_optimiser() -> None:
    listed, offer = held(8, 3, 3, [])
    weight = np.array([0.2, 0.5, 0.3])
    problem = choice_problem(
        interview=offer, admit=listed.admit, weight=weight, utility=listed.worth,
        target=listed.target, capacity=3,
    )  # fmt: skip
    theirs = outcomes(problem, np.zeros(8, dtype=np.int8))
    ours = held_outcomes(listed, offer, weight)
    assert ours.value == pytest.approx(theirs.utility)
    assert ours.expected_interviews == pytest.approx(theirs.expected_interviews)
    assert np.allclose(ours.chance_at, theirs.chance_of_match_at)


def test_a_loss_is_what_the_list_is_worth_less() -> None:
    listed, offer = held(6, 2, 3, [])
    weight = np.array([0.5, 0.5])
    lost = losses(listed, offer, weight, [0, 5])
    less = offer.copy()
    less[5] = 0.0
    whole = held_outcomes(listed, offer, weight).value
    assert lost[1] == pytest.approx(whole - held_outcomes(listed, less, weight).value)
    assert np.all(lost >= -1e-12)


def test_the_cheapest_to_release_is_released_first() -> None:
    listed, offer = held(5, 1, 5, [])
    offer[:] = 1.0
    weight = np.ones(1)
    cost = losses(listed, offer, weight, [0, 1, 2, 3, 4])
    released = least_to_release(listed, offer, weight, [0, 1, 2, 3, 4], 2)
    assert released[0] == int(np.argmin(cost))
    assert len(set(released)) == 2
    assert least_to_release(listed, offer, weight, [0, 1], 0) == []
