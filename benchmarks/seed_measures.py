"""What is measured on one applicant for each statement of the advice articles. [percent]"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from thirdfriday.domain.applicant import ApplicantType, Certification, CertificationStatus
from thirdfriday.domain.case import Case
from thirdfriday.domain.education import SchoolRegion
from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.domain.spending import TierLimit
from thirdfriday.domain.wants import Area, PreferenceLevel
from thirdfriday.models.chances import GeographyAnswer
from thirdfriday.optimiser.board import best_list
from thirdfriday.optimiser.objective import expected_utility
from thirdfriday.optimiser.problem import Selection, without
from thirdfriday.plan.branch import (
    Branch,
    Grounds,
    Openings,
    best_geography,
    chosen_anew,
    openings_of,
    replanned,
)
from thirdfriday.plan.geography import under
from thirdfriday.plan.improve import improvements_of
from thirdfriday.plan.improve_changes import with_letter
from thirdfriday.plan.improve_ideas import place_in_target
from thirdfriday.plan.improvement_nouns import Improvements
from thirdfriday.plan.levels import at_level
from thirdfriday.plan.specialty_grid import standing_page

Measured = dict[str, float]
BEFORE = dt.date(2026, 3, 1)
SIGNALLED = "internal_medicine"
FOUR = ("family_medicine", "internal_medicine", "pediatrics", "psychiatry")
COMPETITIVE = (
    "dermatology", "plastic_surgery", "orthopaedic_surgery", "otolaryngology",
    "diagnostic_radiology", "radiation_oncology",
)  # fmt: skip
SPLIT = ((1, 25), (2, 35), (3, 50))


@cache
def grounds() -> Grounds:
    """The running season."""
    return Grounds.of(2027)


@cache
def start(case: Case) -> tuple[Openings, Branch]:
    """What a case may choose from under its best geography answer, and its best list."""
    openings = best_geography(openings_of(case, grounds()), grounds().facts)
    return openings, chosen_anew(openings, grounds().facts)


def percent(chance: float) -> float:
    """A chance in percent."""
    return 100.0 * chance


def with_count(case: Case, count: int, specialty: str = "") -> Case:
    """The case with a number of applications as its only limit on money."""
    limits = replace(
        case.limits, applications=count, budget_usd=None, usd_per_percentage_point=None
    )
    wants = case.wants
    if specialty:
        wants = replace(wants, specialties=(specialty,))
    return replace(case, limits=limits, wants=wants)


def level_outcomes(case: Case) -> Measured:
    """Any match at "must" and at the case's own level, and no interview at "must"."""
    _, best = start(case)
    must = at_level(PreferenceLevel.MUST, case, best, grounds()).outcomes
    return {
        "Los Angeles only": percent(must.chance_of_match),
        "three tiers": percent(best.outcomes.chance_of_match),
        "no interview, Los Angeles only": percent(must.chance_of_no_interview),
        "no interview, three tiers": percent(best.outcomes.chance_of_no_interview),
    }


def three_tiers(case: Case) -> Measured:
    """The article's split as far as programs exist, against as many chosen freely."""
    free = with_count(case, 120)
    openings, best = start(free)
    tiers = np.array(openings.scope.tiers)
    limits = tuple(
        TierLimit(tier, minimum=min(wanted, int((tiers == tier).sum()))) for tier, wanted in SPLIT
    )
    split = replace(free, limits=replace(free.limits, tiers=limits))
    forced = chosen_anew(
        openings_of(split, grounds(), answer=openings.answer), grounds().facts
    ).outcomes
    return {
        "free 120": percent(best.outcomes.chance_of_match),
        "split by tier": percent(forced.chance_of_match),
        "in target, free": percent(best.outcomes.chance_in_target),
        "in target, split": percent(forced.chance_in_target),
        "open in tier 1": float((tiers == 1).sum()),
    }


def lists_by_count(case: Case, counts: Sequence[int], specialty: str = "") -> Measured:
    """Any match of the best list of each length."""
    found: Measured = {}
    openings, _ = start(with_count(case, max(counts), specialty))
    for count in counts:
        other = openings_of(with_count(case, count, specialty), grounds(), answer=openings.answer)
        found[str(count)] = percent(chosen_anew(other, grounds().facts).outcomes.chance_of_match)
    return found


def pacific_only(case: Case) -> Measured:
    """Any match under three answers to the ERAS divisions, each on its own list."""
    openings, best = start(case)
    answers = {
        "Pacific only": GeographyAnswer(("pacific",)),
        "no preference": GeographyAnswer(),
    }
    found = {}
    for name, answer in answers.items():
        problem = under(openings.problem, openings.chances, answer)
        other = replace(openings, answer=answer, problem=problem)
        found[name] = percent(chosen_anew(other, grounds().facts).outcomes.chance_of_match)
    found["the best answer"] = percent(best.outcomes.chance_of_match)
    return found


