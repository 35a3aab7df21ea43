"""Lint from files: JSON, folders, programs by file name, every mistake at once."""

import json
from pathlib import Path

import pytest

from thirdfriday.errors import CaseError
from thirdfriday.faces.lint_command import lint_texts, program_called

CASE = Path(__file__).resolve().parents[2] / "examples" / "img_internal_medicine.toml"


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_json_is_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, one="I am begging you for an interview.")
    lint_texts([tmp_path / "one.txt"], CASE, None, True)
    document = json.loads(capsys.readouterr().out)
    assert [one["rule"] for one in document["findings"]] == ["begging"]


def test_folder_names_the_file_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, a="Dear Dr. Ames,\nyour program is my first choice.",
          b="Dear Dr. Bird,\nyour program is my first choice.")  # fmt: skip
    found = lint_texts([tmp_path], CASE)
    assert [Path(one.file).name for one in found] == ["b.txt"]
    out = capsys.readouterr().out
    assert "b.txt:2:17: error: second_first_choice" in out
    assert "1 finding in 2 texts." in out


def test_program_in_the_file_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "Training at Harbor-UCLA would let me serve the patients I hope to serve."
    write(tmp_path, statement_1400511040=text, statement_1400511070=text)
    found = lint_texts([tmp_path], CASE)
    assert [(Path(one.file).stem, one.rule) for one in found] == [
        ("statement_1400511040", "wrong_program")
    ]


def test_kind_from_the_file_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, geographic_pacific="I look for a clinic that keeps its patients. " * 8)
    found = lint_texts([tmp_path], CASE)
    assert found.rules == {"too_long"}


def test_signal_is_checked_against_the_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = CASE.with_name("do_comlex_only.toml")
    write(tmp_path, note="I sent your program a gold signal.")
    found = lint_texts([tmp_path / "note.txt"], case, "1202521167")
    assert found.rules == {"contradicts_signals"}
    assert "Planning" in capsys.readouterr().err


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\x00")
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(CaseError) as error:
        lint_texts([tmp_path / "bad.txt", tmp_path / "none.txt", empty], CASE)
    assert len(error.value.problems) == 3


def test_unknown_program_names_the_nearest() -> None:
    assert program_called("1400511040").city == "Los Angeles"
    code = program_called("1400511040").nrmp_codes[0]
    assert program_called(code).program_id == "1400511040"
    with pytest.raises(CaseError, match="did you mean 14005110"):
        program_called("140051104")
