"""Tracked files name no machine: no absolute path of a home or workplace, no package registry."""

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from tests.rules.source_tree import name_of, tracked_files

FOLDERS = "|".join(("home", "root", "Users", "work"))
ABSOLUTE = re.compile(rf"(?<![\w.~<>)-])/(?:{FOLDERS})/[\w.-]+")
WINDOWS = re.compile(r"\b[A-Z]:\\Users\\")
REGISTRY = re.compile(
    "|".join(
        (r"pypi\." + "org/simple", "python" + "hosted", "--" + "index-url", "arti" + "factory")
    )
)
SETTINGS = ("PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "PIP_EXTRA_INDEX_URL")
TEXTS = (
    ".py",
    ".md",
    ".toml",
    ".csv",
    ".tsv",
    ".json",
    ".lock",
    ".typ",
    ".j2",
    ".css",
    ".yml",
    ".txt",
    "",
)


def texts() -> list[tuple[Path, str]]:
    """Every tracked text file with its text."""
    chosen = [path for path in tracked_files() if path.suffix in TEXTS]
    return [(path, path.read_text(encoding="utf-8", errors="replace")) for path in chosen]


def own_registries() -> set[str]:
    """Host names of the registries that this machine is set up with."""
    hosts = {urlsplit(os.environ.get(name, "")).hostname for name in SETTINGS}
    return {host for host in hosts if host}


def test_no_absolute_path_and_no_registry() -> None:
    hosts = own_registries()
    found = []
    for path, text in texts():
        for pattern in (ABSOLUTE, WINDOWS, REGISTRY):
            match = pattern.search(text)
            if match:
                line = text.count("\n", 0, match.start()) + 1
                found.append(f"{name_of(path)}:{line}: {match[0]}")
        found += [f"{name_of(path)}: a registry's host name" for host in hosts if host in text]
    assert not found, "\n".join([*found, "Write a path relative to the project; name no registry."])
