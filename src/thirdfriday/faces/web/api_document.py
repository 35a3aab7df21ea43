"""What the JSON API takes and gives, as its OpenAPI document says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LARGEST_SEED = 2**32
TEXT: dict[str, Any] = {"type": "string"}
SEED: dict[str, Any] = {"type": "integer", "minimum": 0, "maximum": LARGEST_SEED}
CORRECTIONS: dict[str, Any] = {
    **TEXT,
    "description": "A corrections file: one JSON object a line.",
}
CASE: dict[str, Any] = {
    "description": "The case: the text of a case file, or the same as an object "
    "(`thirdfriday schema case`).",
    "anyOf": [{"type": "string", "minLength": 1}, {"type": "object"}],
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["message", "where", "expected", "nearest"],
    "properties": {
        name: {"type": "string"} for name in ("message", "where", "expected", "nearest")
    },
}
PROBLEMS: dict[str, Any] = {
    "type": "object",
    "required": ["problems"],
    "properties": {"problems": {"type": "array", "minItems": 1, "items": PROBLEM}},
}
REFUSALS = {
    400: "The request is not a form that is understood.",
    403: "Sent by another site.",
    413: "Larger than any case.",
    415: "Not JSON.",
    421: "Another host name.",
    422: "Every problem of the input.",
    503: "Busy, or longer than the limit.",
}


@dataclass(frozen=True, slots=True)
class Takes:
    """What one operation takes: the schema of each field by its name, and the fields it needs."""

    fields: Mapping[str, Mapping[str, Any]]
    required: tuple[str, ...] = ()

    @property
    def document(self) -> dict[str, Any]:
        """The part of an operation that says what its request holds."""
        schema = {
            "type": "object",
            "required": list(self.required),
            "properties": self.fields,
            "additionalProperties": False,
        }
        content = {"application/json": {"schema": schema}}
        return {"requestBody": {"required": True, "content": content}}


def answers(words: str) -> dict[int | str, dict[str, Any]]:
    """The part of an operation that says what it answers."""
    good = {"description": words, "content": {"application/json": {"schema": {"type": "object"}}}}
    found: dict[int | str, dict[str, Any]] = {200: good}
    for status, told in REFUSALS.items():
        found[status] = {"description": told}
        if status in (400, 415, 422, 503):
            found[status]["content"] = {"application/json": {"schema": PROBLEMS}}
    return found
