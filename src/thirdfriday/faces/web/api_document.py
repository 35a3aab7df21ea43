"""What the JSON API takes and gives, as its OpenAPI document says it."""

from typing import Any

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


def body(properties: dict[str, Any], required: tuple[str, ...]) -> dict[str, Any]:
    """The part of an operation that says what its request holds."""
    schema = {
        "type": "object",
        "required": list(required),
        "properties": properties,
        "additionalProperties": False,
    }
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def answers(words: str) -> dict[int | str, dict[str, Any]]:
    """The part of an operation that says what it answers."""
    good = {"description": words, "content": {"application/json": {"schema": {"type": "object"}}}}
    found: dict[int | str, dict[str, Any]] = {200: good}
    for status, told in REFUSALS.items():
        found[status] = {"description": told}
        if status in (400, 415, 422, 503):
            found[status]["content"] = {"application/json": {"schema": PROBLEMS}}
    return found
