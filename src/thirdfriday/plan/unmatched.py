"""The answer after an unmatched season: what it speaks for, and what the next year can change."""

from dataclasses import asdict, dataclass
from typing import Any

from thirdfriday.plan.improvement_nouns import DecisionBranch, Improvement
from thirdfriday.plan.plan import Assumption, SourceUsed

UNMATCHED_SCHEMA = "thirdfriday-unmatched-1"


@dataclass(frozen=True, slots=True)
class SeasonCounts:
    """The season in counts, and what the model expected of it before."""

    applications: int
    interviews: int
    ranks: int
    expected_interviews: float
    chance_of_so_few_interviews: float
    chance_of_no_match_before: float
    chance_of_no_match_with_these_interviews: float
    told: str


@dataclass(frozen=True, slots=True)
class SpecialtyCounts:
    """One specialty of the season, from the log, and the interviews the model expected there."""

    specialty: str
    name: str
    applications: int
    interviews: int
    ranks: int
    expected_interviews: float


@dataclass(frozen=True, slots=True)
class Cause:
    """One explanation, how likely it is after the season, and what it calls for."""

    cause: str
    before: float
    after: float
    text: str


@dataclass(frozen=True, slots=True)
class GivenAway:
    """Something last season's list gave away: the chance with it done otherwise. [probability]"""

    what: str
    chance_of_match_as_it_was: float
    chance_of_match_otherwise: float
    gain: float
    text: str


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Everything after an unmatched season. Built by `build_unmatched`."""

    schema: str
    version: str
    season: int
    seed: int
    data_hash: str
    title: str
    counts: SeasonCounts
    causes: tuple[Cause, ...]
    diagnosis: str
    given_away: tuple[GivenAway, ...]
    chance_next_season_as_is: float
    branches: tuple[DecisionBranch, ...]
    changes: tuple[Improvement, ...]
    words: str
    notes: tuple[str, ...]
    assumptions: tuple[Assumption, ...]
    sources: tuple[SourceUsed, ...]
    by_specialty: tuple[SpecialtyCounts, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON values, under stable names."""
        document: dict[str, Any] = asdict(self)
        return document
