"""What to do on a day of the season: each action computed on this list, with its date."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit, logit

from thirdfriday.domain.program import Program
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
from thirdfriday.plan.season_changes import named
from thirdfriday.plan.season_forecast import Forecast
from thirdfriday.plan.season_more import Additions, Purse, best_additions, last_day_worth
from thirdfriday.plan.season_plan import Action, Effect, ProgramRef
from thirdfriday.plan.season_triggers import (
    Silence,
    chance_of_so_few,
    surprising_shortage,
    surprising_silence,
)

PERCENT = 100.0
MOST_NAMED = 6
TINY = 1e-12
LEAST_SAID = 0.005  # half a percent: below it a rounded percentage would say 0%


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
    found = [
        *_clashes(made, worth),
        *_surplus(made, ahead),
        *_to_answer(made, worth, facts),
        *_so_few(made, now, facts),
        *_more(made, purse, season, facts),
        *_triggers(made, now, purse, facts),
        *_letters(made, now, facts),
        *_deadlines(made, season, facts),
    ]
    return Decisions(tuple(found), worth)


_AHEAD = frozenset({Status.INVITED, Status.SCHEDULED})


def ref(program: Program) -> ProgramRef:
    """A program as an action names it."""
    return ProgramRef(program.program_id, program.name, program.city, program.state)


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
        lost = sum(worth[j] for j in others)
        told = "; ".join(f"{named(programs[j])} adds {_points(worth[j])}" for j in ordered)
        text = (
            f"{len(places)} interviews fall on {day.isoformat()}. Keep {named(programs[kept])}; "
            f"ask the other{'s' * (len(others) > 1)} for another day now, and release only if "
            f"there is none. Value of each, alone, in points: {told}."
        )
        effect = Effect(value=lost)
        yield Action("clash", text, _refs(made, ordered), made.day.isoformat(), effect)


def _surplus(made: Forecast, ahead: list[int]) -> Iterator[Action]:
    """More interviews than days: which to release, the cheapest first."""
    surplus = len(ahead) - made.held_list.days
    if surplus <= 0:
        return
    joint = made.joint(made.weight)
    spread = made.spread_out(made.now)
    roomy = _roomy(made)
    freed = least_to_release(roomy, spread, joint, ahead, surplus)
    whole = made.outcome(made.weight, made.now, roomy)
    less = made.now.copy()
    less[freed] = 0.0
    after = made.outcome(made.weight, less, roomy)
    names = "; ".join(named(made.listed.programs[j]) for j in freed[:MOST_NAMED])
    text = (
        f"You hold {len(ahead)} interviews and have days for {made.held_list.days}. Releasing "
        f"these {len(freed)} costs least, {_points(whole.value - after.value)} points of value in "
        f"all against attending every one: {names}. Release them early, so that others get them."
    )
    effect = _effect(whole, after)
    yield Action("release", text, _refs(made, freed), made.day.isoformat(), effect)


def _roomy(made: Forecast) -> HeldList:
    """The list as if every interview could be attended."""
    return replace(made.held_list, days=len(made.listed.histories))


def _effect(before: HeldOutcomes, after: HeldOutcomes, cost: float | None = None) -> Effect:
    return Effect(
        chance_of_match=after.chance_of_match - before.chance_of_match,
        chance_of_match_in_target=after.chance_in_target - before.chance_in_target,
        value=after.value - before.value,
        cost_usd=cost,
    )


def _to_answer(made: Forecast, worth: dict[int, float], facts: Facts) -> Iterator[Action]:
    """Invitations without a day yet: what it would cost to let them lapse."""
    days = dt.timedelta(days=round(facts.value("season.answer_days")))
    waiting = [
        j
        for j in worth
        if made.listed.histories[j].status is Status.INVITED
        and made.listed.histories[j].interview_on is None
    ]
    for j in sorted(waiting, key=lambda j: (-worth[j], j)):
        history = made.listed.histories[j]
        invited = history.invited_on or made.day
        until = invited + days
        late = " That day has passed: write today." if until < made.day else ""
        text = (
            f"Book a day at {named(made.listed.programs[j])}, which invited you on "
            f"{invited.isoformat()}; letting it lapse would cost {_points(worth[j])} points of "
            f"value. Many programs hold a place for about {days.days} days.{late}"
        )
        less = made.now.copy()
        less[j] = 0.0
        now = made.outcome(made.weight, made.now)
        effect = _effect(made.outcome(made.weight, less), now)
        yield Action("schedule", text, _refs(made, [j]), max(until, made.day).isoformat(), effect)


def _so_few(made: Forecast, now: HeldOutcomes, facts: Facts) -> Iterator[Action]:
    """The silence that is a surprise already."""
    if made.curve.share_out(made.day) <= 0:
        return
    so_far, chance = chance_of_so_few(made)
    if chance >= facts.value("season.surprise"):
        return
    text = (
        f"{so_far} invitation{'s' * (so_far != 1)} by {made.day.isoformat()} is fewer than this "
        f"profile should have: so few had a chance of {_percent(chance)} beforehand. The chance "
        f"of a match is {_percent(now.chance_of_match)} now. Check today that every application "
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
            f"Do not apply to more programs now: {_percent(coming)} of invitations are still to "
            "come, and no open program beyond your list is worth its fee "
            f"(${purse.of(len(made.listed.histories), 1):,.0f} for the next)."
        )
        yield Action("apply_more", text, (), None, Effect(0.0, 0.0, 0.0, 0.0))
        return
    until = last_day_worth(made, found, purse, min(last, made.curve.day_of(1.0)))
    names = _names(made, found)
    text = (
        f"Apply to {len(found.places)} more now: {names}. {_percent(coming)} of invitations are "
        f"still to come; they add {_points(found.gain)} points of value and "
        f"{_points(found.after.chance_of_match - found.before.chance_of_match)} points of the "
        f"chance of a match for ${found.cost_usd:,.0f}. After {until.isoformat()} they would no "
        "longer be worth it; ask each whether it still reads applications."
    )
    programs = tuple(ref(made.listed.chances.programs[i]) for i in found.places)
    effect = _effect(found.before, found.after, found.cost_usd)
    yield Action("apply_more", text, programs, until.isoformat(), effect)


def _names(made: Forecast, found: Additions) -> str:
    programs = [made.listed.chances.programs[i] for i in found.places]
    told = "; ".join(named(program) for program in programs[:MOST_NAMED])
    rest = len(programs) - MOST_NAMED
    return f"{told}; and {rest} more" if rest > 0 else told


def _triggers(made: Forecast, now: HeldOutcomes, purse: Purse, facts: Facts) -> Iterator[Action]:
    """The dates to watch for, each from this applicant's own predictive distribution."""
    silence = surprising_silence(made, purse, facts)
    if silence:
        further = "further " if any(h.was_invited for h in made.listed.histories) else ""
        yield _trigger(made, now, silence, f"no {further}invitation has come")
    shortage = surprising_shortage(made, purse, facts)
    if shortage and (silence is None or shortage.fewer_than > 1):
        words = f"fewer than {shortage.fewer_than} further invitations have come"
        yield _trigger(made, now, shortage, words)


