"""Levels answer to match rates, and a second specialty gives less than the one preferred."""

from dataclasses import replace

import numpy as np
import pytest
from builders.chain_population import (
    PERFORMANCE_POINTS,
    QUALITY_POINTS,
    Parameters,
    Rate,
    solved_level,
)
from builders.second_specialty_model import SecondPractice, in_second, unmatched
from builders.standing_chain_model import CutoffPractice, CutoffSpecialty
from scipy.special import expit, logit

from thirdfriday.models.interview import Mixture

NOTHING = Mixture.of((np.zeros(1), np.ones(1)), spread=0.0)
GIVEN = Parameters(
    quality_spread=0.9, quality_slope=0.1, performance_spread=0.6, applications=20.0,
    targeting=0.5, rate_shift=0.0, interview_shift=0.0, elsewhere=0.2, told=0.05,
)  # fmt: skip
PRACTICE = CutoffPractice(
    capacity=20, applications_spread=0.4, sampled=30, steps=6, day_spread=0.7, unfilled_lift=0.8,
    programs=20, gap_weight=1.0,
)  # fmt: skip
USUAL = SecondPractice(applications=0.7, until=8)


def specialty(rate: Rate, programs: int = 30) -> CutoffSpecialty:
    """A made-up specialty whose programs invite about one in ten."""
    marginal = np.linspace(-3.0, -1.5, programs)
    return CutoffSpecialty(
        "us_img/invented", 1.0, marginal, np.full(programs, 0.1), NOTHING, rate,
        brings=NOTHING, binds=NOTHING, gap_points=np.tile([0.0, 0.5, 1.0, 1.5], (programs, 1)),
        gap_spread=np.full(programs, 0.2), gap_mean=np.full(programs, 0.75), centre=0.75,
    )  # fmt: skip


def matched_at(level: float) -> np.ndarray:
    """A population in which the log-odds of a match are twice the level."""
    return np.array([expit(2.0 * level)])


def solved(rate: Rate, shift: float = 0.0):
    given = replace(GIVEN, rate_shift=shift)
    return solved_level(specialty(rate), given, matched_at, (-6.0, 6.0))


def test_a_level_gives_the_rate_and_errs_as_the_rate_does():
    level = solved(Rate(0.7, error=0.4))
    assert level.matched.sum() == pytest.approx(0.7, abs=1e-3)
    assert level.error == pytest.approx(0.2, rel=0.02)
    assert solved(Rate(0.7)).error == 0.0


def test_a_shifted_rate_is_never_under_its_least():
    assert solved(Rate(0.7), -1.0).value == pytest.approx((logit(0.7) - 1.0) / 2.0, abs=1e-3)
    assert solved(Rate(0.7, least=0.6), -1.0).value == pytest.approx(logit(0.6) / 2.0, abs=1e-3)


def test_a_rate_out_of_reach_has_a_bounded_error():
    flat = solved_level(
        specialty(Rate(0.9, error=0.4)), GIVEN, lambda _: np.array([0.5]), (-6.0, 6.0)
    )
    assert flat.value == 6.0 and flat.error == pytest.approx(1.2)


def test_the_cost_of_preferring_another_lowers_ranks_and_matches():
    one = specialty(Rate(0.6))
    left = unmatched([one], [0.0], GIVEN, PRACTICE)
    assert left.listed.shape == (QUALITY_POINTS, PERFORMANCE_POINTS)
    assert 0.0 < left.listed.sum() + left.unlisted.sum() < 1.0
    found = [
        in_second(left.listed, (one, 0.0), GIVEN, PRACTICE, second=USUAL, shift=shift)
        for shift in (0.0, -0.5, -1.0)
    ]
    assert all(np.diff([each.ranked for each in found]) < 0)
    assert all(np.diff([each.ranked * each.matched for each in found]) < 0)


def test_who_failed_in_the_first_does_worse_in_the_second():
    one = specialty(Rate(0.6))
    left = unmatched([one], [0.0], GIVEN, PRACTICE)
    everyone = np.outer(np.ones(QUALITY_POINTS), np.ones(PERFORMANCE_POINTS))
    everyone *= (left.listed + left.unlisted).sum() / everyone.sum()
    failed, anyone = (
        in_second(people, (one, 0.0), GIVEN, PRACTICE, second=USUAL, shift=0.0)
        for people in (left.listed, everyone)
    )
    assert failed.ranked * failed.matched < anyone.ranked * anyone.matched
