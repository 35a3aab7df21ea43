"""The tasks that the plan has measured, each on a list chosen anew: what they bring and cost."""

import datetime as dt
from collections.abc import Iterator

from thirdfriday.domain.season import Season
from thirdfriday.kit.improvement import NEXT_YEAR, REACHED, Task, Worth, points_shown
from thirdfriday.kit.outline import Fact, Line, line
from thirdfriday.plan.improvement_nouns import ChangeBrought, Improvement, Improvements
from thirdfriday.plan.plan_sections import Change

LONG = 12.0  # months; what takes so long is a decision about a year, and no task of a checklist

WEEKS_IN_MONTH = 52 / 12
TITLES_LATER = {"step_3": "Step 3 passed before another season's applications"}
"""Titles of the plan that would mislead where a change reaches another season only."""


def measured_tasks(improvements: Improvements, season: Season) -> Iterator[Task]:
    """A task for each change that is possible within the year and brings anything."""
    for one in improvements.improvements:
        if one.possible and one.change and one.months < LONG and _brings(one.change):
            yield _task(one, one.change, season, improvements.on)


def _task(one: Improvement, change: ChangeBrought, season: Season, today: str) -> Task:
    submit = season.deadline("eras.submit_from").day
    later = one.reaches not in ("applications", "rank lists")
    done = {
        "applications": submit,
        "rank lists": season.deadline("nrmp.rank_deadline").day,
    }.get(one.reaches, submit + NEXT_YEAR)
    worth = Worth(change.any_match, change.in_target, one.cost_low_usd, one.cost_high_usd)
    return Task(
        key=one.key,
        what=TITLES_LATER.get(one.key, one.title) if later else one.title,
        why=_why(one, later=later),
        begin=min(_begin(one, done, dt.date.fromisoformat(today)), done),
        done=done,
        reaches=REACHED.get(one.reaches, one.reaches),
        effect="",
        odds_ratio=None,
        worth=worth,
    )


def _why(one: Improvement, *, later: bool) -> Line:
    """The plan's reason; of an examination already booked, that its result is still news."""
    why = Fact(one.why, "plan: improvements.why")
    if later and "scheduled" in one.why:
        return line("{} A result that comes before rank lists close is worth an update.", why)
    return line("{}", why)


def _begin(one: Improvement, done: dt.date, today: dt.date) -> dt.date:
    """The latest useful day to begin: the plan's, else by the months that the change takes."""
    if one.begin_by:
        return dt.date.fromisoformat(one.begin_by)
    return max(today, done - dt.timedelta(weeks=one.months * WEEKS_IN_MONTH))


def _brings(change: ChangeBrought) -> bool:
    """Whether a change moves either chance by what the page can show."""
    return any(points_shown(each) not in ("+0.0", "-0.0") for each in (change.any_match.central,
               change.in_target.central))  # fmt: skip


def worth_lines(worth: Worth) -> Iterator[Line]:
    """What a task brings, in percentage points, and what it costs."""
    for what, change in (
        ("any match", worth.any_match),
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
        Fact(points_shown(value), "plan: improvements.change")
        for value in (change.low, change.central, change.high)
    )
    return low, central, high
