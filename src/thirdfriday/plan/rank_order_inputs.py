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
)
from thirdfriday.models.eligibility import Reaches, Result
from thirdfriday.models.joint_chances import joint_chances, signals_at, tier_of_signal
from thirdfriday.models.list_seasons import cleared_in_seasons
from thirdfriday.models.quality import Array
from thirdfriday.models.record_rules import record_rules
from thirdfriday.models.updating import QualityGrid, chances_with_error
from thirdfriday.plan.scope import Rules, as_open, rules_of
from thirdfriday.plan.season_forecast import on_fine_grid

Indices = NDArray[np.int64]
ANSWER = GeographyAnswer()


@dataclass(frozen=True, slots=True, eq=False)
class ListChances:
    """The m entries of a list, then k other open programs, at the nodes of unseen quality.

    `chances` are at all programs of the specialties concerned, `index` [m] the entries among them;
    `admit` [m, Q] chance that each entry takes the applicant; `others` [k] programs not listed, as
    indices, `others_admit` [k, Q] the same for them; `weight` [Q] the nodes given the interviews;
    `matched` [D, m] the chance of a match at each entry under each draw of the numbers; `basis`
    says what the weights hold.
    """

    programs: tuple[Program, ...]
    rules: tuple[Rules, ...]
    chances: ApplicantChances
    index: Indices
    admit: Array
    others: Indices
    others_admit: Array
    weight: Array
    matched: Array
    basis: str

    def seasons(self, *, seed: int, count: int, others: Sequence[int] = ()) -> Seasons:
        """Which entries would take the applicant in each simulated season, then which others.

        [count, m + others]. The cutoffs are those of the bank.
        """
        index = np.concatenate([self.index, np.array(others, dtype=np.int64)])
        return cleared_in_seasons(self.chances, index, seed=seed, weight=self.weight, seasons=count)


@dataclass(frozen=True, slots=True, eq=False)
class _Field:
    """Everything open or listed: chances, entries, rules at each program, its place by id.

    `index` [m] are the listed entries, `tiers` [m] their signals; `usual` are the programs of the
    case's own specialties.
    """

    chances: ApplicantChances
    index: Indices
    tiers: Indices
    rules: tuple[Rules, ...]
    usual: Indices


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
    field = _field(case, listed, catalogue, facts)
    admission = field.chances.admission()
    offers = _offers(field, field.chances)
    silent, typical = _silence(case, field, offers, facts, applied)
    weight = quality_given_interviews(
        field.chances.nodes.weight, offers[np.unique(field.index)], silent=silent, typical=typical
    )
    matched = match_by_draw(*_drawn(case, field, facts, applied, seed=seed))
    rest = np.setdiff1d(field.usual, field.index)
    return ListChances(
        programs=tuple(catalogue.by_id[item.program_id] for item in listed),
        rules=tuple(field.rules[at] for at in field.index),
        chances=field.chances,
        index=field.index,
        admit=admission[field.index],
        others=rest,
        others_admit=admission[rest],
        weight=weight,
        matched=matched,
        basis=_basis(case, field, silent, facts, applied),
    )


def _field(
    case: Case, listed: Sequence[RankedProgram], catalogue: Catalogue, facts: Facts
) -> _Field:
    """All open programs of the list's and the case's specialties, and the listed ones."""
    wanted = [item.program_id for item in listed]
    named = (catalogue.by_id[key].specialty for key in wanted)
    reaches = Reaches.of(case.wants.non_negotiables)
    parts: list[ApplicantChances] = []
    kept: list[Rules] = []
    for specialty in dict.fromkeys((*named, *case.wants.specialties)):
        shared = record_rules(case, specialty, facts)
        pairs = [
            (program, rules_of(program, case, shared, facts, reaches))
            for program in catalogue.of_specialty(specialty)
        ]
        pairs = [pair for pair in pairs if pair[0].program_id in wanted or not _refused(pair[1])]
        if not pairs:
            continue
        counted = [tuple(as_open(rule) for rule in rules) for _, rules in pairs]
        programs = [program for program, _ in pairs]
        parts.append(applicant_chances(case, specialty, programs, counted, facts, bank=True))
        kept += [rules for _, rules in pairs]
    chances = on_fine_grid(joint_chances(parts), facts)
    place = {program.program_id: at for at, program in enumerate(chances.programs)}
    index = np.array([place[key] for key in wanted], dtype=np.int64)
    tiers = [
        tier_of_signal(chances, at, item.signal)
        for at, item in zip(index.tolist(), listed, strict=True)
    ]
    usual = [
        at
        for at, program in enumerate(chances.programs)
        if program.specialty in case.wants.specialties
    ]
    return _Field(chances, index, np.array(tiers, np.int64), tuple(kept), np.array(usual, np.int64))


