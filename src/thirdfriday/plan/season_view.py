"""The parts of the season's answer that describe it: each program, the timing, the notes."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from scipy.stats import norm

from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.domain.program import Program
from thirdfriday.domain.season_event import (
    EventKind,
    ProgramHistory,
    SeasonEvent,
    Status,
)
from thirdfriday.facts.registry import Facts
from thirdfriday.models.joint_chances import parts_of
from thirdfriday.plan.plan import Note
from thirdfriday.plan.season_changes import expected_by_now
from thirdfriday.plan.season_forecast import Forecast
from thirdfriday.plan.season_list import SeasonList
from thirdfriday.plan.season_plan import PacePoint, QualityView, SeasonProgram, Timing, iso
from thirdfriday.plan.season_ranges import SeasonRanges, weighted_quantiles
from thirdfriday.plan.season_sent import SentList

HALF = 0.5
FIRST_NAMED = 5
DAYS_PER_WEEK = 7


def programs_of(
    made: Forecast, now: SeasonRanges, before: SeasonRanges, worth: Mapping[int, float]
) -> Iterator[SeasonProgram]:
    """Every program of the list that is forecast, the most wanted first."""
    listed = made.listed
    at_now = made.outcome(made.weight, made.now).chance_at
    at_first = made.first.chance_at
    prior = made.joint(made.weight)
    rows = zip(listed.programs, listed.histories, listed.index.tolist(), strict=True)
    for j, (program, history, i) in enumerate(rows):
        yield SeasonProgram(
            id=program.program_id,
            acgme_id=program.acgme_id or None,
            name=program.name,
            city=program.city,
            state=program.state,
            specialty=program.specialty,
            in_target=bool(listed.target[i]),
            status=str(history.status),
            since=iso(history.since),
            signal=listed.chances.signal_word(i, int(listed.tiers[j])),
            sent_on=iso(history.sent_on),
            invited_on=iso(history.invited_on),
            interview_on=iso(history.interview_on),
            chance_of_interview=now.at_program[j],
            chance_of_interview_before=before.at_program[j],
            chance_of_match=float(at_now[j]),
            chance_of_match_before=float(at_first[j]),
            chance_of_match_if_interviewed=float(made.admit[i] @ prior),
            share_of_invitations_out=made.curve.at(program.program_id).share_out(made.day),
            value_of_interview=worth.get(j),
            remark=_remark(listed, j, i),
        )


def _remark(listed: SeasonList, j: int, i: int) -> str:
    reason = listed.refused[i]
    if not reason:
        return ""
    if listed.histories[j].was_invited:
        return f"invited although a rule seemed to close it ({reason})"
    return f"counted as closed to you ({reason})"


def programs_elsewhere(
    found: Mapping[str, ProgramHistory], listed: SeasonList, catalogue: Catalogue
) -> Iterator[SeasonProgram]:
    """Programs of the log of which no chance is made: another specialty, or closed."""
    here = {program.program_id for program in listed.programs}
    for program_id, history in sorted(found.items()):
        if program_id not in here:
            yield _unforecast(program_id, catalogue.by_id.get(program_id), history, listed)


def _unforecast(
    program_id: str, program: Program | None, history: ProgramHistory, listed: SeasonList
) -> SeasonProgram:
    if program is None:
        remark = "not forecast: known only from a data pack that is left out"
    elif program.specialty not in {p.specialty for p in listed.chances.programs}:
        remark = f"not forecast: a program of {program.specialty.replace('_', ' ')}"
    else:
        remark = "not forecast: neither in the last two Matches nor on the newest list"
    return SeasonProgram(
        id=program_id,
        acgme_id=(program.acgme_id or None) if program else None,
        name=program.name if program else program_id,
        city=program.city if program else "",
        state=program.state if program else "",
        specialty=program.specialty if program else "",
        in_target=False,
        status=str(history.status),
        since=iso(history.since),
        signal=None if history.signal is None else str(history.signal),
        sent_on=iso(history.sent_on),
        invited_on=iso(history.invited_on),
        interview_on=iso(history.interview_on),
        chance_of_interview=None,
        chance_of_interview_before=None,
        chance_of_match=None,
        chance_of_match_before=None,
        chance_of_match_if_interviewed=None,
        share_of_invitations_out=None,
        value_of_interview=None,
        remark=remark,
    )


def timing_of(made: Forecast, facts: Facts) -> Timing:
    """How far the season is on the day.

    Facts: season.trigger.out
    """
    curve = made.curve
    return Timing(
        programs_see_on=curve.seen_on.isoformat(),
        share_out=curve.share_out(made.day),
        half_out_on=curve.day_of(HALF).isoformat(),
        most_out_on=curve.day_of(facts.value("season.trigger.out")).isoformat(),
        invitations=sum(history.was_invited for history in made.listed.histories),
        invitations_expected_by_now=expected_by_now(made),
    )


def pace_of(made: Forecast, facts: Facts) -> tuple[PacePoint, ...]:
    """Invitations expected and received week by week, until nearly all should be out.

    Facts: season.trigger.out
    """
    week = dt.timedelta(days=DAYS_PER_WEEK)
    last = max(made.day, made.curve.day_of(facts.value("season.trigger.out")))
    days = [made.curve.seen_on]
    while days[-1] < last:
        days.append(days[-1] + week)
    invited = [h.invited_on for h in made.listed.histories if h.invited_on is not None]
    return tuple(
        PacePoint(
            on=day.isoformat(),
            expected=expected_by_now(made, day),
            received=None if day > made.day else sum(on <= day for on in invited),
        )
        for day in sorted({*days, made.day})
        if day >= made.curve.seen_on
    )


def quality_of(made: Forecast, facts: Facts) -> QualityView:
    """What the answers say of unseen quality: mean, 80% range, place among such files."""
    grid = made.grid
    tail = (1.0 - facts.value("range.share")) / 2.0
    low, high = weighted_quantiles(grid.quality, made.weight, (tail, 1.0 - tail))
    percentile = norm.cdf(grid.quality / grid.spread) @ made.weight
    return QualityView(
        mean=float(made.weight @ grid.quality),
        low=low,
        high=high,
        percentile=float(np.clip(percentile, 0.0, 1.0)),
    )


def season_notes(
    made: Forecast,
    known: Sequence[SeasonEvent],
    sent: SentList,
    *,
    elsewhere: Sequence[SeasonProgram] = (),
    facts: Facts,
) -> tuple[Note, ...]:
    """What to know of this forecast, warnings first.

    Facts: season.timing.shift
    """
    found = [*_list_notes(made, known, sent), *_signal_notes(made)]
    if elsewhere:
        text = (
            f"No chance is counted at {len(elsewhere)} of the log: "
            f"{_some([f'{one.name} ({one.remark})' for one in elsewhere])}. A specialty that you "
            "applied in belongs in the case file, behind those you want more."
        )
        found.append(Note("warning", text))
    low, _, high = facts.range("season.timing.shift")
    doubtful = [
        listed.name
        for listed, history in zip(made.listed.programs, made.listed.histories, strict=True)
        if history.status is Status.REJECTED and history.was_invited
    ]
    if doubtful:
        text = f"Invited and turned down later, so no interview counts: {_some(doubtful)}."
        found.append(Note("log", text))
    text = (
        "Invitations are taken to go out as fast to signalled programs as to others: no table "
        "says otherwise. The pace is that of the specialty in a survey of 2020, with a common "
        "offer day where one is known, shifted to this season's first day and drawn up to "
        f"{max(-low, high):.0f} days to either side: it is the weakest number of a season."
    )
    found.append(Note("timing", text))
    text = (
        "We take the plan's answer to the ERAS geography question as the one that you gave, and "
        "that you rank every interview you keep."
    )
    found.append(Note("scope", text))
    return tuple(sorted(found, key=lambda note: note.kind != "warning"))


def _list_notes(made: Forecast, known: Sequence[SeasonEvent], sent: SentList) -> Iterator[Note]:
    if not sent.from_log:
        text = (
            f"The log does not say what was sent; the list is taken from {sent.told}. Log each "
            "application (event sent), or give your list with --list."
        )
        yield Note("warning", text)
    elif any(event.kind is not EventKind.SENT for event in known):
        missing = [
            program.name
            for program, history in zip(made.listed.programs, made.listed.histories, strict=True)
            if history.sent_on is None
        ]
        if missing:
            yield Note(
                "log", f"Taken as sent on the first day, as no row says when: {_some(missing)}."
            )
    barred = [
        program.name
        for program, closed in zip(made.listed.programs, made.listed.barred, strict=True)
        if closed
    ]
    if barred:
        text = f"A rule closes these to you, so they count for nothing: {_some(barred)}."
        yield Note("warning", text)


def _signal_notes(made: Forecast) -> Iterator[Note]:
    chances = made.listed.chances
    if not any(part.signal_tiers for part in parts_of(chances)):
        return
    if not made.listed.histories:
        return
    if not any(history.signalled for history in made.listed.histories):
        yield Note(
            "warning", "No signal is logged. Log them (event signalled): they change chances."
        )
        return
    unsaid: dict[str, list[str]] = {}
    for i, history in zip(made.listed.index.tolist(), made.listed.histories, strict=True):
        tiers = chances.at(i)[0].signal_tiers
        if history.signalled and len(tiers) > 1 and str(history.signal) not in tiers:
            unsaid.setdefault(tiers[0], []).append(chances.programs[i].name)
    for tier, names in unsaid.items():
        text = f"Signals whose tier is not said are counted as {tier}: {_some(names)}."
        yield Note("log", text)


def _some(names: Sequence[str]) -> str:
    rest = len(names) - FIRST_NAMED
    told = ", ".join(names[:FIRST_NAMED])
    return f"{told} and {rest} more" if rest > 0 else told
