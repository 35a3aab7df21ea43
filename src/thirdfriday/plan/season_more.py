"""Applying to more programs now: which, and what they add of the invitations still to come."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array
from thirdfriday.optimiser.keep_interviews import HeldList, HeldOutcomes
from thirdfriday.plan.season_forecast import Forecast
from thirdfriday.plan.season_list import Indices

WEEK = dt.timedelta(days=7)
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Purse:
    """What further applications cost, specialty by specialty; money left; price of a point.

    `fees` is cumulative from 0 applications and `listed` how many were sent, both by specialty;
    `usd_per_value` what one unit of value is worth.
    """

    fees: Mapping[str, tuple[float, ...]]
    listed: Mapping[str, int]
    budget_usd: float
    usd_per_value: float

    @property
    def spent(self) -> float:
        """The fees of the list. [USD]"""
        return sum(self._fee(name, self.listed.get(name, 0)) for name in self.fees)

    @property
    def next_usd(self) -> float:
        """The fee of one program more, where it is lowest. [USD]"""
        return min(self.of((name,)) for name in self.fees)

    def of(self, more: Sequence[str]) -> float:
        """The fee for programs beyond the list, given by their specialties. [USD]"""
        return sum(
            self._fee(name, self.listed.get(name, 0) + count)
            - self._fee(name, self.listed.get(name, 0))
            for name, count in Counter(more).items()
        )

    def _fee(self, specialty: str, count: int) -> float:
        table = self.fees[specialty]
        return table[min(count, len(table) - 1)]


@dataclass(frozen=True, slots=True, eq=False)
class Additions:
    """Programs to add, the best first: places among the N, outcomes with them, and the fee."""

    places: tuple[int, ...]
    before: HeldOutcomes
    after: HeldOutcomes
    cost_usd: float

    @property
    def gain(self) -> float:
        """What they add to the value, fees left aside."""
        return self.after.value - self.before.value


@dataclass(frozen=True, slots=True, eq=False)
class _Extended:
    """A list with programs added: the list, its offers, where each program is among the N."""

    held: HeldList
    offers: Array
    places: tuple[int, ...]


def best_additions(
    made: Forecast, weight: Array, offers: Array, purse: Purse, *, day: dt.date, facts: Facts
) -> Additions:
    """The programs worth applying to on `day`, chosen one by one with the largest gain.

    An application sent that day can only be answered by the invitations that are still to come.

    Facts: season.apply.candidates, season.apply.most, season.apply.least_gain
    """
    listed = made.listed
    here = _Extended(made.held_list, offers, tuple(int(i) for i in listed.index))
    before = made.outcome(weight, here.offers, here.held)
    late = made.late_chance(day)
    candidates = _candidates(made, weight, late, facts)
    now, chosen = before, here
    added: list[int] = []
    names = [program.specialty for program in listed.chances.programs]
    while candidates and len(added) < round(facts.value("season.apply.most")):
        fees = {name: purse.of([*(names[i] for i in added), name]) for name in purse.fees}
        affordable = [i for i in candidates if fees[names[i]] <= purse.budget_usd]
        tried = [(_with(made, weight, chosen, late, i), i) for i in affordable]
        if not tried:
            break
        (following, outcome), best = max(
            tried, key=lambda item: item[0][1].value * purse.usd_per_value - fees[names[item[1]]]
        )
        gain = outcome.value - now.value
        step = fees[names[best]] - purse.of([names[i] for i in added])
        poor = gain * purse.usd_per_value < step
        if poor or gain < facts.value("season.apply.least_gain"):
            break
        added.append(best)
        candidates.remove(best)
        chosen, now = following, outcome
    return Additions(tuple(added), before, now, purse.of([names[i] for i in added]))


def _candidates(made: Forecast, weight: Array, late: Array, facts: Facts) -> list[int]:
    others: Indices = made.listed.others
    if not len(others):
        return []
    joint = made.joint(weight)
    worth = made.listed.worth[others]
    rough = worth * ((made.spread_out(late[others]) * made.admit[others]) @ joint)
    most = round(facts.value("season.apply.candidates"))
    return [int(others[k]) for k in np.argsort(-rough, kind="stable")[:most] if rough[k] > 0]


def _with(
    made: Forecast, weight: Array, here: _Extended, late: Array, place: int
) -> tuple[_Extended, HeldOutcomes]:
    """The list with one program more, at its place by preference."""
    listed, old = made.listed, here.held
    at = int(np.searchsorted(-old.worth, -listed.worth[place], side="right"))
    held = HeldList(
        admit=np.insert(old.admit, at, made.admit[place], axis=0),
        worth=np.insert(old.worth, at, listed.worth[place]),
        target=np.insert(old.target, at, listed.target[place]),
        attended=np.insert(old.attended, at, False),
        days=old.days,
    )
    offers = np.insert(here.offers, at, late[place], axis=0)
    places = (*here.places[:at], place, *here.places[at:])
    return _Extended(held, offers, places), made.outcome(weight, offers, held)


def gain_on(made: Forecast, places: tuple[int, ...], day: dt.date) -> float:
    """What the same additions would add if they were sent on a later day. [value]"""
    late = made.late_chance(day)
    here = _Extended(made.held_list, made.now, tuple(int(i) for i in made.listed.index))
    before = made.outcome(made.weight, here.offers, here.held).value
    value = before
    for place in places:
        here, outcome = _with(made, made.weight, here, late, place)
        value = outcome.value
    return value - before


def last_day_worth(made: Forecast, found: Additions, purse: Purse, last: dt.date) -> dt.date:
    """The last day, week by week, on which the additions are still worth their fee."""
    day = made.day
    while day + WEEK <= last:
        gain = gain_on(made, found.places, day + WEEK)
        if gain * purse.usd_per_value < found.cost_usd or gain <= 0:
            break
        day += WEEK
    return day
