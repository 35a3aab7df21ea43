"""The words a case file may use: specialties, presets, places, programs, countries, languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from thirdfriday.faces.case_file_bounds import bound
from thirdfriday.facts.packaged import DATA, read_toml
from thirdfriday.facts.tables import load_table


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
    program_of: Mapping[str, str] = field(default_factory=dict)

    def program_id(self, word: str) -> str | None:
        """The program that an id, ACGME id, NRMP code or exact name means; None if unknown."""
        return self.program_of.get(fold(word))

    def known_city(self, city: str, state: str) -> str | None:
        """The catalogue's spelling of a city, whatever the case; None if it has none there."""
        folded = fold(city)
        return next((name for name in self.cities.get(state, ()) if fold(name) == folded), None)


def fold(text: str) -> str:
    """A text without case, punctuation and doubled spaces, for comparing."""
    return " ".join(default_process(text).split())


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
        scorer=fuzz.WRatio,
        score_cutoff=bound("nearest.lowest_similarity"),
    )
    return texts[found[0]] if found else ""


def nearest_programs(
    word: str, programs: Iterable[ProgramWord], *, limit: int = 3
) -> tuple[ProgramWord, ...]:
    """The programs whose id, name or place is most like `word`, the most like first."""
    candidates = list(programs)
    texts = [f"{item.name} {item.city} {item.state} {item.specialty}" for item in candidates]
    if any(character.isdigit() for character in word):
        texts = [" ".join((item.program_id, *item.nrmp_codes)) for item in candidates]
    found = process.extract(
        word,
        texts,
        scorer=fuzz.WRatio,
        processor=default_process,
        limit=limit,
        score_cutoff=bound("nearest.lowest_similarity"),
    )
    return tuple(candidates[index] for _, _, index in found)


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
def vocabulary_from_catalogue() -> Vocabulary:
    """Every word: the plain ones with the specialties, programs, cities and region presets shipped.

    Raises:
        FactError: a catalogue table is missing or malformed.
    """
    plain = plain_vocabulary()
    codes: dict[str, list[str]] = {}
    for row in load_table("catalogue/tracks").rows():
        codes.setdefault(row["program_id"], []).append(row["nrmp_code"])
    programs = {
        row["program_id"]: ProgramWord(
            program_id=row["program_id"],
            name=row["name"],
            city=row["city"],
            state=row["state"],
            specialty=row["specialty"],
            acgme_id=row["acgme_id"],
            nrmp_codes=tuple(codes.get(row["program_id"], ())),
        )
        for row in load_table("catalogue/programs").rows()
    }
    specialties = load_table("catalogue/specialties").rows()
    return Vocabulary(
        states=plain.states,
        divisions=plain.divisions,
        countries=plain.countries,
        school_regions=plain.school_regions,
        languages=plain.languages,
        specialties={row["specialty"]: row["name"] for row in specialties if row["main_match"]},
        presets=_presets(),
        cities=_cities(),
        programs=programs,
        program_of=program_index(programs.values()),
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
    for row in load_table("catalogue/places").rows():
        cities.setdefault(row["state"], set()).add(row["city"])
    return {state: frozenset(names) for state, names in cities.items()}


def _presets() -> dict[str, str]:
    return {
        key: str(table.get("title", table.get("name", "")))
        for key, table in read_toml(DATA / "regions.toml").items()
        if isinstance(table, dict)
    }
