import json

from click.testing import CliRunner
from tests.conftest import EXAMPLES

from thirdfriday.faces.command_line import main

CASE = str(EXAMPLES / "img_internal_medicine.toml")
LIST = str(EXAMPLES / "img_internal_medicine_rank.csv")


def run(*words):
    return CliRunner().invoke(main, ["rank", CASE, "--list", LIST, *words])


def test_json_is_one_document_with_the_stable_names():
    found = run("--json")
    assert found.exit_code == 0, found.output
    document = json.loads(found.stdout)
    line = document["lines"][0]
    for name in ("rank", "program", "id", "chance_of_match_here", "chance_reached",
                 "chance_if_reached", "cumulative", "eligibility", "warnings"):  # fmt: skip
        assert name in line
    assert set(document["chance_of_match"]) == {"low", "central", "high"}
    assert document["checks"] and document["without"] and document["adding"]


def test_the_terminal_shows_the_demonstration_and_the_pages():
    found = run()
    assert found.exit_code == 0, found.output
    assert "Rank in true order" in found.stdout
    assert "Before you certify" in found.stdout


def test_ordering_by_chance_is_refused_with_the_owner_s_numbers():
    found = run("--order", "chance")
    assert found.exit_code == 2
    assert "refused" in found.stderr
    assert "simulated seasons" in found.stderr
    assert run("--order", "values", "--json").exit_code == 0


def test_a_missing_list_is_a_sentence():
    found = CliRunner().invoke(main, ["rank", CASE, "--list", "nowhere.csv"])
    assert found.exit_code == 2
    assert "does not exist" in found.stderr
