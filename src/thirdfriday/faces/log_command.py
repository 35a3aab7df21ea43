"""The command `log`: add, list, undo, import and export what happens in the season."""

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.season import Season, season_from_facts
from thirdfriday.domain.season_event import EventKind, SeasonEvent
from thirdfriday.domain.signal import SignalTier
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.atomic_write import write_whole
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.faces.command_options import FILE, JSON, print_json, reported
from thirdfriday.faces.log_store import LogEntry, LogStore, duplicates
from thirdfriday.faces.season_log_file import find_programs, read_log_file, season_window
from thirdfriday.facts.registry import load_facts
from thirdfriday.intake.log_dates import read_season_date
from thirdfriday.intake.log_rows import event_kind

HEADING = ("date", "program_id", "name", "city", "state", "event", "signal", "interview_on", "note")
SUFFIX = ".log.sqlite"


@dataclass(frozen=True, slots=True)
class LogOf:
    """The log of a case: where it is, and the season and specialties that read its words."""

    case_file: Path
    where: str
    season: Season
    specialties: tuple[str, ...]

    @property
    def missing(self) -> bool:
        """Whether nothing was ever logged here, so that there is no file yet."""
        return "://" not in self.where and not Path(self.where).exists()

    def open(self) -> LogStore:
        """The store, made when it is missing."""
        return LogStore(self.where, log=self.case_file.stem)

    def open_kept(self) -> LogStore:
        """The store that is there already.

        Raises:
            CaseError: nothing was logged yet; no file is made then.
        """
        if self.missing:
            raise CaseError([Problem("nothing is logged yet", self.where, "log CASE add, first")])
        return self.open()


def log_of(case_file: Path, store: str | None) -> LogOf:
    """The log that goes with a case file: beside it, unless another place is given.

    Raises:
        CaseError: mistakes in the case file.
    """
    case = read_case(case_file)
    where = store or str(case_file.with_name(case_file.stem + SUFFIX))
    season = season_from_facts(load_facts(case.season))
    return LogOf(case_file, where, season, case.wants.specialties)


@click.group()
@click.argument("case", type=FILE)
@click.option("--store", help="File or PostgreSQL URL of the log; default beside the case file.")
@click.pass_context
def log(context: click.Context, case: Path, store: str | None) -> None:
    """Keep the season's log of a case: what was sent, what came back, and when."""
    context.obj = reported(log_of)(case, store)


@log.command()
@click.argument("program")
@click.argument("event")
@click.option("--on", help="The day, as you write it; default today.")
@click.option("--signal", type=click.Choice([tier.value for tier in SignalTier]))
@click.option("--interview-on", help="The day of the interview.")
@click.option("--note", default="", help="Anything to remember.")
@click.pass_obj
@reported
def add(  # noqa: PLR0917 - click passes each option by its own name
    kept: LogOf,
    program: str,
    event: str,
    on: str | None,
    signal: str | None,
    interview_on: str | None,
    note: str,
) -> None:
    """Log one event at PROGRAM (its id, code or name): invited, rejected, scheduled and so on."""
    made = read_event(
        kept, program, event, on=on, signal=signal, interview_on=interview_on, note=note
    )
    with kept.open() as store:
        if duplicates([made], store.events()):
            raise CaseError([Problem("is logged already", described(made), "something new")])
        number = store.add(made)
    click.echo(f"Logged {number}: {described(made)}")


def read_event(
    kept: LogOf,
    program: str,
    event: str,
    *,
    on: str | None = None,
    signal: str | None = None,
    interview_on: str | None = None,
    note: str = "",
) -> SeasonEvent:
    """The event that the words mean.

    Raises:
        CaseError: every word at once that means no program, event or day of the season.
    """
    problems: list[Problem] = []
    window = season_window(kept.season)
    days: list[dt.date | None] = []
    for word, where in ((on, "--on"), (interview_on, "--interview-on")):
        day = read_season_date(word, window) if word else None
        if word and day is None:
            problems.append(Problem(f'"{word}" is no day of the season', where, f"from {window}"))
        days.append(day)
    kind = event_kind(event)
    if kind is None:
        kinds = ", ".join(each.value.replace("_", " ") for each in EventKind)
        problems.append(Problem(f'"{event}" is no event of a season', "EVENT", kinds))
    found, unclear = find_programs({"program": program}, kept.specialties, where="PROGRAM")
    problems += unclear
    today = dt.date.today()
    if on is None and not window.holds(today):
        problems.append(Problem("today is outside the season", "--on", f"a day from {window}"))
    if problems or kind is None or found is None:
        raise CaseError(problems)
    tier = None if signal is None else SignalTier(signal)
    return SeasonEvent(days[0] or today, found, kind, tier, days[1], note)


