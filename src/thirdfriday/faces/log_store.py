"""The season's log in one file that the user owns (SQLite), or on a PostgreSQL server by its URL.

Entries are only ever added: an undo is an entry too, that names the one it undoes. Each entry is
one transaction, and is on the disk before the command says so.
"""

import datetime as dt
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event as sa_event
from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from thirdfriday.domain.season_event import EventKind, SeasonEvent
from thirdfriday.domain.signal import SignalTier
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.log_schema import HEAD, migrate, version_of

SQLITE_HEAD = b"SQLite format 3\0"
UNDO = "undo"
WAIT_MS = 30_000
TURN_S = 0.02
PRAGMAS = (f"busy_timeout={WAIT_MS}", "synchronous=FULL", "foreign_keys=ON")
OWNER_ONLY = 0o600

_ENTRY = sa.table(
    "log_entry",
    *(
        sa.column(name, kind)
        for name, kind in (
            ("number", sa.Integer()),
            ("log", sa.String()),
            ("entered_at", sa.String()),
            ("kind", sa.String()),
            ("program_id", sa.String()),
            ("on_date", sa.Date()),
            ("signal", sa.String()),
            ("interview_on", sa.Date()),
            ("note", sa.Text()),
            ("undoes", sa.Integer()),
        )
    ),
)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One entry: its number, when it was made, its event or what it undoes, and if it counts."""

    number: int
    entered_at: str
    event: SeasonEvent | None
    undoes: int | None
    counts: bool


def is_store(where: str) -> bool:
    """Whether a place is a store (a URL of a database, or a SQLite file), not a table of rows."""
    if "://" in where:
        return True
    path = Path(where)
    try:
        with path.open("rb") as stream:
            return stream.read(len(SQLITE_HEAD)) == SQLITE_HEAD
    except OSError:
        return False


class LogStore:
    """A log in a database; use it as a context manager.

    Args:
        where: a file, made when it is missing, or a URL such as postgresql://user@host/name.
        log: which log of the database; a file holds one, called "".

    Raises:
        CaseError: the place cannot be opened, is no log, or belongs to a newer version.
    """

    def __init__(self, where: str | Path, *, log: str = "") -> None:
        self._where = str(where)
        self._log = log if "://" in self._where else ""
        with self._told():
            self._engine = _engine(self._where)
            with self._begin() as connection:
                version = version_of(connection)
                if version is None:
                    migrate(connection)
                elif version > HEAD:
                    message = f"was made by a newer version (its tables are at {version})"
                    raise CaseError([Problem(message, self._shown, "a newer thirdfriday")])

    def __enter__(self) -> "LogStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    def add(self, event: SeasonEvent) -> int:
        """Log one event; hands back its number. It is on the disk when this returns."""
        return self.add_all([event])[0]

    def add_all(self, events: Iterable[SeasonEvent]) -> list[int]:
        """Log events in one transaction: all of them or none. [numbers]"""
        with self._told(), self._begin() as connection:
            return [self._insert(connection, **_columns(event)) for event in events]

    def undo(self, number: int | None = None) -> LogEntry:
        """Undo an entry, the last that counts by default; the undone entry is handed back.

        Undoing an undo brings its entry back.

        Raises:
            CaseError: there is no such entry, or it is undone already.
        """
        with self._told(), self._begin() as connection:
            entries = self._entries(connection)
            if number is None:
                able = [entry for entry in entries if entry.counts and entry.event]
            else:
                able = [entry for entry in entries if entry.number == number]
            if not able:
                message = "there is nothing to undo" if number is None else f"no entry {number}"
                raise CaseError([Problem(message, self._shown, "a number that `list` shows")])
            entry = able[-1]
            if not entry.counts:
                raise CaseError([Problem(f"entry {entry.number} is undone already", self._shown)])
            self._insert(connection, kind=UNDO, undoes=entry.number, note="")
            return entry

    def entries(self) -> list[LogEntry]:
        """Every entry in the order it was made, those undone marked."""
        with self._told(), self._begin() as connection:
            return self._entries(connection)

    def events(self) -> list[SeasonEvent]:
        """The events that count."""
        return [entry.event for entry in self.entries() if entry.event and entry.counts]

    @property
    def _shown(self) -> str:
        """The place without a password."""
        if "://" not in self._where:
            return self._where
        return sa.make_url(_dialect(self._where)).render_as_string(hide_password=True)

    @contextmanager
    def _begin(self) -> Iterator[sa.Connection]:
        with self._engine.connect() as connection, connection.begin():
            yield connection

    def _insert(self, connection: sa.Connection, **columns: Any) -> int:
        now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        values = {"log": self._log, "entered_at": now, **columns}
        made = connection.execute(_ENTRY.insert().values(values).returning(_ENTRY.c.number))
        return int(made.scalar_one())

    def _entries(self, connection: sa.Connection) -> list[LogEntry]:
        query = _ENTRY.select().where(_ENTRY.c.log == self._log).order_by(_ENTRY.c.number)
        rows = connection.execute(query).all()
        undone: set[int] = set()
        for row in reversed(rows):  # an undo comes after what it undoes
            if row.undoes is not None and row.number not in undone:
                undone.add(row.undoes)
        return [
            LogEntry(
                number=row.number,
                entered_at=row.entered_at,
                event=None if row.kind == UNDO else _event(row),
                undoes=row.undoes,
                counts=row.number not in undone,
            )
            for row in rows
        ]

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of the database as problems of the input."""
        try:
            yield
        except NoSuchModuleError as error:
            expected = "a file, or postgresql://USER@HOST/NAME"
            raise CaseError([Problem("is no database we know", self._where, expected)]) from error
        except ModuleNotFoundError as error:
            expected = "the extra of it: pip install 'thirdfriday[postgres]'"
            problem = Problem("needs the library of PostgreSQL", self._shown, expected)
            raise CaseError([problem]) from error
        except (SQLAlchemyError, OSError) as error:
            reason = str(getattr(error, "orig", None) or error).splitlines()[0]
            expected = "a log of ours, or a new file"
            problem = Problem(f"the log cannot be used: {reason}", self._shown, expected)
            raise CaseError([problem]) from error


