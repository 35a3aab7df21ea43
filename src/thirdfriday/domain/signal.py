"""The program signal: its tiers, and how many of each a specialty gives an applicant."""

from dataclasses import dataclass
from enum import StrEnum

from thirdfriday.errors import FactError
from thirdfriday.facts.number import Number
from thirdfriday.facts.registry import Facts


class SignalTier(StrEnum):
    """How strong a signal is; `standard` where the specialty has one tier only."""

    GOLD = "gold"
    SILVER = "silver"
    STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class TierAllowance:
    """How many signals of one tier an applicant has. [count]."""

    tier: SignalTier
    count: int


@dataclass(frozen=True, slots=True)
class SignalRules:
    """The signals of one specialty in one season.

    A signal goes to an institution and counts for every track of the specialty there. `known` is
    False where the specialty has signals whose number was not found: then `tiers` is empty and
    `note` says what was found. `shared_with` names a specialty with which the signals are shared.
    """

    specialty: str
    tiers: tuple[TierAllowance, ...] = ()
    known: bool = True
    confirmed: bool = True
    participating: bool = False
    signal_home_and_away: bool = True
    statement_required: bool = False
    shared_with: str = ""
    note: str = ""

    @property
    def total(self) -> int:
        """Signals of all tiers together. [count]."""
        return sum(allowance.count for allowance in self.tiers)

    def count(self, tier: SignalTier) -> int:
        """Signals of one tier; none of a tier the specialty does not have. [count]."""
        return sum(allowance.count for allowance in self.tiers if allowance.tier is tier)


def signal_rules(facts: Facts, specialty: str) -> SignalRules:
    """The signals of `specialty` in the season of `facts`.

    A specialty that no table lists does not take part, and has no signals.

    Facts: signals.<specialty>.gold, .silver, .standard, .shared_with, .home_and_away
    Raises:
        FactError: a specialty has both a standard tier and gold or silver.

    >>> from thirdfriday.facts.registry import load_facts
    >>> rules = signal_rules(load_facts(2026), "internal_medicine")
    >>> rules.count(SignalTier.GOLD), rules.count(SignalTier.SILVER), rules.total
    (3, 12, 15)
    """
    numbers = facts.under(f"signals.{specialty}")
    found = {tier: numbers[tier.value] for tier in SignalTier if tier.value in numbers}
    if SignalTier.STANDARD in found and len(found) > 1:
        raise FactError(f"signals.{specialty} has a standard tier beside others. Keep one kind.")
    known = all(number.kind != "unknown" for number in found.values())
    return SignalRules(
        specialty=specialty,
        tiers=tuple(_allowance(tier, number) for tier, number in found.items()) if known else (),
        known=known,
        confirmed=all(number.confirmed for number in found.values()),
        participating=bool(found),
        signal_home_and_away=_home_and_away(facts, specialty),
        statement_required=facts.known(f"signals.{specialty}.statement_required")
        and facts.flag(f"signals.{specialty}.statement_required"),
        shared_with=facts.text(f"signals.{specialty}.shared_with")
        if facts.known(f"signals.{specialty}.shared_with")
        else "",
        note=" ".join(number.reason or number.note for number in found.values()).strip(),
    )


def _allowance(tier: SignalTier, number: Number) -> TierAllowance:
    return TierAllowance(tier, int(number.amount))


def _home_and_away(facts: Facts, specialty: str) -> bool:
    own = f"signals.{specialty}.home_and_away"
    return facts.flag(own if facts.known(own) else "signals.home_and_away")
