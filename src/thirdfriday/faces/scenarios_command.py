"""`thirdfriday scenarios`: changes of policy tried on the plan's own list."""

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from thirdfriday.faces.advice_terminal import scenario_table
from thirdfriday.faces.command_options import (
    CORRECTIONS,
    FILE,
    JSON,
    WITHOUT,
    print_json,
    reported,
)
from thirdfriday.faces.plan_command import make_plan


@click.command()
@click.argument("case", type=FILE)
@CORRECTIONS
@WITHOUT
@JSON
@reported
def scenarios(
    case: Path, corrections: tuple[Path, ...], without: tuple[str, ...], as_json: bool
) -> None:
    """What a change of policy would do to your list: visas, entry bans, the application service."""
    plan = make_plan(case, without=frozenset(without), corrections=corrections)
    if as_json:
        document = plan.to_json()
        kept = ("version", "season", "seed", "data_hash", "case", "headline", "scenarios")
        print_json({"schema": "thirdfriday-scenarios-1"} | {key: document[key] for key in kept})
        return
    console = Console()
    touching = [each for each in plan.scenarios if each.applies]
    console.print(scenario_table(touching))
    for each in plan.scenarios:
        if not each.applies:
            console.print(Text(f"{each.title}: {each.words}", style="dim"))
