"""Repairs after a cycle: the couples that cycle are set down lower on their lists, the rest stays.

A cycle is nearly always the affair of one or two couples and a few singles: whoever is introduced
last sets it off, in whatever order. So all others are brought to rest without these couples, which
then begin at one pair after another that they could have, the best first. If nothing lower blocks
once all rest, the outcome is as stable as any other.
"""

from collections.abc import Iterator
from itertools import islice, permutations, product
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.models.couples_matching import CYCLED_AFTER_ALL
from thirdfriday.models.couples_proposals import first_accepted_pair
from thirdfriday.models.deferred_acceptance_seats import MarketLists, Seats
from thirdfriday.models.matching_market import Integers
from thirdfriday.models.matching_trials import Trials, introductions

MOST_COUPLES = 6  # cycles of more couples than this are left to other orders
IN_EVERY_ORDER = 3  # as few couples begin in every order, more in two
DEEPEST = 12  # pairs of a couple that are tried


def repair(
    trials: Trials, base: Seats, order: npt.NDArray[Any], tried: set[frozenset[int]]
) -> None:
    """Try to bring to rest what cycled in the last try, which went from `base` in `order`.

    `tried` are the sets of couples that were set down before, which are not set down again.
    """
    assert trials.last is not None
    applicants = base.program.size
    core = trials.cycling(trials.last)
    while core and len(core) <= MOST_COUPLES and frozenset(core) not in tried:
        tried.add(frozenset(core))
        lists = trials.market.lists
        others = order[~np.isin(order, np.array(core) + applicants)]
        code, rest = trials.rest(base, introductions(lists, others))
        if code >= 0:
            core += [c for c in trials.cycling(rest) if c not in core]
            continue
        if code == CYCLED_AFTER_ALL:
            return
        rest.proposed[:] = 0
        for beginning in islice(_beginnings(lists, rest, core), trials.settings.repairs):
            trials.repair(rest, beginning)
            if trials.done:
                return
        return


def _beginnings(lists: MarketLists, rest: Seats, core: list[int]) -> Iterator[Integers]:
    """Orders of the couples and pairs they could have, the highest pairs first. (couples, 2)."""
    pairs = [_open_pairs(lists, rest, couple) for couple in core]
    depths = product(*(range(len(each)) for each in pairs))
    applicants = rest.program.size
    for depth in sorted(depths, key=lambda each: (sum(each), each)):
        starts = [(applicants + c, pairs[k][depth[k]]) for k, c in enumerate(core)]
        orders = permutations(starts) if len(core) <= IN_EVERY_ORDER else (starts, starts[::-1])
        for one in orders:
            yield np.array(one, np.int32)


def _open_pairs(lists: MarketLists, rest: Seats, couple: int) -> list[int]:
    """The pairs that a couple could have while all others rest, from the top; the list's end."""
    board = (rest.free, rest.words, lists.word_start, lists.entry_start)
    at, end = int(lists.pair_start[couple]), int(lists.pair_start[couple + 1])
    found: list[int] = []
    while len(found) < DEEPEST and at < end:
        pair = int(first_accepted_pair(board, lists.pair_program, lists.pair_rank, at, end))
        if pair < 0:
            break
        found.append(pair)
        at = pair + 1
    return [*found, end]
