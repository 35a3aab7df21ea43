"""The dates to watch for as actions: what silence would mean by then, and the best answer to it."""

from collections.abc import Iterator

from thirdfriday.facts.registry import Facts
from thirdfriday.optimiser.keep_interviews import HeldOutcomes
from thirdfriday.plan.season_forecast import Forecast
from thirdfriday.plan.season_more import Purse
from thirdfriday.plan.season_plan import Action, Effect, ProgramRef
from thirdfriday.plan.season_triggers import (
    Silence,
    silence_until,
    surprising_shortage,
    surprising_silence,
)
from thirdfriday.plan.season_wording import percents, points, ref

HALF = 0.5


def effect_of(before: HeldOutcomes, after: HeldOutcomes, cost: float | None = None) -> Effect:
    """What changes from one outcome to another."""
    return Effect(
        chance_of_match=after.chance_of_match - before.chance_of_match,
        chance_of_match_in_target=after.chance_in_target - before.chance_in_target,
        value=after.value - before.value,
        cost_usd=cost,
    )


def triggers(made: Forecast, now: HeldOutcomes, purse: Purse, facts: Facts) -> Iterator[Action]:
    """The dates to watch for, each from this applicant's own predictive distribution.

    A silence that would hardly change the chance of a match is no trigger. Where no silence would
    be a surprise any more, the day when most invitations are out takes its place.

    Facts: season.trigger.matters, season.trigger.out
    """
    if not made.listed.pending.any() or made.curve.share_out(made.day) >= 1.0:
        return
    matters = facts.value("season.trigger.matters")
    silence = surprising_silence(made, purse, facts)
    shortage = surprising_shortage(made, purse, facts)
    told = []
    if silence and _drop(now, silence) >= matters:
        told.append(silence)
    if shortage and shortage.fewer_than > 1 and _drop(now, shortage) >= matters:
        told.append(shortage)
    if not told and silence is None:
        day = made.curve.day_of(facts.value("season.trigger.out"))
        late = silence_until(made, max(day, made.day), 1, purse, facts)
        if late.day > made.day and _drop(now, late) >= matters:
            told.append(late)
    surprise = facts.value("season.surprise")
    yield from (_action(made, now, each, surprise=each.chance < surprise) for each in told)


def _drop(now: HeldOutcomes, silence: Silence) -> float:
    return now.chance_of_match - silence.outcome.chance_of_match


def _action(made: Forecast, now: HeldOutcomes, silence: Silence, *, surprise: bool) -> Action:
    further = "further " if any(h.was_invited for h in made.listed.histories) else ""
    none = f"no {further}invitation has come"
    fewer = f"fewer than {silence.fewer_than} further invitations have come"
    what = none if silence.fewer_than == 1 else fewer
    how = "a surprise" if surprise else "no surprise, so do not wait for them"
    then = silence.outcome.chance_of_match
    todo, effect, programs, assumed = _answer(made, now, silence)
    day = silence.day.isoformat()
    text = (
        f"If {what} by {day} (chance {percents(silence.chance)}: {how}), the chance of a match"
        f"{' with none at all' if silence.fewer_than > 1 else ''} would be {percents(then)} "
        f"instead of {percents(now.chance_of_match)} now. Then {todo}."
    )
    return Action("trigger", text, programs, day, effect, chance=silence.chance, assumed=assumed)


def _answer(
    made: Forecast, now: HeldOutcomes, silence: Silence
) -> tuple[str, Effect, tuple[ProgramRef, ...], bool]:
    """The best answer to a silence: applications worth their fee, else letters, else SOAP."""
    more, letters = silence.then, silence.letters
    then = silence.outcome.chance_of_match
    soap = (
        f"; and prepare for SOAP, which {percents(1.0 - then)} of such seasons end in"
        if then < HALF
        else ""
    )
    if more.places:
        programs = [made.listed.chances.programs[i] for i in more.places]
        names = made.listing(programs)
        gain = more.after.chance_of_match - more.before.chance_of_match
        todo = (
            f"apply to {len(programs)} more ({names}): +{points(gain)} points of the "
            f"chance of a match for ${more.cost_usd:,.0f}{soap}"
        )
        effect = effect_of(more.before, more.after, more.cost_usd)
        return todo, effect, tuple(ref(program) for program in programs), False
    if letters.places:
        programs = [made.listed.programs[j] for j in letters.places]
        gain = letters.after.chance_of_match - letters.before.chance_of_match
        names = made.listing(programs)
        todo = (
            f"write to {names}: +{points(gain)} points, if a letter multiplies the "
            f"odds of an invitation by {letters.odds_ratio:g} (assumed); further applications "
            f"would not be worth their fee{soap}"
        )
        effect = effect_of(letters.before, letters.after, 0.0)
        return todo, effect, tuple(ref(program) for program in programs), True
    todo = f"neither letters nor further applications would add a hundredth of a point{soap}"
    return todo, Effect(chance_of_match=then - now.chance_of_match), (), False
