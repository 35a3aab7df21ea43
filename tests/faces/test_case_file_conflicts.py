"""Wants and limits that contradict each other are reported."""

import pytest

from thirdfriday.faces.case_file_conflicts import conflicts_of_wants
from thirdfriday.faces.case_file_view import SoundView
from thirdfriday.faces.case_file_vocabulary import plain_vocabulary


@pytest.mark.parametrize(
    ("wants", "limits", "message"),
    [
        ({"specialties": ["a", "a"]}, {}, "listed twice"),
        ({"programs_required": ["1"], "programs_excluded": ["1"]}, {}, "required and excluded"),
        (
            {"target": {"states": ["CA"]}, "non_negotiables": {"states_excluded": ["CA"]}},
            {},
            "wanted (target) and excluded",
        ),
        (
            {"next_areas": [{"states": ["CA"]}], "non_negotiables": {"states_excluded": ["CA"]}},
            {},
            "wanted (next_areas) and excluded",
        ),
        ({"next_areas": [{"name": "x"}]}, {}, "names no place"),
        ({"level": "must"}, {}, "must needs a target"),
        ({"level": "must", "target": {}}, {}, "must needs a target"),
        ({}, {"tiers": [{"tier": 1}, {"tier": 1}]}, "given twice"),
        ({}, {"tiers": [{"tier": 1, "minimum": 5, "maximum": 4}]}, "above the maximum"),
        ({}, {"tiers": [{"tier": 1, "minimum": 5}], "applications": 4}, "add up to 5"),
    ],
)
def test_one_conflict_is_found(wants: object, limits: object, message: str) -> None:
    view = SoundView({"wants": wants, "limits": limits}, (), plain_vocabulary())
    found = list(conflicts_of_wants(view))
    assert len(found) == 1
    assert message in found[0].message
    assert found[0].expected


def test_what_is_reported_already_is_not_compared() -> None:
    data = {"wants": {"specialties": ["a", "a"]}}
    view = SoundView(data, (("wants", "specialties", 0),), plain_vocabulary())
    assert not list(conflicts_of_wants(view))


def test_sound_wants_have_no_conflict() -> None:
    data = {"wants": {"level": "must", "target": {"states": ["CA"]}}, "limits": {}}
    assert not list(conflicts_of_wants(SoundView(data, (), plain_vocabulary())))
