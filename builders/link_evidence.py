"""Weighs how likely it is that an NRMP program and an ACGME program are the same one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from builders.catalogue_sources import ATTRIBUTE_YEAR, ListedProgram, PublishedTrack
from builders.link_names import covered, name_likeness, rarity, words_of

EARTH_RADIUS_MILES = 3958.8
NEARBY_MILES = 60.0
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
    city: str
    state: str
    lat: float | None
    lon: float | None
    specialty_code: str
    site: str
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
    site: float = 30.0
    site_against: float = -22.0
    sponsor: float = 22.0
    accept: float = 42.0
    history: float = 70.0
    high: float = 78.0
    high_lead: float = 15.0
    medium: float = 60.0
    medium_lead: float = 6.0


@dataclass(frozen=True, slots=True)
class Words:
    """Names of both lists as words, with the weight of each word."""

    unit: Mapping[str, tuple[str, ...]]
    listed: Mapping[str, tuple[str, ...]]
    rarities: Mapping[str, float]


def prepare_words(units: Sequence[Unit], listed: Sequence[ListedProgram]) -> Words:
    """Words of all names, and how rare each word is among distinct names."""
    by_unit = {unit.institution: words_of(unit.institution) for unit in units}
    by_listed = {program.name: words_of(program.name) for program in listed}
    distinct = sorted({*by_unit.values(), *by_listed.values()})
    return Words(by_unit, by_listed, rarity(distinct))


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


def may_be_same(unit: Unit, program: ListedProgram) -> bool:
    """Whether the two can be compared at all: one specialty, one state or a nearby city."""
    if unit.specialty_code != program.specialty_code:
        return False
    if unit.state == program.state:
        return True
    miles = miles_between((unit.lat, unit.lon), (program.lat, program.lon))
    return miles is not None and miles <= NEARBY_MILES


def site_likeness(site: str, program: ListedProgram, words: Words) -> float:
    """How well a track's suffix names the place of a program. [0..1]."""
    wanted = words_of(site)
    if not wanted:
        return 0.0
    unseen = max(words.rarities.values())
    city = words_of(program.city)
    in_name = covered(wanted, (*words.listed[program.name], *city), words.rarities, unseen)
    return in_name


def evidence(unit: Unit, program: ListedProgram, words: Words, weights: Weights) -> float:
    """Points for the two being one program, without what other specialties say. [points]."""
    listed_words = words.listed[program.name]
    unit_words = words.unit[unit.institution]
    whole_name = (*unit_words, *words_of(unit.site)) if unit.site else unit_words
    name = max(
        name_likeness(unit_words, listed_words, words.rarities),
        name_likeness(whole_name, listed_words, words.rarities),
    )
    points = weights.name * name + place_points(unit, program, weights)
    points += fingerprint_points(unit, program, weights) + size_points(unit, program, weights)
    if unit.site:
        fit = site_likeness(unit.site, program, words)
        points += weights.site * fit if fit >= 0.75 else weights.site_against
    return points


def place_points(unit: Unit, program: ListedProgram, weights: Weights) -> float:
    """Points for the cities of both lists. [points]."""
    if unit.city == program.city and unit.state == program.state:
        return weights.same_city
    miles = miles_between((unit.lat, unit.lon), (program.lat, program.lon))
    if unit.site:
        return 0.0
    if miles is None:
        return 0.0
    if miles <= 15.0:
        return weights.near
    return 0.0 if miles <= NEARBY_MILES else weights.far


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


def make_units(
    tracks: Iterable[PublishedTrack], listed: Sequence[ListedProgram]
) -> tuple[Unit, ...]:
    """Tracks gathered into programs: by institution and specialty, and by site where named."""
    grouped: dict[tuple[str, str, str], list[PublishedTrack]] = {}
    for track in tracks:
        key = (track.institution_code, track.specialty_code, track.state)
        grouped.setdefault(key, []).append(track)
    by_specialty: dict[str, list[ListedProgram]] = {}
    for program in listed:
        by_specialty.setdefault(program.specialty_code, []).append(program)
    whole = [unit_of(group, "") for group in grouped.values()]
    words = prepare_words(whole, listed)
    units: list[Unit] = []
    for unit in whole:
        candidates = [p for p in by_specialty.get(unit.specialty_code, ()) if may_be_same(unit, p)]
        units.extend(split_by_site(unit, candidates, words))
    return tuple(sorted(units, key=lambda unit: (unit.key, unit.state)))


def unit_of(tracks: Sequence[PublishedTrack], site: str) -> Unit:
    """One unit from its tracks; the newest track speaks for name and place."""
    newest = max(tracks, key=lambda track: (max(track.quota, default=0), track.nrmp_code))
    return Unit(
        institution_code=newest.institution_code,
        institution=newest.institution,
        city=newest.city,
        state=newest.state,
        lat=newest.lat,
        lon=newest.lon,
        specialty_code=newest.specialty_code,
        site=site,
        tracks=tuple(sorted(tracks, key=lambda track: track.nrmp_code)),
    )


def split_by_site(unit: Unit, candidates: Sequence[ListedProgram], words: Words) -> list[Unit]:
    """The unit as it is, or one unit per site that names a different ACGME program."""
    home: list[PublishedTrack] = []
    sites: dict[str, list[PublishedTrack]] = {}
    names: dict[str, str] = {}
    for track in unit.tracks:
        best = best_site(track, unit, candidates, words)
        if best is None:
            home.append(track)
        else:
            sites.setdefault(best, []).append(track)
            names.setdefault(best, track.suffix)
    if not sites:
        return [unit]
    made = [unit_of(tracks, names[acgme_id]) for acgme_id, tracks in sites.items()]
    return [*([unit_of(home, "")] if home else []), *made]


def best_site(
    track: PublishedTrack, unit: Unit, candidates: Sequence[ListedProgram], words: Words
) -> str | None:
    """The ACGME program whose place the track's suffix names, if it clearly names one."""
    if not track.suffix or CURRICULUM.search(track.suffix):
        return None
    scored = []
    for program in candidates:
        fit = site_likeness(track.suffix, program, words)
        if fit >= 0.75:
            listed_words = words.listed[program.name]
            name = name_likeness(words.unit[unit.institution], listed_words, words.rarities)
            scored.append((round(fit + name, 6), program.acgme_id))
    return max(scored)[1] if scored else None
