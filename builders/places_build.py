"""Make the table of places, the table of United States places and the map outlines.

python -m builders.places_build --tables ../shared/facts --out src/thirdfriday/data
"""

import argparse
import csv
import json
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from builders.places_inputs import (
    INPUTS,
    Nearest,
    TablePlace,
    koppen_class,
    read_counties,
    read_koppen,
    read_rows,
    table_places,
)
from builders.places_names import normal_name
from builders.places_regions import metro_presets, regions_text, state_neighbours
from builders.places_topology import CountyFinder, Topology, smaller_topology

SMALLEST_HOME = 25000
PRINCIPAL_POPULATION = 100000
LAST_METRO_CODE = 3
SAME_PLACE_MILES = 12.0
STATE_GRID = 1600
CLOSE_UP_GRID = 1200
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


@dataclass(frozen=True, slots=True)
class Report:
    """What a build made: rows, what was mended, what stays unknown."""

    places: int
    mended: int
    without_point: tuple[str, ...]
    off_county: tuple[str, ...]
    several_points: tuple[str, ...]
    far_from_gazetteer: tuple[str, ...]
    us_places: int
    metro_presets: int
    urbanicity: dict[str, int]

    def text(self) -> str:
        """Answer the report as lines."""
        return "\n".join(f"{field.name}: {getattr(self, field.name)}" for field in fields(self))


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
    values = {field.name: getattr(place, field.name) for field in fields(place)}
    if place.lat is None or place.lon is None:
        return place, True
    point = (place.lat, place.lon)
    fips, within = inputs.counties.county_of(
        *point, state_fips=inputs.state_fips[place.place_state]
    )
    values |= {"county": inputs.counties.names[fips], "county_fips": fips}
    metro = inputs.metro.get(fips, {})
    values |= {
        "metro_code": metro.get("area_code", ""),
        "metro_area": metro.get("area_title", ""),
        "combined_area": metro.get("combined_title", ""),
    }
    if fips.startswith(CALIFORNIA):
        county = values["county"]
        row = inputs.subregions.get((county, normal_name(place.place)))
        row = row or inputs.subregions[county, ""]
        values["california_subregion"] = row["subregion"]
        values["california_alternates"] = row["alternates"]
    code = inputs.rural_urban.get(fips)
    population = population_of(place, point, inputs)
    values |= {
        "rural_urban_code": code,
        "population": population,
        "urbanicity": urbanicity(place, code, metro.get("area_title", ""), population, inputs),
        "coast_miles": round(inputs.coast.find(*point)[1], 1),
        "climate": koppen_class(inputs.koppen, *point),
        "climate_zone": climate_zone(point, inputs),
    }
    values |= price_parity(place, metro, inputs)
    return Place(**values), within


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
    return row["zone"].lower().replace("-", "_").replace(" ", "_") if miles < 40.0 else ""


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


def write_table(path: Path, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write a table with Unix line ends; None is empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([["" if value is None else value for value in row] for row in rows])


def write_us_places(out: Path, inputs: Inputs) -> int:
    """Write the places of 25,000 people or more, for home towns; answer their number."""
    rows = []
    for known in inputs.gazetteer.values():
        for row in known:
            if int(row["population"]) < SMALLEST_HOME or row["state"] not in inputs.divisions:
                continue
            point = (float(row["lat"]), float(row["lon"]))
            fips, _ = inputs.counties.county_of(*point, state_fips=inputs.state_fips[row["state"]])
            county = inputs.counties.names[fips]
            rows.append((row["city"], row["state"], *point, county, int(row["population"])))
    rows.sort(key=lambda row: (row[1], row[0], -row[5]))
    header = ("city", "state", "lat", "lon", "county", "population")
    write_table(out / "catalogue" / "us_places.csv", header, rows)
    return len(rows)


def write_regions(out: Path, inputs: Inputs, places: Sequence[Place]) -> int:
    """Write the presets of metropolitan areas; answer their number."""
    codes = {fips: state for state, fips in inputs.state_fips.items()}
    population = {
        row["county_fips"]: int(row["population_2010"]) for row in read_rows("rural_urban_2013.csv")
    }
    presets = metro_presets(
        inputs.metro.values(),
        population,
        inputs.counties.names,
        codes,
        {place.metro_code for place in places},
    )
    in_california = {
        key: "west" for key, (_, by_state) in presets.items() if set(by_state) == {"CA"}
    }
    neighbours = state_neighbours(inputs.topology, codes)
    text = regions_text(inputs.divisions, neighbours, presets, in_california)
    (out / "regions_metro.toml").write_text(text, encoding="utf-8")
    return len(presets)


def write_geometry(out: Path, inputs: Inputs) -> None:
    """Write the outlines of the states, and of the counties of California, as TopoJSON."""
    folder = out / "geometry"
    folder.mkdir(parents=True, exist_ok=True)
    listed = set(inputs.state_fips.values())
    states = [
        g["id"] for g in inputs.topology["objects"]["states"]["geometries"] if g["id"] in listed
    ]
    counties = [
        g["id"]
        for g in inputs.topology["objects"]["counties"]["geometries"]
        if g["id"].startswith(CALIFORNIA)
    ]
    shapes = {
        "us_states.json": smaller_topology(
            inputs.topology, layers={"states": states}, grid=STATE_GRID
        ),
        "california_counties.json": smaller_topology(
            inputs.topology, layers={"counties": counties}, grid=CLOSE_UP_GRID
        ),
    }
    for name, topology in shapes.items():
        text = json.dumps(topology, separators=(",", ":"), ensure_ascii=True)
        (folder / name).write_text(text + "\n", encoding="utf-8")


def build(tables: Path, out: Path) -> Report:
    """Write every place table and outline under `out` from `tables` and the packaged inputs."""
    inputs = Inputs(tables)
    places, off_county = all_places(inputs)
    header = [field.name for field in fields(Place)]
    rows = [[getattr(place, name) for name in header] for place in places]
    write_table(out / "catalogue" / "places.csv", header, rows)
    number = write_us_places(out, inputs)
    presets = write_regions(out, inputs, places)
    write_geometry(out, inputs)
    for name in ("places", "us_places"):
        source = INPUTS / f"{name}.schema.toml"
        shutil.copyfile(source, out / "catalogue" / f"{name}.schema.toml")
    far = []
    for place in places:
        if place.lat is None or place.lon is None:
            continue
        anywhere = inputs.known(place.place, place.place_state, None)
        if anywhere and not inputs.known(place.place, place.place_state, (place.lat, place.lon)):
            far.append(f"{place.city}, {place.state}")
    return Report(
        places=len(places),
        mended=sum((p.city, p.state) in inputs.corrections for p in places),
        without_point=tuple(f"{p.city}, {p.state}" for p in places if p.lat is None),
        off_county=tuple(off_county),
        several_points=tuple(f"{p.city}, {p.state}" for p in inputs.listed if p.points > 1),
        far_from_gazetteer=tuple(far),
        us_places=number,
        metro_presets=presets,
        urbanicity=dict(sorted(Counter(p.urbanicity for p in places).items())),
    )


def main() -> None:
    """Build from the command line and show the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    print(build(options.tables, options.out).text())


if __name__ == "__main__":
    main()
