"""What a score says of how programs rank an applicant once they have met."""

import math
from dataclasses import replace

from thirdfriday.facts.registry import Facts
from thirdfriday.models.above_cutoffs import StandingChain
from thirdfriday.models.effects import first_known, log_odds_deviation
from thirdfriday.models.match import MatchChain

Chain = MatchChain | StandingChain


def performance_of_score(units: float, *, below: float, above: float) -> tuple[float, float]:
    """Mean and spread of performance given a score. [standard deviations of performance]

    Over a type whose scores are spread normally, performance stays a standard normal to its second
    moment: what the score says of it is taken out of the rest.

    Args:
        units: the score above the type's mean in the specialty [standard deviations of the score].
        below: performance per unit under the mean.
        above: performance per unit over it.

    >>> mean, spread = performance_of_score(-2.0, below=0.6, above=0.4)
    >>> round(mean, 2), round(spread, 2)
    (-1.12, 0.86)
    """
    centre = (above - below) / math.sqrt(2.0 * math.pi)
    told = 0.5 * (below**2 + above**2) - centre**2
    mean = below * min(units, 0.0) + above * max(units, 0.0) - centre
    return mean, math.sqrt(max(0.0, 1.0 - told))


def chain_given_score(chain: Chain, units: float | None, facts: Facts) -> Chain:
    """The chain of someone with a score: their level, and the rest of the spread of performance.

    Without a score it stays that of the type.

    Facts: match.score.default.below, match.score.default.above
    Method: docs/models/match.md, "Scores after the interview"
    """
    if units is None:
        return chain
    below, above = (facts.value(name) for name in score_numbers(chain, facts))
    mean, rest = performance_of_score(units, below=below, above=above)
    return replace(
        chain,
        level=chain.level + chain.performance_spread * mean,
        performance_spread=chain.performance_spread * rest,
    )


def level_doubt(chain: Chain, units: float | None, facts: Facts) -> float:
    """Error of the level of someone with a score, from the range of what a score says. [of level]

    Facts: match.score.default.below, match.score.default.above
    """
    if not units:
        return 0.0
    name = score_numbers(chain, facts)[units > 0]
    return chain.performance_spread * abs(units) * log_odds_deviation(facts, name)


def score_numbers(chain: Chain, facts: Facts) -> tuple[str, str]:
    """The numbers of type and specialty, else of the type, else of anyone: below and above."""
    stem = f"match.score.{chain.kind}"
    below, above = (
        first_known(
            facts,
            f"{stem}.{chain.specialty}.{side}",
            f"{stem}.default.{side}",
            f"match.score.default.{side}",
        )
        for side in ("below", "above")
    )
    return below, above
