"""The kit in a folder: whole, or nothing at all; never over the user's own words."""

import datetime as dt
from pathlib import Path

import pytest

from thirdfriday.errors import CaseError
from thirdfriday.faces import kit_command as command
from thirdfriday.faces.kit_command import write_kit

CASE = Path(__file__).resolve().parents[2] / "examples" / "do_comlex_only.toml"
TODAY = dt.date(2026, 11, 22)


def test_kit_is_written_once_and_never_over(tmp_path: Path) -> None:
    out = tmp_path / "kit"
    written = write_kit(CASE, out, today=TODAY)
    assert {path.name for path in written} == {path.name for path in out.iterdir()}
    assert "01-statements.md" in {path.name for path in written}
    (out / "00-read-me.md").write_text("mine", encoding="utf-8")
    with pytest.raises(CaseError, match="exists already") as error:
        write_kit(CASE, out, today=TODAY)
    assert len(error.value.problems) == len(written)
    assert (out / "00-read-me.md").read_text(encoding="utf-8") == "mine"


def test_nothing_is_left_where_a_file_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "kit").write_text("a file", encoding="utf-8")
    with pytest.raises(CaseError, match="is a file"):
        write_kit(CASE, tmp_path / "kit", today=TODAY)
    with pytest.raises(CaseError, match="does not exist"):
        write_kit(CASE, tmp_path / "no" / "kit", today=TODAY)


def test_half_written_kit_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = command.write_whole, []

    def failing(path: Path, text: str, *, overwrite: bool) -> None:
        calls.append(path)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        real(path, text, overwrite=overwrite)

    monkeypatch.setattr(command, "write_whole", failing)
    with pytest.raises(CaseError, match="No space left"):
        write_kit(CASE, tmp_path / "kit", today=TODAY)
    assert not (tmp_path / "kit").exists()
