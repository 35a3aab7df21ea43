"""The crowding of a planned folder, and words where there is none."""

import json
from pathlib import Path

from click.testing import CliRunner

from thirdfriday.faces.case_file_writer import case_text
from thirdfriday.faces.cohort_folder import erase_student, prepare, write_student
from thirdfriday.faces.command_line import main


def run(*words: object):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_a_planned_folder_is_crowded_and_forgotten(plan_of, case_of, tmp_path: Path) -> None:
    name = "img_psychiatry_la_ties"
    files = {
        "case.toml": case_text(case_of(name)),
        "plan.json": json.dumps(plan_of(name).to_json()),
    }
    prepare(tmp_path)
    for student in ("S-1", "S-2"):
        write_student(tmp_path, student, files, {"student": student, "problem": ""})
    result = run("crowding", tmp_path, "--seasons", 200, "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert {row["student"] for row in document["students"]} == {"S-1", "S-2"}
    assert document == json.loads((tmp_path / "crowding.json").read_text(encoding="utf-8"))
    assert "S-1" in run("crowding", tmp_path, "--seasons", 200).stdout
    erase_student(tmp_path, "S-1")
    assert not (tmp_path / "crowding.json").exists()


def test_no_caseload_is_told(tmp_path: Path) -> None:
    result = run("crowding", tmp_path)
    assert result.exit_code == 2
    assert "holds no caseload" in result.stderr
