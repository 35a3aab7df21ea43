import numpy as np
import pytest
from builders.relations import (
    Witnesses,
    agreed,
    by,
    by_earlier,
    joined,
    moved_on,
    related,
    told,
    without_each,
)


def test_a_relation_tells_rows_without_a_figure():
    rng = np.random.default_rng(3)
    covariate = np.linspace(-2, 2, 30)
    value = 240 + 4 * covariate + rng.normal(0, 0.5, 30)
    value[[5, 20]] = np.nan
    found = told(Witnesses(covariate, [by(covariate)]), value, np.full(30, 0.5))
    assert found.others[5] == pytest.approx(240 + 4 * covariate[5], abs=1)
    assert found.both[5] == pytest.approx(found.others[5])
    sure = told(Witnesses(covariate, [by(covariate)]), value, np.full(30, 1e-3))
    assert sure.both[4] == pytest.approx(value[4], abs=0.01)


def test_a_missing_covariate_counts_as_the_mean():
    covariate = np.array([-1.0, 0.0, 1.0, np.nan])
    value = np.array([9.0, 10.0, 11.0, np.nan])
    others, _, _ = related([covariate], value, np.full(4, 0.1))
    assert others[3] == pytest.approx(10.0, abs=0.05)


def test_what_is_known_twice_weighs_by_precision():
    first = np.array([1.0, np.nan]), np.array([1.0, np.nan])
    second = np.array([4.0, 7.0]), np.array([2.0, 1.0])
    mean, error = joined(first, second)
    assert mean == pytest.approx([1.6, 7.0])
    assert error == pytest.approx([np.sqrt(0.8), 1.0])


def test_the_newest_earlier_figure_moves_by_the_mean_change():
    earlier = {2013: np.array([230.0, 220.0, 225.0]), 2022: np.array([np.nan, 230.0, 236.0])}
    now = np.array([242.0, 232.0, np.nan])
    moved, spread = moved_on(earlier, now, np.full(3, 1.0))
    assert moved[0] == pytest.approx(242.0)  # 12 more, and 2022 has no change to go by
    assert moved[2] == pytest.approx(237.0)
    assert np.isfinite(spread).all()


def test_leaving_a_row_out_does_not_use_its_figure():
    covariate, value = np.arange(6.0), np.array([1.0, 2.0, 3.0, 4.0, 5.0, 60.0])
    witnesses, error = Witnesses(covariate, [by(covariate)]), np.full(6, 0.1)
    away = without_each(witnesses, value, error)
    near = without_each(witnesses, np.where(value == 60, 6.0, value), error)
    assert away[0][5] == near[0][5]
    assert away[1][5] == near[1][5]


def test_a_teller_is_silent_where_it_knows_nothing():
    covariate = np.array([0.0, 1.0, 2.0, 3.0, np.nan, np.nan])
    value, error = np.array([1.0, 2.0, 3.0, 4.0, 9.0, np.nan]), np.full(6, 0.1)
    mean, spread = by(covariate)(value, error)
    assert np.isfinite(mean[:4]).all()
    assert np.isnan(mean[4:]).all()
    assert np.isnan(spread[4:]).all()
    nothing, _ = by(np.where(covariate > 0, covariate, np.nan))(value, error)
    assert np.isnan(nothing).all()


def test_tellers_agree_by_precision_and_are_no_surer_than_their_errors_allow():
    first = np.array([1.0, np.nan]), np.array([1.0, np.nan])
    second = np.array([4.0, 7.0]), np.array([2.0, 1.0])
    mean, spread = agreed([first, second])
    assert mean == pytest.approx([1.6, 7.0])
    alone = np.sqrt(0.8)  # what two would leave whose errors had nothing in common
    assert alone < spread[0] < 1.2
    assert spread[1] == pytest.approx(1.0)


def test_where_all_are_silent_the_main_covariate_speaks_and_nobody_is_believed_too_much():
    main, other = np.arange(8.0), np.array([230.0, 232.0, 234.0, 236.0, *[np.nan] * 4])
    value, error = 2 * main + 10, np.full(8, 0.1)
    value[[3, 7]] = np.nan
    witnesses = Witnesses(main, [by_earlier({2013: other})], least=1.5)
    mean, spread = witnesses.say(value, error)
    assert mean[7] == pytest.approx(24.0, abs=0.5)
    assert mean[3] == pytest.approx(16.0, abs=0.5)
    assert (spread >= 1.5).all()


def test_a_figure_of_its_own_is_drawn_by_half_its_error_at_most():
    covariate = np.arange(8.0)
    value, error = 2 * covariate + 10, np.full(8, 1.0)
    value[2], error[2] = 30.0, 4.0
    found = told(Witnesses(covariate, [by(covariate)]), value, error)
    assert found.both[2] == pytest.approx(28.0)
    assert (np.abs(found.both - value) <= 0.5 * error + 1e-9).all()
