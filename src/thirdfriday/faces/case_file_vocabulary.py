"""The words a case file may use: specialties, presets, places, programs, countries, languages."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.distance import known_locations
from thirdfriday.domain.region import presets
from thirdfriday.faces.case_file_bounds import bound
from thirdfriday.facts.tables import load_table

_SHORT = 2
"""Letters of a word so short that it is part of nearly every other."""


@dataclass(frozen=True, slots=True)
class ProgramWord:
    """One program as a person may name it."""

    program_id: str
    name: str
    city: str = ""
    state: str = ""
    specialty: str = ""
    acgme_id: str = ""
    nrmp_codes: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = f", {self.city}, {self.state}" if self.city else ""
        return f"{self.program_id} ({self.name}{place})"


class ProgramIndex:
    """Finds a program by any unambiguous name; built when first asked, as most cases ask none."""

    def __init__(self, programs: Iterable[ProgramWord] = ()) -> None:
        self._programs = tuple(programs)
        self._ids: dict[str, str] | None = None

    def find(self, word: str) -> str | None:
        """The program id that a word means; None if none or more than one."""
        if self._ids is None:
            self._ids = program_index(self._programs)
        return self._ids.get(fold(word))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every word a case file is checked against; maps go from what is written to what it means.

    `cities`: known cities by state code. An empty map of a kind means: not checked.
    """

    states: Mapping[str, str]
    divisions: Mapping[str, str]
    countries: Mapping[str, str]
    school_regions: Mapping[str, str]
    languages: tuple[str, ...]
    specialties: Mapping[str, str] = field(default_factory=dict)
    presets: Mapping[str, str] = field(default_factory=dict)
    cities: Mapping[str, frozenset[str]] = field(default_factory=dict)
    programs: Mapping[str, ProgramWord] = field(default_factory=dict)
    program_index: ProgramIndex = field(default_factory=ProgramIndex)

    def program_id(self, word: str) -> str | None:
        """The program that an id, ACGME id, NRMP code or exact name means; None if unknown."""
        return self.program_index.find(word)

    def known_city(self, city: str, state: str) -> str | None:
        """The catalogue's spelling of a city, whatever the case; None if it has none there."""
        folded = fold_city(city)
        names = self.cities.get(state, ())
        return next((name for name in names if fold_city(name) == folded), None)


def fold(text: str) -> str:
    """A text without case, punctuation and doubled spaces, for comparing."""
    return " ".join(default_process(text).split())


def fold_city(text: str) -> str:
    """A city's name folded, with Saint in its short form.

    >>> fold_city("Saint Louis") == fold_city("St. Louis")
    True
    """
    folded = fold(text)
    return f"st {folded[6:]}" if folded.startswith("saint ") else folded


def nearest(word: str, choices: Mapping[str, str] | Iterable[str]) -> str:
    """The valid value most like `word`, by key or by name; empty when none is like it.

    >>> nearest("internal medicin", ["internal_medicine", "urology"])
    'internal_medicine'
    """
    pairs = choices.items() if isinstance(choices, Mapping) else ((key, "") for key in choices)
    texts: dict[str, str] = {}
    for key, name in pairs:
        texts.setdefault(fold(key.replace("_", " ")), key)
        if name:
            texts.setdefault(fold(name), key)
    found = process.extractOne(
        fold(word.replace("_", " ")),
        list(texts),
        scorer=fuzz.WRatio if len(word) > _SHORT else fuzz.ratio,
        score_cutoff=bound("nearest.lowest_similarity"),
    )
    return texts[found[0]] if found else ""


def nearest_programs(
    word: str, programs: Iterable[ProgramWord], *, limit: int = 3
) -> tuple[ProgramWord, ...]:
    """The programs whose id, name or place is most like `word`, the most like first."""
    coded = any(character.isdigit() for character in word)
    texts: list[tuple[str, ProgramWord]] = []
    for program in programs:
        if coded:
            texts += [(code, program) for code in (program.program_id, *program.nrmp_codes)]
        else:
            text = f"{program.name} {program.city} {program.state} {program.specialty}"
            texts.append((text, program))
    found = process.extract(
        word,
        [text for text, _ in texts],
        scorer=fuzz.ratio if coded else fuzz.WRatio,
        processor=default_process,
        limit=limit,
        score_cutoff=bound("nearest.lowest_similarity"),
    )
    return tuple(dict.fromkeys(texts[index][1] for _, _, index in found))


@cache
def plain_vocabulary() -> Vocabulary:
    """The words that need no catalogue: states, divisions, countries and languages.

    >>> plain_vocabulary().states["CA"]
    'California'
    """
    states = list(load_table("case_file/states").rows())
    countries = list(load_table("case_file/countries").rows())
    divisions = {row["division"] for row in states if row["division"]}
    return Vocabulary(
        states={row["state"]: row["name"] for row in states},
        divisions={key: key.replace("_", " ").title() for key in sorted(divisions)},
        countries={row["code"]: row["name"] for row in countries},
        school_regions={row["code"]: row["school_region"] for row in countries},
        languages=tuple(load_table("case_file/languages").columns["language"]),
    )


@cache
def vocabulary_from_catalogue(without: frozenset[str] = frozenset()) -> Vocabulary:
    """Every word: the plain ones, and the specialties, programs, cities and presets that ship.

    Args:
        without: data packs to leave out, as in `load_catalogue`.

    Raises:
        FactError: a catalogue table is missing or malformed.
    """
    catalogue = load_catalogue(without) if without else load_catalogue()
    programs = {
        program.program_id: ProgramWord(
            program_id=program.program_id,
            name=program.name,
            city=program.city,
            state=program.state,
            specialty=program.specialty,
            acgme_id=program.acgme_id,
            nrmp_codes=tuple(track.nrmp_code for track in program.tracks),
        )
        for program in catalogue.programs
    }
    return dataclasses.replace(
        plain_vocabulary(),
        specialties={
            key: specialty.name
            for key, specialty in catalogue.specialties.items()
            if specialty.main_match
        },
        presets={key: str(preset["name"]) for key, preset in presets().items()},
        cities=_cities(),
        programs=programs,
        program_index=ProgramIndex(programs.values()),
    )


def program_index(programs: Iterable[ProgramWord]) -> dict[str, str]:
    """Program ids by every unambiguous way of naming them: id, ACGME id, NRMP code, name.

    >>> program_index([ProgramWord("1400521001", "Ana Program", nrmp_codes=("1234140C0",))])[
    ...     "1234140c0"]
    '1400521001'
    """
    owners: dict[str, set[str]] = {}
    for program in programs:
        words = (program.program_id, program.acgme_id, program.name, *program.nrmp_codes)
        for word in words:
            if word:
                owners.setdefault(fold(word), set()).add(program.program_id)
    return {word: next(iter(ids)) for word, ids in owners.items() if len(ids) == 1}


def _cities() -> dict[str, frozenset[str]]:
    cities: dict[str, set[str]] = {}
    for location in known_locations().values():
        cities.setdefault(location.state, set()).add(location.city)
    return {state: frozenset(names) for state, names in cities.items()}
