"""The fields of the guided form, drawn from the schema of the case file itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo

from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.faces.case_file_applicant import Section
from thirdfriday.faces.case_file_case import assumption_of
from thirdfriday.faces.case_file_problems import section_in
from thirdfriday.faces.case_file_schema import CaseFile
from thirdfriday.faces.new_case import unit_of, words_of
from thirdfriday.faces.web.form_words import HELPS, LABELS, SAID_UNITS, choice_label, spoken

DATALISTS = {
    "wants.specialties": "specialties",
    "applicant.clinical_experience.specialty": "specialties",
    "applicant.letters.specialty": "specialties",
    "wants.target.presets": "presets",
    "wants.next_areas.presets": "presets",
    "applicant.citizenship": "countries",
    "applicant.education.country": "countries",
    "applicant.languages.name": "languages",
}
DEEPEST_ROWS = 40


@dataclass(frozen=True, slots=True)
class FormField:
    """One value to ask for. `pattern` is its path without the numbers of rows.

    `kind` is choice, yes_no, whole, number, text, boxes, or list and numbers (comma-separated).
    """

    name: str
    pattern: str
    kind: str
    label: str
    help: str
    unit: str
    required: bool
    when_absent: str
    choices: tuple[tuple[str, str], ...]
    datalist: str
    example: str


@dataclass(frozen=True, slots=True)
class FormGroup:
    """Fields under one heading; `rows` tells a list of such groups apart from a single one."""

    name: str
    pattern: str
    label: str
    help: str
    required: bool
    rows: bool
    section: type[Section]

    def fields(self, prefix: str) -> tuple["FormField | FormGroup", ...]:
        """The fields of this group under `prefix`, such as applicant.letters.0."""
        return tuple(_members(self.section, prefix, self.pattern))


def field_at_path(path: str) -> FormField | FormGroup:
    """The field or group of a dotted path of the schema."""
    parts = path.split(".")
    section: type[Section] = CaseFile
    for part in parts[:-1]:
        inner = section_in(section.model_fields[part].annotation)
        assert inner is not None
        section = inner
    return _member(parts[-1], section.model_fields[parts[-1]], path, path)


def _members(section: type[Section], prefix: str, pattern: str) -> Iterator[FormField | FormGroup]:
    for name, field in section.model_fields.items():
        yield _member(name, field, f"{prefix}.{name}", f"{pattern}.{name}")


def _member(name: str, field: FieldInfo, path: str, pattern: str) -> FormField | FormGroup:
    holds = section_in(field.annotation)
    label = LABELS.get(pattern, spoken(name))
    told = HELPS.get(pattern, field.description or "")
    told = "" if told.rstrip(".") == label else told
    unit = unit_of(field)
    if holds is not None:
        return FormGroup(
            path, pattern, label, told, field.is_required(), _is_list(field.annotation), holds
        )
    kind, words = _kind(field)
    example = (field.examples or [None])[0]
    return FormField(
        name=path,
        pattern=pattern,
        kind=kind,
        label=label,
        help=told,
        unit="" if unit in SAID_UNITS else unit,
        required=field.is_required(),
        when_absent=assumption_of(field).removeprefix("not given: "),
        choices=tuple((word, choice_label(word)) for word in words),
        datalist=DATALISTS.get(pattern, ""),
        example=", ".join(map(str, example)) if isinstance(example, list) else str(example or ""),
    )


def _kind(field: FieldInfo) -> tuple[str, list[str]]:
    """How a field is asked for, and the words to choose from."""
    words = words_of(field)
    if _is_list(field.annotation):
        inner = words or _words_inside(field.annotation)
        if inner:
            return "boxes", inner
        kinds = set(_plain_types(field.annotation))
        return ("numbers", []) if kinds & {int, float} else ("list", [])
    if words:
        return "choice", words
    kinds = set(_plain_types(field.annotation))
    if bool in kinds:
        return "yes_no", []
    if int in kinds:
        return "whole", []
    return ("number", []) if float in kinds else ("text", [])


def _words_inside(annotation: Any) -> list[str]:
    from enum import Enum  # noqa: PLC0415

    for kind in _plain_types(annotation):
        if issubclass(kind, Enum):
            return [str(member.value) for member in kind]
    return []


def _plain_types(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        if annotation not in (type(None), NamedPlace):
            yield annotation
        return
    for part in get_args(annotation):
        yield from _plain_types(part)


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(
        get_origin(part) is list for part in get_args(annotation)
    )


Values = Mapping[str, list[str]]


def data_of(values: Values) -> dict[str, Any]:
    """What was filled in, as nested values in the kinds the schema asks for; blanks left out."""
    return _section_data(CaseFile, "", "", values)


def _section_data(
    section: type[Section], prefix: str, pattern: str, values: Values
) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, field in section.model_fields.items():
        member = _member(name, field, _under(prefix, name), _under(pattern, name))
        value = (
            _group_data(member, values)
            if isinstance(member, FormGroup)
            else _field_data(member, values.get(member.name, []))
        )
        if value is not None:
            data[name] = value
    return data


def _under(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name


def _group_data(group: FormGroup, values: Values) -> Any:
    if not group.rows:
        found = _section_data(group.section, group.name, group.pattern, values)
        return found or ({} if group.required else None)
    rows = [
        _section_data(group.section, f"{group.name}.{index}", group.pattern, values)
        for index in row_numbers(group.name, values)
    ]
    return [row for row in rows if row] or None


def row_numbers(name: str, values: Values) -> list[int]:
    """The numbers of the rows of a list that the form holds, in order."""
    start = f"{name}."
    found = {
        int(number)
        for key in values
        if key.startswith(start)
        and (number := key[len(start) :].split(".")[0]).isdecimal()
        and len(number) < 4
    }
    return sorted(found)[:DEEPEST_ROWS]


def _field_data(field: FormField, given: list[str]) -> Any:
    """The value of one field; text that is no number stays text, for the reader to refuse."""
    texts = [text.strip() for text in given if text.strip()]
    if not texts:
        return None
    if field.kind == "boxes":
        return texts
    if field.kind in ("list", "numbers"):
        parts = [part.strip() for part in ",".join(texts).split(",") if part.strip()]
        return [_number(part) for part in parts] if field.kind == "numbers" else parts
    text = texts[0]
    if field.kind == "yes_no":
        return {"yes": True, "no": False}.get(text, text)
    if field.kind in ("whole", "number"):
        return _number(text)
    return text


def _number(text: str) -> int | float | str:
    plain = text.replace(",", "").replace("$", "").strip()
    try:
        return int(plain) if plain.lstrip("+-").isdecimal() else float(plain)
    except ValueError:
        return text


def values_of(data: Mapping[str, Any]) -> dict[str, list[str]]:
    """The flat values of the form for nested values, the inverse of `data_of`.

    >>> values_of({"season": 2027, "applicant": {"letters": [{"us_faculty": True}]}})
    {'season': ['2027'], 'applicant.letters.0.us_faculty': ['yes']}
    """
    flat: dict[str, list[str]] = {}
    _flatten(data, "", flat)
    return flat


def _flatten(value: Any, path: str, flat: dict[str, list[str]]) -> None:
    if isinstance(value, Mapping):
        for key, item in value.items():
            _flatten(item, _under(path, str(key)), flat)
    elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
        for index, item in enumerate(value):
            _flatten(item, f"{path}.{index}", flat)
    elif isinstance(value, list):
        flat[path] = [_spoken_value(item) for item in value]
    elif value is not None:
        flat[path] = [_spoken_value(value)]


def _spoken_value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
