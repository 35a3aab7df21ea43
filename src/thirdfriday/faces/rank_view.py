"""A rank order list on a terminal: chances line by line, the true order, checks, what each does."""

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from thirdfriday.faces.wording import dollars, in_ten, percent, percent_range
from thirdfriday.plan.notes import in_place
from thirdfriday.plan.rank_order import CoupleAnswer, Criteria, RankAnswer

NAME_LEAST, NAME_MOST, OTHER_COLUMNS = 10, 44, 72
PAIRS_SHOWN = 12
PAIR_COLUMNS = 42
NAMED = 4  # programs named in one check before "and n more"


def show_rank(answer: RankAnswer, console: Console) -> None:
    """Print the answer: headline, lines, order, demonstration, effects, checks."""
    console.print(_headline(answer))
    console.print(_lines(answer, console.width))
    console.print(_order(answer))
    if answer.criteria:
        console.print(_criteria(answer.criteria))
    console.print(_truth(answer))
    if answer.couple:
        console.print(_couple(answer.couple, console.width))
    console.print(_effects(answer, console.width))
    console.print(_checks(answer))


def counted(answer: RankAnswer) -> str:
    """How the chances were counted, with the error of counting."""
    return (
        f"Counted over {answer.truth.seasons:,} simulated seasons with each program's own cutoffs, "
        f"to within {100 * answer.standard_error:.1f} points (standard error). A plan and a season "
        "take the average of your type and specialty after an interview instead, and may differ."
    )


def _headline(answer: RankAnswer) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    rows = [
        ("Chance of a match", answer.chance_of_match),
        (f"  {in_place(answer.target)}", answer.chance_of_match_in_target),
    ]
    for label, chance in rows:
        grid.add_row(
            label, Text(percent_range(chance), style="bold"), Text(in_ten(chance), style="dim")
        )
    lines: list[RenderableType] = [grid]
    if answer.chance_of_match_on_sure_lines < answer.chance_of_match.central - 0.0005:
        sure = percent(answer.chance_of_match_on_sure_lines)
        lines.append(Text(f"Counting only programs at which no rule fails: {sure}", style="red"))
    lines.append(Text(counted(answer), style="dim"))
    lines += [Text(answer.basis, style="dim"), Text(f"Values: {answer.values_from}.", style="dim")]
    count = len(answer.lines)
    title = f"{answer.title}: {count} rank{'s' * (count != 1)}, Match of March {answer.season}"
    return Panel(Group(*lines), title=title, title_align="left", border_style="blue")


def _lines(answer: RankAnswer, width: int) -> Table:
    table = Table(title="Line by line", title_justify="left", title_style="bold")
    name = max(NAME_LEAST, min(NAME_MOST, width - OTHER_COLUMNS))
    table.add_column("#", justify="right", min_width=2)
    table.add_column("Program", width=name, overflow="ellipsis", no_wrap=True)
    table.add_column("Place", width=14, overflow="ellipsis", no_wrap=True)
    for column in ("reached", "if so", "here", "so far", "worth"):
        table.add_column(column, justify="right", no_wrap=True, min_width=5)
    for line in answer.lines:
        failed = any(gate.result == "fail" for gate in line.eligibility)
        table.add_row(
            str(line.rank),
            Text(line.program + (" (fails a rule)" if failed else ""), style="red" * failed),
            f"{line.city}, {line.state}",
            percent(line.chance_reached),
            percent(line.chance_if_reached),
            percent(line.chance_of_match_here),
            percent(line.cumulative),
            f"{line.value:.2f}",
        )
    return table


def _order(answer: RankAnswer) -> RenderableType:
    moved = [line for line in answer.suggested if line.rank != line.listed_at]
    reasons = [line for line in answer.suggested if line.why]
    if not moved and not reasons:
        return Text("Your list stands in the order of your own values.\n")
    lines = [Text("The order of your own values (never of the chances)", style="bold")]
    for line in answer.suggested:
        was = "" if line.rank == line.listed_at else f"  (you: {line.listed_at})"
        lines.append(Text(f"  {line.rank:>3} {line.value:.2f} {line.program}{was}"))
        lines += [Text(f"        {why}", style="dim") for why in line.why]
    return Group(*lines, Text())


