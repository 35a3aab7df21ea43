"""Disputable numbers live in data/, where each has a unit and a source; not in code."""

import ast
from pathlib import Path

import pytest
from tests.rules.source_tree import PACKAGE, engine_modules, name_of, syntax

SMALL = 12
"""Whole numbers up to a dozen count things in code (axes, letters, decimals), not in the world."""
PLAIN = frozenset({0.0, 1.0, 0.5, 2.0, 100.0})
TOLERANCE = 1e-3
MEND = (
    "Put it into data/ (a fact with source and locator, an assumption with low, high and reason, "
    "or a setting with its reason) and read it with Facts.value. If it is structural (a size of "
    "a buffer, geometry), name it in an UPPER_CASE constant of the module and say what it is."
)
TEXT_ROOM = "intake"
"""Whole numbers there are distances in characters of a text: patterns of reading, not facts."""
ALLOWED = {
    ("facts/registry.py", 2027): "the season that runs when none is asked for",
    ("facts/data_hash.py", 16): "digits of the hash that a plan shows",
    ("models/match_input.py", 0.6): "difflib's similarity; only orders suggestions",
    ("models/match_input.py", 37): "characters of a mistake that are quoted, before the dots",
    ("models/match_input.py", 40): "characters of a mistake that are quoted",
    ("models/match_input.py", 31): "bits of the arrays' integers",
}


def constant_statements(tree: ast.Module) -> list[ast.Assign | ast.AnnAssign]:
    """The module-level assignments to UPPER_CASE names."""
    found: list[ast.Assign | ast.AnnAssign] = []
    for node in tree.body:
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [n for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)]
        if names and all(name.id.lstrip("_").isupper() for name in names):
            found.append(node)
    return found


def structural_nodes(tree: ast.Module) -> set[int]:
    """Identities of the nodes inside constants of the module, and of how far bits are shifted."""
    inside = {id(child) for node in constant_statements(tree) for child in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.LShift | ast.RShift):
            inside |= {id(child) for child in ast.walk(node.right)}
    return inside


def is_plain(value: float, *, in_text_room: bool) -> bool:
    """Whether a literal is arithmetic and no number of the world."""
    size = abs(value)
    if size in PLAIN:
        return True
    if isinstance(value, float) and not value.is_integer():
        return 0 < size <= TOLERANCE and f"{size:.15e}".startswith("1.000000")
    whole = int(size)
    bits = whole & (whole - 1) == 0 or whole & (whole + 1) == 0
    return whole <= SMALL or bits or (in_text_room and isinstance(value, int))


def literals(path: Path) -> list[tuple[int, float]]:
    """Line and value of every number in a file that is not structural; bit patterns in hex are."""
    tree = syntax(path)
    structural = structural_nodes(tree)
    lines = path.read_text(encoding="utf-8").splitlines()
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and id(node) not in structural
        and not lines[node.lineno - 1].encode()[node.col_offset :].lower().startswith(b"0x")
    ]


def disputable(path: Path) -> list[tuple[int, float]]:
    """Line and value of every literal that should be data."""
    file = path.relative_to(PACKAGE).as_posix()
    in_text_room = path.parent.name == TEXT_ROOM
    return [
        (line, value)
        for line, value in literals(path)
        if not is_plain(value, in_text_room=in_text_room) and (file, value) not in ALLOWED
    ]


def unexplained(path: Path) -> list[tuple[int, float]]:
    """Line and value of every fraction in a constant of the module that nothing explains."""
    tree = syntax(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    found = []
    for node in constant_statements(tree):
        place = tree.body.index(node)
        after = tree.body[place + 1] if place + 1 < len(tree.body) else None
        told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        above = lines[node.lineno - 2].lstrip().startswith("#")
        if told or above or "#" in lines[node.lineno - 1] or "_PER_" in lines[node.lineno - 1]:
            continue
        found += [
            (node.lineno, child.value)
            for child in ast.walk(node)
            if isinstance(child, ast.Constant)
            and isinstance(child.value, float)
            and not is_plain(child.value, in_text_room=False)
        ]
    return found


@pytest.mark.parametrize("path", engine_modules(), ids=name_of)
def test_no_disputable_number_in_code(path: Path) -> None:
    found = [f"{name_of(path)}:{line}: {value}" for line, value in disputable(path)]
    assert not found, "\n".join([*found, MEND])


@pytest.mark.parametrize("path", engine_modules(), ids=name_of)
def test_a_fraction_in_a_constant_is_explained(path: Path) -> None:
    found = [f"{name_of(path)}:{line}: {value}" for line, value in unexplained(path)]
    mend = "Say on its line why it is structural and no fact; if it could be disputed, move it."
    assert not found, "\n".join([*found, mend])


def test_every_allowance_is_still_needed() -> None:
    held = {
        (path.relative_to(PACKAGE).as_posix(), value)
        for path in engine_modules()
        for _, value in literals(path)
    }
    unused = ALLOWED.keys() - held
    assert not unused, f"Remove from ALLOWED, since no file holds them any more: {unused}"


def test_the_rule_sees_what_it_should(tmp_path: Path) -> None:
    module = tmp_path / "invented.py"
    module.write_text(
        "RADIUS = 3958.8\nTOLD = 0.3  # of difflib\n"
        "def f(x):\n    return 0.37 * x + 1e-9 + 64 + 45 + (x >> 27) + 0x9E37 + 3.0\n"
    )
    seen = [v for _, v in literals(module) if not is_plain(v, in_text_room=False)]
    assert sorted(seen) == [0.37, 45]
    assert unexplained(module) == [(1, 3958.8)]
