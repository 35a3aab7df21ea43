"""The list as it was sent: programs with rules, signals and histories, the most wanted first."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.domain.program import Program
from thirdfriday.domain.season_event import HELD, OPEN, ProgramHistory, Status
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances, applicant_chances
from thirdfriday.models.eligibility import Reaches, Result, RuleResult
from thirdfriday.models.joint_chances import joint_chances
from thirdfriday.models.quality import Array
from thirdfriday.models.record_rules import record_rules
from thirdfriday.models.release import ReleaseCurve, ReleaseCurves
from thirdfriday.models.updating import Answers
from thirdfriday.plan.desirability import values_of_match
from thirdfriday.plan.scope import Scope, rules_of

Indices = NDArray[np.int64]
Curve = ReleaseCurve | ReleaseCurves
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class SeasonList:
    """The m applications of a season among the N programs that chances are known of.

    `chances` is over all N; `index` [m] are the listed ones, the most wanted first, with their
    `histories` and signal `tiers`; `others` are open programs that are not on the list. `refused`
    [N] says which rule a program's chance is nothing by; `worth` and `target` are by program [N].
    """

    chances: ApplicantChances
    worth: Array
    target: Flags
    refused: tuple[str, ...]
    index: Indices
    tiers: Indices
    histories: tuple[ProgramHistory, ...]
    others: Indices

    @property
    def programs(self) -> tuple[Program, ...]:
        """The listed programs, the most wanted first."""
        return tuple(self.chances.programs[i] for i in self.index)

    @property
    def barred(self) -> Flags:
        """Listed programs that a rule closes and that have not invited all the same. [m]"""
        return np.array(
            [
                bool(self.refused[i]) and not history.was_invited
                for i, history in zip(self.index, self.histories, strict=True)
            ],
            dtype=bool,
        )

    @property
    def held(self) -> Flags:
        """Listed programs whose interview the applicant has. [m]"""
        return np.array([history.status in HELD for history in self.histories], dtype=bool)

    @property
    def attended(self) -> Flags:
        """Listed programs where the applicant was interviewed. [m]"""
        return np.array([h.status is Status.ATTENDED for h in self.histories], dtype=bool)

    @property
    def waitlisted(self) -> Flags:
        """Listed programs that keep the applicant waiting. [m]"""
        return np.array([h.status is Status.WAITLISTED for h in self.histories], dtype=bool)

    @property
    def pending(self) -> Flags:
        """Listed programs whose invitation may still come. [m]"""
        open_ = np.array([history.status in OPEN for history in self.histories], dtype=bool)
        return np.asarray(open_ & ~self.barred)

    def answers(self, curve: Curve, day: dt.date) -> Answers:
        """What is known of every application on `day`."""
        return answers_of(self.histories, self.barred, curve, day)


def answers_of(
    found: tuple[ProgramHistory, ...], barred: Flags, curve: Curve, day: dt.date
) -> Answers:
    """What histories say on a day, given how fast each specialty invites. [m each]"""
    rows = np.zeros((3, len(found)))
    for j, history in enumerate(found):
        own = curve.at(history.program_id)
        reach = 1.0 - begun_share(history, curve)
        if history.was_invited:
            rows[0, j] = 1.0
        elif barred[j]:
            continue
        elif history.status is Status.REJECTED:
            rows[1, j] = reach
        elif history.status is Status.WITHDRAWN:
            left = min(history.since or day, day)
            rows[1, j] = reach * own.told_by(share_since(history, curve, left))
        else:
            told = own.told_by(share_since(history, curve, day))
            rows[1:, j] = reach * told, reach * (1.0 - told)
    return Answers(*rows)


def share_since(history: ProgramHistory, curve: Curve, day: dt.date) -> float:
    """The share of the invitations an application could still get that is out by `day`. [0 to 1]"""
    begun = begun_share(history, curve)
    if begun >= 1.0:
        return 1.0
    return max(0.0, curve.at(history.program_id).share_out(day) - begun) / (1.0 - begun)


def arrived_shares(
    found: tuple[ProgramHistory, ...], barred: Flags, curve: Curve, day: dt.date
) -> Array:
    """The share of each program's invitations that could have arrived by `day`. [m]"""
    shares = [
        (1.0 - begun_share(history, curve)) * share_since(history, curve, day) for history in found
    ]
    return np.array(shares) * ~barred


