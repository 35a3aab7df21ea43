"""The invented cases that a newcomer can open in one click: the same files as in examples/."""

import re
from functools import cache
from pathlib import Path

FIRST = "img_internal_medicine"
PLACES = (
    Path(__file__).with_name("example_cases"),
    Path(__file__).resolve().parents[4] / "examples",
)
"""Inside an installed package, and beside the sources."""


@cache
def _files() -> dict[str, Path]:
    folder = next((place for place in PLACES if place.is_dir()), None)
    found = sorted(folder.glob("*.toml")) if folder else []
    return {path.stem: path for path in found}


def example_names() -> tuple[str, ...]:
    """The names of the examples, the one to begin with first."""
    return tuple(sorted(_files(), key=lambda name: (name != FIRST, name)))


def example_text(name: str) -> str:
    """The case file of an example.

    Raises:
        KeyError: there is no such example.
    """
    return _files()[name].read_text(encoding="utf-8")


@cache
def example_words() -> tuple[tuple[str, str], ...]:
    """Each example's name with its own opening sentence."""
    return tuple((name, _opening(example_text(name))) for name in example_names())


def _opening(text: str) -> str:
    """Who it is and what they want: the first clause of the comment at the top of a file."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# ").strip())
    words = re.split(r"[.:]( |$)", re.sub(r" \([^)]*\.toml\)", "", " ".join(lines)))[0]
    return f"{words}."