def signal_on_stretch(case: Case) -> Measured:
    """Signals on the likeliest of the list, one of them moved to a stretch in the target, the best.

    The stretch is the listed program of the target with the least chance of an interview; the
    applicant has ties there.
    """
    openings, best = start(with_count(case, 60, SIGNALLED))
    listed = np.flatnonzero(best.selection >= 0)
    weight = openings.problem.weight
    plain = openings.problem.interview[:, 0] @ weight
    likely = _signalled(openings, listed[np.argsort(-plain[listed], kind="stable")])
    inside = [k for k in listed if openings.problem.target[k]]
    moved = likely.copy()
    if inside:
        stretch = min(inside, key=lambda k: plain[k])
        if moved[stretch] <= 0:
            gold = np.flatnonzero(likely == 1)
            giver = min(gold, key=lambda k: plain[k])
            moved[giver], moved[stretch] = 0, 1
    required = np.zeros(openings.problem.programs, dtype=bool)
    required[listed] = True
    same = without(openings.problem, required=required, max_applications=len(listed))
    chosen = best_list(same, start=best.selection)
    lists = {"all on the likeliest": likely, "one on a stretch": moved, "the best": chosen}
    found = {
        name: percent(expected_utility(openings.problem, each)) for name, each in lists.items()
    }
    for name, each in lists.items():
        found[f"in target, {name}"] = percent(openings.branch(each).outcomes.chance_in_target)
    return found


def _signalled(openings: Openings, order: Sequence[int] | np.ndarray) -> Selection:
    """The list with its signals sent in order, the strongest kind first."""
    selection: Selection = np.full(openings.problem.programs, -1, dtype=np.int8)
    selection[np.asarray(order)] = 0
    at = 0
    for tier, count in enumerate(openings.problem.signal_pools[0]):
        if tier:
            selection[np.asarray(order)[at : at + int(count)]] = tier
            at += int(count)
    return selection


def wider_los_angeles(case: Case) -> Measured:
    """A match in Los Angeles as each region draws it, nothing else applied to."""
    found = {}
    for name, preset in (
        ("county", "los_angeles_county"),
        ("five counties", "greater_los_angeles"),
        ("within a commute", "los_angeles_wide"),
    ):
        area = Area(presets=(preset,))
        wants = replace(case.wants, target=area, next_areas=(), level=PreferenceLevel.MUST)
        openings, best = start(replace(case, wants=wants))
        found[name] = percent(best.outcomes.chance_of_match)
        found[f"programs, {name}"] = float(len(openings.scope.open))
    return found


@cache
def _page(case: Case) -> dict[str, float]:
    rows = standing_page(case).specialty_grid
    return {row.specialty: percent(row.chance_of_match_in_target) for row in rows}


def specialties_in_target(case: Case) -> Measured:
    """A match in the target in the article's four fields and in its competitive ones."""
    rows = _page(case)
    found = {key.replace("_", " "): rows[key] for key in (*FOUR, *COMPETITIVE) if key in rows}
    found["worst of the four"] = min(rows[key] for key in FOUR)
    found["best of the competitive"] = max(rows[key] for key in COMPETITIVE if key in rows)
    return found


def newer_programs(case: Case) -> Measured:
    """Mean chance of an interview at open programs without history and with one."""
    openings = openings_of(case, grounds())
    chance = openings.problem.interview[:, 0] @ openings.problem.weight
    new = np.array([program.new_program for program in openings.scope.open])
    young = np.array([(p.age if p.age is not None else 99) <= 3 for p in openings.scope.open])
    return {
        "new": percent(float(chance[new].mean())),
        "in the Match for three years or less": percent(float(chance[young].mean())),
        "with history": percent(float(chance[~new].mean())),
    }


def class_of_graduate(case: Case) -> Measured:
    """Interviews in the target for the very file under three degrees. [count]"""
    person = case.applicant
    wants = replace(case.wants, level=PreferenceLevel.MUST)
    img = replace(
        person,
        type=ApplicantType.US_IMG,
        education=replace(person.education, region=SchoolRegion.EUROPE, country="IE"),
        certification=Certification(CertificationStatus.CERTIFIED, 1),
    )
    osteopath = replace(person, type=ApplicantType.DO_GRADUATE)
    found = {}
    for name, other in (
        ("MD graduate", person),
        ("DO graduate", osteopath),
        ("US-citizen IMG", img),
    ):
        _, best = start(replace(case, applicant=other, wants=wants))
        found[name] = best.outcomes.expected_interviews
    return found


@cache
def _improved(case: Case) -> Improvements:
    return improvements_of(case, today=BEFORE)


def improvement_gains(case: Case) -> Measured:
    """Points of a match in the target that a letter adds, from there and from elsewhere."""
    _, best = start(case)
    there = place_in_target(best.scope)
    floor = best.outcomes.chance_of_match
    far = NamedPlace("OH", "Columbus")
    gains = {}
    for name, place in (("letter from there", there), ("letter from elsewhere", far)):
        after = replanned(with_letter(case, place), best, grounds(), floor=floor).outcomes
        gains[name] = percent(after.chance_in_target - best.outcomes.chance_in_target)
        gains[f"any match, {name}"] = percent(after.chance_of_match - best.outcomes.chance_of_match)
    return gains


def year_first(case: Case) -> Measured:
    """Any match by the end of the next season: now and again, or the best year first."""
    branches = {each.key: each for each in _improved(case).decision.branches if each.possible}
    now = branches.pop("apply_now")
    best = max(branches.values(), key=lambda each: each.chance_by_then)
    return {
        "apply now, and again": percent(now.chance_by_then),
        "best year first": percent(best.chance_by_then),
        "in target, now": percent(now.chance_in_target_by_then),
        "in target, year first": percent(best.chance_in_target_by_then),
    }
