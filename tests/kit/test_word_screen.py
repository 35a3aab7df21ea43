"""The screen of phrases lets through every phrase that fits, and few others."""

import re
import sys

from tests.kit.lint_texts import labelled

from thirdfriday.kit import lint
from thirdfriday.kit.pattern_words import needs
from thirdfriday.kit.phrase_rule import PhraseRule
from thirdfriday.kit.sentences import plain, sentences
from thirdfriday.kit.word_grammar import grammars
from thirdfriday.kit.word_screen import Screen, tokens

EVERY = 12  # of the sentences of the labelled texts


def phrases() -> list[re.Pattern[str]]:
    """Every pattern that some rule holds, and those of the grammars."""
    found: set[re.Pattern[str]] = set()
    for name, module in sys.modules.items():
        if name.startswith("thirdfriday.kit.") and module is not lint:
            for value in vars(module).values():
                held = value if isinstance(value, tuple) else (value,)
                if isinstance(value, PhraseRule):
                    held = (*value.phrases, *value.spares, *value.cased)
                found |= {one for one in held if isinstance(one, re.Pattern)}
    for grammar in grammars().values():
        found |= {one for said in grammar.said for one in said.patterns}
    return sorted(found, key=lambda one: one.pattern)


def test_no_phrase_that_fits_is_passed_over() -> None:
    every, screen = phrases(), Screen()
    screen.watch((one,) for one in every)
    assert len(every) > 400
    let, fits, read = 0, 0, 0
    for one in labelled("text")[::EVERY]:
        for sentence in sentences(plain(one["text"])):
            likely = screen.likely(tokens(sentence.lower))
            let, read = let + likely.bit_count(), read + 1
            for place, phrase in enumerate(every):
                if phrase.search(sentence.text) or phrase.search(sentence.lower):
                    assert likely >> place & 1, (phrase.pattern, sentence.text)
                    fits += 1
    assert fits > 1000
    assert let < read * len(every) // 5


def test_needs_of_the_shapes_that_phrases_have() -> None:
    assert needs(r"\b(?:give|grant) me\b") == (frozenset({"give", "grant"}), frozenset({"me"}))
    assert needs(r"honou?r") == ()
    assert needs(r"\bhonou?rs?\b") == (frozenset({"hono*"}),)
    assert needs(r"\bstep\s?[12]\b") == (frozenset({"step*"}), frozenset({"\\d"}))
    assert needs(r"(?:\bmy )?\bfirst\b(?! time)") == (frozenset({"first"}),)
    assert needs(r"\ba|b") == ()


def test_figures_and_signs_are_words() -> None:
    assert tokens("why 2 [names]?") == {"why", "2", "[", "names", "]", "?", "\\d"}
