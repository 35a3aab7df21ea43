"""Reads a text file that a user names, or says why it cannot be one."""

import codecs
from pathlib import Path

from thirdfriday.errors import CaseError, Problem

_OTHER_ENCODINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_user_text(path: Path, *, most_bytes: int, expected: str) -> str:
    """The text of a UTF-8 file, without its byte order mark.

    Args:
        path: the file.
        most_bytes: a larger file is refused before it is read. [bytes]
        expected: what kind of file it should be, for the problem's text.

    Raises:
        CaseError: no such file, a folder, unreadable, too large, not text, or not UTF-8.
    """
    where = str(path)
    try:
        problem = _refusal(path, where, most_bytes, expected)
        data = b"" if problem else path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise CaseError([Problem(f"cannot be read: {reason}", where, expected)]) from error
    if problem is None and data.startswith(_OTHER_ENCODINGS):
        problem = Problem("is UTF-16 text", where, "UTF-8: save it again with that encoding")
    if problem is None and b"\0" in data:
        problem = Problem("is not text", where, expected)
    if problem:
        raise CaseError([problem])
    return _decoded(data, where)


def _refusal(path: Path, where: str, most_bytes: int, expected: str) -> Problem | None:
    if not path.exists():
        return Problem("does not exist", where, expected)
    if path.is_dir():
        return Problem("is a folder", where, expected)
    if not path.is_file():
        return Problem("is not a file", where, expected)
    size = path.stat().st_size
    if size > most_bytes:
        return Problem(f"has {size:,} bytes", where, f"{expected}, of at most {most_bytes:,} bytes")
    return None


def _decoded(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CaseError(
            [
                Problem(
                    "is not UTF-8 text: a character was saved in another encoding",
                    f"{where}:{line}",
                    "UTF-8: save it again with that encoding",
                )
            ]
        ) from error
