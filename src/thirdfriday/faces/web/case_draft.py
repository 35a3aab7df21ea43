"""A case as nested values, from a form or from JSON, written as TOML for the one reader."""

import json
import math
from collections.abc import Iterator, Mapping
from typing import Any

from thirdfriday.errors import CaseError, Problem

DEEPEST = 12
"""Levels of nesting beyond which nothing is a case."""
MOST_VALUES = 20_000
EXPECTED = "a case as `thirdfriday schema case` describes it"


def draft_text(data: Mapping[str, Any]) -> str:
    """The TOML text of nested values; what is None is left out.

    Raises:
        CaseError: the values nest too deep, are too many, or hold what is no text.

    >>> print(draft_text({"season": 2027, "wants": {"level": "must", "next_areas": [{"a": 1}]}}))
    season = 2027
    <BLANKLINE>
    [wants]
    level = "must"
    <BLANKLINE>
    [[wants.next_areas]]
    a = 1
    <BLANKLINE>
    """
    _refuse_the_absurd(data)
    return "\n".join(_table(data, ())) + "\n"


def _refuse_the_absurd(data: Mapping[str, Any]) -> None:
    """Refuse nesting, size and characters that no case has, before anything is written."""
    waiting: list[tuple[Any, int]] = [(data, 1)]
    seen = 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST:
            raise CaseError([Problem("nests deeper than any case", "case", EXPECTED)])
        if seen > MOST_VALUES:
            raise CaseError([Problem("holds more values than any case", "case", EXPECTED)])
        if isinstance(value, Mapping):
            waiting += [(item, depth + 1) for pair in value.items() for item in pair]
        elif isinstance(value, list | tuple):
            waiting += [(item, depth + 1) for item in value]
        elif isinstance(value, str) and not is_text(value):
            raise CaseError([Problem("holds half a character (a lone surrogate)", "case", "text")])


def is_text(value: str) -> bool:
    """Whether a text can be written down: no half of a character (a lone surrogate)."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _table(data: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """The lines of one table: plain values first, then the tables inside."""
    for key, value in data.items():
        if value is not None and not _is_table(value):
            yield f"{_key(key)} = {_inline(value)}"
    for key, value in data.items():
        here = (*path, _key(key))
        if isinstance(value, Mapping) and value:
            yield from ("", f"[{'.'.join(here)}]", *_table(value, here))
        elif _is_table(value) and value:
            for item in value:
                yield from ("", f"[[{'.'.join(here)}]]", *_table(item, here))


def _is_table(value: Any) -> bool:
    """Whether a value is written under a heading of its own."""
    if isinstance(value, Mapping):
        return bool(value)
    return (
        isinstance(value, list | tuple)
        and bool(value)
        and all(isinstance(item, Mapping) for item in value)
    )


def _key(key: Any) -> str:
    text = str(key)
    plain = text.isascii() and text.replace("_", "a").replace("-", "a").isalnum()
    return text if plain else _text(text)


def _inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return repr(value) if math.isfinite(value) else "nan" if math.isnan(value) else "inf"
    if isinstance(value, int):
        return str(value) if abs(value) < 1 << 63 else _text("a number without end")
    if isinstance(value, Mapping):
        pairs = (f"{_key(key)} = {_inline(item)}" for key, item in value.items())
        return f"{{ {', '.join(pairs)} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_inline(item) for item in value if item is not None)}]"
    return _text("" if value is None else str(value))


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
