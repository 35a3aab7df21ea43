"""The season's answer: a frozen, complete forecast with what changed and what to do."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from thirdfriday.domain.chance import ChanceRange
from thirdfriday.plan.plan import Assumption, CaseSummary, Headline, Note, SourceUsed

SCHEMA = "thirdfriday-season-1"


@dataclass(frozen=True, slots=True)
class SeasonProgram:
    """One program of the log or the list: where it stands, and its chances now and before.

    `state` is that of the US; `status` what the log says. Chances are None for a program of
    another specialty. `value_of_interview` is what giving up a held interview would cost, alone.
    """

    id: str
    acgme_id: str | None
    name: str
    city: str
    state: str
    specialty: str
    in_target: bool
    status: str
    since: str | None
    signal: str | None
    sent_on: str | None
    invited_on: str | None
    interview_on: str | None
    chance_of_interview: ChanceRange | None
    chance_of_interview_before: ChanceRange | None
    chance_of_match: float | None
    chance_of_match_before: float | None
    chance_of_match_if_interviewed: float | None
    share_of_invitations_out: float | None
    value_of_interview: float | None
    remark: str


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of news in the order it came, and the chance of a match before and after it."""

    kind: str
    on: str
    programs: tuple[str, ...]
    text: str
    chance_beforehand: float | None
    chance_of_match_before: float
    chance_of_match_after: float
    change_in_chance_of_match: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What an action is expected to do, computed on this list; None where nothing is computed."""

    chance_of_match: float | None = None
    chance_of_match_in_target: float | None = None
    value: float | None = None
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class ProgramRef:
    """A program as an action names it."""

    id: str
    name: str
    city: str
    state: str


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do: what, with which programs, by when, and its computed effect.

    `chance` is that of the event a trigger waits for; `assumed` marks an effect that rests on an
    assumption more than on a published figure.
    """

    kind: str
    text: str
    programs: tuple[ProgramRef, ...]
    deadline: str | None
    effect: Effect
    chance: float | None = None
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class LogSummary:
    """The log as it was read: entries used and left aside, counts by status, matched names."""

    entries: int
    after_the_day: int
    counts: dict[str, int]
    matched_by_name: tuple[dict[str, Any], ...]
    list_from: str


@dataclass(frozen=True, slots=True)
class QualityView:
    """What the answers say of the quality that the file does not show. [log-odds]

    `percentile`: the share of applicants with the same file whose unseen quality is lower.
    """

    mean: float
    low: float
    high: float
    percentile: float


@dataclass(frozen=True, slots=True)
class Timing:
    """How far the season is: share of invitations out on the day, and by which day most are."""

    programs_see_on: str
    share_out: float
    half_out_on: str
    most_out_on: str
    invitations: int
    invitations_expected_by_now: float


@dataclass(frozen=True, slots=True)
class PacePoint:
    """Invitations by one day: expected before any answer, and received; None in the future."""

    on: str
    expected: float
    received: int | None


@dataclass(frozen=True, slots=True)
class SeasonPlan:
    """The plan given what has happened. Built by `build_season`."""

    schema: str
    version: str
    season: int
    on: str
    seed: int
    data_hash: str
    case: CaseSummary
    headline: Headline
    headline_before: Headline
    changes: tuple[Change, ...]
    programs: tuple[SeasonProgram, ...]
    actions: tuple[Action, ...]
    timing: Timing
    quality: QualityView
    log: LogSummary
    assumptions: tuple[Assumption, ...]
    notes: tuple[Note, ...]
    sources: tuple[SourceUsed, ...]
    pace: tuple[PacePoint, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The season as plain JSON values."""
        document: dict[str, Any] = asdict(self)
        return document


def iso(day: dt.date | None) -> str | None:
    """A day as written in JSON."""
    return None if day is None else day.isoformat()
