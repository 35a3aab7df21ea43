import json

from click.testing import CliRunner
from tests.conftest import EXAMPLES

from thirdfriday.faces.command_line import main

CASE = str(EXAMPLES / "img_internal_medicine.toml")
LOG = str(EXAMPLES / "img_internal_medicine_log.csv")


def run(*words):
    return CliRunner().invoke(main, ["unmatched", CASE, "--quick", *words])


def test_a_log_or_counts_give_a_diagnosis():
    found = run("--log", LOG, "--json")
    assert found.exit_code == 0, found.output
    document = json.loads(found.stdout)
    assert document["counts"]["applications"] > document["counts"]["interviews"]
    assert {cause["cause"] for cause in document["causes"]} == {"luck", "paper", "interview"}
    shown = run("--interviews", "2", "--ranks", "1")
    assert shown.exit_code == 0, shown.output
    assert "What the season speaks for" in shown.stdout


def test_contradictions_are_sentences(tmp_path):
    assert "not told" in run().stderr
    assert "no more" in run("--applications", "3", "--interviews", "4").stderr
    assert "2 ranks and 1 interviews" in run("--interviews", "1", "--ranks", "2").stderr
    assert "the log counts them" in run("--log", LOG, "--interviews", "2").stderr
    ranked = tmp_path / "rol.csv"
    ranked.write_text("nrmp\n1033140C0\n")
    assert "did not invite you in the log" in run("--log", LOG, "--list", str(ranked)).stderr
    counted = run("--interviews", "3", "--list", str(ranked), "--json")
    assert json.loads(counted.stdout)["counts"]["ranks"] == 1
