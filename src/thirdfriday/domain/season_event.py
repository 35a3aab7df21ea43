"""The events of a season: what was sent, what came back, and where each application stands."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from thirdfriday.domain.signal import SignalTier


class EventKind(StrEnum):
    """What happened at one program on one day, in the order that a single day is read.

    `declined` is said by whoever's turn it was: by the program before an invitation (a rejection),
    by the applicant after one. `rejected` is always the program, `released` always the applicant.
    """

    SENT = "sent"
    SIGNALLED = "signalled"
    MESSAGE = "message"
    WAITLISTED = "waitlisted"
    INVITED = "invited"
    SCHEDULED = "scheduled"
    ATTENDED = "attended"
    SECOND_LOOK = "second_look"
    DECLINED = "declined"
    RELEASED = "released"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Status(StrEnum):
    """Where one application stands.

    `released`: the applicant gave up the invitation; `withdrawn`: the whole application.
    """

    SILENT = "silent"
    WAITLISTED = "waitlisted"
    INVITED = "invited"
    SCHEDULED = "scheduled"
    ATTENDED = "attended"
    REJECTED = "rejected"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


HELD = frozenset({Status.INVITED, Status.SCHEDULED, Status.ATTENDED})
"""Interviews that the applicant has and has not given up."""

OPEN = frozenset({Status.SILENT, Status.WAITLISTED})
"""Applications whose invitation may still come."""

_SAYS_NOTHING = frozenset({EventKind.MESSAGE, EventKind.WAITLISTED})
_ORDER = {kind: place for place, kind in enumerate(EventKind)}
_REACHES = {
    EventKind.INVITED: Status.INVITED,
    EventKind.SCHEDULED: Status.SCHEDULED,
    EventKind.ATTENDED: Status.ATTENDED,
    EventKind.SECOND_LOOK: Status.ATTENDED,
}


@dataclass(frozen=True, slots=True)
class SeasonEvent:
    """One entry of the log: what happened at a program, on which day.

    `interview_on` is the day of the interview, where the entry says it; `line` is where it was
    read (a line of a file, or the number of an entry).
    """

    on: dt.date
    program_id: str
    kind: EventKind
    signal: SignalTier | None = None
    interview_on: dt.date | None = None
    note: str = ""
    line: int = 0

    @property
    def place_in_season(self) -> tuple[object, ...]:
        """What events are sorted by; entries of one day come out in the same order always."""
        day = self.interview_on or dt.date.max
        return (self.on, _ORDER[self.kind], self.program_id, str(self.signal), day, self.note)


@dataclass(frozen=True, slots=True)
class ProgramHistory:
    """One application as its events leave it.

    `invited_on` is the first invitation (kept when it is given up later), `since` the day of the
    present status, `last` the last day on which anything happened.
    """

    program_id: str
    status: Status = Status.SILENT
    since: dt.date | None = None
    sent_on: dt.date | None = None
    signalled: bool = False
    signal: SignalTier | None = None
    invited_on: dt.date | None = None
    interview_on: dt.date | None = None
    last: dt.date | None = None

    @property
    def was_invited(self) -> bool:
        """Whether the program has ever invited the applicant."""
        return self.invited_on is not None

    def after(self, event: SeasonEvent) -> "ProgramHistory":
        """The history with one more event.

        >>> day = dt.date(2026, 10, 12)
        >>> start = ProgramHistory("1400511015")
        >>> declined = SeasonEvent(day, "1400511015", EventKind.DECLINED)
        >>> str(start.after(declined).status)
        'rejected'
        >>> invited = SeasonEvent(day, "1400511015", EventKind.INVITED)
        >>> str(start.after(invited).after(declined).status)
        'released'
        """
        here = replace(self, last=event.on)
        kind = event.kind
        if kind is EventKind.SENT:
            here = replace(here, sent_on=self.sent_on or event.on)
        elif kind is EventKind.SIGNALLED:
            here = replace(here, signalled=True, signal=event.signal or self.signal)
        elif kind is EventKind.WAITLISTED and not self.was_invited:
            here = here._now(Status.WAITLISTED, event.on)
        elif kind not in _SAYS_NOTHING:
            here = here._answered(event)
        return here

    def _answered(self, event: SeasonEvent) -> "ProgramHistory":
        """The history with an invitation, an interview, or an end."""
        here, kind = self, event.kind
        if kind in _REACHES:
            day = event.interview_on
            if kind is EventKind.ATTENDED:
                day = day or event.on
            return replace(
                here._now(_further(self.status, _REACHES[kind]), event.on),
                invited_on=self.invited_on or event.on,
                interview_on=day or self.interview_on,
            )
        if kind is EventKind.WITHDRAWN:
            return here._now(Status.WITHDRAWN, event.on)
        if kind is EventKind.RELEASED or (kind is EventKind.DECLINED and self.was_invited):
            released = here._now(Status.RELEASED, event.on)
            return replace(released, invited_on=self.invited_on or event.on)
        return here._now(Status.REJECTED, event.on)

    def _now(self, status: Status, day: dt.date) -> "ProgramHistory":
        return replace(self, status=status, since=self.since if status is self.status else day)


def _further(now: Status, reached: Status) -> Status:
    """An interview held already is not undone by an earlier step that is entered late."""
    return Status.ATTENDED if now is Status.ATTENDED else reached


def known_by(events: Iterable[SeasonEvent], day: dt.date) -> tuple[SeasonEvent, ...]:
    """The events of a log that are known on `day`, in the order of the season.

    A row "scheduled" with a later date is read as an interview that is booked for that date,
    where the program had invited by `day` or no row says when it did.
    """
    rows = tuple(events)
    invitations: dict[str, dt.date] = {}
    for event in rows:
        if event.kind is EventKind.INVITED:
            first = invitations.get(event.program_id, event.on)
            invitations[event.program_id] = min(first, event.on)
    found = []
    for event in rows:
        if event.on <= day:
            found.append(event)
        elif event.kind is EventKind.SCHEDULED and invitations.get(event.program_id, day) <= day:
            booked = event.interview_on or event.on
            found.append(replace(event, on=day, interview_on=booked))
    return tuple(sorted(found, key=lambda event: event.place_in_season))


def histories(events: Iterable[SeasonEvent]) -> dict[str, ProgramHistory]:
    """Where every application of a log stands, by program id; the order of one day is no matter.

    >>> day = dt.date(2026, 10, 12)
    >>> rows = [SeasonEvent(day, "a", EventKind.INVITED), SeasonEvent(day, "a", EventKind.SENT)]
    >>> histories(rows) == histories(reversed(rows))
    True
    """
    found: dict[str, ProgramHistory] = {}
    for event in sorted(events, key=lambda each: each.place_in_season):
        before = found.get(event.program_id, ProgramHistory(event.program_id))
        found[event.program_id] = before.after(event)
    return found
