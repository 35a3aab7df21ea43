"""What binds the applicant to a particular program: state, ties, rotations, letters, language."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.distance import great_circle_miles, locate, road_minutes
from thirdfriday.domain.experience import (
    HANDS_ON_KINDS,
    ClinicalKind,
    LanguageLevel,
    Tie,
    TieKind,
)
from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.domain.program import Program
from thirdfriday.errors import CaseError
from thirdfriday.facts.registry import Facts
from thirdfriday.models.effects import log_odds
from thirdfriday.models.factors import Factor
from thirdfriday.models.quality import Array

ROTATIONS = frozenset({ClinicalKind.SUB_INTERNSHIP, ClinicalKind.EXTERNSHIP, ClinicalKind.HANDS_ON})
SPOKEN_WELL = frozenset({LanguageLevel.NATIVE, LanguageLevel.FLUENT})


def program_factors(programs: Sequence[Program], case: Case, facts: Facts) -> tuple[Factor, ...]:
    """The factors that differ between programs. [log-odds by effect and units, n each]

    Facts: effect.in_state, effect.tie.family, effect.tie.further_share,
        effect.rotation_at_program.interview, effect.letter.local
    Method: docs/models/interview.md
    """
    return (
        *_home_state(programs, case, facts),
        *_ties(programs, case, facts),
        *_rotations(programs, case),
        *_letters(programs, case, facts),
        *_language(programs, case, facts),
    )


def _home_state(programs: Sequence[Program], case: Case, facts: Facts) -> Iterator[Factor]:
    years = facts.value("tie.home_years")
    states = {
        tie.place.state
        for tie in case.applicant.ties
        if tie.place
        and (
            (tie.kind is TieKind.LIVED and (tie.years is None or tie.years >= years))
            or (tie.kind is TieKind.SCHOOL and not case.applicant.type.international)
        )
    }
    if states:
        units = np.array([float(program.state in states) for program in programs])
        words = f"home or school in {', '.join(sorted(states))}"
        yield Factor("same state", "effect.in_state", units, words)


def _ties(programs: Sequence[Program], case: Case, facts: Facts) -> Iterator[Factor]:
    average = facts.value("applications.share.tie.default")
    words = "share of applications with a tie beside the state"
    yield Factor("ties: average", "effect.tie.any", -average, words)
    by_kind: dict[TieKind, Array] = {}
    told: dict[TieKind, str] = {}
    for tie in case.applicant.ties:
        reach = _reach_of_tie(programs, tie, facts)
        by_kind[tie.kind] = np.maximum(by_kind.get(tie.kind, np.zeros(len(programs))), reach)
        told[tie.kind] = str(tie.place) if tie.place else "this program"
    for stay in case.applicant.clinical_experience:
        if stay.place and stay.kind in ROTATIONS:
            reach = reach_of_place(programs, stay.place, facts)
            rotated = by_kind.get(TieKind.ROTATION, np.zeros(len(programs)))
            by_kind[TieKind.ROTATION] = np.maximum(rotated, reach)
            told.setdefault(TieKind.ROTATION, str(stay.place))
    if not by_kind:
        return
    further = facts.value("effect.tie.further_share")
    strength = {kind: by_kind[kind] * log_odds(facts, f"effect.tie.{kind}") for kind in by_kind}
    strongest = np.max(list(strength.values()), axis=0)
    taken = np.zeros(len(programs), dtype=bool)
    for kind, reach in by_kind.items():
        first = (strength[kind] == strongest) & ~taken & (strongest > 0)
        taken |= first
        units = np.where(first, reach, further * reach)
        name = f"ties: {kind.replace('_', ' ')}"
        yield Factor(name, f"effect.tie.{kind}", units, told[kind])


def _reach_of_tie(programs: Sequence[Program], tie: Tie, facts: Facts) -> Array:
    if tie.program_id is not None:
        return np.array([float(program.program_id == tie.program_id) for program in programs])
    assert tie.place is not None
    return reach_of_place(programs, tie.place, facts)


def reach_of_place(programs: Sequence[Program], place: NamedPlace, facts: Facts) -> Array:
    """How far a tie to a place counts at each program: 1 near it, less in its state. [n]

    Facts: tie.reach_minutes, tie.same_state_share
    """
    same_state = np.array([float(program.state == place.state) for program in programs])
    if not place.city:
        return same_state
    share = facts.value("tie.same_state_share")
    try:
        here = locate(place)
    except CaseError:
        return share * same_state
    lat = np.array([np.nan if p.lat is None else p.lat for p in programs])
    lon = np.array([np.nan if p.lon is None else p.lon for p in programs])
    miles = great_circle_miles(here.lat, here.lon, to_lat=lat, to_lon=lon)
    near = road_minutes(miles) <= facts.value("tie.reach_minutes")
    reach: Array = np.maximum(near.astype(float), share * same_state)
    return reach


def _rotations(programs: Sequence[Program], case: Case) -> Iterator[Factor]:
    rotated = {
        stay.program_id
        for stay in case.applicant.clinical_experience
        if stay.program_id and stay.kind in HANDS_ON_KINDS
    }
    if rotated:
        units = np.array([float(program.program_id in rotated) for program in programs])
        effect = "effect.rotation_at_program.interview"
        yield Factor("rotation at the program", effect, units, "rotated there")


def _letters(programs: Sequence[Program], case: Case, facts: Facts) -> Iterator[Factor]:
    letters = case.applicant.letters
    own = {letter.program_id for letter in letters if letter.program_id}
    from_program = np.array([float(program.program_id in own) for program in programs])
    if own:
        effect = "effect.letter.from_program"
        yield Factor("letter from the program", effect, from_program, "a letter from there")
    local: dict[str, Array] = defaultdict(lambda: np.zeros(len(programs)))
    for place in {letter.place for letter in letters if letter.place and letter.us_faculty}:
        local[str(place)] = reach_of_place(programs, place, facts)
    if local:
        units = np.max(list(local.values()), axis=0) * (1.0 - from_program)
        words = f"letters from {', '.join(sorted(local))}"
        yield Factor("local letter", "effect.letter.local", units, words)


def _language(programs: Sequence[Program], case: Case, facts: Facts) -> Iterator[Factor]:
    spanish = any(
        language.name.casefold() == "spanish" and language.level in SPOKEN_WELL
        for language in case.applicant.languages
    )
    if spanish:
        states = frozenset(facts.text("language.spanish.states").split())
        units = np.array([float(program.state in states) for program in programs])
        yield Factor("Spanish", "effect.language.matching", units, "spoken with patients")
