"""Factors of the record: whatever helps in life never lowers their sum; nothing counts twice."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.domain.examinations import Examination, ExaminationResult
from thirdfriday.domain.experience import (
    ClinicalExperience,
    ClinicalKind,
    Closeness,
    Letter,
    RedFlag,
    RedFlagKind,
    Research,
)
from thirdfriday.models.effects import log_odds
from thirdfriday.models.record import record_factors

SPECIALTY = "internal_medicine"
STAYS = st.lists(
    st.builds(ClinicalExperience, st.sampled_from(ClinicalKind), st.floats(0.5, 20)), max_size=4
).map(tuple)
LETTERS = st.lists(
    st.builds(
        Letter,
        specialty=st.sampled_from([SPECIALTY, "psychiatry", None]),
        closeness=st.sampled_from(Closeness),
        us_faculty=st.booleans(),
        chair=st.booleans(),
    ),
    max_size=4,
).map(tuple)


@pytest.fixture(scope="module")
def ana(case_of):
    return case_of("img_internal_medicine")


def worth(case, facts, specialty=SPECIALTY):
    factors = record_factors(case, specialty, facts)
    return sum(float(np.mean(f.units)) * log_odds(facts, f.effect) for f in factors)


def with_applicant(case, **changes):
    return replace(case, applicant=replace(case.applicant, **changes))


def with_exam(case, **exams):
    return with_applicant(case, examinations=replace(case.applicant.examinations, **exams))


def passed(score=None, attempts=1):
    return Examination(ExaminationResult.PASS, score, attempts)


@pytest.mark.parametrize(
    "name", ["img_internal_medicine", "us_img_caribbean", "md_low_score_la", "md_strong"]
)
def test_a_higher_score_always_helps(case_of, facts, name):
    case = case_of(name)
    sums = [worth(with_exam(case, step_2_ck=passed(s)), facts) for s in range(210, 280, 5)]
    assert (np.diff(sums) > 0).all()


@given(STAYS, st.sampled_from(ClinicalKind), st.floats(0.5, 20))
def test_more_months_of_any_kind_never_hurt(ana, facts, stays, kind, months):
    before = with_applicant(ana, clinical_experience=stays)
    after = with_applicant(ana, clinical_experience=(*stays, ClinicalExperience(kind, months)))
    assert worth(after, facts) >= worth(before, facts) - 1e-12


@given(LETTERS, LETTERS.filter(bool))
def test_more_letters_never_hurt(ana, facts, letters, more):
    before = with_applicant(ana, letters=letters)
    after = with_applicant(ana, letters=(*letters, more[0]))
    assert worth(after, facts) >= worth(before, facts) - 1e-12


@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 3), st.integers(0, 3))
def test_fewer_failures_never_hurt(ana, facts, first, second, fewer_first, fewer_second):
    def failed(one, two):
        return with_exam(ana, step_1=passed(None, 1 + one), step_2_ck=passed(235, 1 + two))

    worse = worth(failed(first, second), facts)
    better = worth(failed(max(0, first - fewer_first), max(0, second - fewer_second)), facts)
    assert better >= worse - 1e-12


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 10), st.integers(0, 10))
def test_more_research_never_hurts(ana, facts, papers, more_papers, projects, more_projects):
    before = with_applicant(ana, research=Research(projects, papers))
    after = with_applicant(ana, research=Research(projects + more_projects, papers + more_papers))
    assert worth(after, facts) >= worth(before, facts) - 1e-12


@pytest.mark.parametrize("kind", RedFlagKind)
def test_a_red_flag_never_helps(ana, facts, kind):
    flagged = with_applicant(ana, red_flags=(RedFlag(kind),))
    assert worth(flagged, facts) <= worth(ana, facts)


def test_a_failed_examination_is_not_counted_twice(ana, facts):
    failed = with_exam(ana, step_1=passed(None, 2))
    told = with_applicant(failed, red_flags=(RedFlag(RedFlagKind.FAILED_EXAM, "nerves"),))
    assert worth(told, facts) == worth(failed, facts)


def test_step_3_passed_helps_an_img(ana, facts):
    assert worth(with_exam(ana, step_3=passed()), facts) > worth(ana, facts)


def test_years_since_graduation_hurt_up_to_a_point(ana, facts):
    def graduated(year):
        school = replace(ana.applicant.education, graduation_year=year)
        return with_applicant(ana, education=school)

    sums = [worth(graduated(year), facts) for year in range(1985, 2027)]
    assert (np.diff(sums) >= 0).all() and sums[-1] > sums[0]


def test_a_record_like_the_average_is_worth_about_nothing(ana, facts):
    """Centred on the average of the type: only what is not published of the average remains."""
    mean = facts.value("applicants.step_2_ck.mean.non_us_img.internal_medicine")
    average = with_exam(ana, step_2_ck=passed(round(mean)))
    score = next(f for f in record_factors(average, SPECIALTY, facts) if f.name == "Step 2 CK")
    assert abs(float(score.units)) < 0.1


@pytest.mark.parametrize("name", ["do_comlex_only", "md_strong", "us_img_caribbean"])
def test_every_factor_says_its_fact_and_names_a_known_effect(case_of, facts, name):
    case = case_of(name)
    for factor in record_factors(case, case.wants.specialties[0], facts):
        assert factor.name and factor.fact
        assert facts.known(factor.effect)


def test_who_prefers_another_specialty_is_invited_less_often(case_of, facts):
    both = case_of("two_specialties")
    first, second = both.wants.specialties

    def cost(case, specialty):
        found = [f for f in record_factors(case, specialty, facts) if f.name == "second specialty"]
        return sum(f.units * log_odds(facts, f.effect) for f in found), [f.fact for f in found]

    assert cost(both, first) == (0.0, [])
    paid, words = cost(both, second)
    assert paid < 0.0 and words == ["you prefer psychiatry"]
    alone = replace(
        both, wants=replace(both.wants, specialties=(second,), specialty_weights=(1.0,))
    )
    assert cost(alone, second) == (0.0, []), "alone it is the one preferred"
    behind = replace(alone, wants=replace(alone.wants, preferred=first))
    assert cost(behind, second)[0] == paid, "behind another list it is not"
