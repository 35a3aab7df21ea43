"""Fields that are sound alone and contradict each other are reported."""

from pathlib import Path

import pytest

from thirdfriday.domain.case import Case
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_file_reader import read_case_text

EXAMPLES = Path(__file__).parents[2] / "examples"
ANA = (EXAMPLES / "img_internal_medicine.toml").read_text(encoding="utf-8")
MARCUS = (EXAMPLES / "md_low_score_la.toml").read_text(encoding="utf-8")


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(CaseError) as caught:
        read_case_text(text, file="case.toml")
    return caught.value.problems


def changed(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        ('visa_need = "j1"', 'visa_need = "none"', "visa_need", "you need a sponsor"),
        ('type = "non_us_img"', 'type = "us_img"', "type", "us_img is for US citizens"),
        ('work_authorization = "none"', 'work_authorization = "us_citizen"', "work", "contradicts"),
        ('region = "south_asia"', 'region = "us"', "region", "contradicts"),
        ('result = "pass"', 'result = "fail"', "step_1", "no later pass"),
        ('status = "certified"', 'status = "not_needed"\n#', "certification", "not_needed"),
        ('visas = ["j1"]', 'visas = ["h1b"]', "visas", "no visa in it fits"),
        ("applications = 120", "applications = 0", "applications", "out of range"),
        (
            "interview_days = 15",
            "[[limits.tiers]]\ntier = 1\nminimum = 200",
            "limits.tiers",
            "add up to 200",
        ),
    ],
)
def test_contradictions_of_an_international_graduate(
    old: str, new: str, path: str, message: str
) -> None:
    text = changed(ANA, (old, new))
    found = problems(text)
    assert any(path in problem.where and message in problem.message for problem in found), found


@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        ("graduation_year = 2026", "graduation_year = 2027", "graduation_year", "md_graduate"),
        ('["ghhs"]', '["sigma_sigma_phi"]', "honor_societies", "DO students only"),
        ("clerkships_graded = 7", "clerkships_graded = 1", "clerkships_honored", "2 of 1"),
        ("clerkships_graded = 7", "", "clerkships_honored", "needs clerkships_graded"),
        ("attempts = 2", "attempts = 1", "red_flags[0]", "none was failed"),
        ('visa_need = "none"', 'visa_need = "j1"', "visa_need", "contradicts"),
        ('citizenship = "US"', 'citizenship = "CA"', "work_authorization", "contradicts"),
        ("score = 220", "score = 120", "step_2_ck.score", "never been a pass"),
        (
            "score = 220\nattempts = 1",
            "score = 220\nattempts = 1\n[applicant.examinations.comlex_1]\nresult = 'pass'\n"
            "attempts = 1",
            "comlex_1",
            "DO students",
        ),
        ('kind = "rotation"\nplace = "Los Angeles, CA"', 'kind = "rotation"', "ties[2]", "neither"),
        ('states = ["CA"]', "", "next_areas[0]", "names no place"),
        (
            '["family_medicine", "internal_medicine"]',
            '["family_medicine", "family_medicine"]',
            "specialties",
            "twice",
        ),
        ('region = "us"', 'region = "caribbean"', "region", "contradicts"),
    ],
)
def test_contradictions_of_an_american_graduate(
    old: str, new: str, path: str, message: str
) -> None:
    text = changed(MARCUS, (old, new))
    found = problems(text)
    assert any(path in problem.where and message in problem.message for problem in found), found


def test_an_international_school_needs_a_certification() -> None:
    text = changed(
        ANA, ("[applicant.certification]", ""), ('status = "certified"', ""), ("pathway = 1", "")
    )
    assert "certification" in problems(text)[0].where


def test_must_needs_a_target() -> None:
    start, end = MARCUS.index("[wants.target]"), MARCUS.index("[[wants.next_areas]]")
    text = changed(MARCUS[:start] + MARCUS[end:], ('level = "strong"', 'level = "must"'))
    assert "must needs a target" in problems(text)[0].message


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        (ANA, [("graduation_year = 2024", "graduation_year = 2027")]),
        (ANA, [("months = 1\n", "months = 60\n")]),
        (MARCUS, [('"md_graduate"', '"md_senior"')]),
        (MARCUS, [('"md_graduate"', '"md_senior"'), ("year = 2026", "year = 2027")]),
        (ANA, [('work_authorization = "none"', 'work_authorization = "work_permit"')]),
    ],
)
def test_what_is_unusual_is_no_contradiction(text: str, changes: list[tuple[str, str]]) -> None:
    assert isinstance(read_case_text(changed(text, *changes), file="case.toml"), Case)


def test_a_senior_of_long_ago_is_a_graduate() -> None:
    text = changed(MARCUS, ('"md_graduate"', '"md_senior"'), ("year = 2026", "year = 2020"))
    assert "or type md_graduate" in problems(text)[0].expected


def test_months_add_up() -> None:
    stay = '[[applicant.clinical_experience]]\nkind = "hands_on"\nmonths = 50\n'
    found = problems(changed(ANA, ("[applicant.research]", stay * 3 + "[applicant.research]")))
    assert "adds up to 153 months" in found[0].message
