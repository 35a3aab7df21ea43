"""Which of several claims about a program's policy counts, how sure it is, what contradicts it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from thirdfriday.domain.known_policy import POLICY_NAMES, value_in_plain_words
from thirdfriday.facts.registry import load_facts
from thirdfriday.intake.page_policies import Value

CORRECTION, PAGE, TABLE = "correction", "page", "table"
KINDS = (CORRECTION, PAGE, TABLE)
_DAYS_PER_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's word on one policy of one program, with the day it was said or seen.

    `manner` is a page's way of saying it: stated, conditional, implied, soft, exception, inferred;
    `page` counts the pages of a PDF from 1, and is 0 where there are none.
    """

    field: str
    value: Value
    kind: str
    on: dt.date
    source: str
    link: str = ""
    quote: str = ""
    confidence: float = 1.0
    manner: str = "stated"
    page: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """The claim that counts for a policy, its confidence today, and the claims against it.

    `confirm` says that a plan leaning on it has to say "confirm" with the link.
    """

    field: str
    chosen: Claim
    confidence: float
    age_years: float
    confirm: bool
    contradictions: tuple[Claim, ...] = ()

    @property
    def value(self) -> Value:
        """The value that counts."""
        return self.chosen.value

    def sentence(self) -> str:
        """The value with its source and date, and each contradiction beside it. [text]"""
        words = f"{POLICY_NAMES.get(self.field, self.field)}: {said(self.chosen)}"
        if self.contradictions:
            words += "; but " + ", ".join(said(claim) for claim in self.contradictions)
        return words + ("; confirm" if self.confirm else "")


@dataclass(frozen=True, slots=True)
class Ageing:
    """How confidence fades. [years, probability]"""

    half_life_years: float
    confirm_below: float


def shipped_ageing() -> Ageing:
    """The shipped ageing.

    Facts: reading.confidence.half_life_years, reading.confidence.confirm_below
    """
    value = load_facts().value
    return Ageing(
        value("reading.confidence.half_life_years"), value("reading.confidence.confirm_below")
    )


def settle(
    claims: Iterable[Claim], *, on: dt.date, ageing: Ageing | None = None
) -> Mapping[str, Settled]:
    """What counts for each policy on a day, by field.

    A correction comes before a page, a page before a table, and within a kind the newer before the
    older. Nothing is dropped: claims with another value stand beside the chosen one, newest first.
    Confidence halves every `half_life_years` of the chosen claim's age.

    >>> old = Claim("j1", False, "table", dt.date(2021, 6, 1), "table of 2021")
    >>> page = Claim("j1", True, "page", dt.date(2026, 11, 1), "program page")
    >>> settled = settle([old, page], on=dt.date(2026, 11, 22), ageing=Ageing(3, 0.7))["j1"]
    >>> settled.value, settled.confirm, settled.contradictions[0].source
    (True, False, 'table of 2021')
    """
    rule = ageing or shipped_ageing()
    by_field: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.kind not in KINDS:
            raise ValueError(f"{claim.kind!r} is not a kind of claim; expected one of {KINDS}")
        by_field.setdefault(claim.field, []).append(claim)
    return {name: _settled(name, found, on, rule) for name, found in by_field.items()}


def fading(claim: Claim, *, on: dt.date, half_life_years: float) -> float:
    """A claim's confidence on a later day. [probability]"""
    years = max(0.0, (on - claim.on).days / _DAYS_PER_YEAR)
    return float(claim.confidence * 0.5 ** (years / half_life_years))


def _settled(name: str, claims: list[Claim], on: dt.date, rule: Ageing) -> Settled:
    ranked = sorted(claims, key=_rank)
    chosen = ranked[0]
    against = tuple(
        sorted(
            (c for c in ranked if not _same(c.value, chosen.value)), key=lambda c: -c.on.toordinal()
        )
    )
    confidence = fading(chosen, on=on, half_life_years=rule.half_life_years)
    newer = any(claim.on > chosen.on for claim in against)
    age = max(0.0, (on - chosen.on).days / _DAYS_PER_YEAR)
    return Settled(name, chosen, confidence, age, confidence < rule.confirm_below or newer, against)


def _rank(claim: Claim) -> tuple[int, int, float, str, str]:
    return (
        KINDS.index(claim.kind),
        -claim.on.toordinal(),
        -claim.confidence,
        claim.source,
        str(claim.value),
    )


def _same(one: Value, other: Value) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def said(claim: Claim) -> str:
    """A claim's value with its source, the page of a PDF, and its date. [text]

    >>> said(Claim("j1", False, "page", dt.date(2026, 11, 1), "faq.pdf", page=3))
    'no (page, faq.pdf page 3, 2026-11-01)'
    """
    source = f"{claim.source} page {claim.page}" if claim.page else claim.source
    return f"{value_in_plain_words(claim.value)} ({claim.kind}, {source}, {claim.on.isoformat()})"
