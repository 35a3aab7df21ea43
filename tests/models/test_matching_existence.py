import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.matching_documents import make_document
from tests.models.matching_enumeration import Tiny

from thirdfriday.models.match_document import market_of, run_match
from thirdfriday.models.match_input import read_match_input
from thirdfriday.models.matching_existence import nothing_is_stable

seeds = st.integers(0, 2**31)
VARIATIONS = [
    {"applicants": 6, "couples": 2},
    {"applicants": 6, "programs": 3, "couples": 3},
    {"applicants": 5, "couples": 2, "supplemental": True},
]


def proved(document):
    market = market_of(read_match_input(document))
    return nothing_is_stable(market, list(range(market.lists.member.shape[0])), 300)


@pytest.mark.parametrize("variation", VARIATIONS, ids="-".join)
@settings(max_examples=80, deadline=None)
@given(seeds)
def test_what_is_proved_is_true(variation, seed):
    document = make_document(random.Random(seed), **variation)
    if proved(document):
        assert not run_match(document)["stable"]
        assert Tiny(document).stable_matchings(run_match(document)["positions"]) == []


def test_most_markets_without_a_stable_matching_are_found():
    """Of 400 small markets: those without one by trying everything, and how many are proved so."""
    without, found = 0, 0
    for seed in range(400):
        document = make_document(random.Random(seed), applicants=6, programs=3, couples=3)
        result = run_match(document)
        if not result["stable"]:
            without += 1
            found += proved(document)
    assert without >= 5
    assert found >= without * 0.7


def test_the_smallest_market_without_one():
    """A couple wants both seats together, a single one of them more than the other."""
    document = {
        "applicants": [{"id": "x", "ranks": []}, {"id": "y", "ranks": []},
                       {"id": "s", "ranks": ["p", "q"]}],
        "programs": [{"id": "p", "quota": 1, "ranks": ["x", "s"]},
                     {"id": "q", "quota": 1, "ranks": ["s", "y"]}],
        "couples": [{"members": ["x", "y"], "ranks": [["p", "q"]]}],
    }  # fmt: skip
    found = run_match(document)
    assert not found["stable"]
    assert found["none_exists"]
    assert proved(document)
    document["programs"][1]["ranks"] = ["y", "s"]
    found = run_match(document)
    assert found["stable"]
    assert not found["none_exists"]
    assert not proved(document)


@pytest.mark.parametrize("rule", ["even", "reverts"])
def test_with_other_rules_nothing_is_proved(rule):
    documents = [make_document(random.Random(s), couples=2, **{rule: True}) for s in range(30)]
    markets = [market_of(read_match_input(document)) for document in documents]
    some = [m for m in markets if np.any(m.lists.even) or m.lists.revert_from.size]
    assert some
    assert not any(nothing_is_stable(market, [0, 1], 300) for market in some)
