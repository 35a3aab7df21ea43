"""What a match at each program is worth to the applicant: place first, then weighted wishes."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from thirdfriday.domain.distance import great_circle_miles, locate, road_minutes
from thirdfriday.domain.kept_answers import KEPT, Same, SameEach
from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.domain.program import Program
from thirdfriday.domain.region import ProgramPlace, Region, geographic_tiers, region_of, union
from thirdfriday.domain.wants import Area, PreferenceLevel, Preferences, Wants
from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array

HALF = 0.5
DISTANCES_KEPT = 1 << 16  # of every program of a few specialties to a few places


@dataclass(frozen=True, slots=True)
class Target:
    """The region wanted, and the geographic tier (1 target, 2 wider, 3 rest) of any program."""

    region: Region
    tier: Callable[[ProgramPlace], int]

    @classmethod
    def of(cls, wants: Wants) -> "Target":
        """The target that the wants name; tier 2 is the next areas, if they name any."""
        region = region_of(wants.target)
        next_areas = [region_of(area) for area in wants.next_areas]
        wider = union(next_areas) if next_areas else None
        return cls(region, geographic_tiers(region, wider=wider))


def values_of_match(
    programs: Sequence[Program],
    wants: Wants,
    target: Target,
    facts: Facts,
    *,
    tiers: Sequence[int] | None = None,
) -> Array:
    """Value of a match at each program, the target with every wish met being 1. [n, 0 to 1]

    `tiers` are the geographic tiers of the programs, where they are known already.

    Facts: preference.strong.wider, preference.strong.elsewhere, preference.program_span
    Method: docs/models/choices.md
    """
    span = facts.value("preference.program_span")
    wishes = wish_shares(programs, wants.preferences, facts)
    values: Array = place_values(programs, wants, target, facts, tiers=tiers) * (
        1.0 - span * (1.0 - wishes)
    )
    return values * specialty_values(programs, wants, facts)


def specialty_values(programs: Sequence[Program], wants: Wants, facts: Facts) -> Array:
    """Value of a match by its specialty alone, the dearest specialty being 1. [n, 0 to 1]"""
    worth = tuple(desires(wants, facts).items())
    return _worth_of_specialty(SameEach(programs), worth).copy()


@lru_cache(maxsize=KEPT)
def _worth_of_specialty(programs: SameEach, worth: tuple[tuple[str, float], ...]) -> Array:
    by_name = dict(worth)
    return np.array([by_name.get(each.specialty, 1.0) for each in programs.held], dtype=float)


def desires(wants: Wants, facts: Facts) -> dict[str, float]:
    """What a match in each specialty is worth: as the case says, else less for each next one.

    Facts: preference.specialty.next

    >>> from thirdfriday.domain.wants import Area, PreferenceLevel, Wants
    >>> from thirdfriday.facts.registry import load_facts
    >>> wants = Wants(("psychiatry", "family_medicine"), Area(), PreferenceLevel.STRONG,
    ...     specialty_weights=(1.0, 0.6))
    >>> desires(wants, load_facts())
    {'psychiatry': 1.0, 'family_medicine': 0.6}
    """
    given = wants.specialty_weights
    step = facts.value("preference.specialty.next")
    found: dict[str, float] = {}
    for index, specialty in enumerate(wants.specialties):
        previous = found[wants.specialties[index - 1]] * step if index else 1.0
        found[specialty] = given[index] if index < len(given) else previous
    return found


def place_values(
    programs: Sequence[Program],
    wants: Wants,
    target: Target,
    facts: Facts,
    *,
    tiers: Sequence[int] | None = None,
) -> Array:
    """Value of a match by where the program is, the target being 1. [n, 0 to 1]"""
    wider = facts.value(f"preference.{wants.level}.wider")
    elsewhere = facts.value(f"preference.{wants.level}.elsewhere")
    known = tuple(map(target.tier, programs) if tiers is None else tiers)
    ranks = _next_areas_of(SameEach(programs), wants.next_areas)
    areas = len(wants.next_areas)
    by_rank = [wider - (wider - elsewhere) * index / areas for index in range(areas)]

    def value(tier: int, rank: int) -> float:
        if tier == 1:
            return 1.0
        if rank >= 0:
            return by_rank[rank]
        return wider if tier == 2 else elsewhere

    return np.array([value(tier, rank) for tier, rank in zip(known, ranks, strict=True)], float)


@lru_cache(maxsize=KEPT)
def _next_areas_of(programs: SameEach, areas: tuple[Area, ...]) -> tuple[int, ...]:
    """The first of the next areas that each program lies in; -1 where none holds it. [n]"""
    ordered = [region_of(area) for area in areas]
    return tuple(
        next((k for k, area in enumerate(ordered) if area.contains(program)), -1)
        for program in programs.held
    )


def wish_shares(programs: Sequence[Program], wishes: Preferences, facts: Facts) -> Array:
    """Share of the weighted wishes that each program meets; 1 where there are none. [n]"""
    return _shares_kept(SameEach(programs), wishes, Same(facts)).copy()


@lru_cache(maxsize=KEPT)
def _shares_kept(programs: SameEach, wishes: Preferences, facts: Same) -> Array:
    scorers = _scorers(wishes, facts.held)
    total = sum(weight for weight, _ in scorers)
    if not total:
        return np.ones(len(programs.held))
    return np.array(
        [sum(weight * met(program) for weight, met in scorers) / total for program in programs.held]
    )


def guard_points(level: PreferenceLevel, facts: Facts) -> float | None:
    """How much chance of a match a soft preference may cost; None for "must". [probability]"""
    return None if level is PreferenceLevel.MUST else facts.value(f"preference.{level}.guard")


Scorer = Callable[[Program], float]


def _scorers(wishes: Preferences, facts: Facts) -> list[tuple[float, Scorer]]:
    coast = facts.value("preference.coast_scale")
    large = facts.value("preference.large_program")
    cheap = facts.value("preference.price_parity.low")
    dear = facts.value("preference.price_parity.high")

    def size(program: Program) -> float:
        residents = program.residents_total
        return HALF if not residents else residents / (residents + large)

    def cost(program: Program) -> float:
        if program.price_parity is None:
            return HALF
        return min(1.0, max(0.0, (dear - program.price_parity) / (dear - cheap)))

    def warmth(program: Program) -> float:
        zone = program.climate_zone
        return facts.value(f"preference.warmth.{zone}") if zone else HALF

    def kind(program: Program, wanted: str, other: str) -> float:
        return {wanted: 1.0, "affiliated": HALF, other: 0.0}.get(program.setting, HALF)

    scorers: list[tuple[float, Scorer]] = [
        (wishes.urban, lambda p: _same(p.urbanicity, "urban")),
        (wishes.suburban, lambda p: _same(p.urbanicity, "suburban")),
        (wishes.rural, lambda p: _same(p.urbanicity, "rural")),
        (
            wishes.coastal,
            lambda p: HALF if p.coast_miles is None else math.exp(-p.coast_miles / coast),
        ),
        (wishes.warm_climate, warmth),
        (wishes.low_cost_of_living, cost),
        (wishes.university, lambda p: kind(p, "university", "community")),
        (wishes.community, lambda p: kind(p, "community", "university")),
        (wishes.large_program, size),
        (wishes.small_program, lambda p: 1.0 - size(p)),
    ]
    scale = facts.value("preference.near_scale")
    scorers += [(near.weight, _nearness(near.place, scale)) for near in wishes.near]
    return [(weight, met) for weight, met in scorers if weight > 0]


def _same(found: str, wanted: str) -> float:
    return HALF if not found else float(found == wanted)


def _nearness(place: NamedPlace, scale: float) -> Scorer:
    here = locate(place)

    def met(program: Program) -> float:
        if program.lat is None or program.lon is None:
            return 0.0
        return _closeness(here.lat, here.lon, program.lat, program.lon, scale)

    return met


@lru_cache(maxsize=DISTANCES_KEPT)
def _closeness(lat: float, lon: float, to_lat: float, to_lon: float, scale: float) -> float:
    """How near two places are, kept since every branch of a plan asks for the same ones. [0..1]"""
    miles = great_circle_miles(lat, lon, to_lat=to_lat, to_lon=to_lon)
    return math.exp(-float(road_minutes(miles)) / scale)
