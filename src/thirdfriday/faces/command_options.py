"""What all commands share: options, JSON output, and errors that print as sentences."""

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from thirdfriday.errors import CaseError, ThirdFridayError

P = ParamSpec("P")
R = TypeVar("R")

BAD_INPUT = 2
FILE = click.Path(path_type=Path)
PACKS = ("nrmp", "residency-explorer")
JSON = click.option("--json", "as_json", is_flag=True, help="One JSON document, nothing else.")
WITHOUT = click.option(
    "--without",
    multiple=True,
    type=click.Choice(PACKS),
    help="Leave a data pack out (wider ranges).",
)

CORRECTIONS = click.option(
    "--corrections",
    type=FILE,
    multiple=True,
    help="What pages and you know of programs; besides those the case names.",
)


def reported(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command so that errors of input print as sentences and exit with 2."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except CaseError as error:
            many = len(error.problems)
            click.echo(f"{many} problem{'s' * (many != 1)} to mend:", err=True)
            for problem in error.problems:
                click.echo(f"  {problem}", err=True)
            sys.exit(BAD_INPUT)
        except ThirdFridayError as error:
            click.echo(str(error), err=True)
            sys.exit(BAD_INPUT)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)

    return run


def print_json(document: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
