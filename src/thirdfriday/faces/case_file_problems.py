"""What the schema refuses, said as problems a person can mend."""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from thirdfriday.errors import Problem
from thirdfriday.faces.case_document import CaseDocument
from thirdfriday.faces.case_file_applicant import Section
from thirdfriday.faces.case_file_schema import CaseFile
from thirdfriday.faces.case_file_vocabulary import nearest
from thirdfriday.faces.toml_document import dotted
from thirdfriday.faces.toml_places import FieldPath

_KINDS = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "string_type": 'text in double quotes: "..."',
    "enum": "a word",
    "bool_type": "true or false",
    "list_type": "a list in [ ]",
    "model_type": "a section of its own",
    "model_attributes_type": "a section of its own",
    "dict_type": "a section of its own",
}


def problem_of(error: ErrorDetails, document: CaseDocument) -> Problem:
    """One refusal of the schema as a problem with its place in the file."""
    path: FieldPath = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        return _unknown_key(path, document)
    if error["type"] == "missing":
        field = field_at(path)
        expected = (field.description or "").rstrip(".") if field else ""
        return Problem("is missing", document.where(path, of_key=True), expected)
    return _wrong_value(error, field_at(path), document.where(path))


def _wrong_value(error: ErrorDetails, field: FieldInfo | None, where: str) -> Problem:
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "refused":
        return Problem(context["message"], where, context["expected"], context["nearest"])
    if kind == "enum":
        return _unknown_word(value, where, str(context.get("expected", "")))
    spoken, expected = _spoken(value), _KINDS.get(kind, "")
    if expected:
        return Problem(f"{spoken} is not {_short(expected)}", where, expected)
    expected = _range(field)
    message = f"{spoken} is out of range" if expected else f"{spoken} is refused: {error['msg']}"
    return Problem(message, where, expected)


def field_at(path: FieldPath) -> FieldInfo | None:
    """The declaration of the field at a path; None where the schema has none."""
    names = [part for part in path if isinstance(part, str)]
    section = section_at(tuple(names[:-1])) if names else None
    return section.model_fields.get(names[-1]) if section else None


def section_at(path: FieldPath) -> type[Section] | None:
    """The section of the schema at a path; None where the schema has none."""
    section: type[Section] | None = CaseFile
    for part in path:
        if isinstance(part, str) and section is not None:
            field = section.model_fields.get(part)
            section = section_in(field.annotation) if field else None
    return section


def section_in(annotation: Any) -> type[Section] | None:
    """The section that a field's annotation holds, alone, optional or in a list; None if none."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation
    found = (section_in(part) for part in get_args(annotation))
    return next((section for section in found if section is not None), None)


def _unknown_key(path: FieldPath, document: CaseDocument) -> Problem:
    section = section_at(path[:-1])
    fields = list(section.model_fields) if section else []
    holder = dotted(path[:-1]) or "the case file"
    found = nearest(str(path[-1]), fields)
    return Problem(
        f"{path[-1]} is not a field of {holder}",
        document.where(path, of_key=True),
        f"one of {', '.join(fields)}",
        found,
    )


def _unknown_word(value: Any, where: str, expected: str) -> Problem:
    words = [word for index, word in enumerate(expected.split("'")) if index % 2]
    found = nearest(value, words) if isinstance(value, str) else ""
    return Problem(
        f"{_spoken(value)} is not one of the words for this field",
        where,
        f"one of {', '.join(words)}",
        f'"{found}"' if found else "",
    )


def _range(field: FieldInfo | None) -> str:
    """The range a field's declaration allows, in words; empty if it has none."""
    if field is None:
        return ""
    limits: dict[str, Any] = {}
    for part in _metadata(field):
        for name in ("ge", "gt", "le", "lt", "min_length", "max_length"):
            if getattr(part, name, None) is not None:
                limits[name] = getattr(part, name)
    return _range_in_words(limits, _unit(field))


def _metadata(field: FieldInfo) -> Iterator[Any]:
    yield from field.metadata
    for part in get_args(field.annotation):
        yield from getattr(part, "__metadata__", ())


def _unit(field: FieldInfo) -> str:
    extra = field.json_schema_extra
    unit = extra.get("x-unit", "") if isinstance(extra, Mapping) else ""
    return f" [{unit}]" if unit else ""


def _range_in_words(limits: Mapping[str, Any], unit: str) -> str:
    low, above, high = limits.get("ge"), limits.get("gt"), limits.get("le")
    if low is not None and high is not None:
        return f"{low:.12g} to {high:.12g}{unit}"
    if above is not None and high is not None:
        return f"above {above:.12g} and at most {high:.12g}{unit}"
    if "min_length" in limits and "max_length" in limits:
        return f"{limits['min_length']} to {limits['max_length']} long"
    return f"at most {limits['max_length']} long" if "max_length" in limits else ""


def _spoken(value: Any) -> str:
    longest = 60
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a section"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= longest else f"{text[:longest]}..."


def _short(kind: str) -> str:
    return kind.partition(" in ")[0].partition(" of ")[0]
