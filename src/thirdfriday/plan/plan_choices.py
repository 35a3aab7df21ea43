"""Sections of a plan about choices beside the list: the first year, and a couple's pairs."""

from dataclasses import dataclass

from thirdfriday.plan.plan_program import PlanProgram


@dataclass(frozen=True, slots=True)
class FirstYearApplication:
    """One preliminary or transitional program to apply to.

    `near_programs` counts the listed advanced programs within reach of it.
    """

    program: PlanProgram
    signal: str | None
    chance_of_interview: float
    chance_of_match: float
    near_programs: int
    fee_usd: float


@dataclass(frozen=True, slots=True)
class SupplementalList:
    """The first-year programs to rank behind one advanced program, `near` of them close by."""

    program: PlanProgram
    share_advanced: float
    ranked: tuple[PlanProgram, ...]
    near: int


@dataclass(frozen=True, slots=True)
class FirstYear:
    """The first year that advanced positions need: which programs, days and supplemental lists.

    `chance_of_both` is of an advanced match with a first year; `value_at_stake` is what of the
    plan's value hangs on a first year; `gap` proves the first-year list given the main list.
    """

    chance_of_advanced_match: float
    chance_of_first_year_given_advanced: float
    chance_of_both: float
    value_at_stake: float
    interview_days: int
    applications: tuple[FirstYearApplication, ...]
    cost_usd: float
    over_budget_usd: float
    gap: float
    supplemental: tuple[SupplementalList, ...]


@dataclass(frozen=True, slots=True)
class PartnerList:
    """One partner's list for the pair: applications, signals, and what ranking so many costs.

    `changed` counts programs that are not on the list this partner would send alone.
    """

    title: str
    specialty: str
    applications: int
    cost_usd: float
    ranked_programs: int
    extra_rank_usd: float
    programs: tuple[PlanProgram, ...]
    signals: tuple[str, ...]
    changed: int


@dataclass(frozen=True, slots=True)
class CouplePair:
    """One line of the couple's rank list; a side may be "no match"."""

    rank: int
    first: str
    second: str
    near: bool
    value: float


@dataclass(frozen=True, slots=True)
class Couple:
    """Two partners' lists chosen together, chances of the pair, and the pairs to rank.

    `value` is a mean over `worlds` drawn worlds; `upper_bound` is what no two lists exceed even
    if distance did not matter, so that `gap` holds what distance costs as well.
    """

    value: float
    value_of_separate_lists: float
    upper_bound: float
    gap: float
    rounds: int
    worlds: int
    chance_both_near: float
    chance_both_apart: float
    chance_only_first: float
    chance_only_second: float
    chance_neither: float
    first: PartnerList
    second: PartnerList
    pairs_possible: int
    pairs_maximum: int
    pairs: tuple[CouplePair, ...]
