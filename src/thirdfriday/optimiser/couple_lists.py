"""Two applicants who match as a pair: both lists chosen, by turns, for what the pair is worth.

Sampled worlds say at which quality each partner stands and which programs would take them. In a
world the pair gets the best of its pairs whose two programs both take them, as the rules of the
Match for couples have it. Method: docs/models/choices.md, "Couples"
"""

from dataclasses import dataclass

import numpy as np

from thirdfriday.optimiser.certificate import certify
from thirdfriday.optimiser.couple_bound import couple_bound
from thirdfriday.optimiser.couple_partner import SMALLEST, Partner, lists_beside, takes
from thirdfriday.optimiser.problem import Floats, Selection


@dataclass(frozen=True, slots=True, eq=False)
class CoupleChoice:
    """Both lists, what the pair expects of them, and a value that no two lists exceed.

    The value is that of the worlds the lists were chosen on, so it flatters them a little.
    """

    first: Selection
    second: Selection
    value: float
    upper_bound: float
    rounds: int


def beside(worth: Floats, other: Floats) -> Floats:
    """Best value of each program in each world beside what takes the other partner. [W, n + 1].

    worth [n + 1, m + 1], other [W, m + 1] as `takes` gives it.

    >>> worth = np.array([[1.0, 0.4], [0.5, 0.0]])
    >>> beside(worth, np.array([[1.0, 1.0], [0.0, 1.0]])).tolist()
    [[1.0, 0.5], [0.4, 0.0]]
    """
    best = np.full((len(other), len(worth)), -np.inf)
    for column in np.flatnonzero(other.any(axis=0)):
        here = other[:, column] > 0
        best[here] = np.maximum(best[here], worth[:, column])
    return best


def choose_couple(
    first: Partner,
    second: Partner,
    worth: Floats,
    *,
    starts: tuple[Selection, Selection],
    rounds: int,
) -> CoupleChoice:
    """Lists of both partners for the most expected value of the pair less the price of fees.

    One partner's list is grown anew while the other's stands, then the other way round, as long as
    the pair gains, beginning with either; the best of that and the starting lists is kept. The
    value is a mean over the worlds. The bound is the lesser of half of both partners' own bounds
    (no pair is worth more than the mean of its two matches) and `couple_bound`; what distance costs
    is part of the gap.
    worth [n + 1, m + 1] the value of a pair, "no match" last.
    """
    found = [
        _by_turns(first, second, worth, starts=starts, rounds=rounds, order=order)
        for order in ((0, 1), (1, 0))
    ]
    value, lists, done = max(found, key=lambda each: each[0])
    bounds = [
        certify(p.problem, s, quick=True) for p, s in zip((first, second), lists, strict=True)
    ]
    bound = sum(proof.upper_bound for proof in bounds) / 2.0
    bound = min(bound, couple_bound(first.problem, second.problem, worth))
    return CoupleChoice(lists[0], lists[1], value, max(bound, value), done)


def _by_turns(
    first: Partner,
    second: Partner,
    worth: Floats,
    *,
    starts: tuple[Selection, Selection],
    rounds: int,
    order: tuple[int, int],
) -> tuple[float, list[Selection], int]:
    """Lists grown by turns in an order, as long as the pair gains: value, lists, rounds."""
    sides, tables = (first, second), (worth, worth.T)
    lists = list(starts)
    value = pair_value(first, second, worth, lists[0], lists[1])
    done = 0
    while done < rounds:
        done += 1
        before = value
        for turn in order:
            side = beside(tables[turn], takes(sides[1 - turn], lists[1 - turn]))
            for grown in lists_beside(sides[turn], side, lists[turn]):
                trial = [*lists]
                trial[turn] = grown
                reached = pair_value(first, second, worth, trial[0], trial[1])
                if reached > value + SMALLEST:
                    value, lists = reached, trial
        if value <= before + SMALLEST:
            break
    return value, lists, done


def pair_value(
    first: Partner, second: Partner, worth: Floats, own: Selection, other: Selection
) -> float:
    """Expected value of the best pair that takes both, less the price of both partners' fees."""
    best = best_pairs(first, second, worth, own, other)
    price = sum(
        partner.problem.cost_usd(selection) / partner.problem.usd_per_unit_value
        for partner, selection in ((first, own), (second, other))
    )
    return float(best.mean()) - price / 2.0


def best_pairs(
    first: Partner, second: Partner, worth: Floats, own: Selection, other: Selection
) -> Floats:
    """Value of the best pair in each world. [W]"""
    side = beside(worth, takes(second, other))
    return np.asarray(np.where(takes(first, own) > 0, side, -np.inf).max(axis=1))


def chances_of_kinds(
    first: Partner,
    second: Partner,
    worth: Floats,
    near: Floats,
    lists: tuple[Selection, Selection],
) -> tuple[float, float, float, float, float]:
    """Chances of both matched near, both apart, only the first, only the second, none.

    near [n, m]: whether a pair is near.
    """
    mine, theirs = takes(first, lists[0]), takes(second, lists[1])
    count = np.zeros(5)
    for world in range(len(mine)):
        rows, columns = np.flatnonzero(mine[world]), np.flatnonzero(theirs[world])
        block = worth[np.ix_(rows, columns)]
        at = np.unravel_index(int(np.argmax(block)), block.shape)
        a, b = int(rows[at[0]]), int(columns[at[1]])
        alone_a, alone_b = b == worth.shape[1] - 1, a == worth.shape[0] - 1
        if alone_a and alone_b:
            kind = 4
        elif alone_a or alone_b:
            kind = 2 if alone_a else 3
        else:
            kind = 0 if near[a, b] else 1
        count[kind] += 1
    shares = count / len(mine)
    return float(shares[0]), float(shares[1]), float(shares[2]), float(shares[3]), float(shares[4])


def ordered_pairs(
    worth: Floats, lists: tuple[Selection, Selection], most: int
) -> list[tuple[int, int]]:
    """The pairs of both lists from the most to the least wanted, at most so many; "no match" last.

    A pair of "no match" with itself is left out, for it is where the list ends.
    """
    rows = [*np.flatnonzero(lists[0] >= 0).tolist(), worth.shape[0] - 1]
    columns = [*np.flatnonzero(lists[1] >= 0).tolist(), worth.shape[1] - 1]
    pairs = [(a, b) for a in rows for b in columns][:-1]
    pairs.sort(key=lambda pair: (-worth[pair], pair))
    return pairs[:most]
