"""Shows that no order beats the true one, on the simulated seasons of the owner's own list."""

from collections.abc import Sequence

import numpy as np

from thirdfriday.domain.rank_list import RankedProgram
from thirdfriday.facts.registry import Facts
from thirdfriday.models.down_the_list import Order, Seasons, match_in_season, values_in_seasons
from thirdfriday.models.quality import Array
from thirdfriday.plan.rank_order import OrderTried, TrueOrder


def true_order(values: Array) -> Order:
    """The entries from the most to the least wanted, equal ones as listed. [indices]

    >>> true_order(np.array([0.2, 0.9, 0.2])).tolist()
    [1, 0, 2]
    """
    order: Order = np.argsort(-values, kind="stable")
    return order


def safe_first_order(admit: Array, weight: Array) -> Order:
    """The entries from the likeliest to the least likely: what must not be certified. [indices]"""
    order: Order = np.argsort(-(admit @ weight), kind="stable")
    return order


def demonstrate(
    seasons: Seasons,
    values: Array,
    in_target: Array,
    *,
    safe_first: Order,
    listed: Sequence[RankedProgram],
    facts: Facts,
    seed: int,
) -> TrueOrder:
    """The true order, the order as listed, safe first and random orders on the same seasons.

    Facts: rank.random_orders
    Method: docs/models/rank.md, "Why the true order is never beaten"
    """
    best = true_order(values)
    own = values_in_seasons(seasons, best, values)
    keys = [item.program_id for item in listed]

    def tried(name: str, order: Order) -> OrderTried:
        got = values_in_seasons(seasons, order, values)
        matched = match_in_season(seasons, order)
        return OrderTried(
            order=name,
            ids=tuple(keys[index] for index in order),
            value=float(got.mean()),
            chance_of_match=float((matched >= 0).mean()),
            chance_of_match_in_target=float(in_target[matched[matched >= 0]].sum() / len(matched)),
            seasons_better=int((got > own).sum()),
            seasons_worse=int((got < own).sum()),
        )

    rng = np.random.default_rng(seed)
    count = round(facts.value("rank.random_orders"))
    beaten = sum(
        float(values_in_seasons(seasons, rng.permutation(len(values)), values).mean())
        > float(own.mean())
        for _ in range(count)
    )
    orders = (
        tried("true", best),
        tried("as listed", np.arange(len(values))),
        tried("safe first", safe_first),
    )
    return TrueOrder(len(seasons), _words(orders, len(seasons)), orders, beaten, count)


def _words(orders: tuple[OrderTried, ...], seasons: int) -> str:
    true, _, safe = orders
    change = 100.0 * (safe.chance_of_match - true.chance_of_match)
    loss = 100.0 * (true.value - safe.value)
    lost = safe.seasons_worse
    if not lost:
        return (
            f"In all {seasons} simulated seasons the safe-first order ended as the true order "
            "did: here they agree. It is never better, since the list moves no program's cutoff."
        )
    return (
        f"Putting the likely programs first changes the chance of a match by "
        f"{change:+.1f} points over {seasons} simulated seasons, and ends at a program you want "
        f"less in {lost} of them ({100 * lost / seasons:.0f}%), better in none: it gives away "
        f"{loss:.1f} points of value. A program is asked only after all above it declined, and "
        "your order is not shown to it, so nothing is gained for what is lost."
    )
