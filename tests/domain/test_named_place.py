"""A named place is a city of a state, or the state."""

import pytest

from thirdfriday.domain.experience import Tie, TieKind
from thirdfriday.domain.named_place import NamedPlace


def test_a_place_needs_a_state() -> None:
    with pytest.raises(ValueError, match="at least a state"):
        NamedPlace("")


def test_covering() -> None:
    city = NamedPlace("CA", "Los Angeles")
    assert NamedPlace("CA").covers(city)
    assert not city.covers(NamedPlace("CA"))
    assert not city.covers(NamedPlace("TX", "Los Angeles"))


def test_a_tie_needs_a_place_or_a_program() -> None:
    with pytest.raises(ValueError, match="a place or a program"):
        Tie(TieKind.FAMILY)
