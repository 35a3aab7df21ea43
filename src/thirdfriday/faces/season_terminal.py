"""The season on a terminal: the headline then and now, what to do by when, what changed."""

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from thirdfriday.faces.wording import few, in_ten, percent, percent_range
from thirdfriday.plan.notes import in_place
from thirdfriday.plan.season_plan import Action, SeasonPlan, SeasonProgram

ROWS_SHOWN = 15
CHANGES_SHOWN = 8
NAME, NAME_WIDE, WIDE = 34, 54, 125
TITLES = {
    "clash": "Two on one day",
    "release": "Give up",
    "schedule": "Book",
    "check": "Surprise",
    "apply_more": "More programs",
    "trigger": "Watch for",
    "letter_of_interest": "Letters",
    "deadline": "Date",
}
ORDER = {"attended": 0, "scheduled": 1, "invited": 2, "waitlisted": 3, "silent": 4}
LAST = 9


def show_season(made: SeasonPlan, console: Console, *, every_row: bool = False) -> None:
    """Print the season: headline, actions, changes, programs, notes."""
    console.print(_headline(made))
    console.print(_actions(made.actions))
    console.print(_changes(made, every_row=every_row))
    console.print(_programs(made, every_row=every_row, width=console.width))
    console.print(_notes(made))


def _headline(made: SeasonPlan) -> RenderableType:
    now, then = made.headline, made.headline_before
    grid = Table.grid(padding=(0, 2))
    rows = [
        ("Chance of a match", now.chance_of_match, then.chance_of_match),
        (
            f"  {in_place(made.case.target)}",
            now.chance_of_match_in_target,
            then.chance_of_match_in_target,
        ),
        ("Chance of no interview", now.chance_of_no_interview, then.chance_of_no_interview),
    ]
    for label, here, before in rows:
        words = f"{in_ten(here)}; at first {percent(before.central)}"
        grid.add_row(label, Text(percent_range(here), style="bold"), Text(words, style="dim"))
    kept = now.expected_interviews
    grid.add_row(
        "Interviews to expect",
        Text(few(kept.central), style="bold"),
        Text(
            f"80% range {kept.low:.1f} to {kept.high:.1f}; "
            f"at first {few(then.expected_interviews.central)}",
            style="dim",
        ),
    )
    return Panel(
        Group(*(Text(line, style="dim") for line in _lead(made)), Text(), grid),
        title=f"Third Friday season, {made.on}: {made.case.specialty_name}",
        title_align="left",
        border_style="blue",
    )


def _lead(made: SeasonPlan) -> list[str]:
    counts = ", ".join(f"{count} {status}" for status, count in made.log.counts.items())
    timing = made.timing
    pace = (
        f"{percent(timing.share_out)} of the invitations should be out; "
        f"you have {timing.invitations}, {timing.invitations_expected_by_now:.1f} were to be "
        "expected by now."
    )
    standing = (
        f"The answers put you at percentile {100 * made.quality.percentile:.0f} of applicants "
        "with the same file."
    )
    applied = f"{made.headline.applications} applications ({counts or 'none'})."
    return [f"{made.case.title}. {applied}", pace, standing]


def _actions(actions: tuple[Action, ...]) -> RenderableType:
    table = Table(title="What to do", title_justify="left", title_style="bold", show_lines=True)
    table.add_column("By", no_wrap=True)
    table.add_column("", style="bold", max_width=10)
    table.add_column("What, with its computed effect")
    for action in actions:
        table.add_row(
            action.deadline or "", TITLES.get(action.kind, action.kind), Text(action.text)
        )
    return table if actions else Text("Nothing to do today.")


def _changes(made: SeasonPlan, *, every_row: bool) -> RenderableType:
    shown = made.changes if every_row else made.changes[-CHANGES_SHOWN:]
    lines = [Text("What changed, and why", style="bold")]
    if len(shown) < len(made.changes):
        hidden = len(made.changes) - len(shown)
        lines.append(Text(f"  ({hidden} earlier: --all)", style="dim"))
    lines += [
        Text(f"  {100 * change.change_in_chance_of_match:+.1f} points  {change.text}")
        for change in shown
    ]
    if not shown:
        lines.append(Text("  nothing yet: programs have not begun to answer"))
    return Group(*lines, Text())


def _programs(made: SeasonPlan, *, every_row: bool, width: int) -> RenderableType:
    ordered = sorted(made.programs, key=_standing)
    shown = ordered if every_row else ordered[:ROWS_SHOWN]
    rest = len(ordered) - len(shown)
    table = Table(
        title="Your programs",
        title_justify="left",
        title_style="bold",
        caption=f"{rest} more: --all here, or --json" if rest else None,
        caption_justify="left",
    )
    name = NAME_WIDE if width >= WIDE else NAME
    table.add_column("Program", width=name, overflow="ellipsis", no_wrap=True)
    table.add_column("State")
    table.add_column("Status", no_wrap=True)
    for column in ("Interview", "at first", "Match there"):
        table.add_column(column, justify="right", no_wrap=True)
    for program in shown:
        table.add_row(
            program.name,
            program.state,
            _status(program),
            ""
            if program.chance_of_interview is None
            else percent_range(program.chance_of_interview),
            ""
            if program.chance_of_interview_before is None
            else percent(program.chance_of_interview_before.central),
            "" if program.chance_of_match is None else percent(program.chance_of_match, 1),
        )
    return table


def _standing(program: SeasonProgram) -> tuple[int, float]:
    chance = program.chance_of_interview
    return ORDER.get(program.status, LAST), -(chance.central if chance else 0.0)


def _status(program: SeasonProgram) -> str:
    if program.status == "scheduled" and program.interview_on:
        return f"interview {program.interview_on}"
    return program.status


def _notes(made: SeasonPlan) -> Panel:
    lines = [f"• {note.text}" for note in made.notes]
    lines += [
        f'• "{match["written"]}" was read as {match["program"]}, likeness {match["score"]:.0f}.'
        for match in made.log.matched_by_name
    ]
    if made.log.after_the_day:
        lines.append(f"• {made.log.after_the_day} entries after {made.on} were left aside.")
    lines.append(f"• Ranges: seed {made.seed}, data {made.data_hash[:12]}, version {made.version}.")
    return Panel("\n".join(lines), title="Read this too", title_align="left", border_style="yellow")
