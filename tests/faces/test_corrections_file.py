"""What is known of programs reaches every command: named by the case, or by --corrections."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.conftest import EXAMPLES

from thirdfriday.errors import CaseError
from thirdfriday.faces.command_line import main
from thirdfriday.faces.corrections_file import case_and_known

ANA = EXAMPLES / "img_internal_medicine.toml"
PROGRAM = "1400531039"
ALL = (
    "plan", "improve", "scenarios", "standing", "coverage", "cohort", "longway", "rank", "season",
    "soap", "unmatched", "kit", "lint", "practice", "track",
)  # fmt: skip


def line(value: object, program: str = PROGRAM, field: str = "j1", on: str = "2026-10-01") -> str:
    return json.dumps(
        {"program_id": program, "field": field, "value": value, "source": "phone", "seen_on": on}
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A case that names a corrections file of the folder beside it."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "kept.jsonl").write_text(line(False) + "\n")
    text = ANA.read_text(encoding="utf-8")
    named = 'corrections = ["pages/kept.jsonl"]\n' + text
    (tmp_path / "case.toml").write_text(named, encoding="utf-8")
    return tmp_path


def test_a_case_names_its_corrections_from_where_it_lies(folder: Path) -> None:
    case, known = case_and_known(folder / "case.toml")
    assert case.corrections == ("pages/kept.jsonl",)
    assert [policy.value for policy in known[PROGRAM]] == [False]
    (folder / "newer.jsonl").write_text(line(True, on="2026-11-01") + "\n")
    _, both = case_and_known(folder / "case.toml", [folder / "newer.jsonl"])
    assert [policy.value for policy in both[PROGRAM]] == [True]


def test_all_mistakes_of_case_and_files_are_told_at_once(folder: Path) -> None:
    (folder / "pages" / "kept.jsonl").write_text(line("perhaps") + "\n")
    text = (folder / "case.toml").read_text(encoding="utf-8")
    text = text.replace('["pages/', '["gone.jsonl", "pages/').replace("2027", "1927", 1)
    (folder / "case.toml").write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        case_and_known(folder / "case.toml")
    told = "\n".join(map(str, caught.value.problems))
    assert '"gone.jsonl" does not exist' in told and "case.toml:1:" in told
    assert "'perhaps' is not a value of j1" in told and "kept.jsonl:1" in told
    assert "season" in told


def test_every_command_that_counts_chances_takes_corrections() -> None:
    context = click.Context(main)
    for name in ALL:
        command = main.get_command(context, name)
        assert command is not None
        assert any("--corrections" in option.opts for option in command.params), name


def run(*words: str) -> dict[str, object]:
    found = CliRunner().invoke(main, [*words, "--json"])
    assert found.exit_code == 0, found.output
    document: dict[str, object] = json.loads(found.stdout)
    return document


def test_soap_and_rank_leave_a_refusing_program_out(folder: Path) -> None:
    (folder / "list.csv").write_text(f"program_id,positions\n{PROGRAM},2\n1400511040,2\n")
    plain = run("soap", str(ANA), "--unfilled", str(folder / "list.csv"))
    known = run("soap", str(folder / "case.toml"), "--unfilled", str(folder / "list.csv"))
    assert len(known["refused"]) == len(plain["refused"]) + 1  # type: ignore[arg-type]
    given = ("--corrections", str(folder / "pages" / "kept.jsonl"))
    ranked = run("rank", str(ANA), "--list", str(folder / "list.csv"), *given)
    first = ranked["lines"][0]  # type: ignore[index]
    assert any("J-1: no (correction, phone" in words for words in first["warnings"])
