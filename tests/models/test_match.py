"""The closed form of the match: fitted chains are whole, and standing helps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.domain.applicant import ApplicantType
from thirdfriday.models.match import MatchChain, chances_of_admission, match_chain

CHAINS = st.builds(
    MatchChain,
    kind=st.just("us_img"),
    specialty=st.just("psychiatry"),
    level=st.floats(-4, 4),
    quality_slope=st.floats(0, 1.5),
    performance_spread=st.floats(0, 4),
    quality_spread=st.floats(0.1, 1.5),
    unfilled_slope=st.floats(0, 3),
)


@given(CHAINS, st.floats(-3, 3), st.floats(-3, 3), st.floats(0, 0.9), st.floats(0.01, 2))
def test_quality_performance_and_unfilled_positions_help(chain, quality, performance, unfilled, up):
    at = [(quality, performance), (quality + up, performance), (quality, performance + up)]
    chances = chances_of_admission(
        chain,
        np.array([unfilled, min(1.0, unfilled + 0.1)]),
        quality=np.array([q for q, _ in at]),
        performance=np.array([p for _, p in at]),
    )
    assert ((chances >= 0) & (chances <= 1)).all()
    assert (chances[1] >= chances[0]).all(), "more often unfilled"
    assert (chances[:, 1] >= chances[:, 0]).all(), "more quality"
    assert (chances[:, 2] >= chances[:, 0]).all(), "a better day"


@pytest.mark.parametrize("kind", ApplicantType)
def test_every_type_has_a_chain_in_every_specialty(facts, catalogue, kind):
    for specialty in catalogue.specialties:
        chain = match_chain(facts, str(kind), specialty)
        assert chain.quality_spread > 0 and chain.quality_slope > 0
        assert chain.performance_spread > 0 and -12 < chain.level < 12


def test_a_specialty_of_its_own_comes_before_the_default(facts):
    own = match_chain(facts, "md_senior", "neurological_surgery")
    assert own.level == facts.value("match.chain.md_senior.level.neurological_surgery")
    other = match_chain(facts, "md_senior", "no_such_specialty")
    assert other.level == facts.value("match.chain.md_senior.level.default")
