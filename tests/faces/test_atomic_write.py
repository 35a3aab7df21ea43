"""A user's file is written whole or not at all."""

import os
from pathlib import Path

import pytest

from thirdfriday.errors import CaseError
from thirdfriday.faces.atomic_write import write_whole


def test_text_and_bytes_are_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "plan.html"
    write_whole(path, "é\n")
    assert path.read_bytes() == "é\n".encode()
    path.chmod(0o600)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_left_behind_when_the_disk_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.html"
    path.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CaseError, match="No space left"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.toml"
    path.write_text("old")
    with pytest.raises(CaseError, match="exists already"):
        write_whole(path, "new", overwrite=False)
    with pytest.raises(CaseError, match="is a folder"):
        write_whole(tmp_path, "new")
    with pytest.raises(CaseError, match="folder does not exist"):
        write_whole(tmp_path / "none" / "case.toml", "new")
    assert path.read_text() == "old"


def test_a_link_keeps_pointing_at_its_file(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "link.toml"
    real.write_text("old")
    link.symlink_to(real)
    write_whole(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"
