"""The event of an offer in SOAP, and when to take one: chances by program and round, waiting."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from thirdfriday.domain.applicant import InterviewGroup
from thirdfriday.domain.program import Program
from thirdfriday.facts.registry import Facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.program_rates import interview_rates
from thirdfriday.models.quality import Array

GROUPS = tuple(str(group) for group in InterviewGroup)
POOLS = {
    "md_senior": "md",
    "us_graduate_and_other": "md",
    "do_senior": "do",
    "us_img": "us_img",
    "non_us_img": "non_us_img",
}


def rivals(facts: Facts) -> dict[str, float]:
    """Eligible applicants by group: those who entered the Match and did not match. [applicants]

    Facts: soap.pool_scale, soap.pool.md
    """
    scale = facts.value("soap.pool_scale")
    if "nrmp" in facts.without:
        return {group: scale * facts.value(f"soap.pool.{group}") for group in GROUPS}
    table = list(load_table("published/match_rates").rows())
    year = max(int(row["year"]) for row in table)
    found = dict.fromkeys(GROUPS, 0.0)
    for row in table:
        group = POOLS.get(row["applicant_type"])
        if group and int(row["year"]) == year:
            found[group] += scale * (row["active_applicants"] - row["matched"])
    return found


MULTIPLIERS = ("pool_scale", "applications_each", "unfilled_programs", "offers_per_position")


def crowd_spread(facts: Facts) -> float:
    """How uncertain the number of rivals per offer is. [standard deviation of its logarithm]

    Facts: soap.pool_scale, soap.applications_each, soap.unfilled_programs,
        soap.offers_per_position, range.deviations.assumption
    """
    ends = [facts.range(f"soap.{name}") for name in MULTIPLIERS]
    deviations = 2.0 * facts.value("range.deviations.assumption")
    return float(np.sqrt(sum((np.log(high / low) / deviations) ** 2 for low, _, high in ends)))


def chances_of_offer(
    programs: Sequence[Program],
    own_log_odds: Array,
    positions: Array,
    facts: Facts,
    *,
    crowd: float = 1.0,
) -> Array:
    """Chance that each unfilled program ever offers the applicant a position. [n, Q]

    Each offer goes to one of the program's applicants in proportion to their odds of an interview
    there (Luce's choice). Rivals apply to as many of the unfilled programs as they may.

    Args:
        programs: the unfilled programs, of one specialty.
        own_log_odds: the applicant's log-odds of an interview by node [n, Q].
        positions: unfilled positions [n].
        facts: the numbers.
        crowd: how many times as many rivals per offer as assumed.

    Facts: soap.applications_each, soap.unfilled_programs, soap.offers_per_position
    Method: docs/models/soap.md
    """
    share = facts.value("soap.applications_each") / facts.value("soap.unfilled_programs")
    others = np.zeros(len(programs))
    for group, count in rivals(facts).items():
        rates, _ = interview_rates(programs, group, facts)
        others += crowd * share * count * np.exp(rates)
    own = np.exp(own_log_odds)
    offers = facts.value("soap.offers_per_position") * positions
    chance: Array = -np.expm1(-offers[:, None] * own / (others[:, None] + own))
    return chance


def round_shares(facts: Facts) -> Array:
    """Share of its offers that a program makes in each round, summing to one. [rounds]

    Facts: soap.rounds, soap.round_share.1
    """
    count = round(facts.value("soap.rounds"))
    shares = np.array([facts.value(f"soap.round_share.{index}") for index in range(1, count + 1)])
    normal: Array = shares / shares.sum()
    return normal


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """The value of going into each round without an accepted offer, round 1 first, then the end.

    `value` [rounds + 1]; the last is what ending with nothing is worth. `belief` [rounds + 1, Q]
    is the weight of each node if no offer has come before the round; `any_from` [rounds + 1] the
    chance that any program still offers; `out` [rounds + 1] the share of offers made by then.
    """

    value: Array
    belief: Array
    any_from: Array
    out: Array

    def accept_from(self, worth: float) -> int:
        """The first round (1 is the first) in which an offer worth this much is taken. [round]

        An offer is taken if it is worth at least what waiting for the later rounds is.
        """
        for index in range(len(self.value) - 1):
            if worth >= self.value[index + 1]:
                return index + 1
        return len(self.value)


def waiting(
    offer: Array, shares: Array, values: Array, weight: Array, *, nothing: float
) -> Waiting:
    """When to accept: the value of waiting before each round, by backward induction.

    In each round every program that has not offered yet may offer; the best offer is taken if it
    is worth more than going on, since an offer declined is gone and an accepted one binds.
    Offers are independent given the node; a round without offers weighs the nodes anew.

    Args:
        offer: chance that each program ever offers, by node [n, Q].
        shares: share of the offers that come in each round [R].
        values: what each program is worth [n].
        weight: weight of the nodes [Q].
        nothing: what ending without a place is worth.

    Method: docs/models/soap.md, "When to accept"

    >>> found = waiting(np.array([[0.5]]), np.array([0.5, 0.5]), np.array([1.0]),
    ...                 np.array([1.0]), nothing=0.0)
    >>> found.value.round(3).tolist()
    [0.5, 0.333, 0.0]
    """
    rounds = len(shares)
    order = np.argsort(-values, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(shares)])
    belief = np.empty((rounds + 1, weight.size))
    hazard = np.empty((rounds, *offer.shape))
    belief[0] = weight / weight.sum()
    for index in range(rounds):
        left = 1.0 - offer * before[index]
        hazard[index] = np.where(left > 0.0, offer * shares[index] / np.maximum(left, 1e-9), 0.0)
        silent = belief[index] * np.prod(1.0 - hazard[index], axis=0)
        belief[index + 1] = silent / silent.sum() if silent.sum() else belief[index]
    value = np.empty(rounds + 1)
    value[rounds] = nothing
    any_from = np.zeros(rounds + 1)
    for index in range(rounds - 1, -1, -1):
        arrives = hazard[index][order]
        passed = np.cumprod(np.vstack([np.ones((1, weight.size)), 1.0 - arrives]), axis=0)
        best = np.maximum(values[order], value[index + 1])
        by_node = (passed[:-1] * arrives * best[:, None]).sum(axis=0)
        by_node += passed[-1] * value[index + 1]
        value[index] = float(belief[index] @ by_node)
        left = offer_left(offer, before[index])
        any_from[index] = 1.0 - float(np.prod(1.0 - left, axis=0) @ belief[index])
    return Waiting(value, belief, any_from, before)


def offer_left(offer: Array, gone: float) -> Array:
    """Chance of an offer still to come once a share of the offers is out and none came. [n, Q]

    >>> offer_left(np.array([[0.5]]), 0.5).round(3).tolist()
    [[0.333]]
    """
    left: Array = offer * (1.0 - gone) / np.maximum(1.0 - offer * gone, 1e-9)
    return left


def chance_of_better(offer: Array, values: Array, worth: float, wait: Waiting, after: int) -> float:
    """Chance that a program worth more than `worth` offers after round `after`. [probability]"""
    more = values > worth
    left = offer_left(offer[more], float(wait.out[after]))
    return max(0.0, float(1.0 - np.prod(1.0 - left, axis=0) @ wait.belief[after]))


def best_applications(offer: Array, values: Array, weight: Array, *, most: int) -> list[int]:
    """At most `most` applications by the greedy rule on the expected best offer. [indices]

    Applications cost nothing but their number, so that adding the one that adds most each time is
    optimal when offers are independent (Chade & Smith, "Simultaneous Search").

    >>> best_applications(
    ...     np.array([[0.1], [0.5], [0.2]]), np.array([1.0, 0.5, 0.1]), np.ones(1), most=2)
    [1, 0]
    """
    share = weight / weight.sum()
    order = np.argsort(-values, kind="stable")
    chosen = np.zeros(len(values), dtype=bool)
    found: list[int] = []
    while len(found) < min(most, len(values)):
        taken = np.where(chosen[order, None], offer[order], 0.0)
        passed = np.cumprod(np.vstack([np.ones((1, share.size)), 1.0 - taken]), axis=0)
        gain_here = passed[:-1] * taken * values[order, None]
        after = np.cumsum(gain_here[::-1], axis=0)[::-1]
        behind = np.vstack([after[1:], np.zeros((1, share.size))])
        gain = (offer[order] * (passed[:-1] * values[order, None] - behind)) @ share
        gain[chosen[order]] = -np.inf
        best = int(np.argmax(gain))
        if not gain[best] > 0.0:
            break
        chosen[order[best]] = True
        found.append(int(order[best]))
    return found


def chance_of_any(offer: Array, weight: Array) -> float:
    """Chance of at least one offer. [probability]

    >>> round(chance_of_any(np.array([[0.5], [0.5]]), np.ones(1)), 2)
    0.75
    """
    share = weight / weight.sum()
    return float(1.0 - np.prod(1.0 - offer, axis=0) @ share)
