"""The bounds a case file is held to, from the packaged settings."""

from functools import cache

from thirdfriday.facts.number import Number, parse_number
from thirdfriday.facts.packaged import DATA, read_toml
from thirdfriday.facts.sources import load_sources

FILE = "model/case_file.toml"
PREFIX = "case_file."


def bound(name: str) -> float:
    """One bound of the case file by its short name. [the unit in data/model/case_file.toml]

    >>> bound("usmle_score.highest")
    300.0
    """
    return _bounds()[PREFIX + name].amount


def whole_bound(name: str) -> int:
    """One bound that is a whole number. [the unit in data/model/case_file.toml]"""
    return int(bound(name))


@cache
def _bounds() -> dict[str, Number]:
    """Read from their own file, so that a case can be read while another table is being mended."""
    sources = frozenset(load_sources())
    tables = read_toml(DATA / FILE)
    return {
        name: parse_number(name, table, file=FILE, sources=sources)
        for name, table in tables.items()
    }
