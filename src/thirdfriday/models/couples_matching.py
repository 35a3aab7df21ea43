"""The sequential matching of couples, supplemental lists, even numbers and reversions."""

from typing import Any

from thirdfriday.models.couples_proposals import settle
from thirdfriday.models.deferred_acceptance_bits import compiled
from thirdfriday.models.deferred_acceptance_seats import WAITING, drop_primary, wait
from thirdfriday.models.position_changes import make_even, revert_unfilled, take_two_more

SETTLED = -1
CYCLED_AFTER_ALL = -2


@compiled
def match_sequentially(lists: Any, seats: Any, order: Any, patience: Any, raises: Any) -> Any:
    """Introduce those of `order` one by one, then meet even numbers and reversions.

    Args:
        lists: the market.
        seats: its state, with the singles that are not in `order` already held; changed in place.
        order: (k, 2) applicants (index) and couples (applicants + index) in order of introduction,
            each with the place on its list from which it proposes.
        patience: steps without rest after which a run counts as a cycle.
        raises: how often an even program may take two more at once.

    Returns:
        SETTLED, or one of `order` left out since its introduction cycled twice, the second time
        after all others, or CYCLED_AFTER_ALL when there was no rest even so.
    """
    if not settle(lists, seats, patience):
        return CYCLED_AFTER_ALL
    failed = SETTLED
    for attempt in range(2):
        for turn in range(order.shape[0]):
            who = order[turn, 0]
            if seats.introduced[who]:
                continue
            seats.introduced[who] = True
            wait(seats, who, order[turn, 1])
            if not settle(lists, seats, patience):
                withdraw(lists, seats, who)
                if not settle(lists, seats, patience):
                    return CYCLED_AFTER_ALL
                failed = who if attempt == 1 else failed
    for _ in range(patience):
        changed = make_even(lists, seats)
        if not changed:
            changed = revert_unfilled(lists, seats)
        if not changed:
            changed = take_two_more(lists, seats, raises)
        if not changed:
            return failed
        if not settle(lists, seats, patience):
            return CYCLED_AFTER_ALL
    return CYCLED_AFTER_ALL


@compiled
def withdraw(lists: Any, seats: Any, who: Any) -> None:
    """Take an applicant or couple whose introduction cycled off the board and the stack again."""
    applicants = lists.edge_start.size - 1
    seats.introduced[who] = False
    kept = 0
    for place in range(seats.counter[WAITING]):
        if seats.waiting[place] != who:
            seats.waiting[kept] = seats.waiting[place]
            seats.waiting_from[kept] = seats.waiting_from[place]
            kept += 1
    seats.counter[WAITING] = kept
    if who < applicants:
        drop_primary(lists, seats, who)
    else:
        couple = who - applicants
        drop_primary(lists, seats, lists.member[couple, 0])
        drop_primary(lists, seats, lists.member[couple, 1])
        seats.pair_choice[couple] = -1
