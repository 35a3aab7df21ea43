"""Dated triggers: the day by which silence would be a surprise to this applicant, and what then."""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array
from thirdfriday.models.release import ReleaseCurve
from thirdfriday.models.updating import Answers, later_chances
from thirdfriday.optimiser.keep_interviews import HeldOutcomes
from thirdfriday.plan.season_forecast import Forecast
from thirdfriday.plan.season_letters import Letters, best_letters
from thirdfriday.plan.season_list import answers_of, arrived_shares
from thirdfriday.plan.season_more import Additions, Purse, best_additions

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, eq=False)
class Silence:
    """Fewer than `fewer_than` further invitations by `day`: how likely, what it would mean.

    `outcome` is what the list would then be expected to bring, `then` the best additions on that
    day, `letters` the best letters.
    """

    day: dt.date
    fewer_than: int
    chance: float
    outcome: HeldOutcomes
    then: Additions
    letters: Letters


def reach_by(made: Forecast, day: dt.date) -> Array:
    """Chance that each open program invites after today and by `day`, by quality. [m, S]"""
    curves = [made.curve.at(history.program_id) for history in made.listed.histories]
    news = np.array([_news(curve, made.day, day) for curve in curves])
    later = later_chances(made.chance, made.answers)
    return np.asarray(later * (news * made.listed.pending)[:, None])


def _news(curve: ReleaseCurve, today: dt.date, day: dt.date) -> float:
    """The share of the invitations still to come that is out by `day`. [0 to 1]"""
    now = curve.share_out(today)
    return 0.0 if now >= 1.0 else max(0.0, curve.share_out(day) - now) / (1.0 - now)


def _on(made: Forecast, day: dt.date) -> Answers:
    listed = made.listed
    return answers_of(listed.histories, listed.barred, made.curve, day)


def counts(reach: Array, weight: Array, most: int) -> Array:
    """Chance of exactly 0 .. `most` invitations; what is beyond is left out. [most + 1]

    >>> import numpy as np
    >>> counts(np.array([[0.5], [0.5]]), np.ones(1), 1).tolist()
    [0.25, 0.5]
    """
    mass = np.zeros((most + 1, reach.shape[1]))
    mass[0] = 1.0
    for row in reach:
        moved = mass[:-1] * row
        mass *= 1.0 - row
        mass[1:] += moved
    return np.asarray(mass @ weight)


def chance_of_fewer(made: Forecast, day: dt.date, fewer_than: int) -> float:
    """Chance of fewer than so many further invitations by `day`. [probability]"""
    if fewer_than < 1:
        return 0.0
    return float(counts(reach_by(made, day), made.weight, fewer_than - 1).sum())


def chance_of_so_few(made: Forecast) -> tuple[int, float]:
    """Invitations so far, and the chance beforehand of so few or fewer by today."""
    listed = made.listed
    so_far = sum(history.was_invited for history in listed.histories)
    shares = arrived_shares(listed.histories, listed.barred, made.curve, made.day)
    reach = made.chance * shares[:, None]
    return so_far, float(counts(reach, made.grid.weight, so_far).sum())


def surprising_silence(made: Forecast, purse: Purse, facts: Facts) -> Silence | None:
    """The first day by which no further invitation would be a surprise; None if none would be.

    Facts: season.surprise
    """
    surprise = facts.value("season.surprise")
    last = made.curve.day_of(1.0)
    if chance_of_fewer(made, last, 1) >= surprise:
        return None
    low, high = made.day, last
    while high - low > DAY:
        middle = low + (high - low) // 2
        low, high = (low, middle) if chance_of_fewer(made, middle, 1) < surprise else (middle, high)
    return silence_until(made, high, 1, purse, facts)


def surprising_shortage(made: Forecast, purse: Purse, facts: Facts) -> Silence | None:
    """Fewer than so many further invitations by the day when most should be out.

    Facts: season.surprise, season.trigger.out
    """
    day = made.curve.day_of(facts.value("season.trigger.out"))
    if day <= made.day:
        return None
    surprise = facts.value("season.surprise")
    fewer = 0
    while chance_of_fewer(made, day, fewer + 1) < surprise:
        fewer += 1
    return None if fewer < 1 else silence_until(made, day, fewer, purse, facts)


def silence_until(made: Forecast, day: dt.date, fewer: int, purse: Purse, facts: Facts) -> Silence:
    """What that silence would mean, nothing at all having come by then."""
    answers = _on(made, day)
    weight = made.posterior(answers)
    offers = made.offers(answers, made.listed.held)
    return Silence(
        day=day,
        fewer_than=fewer,
        chance=chance_of_fewer(made, day, fewer),
        outcome=made.outcome(weight, offers),
        then=best_additions(made, weight, offers, purse, day=day, facts=facts),
        letters=best_letters(made, weight, offers, facts),
    )
