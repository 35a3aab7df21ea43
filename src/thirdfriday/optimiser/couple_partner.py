"""One partner of a couple: draws of who would take them, and lists grown beside the other's luck.

Method: docs/models/choices.md, "Couples"
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from thirdfriday.optimiser.problem import (
    Booleans,
    ChoiceProblem,
    Floats,
    Integers,
    Selection,
    largest_count,
)
from thirdfriday.optimiser.tuning import tuning

SMALLEST = 1e-9  # a gain below this is rounding


@dataclass(frozen=True, slots=True, eq=False)
class Partner:
    """One partner's choice, and their draws: a node [W] and a level for each program [W, n]."""

    problem: ChoiceProblem
    node: Integers
    invited: Floats
    admitted: Floats


def partner_of(problem: ChoiceProblem, rng: np.random.Generator, worlds: int) -> Partner:
    """A partner's choice with `worlds` draws, the same for every list."""
    return Partner(
        problem=problem,
        node=rng.choice(problem.nodes, size=worlds, p=problem.weight),
        invited=rng.random((worlds, problem.programs)),
        admitted=rng.random((worlds, problem.programs)),
    )


def takes(partner: Partner, selection: Selection) -> Floats:
    """Whether each program takes the partner in each world, one column more for "no match".

    Offers beyond the capacity are released from the bottom of the partner's own preference.
    [W, n + 1]
    """
    problem = partner.problem
    tiers = np.maximum(np.asarray(selection, np.int64), 0)
    offer = problem.interview[np.arange(problem.programs), tiers][:, partner.node].T
    invited = (partner.invited < offer) & (np.asarray(selection) >= 0)
    order = np.argsort(-problem.utility, kind="stable")
    in_order = invited[:, order]
    kept = np.zeros_like(invited)
    kept[:, order] = in_order & (np.cumsum(in_order, axis=1) <= problem.capacity)
    taken = kept & (partner.admitted < problem.admit[:, partner.node].T)
    return np.column_stack([taken, np.ones(len(taken), bool)]).astype(np.float64)


@dataclass(slots=True, eq=False)
class _Growing:
    """A list of one partner on its way, beside what each program is worth in each world."""

    own: Partner
    side: Floats  # [W, n + 1]
    tiers: Selection  # [n]
    current: Floats  # [W] value of the best program that takes the partner

    def chance(self, index: Integers, tier: int) -> Floats:
        """Chance that programs interview and take the partner in each world. [W, len(index)]"""
        problem, node = self.own.problem, self.own.node
        return np.asarray((problem.interview[index, tier] * problem.admit[index])[:, node].T)

    def gain(self, index: Integers, tier: int) -> Floats:
        """Expected gain of adding programs at a tier to the list as it stands. [len(index)]"""
        better = np.maximum(self.side[:, index] - self.current[:, None], 0.0)
        return np.asarray((self.chance(index, tier) * better).mean(axis=0))

    def values(self, k: int, tier: int) -> Floats:
        """What program k is worth in each world, minus infinity where it does not take. [W]"""
        problem, node = self.own.problem, self.own.node
        taken = (self.own.invited[:, k] < problem.interview[k, tier][node]) & (
            self.own.admitted[:, k] < problem.admit[k][node]
        )
        return np.where(taken, self.side[:, k], -np.inf)

    def add(self, k: int, tier: int = 0) -> None:
        """Apply to program k as well."""
        self.tiers[k] = tier
        self.current = np.maximum(self.current, self.values(k, tier))

    def again(self) -> None:
        """Work the current values out anew, after a program left."""
        self.current = self.side[:, -1].copy()
        for k in np.flatnonzero(self.tiers >= 0):
            self.current = np.maximum(self.current, self.values(int(k), int(self.tiers[k])))


def lists_beside(own: Partner, side: Floats, start: Selection) -> Iterator[Selection]:
    """Lists of one partner beside the other's outcomes: grown by greatest gain, and gone on from.

    side [W, n + 1]: what each program is worth in each world. As long as `start` at most; each list
    first as it is, then with programs exchanged and its signals sent where they lift the pair most.
    """
    problem = own.problem
    growing = _Growing(own, side, np.full(problem.programs, -1, np.int8), side[:, -1].copy())
    for k in np.flatnonzero(problem.required):
        growing.add(int(k))
    _grow(growing, int((start >= 0).sum()))
    _send_signals(growing)
    yield growing.tiers.copy()
    yield from _exchanged(growing)
    growing.tiers = start.copy()
    yield from _exchanged(growing)


def _exchanged(growing: _Growing) -> Iterator[Selection]:
    """The list with its least useful programs exchanged, then its signals sent anew."""
    growing.again()
    if _exchange(growing):
        yield growing.tiers.copy()
    _send_signals(growing)
    yield growing.tiers.copy()


def _grow(growing: _Growing, most: int) -> None:
    """Add by greatest gain while one is worth its fee.

    Gains only fall as the list grows, so old ones say whom to look at again.
    """
    problem, tiers = growing.own.problem, growing.tiers
    every = np.arange(problem.programs)
    stale = growing.gain(every, 0)
    batch = tuning().couple.batch
    while int((tiers >= 0).sum()) < min(most, largest_count(problem)):
        able = _able(growing, most)
        stale[~able] = -1.0
        order = np.argsort(-stale, kind="stable")
        k, at = -1, 0
        while at < order.size and (k < 0 or stale[k] < stale[order[at]]):
            looked = order[at : at + batch]
            stale[looked] = np.where(able[looked], growing.gain(looked, 0), -1.0)
            best = int(looked[np.argmax(stale[looked])])
            k = best if k < 0 or stale[best] > stale[k] else k
            at += batch
        if k < 0 or stale[k] <= _price(problem, tiers, k):
            break
        growing.add(k)


