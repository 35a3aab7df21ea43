"""The long way on a terminal: chance by year and route from each place, clocks, dated steps."""

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from thirdfriday.faces.wording import percent, percent_range
from thirdfriday.plan.long_way import LongWay

MARKS = {"fail": "✗", "ask": "?", "pass": "✓"}
SHOWN = (4, 6, 8)  # years of the curve that are shown beside the last


def show_long_way(answer: LongWay, console: Console) -> None:
    """Print the answer: chances, routes, clocks, steps."""
    console.print(
        Panel(
            Text(answer.text), title=f"{answer.title}: the long way to {answer.target}",
            title_align="left", border_style="blue",
        )
    )  # fmt: skip
    console.print(_chances(answer))
    console.print(_routes(answer))
    lines = [f"{MARKS[c.result]} {c.clock}: {c.text}\n    see {c.page}" for c in answer.clocks]
    console.print(Panel(Text("\n".join(lines)), title="Clocks", title_align="left"))
    console.print(_steps(answer))
    console.print(
        Text(
            f"{len(answer.assumptions)} numbers of this are assumptions with ranges (--json lists "
            f"them); retention by state is published. Seed {answer.seed}.",
            style="dim",
        )
    )


def _chances(answer: LongWay) -> Table:
    table = Table(title="Practising there", title_justify="left", title_style="bold")
    table.add_column("Matched")
    years = [year for year in SHOWN if year < answer.years]
    for year in years:
        table.add_column(f"year {year}", justify="right")
    table.add_column(f"year {answer.years}", justify="right", no_wrap=True)
    table.add_column("still training", justify="right")
    table.add_column("abroad", justify="right")
    for way in answer.ways:
        table.add_row(
            way.place,
            *(percent(way.by_year[year]) for year in years),
            percent_range(way.chance),
            percent(way.still_training),
            percent(way.abroad),
        )
    return table


def _routes(answer: LongWay) -> Table:
    table = Table(title="By which route", title_justify="left", title_style="bold")
    table.add_column("Matched")
    for share in answer.ways[0].routes:
        table.add_column(share.route, justify="right")
    for way in answer.ways:
        table.add_row(way.place, *(percent(share.chance) for share in way.routes))
    return table


def _steps(answer: LongWay) -> Table:
    table = Table(title="Years in training", title_justify="left", title_style="bold")
    table.add_column("By", no_wrap=True)
    table.add_column("Do")
    table.add_column("Because")
    for step in answer.steps:
        table.add_row(step.due, step.step, step.why)
    return table
