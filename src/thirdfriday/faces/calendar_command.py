"""The command `calendar`: the season's deadlines and the user's interviews as one ICS file."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.season import season_from_facts
from thirdfriday.domain.season_event import ProgramHistory, histories, known_by
from thirdfriday.faces.atomic_write import write_whole
from thirdfriday.faces.calendar_file import Watch, season_calendar
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.faces.command_options import FILE, reported
from thirdfriday.faces.season_command import ON, day_of, make_season, read_log
from thirdfriday.facts.registry import load_facts
from thirdfriday.plan.season_build import check_day
from thirdfriday.plan.season_plan import Action

WATCHED = {
    "trigger": "If the programs are still silent",
    "letter_of_interest": "Last day for letters of interest",
    "schedule": "Answer the invitation",
    "apply_more": "Last day for further applications",
}
"""Actions that get a day of their own in the calendar."""


@click.command()
@click.argument("case", type=FILE)
@click.option("--out", type=FILE, required=True, help="The ICS file to write.")
@click.option("--log", "log", help="The log: its interviews and the dates to watch come in too.")
@ON
@reported
def calendar(case: Path, out: Path, log: str | None, on: dt.datetime | None) -> None:
    """The season as a calendar file: every deadline, your interviews, the dates to watch."""
    made = calendar_of(case, log, on=day_of(on))
    write_whole(out, made)
    click.echo(f"Written: {out}")


def calendar_of(case_file: Path, log: str | None, *, on: dt.date) -> bytes:
    """The calendar of a case, with what its log adds.

    Raises:
        CaseError: mistakes in the case file or the log, or a day outside the season.
    """
    case = read_case(case_file)
    season = season_from_facts(load_facts(case.season))
    specialties = case.wants.specialties
    found: dict[str, ProgramHistory] = {}
    watches: list[Watch] = []
    if log is not None:
        check_day(season, on)
        events = read_log(log, case_file, season, specialties).events
        found = histories(known_by(events, on))
        actions = make_season(case_file, log, on=on).actions
        watches = list(_watches(actions))
    return season_calendar(
        season,
        specialties,
        histories=found.values(),
        catalogue=load_catalogue(),
        watches=watches,
        made_at=dt.datetime.combine(on, dt.time(), dt.UTC),
    )


def _watches(actions: tuple[Action, ...]) -> Iterator[Watch]:
    count: Counter[str] = Counter()
    for action in actions:
        if action.kind in WATCHED and action.deadline:
            count[action.kind] += 1
            one = action.programs[0] if action.kind == "schedule" else None
            key = f"{action.kind}-{one.id if one else count[action.kind]}"
            title = f"{WATCHED[action.kind]}: {one.name}" if one else WATCHED[action.kind]
            yield Watch(key, title, dt.date.fromisoformat(action.deadline), action.text)
