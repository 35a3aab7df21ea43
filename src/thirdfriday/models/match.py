"""The event of a match after an interview: the closed form of standing above a program's cutoff."""

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from thirdfriday.facts.registry import Facts
from thirdfriday.models.effects import first_known, log_odds_deviation
from thirdfriday.models.quality import Array


@dataclass(frozen=True, slots=True)
class MatchChain:
    """The fitted parameters of one applicant type in one specialty.

    `kind` and `specialty` say whose chain it is.
    `level`: log-odds that a program which fills would take the average interviewed applicant.
    `quality_slope`: what one log-odds of interview quality adds to them.
    `performance_spread`: standard deviation of what interview performance adds to them.
    `quality_spread`: standard deviation of quality over the type, seen and unseen [log-odds].
    `unfilled_slope`: what certainty of unfilled positions adds to them, against none.
    """

    kind: str
    specialty: str
    level: float
    quality_slope: float
    performance_spread: float
    quality_spread: float
    unfilled_slope: float

    @property
    def names(self) -> tuple[str, ...]:
        """Where its numbers stand in the record: a stem."""
        return (f"match.chain.{self.kind}.",)


def chances_of_admission(
    chain: MatchChain, unfilled: Array, *, quality: Array, performance: Array
) -> Array:
    """Chance that a program takes the applicant, interviewed and not matched higher. [n, Q]

    It takes those whose standing (quality, performance, the noise of the day) exceeds its cutoff;
    where positions are often left unfilled the cutoff is low.

    Args:
        chain: fitted parameters of type and specialty.
        unfilled: chance that each program leaves positions unfilled [n].
        quality: seen and unseen quality together at each node [Q] or [n, Q, log-odds].
        performance: interview performance at each node [Q, standard normal].

    Method: docs/models/match.md; cutoffs as in Azevedo & Leshno, "A Supply and Demand Framework
    for Two-Sided Matching Markets".

    >>> import numpy as np
    >>> chain = MatchChain("us_img", "psychiatry", -1.0, 0.4, 0.5, 0.7, 1.4)
    >>> chances_of_admission(
    ...     chain, np.array([0.0, 1.0]), quality=np.array([0.0]), performance=np.array([0.0])
    ... ).round(2).ravel().tolist()
    [0.27, 0.6]
    """
    standing = chain.level + chain.quality_slope * quality + chain.performance_spread * performance
    chances: Array = expit(standing + chain.unfilled_slope * unfilled[:, None])
    return chances


def match_chain(facts: Facts, kind: str, specialty: str) -> MatchChain:
    """The fitted chain of an applicant type in a specialty.

    Facts: match.chain.non_us_img.quality_spread, match.unfilled_slope

    >>> from thirdfriday.facts.registry import load_facts
    >>> chain = match_chain(load_facts(), "non_us_img", "internal_medicine")
    >>> 0 < chain.quality_slope < 1
    True
    """
    return MatchChain(
        kind=kind,
        specialty=specialty,
        unfilled_slope=facts.value("match.unfilled_slope"),
        **fitted_numbers(facts, f"match.chain.{kind}", specialty),
    )


def fitted_numbers(facts: Facts, stem: str, specialty: str) -> dict[str, float]:
    """What every chain has fitted, by field: level, slope and spreads, from `stem` on.

    The level is the specialty's, or the type's default without one.
    """
    level = first_known(facts, f"{stem}.level.{specialty}", f"{stem}.level.default")
    names = ("quality_slope", "performance_spread", "quality_spread")
    return {"level": facts.value(level)} | {n: facts.value(f"{stem}.{n}") for n in names}


def fitted_level_error(facts: Facts, stem: str, kind: str, specialty: str) -> float:
    """Standard error of the level of a type in a specialty. [unit of the level]

    Its own where the match rate it answers to is estimated, that of published ones, or that of the
    type's default.

    Args:
        facts: the numbers of the season.
        stem: "match" or "standing".
        kind: the type of applicant.
        specialty: key of the specialty.

    Facts: match.level_error.own, match.level_error.other, standing.level_error.own,
        standing.level_error.other
    """
    name = f"{stem}.chain.{kind}.level.{specialty}"
    if name not in facts:
        return facts.value(f"{stem}.level_error.other")
    return log_odds_deviation(facts, name) or facts.value(f"{stem}.level_error.own")


def drawn_chains(
    chain: MatchChain,
    facts: Facts,
    rng: np.random.Generator,
    *,
    count: int,
    level_error: float,
) -> list[MatchChain]:
    """The chain with its parameters drawn from their ranges, `count` times.

    A wider spread of performance comes with a level that keeps the average admission.

    Facts: match.chain.non_us_img.quality_slope, match.unfilled_slope, match.spread_scale
    """
    stem = f"match.chain.{chain.kind}"
    names = (f"{stem}.quality_slope", f"{stem}.performance_spread", "match.unfilled_slope")
    deviations = [log_odds_deviation(facts, name) for name in names]
    scale = facts.value("match.spread_scale")
    drawn = []
    for level, slope, spread, unfilled in rng.standard_normal((count, 1 + len(names))):
        wide = max(0.0, chain.performance_spread + deviations[1] * spread)
        keep = math.sqrt((1 + scale * wide**2) / (1 + scale * chain.performance_spread**2))
        drawn.append(
            replace(
                chain,
                level=chain.level * keep + level_error * level,
                quality_slope=max(0.0, chain.quality_slope + deviations[0] * slope),
                performance_spread=wide,
                unfilled_slope=max(0.0, chain.unfilled_slope + deviations[2] * unfilled),
            )
        )
    return drawn
