import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from tests.conftest import EXAMPLES

from thirdfriday.faces.command_line import main

CASE = str(EXAMPLES / "img_internal_medicine.toml")
LOG = str(EXAMPLES / "img_internal_medicine_log.csv")
ON = ("--on", "2026-11-27")
PLAN_NAMES = {
    "chance_of_match", "chance_of_match_in_target", "expected_interviews",
    "chance_of_no_interview", "cost_usd", "applications", "beside",
}  # fmt: skip


def run(*arguments: str, code: int = 0) -> str:
    found = CliRunner().invoke(main, list(arguments), catch_exceptions=False)
    assert found.exit_code == code, found.output + found.stderr
    return found.stdout if code == 0 else found.stderr


@pytest.fixture(scope="module")
def document() -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(
        run("season", CASE, "--log", LOG, *ON, "--json")
    )
    return found


def test_the_json_has_the_stable_names(document: dict[str, list[dict[str, object]]]) -> None:
    assert set(document["headline"]) == PLAN_NAMES
    assert {"headline", "changes", "programs", "actions"} <= set(document)
    assert len(document["programs"]) == 120
    for program in document["programs"]:
        assert {"id", "name", "state", "status", "chance_of_interview"} <= set(program)
    for action in document["actions"]:
        assert {"kind", "text", "programs", "deadline", "effect"} <= set(action)
    kinds = {action["kind"] for action in document["actions"]}
    assert {"clash", "schedule", "apply_more", "letter_of_interest"} <= kinds


def test_a_person_reads_the_same(tmp_path: Path) -> None:
    page = tmp_path / "season.html"
    shown = run("season", CASE, "--log", LOG, *ON, "--html", str(page))
    for words in ("Chance of a match", "What to do", "What changed", "2026-12-03"):
        assert words in shown
    html = page.read_text()
    assert "<script" not in html
    assert "Two" not in html or "interviews fall on 2026-12-03" in html


def test_every_bad_row_at_once_and_nothing_guessed(tmp_path: Path) -> None:
    log = tmp_path / "log.csv"
    log.write_text(
        "date,program,event\n"
        "2026-10-12,1400531039,invited\n"
        "soon,1400531039,invited\n"
        "2026-10-12,General Hospital,invited\n"
        "2026-10-12,1400531039,flown\n"
    )
    told = run("season", CASE, "--log", str(log), *ON, code=2)
    assert [f":{line}:" in told for line in (2, 3, 4, 5)] == [False, True, True, True]
    assert "did you mean" in told and "is not surely one program" in told


@pytest.mark.parametrize("day", ["2026-05-01", "2027-07-01", "soon"])
def test_a_day_that_is_none_of_the_season(day: str) -> None:
    told = run("season", CASE, "--log", LOG, "--on", day, code=2)
    assert "outside the season" in told or "Invalid value" in told


def test_a_log_that_is_missing_or_empty(tmp_path: Path) -> None:
    assert "does not exist" in run("season", CASE, "--log", str(tmp_path / "no.csv"), *ON, code=2)
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    assert "is empty" in run("season", CASE, "--log", str(empty), *ON, code=2)


def test_log_import_undo_and_season_from_the_store(
    tmp_path: Path, document: dict[str, list[dict[str, object]]]
) -> None:
    case = tmp_path / "ana.toml"
    case.write_text(Path(CASE).read_text())
    assert "Logged 149" in run("log", str(case), "import", LOG)
    assert "Logged 0 entries; 149 were there" in run("log", str(case), "import", LOG)
    run("log", str(case), "add", "1401200004", "withdrew", "--on", "Nov 26")
    assert "Undone 150" in run("log", str(case), "undo")
    assert len(json.loads(run("log", str(case), "list", "--json"))) == 149
    store = str(tmp_path / "ana.log.sqlite")
    again = json.loads(run("season", str(case), "--log", store, *ON, "--json"))
    assert again["headline"] == document["headline"]
    out = tmp_path / "out.csv"
    run("log", str(case), "export", str(out))
    assert len(out.read_text().splitlines()) == 150
    wrong = run("log", str(case), "add", "nowhere", "flown", "--on", "2030-01-01", code=2)
    assert wrong.count("\n") == 4


def test_a_workbook_with_a_row_a_program(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Program", "City", "State", "Applied", "Signal", "Invited", "Interview date"])
    sheet.append(["St Mary Medical Center", "Long Beach", "CA", "9/2/26", "gold", 46307, "Dec 3"])
    path = tmp_path / "log.xlsx"
    book.save(path)
    case = tmp_path / "ana.toml"
    case.write_text(Path(CASE).read_text())
    assert "Logged 4 entries" in run("log", str(case), "import", str(path))
    listed = json.loads(run("log", str(case), "list", "--json"))
    assert {row["program_id"] for row in listed} == {"1400531039"}
    assert {row["event"]: row["date"] for row in listed}["invited"] == "2026-10-12"


def test_a_calendar_with_the_log(tmp_path: Path, case_of: Callable[[str], object]) -> None:
    out = tmp_path / "match.ics"
    run("calendar", CASE, "--log", LOG, *ON, "--out", str(out))
    text = out.read_text()
    assert text.count("SUMMARY:Interview:") == 3
    assert "2027-watch-letter_of_interest-1" in text


def test_a_command_that_fails_leaves_no_log_behind(tmp_path: Path) -> None:
    case = tmp_path / "ana.toml"
    case.write_text(Path(CASE).read_text())
    assert "nothing is logged yet" in run("log", str(case), "undo", code=2)
    assert "nothing is logged yet" in run("log", str(case), "export", "out.csv", code=2)
    assert "The log is empty" in run("log", str(case), "list")
    run("log", str(case), "add", "nowhere", "flown", code=2)
    assert [path.name for path in tmp_path.iterdir()] == ["ana.toml"]
