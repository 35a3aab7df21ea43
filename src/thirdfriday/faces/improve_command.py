"""`thirdfriday improve`: what would help most, on the terminal or as JSON."""

import datetime as dt
from pathlib import Path

import click
from rich.box import SIMPLE
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.command_options import (
    CORRECTIONS,
    FILE,
    JSON,
    WITHOUT,
    print_json,
    reported,
)
from thirdfriday.faces.corrections_file import case_and_known
from thirdfriday.faces.wording import dollars, few, percent, signed
from thirdfriday.plan.improve import improvements_of
from thirdfriday.plan.improvement_nouns import Decision, Improvement, Improvements
from thirdfriday.plan.notes import in_place
from thirdfriday.plan.plan_sections import Change


@click.command()
@click.argument("case", type=FILE)
@click.option("--on", help="The day to reckon from, such as 2026-06-01; default today.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Seed of the ranges.")
@CORRECTIONS
@WITHOUT
@JSON
@reported
def improve(  # noqa: PLR0917 - click passes each option by its own name
    case: Path,
    on: str | None,
    seed: int | None,
    corrections: tuple[Path, ...],
    without: tuple[str, ...],
    as_json: bool,
) -> None:
    """What you could still change: programs opened, change in chance, cost, time; best first."""
    packs = frozenset(without)
    read, known = case_and_known(case, corrections, packs)
    found = improvements_of(read, today=day_of(on), seed=seed, without_packs=packs, known=known)
    if as_json:
        print_json(found.to_json())
        return
    show_improvements(found, Console())


def day_of(text: str | None) -> dt.date:
    """The day an option names, else today.

    Raises:
        CaseError: it is no date.
    """
    if text is None:
        return dt.date.today()
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CaseError([Problem(f"{text!r} is no date", "--on", "such as 2026-06-01")]) from error


def show_improvements(found: Improvements, console: Console) -> None:
    """Print the answer: where the list stands, the table, the decision, the notes."""
    console.print(_head(found))
    console.print(_table([each for each in found.improvements if each.possible]))
    refused = [each for each in found.improvements if not each.possible]
    if refused:
        console.print(Text("Not possible or not counted for you", style="bold"))
        for each in refused:
            console.print(Text(f"  {each.title}: {each.why}", style="dim"))
        console.print()
    console.print(_decision(found.decision))
    notes = "\n".join(f"• {note}" for note in found.notes)
    console.print(Panel(notes, title="Read this too", title_align="left", border_style="yellow"))


def _head(found: Improvements) -> RenderableType:
    lines = [
        f"Your best list of {found.applications} now: a match "
        f"{percent(found.chance_of_match)}, {in_place(found.target)} "
        f"{percent(found.chance_of_match_in_target)}, "
        f"{few(found.expected_interviews)} interviews, {dollars(found.cost_usd)}.",
        f"Each change below is worked out anew on the best list of as many, on {found.on}.",
    ]
    title = f"What would help most: {found.title}"
    return Panel("\n".join(lines), title=title, title_align="left", border_style="blue")


def _table(rows: list[Improvement]) -> Table:
    table = Table(
        title="What you could still change, most for its cost first",
        title_justify="left",
        title_style="bold",
        box=SIMPLE,
        padding=(0, 1, 0, 0),
    )
    table.add_column("Change", min_width=22, ratio=1)
    for column in ("match", "target", "interv.", "opens", "cost"):
        table.add_column(column, justify="right", no_wrap=True)
    for row in rows:
        assert row.change is not None
        table.add_row(
            Text.assemble(row.title, (f"\n{when_words(row)}", "dim")),
            points(row.change.any_match),
            f"{100 * row.change.in_target.central:+.1f}",
            f"{row.change.interviews.central:+.1f}",
            opened_words(row),
            dollars(row.cost_usd),
        )
    return table


def when_words(row: Improvement) -> str:
    """What it is in time for and how much time it takes."""
    length = f"{row.months:g} month{'s' * (row.months != 1)}" if row.months else "no time"
    return f"for {row.reaches}; {length}"


def points(change: Change) -> str:
    """A change in percentage points with its range.

    >>> points(Change(0.004, 0.021, 0.04))
    '+2.1 (+0.4..+4.0)'
    """
    low, central, high = (100 * value for value in (change.low, change.central, change.high))
    return f"{signed(central)} ({signed(low)}..{signed(high)})"


def opened_words(row: Improvement) -> str:
    """Programs opened, and those likelier to say yes."""
    if row.opened.programs:
        return f"{row.opened.programs}"
    return f"~{row.opened.likely:.0f}" if row.opened.likely >= 1 else "-"


def _decision(decision: Decision) -> RenderableType:
    table = Table(
        title=decision.question, title_justify="left", title_style="bold", box=SIMPLE,
        padding=(0, 1, 0, 0),
    )  # fmt: skip
    table.add_column("Way", ratio=1)
    for column in ("now", "by next", "target", "costs"):
        table.add_column(column, justify="right", no_wrap=True)
    for branch in decision.branches:
        if not branch.possible:
            table.add_row(Text(f"{branch.title}: {branch.why}", style="dim"), "-", "no", "-", "-")
            continue
        table.add_row(
            branch.title,
            percent(branch.chance_this_season) if branch.seasons > 1 else "-",
            percent(branch.chance_by_then),
            percent(branch.chance_in_target_by_then),
            dollars(branch.expected_cost_usd),
        )
    return Group(table, Text(decision.words), Text())
