"""Make the table of places, the table of United States places and the map outlines.

python -m builders.places_build --tables ../shared/facts --out src/thirdfriday/data
"""

import argparse
import csv
import gzip
import json
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from builders.places_describe import CALIFORNIA, Inputs, Place, all_places
from builders.places_inputs import INPUTS, read_rows
from builders.places_regions import metro_presets, regions_text, state_neighbours
from builders.places_topology import smaller_topology

SMALLEST_HOME = 25000
CLOSE_UP_GRID = 1200


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
    california_sites: int
    urbanicity: dict[str, int]

    def text(self) -> str:
        """Answer the report as lines."""
        return "\n".join(f"{field.name}: {getattr(self, field.name)}" for field in fields(self))


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


def write_california_sites(tables: Path, out: Path) -> int:
    """Write the sub-region of every Californian sponsor by city, where known; answer how many."""
    keys = {row["label"]: row["subregion"] for row in read_rows("california_labels.csv")}
    with (tables / "california_tracks_by_subregion.csv").open(encoding="utf-8") as handle:
        rows = {
            (row["nrmp_inst"], row["city"], keys[row["subregion"]])
            for row in csv.DictReader(handle)
            if keys[row["subregion"]]
        }
    header = ("nrmp_institution_code", "city", "california_subregion")
    write_table(out / "catalogue" / "california_sites.csv", header, sorted(rows))
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
    """Write the outlines of the states, as published, and of the counties of California."""
    folder = out / "geometry"
    folder.mkdir(parents=True, exist_ok=True)
    states = gzip.decompress((INPUTS / "states_2017.json.gz").read_bytes())
    (folder / "us_states.json").write_bytes(states)
    counties = [
        geometry["id"]
        for geometry in inputs.topology["objects"]["counties"]["geometries"]
        if geometry["id"].startswith(CALIFORNIA)
    ]
    close_up = smaller_topology(inputs.topology, layers={"counties": counties}, grid=CLOSE_UP_GRID)
    text = json.dumps(close_up, separators=(",", ":"), ensure_ascii=True)
    (folder / "california_counties.json").write_text(text + "\n", encoding="utf-8")


def build(tables: Path, out: Path) -> Report:
    """Write every place table and outline under `out` from `tables` and the packaged inputs."""
    inputs = Inputs(tables)
    places, off_county = all_places(inputs)
    header = [field.name for field in fields(Place)]
    rows = [[getattr(place, name) for name in header] for place in places]
    write_table(out / "catalogue" / "places.csv", header, rows)
    number = write_us_places(out, inputs)
    presets = write_regions(out, inputs, places)
    sites = write_california_sites(tables, out)
    write_geometry(out, inputs)
    for name in ("places", "us_places", "california_sites"):
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
        california_sites=sites,
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
