"""The season that brought no match, as the model saw it: programs, counts, chances by node."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.domain.program import Program
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances, GeographyAnswer, applicant_chances
from thirdfriday.models.diagnosis import SeasonUnder
from thirdfriday.models.eligibility import Reaches, Result
from thirdfriday.models.joint_chances import joint_chances, tier_of_signal
from thirdfriday.models.quality import Array
from thirdfriday.models.record_rules import record_rules
from thirdfriday.plan.scope import as_open, rules_of

ANSWER = GeographyAnswer()
Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Told:
    """What the applicant says of the season: programs by id where known, else only counts.

    `signals` goes with `sent`: the tier sent to each, or "" for none; empty where not known.
    """

    sent: tuple[str, ...] = ()
    signals: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    ranked: tuple[str, ...] = ()
    applications: int | None = None
    interviews: int | None = None
    ranks: int | None = None

    @property
    def knows_programs(self) -> bool:
        """Whether single programs are known."""
        return bool(self.sent)


@dataclass(frozen=True, slots=True, eq=False)
class PastSeason:
    """The season with the applicant's chances at its programs.

    `chances` covers all open programs of the case's specialties, those `usual` for it, and what was
    sent to in any other; `refused` are programs sent to that a rule shuts; the counts are those
    told, or assumed where not.
    """

    chances: ApplicantChances
    sent: Indices
    tiers: Indices
    ranked: Indices
    usual: Indices
    refused: tuple[Program, ...]
    applications: int
    interviews: int
    ranks: int
    told: Told
    power: float

    @property
    def weight(self) -> Array:
        """Weights of the nodes before the season. [Q]"""
        return self.chances.nodes.weight

    def under(self, *, quality: float = 0.0, performance: float = 0.0) -> SeasonUnder:
        """The season with the unseen quality or the showing moved. [log-odds], [sd]"""
        nodes = self.chances.nodes
        moved = self.chances.on(
            replace(
                nodes, quality=nodes.quality + quality, performance=nodes.performance + performance
            )
        )
        by_tier = moved.interview(ANSWER)
        offers, admit = by_tier[:, 0], moved.admission()
        if self.told.knows_programs:
            return SeasonUnder(by_tier[self.sent, self.tiers], admit[self.ranked])
        share = self.shares()
        return SeasonUnder(
            np.repeat((share @ offers)[None, :], self.applications, axis=0),
            np.repeat((share @ admit)[None, :], self.ranks, axis=0),
        )

    def all_ranked(self) -> Array:
        """Chance of being taken had every interview been ranked. [interviews, Q]"""
        admit = self.chances.admission()
        if self.told.knows_programs:
            place = _places(self.chances)
            return admit[[place[key] for key in self.told.invited if key in place]]
        return np.repeat((self.shares() @ admit)[None, :], self.interviews, axis=0)

    def shares(self) -> Array:
        """How applications of the type spread, where single programs are not known. [n]"""
        rates = (self.chances.interview(ANSWER)[:, 0] @ self.weight) ** self.power
        shares = np.zeros(len(rates))
        shares[self.usual] = rates[self.usual] / rates[self.usual].sum()
        return shares

    def typical_taken(self) -> Array:
        """Chance that an application such as the type sends ends in being taken, by node. [Q]"""
        taken: Array = self.shares() @ (
            self.chances.interview(ANSWER)[:, 0] * self.chances.admission()
        )
        return taken


def past_season(case: Case, told: Told, catalogue: Catalogue, facts: Facts) -> PastSeason:
    """The season as told, its programs looked up and the rest assumed.

    Facts: match.chain.non_us_img.applications, match.chain.non_us_img.targeting
    """
    chances, refused = _all_chances(case, told, catalogue, facts)
    place = _places(chances)
    signals = told.signals or ("",) * len(told.sent)
    pairs = [
        (place[key], tier_of_signal(chances, place[key], signal))
        for key, signal in zip(told.sent, signals, strict=True)
        if key in place
    ]
    own = [
        index
        for index, program in enumerate(chances.programs)
        if program.specialty in case.wants.specialties
    ]
    ranked = [place[key] for key in told.ranked or told.invited if key in place]
    stem = f"match.chain.{case.applicant.type}"
    usual = case.limits.applications or round(facts.value(f"{stem}.applications"))
    applications = _known(told.applications, len(told.sent) or usual)
    interviews = _known(told.interviews, len(told.invited))
    return PastSeason(
        chances=chances,
        sent=np.array([index for index, _ in pairs], dtype=np.int64),
        tiers=np.array([tier for _, tier in pairs], dtype=np.int64),
        ranked=np.array(ranked, dtype=np.int64),
        usual=np.array(own, dtype=np.int64),
        refused=refused,
        applications=applications,
        interviews=interviews,
        ranks=_known(told.ranks, len(told.ranked) or interviews),
        told=told,
        power=facts.value(f"{stem}.targeting"),
    )


def _all_chances(
    case: Case, told: Told, catalogue: Catalogue, facts: Facts
) -> tuple[ApplicantChances, tuple[Program, ...]]:
    """The chances in every specialty of the case and of the log, and what was sent in vain.

    Raises:
        InfeasiblePlanError: no program of any of them is open.
    """
    reaches = Reaches.of(case.wants.non_negotiables)
    answered = {*told.invited, *told.ranked}
    named = (catalogue.by_id[key].specialty for key in told.sent if key in catalogue.by_id)
    parts: list[ApplicantChances] = []
    refused: list[Program] = []
    for specialty in dict.fromkeys((*case.wants.specialties, *named)):
        shared = record_rules(case, specialty, facts)
        programs, kept = [], []
        for program in catalogue.of_specialty(specialty):
            rules = rules_of(program, case, shared, facts, reaches)
            shut = any(rule.result is Result.FAIL for rule in rules)
            if shut and program.program_id in told.sent:
                refused.append(program)
            if not shut or program.program_id in answered:
                programs.append(program)
                kept.append(tuple(as_open(rule) for rule in rules))
        if programs:
            parts.append(applicant_chances(case, specialty, programs, kept, facts))
    if not parts:
        raise InfeasiblePlanError(
            "No program is open to you in any specialty of the case.",
            limit="the rules of programs and your own",
            remedy="Relax your non-negotiables, or add a specialty.",
        )
    return joint_chances(parts), tuple(refused)


def _known(given: int | None, otherwise: int) -> int:
    return otherwise if given is None else given


def _places(chances: ApplicantChances) -> dict[str, int]:
    return {program.program_id: index for index, program in enumerate(chances.programs)}
