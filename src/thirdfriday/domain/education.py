"""Where and when an applicant studied medicine, and how the school judged them."""

from dataclasses import dataclass
from enum import StrEnum


class SchoolRegion(StrEnum):
    """Where the medical school is; the Caribbean is told apart from the rest."""

    US = "us"
    CANADA = "canada"
    CARIBBEAN = "caribbean"
    LATIN_AMERICA = "latin_america"
    EUROPE = "europe"
    MIDDLE_EAST = "middle_east"
    SUB_SAHARAN_AFRICA = "sub_saharan_africa"
    SOUTH_ASIA = "south_asia"
    EAST_ASIA = "east_asia"
    OCEANIA = "oceania"


class HonorSociety(StrEnum):
    """A society that elects students: for grades (AOA, Sigma Sigma Phi) or humanism (GHHS)."""

    AOA = "aoa"
    GHHS = "ghhs"
    SIGMA_SIGMA_PHI = "sigma_sigma_phi"


class Degree(StrEnum):
    """A further degree held beside the medical one."""

    PHD = "phd"
    MPH = "mph"
    MBA = "mba"
    MASTERS = "masters"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Education:
    """The medical school, the graduation and the school's judgement.

    `class_quartile` is 1 (top) to 4; None where the school does not rank.
    `clerkships_honored` of `clerkships_graded` core clerkships; None where not known.
    `california_recognised` is None where the applicant has not looked it up.
    """

    school: str
    country: str
    region: SchoolRegion
    graduation_year: int
    graduation_month: int | None = None
    california_recognised: bool | None = None
    class_quartile: int | None = None
    clerkships_honored: int | None = None
    clerkships_graded: int | None = None
    honor_societies: tuple[HonorSociety, ...] = ()
    further_degrees: tuple[Degree, ...] = ()

    @property
    def honors_share(self) -> float | None:
        """Share of graded core clerkships with honors; None where not known. [share, 0 to 1]"""
        if self.clerkships_honored is None or not self.clerkships_graded:
            return None
        return self.clerkships_honored / self.clerkships_graded
