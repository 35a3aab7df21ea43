"""The unfilled programs as one applicant sees them: who takes part, chances of an offer, values."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.domain.program import Program
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import GeographyAnswer, applicant_chances
from thirdfriday.models.eligibility import Reaches, Result, RuleResult
from thirdfriday.models.quality import Array
from thirdfriday.models.record_rules import record_rules
from thirdfriday.models.soap_offers import chances_of_offer, crowd_spread
from thirdfriday.plan.desirability import Target, values_of_match
from thirdfriday.plan.prices import in_specialty
from thirdfriday.plan.rank_order import Check
from thirdfriday.plan.rank_order_checks import PROGRAM_PAGE
from thirdfriday.plan.scope import rules_of
from thirdfriday.plan.soap import UnfilledProgram

IN_MATCH = "positions in the Match"


@dataclass(frozen=True, slots=True, eq=False)
class UnfilledField:
    """The unfilled programs open to the applicant: chances, values, weight of nodes.

    `offer` [n, Q], and in `ends` with many and with few rivals; `values` [n]; `weight` [Q].
    """

    rows: tuple[UnfilledProgram, ...]
    programs: tuple[Program, ...]
    rules: tuple[tuple[RuleResult, ...], ...]
    offer: Array
    values: Array
    weight: Array
    ends: tuple[Array, Array]


def unfilled_field(
    case: Case, rows: Sequence[UnfilledProgram], catalogue: Catalogue, facts: Facts
) -> tuple[UnfilledField, tuple[Check, ...]]:
    """The rows open to the applicant, and the refused ones with their rule."""
    reaches = Reaches.of(case.wants.non_negotiables)
    kept: list[tuple[UnfilledProgram, Program, tuple[RuleResult, ...]]] = []
    refused = []
    specialties = {catalogue.by_id[row.program_id].specialty for row in rows}
    shared = {specialty: record_rules(case, specialty, facts) for specialty in specialties}
    for row in rows:
        program = catalogue.by_id[row.program_id]
        every = rules_of(program, case, shared[program.specialty], facts, reaches)
        rules = tuple(rule for rule in every if rule.rule != IN_MATCH)
        failed = next((rule for rule in rules if rule.result is Result.FAIL), None)
        if failed:
            named = f"{program.name}, {program.city}, {program.state}"
            refused.append(Check(failed.rule, "fail", failed.fact, PROGRAM_PAGE, (named,)))
        else:
            kept.append((row, program, rules))
    kept.sort(key=lambda item: item[1].specialty)
    reach = facts.value("range.deviations.assumption") * crowd_spread(facts)
    crowds = (1.0, math.exp(reach), math.exp(-reach))
    (offers, *ends), weight = _offers(case, kept, facts, crowds)
    programs = tuple(program for _, program, _ in kept)
    field = UnfilledField(
        rows=tuple(row for row, _, _ in kept),
        programs=programs,
        rules=tuple(rules for _, _, rules in kept),
        offer=offers,
        values=_values(case, [row for row, _, _ in kept], programs, facts),
        weight=weight,
        ends=(ends[0], ends[1]),
    )
    return field, tuple(refused)


def _offers(
    case: Case,
    kept: Sequence[tuple[UnfilledProgram, Program, tuple[RuleResult, ...]]],
    facts: Facts,
    crowds: Sequence[float],
) -> tuple[list[Array], Array]:
    """Chances of an offer for each crowd of rivals, and the weight of the nodes. [n, Q], [Q]"""
    parts: list[list[Array]] = [[] for _ in crowds]
    weight = np.ones(1)
    for specialty in dict.fromkeys(program.specialty for _, program, _ in kept):
        here = [item for item in kept if item[1].specialty == specialty]
        programs = [program for _, program, _ in here]
        rules = [own for _, _, own in here]
        # most who are left want another specialty too: nobody is marked down for it here
        there = replace(case, wants=in_specialty(case.wants, specialty))
        chances = applicant_chances(there, specialty, programs, rules, facts, bank=False)
        log_odds = chances.log_odds(GeographyAnswer())[:, None] + chances.nodes.quality
        log_odds = log_odds + chances.chain.performance_spread * chances.nodes.performance
        positions = np.array([row.positions for row, _, _ in here], dtype=float)
        for part, crowd in zip(parts, crowds, strict=True):
            part.append(chances_of_offer(programs, log_odds, positions, facts, crowd=crowd))
        weight = chances.nodes.weight
    return [np.vstack(part) if part else np.zeros((0, 1)) for part in parts], weight


def _values(
    case: Case,
    rows: Sequence[UnfilledProgram],
    programs: Sequence[Program],
    facts: Facts,
) -> Array:
    """What a place at each row is worth, the target in the wanted specialty being 1. [n]

    Facts: soap.preliminary_value, soap.other_specialty_value
    """
    if not rows:
        return np.zeros(0)
    plain = values_of_match(programs, case.wants, Target.of(case.wants), facts)
    scores = [row.score for row in rows]
    if any(score is not None for score in scores):
        top = max(abs(score) for score in scores if score is not None) or 1.0
        plain = np.array([0.0 if s is None else max(0.0, s / top) for s in scores])
    else:
        wanted = [program.specialty in case.wants.specialties for program in programs]
        plain = plain * np.where(wanted, 1.0, facts.value("soap.other_specialty_value"))
    short = [is_preliminary(row, program) for row, program in zip(rows, programs, strict=True)]
    worth: Array = plain * np.where(short, facts.value("soap.preliminary_value"), 1.0)
    return worth


def is_preliminary(row: UnfilledProgram, program: Program) -> bool:
    """Whether the positions of a row last one year: by its code, else its tracks."""
    kinds = {
        track.position_type
        for track in program.tracks
        if track.open_to_students and (not row.code or track.nrmp_code == row.code)
    }
    return kinds == {"preliminary"}
