"""The advice beside a list on a terminal: levels, mistakes, feasibility, standing, scenarios."""

from collections.abc import Iterator

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from thirdfriday.faces.wording import dollars, few, percent
from thirdfriday.plan.plan import Plan
from thirdfriday.plan.plan_sections import Mistake, PolicyScenario

SMALLEST_CHANGE = 0.0005  # what would print as nothing


def advice(plan: Plan) -> Iterator[RenderableType]:
    """What a plan advises beside its list, part by part."""
    if plan.levels:
        yield _levels(plan)
    if plan.mistakes:
        yield Group(Text("What it pays for", style="bold"), *map(_mistake, plan.mistakes), Text())
    short = [each for each in plan.feasibility if not each.feasible]
    if short:
        lines = [Text(f"  {each.origin}, {each.area}: {each.words}") for each in short]
        yield Group(Text("More wanted than exist", style="bold"), *lines, Text())
    if plan.standing and plan.standing.words:
        lines = [Text(f"  {words}") for words in plan.standing.words]
        if plan.standing.own_record:
            lines.append(Text(f"  {plan.standing.own_record}", style="dim"))
        yield Group(Text("Where your score stands", style="bold"), *lines, Text())
    touching = [each for each in plan.scenarios if each.applies and _bites(each)]
    if touching:
        yield scenario_table(touching)


def _bites(scenario: PolicyScenario) -> bool:
    """Whether it changes this list at all; `scenarios` shows the others too."""
    return bool(
        scenario.programs_lost
        or scenario.programs_at_risk
        or round(scenario.change_in_cost_usd)
        or abs(scenario.change_in_chance_of_match) >= SMALLEST_CHANGE
    )


def _levels(plan: Plan) -> Table:
    table = simple_table("How firmly you want the place")
    table.add_column("Level", min_width=20, ratio=1)
    for column in ("match", "in the target", "interviews", "applications", "fees"):
        table.add_column(column, justify="right")
    for level in plan.levels:
        name = Text(level.words + (" (yours)" if level.chosen else ""))
        if not level.feasible:
            table.add_row(name, "nothing is open", "", "", "", "")
            continue
        table.add_row(
            name,
            percent(level.chance_of_match),
            percent(level.chance_of_match_in_target),
            few(level.expected_interviews),
            str(level.applications),
            dollars(level.cost_usd),
        )
    return table


def simple_table(title: str) -> Table:
    """A table without frames, its title at the left."""
    return Table(
        title=title,
        title_justify="left",
        title_style="bold",
        box=SIMPLE,
        padding=(0, 1, 0, 0),
    )


def _mistake(mistake: Mistake) -> RenderableType:
    cost = mistake.cost
    told = [f"{100 * cost.any_match:+.1f} points of a match"] if cost.any_match else []
    if cost.usd:
        told.append(f"{dollars(abs(cost.usd))} {'saved' if cost.usd > 0 else 'more'}")
    mended = f" Mended: {', '.join(told)}." if told else ""
    return Group(
        Text(f"  {mistake.title}" + (f" ({mistake.where})" if mistake.where != "plan" else "")),
        Text(f"    {mistake.evidence}{mended}", style="dim"),
        Text(f"    {mistake.mend}", style="dim"),
    )


def scenario_table(scenarios: list[PolicyScenario]) -> Table:
    """Scenarios and what they do to the list."""
    table = simple_table("Should the rules change: this very list")
    table.add_column("If", min_width=24, ratio=1)
    table.add_column("Then", min_width=24, ratio=1)
    table.add_column("match, anew", justify="right")
    for each in scenarios:
        anew = each.chosen_anew_chance_of_match
        title = Text.assemble(each.title, (f"\n{each.dated}, {each.status}", "dim"))
        table.add_row(title, Text(each.words), "-" if anew is None else percent(anew))
    return table