def _criteria(criteria: Criteria) -> RenderableType:
    lines = [Text(f"What matters to you, from {criteria.answers} comparisons", style="bold")]
    lines.append(
        Text("  " + "; ".join(f"{w.criterion} {100 * w.weight:+.0f}%" for w in criteria.weights))
    )
    lines += [Text(f"  ! {each}", style="yellow") for each in criteria.inconsistencies]
    return Group(*lines, Text())


def _truth(answer: RankAnswer) -> Panel:
    truth = answer.truth
    table = Table.grid(padding=(0, 2))
    table.add_row("order", "match", "in the target", "value", "seasons worse", "better")
    for tried in truth.tried:
        table.add_row(
            tried.order,
            percent(tried.chance_of_match, 1),
            percent(tried.chance_of_match_in_target, 1),
            f"{tried.value:.4f}",
            str(tried.seasons_worse),
            str(tried.seasons_better),
        )
    text = Text(
        f"{truth.text} Of {truth.random_orders} random orders, {truth.orders_that_beat_it} beat it."
    )
    return Panel(
        Group(table, Text(), text), title="Rank in true order", title_align="left",
        border_style="green",
    )  # fmt: skip


def _couple(couple: CoupleAnswer, width: int) -> RenderableType:
    table = Table(
        title=f"As a couple: {len(couple.pairs)} of {couple.pairs_possible} pairs "
        f"(at most {couple.maximum}), the first {PAIRS_SHOWN}",
        title_justify="left",
        title_style="bold",
        caption="all of them: --pairs-out FILE or --json",
        caption_justify="left",
    )
    table.add_column("#", justify="right", min_width=2)
    name = max(NAME_LEAST, min(NAME_MOST, (width - PAIR_COLUMNS) // 2))
    for column in ("You", "Partner"):
        table.add_column(column, width=name, overflow="ellipsis", no_wrap=True)
    for column in ("apart", "worth", "chance"):
        table.add_column(column, justify="right", no_wrap=True, min_width=5)
    for line in couple.pairs[:PAIRS_SHOWN]:
        table.add_row(
            str(line.rank),
            line.first or "No Match",
            line.second or "No Match",
            "" if line.minutes_apart is None else f"{line.minutes_apart:.0f} min",
            f"{line.value:.2f}",
            percent(line.chance, 1),
        )
    rows = [
        ("Both matched", couple.chance_both_matched),
        ("  near each other", couple.chance_together),
        ("Only you", couple.chance_only_first),
        ("Only your partner", couple.chance_only_second),
        ("Neither", couple.chance_neither),
        ("You alone, not as a couple", couple.alone_first),
        ("Your partner alone", couple.alone_second),
    ]
    lines = [Text(f"  {label:<28}{percent(chance)}") for label, chance in rows]
    return Group(table, *lines, Text(), Text(couple.text, style="dim"), Text())


def _effects(answer: RankAnswer, width: int) -> RenderableType:
    lines = [Text("Taking one off, the chance of a match becomes", style="bold")]
    worst = sorted(answer.without, key=lambda effect: effect.change_in_value)
    lines += [
        Text(
            f"  {percent(effect.chance_of_match)} ({100 * effect.change_in_chance_of_match:+.1f}) "
            f"without {effect.program}, rank {effect.rank}"[: width - 1]
        )
        for effect in worst
    ]
    lines.append(Text("Had one of these interviewed you too, ranked by its worth", style="bold"))
    lines += [
        Text(
            f"  {percent(effect.chance_of_match)} ({100 * effect.change_in_chance_of_match:+.1f}) "
            f"with {effect.program}, {effect.city}, {effect.state}, at rank {effect.rank}"[
                : width - 1
            ]
        )
        for effect in answer.adding
    ]
    return Group(*lines, Text())


def _checks(answer: RankAnswer) -> Panel:
    lines = []
    for check in answer.checks:
        mark = {"fail": "✗", "ask": "?", "pass": "✓"}[check.result]
        names = "; ".join(check.programs[:NAMED])
        if len(check.programs) > NAMED:
            names += f" and {len(check.programs) - NAMED} more"
        lines.append(f"{mark} {check.check}: {check.text}" + (f" [{names}]" if names else ""))
        lines.append(f"    see {check.page}")
    fees = answer.fees
    due = fees.extra_usd + fees.supplemental_extra_usd
    lines.append(f"Fees for length: {dollars(due)}. Seed {answer.seed}, version {answer.version}.")
    return Panel(
        Text("\n".join(lines)), title="Before you certify", title_align="left",
        border_style="yellow",
    )  # fmt: skip
