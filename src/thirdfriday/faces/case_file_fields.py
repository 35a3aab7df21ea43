"""How a field of the case file is declared, and the words its values are checked against."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainValidator, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError
from rapidfuzz import fuzz, process

from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.faces.case_file_bounds import bound, whole_bound
from thirdfriday.faces.case_file_vocabulary import (
    Vocabulary,
    fold,
    nearest,
    nearest_programs,
    plain_vocabulary,
)

ASSUMED = "x-assumed-when-absent"
"""Schema key of an optional field whose absence is an assumption: the reason shown on the plan."""

UNIT = "x-unit"
"""Schema key of a field's unit."""


def given(description: str, example: Any, *, unit: str = "", **bounds: Any) -> Any:
    """A field that every case must give."""
    return Field(..., description=description, **_told(example, unit), **bounds)


def assumed(
    default: Any,
    description: str,
    reason: str,
    *,
    example: Any = None,
    unit: str = "",
    **bounds: Any,
) -> Any:
    """A field that may be left out; `reason` is what is then assumed, listed on the plan."""
    told = _told(example, unit, {ASSUMED: reason})
    return Field(**_default(default), description=description, **told, **bounds)


def detail(default: Any, description: str, *, example: Any, unit: str = "", **bounds: Any) -> Any:
    """A field whose absence says just that: there is nothing to add."""
    return Field(**_default(default), description=description, **_told(example, unit), **bounds)


def _default(default: Any) -> dict[str, Any]:
    return {"default_factory" if callable(default) else "default": default}


def _told(example: Any, unit: str, extra: dict[str, Any] | None = None) -> dict[str, Any]:
    """What a field tells beside its description: an example, a unit, an assumption."""
    extra = (extra or {}) | ({UNIT: unit} if unit else {})
    return {
        "examples": None if example is None else [example],
        "json_schema_extra": extra or None,
    }


def between(low: str, high: str, *, whole: bool = True) -> dict[str, Any]:
    """Bounds of a field by the names of its two limits in the settings."""
    take = whole_bound if whole else bound
    return {"ge": take(low), "le": take(high)}


def up_to(name: str, *, whole: bool = True) -> dict[str, Any]:
    """Bounds of a field from 0 to a limit in the settings."""
    return {"ge": 0, "le": (whole_bound if whole else bound)(name)}


def vocabulary_of(info: ValidationInfo) -> Vocabulary:
    """The vocabulary that the reader put into the validation, the plain one if none."""
    context = info.context if isinstance(info.context, dict) else {}
    vocabulary = context.get("vocabulary")
    return vocabulary if isinstance(vocabulary, Vocabulary) else plain_vocabulary()


def refuse(message: str, *, expected: str = "", nearest_value: str = "") -> PydanticCustomError:
    """A refusal that carries what was expected and the nearest valid value."""
    return PydanticCustomError(
        "refused", "{message}", {"message": message, "expected": expected, "nearest": nearest_value}
    )


def _one_of(
    value: str, choices: Mapping[str, str] | Iterable[str], kind: str, expected: str
) -> str:
    known = choices if isinstance(choices, Mapping) else dict.fromkeys(choices, "")
    if known and value not in known:
        found = nearest(value, known)
        raise refuse(
            f'"{value}" is not {kind}',
            expected=expected,
            nearest_value=f'"{found}"' if found else "",
        )
    return value


def _specialty(value: str, info: ValidationInfo) -> str:
    known = vocabulary_of(info).specialties
    return _one_of(value, known, "a specialty of the Main Match", "a key such as internal_medicine")


def _preset(value: str, info: ValidationInfo) -> str:
    known = vocabulary_of(info).presets
    expected = "a key such as los_angeles_county; docs/how-to/case-file.md lists them"
    return _one_of(value, known, "a region preset", expected)


def _state(value: str, info: ValidationInfo) -> str:
    known = vocabulary_of(info).states
    return _one_of(value, known, "a state", "a two-letter code such as CA")


def _division(value: str, info: ValidationInfo) -> str:
    known = vocabulary_of(info).divisions
    return _one_of(value, known, "a Census division", f"one of {', '.join(known)}")


