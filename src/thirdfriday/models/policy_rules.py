"""The rules that a program's own page or a user states: pass, fail or ask, with the quote."""

from collections.abc import Callable, Iterator, Sequence

from thirdfriday.domain.applicant import Applicant, CertificationStatus, InterviewGroup
from thirdfriday.domain.case import Case
from thirdfriday.domain.known_policy import KnownPolicy
from thirdfriday.domain.program import Program
from thirdfriday.models.eligibility import Result, RuleResult

Meets = Callable[[KnownPolicy, Program, Case], bool | None]


def policy_rules(
    program: Program, case: Case, shared: Sequence[RuleResult]
) -> tuple[RuleResult, ...]:
    """The rules at a program that something newer than the tables states of it.

    Each replaces the rule of the same name in `shared`, whose share stands for how many programs
    accept this record when nothing is known of this one: a trusted statement decides, a doubtful
    one moves the share by its confidence. A preference is quoted and decides nothing.

    Method: docs/models/eligibility.md
    """
    if not program.policies:
        return ()
    by_name = {rule.rule: rule for rule in shared}
    return tuple(_rules(program, case, by_name))


def replaced(shared: Sequence[RuleResult], own: Sequence[RuleResult]) -> tuple[RuleResult, ...]:
    """The shared rules that no rule of the program's own takes the place of."""
    names = {rule.rule for rule in own}
    return tuple(rule for rule in shared if rule.rule not in names) if names else tuple(shared)


def _rules(program: Program, case: Case, shared: dict[str, RuleResult]) -> Iterator[RuleResult]:
    done: set[str] = set()
    for field, (name, meets) in _POLICIES.items():
        policy = program.policy(field)
        if policy is None or name in done:
            continue
        met = meets(policy, program, case)
        if met is not None:
            done.add(name)
            yield _result(name, policy, shared.get(name), met=met)


def _result(name: str, policy: KnownPolicy, shared: RuleResult | None, *, met: bool) -> RuleResult:
    usual = 1.0 if shared is None else shared.share
    average = 1.0 if shared is None else shared.average_share
    fact = f"{policy.name}: {policy.said}"
    trusted = policy.confidence if policy.firm else 0.0
    share = trusted * float(met) + (1.0 - trusted) * usual
    if policy.firm and not policy.confirm:
        if not met:
            return RuleResult(name, Result.FAIL, fact, 0.0, average)
        return RuleResult(name, Result.PASS, fact, 1.0, average)
    confirm = policy.to_confirm or f"{policy.name}: {policy.said}"
    result = Result.PASS if met else Result.ASK
    return RuleResult(name, result, fact, max(share, _LEAST), average, confirm)


_LEAST = 1e-6  # share; keeps log-odds finite where a doubtful statement says no


def _within_years(policy: KnownPolicy, program: Program, case: Case) -> bool | None:
    return case.years_since_graduation <= float(policy.value)


def _within_attempts(policy: KnownPolicy, program: Program, case: Case) -> bool | None:
    exams = case.applicant.examinations
    worst = max(
        exam.failed_attempts
        for exam in (exams.step_1, exams.step_2_ck, exams.comlex_1, exams.comlex_2)
    )
    return worst + 1 <= float(policy.value)


def _step_2(policy: KnownPolicy, program: Program, case: Case) -> bool | None:
    score = case.applicant.examinations.step_2_ck.score
    return None if score is None else score >= float(policy.value)


def _step_1(policy: KnownPolicy, program: Program, case: Case) -> bool | None:
    step, level = case.applicant.examinations.step_1, case.applicant.examinations.comlex_1
    if policy.value == "pass":
        return step.passed or level.passed
    return None if step.score is None else step.score >= float(policy.value)


def _months(policy: KnownPolicy, program: Program, case: Case) -> bool | None:
    if not case.applicant.type.international:
        return None
    months = case.applicant.us_clinical_months()
    if policy.field == "usce_months":
        return months >= float(policy.value)
    return months > 0 if policy.value == "required" else True


def _certificate(policy: KnownPolicy, program: Program, case: Case) -> bool | None:
    applicant: Applicant = case.applicant
    if not applicant.type.international:
        return None
    return not policy.value or applicant.certification.status is CertificationStatus.CERTIFIED


def _comlex(policy: KnownPolicy, program: Program, case: Case) -> bool | None:
    applicant = case.applicant
    if applicant.group is not InterviewGroup.DO or applicant.examinations.has_usmle:
        return None
    return bool(policy.value)


def _graduates_abroad(policy: KnownPolicy, program: Program, case: Case) -> bool | None:
    return bool(policy.value) if case.applicant.type.international else None


def _citizenship(policy: KnownPolicy, program: Program, case: Case) -> bool | None:
    return not policy.value if case.applicant.needs_visa else None


_POLICIES: dict[str, tuple[str, Meets]] = {
    "imgs_considered": ("graduates of schools abroad", _graduates_abroad),
    "citizenship_limits": ("citizenship", _citizenship),
    "yog_max_years": ("years since graduation", _within_years),
    "max_attempts": ("failed attempts", _within_attempts),
    "step2_min": ("Step 2 CK floor", _step_2),
    "step1_min": ("Step 1", _step_1),
    "usce_months": ("US clinical experience", _months),
    "usce": ("US clinical experience", _months),
    "ecfmg_required_at_application": ("ECFMG certificate", _certificate),
    "comlex_accepted": ("COMLEX without USMLE", _comlex),
}
"""Policy to the rule it decides and whether a case meets it; None where it does not apply."""
