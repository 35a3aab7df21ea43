"""The part of the case file schema that tells who applies."""

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

from thirdfriday.domain import applicant, education, examinations, experience
from thirdfriday.faces.case_file_bounds import whole_bound
from thirdfriday.faces.case_file_fields import (
    CountryWord,
    LanguageWord,
    PlaceWord,
    ProgramReference,
    SpecialtyWord,
    assumed,
    between,
    detail,
    given,
    up_to,
)


class Section(BaseModel):
    """A table of the case file; a key it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, str_max_length=None)
    noun: ClassVar[type]
    """The domain class that the section becomes; field names are the same."""
    inline: ClassVar[bool] = False
    """Whether the section is written on one line inside a list."""


TEXT: dict[str, Any] = {"max_length": whole_bound("text.longest")}
LIST: dict[str, Any] = {"max_length": whole_bound("items.most")}


class EducationSection(Section):
    """The medical school and what it says of you."""

    noun = education.Education

    school: str = given(
        "Name of your medical school.", "Example Medical College", min_length=1, **TEXT
    )
    country: CountryWord = given("Country of the school, ISO two-letter code.", "IN")
    region: education.SchoolRegion = given(
        "Part of the world the school is in; Caribbean schools are told apart.", "south_asia"
    )
    graduation_year: int = given(
        "Calendar year of your medical degree, past or expected.",
        2024,
        unit="year",
        ge=whole_bound("graduation_year.first"),
        le=whole_bound("season.last"),
    )
    graduation_month: int | None = detail(
        None, "Month of the degree.", example=6, unit="month, 1 to 12", ge=1, le=12
    )
    california_recognised: bool | None = assumed(
        None,
        "Whether the Medical Board of California recognises the school (look it up on mbc.ca.gov).",
        "not given: California programs are marked to ask",
        example=True,
    )
    class_quartile: int | None = assumed(
        None,
        "Quarter of the class you are in, 1 for the top quarter.",
        "not given: taken as the average of your applicant type",
        example=2,
        unit="quarter, 1 to 4",
        ge=1,
        le=4,
    )
    clerkships_honored: int | None = assumed(
        None,
        "Core clerkships with honors (or the school's highest grade).",
        "not given: taken as the average of your applicant type",
        example=3,
        unit="count",
        **up_to("count.highest"),
    )
    clerkships_graded: int | None = detail(
        None,
        "Core clerkships that were graded at all; needed with clerkships_honored.",
        example=7,
        unit="count",
        ge=1,
        le=whole_bound("count.highest"),
    )
    honor_societies: list[education.HonorSociety] = assumed(
        list, "Honor societies that elected you.", "not given: none", example=["ghhs"], **LIST
    )
    further_degrees: list[education.Degree] = assumed(
        list, "Degrees beside the medical one.", "not given: none", example=["mph"], **LIST
    )


class ExaminationSection(Section):
    """One licensing examination: how the latest sitting ended, the score, how many sittings."""

    noun = examinations.Examination

    result: examinations.ExaminationResult = given(
        "How the latest sitting ended; pending if the result is not out, scheduled if a date is "
        "booked.",
        "pass",
    )
    attempts: int = given(
        "Sittings so far, failed ones included; 0 if never sat.",
        1,
        unit="count",
        **up_to("attempts.highest"),
    )


_SCORE_REASON = "not given: taken as the average of your applicant type"


class PassFailStepSection(ExaminationSection):
    """Step 1, whose result is pass or fail for sittings from 26 January 2022."""

    score: int | None = detail(
        None,
        "Three-digit score, only if you sat before it became pass or fail.",
        example=221,
        unit="points",
        **between("usmle_score.lowest", "usmle_score.highest"),
    )


class StepSection(ExaminationSection):
    """A USMLE Step with a three-digit score."""

    score: int | None = assumed(
        None,
        "Three-digit score of the latest sitting.",
        _SCORE_REASON,
        example=235,
        unit="points",
        **between("usmle_score.lowest", "usmle_score.highest"),
    )


class PassFailLevelSection(ExaminationSection):
    """COMLEX Level 1, whose result is pass or fail for sittings from May 2022."""

    score: int | None = detail(
        None,
        "Three-digit score, only if you sat before it became pass or fail.",
        example=510,
        unit="points",
        **between("comlex_score.lowest", "comlex_score.highest"),
    )


class LevelSection(ExaminationSection):
    """A COMLEX Level with a three-digit score."""

    score: int | None = assumed(
        None,
        "Three-digit score of the latest sitting.",
        _SCORE_REASON,
        example=560,
        unit="points",
        **between("comlex_score.lowest", "comlex_score.highest"),
    )


_NOT_TAKEN = "not given: not taken"


class ExaminationsSection(Section):
    """Every licensing examination you have sat or booked."""

    noun = examinations.Examinations

    step_1: PassFailStepSection | None = assumed(
        None, "USMLE Step 1; pass or fail for sittings from 26 January 2022.", _NOT_TAKEN
    )
    step_2_ck: StepSection | None = assumed(None, "USMLE Step 2 CK.", _NOT_TAKEN)
    step_3: StepSection | None = assumed(
        None, "USMLE Step 3; most H-1B petitions need it passed first.", _NOT_TAKEN
    )
    comlex_1: PassFailLevelSection | None = assumed(None, "COMLEX-USA Level 1 (DO).", _NOT_TAKEN)
    comlex_2: LevelSection | None = assumed(None, "COMLEX-USA Level 2-CE (DO).", _NOT_TAKEN)
    comlex_3: LevelSection | None = assumed(None, "COMLEX-USA Level 3 (DO).", _NOT_TAKEN)


class CertificationSection(Section):
    """ECFMG certification, for graduates of schools outside the United States."""

    noun = applicant.Certification

    status: applicant.CertificationStatus = given(
        "How far it has come; not_needed for US and Canadian schools.", "certified"
    )
    pathway: int | None = detail(
        None, "ECFMG pathway for clinical skills.", example=1, unit="1 to 6", ge=1, le=6
    )


class ClinicalExperienceSection(Section):
    """One stay in US clinical work."""

    noun = experience.ClinicalExperience

    kind: experience.ClinicalKind = given(
        "What you did: care for patients (sub_internship, clerkship, hands_on, externship), watch "
        "(observership), or other.",
        "hands_on",
    )
    months: float = given(
        "How long; four weeks are one month.",
        2,
        unit="months",
        gt=0,
        le=whole_bound("experience_months.highest"),
    )
    place: PlaceWord | None = detail(None, "City and state.", example="Chicago, IL")
    specialty: SpecialtyWord | None = detail(None, "Specialty key.", example="internal_medicine")
    program_id: ProgramReference | None = detail(
        None,
        "The program, if its hospital has one in your specialty: its id, ACGME id or NRMP code.",
        example="1400531039",
    )


class ResearchSection(Section):
    """Research as ERAS counts it."""

    noun = experience.Research

    experiences: int = given("Research experiences.", 1, unit="count", **up_to("count.highest"))
    publications: int = given(
        "Peer-reviewed publications.", 0, unit="count", **up_to("count.highest")
    )
    abstracts: int = given(
        "Abstracts, posters and presentations.", 2, unit="count", **up_to("count.highest")
    )
    years: float = assumed(
        0.0,
        "Full-time years in research.",
        "not given: no full-time research",
        example=0.5,
        unit="years",
        **up_to("years.highest", whole=False),
    )


class LetterSection(Section):
    """One letter of recommendation."""

    noun = experience.Letter

    specialty: SpecialtyWord | None = detail(
        None, "Specialty of the writer.", example="internal_medicine"
    )
    closeness: experience.Closeness = given(
        "How well the writer knows your clinical work.", "close"
    )
    us_faculty: bool = given(
        "Whether the writer is on the faculty of a US hospital or school.", True
    )
    place: PlaceWord | None = detail(None, "Where the writer works.", example="Chicago, IL")
    program_id: ProgramReference | None = detail(
        None, "The program whose faculty the writer is on.", example="1400531039"
    )
    chair: bool = detail(False, "Whether it is a department chair's letter.", example=True)


class LanguageSection(Section):
    """A language you can use with patients."""

    noun = experience.Language

    name: LanguageWord = given("Its English name.", "Spanish")
    level: experience.LanguageLevel = given("How well you speak it with patients.", "fluent")


class TieSection(Section):
    """A reason why a place or a program would believe that you mean it; give one of the two."""

    noun = experience.Tie

    kind: experience.TieKind = given("What ties you.", "family")
    place: PlaceWord | None = detail(
        None, "City and state, or a whole state.", example="Los Angeles, CA"
    )
    program_id: ProgramReference | None = detail(None, "The program.", example="1400531039")
    years: float | None = detail(
        None,
        "How long it has lasted.",
        example=10,
        unit="years",
        **up_to("years.highest", whole=False),
    )
    note: str = detail("", "In your own words.", example="Aunt and cousins", **TEXT)


class RedFlagSection(Section):
    """Something in the record that programs ask about."""

    noun = experience.RedFlag

    kind: experience.RedFlagKind = given(
        "What it is; failed examinations are counted by themselves.", "leave"
    )
    explanation: str = detail(
        "", "What happened and what changed, in your own words.", example="Family illness", **TEXT
    )


class ServiceSection(Section):
    """Work and volunteering."""

    noun = experience.Service

    volunteer_experiences: int = given(
        "Volunteer experiences.", 2, unit="count", **up_to("count.highest")
    )
    work_experiences: int = given("Work experiences.", 1, unit="count", **up_to("count.highest"))
    underserved: bool = assumed(
        False, "Whether a main part was for underserved patients.", "not given: no", example=True
    )
    primary_care: bool = assumed(
        False, "Whether a main part was in primary care.", "not given: no", example=True
    )


class ApplicantSection(Section):
    """Who applies."""

    noun = applicant.Applicant

    type: applicant.ApplicantType = given(
        "Your applicant type: senior if you graduate in the summer of the Match, graduate if "
        "before; img for any school outside the United States.",
        "non_us_img",
    )
    citizenship: CountryWord = given(
        "Your citizenship, ISO two-letter code; US if you hold it.", "IN"
    )
    other_citizenships: list[CountryWord] = detail(
        list, "Further citizenships.", example=["GB"], **LIST
    )
    work_authorization: applicant.WorkAuthorization = given(
        "Your right to work in the United States today.", "none"
    )
    visa_need: applicant.VisaNeed = given(
        "Sponsorship you need and would accept; none for citizens and green-card holders.", "j1"
    )
    previous_matches: int = assumed(
        0,
        "Earlier seasons in which you applied.",
        "not given: first season",
        example=1,
        unit="count",
        **up_to("previous_matches.highest"),
    )
    education: EducationSection = given("Your medical school and what it says of you.", None)
    examinations: ExaminationsSection = given(
        "Your licensing examinations; at least one, even if not taken yet.", None
    )
    certification: CertificationSection | None = assumed(
        None,
        "ECFMG certification, asked of every school outside the US and Canada.",
        "not given: not needed for a US or Canadian school",
    )
    clinical_experience: list[ClinicalExperienceSection] = assumed(
        list, "Each stay in US clinical work.", "not given: none beyond your own school", **LIST
    )
    research: ResearchSection | None = assumed(
        None, "Research as ERAS counts it.", "not given: none"
    )
    letters: list[LetterSection] = assumed(
        list,
        "Each letter of recommendation.",
        "not given: letters as the average of your type",
        **LIST,
    )
    languages: list[LanguageSection] = assumed(
        list,
        "Each language beside English that you can use with patients.",
        "not given: English only",
        **LIST,
    )
    ties: list[TieSection] = assumed(
        list,
        "Each reason why a place or a program would believe that you mean it; name one of the two.",
        "not given: no ties to any place",
        **LIST,
    )
    red_flags: list[RedFlagSection] = assumed(
        list,
        "Each thing in the record that programs ask about.",
        "not given: none beyond failed examinations",
        **LIST,
    )
    service: ServiceSection | None = assumed(None, "Work and volunteering.", "not given: none")
