"""Finds the coordinates of a city among the places both publishers print."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from builders.catalogue_sources import ListedProgram, PublishedTrack

Coordinates = tuple[float, float]


def place_key(city: str, state: str) -> tuple[str, str]:
    """City and state without the differences of spelling that two publishers have.

    >>> place_key("St. Louis Park", "MN") == place_key("St Louis Park", "MN")
    True
    """
    words = city.lower().replace(".", "").replace("'", "").replace("saint ", "st ")
    return " ".join(words.split()), state


def city_coordinates(
    listed: Iterable[ListedProgram], tracks: Iterable[PublishedTrack]
) -> Mapping[tuple[str, str], Coordinates]:
    """Coordinates by city and state: those printed most often for the city."""
    items: list[ListedProgram | PublishedTrack] = [*listed, *tracks]
    counted: dict[tuple[str, str], Counter[Coordinates]] = defaultdict(Counter)
    for item in items:
        if item.lat is not None and item.lon is not None:
            spot = (round(item.lat, 4), round(item.lon, 4))
            counted[place_key(item.city, item.state)][spot] += 1
    return {
        key: min(spots, key=lambda spot: (-spots[spot], spot)) for key, spots in counted.items()
    }
