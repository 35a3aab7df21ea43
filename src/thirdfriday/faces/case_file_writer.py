"""Writes a case as the text of a case file that reads back equal."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pydantic.fields import FieldInfo

from thirdfriday.domain.case import Case
from thirdfriday.faces.case_file_applicant import Section
from thirdfriday.faces.case_file_case import NOT_GIVEN, assumption_of, default_of, matters
from thirdfriday.faces.case_file_problems import section_in
from thirdfriday.faces.case_file_schema import CaseFile
from thirdfriday.faces.toml_document import dotted
from thirdfriday.faces.toml_places import FieldPath

TITLE = "# A Third Friday case file. Every field is explained by `thirdfriday new`."


def case_text(case: Case) -> str:
    """The case file of a case: TOML that `read_case_text` reads back to an equal case.

    A default that was assumed is left out again, so that it is still an assumption when read.
    """
    left_out = frozenset(
        assumed.field for assumed in case.assumed_defaults if assumed.reason == NOT_GIVEN
    )
    writer = _Writer(case.applicant.type, left_out)
    lines = [TITLE, "", *writer.table(case, CaseFile, ())]
    return "\n".join(lines).rstrip() + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes sections, leaving out what was left out of the case that was read."""

    applicant_type: str
    left_out: frozenset[str]

    def table(self, noun: Any, section: type[Section], path: FieldPath) -> Iterator[str]:
        """The lines of one section: its own fields first, then the sections inside it."""
        inner: list[str] = []
        for name, field in section.model_fields.items():
            here, value = (*path, name), getattr(noun, name)
            if self._skipped(noun, field, here):
                continue
            holds = section_in(field.annotation)
            many = isinstance(value, tuple)
            if holds is None or (many and (holds.inline or not value)):
                yield f"{name} = {_value(value, holds)}"
                continue
            for index, item in enumerate(value if many else (value,)):
                heading = f"[[{_heading(here)}]]" if many else f"[{_heading(here)}]"
                place = (*here, index) if many else here
                lines = list(self.table(item, holds, place))
                only_sections = not many and bool(lines) and not lines[0]
                inner += lines if only_sections else ["", heading, *lines]
        yield from inner

    def _skipped(self, noun: Any, field: FieldInfo, path: FieldPath) -> bool:
        """Whether leaving the field out says the same as writing it."""
        name = str(path[-1])
        value = getattr(noun, name)
        if value is None or dotted(path) in self.left_out:
            return True
        if field.is_required():
            return False
        assumes = bool(assumption_of(field)) and matters(noun, name, self.applicant_type)
        return not assumes and bool(value == default_of(type(noun), name))


def _heading(path: FieldPath) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def _value(value: Any, holds: type[Section] | None) -> str:
    """A value in TOML."""
    if isinstance(value, Enum):
        return _text(str(value.value))
    if isinstance(value, bool | int | float):
        return _number(value)
    if isinstance(value, tuple):
        return f"[{', '.join(_value(item, holds) for item in value)}]"
    if holds is not None:
        fields = ((name, getattr(value, name)) for name in holds.model_fields)
        pairs = (f"{name} = {_value(item, None)}" for name, item in fields)
        return f"{{ {', '.join(pairs)} }}"
    return _text(str(value))


def _number(value: float) -> str:
    """A number in TOML, without a decimal point where it is whole."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if value == int(value) else repr(value)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
