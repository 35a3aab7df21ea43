import numpy as np
import pytest

from thirdfriday.facts.registry import load_facts
from thirdfriday.models.forecast_draws import FillNoise, draw_filled, draw_shares, raked
from thirdfriday.models.market_forecast import (
    SHORT_TYPES,
    forecast_document,
    forecast_match,
    type_totals,
)

APPLICANTS = {"md_sr": 20934, "do_sr": 8503, "us_img": 4210, "non_us_img": 11944}


@pytest.fixture(scope="module")
def document():
    return forecast_document()


def test_every_cell_with_positions_has_all_six_types(document):
    rows = document["by_state_specialty_type"]
    cells = {(r["state"], r["specialty"], r["position_level"]) for r in rows}
    assert len(cells) == 1361
    assert len(rows) == 6 * len(cells)
    assert document["positions"] == 44344
    assert {r["type"] for r in rows} == set(SHORT_TYPES)
    assert {"Surgery", "Dermatology/Internal Medicine", "Occupational & Environmental Med",
            "Internal Medicine/Aerospace Medicine"} <= {r["specialty"] for r in rows}  # fmt: skip


def test_no_cell_is_filled_beyond_its_positions(document):
    by_cell = {}
    for row in document["by_state_specialty_type"]:
        key = (row["state"], row["specialty"], row["position_level"], row["positions"])
        by_cell[key] = by_cell.get(key, 0) + row["filled_mean"]
        assert row["filled_mean"] >= 0
        assert row["filled_sd"] >= 0
    assert all(filled <= key[3] + 0.01 for key, filled in by_cell.items())


def test_cells_specialties_and_types_add_up(document):
    total = document["filled_mean"]
    rows = document["by_state_specialty_type"]
    assert sum(r["filled_mean"] for r in rows) == pytest.approx(total, abs=5)
    assert sum(r["filled_mean"] for r in document["by_specialty"]) == pytest.approx(total, abs=1)
    by_type = document["by_type"]
    assert sum(v["filled_mean"] for v in by_type.values()) == pytest.approx(total, abs=1)
    for name, active in APPLICANTS.items():
        assert by_type[name]["active"] == active


def test_seniors_have_no_reserved_position(document):
    for row in document["by_state_specialty_type"]:
        if row["position_level"] == "Physician" and row["type"] in {"md_sr", "do_sr"}:
            assert row["filled_mean"] == 0


def test_the_draws_lie_about_the_means():
    found = forecast_match()
    total = found.draws.sum(axis=(1, 2))
    assert total.mean() == pytest.approx(found.mean.sum(), rel=0.005)
    spread = found.draws.std(axis=0)
    large = found.mean > 5
    assert np.all(spread[large] > 0.25 * np.sqrt(found.mean[large]) * 0.5)
    assert np.median((spread / np.sqrt(np.maximum(found.mean, 1e-9)))[large]) < 2


def test_the_same_seed_gives_the_same_draws():
    first = forecast_match().draws
    forecast_match.cache_clear()
    assert np.array_equal(forecast_match().draws, first)


def test_more_positions_per_applicant_raise_every_rate():
    active, wanted, _ = type_totals(load_facts())
    rates = dict(zip(SHORT_TYPES, wanted / active, strict=True))
    assert 0.935 < rates["md_sr"] < 0.95
    assert 0.58 < rates["non_us_img"] < 0.61


def test_a_specialty_alone_is_the_same_rows(document):
    alone = forecast_document("dermatology")["by_state_specialty_type"]
    assert alone == [r for r in document["by_state_specialty_type"]
                     if r["specialty_key"] == "dermatology"]  # fmt: skip


def test_drawn_fills_keep_their_mean_and_are_correlated():
    rng = np.random.default_rng(2)
    noise = FillNoise(0.3, np.zeros(40, int), np.array([0.3]), 0.1)
    share = np.linspace(0.5, 0.99, 40)
    drawn = draw_filled(share, np.full(40, 10), noise, 4000, rng)
    assert drawn.mean(axis=0) == pytest.approx(10 * share, abs=0.2)
    assert drawn[:, 0].var() > 1.5 * 10 * 0.25


def test_drawn_shares_keep_their_mean():
    rng = np.random.default_rng(3)
    share = np.array([[0.7, 0.3], [0.2, 0.8]])
    still = (np.zeros(2), np.zeros(2))
    drawn = draw_shares(share, np.array([50.0, 50.0]), still, np.array([0, 1]), draws=3000, rng=rng)
    assert drawn.mean(axis=0) == pytest.approx(share, abs=0.01)


def test_raking_meets_totals_of_the_counted_cells_only():
    rng = np.random.default_rng(4)
    share = rng.dirichlet(np.ones(3), 30)
    filled, counted = rng.integers(1, 20, 30).astype(float), np.arange(30) < 20
    totals = filled[counted].sum() * np.array([0.5, 0.3, 0.2])
    bent = raked(share, filled, totals, counted)
    assert (bent * filled[:, None])[counted].sum(axis=0) == pytest.approx(totals, rel=1e-4)
    assert bent.sum(axis=1) == pytest.approx(np.ones(30))
