"""A case: one applicant, what they want and can spend, and every default that was assumed."""

from dataclasses import dataclass

from thirdfriday.domain.applicant import Applicant
from thirdfriday.domain.spending import Limits
from thirdfriday.domain.wants import Wants


@dataclass(frozen=True, slots=True)
class AssumedDefault:
    """A field the case did not give: what was assumed instead, and why."""

    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Case:
    """One applicant in one season; `season` is the year of the Match in March.

    `corrections` names files of what is known of programs, from where the case file lies.
    """

    season: int
    applicant: Applicant
    wants: Wants
    limits: Limits
    assumed_defaults: tuple[AssumedDefault, ...] = ()
    name: str = ""
    corrections: tuple[str, ...] = ()

    @property
    def years_since_graduation(self) -> int:
        """Whole years from graduation to applying for this season. [years]"""
        return self.applicant.years_since_graduation(self.season)
