from functools import cache

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import EXAMPLES

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.rank_list import RankedProgram
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.down_the_list import values_in_seasons
from thirdfriday.plan.rank_order_inputs import list_chances
from thirdfriday.plan.rank_order_truth import demonstrate, safe_first_order, true_order

LISTED = tuple(
    RankedProgram(key)
    for key in (
        "1400531039", "1400521038", "1400531033", "1400531031", "1400512069", "1400311027",
        "1401611114", "1401611126", "1403811349",
    )
)  # fmt: skip
FACTS = load_facts()


@cache
def seasons():
    case = read_case(EXAMPLES / "img_internal_medicine.toml")
    made = list_chances(case, LISTED, load_catalogue(), FACTS, seed=1)
    return made, made.seasons(seed=1, count=1500)


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 2**31))
def test_over_random_preferences_no_order_beats_the_true_one(seed):
    _, cleared = seasons()
    rng = np.random.default_rng(seed)
    values = rng.random(len(LISTED))
    best = values_in_seasons(cleared, true_order(values), values)
    for _ in range(4):
        order = rng.permutation(len(LISTED))[: rng.integers(1, len(LISTED) + 1)]
        assert (values_in_seasons(cleared, order, values) <= best).all()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**31))
def test_the_demonstration_counts_it(seed):
    made, cleared = seasons()
    values = np.random.default_rng(seed).random(len(LISTED))
    safe = safe_first_order(made.admit, made.weight)
    found = demonstrate(
        cleared, values, np.zeros(len(LISTED)), safe_first=safe, listed=LISTED, facts=FACTS, seed=2
    )
    assert found.orders_that_beat_it == 0
    assert [tried.order for tried in found.tried] == ["true", "as listed", "safe first"]
    assert all(tried.seasons_better == 0 for tried in found.tried)
    assert f"{found.seasons} simulated seasons" in found.text
    ordered = demonstrate(
        cleared, -np.argsort(safe).astype(float) + 20.0, np.zeros(len(LISTED)),
        safe_first=safe, listed=LISTED, facts=FACTS, seed=2,
    )  # fmt: skip
    assert "here they agree" in ordered.text
