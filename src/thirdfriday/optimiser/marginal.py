"""What each application is worth: the next one against its fee, and each one in the list."""

from dataclasses import dataclass

import numpy as np

from thirdfriday.optimiser.board import setup
from thirdfriday.optimiser.list_gains import gains, tally
from thirdfriday.optimiser.objective import outcomes
from thirdfriday.optimiser.problem import (
    NOT_APPLIED,
    ChoiceProblem,
    Floats,
    Integers,
    Selection,
    without,
)
from thirdfriday.optimiser.search import best_raise
from thirdfriday.optimiser.tuning import tuning


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """What the k most useful applications bring, k = 0, 1, ...; `program` [k] joins at step k."""

    applications: Integers  # [K + 1] 0 .. K
    program: Integers  # [K + 1] program added at each step; -1 at step 0
    utility: Floats  # [K + 1] expected utility of the list, fees left aside
    chance_of_match: Floats  # [K + 1]
    expected_interviews: Floats  # [K + 1] kept
    fee_usd: Floats  # [K + 1] fee of that one application; 0 at step 0

    @property
    def marginal(self) -> Floats:
        """Expected utility that each application adds to those before it. [value, K + 1]."""
        return np.diff(self.utility, prepend=0.0)


def marginal_values(problem: ChoiceProblem, selection: Selection) -> Floats:
    """Expected utility lost by dropping each chosen program, 0 where not chosen. [value, n].

    >>> from thirdfriday.optimiser.problem import choice_problem
    >>> problem = choice_problem(
    ...     interview=[[0.5], [0.5]], admit=[[1.0], [1.0]], weight=[1.0], utility=[1.0, 0.4]
    ... )
    >>> marginal_values(problem, np.array([0, 0])).round(2).tolist()
    [0.4, 0.1]
    """
    laid = setup(problem)
    tier = selection[laid.order].astype(np.int8)
    gains(laid.board, tier, laid.scan, True)
    values = np.zeros(problem.programs)
    values[laid.order] = np.where(tier >= 0, laid.scan.loss, 0.0)
    return values


def application_curve(
    problem: ChoiceProblem, selection: Selection, *, beyond: int | None = None
) -> Curve:
    """What each further application adds to a list, against its fee.

    The list itself is unrolled from its end (the least useful program leaves first, so that its
    first k are a good list of k), then grown by up to `beyond` programs past the budget and the
    stated maximum, as far as fees are known and something is gained (None: the setting).
    """
    entered, lists = _unrolled(problem, selection)
    later, grown = _grown(problem, selection, beyond)
    entered += later
    results = [outcomes(problem, chosen) for chosen in [*lists, *grown]]
    steps = np.arange(len(results))
    costs = np.array([problem.cost_usd(chosen) for chosen in [*lists, *grown]])
    return Curve(
        applications=steps,
        program=np.array([-1, *entered], np.int64),
        utility=np.array([result.utility for result in results]),
        chance_of_match=np.array([result.chance_of_match for result in results]),
        expected_interviews=np.array([result.expected_interviews for result in results]),
        fee_usd=np.diff(costs, prepend=costs[0]),
    )


def _unrolled(problem: ChoiceProblem, selection: Selection) -> tuple[list[int], list[Selection]]:
    """Programs in order of entry, and the lists of 0, 1, ... programs on the way to the list."""
    laid = setup(problem)
    tier = selection[laid.order].astype(np.int8)
    entered: list[int] = []
    lists = [selection.astype(np.int8).copy()]
    while (tier >= 0).any():
        gains(laid.board, tier, laid.scan, True)
        least = int(np.argmin(np.where(tier >= 0, laid.scan.loss, np.inf)))
        tier[least] = NOT_APPLIED
        program = int(laid.order[least])
        shorter = lists[-1].copy()
        shorter[program] = NOT_APPLIED
        entered.append(program)
        lists.append(shorter)
    return entered[::-1], lists[::-1]


def _grown(
    problem: ChoiceProblem, selection: Selection, beyond: int | None
) -> tuple[list[int], list[Selection]]:
    """Programs added one at a time past the list, and the longer lists."""
    count = int((selection >= 0).sum())
    most = problem.programs
    most = min(most, count + (tuning().curve_beyond if beyond is None else beyond))
    if most <= count:
        return [], []
    laid = setup(without(problem, max_applications=most, budget_usd=np.inf))
    tier = selection[laid.order].astype(np.int8)
    entered: list[int] = []
    lists: list[Selection] = []
    current = selection.astype(np.int8)
    while count < most:
        gains(laid.board, tier, laid.scan, True)
        count = tally(laid.board, tier, laid.scan)
        laid.scan.gain[tier >= 0] = -np.inf
        k, t = best_raise(laid.board, tier, laid.scan, count, 0.0, 0.0)
        if k < 0:
            break
        tier[k] = t
        current = current.copy()
        current[laid.order[k]] = t
        entered.append(int(laid.order[k]))
        lists.append(current)
        count += 1
    return entered, lists
