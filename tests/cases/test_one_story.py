"""A plan, a season and a rank list tell one story: the same interviews, the same chance."""

import datetime as dt
from functools import cache

import numpy as np
import pytest

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.rank_list import RankedProgram
from thirdfriday.domain.season import season_from_facts
from thirdfriday.domain.season_event import ProgramHistory, Status
from thirdfriday.domain.signal import SignalTier
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.chances import GeographyAnswer
from thirdfriday.models.down_the_list import down_in_seasons, down_the_list
from thirdfriday.plan.rank_order_inputs import list_chances
from thirdfriday.plan.season_build import _curve, season_days
from thirdfriday.plan.season_forecast import forecast
from thirdfriday.plan.season_list import season_list
from thirdfriday.plan.situation import situation_of

EXAMPLES = (
    "advanced_preliminary",
    "do_comlex_only",
    "img_internal_medicine",
    "img_psychiatry_la_ties",
    "md_low_score_la",
    "md_strong",
    "two_specialties",
    "us_img_caribbean",
)
SENT = dt.date(2026, 9, 2)
INTERVIEWS = 6


@cache
def known(case):
    """What a case is open to, and the answer of its plan on geography."""
    facts, catalogue = load_facts(case.season), load_catalogue()
    return facts, catalogue, *situation_of(case, catalogue, facts)


def interviewed(plan):
    """A few programs of the plan's list, from the most wanted to the least, and all of it."""
    sent = {
        choice.program.id: SignalTier(choice.signal) if choice.signal else None
        for choice in plan.choices
    }
    ids = [choice.program.id for choice in sorted(plan.choices, key=lambda c: -c.preference)]
    places = np.unique(np.linspace(0, len(ids) - 1, INTERVIEWS).astype(int))
    return [ids[place] for place in places], sent


def season_says(case, plan, invited, sent):
    """The chance of a match on the last day of a season with these interviews."""
    facts, catalogue, scope, _ = known(case)
    last = season_days(season_from_facts(facts))[1]
    histories = {
        key: ProgramHistory(
            key, Status.ATTENDED if key in invited else Status.REJECTED, since=last, sent_on=SENT,
            signalled=signal is not None, signal=signal,
            invited_on=last if key in invited else None, last=last,
        )
        for key, signal in sent.items()
    }  # fmt: skip
    listed = season_list(case, scope, histories, catalogue=catalogue, facts=facts)
    answer = GeographyAnswer(plan.geography.divisions, plan.geography.setting)
    made = forecast(listed, answer, _curve(listed, facts), day=last, days=len(sent), facts=facts)
    found = made.outcome(made.weight, made.now)
    order = [listed.chances.programs[at].program_id for at in listed.index]
    return found.chance_of_match, [key for key in order if key in invited]


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_season_and_a_rank_list_say_one_chance(case_of, plan_of, name):
    case, plan = case_of(name), plan_of(name)
    invited, sent = interviewed(plan)
    said, order = season_says(case, plan, invited, sent)
    facts, catalogue, *_ = known(case)
    listed = [RankedProgram(key, signal=sent[key]) for key in order]
    chances = list_chances(case, listed, catalogue, facts, applied=tuple(sent), seed=1)
    closed = down_the_list(chances.admit, chances.weight).any
    counted = down_in_seasons(chances.seasons(seed=1, count=5000)).any
    assert abs(closed - said) < 0.015, f"rank {closed:.3f}, season {said:.3f}"
    assert abs(counted - said) < 0.025, f"counted {counted:.3f}, season {said:.3f}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_plan_says_what_seasons_count(plan_of, name):
    plan = plan_of(name)
    headline, counted = plan.headline, plan.counted
    assert counted.seasons == 5000 and counted.standard_error < 0.01
    for said, found in (
        (headline.chance_of_match.central, counted.chance_of_match),
        (headline.chance_of_match_in_target.central, counted.chance_of_match_in_target),
    ):
        assert abs(said - found) < 0.02, f"plan {said:.3f}, counted {found:.3f}"
    assert abs(headline.expected_interviews.central - counted.expected_interviews) < 0.15
