"""Reasons and gates of each choice, in the words that a report shows."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from thirdfriday.domain.chance import ChanceRange
from thirdfriday.domain.program import Program
from thirdfriday.domain.region import tier_name
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import (
    ALIGNED,
    NO_PREFERENCE,
    SETTING,
    ApplicantChances,
    GeographyAnswer,
)
from thirdfriday.models.eligibility import RuleResult
from thirdfriday.models.quality import Array
from thirdfriday.plan.choosing import Chosen
from thirdfriday.plan.plan import Gate, PlannedApplication, PlanProgram, Reason
from thirdfriday.plan.ranges import ListRanges
from thirdfriday.plan.scope import Scope

BASE_FACTOR = "average of the type here"
GEOGRAPHY_NAMES = {
    ALIGNED: ("ERAS division chosen", "the program sees the preference"),
    NO_PREFERENCE: ("no ERAS division chosen", "every program sees that answer"),
    SETTING: ("ERAS setting", "against the average application"),
}
SMALLEST = 0.005  # log-odds; below this a factor would read as x1.00


def planned_applications(
    scope: Scope,
    chances: ApplicantChances,
    chosen: Chosen,
    ranges: ListRanges,
    *,
    marginal: Array,
    facts: Facts,
) -> tuple[PlannedApplication, ...]:
    """The chosen programs with everything a face shows of them, most valuable first."""
    problem, selection, answer = chosen.problem, chosen.choice.selection, chosen.answer
    results = chosen.choice.outcomes
    chance_at = dict(zip(ranges.index.tolist(), ranges.at_program, strict=True))
    admit = chances.admission() @ chances.nodes.weight
    order = sorted(chance_at, key=lambda i: -marginal[i])
    middle = float(np.median([chance_at[i].central for i in order]))
    found = []
    ranks = Counter[int]()
    for i in order:
        tier = int(selection[i])
        curve = int(problem.curve[i])
        ranks[curve] += 1
        fees = problem.fee_tables[curve]
        fee = float(fees[ranks[curve]] - fees[ranks[curve] - 1])
        found.append(
            PlannedApplication(
                program=plan_program(scope.open[i]),
                geographic_tier=scope.tiers[i],
                geographic_tier_name=tier_name(scope.tiers[i]),
                selectivity_tier=selectivity_tier(chance_at[i], middle, facts),
                signal=chances.signal_word(i, tier),
                in_target=bool(problem.target[i]),
                chance_of_interview=chance_at[i],
                chance_of_match=float(results.chance_of_match_at[i]),
                chance_of_match_if_interviewed=float(admit[i]),
                preference=float(problem.utility[i]),
                eligibility=gates(scope.rules[i]),
                reasons=reasons(i, tier, chances, answer),
                marginal_value=max(0.0, float(marginal[i])),
                fee_usd=fee,
                confirm=tuple(r.confirm for r in scope.rules[i] if r.confirm and not r.of_record),
            )
        )
    return tuple(found)


def plan_program(program: Program) -> PlanProgram:
    """The identity and place of a program for the plan."""
    return PlanProgram(
        id=program.program_id,
        acgme_id=program.acgme_id or None,
        nrmp_codes=program.nrmp_codes,
        name=program.name,
        institution=program.institution,
        city=program.city,
        state=program.state,
        specialty=program.specialty,
        latitude=program.lat,
        longitude=program.lon,
        positions=program.positions or None,
        new_program=program.new_program,
    )


def selectivity_tier(chance: ChanceRange, middle: float, facts: Facts) -> str:
    """Reach, target or safety: safe only where the low end of the range is still an even chance.

    The rest is reach or target by its odds against the middle of the list.

    Facts: tier.relative.reach, tier.safety_from
    """
    if chance.low >= facts.value("tier.safety_from"):
        return "safety"
    ratio = _odds(chance.central) / max(_odds(middle), 1e-12)
    return "reach" if ratio < facts.value("tier.relative.reach") else "target"


def _odds(chance: float) -> float:
    return chance / max(1.0 - chance, 1e-12)


def gates(rules: Sequence[RuleResult]) -> tuple[Gate, ...]:
    """The rules at a program, as a plan carries them."""
    return tuple(Gate(rule.rule, str(rule.result), rule.fact) for rule in rules)


def reasons(
    index: int, tier: int, chances: ApplicantChances, answer: GeographyAnswer
) -> tuple[Reason, ...]:
    """The factors of the chance at one program, the strongest first. [log-odds]

    Parts of one factor ("ties: family", "ties: average") are shown as one.
    """
    chances, index = chances.at(index)
    sums: dict[str, float] = {}
    words: dict[str, list[str]] = {}

    def add(name: str, value: float, fact: str) -> None:
        key, _, part = name.partition(":")
        sums[key] = sums.get(key, 0.0) + value
        if part.strip() != "average" and value:
            told = f"{part.strip()} {fact}" if part else fact
            words.setdefault(key, []).append(told.strip())

    start = float(chances.reference[index])
    add(BASE_FACTOR, start, "before state, ties, signal and division")
    for column, factor in enumerate(chances.factors):
        value = float(chances.units[index, column] * chances.effects.central[column])
        add(factor.name, value, factor.fact)
    for rule in chances.rules[index]:
        if abs(rule.log_odds) > SMALLEST:
            add(f"rule: {rule.rule}", rule.log_odds, f"({rule.fact})")
    if tier > 0:
        add(
            f"{chances.signal_tiers[tier - 1]} signal", float(chances.signal_log_odds[tier]), "sent"
        )
    for effect, units in chances.geography_units(answer).items():
        if units[index]:
            name, fact = GEOGRAPHY_NAMES[effect]
            add(name, float(chances.effect(effect) * units[index]), fact)
    kept = [
        Reason(name, round(value, 4), "; ".join(dict.fromkeys(words.get(name, ()))))
        for name, value in sums.items()
        if abs(value) >= SMALLEST
    ]
    return tuple(sorted(kept, key=lambda r: -abs(r.log_odds)))
