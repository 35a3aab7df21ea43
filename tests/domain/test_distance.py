"""Distances against the published miles, drives against published times, places by name."""

import csv
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdfriday.domain.distance import (
    drive_minutes,
    great_circle_miles,
    known_locations,
    locate,
    road_minutes,
)
from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.errors import CaseError

TABLES = Path(os.environ.get("TABLES", Path(__file__).parents[2].parent / "shared" / "facts"))
DOWNTOWN = (34.0522, -118.2437)
latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


@pytest.mark.parametrize(
    ("table", "lat", "lon"),
    [
        ("programs_acgme_2025.csv", "lat", "lon"),
        ("programs_nrmp_quota_fill_2016_2026.csv", "city_lat", "city_lon"),
    ],
)
def test_miles_from_los_angeles_are_within_one_percent(table: str, lat: str, lon: str) -> None:
    """Authority: the column miles_from_los_angeles of both program tables."""
    path = TABLES / table
    if not path.exists():
        pytest.skip(f"The published tables are not at {TABLES}; set TABLES to their folder.")
    with path.open(encoding="utf-8") as handle:
        rows = [row for row in csv.DictReader(handle) if row[lat] and row["miles_from_los_angeles"]]
    points = np.array([[float(row[lat]), float(row[lon])] for row in rows])
    published = np.array([float(row["miles_from_los_angeles"]) for row in rows])
    miles = great_circle_miles(*DOWNTOWN, to_lat=points[:, 0], to_lon=points[:, 1])
    assert np.all(np.abs(miles - published) <= np.maximum(0.01 * published, 0.1))


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_the_same_both_ways_and_at_most_half_round_the_earth(
    lat: float, lon: float, to_lat: float, to_lon: float
) -> None:
    there = float(great_circle_miles(lat, lon, to_lat=to_lat, to_lon=to_lon))
    back = float(great_circle_miles(to_lat, to_lon, to_lat=lat, to_lon=lon))
    assert there == pytest.approx(back, abs=1e-6)
    assert 0 <= there <= 12437.1


def test_shapes_broadcast() -> None:
    miles = great_circle_miles(
        [[34.0], [35.0]], [[-118.0], [-119.0]], to_lat=[36, 37, 38], to_lon=-120
    )
    assert miles.shape == (2, 3)


def test_a_missing_point_stays_missing() -> None:
    assert np.isnan(great_circle_miles(34.0, -118.0, to_lat=np.nan, to_lon=-118.0))


@given(st.floats(0, 3000), st.floats(0, 100))
def test_a_longer_way_never_takes_less_time(miles: float, more: float) -> None:
    assert road_minutes(miles + more) >= road_minutes(miles) >= 0


def test_drives_from_los_angeles_against_published_times() -> None:
    """Authorities: the Coachella Valley at about two hours; Bakersfield at about 90 minutes.

    Bakersfield is a known miss on the long side: both are about 100 miles away.
    """
    here = locate("Los Angeles, CA")

    def minutes(city: str) -> float:
        there = locate(f"{city}, CA")
        return drive_minutes(here.lat, here.lon, to_lat=there.lat, to_lon=there.lon)

    assert minutes("Palm Springs") == pytest.approx(120, rel=0.05)
    assert 90 < minutes("Bakersfield") < 130
    assert minutes("Torrance") < minutes("Colton") < minutes("Palm Springs")


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("Los Angeles, CA", "Los Angeles"),
        ("  los   angeles , ca", "Los Angeles"),
        ("St. Louis, MO", "St. Louis"),
        ("Mayaguez, PR", "Mayagüez"),
        ("Burbank, CA", "Burbank"),
    ],
)
def test_places_are_found_however_they_are_written(text: str, city: str) -> None:
    assert locate(text).city == city


def test_a_named_place_is_located() -> None:
    assert locate(NamedPlace(state="TX", city="Houston")).county == "Harris"


def test_the_city_of_a_corrected_row_is_where_it_is() -> None:
    assert locate("Sylmar, CA").lat == pytest.approx(34.3078)
    assert locate("Saint Louis, MO").lon == pytest.approx(-90.1910, abs=0.001)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Los Angelos, CA", "Los Angeles, CA"),
        ("Los Angeles, California", "Los Angeles, CA"),
        ("Bakersfeild", "Bakersfield, CA"),
        ("zzzzzz, CA", ""),
    ],
)
def test_an_unknown_place_is_a_mistake_that_names_the_nearest(text: str, nearest: str) -> None:
    with pytest.raises(CaseError) as caught:
        locate(text, where="case.toml:3")
    (problem,) = caught.value.problems
    assert problem.where == "case.toml:3"
    assert problem.nearest == nearest


def test_every_known_place_is_in_the_country() -> None:
    points = known_locations().values()
    assert len(points) > 2000
    assert all(17 < p.lat < 72 and -180 < p.lon < -65 for p in points)
