"""The table of places: every program city, rebuilt byte for byte, against published values."""

import csv
import json
import os
from pathlib import Path

import pytest
from builders.places_build import build
from builders.places_inputs import PROGRAM_TABLES, koppen_class, read_koppen
from builders.places_topology import polygons

ROOT = Path(__file__).parents[2]
DATA = ROOT / "src" / "thirdfriday" / "data"
TABLES = Path(os.environ.get("TABLES", ROOT.parent / "shared" / "facts"))
ABSENT = f"The published tables are not at {TABLES}; set TABLES to their folder."
MADE = (
    "catalogue/california_sites.csv",
    "catalogue/california_sites.schema.toml",
    "catalogue/places.csv",
    "catalogue/places.schema.toml",
    "catalogue/us_places.csv",
    "catalogue/us_places.schema.toml",
    "geometry/california_counties.json",
    "geometry/us_states.json",
    "regions_metro.toml",
)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def places() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["city"], row["state"]): row for row in read(DATA / "catalogue" / "places.csv")}


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not TABLES.exists():
        pytest.skip(ABSENT)
    out = tmp_path_factory.mktemp("places")
    build(TABLES, out)
    return out


@pytest.mark.parametrize("name", MADE)
def test_the_packaged_file_is_what_the_builder_makes(rebuilt: Path, name: str) -> None:
    assert (rebuilt / name).read_bytes() == (DATA / name).read_bytes()


def test_every_program_city_has_a_row(places: dict[tuple[str, str], dict[str, str]]) -> None:
    if not TABLES.exists():
        pytest.skip(ABSENT)
    listed = {(row["city"], row["state"]) for name in PROGRAM_TABLES for row in read(TABLES / name)}
    assert listed <= set(places)


def test_only_sponsors_without_a_city_have_no_point(
    places: dict[tuple[str, str], dict[str, str]],
) -> None:
    without = {key for key, row in places.items() if not row["lat"]}
    assert without == {("", "GA"), ("", "VA")}


def test_divisions_are_those_of_the_census(places: dict[tuple[str, str], dict[str, str]]) -> None:
    if not TABLES.exists():
        pytest.skip(ABSENT)
    division = {
        row["State Acronym"]: row["Region"].lower().replace(" ", "_")
        for row in read(TABLES / "eras_geographic_divisions.csv")
    }
    assert {row["division"] for row in places.values()} == set(division.values())
    assert all(row["division"] == division[row["place_state"]] for row in places.values())


@pytest.mark.parametrize(
    ("city", "subregion"),
    [
        ("Torrance", "south_bay"),
        ("Inglewood", "south_bay"),
        ("Sylmar", "san_fernando_valley"),
        ("Panorama City,", "san_fernando_valley"),
        ("Colton", "inland_empire"),
        ("Loma Linda", "inland_empire"),
        ("Moreno Valley", "inland_empire"),
        ("Rancho Mirage", "coachella_valley"),
        ("Palm Springs", "coachella_valley"),
        ("Pomona", "pomona_valley"),
        ("West Covina", "san_gabriel_valley"),
        ("Whittier", "gateway_cities"),
        ("Palmdale", "antelope_valley"),
        ("Bakersfield", "central_valley"),
        ("Stockton", "central_valley"),
        ("Santa Ana", "orange_county"),
        ("Oakland", "bay_area"),
        ("Redding", "far_north"),
        ("La Jolla", "san_diego"),
    ],
)
def test_california_cities_are_in_their_sub_region(
    places: dict[tuple[str, str], dict[str, str]], city: str, subregion: str
) -> None:
    assert places[city, "CA"]["california_subregion"] == subregion


def test_the_sub_regions_agree_with_the_published_county_of_every_track(
    places: dict[tuple[str, str], dict[str, str]],
) -> None:
    """Authority: the county that california_tracks_by_subregion.csv gives each 2020 track."""
    if not TABLES.exists():
        pytest.skip(ABSENT)
    wrong = {
        (row["city"], row["county"])
        for row in read(TABLES / "california_tracks_by_subregion.csv")
        if (row["city"], "CA") in places
        and row["county"].split("/")[0].strip() != places[row["city"], "CA"]["county"]
    }
    assert wrong == set()


def test_the_sites_of_los_angeles_and_its_cities_agree(
    places: dict[tuple[str, str], dict[str, str]],
) -> None:
    """A site's sub-region is the city's own, or one of its alternates."""
    sites = read(DATA / "catalogue" / "california_sites.csv")
    pairs = [(row["nrmp_institution_code"], row["city"]) for row in sites]
    assert len(pairs) == len(set(pairs)) > 100
    for row in sites:
        place = places.get((row["city"], "CA"))
        if place is None:
            continue
        claims = {place["california_subregion"], *place["california_alternates"].split(";")}
        assert row["california_subregion"] in claims, row


