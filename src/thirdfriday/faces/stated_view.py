"""Shows what pages and the user state of programs, side by side with what contradicts it."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text

from thirdfriday.domain.known_policy import POLICY_NAMES
from thirdfriday.faces.wording import percent
from thirdfriday.plan.plan_sections import StatedPolicy


def stated_table(stated: Sequence[StatedPolicy]) -> Table:
    """One policy a row: program, what counts, what stands against it, how sure, where to look."""
    table = Table(
        title="What pages and you say, ahead of the tables",
        title_justify="left",
        title_style="bold",
        show_lines=True,
    )
    for name in ("Program", "Counts", "Against it"):
        table.add_column(name, overflow="fold")
    table.add_column("Sure", justify="right", no_wrap=True)
    table.add_column("Confirm at", overflow="fold")
    for one in stated:
        mark = "" if one.chosen else " (not in the plan)"
        cells = (
            f"{one.program}, {one.city}, {one.state}{mark}",
            f"{POLICY_NAMES.get(one.field, one.field)}: {one.said.partition('; against ')[0]}",
            "\n".join(one.against) or "-",
            percent(one.confidence),
            one.confirm or "-",
        )
        table.add_row(*(Text(cell) for cell in cells))
    return table
