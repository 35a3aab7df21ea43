"""The command that counts how the students of a caseload crowd each other."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.atomic_write import write_whole
from thirdfriday.faces.cohort_folder import CROWDING, STUDENTS, lines
from thirdfriday.faces.command_options import FILE, JSON, print_json, reported
from thirdfriday.faces.corrections_file import case_and_known
from thirdfriday.faces.wording import percent
from thirdfriday.plan.crowding import Crowding, ListedLine, Rival, crowding

SHOWN = 15
POINTS = 100.0


@click.command(name="crowding")
@click.argument("out", type=FILE)
@click.option("--seasons", type=click.IntRange(100, 100_000), default=None, help="Simulated.")
@click.option("--seed", type=click.IntRange(min=0), default=None)
@JSON
@reported
def crowding_command(out: Path, seasons: int | None, seed: int | None, as_json: bool) -> None:
    """What the students of a planned caseload take from each other, and what would mend it."""
    rivals = [rival_of(out, line) for line in lines(out) if not line["problem"]]
    if not rivals:
        raise CaseError([Problem("holds no plan", str(out), "a folder of `thirdfriday cohort`")])
    found = crowding(rivals, seed=seed, seasons=seasons)
    document = found.to_json()
    path = out / CROWDING[0]
    write_whole(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    if as_json:
        print_json(document)
    else:
        show(found)
    click.echo(f"Written: {path}", err=True)


def rival_of(out: Path, line: Mapping[str, Any]) -> Rival:
    """A student of a caseload's folder by their line, with the list of their plan."""
    student, without = str(line["student"]), frozenset(line.get("without", ()))
    folder = out / STUDENTS / student
    plan: dict[str, Any] = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    case, known = case_and_known(folder / "case.toml", without=without)
    return Rival(
        student=student,
        case=case,
        known=known,
        without=without,
        lines=tuple(
            ListedLine(
                choice["program"]["id"], choice["program"]["specialty"], choice["signal"],
                choice["preference"],
            )
            for choice in plan["choices"]
        ),
        divisions=tuple(plan["geography"]["divisions"]),
        setting=plan["geography"]["setting"],
    )  # fmt: skip


def show(found: Crowding) -> None:
    """The caseload in one market, on the screen."""
    console = Console()
    table = Table("Student", "alone", "with the others", "loses, points", "interviews")
    for row in found.students[:SHOWN]:
        table.add_row(
            row.student, percent(row.chance_alone), percent(row.chance_together),
            f"{POINTS * row.loss:.1f}",
            f"{row.interviews_alone:.1f} -> {row.interviews_together:.1f}",
        )  # fmt: skip
    console.print(table)
    table = Table("Program", "students", "signals", "interviews lost", "matches lost")
    for program in found.programs[:SHOWN]:
        table.add_row(
            f"{program.name}, {program.city}, {program.state}", str(program.students),
            str(program.signals), f"{program.interviews_lost:.2f}", f"{program.matches_lost:.2f}",
        )  # fmt: skip
    console.print(table)
    if not found.moves:
        console.print("No signal that was tried elsewhere helps its sender by more than noise.")
    for move in found.moves:
        harmed = ", ".join(f"{name} {POINTS * change:+.1f}" for name, change in move.harmed)
        console.print(
            f"{move.student}: the {move.signal} signal from {move.away_from} to {move.to}: own "
            f"chance {POINTS * move.own_change:+.1f} points, everybody's together "
            f"{POINTS * move.change_of_all:+.1f}; "
            + (f"costs {harmed}." if harmed else "nobody loses more than noise."),
            markup=False,
        )
    console.print(
        f"{found.seasons} simulated seasons, seed {found.seed}; chance error up to "
        f"{POINTS * found.noise:.1f} points, of differences much less."
    )
