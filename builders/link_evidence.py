"""Weighs how likely it is that an NRMP program and an ACGME program are the same one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt

from builders.catalogue_sources import ATTRIBUTE_YEAR, ListedProgram, PublishedTrack
from builders.link_names import covered, name_likeness, rarity, words_of

EARTH_RADIUS_MILES = 3958.8
NEARBY_MILES = 60.0
NEXT_DOOR_MILES = 15.0
SITE_NAMED = 0.75
KNOWN_NUMBER = "="
KNOWN_NONE = "=none"
MILITARY = re.compile(
    r"\b(army|naval|navy|air force|military|uniformed services|keesler|afb)\b|"
    r"national capital consortium|david grant|aviation medicine|martin army|walter reed",
    re.IGNORECASE,
)
CURRICULUM = re.compile(
    r"research|scien|pstp|physician|investig|academ|urol|neuro|ophth|radiol|anes|derm|"
    r"int rad|pm&r|ortho|oto|prelim|militar|osteopathic|osteo|3-? ?yr|path(way)?\b|md path|mph|"
    r"sacm|funded|shabbos|global|internat|intl|hospitalist|geriat|child psych|combined|"
    r"critical|phase|first\b|primary|women|leader|genetic|designat|advanced|abim|clinical|cap\b|"
    r"\byr\b|plastic|surg\b|vascular|cardi|onc|ksa|kuwait|saudi|military|ccm\b|omfs|vip\b|abp\b|"
    r"ndd|nuclear|addiction|integrated|dual|tracks?\b|trk|np\b|lisom|bilingual|spanish|md-phd",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unit:
    """Tracks of one institution and specialty that are taken to be one program."""

    institution_code: str
    institution: str
    names: tuple[str, ...]
    city: str
    state: str
    lat: float | None
    lon: float | None
    specialty_code: str
    site: str
    states: frozenset[str]
    tracks: tuple[PublishedTrack, ...]

    @property
    def key(self) -> str:
        """Institution, specialty and, for one site of several, its first track."""
        return f"{self.institution_code}{self.specialty_code}" + (
            self.tracks[0].nrmp_code[7:] if self.site else ""
        )

    @property
    def years(self) -> frozenset[int]:
        """Years in which at least one position was offered."""
        return frozenset(
            year for track in self.tracks for year, count in track.quota.items() if count > 0
        )

    def positions(self, year: int, *, preliminary: bool) -> tuple[int, int]:
        """Positions and matches of one year, preliminary tracks or the others. [count]."""
        chosen = [t for t in self.tracks if (t.position_type == "preliminary") is preliminary]
        return (
            sum(track.quota.get(year, 0) for track in chosen),
            sum(track.filled.get(year, 0) for track in chosen),
        )


@dataclass(frozen=True, slots=True)
class Weights:
    """Points given to each kind of evidence; see docs/models/catalogue.md for their choice."""

    name: float = 60.0
    same_city: float = 14.0
    near: float = 8.0
    far: float = -14.0
    fingerprint: float = 30.0
    fingerprint_near: float = 12.0
    fingerprint_against: float = -12.0
    size_against: float = -8.0
    other_state: float = -10.0
    military: float = -15.0
    site: float = 30.0
    site_against: float = -22.0
    sponsor: float = 22.0
    accept: float = 42.0
    history: float = 54.0
    history_unlinked: float = 50.0
    high: float = 66.0
    medium: float = 50.0
    clear_lead: float = 15.0
    some_lead: float = 5.0


@dataclass(frozen=True, slots=True)
class Words:
    """Names of both lists as words, with the weight of each word."""

    of_name: Mapping[str, tuple[str, ...]]
    rarities: Mapping[str, float]
    weighed: dict[tuple[str, str], float] = field(default_factory=dict)

    def likeness(self, unit: Unit, program: ListedProgram) -> float:
        """How alike the two institutions' names are, the best of all names. [0..1]."""
        return max(self.pair(one, other) for one in unit.names for other in program.names)

    def pair(self, one: str, other: str) -> float:
        """How alike two names are, weighed once for each pair of names. [0..1]."""
        known = self.weighed.get((one, other))
        if known is None:
            known = name_likeness(self.of_name[one], self.of_name[other], self.rarities)
            self.weighed[one, other] = known
        return known


def prepare_words(units: Sequence[Unit], listed: Sequence[ListedProgram]) -> Words:
    """Words of all names, and how rare each word is among distinct names."""
    names = {name for unit in units for name in unit.names}
    names |= {name for program in listed for name in program.names}
    of_name = {name: words_of(name) for name in sorted(names)}
    return Words(of_name, rarity(sorted(set(of_name.values()))))


