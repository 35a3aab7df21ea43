"""Regions: nesting, widening, unions, mistakes, and the tiers around any target."""

from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.domain import region
from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.domain.region import (
    Region,
    divisions_by_state,
    geographic_tiers,
    nearest_presets,
    neighbours,
    preset_names,
    presets,
    region_from_preset,
    region_of,
    region_within,
    tier_name,
    union,
    wider_region,
)
from thirdfriday.domain.wants import Area, Within
from thirdfriday.errors import CaseError, FactError
from thirdfriday.facts.tables import load_table


@dataclass(frozen=True)
class Place:
    city: str
    state: str
    county: str
    division: str
    subregion: str
    lat: float | None
    lon: float | None


@cache
def all_places() -> dict[tuple[str, str], Place]:
    rows = load_table("catalogue/places").rows()
    return {
        (row["city"], row["state"]): Place(
            row["city"],
            row["place_state"],
            row["county"],
            row["division"],
            row["california_subregion"],
            row["lat"],
            row["lon"],
        )
        for row in rows
    }


def inside(region: Region) -> set[tuple[str, str]]:
    return {key for key, place in all_places().items() if region.contains(place)}


keys = st.sampled_from(sorted(preset_names()))
cities = st.sampled_from(["Los Angeles, CA", "New York, NY", "Chicago, IL", "Boise, ID"])


def test_the_los_angeles_presets_nest() -> None:
    county, metro, five, south, state, coast, west = (
        inside(region_from_preset(key))
        for key in (
            "los_angeles_county",
            "los_angeles_metro",
            "greater_los_angeles",
            "southern_california",
            "california",
            "west_coast",
            "west",
        )
    )
    assert county < metro < five < south < state < coast < west


def test_the_two_definitions_of_los_angeles_differ_on_the_inland_empire() -> None:
    core = inside(region_from_preset("los_angeles_core_and_nearby"))
    wide = inside(region_from_preset("los_angeles_wide"))
    assert {("Long Beach", "CA"), ("Pomona", "CA"), ("Santa Ana", "CA")} <= core & wide
    assert ("Irvine", "CA") not in core
    assert ("Colton", "CA") in wide - core
    assert ("Fontana", "CA") in wide - core
    assert not {("Palm Springs", "CA"), ("Bakersfield", "CA")} & (core | wide)


def test_the_commute_of_a_preset_can_be_set() -> None:
    near = inside(region_from_preset("los_angeles_wide", minutes=30))
    far = inside(region_from_preset("los_angeles_wide", minutes=130))
    assert near < inside(region_from_preset("los_angeles_wide")) < far
    assert ("Palm Springs", "CA") in far


@given(cities, st.integers(5, 600), st.integers(0, 300))
def test_widening_the_minutes_never_loses_a_place(place: str, minutes: int, more: int) -> None:
    assert inside(region_within(place, minutes)) <= inside(region_within(place, minutes + more))


@given(keys, keys)
def test_a_union_holds_what_either_holds(first: str, second: str) -> None:
    one, two = region_from_preset(first), region_from_preset(second)
    assert inside(one | two) == inside(one) | inside(two)


@given(keys)
def test_every_preset_holds_a_program_city_and_says_why_it_is_so(key: str) -> None:
    assert inside(region_from_preset(key))
    assert presets()[key]["basis"]


@given(keys)
def test_tiers_cover_the_country_and_the_first_is_the_target(key: str) -> None:
    target = region_from_preset(key)
    tier = geographic_tiers(target)
    for place in all_places().values():
        assert tier(place) in (1, 2, 3)
        assert (tier(place) == 1) == target.contains(place)


@given(keys)
def test_a_target_short_of_the_country_has_a_wider_region(key: str) -> None:
    target = region_from_preset(key)
    more = inside(wider_region(target)) - inside(target)
    assert more or key == "united_states" or not any(map(neighbours().get, target.reached_states()))


def test_the_first_advice_article_s_second_tier() -> None:
    tier = geographic_tiers(region_from_preset("los_angeles_core_and_nearby"))
    places = all_places()
    assert tier(places["Torrance", "CA"]) == 1
    for key in (("Loma Linda", "CA"), ("Fresno", "CA"), ("San Diego", "CA"), ("Portland", "OR")):
        assert tier(places[key]) == 2
    for key in (("Las Vegas", "NV"), ("Phoenix", "AZ"), ("Seattle", "WA")):
        assert tier(places[key]) == 2
    assert tier(places["Chicago", "IL"]) == 3
    assert [tier_name(number) for number in (1, 2, 3)] == [
        "target",
        "wider region",
        "rest of the nation",
    ]


def test_the_default_second_tier_is_the_states_and_neighbours_in_the_division() -> None:
    tier = geographic_tiers(region_within("Boston, MA", 40))
    places = all_places()
    assert tier(places["Boston", "MA"]) == 1
    assert tier(places["Springfield", "MA"]) == 2
    assert tier(places["Providence", "RI"]) == 2
    assert tier(places["Albany", "NY"]) == 3


