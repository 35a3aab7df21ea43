"""Describe a place: the county that holds it, its division, setting, coast, climate and prices."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from builders.places_inputs import (
    Nearest,
    TablePlace,
    koppen_class,
    read_counties,
    read_koppen,
    read_rows,
    table_places,
)
from builders.places_names import normal_name
from builders.places_topology import CountyFinder, Topology

PRINCIPAL_POPULATION = 100000
LAST_METRO_CODE = 3
SAME_PLACE_MILES = 12.0
CLIMATE_MILES = 40.0
CALIFORNIA = "06"


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the table of places; empty where no source gives the value."""

    city: str
    state: str
    place: str
    place_state: str
    lat: float | None = None
    lon: float | None = None
    point_source: str = ""
    county: str = ""
    county_fips: str = ""
    division: str = ""
    california_subregion: str = ""
    california_alternates: str = ""
    metro_code: str = ""
    metro_area: str = ""
    combined_area: str = ""
    urbanicity: str = ""
    rural_urban_code: int | None = None
    population: int | None = None
    coast_miles: float | None = None
    climate: str = ""
    climate_zone: str = ""
    price_parity: float | None = None
    price_parity_metro: float | None = None


class Inputs:
    """Every input of the table of places, read once."""

    def __init__(self, tables: Path) -> None:
        self.topology: Topology = read_counties()
        self.counties = CountyFinder(self.topology)
        self.koppen = read_koppen()
        self.climate_zones = Nearest(read_rows("building_climate.csv.gz"))
        self.coast = Nearest(read_rows("coastline.csv.gz"))
        self.rural_urban = {
            row["county_fips"]: int(row["rural_urban_code_2013"])
            for row in read_rows("rural_urban_2013.csv")
        }
        self.metro = {row["county_fips"]: row for row in read_rows("metro_areas_2018.csv")}
        self.corrections = {
            (row["city"], row["state"]): row for row in read_rows("city_corrections.csv")
        }
        self.subregions = {
            (row["county"], normal_name(row["city"])): row
            for row in read_rows("california_subregions.csv")
        }
        self.gazetteer: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in read_rows("us_places.csv"):
            key = (normal_name(row["city"]), row["state"])
            self.gazetteer.setdefault(key, []).append(row)
        self.prices = {row["area"]: row for row in read_rows("price_parity.csv")}
        divisions = (tables / "eras_geographic_divisions.csv").open(encoding="utf-8")
        with divisions:
            self.divisions = {
                row["State Acronym"]: row["Region"].lower().replace(" ", "_")
                for row in csv.DictReader(divisions)
            }
        self.state_fips = {row["state"]: row["fips"] for row in read_rows("states.csv")}
        self.listed = list(table_places(tables))

    def known(self, name: str, state: str, near: tuple[float, float] | None) -> dict[str, str]:
        """Answer the gazetteer's row of a place, or an empty row."""
        rows = self.gazetteer.get((normal_name(name), state), [])
        if near is not None:
            rows = [row for row in rows if miles_between(row, near) <= SAME_PLACE_MILES]
        return max(rows, key=lambda row: int(row["population"])) if rows else {}


def miles_between(row: dict[str, str], point: tuple[float, float]) -> float:
    """Answer the great-circle distance of a gazetteer row and a point. [miles]"""
    return Nearest([row]).find(*point)[1]


def resolved(listed: TablePlace, inputs: Inputs) -> Place:
    """Answer the place that a listed city means, with its point and where the point is from."""
    mend = inputs.corrections.get((listed.city, listed.state), {})
    lat, lon, source = listed.lat, listed.lon, listed.source
    near = None if lat is None or lon is None else (lat, lon)
    usual = inputs.known(listed.city, listed.state, near).get("city", listed.city)
    name = mend.get("place", usual)
    state = mend.get("place_state", listed.state)
    if mend.get("lat"):
        lat, lon, source = float(mend["lat"]), float(mend["lon"]), "correction"
    elif state != listed.state or lat is None:
        row = inputs.known(name, state, None)
        lat = float(row["lat"]) if row else None
        lon = float(row["lon"]) if row else None
        source = "gazetteer" if row else ""
    return Place(
        city=listed.city,
        state=listed.state,
        place=name,
        place_state=state,
        lat=None if lat is None else round(lat, 5),
        lon=None if lon is None else round(lon, 5),
        point_source=source,
        division=inputs.divisions[state],
    )


