import numpy as np
import pytest

from thirdfriday.models.fill_forecast import FillHistory, fill_history, forecast_fill


def invented(rng, tracks=600, seasons=10):
    """A history in which every track keeps its own share; the newest season is unknown."""
    quota = rng.integers(2, 15, (tracks, seasons + 1)).astype(float)
    share = rng.choice([0.5, 0.9, 0.99], tracks)
    filled = rng.binomial(quota[:, :-1].astype(int), share[:, None]).astype(float)
    group = rng.integers(0, 3, tracks)
    return FillHistory(quota, filled, group, group, np.arange(tracks) % 50,
                       (("a", "c"), ("b", "c"), ("c", "c"))), share  # fmt: skip


def test_it_finds_each_tracks_own_share():
    history, share = invented(np.random.default_rng(5))
    found = forecast_fill(history, 2026)
    assert np.corrcoef(found, share)[0, 1] > 0.9
    assert found.mean() == pytest.approx(share.mean(), abs=0.02)


def test_only_earlier_seasons_are_read():
    history, _ = invented(np.random.default_rng(6))
    before = forecast_fill(history, 2024)
    history.filled[:, history.season(2024) :] = 0
    assert np.array_equal(forecast_fill(history, 2024), before)


def test_2025_told_from_before_beats_last_season_and_the_specialty():
    history = fill_history()
    now = history.season(2025)
    quota, filled = history.quota[:, now], history.filled[:, now]
    offered = quota > 0

    def score(share):
        inside = np.clip(share[offered], 0.001, 0.999)
        part = filled[offered] * np.log(inside)
        part += (quota - filled)[offered] * np.log(1 - inside)
        return -part.sum() / quota.sum()

    size = len(history.groups)
    group = np.bincount(history.group, history.filled[:, now - 1], size) / np.maximum(
        np.bincount(history.group, history.quota[:, now - 1], size), 1
    )
    last = np.where(history.quota[:, now - 1] > 0, history.filled[:, now - 1], 0)
    last = np.where(last > 0, last / np.maximum(history.quota[:, now - 1], 1), group[history.group])
    told = score(forecast_fill(history, 2025))
    assert told < 0.9 * score(group[history.group])
    assert told < 0.9 * score(last)
