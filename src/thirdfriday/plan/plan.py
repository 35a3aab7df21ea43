"""The Plan: a frozen, complete, serialisable answer for one applicant."""

from dataclasses import asdict, dataclass
from typing import Any

from thirdfriday.domain.chance import ChanceRange
from thirdfriday.domain.count_range import CountRange
from thirdfriday.plan.plan_choices import Couple, FirstYear
from thirdfriday.plan.plan_program import PlanProgram as PlanProgram  # noqa: PLC0414 - others take it from here
from thirdfriday.plan.plan_sections import (
    CountedPlan,
    Feasibility,
    LevelPlan,
    Mistake,
    PolicyScenario,
    Standing,
    StatedPolicy,
)

SCHEMA = "thirdfriday-plan-1"


@dataclass(frozen=True, slots=True)
class Gate:
    """One eligibility rule at one program: pass, fail or ask, with the fact it rests on."""

    rule: str
    result: str
    fact: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One factor of a chance of interview, in log-odds against the average of the type."""

    factor: str
    log_odds: float
    fact: str


@dataclass(frozen=True, slots=True)
class PlannedApplication:
    """One program to apply to: its tiers, signal, chances, gates, reasons, value and fee."""

    program: PlanProgram
    geographic_tier: int
    geographic_tier_name: str
    selectivity_tier: str
    signal: str | None
    in_target: bool
    chance_of_interview: ChanceRange
    chance_of_match: float
    chance_of_match_if_interviewed: float
    preference: float
    eligibility: tuple[Gate, ...]
    reasons: tuple[Reason, ...]
    marginal_value: float
    fee_usd: float
    confirm: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A program never to apply to: the rule it fails, the fact, and the fee that this saves."""

    program: PlanProgram
    rule: str
    fact: str
    saves_usd: float


@dataclass(frozen=True, slots=True)
class GeographyAlternative:
    """Another answer to the ERAS geography questions, on its own best list.

    `offers_inside` and `offers_outside` are interviews offered in the chosen divisions and outside
    them; `offers_lost_outside` is what the programs outside would offer more under "no
    preference", the list being the same.
    """

    divisions: tuple[str, ...]
    setting: str | None
    value: float
    chance_of_match: float
    chance_of_match_in_target: float
    expected_interviews: float
    offers_inside: float = 0.0
    offers_outside: float = 0.0
    offers_lost_outside: float = 0.0


