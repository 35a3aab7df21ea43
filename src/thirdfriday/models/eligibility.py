"""The rules that let a program take an applicant: pass, fail or ask, each with its fact."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from thirdfriday.domain.applicant import Applicant, VisaKind
from thirdfriday.domain.case import Case
from thirdfriday.domain.known_policy import KnownPolicy
from thirdfriday.domain.program import Program
from thirdfriday.domain.region import region_within
from thirdfriday.domain.wants import NonNegotiables, Wants
from thirdfriday.facts.registry import Facts
from thirdfriday.models.effects import first_known

VISA_NAMES = {VisaKind.J1: "J-1", VisaKind.H1B: "H-1B"}


class Result(StrEnum):
    """How a rule comes out for one applicant at one program."""

    PASS = "pass"
    FAIL = "fail"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One rule at one program: its result, the fact behind it and what to confirm.

    `share` is the share of programs of this kind known to pass (1 for a pass); `average_share` the
    same for the average applicant of the type, which the published rate already holds.
    `confirm` says what to check before paying; empty when nothing. `of_record` marks a rule that
    comes out alike at every program.
    """

    rule: str
    result: Result
    fact: str
    share: float = 1.0
    average_share: float = 1.0
    confirm: str = ""
    of_record: bool = False

    @property
    def log_odds(self) -> float:
        """What the rule adds to the log-odds against the average applicant of the type."""
        return math.log(self.share / self.average_share) if self.share > 0 else -math.inf


def log_odds_of(rules: Sequence[RuleResult]) -> float:
    """What the rules at one program add together to the log-odds. [log-odds]"""
    product = 1.0
    for rule in rules:
        product *= rule.share / rule.average_share
    return math.log(product) if product > 0 else -math.inf


def rules_at(
    program: Program, case: Case, facts: Facts, *, reaches: "Reaches | None" = None
) -> tuple[RuleResult, ...]:
    """The rules that depend on the program: position, visa, military, licence, non-negotiables.

    Rules of the record alone (failures, years, months) are in `record_rules`.

    Facts: eligibility.visa.j1.default, eligibility.visa.h1b.default
    Method: docs/models/eligibility.md
    """
    reaches = reaches or Reaches.of(case.wants.non_negotiables)
    results = [_in_match(program, case.wants, facts), *visa_rules(program, case.applicant, facts)]
    if program.military:
        results.append(
            RuleResult("military", Result.FAIL, "takes only members of the armed forces")
        )
    if case.applicant.type.international and program.state == "CA":
        results.append(_california(case.applicant))
    results += reaches.results(program)
    if program.program_id in case.wants.programs_excluded:
        results.append(RuleResult("your own wish", Result.FAIL, "the case file excludes it"))
    return tuple(results)


def _in_match(program: Program, wants: Wants, facts: Facts) -> RuleResult:
    if "nrmp" in facts.without:
        fact = "the lists of the Match are left out"
        confirm = "that it takes part in the Match"
        return RuleResult("positions in the Match", Result.ASK, fact, confirm=confirm)
    if not program.tracks:
        fact = "no positions under this name in the NRMP lists up to 2026"
        return RuleResult("positions in the Match", Result.FAIL, fact)
    year = program.last_year_offered or 0
    offered = program.positions_in(year, tuple(str(kind) for kind in wants.position_types))
    if not program.offered:
        return RuleResult("positions in the Match", Result.FAIL, f"last offered in {year}")
    if not offered:
        fact = f"in {year} no {' or '.join(wants.position_types)} positions"
        return RuleResult("positions in the Match", Result.FAIL, fact)
    return RuleResult("positions in the Match", Result.PASS, f"{offered} positions in {year}")


def visa_rules(program: Program, applicant: Applicant, facts: Facts) -> Iterator[RuleResult]:
    """Whether the program sponsors a visa the applicant could use; yields one rule, if any.

    Also for those who need none: where visas are refused, fewer compete, which the published
    rate of the group hides.
    """
    group = str(applicant.group)
    if group != "non_us_img" and not applicant.needs_visa:
        return
    average = _average_visa_share(program, facts)
    if not applicant.needs_visa:
        flag = "needs no sponsorship"
        yield RuleResult("visa", Result.PASS, flag, 1.0, average if group == "non_us_img" else 1.0)
        return
    options = [_sponsors(program, kind, applicant, facts) for kind in applicant.visa_need.usable]
    best = max(options, key=lambda option: option.share)
    facts_said = "; ".join(option.fact for option in options)
    average = average if group == "non_us_img" else 1.0
    if best.result is Result.FAIL:
        yield RuleResult("visa", Result.FAIL, facts_said, 0.0, average)
        return
    yield RuleResult("visa", best.result, facts_said, best.share, average, best.confirm)


