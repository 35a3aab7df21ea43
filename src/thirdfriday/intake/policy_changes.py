"""A page's reading as dated claims, and what changed since the reading before."""

import datetime as dt
from dataclasses import dataclass

from thirdfriday.domain.known_policy import POLICY_NAMES, value_in_plain_words
from thirdfriday.intake.page_policies import FIELDS, Policy, Reading
from thirdfriday.intake.precedence import PAGE, Claim


@dataclass(frozen=True, slots=True)
class Change:
    """One policy that a page states otherwise than before; None where it states nothing."""

    field: str
    before: Policy | None
    after: Policy | None

    def sentence(self) -> str:
        """The change in words. [text]"""
        return f"{POLICY_NAMES[self.field]}: {_words(self.before)} -> {_words(self.after)}"


def changes(before: Reading, after: Reading) -> tuple[Change, ...]:
    """The policies whose value differs between two readings of one page, in field order.

    >>> from thirdfriday.intake.page_reading import read_text
    >>> old, new = read_text("We sponsor J-1 visas."), read_text("We do not sponsor J-1 visas.")
    >>> [change.sentence() for change in changes(old, new)]
    ['J-1 visa: yes -> no']
    """
    found = []
    for name in FIELDS:
        old, new = before.policies.get(name), after.policies.get(name)
        if (None if old is None else old.value) != (None if new is None else new.value):
            found.append(Change(name, old, new))
    return tuple(found)


def claims_of(reading: Reading, *, seen_on: dt.date, link: str = "") -> tuple[Claim, ...]:
    """The claims a page makes on the day it was read, one per stated policy."""
    source = reading.source or link or "page"
    return tuple(
        Claim(
            name, policy.value, PAGE, seen_on, source, link, policy.quote, policy.confidence,
            policy.kind, policy.page or 0,
        )
        for name, policy in reading.policies.items()
    )  # fmt: skip


def _words(policy: Policy | None) -> str:
    return "not stated" if policy is None else value_in_plain_words(policy.value)
