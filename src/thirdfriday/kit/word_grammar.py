"""Small grammars of what is asked, pleaded or blamed: templates of words, kept as data."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from thirdfriday.kit.finding import Finding
from thirdfriday.kit.kit_numbers import kit_words
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.phrase_rule import PhraseRule
from thirdfriday.kit.word_screen import Screen, Watch

_GAPS = {
    "~": r"(?:[ ,]+[^\s.?!;:,]+){0,3}?",
    "..": r"\b[^.?!]{0,40}?",
    "...": r"\b[^.?!]{0,90}?",
}
_BETWEEN = r"[\s,:;()\"/-]{1,3}"


@dataclass(frozen=True, slots=True)
class Template:
    """One way to say a thing: the parts that a sentence must hold."""

    patterns: tuple[re.Pattern[str], ...]

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
    """The templates of a rule, what it says and what spares, watched for by their words."""

    said: tuple[Template, ...]
    spared: tuple[Template, ...]
    watch: Watch
    watch_spared: Watch


@dataclass(frozen=True)
class GrammarRule:
    """The findings of a grammar, worded as those of the rule it belongs to."""

    rule: PhraseRule

    def __call__(self, context: LintContext) -> Iterator[Finding]:
        """One finding for each sentence that a template fits and nothing spares."""
        told, grammar = self.rule, grammars()[self.rule.rule]
        for sentence, likely in zip(context.sentences, _likely(context), strict=True):
            if not likely & grammar.watch.mask:
                continue
            small = sentence.lower
            hit = _first(grammar.said, grammar.watch.of(likely), small)
            if hit is None or _first(grammar.spared, grammar.watch_spared.of(likely), small):
                continue
            if not any(spare.search(small) for spare in told.spares):
                yield told.found(sentence.start + hit.start(), sentence.start + hit.end())


def _likely(context: LintContext) -> tuple[int, ...]:
    """The templates of any rule that can fit each sentence, as bits; worked out once."""
    found: tuple[int, ...] | None = context.kept.get("grammar")
    if found is None:
        grammars()
        found = context.kept["grammar"] = tuple(_SCREEN.likely(one) for one in context.tokens)
    return found


def _first(
    templates: tuple[Template, ...], places: Iterator[int], text: str
) -> re.Match[str] | None:
    """The first template that fits a sentence, of those whose words it holds."""
    fits = (templates[place].search(text) for place in places)
    return next((hit for hit in fits if hit), None)


_SCREEN = Screen()


@cache
def grammars() -> Mapping[str, Grammar]:
    """The grammar of each rule, from data/kit/grammar.toml."""
    table = kit_words("grammar")
    return {rule: _grammar(parts, table["concepts"]) for rule, parts in table["rules"].items()}


def _grammar(parts: Mapping[str, list[str]], concepts: dict[str, list[str]]) -> Grammar:
    said, spared = (
        tuple(template(text, concepts) for text in parts.get(part, ()))
        for part in ("any", "spares")
    )
    return Grammar(
        said,
        spared,
        _SCREEN.watch(one.patterns for one in said),
        _SCREEN.watch(one.patterns for one in spared),
    )


def template(text: str, concepts: dict[str, list[str]]) -> Template:
    """A template as patterns: one for each part that "&" sets beside the others.

    >>> one = template("how ~ {put} me", {"put": ["rank*", "place"]})
    >>> one.search("tell me how high you ranked me").group()
    'how high you ranked me'
    """
    return Template(tuple(re.compile(_part(part, concepts)) for part in text.split(" & ")))


def _part(text: str, concepts: dict[str, list[str]]) -> str:
    """The pattern of one part."""
    pattern, parted = "", True
    for token in text.rstrip(" ~.").split():
        if token in _GAPS:
            pattern += _GAPS[token]
            parted = token != "~"
            continue
        phrases = [one for part in token.split("|") if part for one in _phrases(part, concepts)]
        pattern += ("" if parted else _BETWEEN) + _one_of(phrases)
        parted = False
    return pattern


def _phrases(part: str, concepts: dict[str, list[str]]) -> list[str]:
    """The phrases that one alternative stands for: those of a concept, or itself."""
    return concepts[part[1:-1]] if part.startswith("{") else [part.replace("_", " ")]


def _one_of(phrases: list[str]) -> str:
    """A pattern for any of several words or phrases, longest first."""
    parts = sorted(phrases, key=len, reverse=True)
    inner = "|".join(re.escape(one).replace(r"\*", r"\w*").replace(r"\ ", r"\s") for one in parts)
    return rf"(?<![\w'])(?:{inner})(?![\w'])"
