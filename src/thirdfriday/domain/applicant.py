"""The applicant: type, right to work, examinations, education and everything they bring."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from thirdfriday.domain.education import Education
from thirdfriday.domain.examinations import Examinations
from thirdfriday.domain.experience import (
    HANDS_ON_KINDS,
    ClinicalExperience,
    ClinicalKind,
    Language,
    Letter,
    RedFlag,
    Research,
    Service,
    Tie,
)
from thirdfriday.domain.named_place import NamedPlace


class InterviewGroup(StrEnum):
    """The four groups by which interview rates are published."""

    MD = "md"
    DO = "do"
    US_IMG = "us_img"
    NON_US_IMG = "non_us_img"


class ApplicantType(StrEnum):
    """The six types by which Match outcomes are published."""

    MD_SENIOR = "md_senior"
    MD_GRADUATE = "md_graduate"
    DO_SENIOR = "do_senior"
    DO_GRADUATE = "do_graduate"
    US_IMG = "us_img"
    NON_US_IMG = "non_us_img"

    @property
    def group(self) -> InterviewGroup:
        """The group whose interview rates apply to this type."""
        return _GROUP_OF_TYPE[self]

    @property
    def senior(self) -> bool:
        """Whether this type graduates in the summer of the Match."""
        return self in (ApplicantType.MD_SENIOR, ApplicantType.DO_SENIOR)

    @property
    def international(self) -> bool:
        """Whether the medical school is outside the United States."""
        return self in (ApplicantType.US_IMG, ApplicantType.NON_US_IMG)


_GROUP_OF_TYPE = {
    ApplicantType.MD_SENIOR: InterviewGroup.MD,
    ApplicantType.MD_GRADUATE: InterviewGroup.MD,
    ApplicantType.DO_SENIOR: InterviewGroup.DO,
    ApplicantType.DO_GRADUATE: InterviewGroup.DO,
    ApplicantType.US_IMG: InterviewGroup.US_IMG,
    ApplicantType.NON_US_IMG: InterviewGroup.NON_US_IMG,
}


class WorkAuthorization(StrEnum):
    """The right to work in the United States that the applicant holds today."""

    US_CITIZEN = "us_citizen"
    PERMANENT_RESIDENT = "permanent_resident"
    REFUGEE_OR_ASYLEE = "refugee_or_asylee"
    WORK_PERMIT = "work_permit"
    F1_OPT = "f1_opt"
    H1B_HOLDER = "h1b_holder"
    NONE = "none"


class VisaKind(StrEnum):
    """A visa that a residency program may sponsor."""

    J1 = "j1"
    H1B = "h1b"


class VisaNeed(StrEnum):
    """Which sponsorship the applicant needs and would accept.

    >>> VisaNeed.H1B_PREFERRED.usable
    (<VisaKind.H1B: 'h1b'>, <VisaKind.J1: 'j1'>)
    """

    NONE = "none"
    J1 = "j1"
    H1B_ONLY = "h1b_only"
    J1_OR_H1B = "j1_or_h1b"
    H1B_PREFERRED = "h1b_preferred"

    @property
    def usable(self) -> tuple[VisaKind, ...]:
        """The visas the applicant could use, the preferred first; empty when none is needed."""
        return _USABLE_VISAS[self]


_USABLE_VISAS: dict[VisaNeed, tuple[VisaKind, ...]] = {
    VisaNeed.NONE: (),
    VisaNeed.J1: (VisaKind.J1,),
    VisaNeed.H1B_ONLY: (VisaKind.H1B,),
    VisaNeed.J1_OR_H1B: (VisaKind.J1, VisaKind.H1B),
    VisaNeed.H1B_PREFERRED: (VisaKind.H1B, VisaKind.J1),
}


class CertificationStatus(StrEnum):
    """How far ECFMG certification has come; `not_needed` for US and Canadian MD and DO schools."""

    NOT_NEEDED = "not_needed"
    CERTIFIED = "certified"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"


@dataclass(frozen=True, slots=True)
class Certification:
    """ECFMG certification: its status and, where it applies, the pathway [1 to 6]."""

    status: CertificationStatus
    pathway: int | None = None


@dataclass(frozen=True, slots=True)
class Applicant:
    """Everything an applicant brings. Countries are ISO 3166-1 alpha-2 codes."""

    type: ApplicantType
    citizenship: str
    work_authorization: WorkAuthorization
    visa_need: VisaNeed
    education: Education
    examinations: Examinations
    certification: Certification
    other_citizenships: tuple[str, ...] = ()
    previous_matches: int = 0
    clinical_experience: tuple[ClinicalExperience, ...] = ()
    research: Research = field(default_factory=Research)
    letters: tuple[Letter, ...] = ()
    languages: tuple[Language, ...] = ()
    ties: tuple[Tie, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    service: Service = field(default_factory=Service)

    @property
    def group(self) -> InterviewGroup:
        """The group whose interview rates apply to this applicant."""
        return self.type.group

    @property
    def needs_visa(self) -> bool:
        """Whether a program must sponsor a visa for this applicant."""
        return self.visa_need is not VisaNeed.NONE

    @property
    def failed_attempts(self) -> int:
        """Failed sittings over every licensing examination. [count]"""
        return self.examinations.failed_attempts

    def years_since_graduation(self, season: int) -> int:
        """Whole years from graduation to applying, in September before `season`. [years]

        Never negative: a senior who graduates in the summer of the Match has 0.
        """
        return max(0, season - 1 - self.education.graduation_year)

    def us_clinical_months(self, kinds: Iterable[ClinicalKind] = HANDS_ON_KINDS) -> float:
        """Months of US clinical experience of `kinds`; hands-on kinds by default. [months]"""
        wanted = frozenset(kinds)
        return sum(stay.months for stay in self.clinical_experience if stay.kind in wanted)

    @property
    def us_clinical_months_by_kind(self) -> dict[ClinicalKind, float]:
        """Months of US clinical experience of each kind that occurs. [months]"""
        months: dict[ClinicalKind, float] = {}
        for stay in self.clinical_experience:
            months[stay.kind] = months.get(stay.kind, 0.0) + stay.months
        return months

    def ties_to(self, place: NamedPlace) -> tuple[Tie, ...]:
        """The ties that lie at `place`: give only a state to ask for the whole state.

        A tie to a whole state does not count as one to a city of it.
        """
        return tuple(tie for tie in self.ties if tie.place is not None and place.covers(tie.place))

    def ties_to_program(self, program_id: str) -> tuple[Tie, ...]:
        """The ties that name this very program."""
        return tuple(tie for tie in self.ties if tie.program_id == program_id)
