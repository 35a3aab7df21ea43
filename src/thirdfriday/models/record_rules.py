"""The rules of the record alone: failures, years, months, certificate, scores; equal everywhere."""

import math
from collections.abc import Iterator
from dataclasses import replace

from scipy.special import ndtr

from thirdfriday.domain.applicant import Applicant, CertificationStatus
from thirdfriday.domain.case import Case
from thirdfriday.domain.experience import HANDS_ON_KINDS
from thirdfriday.facts.registry import Facts
from thirdfriday.models.effects import first_known
from thirdfriday.models.eligibility import Result, RuleResult
from thirdfriday.models.quality import normal_nodes

AVERAGE_POINTS = 9


def record_rules(case: Case, specialty: str, facts: Facts) -> tuple[RuleResult, ...]:
    """The rules that programs rarely publish and that depend on the record alone.

    Each is a pass where nearly all programs accept the record, else an ask with the share of
    programs known to accept it, against the share for the average applicant of the type.

    Facts: eligibility.failed_step_1.default, eligibility.years_since_graduation.5,
        eligibility.usce_months.3, eligibility.pass_share
    Method: docs/models/eligibility.md
    """
    applicant = case.applicant
    found: list[RuleResult] = []
    found += _failures(applicant, specialty, facts)
    found += _years(case, facts)
    if applicant.type.international:
        found += _months(applicant, facts)
        found += _certificate(applicant, facts)
    found += _scores(applicant, specialty, facts)
    return tuple(replace(rule, of_record=True) for rule in found)


def _rule(
    rule: str, fact: str, share: float, average: float, facts: Facts, *, confirm: str = ""
) -> RuleResult:
    passed = share >= facts.value("eligibility.pass_share")
    if passed:
        return RuleResult(rule, Result.PASS, fact, share, average)
    words = f"{fact}; about {100 * share:.0f}% of programs accept it"
    return RuleResult(rule, Result.ASK, words, share, average, confirm)


def _failures(applicant: Applicant, specialty: str, facts: Facts) -> Iterator[RuleResult]:
    exams = applicant.examinations
    first = max(exams.step_1.failed_attempts, exams.comlex_1.failed_attempts)
    second = max(exams.step_2_ck.failed_attempts, exams.comlex_2.failed_attempts)
    group = str(applicant.group)
    share = average = 1.0
    for name, failures in (("step_1", first), ("step_2_ck", second)):
        passes = facts.value(
            first_known(
                facts,
                f"eligibility.failed_{name}.{specialty}",
                f"eligibility.failed_{name}.default",
            )
        )
        average *= 1.0 - facts.value(f"applicants.share.failed_{name}.{group}") * (1.0 - passes)
        share *= passes if failures else 1.0
    total = first + second
    if total > 1:
        known = facts.value(f"eligibility.failed_attempts.{min(total, 3)}")
        share = min(share, known)
    said = "no failed attempt" if not total else f"{total} failed attempt{'s' * (total > 1)}"
    yield _rule("failed attempts", said, share, average, facts, confirm="the limit on attempts")


def _years(case: Case, facts: Facts) -> Iterator[RuleResult]:
    applicant = case.applicant
    years = case.years_since_graduation
    share = _years_share(years, facts)
    kind = str(applicant.type)
    mean_name = f"applicants.years_since_graduation.mean.{kind}"
    if not facts.known(mean_name):
        average = 1.0
    else:
        spread = f"applicants.years_since_graduation.sd.{kind}"
        sd = facts.value(spread) if facts.known(spread) else facts.value(mean_name)
        nodes, weights = normal_nodes(AVERAGE_POINTS)
        average = sum(
            w * _years_share(max(0.0, facts.value(mean_name) + sd * z), facts)
            for z, w in zip(nodes, weights, strict=True)
        )
    said = f"graduated {years} year{'s' * (years != 1)} before applying"
    yield _rule(
        "years since graduation", said, share, average, facts, confirm="the limit on graduation"
    )


def _years_share(years: float, facts: Facts) -> float:
    table = {int(k): n.amount for k, n in facts.under("eligibility.years_since_graduation").items()}
    named = sorted(table)
    for limit in named:
        if years <= limit:
            return 1.0 if limit == named[0] and years < limit else table[limit]
    return table[named[-1]]


