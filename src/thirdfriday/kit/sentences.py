"""A text as sentences with their places, read with typewriter quotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " "})
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|Mt|Ft|Jr|Sr|vs|etc|No|U\.S|U\.K|L\.A|e\.g|i\.e|Ph\.D|M\.D|D\.O"
    r"|a\.m|p\.m)|\b[A-Z])\.$"
)
_END = re.compile(r"[.!?]+[\"')\]]*(?=\s|$)|\n\s*\n|\n(?=\s*(?:[-*•]|Dear\b))|(?<=,)\n")


@dataclass(frozen=True)
class Sentence:
    """One sentence and where it begins. [characters]"""

    text: str
    start: int

    @cached_property
    def lower(self) -> str:
        """The sentence in lower case, every character still in its place."""
        return lower(self.text)

    @cached_property
    def end(self) -> int:
        """Where it ends. [characters]"""
        return self.start + len(self.text)


def plain(text: str) -> str:
    """The text with typewriter quotes and hyphens, every character still in its place.

    >>> plain("I’m here – now")
    "I'm here - now"
    """
    return text if text.isascii() else text.translate(_PLAIN)


def lower(text: str) -> str:
    """The text in lower case, every character still in its place.

    >>> lower("Dear İpek")
    'dear İpek'
    """
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(one if len(one.lower()) > 1 else one.lower() for one in text)


def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order, titles and initials not taken for ends.

    >>> [sentence.text for sentence in sentences("Dear Dr. Cho, hello. I write again.")]
    ['Dear Dr. Cho, hello.', 'I write again.']
    """
    return tuple(_pieces(text))


def _pieces(text: str) -> Iterator[Sentence]:
    start = 0
    for mark in _END.finditer(text):
        if _ABBREVIATIONS.search(text, max(start, mark.start() - 8), mark.start() + 1):
            continue
        yield from _piece(text, start, mark.end())
        start = mark.end()
    yield from _piece(text, start, len(text))


def _piece(text: str, start: int, end: int) -> Iterator[Sentence]:
    words = text[start:end]
    stripped = words.strip()
    if stripped:
        yield Sentence(stripped, start + words.index(stripped[0]))