def miles_between(
    one: tuple[float | None, float | None], other: tuple[float | None, float | None]
) -> float | None:
    """Great-circle distance, or None where a place is not known. [miles].

    >>> round(miles_between((34.05, -118.24), (33.77, -118.19)))
    20
    """
    if one[0] is None or one[1] is None or other[0] is None or other[1] is None:
        return None
    lat1, lat2 = radians(one[0]), radians(other[0])
    half = sin((lat2 - lat1) / 2) ** 2
    half += cos(lat1) * cos(lat2) * sin(radians(other[1] - one[1]) / 2) ** 2
    return 2 * EARTH_RADIUS_MILES * asin(sqrt(half))


def is_military(name: str) -> bool:
    """Whether a program's name is that of a military sponsor.

    >>> is_military("Madigan Army Medical Center Program"), is_military("Navajo Program")
    (True, False)
    """
    return MILITARY.search(name) is not None


def may_be_same(unit: Unit, program: ListedProgram) -> bool:
    """Whether the two can be compared at all: one specialty, one state or a nearby city."""
    if unit.specialty_code != program.specialty_code:
        return False
    if unit.state == program.state or program.state in unit.states:
        return True
    miles = miles_between((unit.lat, unit.lon), (program.lat, program.lon))
    return miles is not None and miles <= NEARBY_MILES


def site_likeness(site: str, program: ListedProgram, words: Words) -> float:
    """How well a track's suffix names the place of a program; a known number decides. [0..1]."""
    if site.startswith(KNOWN_NUMBER):
        return float(site == f"{KNOWN_NUMBER}{program.acgme_id}")
    wanted = words_of(site)
    if not wanted:
        return 0.0
    unseen = max(words.rarities.values())
    city = words_of(program.city)
    return max(
        covered(wanted, (*words.of_name[name], *city), words.rarities, unseen)
        for name in program.names
    )


def evidence(unit: Unit, program: ListedProgram, words: Words, weights: Weights) -> float:
    """Points for the two being one program, without what other specialties say. [points]."""
    if unit.site == KNOWN_NONE:
        return 0.0
    name = words.likeness(unit, program)
    points = weights.name * name + place_points(unit, program, weights, name=name)
    points += fingerprint_points(unit, program, weights) + size_points(unit, program, weights)
    if program.state not in unit.states | {unit.state}:
        points += weights.other_state
    if is_military(program.name) and not is_military(unit.institution):
        points += weights.military
    if unit.site:
        fit = site_likeness(unit.site, program, words)
        if unit.site.startswith(KNOWN_NUMBER) and fit:
            return weights.high
        points += weights.site * fit if fit >= SITE_NAMED else weights.site_against
    return points


def place_points(unit: Unit, program: ListedProgram, weights: Weights, *, name: float) -> float:
    """Points for the cities of both lists; distance speaks less against a near-equal name."""
    if unit.city == program.city and unit.state == program.state:
        return weights.same_city
    miles = miles_between((unit.lat, unit.lon), (program.lat, program.lon))
    if unit.site or miles is None:
        return 0.0
    if miles <= NEXT_DOOR_MILES:
        return weights.near
    return 0.0 if miles <= NEARBY_MILES else 2.0 * weights.far * (1.0 - name)


def fingerprint_points(unit: Unit, program: ListedProgram, weights: Weights) -> float:
    """Points for positions and matches of 2021 being the same in both publications. [points].

    The published count of a preliminary row includes the categorical positions.
    """
    if program.attributes is None or not program.attributes.fingerprints:
        return 0.0
    core = unit.positions(ATTRIBUTE_YEAR, preliminary=False)
    early = unit.positions(ATTRIBUTE_YEAR, preliminary=True)
    total = (core[0] + early[0], core[1] + early[1])
    if not total[0]:
        return 0.0
    printed = program.attributes.fingerprints
    theirs = printed.get("categorical") or printed["preliminary"]
    single = {(t.quota.get(ATTRIBUTE_YEAR), t.filled.get(ATTRIBUTE_YEAR)) for t in unit.tracks}
    if theirs in (core, total):
        return weights.fingerprint * min(1.0, 0.4 + theirs[0] / 12.0)
    if theirs in single or printed.get("preliminary") == total:
        return weights.fingerprint_near
    if min(abs(theirs[0] - core[0]), abs(theirs[0] - total[0])) <= 1:
        return 0.0
    return weights.fingerprint_against


def size_points(unit: Unit, program: ListedProgram, weights: Weights) -> float:
    """Points against, when first-year residents and positions are of unlike size. [points]."""
    residents = program.attributes.residents_first_year if program.attributes else None
    offered = sum(unit.positions(ATTRIBUTE_YEAR, preliminary=flag)[0] for flag in (False, True))
    if not residents or not offered or program.attributes.fingerprints:  # type: ignore[union-attr]
        return 0.0
    ratio = max(residents, offered) / min(residents, offered)
    return weights.size_against if ratio >= 3.0 else 0.0
