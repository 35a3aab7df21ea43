import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.matching_documents import make_document
from tests.models.matching_enumeration import Tiny

from thirdfriday.models.match_document import market_of
from thirdfriday.models.match_input import read_match_input
from thirdfriday.models.matching_verifier import Result, blocking, unlawful


def result_of(given_market, market, primary, extra):
    index = {name: k for k, name in enumerate(given_market.program)} | {None: -1}
    program = np.array([index[primary[n]] for n in given_market.applicant], np.int32)
    supplement = np.array([index[extra.get(n)] for n in given_market.applicant], np.int32)
    moved = np.zeros(market.lists.revert_from.size, np.int32)
    return Result(program, supplement, market.positions, moved)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**31))
def test_every_matching_of_a_tiny_market_is_judged_as_by_hand(seed):
    document = make_document(random.Random(seed), applicants=4, programs=3, couples=1,
                             supplemental=True, even=True)  # fmt: skip
    tiny = Tiny(document)
    given_market = read_match_input(document)
    market = market_of(given_market)
    positions = {p["id"]: p["quota"] for p in document["programs"]}
    for primary, extra in tiny.matchings():
        result = result_of(given_market, market, primary, extra)
        if unlawful(market.lists, result, market.positions):
            assert not tiny.is_stable(primary, extra, positions)
            continue
        assert (blocking(market.lists, result) == []) == tiny.is_stable(primary, extra, positions)


def judged(document, program, supplement=None, positions=None, moved=()):
    given_market = read_match_input(document)
    market = market_of(given_market)
    result = Result(
        np.array(program, np.int32),
        np.array(supplement or [-1] * len(program), np.int32),
        market.positions if positions is None else np.array(positions, np.int32),
        np.array(moved, np.int32),
    )
    return market, result


def test_impossible_matchings_are_named():
    document = {
        "applicants": [{"id": "a", "ranks": ["p"]}, {"id": "b", "ranks": ["p", "q"]}],
        "programs": [
            {"id": "p", "quota": 1, "ranks": ["a", "b"]},
            {"id": "q", "quota": 1, "ranks": []},
        ],
    }
    market, both = judged(document, [0, 0])
    assert unlawful(market.lists, both, market.positions) == [
        "program 0 holds more than its positions"
    ]
    market, strange = judged(document, [0, 1])
    assert unlawful(market.lists, strange, market.positions) == [
        "applicant 1 holds a seat that the lists do not allow"
    ]
    market, made = judged(document, [0, -1], positions=[2, 1])
    assert unlawful(market.lists, made, market.positions) == [
        "program 0 has positions that no reversion explains"
    ]


def test_what_is_left_undone_counts_as_blocking():
    document = {
        "applicants": [{"id": "a", "ranks": ["p"]}],
        "programs": [
            {"id": "p", "quota": 2, "ranks": ["a"], "even": True},
            {"id": "q", "quota": 1, "ranks": ["a"], "reverts": [{"to": "p"}]},
        ],
    }
    market, result = judged(document, [0], moved=[0])
    kinds = {(block.kind, block.programs) for block in blocking(market.lists, result)}
    assert kinds == {("even", (0,)), ("reversion", (1, 0))}
