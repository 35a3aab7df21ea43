import json

from click.testing import CliRunner
from tests.conftest import EXAMPLES

from thirdfriday.faces.command_line import main

CASE = str(EXAMPLES / "img_psychiatry_la_ties.toml")


def run(*words):
    return CliRunner().invoke(main, ["longway", CASE, *words])


def test_json_and_terminal():
    found = run("--json", "--years", "8")
    assert found.exit_code == 0, found.output
    document = json.loads(found.stdout)
    assert [way["start"] for way in document["ways"]] == ["target", "near", "far"]
    assert len(document["ways"][0]["by_year"]) == 9
    shown = run("--visa", "h1b", "--from", "tx")
    assert shown.exit_code == 0, shown.output
    assert "Clocks" in shown.stdout


def test_a_map_is_drawn(tmp_path):
    path = tmp_path / "map.svg"
    assert run("--map", str(path), "--json").exit_code == 0
    assert path.read_text().startswith("<svg")


def test_a_wrong_state_is_a_sentence():
    found = run("--from", "Texas")
    assert found.exit_code == 2
    assert "no state to come from" in found.stderr
