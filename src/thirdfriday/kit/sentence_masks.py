"""Sentences with names put aside: any city is a place, and one name is asked about."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache

from thirdfriday.intake.read_dates import MONTHS
from thirdfriday.kit.kit_numbers import kit_words
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.sentences import Sentence, lower

_MASKS = {"city": "xplace", "state": "xplace", "region": "xplace", "hospital": "xhosp",
          "field": "xfield", "adjective": "xfield", "person": "xspec"}  # fmt: skip
THIS, OWN = "xthis", "xown"
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\.? [A-Z][a-z]+(?:[- ][A-Z][a-z]+)?")
_PAIR = re.compile(
    r"\b[A-Z][a-z]+(?: [A-Z]\.)?(?:[ -][A-Z][a-z]{2,})+\b|\b[A-Z][a-z]{2,}\b|"
    r"\b[A-Z]\. [A-Z][a-z]{2,}\b"
)
Span = tuple[int, int, str]


@cache
def _given() -> frozenset[str]:
    return frozenset(" ".join(kit_words("given_names")["given"].values()).split())


@cache
def _openers() -> frozenset[str]:
    """Words that begin a sentence with a capital before a name."""
    return frozenset(kit_words("given_names")["not_names"]["openers"].split())


@cache
def _no_names() -> frozenset[str]:
    words = kit_words("given_names")["not_names"]["words"].split()
    return frozenset([*words, *MONTHS])


def people_in(context: LintContext, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Where a sentence may name somebody: title and name, given name, both. [characters]"""
    text, taken = sentence.text, 0
    known = [(one.start - sentence.start, one.end - sentence.start)
             for one in context.names_in(sentence) if one.kind != "city"]  # fmt: skip
    titled = [hit.span() for hit in _TITLED.finditer(text)]
    for hit in sorted([*titled, *_pairs(text)]):
        if hit[0] >= taken and not any(a < hit[1] and hit[0] < b for a, b in known):
            taken = hit[1]
            yield sentence.start + hit[0], sentence.start + hit[1]


def _pairs(text: str) -> Iterator[tuple[int, int]]:
    for hit in _PAIR.finditer(text):
        words = [word.lower() for word in re.findall(r"[A-Za-z]+", hit.group())]
        named = words[0] in _given() or (len(words) > 1 and words[0] not in _openers())
        if named and not any(word in _no_names() for word in words):
            yield hit.span()


def named(context: LintContext) -> list[Span]:
    """Every name of the text with the word that stands for its kind, in reading order."""
    own = context.own
    spans: list[Span] = []
    for one in context.names:
        mine = own and (
            context.is_own(one) if one.kind == "hospital" else set(one.key.split()) <= own
        )
        spans.append((one.start, one.end, OWN if mine else _MASKS[one.kind]))
    fields = {context.program.specialty} if context.program else set(context.case.wants.specialties)
    taken = [(start, end) for start, end, _ in spans]
    for one in context.specialties:
        if not any(a < one.end and one.start < b for a, b in taken):
            key = next(iter(one.values))
            spans.append((one.start, one.end, "xmine" if key in fields else _MASKS[one.kind]))
    return sorted(spans)


def masked(
    context: LintContext, sentence: Sentence, spans: list[Span], this: tuple[int, int] | None = None
) -> str:
    """A sentence in lower case with its names put aside, the one asked about as xthis."""
    first = bisect_left(spans, (sentence.start,))
    inside = [one for one in spans[first : bisect_left(spans, (sentence.end,))]
              if one[1] <= sentence.end]  # fmt: skip
    if this is not None:
        inside = [one for one in inside if one[1] <= this[0] or this[1] <= one[0]]
        inside = sorted([*inside, (*this, THIS)])
    parts, at = [], sentence.start
    for start, end, mask in inside:
        parts += [context.plain[at:start], mask]
        at = end
    return lower("".join([*parts, context.plain[at : sentence.end]]))
