import datetime as dt
import json
import random
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from tests.conftest import EXAMPLES

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.season_event import EventKind, SeasonEvent
from thirdfriday.domain.signal import SignalTier
from thirdfriday.errors import CaseError
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.facts.registry import load_facts
from thirdfriday.plan.plan import Plan
from thirdfriday.plan.season_build import build_season
from thirdfriday.plan.season_plan import SeasonPlan

NAME = "img_internal_medicine"
SENT = dt.date(2026, 9, 2)
ON = dt.date(2026, 11, 15)


def event(program: str, kind: EventKind, month: int, day: int, **more: object) -> SeasonEvent:
    year = 2026 if month > 5 else 2027
    return SeasonEvent(dt.date(year, month, day), program, kind, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case(EXAMPLES / f"{NAME}.toml")


@pytest.fixture(scope="module")
def sent(plan_of: Callable[[str], Plan]) -> list[SeasonEvent]:
    """The plan's list as a log of 120 programs with its signals."""
    rows = []
    for choice in plan_of(NAME).choices:
        rows.append(SeasonEvent(SENT, choice.program.id, EventKind.SENT))
        if choice.signal:
            tier = SignalTier(choice.signal)
            rows.append(SeasonEvent(SENT, choice.program.id, EventKind.SIGNALLED, tier))
    return rows


@cache
def season(case: Case, rows: tuple[SeasonEvent, ...], on: dt.date = ON) -> SeasonPlan:
    return build_season(case, rows, on=on)


@pytest.fixture(scope="module")
def few(sent: list[SeasonEvent]) -> list[SeasonEvent]:
    """The first part of it, where the length is no matter."""
    return sent[:40]


def by_id(made: SeasonPlan) -> dict[str, float]:
    return {
        program.id: program.chance_of_interview.central
        for program in made.programs
        if program.chance_of_interview
    }


def test_before_programs_can_read_the_season_is_the_plan(
    case: Case, sent: list[SeasonEvent], plan_of: Callable[[str], Plan]
) -> None:
    made, plan = season(case, tuple(sent), dt.date(2026, 9, 10)), plan_of(NAME)
    for name in ("chance_of_match", "chance_of_match_in_target", "chance_of_no_interview"):
        ours, theirs = getattr(made.headline, name), getattr(plan.headline, name)
        assert abs(ours.central - theirs.central) < 0.005, name
        assert abs(ours.low - theirs.low) < 0.03, name
        assert abs(ours.high - theirs.high) < 0.03, name
    assert made.headline.applications == plan.headline.applications == 120
    assert made.headline.cost_usd == plan.headline.cost_usd
    assert made.headline == made.headline_before
    assert not made.changes
    for choice in plan.choices:
        central = choice.chance_of_interview.central
        assert by_id(made)[choice.program.id] == pytest.approx(central, rel=0.02, abs=1e-4)


def test_an_invitation_lifts_and_a_no_lowers_every_other_program(
    case: Case, few: list[SeasonEvent]
) -> None:
    base = by_id(season(case, tuple(few)))
    rng = random.Random(5)
    for program in rng.sample(sorted(base), 1):
        invited = by_id(season(case, (*few, event(program, EventKind.INVITED, 10, 12))))
        rejected = by_id(season(case, (*few, event(program, EventKind.REJECTED, 10, 12))))
        for other in base.keys() - {program}:
            assert invited[other] >= base[other] - 1e-12
            assert rejected[other] <= base[other] + 1e-12


def test_silence_lowers_day_by_day(case: Case, few: list[SeasonEvent]) -> None:
    days = [dt.date(2026, 9, 10), ON, dt.date(2027, 1, 20)]
    matches = [season(case, tuple(few), day).headline.chance_of_match.central for day in days]
    assert matches == sorted(matches, reverse=True)
    end = season(case, tuple(few), dt.date(2027, 3, 10))
    assert end.headline.chance_of_match.central == 0.0
    assert end.headline.chance_of_no_interview.central == 1.0


@pytest.fixture(scope="module")
def whole(sent: list[SeasonEvent]) -> list[SeasonEvent]:
    """A season's log of 130 programs with everything that happens."""
    programs = list(dict.fromkeys(row.program_id for row in sent))
    here = [p.program_id for p in load_catalogue().of_specialty("internal_medicine")]
    more = [program for program in here if program not in programs][: 130 - len(programs)]
    rows = [*sent, *(SeasonEvent(SENT, program, EventKind.SENT) for program in more)]
    kinds = [EventKind.INVITED, EventKind.REJECTED, EventKind.WAITLISTED, EventKind.MESSAGE]
    for place, program in enumerate(programs[:60]):
        rows.append(event(program, kinds[place % 4], 10, 5 + place % 9))
    for program in programs[:40:8]:
        booked = dt.date(2026, 12, 3)
        rows.append(event(program, EventKind.SCHEDULED, 10, 5, interview_on=booked))
    rows += [event(programs[4], EventKind.DECLINED, 10, 20)]
    rows += [event(programs[12], EventKind.ATTENDED, 11, 2)]
    rows += [event(programs[70], EventKind.WITHDRAWN, 11, 1)]
    return rows


def test_a_log_of_130_programs_replays_the_same_in_any_order(
    case: Case, whole: list[SeasonEvent]
) -> None:
    first = build_season(case, whole, on=ON)
    shuffled = list(whole)
    random.Random(1).shuffle(shuffled)
    again = build_season(case, shuffled, on=ON)
    assert json.dumps(first.to_json()) == json.dumps(again.to_json())
    assert len(first.programs) == 130


def test_the_steps_of_the_changes_add_up(case: Case, whole: list[SeasonEvent]) -> None:
    made = season(case, tuple(whole))
    start = made.headline_before.chance_of_match.central
    end = made.headline.chance_of_match.central
    assert made.changes[0].kind == "silence"
    assert made.changes[0].chance_of_match_before == pytest.approx(start)
    assert made.changes[-1].chance_of_match_after == pytest.approx(end)
    total = sum(change.change_in_chance_of_match for change in made.changes)
    assert total == pytest.approx(end - start)


def test_what_cannot_be_is_not_shown(case: Case, whole: list[SeasonEvent]) -> None:
    made = season(case, tuple(whole))
    matches = [p.chance_of_match for p in made.programs if p.chance_of_match is not None]
    assert sum(matches) == pytest.approx(made.headline.chance_of_match.central)
    for program in made.programs:
        chance = program.chance_of_interview
        assert chance is not None
        if program.status in ("rejected", "released", "withdrawn"):
            assert chance.high == 0.0
            assert program.chance_of_match == 0.0
        if program.status in ("invited", "scheduled", "attended"):
            assert chance.low == 1.0
            assert program.value_of_interview is not None or program.status == "attended"


def test_interviews_on_one_day_and_more_than_there_are_days_for(
    case: Case, whole: list[SeasonEvent]
) -> None:
    made = season(case, tuple(whole))
    kinds = {action.kind: action for action in made.actions}
    clash = kinds["clash"]
    assert len(clash.programs) > 1
    assert clash.effect.value is not None and clash.effect.value > 0
    programs = list(dict.fromkeys(row.program_id for row in whole))
    many = [*whole, *(event(program, EventKind.INVITED, 11, 1) for program in programs[70:95])]
    release = next(a for a in season(case, tuple(many)).actions if a.kind == "release")
    held = sum(p.status in ("invited", "scheduled") for p in season(case, tuple(many)).programs)
    assert len(release.programs) == held - (15 - 1)  # one of fifteen days was spent on an interview
    worth = {p.id: p.value_of_interview for p in season(case, tuple(many)).programs}
    freed = max(worth[program.id] or 0.0 for program in release.programs)
    usual = np.median([value for value in worth.values() if value is not None])
    assert freed <= usual + 1e-6, "beyond what any program of the list is usually worth"


def test_every_action_is_computed(case: Case, few: list[SeasonEvent]) -> None:
    made = season(case, tuple(few), dt.date(2026, 10, 10))
    trigger = next(action for action in made.actions if action.kind == "trigger")
    surprise = load_facts().value("season.surprise")
    assert trigger.chance is not None
    assert (trigger.chance >= surprise) == ("no surprise" in trigger.text)
    assert trigger.deadline is not None and trigger.deadline > made.on
    assert trigger.effect.chance_of_match is not None
    assert "%" in trigger.text and trigger.deadline in trigger.text
    letters = next(action for action in made.actions if action.kind == "letter_of_interest")
    assert letters.assumed
    assert letters.effect.value is not None and letters.effect.value > 0


def test_a_short_list_is_told_to_apply_to_more(case: Case, sent: list[SeasonEvent]) -> None:
    short = [row for row in sent if row.kind is EventKind.SENT][::8]
    made = season(case, tuple(short), dt.date(2026, 10, 1))
    more = next(action for action in made.actions if action.kind == "apply_more")
    assert more.programs
    listed = {row.program_id for row in short}
    assert not listed & {program.id for program in more.programs}
    assert (more.effect.cost_usd or 0.0) > 0
    assert (more.effect.chance_of_match or 0.0) > 0
    later = season(case, tuple(short), dt.date(2027, 1, 15))
    fewer = next(action for action in later.actions if action.kind == "apply_more")
    assert (fewer.effect.chance_of_match or 0.0) < (more.effect.chance_of_match or 0.0)


def test_other_specialties_and_closed_doors_are_told(
    case: Case, few: list[SeasonEvent], plan_of: Callable[[str], Plan]
) -> None:
    other = load_catalogue().of_specialty("pediatrics")[0].program_id
    refused = next(x.program.id for x in plan_of(NAME).excluded)
    rows = [*few, event(other, EventKind.SENT, 9, 2), event(refused, EventKind.SENT, 9, 2)]
    found = {program.id: program for program in season(case, tuple(rows)).programs}
    assert found[other].chance_of_interview is None
    assert "pediatrics" in found[other].remark
    closed = found[refused].chance_of_interview
    assert closed is not None and closed.high == 0.0
    invited = season(case, (*rows, event(refused, EventKind.INVITED, 10, 3)))
    opened = next(p for p in invited.programs if p.id == refused)
    assert opened.chance_of_interview is not None and opened.chance_of_interview.central == 1.0
    assert opened.chance_of_match is not None and opened.chance_of_match > 0


def test_a_late_application_is_not_blamed_for_the_silence_before_it(
    case: Case, few: list[SeasonEvent]
) -> None:
    early, rest = few[0], few[1:]
    late = SeasonEvent(dt.date(2026, 11, 10), early.program_id, EventKind.SENT)
    on_time = next(p for p in season(case, tuple(few)).programs if p.id == early.program_id)
    after = next(p for p in season(case, (late, *rest)).programs if p.id == early.program_id)
    assert after.chance_of_interview_before is not None and on_time.chance_of_interview_before
    assert after.chance_of_interview_before.central < on_time.chance_of_interview_before.central


@pytest.mark.parametrize("day", [dt.date(2026, 5, 1), dt.date(2027, 7, 1)])
def test_a_day_outside_the_season_is_refused(case: Case, day: dt.date) -> None:
    with pytest.raises(CaseError, match="outside the season of the Match of March 2027"):
        build_season(case, [], on=day)


def test_without_a_pack_the_assumed_pace_stands_in(case: Case, few: list[SeasonEvent]) -> None:
    made = build_season(case, few, on=ON, without=frozenset({"nrmp"}))
    assert any(a.name == "season.invitations.by.november.default" for a in made.assumptions)
    assert 0.3 < made.timing.share_out < 0.95


def test_a_program_of_another_specialty_is_said_to_be_outside_the_case(case_of, catalogue):
    case = case_of("img_internal_medicine")
    inside, outside = (
        next(p for p in catalogue.of_specialty(key) if p.offered and p.visa_j1)
        for key in ("internal_medicine", "pediatrics")
    )
    rows = [
        SeasonEvent(dt.date(2026, 9, 23), program.program_id, EventKind.SENT)
        for program in (inside, outside)
    ]
    told = [note.text for note in build_season(case, rows, on=ON).notes if note.kind == "warning"]
    assert any(outside.name in text and "pediatrics" in text for text in told)
    alone = [note.text for note in build_season(case, rows[1:], on=ON).notes]
    assert not any("No signal is logged" in text for text in alone)
