"""Writes a user's file whole or not at all; the only place that writes user files."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from thirdfriday.errors import CaseError, Problem


def write_whole(path: Path, content: str | bytes, *, overwrite: bool = True) -> None:
    """Puts `content` at `path` in one step: a reader sees the old file or the new one, never half.

    Text is written as UTF-8 with line feeds. The folder must exist.

    Raises:
        CaseError: the folder is missing, the path is a folder, the file exists and `overwrite` is
            false, or the disk refuses; nothing is left behind.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    _refuse(path, overwrite)
    try:
        _replace(path, data)
    except OSError as error:
        raise CaseError(
            [Problem(f"cannot be written: {error.strerror or error}", where=str(path))]
        ) from error


def refuse_unwritable(*files: Path | None, folders: Iterable[Path | None] = ()) -> None:
    """Nothing, when every place named can be written to: asked before long work, not after it.

    Args:
        files: files to be written; None where none is wanted.
        folders: folders that are made when they are missing.

    Raises:
        CaseError: every place that cannot be.
    """
    found = [_problem_of(path, overwrite=True) for path in files if path is not None]
    for folder in folders:
        if folder is not None and folder.exists() and not folder.is_dir():
            found.append(Problem("is a file", where=str(folder), expected="a folder, there or not"))
    problems = [problem for problem in found if problem]
    if problems:
        raise CaseError(problems)


def _refuse(path: Path, overwrite: bool) -> None:
    problem = _problem_of(path, overwrite=overwrite)
    if problem:
        raise CaseError([problem])


def _problem_of(path: Path, *, overwrite: bool) -> Problem | None:
    """Why a file cannot be written there; None when it can."""
    if path.is_dir():
        return Problem("is a folder", where=str(path), expected="the name of a file")
    if not path.parent.is_dir():
        return Problem(
            "the folder does not exist", where=str(path.parent), expected="an existing folder"
        )
    if path.exists() and not overwrite:
        return Problem("exists already", where=str(path), expected="a new name")
    return None


def _replace(path: Path, data: bytes) -> None:
    target = path.resolve()
    mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
