"""Every command of the command line is explained in the README or the docs."""

import re

import click
import pytest
from tests.rules.source_tree import ROOT

from thirdfriday.faces.command_line import main

CONTEXT = click.Context(main)
NAMES = main.list_commands(CONTEXT)


def documentation() -> str:
    """README and docs as one text."""
    files = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(path.read_text(encoding="utf-8") for path in files if path.exists())


@pytest.mark.parametrize("name", NAMES)
def test_command_is_documented(name: str) -> None:
    assert re.search(rf"thirdfriday {name}\b", documentation()), (
        f"Explain `thirdfriday {name}` in README.md or docs/how-to/."
    )


@pytest.mark.parametrize("name", NAMES)
def test_command_helps_in_a_sentence(name: str) -> None:
    command = main.get_command(CONTEXT, name)
    assert command is not None
    assert (command.help or "").rstrip().endswith("."), f"{name}: end with a full stop."
