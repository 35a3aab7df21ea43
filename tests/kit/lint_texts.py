"""The labelled texts, split once and for all into those for writing rules and those held out."""

import random
import re
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.program import Program
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.kit.finding import Findings
from thirdfriday.kit.lint import lint, lint_folder
from thirdfriday.kit.lint_context import Chosen

ROOT = Path(__file__).resolve().parents[2]
SPLIT_SEED = 20271
FIRST = ("conduct", "places_and_names", "tone_and_form", "truth")
KINDS_AS_WRITTEN = {"personal": "statement", "signal": "signal_statement"}


@cache
def labelled(kind: str) -> list[dict[str, Any]]:
    """Every labelled text ("text") or folder ("folder")."""
    found: list[dict[str, Any]] = []
    for path in sorted((ROOT / "authorities" / "lint_texts").glob("*.toml")):
        for one in tomllib.loads(path.read_text(encoding="utf-8")).get(kind, []):
            found.append(one | {"source": path.stem})
    return found


def held_out_ids() -> set[str]:
    """A third of the texts written first, drawn once by seed before the rules were written."""
    ids = sorted(one["id"] for one in labelled("text") if one["source"] in FIRST)
    return set(random.Random(SPLIT_SEED).sample(ids, len(ids) // 3))


@cache
def case(name: str) -> Case:
    return read_case(ROOT / "examples" / f"{name}.toml")


def findings(one: dict[str, Any]) -> Findings:
    program = load_catalogue().by_id[one["program"]] if "program" in one else None
    chosen = None
    if "signals" in one or "divisions" in one:
        chosen = Chosen(one.get("signals", {}), tuple(one.get("divisions", ())))
    if "files" in one:
        programs = {file: there for file in one["files"] if (there := program_in(file))}
        return lint_folder(one["files"], case(one["case"]), programs=programs, plan=chosen)
    text = one["text"].strip("\n")
    kind = KINDS_AS_WRITTEN.get(one.get("kind", ""), one.get("kind"))
    return lint(text, case(one["case"]), program=program, plan=chosen, kind=kind)


def program_in(file: str) -> Program | None:
    """The program whose id stands in a file's name."""
    found = re.search(r"\d{10}", file)
    return load_catalogue().by_id.get(found.group()) if found else None


def measured(texts: list[dict[str, Any]]) -> dict[str, Counter[str]]:
    """Hits, misses and false alarms by rule, over texts."""
    table: dict[str, Counter[str]] = {}
    for one in texts:
        expected, got = set(one["rules"]), findings(one).rules
        for rule in expected | got:
            what = "hit" if rule in expected & got else "miss" if rule in expected else "false"
            table.setdefault(rule, Counter())[what] += 1
    return table
