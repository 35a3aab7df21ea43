from functools import cache

import pytest

from thirdfriday.plan.unmatched_build import build_unmatched
from thirdfriday.plan.unmatched_season import Told

ANA = "img_internal_medicine"


@cache
def after(case, told):
    return build_unmatched(case, told, with_changes=False)


def shares(answer):
    return {cause.cause: cause.after for cause in answer.causes}


def away(answer):
    return {item.what: item.gain for item in answer.given_away}


@pytest.fixture
def sent(catalogue, case_of):
    found = [p for p in catalogue.of_specialty("internal_medicine") if p.visa_j1 and p.offered]
    return tuple(p.program_id for p in found[:90])


def test_no_interview_speaks_for_paper_and_many_for_the_interviews(case_of, sent):
    case = case_of(ANA)
    none = after(case, Told(sent))
    many = after(case, Told(sent, (), sent[:9], sent[:9]))
    assert shares(none)["paper"] > shares(many)["paper"]
    assert shares(many)["interview"] > shares(none)["interview"]
    assert many.causes[0].cause == "interview"
    assert sum(shares(many).values()) == pytest.approx(1.0)
    assert many.counts.chance_of_so_few_interviews > none.counts.chance_of_so_few_interviews
    assert none.counts.chance_of_no_match_with_these_interviews == 1.0


def test_a_list_cut_short_and_a_short_season_are_named(case_of, sent):
    case = case_of(ANA)
    assert "list too short" in away(after(case, Told(sent, (), sent[:4], sent[:1])))
    assert "list too short" not in away(after(case, Told(sent, (), sent[:4], sent[:4])))
    assert "too few applications" in away(after(case, Told(sent[:25])))
    assert "too few applications" not in away(after(case, Told(applications=140, interviews=1)))


def test_applications_to_closed_programs_are_named(case_of, catalogue, sent):
    shut = [p for p in catalogue.of_specialty("internal_medicine") if p.visa_j1 is False]
    mixed = (*(p.program_id for p in shut[:40]), *sent[:40])
    assert "closed programs" in away(after(case_of(ANA), Told(mixed)))


def test_signals_raise_what_was_to_be_expected(case_of, sent):
    plain = after(case_of(ANA), Told(sent))
    signalled = after(case_of(ANA), Told(sent, ("gold",) * 3 + ("",) * (len(sent) - 3)))
    assert signalled.counts.expected_interviews > plain.counts.expected_interviews


def test_counts_alone_are_enough_and_say_so(case_of):
    answer = after(case_of(ANA), Told(applications=120, interviews=9, ranks=9))
    assert answer.counts.interviews == 9
    assert shares(answer)["interview"] > 0.4
    assert any("--log" in note for note in answer.notes)
    assert "9 interviews" in answer.diagnosis


def test_the_next_year_is_planned_anew(case_of):
    answer = build_unmatched(case_of("md_low_score_la"), Told(applications=30, interviews=1))
    assert 0 < answer.chance_next_season_as_is < 1
    assert {"apply_now", "wait"} <= {branch.key for branch in answer.branches}
    assert all(change.reaches == "next season" for change in answer.changes)


def test_every_specialty_of_the_season_counts(case_of, catalogue):
    case = case_of("two_specialties")
    ids = {
        key: [p.program_id for p in catalogue.of_specialty(key) if p.offered][:20]
        for key in ("psychiatry", "family_medicine", "pediatrics")
    }
    sent = tuple(key for part in ids.values() for key in part)
    told = Told(sent, (), (*ids["family_medicine"][:3], ids["pediatrics"][0]))
    answer = after(case, told)
    counts = {each.specialty: each for each in answer.by_specialty}
    assert {key: each.applications for key, each in counts.items()} == dict.fromkeys(ids, 20)
    assert [counts[key].interviews for key in ids] == [0, 3, 1]
    assert all(each.expected_interviews > 0 for each in counts.values())
    total = sum(each.expected_interviews for each in counts.values())
    assert total == pytest.approx(answer.counts.expected_interviews)
    one = after(case, Told(tuple(ids["psychiatry"])))
    assert one.counts.expected_interviews == pytest.approx(counts["psychiatry"].expected_interviews)


def test_counts_alone_spread_over_every_specialty_of_the_case(case_of):
    case = case_of("two_specialties")
    answer = after(case, Told(applications=60, interviews=2))
    assert answer.by_specialty == ()
    assert 0 < answer.counts.expected_interviews < 60
