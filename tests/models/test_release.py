"""When invitations go out: by the survey's months, and at once on a common offer day."""

import datetime as dt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.models.release import drawn_shifts, release_curve, with_offer_day


def test_a_common_offer_day_puts_most_invitations_on_one_day(facts) -> None:
    curve = release_curve(facts, "orthopaedic_surgery", "eras")
    day = curve.seen_on + dt.timedelta(days=54)
    before, on = curve.share_out(day - dt.timedelta(days=1)), curve.share_out(day)
    assert before < 0.2 and on - before > 0.7
    plain = release_curve(facts, "internal_medicine", "eras")
    assert plain.share_out(day) - plain.share_out(day - dt.timedelta(days=1)) < 0.05


@given(st.floats(1, 149), st.floats(0, 1))
def test_a_curve_with_an_offer_day_still_rises_from_nothing_to_all(day, share) -> None:
    days, out = with_offer_day(
        np.array([0.0, 60.0, 150.0]), np.array([0.0, 0.7, 1.0]), day=day, share=share
    )
    assert np.all(np.diff(days) > 0) and np.all(np.diff(out) >= -1e-12)
    assert abs(out[-1] - 1.0) < 1e-9 and out[days == 0.0][0] <= share + 1e-9


def test_the_pace_is_drawn_as_widely_as_it_is_unknown(facts) -> None:
    drawn = drawn_shifts(facts, np.random.default_rng(1), 20_000)
    low, _, high = facts.range("season.timing.shift")
    inside = np.mean((drawn > low) & (drawn < high))
    assert 0.75 < inside < 0.97
