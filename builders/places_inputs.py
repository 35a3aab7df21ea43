"""Read the small place inputs: codes by county, points of places, grids of climate, the shore."""

import csv
import gzip
import io
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from builders.places_names import normal_name

INPUTS = Path(__file__).parent / "inputs" / "places"
EARTH_RADIUS_MILES = 3958.7613
KOPPEN_CORNER = (72.0, -180.0)
CELLS_PER_DEGREE = 36
KOPPEN_CLASSES = (
    "Af", "Am", "As", "Aw", "BSh", "BSk", "BWh", "BWk", "Cfa", "Cfb", "Cfc", "Csa", "Csb", "Csc",
    "Cwa", "Cwb", "Cwc", "Dfa", "Dfb", "Dfc", "Dfd", "Dsa", "Dsb", "Dsc", "Dsd", "Dwa", "Dwb",
    "Dwc", "Dwd", "EF", "ET",
)  # fmt: skip
PROGRAM_TABLES = {
    "programs_acgme_2025.csv": ("lat", "lon"),
    "programs_nrmp_quota_fill_2016_2026.csv": ("city_lat", "city_lon"),
}

Key = tuple[str, str]


def read_rows(name: str) -> list[dict[str, str]]:
    """Answer the rows of an input table, plain or compressed."""
    path = INPUTS / name
    content = path.read_bytes()
    if path.suffix == ".gz":
        content = gzip.decompress(content)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


def read_counties() -> dict[str, Any]:
    """Answer the topology of counties and states of the Census, 2017 edition."""
    content = gzip.decompress((INPUTS / "counties_2017.json.gz").read_bytes())
    topology: dict[str, Any] = json.loads(content)
    return topology


def read_koppen() -> NDArray[np.uint8]:
    """Answer the grid of Koppen-Geiger class numbers (1 = Af ... 31 = ET, 32 = ocean)."""
    content = gzip.decompress((INPUTS / "koppen_geiger.npy.gz").read_bytes())
    grid: NDArray[np.uint8] = np.load(io.BytesIO(content))
    return grid


def koppen_class(grid: NDArray[np.uint8], latitude: float, longitude: float) -> str:
    """Answer the class of the cell of a point, or of the nearest land cell within five cells."""
    row = int((KOPPEN_CORNER[0] - latitude) * CELLS_PER_DEGREE)
    column = int((longitude - KOPPEN_CORNER[1]) * CELLS_PER_DEGREE)
    offsets = [(a, b) for a in range(-5, 6) for b in range(-5, 6)]
    for step_down, step_right in sorted(offsets, key=lambda o: (o[0] ** 2 + o[1] ** 2, o)):
        number = int(grid[row + step_down, column + step_right])
        if 1 <= number <= len(KOPPEN_CLASSES):
            return KOPPEN_CLASSES[number - 1]
    return ""


def on_sphere(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Answer unit vectors of points in degrees. [shape (n, 3)]"""
    lat, lon = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


class Nearest:
    """Answers which of many points is nearest to a point, and how far it is. [miles]"""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.rows = rows
        latitude = np.array([float(row["lat"]) for row in rows])
        longitude = np.array([float(row["lon"]) for row in rows])
        self._tree = cKDTree(on_sphere(latitude, longitude))

    def find(self, latitude: float, longitude: float) -> tuple[dict[str, str], float]:
        """Answer the nearest row and its great-circle distance. [miles]"""
        chord, index = self._tree.query(on_sphere(np.array(latitude), np.array(longitude)))
        return self.rows[int(index)], 2 * EARTH_RADIUS_MILES * float(np.arcsin(chord / 2))


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A city as the program tables name it, with the point most of its rows carry."""

    city: str
    state: str
    lat: float | None
    lon: float | None
    rows: int
    points: int
    source: str


def table_places(tables: Path) -> Iterator[TablePlace]:
    """Answer every (city, state) of the program tables, sorted."""
    keys: Counter[Key] = Counter()
    points: dict[Key, Counter[tuple[float, float]]] = defaultdict(Counter)
    first_seen: dict[tuple[float, float], str] = {}
    for name, (lat_name, lon_name) in PROGRAM_TABLES.items():
        with (tables / name).open(encoding="utf-8") as handle:
            for row in csv.DictReader(handle):
                key = (row["city"], row["state"])
                keys[key] += 1
                if row[lat_name] and row[lon_name]:
                    point = (float(row[lat_name]), float(row[lon_name]))
                    points[normal_name(key[0]), key[1]][point] += 1
                    first_seen.setdefault(point, "acgme" if "acgme" in name else "nrmp")
    for (city, state), count in sorted(keys.items()):
        found = points[normal_name(city), state]
        best = min(found, key=lambda p: (-found[p], p)) if found else None
        yield TablePlace(
            city=city,
            state=state,
            lat=best[0] if best else None,
            lon=best[1] if best else None,
            rows=count,
            points=len(found),
            source=f"{first_seen[best]}_table" if best else "",
        )
