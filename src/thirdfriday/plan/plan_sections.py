"""Sections of a plan beside its list: levels, feasibility, mistakes, standing, scenarios."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """A difference with its 80% range; below zero it takes away."""

    low: float
    central: float
    high: float


@dataclass(frozen=True, slots=True)
class CountedPlan:
    """The plan's list counted in simulated seasons; `standard_error` is the count's own."""

    seasons: int
    chance_of_match: float
    chance_of_match_in_target: float
    expected_interviews: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class LevelPlan:
    """The plan at one level of firmness about the target, beside the others."""

    level: str
    words: str
    chosen: bool
    feasible: bool
    chance_of_match: float
    chance_of_match_in_target: float
    expected_interviews: float
    chance_of_no_interview: float
    cost_usd: float
    applications: int
    applications_in_target: int


@dataclass(frozen=True, slots=True)
class GateCount:
    """One gate: programs refused at it, programs left, and how many are likely to say yes."""

    gate: str
    refused: int
    left: int
    likely: float


@dataclass(frozen=True, slots=True)
class Feasibility:
    """One wanted number of applications against the programs that exist and are open.

    `origin` says who wants it: the case file or an article. `gates` in the order in which they
    are asked; `new_programs` are open and have no history: an opportunity with a wider range.
    """

    wanted: str
    origin: str
    tier: int
    area: str
    minimum: int
    maximum: int
    exist: int
    open: int
    likely_open: float
    feasible: bool
    short_by: int
    gates: tuple[GateCount, ...]
    new_programs: int
    new_program_names: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What something costs: chances [0 to 1], interviews, dollars; above zero it is lost."""

    any_match: float
    in_target: float
    interviews: float
    usd: float


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake of a list: what shows it, what it costs and what mends it.

    `where` is "plan" or "your list"; the cost is that against the mended list, chosen anew.
    """

    key: str
    title: str
    where: str
    evidence: str
    cost: Cost
    mend: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The applicant's score against one group: its mean, spread and the share at or below."""

    group: str
    mean: float
    spread: float
    share_at_or_below: float
    kind: str


@dataclass(frozen=True, slots=True)
class SpecialtyStanding:
    """The score among applicants of the same type in one specialty, matched and unmatched."""

    specialty: str
    name: str
    everyone: Comparison
    matched: Comparison | None
    unmatched: Comparison | None
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the score stands: among examinees, by specialty, and against the own record."""

    examination: str
    score: int | None
    percentile: float | None
    examinees: str
    specialties: tuple[SpecialtyStanding, ...]
    own_record: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PolicyScenario:
    """One change of policy, and what it does to the plan's own list and to a list chosen anew."""

    key: str
    title: str
    dated: str
    status: str
    sources: tuple[str, ...]
    applies: bool
    programs_lost: int
    programs_at_risk: int
    interviews_lost: float
    change_in_chance_of_match: float
    change_in_chance_of_match_in_target: float
    change_in_cost_usd: float
    chosen_anew_chance_of_match: float | None
    words: str


@dataclass(frozen=True, slots=True)
class StatedPolicy:
    """A policy that a page or the user states of one program, ahead of the published tables.

    `said` has value, source, date and quote; `against` what contradicts it, each with its date;
    `confirm` where to look before leaning on it, empty when nothing is to be confirmed. `quote` is
    the sentence it rests on and `page` the page of a PDF it stands on, None where there is none.
    """

    program_id: str
    program: str
    city: str
    state: str
    field: str
    value: bool | int | float | str
    said: str
    kind: str
    on: str
    confidence: float
    against: tuple[str, ...]
    confirm: str
    chosen: bool
    quote: str = ""
    page: int | None = None
    link: str = ""
