"""Read and keep, correct, merge, track, fetch lists, coverage: the commands on programs' pages."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from thirdfriday.faces import fetch_command
from thirdfriday.faces.command_line import main
from thirdfriday.intake.fetch import Fetcher
from thirdfriday.intake.fetch_address import FetchRefusedError
from thirdfriday.intake.fetch_cache import Fetched

PROGRAM = "1400531039"
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "md_strong.toml"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.txt"
    file.write_text("We sponsor J-1 visas only. Three letters.", encoding="utf-8")
    return file


def test_reading_keeps_each_policy_once_with_its_quote(page: Path, tmp_path: Path) -> None:
    kept = tmp_path / "pages.jsonl"
    for _ in range(2):
        result = run("read", page, "--program", PROGRAM, "--save", kept, "--seen-on", "2026-10-01")
        assert result.exit_code == 0
    found = {line["field"]: line for line in lines(kept)}
    assert set(found) == {"j1", "h1b", "lors"}
    assert found["j1"]["kind"] == "page" and found["j1"]["seen_on"] == "2026-10-01"
    assert found["j1"]["quote"] == "We sponsor J-1 visas only."


def test_several_pages_are_read_at_once(page: Path) -> None:
    assert len(json.loads(run("read", page, page, "--json").stdout)["pages"]) == 2


def test_every_wrong_page_is_named(tmp_path: Path) -> None:
    result = run("read", tmp_path / "a.html", tmp_path / "b.html", "ftp://example.org/c")
    assert result.exit_code == 2
    assert all(name in result.stderr for name in ("a.html", "b.html", "ftp://"))


def test_saving_needs_a_program(page: Path, tmp_path: Path) -> None:
    assert run("read", page, "--save", tmp_path / "x.jsonl").exit_code == 2
    result = run("read", page, "--save", tmp_path / "x.jsonl", "--program", "9")
    assert result.exit_code == 2 and "no program" in result.stderr


def test_a_correction_is_checked_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    good = run("correct", PROGRAM, "j1=no", "yog_max_years=5", "--file", file, "--quote", "No J-1.",
               "--date", "2026-10-01", "--source", "phone")  # fmt: skip
    assert good.exit_code == 0
    assert [line["value"] for line in lines(file)] == [False, 5]
    bad = run("correct", "nowhere at all", "j2=1", "step2_min=high", "--file", file, "--date", "x")
    assert bad.exit_code == 2
    for words in ("no program", "j2", "step2_min", "not a date"):
        assert words in bad.stderr
    assert len(lines(file)) == 2


def test_files_merge_and_disagreements_are_told(tmp_path: Path) -> None:
    first, second, out = (tmp_path / f"{name}.jsonl" for name in "abc")
    run("correct", PROGRAM, "j1=no", "--file", first, "--date", "2026-10-01")
    run("correct", PROGRAM, "j1=yes", "lors=3", "--file", second, "--date", "2026-10-02")
    told = json.loads(run("merge", first, second, "--out", out, "--json").stdout)
    assert told["lines"] == 2 and "kept yes" in told["disagreements"][0]
    assert {line["value"] for line in lines(out)} == {True, 3}
    assert run("merge", first, tmp_path / "none.jsonl", "--out", out).exit_code == 2


def test_a_table_is_matched_and_tracked(tmp_path: Path) -> None:
    table, out = tmp_path / "mine.csv", tmp_path / "tracker.xlsx"
    table.write_text(
        "Program;Hospital;City;State;Notes\n"
        "Internal Medicine;St Mary Medical Center;Long Beach;CA;first\n"
        "Foo;Bar;Nowhere;ZZ;second\n",
        encoding="utf-8",
    )
    found = json.loads(run("track", table, "--json", "--out", out).stdout)
    assert found["rows"][0]["program_id"] == PROGRAM
    assert found["rows"][1]["status"] == "unmatched" and found["rows"][1]["near"]
    sheet = load_workbook(out).active
    assert sheet is not None and sheet.max_row == 3
    decided = json.loads(run("track", table, "--json", "--row", f"2={PROGRAM}").stdout)
    assert decided["rows"][1]["status"] == "certain"
    for wrong in (("--row", "9=1"), ("--map", "x"), ("--out", tmp_path / "x.doc")):
        assert run("track", table, *wrong).exit_code == 2
    assert run("track", tmp_path / "none.csv").exit_code == 2


def test_a_list_of_pages_is_fetched_read_and_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {"https://a.example/": b"We sponsor J-1 visas.", "https://b.example/": b""}

    def answer(self: Fetcher, url: str, *, refresh: bool = False) -> Fetched:
        if not texts[url]:
            raise FetchRefusedError("the server answered 404", url=url)
        before = self.cache.load(url)
        page = Fetched(
            url, url, 200, "text/plain", "2026-11-20T10:00:00+00:00", texts[url],
            changed=None if before is None else before.body != texts[url],
        )  # fmt: skip
        self.cache.store(page)
        return page

    monkeypatch.setattr(fetch_command.Fetcher, "fetch", answer)
    wanted, out = tmp_path / "list.csv", tmp_path / "out"
    wanted.write_text(
        f"program,link\n{PROGRAM},https://a.example/\n1400531031,https://b.example/\n",
        encoding="utf-8",
    )
    first = json.loads(run("fetch", wanted, "--out", out, "--json").stdout)["pages"]
    assert first[0]["policies"] == 1 and "404" in first[1]["refused"]
    assert lines(out / "corrections.jsonl")[0]["seen_on"] == "2026-11-20"
    texts["https://a.example/"] = b"We do not sponsor J-1 visas."
    again = json.loads(run("fetch", wanted, "--out", out, "--json").stdout)["pages"]
    assert again[0]["changes"] == "J-1 visa: yes -> no"
    assert lines(out / "corrections.jsonl")[0]["value"] is False


@pytest.mark.parametrize(
    "text", ["program\n1\n", "program,link\n1400531039,ftp://x\nnone,https://a.example\n", ""]
)
def test_a_list_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    wanted = tmp_path / "list.csv"
    wanted.write_text(text, encoding="utf-8")
    assert run("fetch", wanted, "--out", tmp_path / "out").exit_code == 2


def test_coverage_names_what_is_known_and_what_to_read(tmp_path: Path) -> None:
    kept = tmp_path / "c.jsonl"
    run("correct", PROGRAM, "lors=3", "--file", kept, "--source", "https://example.org/x")
    result = run("coverage", EXAMPLE, "--corrections", kept, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert {"programs", "share_known", "fields", "first"} == set(found)
    assert any(item["field"] == "lors" for item in found["fields"])
    assert "What is known of" in run("coverage", EXAMPLE).stdout


def test_a_plan_refuses_a_wrong_corrections_file(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text('{"program_id": "1"}\nnot json\n', encoding="utf-8")
    result = run("plan", EXAMPLE, "--corrections", wrong)
    assert result.exit_code == 2 and "wrong.jsonl:2" in result.stderr


def test_a_table_whose_columns_name_no_program_is_refused(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("colour,shape\nred,round\n", encoding="utf-8")
    found = run("track", table)
    assert found.exit_code == 2
    assert "no column names a program (there are colour, shape)" in found.stderr
    assert "--map program=" in found.stderr
    assert run("track", table, "--map", "program=shape").exit_code == 0
