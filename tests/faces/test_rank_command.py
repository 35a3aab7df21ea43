import json
from pathlib import Path

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


def test_comparisons_are_asked_once_kept_and_used(tmp_path):
    listed = tmp_path / "rol.csv"
    listed.write_text(Path(LIST).read_text())
    ask = ["rank", CASE, "--list", str(listed), "--compare", "--json"]
    found = CliRunner().invoke(main, ask, input="1\n2\n0\nq\n")
    assert found.exit_code == 0, found.output
    document = json.loads(found.stdout)
    assert document["criteria"]["answers"] == 3
    kept = tmp_path / "rol.answers.json"
    assert len(json.loads(kept.read_text())["answers"]) == 3
    again = CliRunner().invoke(main, ["rank", CASE, "--list", str(listed)])
    assert "from 3 comparisons" in again.stdout
    rest = CliRunner().invoke(main, ask, input="1\n" * 7)
    assert json.loads(rest.stdout)["criteria"]["answers"] == 10
    kept.write_text('{"schema": "other"}')
    broken = CliRunner().invoke(main, ["rank", CASE, "--list", str(listed)])
    assert broken.exit_code == 2
    assert "no file of answers" in broken.stderr


def test_the_log_says_who_stayed_silent(tmp_path):
    listed = tmp_path / "rol.csv"
    listed.write_text("nrmp\n1025140C0\n")
    log = str(EXAMPLES / "img_internal_medicine_log.csv")
    found = CliRunner().invoke(main, ["rank", CASE, "--list", str(listed), "--log", log, "--json"])
    assert found.exit_code == 0, found.output
    assert "did not" in json.loads(found.stdout)["basis"]


def test_a_couple_s_pairs_are_generated_written_and_judged(tmp_path):
    partner = ["--partner", str(EXAMPLES / "img_psychiatry_la_ties.toml"), "--partner-list",
               str(EXAMPLES / "img_psychiatry_la_ties_rank.csv")]  # fmt: skip
    pairs = str(tmp_path / "pairs.csv")
    made = run(*partner, "--pairs-out", pairs)
    assert made.exit_code == 0, made.output
    assert "As a couple" in made.stdout and "we do not claim" in " ".join(made.stdout.split())
    again = run(*partner, "--pairs", pairs, "--json")
    assert again.exit_code == 0, again.output
    couple = json.loads(again.stdout)["couple"]
    assert len(couple["pairs"]) == couple["pairs_possible"]
    assert "the partner's list" in run(*partner[:2]).stderr
