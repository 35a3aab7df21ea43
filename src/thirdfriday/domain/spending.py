"""What an applicant can spend: money, applications, interview days, signals."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TierLimit:
    """How many applications one geographic tier must and may have. [count]

    Tier 1 is the target area, tier 2 the next areas, tier 3 everywhere else.
    """

    tier: int
    minimum: int = 0
    maximum: int | None = None

    def __post_init__(self) -> None:
        if self.minimum < 0 or (self.maximum is not None and self.maximum < self.minimum):
            raise ValueError("A tier needs 0 <= minimum <= maximum.")


@dataclass(frozen=True, slots=True)
class SignalsKept:
    """Signals of each kind that are not to be spent by the plan. [count]"""

    gold: int = 0
    silver: int = 0
    standard: int = 0


@dataclass(frozen=True, slots=True)
class Limits:
    """What the plan may use; None means no limit of that kind.

    `budget_usd`: application fees altogether [USD]. `applications` [count].
    `interview_days`: interviews the applicant can attend [count].
    `usd_per_percentage_point`: what one more point of chance of a match is worth to them [USD].
    """

    budget_usd: float | None = None
    applications: int | None = None
    interview_days: int | None = None
    usd_per_percentage_point: float | None = None
    tiers: tuple[TierLimit, ...] = ()
    signals_kept: SignalsKept = SignalsKept()

    @property
    def unlimited(self) -> bool:
        """Whether neither money, applications nor a price of money is given."""
        given = (self.budget_usd, self.applications, self.usd_per_percentage_point)
        return all(limit is None for limit in given)

    def tier(self, number: int) -> TierLimit:
        """The limits of one geographic tier; no limits where none are given."""
        for limit in self.tiers:
            if limit.tier == number:
                return limit
        return TierLimit(number)
