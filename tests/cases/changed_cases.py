"""Cases drawn from the examples: other scores, places, specialties, limits, as a seed says."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from thirdfriday.domain.applicant import VisaNeed, WorkAuthorization
from thirdfriday.domain.case import Case
from thirdfriday.domain.experience import ClinicalExperience, ClinicalKind
from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.domain.spending import Limits
from thirdfriday.domain.wants import Area, PreferenceLevel, Preferences, Within

PLACES = (
    NamedPlace("CA", "Los Angeles"),
    NamedPlace("IL", "Chicago"),
    NamedPlace("NY", "New York"),
    NamedPlace("TX", "Houston"),
    NamedPlace("MI", "Detroit"),
    NamedPlace("FL", "Miami"),
)
SPECIALTIES = ("psychiatry", "neurology", "pediatrics", "family_medicine", "pathology")
LIMITS = (
    Limits(applications=12, interview_days=6),
    Limits(applications=35, interview_days=12),
    Limits(budget_usd=330.0, interview_days=10),
)


def drawn_case(example: Case, rng: np.random.Generator, *, level: str) -> Case:
    """The example with another score, specialty, target circle, limits and wishes."""
    place = PLACES[rng.integers(len(PLACES))]
    minutes = int(rng.choice([30, 60, 120]))
    wants = replace(
        example.wants,
        specialties=(SPECIALTIES[rng.integers(len(SPECIALTIES))],),
        level=PreferenceLevel(level),
        target=Area(within=(Within(place, minutes),)),
        next_areas=(),
        preferences=example.wants.preferences if rng.random() < 0.5 else Preferences(),
    )
    case = replace(example, wants=wants, limits=LIMITS[rng.integers(len(LIMITS))])
    return with_score(case, int(rng.integers(215, 262)))


def with_score(case: Case, score: int) -> Case:
    """The case with a Step 2 CK score, where one was sat."""
    exams = case.applicant.examinations
    if exams.step_2_ck.score is None:
        return case
    exams = replace(exams, step_2_ck=replace(exams.step_2_ck, score=score))
    return replace(case, applicant=replace(case.applicant, examinations=exams))


def with_months(case: Case, kind: ClinicalKind, months: float) -> Case:
    """The case with one more stay in US clinical work."""
    stays = (*case.applicant.clinical_experience, ClinicalExperience(kind, months))
    return replace(case, applicant=replace(case.applicant, clinical_experience=stays))


def without_visa_need(case: Case) -> Case:
    """The case of someone who may work without sponsorship, all else alike."""
    free = replace(
        case.applicant,
        visa_need=VisaNeed.NONE,
        work_authorization=WorkAuthorization.PERMANENT_RESIDENT,
    )
    return replace(case, applicant=free)


def with_minutes(case: Case, minutes: int) -> Case:
    """The case with a target circle of another size."""
    circle = replace(case.wants.target.within[0], minutes=minutes)
    return replace(case, wants=replace(case.wants, target=Area(within=(circle,))))


def with_level(case: Case, level: str) -> Case:
    """The case with another firmness about the target."""
    return replace(case, wants=replace(case.wants, level=PreferenceLevel(level)))


def better_records(case: Case, rng: np.random.Generator) -> Iterator[tuple[str, Case]]:
    """The same applicant with something more to show, change by change."""
    score = case.applicant.examinations.step_2_ck.score
    if score is not None:
        yield "a higher Step 2 CK", with_score(case, score + int(rng.integers(1, 16)))
    if case.applicant.type.international:
        kind = list(ClinicalKind)[rng.integers(len(ClinicalKind))]
        yield f"more {kind}", with_months(case, kind, float(rng.integers(1, 5)))
    if case.applicant.needs_visa:
        yield "no need of a visa", without_visa_need(case)
