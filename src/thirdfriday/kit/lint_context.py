"""What a text is checked against: the case, the program it is for, what was chosen, its kind."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from thirdfriday.domain.case import Case
from thirdfriday.domain.program import Program
from thirdfriday.kit.finding import Finding, Severity
from thirdfriday.kit.name_index import (
    Mention,
    mentions,
    specialties_in,
    words_of_name,
    words_of_program,
)
from thirdfriday.kit.sentences import Sentence, lower, plain, sentences
from thirdfriday.kit.word_screen import PHRASES, Watch, tokens

if TYPE_CHECKING:
    from thirdfriday.plan.plan import Plan

KINDS = (
    "statement", "signal_statement", "geographic", "experience", "meaningful", "impactful",
    "explanation", "message", "text",
)  # fmt: skip
OTHER_NAMES = {"impactful": "meaningful"}  # ERAS asks for the most meaningful or impactful ones
WORD = re.compile(r"[a-z0-9#']+")
_GREETING = re.compile(
    r"\A\s*(subject:|re:|(dear|hi|hello|good (morning|afternoon|evening)|to whom)\b)", re.IGNORECASE
)
_FILE_WORDS = {
    "signal_statement": ("signal",),
    "geographic": ("geographic", "geography", "geo", "division", "setting"),
    "meaningful": ("meaningful", "impactful"),
    "experience": ("experience",),
    "explanation": ("explanation", "flag", "failure", "leave", "gap"),
    "message": ("message", "email", "mail", "letter", "thank", "thanks", "interest", "update"),
    "statement": ("statement", "ps", "personal", "essay"),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the applicant chose in ERAS: signal by program, divisions, setting.

    `specialty` is that of the signals; empty where they are of every specialty.
    """

    signals: Mapping[str, str | None] = field(default_factory=dict)
    divisions: tuple[str, ...] = ()
    setting: str | None = None
    specialty: str = ""


def chosen_in(plan: "Plan") -> Chosen:
    """The signals and the geography answer of a plan."""
    signals = {choice.program.id: choice.signal for choice in plan.choices}
    divisions = tuple(division_key(name) for name in plan.geography.divisions)
    return Chosen(signals, divisions, plan.geography.setting, plan.case.specialty)


def division_key(name: str) -> str:
    """The key of a division, whichever way a plan writes it.

    >>> division_key("East North Central")
    'east_north_central'
    """
    return name.strip().lower().replace(" ", "_")


@dataclass(frozen=True)
class LintContext:
    """One text and everything the rules may ask about it."""

    text: str
    case: Case
    program: Program | None = None
    chosen: Chosen | None = None
    kind: str = "text"
    kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def plain(self) -> str:
        """The text with typewriter quotes and hyphens, in the same places."""
        return plain(self.text)

    @cached_property
    def lower(self) -> str:
        """The plain text in lower case."""
        return lower(self.plain)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the text."""
        return sentences(self.plain)

    @cached_property
    def words(self) -> tuple[frozenset[str], ...]:
        """The words of each sentence, in lower case."""
        return tuple(frozenset(WORD.findall(one.lower)) for one in self.sentences)

    @cached_property
    def tokens(self) -> tuple[set[str], ...]:
        """The words and telling signs of each sentence, for the screens of phrases."""
        return tuple(tokens(one.lower) for one in self.sentences)

    @cached_property
    def _likely(self) -> tuple[int, ...]:
        return tuple(PHRASES.likely(held) for held in self.tokens)

    def fitting(self, watch: Watch, sentence: Sentence) -> Iterator[int]:
        """Which phrases of a rule can fit a sentence by its words: their places in the rule."""
        return watch.of(self._likely[self.number_at(sentence.start)])

    def watched(self, watch: Watch) -> Iterator[tuple[Sentence, Iterator[int]]]:
        """The sentences that some phrase of a rule can fit, with the places of those phrases."""
        for sentence, likely in zip(self.sentences, self._likely, strict=True):
            if likely & watch.mask:
                yield sentence, watch.of(likely)

    @cached_property
    def names(self) -> tuple[Mention, ...]:
        """Every hospital, city, state and region named."""
        return mentions(self.plain)

    @cached_property
    def specialties(self) -> tuple[Mention, ...]:
        """Every specialty named."""
        return specialties_in(self.plain)

    @cached_property
    def own(self) -> frozenset[str]:
        """The telling words of the program that the text is for; none where there is none."""
        return words_of_program(self.program) if self.program else frozenset()

    def is_own(self, one: Mention) -> bool:
        """Whether a hospital named is the one that the text is for."""
        called = words_of_name(self.program) if self.program else frozenset()
        if frozenset(one.key.split()) <= called:
            return True
        return one.values <= self.own and bool(one.values & called)

    @property
    def message(self) -> bool:
        """Whether the text is a message to a person."""
        return self.kind == "message"

    def names_in(self, sentence: Sentence) -> list[Mention]:
        """The names of one sentence."""
        first = bisect_left(self._starts, sentence.start)
        return list(self.names[first : bisect_left(self._starts, sentence.end)])

    def names_between(self, start: int, end: int) -> list[Mention]:
        """The names that touch a stretch of the text. [characters]"""
        first = bisect_left(self._starts, start)
        return list(self.names[max(0, first - 1) : bisect_left(self._starts, end)])

    def sentence_at(self, place: int) -> Sentence:
        """The sentence that a place in the text lies in; the whole text between sentences."""
        index = bisect_right(self._begins, place) - 1
        if index >= 0 and place < self.sentences[index].end:
            return self.sentences[index]
        return Sentence(self.plain, 0)

    def number_at(self, place: int) -> int:
        """The number of the last sentence that begins at or before a place; 0 before the first."""
        return max(0, bisect_right(self._begins, place) - 1)

    @cached_property
    def _begins(self) -> list[int]:
        return [one.start for one in self.sentences]

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.names]

    def before(self, sentence: Sentence, start: int) -> str:
        """The sentence up to a place in the text."""
        return self.plain[sentence.start : start]

    def after(self, sentence: Sentence, end: int) -> str:
        """The sentence from a place in the text on."""
        return self.plain[end : sentence.end]


def kind_of(text: str, file: str = "") -> str:
    """The kind of a text by its file name, else by how it begins. [one of KINDS]

    >>> kind_of("Dear Dr. Cho, thank you."), kind_of("I like it here.", "geographic-pacific.txt")
    ('message', 'geographic')
    """
    if _GREETING.match(text):
        return "message"
    words = re.split(r"[^a-z]+", file.lower())
    for kind, signs in _FILE_WORDS.items():
        if any(sign in words or f"{sign}s" in words for sign in signs):
            return kind
    return "text"


def found(
    rule: str, span: tuple[int, int], message: str, fix: str, severity: Severity = Severity.WARNING
) -> Finding:
    """A finding at a place of the text. [characters]"""
    return Finding(rule, severity, span[0], span[1], message, fix)