def _columns(event: SeasonEvent) -> dict[str, Any]:
    return {
        "kind": str(event.kind),
        "program_id": event.program_id,
        "on_date": event.on,
        "signal": None if event.signal is None else str(event.signal),
        "interview_on": event.interview_on,
        "note": event.note,
    }


def _event(row: sa.Row[Any]) -> SeasonEvent:
    return SeasonEvent(
        on=row.on_date,
        program_id=row.program_id,
        kind=EventKind(row.kind),
        signal=None if row.signal is None else SignalTier(row.signal),
        interview_on=row.interview_on,
        note=row.note,
        line=row.number,
    )


def _dialect(url: str) -> str:
    for name in ("postgresql://", "postgres://"):
        if url.startswith(name):
            return f"postgresql+psycopg://{url.removeprefix(name)}"
    return url


def _engine(where: str) -> sa.Engine:
    if "://" in where:
        url: str | sa.URL = _dialect(where)
        engine = sa.create_engine(url, poolclass=NullPool)
    else:
        _private(Path(where))
        url = sa.URL.create("sqlite", database=where)
        engine = sa.create_engine(url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        sa_event.listen(engine, "connect", _safe_file)
        sa_event.listen(engine, "begin", _begin_at_once)
    return engine


def _private(path: Path) -> None:
    """Make a missing file readable by its owner alone."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ONLY))
    except FileExistsError:
        return


def _safe_file(connection: Any, _: object) -> None:
    """A committed entry is on the disk, and a killed process leaves a whole file."""
    connection.isolation_level = None  # transactions are begun by `_begin_at_once`
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    until = time.monotonic() + WAIT_MS / 1000
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:  # two processes that make a file at once take turns; SQLite itself does not wait here
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(TURN_S)


def _begin_at_once(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def duplicates(events: Sequence[SeasonEvent], known: Iterable[SeasonEvent]) -> set[int]:
    """Places of events that the log has already, or that come twice among them."""
    seen = {_same(event) for event in known}
    found = set()
    for place, event in enumerate(events):
        if _same(event) in seen:
            found.add(place)
        seen.add(_same(event))
    return found


def _same(event: SeasonEvent) -> tuple[object, ...]:
    return (
        event.on, event.program_id, event.kind, event.signal, event.interview_on, event.note,
    )  # fmt: skip
