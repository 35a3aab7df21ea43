"""A couple's list of pairs: generated from two lists, valued, cut to the limit, and checked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue, load_catalogue
from thirdfriday.domain.distance import drive_minutes
from thirdfriday.domain.program import Program
from thirdfriday.domain.rank_list import RankedProgram
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.intake.knowledge import NOTHING_KNOWN, Known, with_knowledge
from thirdfriday.models.down_the_list import down_in_seasons
from thirdfriday.models.pairs_in_seasons import NO_MATCH, Pairs, every_pair, pair_matched, shares
from thirdfriday.models.quality import Array
from thirdfriday.plan.couple import nearness, pair_worth
from thirdfriday.plan.desirability import Target
from thirdfriday.plan.notes import assumptions
from thirdfriday.plan.rank_order import Check, CoupleAnswer, PairLine, RankAnswer
from thirdfriday.plan.rank_order_checks import list_fees, page_of
from thirdfriday.plan.rank_order_inputs import ListChances, list_chances
from thirdfriday.plan.rank_order_values import values_of_list

USED = ("couple.apart", "couple.one_matched")
TEXT = (
    "A couple's pairs are tried in their order; a pair counts only if both programs take their "
    "partner. For one applicant no order ever beats the true one. For couples we do not claim "
    "that: a matching that nobody would leave may not exist, and where the procedure ends can "
    "turn on the order in which couples are placed, so that in rare cases another list does "
    "better. Nobody can know beforehand when or how; the true order of pairs stays the advice."
)


@dataclass(frozen=True, slots=True, eq=False)
class Partner:
    """One partner: the case, the primary list, chances and values of its entries. [m]"""

    case: Case
    listed: tuple[RankedProgram, ...]
    chances: ListChances
    values: Array
    in_target: Array


def partner_of(
    case: Case,
    listed: Sequence[RankedProgram],
    catalogue: Catalogue,
    facts: Facts,
    *,
    seed: int,
    applied: Sequence[str] = (),
    values: Array | None = None,
) -> Partner:
    """One partner ready to be paired; `values` [m] where they are known already."""
    primary = tuple(item for item in listed if not item.supplemental_to)
    chances = list_chances(case, primary, catalogue, facts, applied=applied, seed=seed)
    if values is None:
        values = values_of_list(case, primary, chances.programs, facts).after
    region = Target.of(case.wants).region
    return Partner(
        case=case,
        listed=primary,
        chances=chances,
        values=values,
        in_target=np.array([region.contains(p) for p in chances.programs], dtype=bool),
    )


def with_couple(
    answer: RankAnswer,
    case: Case,
    listed: Sequence[RankedProgram],
    partner: Case,
    partner_listed: Sequence[RankedProgram],
    *,
    pairs: Sequence[tuple[str | None, str | None]] | None = None,
    applied: Sequence[str] = (),
    without: frozenset[str] = frozenset(),
    known: Known = NOTHING_KNOWN,
) -> RankAnswer:
    """The answer with the couple's list of pairs and its checks.

    Args:
        answer: the first partner's answer, whose seed is used again.
        case: the first partner.
        listed: the first partner's list.
        partner: the second partner.
        partner_listed: the second partner's list.
        pairs: the couple's own list by entry keys (None: No Match); generated when not given.
        applied: what the first partner applied to, where known.
        without: data packs to leave out.
        known: what pages and the user say of programs, ahead of the tables.

    Facts: rank_list.couples_pairs_maximum, rank.seasons
    Method: docs/models/rank.md, "Couples"
    """
    facts = load_facts(case.season, without=without)
    worth = np.array([line.value for line in answer.lines])
    catalogue = with_knowledge(load_catalogue(without), known)
    first = partner_of(
        case, listed, catalogue, facts, seed=answer.seed, applied=applied, values=worth
    )
    second = partner_of(partner, partner_listed, catalogue, facts, seed=answer.seed)
    near = nearness(first.chances.programs, second.chances.programs, facts)
    everything = every_pair(len(first.listed), len(second.listed))
    worth = pair_values(everything, first, second, near, facts)
    order = np.argsort(-worth, kind="stable")
    most = round(facts.value("rank_list.couples_pairs_maximum"))
    whole = everything[order]
    kept = whole[:most] if pairs is None else _own(pairs, first, second)
    couple = _judged(kept, whole, first, second, near, facts=facts, seed=answer.seed)
    checks = _checks(kept, couple, first, second, facts)
    return replace(
        answer,
        couple=couple,
        checks=(*(c for c in checks if c.result == "fail"), *answer.checks,
                *(c for c in checks if c.result != "fail")),
        assumptions=(*answer.assumptions, *assumptions(case, facts, USED)[
            len(case.assumed_defaults):
        ]),
    )  # fmt: skip


def pair_values(pairs: Pairs, first: Partner, second: Partner, near: Array, facts: Facts) -> Array:
    """What each pair is worth to the couple, as their plan values it; both unmatched is 0. [P]"""
    worth = pair_worth(first.values, second.values, near, facts)
    found: Array = worth[pairs[:, 0], pairs[:, 1]]  # NO_MATCH is the last row and column
    return found


def _minutes(first: Sequence[Program], second: Sequence[Program]) -> Array:
    """Drive between every two programs; infinite where a place is not known. [m, n, minutes]"""
    table = np.full((len(first), len(second)), math.inf)
    for row, one in enumerate(first):
        for column, other in enumerate(second):
            if None in (one.lat, one.lon, other.lat, other.lon):
                continue
            assert one.lat is not None and one.lon is not None
            assert other.lat is not None and other.lon is not None
            drive = drive_minutes(one.lat, one.lon, to_lat=other.lat, to_lon=other.lon)
            table[row, column] = float(drive)
    return table


def _own(pairs: Sequence[tuple[str | None, str | None]], first: Partner, second: Partner) -> Pairs:
    """The couple's own pairs as indices of the two lists."""
    places = [
        {item.key: index for index, item in enumerate(partner.listed)}
        for partner in (first, second)
    ]
    rows = [
        tuple(
            NO_MATCH if key is None else place[key] for key, place in zip(pair, places, strict=True)
        )
        for pair in pairs
    ]
    return np.array(rows, dtype=np.int64).reshape(-1, 2)


