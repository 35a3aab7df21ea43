"""Every library that installs with the package is used, and its choice is written down."""

import ast
import re
import sys
import tomllib

from tests.rules.source_tree import ROOT, package_modules, syntax

IMPORTED_AS = {
    "python-multipart": "python_multipart",
    "vl-convert-python": "vl_convert",
    "tree-sitter": "tree_sitter",
    "tree-sitter-toml": "tree_sitter_toml",
}

COMES_WITH = frozenset({"markupsafe", "pydantic_core", "starlette"})
"""Parts of jinja2, pydantic and fastapi that are imported by their own name."""


def declared() -> list[str]:
    """The runtime libraries of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [re.split(r"[<>=~!\[; ]", line)[0] for line in project["dependencies"]]


def imported() -> set[str]:
    """The top-level packages that the package imports."""
    names = set()
    for path in package_modules():
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
    return names


def test_every_library_is_used() -> None:
    unused = [name for name in declared() if IMPORTED_AS.get(name, name) not in imported()]
    assert not unused, f"Nothing imports {unused}: use them or drop them from pyproject.toml."


def test_every_library_is_decided() -> None:
    decision = (ROOT / "docs" / "decisions" / "0001-libraries.md").read_text(encoding="utf-8")
    silent = [name for name in declared() if name not in decision]
    assert not silent, f"Write in docs/decisions/0001-libraries.md why: {silent}"


def test_every_import_is_declared() -> None:
    known = {IMPORTED_AS.get(name, name) for name in declared()} | COMES_WITH | {"thirdfriday"}
    undeclared = sorted(imported() - known - set(sys.stdlib_module_names))
    assert not undeclared, f"Add {undeclared} to the dependencies of pyproject.toml, and say why."
