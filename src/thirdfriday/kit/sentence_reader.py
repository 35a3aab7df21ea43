"""A small linear reader of sentences: how likely each one does what a rule looks for."""

import itertools
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from thirdfriday.facts.packaged import read_fitted
from thirdfriday.kit.kit_numbers import kit_words

_WORD = re.compile(r"[a-z][a-z'-]*[a-z]|[a-z]|\d+|\?|!")
_ENDINGS = ("ingly", "edly", "ing", "ies", "ied", "ely", "ed", "es", "ly", "s")
_WHOLE = frozenset(["pleased", "pleasing"])  # to be pleased is not to say please
_STEM, _REACH, _SIDE = 3, 4, 6
WORDS_KEPT = 20_000  # size of a cache of words


@cache
def stem(word: str) -> str:
    """A word without its ending, so that its forms count as one.

    >>> stem("ranked") == stem("ranking") == stem("ranks")
    True
    """
    word = word.removesuffix("'s")
    if word in _WHOLE:
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            base = word[: -len(ending)]
            if ending in ("ies", "ied"):
                return base + "y"
            if len(base) > _STEM and base[-1] == base[-2] and base[-1] not in "lsz":
                base = base[:-1]
            return base.removesuffix("e")
    return word.removesuffix("e") if len(word) > _STEM else word


@cache
def _meanings() -> Mapping[str, tuple[str, ...]]:
    """The sets of meaning that each stem belongs to."""
    found: dict[str, list[str]] = {}
    for name, words in kit_words("meanings")["meanings"].items():
        for word in words.split():
            sets = found.setdefault(stem(word), [])
            if name not in sets:
                sets.append(name)
    return {word: tuple(sets) for word, sets in found.items()}


@lru_cache(maxsize=WORDS_KEPT)
def _read(word: str) -> tuple[str, tuple[str, ...]]:
    """A word's stem and its sets; figures of more than one digit are alike."""
    if word.isdigit() and len(word) > 1:
        return "0", ()
    short = word if word.startswith("x") else stem(word)
    return short, _meanings().get(short, ())


def meanings_in(words: Iterable[str]) -> set[str]:
    """The sets of meaning that some words belong to."""
    return {name for word in words for name in _read(word)[1]}


@cache
def _marked(sets: tuple[str, ...]) -> tuple[str, ...]:
    """The features of a word's sets."""
    return tuple(f"={name}" for name in sets)


@cache
def _together(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """The features of the sets of two words that stand near each other."""
    return tuple(f"={one} ={other}" for one in first for other in second)


def features(text: str) -> set[str]:
    """What a sentence in lower case holds: words, pairs, meanings, pairs of meanings near by.

    >>> "=plead" in features("i beg you")
    True
    """
    read = [_read(word) for word in _WORD.findall(text)]
    words = [word for word, _ in read]
    found = set(words)
    found.update(f"{a} {b}" for a, b in itertools.pairwise(words))
    for place, (_, sets) in enumerate(read):
        if sets:
            found.update(_marked(sets))
            for _, others in read[place + 1 : place + 1 + _REACH]:
                if others:
                    found.update(_together(sets, others))
    if read:
        found.add(f"^{words[0]}")
    if "xthis" in found:
        found |= _around(read, words.index("xthis"))
    return found


def _around(read: list[tuple[str, tuple[str, ...]]], place: int) -> set[str]:
    """What stands before and after the name that a sentence is asked about."""
    found = set()
    for side, near in (
        ("<", read[max(0, place - _SIDE) : place]),
        (">", read[place + 1 :][:_SIDE]),
    ):
        for word, sets in near:
            found.add(f"{side}{word}")
            found.update(f"{side}={name}" for name in sets)
    before = [word for word, _ in read[max(0, place - 2) : place]]
    after = [word for word, _ in read[place + 1 : place + 3]]
    return found | {"<<" + " ".join(before), ">>" + " ".join(after)}


@dataclass(frozen=True, slots=True)
class SentenceReader:
    """The weights of every label: the row of a feature, a column per label, and when it is sure."""

    labels: tuple[str, ...]
    bias: npt.NDArray[np.float64]
    rows: Mapping[str, int]
    weights: npt.NDArray[np.float64]
    sure: Mapping[str, float]

    def __post_init__(self) -> None:
        if len(self.weights) == len(self.rows):
            nothing = np.zeros((1, len(self.labels)))  # the row of a feature that is not known
            object.__setattr__(self, "weights", np.vstack([self.weights, nothing]))

    def chances(self, text: str) -> dict[str, float]:
        """How likely a sentence with its names put aside carries each label. [probability]"""
        return self.chances_of([text])[0]

    def chances_of(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """The chances of several sentences, worked out together. [probability]"""
        if not texts:
            return []
        rows, nothing = self.rows, len(self.rows)
        known: list[int] = []
        begins, lengths = [], []
        for text in texts:
            held = features(text)
            begins.append(len(known))
            known += [rows[one] for one in held if one in rows]
            known.append(nothing)
            lengths.append(math.sqrt(max(1, len(held))))
        sums = np.add.reduceat(self.weights[known], begins, axis=0)
        chances = 1.0 / (1.0 + np.exp(-(sums / np.array(lengths)[:, None] + self.bias)))
        return [dict(zip(self.labels, one, strict=True)) for one in chances.tolist()]


@cache
def readers() -> Mapping[str, SentenceReader]:
    """The shipped readers: of sentences, and of names in them. FactError when the file is broken.

    Method: docs/models/lint.md
    """
    return read_fitted("kit/sentence_reader.json", _readers, builder="lint_fit")


def _readers(raw: dict[str, Any]) -> Mapping[str, SentenceReader]:
    return {
        name: SentenceReader(
            tuple(entry["labels"]),
            np.array(entry["bias"]),
            {feature: row for row, feature in enumerate(entry["weights"])},
            np.array(list(entry["weights"].values())),
            entry["sure"],
        )
        for name, entry in raw.items()
    }
