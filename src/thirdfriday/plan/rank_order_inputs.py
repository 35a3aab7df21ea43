"""The chances behind a rank order list, given who interviewed the applicant."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.domain.program import Program
from thirdfriday.domain.rank_list import RankedProgram
from thirdfriday.errors import CaseError, Problem
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances, GeographyAnswer, applicant_chances
from thirdfriday.models.down_the_list import (
    Seasons,
    match_by_draw,
    quality_given_interviews,
    simulated_seasons,
)
from thirdfriday.models.eligibility import Reaches, Result, RuleResult, rules_at
from thirdfriday.models.quality import Array
from thirdfriday.models.record_rules import record_rules

Rules = tuple[RuleResult, ...]
Indices = NDArray[np.int64]
ANSWER = GeographyAnswer()


@dataclass(frozen=True, slots=True, eq=False)
class ListChances:
    """The m entries of a list, then k other open programs, at the nodes of unseen quality.

    `admit` [m, Q] chance that each entry takes the applicant; `others_admit` [k, Q] the same for
    programs not listed; `weight` [Q] the nodes given the interviews; `matched` [D, m] the chance
    of a match at each entry under each draw of the numbers; `basis` says what the weights hold.
    """

    programs: tuple[Program, ...]
    rules: tuple[Rules, ...]
    admit: Array
    others: tuple[Program, ...]
    others_admit: Array
    weight: Array
    matched: Array
    basis: str

    def seasons(self, *, seed: int, count: int) -> Seasons:
        """Which entries would take the applicant in each simulated season. [count, m]"""
        rng = np.random.default_rng(seed)
        return simulated_seasons(self.admit, self.weight, rng=rng, count=count)


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """One specialty: its listed entries (positions in the list) and everything else open."""

    entries: tuple[int, ...]
    chances: ApplicantChances
    index: Indices
    rules: tuple[Rules, ...]


def check_known(ids: Sequence[str], catalogue: Catalogue) -> None:
    """Nothing, when the catalogue in use has every program.

    Raises:
        CaseError: it lacks some: those known from a pack that is left out.
    """
    missing = [key for key in ids if key not in catalogue.by_id]
    if missing:
        expected = "leave them off, or keep the pack"
        raise CaseError(
            [
                Problem(f"{key} is known from a pack left out", "--without", expected)
                for key in missing
            ]
        )


def list_chances(
    case: Case,
    listed: Sequence[RankedProgram],
    catalogue: Catalogue,
    facts: Facts,
    *,
    applied: Sequence[str] = (),
    seed: int,
) -> ListChances:
    """The chances of an ordered list whose programs have interviewed the applicant.

    Args:
        case: the applicant.
        listed: the primary list, first rank first; of one or more specialties.
        catalogue: all programs.
        facts: the numbers of the season.
        applied: program ids that were applied to, where known; those not listed stayed silent.
        seed: seed of the draws.

    Facts: range.draws, match.chain.non_us_img.applications, match.chain.non_us_img.targeting
    Method: docs/models/rank.md
    """
    check_known([item.program_id for item in listed], catalogue)
    fields = [
        _field(case, specialty, listed, catalogue, facts)
        for specialty in dict.fromkeys(
            catalogue.by_id[item.program_id].specialty for item in listed
        )
    ]
    places = [entry for field in fields for entry in field.entries]
    order = np.argsort(places, kind="stable").astype(np.int64)
    admit = np.vstack([field.chances.admission()[field.index] for field in fields])[order]
    first = fields[0].chances
    weight, basis, silent, typical = _weights(case, listed, fields, facts, applied)
    offers, drawn = _draws(fields, order, listed, facts, seed)
    matched = match_by_draw(drawn, _drawn_weights(first, offers, listed, silent, typical))
    rules = [rule for field in fields for rule in field.rules]
    on_list = {item.program_id for item in listed}
    rest = [
        index for index, program in enumerate(first.programs) if program.program_id not in on_list
    ]
    return ListChances(
        programs=tuple(catalogue.by_id[item.program_id] for item in listed),
        rules=tuple(rules[position] for position in order),
        admit=admit,
        others=tuple(first.programs[index] for index in rest),
        others_admit=first.admission()[rest],
        weight=weight,
        matched=matched,
        basis=basis,
    )


def _field(
    case: Case,
    specialty: str,
    listed: Sequence[RankedProgram],
    catalogue: Catalogue,
    facts: Facts,
) -> _Field:
    """All open programs of one specialty and the listed ones, open or not."""
    entries = tuple(
        index
        for index, item in enumerate(listed)
        if catalogue.by_id[item.program_id].specialty == specialty
    )
    wanted = {listed[index].program_id for index in entries}
    shared = record_rules(case, specialty, facts)
    reaches = Reaches.of(case.wants.non_negotiables)
    programs: list[Program] = []
    kept: list[Rules] = []
    for program in catalogue.of_specialty(specialty):
        rules = (*rules_at(program, case, facts, reaches=reaches), *shared)
        refused = any(rule.result is Result.FAIL for rule in rules)
        if program.program_id in wanted or not refused:
            programs.append(program)
            kept.append(rules)
    counted = [tuple(_as_open(rule) for rule in rules) for rules in kept]
    place = {program.program_id: index for index, program in enumerate(programs)}
    index = np.array([place[listed[entry].program_id] for entry in entries])
    return _Field(
        entries=entries,
        chances=applicant_chances(case, specialty, programs, counted, facts),
        index=index,
        rules=tuple(kept[i] for i in index),
    )


def _as_open(rule: RuleResult) -> RuleResult:
    """A rule that fails counted as none: the program did interview, so the record may be old."""
    if rule.result is Result.FAIL:
        return replace(rule, share=1.0, average_share=1.0)
    return rule


def _weights(
    case: Case,
    listed: Sequence[RankedProgram],
    fields: Sequence[_Field],
    facts: Facts,
    applied: Sequence[str],
) -> tuple[Array, str, Array | None, float]:
    """The nodes given who invited and who did not, and what that rests on."""
    first = fields[0].chances
    invited, rest, places = [], [], set(applied)
    for field in fields:
        offers = _offers(field, listed)
        invited.append(offers[np.unique(field.index)])
        silent = [
            i
            for i, program in enumerate(field.chances.programs)
            if i not in set(field.index.tolist())
            and (program.program_id in places if applied else field is fields[0])
        ]
        rest.append(offers[silent])
    others = np.vstack(rest)
    shown = np.vstack(invited)
    if applied:
        weight = quality_given_interviews(first.nodes.weight, shown, silent=others)
        basis = (
            f"{_programs(len(shown))} interviewed you and {len(others)} of those you applied to "
            "did not."
        )
        return weight, basis, others, 0.0
    count = case.limits.applications or round(
        facts.value(f"match.chain.{case.applicant.type}.applications")
    )
    missing = max(0.0, float(count - len(shown)))
    power = facts.value(f"match.chain.{case.applicant.type}.targeting")
    rates = (others @ first.nodes.weight) ** power
    average = (rates / rates.sum()) @ others if len(others) else np.zeros(others.shape[1])
    weight = quality_given_interviews(
        first.nodes.weight, shown, silent=average[None, :], typical=missing
    )
    basis = (
        f"{_programs(len(shown))} interviewed you; how many you applied to is not given, so "
        f"{count} applications to programs such as people like you choose are assumed "
        "(--applied FILE counts your own)."
    )
    return weight, basis, average[None, :], missing


def _programs(count: int) -> str:
    return f"{count} program{'' if count == 1 else 's'}"


def _offers(field: _Field, listed: Sequence[RankedProgram]) -> Array:
    """Chance of an invitation at each program of a field, its signal counted. [n, Q]"""
    tiers = np.zeros(len(field.chances.programs), dtype=np.int64)
    tiers[field.index] = _tiers(field, listed)
    found: Array = field.chances.interview(ANSWER)[np.arange(tiers.size), tiers]
    return found


def _tiers(field: _Field, listed: Sequence[RankedProgram]) -> list[int]:
    names = field.chances.signal_tiers
    sent = [str(listed[entry].signal or "") for entry in field.entries]
    return [names.index(name) + 1 if name in names else 0 for name in sent]


def _draws(
    fields: Sequence[_Field],
    order: Indices,
    listed: Sequence[RankedProgram],
    facts: Facts,
    seed: int,
) -> tuple[Array, Array]:
    """Chances of invitation and of admission of the entries under each draw. [D, m, Q] twice"""
    pairs = [
        field.chances.draws(
            field.index,
            np.array(_tiers(field, listed), dtype=np.int64),
            ANSWER,
            facts=facts,
            rng=np.random.default_rng(seed),
            count=round(facts.value("range.draws")),
        )
        for field in fields
    ]
    offers = np.concatenate([pair[0] for pair in pairs], axis=1)[:, order]
    admit = np.concatenate([pair[1] for pair in pairs], axis=1)[:, order]
    return offers, admit


def _drawn_weights(
    chances: ApplicantChances,
    offers: Array,
    listed: Sequence[RankedProgram],
    silent: Array | None,
    typical: float,
) -> Array:
    """The nodes given the interviews, under each draw. [D, Q]"""
    seen: dict[str, int] = {}
    for index, item in enumerate(listed):
        seen.setdefault(item.program_id, index)
    once = list(seen.values())
    return np.array(
        [
            quality_given_interviews(
                chances.nodes.weight, offer[once], silent=silent, typical=typical
            )
            for offer in offers
        ]
    )
