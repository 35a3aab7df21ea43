"""Weights of criteria from comparisons of two programs at a time, and where the answers clash."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array

SAME = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two entries set against each other: 1 the first, 2 the second, 0 no difference."""

    first: int
    second: int
    answer: int | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """The fitted weight of each criterion, their magnitudes summing to one.

    `circles` are comparisons that contradict each other whatever the weights; `surprises` answers
    that the weights of all the others call unlikely, with the chance they give them.
    """

    weight: Mapping[str, float]
    agreement: float
    circles: tuple[tuple[int, ...], ...]
    surprises: tuple[tuple[Comparison, float], ...]


def questions(criteria: Mapping[str, Array], facts: Facts) -> tuple[Comparison, ...]:
    """The comparisons that tell most of the weights, the same for the same list.

    Each next pair is the one whose difference is least known so far (the largest gain in the
    determinant of the information, D-optimal); ties go to the pair higher on the list.

    Facts: rank.compare.questions, rank.compare.prior
    """
    table = np.array(list(criteria.values())).T
    if table.size == 0:
        return ()
    pairs = list(combinations(range(len(table)), 2))
    gaps = np.array([table[i] - table[j] for i, j in pairs])
    useful = np.flatnonzero(np.abs(gaps).sum(axis=1) > 0.0).tolist()
    covariance = np.eye(table.shape[1]) / facts.value("rank.compare.prior")
    asked: list[Comparison] = []
    seen: dict[int, int] = {}
    while useful and len(asked) < round(facts.value("rank.compare.questions")):
        spread = np.einsum("kf,fg,kg->k", gaps[useful], covariance, gaps[useful])
        repeat = np.array([seen.get(pairs[k][0], 0) + seen.get(pairs[k][1], 0) for k in useful])
        best = useful[int(np.argmax(spread / (1.0 + repeat)))]
        gap = gaps[best]
        along = covariance @ gap
        covariance = covariance - np.outer(along, along) / (1.0 + float(gap @ along))
        for end in pairs[best]:
            seen[end] = seen.get(end, 0) + 1
        asked.append(Comparison(*pairs[best]))
        useful.remove(best)
    return tuple(asked)


def fit_weights(
    criteria: Mapping[str, Array],
    answers: Sequence[Comparison],
    facts: Facts,
    *,
    own: Sequence[str] = (),
) -> Weights:
    """The additive weights that make the answers likeliest, and what does not fit them.

    Bradley-Terry with a linear value and a normal prior; "no difference" counts half for each
    side. The owner's own marks (`own`) never weigh negative: a higher mark is never worse.

    Facts: rank.compare.prior, rank.compare.sharpness, rank.compare.surprise

    >>> import numpy as np
    >>> from thirdfriday.facts.registry import load_facts
    >>> found = fit_weights(
    ...     {"teaching": np.array([1.0, 0.0]), "cost": np.array([0.0, 1.0])},
    ...     [Comparison(0, 1, 1)], load_facts())
    >>> found.weight["teaching"] > found.weight["cost"]
    True
    """
    names = list(criteria)
    table = np.array([criteria[name] for name in names]).T
    given = [each for each in answers if each.answer is not None]
    fitted = _fit(table, given, names, own, facts)
    size = float(np.abs(fitted).sum()) or 1.0
    sharp = facts.value("rank.compare.sharpness")
    limit = facts.value("rank.compare.surprise")
    surprises, agreed = [], 0
    for index, each in enumerate(given):
        rest = [*given[:index], *given[index + 1 :]]
        without = _fit(table, rest, names, own, facts)
        chance = _chance(table, without, each, sharp)
        agreed += chance >= 1.0 / 2.0
        if each.answer != SAME and chance < limit:
            surprises.append((each, chance))
    return Weights(
        weight={name: float(w / size) for name, w in zip(names, fitted, strict=True)},
        agreement=agreed / len(given) if given else 1.0,
        circles=circles(given),
        surprises=tuple(surprises),
    )


def _chance(table: Array, weights: Array, each: Comparison, sharp: float) -> float:
    """Chance of an answer under weights; a tie counts as agreed."""
    if each.answer == SAME:
        return 1.0
    gap = float((table[each.first] - table[each.second]) @ weights)
    return float(expit(sharp * gap if each.answer == 1 else -sharp * gap))


def _fit(
    table: Array, given: Sequence[Comparison], names: list[str], own: Sequence[str], facts: Facts
) -> Array:
    sharp, prior = facts.value("rank.compare.sharpness"), facts.value("rank.compare.prior")
    gaps = np.array([table[each.first] - table[each.second] for each in given])
    gaps = gaps.reshape(len(given), len(names))
    won = np.array([{1: 1.0, 2: 0.0}.get(each.answer or SAME, 0.5) for each in given])

    def loss(weights: Array) -> tuple[float, Array]:
        lean = sharp * gaps @ weights
        value = float(np.sum(np.logaddexp(0.0, lean) - won * lean))
        slope = sharp * gaps.T @ (expit(lean) - won)
        return value + 0.5 * prior * float(weights @ weights), slope + prior * weights

    bounds = [(0.0, None) if name in own else (None, None) for name in names]
    start = np.zeros(len(names))
    found: Array = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def circles(given: Sequence[Comparison]) -> tuple[tuple[int, ...], ...]:
    """Entries preferred in a circle: a to b, b to c, c to a; each circle once, the short ones.

    >>> circles([Comparison(0, 1, 1), Comparison(1, 2, 1), Comparison(0, 2, 2)])
    ((0, 1, 2),)
    """
    better: set[tuple[int, int]] = set()
    for each in given:
        if each.answer == 1:
            better.add((each.first, each.second))
        elif each.answer == 2:
            better.add((each.second, each.first))
    found: dict[frozenset[int], tuple[int, ...]] = {}
    stack: list[tuple[int, ...]] = [(start,) for start in sorted({a for a, _ in better})]
    while stack:
        path = stack.pop(0)
        for a, b in sorted(better):
            if a != path[-1]:
                continue
            if b == path[0]:
                found.setdefault(frozenset(path), path)
            elif b not in path and b > path[0]:
                stack.append((*path, b))
    return tuple(path for members, path in found.items() if len(members) == len(path))
