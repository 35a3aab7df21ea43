"""Commands of an adviser's caseload: plan a roster, forget a student."""

import os
from collections.abc import Mapping
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.cohort_folder import erase_student, lines
from thirdfriday.faces.cohort_page import by_help, told, write_summaries
from thirdfriday.faces.cohort_run import run_cohort
from thirdfriday.faces.command_options import (
    CORRECTIONS,
    FILE,
    JSON,
    WITHOUT,
    print_json,
    reported,
)
from thirdfriday.faces.roster_columns import COLUMNS
from thirdfriday.faces.roster_file import Roster, column_matches, read_roster, read_table
from thirdfriday.faces.wording import percent
from thirdfriday.faces.workers import workers
from thirdfriday.intake.own_tables import ColumnMatch

SHOWN = 15
SURE = 100.0
ROWS_WRONG = 3
"""The exit code of a run whose roster had wrong rows beside sound ones."""


@click.command()
@click.argument("roster", type=FILE)
@click.option("--out", type=FILE, help="Folder to write to; an earlier run there is gone on with.")
@click.option("--template", type=FILE, help="A case file that holds where a row says nothing.")
@click.option("--map", "pairs", multiple=True, metavar="OURS=THEIRS", help="Name a column.")
@click.option("--preview", is_flag=True, help="Only show how the columns are understood.")
@click.option("--jobs", type=click.IntRange(1, 64), default=None, help="Processes.")
@click.option("--cluster", help='A Dask scheduler, or "local".')
@click.option("--no-reports", is_flag=True, help="Plans and tables only: faster, smaller.")
@click.option("--whole", is_flag=True, help="Every table beside each list: several times slower.")
@CORRECTIONS
@WITHOUT
@JSON
@click.pass_context
@reported
def cohort(  # noqa: PLR0917 - click passes each option by its own name
    context: click.Context,
    roster: Path,
    out: Path | None,
    template: Path | None,
    pairs: tuple[str, ...],
    preview: bool,
    jobs: int | None,
    cluster: str | None,
    no_reports: bool,
    whole: bool,
    corrections: tuple[Path, ...],
    without: tuple[str, ...],
    as_json: bool,
) -> None:
    """Plan every student of a roster (CSV or XLSX): a page, tables, and a report for each."""
    if preview:
        show_preview(roster, mapping_of(pairs))
        return
    if out is None:
        raise CaseError([Problem("no folder is named", "--out", "a folder to write to")])
    read = read_roster(roster, mapping=mapping_of(pairs), template=template)
    for problem in read.problems:
        click.echo(f"  {problem}", err=True)
    count = jobs or min(os.cpu_count() or 1, max(1, len(read.students)))
    columns = (TextColumn("Planning"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with (
        workers(count, cluster=cluster) as on,
        Progress(*columns, console=Console(stderr=True), transient=True) as bar,
    ):
        task = bar.add_task("", total=len(read.students))
        made, kept = run_cohort(
            read.students, out, on=on, without=frozenset(without), report=not no_reports,
            thorough=whole, corrections=corrections,
            progress=lambda done, of: bar.update(task, completed=done, total=of),
        )  # fmt: skip
    written = write_summaries(out)
    show(out, read, made, kept, as_json=as_json)
    for path in written:
        click.echo(f"Written: {path}", err=True)
    if read.problems:
        context.exit(ROWS_WRONG)


def mapping_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """The columns that the user named: ours to theirs."""
    wrong = [pair for pair in pairs if "=" not in pair]
    if wrong:
        raise CaseError([Problem(f'"{pair}" names no column', "--map") for pair in wrong])
    return {ours.strip(): theirs.strip() for ours, _, theirs in (p.partition("=") for p in pairs)}


def show_preview(roster: Path, mapping: Mapping[str, str]) -> None:
    """How each column of a roster is understood, and the first row of it."""
    table = read_table(roster)
    matches = {match.theirs: match for match in column_matches(table)}
    for ours, theirs in mapping.items():
        matches[theirs] = ColumnMatch(ours, theirs, SURE, True)
    shown = Table("Their column", "read as", "likeness", "first row", "meaning")
    for place, name in enumerate(table.columns):
        match = matches.get(name)
        ours = match.ours if match else "(left out)"
        likeness = f"{match.score:.0f}{'' if match.sure else ', to confirm'}" if match else ""
        meaning = COLUMNS[ours].meaning if ours in COLUMNS else ""
        shown.add_row(name, ours, likeness, table.rows[0][place], meaning)
    Console().print(shown)


def show(out: Path, read: Roster, made: int, kept: int, *, as_json: bool) -> None:
    """The caseload on the screen, the first students only, or all of it as JSON."""
    found = sorted(lines(out), key=by_help)
    if as_json:
        print_json(
            {
                "planned": made, "kept": kept, "problems": [str(p) for p in read.problems],
                "ignored_columns": list(read.ignored),
                "students": [told(line) if not line["problem"] else line for line in found],
            }
        )  # fmt: skip
        return
    table = Table("Student", "Type", "Specialty", "Standing", "Match", "Would help most")
    good = [line for line in found if not line["problem"]]
    for line in good[:SHOWN]:
        helped = f"{line['would_help']} ({line['help_points']:+.1f})" if line["would_help"] else ""
        table.add_row(
            line["student"], line["applicant_type"].replace("_", " "), line["specialty"],
            line["standing"], percent(line["chance_of_match"]), helped,
        )  # fmt: skip
    console = Console()
    console.print(table)
    if len(good) > SHOWN:
        console.print(f"and {len(good) - SHOWN} more in {out / 'caseload.csv'}")
    for line in found:
        if line["problem"]:
            console.print(f"{line['student']}: {line['problem']}", markup=False)
    console.print(f"{made} planned, {kept} kept, {len(read.problems)} problems in the roster.")


@click.command()
@click.argument("out", type=FILE)
@click.argument("student")
@reported
def forget(out: Path, student: str) -> None:
    """Erase everything written for one student of a caseload, and make page and tables anew."""
    erase_student(out, student)
    if any(True for _ in lines(out)):
        write_summaries(out)
    click.echo(f"Nothing of {student} is left in {out}.", err=True)