def _refused(rules: Rules) -> bool:
    return any(rule.result is Result.FAIL for rule in rules)


def _offers(field: _Field, chances: ApplicantChances) -> Array:
    """Chance of an invitation at every program by node, each program's own error averaged. [N, Q]

    As in a season: a rate that is not well known says less about the applicant.
    """
    sent = np.zeros(len(chances.programs), dtype=np.int64)
    sent[field.index] = field.tiers
    log_odds = chances.log_odds(ANSWER) + signals_at(chances, np.arange(sent.size), sent)
    nodes = QualityGrid(chances.nodes.quality, chances.nodes.weight)
    return chances_with_error(log_odds, chances.reference_error, nodes)


def _silence(
    case: Case, field: _Field, offers: Array, facts: Facts, applied: Sequence[str]
) -> tuple[Array, float]:
    """Chances at the programs that brought nothing, or of an average one and how many. [k, Q]"""
    places = set(applied)
    pool = (
        [at for at, program in enumerate(field.chances.programs) if program.program_id in places]
        if applied
        else field.usual
    )
    others = offers[np.setdiff1d(np.array(pool, dtype=np.int64), field.index)]
    if applied:
        return others, 0.0
    missing = max(0.0, float(_sent(case, facts) - len(np.unique(field.index))))
    power = facts.value(f"match.chain.{case.applicant.type}.targeting")
    rates = (others @ field.chances.nodes.weight) ** power
    average = (rates / rates.sum()) @ others if len(others) else np.zeros(others.shape[1])
    return average[None, :], missing


def _sent(case: Case, facts: Facts) -> int:
    """How many applications the case sends, or people of its type do."""
    usual = facts.value(f"match.chain.{case.applicant.type}.applications")
    return case.limits.applications or round(usual)


def _basis(case: Case, field: _Field, silent: Array, facts: Facts, applied: Sequence[str]) -> str:
    """What the weights of the nodes rest on."""
    count = len(np.unique(field.index))
    if applied:
        return (
            f"{_programs(count)} interviewed you and {len(silent)} of those you applied to did not."
        )
    return (
        f"{_programs(count)} interviewed you; how many you applied to is not given, so "
        f"{_sent(case, facts)} applications to programs such as people like you choose are "
        "assumed (a list of what you applied to counts your own)."
    )


def _programs(count: int) -> str:
    return f"{count} program{'' if count == 1 else 's'}"


def _drawn(
    case: Case, field: _Field, facts: Facts, applied: Sequence[str], *, seed: int
) -> tuple[Array, Array]:
    """Admission by draw, line and node, and the nodes given the interviews. [D, m, Q], [D, Q]"""
    chances = on_fine_grid(field.chances, facts, coarse=True)
    offers, admit = chances.draws(
        field.index,
        field.tiers,
        ANSWER,
        facts=facts,
        rng=np.random.default_rng(seed),
        count=round(facts.value("range.draws")),
    )
    coarse = replace(field, chances=chances)
    silent, typical = _silence(case, coarse, _offers(coarse, chances), facts, applied)
    _, once = np.unique(field.index, return_index=True)
    weight = np.array([
        quality_given_interviews(
            chances.nodes.weight, offer[once], silent=silent, typical=typical
        )
        for offer in offers
    ])  # fmt: skip
    return admit, weight
