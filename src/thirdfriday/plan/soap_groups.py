"""SOAP by kind: the specialties wanted, first years, and others open to the applicant."""

from collections.abc import Iterator, Sequence

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.domain.program import (
    NEWEST_QUOTA_YEAR,
    ONE_YEAR_TYPES,
    WHOLE_TYPES,
    Program,
)
from thirdfriday.facts.registry import Facts
from thirdfriday.models.eligibility import Reaches, Result
from thirdfriday.models.quality import Array
from thirdfriday.models.record_rules import record_rules
from thirdfriday.models.soap_offers import chance_of_any
from thirdfriday.models.unfilled import chances_of_unfilled_positions
from thirdfriday.plan.scope import rules_of
from thirdfriday.plan.soap import LikelyUnfilled, SoapGroup, UnfilledProgram
from thirdfriday.plan.soap_programs import IN_MATCH, UnfilledField, is_preliminary

WANTED, FIRST_YEAR, OTHER = "wanted", "preliminary year", "other specialty"
KINDS = (WANTED, FIRST_YEAR, OTHER)


def kind_of(program: Program, preliminary: bool, wanted: Sequence[str]) -> str:
    """What a position is to the applicant: wanted, a preliminary year, or another specialty."""
    if preliminary:
        return FIRST_YEAR
    return WANTED if program.specialty in wanted else OTHER


def groups_of_list(
    case: Case,
    rows: Sequence[UnfilledProgram],
    field: UnfilledField,
    chosen: Sequence[int],
    catalogue: Catalogue,
) -> tuple[SoapGroup, ...]:
    """The unfilled list by kind and specialty: how much is open, applied to, and may bring."""
    wanted = case.wants.specialties
    listed: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        program = catalogue.by_id[row.program_id]
        key = (kind_of(program, is_preliminary(row, program), wanted), program.specialty)
        listed.setdefault(key, []).append(row.positions)
    places: dict[tuple[str, str], list[int]] = {}
    for at, (row, program) in enumerate(zip(field.rows, field.programs, strict=True)):
        key = (kind_of(program, is_preliminary(row, program), wanted), program.specialty)
        places.setdefault(key, []).append(at)
    found = []
    for (kind, specialty), positions in listed.items():
        inside = places.get((kind, specialty), [])
        mine = [at for at in chosen if at in inside]
        found.append(
            SoapGroup(
                kind=kind,
                specialty=specialty,
                name=catalogue.specialties[specialty].name,
                listed=len(positions),
                positions=sum(positions),
                open_to_you=len(inside),
                expected_unfilled=None,
                applications=len(mine),
                chance_of_any_offer=chance_of_any(field.offer[mine], field.weight) if mine else 0.0,
            )
        )
    return _in_order(found, wanted)


def expected_groups(
    case: Case, catalogue: Catalogue, facts: Facts
) -> tuple[tuple[SoapGroup, ...], tuple[LikelyUnfilled, ...]]:
    """Before the list is out: where positions are often left, by kind, and at which programs.

    Only programs that no rule shuts to the applicant are counted and named.

    Facts: soap.likely_shown, soap.likely_least
    """
    wanted = case.wants.specialties
    reaches = Reaches.of(case.wants.non_negotiables)
    shown = round(facts.value("soap.likely_shown"))
    groups: list[SoapGroup] = []
    likely: list[LikelyUnfilled] = []
    for kind, specialty, programs, chances in _candidates(wanted, catalogue, facts):
        shared = record_rules(case, specialty, facts)
        inside = [
            place
            for place, program in enumerate(programs)
            if not any(
                rule.result is Result.FAIL and rule.rule != IN_MATCH
                for rule in rules_of(program, case, shared, facts, reaches)
            )
        ]
        expected = float(chances[inside].sum())
        if kind != WANTED and expected < facts.value("soap.likely_least"):
            continue
        groups.append(
            SoapGroup(
                kind=kind,
                specialty=specialty,
                name=catalogue.specialties[specialty].name,
                listed=len(programs),
                positions=None,
                open_to_you=len(inside),
                expected_unfilled=expected,
                applications=None,
                chance_of_any_offer=None,
            )
        )
        if kind == OTHER:
            continue
        order = [inside[at] for at in np.argsort(-chances[inside], kind="stable")[:shown]]
        likely += [_likely(programs[at], float(chances[at]), kind) for at in order]
    likely.sort(key=lambda one: -one.chance_unfilled)
    return _in_order(groups, wanted), tuple(likely)


def _candidates(
    wanted: Sequence[str], catalogue: Catalogue, facts: Facts
) -> Iterator[tuple[str, str, tuple[Program, ...], Array]]:
    """Every specialty with its programs, once by whole training and once by first years."""
    for specialty in catalogue.specialties:
        kinds = (WANTED if specialty in wanted else OTHER, FIRST_YEAR)
        for kind, types in zip(kinds, (WHOLE_TYPES, ONE_YEAR_TYPES), strict=True):
            programs = tuple(
                program
                for program in catalogue.of_specialty(specialty)
                if program.positions_in(NEWEST_QUOTA_YEAR, types)
            )
            if programs:
                chances = chances_of_unfilled_positions(programs, types, facts)
                yield kind, specialty, programs, chances


def _likely(program: Program, chance: float, kind: str) -> LikelyUnfilled:
    return LikelyUnfilled(
        program.program_id, program.name, program.city, program.state, chance,
        program.specialty, kind,
    )  # fmt: skip


def _in_order(groups: Sequence[SoapGroup], wanted: Sequence[str]) -> tuple[SoapGroup, ...]:
    """The wanted specialties in their order, then first years, then others, the largest first."""

    def place(group: SoapGroup) -> tuple[int, int, float]:
        own = wanted.index(group.specialty) if group.kind == WANTED else 0
        size = group.expected_unfilled if group.positions is None else float(group.positions)
        return KINDS.index(group.kind), own, -(size or 0.0)

    return tuple(sorted(groups, key=place))
