"""The answer about a rank order list: chances line by line, the true order, what each line does."""

from dataclasses import asdict, dataclass
from typing import Any

from thirdfriday.domain.chance import ChanceRange
from thirdfriday.plan.plan import Assumption, Gate, SourceUsed

RANK_SCHEMA = "thirdfriday-rank-1"


@dataclass(frozen=True, slots=True)
class RankLine:
    """One rank: the chance of getting there, of being taken there, of matching there.

    Chances are shares of simulated seasons; `standard_error` is that of `chance_of_match_here`.
    """

    rank: int
    program: str
    id: str
    nrmp_code: str
    city: str
    state: str
    specialty: str
    in_target: bool
    value: float
    chance_of_match_here: float
    chance_reached: float
    chance_if_reached: float
    cumulative: float
    standard_error: float
    range_here: ChanceRange
    eligibility: tuple[Gate, ...]
    warnings: tuple[str, ...]
    tags: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class SuggestedRank:
    """One rank of the order that the owner's own values give, and what moved it."""

    rank: int
    program: str
    id: str
    value: float
    listed_at: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderTried:
    """One order of the same list on the same simulated seasons.

    `value` counts unmatched as 0; `seasons_better` are seasons that ended better for the owner
    than the true order did: none, whatever the order.
    """

    order: str
    ids: tuple[str, ...]
    value: float
    chance_of_match: float
    chance_of_match_in_target: float
    seasons_better: int
    seasons_worse: int


@dataclass(frozen=True, slots=True)
class TrueOrder:
    """The demonstration that ordering by likelihood gains nothing, on the owner's own numbers."""

    seasons: int
    text: str
    tried: tuple[OrderTried, ...]
    orders_that_beat_it: int
    random_orders: int


@dataclass(frozen=True, slots=True)
class LineEffect:
    """What taking one program off the list, or putting one on, does. Changes in [probability]."""

    id: str
    program: str
    city: str
    state: str
    rank: int
    chance_of_match: float
    change_in_chance_of_match: float
    chance_of_match_in_target: float
    value: float
    change_in_value: float
    fee_change_usd: float


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to settle before certifying, with the page that settles it."""

    check: str
    result: str
    text: str
    page: str
    programs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListFees:
    """What the length of the list costs; None where an amount was not found."""

    ranks: int
    codes: int
    included: int
    extra_codes: int
    extra_usd: float
    maximum: int
    supplemental_codes: int
    supplemental_extra_usd: float
    couples_usd: float | None
    long_list_usd: float | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class CriterionWeight:
    """The fitted weight of one criterion; the magnitudes sum to one."""

    criterion: str
    weight: float


@dataclass(frozen=True, slots=True)
class Criteria:
    """The owner's weights by comparison, and the answers that clash."""

    answers: int
    agreement: float
    weights: tuple[CriterionWeight, ...]
    inconsistencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairLine:
    """One rank of a couple's list; a program of None is the No-Match code."""

    rank: int
    first: str | None
    second: str | None
    first_id: str | None
    second_id: str | None
    minutes_apart: float | None
    value: float
    chance: float


@dataclass(frozen=True, slots=True)
class CoupleAnswer:
    """A couple's list of pairs: its length, its outcomes, its fees, and what cannot be promised."""

    pairs: tuple[PairLine, ...]
    pairs_possible: int
    maximum: int
    cut: int
    chance_both_matched: float
    chance_together: float
    chance_only_first: float
    chance_only_second: float
    chance_neither: float
    chance_in_target: float
    value: float
    alone_first: float
    alone_second: float
    no_match_code: str
    text: str


@dataclass(frozen=True, slots=True)
class RankAnswer:
    """Everything about one rank order list. Built by `build_rank_order`.

    `standard_error` is that of `chance_of_match`, from the number of simulated seasons.
    """

    schema: str
    version: str
    season: int
    seed: int
    data_hash: str
    title: str
    target: str
    deadline: str
    basis: str
    values_from: str
    chance_of_match: ChanceRange
    chance_of_match_in_target: ChanceRange
    chance_of_match_on_sure_lines: float
    standard_error: float
    value: float
    lines: tuple[RankLine, ...]
    suggested: tuple[SuggestedRank, ...]
    truth: TrueOrder
    without: tuple[LineEffect, ...]
    adding: tuple[LineEffect, ...]
    checks: tuple[Check, ...]
    fees: ListFees
    criteria: Criteria | None
    couple: CoupleAnswer | None
    assumptions: tuple[Assumption, ...]
    sources: tuple[SourceUsed, ...]

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON values, under stable names."""
        document: dict[str, Any] = asdict(self)
        return document
