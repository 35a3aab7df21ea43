"""The page of improvement: a dated checklist, with what each task is worth."""

from thirdfriday.kit.improvement import Task
from thirdfriday.kit.improvement_worth import worth_lines
from thirdfriday.kit.outline import Fact, Line, Page, Section, line, section


def improvement_page(tasks: tuple[Task, ...]) -> Page:
    """The tasks as a dated checklist."""
    measured = any(task.worth for task in tasks)
    worth = (
        "The worth is what the task adds to the chances of the list as it stands, measured on a "
        "list chosen anew with it; the range holds four of five outcomes of the numbers. A task "
        "of another season is measured against your file as it stands then."
        if measured
        else "The worth is the factor on the odds of an interview by which the plan's own chances "
        "count it. `thirdfriday improve` measures it on a list chosen anew."
    )
    first = [
        line(
            "A task dated today is best begun at once; other dates are the latest useful ones. "
            "The lead times are assumptions, to be replaced by what you are told."
        ),
        line(worth),
        line("checklist.csv holds the same for a spreadsheet, calendar.ics for a calendar."),
    ]
    if measured:
        first.append(line("What takes a year, or brings nothing, is on `thirdfriday improve`."))
    return Page(
        "improvement.md",
        "Improvement, as a dated checklist",
        (section("Read this first", first), *(_part(task) for task in tasks)),
    )


def _part(task: Task) -> Section:
    begin, done = (
        Fact(task.begin.isoformat(), "date: begin"),
        Fact(task.done.isoformat(), "date: done"),
    )
    dates = line("Begin by {}; done by {}. It reaches " + task.reaches + ".", begin, done)
    title = Fact(task.what, "plan: improvements.title" if task.worth else "kit: task")
    return section("[ ] {}", [task.why, dates, *_worth(task)], title)


def _worth(task: Task) -> list[Line]:
    if task.worth:
        return list(worth_lines(task.worth))
    if not task.odds_ratio:
        return [line("Worth: not counted in the plan's chances, since no figure was found.")]
    low, central, high = (Fact(f"{value:.2f}", f"data: {task.effect}") for value in task.odds_ratio)
    return [line("Worth: odds of an interview times {} ({} to {}).", central, low, high)]
