"""A score moves how programs rank: upwards only, and without changing a type as a whole."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.facts.registry import load_facts
from thirdfriday.models.above_cutoffs import standing_chain
from thirdfriday.models.after_interview import (
    chain_given_score,
    level_doubt,
    performance_of_score,
    score_numbers,
)
from thirdfriday.models.match import match_chain
from thirdfriday.models.quality import normal_nodes

SLOPES = st.floats(0.0, 0.95)


@given(below=SLOPES, above=SLOPES)
def test_a_whole_type_keeps_its_performance(below, above):
    nodes, weights = normal_nodes(61)
    means = np.array([performance_of_score(z, below=below, above=above)[0] for z in nodes])
    rest = performance_of_score(0.0, below=below, above=above)[1]
    assert weights @ means == pytest.approx(0.0, abs=0.01)
    assert weights @ means**2 + rest**2 == pytest.approx(1.0, abs=0.01)


@given(below=SLOPES, above=SLOPES, units=st.tuples(st.floats(-5, 5), st.floats(-5, 5)))
def test_a_higher_score_never_ranks_lower(below, above, units):
    low, high = (performance_of_score(z, below=below, above=above)[0] for z in sorted(units))
    assert low <= high


@pytest.mark.parametrize("chain_of", [match_chain, standing_chain])
def test_both_routes_take_the_score_and_none_stays_the_type(chain_of):
    facts = load_facts()
    chain = chain_of(facts, "md_senior", "psychiatry")
    assert chain_given_score(chain, None, facts) == chain
    levels = [chain_given_score(chain, z, facts).level for z in (-3.0, -1.0, 0.0, 1.0)]
    assert levels == sorted(levels) and len(set(levels)) == len(levels)
    assert level_doubt(chain, -2.0, facts) > level_doubt(chain, -1.0, facts) > 0.0
    assert level_doubt(chain, None, facts) == 0.0


def test_a_specialty_without_its_own_number_takes_the_type_s():
    facts = load_facts()
    chain = match_chain(facts, "md_senior", "psychiatry")
    assert score_numbers(chain, facts)[0] == "match.score.md_senior.psychiatry.below"
    other = replace(chain, specialty="no_such_specialty")
    assert score_numbers(other, facts)[0] == "match.score.md_senior.default.below"
    bare = load_facts(without=frozenset({"nrmp"}))
    assert score_numbers(chain, bare)[0] == "match.score.default.below"
