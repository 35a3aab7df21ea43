"""What changed since the applications were read, piece by piece, in words with numbers."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from thirdfriday.domain.season_event import ProgramHistory, Status
from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array
from thirdfriday.models.updating import Answers, later_chances
from thirdfriday.plan.season_forecast import Forecast
from thirdfriday.plan.season_list import Flags, answers_of, arrived_shares
from thirdfriday.plan.season_plan import Change
from thirdfriday.plan.season_wording import finely


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """The list with some of the news taken in: answers, interviews held, chance of a match."""

    answers: Answers
    held: Flags
    weight: Array
    match: float
    silent: float


def changes_of(made: Forecast, facts: Facts) -> tuple[Change, ...]:
    """The way from the forecast before any answer to the one of today; the steps add up.

    First the silence of every program up to today is taken in, then each answer in the order it
    came, so that an answer's step is what it changed against more silence.

    Facts: season.changes.most
    """
    listed = made.listed
    start = made.first.chance_of_match
    silent = [_unanswered(history) for history in listed.histories]
    step = _step(made, tuple(silent))
    found = list(_silence(made, start, step))
    news = sorted(
        (when, j) for j, h in enumerate(listed.histories) if (when := answered_on(h)) is not None
    )
    together = _grouped(made, news, round(facts.value("season.changes.most")))
    for places in together:
        before = step
        for j in places:
            silent[j] = listed.histories[j]
        step = _step(made, tuple(silent))
        found.append(_news(made, places, before, step))
    return tuple(found)


def answered_on(history: ProgramHistory) -> dt.date | None:
    """The day of the answer that the history turns on; None while it is silent."""
    if history.was_invited:
        return history.invited_on
    return None if history.status is Status.SILENT else history.since


def _unanswered(history: ProgramHistory) -> ProgramHistory:
    return replace(history, status=Status.SILENT, since=None, invited_on=None, interview_on=None)


def _grouped(made: Forecast, news: list[tuple[dt.date, int]], most: int) -> list[list[int]]:
    """News one by one; where there is much of it, rejections of a month go together."""
    if len(news) <= most:
        return [[j] for _, j in news]
    groups: dict[tuple[int, int, int], list[int]] = {}
    for when, j in news:
        plain = made.listed.histories[j].status is Status.REJECTED
        alone = not plain or made.listed.histories[j].was_invited
        groups.setdefault((when.year, when.month, j if alone else -1), []).append(j)
    return list(groups.values())


def _step(made: Forecast, known: tuple[ProgramHistory, ...]) -> _Step:
    listed = replace(made.listed, histories=known)
    barred = made.listed.barred
    answers = answers_of(known, barred, made.curve, made.day)
    here = replace(made, listed=listed, answers=answers, weight=made.posterior(answers))
    match = here.outcome(here.weight, here.now).chance_of_match
    pending = made.listed.pending
    later = later_chances(made.chance, answers) @ here.weight
    silent = float(later[pending].mean()) if pending.any() else 0.0
    return _Step(answers, listed.held, here.weight, match, silent)


def _silence(made: Forecast, start: float, step: _Step) -> Iterator[Change]:
    out = made.curve.share_out(made.day)
    if out <= 0:
        return
    expected = expected_by_now(made)
    whose = "your specialties'" if made.several else "the specialty's"
    pending = int(made.listed.pending.sum())
    text = (
        f"By {made.day.isoformat()} about {100 * out:.0f}% of {whose} invitations should "
        f"be out; {expected:.1f} were to be expected from this list by now. Had no program "
        f"answered, the chance of a match would be {finely(start)} -> {finely(step.match)}. "
        f"{pending} programs are still open."
    )
    programs = tuple(
        program.program_id
        for program, open_ in zip(made.listed.programs, made.listed.pending, strict=True)
        if open_
    )
    yield Change(
        kind="silence",
        on=made.day.isoformat(),
        programs=programs,
        text=text,
        chance_beforehand=None,
        chance_of_match_before=start,
        chance_of_match_after=step.match,
        change_in_chance_of_match=step.match - start,
    )


def expected_by_now(made: Forecast, day: dt.date | None = None) -> float:
    """Invitations that were to be expected by a day, before any answer. [count]

    The day is that of the forecast unless another is given.
    """
    listed = made.listed
    shares = arrived_shares(listed.histories, listed.barred, made.curve, day or made.day)
    return float((made.chance @ made.grid.weight) @ shares)


def _news(made: Forecast, places: list[int], before: _Step, after: _Step) -> Change:
    listed = made.listed
    programs = [listed.programs[j] for j in places]
    histories = [listed.histories[j] for j in places]
    when = max(day for history in histories if (day := answered_on(history)) is not None)
    kind, words = _told(histories[0])
    chance = float(made.chance[places] @ made.grid.weight @ np.full(len(places), 1 / len(places)))
    if len(places) > 1:
        who = f"{len(places)} programs"
        beforehand = f"They had a chance of {finely(chance)} each on average"
    else:
        who = made.named(programs[0])
        beforehand = f"The chance of an invitation there was {finely(chance)} at first"
    text = (
        f"{when.isoformat()}: {who} {words}. {beforehand}. At the programs still open the mean "
        f"chance of an invitation yet goes {finely(before.silent)} -> {finely(after.silent)}, "
        f"and the chance of a match {finely(before.match)} -> {finely(after.match)}."
    )
    ids = tuple(program.program_id for program in programs)
    return Change(
        kind=kind,
        on=when.isoformat(),
        programs=ids,
        text=text,
        chance_beforehand=chance,
        chance_of_match_before=before.match,
        chance_of_match_after=after.match,
        change_in_chance_of_match=after.match - before.match,
    )


def _told(history: ProgramHistory) -> tuple[str, str]:
    if history.was_invited:
        then = {
            Status.RELEASED: " and you gave the interview up",
            Status.REJECTED: " and took it back or turned you down later",
            Status.WITHDRAWN: " and you withdrew",
        }.get(history.status, "")
        return "invitation", f"invited you{then}"
    return {
        Status.REJECTED: ("rejection", "turned you down"),
        Status.WAITLISTED: ("waitlist", "put you on its interview waitlist"),
        Status.WITHDRAWN: ("withdrawal", "lost your application, as you withdrew"),
    }[history.status]
