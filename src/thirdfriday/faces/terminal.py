"""A plan on a terminal: what a tired person needs first, in one minute of reading."""

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from thirdfriday.domain.chance import ChanceRange
from thirdfriday.faces.advice_terminal import advice
from thirdfriday.faces.choice_tables import (
    WordTable,
    choice_tables,
    signals_in_short,
    worth_against_plan,
)
from thirdfriday.faces.stated_view import stated_table
from thirdfriday.faces.wording import dollars, fees_in_words, few, in_ten, percent, percent_range
from thirdfriday.plan.notes import in_place
from thirdfriday.plan.plan import GeographyAlternative, Headline, Plan

ROWS_SHOWN = 15
WIDE = 125  # columns of a terminal that has room for what to confirm
ALTERNATIVES_SHOWN = 3
NARROW = 90
NARROWEST_NAME, WIDEST_NAME = 12, 46
REST_OF_WORDS = 54
REST, REST_WIDE = 71, 105  # what the other columns and the lines between them take


def show_plan(plan: Plan, console: Console, *, every_row: bool = False) -> None:
    """Print the plan: headline, tiers, choices, signals, geography, prices, notes."""
    console.print(_headline(plan))
    console.print(_tiers(plan))
    for table in choice_tables(plan):
        console.print(_word_table(table, console.width))
    console.print(_choices(plan, every_row=every_row, width=console.width))
    console.print(_signals_and_geography(plan))
    if plan.own_list:
        console.print(_own_list(plan))
    if plan.prices:
        console.print(_prices(plan))
    if plan.stated:
        console.print(stated_table(plan.stated))
    for part in advice(plan):
        console.print(part)
    console.print(_notes(plan))


def _headline(plan: Plan) -> RenderableType:
    head = plan.headline
    lines = [
        Text(line, style="dim") for line in (f"{plan.case.title}.", " · ".join(plan.case.lines))
    ]
    grid = Table.grid(padding=(0, 2))
    for label, value, words in _headline_rows(plan, head):
        grid.add_row(label, Text(value, style="bold"), Text(words, style="dim"))
    return Panel(
        Group(*lines, Text(), grid),
        title=f"Third Friday plan, Match of March {plan.season}: {plan.case.specialty_name}",
        title_align="left",
        border_style="blue",
    )


def _headline_rows(plan: Plan, head: Headline) -> list[tuple[str, str, str]]:
    target = (
        f"  {in_place(plan.case.target)}",
        percent_range(head.chance_of_match_in_target),
        in_ten(head.chance_of_match_in_target),
    )
    return [
        ("Chance of a match", percent_range(head.chance_of_match), in_ten(head.chance_of_match)),
        *([target] if len(plan.tiers) > 1 else []),
        (
            "Interviews to expect",
            f"{head.expected_interviews.central:.1f}",
            f"80% range {head.expected_interviews.low:.1f} to {head.expected_interviews.high:.1f}",
        ),
        (
            "Chance of no interview",
            percent_range(head.chance_of_no_interview),
            in_ten(head.chance_of_no_interview),
        ),
        (
            "Applications",
            f"{head.applications}",
            f"{fees_in_words(head)}; at most {percent(plan.certificate.gap, 2)} "
            "below the best possible list",
        ),
    ]


def _tiers(plan: Plan) -> Table:
    table = Table(title="Where the programs are", title_justify="left", title_style="bold")
    table.add_column("Geographic tier")
    for column in ("exist", "open to you", "to ask", "in the plan", "interviews"):
        table.add_column(column, justify="right")
    for tier in plan.tiers:
        table.add_row(
            f"{tier.tier} {tier.name}",
            str(tier.exist),
            str(tier.open),
            str(tier.ask),
            str(tier.chosen),
            few(tier.expected_interviews),
        )
    return table


def _word_table(words: WordTable, width: int) -> Table:
    name = max(NARROWEST_NAME, min(WIDEST_NAME, width - REST_OF_WORDS))
    table = Table(
        title=words.title,
        title_justify="left",
        title_style="bold",
        caption=words.note or None,
        caption_justify="left",
    )
    first = len(words.head) - words.numbers
    for place, column in enumerate(words.head):
        words_here = place == 0 or place < first
        table.add_column(
            column,
            justify="left" if words_here else "right",
            no_wrap=place == 0,
            overflow="ellipsis",
            min_width=NARROWEST_NAME if place == 0 else None,
            max_width=name if place == 0 else None,
        )
    for row in words.rows:
        table.add_row(*row)
    return table


