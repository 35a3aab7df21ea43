import copy
import random
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.models.matching_documents import make_document, place_on_list
from tests.models.matching_enumeration import Tiny

from thirdfriday.models.deferred_acceptance import (
    held_words,
    match_singles,
    match_singles_in_rounds,
    pack_lists,
)
from thirdfriday.models.deferred_acceptance_bits import highest_set, is_set, word_starts
from thirdfriday.models.deferred_acceptance_lazy import Workspace, match_lazily
from thirdfriday.models.deferred_acceptance_redraw import interviews_of, match_redrawn
from thirdfriday.models.match_document import run_match

seeds = st.integers(0, 2**31)


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_it_is_the_stable_matching_every_applicant_likes_best(seed):
    document = make_document(random.Random(seed))
    found = run_match(document)
    tiny = Tiny(document)
    stable = [primary for primary, _ in tiny.stable_matchings(found["positions"])]
    assert found["matches"] in stable
    for other in stable:
        for name in other:
            mine = place_on_list(document, name, found["matches"][name])
            assert mine <= place_on_list(document, name, other[name])


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_programs_proposing_gives_the_stable_matching_applicants_like_least(seed):
    document = make_document(random.Random(seed))
    found = run_match({**document, "proposing": "programs"})
    for other, _ in Tiny(document).stable_matchings(found["positions"]):
        for name in other:
            mine = place_on_list(document, name, found["matches"][name])
            assert mine >= place_on_list(document, name, other[name])


@settings(max_examples=400, deadline=None)
@given(seeds)
def test_same_applicants_and_same_seats_are_filled_whoever_proposes(seed):
    document = make_document(random.Random(seed), applicants=14, programs=6)
    by_applicants = run_match(document)["matches"]
    by_programs = run_match({**document, "proposing": "programs"})["matches"]
    assert {a for a, p in by_applicants.items() if p} == {a for a, p in by_programs.items() if p}
    assert Counter(by_applicants.values()) == Counter(by_programs.values())
    quota = {p["id"]: p["quota"] for p in document["programs"]}
    filled = Counter(by_applicants.values())
    for program, size in quota.items():
        if filled[program] < size:
            here = {a for a, p in by_applicants.items() if p == program}
            assert here == {a for a, p in by_programs.items() if p == program}


@settings(max_examples=300, deadline=None)
@given(seeds)
def test_no_single_gains_by_another_list(seed):
    rng = random.Random(seed)
    document = make_document(rng, applicants=7, programs=4)
    liar = rng.choice(document["applicants"])["id"]
    honest = run_match(document)["matches"][liar]
    other = copy.deepcopy(document)
    entry = next(a for a in other["applicants"] if a["id"] == liar)
    names = [p["id"] for p in document["programs"]]
    entry["ranks"] = rng.sample(names, rng.randint(0, len(names)))
    lied = run_match(other)["matches"][liar]
    truth = next(a for a in document["applicants"] if a["id"] == liar)["ranks"]
    if lied in truth:
        assert place_on_list(document, liar, honest) <= truth.index(lied)


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_large_markets_are_stable(seed):
    document = make_document(random.Random(seed), applicants=120, programs=30)
    found = run_match(document)
    assert found["stable"]
    assert found["blocking"] == []


def test_lists_longer_than_a_machine_word():
    people = 200
    start = np.arange(people + 1, dtype=np.int64)
    lists = pack_lists(
        start,
        np.zeros(people, np.int32),
        np.arange(people, dtype=np.int32),
        np.array([0, people]),
        np.arange(people, dtype=np.int32),
    )
    found = match_singles(lists, np.array([131], dtype=np.int32))
    assert (found.edge >= 0).tolist() == [i < 131 for i in range(people)]


def some_lists(seed, people, places, longest):
    """Packed lists of both sides: everyone ranks some programs, programs rank all of those."""
    rng = np.random.default_rng(seed)
    size = rng.integers(0, longest + 1, people)
    program = np.concatenate([rng.permutation(places)[:k] for k in size]).astype(np.int32)
    owner = np.repeat(np.arange(people), size)
    entry = np.lexsort((rng.random(program.size), program))
    entry_start = np.concatenate([[0], np.cumsum(np.bincount(program, minlength=places))])
    rank = np.empty(program.size, np.int32)
    rank[entry] = np.arange(program.size) - entry_start[program[entry]]
    start = np.concatenate([[0], np.cumsum(size)])
    return pack_lists(start, program, rank, entry_start, owner[entry])


