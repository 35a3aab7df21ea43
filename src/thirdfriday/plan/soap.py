"""The answer about SOAP: eligibility, times, the 45 applications, and when to accept an offer."""

from dataclasses import asdict, dataclass
from typing import Any

from thirdfriday.domain.chance import ChanceRange
from thirdfriday.plan.plan import Assumption, SourceUsed
from thirdfriday.plan.rank_order import Check

SOAP_SCHEMA = "thirdfriday-soap-1"


@dataclass(frozen=True, slots=True)
class UnfilledProgram:
    """One row of the list of unfilled programs; `apply` where the user marks it as theirs."""

    program_id: str
    positions: int
    code: str = ""
    score: float | None = None
    line: int = 0
    apply: bool = False


@dataclass(frozen=True, slots=True)
class SoapMoment:
    """One time of Match Week: Eastern and in the applicant's zone, both ISO 8601 with offset."""

    name: str
    title: str
    eastern: str
    local: str
    local_weekday: str
    ends_local: str | None
    hours_ahead_of_eastern: float
    confirmed: bool


@dataclass(frozen=True, slots=True)
class SoapApplication:
    """One application of the list: chance of an offer, worth, from which round to take it."""

    order: int
    id: str
    program: str
    nrmp_code: str
    city: str
    state: str
    specialty: str
    positions: int
    preliminary: bool
    in_target: bool
    chance_of_offer: float
    value: float
    accept_from_round: int
    confirm: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class RoundRule:
    """What to take in one round: the least value worth accepting, and what waiting is worth."""

    round: int
    starts_local: str
    accept_worth_at_least: float
    value_before: float
    chance_of_an_offer_from_here: float
    decline: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferDecision:
    """The advice on offers in hand in one round."""

    round: int
    best: str
    best_id: str
    value: float
    value_of_waiting: float
    chance_of_better: float
    accept: bool
    text: str


@dataclass(frozen=True, slots=True)
class PreparationStep:
    """One step of the checklist and the day it is due."""

    due: str
    text: str


@dataclass(frozen=True, slots=True)
class LikelyUnfilled:
    """A program that often leaves positions of a kind unfilled, for preparing beforehand."""

    id: str
    program: str
    city: str
    state: str
    chance_unfilled: float
    specialty: str
    kind: str


@dataclass(frozen=True, slots=True)
class SoapGroup:
    """One kind of position in one specialty: `kind` is wanted, preliminary year, other specialty.

    With the unfilled list `positions`, `applications` and `chance_of_any_offer` are of it; before
    it is out they are None, and `expected_unfilled` says how many of the programs open to the
    applicant will leave a position of that kind. `listed` counts programs, open to them or not.
    """

    kind: str
    specialty: str
    name: str
    listed: int
    positions: int | None
    open_to_you: int
    expected_unfilled: float | None
    applications: int | None
    chance_of_any_offer: float | None


@dataclass(frozen=True, slots=True)
class SoapAnswer:
    """Everything about SOAP for one applicant. Built by `build_soap`.

    Before the list is out `likely_unfilled` names programs of the wanted specialties, the
    likeliest first, and `likely_beyond` those of first years.
    """

    schema: str
    version: str
    season: int
    data_hash: str
    title: str
    zone: str
    maximum: int
    eligibility: tuple[Check, ...]
    times: tuple[SoapMoment, ...]
    conduct: tuple[str, ...]
    unfilled: int
    refused: tuple[Check, ...]
    applications: tuple[SoapApplication, ...]
    chance_of_any_offer: float | None
    range_of_any_offer: ChanceRange | None
    value: float | None
    rounds: tuple[RoundRule, ...]
    decision: OfferDecision | None
    likely_unfilled: tuple[LikelyUnfilled, ...]
    checklist: tuple[PreparationStep, ...]
    assumptions: tuple[Assumption, ...]
    sources: tuple[SourceUsed, ...]
    groups: tuple[SoapGroup, ...]
    likely_beyond: tuple[LikelyUnfilled, ...]

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON values, under stable names."""
        document: dict[str, Any] = asdict(self)
        return document
