"""The season as a calendar file (iCalendar): its deadlines, the interviews, the dates to watch."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.domain.season import Deadline, Season
from thirdfriday.domain.season_event import ProgramHistory, Status
from thirdfriday.plan.deadline_words import concerns, deadline_words

ZONE = ZoneInfo("America/New_York")
"""The zone of the Match: every published hour is Eastern."""
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
AHEAD = (dt.timedelta(days=7), dt.timedelta(days=1))
"""When a reminder comes before a date of the season."""
UNCONFIRMED = "Not confirmed: this date was not read at its publisher for this season. Check it."
DOMAIN = "thirdfriday"
GIVEN_UP = frozenset({Status.RELEASED, Status.REJECTED, Status.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Watch:
    """A day to watch for, such as that of a trigger: title and text; `key` tells it from others."""

    key: str
    title: str
    day: dt.date
    text: str


def season_calendar(
    season: Season,
    specialties: Sequence[str],
    *,
    histories: Iterable[ProgramHistory] = (),
    catalogue: Catalogue,
    watches: Sequence[Watch] = (),
    made_at: dt.datetime,
) -> bytes:
    """The calendar file: deadlines that concern the specialties, interviews, watched days.

    Hours are in the Eastern zone, written with its rules, so that a calendar anywhere shows them in
    its own; an unconfirmed date says so in its title. The same input gives the same bytes.

    Args:
        season: whose deadlines.
        specialties: dates of other specialties are left out.
        histories: applications, for their interviews.
        catalogue: names and places of programs.
        watches: days of triggers and further actions.
        made_at: when the file is made, with its zone.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{DOMAIN}//season {season.year}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"Match of March {season.year}")
    for deadline in sorted(season.deadlines, key=lambda each: (each.day, each.name)):
        if any(concerns(deadline.name, specialty) for specialty in specialties):
            calendar.add_component(_deadline(deadline, season.year, made_at))
    for history in sorted(histories, key=lambda each: each.program_id):
        if history.interview_on and history.status not in GIVEN_UP:
            calendar.add_component(_interview(history, catalogue, season.year, made_at))
    for watch in watches:
        uid = f"{season.year}-watch-{watch.key}@{DOMAIN}"
        event = _event(uid, watch.title, watch.text, made_at)
        _all_day(event, watch.day)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(uid: str, title: str, text: str, made_at: dt.datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", made_at.astimezone(dt.UTC))
    event.add("summary", title)
    if text:
        event.add("description", text)
    return event


def _all_day(event: Event, day: dt.date) -> None:
    event.add("dtstart", day)
    event.add("dtend", day + DAY)
    event.add("transp", "TRANSPARENT")


def _deadline(deadline: Deadline, year: int, made_at: dt.datetime) -> Event:
    words = deadline_words(deadline.name)
    title = words if deadline.confirmed else f"{words} (not confirmed)"
    text = "" if deadline.confirmed else UNCONFIRMED
    event = _event(f"{year}-{deadline.name}@{DOMAIN}", title, text, made_at)
    if isinstance(deadline.moment, dt.datetime):
        moment = deadline.moment
        local = moment.astimezone(ZONE) if moment.tzinfo else moment.replace(tzinfo=ZONE)
        event.add("dtstart", local)
        event.add("dtend", local + HOUR)
    else:
        _all_day(event, deadline.moment)
    event.add("status", "CONFIRMED" if deadline.confirmed else "TENTATIVE")
    for ahead in AHEAD:
        event.add_component(_reminder(title, ahead))
    return event


def _interview(
    history: ProgramHistory, catalogue: Catalogue, year: int, made_at: dt.datetime
) -> Event:
    assert history.interview_on is not None
    program = catalogue.by_id[history.program_id]
    uid = f"{year}-interview-{history.program_id}@{DOMAIN}"
    text = f"{program.institution}. The hour and the link are in the program's own invitation."
    event = _event(uid, f"Interview: {program.name}", text, made_at)
    event.add("location", f"{program.city}, {program.state}")
    event.add("dtstart", history.interview_on)
    event.add("dtend", history.interview_on + DAY)
    event.add("status", "CONFIRMED")
    event.add_component(_reminder(f"Interview tomorrow: {program.name}", DAY))
    return event


def _reminder(title: str, ahead: dt.timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -ahead)
    return alarm
