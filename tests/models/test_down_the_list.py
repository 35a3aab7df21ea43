import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.matching_documents import make_document, place_on_list

from thirdfriday.models.down_the_list import (
    down_the_list,
    match_by_draw,
    match_in_season,
    quality_given_interviews,
    simulated_seasons,
    values_in_seasons,
)
from thirdfriday.models.match_document import run_match

seeds = st.integers(0, 2**31)


@settings(max_examples=300, deadline=None)
@given(seeds, st.integers(1, 14), st.integers(1, 6))
def test_no_order_beats_the_true_one_in_any_season(seed, programs, nodes):
    rng = np.random.default_rng(seed)
    admit = rng.random((programs, nodes))
    seasons = simulated_seasons(admit, rng.random(nodes) + 0.01, rng=rng, count=300)
    values = rng.random(programs)
    true = values_in_seasons(seasons, np.argsort(-values), values)
    for _ in range(5):
        other = rng.permutation(programs)[: rng.integers(1, programs + 1)]
        assert (values_in_seasons(seasons, other, values) <= true).all()
    likely = np.argsort(-admit.mean(axis=1))
    any_match = match_in_season(seasons, likely) >= 0
    assert (any_match == (match_in_season(seasons, np.argsort(-values)) >= 0)).all()


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_no_misreport_of_one_applicant_gains_in_the_real_procedure(seed):
    chance = random.Random(seed)
    document = make_document(chance)
    single = [a for a in document["applicants"] if a.get("ranks")]
    if not single or document.get("couples"):
        return
    honest = run_match(document)["matches"]
    someone = chance.choice(single)
    wanted = list(someone["ranks"])
    lie = chance.sample(wanted, chance.randint(1, len(wanted)))
    told = {
        **document,
        "applicants": [
            {**a, "ranks": lie} if a["id"] == someone["id"] else a for a in document["applicants"]
        ],
    }
    name = someone["id"]
    got = run_match(told)["matches"][name]
    assert place_on_list(document, name, honest[name]) <= place_on_list(document, name, got)


@settings(max_examples=100, deadline=None)
@given(seeds, st.integers(1, 8), st.integers(1, 6))
def test_closed_form_and_simulated_seasons_agree(seed, programs, nodes):
    rng = np.random.default_rng(seed)
    admit, weight = rng.random((programs, nodes)), rng.random(nodes) + 0.01
    down = down_the_list(admit, weight)
    seasons = simulated_seasons(admit, weight, rng=rng, count=4000)
    matched = match_in_season(seasons, np.arange(programs))
    for rank in range(programs):
        share = float((matched == rank).mean())
        error = np.sqrt(max(down.here[rank] * (1 - down.here[rank]), 1e-4) / 4000)
        assert abs(share - down.here[rank]) < 6 * error
    assert down.any == pytest.approx(1.0 - float((1 - admit).prod(axis=0) @ weight / weight.sum()))


def test_draws_agree_with_the_closed_form():
    rng = np.random.default_rng(3)
    admit, weight = rng.random((2, 4, 5)), rng.random((2, 5))
    by_draw = match_by_draw(admit, weight)
    for draw in range(2):
        assert by_draw[draw] == pytest.approx(down_the_list(admit[draw], weight[draw]).here)


@given(seeds)
def test_an_interview_raises_and_a_silence_lowers_what_is_believed(seed):
    rng = np.random.default_rng(seed)
    nodes = np.sort(rng.random(5)) * 0.8 + 0.1
    before = rng.random(5) + 0.05
    before /= before.sum()
    quality = np.arange(5.0)
    more = quality_given_interviews(before, nodes[None, :])
    less = quality_given_interviews(before, np.zeros((0, 5)), silent=nodes[None, :])
    assert less @ quality <= before @ quality + 1e-9 <= more @ quality + 2e-9


def test_a_list_of_nothing_matches_nowhere():
    seasons = np.ones((3, 2), dtype=bool)
    assert match_in_season(seasons, np.array([], dtype=np.int64)).tolist() == [-1, -1, -1]
