"""A season in two specialties: one person, every program forecast, one specialty as before."""

import datetime as dt

import numpy as np
import pytest
from tests.conftest import EXAMPLES

from thirdfriday.domain.season_event import EventKind, SeasonEvent
from thirdfriday.faces.rank_file import read_rank_list
from thirdfriday.faces.season_command import make_season
from thirdfriday.models.release import ReleaseCurve, joint_curve
from thirdfriday.plan.rank_order_build import build_rank_order
from thirdfriday.plan.season_build import build_season
from thirdfriday.plan.season_more import Purse

NAME = "md_low_score_la"
ON = dt.date(2026, 11, 15)


@pytest.fixture(scope="module")
def made():
    return make_season(EXAMPLES / f"{NAME}.toml", str(EXAMPLES / f"{NAME}_log.csv"), on=ON)


def test_every_program_of_both_specialties_is_forecast(made):
    found = {program.specialty for program in made.programs}
    assert found == {"family_medicine", "internal_medicine"}
    assert all(program.chance_of_interview is not None for program in made.programs)
    signals = {(p.specialty, p.signal) for p in made.programs if p.signal}
    assert signals == {("internal_medicine", "gold"), ("internal_medicine", "silver")}
    shares = {p.specialty: p.share_of_invitations_out for p in made.programs}
    assert len(set(shares.values())) == 2
    assert min(shares.values()) < made.timing.share_out < max(shares.values())
    matches = sum(program.chance_of_match for program in made.programs)
    assert matches == pytest.approx(made.headline.chance_of_match.central, abs=1e-9)


def test_sentences_say_the_specialty_where_there_are_two(made):
    clash = next(action for action in made.actions if action.kind == "clash")
    assert "; internal medicine)" in clash.text and "; family medicine)" in clash.text


def test_an_answer_in_one_specialty_speaks_of_the_other(case_of):
    case = case_of(NAME)
    here, there = "1200521372", "1400521036"
    sent = [SeasonEvent(dt.date(2026, 9, 2), key, EventKind.SENT) for key in (here, there)]
    kinds = {None: (), "invited": (EventKind.INVITED,), "rejected": (EventKind.REJECTED,)}
    chances = {}
    for name, more in kinds.items():
        answers = [SeasonEvent(dt.date(2026, 10, 9), here, kind) for kind in more]
        season = build_season(case, [*sent, *answers], on=ON)
        by_id = {program.id: program.chance_of_interview for program in season.programs}
        chances[name] = by_id[there].central
    assert chances["rejected"] < chances[None] < chances["invited"]


def test_a_rank_list_spans_both_specialties_and_offers_programs_of_both(case_of):
    case = case_of(NAME)
    listed = read_rank_list(EXAMPLES / f"{NAME}_rank.csv", case)
    answer = build_rank_order(case, listed)
    assert {line.specialty for line in answer.lines} == {"family_medicine", "internal_medicine"}
    total = sum(line.chance_of_match_here for line in answer.lines)
    assert answer.chance_of_match.central == pytest.approx(total)
    assert 0 < answer.standard_error < 0.0071
    assert {effect.id[:3] for effect in answer.adding} == {"120", "140"}


def test_curves_of_two_specialties_follow_the_list():
    first = ReleaseCurve(dt.date(2026, 9, 23), (0.0, 50.0), (0.0, 1.0))
    second = ReleaseCurve(dt.date(2026, 9, 30), (0.0, 100.0), (0.0, 1.0))
    specialty_of = {"a": "one", "b": "two", "c": "two"}
    joint = joint_curve({"one": first, "two": second}, specialty_of, ["a", "b", "c"])
    day = dt.date(2026, 10, 18)
    assert joint.share_out(day) == pytest.approx((0.5 + 2 * 0.18) / 3)
    assert joint.at("a") is first and joint.at("c") is second
    assert joint.seen_on == first.seen_on
    assert joint.share_out(joint.day_of(0.5)) >= 0.5
    assert joint.shifted(7).at("b").share_out(day) == pytest.approx(0.11)
    assert joint_curve({"one": first}, specialty_of, ["a"]) is first


def test_fees_are_each_specialtys_own():
    purse = Purse(
        {"one": (0.0, 10.0, 20.0, 50.0), "two": (0.0, 7.0, 14.0)},
        {"one": 2, "two": 0}, budget_usd=np.inf, usd_per_value=1.0,
    )  # fmt: skip
    assert purse.spent == 20.0
    assert purse.next_usd == 7.0
    assert purse.of(("one", "two", "two")) == 44.0
