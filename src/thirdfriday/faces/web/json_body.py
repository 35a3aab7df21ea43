"""The body of an API request: a JSON object of known fields, or every problem at once."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.web.api_document import Takes
from thirdfriday.faces.web.case_draft import draft_text, is_text

KINDS: Mapping[str, tuple[str, tuple[type, ...]]] = {
    "string": ("text", (str,)),
    "boolean": ("true or false", (bool,)),
    "integer": ("a whole number", (int,)),
    "array": ("a list", (list,)),
}
"""What a field of each type of the document is called, and what Python reads it as."""
CASE_KIND = ("a case: an object, or the text of a case file", (str, dict))
MOST_SHOWN = 60


class NotJsonError(Exception):
    """The request does not carry JSON at all."""


async def json_body(request: Request, takes: Takes) -> dict[str, Any]:
    """The object of a request.

    Args:
        request: its body is read.
        takes: the fields that it may have, and those that it must have.

    Raises:
        NotJsonError: the content type says something else.
        CaseError: everything wrong with the object.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise NotJsonError
    try:
        found = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        words = "nests without end" if isinstance(error, RecursionError) else "is not JSON"
        raise CaseError([Problem(f"the body {words}", "body", "a JSON object")]) from error
    if not isinstance(found, dict):
        raise CaseError([Problem("the body is not an object", "body", "a JSON object")])
    kinds = {
        name: KINDS[schema["type"]] if "type" in schema else CASE_KIND
        for name, schema in takes.fields.items()
    }
    problems = [
        Problem(f"{name[:MOST_SHOWN]!r} is not a field", "body", f"one of {', '.join(kinds)}")
        for name in found
        if name not in kinds
    ]
    problems += [
        Problem("is missing", name, kinds[name][0])
        for name in takes.required
        if found.get(name) is None
    ]
    problems += [
        Problem(f"is not {kinds[name][0]}", name, kinds[name][0])
        for name, value in found.items()
        if name in kinds and value is not None and not _fits(value, kinds[name][1])
    ]
    if problems:
        raise CaseError(problems)
    return found


def _fits(value: Any, kinds: tuple[type, ...]) -> bool:
    if isinstance(value, str):
        return str in kinds and is_text(value)
    if isinstance(value, bool):
        return bool in kinds
    return isinstance(value, kinds)


def case_in(value: Any) -> str:
    """The case file of a case given as text or as an object."""
    return value if isinstance(value, str) else draft_text(value)