def _months(applicant: Applicant, facts: Facts) -> Iterator[RuleResult]:
    months = applicant.us_clinical_months(HANDS_ON_KINDS)
    kind = str(applicant.type)
    mean = facts.value(f"applicants.usce_months.mean.{kind}")
    sd = facts.value(f"applicants.usce_months.sd.{kind}")
    nodes, weights = normal_nodes(AVERAGE_POINTS)
    average = sum(
        w * _months_share(max(0.0, mean + sd * z), facts)
        for z, w in zip(nodes, weights, strict=True)
    )
    said = f"{months:g} months of hands-on US clinical experience"
    share = _months_share(months, facts)
    yield _rule("US clinical experience", said, share, average, facts, confirm="months asked for")


def _months_share(months: float, facts: Facts) -> float:
    table = {int(key): n.amount for key, n in facts.under("eligibility.usce_months").items()}
    return table[max(limit for limit in table if limit <= months)]


def _certificate(applicant: Applicant, facts: Facts) -> Iterator[RuleResult]:
    rule = "ECFMG certificate"
    waiting = facts.value("eligibility.ecfmg.not_yet_certified")
    certified = facts.value("applicants.share.certified.img")
    average = certified + (1.0 - certified) * waiting
    if applicant.certification.status is CertificationStatus.CERTIFIED:
        yield RuleResult(rule, Result.PASS, "certified", 1.0, average)
    else:
        words = "not certified yet"
        confirm = "whether the certificate is needed to apply"
        yield _rule(rule, words, waiting, average, facts, confirm=confirm)


def _scores(applicant: Applicant, specialty: str, facts: Facts) -> Iterator[RuleResult]:
    exam = applicant.examinations.step_2_ck
    group = str(applicant.group)
    comlex = applicant.examinations.comlex_2
    if group == "do":
        accepts = facts.value("eligibility.comlex_only")
        share_without = facts.value("applicants.share.comlex_only.do")
        average = 1.0 - share_without * (1.0 - accepts)
        if not applicant.examinations.has_usmle:
            yield _rule(
                "COMLEX without USMLE", "no USMLE score", accepts, average, facts,
                confirm="that COMLEX alone is accepted",
            )  # fmt: skip
        else:
            yield RuleResult("COMLEX without USMLE", Result.PASS, "USMLE sat", 1.0, average)
    if exam.score is None:
        if not (comlex.score is not None and group == "do"):
            share = facts.value("eligibility.step_2_ck.pending")
            yield _rule(
                "Step 2 CK score", "no score yet", share, 1.0, facts,
                confirm="whether it looks at files without a score",
            )  # fmt: skip
        return
    mean = average_score(str(applicant.type), specialty, facts)
    share = share_above_floor(exam.score, specialty, facts)
    average = share_above_floor(mean, specialty, facts)
    fact = f"Step 2 CK {exam.score}"
    yield _rule("Step 2 CK floor", fact, share, average, facts, confirm="any minimum score")


def average_score(kind: str, specialty: str, facts: Facts) -> float:
    """Mean Step 2 CK of applicants of a type who prefer a specialty. [score]"""
    stem = f"applicants.step_2_ck.mean.{kind}"
    return facts.value(first_known(facts, f"{stem}.{specialty}", f"{stem}.default"))


def share_above_floor(score: float, specialty: str, facts: Facts) -> float:
    """Share of a specialty's programs whose lowest Step 2 CK, if any, a score reaches. [0 to 1]

    Facts: eligibility.step_2_ck.floor.share, eligibility.step_2_ck.floor.mean.default,
        eligibility.step_2_ck.floor.shift, eligibility.step_2_ck.floor.sd
    """
    stem = "eligibility.step_2_ck.floor"
    mean = facts.value(first_known(facts, f"{stem}.mean.{specialty}", f"{stem}.mean.default"))
    mean += facts.value(f"{stem}.shift")
    with_floor = facts.value(f"{stem}.share")
    above = float(ndtr((mean - score) / facts.value(f"{stem}.sd")))
    return 1.0 - with_floor * above if math.isfinite(above) else 1.0
