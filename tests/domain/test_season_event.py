import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.domain.season_event import (
    EventKind,
    SeasonEvent,
    Status,
    histories,
    known_by,
)

DAY = dt.date(2026, 10, 12)


def event(kind: EventKind, days: int = 0, program: str = "a", **more: object) -> SeasonEvent:
    return SeasonEvent(DAY + dt.timedelta(days=days), program, kind, **more)  # type: ignore[arg-type]


def status(*events: SeasonEvent) -> Status:
    return histories(events)["a"].status


def test_declined_is_said_by_whose_turn_it_was() -> None:
    declined = event(EventKind.DECLINED, 3)
    assert status(event(EventKind.SENT), declined) is Status.REJECTED
    assert status(event(EventKind.INVITED), declined) is Status.RELEASED
    assert status(event(EventKind.INVITED, 3), declined) is Status.RELEASED


def test_an_invitation_after_a_rejection_counts() -> None:
    assert status(event(EventKind.REJECTED), event(EventKind.INVITED, 9)) is Status.INVITED


def test_a_rejection_after_the_invitation_keeps_that_there_was_one() -> None:
    history = histories([event(EventKind.INVITED), event(EventKind.REJECTED, 5)])["a"]
    assert history.status is Status.REJECTED
    assert history.was_invited


def test_attending_is_not_undone_by_a_late_entry() -> None:
    rows = [event(EventKind.ATTENDED), event(EventKind.SCHEDULED, 1)]
    assert status(*rows) is Status.ATTENDED


def test_a_row_scheduled_for_a_later_day_is_a_booked_interview() -> None:
    rows = [event(EventKind.INVITED), event(EventKind.SCHEDULED, 40)]
    known = known_by(rows, DAY + dt.timedelta(days=5))
    history = histories(known)["a"]
    assert history.status is Status.SCHEDULED
    assert history.interview_on == DAY + dt.timedelta(days=40)
    assert not known_by(rows, DAY - dt.timedelta(days=1))


KINDS = st.sampled_from(list(EventKind))
ROWS = st.lists(
    st.builds(event, KINDS, st.integers(0, 4), st.sampled_from("abc")), min_size=1, max_size=30
)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_entries_is_no_matter(rows: list[SeasonEvent], rng: object) -> None:
    shuffled = list(rows)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert histories(shuffled) == histories(rows)
    assert known_by(shuffled, DAY) == known_by(rows, DAY)
