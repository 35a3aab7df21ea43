import datetime as dt

import pytest

from thirdfriday.domain.season_event import EventKind
from thirdfriday.domain.signal import SignalTier
from thirdfriday.intake.log_dates import SeasonWindow
from thirdfriday.intake.log_rows import LogReading, event_kind, read_log_rows
from thirdfriday.intake.own_tables import read_own_table

SEASON = SeasonWindow(dt.date(2026, 6, 3), dt.date(2027, 5, 31))


def read(text: str) -> LogReading:
    table = read_own_table(text.encode(), may_be_empty=True)
    return read_log_rows(table, SEASON, file="log.csv")


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("Sent", EventKind.SENT), ("applied", EventKind.SENT), ("Signaled", EventKind.SIGNALLED),
        ("II", EventKind.INVITED), ("Interview Invite!", EventKind.INVITED),
        ("interviewd", EventKind.ATTENDED), ("wait-list", EventKind.WAITLISTED),
        ("REJECTION", EventKind.REJECTED), ("declined", EventKind.DECLINED),
        ("declined by me", EventKind.RELEASED), ("Declined by program", EventKind.REJECTED),
        ("2nd look", EventKind.SECOND_LOOK), ("second_look", EventKind.SECOND_LOOK),
        ("withdrew", EventKind.WITHDRAWN), ("e-mail", EventKind.MESSAGE), ("whatever", None),
    ],
)  # fmt: skip
def test_words_for_events(word: str, kind: EventKind | None) -> None:
    assert event_kind(word) is kind


def test_one_row_an_event() -> None:
    found = read(
        "When;ACGME ID;What;Tier;Interview date;Comments\n"
        "9/2;1400531039;signalled;Gold;;\n\n"
        "Oct 12;1400531039;interview invite;;12/3/26;by mail\n"
    )
    assert not found.problems
    signal, invited = found.rows
    assert (signal.kind, signal.signal, signal.on) == (
        EventKind.SIGNALLED, SignalTier.GOLD, dt.date(2026, 9, 2),
    )  # fmt: skip
    assert invited.interview_on == dt.date(2026, 12, 3)
    assert (invited.line, invited.note) == (4, "by mail")


def test_one_row_a_program() -> None:
    found = read(
        "Program,City,State,Applied,Signal,Invited,Interview date,Rejected,Notes\n"
        "Mercy Hospital,St. Louis,MO,yes,silver,10/20/26,Dec 1,,\n"
        "Harbor-UCLA,Torrance,CA,9/2/26,,,,Nov 3,\n"
        "Another,Fresno,CA,9/2/26,,no,-,,\n"
    )
    assert not found.problems
    told = [(row.line, row.kind.value, row.on.isoformat()) for row in found.rows]
    assert (2, "invited", "2026-10-20") in told
    assert (2, "scheduled", "2026-10-20") in told
    assert (3, "rejected", "2026-11-03") in told
    assert [kind for line, kind, _ in told if line == 4] == ["sent"]
    booked = next(row for row in found.rows if row.kind is EventKind.SCHEDULED)
    assert booked.interview_on == dt.date(2026, 12, 1)
    signals = [row.signal for row in found.rows if row.kind is EventKind.SIGNALLED]
    assert signals == [SignalTier.SILVER]


def test_every_bad_row_at_once() -> None:
    found = read(
        "date,program,event\n"
        "Oct 12,1400531039,flown\n"
        "2024-10-12,1400531039,invited\n"
        ",1400531039,invited\n"
        "soon,,invited\n"
        "Oct 12,1400531039,invited\n"
    )
    assert [problem.where for problem in found.problems] == [
        "log.csv:2", "log.csv:3", "log.csv:4", "log.csv:5", "log.csv:5",
    ]  # fmt: skip
    assert "outside the season" in str(found.problems[1])
    assert len(found.rows) == 1


@pytest.mark.parametrize("heading", ["date,event\n", "program,note\n", "a,b,c\n"])
def test_a_table_that_is_no_log(heading: str) -> None:
    assert read(heading + "x,y,z\n").problems


def test_an_empty_log_is_a_log() -> None:
    found = read("date,program,event\n")
    assert not found.rows
    assert not found.problems