def _trigger(made: Forecast, now: HeldOutcomes, silence: Silence, words: str) -> Action:
    worst = "" if silence.fewer_than == 1 else " With none at all by then"
    then = silence.outcome.chance_of_match
    found = silence.then
    if found.places:
        gain = found.after.chance_of_match - found.before.chance_of_match
        todo = (
            f"apply that day to {len(found.places)} more ({_names(made, found)}), which would add "
            f"{_points(gain)} points for ${found.cost_usd:,.0f}"
        )
        effect = _effect(found.before, found.after, found.cost_usd)
        programs = tuple(ref(made.listed.chances.programs[i]) for i in found.places)
    else:
        todo = (
            "further applications would not be worth their fee by then; put the hours into "
            f"SOAP, which {_percent(1.0 - then)} of such seasons would end in"
        )
        effect = Effect(chance_of_match=then - now.chance_of_match)
        programs = ()
    meaning = (
        f"{worst} the chance of a match would be {_percent(then)}"
        if worst
        else f" The chance of a match would then be {_percent(then)}"
    )
    text = (
        f"If {words} by {silence.day.isoformat()} (chance {_percent(silence.chance)}, so a "
        f"surprise):{meaning} instead of {_percent(now.chance_of_match)} now; {todo}."
    )
    day = silence.day.isoformat()
    return Action("trigger", text, programs, day, effect, chance=silence.chance)


def _letters(made: Forecast, now: HeldOutcomes, facts: Facts) -> Iterator[Action]:
    """The open programs where a letter of interest would add most."""
    odds = float(np.log(facts.value("season.letter.odds_ratio")))
    offers = made.now
    gains: list[tuple[float, int, HeldOutcomes]] = []
    for j in np.flatnonzero(made.listed.pending):
        if made.answers.remaining[j] <= 0:
            continue
        lifted = offers.copy()
        lifted[j] = expit(logit(np.clip(offers[j], TINY, 1.0 - TINY)) + odds)
        after = made.outcome(made.weight, lifted)
        gains.append((after.value - now.value, int(j), after))
    gains.sort(key=lambda item: (-item[0], item[1]))
    best = [item for item in gains[: round(facts.value("season.letters.most"))] if item[0] > 0]
    if not best:
        return
    lifted = offers.copy()
    places = [j for _, j, _ in best]
    lifted[places] = expit(logit(np.clip(offers[places], TINY, 1.0 - TINY)) + odds)
    programs = made.listed.programs
    told = "; ".join(f"{named(programs[j])} +{_points(gain)}" for gain, j, _ in best)
    text = (
        f"Letters of interest would add most at: {told} (points of value each, if a letter "
        f"multiplies the odds of an invitation by {np.exp(odds):.2g}, which is an assumption). "
        "Say what binds you to the place; one honest letter each."
    )
    after = made.outcome(made.weight, lifted)
    until = made.curve.day_of(facts.value("season.trigger.out"))
    day = max(until, made.day).isoformat()
    effect = _effect(now, after, 0.0)
    yield Action("letter_of_interest", text, _refs(made, places), day, effect, assumed=True)


def _deadlines(made: Forecast, season: Season, facts: Facts) -> Iterator[Action]:
    """The season's own dates that come next."""
    ahead = dt.timedelta(days=facts.value("season.deadline_days"))
    specialty = made.listed.chances.chain.specialty
    for deadline in sorted(season.deadlines, key=lambda each: (each.day, each.name)):
        mine = concerns(deadline.name, specialty)
        if mine and made.day <= deadline.day <= made.day + ahead:
            sure = "" if deadline.confirmed else " (not confirmed: check the date)"
            text = f"{deadline_words(deadline.name)}: {deadline.day.isoformat()}{sure}."
            yield Action("deadline", text, (), deadline.day.isoformat(), Effect())


def _points(value: float) -> str:
    return f"{PERCENT * value:.2f}"


def _percent(chance: float) -> str:
    if 0 < chance < LEAST_SAID:
        return "less than 1%"
    if 1.0 - LEAST_SAID <= chance < 1:
        return "more than 99%"
    return f"{PERCENT * chance:.0f}%"