def test_every_county_is_in_the_state_of_its_place(
    places: dict[tuple[str, str], dict[str, str]],
) -> None:
    inputs = ROOT / "builders" / "inputs" / "places"
    fips = {row["state"]: row["fips"] for row in read(inputs / "states.csv")}
    for row in places.values():
        assert not row["county_fips"] or row["county_fips"][:2] == fips[row["place_state"]]


@pytest.mark.parametrize(
    ("city", "state", "county", "urbanicity"),
    [
        ("Chicago", "IL", "Cook", "urban"),
        ("Bronx", "NY", "Bronx", "urban"),
        ("Sylmar", "CA", "Los Angeles", "urban"),
        ("Winston-Salem", "NC", "Forsyth", "urban"),
        ("Wilkes-Barre", "PA", "Luzerne", "urban"),
        ("Manhasset", "NY", "Nassau", "suburban"),
        ("Duarte", "CA", "Los Angeles", "suburban"),
        ("Sayre", "PA", "Bradford", "rural"),
        ("Hazard", "KY", "Perry", "rural"),
        ("Bristol", "NY", "Bucks", "suburban"),
    ],
)
def test_counties_and_urbanicity_of_known_places(
    places: dict[tuple[str, str], dict[str, str]],
    city: str,
    state: str,
    county: str,
    urbanicity: str,
) -> None:
    row = places[city, state]
    assert (row["county"], row["urbanicity"]) == (county, urbanicity)


def test_the_great_lakes_are_no_coast(places: dict[tuple[str, str], dict[str, str]]) -> None:
    assert float(places["Chicago", "IL"]["coast_miles"]) > 400
    assert float(places["Cleveland", "OH"]["coast_miles"]) > 250
    for city, state in (("Long Beach", "CA"), ("Miami", "FL"), ("Galveston", "TX")):
        assert float(places[city, state]["coast_miles"]) < 5


def test_climates_of_known_places(places: dict[tuple[str, str], dict[str, str]]) -> None:
    expected = {
        ("Phoenix", "AZ"): ("BWh", "hot_dry"),
        ("Minneapolis", "MN"): ("Dfa", "cold"),
        ("Miami", "FL"): ("Am", "hot_humid"),
        ("Seattle", "WA"): ("Csb", "marine"),
    }
    for key, pair in expected.items():
        assert (places[key]["climate"], places[key]["climate_zone"]) == pair


def test_a_cell_of_water_takes_the_nearest_land() -> None:
    assert koppen_class(read_koppen(), 40.70, -74.02) == "Cfa"


def test_price_levels_are_those_the_bureau_announced(
    places: dict[tuple[str, str], dict[str, str]],
) -> None:
    """Authorities: Bureau of Economic Analysis, releases of 12 December 2024 and 7 July 2016."""
    inputs = read(ROOT / "builders" / "inputs" / "places" / "price_parity.csv")
    value = {row["area"]: float(row["price_parity"]) for row in inputs}
    states = {
        "CA": 112.6,
        "NJ": 108.9,
        "HI": 108.6,
        "DC": 110.8,
        "AR": 86.5,
        "MS": 87.3,
        "SD": 88.1,
    }
    assert {state: round(value[state], 1) for state in states} == states
    metros = {"46520": 123.5, "41940": 122.9, "35620": 122.3, "42100": 121.8, "41860": 121.3}
    metros |= {"14860": 120.4, "13220": 79.7, "40660": 80.7, "19180": 81.1, "34100": 81.9}
    metros |= {"27860": 82.0}
    assert {metro: value[metro] for metro in metros} == metros
    assert min(row for area, row in value.items() if area.isdigit()) == 79.7
    assert max(value.values()) == 123.5
    assert float(places["Fresno", "CA"]["price_parity_metro"]) == 97.3


@pytest.mark.parametrize(
    ("name", "layer", "limit", "count"),
    [
        ("us_states.json", "states", 150_000, 56),
        ("california_counties.json", "counties", 80_000, 58),
    ],
)
def test_the_outlines_are_small_and_whole(name: str, layer: str, limit: int, count: int) -> None:
    path = DATA / "geometry" / name
    assert path.stat().st_size < limit
    topology = json.loads(path.read_text(encoding="utf-8"))
    geometries = topology["objects"][layer]["geometries"]
    assert len(geometries) == count
    used = {
        number if number >= 0 else ~number
        for geometry in geometries
        for polygon in polygons(geometry)
        for ring in polygon
        for number in ring
    }
    assert used == set(range(len(topology["arcs"])))
