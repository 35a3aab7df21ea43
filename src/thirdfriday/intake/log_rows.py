"""Rows of a season's log as people keep it: which program is meant, what happened, and when."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from thirdfriday.domain.season_event import EventKind
from thirdfriday.domain.signal import SignalTier
from thirdfriday.errors import Problem
from thirdfriday.facts.registry import load_facts
from thirdfriday.intake.log_dates import SeasonWindow, means_a_date, read_season_date
from thirdfriday.intake.own_tables import OwnTable

NUMBERS = ("program_id", "acgme_id", "nrmp_code", "id", "code", "acgme", "nrmp")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "day", "when", "on", "event date", "date received", "received on"),
    "event": ("event", "what", "what happened", "status", "action", "type", "update", "result"),
    "id": (
        "program id", "acgme id", "acgme", "acgme code", "acgme number", "nrmp code", "nrmp",
        "match code", "code", "id", "program code", "program number",
    ),
    "program": ("program", "program name", "name", "residency", "residency program"),
    "institution": ("institution", "hospital", "sponsor", "university"),
    "city": ("city", "town"),
    "state": ("state", "st"),
    "specialty": ("specialty", "speciality", "field"),
    "signal": ("signal", "tier", "signal tier"),
    "interview_on": (
        "interview on", "interview date", "interview day", "interview", "scheduled for",
        "date of interview",
    ),
    "note": ("note", "notes", "comment", "comments", "details", "remarks"),
}  # fmt: skip
WORDS: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.SENT: (
        "sent", "applied", "application sent", "submitted", "apply", "application", "applied on",
        "date applied", "application submitted",
    ),
    EventKind.SIGNALLED: (
        "signalled", "signaled", "signal sent", "signal", "gold", "silver", "gold signal",
        "silver signal", "signalled on",
    ),
    EventKind.MESSAGE: (
        "message", "email", "e mail", "letter", "letter of interest", "contacted", "phone call",
        "sent letter", "thank you", "thank you note", "loi", "mail",
    ),
    EventKind.WAITLISTED: (
        "waitlisted", "waitlist", "wait listed", "wait list", "alternate", "on waitlist", "wl",
    ),
    EventKind.INVITED: (
        "invited", "invitation", "invite", "interview invitation", "interview invite", "ii", "iv",
        "interview offer", "offered interview", "offer", "iv received", "interview offered",
        "invited on", "invite date", "invitation date", "interview invited", "got interview",
    ),
    EventKind.SCHEDULED: (
        "scheduled", "booked", "interview scheduled", "accepted", "interview booked", "confirmed",
        "accepted invitation", "scheduled on", "rescheduled", "accepted interview", "iv scheduled",
    ),
    EventKind.ATTENDED: (
        "attended", "interviewed", "interview done", "completed", "interview completed", "done",
        "interview attended", "iv done",
    ),
    EventKind.SECOND_LOOK: ("second look", "2nd look", "second visit", "second look visit"),
    EventKind.DECLINED: ("declined", "decline"),
    EventKind.RELEASED: (
        "released", "declined by me", "i declined", "declined invitation", "turned down",
        "cancelled by me", "i cancelled", "cancelled", "canceled", "interview cancelled",
        "interview declined", "declined interview", "declined by applicant", "i turned down",
    ),
    EventKind.REJECTED: (
        "rejected", "rejection", "rejected on", "not invited", "denied", "regret", "no interview",
        "declined by program", "reject", "turned me down", "program declined", "denial", "refused",
        "rejection date", "unsuccessful", "not selected",
    ),
    EventKind.WITHDRAWN: (
        "withdrawn", "withdrew", "withdraw", "application withdrawn", "i withdrew", "pulled out",
    ),
}  # fmt: skip
MEANING = {word: kind for kind, words in WORDS.items() for word in words}
COLUMN_MEANING = {word: name for name, words in COLUMNS.items() for word in words}
_NOTHING = frozenset({"", "-", "no", "none", "n", "na", "n a", "pending", "not yet", "tbd", "x"})
_YES = frozenset({"yes", "y", "true", "1"})
_PLACE = re.compile(r"(?: ?\((?P<city>[^(),]+))?, ?(?P<state>[A-Z]{2})\)?$")
SPECIAL_WIDE = {"interview_on": EventKind.SCHEDULED}


@dataclass(frozen=True, slots=True)
class LogRow:
    """One event as a row tells it; `program` holds what names the program, by column."""

    line: int
    on: dt.date
    kind: EventKind
    program: Mapping[str, str]
    signal: SignalTier | None = None
    interview_on: dt.date | None = None
    note: str = ""


@dataclass(slots=True)
class LogReading:
    """The rows that could be read, every problem of the others, and notes on what was assumed."""

    rows: list[LogRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_log_rows(table: OwnTable, window: SeasonWindow, *, file: str) -> LogReading:
    r"""The events of a table: one a row (columns date, program, event), or one program a row.

    A table with a program a row has a column for each thing that happens ("Applied", "Invited",
    "Interview date", "Rejected"), and each date in such a cell is an event.

    >>> from thirdfriday.intake.own_tables import read_own_table
    >>> season = SeasonWindow(dt.date(2026, 6, 3), dt.date(2027, 5, 31))
    >>> text = b"Program,Status,Date\n1400511015,Interview invite,Oct 12\n"
    >>> row = read_log_rows(read_own_table(text), season, file="log.csv").rows[0]
    >>> row.on.isoformat(), str(row.kind), dict(row.program)
    ('2026-10-12', 'invited', {'program': '1400511015'})
    """
    reading = LogReading(notes=list(table.notes))
    meanings = [_column(name) for name in table.columns]
    wide = {
        index: kind
        for index, name in enumerate(table.columns)
        if (kind := MEANING.get(_plain(name)) or SPECIAL_WIDE.get(meanings[index]))
    }
    if not {"program", "id", "institution"} & set(meanings):
        reading.problems.append(
            Problem("no column names the program", file, "a column program, program_id or name")
        )
    if "event" in meanings and "date" in meanings:
        wide = {}
    elif not wide:
        expected = "the columns date, program and event; or a column for each event with its date"
        reading.problems.append(Problem("no columns date and event", file, expected))
    if reading.problems:
        return reading
    for line, cells in zip(table.numbers, table.rows, strict=True):
        named = _named(meanings, cells)
        if wide:
            _read_wide(reading, line, cells, wide, named, window, file)
        else:
            _read_long(reading, line, named, window, file)
    return reading


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split())


def _column(name: str) -> str:
    return COLUMN_MEANING.get(_plain(name), "")


def _named(meanings: list[str], cells: tuple[str, ...]) -> dict[str, str]:
    named: dict[str, str] = {}
    for meaning, cell in zip(meanings, cells, strict=True):
        if meaning and cell:
            named[meaning] = f"{named[meaning]} {cell}" if meaning in named else cell
    return named


def program_words(named: Mapping[str, str]) -> dict[str, str]:
    """What names a program in a row by column, a state behind the name told apart."""
    kept = ("id", "program", "institution", "city", "state", "specialty")
    words = {name: named[name] for name in kept if named.get(name)}
    place = _PLACE.search(words.get("program", ""))
    if place and "state" not in words:
        words["program"] = words["program"][: place.start()].strip()
        words["state"] = place["state"]
        if place["city"]:
            words.setdefault("city", place["city"].strip())
    return words


def event_kind(text: str) -> EventKind | None:
    """What a word for an event means; None when it is like none.

    >>> str(event_kind("Interview Invitation!")), event_kind("hmm")
    ('invited', None)

    Facts: reading.log.certain_score
    """
    plain = _plain(text)
    if plain in MEANING:
        return MEANING[plain]
    least = load_facts().value("reading.log.certain_score")
    found = process.extractOne(plain, list(MEANING), scorer=fuzz.ratio, score_cutoff=least)
    return MEANING[found[0]] if found else None


def _signal(*texts: str) -> SignalTier | None:
    for text in texts:
        for tier in SignalTier:
            if re.search(rf"\b{tier.value}\b", text.lower()):
                return tier
    return None


def _read_long(
    reading: LogReading, line: int, named: dict[str, str], window: SeasonWindow, file: str
) -> None:
    where = f"{file}:{line}"
    before = len(reading.problems)
    words = program_words(named)
    if not words.keys() & {"id", "program", "institution"}:
        reading.problems.append(Problem("names no program", where, "a program id or name"))
    said = named.get("event", "")
    kind = event_kind(said)
    if kind is None:
        message = f'"{said}" is no event of a season' if said else "says no event"
        near = process.extractOne(_plain(said), list(MEANING), scorer=fuzz.ratio) if said else None
        kinds = ", ".join(each.value.replace("_", " ") for each in EventKind)
        reading.problems.append(
            Problem(message, where, kinds, MEANING[near[0]].value if near else "")
        )
    on = _date(reading, named.get("date", ""), window, where, required=True)
    booked = _date(reading, named.get("interview_on", ""), window, where, required=False)
    if len(reading.problems) > before or kind is None or on is None:
        return
    if booked is None and kind is EventKind.SCHEDULED:
        booked = _date_in(named.get("note", ""), window)
    signal = _signal(named.get("signal", ""), said, named.get("note", ""))
    reading.rows.append(LogRow(line, on, kind, words, signal, booked, named.get("note", "")))


def _read_wide(  # noqa: PLR0917 - one row with all that was said of its columns
    reading: LogReading, line: int, cells: tuple[str, ...], wide: Mapping[int, EventKind],
    named: dict[str, str], window: SeasonWindow, file: str,
) -> None:  # fmt: skip
    where = f"{file}:{line}"
    words = program_words(named)
    if not words.keys() & {"id", "program", "institution"}:
        reading.problems.append(Problem("names no program", where, "a program id or name"))
        return
    found: list[tuple[EventKind, dt.date, str]] = []
    undated: list[tuple[EventKind, str]] = []
    for index, kind in wide.items():
        cell = cells[index]
        if _plain(cell) in _NOTHING:
            continue
        if _plain(cell) in _YES or (kind is EventKind.SIGNALLED and _signal(cell)):
            undated.append((kind, cell))
            continue
        day = _date(reading, cell, window, where, required=True)
        if day is not None:
            found.append((kind, day, cell))
    sent = next((day for kind, day, _ in found if kind is EventKind.SENT), None)
    for kind, cell in undated:
        if kind in (EventKind.SIGNALLED, EventKind.SENT):
            found.append((kind, sent or window.first, cell))
        else:
            message = f'says "{cell}" for {kind.value} without a date'
            reading.problems.append(Problem(message, where, "the date on which it happened"))
    invited = next((day for kind, day, _ in found if kind is EventKind.INVITED), None)
    for kind, day, cell in found:
        signal = _signal(cell, named.get("signal", "")) if kind is EventKind.SIGNALLED else None
        booked = day if kind is EventKind.SCHEDULED else None
        on = invited if booked and invited else day
        reading.rows.append(LogRow(line, on, kind, words, signal, booked, named.get("note", "")))


def _date(
    reading: LogReading, text: str, window: SeasonWindow, where: str, *, required: bool
) -> dt.date | None:
    if not text and not required:
        return None
    day = read_season_date(text, window)
    if day is None:
        if not text:
            message = "has no date"
        elif means_a_date(text, window):
            message = f'"{text}" lies outside the season'
        else:
            message = f'"{text}" is no date'
        expected = f"a day from {window}, such as {window.first.isoformat()} or Oct 12"
        reading.problems.append(Problem(message, where, expected))
    return day


def _date_in(note: str, window: SeasonWindow) -> dt.date | None:
    """The one date that a note speaks of, if it speaks of one."""
    return next(_dates_in(note, window), None)


def _dates_in(note: str, window: SeasonWindow) -> Iterator[dt.date]:
    words = note.split()
    for start in range(len(words)):
        day = read_season_date(" ".join(words[start : start + 3]).strip("()."), window)
        if day is not None:
            yield day
