"""The event of a match after an interview: standing above a program's cutoff, in closed form."""

import math
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from scipy.special import expit, ndtr, ndtri

from thirdfriday.facts.registry import Facts
from thirdfriday.models.cutoff_bank import GROUPS, CutoffBank
from thirdfriday.models.cutoff_kernels import DENSITY, NO_TABLE, PER_UNIT, REACH, admission_grid
from thirdfriday.models.effects import first_known, log_odds_deviation
from thirdfriday.models.match import MatchChain, fitted_level_error, fitted_numbers
from thirdfriday.models.quality import Array, QualityNodes, quality_nodes


@dataclass(frozen=True, slots=True)
class StandingChain:
    """The fitted parameters of one applicant type in one specialty.

    `kind` and `specialty` say whose chain it is. In standard deviations of a program's own view on
    paper: `level` what is added to the standing of the type's interviewed applicants;
    `quality_slope` what one log-odds of quality adds when programs rank, beyond what it did for
    the invitation; `performance_spread` how differently applicants come across, everywhere alike;
    `day_spread` what one interview adds; `unfilled_lift` by how much the bar is lower in a season
    that leaves positions unfilled. `quality_spread`: standard deviation of quality over the type,
    seen and unseen [log-odds of an interview]; `gap_weight`: how much of a program's distance from
    its specialty's mean cutoff counts [share].
    """

    kind: str
    specialty: str
    level: float
    quality_slope: float
    performance_spread: float
    quality_spread: float
    day_spread: float
    unfilled_lift: float
    gap_weight: float

    @property
    def names(self) -> tuple[str, ...]:
        """Where its numbers stand in the record: a stem, and single names."""
        own = (f"standing.chain.{self.kind}.", f"standing.gap.weight.{self.kind}")
        return (*own, "standing.day_spread", "standing.unfilled_lift")

    @property
    def numbers(self) -> tuple[float, float, float, float, float]:
        """What the compiled steps read: level, slope, performance, day, lift."""
        return (
            self.level, self.quality_slope, self.performance_spread, self.day_spread,
            self.unfilled_lift,
        )  # fmt: skip


def chances_above_cutoffs(
    chain: StandingChain,
    bank: CutoffBank,
    unfilled: Array,
    log_odds: Array,
    *,
    seen: Array | float,
    quality: Array,
    performance: Array,
    read: bool = False,
) -> Array:
    """Chance that a program takes the applicant, interviewed and not matched higher. [n, Q]

    The chance of an invitation says how far the applicant stands from the threshold; being
    invited, they stand above it, barely or by far. The interview adds performance and the day's
    noise; they are taken where the sum exceeds the program's cutoff. Averages over the bank's
    seasons in a few groups, and takes everything within them as normal.

    Args:
        chain: fitted parameters of type and specialty.
        bank: cutoffs of the n programs.
        unfilled: chance that each program leaves positions unfilled [n].
        log_odds: of an invitation without a signal, at quality 0 of the nodes [n].
        seen: quality that the file says [log-odds], which counts again in ranking.
        quality: unseen quality at each node [Q, log-odds].
        performance: interview performance at each node [Q, standard normal].
        read: whether normal shares are read from a table (within 1e-9): for draws, which are many.

    Method: docs/models/bank.md; cutoffs as in Azevedo & Leshno, "A Supply and Demand Framework
    for Two-Sided Matching Markets".
    """
    again = np.broadcast_to(np.asarray(seen, dtype=float), log_odds.shape)
    chances: Array = admission_grid(
        (np.ascontiguousarray(log_odds, dtype=float), np.ascontiguousarray(again),
         np.ascontiguousarray(unfilled, dtype=float)),
        (bank.points, bank.spread, np.array(GROUPS)), (quality, performance), chain.numbers,
        normal_table() if read else NO_TABLE,
    )  # fmt: skip
    return chances


@cache
def normal_table() -> Array:
    """The normal share and its slope per row, from -8 to 8 standard deviations. [rows, 2]"""
    at = np.arange(-REACH, REACH + 1.0 / PER_UNIT, 1.0 / PER_UNIT)
    table: Array = np.stack([ndtr(at), DENSITY * np.exp(-0.5 * at**2) / PER_UNIT], axis=1)
    return np.ascontiguousarray(table)


def mean_excess(log_odds: Array) -> Array:
    """How far above the threshold those stand who are invited with these log-odds. [n]

    In standard deviations of a program's own view on paper: the mean of a normal cut off below.

    >>> import numpy as np
    >>> mean_excess(np.array([-3.0, 0.0, 3.0])).round(2).tolist()
    [0.41, 0.8, 1.77]
    """
    chance = expit(log_odds)
    above = ndtri(chance)
    excess: Array = above + np.exp(-0.5 * above**2) / (math.sqrt(2.0 * math.pi) * chance)
    return excess


