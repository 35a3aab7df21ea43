"""Every mistake of a case file is reported at once, with its place and its mend."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thirdfriday.domain.applicant import ApplicantType, VisaKind
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_file_reader import read_case, read_case_text
from thirdfriday.faces.case_file_vocabulary import plain_vocabulary

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


def only_problem(text: str, *changes: tuple[str, str]) -> Problem:
    found = problems(changed(text, *changes))
    assert len(found) == 1, [str(problem) for problem in found]
    return found[0]


def test_the_first_advice_article_reads_as_it_says() -> None:
    ana = read_case(EXAMPLES / "img_internal_medicine.toml")
    assert ana.applicant.type is ApplicantType.NON_US_IMG
    assert ana.applicant.examinations.step_2_ck.score == 235
    assert ana.years_since_graduation == 2
    assert sum(stay.months for stay in ana.applicant.clinical_experience) == 3
    assert all(stay.place.state != "CA" for stay in ana.applicant.clinical_experience if stay.place)
    assert ana.applicant.visa_need.usable == (VisaKind.J1,)
    assert ana.limits.applications == 120
    assert ana.applicant.research.publications == 0


def test_the_second_example_of_the_article_has_its_ties() -> None:
    leila = read_case(EXAMPLES / "img_psychiatry_la_ties.toml")
    assert leila.applicant.examinations.step_2_ck.score == 255
    assert leila.years_since_graduation == 0
    assert sum(stay.months for stay in leila.applicant.clinical_experience) == 6
    assert any((tie.years or 0) >= 10 for tie in leila.applicant.ties)


def test_the_low_score_article_reads_as_it_says() -> None:
    marcus = read_case(EXAMPLES / "md_low_score_la.toml")
    assert marcus.applicant.examinations.step_1.attempts == 2
    assert marcus.applicant.failed_attempts == 1
    assert marcus.applicant.examinations.step_2_ck.score == 220
    assert marcus.wants.specialties == ("family_medicine", "internal_medicine")


def test_every_assumed_default_is_on_the_case() -> None:
    ana = read_case(EXAMPLES / "img_internal_medicine.toml")
    assumed = {item.field: item.value for item in ana.assumed_defaults}
    assert assumed["limits.budget_usd"] == "no limit"
    assert assumed["applicant.ties"] == "no ties to any place"
    assert "applicant.examinations.step_2_ck.score" not in assumed
    without = read_case_text(changed(ANA, ("score = 235\n", "")), file="case.toml")
    assert "applicant.examinations.step_2_ck.score" in {f.field for f in without.assumed_defaults}


def test_a_city_without_a_program_counts_for_its_state_and_says_so() -> None:
    case = read_case_text(changed(MARCUS, ("Northridge, CA", "Zzyzx, CA")), file="case.toml")
    notes = [note for note in case.assumed_defaults if note.field == "applicant.ties[1].place"]
    assert notes[0].value == "counts for CA as a whole"


def test_all_mistakes_at_once_by_line() -> None:
    found = problems(
        changed(
            ANA,
            ('type = "non_us_img"', 'type = "img"'),
            ("score = 235", "score = 900"),
            ("attempts = 1", 'attempts = "one"'),
            ('"internal_medicine"', '"internal medicne"'),
            ("presets = ", "preset = "),
            ("interview_days = 15", "interview_days = 15\nbudjet_usd = 3000"),
            ("school = ", "#"),
        )
    )
    text = [str(problem) for problem in found]
    assert len(found) == 7
    lines = [int(re.findall(r"case\.toml:(\d+):", line)[0]) for line in text]
    assert lines == sorted(lines)
    joined = "\n".join(text)
    for part in (
        'applicant.type: "img" is not one of the words',
        'did you mean "us_img"?',
        "applicant.education.school: is missing (expected Name of your medical school)",
        'applicant.examinations.step_1.attempts: "one" is not a whole number',
        "step_2_ck.score: 900 is out of range (expected 1 to 300 [points])",
        'did you mean "internal_medicine"?',
        "wants.target.preset: preset is not a field of wants.target",
        "did you mean presets?",
        "did you mean budget_usd?",
    ):
        assert part in joined, joined


@pytest.mark.parametrize(
    ("old", "new", "path", "nearest"),
    [
        ('country = "IN"', 'country = "India"', "applicant.education.country", '"IN"'),
        ('"Chicago, IL"', '"Chicgo, IL"', "applicant.clinical_experience[0].place", "Chicago, IL"),
        ('"Chicago, IL"', '"Chicago, Illinoi"', "applicant.clinical_experience[0].place", "IL"),
        ('"Hindi"', '"Hindhi"', "applicant.languages[0].name", '"Hindi"'),
        ('["west"]', '["wesst"]', "wants.next_areas[0].presets[0]", '"west"'),
        ('["west"]', '["west"]\nstates = ["Nevada"]', "wants.next_areas[0].states[0]", '"NV"'),
        (
            '["west"]',
            '["west"]\ndivisions = ["Pacfic"]',
            "wants.next_areas[0].divisions[0]",
            '"pacific"',
        ),
        (
            'level = "strong"',
            'programs_required = ["1400531309"]',
            "wants.programs_required[0]",
            "1400531039",
        ),
        ("months = 2", "months = true", "applicant.clinical_experience[0].months", ""),
        ("months = 2", "months = nan", "applicant.clinical_experience[0].months", ""),
        ("months = 2", "months = 2024-01-01", "applicant.clinical_experience[0].months", ""),
        ("score = 235", "score = 235.5", "applicant.examinations.step_2_ck.score", ""),
        ("season = 2027", "season = 27", "season", ""),
        ("graduation_year = 2024", "graduation_year = 24", "applicant.education", ""),
    ],
)
def test_a_wrong_value_names_its_field_and_the_nearest(
    old: str, new: str, path: str, nearest: str
) -> None:
    problem = only_problem(ANA, (old, new))
    assert path in problem.where
    assert re.match(r"case\.toml:\d+:\d+ ", problem.where)
    assert problem.expected
    assert nearest in problem.nearest


def test_a_slip_of_syntax_does_not_hide_other_mistakes_nor_invent_missing_fields() -> None:
    text = changed(ANA, ('type = "non_us_img"', "type = non_us_img"), ("= 235", "= 900"))
    lines = text.split("\n")
    expected = [
        next(number for number, line in enumerate(lines, 1) if line.startswith(start))
        for start in ("type = non_us_img", "score = 900")
    ]
    assert [int(problem.where.split(":")[1]) for problem in problems(text)] == expected


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_is_told_how_to_start(text: str) -> None:
    assert "thirdfriday new" in problems(text)[0].expected


def test_without_a_catalogue_specialties_and_programs_are_not_checked() -> None:
    text = changed(ANA, ('["internal_medicine"]', '["sorcery"]'))
    case = read_case_text(text, file="case.toml", vocabulary=plain_vocabulary())
    assert case.wants.specialties == ("sorcery",)


def test_a_program_may_be_named_by_any_of_its_names() -> None:
    text = changed(ANA, ('level = "strong"', 'programs_required = ["1025140C0", "1400511040"]'))
    case = read_case_text(text, file="case.toml")
    assert case.wants.programs_required == ("1400531039", "1400511040")


LINES = ANA.split("\n")


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, len(LINES) - 1),
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(LINES),
        st.sampled_from(["[applicant]", "[[wants]]", "season = 1", "wants = 3", "a.b.c = []", '"']),
    ),
)
def test_no_change_of_a_line_breaks_the_reader(line: int, new: str) -> None:
    lines = [*LINES[:line], new, *LINES[line + 1 :]]
    try:
        read_case_text("\n".join(lines), file="case.toml")
    except CaseError as error:
        assert error.problems
        assert all(problem.where for problem in error.problems)
