"""A small linear reader of numbers and dates, asked only where the rules are silent.

Every number or date of a sentence on a policy is a candidate; the words around it, by side and
nearness, say whether it is the policy's value.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from thirdfriday.facts.packaged import read_fitted
from thirdfriday.intake.number_candidates import Candidate, candidates, features
from thirdfriday.intake.page_numbers import WORDS
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit
from thirdfriday.intake.sentence_model import ABSENT, SentenceModel, models_of, scored

_WORD = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"\d")
_NUMBERS = frozenset({word for name in WORDS for word in name.split()} | {"decade"})


@cache
def models() -> dict[str, SentenceModel]:
    """The shipped models by policy. FactError when the file is missing or malformed.

    Method: docs/models/reading.md
    """
    return read_fitted("reading/number_model.json", models_of, builder="reading_numbers_fit")


def infer_numbers(units: Iterable[Unit], silent: Iterable[str]) -> Iterator[tuple[Finding, float]]:
    """The model's surest number or date where the rules found nothing. [finding, probability]"""
    numbered = [unit for unit in units if _numbered(unit.text)]
    for name in silent:
        model = models().get(name)
        best = None if model is None else _surest(name, model, numbered)
        if best is not None:
            chance, candidate = best
            unit = candidate.unit
            yield (
                Finding(
                    name, candidate.value, unit.start, unit.end, "inferred", "inferred", "numbers"
                ),
                chance,
            )


def _numbered(text: str) -> bool:
    return bool(_DIGIT.search(text)) or not _NUMBERS.isdisjoint(_WORD.findall(text))


def _surest(
    name: str, model: SentenceModel, units: Iterable[Unit]
) -> tuple[float, Candidate] | None:
    best: tuple[float, Candidate] | None = None
    for unit in units:
        for candidate in candidates(name, model.trigger, unit):
            said = scored(model, features(candidate, model.width))
            chance = 1.0 - said[ABSENT]
            if chance >= model.threshold and (best is None or chance > best[0]):
                best = (chance, candidate)
    return best
