"""The answer to "what would help most": improvements, and the decision about another year."""

from dataclasses import asdict, dataclass
from typing import Any

from thirdfriday.plan.plan_sections import Change

SCHEMA = "thirdfriday-improve-1"


@dataclass(frozen=True, slots=True)
class OpenedGate:
    """One rule at which more programs say yes: how many, by the share known to pass it."""

    rule: str
    programs: float


@dataclass(frozen=True, slots=True)
class Opened:
    """What a change opens: programs no longer refused, and how many more are likely to say yes."""

    programs: int
    likely: float
    gates: tuple[OpenedGate, ...]


@dataclass(frozen=True, slots=True)
class ChangeBrought:
    """What a change brings, each with its range: chances [0 to 1] and interviews [count]."""

    any_match: Change
    in_target: Change
    interviews: Change


@dataclass(frozen=True, slots=True)
class FactBehind:
    """One number that a gain or a cost rests on, with where it comes from."""

    name: str
    low: float
    central: float
    high: float
    unit: str
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class Improvement:
    """One thing that could be changed. `change` is None where it is not possible.

    `reaches` says which reading it is in time for: "applications", "rank lists" or "next season"
    (then measured against the same file applying a season later). `cost_usd` with its range;
    `months` of work; `begin_by` the latest useful day. `per_1000_usd`: chance of a match gained
    for each 1,000 dollars.
    """

    key: str
    title: str
    possible: bool
    why: str
    reaches: str
    begin_by: str
    opened: Opened
    change: ChangeBrought | None
    cost_usd: float
    cost_low_usd: float
    cost_high_usd: float
    months: float
    per_1000_usd: float
    facts: tuple[FactBehind, ...]


@dataclass(frozen=True, slots=True)
class DecisionBranch:
    """One way to spend the next year: chances this season and by the end of the next one.

    `seasons` it gives; `cost_usd` expected, fees and years without a position together;
    `against_first` the chance by the end of the next season against the first branch.
    """

    key: str
    title: str
    possible: bool
    why: str
    seasons: int
    chance_this_season: float
    chance_next_season: float
    chance_by_then: float
    chance_in_target_by_then: float
    against_first: Change | None
    expected_cost_usd: float
    costs: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Apply now or take a year: all branches, the best first in `best`, and why in words."""

    question: str
    branches: tuple[DecisionBranch, ...]
    best: str
    words: str


@dataclass(frozen=True, slots=True)
class Improvements:
    """All improvements of one case, those that bring most for their cost first.

    `chance_*` are those of the list as it stands; all changes are at the same number of
    applications.
    """

    schema: str
    version: str
    season: int
    seed: int
    on: str
    title: str
    specialty: str
    target: str
    chance_of_match: float
    chance_of_match_in_target: float
    expected_interviews: float
    applications: int
    cost_usd: float
    improvements: tuple[Improvement, ...]
    decision: Decision
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON values."""
        document: dict[str, Any] = asdict(self)
        return document
