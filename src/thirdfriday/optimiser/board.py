"""From a choice to the compiled search and back: the best list for one worth of each program."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from thirdfriday.optimiser.list_gains import TIE, Board, Scan, Tiers, gains, tally
from thirdfriday.optimiser.move_signals import move_signals, trade_signals
from thirdfriday.optimiser.problem import (
    NOT_APPLIED,
    Booleans,
    ChoiceProblem,
    Floats,
    Integers,
    Selection,
    check_feasible,
    largest_count,
    preference_order,
    rooms_of,
)
from thirdfriday.optimiser.recursion import states_for
from thirdfriday.optimiser.search import climb, grow, shorten, swaps
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
    fees, room = _fees(problem)
    pools = problem.signal_pools
    states, step = states_for(problem.capacity, count)
    values = problem.utility if worth is None else np.asarray(worth, np.float64)
    board = Board(
        offer=np.ascontiguousarray(problem.interview[order]),
        admit=np.ascontiguousarray(problem.admit[order]),
        worth=np.ascontiguousarray(values[order]),
        career=problem.career[order],
        weight=problem.weight,
        curve=problem.curve[order],
        cost=fees / problem.usd_per_unit_value,
        fee=fees,
        room=room,
        most=count,
        budget=problem.budget_usd if room.size > 1 else np.inf,
        pool=problem.pool[order],
        signals=pools,
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
        used=np.zeros(pools.shape, np.int64),
        held=np.zeros(problem.group_minimum.size, np.int64),
        counted=np.zeros(room.size, np.int64),
    )
    return Setup(order, board, scan)


def _fees(problem: ChoiceProblem) -> tuple[Floats, Integers]:
    """Fees by curve as far as any may be used, one step past it, and the room on each. [USD]"""
    room = rooms_of(problem)
    if room.size == 1:
        room = np.minimum(room, largest_count(problem))
    fees = np.zeros((room.size, int(room.max(initial=0)) + 2))
    for row, table, most in zip(fees, problem.fee_tables, room, strict=True):
        row[: most + 1] = table[: most + 1]
        step = table[most] - table[most - 1] if most else 0.0
        row[most + 1 :] = table[most] + step * np.arange(1, row.size - most)
    return fees, room


def improve(board: Board, tier: Tiers, scan: Scan, *, passes: int, heirs: int) -> float:
    """Climb, swap, move and trade signals until nothing gains; returns worth less cost. [value].

    Left to Python on purpose: compiled, it would hold every kernel a second time.
    """
    current = float(climb(board, tier, scan))
    for _ in range(passes):
        before = current
        swaps(board, tier, scan)
        current = climb(board, tier, scan)
        if board.signals.shape[1] > 1:
            current = move_signals(board, tier, scan, heirs, current)
            current = trade_signals(board, tier, scan, current)
        if uneven(board.cost[:, :-1]):
            current = float(shorten(board, tier, scan))
        if current <= before + TIE:
            break
    return float(current)


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
        grow(laid.board, tier, laid.scan)
    heirs = max(1, settings.heirs_budget // problem.programs)
    rounds = settings.passes if passes is None else passes
    value = improve(laid.board, tier, laid.scan, passes=rounds, heirs=heirs)
    fresh = start is None
    restarts = heirs if heirs > 1 and passes is None else 0
    for other in _other_starts(laid, tier, fresh=fresh, thorough=rounds > 0, restarts=restarts):
        if improve(laid.board, other, laid.scan, passes=rounds, heirs=heirs) > value:
            value, tier = improve(laid.board, other, laid.scan, passes=0, heirs=heirs), other
    return from_board(laid, tier)


def _other_starts(
    laid: Setup, tier: Selection, *, fresh: bool, thorough: bool, restarts: int
) -> Iterator[Selection]:
    """Lists to go on from as well, where single changes alone can stay short of the best.

    Where a later application can be cheaper than an earlier one, several changes together may
    mend what none does alone: the best list at no fee. Where one budget pays for several curves,
    dollars are worth more on the cheaper one: the best list at the price that spends the budget.
    Lists that are only climbed to, in a sweep, do without the first. Where programs are few, lists
    grown without one of the programs of the first, as many as `restarts`.
    """
    board = laid.board
    listed = np.flatnonzero((tier >= 0) & ~board.required)
    for k in listed[:restarts]:
        yield _grown_without(laid, int(k))
    if thorough and uneven(board.cost[:, :-1]):
        yield _priced(laid, tier, 0.0)
    if fresh and board.budget < np.inf and _spent(board, tier) + _step(board) > board.budget:
        yield from _at_the_price_of_the_budget(laid, tier)


def _grown_without(laid: Setup, program: int) -> Selection:
    """The list grown from nothing when one program would never interview."""
    offer = laid.board.offer.copy()
    offer[program] = 0.0
    board = laid.board._replace(offer=offer)
    tier = np.full(offer.shape[0], NOT_APPLIED, np.int8)
    tier[board.required] = 0
    grow(board, tier, laid.scan)
    improve(board, tier, laid.scan, passes=1, heirs=1)
    return tier


def _priced(laid: Setup, tier: Selection, price: float) -> Selection:
    """The list reached from `tier` when a dollar costs `price` and no budget binds."""
    other = tier.copy()
    board = laid.board._replace(cost=price * laid.board.fee, budget=np.inf)
    if price == 0:
        grow(board, other, laid.scan)
    improve(board, other, laid.scan, passes=0, heirs=1)
    return other


def _at_the_price_of_the_budget(laid: Setup, tier: Selection) -> Iterator[Selection]:
    """The list that a price of money brings just within the budget, found by bisection."""
    board = laid.board
    low = float(board.cost[0, 1] / max(board.fee[0, 1], 1.0))
    high = float(board.worth.max(initial=1.0)) / max(float(board.fee[:, 1].min()), 1.0)
    best = tier
    for _ in range(tuning().floor_steps):
        middle = (low + high) / 2
        found = _priced(laid, best, middle)
        if _spent(board, found) <= board.budget:
            best, high = found, middle
        else:
            low = middle
    yield best


def _spent(board: Board, tier: Selection) -> float:
    counts = np.bincount(board.curve[tier >= 0], minlength=board.room.size)
    return float(board.fee[np.arange(board.room.size), counts].sum())


def _step(board: Board) -> float:
    """The dearest single application. [USD]"""
    return float(np.diff(board.fee).max(initial=0.0))


def uneven(cost: Floats) -> bool:
    """Whether a later application can be cheaper than an earlier one on some curve."""
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
    for f in range(board.room.size):
        _drop_least(laid, tier, board.curve == f, int(board.room[f]))
    _drop_least(laid, tier, np.ones(tier.size, np.bool_), board.most)
    while _spent(board, tier) > board.budget and (tier >= 0).any():
        _drop_least(laid, tier, np.ones(tier.size, np.bool_), int((tier >= 0).sum()) - 1)
    for g in range(board.group_minimum.size):
        lacking = int(board.group_minimum[g] - ((board.group == g) & (tier >= 0)).sum())
        for _ in range(lacking):
            _add_in_group(laid, tier, g)
    tally(board, tier, scan)


def _fit_signals(laid: Setup, tier: Selection) -> None:
    board = laid.board
    for pool in range(board.signals.shape[0]):
        for t in range(1, board.signals.shape[1]):
            sent = np.flatnonzero((tier == t) & (board.pool == pool))
            excess = sent.size - int(board.signals[pool, t])
            if excess > 0:
                lift = (board.offer[sent, t] - board.offer[sent, 0]) * board.admit[sent]
                order = np.argsort((lift @ board.weight) * board.worth[sent], kind="stable")
                tier[sent[order[:excess]]] = 0


def _losses(laid: Setup, tier: Selection) -> Floats:
    """Worth lost by dropping each chosen program, taken one by one while the list is too long."""
    board = laid.board
    chosen = tier >= 0
    if int(chosen.sum()) > board.most:
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
    if listed >= board.most:
        _drop_least(laid, tier, np.ones(tier.size, np.bool_), listed - 1)
    outside = (board.group == group) & (tier < 0)
    reach = (board.offer[:, 0] * board.admit) @ board.weight * board.worth
    tier[int(np.argmax(np.where(outside, reach, -np.inf)))] = 0
