"""Where the packaged data lies and how one file of it is read."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from thirdfriday.errors import FactError

Read = TypeVar("Read")
DATA = Path(__file__).resolve().parent.parent / "data"
"""The folder of packaged data; every reader of it accepts another `root` for tests."""

PACKS = ("core", "nrmp", "residency_explorer")
"""Core is always present; the other two may be left out (see DATA_RIGHTS.md)."""


def pack_name(text: str) -> str:
    """The pack a user means, whatever the hyphens. [one of PACKS].

    Raises:
        FactError: no pack has that name.

    >>> pack_name("residency-explorer")
    'residency_explorer'
    """
    name = text.strip().lower().replace("-", "_")
    if name not in PACKS:
        raise FactError(f"There is no data pack {text!r}. Use one of: {', '.join(PACKS)}.")
    return name


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of one TOML file.

    Raises:
        FactError: the file is absent or not TOML; names the file and the mend.
    """
    try:
        with path.open("rb") as stream:
            return tomllib.load(stream)
    except FileNotFoundError as error:
        raise FactError(
            f"{path.name}: missing from {path.parent.name}/. Restore it or run `make data`."
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise FactError(f"{path.name}: not valid TOML ({error}). Mend that line.") from error


def read_fitted(name: str, build: Callable[[Any], Read], *, builder: str) -> Read:
    """What a builder fitted and wrote to one JSON file of the packaged data, as `build` takes it.

    Raises:
        FactError: the file is absent, not JSON or lacks a part; names the file and the builder.
    """
    try:
        return build(json.loads((DATA / name).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError) as error:
        raise FactError(f"data/{name} cannot be read; run builders/{builder}.py.") from error


def pack_of(tables: dict[str, Any], *, where: str) -> str:
    """Which pack a file says it belongs to, `core` when it says nothing. [one of PACKS].

    Raises:
        FactError: the file names a pack that does not exist.
    """
    pack = tables.get("pack", "core")
    if pack not in PACKS:
        raise FactError(f"{where}: pack {pack!r} is unknown. Use one of: {', '.join(PACKS)}.")
    return str(pack)
