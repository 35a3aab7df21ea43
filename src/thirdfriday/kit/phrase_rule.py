"""A rule that is a table of phrases: what each looks like, and what spares a sentence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from thirdfriday.kit.finding import Finding, Severity
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.sentences import Sentence
from thirdfriday.kit.word_screen import Watch, watched


@dataclass(frozen=True)
class PhraseRule:
    """Phrases that make a finding when a sentence has one and nothing that spares it.

    `cased`: phrases of the text as it is written. `needs`: what every such sentence holds.
    """

    rule: str
    severity: Severity
    message: str
    fix: str
    phrases: tuple[re.Pattern[str], ...]
    spares: tuple[re.Pattern[str], ...] = ()
    cased: tuple[re.Pattern[str], ...] = ()
    needs: re.Pattern[str] | None = None
    watch: Watch = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "watch", watched(*self.phrases, *self.cased))

    def __call__(self, context: LintContext) -> Iterator[Finding]:
        """One finding for each sentence with such a phrase."""
        for sentence, places in context.watched(self.watch):
            hits = (self._search(place, sentence) for place in places)
            hit = next((hit for hit in hits if hit), None)
            if hit is None or (self.needs and not self.needs.search(sentence.lower)):
                continue
            if not any(spare.search(sentence.lower) for spare in self.spares):
                yield self.found(sentence.start + hit.start(), sentence.start + hit.end())

    def found(self, start: int, end: int) -> Finding:
        """The finding of this rule for one place of a text. [characters]"""
        return Finding(self.rule, self.severity, start, end, self.message, self.fix)

    def _search(self, place: int, sentence: Sentence) -> re.Match[str] | None:
        if place < len(self.phrases):
            return self.phrases[place].search(sentence.lower)
        return self.cased[place - len(self.phrases)].search(sentence.text)


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
