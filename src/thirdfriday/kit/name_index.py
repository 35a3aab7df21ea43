"""Finds the hospitals, cities, states, regions and specialties that a text names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.program import Program
from thirdfriday.facts.tables import load_table
from thirdfriday.kit.kit_numbers import kit_value, kit_words
from thirdfriday.kit.sentences import lower

_WORD = re.compile(r"[A-Za-z][\w.'&+]*[\w+]|[A-Za-z]")
_SHORT = {
    "med": "medical", "ctr": "center", "hosp": "hospital", "univ": "university", "u": "university",
    "hlth": "health", "sys": "system", "coll": "college", "ed": "education", "mem": "memorial",
    "reg": "regional", "st.": "st", "saint": "st", "affil": "affiliated", "hosps": "hospitals",
    "fdn": "foundation", "grad": "graduate", "sch": "school", "som": "school", "com": "college",
}  # fmt: skip
_JOINING = ("", "&", "and")
_SMALL = {"of", "the", "and", "at", "for", "de"}
_TITLES = ("Dr", "Mr", "Mrs", "Ms", "Prof", "Professor", "Doctor")
WORDS_KEPT = 20_000  # size of a cache of words
_SPLIT = re.compile(r"\s*[/(),]\s*|\s+-\s+|\s+at\s+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: its kind, its key and where it stands. [characters]

    `kind`: hospital, city, state, region or specialty. `values`: what the name may stand for
    (states of a city or region; words of a hospital; the key of a specialty).
    """

    kind: str
    key: str
    values: frozenset[str]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """A city of the United States with its point. [degrees]"""

    city: str
    state: str
    lat: float
    lon: float


@cache
def cities() -> dict[str, tuple[Place, ...]]:
    """Every known city of the United States by its name in lower case."""
    found: dict[str, dict[str, Place]] = {}
    for table in ("catalogue/us_places", "catalogue/places"):
        for row in load_table(table).rows():
            if row["lat"] is not None:
                here = Place(row["city"], row["state"], row["lat"], row["lon"])
                found.setdefault(" ".join(_words(row["city"])), {})[row["state"]] = here
    return {name: tuple(places.values()) for name, places in found.items()}


@cache
def states() -> dict[str, str]:
    """Postal codes by the name of the state in lower case."""
    return {row["name"].lower(): row["state"] for row in load_table("case_file/states").rows()}


@cache
def regions() -> dict[str, frozenset[str]]:
    """States by the name of a region, as people say it."""
    table = kit_words("names")["regions"]
    return {" ".join(_words(name)): frozenset(of) for name, of in table.items()}


@cache
def generic_words() -> frozenset[str]:
    """Words of hospital names that tell none from another."""
    return frozenset(kit_words("names")["generic"]["words"])


@cache
def hospitals() -> dict[str, frozenset[str]]:
    """The telling words of every hospital name by the name as it may be written."""
    found: dict[str, frozenset[str]] = {}
    programs = load_catalogue().programs
    for name in sorted({name for one in programs for name in (one.name, one.institution)}):
        for key in _variants(name):
            found[key] = telling(key)
    for name, words in kit_words("names")["hospitals"].items():
        found[" ".join(_words(name))] = frozenset(words) - generic_words() or frozenset(words)
    return {key: words for key, words in found.items() if words}


def telling(name: str) -> frozenset[str]:
    """The words of a name that tell it from others.

    >>> sorted(telling("Cedars-Sinai Medical Center"))
    ['cedars', 'sinai']
    """
    return frozenset(_words(name)) - generic_words()


def words_of_program(program: Program) -> frozenset[str]:
    """Every telling word of a program's names, of its short names, and of its city."""
    return words_of_name(program) | frozenset(_words(program.city))


@lru_cache(maxsize=WORDS_KEPT)
def words_of_name(program: Program) -> frozenset[str]:
    """Every word of a program's names and of its short names."""
    whole = frozenset(_words(f"{program.name} {program.institution}"))
    there, found = whole | frozenset(_words(program.city)), set(whole)
    for name, words in kit_words("names")["hospitals"].items():
        if frozenset(words) <= there:
            found |= {*words, *_words(name)}
    return frozenset(found)


def mentions(text: str) -> tuple[Mention, ...]:
    """Every name in the text, longest first where names overlap, in reading order.

    >>> [(one.kind, one.key) for one in mentions("I left Fresno for Cedars-Sinai.")]
    [('city', 'fresno'), ('hospital', 'cedars sinai')]
    """
    found: list[Mention] = []
    for run in _runs(text):
        position = 0
        while position < len(run):
            titled = position > 0 and run[position - 1][0].rstrip(".") in _TITLES
            hit = None if titled else _longest(run[position:])
            if hit:
                mention, used = hit
                found.append(mention)
                position += used
            else:
                position += 1
    return tuple(found)