@settings(max_examples=80, deadline=None)
@given(seeds, st.sampled_from([3, 9, 30, 70]))
def test_vector_steps_give_the_matching_of_bits(seed, most):
    """Lists beyond eight, programs beyond sixteen seats, and more seats than applicants."""
    lists = some_lists(seed, people=300, places=9, longest=9)
    if most > 9:
        lists = some_lists(seed, people=200, places=40, longest=40)
    positions = np.random.default_rng(seed).integers(-1, most, lists.entry_start.size - 1)
    found, expected = match_singles(lists, positions), match_singles_in_rounds(lists, positions)
    assert np.array_equal(found.edge, expected.edge)
    assert np.array_equal(found.free, expected.free)
    assert found.proposals == expected.proposals


@pytest.mark.parametrize("seats", [255, 256, 257, 700])
def test_a_program_of_any_size_is_matched(seats):
    lists = some_lists(seats, people=2_000, places=2, longest=2)
    found = match_singles(lists, np.array([seats, 5]))
    expected = match_singles_in_rounds(lists, np.array([seats, 5]))
    assert np.array_equal(found.edge, expected.edge)
    assert np.array_equal(found.free, [0, 0])


def test_held_ranks_as_bits():
    lists = some_lists(1, people=300, places=4, longest=4)
    found = match_singles(lists, np.full(4, 20))
    words = held_words(lists, found.edge)
    held = lists.edge[found.edge[found.edge >= 0]]
    for j in range(4):
        length = lists.entry_start[j + 1] - lists.entry_start[j]
        ranks = [r for r in range(length) if is_set(words, lists.word_start[j], r)]
        assert ranks == sorted((held[held >> 16 == j] & 0xFFFF).tolist())


def test_highest_set_bit_below_a_rank():
    bits = np.array([1 << 5, 0, 1 << 2], dtype=np.uint64)
    assert highest_set(bits, 0, 192) == 130
    assert highest_set(bits, 0, 130) == 5
    assert highest_set(bits, 0, 5) == -1
    assert highest_set(bits, 0, 0) == -1
    assert word_starts(np.array([0, 64, 129])).tolist() == [0, 1, 3]


def test_lists_too_long_to_pack_are_refused():
    with pytest.raises(ValueError, match="65,534"):
        pack_lists(
            np.array([0]),
            np.empty(0, np.int32),
            np.empty(0, np.int32),
            np.array([0, 70_000]),
            np.zeros(70_000, np.int32),
        )


def test_a_redraw_is_the_match_of_the_redrawn_lists():
    """Without noise it is the match of the lists that wish and want make."""
    rng = np.random.default_rng(4)
    people, places = 400, 30
    chosen = np.sort(np.argsort(rng.random((people, places)), axis=1)[:, :9], axis=1)
    program = chosen.ravel().astype(np.int32)
    wish, want = rng.normal(size=program.size), rng.normal(size=program.size)
    start = np.arange(people + 1, dtype=np.int64) * 9
    pairs = interviews_of(start, program, wish, want)
    positions = np.full(places, 8, np.int32)
    owner = np.repeat(np.arange(people), 9)
    found = match_redrawn(pairs, positions, seed=1, noise=(0.0, 0.0))
    document = {
        "applicants": [
            {
                "id": f"a{i}",
                "ranks": [
                    f"p{program[e]}"
                    for e in sorted(range(i * 9, i * 9 + 9), key=lambda e: -wish[e])
                ],
            }
            for i in range(people)
        ],
        "programs": [
            {
                "id": f"p{j}",
                "quota": 8,
                "ranks": [
                    f"a{owner[e]}"
                    for e in sorted(np.flatnonzero(program == j).tolist(), key=lambda e: -want[e])
                ],
            }
            for j in range(places)
        ],
    }
    expected = run_match(document)["matches"]
    assert [f"p{j}" if j >= 0 else None for j in found] == list(expected.values())
    again = match_redrawn(pairs, positions, seed=1, noise=(1.0, 1.0))
    assert np.array_equal(again, match_redrawn(pairs, positions, seed=1, noise=(1.0, 1.0)))
    assert not np.array_equal(again, match_redrawn(pairs, positions, seed=2, noise=(1.0, 1.0)))


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_sorting_nothing_gives_the_matching_of_the_sorted_lists(seed):
    rng = np.random.default_rng(seed)
    size = rng.integers(0, 9, 60)
    start = np.concatenate([[0], np.cumsum(size)])
    program = np.concatenate([rng.choice(12, k, replace=False) for k in size]).astype(int)
    program = np.append(program, 11)  # so that every program is known
    start[-1] += 1
    pairs = interviews_of(start, program, rng.normal(size=program.size),
                          rng.normal(size=program.size))  # fmt: skip
    positions = rng.integers(0, 6, 12)
    space = Workspace(pairs, positions)
    for draw in (1, 2):
        found = match_lazily(pairs, positions, seed=draw, noise=(1.0, 1.0), workspace=space)
        assert np.array_equal(found, match_redrawn(pairs, positions, seed=draw, noise=(1.0, 1.0)))
