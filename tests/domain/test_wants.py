"""Wants, areas and limits refuse the impossible."""

import pytest

from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.domain.wants import Area, PreferenceLevel, Wants, Within


def test_an_empty_area_is_the_whole_country() -> None:
    assert Area().everywhere
    assert Area(name="anywhere").everywhere
    assert not Area(states=("CA",)).everywhere


def test_the_impossible_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one specialty"):
        Wants(specialties=(), target=Area(), level=PreferenceLevel.MUST)
    with pytest.raises(ValueError, match="above zero"):
        Within(NamedPlace("CA", "Los Angeles"), 0)
