import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from thirdfriday.models.market import (
    SHORT_TYPES,
    count_season,
    market_document,
    run_season,
    run_seasons,
)
from thirdfriday.models.market_inputs import market_inputs
from thirdfriday.models.market_season import APPLICANT_TYPES, simulate_season
from thirdfriday.models.matching_verifier import unlawful

TABLES = Path(os.environ.get("TABLES", Path(__file__).parents[3] / "shared" / "facts"))
ACTIVE_2025 = {"md_senior": 20368, "do_senior": 8392, "us_img": 4587, "non_us_img": 11465}
MATCH_RATE_2025 = {"md_senior": 0.935, "do_senior": 0.926, "us_img": 0.678, "non_us_img": 0.580}


@pytest.fixture(scope="module")
def inputs():
    return market_inputs(2025)


@pytest.fixture(scope="module")
def season(inputs):
    return simulate_season(inputs.tracks, inputs.supply, inputs.behaviour, seed=31,
                           second_field_of=inputs.second_field_of)  # fmt: skip


@pytest.fixture(scope="module")
def counted(inputs):
    return [run_season(inputs, seed) for seed in (41, 42, 43)]


def test_active_applicants_are_as_published(inputs, season):
    """Active is who ranks anything: the published counts are of certified lists."""
    active = np.bincount(season.people.kind[season.ranked > 0])
    count = dict(zip(APPLICANT_TYPES, active, strict=True))
    for name, published in ACTIVE_2025.items():
        assert count[name] == pytest.approx(published, rel=0.02)
    assert active.sum() == pytest.approx(47208, rel=0.01)


def test_positions_are_those_of_the_catalogue(inputs):
    assert inputs.tracks.positions.sum() == pytest.approx(43218, abs=5)
    assert market_inputs(2026).tracks.positions.sum() == pytest.approx(44320, abs=5)


def test_nobody_is_seated_beyond_positions_or_against_the_rules(inputs, season):
    filled = season.filled(inputs.tracks.positions.size)
    assert (filled.sum(axis=1) <= inputs.tracks.positions).all()
    seniors = filled[inputs.tracks.reserved][:, [0, 2]]
    assert seniors.sum() == 0
    result = season.matching.result
    extra = result.supplement >= 0
    assert inputs.tracks.advanced[result.program[extra]].all()


def test_each_couple_lives_in_one_state_and_is_of_seniors(season):
    people = season.people
    assert len(people.partners) == 1259
    assert (people.state[people.partners[:, 0]] == people.state[people.partners[:, 1]]).all()
    assert set(people.kind[people.partners].ravel()) <= {0, 2}


def test_the_same_seed_gives_the_same_season(inputs, season):
    again = simulate_season(inputs.tracks, inputs.supply, inputs.behaviour, seed=31,
                            second_field_of=inputs.second_field_of)  # fmt: skip
    assert np.array_equal(again.matching.result.program, season.matching.result.program)


def test_one_changed_setting_leaves_the_other_chances_alone(inputs, season):
    more = replace(inputs.behaviour, interviews=inputs.behaviour.interviews * 1.02)
    other = simulate_season(inputs.tracks, inputs.supply, more, seed=31,
                            second_field_of=inputs.second_field_of)  # fmt: skip
    assert np.array_equal(other.people.quality, season.people.quality)
    same = other.matching.result.program == season.matching.result.program
    assert same.mean() > 0.8


def test_match_rates_of_2025_come_out(counted):
    rate = np.mean([one.matched / one.active for one in counted], axis=0)
    for name, published in MATCH_RATE_2025.items():
        assert rate[APPLICANT_TYPES.index(name)] == pytest.approx(published, abs=0.01)


def test_matched_rank_more_programs_than_unmatched(counted):
    for one in counted:
        for name in MATCH_RATE_2025:
            k = APPLICANT_TYPES.index(name)
            assert one.list_length[0, k] > one.list_length[1, k] + 1


def test_positions_by_specialty_and_state_of_2025_come_out(inputs, counted):
    if not TABLES.exists():
        pytest.skip("The published tables are not beside the repository.")
    from builders.market_targets import market_targets  # noqa: PLC0415

    targets = market_targets(TABLES, inputs.layout)
    filled = np.mean([one.filled for one in counted], axis=0)
    by_kind = np.zeros_like(targets.kind)
    np.add.at(by_kind, inputs.tracks.kind, filled)
    assert np.abs(by_kind - targets.kind).sum() < 0.03 * inputs.tracks.positions.sum()
    by_cell = np.zeros_like(targets.cell)
    np.add.at(by_cell, inputs.tracks.cell, filled)
    assert np.abs(by_cell - targets.cell).sum() < 0.15 * targets.cell.sum()


def test_a_season_is_lawful_and_nearly_always_stable(inputs, season, counted):
    assert season.matching.stable or len(season.matching.blocks) < 100
    counts = count_season(inputs, season)
    assert counts.matched.sum() <= counts.active.sum()
    assert unlawful is not None


def test_the_forecast_of_2026_is_a_document():
    found = market_document(2026, seasons=2, specialty="dermatology")
    assert set(found["by_type"]) == set(SHORT_TYPES)
    rows = found["by_state_specialty_type"]
    assert {row["specialty"] for row in rows} == {"Dermatology"}
    assert set(rows[0]) >= {"state", "specialty", "position_level", "type", "filled_mean",
                            "filled_sd"}  # fmt: skip
    total = sum(row["filled_mean"] for row in rows)
    assert total == pytest.approx(sum(row["filled_mean"] for row in found["by_specialty"]), abs=1)
    assert 550 < total <= 602
    assert found["by_type"]["md_sr"]["active"] == pytest.approx(20934, rel=0.01)


def test_seasons_are_the_same_wherever_they_are_simulated() -> None:
    def backwards(function, tasks):
        for index, task in reversed(list(enumerate(tasks))):
            yield index, function(task)

    here, there = (run_seasons(2025, seasons=2, spread=spread) for spread in (None, backwards))
    for one, other in zip(here, there, strict=True):
        assert np.array_equal(one.filled, other.filled)
        assert np.array_equal(one.list_length, other.list_length)
