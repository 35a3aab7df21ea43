"""Modules say their purpose, stay short, have names of their own, and engine rooms keep quiet."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest
from tests.rules.source_tree import (
    PACKAGE,
    ROOT,
    builder_modules,
    engine_modules,
    name_of,
    package_modules,
    syntax,
)

LONGEST_FILE = 400
MODULES = [*package_modules(), *builder_modules()]
SENTENCE_END = re.compile(r"[.!?](?:\s+[A-Z]|$)")
QUIETING = {
    (
        "intake/page_documents.py",
        "logging",
    ): "silences the PDF reader on broken files",
}
SAYING = frozenset({"logging", "warnings", "rich", "click", "loguru"})
WITHOUT_MODULE: dict[str, dict[str, str]] = {
    "domain": {},
    "faces": {
        "test_case_file_docs.py": "holds docs/how-to/case-file.md to the schema it explains",
    },
    "optimiser": {
        "test_kapur_hong.py": "the published worked example, over several modules",
    },
    "builders": {
        "test_interview_parts.py": "the parts of the interview fit, smaller than a module each",
    },
}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_opens_with_its_purpose(path: Path) -> None:
    docstring = ast.get_docstring(syntax(path))
    if path.name == "__init__.py" and not path.read_text(encoding="utf-8").strip():
        return
    assert docstring, f"{name_of(path)}: open with one sentence that says what the module is for."
    first = docstring.split("\n\n")[0].replace("\n", " ").strip()
    assert SENTENCE_END.search(first), f"{name_of(path)}: end the first sentence with a full stop."


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_file_stays_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_FILE, (
        f"{name_of(path)} has {lines} lines; over {LONGEST_FILE}. Move one of its two jobs out."
    )


def test_no_two_files_share_a_stem() -> None:
    places = defaultdict(list)
    for path in package_modules():
        if path.stem not in ("__init__", "__main__"):
            places[path.stem].append(name_of(path))
    shared = {stem: paths for stem, paths in places.items() if len(paths) > 1}
    assert not shared, f"Give each its own name: {shared}"


@pytest.mark.parametrize("path", [*engine_modules(), PACKAGE / "errors.py"], ids=name_of)
def test_engine_rooms_neither_print_nor_log(path: Path) -> None:
    said = []
    for node in ast.walk(syntax(path)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "print"
        ):
            said.append(f"{name_of(path)}:{node.lineno}: print")
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        file = path.relative_to(PACKAGE).as_posix()
        said += [
            f"{name_of(path)}:{node.lineno}: {name}"
            for name in names
            if name.split(".")[0] in SAYING and (file, name) not in QUIETING
        ]
    assert not said, "\n".join([*said, "Return a value or a note; faces say it."])


def test_every_test_has_the_module_it_tests() -> None:
    astray = []
    for path in sorted((ROOT / "tests").glob("*/test_*.py")):
        room = path.parent.name
        home = ROOT / "builders" if room == "builders" else PACKAGE / room
        if not home.is_dir() or path.name in WITHOUT_MODULE.get(room, {}):
            continue
        if not (home / path.name.removeprefix("test_")).exists():
            astray.append(name_of(path))
    assert not astray, (
        f"No module of that name: {astray}. Name the test after its module, move it to "
        "tests/authorities, tests/cases or tests/rules, or give the reason in WITHOUT_MODULE."
    )


def test_every_exception_is_still_needed() -> None:
    gone = [
        f"{room}/{name}"
        for room, names in WITHOUT_MODULE.items()
        for name in names
        if not (ROOT / "tests" / room / name).exists()
    ]
    assert not gone, f"Remove from WITHOUT_MODULE: {gone}"


def test_no_room_of_leftovers() -> None:
    names = {"utils", "helpers", "common", "misc"}
    found = [name_of(p) for p in PACKAGE.rglob("*") if p.stem in names]
    assert not found, f"Put each line where it belongs: {found}"
