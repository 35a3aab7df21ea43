import numpy as np

from thirdfriday.models.market_couples import pair_lists
from thirdfriday.models.market_kernels import (
    bell,
    by_track,
    invite,
    list_choices,
    list_wanted,
    mixed,
    share_of,
)


def test_hashed_numbers_look_random_and_stay_the_same():
    bits = [np.uint64(mixed(7, k)) for k in range(20_000)]
    shares = np.array([share_of(b) for b in bits])
    bells = np.array([bell(b) for b in bits])
    assert abs(shares.mean() - 0.5) < 0.01
    assert abs(np.histogram(shares, 10, (0, 1))[0] / 2000 - 1).max() < 0.1
    assert abs(bells.mean()) < 0.03
    assert abs(bells.std() - 1) < 0.03
    assert abs(np.corrcoef(shares[:-1], shares[1:])[0, 1]) < 0.03
    assert mixed(7, 5) == bits[5]
    assert mixed(8, 5) != bits[5]


def test_programs_invite_the_best_up_to_capacity():
    where = np.array([0, 0, 0, 1, 1, 2], np.int32)
    score = np.array([1.0, 3.0, 2.0, 0.5, 0.1, 9.0], np.float32)
    start, order = by_track(where, 3)
    assert start.tolist() == [0, 3, 5, 6]
    invited, lowest = invite(score, start, order, np.array([2, 5, 0]))
    assert lowest.round(2).tolist() == [2.0, 0.1, np.inf]
    assert invited.tolist() == [False, True, True, True, True, False]


def test_applicants_keep_what_they_want_most():
    edges = (np.array([0, 0, 0, 0], np.int32), np.array([0, 1, 2, 3], np.int32),
             np.array([0, 0, 1, 2], np.int8))  # fmt: skip
    people = (np.zeros(1, np.int32), np.zeros(1, np.int32), 2, 9)
    worth = np.array([0.0, 50.0, 20.0, 0.0])
    tracks = (np.ones(4, np.int32), np.ones(4, np.int32), worth)
    start, primary, extra_start, extra = list_choices(
        edges, np.ones(4, np.bool_), people, tracks, (1, 0.0, 0.0, 5.0)
    )
    assert primary.tolist() == [1, 2]
    assert start.tolist() == [0, 2]
    assert extra.tolist() == [3]
    assert extra_start.tolist() == [0, 1]
    sure = list_choices(
        edges, np.ones(4, np.bool_), (*people[:2], 3, 2), tracks, (1, 0.0, 0.0, 5.0)
    )
    assert sure[1].tolist() == [1, 0]


def test_programs_rank_by_score_when_the_interview_adds_nothing():
    score = np.array([0.2, 0.9, 0.5, 0.1], np.float32)
    where = np.array([0, 0, 0, 1], np.int32)
    who = np.array([0, 1, 2, 0], np.int32)
    listed = np.array([0, 1, 2, 3], np.int32)
    alike, kind, lean = np.zeros(3), np.array([0, 0, 1], np.int32), np.zeros((2, 6))
    day = (1, 0.0, alike, kind, lean)
    everyone = np.ones(2)
    start, entry, _ = list_wanted(score, (who, where), listed, everyone, day)
    assert start.tolist() == [0, 3, 4]
    assert entry.tolist() == [1, 2, 0, 3]
    better_in_person = np.array([5.0, 0.0, 0.0])
    day = (1, 0.0, better_in_person, kind, lean)
    assert list_wanted(score, (who, where), listed, everyone, day)[1].tolist() == [0, 1, 2, 3]
    lean[0, 1] = 9.0
    day = (1, 0.0, better_in_person, kind, lean)
    assert list_wanted(score, (who, where), listed, everyone, day)[1].tolist() == [2, 0, 1, 3]
    some = list_wanted(score, (who, where), listed, np.array([0.4, 1.0]), day)
    assert some[0].tolist() == [0, 2, 3]
    assert some[1].tolist() == [2, 0, 3]


def test_couples_put_pairs_of_one_state_first():
    partners = np.array([[0, 1]], np.int32)
    start = np.array([0, 2, 4])
    program = np.array([0, 1, 1, 2], np.int32)
    tracks = (np.array([1, 2, 2], np.int32), np.array([1, 2, 2], np.int32),
              np.array([1, 1, 1], np.int32))  # fmt: skip
    pair_start, pairs = pair_lists(partners, start, program, tracks)
    assert pairs[0].tolist() == [1, 2]
    assert [1, 1] not in pairs.tolist()
    assert pairs[-4:].tolist() == [[0, -1], [1, -1], [-1, 1], [-1, 2]]
    assert pair_start.tolist() == [0, len(pairs)]
