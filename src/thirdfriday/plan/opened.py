"""Which programs a change opens, and the numbers that its gain rests on."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from thirdfriday.facts.number import Number
from thirdfriday.facts.registry import Facts
from thirdfriday.models.factors import Factor
from thirdfriday.plan.branch import Branch
from thirdfriday.plan.improvement_nouns import FactBehind, Opened, OpenedGate

SMALLEST_COUNT = 0.05  # of a program: below this a gate reads as opening none
SMALLEST_UNITS = 1e-9
THOUSAND = 1000  # dollars
RULE_FACTS = {
    "US clinical experience": "eligibility.usce_months.3",
    "ECFMG certificate": "eligibility.ecfmg.not_yet_certified",
    "visa": "eligibility.visa.h1b.without_step_3",
    "COMLEX without USMLE": "eligibility.comlex_only",
    "Step 2 CK score": "eligibility.step_2_ck.pending",
}
"""By gate, the share that a change of the record moves, to be shown behind it."""


def nothing_opened() -> Opened:
    """No program."""
    return Opened(0, 0.0, ())


def opened_by(before: Branch, after: Branch) -> Opened:
    """What the change opens: programs refused before, and the likely yeses gate by gate.

    A gate that many programs keep and few publish is counted by the share known to let pass.
    """
    opened = {program.program_id for program in after.scope.open}
    opened -= {program.program_id for program in before.scope.open}
    then, now = _by_rule(after), _by_rule(before)
    gained = {rule: then[rule] - now[rule] for rule in then if rule in now}
    gates = [OpenedGate(rule, count) for rule, count in gained.items() if count > SMALLEST_COUNT]
    return Opened(
        programs=len(opened),
        likely=max(0.0, _likely(after) - _likely(before)),
        gates=tuple(sorted(gates, key=lambda gate: -gate.programs)),
    )


def _likely(branch: Branch) -> float:
    """How many open programs are likely to pass every gate. [programs]"""
    shares = [np.prod([rule.share for rule in rules]) for rules in branch.scope.rules]
    return float(sum(shares))


def _by_rule(branch: Branch) -> dict[str, float]:
    """By gate, how many open programs let this applicant pass it. [programs]"""
    counts: dict[str, float] = defaultdict(float)
    for rules in branch.scope.rules:
        for rule in rules:
            counts[rule.rule] += rule.share
    return counts


def facts_behind(
    before: Branch, after: Branch, facts: Facts, others: Sequence[Number] = ()
) -> tuple[FactBehind, ...]:
    """The effects whose units the change moves, and the costs: each with range and source."""
    gates = [
        RULE_FACTS[gate.rule] for gate in opened_by(before, after).gates if gate.rule in RULE_FACTS
    ]
    names = [name for name in (*_moved(before, after), *gates) if name in facts]
    numbers = [facts.number(name) for name in names]
    return tuple(fact_behind(number) for number in (*numbers, *others))


def _moved(before: Branch, after: Branch) -> list[str]:
    then, now = _units(after.chances.factors), _units(before.chances.factors)
    return [
        name
        for name in dict.fromkeys((*then, *now))
        if abs(then.get(name, 0.0) - now.get(name, 0.0)) > SMALLEST_UNITS
    ]


def _units(factors: Sequence[Factor]) -> dict[str, float]:
    units: dict[str, float] = defaultdict(float)
    for factor in factors:
        units[factor.effect] += float(np.sum(np.atleast_1d(factor.units)))
    return units


def fact_behind(number: Number) -> FactBehind:
    """A number as an answer shows it."""
    low, central, high = number.interval
    return FactBehind(
        name=number.name,
        low=low,
        central=central,
        high=high,
        unit=number.unit,
        kind=number.kind,
        source=number.source or number.reason or "",
    )


def per_thousand(gain: float, cost: float, facts: Facts) -> float:
    """Gain for each 1,000 dollars; what is nearly free counts as the smallest cost.

    Facts: improve.smallest_cost_usd, improve.smallest_gain
    """
    if gain < facts.value("improve.smallest_gain"):
        return 0.0
    return THOUSAND * gain / max(cost, facts.value("improve.smallest_cost_usd"))
