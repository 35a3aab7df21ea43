from types import SimpleNamespace

import numpy as np
import pytest
from builders.calibrate_market import kind_pull, listing


def test_where_nearly_all_are_taken_a_leaning_moves_by_the_log_odds():
    inputs = SimpleNamespace(layout=SimpleNamespace(kinds=[("a", "main"), ("a", "preliminary")]))
    targets = SimpleNamespace(kind=np.array([[990.0, 10.0], [990.0, 10.0]]))
    found, most = np.array([[980.0, 9.0]] * 2), np.array([[1000.0, 200.0]] * 2)
    main, preliminary = kind_pull(inputs, targets, found, most)
    assert main[0] == pytest.approx(np.log(992 / 982) + np.log(20 / 10), abs=1e-9)
    assert main[1] == pytest.approx(np.log(12 / 11) + np.log(191 / 190), abs=1e-9)
    assert preliminary == pytest.approx([np.log(992 / 982), np.log(12 / 11)])


def test_a_kind_that_nobody_fills_does_not_move():
    inputs = SimpleNamespace(layout=SimpleNamespace(kinds=[("a", "main")]))
    pull = kind_pull(
        inputs, SimpleNamespace(kind=np.zeros((1, 2))), np.ones((1, 2)), np.ones((1, 2))
    )
    assert pull.tolist() == [[0.0, 0.0]]


def test_who_ranks_two_tracks_of_a_kind_counts_once():
    inputs = SimpleNamespace(tracks=SimpleNamespace(kind=np.array([0, 0, 1])))
    season = SimpleNamespace(ranked=np.array([3, 1, 0]), listed=np.array([0, 1, 2, 2]),
                             people=SimpleNamespace(kind=np.array([0, 5, 5])))  # fmt: skip
    assert listing(inputs, season, 2)[:, [0, 5]].tolist() == [[1.0, 0.0], [1.0, 1.0]]
