"""The crowding of a planned folder, and words where there is none."""

import json
from pathlib import Path

from click.testing import CliRunner

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.faces.case_file_writer import case_text
from thirdfriday.faces.cohort_folder import erase_student, lines, prepare, write_student
from thirdfriday.faces.command_line import main
from thirdfriday.faces.crowding_command import rival_of
from thirdfriday.plan.crowding import entrant_of


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


def test_a_student_is_counted_with_the_packs_of_their_plan(tmp_path: Path) -> None:
    roster, out = tmp_path / "roster.csv", tmp_path / "out"
    text = (Path(__file__).parents[2] / "examples" / "roster.csv").read_text(encoding="utf-8")
    roster.write_text("\n".join(text.splitlines()[:2]) + "\n", encoding="utf-8")
    ran = run("cohort", roster, "--out", out, "--jobs", 1, "--no-reports", "--without", "nrmp")
    assert ran.exit_code == 0, ran.output
    rival = rival_of(out, next(lines(out)))
    assert rival.without == {"nrmp"}
    catalogue = load_catalogue(rival.without).by_id
    programs = entrant_of(rival).programs()
    assert {one.program_id for one in programs} == {line.program_id for line in rival.lines}
    assert all(one == catalogue[one.program_id] for one in programs)
    assert run("crowding", out, "--seasons", 200).exit_code == 0
