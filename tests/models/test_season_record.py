import pytest

from thirdfriday.models.season_record import fill_scores, simulated_record


@pytest.fixture(scope="module")
def fills():
    return fill_scores()


def test_every_season_is_told_better_than_by_the_specialty(fills):
    scores, _ = fills
    assert len(scores) == 6
    for one in scores:
        assert one.log_score < one.baseline_log_score
        assert one.brier < one.baseline_brier


def test_positions_of_the_newest_season_are_all_in_the_bands(fills):
    scores, rows = fills
    assert sum(row.cases for row in rows) == scores[-1].cases
    for row in rows:
        assert row.low <= row.mean_forecast <= row.high
        assert row.came_true == pytest.approx(row.mean_forecast, abs=0.08)


def test_the_fitted_season_is_marked_and_near():
    found = simulated_record(1)
    assert found.season == 2025
    assert found.misplaced < 0.03
    for row in found.match_rates:
        assert row.simulated == pytest.approx(row.published, abs=0.03)
    assert all(abs(one[2] - one[3]) > 5 for one in found.largest)
