"""Bad input exits 2 with every problem at once and writes nothing; good input writes reports."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from thirdfriday.faces.command_line import main
from thirdfriday.faces.plan_command import make_plan

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
DANA = (EXAMPLES / "do_comlex_only.toml").read_text(encoding="utf-8")
ANA = (EXAMPLES / "img_internal_medicine.toml").read_text(encoding="utf-8")


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def refused(tmp_path: Path, text: str, *options: str) -> str:
    case, report = tmp_path / "case.toml", tmp_path / "plan.html"
    case.write_text(text, encoding="utf-8")
    before = set(tmp_path.iterdir())
    result = CliRunner().invoke(main, ["plan", str(case), "--html", str(report), *options])
    assert result.exit_code == 2, result.output + repr(result.exception)
    assert result.stdout == ""
    assert set(tmp_path.iterdir()) == before, "nothing may be written"
    assert "Traceback" not in result.stderr
    return result.stderr


def test_an_empty_file(tmp_path):
    said = refused(tmp_path, "")
    assert "is empty" in said and "thirdfriday new" in said


def test_wrong_types_and_values_all_at_once(tmp_path):
    text = changed(
        ANA,
        ("season = 2027", 'season = "soon"'),
        ("score = 235", "score = 900"),
        ('specialties = ["internal_medicine"]', 'specialties = ["internal_medicin"]'),
        ("applications = 120", "applications = -3"),
        ("urban = 2", 'urban = "very"'),
        ('level = "strong"', 'level = "strnog"'),
    )
    said = refused(tmp_path, text)
    for word in ("soon", "900", "internal_medicin", "-3", "very", "strnog"):
        assert word in said, f"{word} is not named in:\n{said}"
    assert "internal_medicine" in said and "strong" in said, "the nearest value is offered"
    assert "6 problems" in said


def test_an_unknown_key_is_a_mistake(tmp_path):
    said = refused(tmp_path, changed(ANA, ("season = 2027", "seasn = 2027")))
    assert "seasn" in said and "season" in said


def test_what_is_not_toml(tmp_path):
    assert "problem" in refused(tmp_path, "this is [not TOML")


def test_an_impossible_budget(tmp_path):
    said = refused(tmp_path, changed(DANA, ("budget_usd = 600", "budget_usd = 5")))
    assert "budget" in said and "$5" in said


RURAL = 'name = "A small town"\nwithin = [{ place = "Casper, WY", minutes = 1 }]'


def test_a_region_without_programs(tmp_path):
    text = changed(
        DANA,
        ('level = "ideal"', 'level = "must"'),
        ('"family_medicine"]\nlevel', '"dermatology"]\nlevel'),
        ('name = "Ohio"\nstates = ["OH"]', RURAL),
    )
    said = refused(tmp_path, text)
    assert "no dermatology program" in said.lower()
    assert "Widen the region" in said


def test_a_file_that_is_not_there(tmp_path):
    result = CliRunner().invoke(main, ["plan", str(tmp_path / "none.toml")])
    assert result.exit_code == 2 and "none.toml" in result.stderr


def test_an_own_list_with_unknown_programs_names_each(tmp_path):
    listed = tmp_path / "mine.csv"
    listed.write_text("program\n9999999999\nNowhere General Hospital of Atlantis\n")
    said = refused(tmp_path, DANA, "--list", str(listed))
    assert "9999999999" in said and "Atlantis" in said and "2 problems" in said


def test_a_real_process_prints_one_json_document_and_nothing_else(tmp_path):
    report = tmp_path / "plan.html"
    command = [sys.executable, "-m", "thirdfriday.faces.command_line", "plan",
               str(EXAMPLES / "do_comlex_only.toml"), "--json", "--html", str(report)]  # fmt: skip
    done = _process(command)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["schema"] == "thirdfriday-plan-1"
    assert report.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_real_process_refuses_bad_input_with_2(tmp_path):
    case, report = tmp_path / "case.toml", tmp_path / "plan.html"
    case.write_text(changed(ANA, ("score = 235", "score = 900")), encoding="utf-8")
    command = [sys.executable, "-m", "thirdfriday.faces.command_line", "plan", str(case),
               "--json", "--html", str(report)]  # fmt: skip
    done = _process(command)
    assert done.returncode == 2 and done.stdout == "" and "900" in done.stderr
    assert not report.exists()


def _process(command: list[str]) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")])
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path},
    )  # fmt: skip


@pytest.mark.parametrize("every_row", [False, True])
def test_the_terminal_shows_the_plan(every_row):
    options = ["--all"] if every_row else []
    result = CliRunner().invoke(
        main, ["plan", str(EXAMPLES / "do_comlex_only.toml"), *options], env={"COLUMNS": "140"}
    )
    assert result.exit_code == 0, result.output
    for words in ("Chance of a match", "Apply to these", "ERAS geography", "Read this too"):
        assert words in result.stdout


def test_make_plan_needs_no_terminal(tmp_path, capsys):
    plan = make_plan(EXAMPLES / "do_comlex_only.toml", seed=3)
    assert plan.seed == 3
    assert capsys.readouterr().out == ""


def test_every_pack_may_be_left_out_by_name_only():
    result = CliRunner().invoke(
        main, ["plan", str(EXAMPLES / "do_comlex_only.toml"), "--without", "atlantis"]
    )
    assert result.exit_code == 2 and "atlantis" in result.stderr