def _judged(
    kept: Pairs,
    whole: Pairs,
    first: Partner,
    second: Partner,
    near: Array,
    *,
    facts: Facts,
    seed: int,
) -> CoupleAnswer:
    """The outcomes of a list of pairs on simulated seasons of both partners."""
    count = round(facts.value("rank.seasons"))
    seasons = [
        each.chances.seasons(seed=seed + partner, count=count)
        for partner, each in enumerate((first, second))
    ]
    matched = pair_matched(seasons[0], seasons[1], kept)
    worth = pair_values(kept, first, second, near, facts)
    minutes = _minutes(first.chances.programs, second.chances.programs)
    chance = shares(matched, len(kept))
    both = (kept != NO_MATCH).all(axis=1)
    apart = np.array([
        float(minutes[one, other]) if one >= 0 and other >= 0 else math.inf
        for one, other in kept.tolist()
    ])  # fmt: skip
    together = both & (near[kept[:, 0], kept[:, 1]] > 0)
    inside = np.array([
        (one < 0 or first.in_target[one]) and (other < 0 or second.in_target[other])
        for one, other in kept.tolist()
    ], dtype=bool)  # fmt: skip
    number = facts.number("rank.couple.no_match_code")
    return CoupleAnswer(
        pairs=_pair_lines(kept, worth, chance, apart, first=first, second=second),
        pairs_possible=len(whole),
        maximum=round(facts.value("rank_list.couples_pairs_maximum")),
        cut=max(0, len(whole) - len(kept)),
        chance_both_matched=float(chance[both].sum()),
        chance_together=float(chance[together].sum()),
        chance_only_first=float(chance[kept[:, 1] == NO_MATCH].sum()),
        chance_only_second=float(chance[kept[:, 0] == NO_MATCH].sum()),
        chance_neither=float((matched < 0).mean()),
        chance_in_target=float(chance[both & inside].sum()),
        value=float(chance @ worth),
        alone_first=down_in_seasons(seasons[0]).any,
        alone_second=down_in_seasons(seasons[1]).any,
        no_match_code=str(number.value),
        text=TEXT,
    )


def _pair_lines(
    kept: Pairs, worth: Array, chance: Array, apart: Array, *, first: Partner, second: Partner
) -> tuple[PairLine, ...]:
    found = []
    for rank, (one, other) in enumerate(kept.tolist(), 1):
        left = first.chances.programs[one] if one >= 0 else None
        right = second.chances.programs[other] if other >= 0 else None
        distance = float(apart[rank - 1])
        found.append(
            PairLine(
                rank=rank,
                first=left.name if left else None,
                second=right.name if right else None,
                first_id=first.listed[one].key if left else None,
                second_id=second.listed[other].key if right else None,
                minutes_apart=distance if math.isfinite(distance) else None,
                value=float(worth[rank - 1]),
                chance=float(chance[rank - 1]),
            )
        )
    return tuple(found)


def _checks(
    kept: Pairs, couple: CoupleAnswer, first: Partner, second: Partner, facts: Facts
) -> list[Check]:
    """Length, fees, split outcomes and order of a couple's list."""
    page = page_of(facts.number("rank_list.couples_pairs_maximum").source)
    found = []
    over = len(kept) > couple.maximum
    text = (
        f"{len(kept)} pairs of {couple.pairs_possible} possible; a couple's list holds at most "
        f"{couple.maximum} (older pages say more: verify)."
    )
    found.append(Check("couple: length", "fail" if over else "pass", text, page))
    due = 0.0
    for column, each in enumerate((first, second)):
        used = sorted({index for index in kept[:, column].tolist() if index >= 0})
        fees = list_fees([each.listed[index] for index in used], (), facts)
        due += fees.extra_usd
    text = (
        f"Each partner pays for their own codes beyond those included: ${due:,.0f} together. A "
        "couples fee for each partner is due as well; its amount was not found."
    )
    found.append(Check("couple: fees", "ask", text, page_of("nrmp-refunds")))
    split = bool((kept == NO_MATCH).any())
    text = (
        f"Pairs with one partner unmatched are on the list (No-Match code {couple.no_match_code}; "
        "choose it from the system's menu): keep only those you would both accept."
        if split
        else "No pair with one partner unmatched: then you match both or neither."
    )
    found.append(Check("couple: split outcomes", "ask", text, page))
    worth = np.array([line.value for line in couple.pairs])
    ahead = np.minimum.accumulate(worth)[:-1] if len(worth) else worth
    against = int((worth[1:] - ahead >= facts.value("rank.notable_gap")).sum())
    if against:
        text = f"{against} pairs stand below ones that your values put clearly under them."
        found.append(Check("couple: order of pairs", "ask", text, page))
    same = sum(
        first.listed[one].program_id == second.listed[other].program_id
        for one, other in kept.tolist()
        if NO_MATCH not in (one, other)
    )
    if same:
        text = (
            f"{same} pairs take two positions of one program: where it has few, the chance of both "
            "is lower than shown."
        )
        found.append(Check("couple: one program twice", "ask", text, page))
    return found
