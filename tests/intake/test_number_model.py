"""Numbers and dates read by the words around them, where no rule speaks."""

import re

import pytest

from thirdfriday.intake.number_candidates import candidates, features
from thirdfriday.intake.number_model import infer_numbers, models
from thirdfriday.intake.page_reading import read_text
from thirdfriday.intake.page_units import units_of


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Seven years after the diploma our window closes.", "yog_max_years", 7),
        ("The oldest diploma we can take is eight years old.", "yog_max_years", 8),
        ("Most of us finished medical school within eight years.", "yog_max_years", None),
        ("We shut the inbox on December 20 and read no further files.", "deadline", "December 20"),
        ("Influenza shots are due by November 1.", "deadline", None),
        ("Apply not later than the third Friday of October.", "deadline",
         "the third Friday of October"),
        ("The median Step 2 CK of our interns is 244.", "step2_min", None),
    ],
)  # fmt: skip
def test_numbers_in_wordings_without_a_rule(text: str, field: str, value: object) -> None:
    policy = read_text(text).policies.get(field)
    assert (None if policy is None else policy.value) == value


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("We're a community hospital program on the coast.", "program_type", "community"),
        ("As an academic program we publish.", "program_type", "university"),
        ("The surgery residency is an Army program.", "program_type", "military"),
        ("Residents volunteer at a community health program.", "program_type", None),
        ("Candidates are to be American citizens or legal residents.", "citizenship_limits", True),
        ("You must already be authorized to work in the US.", "citizenship_limits", True),
        ("Citizens, permanent residents or J-1 holders only.", "citizenship_limits", None),
        ("Applicants who are not US citizens must hold a J-1.", "citizenship_limits", None),
    ],
)
def test_kinds_of_program_and_limits_by_citizenship(text: str, field: str, value: object) -> None:
    policy = read_text(text).policies.get(field)
    assert (None if policy is None else policy.value) == value


def test_each_number_is_a_candidate_and_wishes_are_passed_over() -> None:
    trigger = re.compile("graduat")
    plain, wish = units_of("Graduation: 5 or 6 years ago. We prefer graduation 5 years ago.")
    found = list(candidates("yog_max_years", trigger, plain))
    assert [candidate.value for candidate in found] == [5, 6]
    assert not list(candidates("yog_max_years", trigger, wish))
    assert features(found[0], 4096) != features(found[1], 4096)


def test_only_policies_that_are_silent_are_asked() -> None:
    units = units_of("Seven years after the diploma our window closes.")
    assert not list(infer_numbers(units, []))
    findings = list(infer_numbers(units, ["yog_max_years"]))
    assert [finding.value for finding, _ in findings] == [7]
    assert all(models()["yog_max_years"].threshold <= chance <= 1 for _, chance in findings)
