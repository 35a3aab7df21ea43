"""Every number by name, for one season."""

import datetime as dt
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from thirdfriday.errors import FactError
from thirdfriday.facts.number import Number, parse_number
from thirdfriday.facts.packaged import DATA, PACKS, pack_name, pack_of, read_toml
from thirdfriday.facts.sources import load_sources

HEADER = ("pack", "stands_in_for")


class Facts(Mapping[str, Number]):
    """The numbers of one season by dotted name, with the season-less ones.

    Missing names raise `FactError` with the nearest names; nothing falls back to another season.
    """

    def __init__(
        self, numbers: Mapping[str, Number], *, season: int, without: frozenset[str] = frozenset()
    ) -> None:
        self._numbers = dict(numbers)
        self._under: dict[str, dict[str, Number]] = {}
        self.season = season
        self.without = without

    def __getitem__(self, name: str) -> Number:
        try:
            return self._numbers[name]
        except KeyError:
            raise self._missing(name) from None

    def __contains__(self, name: object) -> bool:
        return name in self._numbers

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, name: str) -> Number:
        """The number called `name`, with everything known about it."""
        return self[name]

    def value(self, name: str) -> float:
        """The central value of `name`. [that number's unit]."""
        return self[name].amount

    def range(self, name: str) -> tuple[float, float, float]:
        """Low, central and high value of `name`. [that number's unit]."""
        return self[name].interval

    def text(self, name: str) -> str:
        """The text of `name`, for a fact whose value is a word."""
        value = self[name].value
        if not isinstance(value, str):
            raise FactError(f"{self[name].file}: {name} is {value!r}, not a text.")
        return value

    def flag(self, name: str) -> bool:
        """Whether `name` holds, for a fact whose value is true or false."""
        value = self[name].value
        if not isinstance(value, bool):
            raise FactError(f"{self[name].file}: {name} is {value!r}, not true or false.")
        return value

    def moment(self, name: str) -> dt.datetime:
        """The date, or date and time with its zone, of `name`; a bare date is its midnight."""
        value = self[name].value
        if isinstance(value, dt.datetime):
            return value
        if isinstance(value, dt.date):
            return dt.datetime.combine(value, dt.time())
        raise FactError(f"{self[name].file}: {name} is {value!r}, not a date.")

    def known(self, name: str) -> bool:
        """Whether `name` is in the record with a value (an unknown one has none)."""
        return name in self._numbers and self._numbers[name].kind != "unknown"

    def first(self, *names: str) -> Number:
        """The first of `names` that the record has, the most particular one named first.

        So a caller states its own chain, such as an effect of one specialty before that of all.
        """
        for name in names:
            if name in self._numbers:
                return self._numbers[name]
        raise self._missing(names[0])

    def under(self, prefix: str) -> dict[str, Number]:
        """The numbers whose name begins with `prefix` and a dot, by the rest of their name."""
        found = self._under.get(prefix)
        if found is None:
            start = prefix + "."
            found = self._under[prefix] = {
                name.removeprefix(start): number
                for name, number in self._numbers.items()
                if name.startswith(start)
            }
        return dict(found)

    def _missing(self, name: str) -> FactError:
        near = get_close_matches(name, self._numbers, n=3, cutoff=0.5)
        hint = f" Nearest: {', '.join(near)}." if near else ""
        left_out = f" (left out: {', '.join(sorted(self.without))})" if self.without else ""
        return FactError(
            f"No number is called {name!r} for season {self.season}{left_out}.{hint} "
            "Add it under data/, with its source."
        )


def load_facts(
    season: int = 2027, *, without: frozenset[str] = frozenset(), root: Path = DATA
) -> Facts:
    """Every number for the Match of March `season`, each with unit, range, source and place.

    Args:
        season: the year of the Match (season 2027 applies in September 2026).
        without: packs to leave out ("nrmp", "residency_explorer"); files that stand in for a pack
            (assumptions with wider ranges) are read only when that pack is left out.
        root: the data folder.

    Raises:
        FactError: a file is malformed, a name is given twice, or the season has no rules.

    >>> load_facts(2026).value("fee.eras.tier_2.each_usd")
    30.0
    """
    return _load(season, frozenset(pack_name(pack) for pack in without), root)


@cache
def _load(season: int, without: frozenset[str], root: Path) -> Facts:
    rules = sorted((root / "seasons" / str(season)).glob("*.toml"))
    if not rules:
        raise FactError(
            f"There are no rules for season {season}. Known seasons: "
            f"{', '.join(str(known) for known in known_seasons(root))}."
        )
    numbers: dict[str, Number] = {}
    for path in rules:
        _read_file(path, numbers, without, root, season)
    for path in _seasonless_files(root):
        _read_file(path, numbers, without, root, None)
    return Facts(numbers, season=season, without=without)


def known_seasons(root: Path = DATA) -> list[int]:
    """The seasons that have rules, oldest first. [years of the Match].

    >>> 2027 in known_seasons()
    True
    """
    return sorted(int(path.name) for path in (root / "seasons").iterdir() if path.name.isdigit())


def number_files(root: Path = DATA) -> list[tuple[Path, int | None]]:
    """Every TOML file that holds numbers, with its season or None."""
    found: list[tuple[Path, int | None]] = [
        (path, season)
        for season in known_seasons(root)
        for path in sorted((root / "seasons" / str(season)).glob("*.toml"))
    ]
    return [*found, *((path, None) for path in _seasonless_files(root))]


def _seasonless_files(root: Path) -> list[Path]:
    """Files of numbers that hold for every season; the schemas of tables are not among them."""
    files = [path for path in (root / "model").glob("*.toml") if ".schema" not in path.name]
    settings = root / "settings.toml"
    return sorted(files) + ([settings] if settings.exists() else [])


def _read_file(
    path: Path, numbers: dict[str, Number], without: frozenset[str], root: Path, season: int | None
) -> None:
    tables = read_toml(path)
    file = path.relative_to(root).as_posix()
    pack = pack_of(tables, where=file)
    stands_in_for = tables.get("stands_in_for", "")
    if stands_in_for and stands_in_for not in PACKS:
        raise FactError(f"{file}: stands_in_for {stands_in_for!r} is no pack.")
    if pack in without or (stands_in_for and stands_in_for not in without):
        return
    sources = frozenset(load_sources(root))
    for name, table in tables.items():
        if name in HEADER:
            continue
        if name in numbers:
            raise FactError(f"{file}: {name} is already in {numbers[name].file}. Keep one.")
        numbers[name] = parse_number(
            name, table, file=file, sources=sources, season=season, pack=pack
        )
