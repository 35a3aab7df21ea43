"""The tasks that the plan has measured, each on a list chosen anew: what they bring and cost."""

import datetime as dt
from collections.abc import Iterator

from thirdfriday.domain.season import Season
from thirdfriday.kit.improvement import NEXT_YEAR, REACHED, Task, Worth
from thirdfriday.kit.outline import Fact, Line, line
from thirdfriday.plan.improvement_nouns import ChangeBrought, Improvement, Improvements
from thirdfriday.plan.plan_sections import Change

LONG = 12.0  # months; what takes so long is a decision about a year, and no task of a checklist


def measured_tasks(improvements: Improvements, season: Season) -> Iterator[Task]:
    """A task for each change that is possible within the year and brings anything."""
    for one in improvements.improvements:
        if one.possible and one.change and one.months < LONG and _brings(one.change):
            yield _task(one, one.change, season, improvements.on)


def _task(one: Improvement, change: ChangeBrought, season: Season, today: str) -> Task:
    submit = season.deadline("eras.submit_from").day
    done = {
        "applications": submit,
        "rank lists": season.deadline("nrmp.rank_deadline").day,
    }.get(one.reaches, submit + NEXT_YEAR)
    worth = Worth(change.any_match, change.in_target, one.cost_low_usd, one.cost_high_usd)
    return Task(
        key=one.key,
        what=one.title,
        why=line("{}", Fact(one.why, "plan: improvements.why")),
        begin=min(dt.date.fromisoformat(one.begin_by or today), done),
        done=done,
        reaches=REACHED.get(one.reaches, one.reaches),
        effect="",
        odds_ratio=None,
        worth=worth,
    )


def _brings(change: ChangeBrought) -> bool:
    """Whether a change moves either chance by what the page can show."""
    return any(_points(each) not in ("+0.0", "-0.0") for each in (change.any_match.central,
               change.in_target.central))  # fmt: skip


def worth_lines(worth: Worth) -> Iterator[Line]:
    """What a task brings, in percentage points, and what it costs."""
    for what, change in (
        ("match", worth.any_match),
        ("a match in the target", worth.in_target),
    ):
        low, central, high = _range(change)
        yield line("Worth for " + what + ": {} percentage points ({} to {}).", central, low, high)
    cost = [
        Fact(f"{value:,.0f}", "plan: improvements.cost_usd")
        for value in (worth.cost_low_usd, worth.cost_high_usd)
    ]
    if cost[0].value == cost[1].value:
        yield line("Cost: about {} dollars.", cost[0])
    else:
        yield line("Cost: {} to {} dollars.", *cost)


def _range(change: Change) -> tuple[Fact, Fact, Fact]:
    low, central, high = (
        Fact(_points(value), "plan: improvements.change")
        for value in (change.low, change.central, change.high)
    )
    return low, central, high


def _points(share: float) -> str:
    """A change of a chance in percentage points.

    >>> _points(0.0034)
    '+0.3'
    """
    shown = f"{100 * share:+.1f}"
    return "+0.0" if shown == "-0.0" else shown