def described(place: Place, inputs: Inputs) -> tuple[Place, bool]:
    """Answer the place with every column filled, and whether its point is inside its county."""
    if place.lat is None or place.lon is None:
        return place, True
    point = (place.lat, place.lon)
    fips, within = inputs.counties.county_of(
        *point, state_fips=inputs.state_fips[place.place_state]
    )
    county = inputs.counties.names[fips]
    metro = inputs.metro.get(fips, {})
    title = metro.get("area_title", "")
    code = inputs.rural_urban.get(fips)
    population = population_of(place, point, inputs)
    values: dict[str, Any] = {
        "county": county,
        "county_fips": fips,
        "metro_code": metro.get("area_code", ""),
        "metro_area": title,
        "combined_area": metro.get("combined_title", ""),
        "rural_urban_code": code,
        "population": population,
        "urbanicity": urbanicity(place, code, title, population, inputs),
        "coast_miles": round(inputs.coast.find(*point)[1], 1),
        "climate": koppen_class(inputs.koppen, *point),
        "climate_zone": climate_zone(point, inputs),
    }
    values |= california(place, fips, county, inputs) | price_parity(place, metro, inputs)
    return replace(place, **values), within


def california(place: Place, fips: str, county: str, inputs: Inputs) -> dict[str, str]:
    """Answer the sub-region of a place in California and the others that claim it."""
    if not fips.startswith(CALIFORNIA):
        return {}
    by_city = inputs.subregions.get((county, normal_name(place.place)))
    row = by_city or inputs.subregions[county, ""]
    return {"california_subregion": row["subregion"], "california_alternates": row["alternates"]}


def population_of(place: Place, point: tuple[float, float], inputs: Inputs) -> int | None:
    """Answer the population of the place, or of the city it is part of. [people]"""
    mend = inputs.corrections.get((place.city, place.state), {})
    whole = inputs.known(mend["part_of"], place.place_state, None) if mend.get("part_of") else {}
    row = whole or inputs.known(place.place, place.place_state, point)
    return int(row["population"]) if row else None


def urbanicity(
    place: Place, code: int | None, metro_title: str, population: int | None, inputs: Inputs
) -> str:
    """Answer urban, suburban or rural from the county's code and the place's standing in its metro.

    Rural: a county outside every metropolitan area. Urban: a city that names its metropolitan
    area, or one of 100,000 people or more. Suburban: the rest of a metropolitan area.
    """
    if code is None:
        return ""
    if code > LAST_METRO_CODE:
        return "rural"
    mend = inputs.corrections.get((place.city, place.state), {})
    cities = f" {normal_name(metro_title.partition(',')[0])} "
    named = any(
        name and f" {normal_name(name)} " in cities
        for name in (place.place, mend.get("part_of", ""))
    )
    return "urban" if named or (population or 0) >= PRINCIPAL_POPULATION else "suburban"


def climate_zone(point: tuple[float, float], inputs: Inputs) -> str:
    """Answer the Building America climate zone of the nearest ZIP area within 40 miles."""
    row, miles = inputs.climate_zones.find(*point)
    return row["zone"].lower().replace("-", "_").replace(" ", "_") if miles < CLIMATE_MILES else ""


def price_parity(place: Place, metro: dict[str, str], inputs: Inputs) -> dict[str, Any]:
    """Answer the price levels of the state and of the metropolitan area. [nation = 100]"""
    areas = {
        "price_parity": place.place_state,
        "price_parity_metro": metro.get("area_code", ""),
    }
    return {
        name: float(inputs.prices[area]["price_parity"])
        for name, area in areas.items()
        if area in inputs.prices
    }


def all_places(inputs: Inputs) -> tuple[list[Place], list[str]]:
    """Answer every listed city and every place that a listed city means, and those off county."""
    places, off_county = [], []
    seen = set()
    waiting = list(inputs.listed)
    while waiting:
        listed = waiting.pop(0)
        if (listed.city, listed.state) in seen:
            continue
        seen.add((listed.city, listed.state))
        place, within = described(resolved(listed, inputs), inputs)
        places.append(place)
        if not within:
            off_county.append(f"{place.city}, {place.state}")
        meant = (place.place, place.place_state)
        if (
            place.place
            and meant not in seen
            and not any((w.city, w.state) == meant for w in waiting)
        ):
            waiting.append(
                TablePlace(
                    *meant,
                    lat=place.lat,
                    lon=place.lon,
                    rows=0,
                    points=0,
                    source=place.point_source,
                )
            )
    return sorted(places, key=lambda p: (p.state, p.city)), off_county
