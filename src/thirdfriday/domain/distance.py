"""Where a named place is, how far two places are apart, and how long the drive takes."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.errors import CaseError, Problem
from thirdfriday.facts.registry import load_facts
from thirdfriday.facts.tables import load_table

EARTH_RADIUS_MILES = 3958.7613  # mean radius of the Earth: geometry, not a disputable number
MINUTES_PER_HOUR = 60.0
SHORT_FORMS = MappingProxyType({"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"})


@dataclass(frozen=True, slots=True)
class Location:
    """A place with its point on the Earth. [degrees]"""

    city: str
    state: str
    lat: float
    lon: float
    county: str = ""

    def __str__(self) -> str:
        return f"{self.city}, {self.state}"


def great_circle_miles(
    lat: ArrayLike, lon: ArrayLike, *, to_lat: ArrayLike, to_lon: ArrayLike
) -> NDArray[np.float64]:
    """How far points are apart on the Earth's surface. [miles]

    Shapes follow numpy's broadcasting; a missing coordinate (nan) gives nan.

    Method: haversine formula on a sphere of the Earth's mean radius.

    >>> round(float(great_circle_miles(34.05, -118.24, to_lat=40.71, to_lon=-74.01)))
    2445
    """
    first, second = np.radians(lat), np.radians(to_lat)
    half_lat = (second - first) / 2
    half_lon = (np.radians(to_lon) - np.radians(lon)) / 2
    square = np.sin(half_lat) ** 2 + np.cos(first) * np.cos(second) * np.sin(half_lon) ** 2
    arc = 2 * EARTH_RADIUS_MILES * np.arcsin(np.sqrt(np.clip(square, 0.0, 1.0)))
    return np.asarray(arc, dtype=np.float64)


def road_minutes(miles: ArrayLike) -> NDArray[np.float64]:
    """How long the drive between points `miles` apart on the great circle takes. [minutes]

    The road is longer than the great circle by a factor; its first miles go at the speed of city
    streets, the rest at that of highways.

    Facts: travel.road_factor, travel.local_miles, travel.local_speed, travel.highway_speed
    Method: docs/models/places.md

    >>> bool(road_minutes(100.0) > road_minutes(50.0) > road_minutes(0.0) == 0.0)
    True
    """
    factor, local_miles, local_speed, highway_speed = _road_settings()
    road = np.asarray(miles, dtype=np.float64) * factor
    local = np.minimum(road, local_miles)
    hours = local / local_speed + (road - local) / highway_speed
    return np.asarray(hours * MINUTES_PER_HOUR, dtype=np.float64)


@lru_cache(maxsize=65536)
def drive_minutes(lat: float, lon: float, *, to_lat: float, to_lon: float) -> float:
    """How long the drive between two points takes, remembered by point. [minutes]

    >>> round(drive_minutes(34.052, -118.244, to_lat=33.836, to_lon=-118.341))
    28
    """
    return float(road_minutes(great_circle_miles(lat, lon, to_lat=to_lat, to_lon=to_lon)))


@cache
def _road_settings() -> tuple[float, float, float, float]:
    facts = load_facts()
    return (
        facts.value("travel.road_factor"),
        facts.value("travel.local_miles"),
        facts.value("travel.local_speed"),
        facts.value("travel.highway_speed"),
    )


def locate(place: str | NamedPlace, *, where: str = "") -> Location:
    """The point of a place such as "Los Angeles, CA". [degrees]

    Every city with a residency program is known, and every United States place of 25,000 people.

    Args:
        place: "City, ST", or a `NamedPlace`.
        where: what a mistake is reported against, such as "case.toml:12".

    Raises:
        CaseError: no such place is known; names the nearest.

    >>> locate("los angeles, ca").county
    'Los Angeles'
    """
    text = str(place)
    city, comma, state = text.rpartition(",")
    known = known_locations()
    found = known.get((_plain(city), state.strip().upper())) if comma else None
    if found is None:
        raise CaseError([_unknown_place(text, city or text, state if comma else "", where)])
    return found


@cache
def known_locations() -> Mapping[tuple[str, str], Location]:
    """Every known place by its plain name and state; the program cities win over the others."""
    found: dict[tuple[str, str], Location] = {}
    for row in load_table("catalogue/places").rows():
        if row["lat"] is not None and row["city"]:
            here = Location(row["city"], row["state"], row["lat"], row["lon"], row["county"])
            key = (_plain(row["city"]), row["state"])
            exact = (row["place"], row["place_state"]) == (row["city"], row["state"])
            if exact or key not in found:
                found[key] = here
    for row in load_table("catalogue/us_places").rows():
        here = Location(row["city"], row["state"], row["lat"], row["lon"], row["county"])
        found.setdefault((_plain(row["city"]), row["state"]), here)
    return MappingProxyType(found)


def _plain(name: str) -> str:
    """The name in lower case without accents or marks, short forms at its start written out."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = letters.lower().replace(".", "").replace("'", "").replace(",", " ").replace("-", " ")
    words = plain.split()
    if words and words[0] in SHORT_FORMS:
        words[0] = SHORT_FORMS[words[0]]
    return " ".join(words)


def _unknown_place(text: str, city: str, state: str, where: str) -> Problem:
    """What is wrong with a place nobody knows, with the nearest known one."""
    known = known_locations()
    code = state.strip().upper()
    same_state = {name: place for (name, of), place in known.items() if of == code}
    everywhere = {name: place for (name, _), place in known.items()}
    nearest = ""
    for names in (same_state, everywhere):
        close = get_close_matches(_plain(city), names, n=1)
        if close:
            nearest = str(names[close[0]])
            break
    return Problem(
        message=f"{text!r} is not a known place",
        where=where,
        expected='"City, ST" with a program or 25,000 people; else the nearest such city',
        nearest=nearest,
    )
