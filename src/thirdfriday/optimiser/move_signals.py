# ruff: noqa: PLR0917 - compiled kernels take their arguments by position
"""The compiled search's moves of signals: handed to another holder, traded between two tiers.

Method: docs/models/choices.md, "Search"
"""

from typing import Any

import numpy as np
from numba import njit

from thirdfriday.optimiser.list_gains import (
    TIE,
    copy_list,
    cost_of,
    fits,
    gains,
    missing,
    price_of_next,
    tally,
)
from thirdfriday.optimiser.list_tables import worth_alone
from thirdfriday.optimiser.search import best_drop, best_entrants, climb


@njit(cache=True, nogil=True)
def best_heir(
    board: Any, tier: Any, scan: Any, i: int, own: int, listed: bool, after: float
) -> int:
    """Who gains most, but less than `after`, from i's freed signal; -1 when there is no one."""
    best = -np.inf
    program = -1
    for k in range(tier.size):
        if (tier[k] >= 0) != listed or tier[k] == own or board.pool[k] != board.pool[i]:
            continue
        if not listed and scan.held[board.group[k]] >= board.group_maximum[board.group[k]]:
            continue
        if best < scan.gain[k, own] < after:
            best = scan.gain[k, own]
            program = k
    return program


@njit(cache=True, nogil=True)
def prospect(board: Any, tier: Any, scan: Any, i: int, way: int, heir: int, own: int) -> float:
    """What handing i's signal to `heir` may bring at most, to first order: worth it to try?

    Adds to the list's worth as it stands without the signal: the heir's gain, less half the least
    loss when one application is then too many, plus the best newcomer when i has left.
    """
    if way == 0 and tier[heir] > 0:
        return np.inf  # the heir frees a signal of its own: only climbing tells
    change = scan.gain[heir, own]
    count = tally(board, tier, scan)
    cost = cost_of(board, scan)
    if way == 1 and not fits(board, scan, count, heir, 0):
        least = best_drop(board, tier, scan, np.inf)
        return float(change - cost - (scan.loss[least] / 2 if least >= 0 else np.inf))
    if way == 1:
        return float(change - cost - price_of_next(board, scan, heir))
    if way == 2:
        best = 0.0
        price = price_of_next(board, scan, i)
        who = np.empty((1, board.signals.shape[0]), np.int64)
        best_entrants(board, tier, scan, i, who)
        for pool in range(board.signals.shape[0]):
            newcomer = who[0, pool]
            if newcomer >= 0 and scan.gain[newcomer, 0] > best:
                best = scan.gain[newcomer, 0]
                price = price_of_next(board, scan, newcomer)
        return float(change + best - cost - price)
    return float(change - cost)


@njit(cache=True, nogil=True)
def hand_over(
    board: Any, tier: Any, scan: Any, saved: Any, i: int, way: int, heirs: int, current: float
) -> float:
    """Give program i's signal away and climb; the list changes only when worth less cost rises.

    With few programs (`heirs` above 1) every heir is tried, else only a promising one.
    Way 0: to a program in the list; 1: to one outside it; 2: to one in the list, i being dropped.
    """
    own = tier[i]
    copy_list(tier, saved)
    after = np.inf
    for _ in range(heirs):
        tier[i] = 0 if way < 2 else -1
        worth = gains(board, tier, scan, np.bool_(True))
        tally(board, tier, scan)
        heir = best_heir(board, tier, scan, i, own, way != 1, after)
        value = -np.inf
        if heir >= 0 and missing(board, scan) == 0:
            after = scan.gain[heir, own]
            if heirs > 1 or worth + prospect(board, tier, scan, i, way, heir, own) > current:
                tier[heir] = own
                value = climb(board, tier, scan)
        if value > current + TIE:
            return value
        copy_list(saved, tier)
        if heir < 0:
            break
    return current


@njit(cache=True, nogil=True)
def move_signals(board: Any, tier: Any, scan: Any, heirs: int, current: float) -> float:
    """Hand every signal over where that gains; returns worth less cost."""
    saved = np.empty(tier.size, np.int8)
    for i in range(tier.size):
        for way in range(3):
            if tier[i] <= 0 or (way == 2 and board.required[i]):
                break
            current = hand_over(board, tier, scan, saved, i, way, heirs, current)
    return current


@njit(cache=True, nogil=True)
def trade_signals(board: Any, tier: Any, scan: Any, current: float) -> float:
    """Exchange signals of different tiers between two programs; returns worth less cost."""
    tally(board, tier, scan)
    price = cost_of(board, scan)
    here = np.empty((board.weight.size, board.states + 1))
    for i in range(tier.size):
        for k in range(i + 1, tier.size):
            if tier[i] <= 0 or tier[k] <= 0 or tier[i] == tier[k]:
                continue
            if board.pool[i] != board.pool[k]:
                continue
            tier[i], tier[k] = tier[k], tier[i]
            value = worth_alone(board, tier, here) - price
            if value > current + TIE:
                current = value
            else:
                tier[i], tier[k] = tier[k], tier[i]
    return current