@dataclass(frozen=True, slots=True)
class Geography:
    """The divisions and setting to choose in ERAS; an empty tuple says "no preference".

    `ties_outside` are ties in divisions that are not chosen: what the answer does not say.
    """

    divisions: tuple[str, ...]
    setting: str | None
    alternatives: tuple[GeographyAlternative, ...]
    offers_inside: float = 0.0
    offers_outside: float = 0.0
    offers_lost_outside: float = 0.0
    ties_outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BesideFee:
    """One cost of the season that the headline's fees leave out. [USD]

    `fact` names the number it is from, empty where it is a sum of other fees.
    """

    what: str
    usd: float
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Headline:
    """What the applicant reads first.

    `cost_usd` is the application fees of the list; `beside` names what else is known to be due,
    first-year applications among it. Travel to interviews is in neither.
    """

    chance_of_match: ChanceRange
    chance_of_match_in_target: ChanceRange
    expected_interviews: CountRange
    chance_of_no_interview: ChanceRange
    cost_usd: float
    applications: int
    beside: tuple[BesideFee, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanCertificate:
    """How far the list can be from the best: value, upper bound, gap (share of the value)."""

    value: float
    upper_bound: float
    gap: float


@dataclass(frozen=True, slots=True)
class ConstraintPrice:
    """What the plan becomes without one constraint, re-optimised."""

    constraint: str
    chance_of_match: float
    chance_of_match_in_target: float
    expected_interviews: float
    chance_of_no_interview: float
    cost_usd: float
    applications: int
    change_in_chance_of_match: float
    kind: str = ""
    change_in_chance_of_match_in_target: float = 0.0
    change_in_expected_interviews: float = 0.0
    change_in_chance_of_no_interview: float = 0.0
    change_in_cost_usd: float = 0.0
    programs_opened: int = 0


@dataclass(frozen=True, slots=True)
class TierCount:
    """One geographic tier: programs that exist, that are open to this applicant, chosen."""

    tier: int
    name: str
    exist: int
    open: int
    ask: int
    chosen: int
    expected_interviews: float


@dataclass(frozen=True, slots=True)
class SignalCount:
    """Signals of one kind in one specialty: those to spend, those that the plan sends."""

    signal: str
    available: int
    sent: int


@dataclass(frozen=True, slots=True)
class SpecialtyShare:
    """What one specialty of the plan takes and brings.

    `desire` is what a match in it is worth [0 to 1]; `chance_of_match` is of matching in it, and
    those of all specialties add up to the headline; `expected_interviews` are those kept.
    """

    specialty: str
    name: str
    service: str
    desire: float
    exist: int
    open: int
    applications: int
    cost_usd: float
    expected_interviews: float
    chance_of_match: float
    chance_of_match_in_target: float
    signals: tuple[SignalCount, ...]


@dataclass(frozen=True, slots=True)
class SignalSent:
    """One signal of the plan: what it does to the interview and adds to the plan's value.

    `gain` is against the same list without it; `gain_over_next_best` against the best list in
    which this program is not signalled and its signal goes elsewhere.
    """

    program: PlanProgram
    signal: str
    chance_without: float
    chance_with: float
    gain: float
    gain_over_next_best: float


@dataclass(frozen=True, slots=True)
class SignalWasted:
    """A signal that would be wasted, and why: certain yes, certain no, ineligible and so on."""

    program: PlanProgram
    signal: str
    reason: str
    fact: str
    chance_without: float
    chance_with: float
    gain: float


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of the plan by what they gain, and those that would be wasted."""

    sent: tuple[SignalSent, ...]
    wasted: tuple[SignalWasted, ...]


@dataclass(frozen=True, slots=True)
class FurtherApplication:
    """The k-th application in order of value: what it adds and what it costs."""

    applications: int
    value: float
    chance_of_match: float
    fee_usd: float
    cost_usd: float
    expected_interviews: float = 0.0


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """One trade between a match anywhere and a match in the target."""

    chance_of_match: float
    chance_of_match_in_target: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class OwnList:
    """The user's own list, judged by the same arithmetic as the plan's."""

    applications: int
    cost_usd: float
    chance_of_match: ChanceRange
    chance_of_match_in_target: ChanceRange
    expected_interviews: CountRange
    chance_of_no_interview: ChanceRange
    value: float
    ineligible: tuple[Exclusion, ...]
    only_here: tuple[PlanProgram, ...]
    missing: tuple[PlanProgram, ...]


@dataclass(frozen=True, slots=True)
class Assumption:
    """A default or an assumed number that this plan leans on, with its reason."""

    name: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something the applicant should know or confirm."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceUsed:
    """A publisher's document behind the numbers of this plan."""

    key: str
    title: str
    publisher: str
    place: str
    year: str


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """The applicant and the wishes, as the plan understood them."""

    title: str
    applicant_type: str
    specialty: str
    specialty_name: str
    target: str
    preference_level: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """An application plan: choices, chances, reasons, prices. Built by `build_plan`."""

    schema: str
    version: str
    season: int
    seed: int
    data_hash: str
    case: CaseSummary
    headline: Headline
    certificate: PlanCertificate
    choices: tuple[PlannedApplication, ...]
    excluded: tuple[Exclusion, ...]
    geography: Geography
    tiers: tuple[TierCount, ...]
    further: tuple[FurtherApplication, ...]
    frontier: tuple[FrontierPoint, ...]
    prices: tuple[ConstraintPrice, ...]
    own_list: OwnList | None
    assumptions: tuple[Assumption, ...]
    notes: tuple[Note, ...]
    sources: tuple[SourceUsed, ...]
    levels: tuple[LevelPlan, ...] = ()
    feasibility: tuple[Feasibility, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    standing: Standing | None = None
    scenarios: tuple[PolicyScenario, ...] = ()
    stated: tuple[StatedPolicy, ...] = ()
    specialties: tuple[SpecialtyShare, ...] = ()
    signals: Signals = Signals((), ())
    first_year: FirstYear | None = None
    couple: Couple | None = None
    counted: CountedPlan | None = None

    def to_json(self) -> dict[str, Any]:
        """The plan as plain JSON values, under the stable names of the published schema."""
        document: dict[str, Any] = asdict(self)
        return document
