import json

import pytest
from click.testing import CliRunner

from thirdfriday.faces.command_line import main


def test_the_record_is_one_document():
    found = CliRunner().invoke(main, ["score", "--seasons", "0", "--json"])
    assert found.exit_code == 0
    document = json.loads(found.stdout)
    assert document["in_sample"] is None
    assert {row["tenth"] for row in document["reliability_of_interviews"]} == set(range(1, 11))
    checks = {row["check"] for row in document["season_forecast_checks"]}
    assert checks == {"fills_2020_2025", "half_of_2025", "simulated_2026"}
    assert all("baseline" in one for one in document["scores"])


def test_the_tables_say_what_was_in_sample():
    found = CliRunner().invoke(main, ["score", "--seasons", "1"])
    assert found.exit_code == 0
    assert "In sample, no forecast" in found.stdout
    assert "Reliability: a position left open in 2025" in found.stdout


def test_the_forecast_prints_as_json_and_as_tables():
    found = CliRunner().invoke(main, ["market", "--season", "2026", "--json"])
    assert json.loads(found.stdout)["method"] == "forecast"
    shown = CliRunner().invoke(main, ["market", "--season", "2026", "--specialty", "neurology"])
    assert "A forecast" in shown.stdout


def test_figures_and_tables_are_written(tmp_path):
    html, folder = tmp_path / "market.html", tmp_path / "tables"
    found = CliRunner().invoke(main, ["market", "--seasons", "2", "--html", str(html),
                                      "--parquet", str(folder), "--json"])  # fmt: skip
    assert found.exit_code == 0
    text = html.read_text(encoding="utf-8")
    assert text.count("<svg") == 4
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org", "")
    parquet = pytest.importorskip("pyarrow.parquet")
    document = json.loads(found.stdout)
    each = parquet.read_table(folder / "seasons.parquet").to_pylist()
    assert len({row["seed"] for row in each}) == 2
    assert sum(row["filled"] for row in each) / 2 == pytest.approx(document["filled_mean"])
    cells = parquet.read_table(folder / "cells.parquet").to_pylist()
    assert cells == document["by_state_specialty_type"]


def test_parquet_without_its_library_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr("thirdfriday.faces.market_command.find_spec", lambda name: None)
    found = CliRunner().invoke(
        main, ["market", "--parquet", str(tmp_path), "--html", "x.html", "--specialty", "neurology"]
    )
    assert found.exit_code == 2
    assert "2 problems" in found.stderr
    assert "thirdfriday[research]" in found.stderr


def test_an_unknown_season_or_specialty_is_refused_at_once():
    found = CliRunner().invoke(main, ["market", "--season", "2031", "--specialty", "neurolgy"])
    assert found.exit_code == 2
    assert "2 problems" in found.stderr
    assert "neurology" in found.stderr


def test_a_place_that_cannot_be_written_is_told_before_the_work(tmp_path):
    found = CliRunner().invoke(
        main, ["market", "--seasons", "5000", "--html", str(tmp_path / "none" / "m.html")]
    )
    assert found.exit_code == 2
    assert "the folder does not exist" in found.stderr
