import datetime as dt
from zoneinfo import ZoneInfo

from icalendar import Calendar

from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.domain.season import Season, season_from_facts
from thirdfriday.domain.season_event import ProgramHistory, Status
from thirdfriday.faces.calendar_file import Watch, season_calendar
from thirdfriday.facts.registry import load_facts
from thirdfriday.plan.deadline_words import concerns

SEASON = season_from_facts(load_facts(2027))
PROGRAM = "1400531039"
MADE = dt.datetime(2026, 11, 27, tzinfo=dt.UTC)


def made(catalogue: Catalogue, season: Season = SEASON, **more: object) -> Calendar:
    document = season_calendar(
        season, ("internal_medicine",), catalogue=catalogue, made_at=MADE, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    return Calendar.from_ical(document)


def by_uid(calendar: Calendar) -> dict[str, dict[str, object]]:
    return {str(event["uid"]).split("@")[0]: event for event in calendar.walk("VEVENT")}


def test_every_deadline_of_the_season_is_there(catalogue: Catalogue) -> None:
    events = by_uid(made(catalogue))
    mine = [d for d in SEASON.deadlines if concerns(d.name, "internal_medicine")]
    assert len(mine) > 12
    for deadline in mine:
        event = events[f"2027-{deadline.name}"]
        start = event["dtstart"].dt  # type: ignore[attr-defined]
        assert start == deadline.moment
        assert ("not confirmed" in str(event["summary"])) is not deadline.confirmed
    assert not any("emergency" in uid or "fellowship" in uid for uid in events)


def test_hours_are_eastern_on_both_sides_of_daylight_saving(catalogue: Catalogue) -> None:
    document = season_calendar(SEASON, ("pediatrics",), catalogue=catalogue, made_at=MADE)
    assert b"BEGIN:VTIMEZONE" in document
    assert b"TZID:America/New_York" in document
    events = by_uid(Calendar.from_ical(document))
    rank = events["2027-nrmp.rank_deadline"]["dtstart"].dt  # type: ignore[attr-defined]
    soap = events["2027-soap.round_1"]["dtstart"].dt  # type: ignore[attr-defined]
    assert (rank.hour, rank.utcoffset()) == (21, dt.timedelta(hours=-5))
    assert (soap.hour, soap.utcoffset()) == (9, dt.timedelta(hours=-4))
    abroad = soap.astimezone(ZoneInfo("Asia/Kolkata"))
    assert (abroad.hour, abroad.minute) == (18, 30)


def test_interviews_that_are_kept_and_watched_days(catalogue: Catalogue) -> None:
    day = dt.date(2026, 12, 3)
    kept = ProgramHistory(PROGRAM, Status.SCHEDULED, interview_on=day)
    gone = ProgramHistory("1400511015", Status.RELEASED, interview_on=day)
    watch = Watch(
        "trigger-1", "Watch for, a; b", dt.date(2026, 12, 9), "If no invitation; then,\nthis"
    )
    events = by_uid(made(catalogue, histories=[kept, gone], watches=[watch]))
    assert events[f"2027-interview-{PROGRAM}"]["dtstart"].dt == day  # type: ignore[attr-defined]
    assert "2027-interview-1400511015" not in events
    told = events["2027-watch-trigger-1"]
    assert str(told["summary"]) == "Watch for, a; b"
    assert str(told["description"]) == "If no invitation; then,\nthis"


def test_the_same_input_gives_the_same_bytes_and_lines_that_fit(catalogue: Catalogue) -> None:
    first, second = (
        season_calendar(SEASON, ("neurology",), catalogue=catalogue, made_at=MADE) for _ in range(2)
    )
    assert first == second
    assert all(len(line) <= 75 for line in first.split(b"\r\n"))
