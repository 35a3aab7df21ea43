"""A caseload from roster to folder: resumed, the same on any workers, erased per student."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from thirdfriday.faces.command_line import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "roster.csv"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example roster planned in this process."""
    out = tmp_path_factory.mktemp("caseload")
    result = run("cohort", EXAMPLE, "--out", out, "--jobs", 1)
    assert result.exit_code == 0, result.output
    return out


def test_every_student_gets_a_plan_a_report_and_a_line(planned: Path) -> None:
    keys = {path.name for path in (planned / "students").iterdir()}
    assert keys == {f"S-00{n}" for n in range(1, 7)}
    for key in keys:
        folder = planned / "students" / key
        plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
        line = json.loads((folder / "line.json").read_text(encoding="utf-8"))
        assert line["chance_of_match"] == plan["headline"]["chance_of_match"]["central"]
        assert (folder / "report.html").exists()
    rows = list(csv.DictReader((planned / "caseload.csv").read_text("utf-8").splitlines()))
    assert {row["student"] for row in rows} == keys
    helps = [float(row["help_points"]) for row in rows]
    assert helps == sorted(helps, reverse=True)
    assert "S-006" in (planned / "index.html").read_text(encoding="utf-8")


def test_order_and_workers_change_nothing(planned: Path, tmp_path: Path) -> None:
    header, *rows = EXAMPLE.read_text(encoding="utf-8").splitlines()
    reordered = tmp_path / "reordered.csv"
    reordered.write_text("\n".join([header, *rows[::-1]]) + "\n", encoding="utf-8")
    result = run("cohort", reordered, "--out", tmp_path / "out", "--jobs", 2)
    assert result.exit_code == 0, result.output
    assert contents(tmp_path / "out") == contents(planned)


def test_a_run_goes_on_where_it_stopped(planned: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in planned.rglob("plan.json")}
    removed = planned / "students" / "S-003" / "line.json"
    removed.unlink()
    result = run("cohort", EXAMPLE, "--out", planned, "--jobs", 1, "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert (document["planned"], document["kept"]) == (1, 5)
    after = {path: path.stat().st_mtime_ns for path in planned.rglob("plan.json")}
    changed = {path.parent.name for path in after if after[path] != before[path]}
    assert changed == {"S-003"}


def test_wrong_rows_are_told_and_the_others_planned(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    text = EXAMPLE.read_text(encoding="utf-8").replace(",262,", ",999,")
    roster.write_text("\n".join(text.splitlines()[:3]) + "\n", encoding="utf-8")
    result = run("cohort", roster, "--out", tmp_path / "out", "--jobs", 1, "--no-reports")
    assert result.exit_code == 3
    assert "row 2" in result.stderr
    assert [path.name for path in (tmp_path / "out" / "students").iterdir()] == ["S-002"]


def test_a_forgotten_student_is_nowhere(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()[:3]
    lines = [
        line.replace("student", "student,name", 1) if n == 0 else line.replace(",", ",Zelda Q,", 1)
        for n, line in enumerate(lines)
    ]
    roster.write_text("\n".join(lines) + "\n", encoding="utf-8")
    out = tmp_path / "out"
    ran = run("cohort", roster, "--out", out, "--jobs", 1)
    assert ran.exit_code == 0, ran.output
    assert "Zelda" not in ran.output
    assert run("forget", out, "S-001").exit_code == 0
    left = contents(out)
    assert not any("S-001" in name or b"S-001" in data for name, data in left.items())
    assert any("S-002" in name for name in left)
    assert run("forget", out, "S-002").exit_code == 0
    left = contents(out)
    assert not any(b"Zelda" in data or b"S-002" in data for data in left.values())


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("cohort", "no_such.csv", "--out", "x"), "cannot be read"),
        (("cohort", EXAMPLE), "--out"),
        (("cohort", EXAMPLE, "--out", EXAMPLE), "cannot be made"),
        (("cohort", EXAMPLE, "--out", "x", "--map", "nonsense"), "names no column"),
        (("forget", EXAMPLE.parent, "S-1"), "no student S-1"),
    ],
)
def test_wrong_use_is_answered_in_words(arguments: tuple[object, ...], told: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr


def test_the_preview_shows_how_columns_are_read() -> None:
    result = run("cohort", EXAMPLE, "--preview")
    assert result.exit_code == 0
    assert "step_2_ck" in result.stdout.replace("\n", "")
