"""A small linear reader of sentences, asked only about policies on which the rules are silent."""

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from thirdfriday.facts.packaged import read_fitted
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit
from thirdfriday.intake.word_senses import sense_tokens

ABSENT, STATED = "absent", "stated"
_J1, _H1B = re.compile(r"\bj[ -]?1s?\b"), re.compile(r"\bh[ -]?1(?:[ -]?b)?s?\b")
_WORD, _DIGITS = re.compile(r"[a-z']+|\d+"), re.compile(r"\d+")
_OTHERS = re.compile(
    r"for (?:more |further |additional )?(?:information|details|questions)\b"
    r"|questions? (?:about|should|regarding)"
    r"|\bask(?:ed)? about\b|please (?:visit|contact|see)|fellow|visiting|observer"
    r"|rotat\w+ students|medical students|\bpgy-?1[ -]level|waiver|two-year|home countr|return home"
    r"|\b(?:acls|bls|cpr|birth|health|board|death|penal)[ -]certif"
    r"|\bhow foreign national|\bforeign nationals are paid\b|\bresidents in this state\b"
    r"|\bused to (?:carry|hold|be on)\b"
    r"|moonlight|dependents|j-2\b|(?:clinical|experience)[^.;]{0,15}\bor\b[^.;]{0,10}research"
)
_VALUES: dict[str, bool | str] = {"True": True, "False": False, STATED: "failures weighed"}
_SEED, _STEP, _MODULUS = 7, 131, 1_000_003


@dataclass(frozen=True, slots=True)
class SentenceModel:
    """Weights of one policy: bucket -> weight per answer, and when its answer is believed."""

    answers: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[int, tuple[float, ...]]
    trigger: re.Pattern[str]
    threshold: float
    width: int


@cache
def bucket_of(token: str, width: int) -> int:
    """The place of a token among the weights."""
    place = _SEED
    for char in token:
        place = (place * _STEP + ord(char)) % _MODULUS
    return place % width


def features(unit: Unit, width: int) -> set[int]:
    """The hashed words, pairs, surroundings and senses of a sentence. [buckets]"""
    text = _H1B.sub("hvisa", _J1.sub("jvisa", unit.text))
    words = _WORD.findall(_DIGITS.sub("0", text))
    tokens = words + [f"{a} {b}" for a, b in itertools.pairwise(words)]
    if unit.rank in {0, 1}:
        tokens += [f"q:{word}" for word in _WORD.findall(unit.question)]
    tokens += [f"i:{word}" for word in _WORD.findall(unit.intro)] + [f"a:{unit.answer}"]
    tokens += [f"h:{word}" for word in _WORD.findall(unit.heading)]
    asked = _WORD.findall(unit.question) if unit.rank in {0, 1} else []
    tokens += sense_tokens(words, asked, unit.answer)
    return {bucket_of(token, width) for token in tokens}


def applies(model_trigger: re.Pattern[str], unit: Unit) -> bool:
    """Whether a sentence speaks of the model's policy. [yes or no]"""
    return not of_others(unit) and _speaks_of(model_trigger, unit)


def of_others(unit: Unit) -> bool:
    """Whether a sentence asks, or speaks of students, fellows or other certificates. [yes or no]"""
    return bool(unit.asks or _OTHERS.search(unit.text) or _heads_others(unit.heading))


@lru_cache(maxsize=256)
def _heads_others(heading: str) -> bool:
    return bool(_OTHERS.search(heading))


def _speaks_of(trigger: re.Pattern[str], unit: Unit) -> bool:
    return bool(trigger.search(f"{unit.text} {unit.question}"))


def _of_h1b(unit: Unit) -> bool:
    """Whether a sentence and its question name H-1B and no J-1."""
    words = f"{unit.text} {unit.question}"
    return bool(_H1B.search(words)) and not _J1.search(words)


def chances(model: SentenceModel, unit: Unit) -> dict[str, float]:
    """How likely each answer is for one sentence. [probability]"""
    return scored(model, features(unit, model.width))


def scored(model: SentenceModel, active: set[int]) -> dict[str, float]:
    """How likely each answer is, given the buckets of a sentence. [probability]"""
    scale = 1.0 / math.sqrt(len(active)) if active else 0.0
    scores = list(model.bias)
    for bucket in active:
        row = model.weights.get(bucket)
        if row:
            for place, weight in enumerate(row):
                scores[place] += weight * scale
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = math.fsum(powers)
    return {answer: power / total for answer, power in zip(model.answers, powers, strict=True)}


@cache
def models() -> dict[str, SentenceModel]:
    """The shipped models by policy. FactError when the file is missing or malformed.

    Method: docs/models/reading.md
    """
    return read_fitted("reading/sentence_model.json", models_of, builder="reading_fit")


def models_of(raw: dict[str, Any]) -> dict[str, SentenceModel]:
    """The models of a file of coefficients, by policy."""
    return {
        name: SentenceModel(
            tuple(entry["answers"]),
            tuple(entry["bias"]),
            {int(bucket): tuple(row) for bucket, row in entry["weights"].items()},
            re.compile(entry["trigger"]),
            float(entry["threshold"]),
            int(entry["width"]),
        )
        for name, entry in raw["policies"].items()
    }


def infer(units: Iterable[Unit], silent: Iterable[str]) -> Iterator[tuple[Finding, float]]:
    """The model's surest answer where the rules found nothing. [finding, probability]"""
    everything = [unit for unit in units if not of_others(unit)]
    active: dict[int, set[int]] = {}  # a sentence's features, once for all policies
    for name in silent:
        model = models().get(name)
        if model is None:
            continue
        best: tuple[float, Unit, str] | None = None
        for unit in everything:
            if not _speaks_of(model.trigger, unit) or (name == "j1" and _of_h1b(unit)):
                continue
            if unit.start not in active:
                active[unit.start] = features(unit, model.width)
            for answer, chance in scored(model, active[unit.start]).items():
                if (
                    answer != ABSENT
                    and chance >= model.threshold
                    and (best is None or chance > best[0])
                ):
                    best = (chance, unit, answer)
        if best is not None:
            chance, unit, answer = best
            value: bool | str = _VALUES.get(answer, answer)
            yield (
                Finding(name, value, unit.start, unit.end, "inferred", "inferred", "model"),
                chance,
            )
