import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from thirdfriday import __version__
from thirdfriday.errors import CaseError, FactError, InfeasiblePlanError, Problem
from thirdfriday.faces.command_line import main
from thirdfriday.faces.command_options import reported

DOCS = Path(__file__).resolve().parents[2] / "docs" / "how-to"
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
HEAVY = ("numpy", "numba", "scipy", "rich", "pydantic", "typst", "vl_convert", "jinja2")


def sessions() -> Iterator[tuple[str, str, list[str]]]:
    """Page, command and the lines shown under it, for every console session of the how-to pages."""
    for path in sorted(DOCS.glob("*.md")):
        for block in BLOCK.findall(path.read_text(encoding="utf-8")):
            for session in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, *lines = session.splitlines()
                yield path.name, command, [line for line in lines if line.strip()]


def split(command: str) -> list[str]:
    """The words of a command, with quoted ones whole."""
    words = re.findall(r'"([^"]*)"|(\S+)', command)
    return [quoted or plain for quoted, plain in words]


def plain(text: str) -> str:
    """A text without the lines of tables and with single spaces."""
    return " ".join(re.sub(r"[┃┏┓┡┩┳╇━─└┘┴]", " ", text).split())


@pytest.mark.parametrize(("page", "command", "lines"), list(sessions()))
def test_what_the_how_to_pages_show_is_what_comes_out(
    page: str, command: str, lines: list[str]
) -> None:
    name, *arguments = split(command)
    assert name == "thirdfriday"
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code in (0, 2), result.output
    said = plain(result.output)
    for line in lines:
        assert plain(line) in said, f"{page}: `{command}` no longer says: {line}"


def test_there_are_sessions_to_check() -> None:
    assert len(list(sessions())) >= 5


def test_version_and_help_name_every_command() -> None:
    assert __version__ in CliRunner().invoke(main, ["--version"]).stdout
    said = CliRunner().invoke(main, ["-h"]).stdout
    assert all(name in said for name in main.commands)


def test_help_loads_no_heavy_library() -> None:
    loaded = f"print([m for m in {HEAVY} if m in sys.modules])"
    code = f"import sys, thirdfriday.faces.command_line; {loaded}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            CaseError([Problem("one"), Problem("two", where="a:1")]),
            ["2 problems", "one", "a:1: two"],
        ),
        (CaseError([Problem("alone")]), ["1 problem to mend", "alone"]),
        (FactError("x.toml: no unit."), ["x.toml: no unit."]),
        (
            InfeasiblePlanError("None fits.", limit="budget", remedy="Raise it."),
            ["budget", "Raise it."],
        ),
    ],
)
def test_errors_are_sentences_and_exit_2(
    error: Exception, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(SystemExit) as left:
        reported(fail)()
    captured = capsys.readouterr()
    assert left.value.code == 2
    assert captured.out == ""
    assert all(word in captured.err for word in words)


def test_an_unexpected_error_is_not_hidden() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        reported(fail)()


@pytest.mark.parametrize("what", ["case", "plan"])
def test_schemas_are_one_json_document(what: str) -> None:
    result = CliRunner().invoke(main, ["schema", what])
    assert result.exit_code == 0
    assert json.loads(result.stdout)["title"]
    assert result.stderr == ""


def test_new_prints_a_case_file_and_never_writes_over_another(tmp_path: Path) -> None:
    printed = CliRunner().invoke(main, ["new"]).stdout
    file = tmp_path / "me.toml"
    assert CliRunner().invoke(main, ["new", str(file)]).exit_code == 0
    assert file.read_text(encoding="utf-8") == printed
    again = CliRunner().invoke(main, ["new", str(file)])
    assert again.exit_code == 2
    assert "exists already" in again.stderr
