"""Finds numbers by part of their name, with the nearest names when there is none."""

from dataclasses import dataclass
from difflib import get_close_matches

from thirdfriday.facts.number import Number
from thirdfriday.facts.registry import Facts

NEAREST = 5
SIMILARITY = 0.4  # of difflib; only orders suggestions


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers a search names, in file order, and otherwise the nearest names."""

    numbers: tuple[Number, ...]
    nearest: tuple[str, ...] = ()


def search(facts: Facts, name: str = "") -> Found:
    """The numbers whose name holds every word of `name`; all of them when it is empty.

    >>> from thirdfriday.facts.registry import load_facts
    >>> [number.name for number in search(load_facts(2026), "eras tier_2").numbers]
    ['fee.eras.tier_2.each_usd']
    >>> search(load_facts(2026), "fee.eras.tier_3.each_usd").nearest[0]
    'fee.eras.tier_2.each_usd'
    """
    words = name.lower().split()
    matches = tuple(
        number for number in facts.values() if all(word in number.name.lower() for word in words)
    )
    if matches:
        return Found(matches)
    nearest = get_close_matches(name, list(facts), n=NEAREST, cutoff=SIMILARITY)
    return Found((), tuple(nearest))
