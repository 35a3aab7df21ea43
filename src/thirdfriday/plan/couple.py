"""A couple in the Match: both partners' lists chosen together, and the pairs to rank."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.distance import great_circle_miles, road_minutes
from thirdfriday.domain.program import Program
from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array
from thirdfriday.optimiser.couple_lists import (
    CoupleChoice,
    chances_of_kinds,
    choose_couple,
    ordered_pairs,
    pair_value,
)
from thirdfriday.optimiser.couple_partner import Partner, partner_of
from thirdfriday.optimiser.problem import Selection
from thirdfriday.plan.branch import Branch, Grounds, best_geography, chosen_anew, openings_of
from thirdfriday.plan.explain import plan_program
from thirdfriday.plan.plan_choices import Couple, CouplePair, PartnerList

NO_MATCH = "no match"


def couple_of(here: Branch, partner: Case, grounds: Grounds, *, seed: int) -> Couple:
    """Both lists for what the pair is worth, and the pair list that follows from them.

    Facts: couple.near_minutes, couple.apart, couple.one_matched, couple.worlds, couple.rounds,
        rank_list.couples_pairs_maximum, fee.nrmp.ranks_included, fee.nrmp.extra_rank_usd
    Method: docs/models/choices.md, "Couples"

    Raises:
        InfeasiblePlanError: the partner's limits leave nothing to choose.
    """
    facts = grounds.facts
    other = chosen_anew(best_geography(openings_of(partner, grounds), facts), facts)
    near = nearness(here.scope.open, other.scope.open, facts)
    worth = pair_worth(here.problem.utility, other.problem.utility, near, facts)
    rng = np.random.default_rng(seed)
    worlds = round(facts.value("couple.worlds"))
    drawn = [partner_of(b.problem, rng, worlds) for b in (here, other)]
    starts = (here.selection, other.selection)
    choice = choose_couple(
        drawn[0], drawn[1], worth, starts=starts, rounds=round(facts.value("couple.rounds"))
    )
    fresh = [partner_of(b.problem, rng, worlds) for b in (here, other)]
    pair = _Pair(here, other, (fresh[0], fresh[1]), worth, near, facts)
    return pair.section(choice, pair_value(fresh[0], fresh[1], worth, *starts))


def nearness(first: Sequence[Program], second: Sequence[Program], facts: Facts) -> Array:
    """Whether two programs are within a commute of each other, or in one city. [n, m]

    Facts: couple.near_minutes
    """
    place = [np.array([[np.nan if p.lat is None else p.lat for p in side],
                       [np.nan if p.lon is None else p.lon for p in side]])
             for side in (first, second)]  # fmt: skip
    (lat, lon), (to_lat, to_lon) = place
    rows = []
    for index, program in enumerate(first):
        miles = great_circle_miles(lat[index], lon[index], to_lat=to_lat, to_lon=to_lon)
        minutes = road_minutes(np.nan_to_num(miles, nan=np.inf))
        same = np.array([(p.city, p.state) == (program.city, program.state) for p in second])
        rows.append((minutes <= facts.value("couple.near_minutes")) | same)
    return np.array(rows, dtype=float)


def pair_worth(first: Array, second: Array, near: Array, facts: Facts) -> Array:
    """Value of every pair of matches, "no match" in the last row and column. [n + 1, m + 1]

    The mean of both partners' values, less where the programs are apart and where one is unmatched.

    Facts: couple.apart, couple.one_matched

    >>> from thirdfriday.facts.registry import load_facts
    >>> worth = pair_worth(np.array([1.0]), np.array([0.8]), np.array([[1.0]]), load_facts())
    >>> round(float(worth[0, 0]), 2), float(worth[-1, -1])
    (0.9, 0.0)
    """
    mean = (first[:, None] + second[None, :]) / 2.0
    both = mean * np.where(near > 0, 1.0, facts.value("couple.apart"))
    one = facts.value("couple.one_matched")
    worth = np.zeros((first.size + 1, second.size + 1))
    worth[:-1, :-1] = both
    worth[:-1, -1] = one * first / 2.0
    worth[-1, :-1] = one * second / 2.0
    return worth


@dataclass(frozen=True, slots=True, eq=False)
class _Pair:
    """Both partners' plans, and worlds on which no list was chosen."""

    here: Branch
    other: Branch
    fresh: tuple[Partner, Partner]
    worth: Array
    near: Array
    facts: Facts

    def section(self, choice: CoupleChoice, alone: float) -> Couple:
        """What the plan carries: lists, chances and pairs, valued on the fresh worlds."""
        lists = (choice.first, choice.second)
        value = pair_value(*self.fresh, self.worth, *lists)
        kinds = chances_of_kinds(*self.fresh, self.worth, self.near, lists)
        bound = max(choice.upper_bound, value)
        most = round(self.facts.value("rank_list.couples_pairs_maximum"))
        every = ordered_pairs(self.worth, lists, int(self.worth.size))
        pairs = every[:most]
        return Couple(
            value=value,
            value_of_separate_lists=alone,
            upper_bound=bound,
            gap=(bound - value) / value if value > 0 else 0.0,
            rounds=choice.rounds,
            worlds=len(self.fresh[0].node),
            chance_both_near=kinds[0],
            chance_both_apart=kinds[1],
            chance_only_first=kinds[2],
            chance_only_second=kinds[3],
            chance_neither=kinds[4],
            first=_partner_list(self.here, choice.first, pairs, 0, self.facts),
            second=_partner_list(self.other, choice.second, pairs, 1, self.facts),
            pairs_possible=len(every),
            pairs_maximum=most,
            pairs=tuple(self.pair(rank, a, b) for rank, (a, b) in enumerate(pairs, 1)),
        )

    def pair(self, rank: int, a: int, b: int) -> CouplePair:
        """One line of the couple's rank list."""
        both = a < self.near.shape[0] and b < self.near.shape[1]
        return CouplePair(
            rank=rank,
            first=_name(self.here, a),
            second=_name(self.other, b),
            near=bool(both and self.near[a, b] > 0),
            value=float(self.worth[a, b]),
        )


def _name(branch: Branch, index: int) -> str:
    if index >= len(branch.scope.open):
        return NO_MATCH
    program = branch.scope.open[index]
    return f"{program.name} ({program.city}, {program.state})"


def _partner_list(
    branch: Branch, selection: Selection, pairs: list[tuple[int, int]], side: int, facts: Facts
) -> PartnerList:
    """One partner's applications and what the pair list costs them beyond the ranks included."""
    listed = np.flatnonzero(selection >= 0)
    ranked = {pair[side] for pair in pairs if pair[side] < len(branch.scope.open)}
    included = round(facts.value("fee.nrmp.ranks_included"))
    extra = max(0, len(ranked) - included) * facts.value("fee.nrmp.extra_rank_usd")
    order = sorted(listed.tolist(), key=lambda k: -float(branch.problem.utility[k]))
    return PartnerList(
        title=branch.case.name or branch.specialty,
        specialty=branch.specialty,
        applications=int(listed.size),
        cost_usd=branch.problem.cost_usd(selection),
        ranked_programs=len(ranked),
        extra_rank_usd=float(extra),
        programs=tuple(plan_program(branch.scope.open[k]) for k in order),
        signals=tuple(branch.chances.signal_word(k, int(selection[k])) or "" for k in order),
        changed=int(((selection >= 0) & (branch.selection < 0)).sum()),
    )
