import json

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


def test_an_unknown_season_or_specialty_is_refused_at_once():
    found = CliRunner().invoke(main, ["market", "--season", "2031", "--specialty", "neurolgy"])
    assert found.exit_code == 2
    assert "2 problems" in found.stderr
    assert "neurology" in found.stderr
