"""The new case file is valid once filled in, for every type, and teaches by its errors before."""

import re

import pytest

from thirdfriday.domain.case import Case
from thirdfriday.errors import CaseError
from thirdfriday.faces.case_file_reader import read_case_text
from thirdfriday.faces.new_case import FILL_IN, new_case_text

ABROAD = {"country": '"IN"', "region": '"south_asia"', "status": '"certified"'}
AT_HOME = {"country": '"US"', "region": '"us"', "status": '"not_needed"'}
CITIZEN = {"citizenship": '"US"', "work_authorization": '"us_citizen"', "visa_need": '"none"'}
GUEST = {"citizenship": '"IN"', "work_authorization": '"none"', "visa_need": '"j1"'}
PEOPLE = {
    "md_senior": AT_HOME | CITIZEN | {"graduation_year": "2027"},
    "md_graduate": AT_HOME | CITIZEN | {"graduation_year": "2025"},
    "do_senior": AT_HOME | CITIZEN | {"graduation_year": "2027"},
    "do_graduate": AT_HOME | CITIZEN | {"graduation_year": "2025"},
    "us_img": ABROAD | CITIZEN | {"graduation_year": "2025"},
    "non_us_img": ABROAD | GUEST | {"graduation_year": "2024"},
}
REST = {
    "school": '"Example"',
    "result": '"pass"',
    "attempts": "1",
    "specialties": '["psychiatry"]',
}


def filled(text: str, kind: str) -> str:
    answers = {"type": f'"{kind}"'} | PEOPLE[kind] | REST
    lines = []
    for line in text.split("\n"):
        key = line.partition(" = ")[0]
        lines.append(f"{key} = {answers[key]}" if FILL_IN in line and " = " in line else line)
    return "\n".join(lines)


def uncommented(text: str) -> str:
    return re.sub(r"(?m)^#(?=[a-z\[])", "", text)


@pytest.mark.parametrize("kind", PEOPLE)
def test_it_is_valid_once_filled_in(kind: str) -> None:
    case = read_case_text(filled(new_case_text(), kind), file="new.toml")
    assert isinstance(case, Case)
    assert case.applicant.type == kind
    assert len(case.assumed_defaults) >= 10


def test_it_is_valid_with_every_optional_line_in_use() -> None:
    text = uncommented(filled(new_case_text(), "non_us_img"))
    osteopathic = re.compile(r"\[applicant\.examinations\.comlex_\d\](?s:.*?)(?=\n\[|\Z)")
    case = read_case_text(osteopathic.sub("", text), file="new.toml")
    assert case.assumed_defaults == ()
    assert case.wants.programs_required == ("1400531039",)


def test_unfilled_it_names_exactly_what_is_to_fill_in() -> None:
    text = new_case_text()
    with pytest.raises(CaseError) as caught:
        read_case_text(text, file="new.toml")
    lines = {int(problem.where.split(":")[1]) for problem in caught.value.problems}
    to_fill = {
        number
        for number, line in enumerate(text.split("\n"), 1)
        if FILL_IN in line and not line.startswith("#")
    }
    assert lines <= to_fill
    assert len(to_fill - lines) <= 2, "an attempts of 0 is a sound number"


def test_lines_are_short() -> None:
    assert max(len(line) for line in new_case_text().split("\n")) <= 100
