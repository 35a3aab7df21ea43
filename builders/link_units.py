"""Gathers NRMP tracks into programs: by institution and specialty, and by site where named."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from builders.catalogue_sources import ListedProgram, PublishedTrack
from builders.csv_rows import read_rows
from builders.link_evidence import (
    KNOWN_NONE,
    KNOWN_NUMBER,
    SITE_NAMED,
    Unit,
    Words,
    may_be_same,
    prepare_words,
    site_likeness,
)

CURRICULUM = re.compile(
    r"research|scien|pstp|physician|investig|academ|urol|neuro|ophth|radiol|anes|derm|"
    r"int rad|pm&r|ortho|oto|prelim|militar|osteopathic|osteo|3-? ?yr|path(way)?\b|md path|mph|"
    r"sacm|funded|shabbos|global|internat|intl|hospitalist|geriat|child psych|combined|"
    r"critical|phase|first\b|primary|women|leader|genetic|designat|advanced|abim|clinical|cap\b|"
    r"\byr\b|plastic|surg\b|vascular|cardi|onc|ksa|kuwait|saudi|ccm\b|omfs|vip\b|abp\b|"
    r"ndd|nuclear|addiction|integrated|dual|tracks?\b|trk|np\b|lisom|bilingual|spanish|md-phd",
    re.IGNORECASE,
)
OWN_RURAL = 0.5
RURAL = re.compile(r"^(rural|rtt)\b[- /]*|[- /]*\brural$", re.IGNORECASE)
COUNTRY_WIDE = re.compile(r"^(urban|community|international|adult|child|traditional)$", re.I)


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of an institution, or of one of its sites, and states it also works in."""

    name: str
    states: frozenset[str]


@dataclass(frozen=True, slots=True)
class Aliases:
    """Known other names; see link_aliases.csv for the reason of each."""

    institutions: dict[str, list[tuple[str, Alias]]]
    sites: dict[tuple[str, str, str], Alias]

    def of(self, code: str, specialty_code: str) -> list[Alias]:
        """Other names of the institution that hold for the specialty."""
        known = self.institutions.get(code, [])
        return [alias for specialty, alias in known if specialty in ("", specialty_code)]


def read_aliases() -> Aliases:
    """The table of other names beside this file."""
    institutions: dict[str, list[tuple[str, Alias]]] = defaultdict(list)
    sites = {}
    for row in read_rows(Path(__file__).with_name("link_aliases.csv")):
        alias = Alias(row["also_known_as"], frozenset(row["states"].split()))
        if row["suffix"]:
            sites[row["institution_code"], row["specialty_code"], row["suffix"]] = alias
        else:
            institutions[row["institution_code"]].append((row["specialty_code"], alias))
    return Aliases(dict(institutions), sites)


def make_units(
    tracks: Iterable[PublishedTrack], listed: Sequence[ListedProgram]
) -> tuple[Unit, ...]:
    """Tracks gathered into programs, in the order of their keys."""
    aliases = read_aliases()
    grouped: dict[tuple[str, str, str], list[PublishedTrack]] = {}
    for track in tracks:
        key = (track.institution_code, track.specialty_code, track.state)
        grouped.setdefault(key, []).append(track)
    by_specialty: dict[str, list[ListedProgram]] = defaultdict(list)
    for program in listed:
        by_specialty[program.specialty_code].append(program)
    whole = [unit_of(group, "", aliases) for group in grouped.values()]
    words = prepare_words(whole, listed)
    units: list[Unit] = []
    for unit in whole:
        near = [p for p in by_specialty[unit.specialty_code] if may_be_same(unit, p)]
        units.extend(split_by_site(unit, near, words, aliases))
    return tuple(sorted(units, key=lambda unit: (unit.key, unit.state)))


def unit_of(tracks: Sequence[PublishedTrack], site: str, aliases: Aliases) -> Unit:
    """One unit from its tracks; the newest track speaks for name and place."""
    newest = max(tracks, key=lambda track: (max(track.quota, default=0), track.nrmp_code))
    others = aliases.of(newest.institution_code, newest.specialty_code)
    places = [
        alias
        for (code, specialty, _), alias in aliases.sites.items()
        if (code, specialty) == (newest.institution_code, newest.specialty_code)
    ]
    names = [newest.institution, *newest.former_names, *(alias.name for alias in others)]
    known = site_alias(newest, aliases)
    if known and (site or len(tracks) == 1) and not known.name.startswith(KNOWN_NUMBER):
        names.append(known.name)
    return Unit(
        institution_code=newest.institution_code,
        institution=newest.institution,
        names=tuple(dict.fromkeys(names)),
        city=newest.city,
        state=newest.state,
        lat=newest.lat,
        lon=newest.lon,
        specialty_code=newest.specialty_code,
        site=site,
        states=frozenset(state for alias in (*others, *places) for state in alias.states),
        tracks=tuple(sorted(tracks, key=lambda track: track.nrmp_code)),
    )


def split_by_site(
    unit: Unit, candidates: Sequence[ListedProgram], words: Words, aliases: Aliases
) -> list[Unit]:
    """The unit as it is, or one unit per site that names a different ACGME program."""
    home: list[PublishedTrack] = []
    sites: dict[str, list[PublishedTrack]] = {}
    names: dict[str, str] = {}
    named = {track.nrmp_code: site_name(track, aliases) for track in unit.tracks}
    known = {site.removeprefix(KNOWN_NUMBER) for site in named.values() if site}
    others = [program for program in candidates if program.acgme_id not in known]
    for track in unit.tracks:
        site = named[track.nrmp_code]
        pool = candidates if site.startswith(KNOWN_NUMBER) else others
        best = site if site == KNOWN_NONE else best_site(site, unit, pool, words)
        if best is None:
            home.append(track)
        else:
            sites.setdefault(best, []).append(track)
            names.setdefault(best, site)
    if not sites:
        return [unit]
    made = [unit_of(tracks, names[acgme_id], aliases) for acgme_id, tracks in sites.items()]
    return [*([unit_of(home, "", aliases)] if home else []), *made]


def site_alias(track: PublishedTrack, aliases: Aliases) -> Alias | None:
    """The known site of a track, by its suffix or by its whole name."""
    for text in (track.suffix, track.name):
        alias = aliases.sites.get((track.institution_code, track.specialty_code, text))
        if alias:
            return alias
    return None


def site_name(track: PublishedTrack, aliases: Aliases) -> str:
    """The place a track's suffix names, "" when it names a curriculum or nothing."""
    alias = site_alias(track, aliases)
    if alias:
        return alias.name
    plain = CURRICULUM.search(track.suffix) or COUNTRY_WIDE.search(track.suffix)
    return "" if plain else RURAL.sub("", track.suffix) or track.suffix


def best_site(
    site: str, unit: Unit, candidates: Sequence[ListedProgram], words: Words
) -> str | None:
    """The ACGME program whose place the site names, if it clearly names one."""
    scored = []
    for program in candidates if site else ():
        fit = site_likeness(site, program, words)
        if fit >= SITE_NAMED:
            name = words.likeness(unit, program)
            if name >= OWN_RURAL or not RURAL.search(site):
                scored.append((round(fit + name, 6), program.acgme_id))
    return max(scored)[1] if scored else None
