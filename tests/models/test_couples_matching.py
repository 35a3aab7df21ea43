import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.matching_documents import make_document
from tests.models.matching_enumeration import Tiny
from tests.models.matching_integer import StableProgram

from thirdfriday.models import matching_market
from thirdfriday.models.match_document import market_of, run_match
from thirdfriday.models.match_input import read_match_input
from thirdfriday.models.matching_procedure import match_market
from thirdfriday.models.matching_verifier import unlawful

seeds = st.integers(0, 2**31)
VARIATIONS = [
    {"applicants": 6, "couples": 2},
    {"applicants": 6, "programs": 3, "couples": 3},
    {"supplemental": True},
    {"even": True},
    {"reverts": True},
    {"couples": 1, "supplemental": True, "even": True, "reverts": True},
]


@pytest.mark.parametrize("variation", VARIATIONS, ids="-".join)
@settings(max_examples=150, deadline=None)
@given(seeds)
def test_verdict_and_existence_agree_with_trying_everything(variation, seed):
    document = make_document(random.Random(seed), **variation)
    found = run_match(document)
    tiny = Tiny(document)
    matches = found["matches"]
    extra = {
        name: found["supplemental_matches"].get(name)
        for name, program in matches.items()
        if program and tiny.supplement_list(name, program)
    }
    assert tiny.is_stable(matches, extra, found["positions"]) == found["stable"]
    assert found["stable"] == (found["blocking"] == [])
    if not found["stable"] and "reverts" not in variation:
        assert tiny.stable_matchings(found["positions"]) == []


@pytest.mark.parametrize(
    "size",
    [
        {"applicants": 6, "programs": 3, "couples": 3},
        {"applicants": 12, "programs": 5, "couples": 4},
        {"applicants": 16, "programs": 6, "couples": 5},
    ],
    ids=lambda size: f"{size['applicants']}-{size['couples']}",
)
def test_verdict_and_existence_agree_with_an_exact_solver(size):
    for seed in range(40):
        document = make_document(random.Random(seed), **size)
        found = run_match(document)
        exact = StableProgram(document)
        assert exact.feasible(found["matches"]) == found["stable"]
        assert exact.feasible() == found["stable"]


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_positions_are_neither_made_nor_lost_and_unfilled_ones_revert(seed):
    document = make_document(random.Random(seed), couples=1, supplemental=True, reverts=True)
    found = run_match(document)
    quota = {p["id"]: p["quota"] for p in document["programs"]}
    for link in found["reversions"]:
        quota[link["from"]] -= link["positions"]
        quota[link["to"]] += link["positions"]
    assert quota == found["positions"]
    if not found["stable"]:
        return
    held = [*found["matches"].values(), *found["supplemental_matches"].values()]
    for program in document["programs"]:
        unfilled = found["positions"][program["id"]] - held.count(program["id"])
        for link in program.get("reverts", []):
            assert unfilled <= link["keep"]


@settings(max_examples=40, deadline=None)
@given(seeds)
def test_larger_markets_with_every_rule_are_judged_lawful(seed):
    rng = random.Random(seed)
    document = make_document(rng, applicants=80, programs=25, couples=6, supplemental=True,
                             even=True, reverts=True)  # fmt: skip
    given_market = read_match_input(document)
    market = market_of(given_market)
    matching = match_market(market)
    assert unlawful(market.lists, matching.result, market.positions) == []


def test_the_same_document_gives_the_same_matching():
    document = make_document(random.Random(5), applicants=40, programs=12, couples=8)
    assert run_match(document) == run_match(document)


def test_lists_beyond_the_packed_form_give_the_same_matching(monkeypatch):
    documents = [
        make_document(random.Random(k), applicants=20, programs=8, couples=k % 3, supplemental=True)
        for k in range(20)
    ]
    packed = [run_match(document)["matches"] for document in documents]
    monkeypatch.setattr(matching_market, "UNRANKED", 1)
    assert [run_match(document)["matches"] for document in documents] == packed
