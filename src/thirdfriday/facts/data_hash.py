"""One hash of all packaged data, recorded on every plan so that it can be rebuilt."""

import hashlib
from functools import cache
from pathlib import Path

from thirdfriday.facts.packaged import DATA

TEXTS, BINARIES = (".toml", ".csv", ".json"), (".npz",)


@cache
def data_hash(root: Path = DATA) -> str:
    """Hash of every packaged data file's name and contents. [first 16 hexadecimal digits, SHA-256].

    Line endings do not count, so a checkout on another system has the same hash.

    >>> len(data_hash())
    16
    """
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*"), key=lambda path: path.relative_to(root).as_posix()):
        if path.suffix not in (*TEXTS, *BINARIES) or not path.is_file():
            continue
        contents = path.read_bytes()
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(b"\0")
        digest.update(contents.replace(b"\r\n", b"\n") if path.suffix in TEXTS else contents)
        digest.update(b"\0")
    return digest.hexdigest()[:16]
