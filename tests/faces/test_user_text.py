"""A file that cannot be text is refused in words."""

from pathlib import Path

import pytest

from thirdfriday.errors import CaseError
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.faces.user_text import read_user_text


def refused(path: Path, most_bytes: int = 100) -> str:
    with pytest.raises(CaseError) as caught:
        read_user_text(path, most_bytes=most_bytes, expected="a case file")
    assert len(caught.value.problems) == 1
    return str(caught.value)


def test_what_is_not_there(tmp_path: Path) -> None:
    assert "does not exist" in refused(tmp_path / "none.toml")
    assert "is a folder" in refused(tmp_path)


def test_encodings(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_bytes("name = 'x'\nschool = 'Universität'\n".encode("latin-1"))
    assert "case.toml:2: is not UTF-8" in refused(path)
    path.write_text("a = 1", encoding="utf-16")
    assert "is UTF-16" in refused(path)
    path.write_bytes(b"\x00\x01\x02")
    assert "is not text" in refused(path)
    path.write_text("a = 'é'", encoding="utf-8-sig")
    assert read_user_text(path, most_bytes=100, expected="") == "a = 'é'"


def test_a_giant_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000)
    with pytest.raises(CaseError, match="has 50,000,000 bytes"):
        read_case(path)
