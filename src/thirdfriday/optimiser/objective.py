"""What a list of applications is expected to bring: the one objective of search and report."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from thirdfriday.optimiser.problem import (
    ChoiceProblem,
    Floats,
    Integers,
    Selection,
    preference_order,
)
from thirdfriday.optimiser.recursion import (
    kept_counts,
    match_chances,
    outcomes_by_draw,
    states_for,
    value_of_list,
)


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """What one list is expected to bring; chances 0..1, per-program arrays over all n programs."""

    value: float  # expected utility less the price of the fees
    utility: float  # expected utility alone
    cost_usd: float
    applications: int
    chance_of_match: float
    chance_in_target: float
    expected_interviews: float  # kept
    expected_offers: float  # before releasing any
    chance_of_no_interview: float
    chance_of_match_at: Floats  # [n]
    chance_of_interview_at: Floats  # [n] chance of an offer; 0 where not applied to
    interviews: Floats  # [up to capacity + 1] chance of each number of kept interviews


@dataclass(frozen=True, slots=True, eq=False)
class OutcomeDraws:
    """The headline outcomes of one list under D draws of the parameters, each [D]."""

    value: Floats
    chance_of_match: Floats
    chance_in_target: Floats
    expected_interviews: Floats
    expected_offers: Floats
    chance_of_no_interview: Floats


def chosen_in_order(problem: ChoiceProblem, selection: Selection) -> Integers:
    """Programs of the list from the most to the least wanted. [indices]"""
    order = preference_order(problem)
    return order[np.asarray(selection)[order] >= 0]


def offers_of(problem: ChoiceProblem, selection: Selection, chosen: Integers) -> Floats:
    """Chance of an offer from each chosen program at each node, given its tier. [L, Q]"""
    tiers = np.asarray(selection, np.int64)[chosen]
    return np.ascontiguousarray(problem.interview[chosen, tiers])


def expected_utility(problem: ChoiceProblem, selection: Selection) -> float:
    """Expected utility of a list, fees left aside. [value]

    Method: docs/models/choices.md, "Kept interviews"; exact for independent offers given the node.

    >>> from thirdfriday.optimiser.problem import choice_problem
    >>> problem = choice_problem(
    ...     interview=[[0.5], [0.5]], admit=[[1.0], [1.0]], weight=[1.0], utility=[1.0, 0.4]
    ... )
    >>> round(expected_utility(problem, np.array([0, 0])), 3)
    0.6
    """
    chosen = chosen_in_order(problem, selection)
    states, step = states_for(problem.capacity, chosen.size)
    return float(
        value_of_list(
            offers_of(problem, selection, chosen),
            problem.admit[chosen],
            problem.utility[chosen],
            problem.weight,
            states,
            step,
        )
    )


def expected_value(problem: ChoiceProblem, selection: Selection) -> float:
    """Expected utility of a list less the price of its fees: what the search maximises. [value]"""
    price = problem.cost_usd(selection) / problem.usd_per_unit_value
    return expected_utility(problem, selection) - price


def outcomes(problem: ChoiceProblem, selection: Selection) -> Outcomes:
    """Everything a list is expected to bring, from the recursion that the search climbs.

    >>> from thirdfriday.optimiser.problem import choice_problem
    >>> problem = choice_problem(
    ...     interview=[[0.5], [0.5]], admit=[[0.2], [0.4]], weight=[1.0], utility=[1.0, 0.4],
    ...     capacity=1,
    ... )
    >>> result = outcomes(problem, np.array([0, 0]))
    >>> round(result.chance_of_match, 3), round(result.expected_interviews, 3)
    (0.2, 0.75)
    """
    chosen = chosen_in_order(problem, selection)
    offer = offers_of(problem, selection, chosen)
    admit = problem.admit[chosen]
    states, step = states_for(problem.capacity, chosen.size)
    chance = np.zeros(chosen.size)
    match_chances(offer, admit, problem.weight, states, step, chance)
    most = min(problem.capacity, chosen.size)
    counts = np.ones(1) if most == 0 else np.zeros(most + 1)
    if most > 0:
        kept_counts(offer, problem.weight, most, counts)
    match_at = np.zeros(problem.programs)
    match_at[chosen] = chance
    interview_at = np.zeros(problem.programs)
    interview_at[chosen] = offer @ problem.weight
    utility = float(chance @ problem.utility[chosen])
    cost = problem.cost_usd(selection)
    return Outcomes(
        value=utility - cost / problem.usd_per_unit_value,
        utility=utility,
        cost_usd=cost,
        applications=int(chosen.size),
        chance_of_match=float(chance.sum()),
        chance_in_target=float(chance[problem.target[chosen]].sum()),
        expected_interviews=float(counts @ np.arange(counts.size)),
        expected_offers=float(interview_at.sum()),
        chance_of_no_interview=float(counts[0]),
        chance_of_match_at=match_at,
        chance_of_interview_at=interview_at,
        interviews=counts,
    )


def career_of(problem: ChoiceProblem, results: Outcomes) -> float:
    """Chance of any match, each weighed by its career; plain where all weigh 1. [0..1]"""
    if np.all(problem.career == 1.0):
        return results.chance_of_match
    return float(results.chance_of_match_at @ problem.career)


def match_at_node(problem: ChoiceProblem, selection: Selection) -> Floats:
    """Chance of a match at each program and node of unseen quality, given the node. [n, Q]

    >>> from thirdfriday.optimiser.problem import choice_problem
    >>> problem = choice_problem(
    ...     interview=[[0.5, 1.0]], admit=[[0.5, 1.0]], weight=[0.5, 0.5], utility=[1.0]
    ... )
    >>> match_at_node(problem, np.array([0])).tolist()
    [[0.25, 1.0]]
    """
    chosen = chosen_in_order(problem, selection)
    offer = offers_of(problem, selection, chosen)
    states, step = states_for(problem.capacity, chosen.size)
    found = np.zeros((problem.programs, problem.nodes))
    alone = np.ones(1)
    chance = np.zeros(chosen.size)
    for node in range(problem.nodes):
        column = np.ascontiguousarray(offer[:, node : node + 1])
        admit = np.ascontiguousarray(problem.admit[chosen, node : node + 1])
        match_chances(column, admit, alone, states, step, chance)
        found[chosen, node] = chance
    return found


def interviews_kept_at(problem: ChoiceProblem, selection: Selection) -> Floats:
    """Chance that each program's interview is offered and kept; 0 where not applied to. [n]

    >>> from thirdfriday.optimiser.problem import choice_problem
    >>> problem = choice_problem(
    ...     interview=[[0.5], [0.5]], admit=[[1.0], [1.0]], weight=[1.0], utility=[1.0, 0.4],
    ...     capacity=1,
    ... )
    >>> interviews_kept_at(problem, np.array([0, 0])).tolist()
    [0.5, 0.25]
    """
    chosen = chosen_in_order(problem, selection)
    offer = offers_of(problem, selection, chosen)
    mass = np.zeros((problem.nodes, min(problem.capacity, chosen.size) + 1))
    mass[:, 0] = 1.0
    kept = np.zeros(problem.programs)
    for program, taken in zip(chosen, offer, strict=True):
        free = mass[:, :-1].copy()
        kept[program] = problem.weight @ (taken * free.sum(axis=1))
        mass[:, :-1] -= free * taken[:, None]
        mass[:, 1:] += free * taken[:, None]
    return kept


def outcome_draws(
    problem: ChoiceProblem, selection: Selection, interview: ArrayLike, admit: ArrayLike
) -> OutcomeDraws:
    """Headline outcomes of one list under D draws of the chances (common random numbers).

    interview [D, n, T, Q] with admit [D, n, Q] over all programs, or interview [D, L, Q] with admit
    [D, L, Q] over the chosen programs at their tiers, in the order of `chosen_in_order` (cheaper).
    Raises ValueError when the shapes fit neither.
    """
    chosen = chosen_in_order(problem, selection)
    offers = np.asarray(interview, np.float64)
    admits = np.asarray(admit, np.float64)
    if offers.shape[1:] == problem.interview.shape and admits.shape[1:] == problem.admit.shape:
        offers = offers[:, chosen, np.asarray(selection, np.int64)[chosen]]
        admits = admits[:, chosen]
    if offers.shape != admits.shape or offers.shape[1:] != (chosen.size, problem.nodes):
        raise ValueError(
            f"draws of shapes {offers.shape} and {admits.shape} do not fit a list of "
            f"{chosen.size} programs and {problem.nodes} nodes"
        )
    states, step = states_for(problem.capacity, chosen.size)
    result = np.zeros((offers.shape[0], 6))
    outcomes_by_draw(
        np.ascontiguousarray(offers),
        np.ascontiguousarray(admits),
        problem.utility[chosen],
        problem.target[chosen].astype(np.float64),
        problem.weight,
        states,
        step,
        result,
    )
    price = problem.cost_usd(selection) / problem.usd_per_unit_value
    value, match, target, kept, offered, none = result.T
    return OutcomeDraws(value - price, match, target, kept, offered, none)
