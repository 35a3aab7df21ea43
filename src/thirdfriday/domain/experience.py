"""What an applicant has done: clinical months, research, letters, languages, ties, red flags."""

from dataclasses import dataclass
from enum import StrEnum

from thirdfriday.domain.named_place import NamedPlace


class ClinicalKind(StrEnum):
    """A kind of US clinical experience, from caring for patients to watching or research."""

    SUB_INTERNSHIP = "sub_internship"
    CLERKSHIP = "clerkship"
    HANDS_ON = "hands_on"
    EXTERNSHIP = "externship"
    OBSERVERSHIP = "observership"
    TELEHEALTH = "telehealth"
    RESEARCH = "research"


HANDS_ON_KINDS = frozenset(
    {
        ClinicalKind.SUB_INTERNSHIP,
        ClinicalKind.CLERKSHIP,
        ClinicalKind.HANDS_ON,
        ClinicalKind.EXTERNSHIP,
    }
)


@dataclass(frozen=True, slots=True)
class ClinicalExperience:
    """One stay in US clinical work. `months` [months]; place and program when known."""

    kind: ClinicalKind
    months: float
    place: NamedPlace | None = None
    specialty: str | None = None
    program_id: str | None = None


@dataclass(frozen=True, slots=True)
class Research:
    """Research as ERAS counts it: experiences, publications, abstracts [count], `years` [years]."""

    experiences: int = 0
    publications: int = 0
    abstracts: int = 0
    years: float = 0.0


class Closeness(StrEnum):
    """How well the writer of a letter knows the applicant."""

    CLOSE = "close"
    MODERATE = "moderate"
    DISTANT = "distant"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of recommendation."""

    specialty: str | None
    closeness: Closeness
    us_faculty: bool
    place: NamedPlace | None = None
    program_id: str | None = None
    chair: bool = False


class LanguageLevel(StrEnum):
    """How well a language is spoken with patients."""

    NATIVE = "native"
    FLUENT = "fluent"
    CONVERSATIONAL = "conversational"
    BASIC = "basic"


@dataclass(frozen=True, slots=True)
class Language:
    """A language spoken and how well."""

    name: str
    level: LanguageLevel


class TieKind(StrEnum):
    """Why a place or a program would believe that the applicant means it."""

    FAMILY = "family"
    PARTNER = "partner"
    LIVED = "lived"
    SCHOOL = "school"
    ROTATION = "rotation"
    WORK = "work"
    ALUMNI = "alumni"
    FACULTY_ADVOCATE = "faculty_advocate"


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie to a place or to one program; `years` it has lasted, None where it has no length."""

    kind: TieKind
    place: NamedPlace | None = None
    program_id: str | None = None
    years: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.place is None and self.program_id is None:
            raise ValueError("A tie needs a place or a program.")


class RedFlagKind(StrEnum):
    """Something in the record that programs ask about."""

    FAILED_EXAM = "failed_exam"
    FAILED_COURSE = "failed_course"
    REPEATED_YEAR = "repeated_year"
    LOW_GRADES = "low_grades"
    LEAVE = "leave"
    GAP = "gap"
    PROBATION = "probation"
    PROFESSIONALISM = "professionalism"
    DISMISSAL = "dismissal"
    CRIMINAL_RECORD = "criminal_record"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RedFlag:
    """A red flag and, in the applicant's own words, what happened and what changed."""

    kind: RedFlagKind
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """Work and volunteering [count], and whether it was for the underserved or primary care."""

    volunteer_experiences: int = 0
    work_experiences: int = 0
    underserved: bool = False
    primary_care: bool = False
