import random
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.matching_documents import make_document

from thirdfriday.models.couples_repair import repair
from thirdfriday.models.match_document import market_of
from thirdfriday.models.match_input import read_match_input
from thirdfriday.models.matching_procedure import match_market
from thirdfriday.models.matching_trials import (
    Trials,
    introductions,
    matching_settings,
    seats_after_singles,
)
from thirdfriday.models.matching_verifier import blocking, unlawful

seeds = st.integers(0, 2**31)


def market(seed, **size):
    return market_of(read_match_input(make_document(random.Random(seed), **size)))


def once(given_market, repairs):
    """One try in the order given, and then repairs."""
    chosen = replace(matching_settings(), repairs=repairs, combinations=0)
    trials = Trials(given_market, chosen)
    lists = given_market.lists
    base = seats_after_singles(given_market)
    order = np.arange(lists.member.shape[0]) + lists.edge_start.size - 1
    trials.run(base, introductions(lists, order))
    if not trials.done:
        repair(trials, base, order, set())
    return trials


def test_repairs_settle_what_one_order_left():
    """Of markets that one order leaves unstable and restarts settle, most need only repairs."""
    restarts_alone = replace(matching_settings(), repairs=0, combinations=0, restarts=10)
    left, repaired = 0, 0
    for seed in range(130):
        some = market(seed, applicants=24, programs=8, couples=8)
        if not once(some, 0).done and match_market(some, settings=restarts_alone).stable:
            left += 1
            repaired += once(some, 60).done
    assert left >= 5
    assert repaired > left / 2


@settings(max_examples=60, deadline=None)
@given(seeds, st.sampled_from([{}, {"supplemental": True}, {"even": True, "reverts": True}]))
def test_what_is_repaired_is_lawful_and_judged_from_the_lists(seed, rules):
    some = market(seed, applicants=24, programs=8, couples=8, **rules)
    trials = once(some, 60)
    found = trials.outcome()
    assert unlawful(some.lists, found.result, some.positions) == []
    assert trials.done == (blocking(some.lists, found.result) == [])
    assert found.repairs <= 60 * len(trials.restless) + 60


def test_the_couples_of_a_cycle_are_told():
    """One couple and a single who has what it needs: they go round, and no other couple does."""
    document = {
        "applicants": [{"id": name, "ranks": []} for name in "vwxy"]
        + [{"id": "s", "ranks": ["p", "q"]}],
        "programs": [{"id": "p", "quota": 1, "ranks": ["x", "s"]},
                     {"id": "q", "quota": 1, "ranks": ["s", "y"]},
                     {"id": "r", "quota": 2, "ranks": ["v", "w"]}],
        "couples": [{"members": ["v", "w"], "ranks": [["r", "r"]]},
                    {"members": ["x", "y"], "ranks": [["p", "q"]]}],
    }  # fmt: skip
    trials = once(market_of(read_match_input(document)), 60)
    assert not trials.done
    assert list(trials.restless) == [1]
    assert trials.repairs > 0
