"""What to do on a day of the season: each action computed on this list, with its date."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from thirdfriday.domain.season import Season
from thirdfriday.domain.season_event import Status
from thirdfriday.facts.registry import Facts
from thirdfriday.optimiser.keep_interviews import (
    HeldList,
    HeldOutcomes,
    least_to_release,
    losses,
)
from thirdfriday.plan.deadline_words import concerns, deadline_words
from thirdfriday.plan.season_forecast import Forecast
from thirdfriday.plan.season_letters import best_letters
from thirdfriday.plan.season_more import Purse, best_additions, last_day_worth
from thirdfriday.plan.season_plan import Action, Effect, ProgramRef
from thirdfriday.plan.season_triggers import chance_of_so_few
from thirdfriday.plan.season_watch import effect_of, triggers
from thirdfriday.plan.season_wording import percents, points, ref

APART = 3
"""Invitations to answer that are told one by one; the rest go together."""


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """The actions of a day, and what each held interview is worth. [value, m]"""

    actions: tuple[Action, ...]
    worth_of_interview: dict[int, float]


def decide(made: Forecast, purse: Purse, *, season: Season, facts: Facts) -> Decisions:
    """Everything to do on the day of the forecast, the most pressing first.

    Method: docs/models/season.md, "Decisions"
    """
    listed = made.listed
    ahead = [j for j, h in enumerate(listed.histories) if h.status in _AHEAD]
    spread = made.spread_out(made.now)
    joint = made.joint(made.weight)
    worth = dict(zip(ahead, losses(made.held_list, spread, joint, ahead).tolist(), strict=True))
    now = made.outcome(made.weight, made.now)
    surplus = len(ahead) - made.held_list.days
    freed = least_to_release(_roomy(made), spread, joint, ahead, surplus)
    found = [
        *_clashes(made, worth),
        *_surplus(made, ahead, freed),
        *_to_answer(made, worth, freed, facts),
        *_so_few(made, now, facts),
        *_more(made, purse, season, facts),
        *triggers(made, now, purse, facts),
        *_letters(made, facts),
        *_deadlines(made, season, facts),
    ]
    return Decisions(tuple(found), worth)


_AHEAD = frozenset({Status.INVITED, Status.SCHEDULED})


def _refs(made: Forecast, places: list[int]) -> tuple[ProgramRef, ...]:
    programs = made.listed.programs
    return tuple(ref(programs[j]) for j in places)


def _clashes(made: Forecast, worth: dict[int, float]) -> Iterator[Action]:
    """Interviews on one day: keep the one whose loss would cost most, move the others."""
    by_day: dict[dt.date, list[int]] = defaultdict(list)
    for j in worth:
        day = made.listed.histories[j].interview_on
        if day is not None and day >= made.day:
            by_day[day].append(j)
    for day, places in sorted(by_day.items()):
        if len(places) < 2:
            continue
        ordered = sorted(places, key=lambda j: (-worth[j], j))
        kept, others = ordered[0], ordered[1:]
        programs = made.listed.programs
        asked = [j for j in others if worth[j] > 0]
        declined = [j for j in others if worth[j] <= 0]
        told = "; ".join(f"{made.named(programs[j])} adds {points(worth[j])}" for j in ordered)
        text = (
            f"{len(places)} interviews fall on {day.isoformat()}. "
            f"Keep {made.named(programs[kept])}{_other_days(made, asked, declined)}. "
            f"Value of each, alone, in points: {told}."
        )
        lost = sum(worth[j] for j in asked)
        effect = Effect(value=lost)
        yield Action("clash", text, _refs(made, ordered), made.day.isoformat(), effect)


def _other_days(made: Forecast, asked: list[int], declined: list[int]) -> str:
    """What to do about the other interviews of a day: move those that add, decline the rest."""
    programs = made.listed.programs
    text = ""
    if asked:
        names = "the other" if not declined else made.listing([programs[j] for j in asked])
        more = "s" if not declined and len(asked) > 1 else ""
        text += f"; ask {names}{more} for another day now, and release only if there is none"
    if declined:
        names = made.listing([programs[j] for j in declined])
        text += f"; decline {names}, whose day is worth more kept for what may still come"
    return text


def _surplus(made: Forecast, ahead: list[int], freed: list[int]) -> Iterator[Action]:
    """More interviews than days: which to release, the cheapest first."""
    if not freed:
        return
    roomy = _roomy(made)
    whole = made.outcome(made.weight, made.now, roomy)
    less = made.now.copy()
    less[freed] = 0.0
    after = made.outcome(made.weight, less, roomy)
    names = made.listing([made.listed.programs[j] for j in freed])
    text = (
        f"You hold {len(ahead)} interviews and have days for {made.held_list.days}. Releasing "
        f"these {len(freed)} costs least, {points(whole.value - after.value)} points of value in "
        f"all against attending every one: {names}. Release them early, so that others get them."
    )
    effect = effect_of(whole, after)
    yield Action("release", text, _refs(made, freed), made.day.isoformat(), effect)


def _roomy(made: Forecast) -> HeldList:
    """The list as if every interview could be attended."""
    return replace(made.held_list, days=len(made.listed.histories))


def _to_answer(
    made: Forecast, worth: dict[int, float], freed: list[int], facts: Facts
) -> Iterator[Action]:
    """Invitations without a day yet: what it would cost to let them lapse."""
    days = dt.timedelta(days=round(facts.value("season.answer_days")))
    waiting = [
        j
        for j in sorted(worth, key=lambda j: (-worth[j], j))
        if made.listed.histories[j].status is Status.INVITED
        and made.listed.histories[j].interview_on is None
        and j not in freed
    ]
    if not waiting:
        return
    now = made.outcome(made.weight, made.now)
    groups = [[j] for j in waiting[:APART]] + ([waiting[APART:]] if waiting[APART:] else [])
    for places in groups:
        invited = min(made.listed.histories[j].invited_on or made.day for j in places)
        until = invited + days
        late = " That day has passed: write today." if until < made.day else ""
        less = made.now.copy()
        less[places] = 0.0
        effect = effect_of(made.outcome(made.weight, less), now)
        since = f", which invited you on {invited.isoformat()}" if len(places) == 1 else ""
        lost = points(effect.value or 0.0)
        names = made.listing([made.listed.programs[j] for j in places])
        text = (
            f"Book a day at {names}{since}; letting it lapse would cost {lost} points of "
            f"value. Many programs hold a place for about {days.days} days.{late}"
        )
        day = max(until, made.day).isoformat()
        yield Action("schedule", text, _refs(made, places), day, effect)


def _so_few(made: Forecast, now: HeldOutcomes, facts: Facts) -> Iterator[Action]:
    """The silence that is a surprise already."""
    if made.curve.share_out(made.day) <= 0:
        return
    so_far, chance = chance_of_so_few(made)
    if chance >= facts.value("season.surprise"):
        return
    text = (
        f"{so_far} invitation{'s' * (so_far != 1)} by {made.day.isoformat()} is fewer than this "
        f"profile should have: so few had a chance of {percents(chance)} beforehand. The chance "
        f"of a match is {percents(now.chance_of_match)} now. Check today that every application "
        "is complete (letters, transcript, certification, MSPE), then take the steps below."
    )
    yield Action("check", text, (), made.day.isoformat(), Effect(), chance=chance)


def _more(made: Forecast, purse: Purse, season: Season, facts: Facts) -> Iterator[Action]:
    """Further applications now, if any is worth its fee."""
    last = season.deadline("nrmp.rank_deadline").day
    found = best_additions(made, made.weight, made.now, purse, day=made.day, facts=facts)
    coming = 1.0 - made.curve.share_out(made.day)
    if not found.places:
        text = (
            f"Do not apply to more programs now: {percents(coming)} of invitations are still to "
            "come, and no open program beyond your list is worth its fee "
            f"(${purse.next_usd:,.0f} for the next)."
        )
        yield Action("apply_more", text, (), None, Effect(0.0, 0.0, 0.0, 0.0))
        return
    until = last_day_worth(made, found, purse, min(last, made.curve.day_of(1.0)))
    names = made.listing([made.listed.chances.programs[i] for i in found.places])
    text = (
        f"Apply to {len(found.places)} more now: {names}. {percents(coming)} of invitations are "
        f"still to come; they add {points(found.gain)} points of value and "
        f"{points(found.after.chance_of_match - found.before.chance_of_match)} points of the "
        f"chance of a match for ${found.cost_usd:,.0f}. After {until.isoformat()} they would no "
        "longer be worth it; ask each whether it still reads applications."
    )
    programs = tuple(ref(made.listed.chances.programs[i]) for i in found.places)
    effect = effect_of(found.before, found.after, found.cost_usd)
    yield Action("apply_more", text, programs, until.isoformat(), effect)


def _letters(made: Forecast, facts: Facts) -> Iterator[Action]:
    """The open programs where a letter of interest would add most."""
    found = best_letters(made, made.weight, made.now, facts)
    if not found.places:
        return
    programs = [made.listed.programs[j] for j in found.places]
    told = "; ".join(
        f"{made.named(program)} +{points(gain)}"
        for program, gain in zip(programs, found.gains, strict=True)
    )
    text = (
        f"Letters of interest would add most at: {told} (points of value each, if a letter "
        f"multiplies the odds of an invitation by {found.odds_ratio:g}, which is an assumption). "
        "Say what binds you to the place; one honest letter each."
    )
    until = made.curve.day_of(facts.value("season.trigger.out"))
    day = max(until, made.day).isoformat()
    effect = effect_of(found.before, found.after, 0.0)
    refs = _refs(made, list(found.places))
    yield Action("letter_of_interest", text, refs, day, effect, assumed=True)


def _deadlines(made: Forecast, season: Season, facts: Facts) -> Iterator[Action]:
    """The season's own dates that come next."""
    ahead = dt.timedelta(days=facts.value("season.deadline_days"))
    specialties = {program.specialty for program in made.listed.chances.programs}
    for deadline in sorted(season.deadlines, key=lambda each: (each.day, each.name)):
        mine = any(concerns(deadline.name, specialty) for specialty in specialties)
        if mine and made.day <= deadline.day <= made.day + ahead:
            sure = "" if deadline.confirmed else " (not confirmed: check the date)"
            text = f"{deadline_words(deadline.name)}: {deadline.day.isoformat()}{sure}."
            yield Action("deadline", text, (), deadline.day.isoformat(), Effect())
