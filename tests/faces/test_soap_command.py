import json

import pytest
from click.testing import CliRunner
from tests.conftest import EXAMPLES

from thirdfriday.faces.command_line import main

CASE = str(EXAMPLES / "img_internal_medicine.toml")


def run(*words):
    return CliRunner().invoke(main, ["soap", CASE, *words])


@pytest.fixture
def sheet(tmp_path, catalogue):
    def write(count, heading="program_id,positions", cell="2"):
        rows = [p.program_id for p in catalogue.of_specialty("internal_medicine")[:count]]
        path = tmp_path / f"unfilled{count}.csv"
        path.write_text("\n".join([heading, *(f"{row},{cell}" for row in rows)]) + "\n")
        return str(path)

    return write


def test_json_holds_times_in_the_zone(sheet):
    found = run("--unfilled", sheet(60), "--zone", "Europe/Madrid", "--json")
    assert found.exit_code == 0, found.output
    document = json.loads(found.stdout)
    times = {each["name"]: each for each in document["times"]}
    assert times["round_1"]["local"] == "2027-03-18T14:00:00+01:00"
    assert len(document["applications"]) <= document["maximum"] == 45


def test_the_terminal_reads(sheet):
    for words in ((), ("--unfilled", sheet(8), "--zone", "asia/kolkata")):
        found = run(*words)
        assert found.exit_code == 0, found.output
        assert "No contact before" in found.stdout


def test_a_list_of_46_is_refused_with_the_rule(sheet):
    found = run("--list", sheet(46))
    assert found.exit_code == 2
    assert "46 applications are listed" in found.stderr
    assert "nrmp.org" in found.stderr
    assert run("--list", sheet(45), "--json").exit_code == 0


def test_marked_rows_and_a_number_are_held_to_the_rule(sheet):
    found = run("--unfilled", sheet(46, "program_id,positions,apply", "1,yes"))
    assert found.exit_code == 2
    assert "46 applications are listed" in found.stderr
    assert "1 to 45" in run("--unfilled", sheet(60), "--applications", "46").stderr
    few = json.loads(run("--unfilled", sheet(60), "--applications", "7", "--json").stdout)
    assert len(few["applications"]) == 7
    some = run("--unfilled", sheet(9, "program_id,positions,apply", "1,x"), "--json")
    assert len(json.loads(some.stdout)["applications"]) <= 9


def test_mistakes_are_sentences(sheet):
    assert "did you mean Asia/Kolkata" in run("--zone", "Asia/Kolkatta").stderr
    assert "no column of positions" in run("--unfilled", sheet(3, "program_id,why")).stderr
    assert '"none" is not a number' in run("--unfilled", sheet(3, cell="none")).stderr
    assert "has no number" in run("--unfilled", sheet(3, cell="")).stderr
    assert "not a score" in run("--unfilled", sheet(3, "program_id,positions,score", "1,x")).stderr
    few, many = sheet(3), sheet(5)
    assert "not among the unfilled" in run("--unfilled", few, "--list", many).stderr
    assert run("--unfilled", many, "--list", few, "--json").exit_code == 0
    assert "--offer" in run("--unfilled", many, "--offer", "nothing").stderr


def test_a_round_needs_an_offer_and_has_to_exist(sheet):
    found = run("--unfilled", sheet(5), "--round", "9")
    assert found.exit_code == 2
    assert "there is no round 9 (expected 1 to 4" in found.stderr
    assert "--offer PROGRAM" in run("--unfilled", sheet(5), "--round", "2").stderr
