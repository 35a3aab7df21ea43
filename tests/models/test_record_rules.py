"""Rules of the record: a better record is never accepted by fewer programs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.domain.applicant import Certification, CertificationStatus
from thirdfriday.domain.examinations import Examination, ExaminationResult
from thirdfriday.domain.experience import ClinicalExperience, ClinicalKind
from thirdfriday.models.record_rules import record_rules

SPECIALTY = "internal_medicine"


@pytest.fixture(scope="module")
def ana(case_of):
    return case_of("img_internal_medicine")


def log_odds(case, facts):
    return sum(rule.log_odds for rule in record_rules(case, SPECIALTY, facts))


def with_exam(case, **exams):
    examinations = replace(case.applicant.examinations, **exams)
    return replace(case, applicant=replace(case.applicant, examinations=examinations))


def passed(score=None, attempts=1):
    return Examination(ExaminationResult.PASS, score, attempts)


@given(st.integers(196, 299), st.integers(1, 60))
def test_a_higher_score_never_hurts(ana, facts, score, more):
    low = with_exam(ana, step_2_ck=passed(score))
    high = with_exam(ana, step_2_ck=passed(min(300, score + more)))
    assert log_odds(high, facts) >= log_odds(low, facts)


@given(st.integers(1, 5), st.integers(1, 5))
def test_fewer_failures_never_hurt(ana, facts, first, second):
    more = with_exam(ana, step_1=passed(None, first + 1), step_2_ck=passed(235, second))
    less = with_exam(ana, step_1=passed(None, first), step_2_ck=passed(235, second))
    assert log_odds(less, facts) >= log_odds(more, facts)


@given(st.floats(0, 24), st.floats(0.5, 24), st.sampled_from(ClinicalKind))
def test_more_months_never_hurt(ana, facts, months, more, kind):
    def with_months(count):
        stays = (ClinicalExperience(kind, count),)
        return replace(ana, applicant=replace(ana.applicant, clinical_experience=stays))

    assert log_odds(with_months(months + more), facts) >= log_odds(with_months(months), facts)


@given(st.integers(1990, 2026), st.integers(1, 20))
def test_a_later_graduation_never_hurts(ana, facts, year, later):
    def graduated(at):
        school = replace(ana.applicant.education, graduation_year=min(at, 2026))
        return replace(ana, applicant=replace(ana.applicant, education=school))

    assert log_odds(graduated(year + later), facts) >= log_odds(graduated(year), facts)


def test_a_certificate_in_hand_never_hurts(ana, facts):
    def certified(status):
        return replace(ana, applicant=replace(ana.applicant, certification=Certification(status)))

    done = log_odds(certified(CertificationStatus.CERTIFIED), facts)
    for status in (CertificationStatus.IN_PROGRESS, CertificationStatus.NOT_STARTED):
        assert done > log_odds(certified(status), facts)


@pytest.mark.parametrize(
    "name", ["do_comlex_only", "img_internal_medicine", "md_low_score_la", "us_img_caribbean"]
)
def test_every_rule_has_its_share_and_its_fact(case_of, facts, name):
    case = case_of(name)
    rules = record_rules(case, case.wants.specialties[0], facts)
    assert rules
    for rule in rules:
        assert rule.of_record and rule.fact and rule.result in ("pass", "ask")
        assert 0 < rule.share <= 1 and 0 < rule.average_share <= 1
        assert rule.result == "pass" or rule.confirm


def test_comlex_alone_is_asked_about(case_of, facts):
    rules = {r.rule: r for r in record_rules(case_of("do_comlex_only"), "family_medicine", facts)}
    assert rules["COMLEX without USMLE"].result == "ask"