def specialties_in(text: str) -> tuple[Mention, ...]:
    """Every specialty and specialist named in the text; `kind` is field, adjective or person."""
    return tuple(
        Mention(kind, match.group(0).lower(), frozenset({key}), match.start(), match.end())
        for match in _specialty_pattern().finditer(lower(text))
        for kind, key in (_specialty_words()[match.group(1)],)
    )


@cache
def _specialty_words() -> dict[str, tuple[str, str]]:
    table = kit_words("names")["specialties"]
    return {
        word: (kind, key)
        for key, kinds in table.items()
        for kind, words in kinds.items()
        for word in words
    }


@cache
def _specialty_pattern() -> re.Pattern[str]:
    words = sorted(_specialty_words(), key=len, reverse=True)
    return re.compile(rf"\b({'|'.join(map(re.escape, words))})s?\b")


_JOIN = re.compile(r"[ \n]?[-/&+,]?\s?")
_CAPITAL = re.compile(
    r"(?:[^A-Za-z]++|[a-z](?:[\w.'&+]*[\w+])?+)*+([A-Z](?:[\w.'&+]*[\w+])?+)"
)  # the next word with a capital, other words and signs before it
Token = tuple[str, int, int]


def _runs(text: str) -> Iterator[list[Token]]:
    """Runs of capitalised words, with the small words inside them."""
    run: list[Token] = []
    match = _CAPITAL.match(text)
    while match:
        word, start, last = match[1], match.start(1), match.end()
        small = _joined(run, text, start) if run else None
        if small is None:
            if run:
                yield run
            run = []
        run += [*(small or ()), (word, start, last)]
        match = _CAPITAL.match(text, last)
    if run:
        yield run


def _joined(run: list[Token], text: str, start: int) -> list[Token] | None:
    """The small words between a run and the word at a place; None where the run ends before it."""
    last = run[-1][2]
    found: list[Token] = []
    if text.startswith(". ", last) and start == last + 2 and run[-1][0] in ("St", "Mt", "Ft"):
        return found
    for hit in _WORD.finditer(text, last, start):
        if hit.group() not in _SMALL or not _joins(text[last : hit.start()]):
            return None
        found.append((hit.group(), hit.start(), hit.end()))
        last = hit.end()
    return found if _joins(text[last:start]) else None


def _joins(between: str) -> bool:
    return between == " " or bool(_JOIN.fullmatch(between) and "\n\n" not in between)


def _longest(run: list[Token]) -> tuple[Mention, int] | None:
    beginning = _words(run[0][0])
    if beginning and beginning[0] not in _first_words():
        return None
    most = min(len(run), round(kit_value("lint.name_words_most")))
    for count in range(most, 0, -1):
        tokens = run[:count]
        if tokens[-1][0] in _SMALL:
            continue
        key = " ".join(w for token in tokens for w in _words(token[0]))
        found = _known(key, tokens[0][0])
        if found:
            kind, values = found
            end = tokens[-1][2] - (2 if tokens[-1][0].endswith("'s") else 0)
            return Mention(kind, key, values, tokens[0][1], end), count
    return None


@cache
def _first_words() -> frozenset[str]:
    """The words with which a known name can begin."""
    names = (*regions(), *cities(), *states(), *hospitals())
    return frozenset(name.partition(" ")[0] for name in names)


def _known(key: str, first: str) -> tuple[str, frozenset[str]] | None:
    if key in ("la", "dc") and not first.isupper():
        return None
    if key in regions():
        return "region", regions()[key]
    if key in cities():
        return "city", frozenset(place.state for place in cities()[key])
    if key in states():
        return "state", frozenset({states()[key]})
    return ("hospital", hospitals()[key]) if key in hospitals() else None


@lru_cache(maxsize=WORDS_KEPT)
def _words(text: str) -> tuple[str, ...]:
    """The words of a name in lower case, shortened forms written out."""
    text = re.sub(r"'s\b", "", text.replace(".", " ").lower())
    words = (word for word in re.split(r"[^a-z0-9'&+]+", text) if word not in _JOINING)
    return tuple(_SHORT.get(word, word) for word in words)


def _variants(name: str) -> Iterator[str]:
    """The ways a hospital's name is written: whole, its parts, and without general endings."""
    parts = {name, *_SPLIT.split(name)}
    parts |= {tail for part in parts for _, _, tail in [part.partition(" of ")] if "Univ" in tail}
    for part in parts:
        words = _words(part)
        while words:
            key = " ".join(words)
            if _telling_name(words):
                yield key
                if words[0] == "university" and words[1:2] != ("of",):
                    yield " ".join(["university", "of", *words[1:]])
            if words[-1] not in generic_words():
                break
            words = words[:-1]


def _telling_name(words: tuple[str, ...]) -> bool:
    """Whether a name is a hospital's own: not a place, nor one common word."""
    key = " ".join(words)
    if key in cities() or key in states() or key in regions():
        return False
    own = [word for word in words if word not in generic_words()]
    if len(words) == 1:
        return False
    if all(word in cities() or word in states() for word in own) and len(words) == len(own):
        return False
    return bool(own) or len(words) > 2
