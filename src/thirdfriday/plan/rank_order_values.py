"""What a match at each listed program is worth to its owner: wishes, own marks, and news since."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.distance import drive_minutes, locate
from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.domain.program import Program
from thirdfriday.domain.rank_list import ListChange, RankedProgram
from thirdfriday.domain.wants import Preferences
from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array
from thirdfriday.plan.desirability import Target, place_values, values_of_match, wish_shares

PLACE = "the place"
OVERALL = "score"
WISHES = {
    "low cost of living": Preferences(low_cost_of_living=1.0),
    "warm climate": Preferences(warm_climate=1.0),
    "near the coast": Preferences(coastal=1.0),
    "a city": Preferences(urban=1.0),
    "university hospital": Preferences(university=1.0),
    "large program": Preferences(large_program=1.0),
}
TAG_WORDS = {
    "malignant": "malignant",
    "unhappy": "residents unhappy",
    "loved": "a day that went very well",
    "not_willing": "not willing to go there",
}


@dataclass(frozen=True, slots=True, eq=False)
class Values:
    """The value of a match at each entry and where it comes from.

    `before` [m] without tags and changes, `after` [m] with them; `why` [m] says what moved each.
    """

    before: Array
    after: Array
    basis: str
    why: tuple[tuple[str, ...], ...]


def criteria_of(
    case: Case, listed: Sequence[RankedProgram], programs: Sequence[Program], facts: Facts
) -> dict[str, Array]:
    """How far each entry meets each criterion that tells the entries apart. [m, 0 to 1]

    The owner's own columns first, then what the catalogue knows.
    """
    found: dict[str, Array] = {}
    names = dict.fromkeys(name for item in listed for name in item.scores)
    for name in names:
        marks = [item.scores.get(name) for item in listed]
        top = max(abs(mark) for mark in marks if mark is not None) or 1.0
        known = [mark / top for mark in marks if mark is not None]
        middle = sum(known) / len(known)
        found[name] = np.array([middle if mark is None else mark / top for mark in marks])
    target = Target.of(case.wants)
    found[PLACE] = place_values(programs, case.wants, target, facts)
    for name, wish in WISHES.items():
        found[name] = wish_shares(programs, wish, facts)
    return {name: values for name, values in found.items() if np.ptp(values) > 0.0}


def values_of_list(
    case: Case,
    listed: Sequence[RankedProgram],
    programs: Sequence[Program],
    facts: Facts,
    *,
    weights: Mapping[str, float] | None = None,
    changes: Sequence[ListChange] = (),
) -> Values:
    """The value of a match at each entry, unmatched being 0. [m, 0 to 1]

    By the weights that the owner's comparisons gave; else by the owner's own marks; else by the
    case's wishes. Whatever orders them, they span what the case's own places span.

    Facts: rank.tag.malignant, rank.tag.near
    Method: docs/models/rank.md, "What a match is worth"
    """
    plain = values_of_match(programs, case.wants, Target.of(case.wants), facts)
    criteria = criteria_of(case, listed, programs, facts)
    own = [name for name in criteria if any(name in item.scores for item in listed)]
    if weights:
        score = sum(
            (weights[name] * criteria[name] for name in weights if name in criteria),
            np.zeros(len(programs)),
        )
        basis = "the weights that your comparisons give"
        before = _spanned(score, plain)
    elif OVERALL in own:
        before, basis = _spanned(criteria[OVERALL], plain), "your own score column"
    elif own:
        used = [*own, PLACE] if PLACE in criteria else own
        alike = [criteria[name] / float(np.ptp(criteria[name])) for name in used]
        before = _spanned(np.mean(alike, axis=0), plain)
        basis = (
            f"your own marks and the place, all alike ({', '.join(used)}); comparisons weigh them"
        )
    else:
        before, basis = plain, "the places and wishes of your case file"
    after, why = _moved(before, listed, programs, changes, facts)
    return Values(before, after, basis, why)


def _spanned(score: Array, plain: Array) -> Array:
    """Scores laid on the span of values of the case, the best being its best. [m]"""
    low, high = float(plain.min()), float(plain.max())
    if low == high:
        low = high * (1.0 - 1.0 / 4.0)
    width = float(np.ptp(score))
    if not width:
        return np.full(score.shape, high)
    spanned: Array = low + (high - low) * (score - score.min()) / width
    return spanned


def _moved(
    before: Array,
    listed: Sequence[RankedProgram],
    programs: Sequence[Program],
    changes: Sequence[ListChange],
    facts: Facts,
) -> tuple[Array, tuple[tuple[str, ...], ...]]:
    """The values with every tag and change applied, and the sentence of each."""
    after = before.copy()
    why: list[list[str]] = [[] for _ in listed]
    for index, item in enumerate(listed):
        own = [change.tag for change in changes if change.program_id == item.program_id]
        for tag in dict.fromkeys([*item.tags, *own]):
            if tag not in TAG_WORDS:
                continue
            moved = _tagged(float(after[index]), tag, facts)
            why[index].append(f"{TAG_WORDS[tag]}: {after[index]:.2f} becomes {moved:.2f}")
            after[index] = moved
    for change in changes:
        if change.place is None:
            continue
        weight = facts.value("rank.tag.near")
        for index, program in enumerate(programs):
            near, minutes = nearness(program, change.place, facts)
            moved = float((1.0 - weight) * after[index] + weight * near)
            why[index].append(
                f"{change.words} ({minutes:.0f} minutes away): "
                f"{after[index]:.2f} becomes {moved:.2f}"
            )
            after[index] = moved
    return after, tuple(tuple(reasons) for reasons in why)


def _tagged(value: float, tag: str, facts: Facts) -> float:
    number = facts.value(f"rank.tag.{tag}")
    return value + number * (1.0 - value) if tag == "loved" else value * number


def nearness(program: Program, place: NamedPlace, facts: Facts) -> tuple[float, float]:
    """How near a program is to a place [0 to 1], and the drive [minutes]."""
    here = locate(place)
    if program.lat is None or program.lon is None:
        return 0.0, math.inf
    drive = drive_minutes(here.lat, here.lon, to_lat=program.lat, to_lon=program.lon)
    minutes = float(drive)
    return math.exp(-minutes / facts.value("preference.near_scale")), minutes
