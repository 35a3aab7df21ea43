"""The corrections file: checked, sorted, merged."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.errors import CaseError
from thirdfriday.intake.corrections import (
    Correction,
    merge_corrections,
    read_corrections,
    write_corrections,
)

TODAY = dt.date(2026, 11, 22)
GOOD = {
    "program_id": "1400531039",
    "field": "j1",
    "value": True,
    "source": "https://example.org",
    "seen_on": "2026-10-01",
}


def test_a_file_survives_writing_and_reading() -> None:
    item = Correction(
        "1400531039", "step1_min", "pass", "phone call", dt.date(2026, 9, 1), by="Ana"
    )
    text = write_corrections([item])
    assert read_corrections(text, today=TODAY) == (item,)
    assert item.claim().kind == "correction"


def test_every_problem_is_named_with_its_line() -> None:
    lines = [
        json.dumps(GOOD | {"field": "j2"}),
        json.dumps(GOOD | {"value": "yes"}),
        json.dumps(GOOD | {"seen_on": "2027-01-01"}),
        json.dumps(GOOD | {"seen_on": "yesterday"}),
        json.dumps({"program_id": "1"}),
        json.dumps(GOOD | {"extra": 1}),
        json.dumps(GOOD | {"field": "step2_min", "value": 900}),
        json.dumps(GOOD | {"field": "lors", "value": True}),
        "[]",
        "not json",
    ]
    with pytest.raises(CaseError) as caught:
        read_corrections("\n".join(lines), today=TODAY)
    places = {problem.where for problem in caught.value.problems}
    assert places == {f"corrections.jsonl:{n}" for n in range(1, 11)}
    assert any(problem.nearest == "j1" for problem in caught.value.problems)


def test_an_unknown_program_and_a_second_line_are_problems() -> None:
    with pytest.raises(CaseError, match="no program"):
        read_corrections(json.dumps(GOOD), today=TODAY, known_programs=["1400531040"])
    with pytest.raises(CaseError, match="twice"):
        read_corrections(json.dumps(GOOD) + "\n" + json.dumps(GOOD | {"value": False}), today=TODAY)


def test_the_newer_correction_wins_and_disagreements_are_shown() -> None:
    mine = Correction("1", "j1", True, "page", dt.date(2026, 1, 1))
    theirs = Correction("1", "j1", False, "call", dt.date(2026, 6, 1))
    other = Correction("2", "lors", 3, "page", dt.date(2026, 1, 1))
    merged = merge_corrections([mine], [theirs, other])
    assert merged.corrections == (theirs, other)
    assert merged.disagreements == ((theirs, mine),)
    assert merge_corrections([mine], [mine]).disagreements == ()


@given(st.text(max_size=200))
def test_any_text_gives_corrections_or_problems(text: str) -> None:
    try:
        read_corrections(text, today=TODAY)
    except CaseError as error:
        assert error.problems
