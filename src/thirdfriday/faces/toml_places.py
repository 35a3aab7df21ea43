"""Where each field of a TOML text stands: line and column of its key and of its value."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

FieldPath = tuple[str | int, ...]
Place = tuple[int, int]

_KEYS = ("bare_key", "quoted_key", "dotted_key")
_DEEPEST = 12
"""Levels of nesting that are looked at; no field of a case file lies deeper."""


@dataclass(frozen=True, slots=True)
class Places:
    """Line and column (both from 1) of keys and values by field path."""

    keys: dict[FieldPath, Place] = field(default_factory=dict)
    values: dict[FieldPath, Place] = field(default_factory=dict)

    def nearest(self, path: FieldPath, *, of_key: bool = False) -> Place:
        """Where a field stands, or else the nearest table that should hold it; (0, 0) if none."""
        for length in range(len(path), 0, -1):
            part = path[:length]
            exact = length == len(path)
            order = (self.keys, self.values) if of_key or not exact else (self.values, self.keys)
            for table in order:
                if part in table:
                    return table[part]
        return (0, 0)


def find_places(text: str) -> Places:
    r"""Where the fields of a TOML text stand, as far as its syntax can be followed.

    >>> find_places('[a]\nb = [1, 2]').values[("a", "b", 1)]
    (2, 9)
    """
    finder = _Finder(text)
    finder.walk()
    return finder.places


@cache
def _language() -> Language:
    return Language(tree_sitter_toml.language())


class _Finder:
    """Walks the syntax tree once and notes the place of each key and value."""

    def __init__(self, text: str) -> None:
        source = text.encode("utf-8")
        self.lines = source.split(b"\n")
        self.root = Parser(_language()).parse(source).root_node
        self.places = Places()
        self.counts: dict[FieldPath, int] = {}

    def walk(self) -> None:
        for node in self.root.named_children:
            if node.type == "pair":
                self._pair(node, ())
            elif node.type in ("table", "table_array_element"):
                self._table(node)

    def _table(self, node: Node) -> None:
        key = next((child for child in node.named_children if child.type in _KEYS), None)
        if key is None:
            return
        path = self._resolve(tuple(_parts(key)), node.type == "table_array_element")
        self.places.keys.setdefault(path, self._place(key))
        for child in node.named_children:
            if child.type == "pair":
                self._pair(child, path)

    def _resolve(self, parts: tuple[str, ...], element: bool) -> FieldPath:
        """The path of a table heading with the index of every list of tables on the way."""
        path: FieldPath = ()
        for position, part in enumerate(parts):
            path = (*path, part)
            if element and position == len(parts) - 1:
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = (*path, self.counts[path])
        return path

    def _pair(self, node: Node, base: FieldPath, depth: int = 0) -> None:
        named = [child for child in node.named_children if child.type not in ("comment", "ERROR")]
        if not named or named[0].type not in _KEYS or depth > _DEEPEST:
            return
        path = (*base, *_parts(named[0]))
        self.places.keys.setdefault(path, self._place(named[0]))
        if len(named) > 1:
            self._value(named[1], path, depth + 1)

    def _value(self, node: Node, path: FieldPath, depth: int) -> None:
        self.places.values.setdefault(path, self._place(node))
        if depth > _DEEPEST:
            return
        if node.type == "inline_table":
            for child in node.named_children:
                if child.type == "pair":
                    self._pair(child, path, depth)
        elif node.type == "array":
            items = [child for child in node.named_children if child.type != "comment"]
            for index, child in enumerate(items):
                self._value(child, (*path, index), depth + 1)

    def _place(self, node: Node) -> Place:
        row, column = node.start_point
        before = self.lines[row][:column].decode("utf-8", errors="ignore")
        return row + 1, len(before) + 1


def _parts(key: Node) -> Iterator[str]:
    if key.type == "dotted_key":
        for child in key.named_children:
            yield from _parts(child)
        return
    text = (key.text or b"").decode("utf-8", errors="replace")
    yield text[1:-1] if key.type == "quoted_key" else text
