"""Which of many patterns can fit a sentence, by its words alone: one look-up for each word."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from thirdfriday.kit.pattern_words import DIGIT, MARKS, cost, needs

_TOKEN = re.compile(rf"\w+|[{re.escape(''.join(MARKS))}]")
_FIGURE = re.compile(r"\d")
LAYERS = 3  # things that a sentence must hold which are looked at for each pattern
Masks = tuple[int, ...]
_NONE: Masks = (0,) * LAYERS


def tokens(text: str) -> set[str]:
    """The words and telling signs of a sentence in lower case, and whether it has a figure."""
    held = set(_TOKEN.findall(text))
    if _FIGURE.search(text):
        held.add(DIGIT)
    return held


@dataclass(frozen=True, slots=True)
class Watch:
    """The entries of one rule in a screen: their bits, and the first of them."""

    mask: int
    first: int

    def of(self, likely: int) -> Iterator[int]:
        """The places, among the rule's entries, of those that can fit."""
        held = (likely & self.mask) >> self.first
        while held:
            lowest = held & -held
            yield lowest.bit_length() - 1
            held ^= lowest


@dataclass
class Screen:
    """Every pattern of several rules, each with the words that it needs."""

    count: int = 0
    words: dict[str, Masks] = field(default_factory=dict)
    starts: dict[str, Masks] = field(default_factory=dict)
    always: list[int] = field(default_factory=lambda: [0] * LAYERS)
    longest: int = 0
    seen: dict[str, Masks] = field(default_factory=dict)

    def watch(self, entries: Iterable[tuple[re.Pattern[str], ...]]) -> Watch:
        """Takes in the entries of a rule; all patterns of an entry must fit together."""
        self.seen.clear()
        first = self.count
        for entry in entries:
            groups = {group for pattern in entry for group in needs(pattern.pattern)}
            self._enter(1 << self.count, sorted(groups, key=cost)[:LAYERS])
            self.count += 1
        return Watch((1 << self.count) - (1 << first), first)

    def _enter(self, bit: int, groups: list[frozenset[str]]) -> None:
        for layer in range(LAYERS):
            if layer >= len(groups):
                self.always[layer] |= bit
                continue
            for word in groups[layer]:
                table = self.starts if word.endswith("*") else self.words
                held = list(table.get(word.rstrip("*"), _NONE))
                held[layer] |= bit
                table[word.rstrip("*")] = tuple(held)
                self.longest = max(self.longest, len(word))

    def likely(self, held: Iterable[str]) -> int:
        """The entries that can fit a sentence with these words, as bits."""
        one, two, three = self.always
        seen = self.seen
        for word in held:
            masks = seen.get(word)
            if masks is None:
                masks = seen[word] = self._of(word)
            if masks is not _NONE:
                one |= masks[0]
                two |= masks[1]
                three |= masks[2]
        return one & two & three

    def _of(self, word: str) -> Masks:
        """The entries that a word speaks for, in each layer."""
        if len(self.seen) > WORDS_KEPT:
            self.seen.clear()
        found = [self.words[word]] if word in self.words else []
        for length in range(1, min(len(word), self.longest) + 1):
            if word[:length] in self.starts:
                found.append(self.starts[word[:length]])
        if not found:
            return _NONE
        masks = [0] * LAYERS
        for one in found:
            for layer, bits in enumerate(one):
                masks[layer] |= bits
        return tuple(masks)


WORDS_KEPT = 50_000  # words whose entries are remembered
PHRASES = Screen()
"""The phrases of every rule, taken in when the rules are imported."""


def watched(*patterns: re.Pattern[str]) -> Watch:
    """Takes the phrases of a rule into the screen of all."""
    return PHRASES.watch((one,) for one in patterns)
