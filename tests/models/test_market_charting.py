from types import SimpleNamespace

import numpy as np
import pytest

from thirdfriday.models.market_charting import (
    charting_document,
    charting_rows,
    charting_sums,
    preferences,
    run_charting,
)
from thirdfriday.models.market_inputs import market_inputs


def season_of(lists, program, kind=None):
    """Lists of tracks that are each a field of their own; the last two are first years alone."""
    ranked = np.array([len(one) for one in lists])
    people = SimpleNamespace(kind=np.array(kind or [0] * len(lists)),
                             score=np.arange(240.0, 240.0 + len(lists)))  # fmt: skip
    inputs = SimpleNamespace(
        tracks=SimpleNamespace(field=np.array([0, 0, 1, 2, 3])),
        layout=SimpleNamespace(fields=("a", "b", "first_year", "surgery_first_year")),
    )
    season = SimpleNamespace(
        people=people, ranked=ranked, listed=np.concatenate(lists).astype(int),
        matching=SimpleNamespace(result=SimpleNamespace(program=np.array(program))),
    )  # fmt: skip
    return inputs, season


def test_preferred_is_the_first_field_that_is_no_year_alone():
    inputs, season = season_of([[0, 1, 2, 0], [3, 2, 0], [3, 4], [], [2]], [0, 2, -1, -1, -1])
    preferred, ranks = preferences(inputs, season)
    assert preferred.tolist() == [0, 1, 2, -1, 1]
    assert ranks.tolist() == [2, 1, 1, 0, 1]


def test_a_match_counts_where_it_is_in_the_preferred_field():
    inputs, season = season_of([[0, 2], [0, 2], [0], []], [0, 2, -1, -1])
    table = charting_sums(inputs, season).table
    assert table[0, 0, :, 0].tolist() == [1, 2]
    assert table[0, 0, 1, 1] == 241 + 242
    row = charting_rows(inputs, [charting_sums(inputs, season)])[0]
    assert row["match_rate"] == pytest.approx(1 / 3, abs=1e-4)
    assert row["not_matched"]["step_2_ck_mean"] == 241.5
    assert row["matched"]["contiguous_ranks_mean"] == 1


@pytest.fixture(scope="module")
def document():
    sums = run_charting(2025, seasons=3, jobs=2)
    own = {("pediatrics", "non_us_img", "matched", "step_2_ck"): (241.0, 0.63)}
    return charting_document(2025, sums, published=own)


def test_scores_and_ranks_come_out_as_estimated(document):
    """Fields with a table of their own and enough applicants for three seasons to say anything."""
    rows = [row for row in document["charting"]
            if row["type"] == "non_us_img" and row["own_table"]
            and min(row[group]["n"] for group in ("matched", "not_matched")) > 30]  # fmt: skip
    assert len(rows) >= 5
    away = [
        abs(row[group][f"{name}_mean"] - row[group][f"{name}_estimate"])
        / (row[group][f"{name}_estimate_error"] + row[group][f"{name}_error"])
        for row in rows for group in ("matched", "not_matched")
        for name in ("step_2_ck", "contiguous_ranks")
    ]  # fmt: skip
    assert np.mean(np.array(away) <= 1.0) >= 0.6
    assert all(abs(row["match_rate"] - row["match_rate_estimate"]) < 0.1 for row in rows)


def test_own_figures_stand_beside(document):
    row = next(row for row in document["charting"]
               if (row["specialty"], row["type"]) == ("pediatrics", "non_us_img"))  # fmt: skip
    assert row["matched"]["step_2_ck_published"] == 241.0
    assert document["within_one_error"]["published"]["means"] == 1


def test_active_are_those_who_rank_anything(document):
    total = sum(row[group]["n"] for row in document["charting"]
                for group in ("matched", "not_matched") if row["type"] == "non_us_img")  # fmt: skip
    active = market_inputs(2025).supply.count[:, 5].sum()
    assert total < active
