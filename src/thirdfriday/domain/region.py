"""Regions: presets, travel circles and unions of them; the geographic tiers around a target."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, Protocol

from thirdfriday.domain.distance import Location, drive_minutes, locate
from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.domain.wants import Area
from thirdfriday.errors import CaseError, FactError, Problem
from thirdfriday.facts.packaged import DATA, read_toml
from thirdfriday.facts.registry import load_facts

FILES = ("regions.toml", "regions_metro.toml")
CLAUSE_FIELDS = frozenset({"states", "divisions", "subregions", "state", "counties", "within"})


class ProgramPlace(Protocol):
    """What a region needs to know of a program: where it is."""

    @property
    def state(self) -> str:
        """Postal code."""

    @property
    def county(self) -> str:
        """Name of the county without the word."""

    @property
    def division(self) -> str:
        """Key of the Census division."""

    @property
    def subregion(self) -> str:
        """Key of the California sub-region, else empty."""

    @property
    def lat(self) -> float | None:
        """Latitude. [degrees north]"""

    @property
    def lon(self) -> float | None:
        """Longitude. [degrees east]"""


@dataclass(frozen=True, slots=True)
class Circle:
    """Everything within `minutes` by car of a place. [minutes]"""

    place: Location
    minutes: float

    def contains(self, program: ProgramPlace) -> bool:
        """Whether the drive from the place to the program takes at most `minutes`."""
        if program.lat is None or program.lon is None:
            return False
        here = self.place
        drive = drive_minutes(here.lat, here.lon, to_lat=program.lat, to_lon=program.lon)
        return drive <= self.minutes


@dataclass(frozen=True, slots=True)
class Clause:
    """Conditions that hold together; an empty one does not restrict.

    `counties` are pairs of state and county.
    """

    states: frozenset[str] = frozenset()
    counties: frozenset[tuple[str, str]] = frozenset()
    divisions: frozenset[str] = frozenset()
    subregions: frozenset[str] = frozenset()
    circle: Circle | None = None

    def holds(self, program: ProgramPlace) -> bool:
        """Whether every condition holds for the program."""
        return (
            (not self.states or program.state in self.states)
            and (not self.counties or (program.state, program.county) in self.counties)
            and (not self.divisions or program.division in self.divisions)
            and (not self.subregions or program.subregion in self.subregions)
            and (self.circle is None or self.circle.contains(program))
        )

    @property
    def whole_states(self) -> bool:
        """Whether the clause takes in whole states."""
        return not (self.counties or self.subregions or self.circle)

    def reached_states(self) -> frozenset[str]:
        """The states in which the clause can hold, as far as it names them."""
        if self.states:
            return self.states
        if self.counties:
            return frozenset(state for state, _ in self.counties)
        if self.divisions:
            return frozenset(s for s, of in divisions_by_state().items() if of in self.divisions)
        if self.subregions:
            return frozenset({"CA"})
        return frozenset({self.circle.place.state}) if self.circle else frozenset()


@dataclass(frozen=True, slots=True)
class Region:
    """A region of the country: a program is in it when any one clause holds.

    `wider` makes geographic tier 2; None means the default of `geographic_tiers`.

    >>> west = region_from_preset("west_coast") | region_from_preset("mountain")
    >>> west.name
    'West Coast or Mountain'
    """

    name: str
    clauses: tuple[Clause, ...]
    key: str = ""
    wider: tuple[Clause, ...] | None = None

    def contains(self, program: ProgramPlace) -> bool:
        """Whether the program is in the region."""
        return any(clause.holds(program) for clause in self.clauses)

    def __or__(self, other: "Region") -> "Region":
        wider = (self.wider or ()) + (other.wider or ())
        return Region(
            name=f"{self.name} or {other.name}",
            clauses=self.clauses + other.clauses,
            wider=wider if self.wider and other.wider else None,
        )

    def reached_states(self) -> frozenset[str]:
        """The states in which a program of the region can be, as far as its clauses name them."""
        return frozenset().union(*(clause.reached_states() for clause in self.clauses))


def union(regions: Iterable[Region], *, name: str = "") -> Region:
    """The region that holds what any of `regions` holds.

    Raises:
        ValueError: there are none.
    """
    parts = list(regions)
    if not parts:
        raise ValueError("A union needs at least one region.")
    whole = parts[0]
    for part in parts[1:]:
        whole = whole | part
    return Region(name or whole.name, whole.clauses, whole.key, whole.wider)


def region_from_preset(key: str, *, minutes: float | None = None, where: str = "") -> Region:
    """The preset region called `key`.

    Args:
        key: a key of data/regions.toml or data/regions_metro.toml.
        minutes: replaces the preset's own commute, where it has one. [minutes]
        where: what a mistake is reported against, such as "case.toml:12".

    Raises:
        CaseError: there is no such preset; names the nearest.

    >>> region_from_preset("los_angeles_county").name
    'Los Angeles County'
    """
    entry = presets().get(key)
    if entry is None:
        raise CaseError([unknown_preset(key, where=where)])
    wider = entry.get("wider")
    if isinstance(wider, str):
        wider = presets()[wider]["any"]
    return Region(
        name=entry["name"],
        clauses=tuple(_clause(table, key, minutes) for table in entry["any"]),
        key=key,
        wider=None if wider is None else tuple(_clause(table, key) for table in wider),
    )


def region_within(place: str | NamedPlace, minutes: float, *, where: str = "") -> Region:
    """Everything within `minutes` by car of a place such as "Los Angeles, CA". [minutes]

    Facts: travel.road_factor, travel.local_miles, travel.local_speed, travel.highway_speed

    Raises:
        CaseError: the place is not known, or the time is not above zero.

    >>> region_within("Boston, MA", 45).name
    'within 45 minutes of Boston, MA'
    """
    if not minutes > 0:
        problem = Problem(
            f"{minutes} minutes is not a travel time", where=where, expected="more than 0 minutes"
        )
        raise CaseError([problem])
    here = locate(place, where=where)
    return Region(f"within {minutes:g} minutes of {here}", (Clause(circle=Circle(here, minutes)),))


def region_of(area: Area) -> Region:
    """The region that an applicant's area means; the whole country when it names nothing.

    Raises:
        CaseError: with every unknown preset or place of the area at once.

    >>> region_of(Area(states=("NV", "AZ"))).name
    'NV, AZ'
    """
    if area.everywhere:
        return region_from_preset("united_states")
    parts: list[Region] = []
    problems: list[Problem] = []
    makers: list[Callable[[], Region]] = [
        *(lambda key=key: region_from_preset(key) for key in area.presets),
        *(lambda w=w: region_within(w.place, w.minutes) for w in area.within),
    ]
    for make in makers:
        try:
            parts.append(make())
        except CaseError as error:
            problems += error.problems
    if problems:
        raise CaseError(problems)
    if area.states:
        clause = Clause(states=frozenset(area.states))
        parts.append(Region(", ".join(area.states), (clause,)))
    parts += [region_from_preset(key) for key in area.divisions]
    return union(parts, name=area.name)


def geographic_tiers(
    target: Region, *, wider: Region | None = None
) -> Callable[[ProgramPlace], int]:
    """Which geographic tier a program is in: 1 target, 2 wider region, 3 rest of the nation.

    Tier 2 is `wider` when given, else what the target's presets or its one state name in
    data/regions.toml, else the target's states and their neighbours in the same Census divisions
    (in any division, when the target is those states already).

    >>> from types import SimpleNamespace as Place
    >>> tier = geographic_tiers(region_from_preset("chicago_metro"))
    >>> wisconsin = Place(state="WI", county="Dane", division="east_north_central", subregion="",
    ...     lat=43.07, lon=-89.40)
    >>> tier(wisconsin), tier_name(tier(wisconsin))
    (2, 'wider region')
    """
    second = wider or wider_region(target)

    def tier(program: ProgramPlace) -> int:
        if target.contains(program):
            return 1
        return 2 if second.contains(program) else 3

    return tier


def wider_region(target: Region) -> Region:
    """The region of geographic tier 2 around a target (it may hold the target as well)."""
    if target.wider is not None:
        return Region(f"around {target.name}", target.wider)
    own = target.reached_states()
    named: Mapping[str, str] = _read()["wider_than_state"]
    habits = {named.get(state, "") for state in own}
    if len(habits) == 1 and habits != {""}:
        return Region(f"around {target.name}", region_from_preset(habits.pop()).clauses)
    division = divisions_by_state()
    near = {state for one in own for state in neighbours().get(one, ())}
    same = {state for state in near if division.get(state) in {division.get(one) for one in own}}
    already_all = same <= own and all(clause.whole_states for clause in target.clauses)
    states = own | (near if already_all else same)
    clauses = (Clause(states=frozenset(states)),) if states else ()
    return Region(f"around {target.name}", clauses)


def tier_name(tier: int) -> str:
    """What a geographic tier (1, 2 or 3) is called."""
    names: Mapping[str, str] = _read()["tiers"]
    return names[str(tier)]


def preset_names() -> dict[str, str]:
    """The name of every preset by its key, in file order."""
    return {key: entry["name"] for key, entry in presets().items()}


def nearest_presets(key: str, *, count: int = 3) -> list[str]:
    """The keys of the presets most like `key`, best first.

    >>> nearest_presets("los angles county")[0]
    'los_angeles_county'
    """
    plain = key.strip().lower().replace(" ", "_").replace("-", "_")
    by_name = {entry["name"].lower(): name for name, entry in presets().items()}
    keys = get_close_matches(plain, presets(), n=count, cutoff=0.5)
    named = get_close_matches(key.strip().lower(), by_name, n=count, cutoff=0.5)
    return list(dict.fromkeys([*keys, *(by_name[name] for name in named)]))[:count]


def unknown_preset(key: str, *, where: str = "") -> Problem:
    """What is wrong with a preset that does not exist, with the nearest."""
    return Problem(
        message=f"{key!r} is not a region preset",
        where=where,
        expected="a preset such as los_angeles_county, or a place with minutes",
        nearest=", ".join(nearest_presets(key)),
    )


@cache
def _read() -> dict[str, Any]:
    """Both files of regions as one."""
    whole: dict[str, Any] = {"presets": {}}
    for name in FILES:
        tables = read_toml(DATA / name)
        repeated = whole["presets"].keys() & tables.get("presets", {}).keys()
        if repeated:
            raise FactError(f"{name}: presets given twice: {', '.join(sorted(repeated))}.")
        whole["presets"] |= tables.pop("presets", {})
        whole |= tables
    return whole


def presets() -> Mapping[str, dict[str, Any]]:
    """Every preset as its file gives it, by key."""
    found: dict[str, dict[str, Any]] = _read()["presets"]
    return found


def divisions_by_state() -> Mapping[str, str]:
    """The Census division of every state, by postal code."""
    found: dict[str, str] = _read()["divisions"]
    return found


def neighbours() -> Mapping[str, list[str]]:
    """The states that share a border with each state, by postal code."""
    found: dict[str, list[str]] = _read()["neighbours"]
    return found


def _clause(table: Mapping[str, Any], key: str, minutes: float | None = None) -> Clause:
    """One clause of a preset as a value."""
    unknown = sorted(table.keys() - CLAUSE_FIELDS)
    if unknown:
        raise FactError(f"regions: preset {key} has unknown fields {', '.join(unknown)}.")
    circle = None
    if "within" in table:
        within = table["within"]
        reach = load_facts().value(within["minutes"]) if minutes is None else minutes
        circle = Circle(locate(within["place"]), reach)
    return Clause(
        states=frozenset(table.get("states", ())),
        counties=frozenset((table["state"], county) for county in table.get("counties", ())),
        divisions=frozenset(table.get("divisions", ())),
        subregions=frozenset(table.get("subregions", ())),
        circle=circle,
    )
