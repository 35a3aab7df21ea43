import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from thirdfriday.faces.command_line import main
from thirdfriday.models.match_document import run_match

MARKET = {
    "applicants": [
        {"id": "ana", "ranks": ["derm"], "supplemental": {"derm": ["year"]}},
        {"id": "ben", "ranks": ["year"]},
        {"id": 7, "ranks": ["derm"]},
    ],
    "programs": [
        {"id": "derm", "quota": 1, "ranks": ["ana"]},
        {"id": "year", "quota": 2, "ranks": ["ben", "ana"]},
    ],
}
TABLES = {
    "programs": "program,quota,even\nderm,1,\nyear,2,\n",
    "applicant_ranks": "applicant,rank,program\nana,1,derm\nben,1,year\n",
    "program_ranks": "program,rank,applicant\nderm,1,ana\nyear,1,ben\nyear,2,ana\n",
    "supplemental_ranks": "applicant,advanced,rank,preliminary\nana,derm,1,year\n",
}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["match", *map(str, arguments)])


def written(folder: Path, text: str) -> Path:
    file = folder / "market.json"
    file.write_text(text, encoding="utf-8")
    return file


def test_json_is_exactly_the_document_of_the_procedure(tmp_path: Path) -> None:
    result = run(written(tmp_path, json.dumps(MARKET)), "--json")
    assert json.loads(result.stdout) == json.loads(json.dumps(run_match(MARKET)))


def test_people_see_matches_positions_and_the_verdict(tmp_path: Path) -> None:
    result = run(written(tmp_path, json.dumps(MARKET)))
    assert "2 of 3 applicants matched." in result.stdout
    assert "Verified stable" in result.stdout
    assert "not matched" in result.stdout
    row = next(line for line in result.stdout.splitlines() if "ana" in line)
    assert row.split()[1::2] == ["ana", "derm", "year"]
    row = [line for line in result.stdout.splitlines() if "year" in line][-1]
    assert row.split()[1::2] == ["year", "2", "2"]


def test_a_folder_of_tables(tmp_path: Path) -> None:
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    found = json.loads(run(tmp_path, "--json").stdout)
    assert found["matches"] == {"ana": "derm", "ben": "year"}
    assert found["supplemental_matches"] == {"ana": "year"}


def test_a_folder_with_a_misnamed_table(tmp_path: Path) -> None:
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "couples_ranks.csv").write_text("first\n", encoding="utf-8")
    result = run(tmp_path)
    assert result.exit_code == 2
    assert "couples_ranks.csv: not a table of a market" in result.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"applicants": [],\n  ]', "market.json:2:3: not JSON"),
        ("", "market.json:1:1: not JSON"),
        ("[1, 2]", "is not a market"),
        ('{"seed": 1, "seed": 2, "applicants": [], "programs": []}', "'seed' is given twice"),
        ("[" * 100_000, "not JSON|nested too deeply"),
    ],
)
def test_what_is_no_market_is_told_with_its_place(tmp_path: Path, text: str, words: str) -> None:
    result = run(written(tmp_path, text))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert any(word in result.stderr for word in words.split("|"))


def test_every_problem_of_the_lists_at_once(tmp_path: Path) -> None:
    market = {
        "applicants": [{"id": "a", "ranks": ["p", "p"]}],
        "programs": [{"id": "p", "quota": -1, "ranks": ["b"]}],
    }
    result = run(written(tmp_path, json.dumps(market)))
    assert result.exit_code == 2
    assert "3 problems" in result.stderr


@pytest.mark.parametrize("name", ["absent.json", "latin.json"])
def test_files_that_cannot_be_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "latin.json").write_bytes(b'{"a": "\xff"}')
    result = run(tmp_path / name)
    assert result.exit_code == 2
    assert name in result.stderr and "a JSON file with applicants and programs" in result.stderr


def test_the_result_is_written_as_tables(tmp_path: Path) -> None:
    out = tmp_path / "found"
    result = run(written(tmp_path, json.dumps(MARKET)), "--out", out, "--json")
    assert result.exit_code == 0
    lines = (out / "matches.csv").read_text().splitlines()
    assert lines == ["applicant,program,supplemental_program", "ana,derm,year", "ben,year,", "7,,"]
    assert (out / "positions.csv").read_text().splitlines()[1:] == ["derm,1,1", "year,2,2"]
    assert (out / "blocking.csv").read_text() == "kind,applicants,programs\n"
    assert (
        run(written(tmp_path, json.dumps(MARKET)), "--out", tmp_path / "market.json").exit_code == 2
    )
