"""Alone in the market a student meets the bank as everybody does; together nobody gains."""

import numpy as np
import pytest

from thirdfriday.models.list_seasons import plan_seasons
from thirdfriday.models.shared_seasons import Entrant, shared_seasons
from thirdfriday.plan.crowding import ListedLine, Rival, entrant_of

SEASONS = 1_500


def rival(plan, case, student: str) -> Rival:
    lines = tuple(
        ListedLine(c.program.id, c.program.specialty, c.signal, c.preference)
        for c in plan.choices
    )  # fmt: skip
    return Rival(student, case, lines, plan.geography.divisions, plan.geography.setting)


@pytest.fixture(scope="module")
def ana(plan_of, case_of) -> Entrant:
    name = "img_internal_medicine"
    return entrant_of(rival(plan_of(name), case_of(name), "S-1"))


def copies(entrant: Entrant, count: int) -> list[Entrant]:
    """The same list held by several students, each with their own chance events."""
    return [
        Entrant(entrant.parts, entrant.order, entrant.answer, entrant.capacity, key)
        for key in range(1, count + 1)
    ]


def test_one_student_is_alone(ana: Entrant, facts) -> None:
    found = shared_seasons([ana], facts, seed=1, seasons=SEASONS)
    assert np.array_equal(found.match_at[:, 0], found.match_at[:, 1])
    assert np.array_equal(found.invited_at[:, 0], found.invited_at[:, 1])


def test_alone_is_what_the_bank_says(ana: Entrant, facts) -> None:
    part = ana.parts[0]
    index, tiers = part.index[ana.order], part.tiers[ana.order]
    bank = plan_seasons(
        part.chances, index, tiers, ana.answer, seed=3, capacity=ana.capacity, seasons=SEASONS
    )
    found = shared_seasons([ana], facts, seed=2, seasons=SEASONS)
    difference = abs(bank.chance_of_match - found.matched[0, 0])
    assert difference < 4 * np.hypot(bank.standard_error, found.standard_error()[0])


@pytest.mark.parametrize("count", [2, 12])
def test_company_never_helps(ana: Entrant, facts, count: int) -> None:
    found = shared_seasons(copies(ana, count), facts, seed=1, seasons=SEASONS)
    assert np.all(found.invited_at[:, 1] <= found.invited_at[:, 0])
    assert np.all(found.interviews[:, 1] <= found.interviews[:, 0])
    assert found.matched[:, 1].sum() <= found.matched[:, 0].sum()


def test_more_company_costs_more(ana: Entrant, facts) -> None:
    few = shared_seasons(copies(ana, 4), facts, seed=1, seasons=SEASONS)
    many = shared_seasons(copies(ana, 30), facts, seed=1, seasons=SEASONS)
    loss = [found.matched[0, 0] - found.matched[0, 1] for found in (few, many)]
    assert loss[1] > loss[0] >= 0
    assert many.matched[0, 0] == few.matched[0, 0], "alone does not depend on the others"
