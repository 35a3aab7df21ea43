"""After an unmatched season, on a terminal: diagnosis, what was given away, the coming year."""

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from thirdfriday.faces.wording import dollars, few, percent
from thirdfriday.plan.unmatched import Unmatched

CHANGES_SHOWN = 8
CAUSE_WORDS = {
    "luck": "chance, with the file and list as they are",
    "paper": "something on paper",
    "interview": "the interviews",
}


def show_unmatched(answer: Unmatched, console: Console) -> None:
    """Print the answer: diagnosis, causes, branches, changes, notes."""
    console.print(
        Panel(
            Text(answer.diagnosis),
            title=f"{answer.title}: the season of March {answer.season}",
            title_align="left",
            border_style="blue",
        )
    )
    if len(answer.by_specialty) > 1:
        console.print(_specialties(answer))
    console.print(_causes(answer))
    if answer.given_away:
        console.print(_given_away(answer))
    if answer.branches:
        console.print(_branches(answer))
        console.print(_changes(answer))
    lines = [f"• {note}" for note in answer.notes]
    lines.append(f"• Counted from: {answer.counts.told}. Seed {answer.seed}.")
    console.print(
        Panel(
            Text("\n".join(lines)), title="Read this too", title_align="left", border_style="yellow"
        )
    )


def _specialties(answer: Unmatched) -> Table:
    table = Table(title="The season by specialty", title_justify="left", title_style="bold")
    table.add_column("Specialty")
    for column in ("applications", "expected interviews", "interviews", "ranked"):
        table.add_column(column, justify="right")
    for each in answer.by_specialty:
        counts = (str(each.applications), few(each.expected_interviews), str(each.interviews))
        table.add_row(each.name, *counts, str(each.ranks))
    return table


def _causes(answer: Unmatched) -> Table:
    table = Table(title="What the season speaks for", title_justify="left", title_style="bold")
    table.add_column("Cause")
    table.add_column("before", justify="right")
    table.add_column("after", justify="right")
    for cause in answer.causes:
        table.add_row(CAUSE_WORDS[cause.cause], percent(cause.before), percent(cause.after))
    return table


def _given_away(answer: Unmatched) -> RenderableType:
    lines = [Text("What the season gave away", style="bold")]
    lines += [
        Text(
            f"  {item.what}: {percent(item.chance_of_match_otherwise)} instead of "
            f"{percent(item.chance_of_match_as_it_was)}. {item.text}"
        )
        for item in answer.given_away
    ]
    return Group(*lines, Text())


def _branches(answer: Unmatched) -> Table:
    table = Table(title="The coming year", title_justify="left", title_style="bold")
    table.add_column("Branch")
    table.add_column("next season", justify="right")
    table.add_column("costs", justify="right")
    for branch in sorted(answer.branches, key=lambda each: -each.chance_next_season):
        name = "Apply again with the file as it is" if branch.key == "apply_now" else branch.title
        table.add_row(name, percent(branch.chance_next_season), dollars(branch.expected_cost_usd))
    return table


def _changes(answer: Unmatched) -> RenderableType:
    lines = [Text("What would change the next application most (points)", style="bold")]
    single = [each for each in answer.changes if each.change and not each.key.endswith("_year")]
    single.sort(key=lambda each: -(each.change.any_match.central if each.change else 0.0))
    lines += [
        Text(
            f"  {100 * each.change.any_match.central:+.1f}  {each.title}; begin by {each.begin_by}"
        )
        for each in single[:CHANGES_SHOWN]
        if each.change
    ]
    return Group(*lines, Text())
