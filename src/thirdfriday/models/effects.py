"""Effects by name as log-odds per unit, with the spread of their published or assumed range."""

import math
from collections.abc import Iterable

import numpy as np

from thirdfriday.errors import FactError
from thirdfriday.facts.number import Number
from thirdfriday.facts.registry import Facts
from thirdfriday.models.factors import Effects


def first_known(facts: Facts, *names: str) -> str:
    """The first of `names` that has a value: the specific one before the general.

    Raises:
        FactError: none has.

    >>> from thirdfriday.facts.registry import load_facts
    >>> first_known(load_facts(), "effect.signal.nowhere.gold", "effect.signal.default.gold")
    'effect.signal.default.gold'
    """
    for name in names:
        if facts.known(name):
            return name
    raise FactError(f"None of these numbers is known: {', '.join(names)}. Add one under data/.")


def log_odds(facts: Facts, name: str) -> float:
    """The value of an effect. [log-odds per unit]

    >>> from thirdfriday.facts.registry import load_facts
    >>> round(log_odds(load_facts(), "effect.tie.any"), 2)
    0.5
    """
    number = facts.number(name)
    return math.log(number.amount) if _is_ratio(number) else number.amount


def log_odds_deviation(facts: Facts, name: str) -> float:
    """Standard deviation that the range of an effect stands for. [log-odds per unit]

    Facts: range.deviations.fact, range.deviations.assumption
    """
    number = facts.number(name)
    low, _, high = number.interval
    if low == high:
        return 0.0
    if _is_ratio(number):
        low, high = math.log(low), math.log(high)
    kind = "fact" if number.kind == "fact" else "assumption"
    return (high - low) / (2.0 * facts.value(f"range.deviations.{kind}"))


def effects_of(facts: Facts, names: Iterable[str]) -> Effects:
    """The named effects as arrays. [F, log-odds per unit]"""
    ordered = tuple(names)
    return Effects(
        names=ordered,
        central=np.array([log_odds(facts, name) for name in ordered]),
        deviation=np.array([log_odds_deviation(facts, name) for name in ordered]),
    )


def _is_ratio(number: Number) -> bool:
    return "ratio" in number.unit
