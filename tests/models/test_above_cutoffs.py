"""Standing against cutoffs in closed form: fitted chains are whole, and standing helps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr
from tests.models.invented_banks import bank_of

from thirdfriday.domain.applicant import ApplicantType
from thirdfriday.models.above_cutoffs import (
    StandingChain,
    chances_above_cutoffs,
    normal_table,
    standing_chain,
)
from thirdfriday.models.cutoff_kernels import share_read

CHAINS = st.builds(
    StandingChain,
    kind=st.just("us_img"),
    specialty=st.just("psychiatry"),
    level=st.floats(-3, 3),
    quality_slope=st.floats(0, 1),
    performance_spread=st.floats(0, 3),
    quality_spread=st.floats(0.1, 1.5),
    day_spread=st.floats(0.3, 1.5),
    unfilled_lift=st.floats(0, 2),
    gap_weight=st.just(1.0),
)
NORMAL = 0.01
"""A view on paper cut off below is not normal; the closed form takes it so."""
NUMBERS = st.floats(-3, 3)


def admission(chain, bank, unfilled, log_odds, at):
    return chances_above_cutoffs(
        chain, bank, np.array(unfilled), np.array(log_odds), seen=0.0,
        quality=np.array([q for q, _ in at]), performance=np.array([p for _, p in at]),
    )  # fmt: skip


@given(CHAINS, NUMBERS, NUMBERS, st.floats(0, 0.9), st.floats(0.01, 2))
def test_quality_performance_and_unfilled_positions_help(chain, quality, performance, unfilled, up):
    at = [(quality, performance), (quality + up, performance), (quality, performance + up)]
    bank = bank_of([[0.0, 0.5, 1.0]] * 2)
    chances = admission(chain, bank, [unfilled, min(1.0, unfilled + 0.1)], [-1.0, -1.0], at)
    assert ((chances >= 0) & (chances <= 1)).all()
    assert (chances[1] >= chances[0] - 0.005).all(), "more often unfilled"
    assert (chances[:, 1] >= chances[:, 0] - NORMAL).all(), "more quality"
    assert (chances[:, 2] >= chances[:, 0]).all(), "a better day"


@given(CHAINS, NUMBERS, NUMBERS, st.floats(0.1, 2))
def test_a_higher_cutoff_and_a_barer_invitation_hurt(chain, log_odds, cutoff, more):
    bank = bank_of([[cutoff], [cutoff + more], [cutoff]])
    chances = admission(chain, bank, [0.0] * 3, [log_odds, log_odds, log_odds - more], [(0.0, 0.0)])
    easy, selective, barely = chances[:, 0]
    assert selective <= easy
    assert barely <= easy + NORMAL


@pytest.mark.parametrize("kind", ApplicantType)
def test_every_type_has_a_chain_in_every_specialty(facts, catalogue, kind):
    for specialty in catalogue.specialties:
        chain = standing_chain(facts, str(kind), specialty)
        assert chain.quality_spread > 0 and chain.quality_slope > 0
        assert chain.performance_spread > 0 and -6 <= chain.level <= 6


def test_a_specialty_of_its_own_comes_before_the_default(facts):
    own = standing_chain(facts, "md_senior", "neurological_surgery")
    assert own.level == facts.value("standing.chain.md_senior.level.neurological_surgery")
    other = standing_chain(facts, "md_senior", "no_such_specialty")
    assert other.level == facts.value("standing.chain.md_senior.level.default")


def test_shares_read_from_the_table_are_the_normal_shares():
    table = normal_table()
    values = np.linspace(-9.0, 9.0, 4001)
    read = [share_read(value, table) for value in values]
    assert np.abs(np.array(read) - ndtr(values)).max() < 1e-9
