"""Compiles the search and its proofs once, so that the first plan does not wait for them."""

import numpy as np

from thirdfriday.optimiser.applications import choose_with_guard
from thirdfriday.optimiser.frontier import frontier
from thirdfriday.optimiser.keep_interviews import HeldList, held_draws, held_outcomes
from thirdfriday.optimiser.marginal import application_curve, marginal_values
from thirdfriday.optimiser.objective import chosen_in_order, outcome_draws
from thirdfriday.optimiser.problem import choice_problem

PROGRAMS, TIERS, NODES = 12, 2, 2


def warm_up() -> int:
    """Run every compiled kernel on a tiny choice; the compiled code stays on disk. [programs]

    >>> warm_up()
    4
    """
    rng = np.random.default_rng(1)
    problem = choice_problem(
        interview=rng.uniform(0.5, 1.0, (PROGRAMS, TIERS, NODES)),
        admit=rng.uniform(0.0, 0.5, (PROGRAMS, NODES)),
        weight=np.full(NODES, 1 / NODES),
        utility=np.linspace(1.0, 0.5, PROGRAMS),
        target=np.arange(PROGRAMS) < TIERS,
        signals=[0, 1],
        max_applications=4,
        capacity=2,
    )
    choice = choose_with_guard(problem, 0.5)
    marginal_values(problem, choice.selection)
    application_curve(problem, choice.selection)
    frontier(problem, start=choice.selection)
    listed = chosen_in_order(problem, choice.selection)
    draws = np.full((2, listed.size, NODES), 0.5)
    outcome_draws(problem, choice.selection, draws, draws)
    held = HeldList(
        admit=draws[0],
        worth=np.ones(listed.size),
        target=np.ones(listed.size, dtype=bool),
        attended=np.zeros(listed.size, dtype=bool),
        days=2,
    )
    held_outcomes(held, draws[0], problem.weight)
    held_draws(held, draws, draws, np.full((2, NODES), 1 / NODES))
    return int(listed.size)


if __name__ == "__main__":
    warm_up()
