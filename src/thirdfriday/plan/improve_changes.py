"""The changes an applicant could still make to a file, each as another case."""

from dataclasses import replace

from thirdfriday.domain.applicant import (
    Applicant,
    ApplicantType,
    Certification,
    CertificationStatus,
)
from thirdfriday.domain.case import Case
from thirdfriday.domain.examinations import Examination, ExaminationResult
from thirdfriday.domain.experience import (
    ClinicalExperience,
    ClinicalKind,
    Closeness,
    Letter,
)
from thirdfriday.domain.named_place import NamedPlace

GRADUATE_OF = {
    ApplicantType.MD_SENIOR: ApplicantType.MD_GRADUATE,
    ApplicantType.DO_SENIOR: ApplicantType.DO_GRADUATE,
}


def with_applicant(case: Case, applicant: Applicant) -> Case:
    """The case of an applicant with another record."""
    return replace(case, applicant=applicant)


def with_rotation(case: Case, months: float, place: NamedPlace | None = None) -> Case:
    """Months of hands-on work in the first specialty, in a place or anywhere."""
    person = case.applicant
    graduated = case.years_since_graduation > 0 or not person.type.senior
    kind = ClinicalKind.HANDS_ON if graduated else ClinicalKind.SUB_INTERNSHIP
    stay = ClinicalExperience(kind, months, place, case.wants.specialties[0])
    stays = (*person.clinical_experience, stay)
    return with_applicant(case, replace(person, clinical_experience=stays))


def with_letter(case: Case, place: NamedPlace | None = None) -> Case:
    """A letter in the first specialty by US faculty who knows the applicant well."""
    letter = Letter(case.wants.specialties[0], Closeness.CLOSE, us_faculty=True, place=place)
    person = case.applicant
    return with_applicant(case, replace(person, letters=(*person.letters, letter)))


def with_research(case: Case, publications: int, experiences: int, years: float) -> Case:
    """More publications and research experiences."""
    person = case.applicant
    more = replace(
        person.research,
        publications=person.research.publications + publications,
        experiences=person.research.experiences + experiences,
        years=person.research.years + years,
    )
    return with_applicant(case, replace(person, research=more))


def with_volunteering(case: Case, experiences: int) -> Case:
    """More volunteer experiences."""
    person = case.applicant
    count = person.service.volunteer_experiences + experiences
    more = replace(person.service, volunteer_experiences=count)
    return with_applicant(case, replace(person, service=more))


def with_pass(case: Case, examination: str, score: int | None = None) -> Case:
    """An examination passed at its next sitting, with a score where it has one."""
    exams = case.applicant.examinations
    before: Examination = getattr(exams, examination)
    again = before.result is not ExaminationResult.PENDING
    passed = Examination(ExaminationResult.PASS, score, before.attempts + again)
    return with_applicant(
        case, replace(case.applicant, examinations=replace(exams, **{examination: passed}))
    )


def with_certificate(case: Case) -> Case:
    """ECFMG certified."""
    pathway = case.applicant.certification.pathway
    certified = Certification(CertificationStatus.CERTIFIED, pathway)
    return with_applicant(case, replace(case.applicant, certification=certified))


def with_recognised_school(case: Case) -> Case:
    """A school that the California board is found to recognise."""
    education = replace(case.applicant.education, california_recognised=True)
    return with_applicant(case, replace(case.applicant, education=education))


def a_year_later(case: Case, *, reapplying: bool, delayed: bool = False) -> Case:
    """The same file applying a season later: graduated a year longer ago, or graduation put off.

    `reapplying` counts an earlier Match without a position; `delayed` keeps a senior a senior.
    """
    person = case.applicant
    changed = replace(person, previous_matches=person.previous_matches + reapplying)
    if not delayed:
        education = replace(person.education, graduation_year=person.education.graduation_year - 1)
        kind = GRADUATE_OF.get(person.type, person.type)
        changed = replace(changed, education=education, type=kind)
    return with_applicant(case, changed)
