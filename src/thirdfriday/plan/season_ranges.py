"""Ranges of a running season: every number drawn, each draw weighed by how well it fits the log."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from thirdfriday.domain.chance import ChanceRange
from thirdfriday.domain.count_range import CountRange
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import GeographyAnswer, shared_error
from thirdfriday.models.interview import centred_log_odds
from thirdfriday.models.joint_chances import signals_at
from thirdfriday.models.quality import Array
from thirdfriday.models.release import drawn_shifts
from thirdfriday.models.updating import (
    ERROR_POINTS,
    Answers,
    averaged_chances,
    evidence,
    later_chances,
    quality_grid,
)
from thirdfriday.optimiser.keep_interviews import HeldOutcomes, held_draws
from thirdfriday.plan.season_forecast import (
    Forecast,
    final_offers,
    on_grid,
    performance_nodes,
    start_of,
    unseen_spread,
    waitlist_chances,
)
from thirdfriday.plan.season_list import Flags, answers_of

BLOCK = 50
"""Draws made at once, so that memory stays small."""
DIGITS = 12
"""Of a chance: what is certain comes out as exactly 0 or 1."""
HALVINGS = 30
"""Steps of the search for how far weights are flattened."""


@dataclass(frozen=True, slots=True, eq=False)
class SeasonRanges:
    """Ranges of the headline and of each listed program, before any answer and now."""

    chance_of_match: ChanceRange
    chance_in_target: ChanceRange
    expected_interviews: CountRange
    chance_of_no_interview: ChanceRange
    at_program: tuple[ChanceRange, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """Headline by draw [D, 5], chance at each program [D, m], log evidence [D]."""

    headline: Array
    at_program: Array
    evidence: Array


def season_ranges(
    made: Forecast, answer: GeographyAnswer, *, facts: Facts, seed: int
) -> tuple[SeasonRanges, SeasonRanges]:
    """Ranges now and before any answer, from the same draws of every number.

    A draw of the effects, the season's drift and its pace counts by the evidence that the log
    gives it, so that ranges narrow as answers come.

    Facts: range.draws, range.share, season.draws.effective
    Method: docs/models/season.md, "Ranges"
    """
    count = round(facts.value("range.draws"))
    blocks = [
        _block(made, answer, facts, seed=seed, block=block, count=min(BLOCK, count - start))
        for block, start in enumerate(range(0, count, BLOCK))
    ]
    now, before = (_joined([pair[side] for pair in blocks]) for side in (0, 1))
    weight = flattened(now.evidence, facts.value("season.draws.effective"))
    present = made.outcome(made.weight, made.now)
    equal = np.full(len(weight), 1.0 / len(weight))
    ends = _ends(facts)
    return (
        _ranges(now, weight, present, made.now @ made.weight, ends),
        _ranges(before, equal, made.first, made.first_offers @ made.grid.weight, ends),
    )


def flattened(log_evidence: Array, least: float) -> Array:
    """Weights of draws, flattened where fewer than `least` would count. [D]

    >>> import numpy as np
    >>> weight = flattened(np.array([0.0, 0.0, -500.0, -500.0]), 3.0)
    >>> round(float(1 / (weight**2).sum()), 2)
    3.0
    """

    def weights(power: float) -> Array:
        raised = np.exp(power * (log_evidence - log_evidence.max()))
        return np.asarray(raised / raised.sum())

    def effective(power: float) -> float:
        return float(1.0 / (weights(power) ** 2).sum())

    least = min(least, float(len(log_evidence)))
    if effective(1.0) >= least:
        return weights(1.0)
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        low, high = (middle, high) if effective(middle) >= least else (low, middle)
    return weights(low)


def _block(
    made: Forecast, answer: GeographyAnswer, facts: Facts, *, seed: int, block: int, count: int
) -> tuple[_Drawn, _Drawn]:
    listed = made.listed
    grid = quality_grid(unseen_spread(listed.chances), facts, coarse=True)
    performance, share = performance_nodes(listed.chances)
    fine = on_grid(listed.chances, grid.quality, performance)
    rng = np.random.default_rng([seed, block])
    values = fine.effects.draw(rng, count)
    normal = rng.standard_normal((count, len(listed.index)))
    season = rng.standard_normal((count, 1))
    shifts = drawn_shifts(facts, rng, count)
    admit = fine.given_draws(
        listed.index, listed.tiers, answer,
        facts=facts, values=values, noise=normal, shared=season, rng=rng,
    )[1]  # fmt: skip
    error = listed.chances.reference_error[listed.index]
    centre = _centres(made, answer, facts, values=values, season=season)
    open_ = (~listed.barred)[:, None]
    chance = averaged_chances(centre, error, grid.quality) * open_
    own = expit((centre + normal * error)[..., None] + grid.quality) * open_
    rows = [
        answers_of(listed.histories, listed.barred, made.curve.shifted(days), made.day)
        for days in shifts
    ]
    answers = Answers(
        *(np.stack([getattr(row, name) for row in rows]) for name in Answers.__slots__)
    )
    weight, log_evidence = evidence(grid, chance, answers)
    first = start_of(listed, made.curve)
    start = Answers(*(np.tile(getattr(first, name), (count, 1)) for name in Answers.__slots__))
    prior = np.tile(grid.weight, (count, 1))
    nobody = np.zeros(len(listed.histories), dtype=bool)
    pairs = []
    for known, holding, weights, rows_of in (
        (answers, listed.held, weight, made.held_list),
        (start, nobody, prior, made.first_list),
    ):
        offers = _offers(made, own, known, holding, grid.quality)
        joint = np.einsum("ds,r->dsr", weights, share).reshape(count, -1)
        spread = np.repeat(offers, len(share), axis=-1)
        headline = held_draws(rows_of, spread, admit, joint)
        at = np.round(np.einsum("dms,ds->dm", offers, weights), DIGITS)
        pairs.append(_Drawn(headline, at, log_evidence))
    return pairs[0], pairs[1]


def _offers(made: Forecast, chance: Array, answers: Answers, held: Flags, quality: Array) -> Array:
    return final_offers(
        later_chances(chance, answers),
        answers,
        held=held,
        waitlisted=made.listed.waitlisted,
        from_waitlist=waitlist_chances(made.waitlist_later, quality),
    )


def _centres(
    made: Forecast, answer: GeographyAnswer, facts: Facts, *, values: Array, season: Array
) -> Array:
    """Log-odds of each program by draw: effects and the season's drift, no error of its own. [D, m]

    `values` [D, E] are the effects and `season` [D, 1] the standard normal of the drift.
    """
    listed, chances = made.listed, made.listed.chances
    used = chances.units_used(listed.index, listed.tiers, answer)
    log_odds = chances.log_odds(answer)[listed.index]
    log_odds = log_odds + signals_at(chances, listed.index, listed.tiers)
    error = chances.reference_error[listed.index]
    drift = shared_error(facts)
    mean = expit(log_odds[:, None] + made.grid.quality) @ made.grid.weight
    spread = np.hypot(np.hypot(error, drift), made.grid.spread)
    centred = centred_log_odds(logit(mean), spread, points=2 * ERROR_POINTS)
    centres: Array = centred + (values - chances.effects.central) @ used.T + drift * season
    return centres


def _joined(drawn: list[_Drawn]) -> _Drawn:
    return _Drawn(
        np.concatenate([each.headline for each in drawn]),
        np.concatenate([each.at_program for each in drawn]),
        np.concatenate([each.evidence for each in drawn]),
    )


def _ends(facts: Facts) -> tuple[float, float]:
    tail = (1.0 - facts.value("range.share")) / 2.0
    return tail, 1.0 - tail


def weighted_quantiles(values: Array, weight: Array, shares: tuple[float, ...]) -> list[float]:
    """Quantiles of weighted values.

    >>> import numpy as np
    >>> weighted_quantiles(np.array([1.0, 2.0, 3.0]), np.array([0.0, 0.0, 1.0]), (0.5,))
    [3.0]
    """
    order = np.argsort(values, kind="stable")
    total = np.cumsum(weight[order])
    places = np.searchsorted(total, np.array(shares) * total[-1])
    return [float(values[order[min(place, len(order) - 1)]]) for place in places]


def _ranges(
    drawn: _Drawn, weight: Array, central: HeldOutcomes, at: Array, ends: tuple[float, float]
) -> SeasonRanges:
    _, match, target, kept, none = drawn.headline.T
    low, high = weighted_quantiles(kept, weight, ends)
    middle = central.expected_interviews
    return SeasonRanges(
        chance_of_match=_chance(match, weight, central.chance_of_match, ends),
        chance_in_target=_chance(target, weight, central.chance_in_target, ends),
        expected_interviews=CountRange(min(low, middle), middle, max(high, middle)),
        chance_of_no_interview=_chance(none, weight, central.chance_of_no_interview, ends),
        at_program=tuple(
            _chance(drawn.at_program[:, j], weight, float(at[j]), ends) for j in range(len(at))
        ),
    )


def _chance(drawn: Array, weight: Array, central: float, ends: tuple[float, float]) -> ChanceRange:
    low, high = (round(end, DIGITS) for end in weighted_quantiles(drawn, weight, ends))
    middle = min(max(round(central, DIGITS), 0.0), 1.0)
    return ChanceRange(min(max(low, 0.0), middle), middle, max(min(high, 1.0), middle))
