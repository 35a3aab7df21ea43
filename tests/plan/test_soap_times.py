import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from thirdfriday.facts.registry import load_facts
from thirdfriday.plan.soap_times import soap_checklist, soap_conduct, soap_times

SEASONS = (2025, 2026, 2027)
# Hours ahead of Eastern in Match Week: the US has changed its clocks, Europe has not.
AHEAD = {
    "Europe/Madrid": 5.0,
    "Europe/London": 4.0,
    "Asia/Kolkata": 9.5,
    "Asia/Kathmandu": 9.75,
    "Africa/Cairo": 6.0,
    "America/Los_Angeles": -3.0,
    "America/Phoenix": -3.0,
    "America/Havana": 0.0,
    "Australia/Sydney": 15.0,
}


@pytest.mark.parametrize("season", SEASONS)
@pytest.mark.parametrize("name", AHEAD)
def test_match_week_falls_between_the_clock_changes(season, name):
    moments = soap_times(load_facts(season), ZoneInfo(name))
    assert {moment.hours_ahead_of_eastern for moment in moments} == {AHEAD[name]}
    for moment in moments:
        eastern, local = (dt.datetime.fromisoformat(t) for t in (moment.eastern, moment.local))
        assert eastern == local


@pytest.mark.parametrize("season", SEASONS)
def test_the_record_s_own_offset_is_that_of_new_york(season):
    for moment in soap_times(load_facts(season), ZoneInfo("America/New_York")):
        assert moment.eastern == moment.local


def test_rounds_reach_into_friday_in_asia():
    moments = {m.name: m for m in soap_times(load_facts(2027), ZoneInfo("Asia/Tokyo"))}
    assert moments["round_1"].local == "2027-03-18T22:00:00+09:00"
    assert moments["round_4"].local_weekday == "Friday"
    assert moments["round_1"].ends_local == "2027-03-19T00:00:00+09:00"
    assert not moments["round_1"].confirmed


def test_steps_come_in_time_and_the_rules_name_the_limit(case_of, facts):
    steps = soap_checklist(case_of("img_internal_medicine").applicant, facts)
    assert [step.due for step in steps] == sorted(step.due for step in steps)
    assert len(soap_checklist(case_of("md_strong").applicant, facts)) == len(steps) - 1
    said = " ".join(soap_conduct(facts))
    assert "At most 45" in said and "No contact" in said
