"""The applicant answers the questions that eligibility and chances ask."""

import dataclasses

import pytest

from thirdfriday.domain.applicant import (
    Applicant,
    ApplicantType,
    Certification,
    CertificationStatus,
    InterviewGroup,
    VisaKind,
    VisaNeed,
    WorkAuthorization,
)
from thirdfriday.domain.education import Education, SchoolRegion
from thirdfriday.domain.examinations import Examination, ExaminationResult, Examinations
from thirdfriday.domain.experience import ClinicalExperience, ClinicalKind, Tie, TieKind
from thirdfriday.domain.named_place import NamedPlace

LOS_ANGELES = NamedPlace("CA", "Los Angeles")


@pytest.fixture
def ana() -> Applicant:
    return Applicant(
        type=ApplicantType.NON_US_IMG,
        citizenship="IN",
        work_authorization=WorkAuthorization.NONE,
        visa_need=VisaNeed.J1,
        education=Education("Example", "IN", SchoolRegion.SOUTH_ASIA, 2024),
        examinations=Examinations(
            step_1=Examination(ExaminationResult.PASS, attempts=2),
            step_2_ck=Examination(ExaminationResult.PASS, score=235, attempts=1),
        ),
        certification=Certification(CertificationStatus.CERTIFIED),
        clinical_experience=(
            ClinicalExperience(ClinicalKind.HANDS_ON, 2),
            ClinicalExperience(ClinicalKind.HANDS_ON, 1.5),
            ClinicalExperience(ClinicalKind.OBSERVERSHIP, 1),
        ),
        ties=(
            Tie(TieKind.FAMILY, place=LOS_ANGELES, years=10),
            Tie(TieKind.SCHOOL, place=NamedPlace("CA")),
            Tie(TieKind.ROTATION, program_id="1400531039"),
        ),
    )


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        ("md_senior", "md"),
        ("md_graduate", "md"),
        ("do_senior", "do"),
        ("do_graduate", "do"),
        ("us_img", "us_img"),
        ("non_us_img", "non_us_img"),
    ],
)
def test_every_type_has_its_group(kind: str, group: str) -> None:
    assert ApplicantType(kind).group is InterviewGroup(group)


def test_seniors_and_international_types_are_told_apart() -> None:
    assert [kind.value for kind in ApplicantType if kind.senior] == ["md_senior", "do_senior"]
    assert [kind.value for kind in ApplicantType if kind.international] == ["us_img", "non_us_img"]


def test_years_since_graduation_count_to_the_september_of_applying(ana: Applicant) -> None:
    assert ana.years_since_graduation(2027) == 2
    assert ana.years_since_graduation(2025) == 0
    senior = dataclasses.replace(
        ana, education=dataclasses.replace(ana.education, graduation_year=2027)
    )
    assert senior.years_since_graduation(2027) == 0


def test_months_are_summed_by_kind(ana: Applicant) -> None:
    assert ana.us_clinical_months() == 3.5
    assert ana.us_clinical_months(ClinicalKind) == 4.5
    assert ana.us_clinical_months_by_kind == {
        ClinicalKind.HANDS_ON: 3.5,
        ClinicalKind.OBSERVERSHIP: 1,
    }


def test_ties_of_a_state_include_its_cities_but_not_the_reverse(ana: Applicant) -> None:
    assert [tie.kind for tie in ana.ties_to(NamedPlace("CA"))] == [TieKind.FAMILY, TieKind.SCHOOL]
    assert [tie.kind for tie in ana.ties_to(NamedPlace("CA", "los angeles"))] == [TieKind.FAMILY]
    assert ana.ties_to(NamedPlace("NY")) == ()
    assert [tie.kind for tie in ana.ties_to_program("1400531039")] == [TieKind.ROTATION]


def test_failed_attempts_and_group(ana: Applicant) -> None:
    assert ana.failed_attempts == 1
    assert ana.group is InterviewGroup.NON_US_IMG
    assert ana.needs_visa


def test_the_preferred_visa_comes_first() -> None:
    assert VisaNeed.NONE.usable == ()
    assert VisaNeed.J1_OR_H1B.usable[0] is VisaKind.J1
    assert VisaNeed.H1B_PREFERRED.usable[0] is VisaKind.H1B
    assert VisaNeed.H1B_ONLY.usable == (VisaKind.H1B,)
