"""SOAP on a terminal: eligibility, times in one's own zone, the list, what to accept when."""

import datetime as dt

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from thirdfriday.faces.wording import few, percent, percent_range
from thirdfriday.plan.soap import SoapAnswer

NAME_LEAST, NAME_MOST, OTHER_COLUMNS = 14, 44, 62
LIKELY_WANTED, LIKELY_BEYOND = 12, 4
MARKS = {"fail": "✗", "ask": "?", "pass": "✓"}


def show_soap(answer: SoapAnswer, console: Console) -> None:
    """Print the answer: eligibility, times, rules, the list, rounds, checklist."""
    console.print(_eligibility(answer))
    console.print(_times(answer))
    if answer.groups:
        console.print(_groups(answer))
    if answer.applications:
        console.print(_list(answer, console.width))
        console.print(_rounds(answer))
    elif answer.likely_unfilled:
        console.print(_likely(answer))
    if answer.decision:
        console.print(Panel(answer.decision.text, title=f"Round {answer.decision.round}",
                            title_align="left", border_style="green"))  # fmt: skip
    console.print(_rules(answer))


def _eligibility(answer: SoapAnswer) -> Panel:
    lines = [f"{MARKS[c.result]} {c.text}" for c in answer.eligibility]
    if answer.refused:
        lines.append(f"{len(answer.refused)} unfilled programs cannot take you:")
        lines += [f"  {c.programs[0]}: {c.text}" for c in answer.refused]
    if answer.range_of_any_offer is not None:
        chance = percent_range(answer.range_of_any_offer)
        lines.append(f"Chance of any offer from {len(answer.applications)} applications: {chance}")
    title = f"{answer.title}: SOAP of March {answer.season}"
    return Panel(Text("\n".join(lines)), title=title, title_align="left", border_style="blue")


def _times(answer: SoapAnswer) -> Table:
    table = Table(
        title=f"When, in {answer.zone}", title_justify="left", title_style="bold",
        caption="" if all(t.confirmed for t in answer.times) else "not confirmed for this season",
    )  # fmt: skip
    table.add_column("Your time", no_wrap=True)
    table.add_column("Eastern", no_wrap=True)
    table.add_column("What")
    for moment in answer.times:
        local = dt.datetime.fromisoformat(moment.local)
        eastern = dt.datetime.fromisoformat(moment.eastern)
        until = ""
        if moment.ends_local:
            until = f" to {dt.datetime.fromisoformat(moment.ends_local):%H:%M}"
        table.add_row(f"{local:%a %d %b %H:%M}{until}", f"{eastern:%a %H:%M}", moment.title)
    return table


def _list(answer: SoapAnswer, width: int) -> Table:
    table = Table(
        title=f"Apply to these {len(answer.applications)} (at most {answer.maximum})",
        title_justify="left", title_style="bold",
    )  # fmt: skip
    names = {group.specialty: group.name for group in answer.groups if group.applications}
    name = max(NAME_LEAST, min(NAME_MOST, width - OTHER_COLUMNS))
    table.add_column("#", justify="right", min_width=2)
    table.add_column("Program", width=name, overflow="ellipsis", no_wrap=True)
    table.add_column("Place", width=14, overflow="ellipsis", no_wrap=True)
    for column in ("open", "offer", "worth", "take from"):
        table.add_column(column, justify="right", no_wrap=True, min_width=5)
    for each in answer.applications:
        table.add_row(
            str(each.order),
            Text.assemble(
                each.program + (" (one year)" if each.preliminary else ""),
                (f"\n{names[each.specialty]}" if len(names) > 1 else "", "dim"),
            ),
            f"{each.city}, {each.state}",
            str(each.positions),
            percent(each.chance_of_offer, 1),
            f"{each.value:.2f}",
            f"round {each.accept_from_round}" if each.accept_from_round <= len(answer.rounds)
            else "never",
        )  # fmt: skip
    return table


def _rounds(answer: SoapAnswer) -> RenderableType:
    lines = [Text("What to accept", style="bold")]
    for rule in answer.rounds:
        refused = f"; decline {len(rule.decline)} of the list" if rule.decline else "; any of these"
        lines.append(
            Text(
                f"  round {rule.round}: take what is worth {rule.accept_worth_at_least:.2f} or "
                f"more{refused}. An offer from here on: "
                f"{percent(rule.chance_of_an_offer_from_here)}"
            )
        )
    return Group(*lines, Text())


def _groups(answer: SoapAnswer) -> Table:
    """The kinds of position: of the unfilled list, or what is to be expected of it."""
    out = bool(answer.unfilled)
    table = Table(
        title="What the list holds for you" if out else "What the list will likely hold for you",
        title_justify="left", title_style="bold",
    )  # fmt: skip
    table.add_column("Kind", no_wrap=True)
    table.add_column("Specialty")
    columns = ("positions", "open", "applied", "offer")
    for column in columns if out else ("programs", "open", "place left"):
        table.add_column(column, justify="right")
    for group in answer.groups:
        cells = (
            (str(group.positions), str(group.open_to_you), str(group.applications),
             percent(group.chance_of_any_offer or 0.0))
            if out
            else (str(group.listed), str(group.open_to_you), few(group.expected_unfilled or 0.0))
        )  # fmt: skip
        table.add_row(group.kind, group.name, *cells)
    return table


def _likely(answer: SoapAnswer) -> RenderableType:
    """The likeliest programs of each kind, before the list is out."""
    lines: list[Text] = []
    names = {(group.kind, group.specialty): group.name for group in answer.groups}
    for (kind, specialty), name in names.items():
        inside = [
            each
            for each in (*answer.likely_unfilled, *answer.likely_beyond)
            if (each.kind, each.specialty) == (kind, specialty)
        ]
        if not inside:
            continue
        lines.append(Text(f"Often left with a place: {name}, {kind}", style="bold"))
        lines += [
            Text(f"  {percent(p.chance_unfilled)} {p.program}, {p.city}, {p.state}")
            for p in inside[: LIKELY_WANTED if kind == "wanted" else LIKELY_BEYOND]
        ]
    return Group(*lines, Text())


def _rules(answer: SoapAnswer) -> Panel:
    lines = [f"• {rule}" for rule in answer.conduct]
    lines += [f"☐ {step.due}: {step.text}" for step in answer.checklist]
    lines.append(
        f"• {len(answer.assumptions)} assumptions stand behind the chances, which are rough: "
        "nothing about single offers in SOAP is published. --json lists them."
    )
    return Panel(
        Text("\n".join(lines)), title="Rules and what to have ready", title_align="left",
        border_style="yellow",
    )  # fmt: skip
