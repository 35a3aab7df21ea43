"""Finds a time zone by its name, from data that comes with the package and not with the machine."""

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import tzdata

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_file_vocabulary import nearest

EASTERN = "America/New_York"
EXPECTED = "a name such as Europe/Madrid, Asia/Kolkata or America/Los_Angeles"


@cache
def zone_names() -> tuple[str, ...]:
    """The names of all time zones."""
    return tuple(files(tzdata).joinpath("zones").read_text(encoding="utf-8").split())


@cache
def time_zone(name: str) -> ZoneInfo:
    """The zone called `name`, whatever its case; blanks may stand for underscores.

    Raises:
        CaseError: there is none, with the nearest.

    >>> str(time_zone("europe/madrid"))
    'Europe/Madrid'
    """
    wanted = name.strip().replace(" ", "_").casefold()
    known = {each.casefold(): each for each in zone_names()}
    if wanted not in known:
        cities = {each.rpartition("/")[2]: each for each in zone_names()}
        near = nearest(name.rpartition("/")[2], cities)
        problem = Problem(f'"{name}" is not a time zone', "--zone", EXPECTED, cities.get(near, ""))
        raise CaseError([problem])
    key = known[wanted]
    place = files(tzdata).joinpath("zoneinfo", *key.split("/"))
    with place.open("rb") as stream:
        return ZoneInfo.from_file(stream, key=key)
