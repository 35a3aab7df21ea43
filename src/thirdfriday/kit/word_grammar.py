"""Small grammars of what is asked, pleaded or blamed: templates of words, kept as data."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from thirdfriday.kit.finding import Finding
from thirdfriday.kit.kit_numbers import kit_words
from thirdfriday.kit.lint_context import WORD, LintContext
from thirdfriday.kit.phrase_rule import PhraseRule

_GAPS = {
    "~": r"(?:[ ,]+[^\s.?!;:,]+){0,3}?",
    "..": r"\b[^.?!]{0,40}?",
    "...": r"\b[^.?!]{0,90}?",
}
_BETWEEN = r"[\s,:;()\"/-]{1,3}"


@dataclass(frozen=True, slots=True)
class Template:
    """One way to say a thing, and the words of which every such sentence has some.

    `first`: for each part that must be there, the words that it may begin with.
    """

    patterns: tuple[re.Pattern[str], ...]
    first: tuple[frozenset[str], ...]

    def search(self, text: str) -> re.Match[str] | None:
        """Where the first part of it stands in a sentence that has all of its parts."""
        hits = []
        for pattern in self.patterns:
            hit = pattern.search(text)
            if hit is None:
                return None
            hits.append(hit)
        return hits[0]


@dataclass(frozen=True, slots=True)
class Grammar:
    """The templates of a rule, each with the bits of the word sets that it needs.

    `bits`: by word, the sets it belongs to, so that a sentence is passed over with one comparison.
    """

    said: tuple[tuple[int, Template], ...]
    spared: tuple[tuple[int, Template], ...]
    bits: Mapping[str, int]

    def holds(self, words: frozenset[str]) -> int:
        """The sets of which a sentence with these words has a member."""
        held = 0
        for word in words & self.bits.keys():
            held |= self.bits[word]
        return held


@dataclass(frozen=True)
class GrammarRule:
    """The findings of a grammar, worded as those of the rule it belongs to."""

    rule: PhraseRule

    def __call__(self, context: LintContext) -> Iterator[Finding]:
        """One finding for each sentence that a template fits and nothing spares."""
        told, grammar = self.rule, grammar_of(self.rule.rule)
        for sentence, words in zip(context.sentences, context.words, strict=True):
            held = grammar.holds(words)
            if not held:
                continue
            small = sentence.lower
            hit = _first(grammar.said, held, small)
            if hit is None or _first(grammar.spared, held, small):
                continue
            if not any(spare.search(small) for spare in told.spares):
                yield told.found(sentence.start + hit.start(), sentence.start + hit.end())


def _first(
    templates: tuple[tuple[int, Template], ...], held: int, text: str
) -> re.Match[str] | None:
    """The first template that fits a sentence, of those whose words it holds."""
    fits = (one.search(text) for needs, one in templates if not needs & ~held)
    return next((hit for hit in fits if hit), None)


@cache
def grammar_of(rule: str) -> Grammar:
    """The grammar of one rule, from data/kit/grammar.toml."""
    table = kit_words("grammar")
    parts = {
        part: [template(text, table["concepts"]) for text in table["rules"][rule].get(part, ())]
        for part in ("any", "spares")
    }
    sets = {words for ones in parts.values() for one in ones for words in one.first}
    places = {words: 1 << place for place, words in enumerate(sorted(sets, key=sorted))}
    bits: dict[str, int] = {}
    for words, bit in places.items():
        for word in words:
            bits[word] = bits.get(word, 0) | bit

    def numbered(ones: list[Template]) -> tuple[tuple[int, Template], ...]:
        return tuple((sum({places[words] for words in one.first}), one) for one in ones)

    return Grammar(numbered(parts["any"]), numbered(parts["spares"]), bits)


def template(text: str, concepts: dict[str, list[str]]) -> Template:
    """A template as patterns: one for each part that "&" sets beside the others.

    >>> one = template("how ~ {put} me", {"put": ["rank*", "place"]})
    >>> one.search("tell me how high you ranked me").group()
    'how high you ranked me'
    """
    parts = [_part(part, concepts) for part in text.split(" & ")]
    return Template(
        tuple(re.compile(pattern) for pattern, _ in parts),
        tuple(words for _, first in parts for words in first),
    )


def _part(text: str, concepts: dict[str, list[str]]) -> tuple[str, list[frozenset[str]]]:
    """The pattern of one part, and the words with which each thing in it may begin."""
    pattern, first, parted = "", [], True
    for token in text.rstrip(" ~.").split():
        if token in _GAPS:
            pattern += _GAPS[token]
            parted = token != "~"
            continue
        phrases = [one for part in token.split("|") if part for one in _phrases(part, concepts)]
        pattern += ("" if parted else _BETWEEN) + _one_of(phrases)
        parted = False
        if not any("*" in phrase for phrase in phrases):
            first.append(frozenset(WORD.findall(phrase)[0] for phrase in phrases))
    return pattern, first


def _phrases(part: str, concepts: dict[str, list[str]]) -> list[str]:
    """The phrases that one alternative stands for: those of a concept, or itself."""
    return concepts[part[1:-1]] if part.startswith("{") else [part.replace("_", " ")]


def _one_of(phrases: list[str]) -> str:
    """A pattern for any of several words or phrases, longest first."""
    parts = sorted(phrases, key=len, reverse=True)
    inner = "|".join(re.escape(one).replace(r"\*", r"\w*").replace(r"\ ", r"\s") for one in parts)
    return rf"(?<![\w'])(?:{inner})(?![\w'])"
