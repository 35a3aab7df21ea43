"""A rule that is a table of phrases: what each looks like, and what spares a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from thirdfriday.kit.finding import Finding, Severity
from thirdfriday.kit.lint_context import LintContext


@dataclass(frozen=True)
class PhraseRule:
    """Phrases that make a finding when a sentence has one and nothing that spares it.

    `needs`: what every such sentence holds, so that others are passed over quickly.
    """

    rule: str
    severity: Severity
    message: str
    fix: str
    phrases: tuple[re.Pattern[str], ...]
    spares: tuple[re.Pattern[str], ...] = ()
    cased: tuple[re.Pattern[str], ...] = ()
    needs: re.Pattern[str] | None = None

    def __call__(self, context: LintContext) -> Iterator[Finding]:
        """One finding for each sentence with such a phrase."""
        text = context.lower
        if self.needs and not self.needs.search(text):
            return
        phrases = present(self.phrases, text)
        cased = present(self.cased, context.plain)
        places = _places(phrases, text, context) | _places(cased, context.plain, context)
        for place in sorted(places):
            sentence = context.sentences[place]
            if self.needs and not self.needs.search(sentence.lower):
                continue
            hits = chain(
                (phrase.search(sentence.lower) for phrase in phrases),
                (phrase.search(sentence.text) for phrase in cased),
            )
            hit = next((hit for hit in hits if hit), None)
            if hit and not any(spare.search(sentence.lower) for spare in self.spares):
                yield self.found(sentence.start + hit.start(), sentence.start + hit.end())

    def found(self, start: int, end: int) -> Finding:
        """The finding of this rule for one place of a text. [characters]"""
        return Finding(self.rule, self.severity, start, end, self.message, self.fix)


def _places(phrases: tuple[re.Pattern[str], ...], text: str, context: LintContext) -> set[int]:
    """The sentences, by their number, that a phrase of the whole text touches."""
    found: set[int] = set()
    for phrase in phrases:
        if _bound(phrase):
            return set(range(len(context.sentences)))
        for hit in phrase.finditer(text):
            first, last = context.number_at(hit.start()), context.number_at(hit.end() - 1)
            found.update(range(first, last + 1))
    return found


def patterns(*texts: str) -> tuple[re.Pattern[str], ...]:
    r"""Patterns for text in lower case, which is much faster to search than any case.

    "I am" is found as "I'm" too.

    >>> patterns(r"\bI will\b")[0].search("when i will") is not None
    True
    >>> patterns(r"\bI am (?:gay|old)\b")[0].search("i'm old") is not None
    True
    """
    return tuple(re.compile(_ESCAPE.sub(_lowered, _short(text))) for text in texts)


def _short(text: str) -> str:
    """A pattern that takes the short form of "I am" where it takes the long one."""
    return _AM.sub(r"I(?: am|'m)", _AM_OR.sub("I(?: |')(?:m|am|", text))


_AM = re.compile(r"(?:(?<=\\b)|(?<!\w))I am\b(?!\|I'm)")
_AM_OR = re.compile(r"(?:(?<=\\b)|(?<!\w))I \(\?:am\|")
"""In the text of a pattern, where the edge of a word is written as a backslash and a b."""


_ESCAPE = re.compile(r"\\.|[A-Z]+")


def _lowered(hit: re.Match[str]) -> str:
    return hit.group() if hit.group().startswith("\\") else hit.group().lower()


def present(phrases: tuple[re.Pattern[str], ...], text: str) -> tuple[re.Pattern[str], ...]:
    """The phrases that occur in the text, or are bound to the start of a sentence."""
    return tuple(one for one in phrases if _bound(one) or _may_occur(one, text))


@cache
def _bound(phrase: re.Pattern[str]) -> bool:
    """Whether a phrase is bound to the start or the end of a sentence."""
    return bool(_EDGE.search(phrase.pattern))


_EDGE = re.compile(r"(?<![\[\\])[\^$]")


def _may_occur(phrase: re.Pattern[str], text: str) -> bool:
    """Whether a phrase can occur; its first word's edge is left out, for speed."""
    return any(part.search(text) for part in _openings(phrase)) and bool(phrase.search(text))


@cache
def _openings(phrase: re.Pattern[str]) -> tuple[re.Pattern[str], ...]:
    """The alternatives of a phrase without the word boundary in front, which slows the search."""
    parts = _alternatives(phrase.pattern)
    return tuple(re.compile(part.removeprefix(r"\b"), phrase.flags) for part in parts)


def _alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern at its outermost level.

    >>> _alternatives("a(b|c)|d[|]")
    ['a(b|c)', 'd[|]']
    """
    parts, depth, inside, start = [], 0, False, 0
    escaped = False
    for place, letter in enumerate(pattern):
        if escaped:
            escaped = False
        elif letter == "\\":
            escaped = True
        elif inside:
            inside = letter != "]"
        elif letter == "[":
            inside = True
        elif letter in "()":
            depth += 1 if letter == "(" else -1
        elif letter == "|" and depth == 0:
            parts.append(pattern[start:place])
            start = place + 1
    return [*parts, pattern[start:]]
