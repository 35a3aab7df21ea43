"""The publishers and documents that numbers cite."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from thirdfriday.errors import FactError
from thirdfriday.facts.packaged import DATA, PACKS, read_toml

REQUIRED = ("publisher", "title", "url_or_place", "year", "seen_on", "terms")
OPTIONAL = ("read_through", "pack")


@dataclass(frozen=True, slots=True)
class Source:
    """One document that numbers cite: who published it, where, when it was seen, on what terms."""

    key: str
    publisher: str
    title: str
    url_or_place: str
    year: int
    seen_on: str
    terms: str
    read_through: str = ""
    """The public copy through which the document was read, when not the publisher's own page."""
    pack: str = "core"
    """The data pack that everything taken from this document belongs to."""

    def __str__(self) -> str:
        return f"{self.publisher}, {self.title} ({self.year}), {self.url_or_place}"


@cache
def load_sources(root: Path = DATA) -> dict[str, Source]:
    """Every source by key, from `sources.toml` and any `sources_<topic>.toml` beside it.

    Raises:
        FactError: a source lacks a field, has an unknown one, or is given twice.

    >>> load_sources()["eras-fees-2026"].publisher
    'Association of American Medical Colleges (AAMC)'
    """
    sources: dict[str, Source] = {}
    for path in sorted(root.glob("sources*.toml")):
        for key, table in read_toml(path).items():
            if key in sources:
                raise FactError(f"{path.name}: source {key!r} is given twice. Keep one.")
            sources[key] = _source(key, table, path.name)
    if not sources:
        raise FactError("sources.toml: the file is missing or empty. Restore it.")
    return sources


def _source(key: str, table: Any, file: str) -> Source:
    if not isinstance(table, dict):
        raise FactError(f"{file}: {key!r} is not a source. Write a [{key}] table.")
    missing = [field for field in REQUIRED if not table.get(field)]
    if missing:
        raise FactError(f"{file}: source {key!r} lacks {', '.join(missing)}. Add them.")
    unknown = sorted(set(table) - set(REQUIRED) - set(OPTIONAL))
    if unknown:
        raise FactError(f"{file}: source {key!r} has unknown fields {', '.join(unknown)}.")
    if table.get("pack", "core") not in PACKS:
        raise FactError(f"{file}: source {key!r} names no pack. Use: {', '.join(PACKS)}.")
    texts = {field: str(value) for field, value in table.items() if field != "year"}
    return Source(key=key, year=int(table["year"]), **texts)