def _sponsors(program: Program, kind: VisaKind, applicant: Applicant, facts: Facts) -> RuleResult:
    name = VISA_NAMES[kind]
    flag = program.visa_j1 if kind is VisaKind.J1 else program.visa_h1b
    key = f"eligibility.visa.{kind}"
    scale = 1.0 if kind is VisaKind.J1 else _h1b_scale(applicant, facts)
    if flag is None:
        share = facts.value(first_known(facts, f"{key}.{program.specialty}", f"{key}.default"))
        fact = f"{name}: not published; about {100 * share:.0f}% of such programs sponsor it"
        return RuleResult("visa", Result.ASK, fact, share * scale, confirm=f"{name} sponsorship")
    known = program.policy(str(kind))
    if known is not None:
        return _known_visa(name, known, scale)
    said = f"{name}: {'yes' if flag else 'no'} ({program.visa_year}, confirm)"
    if not flag:
        return RuleResult("visa", Result.FAIL, said, 0.0)
    result = Result.PASS if scale == 1.0 else Result.ASK
    confirm = f"{name} (yes in {program.visa_year}): look at the program's own page"
    return RuleResult("visa", result, said, scale, confirm=confirm)


def _known_visa(name: str, known: KnownPolicy, scale: float) -> RuleResult:
    """A visa that a page or a user speaks of, with the quote as its fact."""
    fact = f"{name}: {known.said}"
    if not known.value:
        return RuleResult("visa", Result.FAIL, fact, 0.0, confirm=known.to_confirm)
    result = Result.PASS if scale == 1.0 else Result.ASK
    confirm = known.to_confirm or ("" if scale == 1.0 else f"{name} for you: {known.said}")
    return RuleResult("visa", result, fact, scale, confirm=confirm)


def _h1b_scale(applicant: Applicant, facts: Facts) -> float:
    share = facts.value("eligibility.visa.h1b.still_sponsors")
    if not applicant.examinations.step_3.passed:
        share *= facts.value("eligibility.visa.h1b.without_step_3")
    return share


def _average_visa_share(program: Program, facts: Facts) -> float:
    """Share of the non-US-citizen IMGs behind the published rate that the visa rule lets pass."""
    key = "eligibility.visa.j1"
    flags = (program.visa_j1, program.visa_h1b)
    needing = facts.value("applicants.share.needs_visa.non_us_img")
    if True in flags:
        return 1.0
    if flags == (False, False):
        return 1.0 - facts.value("applicants.share.needs_visa.at_refusing_programs")
    share = facts.value(first_known(facts, f"{key}.{program.specialty}", f"{key}.default"))
    return 1.0 - needing * (1.0 - share)


def _california(applicant: Applicant) -> RuleResult:
    rule = "California training licence"
    recognised = applicant.education.california_recognised
    if recognised is None:
        fact = f"the board must recognise {applicant.education.school}; not looked up yet"
        return RuleResult(rule, Result.ASK, fact, confirm="that the board recognises your school")
    if recognised:
        return RuleResult(rule, Result.PASS, "the board recognises the school")
    return RuleResult(rule, Result.FAIL, "the board does not recognise the school", 0.0)


@dataclass(frozen=True, slots=True)
class Reaches:
    """The applicant's non-negotiables, with their travel circles resolved once."""

    rules: NonNegotiables
    regions: tuple[object, ...]

    @classmethod
    def of(cls, rules: NonNegotiables) -> "Reaches":
        """The non-negotiables ready to be asked of any program."""
        return cls(rules, tuple(region_within(w.place, w.minutes) for w in rules.within))

    def results(self, program: Program) -> Sequence[RuleResult]:
        """The non-negotiables that this program fails."""
        failed = [fact for fact in self._failures(program) if fact]
        return [RuleResult("your non-negotiables", Result.FAIL, fact, 0.0) for fact in failed]

    def _failures(self, program: Program) -> Iterator[str]:
        rules = self.rules
        if self.regions and not any(r.contains(program) for r in self.regions):  # type: ignore[attr-defined]
            yield "outside every distance you set"
        if program.state in rules.states_excluded:
            yield f"you exclude {program.state}"
        if rules.settings and program.urbanicity and program.urbanicity not in rules.settings:
            yield f"{program.urbanicity} place"
        if rules.program_kinds and program.setting and _kind(program) not in rules.program_kinds:
            yield f"{program.setting} program"
        if rules.maximum_price_parity and (program.price_parity or 0) > rules.maximum_price_parity:
            yield f"price level {program.price_parity:.0f} (US = 100)"
        known_age = program.age
        youngest = rules.minimum_program_age
        if youngest and known_age is not None and known_age < youngest:
            yield f"in the Match for {known_age} years"
        if rules.visas and all(
            (program.visa_j1 if kind is VisaKind.J1 else program.visa_h1b) is False
            for kind in rules.visas
        ):
            names = " or ".join(VISA_NAMES[kind] for kind in rules.visas)
            yield f"{names}: no ({program.visa_year}, confirm)"


def _kind(program: Program) -> str:
    return {"affiliated": "community_university"}.get(program.setting, program.setting)