def test_a_division_as_target_widens_to_its_neighbours() -> None:
    tier = geographic_tiers(region_from_preset("new_england"))
    assert tier(all_places()["Albany", "NY"]) == 2
    assert tier(all_places()["Houston", "TX"]) == 3


def test_the_second_tier_can_be_named() -> None:
    target = region_from_preset("boston_metro")
    tier = geographic_tiers(target, wider=region_from_preset("northeast"))
    assert tier(all_places()["Albany", "NY"]) == 2


def test_many_metropolitan_areas_are_presets() -> None:
    cities = "new_york chicago houston boston philadelphia miami dallas atlanta detroit washington"
    for city in f"{cities} seattle phoenix san_francisco san_diego".split():
        assert f"{city}_metro" in preset_names()
    assert ("Newark", "NJ") in inside(region_from_preset("new_york_metro"))


def test_the_divisions_of_the_country_have_no_gap_and_no_overlap() -> None:
    divisions = [region_from_preset(key) for key in sorted(set(divisions_by_state().values()))]
    assert len(divisions) == 9
    for place in all_places().values():
        assert sum(region.contains(place) for region in divisions) == 1


def test_neighbours_are_mutual() -> None:
    near = neighbours()
    assert near["CA"] == ["AZ", "NV", "OR"]
    assert near["HI"] == []
    assert all(one in near[other] for one, others in near.items() for other in others)


def test_an_area_becomes_a_region() -> None:
    area = Area(
        presets=("los_angeles_county",),
        within=(Within(NamedPlace(state="NV", city="Las Vegas"), 30),),
        states=("AZ",),
        divisions=("new_england",),
        name="wanted",
    )
    region = region_of(area)
    found = inside(region)
    assert region.name == "wanted"
    wanted = {("Torrance", "CA"), ("Las Vegas", "NV"), ("Tucson", "AZ"), ("Boston", "MA")}
    assert wanted <= found
    assert ("Reno", "NV") not in found
    assert inside(region_of(Area())) == set(all_places())


def test_every_mistake_of_an_area_is_reported_at_once() -> None:
    area = Area(
        presets=("los_angles_county",),
        within=(Within(NamedPlace(state="CA", city="Bakersfeild"), 30),),
    )
    with pytest.raises(CaseError) as caught:
        region_of(area)
    nearest = [problem.nearest for problem in caught.value.problems]
    assert nearest[0].startswith("los_angeles_county")
    assert nearest[1] == "Bakersfield, CA"


def test_an_unknown_preset_names_the_nearest() -> None:
    with pytest.raises(CaseError, match="did you mean bay_area"):
        region_from_preset("bay_are", where="case.toml:9")
    assert nearest_presets("Inland Empire")[0] == "inland_empire"


@pytest.mark.parametrize("minutes", [0, -5, float("nan")])
def test_a_travel_time_is_above_zero(minutes: float) -> None:
    with pytest.raises(CaseError, match="more than 0 minutes"):
        region_within("Boston, MA", minutes)


def test_a_union_needs_a_region() -> None:
    with pytest.raises(ValueError, match="at least one region"):
        union([])


def test_a_preset_given_in_both_files_is_our_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    region._read.cache_clear()
    monkeypatch.setattr(region, "FILES", ("regions.toml", "regions.toml"))
    with pytest.raises(FactError, match="presets given twice"):
        preset_names()


def test_an_unknown_field_of_a_preset_is_our_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = {"name": "Nowhere", "any": [{"stats": ["CA"]}], "basis": "a test"}
    monkeypatch.setattr(region, "presets", lambda: {"nowhere": entry})
    with pytest.raises(FactError, match="unknown fields stats"):
        region_from_preset("nowhere")


def test_a_place_without_a_point_is_in_no_circle() -> None:
    unknown = all_places()["", "GA"]
    assert not region_within("Atlanta, GA", 600).contains(unknown)
    assert region_from_preset("south_atlantic").contains(unknown)


def test_a_union_of_two_californian_targets_keeps_their_second_tier() -> None:
    both = region_from_preset("san_diego") | region_from_preset("orange_county")
    assert geographic_tiers(both)(all_places()["Phoenix", "AZ"]) == 2


def test_a_circle_in_california_widens_as_its_presets_do() -> None:
    tier = geographic_tiers(region_within("Los Angeles, CA", 60))
    assert tier(all_places()["Torrance", "CA"]) == 1
    assert tier(all_places()["Phoenix", "AZ"]) == tier(all_places()["Seattle", "WA"]) == 2
    assert tier(all_places()["Denver", "CO"]) == 3


def test_the_states_a_region_reaches() -> None:
    assert region_from_preset("bay_area").reached_states() == {"CA"}
    assert region_from_preset("new_york_metro").reached_states() == {"NY", "NJ", "PA"}
    assert region_of(Area(presets=("pacific",))).reached_states() == {"AK", "CA", "HI", "OR", "WA"}
    assert region_within("Reno, NV", 30).reached_states() == {"NV"}
    assert not region_from_preset("united_states").reached_states()
