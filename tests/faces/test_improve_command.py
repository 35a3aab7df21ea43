"""The commands of advice: one JSON document each, and text a tired person can read."""

import json

import pytest
from click.testing import CliRunner

from thirdfriday.faces.command_line import main

CASE = "examples/do_comlex_only.toml"


def run(*words):
    return CliRunner().invoke(main, list(words))


@pytest.mark.parametrize(
    ("command", "field"),
    [("improve", "improvements"), ("standing", "specialty_grid"), ("scenarios", "scenarios")],
)
def test_json_is_one_document_with_its_section(command, field):
    result = run(command, CASE, "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document[field] and document["schema"].startswith("thirdfriday-")


@pytest.mark.parametrize("command", ["improve", "standing", "scenarios"])
def test_text_tells_without_a_false_certainty(command):
    result = run(command, CASE)
    assert result.exit_code == 0, result.output
    assert " 100%" not in result.stdout


def test_a_day_that_is_none_exits_two():
    result = run("improve", CASE, "--on", "tomorrow")
    assert result.exit_code == 2
    assert "--on" in result.stderr


def test_the_plan_tells_levels_standing_and_scenarios():
    result = run("plan", "examples/md_low_score_la.toml")
    for words in ("How firmly you want the place", "Where your score stands", "rules change"):
        assert words in result.stdout
