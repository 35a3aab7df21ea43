"""The numbers, lists and sentences of data/kit, each number with its unit and reason."""

from functools import cache
from typing import Any

from thirdfriday.errors import FactError
from thirdfriday.facts.number import Number, parse_number
from thirdfriday.facts.packaged import DATA, read_toml
from thirdfriday.facts.sources import load_sources

FILES = ("lint.toml", "lead_times.toml")


@cache
def kit_numbers() -> dict[str, Number]:
    """Every number of data/kit by its dotted name.

    Raises:
        FactError: a number lacks its unit, range or reason, or is given twice.

    >>> kit_numbers()["lint.scores.share"].unit
    'share of characters'
    """
    sources = frozenset(load_sources())
    found: dict[str, Number] = {}
    for name in FILES:
        for key, table in read_toml(DATA / "kit" / name).items():
            if key in found:
                raise FactError(f"kit/{name}: {key} is already in {found[key].file}. Keep one.")
            found[key] = parse_number(key, table, file=f"kit/{name}", sources=sources)
    return found


def kit_value(name: str) -> float:
    """The central value of one number of data/kit. [that number's unit]

    Raises:
        FactError: there is no such number.
    """
    try:
        return kit_numbers()[name].amount
    except KeyError:
        raise FactError(f"data/kit has no number {name!r}. Add it, with its reason.") from None


@cache
def kit_words(name: str) -> dict[str, Any]:
    """The tables of one file of words, such as "names" for data/kit/names.toml.

    Raises:
        FactError: the file is absent or not TOML.
    """
    return read_toml(DATA / "kit" / f"{name}.toml")
