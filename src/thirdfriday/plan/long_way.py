"""The answer about the long way: practising in the region wanted, years after any match."""

from dataclasses import asdict, dataclass
from typing import Any

from thirdfriday.domain.chance import ChanceRange
from thirdfriday.plan.plan import Assumption, SourceUsed

LONG_WAY_SCHEMA = "thirdfriday-long-way-1"


@dataclass(frozen=True, slots=True)
class RouteShare:
    """How much of the chance comes by one route. [probability]"""

    route: str
    chance: float


@dataclass(frozen=True, slots=True)
class WayFrom:
    """The way from a match in one place: chance of practising in the target by year and route."""

    start: str
    place: str
    chance: ChanceRange
    by_year: tuple[float, ...]
    routes: tuple[RouteShare, ...]
    still_training: float
    abroad: float


@dataclass(frozen=True, slots=True)
class Clock:
    """A limit of law on the way, and whether the way keeps within it."""

    clock: str
    result: str
    text: str
    page: str


@dataclass(frozen=True, slots=True)
class WayStep:
    """One step of the years in training: the day it is due, what for, where the date is from."""

    due: str
    step: str
    why: str
    page: str


@dataclass(frozen=True, slots=True)
class StateRetention:
    """How many of those who trained in a state practise in it, and the way back from a match there.

    `chance_in_target`: practising in the target in the last year, after a match in this state
    outside the target.
    """

    state: str
    trained: int
    stayed_share: float
    chance_in_target: float


@dataclass(frozen=True, slots=True)
class LongWay:
    """Everything about the way back for one applicant. Built by `build_long_way`."""

    schema: str
    version: str
    season: int
    seed: int
    data_hash: str
    title: str
    target: str
    target_states: tuple[str, ...]
    years: int
    share_of_state: float
    ways: tuple[WayFrom, ...]
    text: str
    clocks: tuple[Clock, ...]
    steps: tuple[WayStep, ...]
    retention: tuple[StateRetention, ...]
    assumptions: tuple[Assumption, ...]
    sources: tuple[SourceUsed, ...]

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON values, under stable names."""
        document: dict[str, Any] = asdict(self)
        return document
