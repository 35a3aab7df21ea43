"""The commented case file that a newcomer fills in, written from the schema itself."""

import json
from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args

from pydantic.fields import FieldInfo

from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.faces.case_file_applicant import Section
from thirdfriday.faces.case_file_case import assumption_of
from thirdfriday.faces.case_file_fields import UNIT
from thirdfriday.faces.case_file_problems import section_in
from thirdfriday.faces.case_file_schema import CaseFile

FILL_IN = "FILL IN"

_PREAMBLE = """\
# A Third Friday case file: who you are, what you want, what you can spend.
#
# 1. Fill in every line marked FILL IN.
# 2. A line that begins with # and a field name is optional: take the # away to use it. What you
#    leave out is assumed as the comment says, and the plan lists each such assumption.
# 3. A heading in [[double brackets]] may be repeated, once for each stay, letter, tie and so on.
# 4. Run: thirdfriday plan THIS_FILE. Every mistake is shown at once, with its line.
#
# The file stays on your machine. Text stands in "double quotes", numbers do not.
"""

_WIDTH = 96
_WORTH_ASKING = ("step_1", "step_2_ck", "certification")
"""Sections that may be left out, and that nearly everybody has something to say in."""


def new_case_text() -> str:
    """The text of a new case file: every field explained, what is required left to fill in."""
    lines = [_PREAMBLE, *_section(CaseFile, (), required=True)]
    return "\n".join(lines).rstrip() + "\n"


def _section(section: type[Section], path: tuple[str, ...], *, required: bool) -> Iterator[str]:
    """The lines of one section: its own fields, then the sections inside it."""
    inner: list[str] = []
    for name, field in section.model_fields.items():
        holds = section_in(field.annotation)
        if holds is None or holds.inline:
            yield from _comments(field)
            yield _line(name, field, required=required)
            continue
        here = (*path, name)
        wanted = required and (field.is_required() or name in _WORTH_ASKING)
        inner += ["", *_introduction(field)]
        own_lines = any(section_in(f.annotation) is None for f in holds.model_fields.values())
        if own_lines:
            heading = ".".join(here)
            heading = f"[[{heading}]]" if _is_list(field) else f"[{heading}]"
            inner.append(heading if wanted else f"#{heading}")
        inner += _section(holds, here, required=wanted)
    yield from inner


def _introduction(field: FieldInfo) -> Iterator[str]:
    yield "# " + "-" * (_WIDTH - 2)
    yield from _wrapped(f"{field.description}{_when_absent(field)}")


def _comments(field: FieldInfo) -> Iterator[str]:
    unit, words = unit_of(field), words_of(field)
    told = f" [{unit}]" if unit else ""
    choices = f" One of: {', '.join(words)}." if words else ""
    yield from _wrapped(f"{field.description}{told}{choices}{_when_absent(field)}")


def unit_of(field: FieldInfo) -> str:
    """The unit of a field, in words; empty if it has none."""
    extra = field.json_schema_extra
    return str(extra.get(UNIT, "")) if isinstance(extra, dict) else ""


def _when_absent(field: FieldInfo) -> str:
    reason = assumption_of(field)
    return f" If left out: {reason.removeprefix('not given: ')}." if reason else ""


def _wrapped(text: str) -> Iterator[str]:
    line = "#"
    for word in text.split():
        if len(line) + 1 + len(word) > _WIDTH:
            yield line
            line = "#"
        line += f" {word}"
    yield line


def _line(name: str, field: FieldInfo, *, required: bool) -> str:
    """One field with an example; what must be filled in is empty and marked."""
    example = (field.examples or [None])[0]
    if required and field.is_required() and name != "season":
        empty = "[]" if isinstance(example, list) else '""' if isinstance(example, str) else ""
        return f"{name} = {empty or 0}  # {FILL_IN}, such as {_toml(example)}"
    if required and name == "season":
        return f"{name} = {_toml(example)}"
    shown = example if example is not None else [] if _is_list(field) else ""
    return f"#{name} = {_toml(shown)}"


def _toml(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_toml(item) for item in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_toml(item)}' for key, item in value.items())} }}"
    return json.dumps(value, ensure_ascii=False)


def _is_list(field: FieldInfo) -> bool:
    return getattr(field.annotation, "__origin__", None) is list


def words_of(field: FieldInfo) -> list[str]:
    """The words an enumerated field may take; empty for other fields."""
    kinds = [field.annotation, *get_args(field.annotation)]
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, Enum) and not issubclass(kind, NamedPlace):
            return [str(member.value) for member in kind]
    return []
