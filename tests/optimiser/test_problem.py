"""Limits that leave nothing to choose name themselves."""

import numpy as np
import pytest
from tests.optimiser.cases import small

from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.optimiser.applications import choose_applications
from thirdfriday.optimiser.certificate import certify
from thirdfriday.optimiser.exact import exact_applications
from thirdfriday.optimiser.problem import (
    choice_problem,
    largest_count,
    preference_order,
    without,
)

FEES = np.arange(9) * 20.0


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({"fee_table": FEES, "budget_usd": 5.0}, "budget"),
        ({"fee_table": np.zeros(1)}, "fee table"),
        ({"max_applications": 0}, "number of applications"),
        ({"group_minimum": np.array([9])}, "minimum of group 0"),
        ({"group_minimum": np.array([3]), "group_maximum": np.array([2])}, "maximum of group 0"),
        ({"group_minimum": np.array([3]), "max_applications": 2}, "number of applications"),
        (
            {"group_minimum": np.array([3]), "fee_table": FEES, "budget_usd": 40.0},
            "budget",
        ),
        ({"required": np.ones(8, bool), "max_applications": 3}, "number of applications"),
        (
            {"required": np.ones(8, bool), "group_maximum": np.array([3])},
            "maximum of group 0",
        ),
        ({"match_floor": 0.999999}, "floor on the chance of a match"),
    ],
)
def test_impossible_limits_name_themselves(changes: dict[str, object], limit: str) -> None:
    problem = without(small(0, max_applications=8), **changes)
    for choose in (choose_applications, exact_applications):
        with pytest.raises(InfeasiblePlanError) as caught:
            choose(problem)
        assert caught.value.limit == limit
        assert caught.value.remedy


def test_no_program_left_is_named() -> None:
    problem = choice_problem(
        interview=np.zeros((0, 1, 1)), admit=np.zeros((0, 1)), weight=[1.0], utility=[]
    )
    with pytest.raises(InfeasiblePlanError, match="No program is left"):
        certify(problem, np.zeros(0, np.int8))


@pytest.mark.parametrize(
    "changes",
    [
        {"admit": np.zeros((3, 3))},
        {"interview": np.full((8, 3, 3), 1.5)},
        {"utility": np.full(8, -0.1)},
        {"weight": np.full(3, 0.5)},
        {"capacity": 0},
        {"usd_per_unit_value": 0.0},
        {"fee_table": np.array([0.0, 10.0, 5.0])},
        {"signals": np.zeros(2, np.int64)},
        {"group": np.zeros(3, np.int64)},
    ],
)
def test_arrays_that_do_not_fit_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        without(small(0), **changes)
    with pytest.raises(ValueError, match="expected 8 values"):
        small(0, target=[True])


def test_order_and_count() -> None:
    problem = without(
        small(0), utility=np.array([0.5, 0.9, 0.5, 0.1, 0.2, 0.3, 0.4, 0.9]), max_applications=5
    )
    assert preference_order(problem)[:4].tolist() == [1, 7, 0, 2]
    priced = without(problem, fee_table=FEES, budget_usd=70.0, usd_per_unit_value=100.0)
    assert largest_count(priced) == 3