@log.command(name="list")
@click.option("--all", "every", is_flag=True, help="Undone entries too.")
@JSON
@click.pass_obj
@reported
def list_entries(kept: LogOf, every: bool, as_json: bool) -> None:
    """Every entry with its number, oldest first."""
    entries: list[LogEntry] = []
    if not kept.missing:
        with kept.open() as store:
            entries = store.entries()
    shown = [each for each in entries if every or (each.counts and each.event)]
    if as_json:
        print_json([_plain(entry) for entry in shown])
        return
    for entry in shown:
        undone = "" if entry.counts else "  (undone)"
        told = described(entry.event) if entry.event else f"undid {entry.undoes}"
        click.echo(f"{entry.number:>5}  {told}{undone}")
    if not shown:
        click.echo("The log is empty.")


@log.command()
@click.argument("number", type=int, required=False)
@click.pass_obj
@reported
def undo(kept: LogOf, number: int | None) -> None:
    """Undo the last entry, or the one of that NUMBER; the log keeps both."""
    with kept.open_kept() as store:
        entry = store.undo(number)
    told = described(entry.event) if entry.event else f"the undoing of {entry.undoes}"
    click.echo(f"Undone {entry.number}: {told}")


@log.command(name="import")
@click.argument("file", type=FILE)
@click.pass_obj
@reported
def import_file(kept: LogOf, file: Path) -> None:
    """Take in a spreadsheet (CSV or XLSX), all of it or, with any bad row, nothing."""
    found = read_log_file(file, season=kept.season, specialties=kept.specialties)
    with kept.open() as store:
        known = duplicates(found.events, store.events())
        new = [event for place, event in enumerate(found.events) if place not in known]
        store.add_all(new)
    for match in found.matched_by_name:
        click.echo(f'"{match["written"]}" was read as {match["program"]}', err=True)
    click.echo(f"Logged {len(new)} entries; {len(known)} were there already.")


@log.command()
@click.argument("file", type=FILE)
@click.pass_obj
@reported
def export(kept: LogOf, file: Path) -> None:
    """Write the entries that count as CSV, for a spreadsheet or `season --log`."""
    with kept.open_kept() as store:
        events = store.events()
    write_whole(file, log_csv(events))
    click.echo(f"Written: {file} ({len(events)} entries)")


def log_csv(events: Sequence[SeasonEvent]) -> str:
    """The events as CSV that `read_log_file` reads back."""
    by_id = load_catalogue().by_id
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADING)
    for event in sorted(events, key=lambda each: each.place_in_season):
        program = by_id.get(event.program_id)
        place = (program.name, program.city, program.state) if program else ("", "", "")
        writer.writerow(
            (
                event.on.isoformat(), event.program_id, *(_harmless(word) for word in place),
                event.kind.value, event.signal or "", event.interview_on or "",
                _harmless(event.note),
            )
        )  # fmt: skip
    return stream.getvalue()


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def described(event: SeasonEvent) -> str:
    """An event as one line."""
    program = load_catalogue().by_id.get(event.program_id)
    name = f"{program.name} ({program.city}, {program.state})" if program else event.program_id
    parts = [event.on.isoformat(), event.kind.value.replace("_", " "), name]
    parts += [str(event.signal)] if event.signal else []
    parts += [f"interview {event.interview_on.isoformat()}"] if event.interview_on else []
    parts += [event.note] if event.note else []
    return "  ".join(parts)


def _plain(entry: LogEntry) -> dict[str, object]:
    event = entry.event
    return {
        "number": entry.number,
        "entered_at": entry.entered_at,
        "counts": entry.counts,
        "undoes": entry.undoes,
        "date": event.on.isoformat() if event else None,
        "program_id": event.program_id if event else None,
        "event": event.kind.value if event else "undo",
        "signal": str(event.signal) if event and event.signal else None,
        "interview_on": event.interview_on.isoformat() if event and event.interview_on else None,
        "note": event.note if event else "",
    }
