"""Claims that the case file does not bear out."""

import re
from collections.abc import Callable, Iterator, Mapping

from thirdfriday.domain.applicant import Applicant, CertificationStatus, VisaKind, WorkAuthorization
from thirdfriday.domain.case import Case
from thirdfriday.domain.examinations import Examination
from thirdfriday.domain.experience import ClinicalKind, LanguageLevel, RedFlagKind
from thirdfriday.kit.claim import Claim
from thirdfriday.kit.claims import claims_of, exam_named, same_language
from thirdfriday.kit.finding import Finding, Severity
from thirdfriday.kit.kit_numbers import kit_value
from thirdfriday.kit.lint_context import LintContext

_FLUENT = (LanguageLevel.NATIVE, LanguageLevel.FLUENT)
_FIX = "Write what the file holds; if the file is out of date, mend the file first."


def contradictions_with_case(context: LintContext) -> Iterator[Finding]:
    """A finding for each claim that the case file contradicts or does not hold."""
    for claim in claims_of(context):
        problem = _problem(claim, context.case)
        if problem:
            yield Finding("contradicts_case", Severity.ERROR, claim.start, claim.end, problem, _FIX)


def _problem(claim: Claim, case: Case) -> str:
    """What the case says instead; empty where the claim stands. [sentence]"""
    topic, _, rest = claim.about.partition(".")
    if topic == "score":
        return _score(rest, claim.value, case.applicant)
    if topic in ("usce", "publications", "abstracts"):
        return _count(topic, rest, float(claim.value), case.applicant)
    if topic in ("tie", "rotation"):
        return "" if rest.startswith("date") else _place(claim, case.applicant)
    if topic in ("stay", "years"):
        return (_stay if topic == "stay" else _years)(claim.value, case.applicant)
    if topic == "language":
        return _language(rest, claim.value, case.applicant)
    return _status(topic, claim, case)


def _score(name: str, value: str, applicant: Applicant) -> str:
    examination: Examination = getattr(applicant.examinations, name)
    shown = name.replace("_", " ")
    if examination.score is not None and str(examination.score) != value:
        return f"The case file has {examination.score} for {shown}, not {value}."
    if not examination.taken:
        return f"The case file has no result for {shown}."
    return ""


def _count(topic: str, part: str, value: float, applicant: Applicant) -> str:
    if topic == "usce":
        stays = applicant.clinical_experience
        known = (
            applicant.us_clinical_months() if part == "hands_on" else sum(s.months for s in stays)
        )
        hands_on = " hands-on" if part == "hands_on" else ""
        if value > known:
            held = f"{known:g} months of{hands_on} US clinical experience"
            return f"The case file has {held}, not {value:g}."
        return ""
    recorded: int = getattr(applicant.research, topic)
    if value > recorded or (part == "all" and topic == "publications" and value < recorded):
        return f"The case file has {recorded} {topic}, not {value:g}."
    return ""


def _sub_internship(claim: Claim, case: Case) -> str:
    value, applicant = float(claim.value), case.applicant
    held = sum(stay.months for stay in applicant.clinical_experience
               if stay.kind is ClinicalKind.SUB_INTERNSHIP)  # fmt: skip
    if not held or value <= held:
        return ""
    return f"The case file has {held:g} months of sub-internships, not {value:g}."


def _place(claim: Claim, applicant: Applicant) -> str:
    key, _, states = claim.value.partition("|")
    wanted = set(states.split(","))
    places = [tie.place for tie in applicant.ties] + [
        s.place for s in applicant.clinical_experience
    ]
    places += [letter.place for letter in applicant.letters if claim.about.startswith("rotation")]
    if any(place is not None and place.state in wanted for place in places):
        return "" if not _other_city(claim, key, applicant) else _no_tie(key)
    if claim.about.startswith("rotation"):
        placeless = any(stay.place is None for stay in applicant.clinical_experience)
        home_school = not applicant.type.international and claim.about == "rotation.any"
        if placeless or home_school:
            return ""
        return f"The case file has no clinical experience in {key.title()}."
    return _no_tie(key)


def _years(value: str, applicant: Applicant) -> str:
    """Whether a tie is said to be longer than the file has it."""
    said, _, states = value.partition("|")
    held = [
        tie.years
        for tie in applicant.ties
        if tie.years is not None and tie.place is not None and tie.place.state in states.split(",")
    ]
    if held and float(said) > max(held) + kit_value("lint.years_near"):
        return f"The case file has that tie as {max(held):g} years, not {said}."
    return ""


def _stay(value: str, applicant: Applicant) -> str:
    """Whether a clinical stay is said to be longer than all that the file has there."""
    said, key, states = value.split("|")
    known = [(stay.place, stay.months) for stay in applicant.clinical_experience if stay.place]
    there = [months for place, months in known if place.city and place.city.lower() == key]
    around = [months for place, months in known if place.state in states.split(",")]
    held = sum(there or around)
    if held and float(said) > held:
        where = key.title() if there else f"the state of {key.title()}"
        return f"The case file has {held:g} months in {where}, not {said}."
    return ""


def _no_tie(key: str) -> str:
    return f"The case file records no tie to {key.title()}: record it if true, or do not claim it."