def _choices(plan: Plan, *, every_row: bool, width: int) -> Table:
    shown = plan.choices if every_row else plan.choices[:ROWS_SHOWN]
    table = Table(
        title=f"Apply to these {len(plan.choices)}"
        + ("" if len(shown) == len(plan.choices) else f" (the {len(shown)} that add most)"),
        title_justify="left",
        title_style="bold",
        caption=None
        if len(shown) == len(plan.choices)
        else "all of them: --all here, or --html FILE, or --json",
        caption_justify="left",
    )
    wide = width >= WIDE
    name = max(NARROWEST_NAME, min(WIDEST_NAME, width - (REST_WIDE if wide else REST)))
    table.add_column("Program", width=name, overflow="ellipsis", no_wrap=True)
    table.add_column("Place", width=16 if width > NARROW else 12, overflow="ellipsis", no_wrap=True)
    table.add_column("Tier", justify="center", min_width=4)
    table.add_column("Kind", no_wrap=True, min_width=6)
    table.add_column("Signal", no_wrap=True, min_width=8)
    table.add_column("Interview", justify="right", no_wrap=True, min_width=11)
    table.add_column("Adds", justify="right", min_width=4)
    if wide:
        table.add_column("Confirm", width=30, overflow="ellipsis", no_wrap=True)
    for choice in shown:
        cells = [
            choice.program.name,
            f"{choice.program.city}, {choice.program.state}",
            str(choice.geographic_tier),
            choice.selectivity_tier,
            choice.signal or "",
            percent_range(choice.chance_of_interview),
            f"{100 * choice.marginal_value:.2f}",
        ]
        table.add_row(*cells, *(["; ".join(choice.confirm)] if wide else []))
    return table


def _signals_and_geography(plan: Plan) -> RenderableType:
    lines = [Text("Signals", style="bold")]
    told = signals_in_short(plan) or ("this plan sends none; see the notes",)
    lines += [Text(f"  {line}") for line in told]
    chosen = ", ".join(plan.geography.divisions) or "no preference"
    setting = plan.geography.setting or "no preference"
    lines.append(Text("ERAS geography", style="bold"))
    head = plan.headline
    lines.append(
        Text(
            f"  divisions: {chosen}; setting: {setting}; a match "
            f"{percent(head.chance_of_match.central, 1)}, in the target "
            f"{percent(head.chance_of_match_in_target.central, 1)}"
        )
    )
    if plan.geography.divisions:
        lines.append(
            Text(
                f"  offers there {few(plan.geography.offers_inside)}, elsewhere "
                f"{few(plan.geography.offers_outside)}; naming divisions costs "
                f"{few(plan.geography.offers_lost_outside)} elsewhere"
            )
        )
    for tie in plan.geography.ties_outside:
        lines.append(Text(f"  not said by this answer: {tie}", style="dim"))
    for other in _other_divisions(plan)[:ALTERNATIVES_SHOWN]:
        name = ", ".join(other.divisions) or "no preference"
        lines.append(
            Text(
                f"  instead {name}: {_worth(worth_against_plan(plan, other))} to you; a match "
                f"{percent(other.chance_of_match, 1)}, in the target "
                f"{percent(other.chance_of_match_in_target, 1)}",
                style="dim",
            )
        )
    return Group(*lines, Text())


def _worth(points: float) -> str:
    """A difference of worth in words.

    >>> _worth(-0.284), _worth(-0.001)
    ('worth 0.28 points less', 'worth as much')
    """
    if f"{abs(points):.2f}" == "0.00":
        return "worth as much"
    return f"worth {abs(points):.2f} points {'less' if points < 0 else 'more'}"


def _other_divisions(plan: Plan) -> list[GeographyAlternative]:
    """The best alternative of each other set of divisions, the best first."""
    best: dict[tuple[str, ...], GeographyAlternative] = {}
    for other in plan.geography.alternatives:
        if other.divisions != plan.geography.divisions:
            best.setdefault(other.divisions, other)
    return list(best.values())


def _prices(plan: Plan) -> Table:
    table = Table(
        title="The price of each constraint: the plan without it",
        title_justify="left",
        title_style="bold",
    )
    table.add_column("Without")
    for column in ("match", "change", "in the target", "interviews", "fees"):
        table.add_column(column, justify="right")
    for price in plan.prices:
        table.add_row(
            price.constraint,
            percent(price.chance_of_match),
            f"{100 * price.change_in_chance_of_match:+.1f}",
            percent(price.chance_of_match_in_target),
            few(price.expected_interviews),
            dollars(price.cost_usd),
        )
    return table


def _own_list(plan: Plan) -> Panel:
    own = plan.own_list
    assert own is not None
    rows: list[tuple[str, ChanceRange]] = [
        ("Chance of a match", own.chance_of_match),
        ("in the target", own.chance_of_match_in_target),
        ("Chance of no interview", own.chance_of_no_interview),
    ]
    text = [f"{own.applications} programs, fees {dollars(own.cost_usd)}"]
    text += [f"{label}: {percent_range(chance)}" for label, chance in rows]
    text.append(f"Interviews to expect: {own.expected_interviews.central:.1f}")
    if own.ineligible:
        wasted = sum(item.saves_usd for item in own.ineligible)
        text.append(f"{len(own.ineligible)} programs cannot take you ({dollars(wasted)} wasted):")
        text += [f"  {item.program.name}: {item.fact}" for item in own.ineligible]
    return Panel("\n".join(text), title="Your own list", title_align="left")


def _notes(plan: Plan) -> Panel:
    saved = sum(item.saves_usd for item in plan.excluded)
    lines = [f"• {note.text}" for note in plan.notes]
    lines.append(
        f"• {len(plan.excluded)} programs are left out because a rule of theirs fails "
        f"({dollars(saved)} of fees not spent); --json and --html list each with its reason."
    )
    lines.append(
        f"• {len(plan.assumptions)} assumptions stand behind this; the report lists them. "
        f"Seed {plan.seed}, data {plan.data_hash[:12]}, version {plan.version}."
    )
    return Panel("\n".join(lines), title="Read this too", title_align="left", border_style="yellow")
