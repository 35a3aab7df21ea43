"""`thirdfriday standing`: where the score stands, and every specialty, there and anywhere."""

from pathlib import Path

import click
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from thirdfriday.faces.advice_terminal import simple_table
from thirdfriday.faces.command_options import (
    CORRECTIONS,
    FILE,
    JSON,
    WITHOUT,
    print_json,
    reported,
)
from thirdfriday.faces.corrections_file import case_and_known
from thirdfriday.faces.wording import few, percent
from thirdfriday.plan.specialty_grid import SpecialtyRow, StandingPage, standing_page


@click.command()
@click.argument("case", type=FILE)
@click.option("--all", "every_row", is_flag=True, help="Every specialty, small ones included.")
@CORRECTIONS
@WITHOUT
@JSON
@reported
def standing(
    case: Path,
    every_row: bool,
    corrections: tuple[Path, ...],
    without: tuple[str, ...],
    as_json: bool,
) -> None:
    """What your score means in context, and your chances in every specialty, there and anywhere."""
    packs = frozenset(without)
    read, known = case_and_known(case, corrections, packs)
    page = standing_page(read, without_packs=packs, known=known)
    if as_json:
        print_json(page.to_json())
        return
    show_standing(page, Console(), every_row=every_row)


def show_standing(page: StandingPage, console: Console, *, every_row: bool = False) -> None:
    """Print the page: the wanted specialties first, the score, the grid."""
    wanted = {row.name for row in page.specialty_grid if row.wanted}
    told = [row.words for row in page.standing.specialties if row.name in wanted]
    lines = [*page.standing.words[:1], *told, page.standing.own_record]
    text = "\n".join(line for line in lines if line)
    console.print(Panel(text, title=f"Where you stand: {page.title}", title_align="left"))
    rows = [row for row in page.specialty_grid if every_row or row.wanted or _large(row)]
    table = simple_table(f"Every specialty: in {page.target} alone, and nationwide")
    table.add_column("Specialty", min_width=20, ratio=1)
    for column in ("open", "there", "interv. there", "match there", "interv.", "match"):
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(
            Text(row.name, style="bold" if row.wanted else ""),
            str(row.open),
            str(row.open_in_target),
            few(row.interviews_in_target),
            percent(row.chance_of_match_in_target),
            few(row.interviews_nationwide),
            percent(row.chance_of_match_nationwide),
        )
    console.print(table)
    for words in page.words:
        console.print(Text(words))
    console.print(Text("Quick lists: a point or two below those of a plan.", "dim"))


def _large(row: SpecialtyRow) -> bool:
    """Whether a specialty has programs enough to be a choice and not a curiosity."""
    return row.programs >= 32