def _other_city(claim: Claim, key: str, applicant: Applicant) -> bool:
    """Whether the claim is of home or kin in a state where only a rotation is recorded."""
    if not claim.about.startswith(("tie.home", "tie.kin")):
        return False
    states = set(claim.value.partition("|")[2].split(","))
    return not any(tie.place is not None and tie.place.state in states for tie in applicant.ties)


def _language(name: str, level: str, applicant: Applicant) -> str:
    for language in applicant.languages:
        if same_language(language.name) == name:
            if level == "fluent" and language.level not in _FLUENT:
                return f"The case file has {language.name} as {language.level}, not fluent."
            return ""
    return f"The case file does not list {name.title()} among your languages."


def _status(topic: str, claim: Claim, case: Case) -> str:
    check = _CHECKS.get(topic)
    return check(claim, case) if check else ""


def _right_to_work(claim: Claim, case: Case) -> str:
    person = case.applicant
    american = "US" in (person.citizenship, *person.other_citizenships)
    if claim.value == "us_citizen" and not american:
        return f"The case file has citizenship {person.citizenship}, not US."
    resident = person.work_authorization is WorkAuthorization.PERMANENT_RESIDENT
    if claim.value == "permanent_resident" and not resident:
        return f"The case file has the right to work as {_words(person.work_authorization)}."
    return ""


def _passed(claim: Claim, case: Case) -> str:
    examination: Examination = getattr(case.applicant.examinations, claim.value)
    if examination.passed:
        return ""
    return f"The case file has {_words(claim.value)} as {_words(examination.result)}."


def _certified(claim: Claim, case: Case) -> str:
    status = case.applicant.certification.status
    if status is CertificationStatus.CERTIFIED:
        return ""
    return f"The case file has ECFMG certification as {_words(status)}."


def _honor(claim: Claim, case: Case) -> str:
    if claim.value in case.applicant.education.honor_societies:
        return ""
    return f"The case file lists no election to {_words(claim.value).upper()}."


def _honored(claim: Claim, case: Case) -> str:
    held = case.applicant.education.clerkships_honored
    if held is None or float(claim.value) <= held:
        return ""
    return f"The case file has {held} clerkships honored, not {float(claim.value):g}."


def _degree(claim: Claim, case: Case) -> str:
    listed = claim.value in case.applicant.education.further_degrees
    return "" if listed else f"The case file lists no {claim.value.upper()}."


def _applied(claim: Claim, case: Case) -> str:
    before = case.applicant.previous_matches
    wrong = bool(before) if claim.value == "first_time" else not before
    return f"The case file has {before} earlier seasons." if wrong else ""


def _gap(claim: Claim, case: Case) -> str:
    recorded = any(flag.kind is RedFlagKind.GAP for flag in case.applicant.red_flags)
    return "The case file records a gap." if recorded else ""


def _graduation(claim: Claim, case: Case) -> str:
    year = case.applicant.education.graduation_year
    if int(claim.value) == year:
        return ""
    return f"The case file has graduation in {year}, not {claim.value}."


def _one_specialty(claim: Claim, case: Case) -> str:
    if len(case.wants.specialties) < 2:
        return ""
    names = " and ".join(_words(name) for name in case.wants.specialties)
    return f"The case file has applications in {names}."


def _words(value: str) -> str:
    return str(value).replace("_", " ")


_SAID_FAILED = re.compile(
    r"fail|not pass|twice|times|again|second|third|2nd|3rd|retook|retake|repeated", re.IGNORECASE
)


def _attempts(claim: Claim, case: Case) -> str:
    person = case.applicant
    named = exam_named(claim.sentence)
    examinations = [getattr(person.examinations, name) for name in named]
    if claim.value == "first":
        failed = sum(e.failed_attempts for e in examinations) if named else person.failed_attempts
        return f"The case file has {failed} failed attempts." if failed else ""
    said = named if _SAID_FAILED.search(claim.sentence) else []
    if len(said) == 1 and not examinations[0].failed_attempts:
        return f"The case file has no failed attempt at {_words(said[0])}."
    return ""


def _visa(claim: Claim, case: Case) -> str:
    value, person = claim.value, case.applicant
    if value == "none" and person.needs_visa:
        return f"The case file says that you need a visa ({_words(person.visa_need)})."
    if value in ("needed", "h1b") and not person.needs_visa:
        return "The case file says that you need no visa."
    if value == "h1b" and VisaKind.H1B not in person.visa_need.usable:
        return f"The case file names {_words(person.visa_need)}, not H-1B."
    return ""


def _type(claim: Claim, case: Case) -> str:
    value = claim.value
    kind = case.applicant.type
    if value == "img" and not kind.international:
        return f"The case file has you as {_words(kind)}, not as an international graduate."
    if value == "do" and kind.group != "do":
        return f"The case file has you as {_words(kind)}, not as an osteopathic student."
    if value == "senior" and case.applicant.education.graduation_year < case.season:
        return f"The case file has graduation in {case.applicant.education.graduation_year}."
    return ""


_CHECKS: Mapping[str, Callable[[Claim, Case], str]] = {
    "attempts": _attempts,
    "sub_internship": _sub_internship,
    "visa": _visa,
    "status": _right_to_work,
    "type": _type,
    "passed": _passed,
    "certified": _certified,
    "honor": _honor,
    "honored": _honored,
    "degree": _degree,
    "applied": _applied,
    "gap": _gap,
    "graduation": _graduation,
    "specialties": _one_specialty,
}