def standing_chain(facts: Facts, kind: str, specialty: str) -> StandingChain:
    """The fitted chain of an applicant type in a specialty.

    Facts: standing.chain.non_us_img.quality_spread, standing.day_spread, standing.unfilled_lift,
        standing.gap.weight.non_us_img

    >>> from thirdfriday.facts.registry import load_facts
    >>> chain = standing_chain(load_facts(), "non_us_img", "internal_medicine")
    >>> 0 <= chain.quality_slope < 1
    True
    """
    return StandingChain(
        kind=kind,
        specialty=specialty,
        day_spread=facts.value("standing.day_spread"),
        unfilled_lift=facts.value("standing.unfilled_lift"),
        gap_weight=facts.value(
            first_known(facts, f"standing.gap.weight.{kind}", "standing.gap.weight.default")
        ),
        **fitted_numbers(facts, f"standing.chain.{kind}", specialty),
    )


def nodes_for(chain: MatchChain | StandingChain, facts: Facts) -> QualityNodes:
    """The grid over what the file does not say, finer where interview performance spreads widely.

    Facts: match.unseen_share, match.nodes.quality, match.nodes.performance,
        match.nodes.performance_wide, match.nodes.wide_from, standing.nodes.performance,
        standing.nodes.wide_from
    """
    stem = "standing.nodes" if isinstance(chain, StandingChain) else "match.nodes"
    names = ("match.nodes.quality", f"{stem}.performance")
    if chain.performance_spread > facts.value(f"{stem}.wide_from"):
        names = ("match.nodes.performance", "match.nodes.performance_wide")
    quality, performance = (round(facts.value(name)) for name in names)
    return quality_nodes(
        chain.quality_spread * math.sqrt(facts.value("match.unseen_share")),
        quality_points=quality,
        performance_points=performance,
    )


def drawn_standings(
    chain: StandingChain,
    facts: Facts,
    rng: np.random.Generator,
    *,
    count: int,
    level_error: float,
    centre: float,
) -> list[StandingChain]:
    """The chain with its parameters drawn from their ranges, `count` times.

    A wider spread of performance comes with a level that keeps the average admission. An error of
    the level alone would draw the average of all draws towards an even chance: standing is spread
    from the cutoff by as much as keeps it (as `centred_log_odds` does for invitations).

    Args:
        chain: the central values.
        facts: where the ranges are.
        rng: source of chance.
        count: draws.
        level_error: standard error of the level.
        centre: how far the average invited applicant stands above the cutoffs, level included.

    Facts: standing.chain.non_us_img.quality_slope, standing.unfilled_lift, standing.day_spread
    """
    stem = f"standing.chain.{chain.kind}"
    names = (f"{stem}.quality_slope", f"{stem}.performance_spread", "standing.unfilled_lift")
    deviations = [log_odds_deviation(facts, name) for name in names]
    rest = chain.day_spread**2 + facts.value("standing.other_spread") ** 2
    apart = math.sqrt(1.0 + level_error**2 / rest)
    drawn = []
    for level, slope, spread, lift in rng.standard_normal((count, 1 + len(names))):
        wide = max(0.0, chain.performance_spread + deviations[1] * spread)
        keep = math.sqrt((rest + wide**2) / (rest + chain.performance_spread**2))
        drawn.append(
            replace(
                chain,
                level=chain.level + (keep * apart - 1.0) * centre + level_error * level,
                quality_slope=max(0.0, chain.quality_slope + deviations[0] * slope),
                performance_spread=wide * apart,
                unfilled_lift=max(0.0, chain.unfilled_lift + deviations[2] * lift),
            )
        )
    return drawn


def drawn_above_cutoffs(
    chain: StandingChain,
    bank: CutoffBank,
    unfilled: Array,
    log_odds: Array,
    *,
    central: Array,
    seen: Array,
    nodes: QualityNodes,
    facts: Facts,
    rng: np.random.Generator,
    doubt: float = 0.0,
) -> Array:
    """Chances of admission with every number drawn. [D, n, Q]

    Args:
        chain: the central values.
        bank: cutoffs of the n programs.
        unfilled: chance that each leaves positions unfilled [n].
        log_odds: of an invitation without a signal, by draw [D, n].
        central: the same at the central values [n].
        seen: quality that the file says, by draw [D, log-odds].
        nodes: the grid over the rest.
        facts: where ranges are.
        rng: source of chance.
        doubt: further error of the level, of this applicant.

    Facts: standing.level_error.own, standing.level_error.other
    """
    if not bank.program_id:
        return np.zeros((len(log_odds), 0, len(nodes.quality)))
    error = fitted_level_error(facts, "standing", chain.kind, chain.specialty)
    error = math.hypot(error, doubt)
    centre = float(np.mean(mean_excess(central) - bank.mean)) + chain.level
    chains = drawn_standings(
        chain, facts, rng, count=len(log_odds), level_error=error, centre=centre
    )
    return np.stack(
        [
            chances_above_cutoffs(
                one, bank, unfilled, log_odds[draw], seen=seen[draw],
                quality=nodes.quality, performance=nodes.performance, read=True,
            )
            for draw, one in enumerate(chains)
        ]
    )  # fmt: skip