def _able(growing: _Growing, most: int) -> Booleans:
    """Programs that may join the list: money, groups and places left for the minimums. [n]"""
    problem, tiers = growing.own.problem, growing.tiers
    held = np.bincount(problem.group[tiers >= 0], minlength=problem.group_minimum.size)
    lacking = np.maximum(problem.group_minimum - held, 0)
    able = (tiers < 0) & (held < problem.group_maximum)[problem.group]
    if lacking.sum() >= most - int((tiers >= 0).sum()):
        able &= (lacking > 0)[problem.group]
    spent = problem.cost_usd(tiers)
    for curve in range(len(problem.fee_tables)):
        inside = problem.curve == curve
        first = int(np.argmax(inside))
        if inside.any() and spent + _step(problem, tiers, first) > problem.budget_usd:
            able &= ~inside
    return np.asarray(able)


def _step(problem: ChoiceProblem, tiers: Selection, k: int) -> float:
    """Fee of one more application on the curve of program k. [USD]"""
    table = problem.fee_tables[problem.curve[k]]
    count = int(((tiers >= 0) & (problem.curve == problem.curve[k])).sum())
    return float(table[count + 1] - table[count]) if count + 1 < len(table) else np.inf


def _price(problem: ChoiceProblem, tiers: Selection, k: int) -> float:
    """What the fee of program k costs the pair. [value]"""
    return _step(problem, tiers, k) / problem.usd_per_unit_value / 2.0


def _exchange(growing: _Growing) -> bool:
    """Exchange the least useful programs for better ones at their tier; whether any was.

    Within one fee curve, pool and group, so that no limit is touched.
    """
    problem, tiers = growing.own.problem, growing.tiers
    changed = False
    listed = np.flatnonzero((tiers >= 0) & ~problem.required)
    columns = {int(k): growing.values(int(k), int(tiers[k])) for k in np.flatnonzero(tiers >= 0)}
    for _, k in _losses(growing, columns, listed)[: tuning().couple.exchanged]:
        tier = int(tiers[k])
        rest = [values for other, values in columns.items() if other != k]
        whole = growing.current
        growing.current = np.maximum.reduce([growing.side[:, -1], *rest])
        loss = float((whole - growing.current).mean())
        able = (tiers < 0) & (problem.curve == problem.curve[k])
        able &= (problem.pool == problem.pool[k]) & (problem.group == problem.group[k])
        able &= problem.signal_allowed | (tier == 0)
        index = np.flatnonzero(able)
        gain = growing.gain(index, tier)
        if index.size and gain.max() > loss + SMALLEST:
            best = int(index[np.argmax(gain)])
            tiers[k] = -1
            del columns[k]
            growing.add(best, tier)
            columns[best] = growing.values(best, tier)
            changed = True
        else:
            growing.current = whole
    return changed


def _losses(
    growing: _Growing, columns: dict[int, Floats], listed: Integers
) -> list[tuple[float, int]]:
    """What the list loses without each program, the least first."""
    rest = _without_each(growing, columns)
    loss = {k: float((growing.current - rest[k]).mean()) for k in listed.tolist()}
    return sorted((loss[k], k) for k in loss)


def _without_each(growing: _Growing, columns: dict[int, Floats]) -> dict[int, Floats]:
    """The current values as they would be without each program of the list. [W] each"""
    if not columns:
        return {}
    table = np.column_stack([growing.side[:, -1], *columns.values()])
    best = np.argmax(table, axis=1)
    second = np.partition(table, -2, axis=1)[:, -2]
    return {
        k: np.where(best == place, second, growing.current) for place, k in enumerate(columns, 1)
    }


def _send_signals(growing: _Growing) -> None:
    """Send the signals anew, the strongest first, to those where they lift the pair most."""
    problem, tiers = growing.own.problem, growing.tiers
    if problem.tiers == 1:
        return
    sent = {int(k): growing.values(int(k), int(tiers[k])) for k in np.flatnonzero(tiers >= 0)}
    rest = _without_each(growing, sent)
    lift = np.full((problem.programs, problem.tiers), -np.inf)
    for k, without in rest.items():
        better = np.maximum(growing.side[:, k] - without, 0.0)
        chance = (problem.interview[k] * problem.admit[k])[:, growing.own.node]
        gain = chance @ better / better.size
        lift[k] = gain - gain[0] if problem.signal_allowed[k] else -np.inf
    tiers[tiers > 0] = 0
    for pool, counts in enumerate(problem.signal_pools):
        for tier in _by_strength(lift):
            able = (tiers == 0) & (problem.pool == pool)
            score = np.where(able, lift[:, tier], -np.inf)
            for k in np.argsort(-score, kind="stable")[: int(counts[tier])]:
                if score[k] > 0:
                    tiers[k] = tier
    growing.again()


def _by_strength(lift: Floats) -> list[int]:
    """Signal tiers from the one that lifts most to the one that lifts least."""
    most = np.where(np.isfinite(lift), lift, 0.0).sum(axis=0)
    return sorted(range(1, lift.shape[1]), key=lambda tier: -float(most[tier]))