def _country(value: str, info: ValidationInfo) -> str:
    known = vocabulary_of(info).countries
    return _one_of(value, known, "a country code", "an ISO two-letter code such as IN, NG or US")


def _language(value: str, info: ValidationInfo) -> str:
    known = vocabulary_of(info).languages
    return _one_of(value, known, "a language we know by that name", "its English name")


def _program(value: str, info: ValidationInfo) -> str:
    vocabulary = vocabulary_of(info)
    if not vocabulary.programs:
        return value
    found = vocabulary.program_id(value)
    if found is None:
        near = nearest_programs(value, vocabulary.programs.values(), limit=1)
        raise refuse(
            f'"{value}" is not a program of the catalogue',
            expected="a program id, an ACGME id, an NRMP code or the exact name",
            nearest_value=str(near[0]) if near else "",
        )
    return found


def _place(value: Any, info: ValidationInfo) -> NamedPlace:
    if not isinstance(value, str):
        raise refuse(f"{value!r} is not a place", expected='text such as "Los Angeles, CA"')
    city, _, state_word = value.rpartition(",")
    city, state_word = " ".join(city.split()), state_word.strip()
    vocabulary = vocabulary_of(info)
    state = _state_code(state_word, vocabulary.states)
    if state is None:
        found = nearest(state_word, vocabulary.states) if state_word else ""
        raise refuse(
            f'"{value}" names no state we know',
            expected='"City, ST" or "ST"',
            nearest_value=f'"{city}, {found}"' if found and city else f'"{found}"' if found else "",
        )
    if not city:
        return NamedPlace(state=state)
    return NamedPlace(state=state, city=_city(city, state, vocabulary))


def _state_code(word: str, states: Mapping[str, str]) -> str | None:
    if word.upper() in states:
        return word.upper()
    return next((code for code, name in states.items() if fold(name) == fold(word)), None)


def _city(city: str, state: str, vocabulary: Vocabulary) -> str:
    known = vocabulary.known_city(city, state)
    if known is not None:
        return known
    near = misspelt_city(city, state, vocabulary)
    if near:
        raise refuse(
            f'"{city}, {state}" is not a city of the catalogue',
            expected="its usual spelling",
            nearest_value=f'"{near}, {state}"',
        )
    return city


def misspelt_city(city: str, state: str, vocabulary: Vocabulary) -> str:
    """The known city that an unknown one is surely a misspelling of; empty if none."""
    found = process.extractOne(
        city,
        sorted(vocabulary.cities.get(state, ())),
        scorer=fuzz.ratio,
        score_cutoff=bound("place.same_similarity"),
    )
    return str(found[0]) if found else ""


def _located(value: NamedPlace, info: ValidationInfo) -> NamedPlace:
    """A place that distances are measured from must be a city we have coordinates for."""
    vocabulary = vocabulary_of(info)
    if not value.city:
        raise refuse(f'"{value}" is a whole state', expected='a city: "City, ST"')
    if vocabulary.cities and vocabulary.known_city(value.city, value.state) is None:
        found = nearest(value.city, sorted(vocabulary.cities.get(value.state, ())))
        raise refuse(
            f'"{value}" is not a city of the catalogue, so no distance can be measured from it',
            expected="the nearest city that has a residency program",
            nearest_value=f'"{found}, {value.state}"' if found else "",
        )
    return value


_PLACE_SCHEMA = WithJsonSchema({"type": "string", "examples": ["Los Angeles, CA", "CA"]})

PlaceWord = Annotated[NamedPlace, PlainValidator(_place), _PLACE_SCHEMA]
LocatedPlaceWord = Annotated[PlaceWord, AfterValidator(_located), _PLACE_SCHEMA]
SpecialtyWord = Annotated[str, AfterValidator(_specialty)]
PresetWord = Annotated[str, AfterValidator(_preset)]
StateWord = Annotated[str, AfterValidator(_state)]
DivisionWord = Annotated[str, AfterValidator(_division)]
CountryWord = Annotated[str, AfterValidator(_country)]
LanguageWord = Annotated[str, AfterValidator(_language)]
ProgramReference = Annotated[str, AfterValidator(_program)]
FileWord = Annotated[str, Field(min_length=1, max_length=whole_bound("text.longest"))]