def begun_share(history: ProgramHistory, curve: Curve) -> float:
    """The share of invitations that was out when the application arrived. [0 to 1]"""
    own = curve.at(history.program_id)
    if history.sent_on is None or history.sent_on <= own.seen_on:
        return 0.0
    return own.share_out(history.sent_on)


def season_list(
    case: Case,
    scope: Scope,
    listed: Mapping[str, ProgramHistory],
    *,
    catalogue: Catalogue,
    facts: Facts,
) -> SeasonList:
    """The programs of a log that chances are known of, with those that are open beside them."""
    parts = [
        _part(case, specialty, scope, listed, catalogue=catalogue, facts=facts)
        for specialty in case.wants.specialties
    ]
    parts = [part for part in parts if part.chances.programs]
    chances = joint_chances([part.chances for part in parts])
    programs = chances.programs
    open_ = {program.program_id for program in scope.open}
    worth = values_of_match(programs, case.wants, scope.target, facts)
    order = np.argsort(-worth, kind="stable")
    index = [i for i in order if programs[i].program_id in listed]
    histories = tuple(listed[programs[i].program_id] for i in index)
    return SeasonList(
        chances=chances,
        worth=worth,
        target=np.array([scope.target.tier(program) == 1 for program in programs], dtype=bool),
        refused=tuple(reason for part in parts for reason in part.refused),
        index=np.array(index, dtype=np.int64),
        tiers=np.array(
            [
                signal_tier(history, chances.at(i)[0])
                for i, history in zip(index, histories, strict=True)
            ],
            dtype=np.int64,
        ),
        histories=histories,
        others=np.array(
            [
                i
                for i, program in enumerate(programs)
                if program.program_id in open_ and program.program_id not in listed
            ],
            dtype=np.int64,
        ),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One specialty: the chances at its programs, and which rule closes each. [n]"""

    chances: ApplicantChances
    refused: tuple[str, ...]


def _part(
    case: Case,
    specialty: str,
    scope: Scope,
    listed: Mapping[str, ProgramHistory],
    *,
    catalogue: Catalogue,
    facts: Facts,
) -> _Part:
    """The open programs of one specialty, then those of the log that seem closed."""
    inside = [k for k, program in enumerate(scope.open) if program.specialty == specialty]
    here = {scope.open[k].program_id for k in inside}
    every = catalogue.of_specialty(specialty)
    extra = [p for p in every if p.program_id in listed and p.program_id not in here]
    shared = record_rules(case, specialty, facts)
    reaches = Reaches.of(case.wants.non_negotiables)
    rules = [rules_of(program, case, shared, facts, reaches) for program in extra]
    programs = (*(scope.open[k] for k in inside), *extra)
    every_rule = (*(scope.rules[k] for k in inside), *rules)
    chances = applicant_chances(case, specialty, programs, every_rule, facts)
    known = np.where(np.isfinite(chances.rule_log_odds), chances.rule_log_odds, 0.0)
    chances = replace(chances, rule_log_odds=known)  # a closed door is held by `barred` instead
    return _Part(chances, ("",) * len(inside) + tuple(_reason(row) for row in rules))


def _reason(rules: tuple[RuleResult, ...]) -> str:
    failed = next((rule for rule in rules if rule.result is Result.FAIL), None)
    if failed:
        return f"{failed.rule}: {failed.fact}"
    return "outside the region that you must match in"


def signal_tier(history: ProgramHistory, chances: ApplicantChances) -> int:
    """The tier of a signal; one of an unsaid tier counts as the weakest, as the notes say."""
    if not history.signalled or not chances.signal_tiers:
        return 0
    if history.signal is None or str(history.signal) not in chances.signal_tiers:
        return 1
    return chances.signal_tiers.index(str(history.signal)) + 1
