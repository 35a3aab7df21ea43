"""The fact names that docstrings promise exist in the record."""

import ast
import re
from collections.abc import Iterator

from tests.rules.source_tree import name_of, package_modules, syntax

from thirdfriday.facts.registry import known_seasons, load_facts

BLOCK = re.compile(r"^[ ]*Facts:(.*(?:\n[ ]+(?![A-Z][a-z]+:)\S.*)*)", re.MULTILINE)
NAME = re.compile(r"^\.?[a-z0-9_<>*]+(?:\.[a-z0-9_<>*]+)*$")


def names_in(docstring: str) -> Iterator[str]:
    """The names under "Facts:", short forms (".silver") written out from the name before them."""
    for block in BLOCK.findall(docstring):
        parent = ""
        for word in re.split(r"[,;]\s*|\s+", block.strip()):
            name = word.strip().rstrip(".")
            if not name:
                continue
            if name.startswith("."):
                name = parent + name
            else:
                parent = name.rpartition(".")[0]
            yield name


def pattern_of(name: str) -> re.Pattern[str]:
    """What a name stands for: <word> is one part of a name, * is anything."""
    plain = re.escape(name).replace(r"\*", ".+")
    return re.compile(re.sub(r"<[^>]+>", "[^.]+", plain))


def test_short_forms_are_written_out() -> None:
    text = (
        "Chance.\n\n    Facts: fee.<service>.base_usd, .tier_<n>.up_to; calendar.*\n    Method: x"
    )
    assert list(names_in(text)) == [
        "fee.<service>.base_usd",
        "fee.<service>.tier_<n>.up_to",
        "calendar.*",
    ]


def test_every_promised_fact_exists() -> None:
    known = {name for season in known_seasons() for name in load_facts(season)}
    packs = frozenset({"nrmp", "residency_explorer"})
    known |= set(load_facts(without=packs))
    missing = []
    for path in package_modules():
        for node in ast.walk(syntax(path)):
            if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                continue
            for name in names_in(ast.get_docstring(node, clean=False) or ""):
                whole = pattern_of(name)
                if not NAME.match(name) or not any(whole.fullmatch(one) for one in known):
                    missing.append(f"{name_of(path)}: {name!r}")
    assert not missing, "\n".join([*missing, "Correct the name, or add the fact under data/."])
