"""What pages and corrections say, settled against the tables and laid over the catalogue."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from thirdfriday.domain.catalogue import Catalogue, group
from thirdfriday.domain.known_policy import KnownPolicy
from thirdfriday.domain.program import NEWEST_QUOTA_YEAR, Program, Track, at_year
from thirdfriday.intake.corrections import Correction
from thirdfriday.intake.precedence import (
    TABLE,
    Ageing,
    Claim,
    Settled,
    said,
    settle,
    shipped_ageing,
)

Claims = Mapping[str, tuple[Claim, ...]]
"""Claims of pages and users by program id."""
Known = Mapping[str, tuple[KnownPolicy, ...]]
"""Settled policies by program id, for those programs that a page or a user speaks of."""
NOTHING_KNOWN: Known = {}
VISA_SOURCE, POSITION_SOURCE = "published visa table", "NRMP quota list"
_FLAGS = (("j1", "visa_j1"), ("h1b", "visa_h1b"))
_FIRM = frozenset({"stated", "implied", "conditional"})
_LONGEST_QUOTE = 160


def claims_by_program(corrections: Iterable[Correction]) -> Claims:
    """The claims of corrections files, by program. [mapping]"""
    found: dict[str, list[Claim]] = defaultdict(list)
    for item in corrections:
        found[item.program_id].append(item.claim())
    return {key: tuple(claims) for key, claims in found.items()}


def table_claims(program: Program) -> tuple[Claim, ...]:
    """What the packaged tables say of a program's visas and positions, with their year."""
    claims = []
    if program.visa_year:
        on = dt.date(program.visa_year, 12, 31)
        for field, flag in _FLAGS:
            value = getattr(program, flag)
            if value is not None:
                claims.append(Claim(field, value, TABLE, on, VISA_SOURCE))
    track = only_track(program)
    if track is not None:
        on = dt.date(NEWEST_QUOTA_YEAR - 1, 12, 31)
        count = track.positions(NEWEST_QUOTA_YEAR)
        claims.append(Claim("positions_per_year", count, TABLE, on, POSITION_SOURCE))
    return tuple(claims)


def only_track(program: Program) -> Track | None:
    """The one track that students may enter in the newest Match; None when there are several."""
    tracks = [t for t in program.tracks if t.open_to_students and t.positions(NEWEST_QUOTA_YEAR)]
    return tracks[0] if len(tracks) == 1 else None


def settled_at(
    program: Program, claims: Iterable[Claim], *, on: dt.date, ageing: Ageing | None = None
) -> Mapping[str, Settled]:
    """Every policy of a program on a day: tables, pages and users together. [mapping]"""
    return settle((*table_claims(program), *claims), on=on, ageing=ageing)


def known_policies(catalogue: Catalogue, claims: Claims, *, on: dt.date) -> Known:
    """What counts at each program that a page or a user speaks of, on a day. [mapping]

    Facts: reading.confidence.half_life_years, reading.confidence.confirm_below
    Method: docs/how-to/corrections.md
    """
    ageing = shipped_ageing()
    return {
        program_id: tuple(
            policy_of(settled)
            for settled in settled_at(
                catalogue.by_id[program_id], own, on=on, ageing=ageing
            ).values()
            if settled.chosen.kind != TABLE
        )
        for program_id, own in claims.items()
        if program_id in catalogue.by_id
    }


def policy_of(settled: Settled) -> KnownPolicy:
    """A settled claim as the rules and faces take it."""
    chosen = settled.chosen
    quote = " ".join(chosen.quote.split())
    words = said(chosen) + (f": “{quote[:_LONGEST_QUOTE]}”" if quote else "")
    against = tuple(said(claim) for claim in settled.contradictions)
    return KnownPolicy(
        field=settled.field,
        value=chosen.value,
        said=words + ("; against " + ", ".join(against) if against else ""),
        kind=chosen.kind,
        on=chosen.on,
        confidence=settled.confidence,
        confirm=settled.confirm,
        firm=chosen.manner in _FIRM,
        link=chosen.link,
        against=against,
        quote=quote,
        page=chosen.page,
    )


def with_knowledge(catalogue: Catalogue, known: Known) -> Catalogue:
    """The catalogue with what is known laid over it; the given one stays as it is. [catalogue]

    Visa flags and, where a program has one way in, positions become the settled values.

    >>> from thirdfriday.domain.catalogue import load_catalogue
    >>> policy = KnownPolicy("j1", False, "no", "page", dt.date(2026, 11, 1), 0.9, False)
    >>> laid = with_knowledge(load_catalogue(), {"1400531039": (policy,)})
    >>> laid.by_id["1400531039"].visa_j1, load_catalogue().by_id["1400531039"].policies
    (False, ())
    """
    if not known:
        return catalogue
    changed = {
        key: _changed(catalogue.by_id[key], policies)
        for key, policies in known.items()
        if policies and key in catalogue.by_id
    }
    programs = tuple(changed.get(program.program_id, program) for program in catalogue.programs)
    return replace(
        catalogue,
        programs=programs,
        by_id={**catalogue.by_id, **changed},
        grouped=group(programs),
    )


def _changed(program: Program, policies: tuple[KnownPolicy, ...]) -> Program:
    values = {policy.field: policy for policy in policies}
    updates: dict[str, object] = {"policies": policies}
    for field, flag in _FLAGS:
        if field in values:
            updates[flag] = bool(values[field].value)
    seats = values.get("positions_per_year")
    track = only_track(program)
    if seats is not None and track is not None and not seats.confirm:
        updates["tracks"] = tuple(
            _resized(item, int(seats.value)) if item is track else item for item in program.tracks
        )
    return replace(program, **updates)  # type: ignore[arg-type]


def _resized(track: Track, positions: int) -> Track:
    """A track with another number of positions in the newest Match."""
    quota = list(track.quota)
    if at_year(track.quota, NEWEST_QUOTA_YEAR) is not None:
        quota[len(quota) - 1] = positions
    return replace(track, quota=tuple(quota))
