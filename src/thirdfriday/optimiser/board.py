"""From a choice to the compiled search and back: the best list for one worth of each program."""

from dataclasses import dataclass

import numpy as np

from thirdfriday.optimiser.list_gains import Board, Scan, gains, tally
from thirdfriday.optimiser.problem import (
    NOT_APPLIED,
    Booleans,
    ChoiceProblem,
    Floats,
    Integers,
    Selection,
    check_feasible,
    cost_of_count,
    largest_count,
    preference_order,
)
from thirdfriday.optimiser.recursion import states_for
from thirdfriday.optimiser.search import grow, improve
from thirdfriday.optimiser.tuning import tuning


@dataclass(frozen=True, slots=True, eq=False)
class Setup:
    """A choice laid out for the search: `order` maps board rows to programs."""

    order: Integers
    board: Board
    scan: Scan


def setup(problem: ChoiceProblem, worth: Floats | None = None) -> Setup:
    """The choice in preference order with room for the search's tables.

    `worth` [n] replaces the utility as what a match is worth; the preference order stays.
    """
    order = preference_order(problem)
    count = largest_count(problem)
    states, step = states_for(problem.capacity, count)
    values = problem.utility if worth is None else np.asarray(worth, np.float64)
    board = Board(
        offer=np.ascontiguousarray(problem.interview[order]),
        admit=np.ascontiguousarray(problem.admit[order]),
        worth=np.ascontiguousarray(values[order]),
        weight=problem.weight,
        cost=cost_of_count(problem),
        signals=problem.signals,
        signal_allowed=problem.signal_allowed[order],
        group=problem.group[order],
        group_minimum=problem.group_minimum,
        group_maximum=problem.group_maximum,
        required=problem.required[order],
        states=states,
        step=step,
    )
    rows = (count + 2, problem.nodes, states + 1)
    scan = Scan(
        listed=np.zeros(count + 2, np.int64),
        mass=np.zeros(rows),
        ahead=np.zeros(rows),
        gain=np.zeros((problem.programs, problem.tiers)),
        loss=np.zeros(problem.programs),
        pull=np.zeros((problem.programs, problem.nodes)),
        used=np.zeros(problem.tiers, np.int64),
        held=np.zeros(problem.group_minimum.size, np.int64),
    )
    return Setup(order, board, scan)


def best_list(
    problem: ChoiceProblem,
    *,
    worth: Floats | None = None,
    start: Selection | None = None,
    passes: int | None = None,
) -> Selection:
    """The best list found for a worth of each program, from nothing or from an earlier list.

    `passes` bounds the rounds of swaps and signals (None: the setting), for sweeps of many lists.
    Raises InfeasiblePlanError when no list fits the limits.
    """
    check_feasible(problem)
    laid = setup(problem, worth)
    settings = tuning()
    tier = first_list(laid, problem, start)
    if start is None:
        grow(laid.board, tier, laid.scan, np.zeros(laid.board.cost.size))
    heirs = max(1, settings.heirs_budget // problem.programs)
    rounds = settings.passes if passes is None else passes
    value = improve(laid.board, tier, laid.scan, passes=rounds, heirs=heirs)
    if uneven(laid.board.cost):
        longer = tier.copy()
        free = laid.board._replace(cost=np.zeros_like(laid.board.cost))
        improve(free, longer, laid.scan, passes=rounds, heirs=heirs)
        if improve(laid.board, longer, laid.scan, passes=rounds, heirs=heirs) > value:
            tier = longer
    return from_board(laid, tier)


def uneven(cost: Floats) -> bool:
    """Whether a later application can be cheaper than an earlier one.

    Then a list that no single change mends may still be mended by several, so the search also
    starts from the best list of any price.
    """
    return bool(np.any(np.diff(cost, 2) < 0))


def first_list(laid: Setup, problem: ChoiceProblem, start: Selection | None) -> Selection:
    """A list that fits the limits (minimums apart when from nothing), in board order."""
    tier = np.full(problem.programs, NOT_APPLIED, np.int8)
    if start is not None:
        tier[:] = np.asarray(start, np.int8)[laid.order]
    tier[laid.board.required & (tier < 0)] = 0
    if start is not None:
        _fit(laid, tier)
    return tier


def from_board(laid: Setup, tier: Selection) -> Selection:
    """The list by program from the list by preference."""
    selection = np.full(tier.size, NOT_APPLIED, np.int8)
    selection[laid.order] = tier
    return selection


def _fit(laid: Setup, tier: Selection) -> None:
    """Change an earlier list as little as needed to fit the limits of now."""
    board, scan = laid.board, laid.scan
    tier[(tier > 0) & ~board.signal_allowed] = 0
    _fit_signals(laid, tier)
    for g in range(board.group_minimum.size):
        _drop_least(laid, tier, board.group == g, int(board.group_maximum[g]))
    _drop_least(laid, tier, np.ones(tier.size, np.bool_), board.cost.size - 1)
    for g in range(board.group_minimum.size):
        lacking = int(board.group_minimum[g] - ((board.group == g) & (tier >= 0)).sum())
        for _ in range(lacking):
            _add_in_group(laid, tier, g)
    tally(board, tier, scan)


def _fit_signals(laid: Setup, tier: Selection) -> None:
    board = laid.board
    for t in range(1, board.signals.size):
        sent = np.flatnonzero(tier == t)
        excess = sent.size - int(board.signals[t])
        if excess > 0:
            lift = (board.offer[sent, t] - board.offer[sent, 0]) * board.admit[sent]
            order = np.argsort((lift @ board.weight) * board.worth[sent], kind="stable")
            tier[sent[order[:excess]]] = 0


def _losses(laid: Setup, tier: Selection) -> Floats:
    """Worth lost by dropping each chosen program, taken one by one while the list is too long."""
    board = laid.board
    chosen = tier >= 0
    if int(chosen.sum()) > board.cost.size - 1:
        picked = np.where(chosen, tier, 0).astype(np.int64)
        offer = board.offer[np.arange(tier.size), picked]
        alone = (offer * board.admit) @ board.weight * board.worth
        return np.where(chosen, alone, np.inf)
    gains(board, tier, laid.scan, True)
    return np.where(chosen, laid.scan.loss, np.inf)


def _drop_least(laid: Setup, tier: Selection, inside: Booleans, most: int) -> None:
    """Drop the least losses among `inside` until `most` are left, minimums respected."""
    board = laid.board
    while int(((tier >= 0) & inside).sum()) > most:
        held = np.bincount(board.group[tier >= 0], minlength=board.group_minimum.size)
        needed = held[board.group] <= board.group_minimum[board.group]
        loss = _losses(laid, tier)
        loss[~inside | board.required | needed] = np.inf
        tier[int(np.argmin(loss))] = NOT_APPLIED


def _add_in_group(laid: Setup, tier: Selection, group: int) -> None:
    board = laid.board
    listed = int((tier >= 0).sum())
    if listed >= board.cost.size - 1:
        _drop_least(laid, tier, np.ones(tier.size, np.bool_), listed - 1)
    outside = (board.group == group) & (tier < 0)
    reach = (board.offer[:, 0] * board.admit) @ board.weight * board.worth
    tier[int(np.argmax(np.where(outside, reach, -np.inf)))] = 0
