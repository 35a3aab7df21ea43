"""Where the score stands, and the grid of specialties by region."""

from dataclasses import replace
from functools import cache

import pytest

from thirdfriday.plan.specialty_grid import standing_page
from thirdfriday.plan.standing import percentile_of, standing


@pytest.fixture(scope="module")
def page_of(case_of):
    @cache
    def page(name):
        return standing_page(case_of(name))

    return page


def test_percentiles_are_the_published_ones_and_rise():
    ranks = [percentile_of(score) for score in range(200, 290, 5)]
    assert ranks == sorted(ranks)
    assert percentile_of(250) == pytest.approx(0.43, abs=0.1)


def test_the_matched_scored_higher_than_the_unmatched(case_of, facts, catalogue):
    page = standing(case_of("img_internal_medicine"), facts, catalogue, ["internal_medicine"])
    (row,) = page.specialties
    assert row.unmatched.mean < row.everyone.mean < row.matched.mean
    assert row.matched.share_at_or_below < row.unmatched.share_at_or_below
    assert page.score == 235 and 0 < page.percentile < 0.5


def test_a_class_rank_far_above_the_score_is_told(case_of, facts, catalogue):
    case = case_of("md_low_score_la")
    assert "in line" in standing(case, facts, catalogue, ["family_medicine"]).own_record
    education = replace(case.applicant.education, class_quartile=1)
    top = replace(case, applicant=replace(case.applicant, education=education))
    assert "below your own record" in standing(top, facts, catalogue, []).own_record


def test_a_comlex_score_stands_among_osteopathic_seniors(plan_of):
    page = plan_of("do_comlex_only").standing
    assert page.examination == "COMLEX Level 2" and 0 < page.percentile < 1


def test_the_grid_holds_every_large_specialty_and_the_target_is_never_easier(page_of):
    page = page_of("md_low_score_la")
    keys = {row.specialty for row in page.specialty_grid}
    assert {"internal_medicine", "family_medicine", "dermatology", "psychiatry"} <= keys
    for row in page.specialty_grid:
        assert 0 <= row.chance_of_match_in_target <= 1
        if not row.open_in_target:
            assert row.chance_of_match_in_target == row.interviews_in_target == 0
    nationwide = [row.chance_of_match_nationwide for row in page.specialty_grid]
    assert nationwide == sorted(nationwide, reverse=True)
    assert sum(row.wanted for row in page.specialty_grid) == 2


def test_a_hard_field_in_a_hard_place_is_marked(page_of):
    rows = {row.specialty: row for row in page_of("md_low_score_la").specialty_grid}
    assert rows["orthopaedic_surgery"].hard and not rows["family_medicine"].hard
