"""Finds the coordinates of a city among the places both publishers print."""

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
    """Coordinates by city and state; the accreditor's list comes before the matching program's."""
    found: dict[tuple[str, str], Coordinates] = {}
    items: list[ListedProgram | PublishedTrack] = [*listed, *tracks]
    for item in items:
        if item.lat is not None and item.lon is not None:
            found.setdefault(place_key(item.city, item.state), (item.lat, item.lon))
    return found
