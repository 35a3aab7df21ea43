"""Two lists of one applicant as one: a second specialty behind the first, or a later season."""

from dataclasses import dataclass

import numpy as np

from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array
from thirdfriday.optimiser.objective import (
    OutcomeDraws,
    Outcomes,
    chosen_in_order,
    outcome_draws,
    outcomes,
)
from thirdfriday.optimiser.problem import ChoiceProblem, Floats, Integers, Selection, choice_problem
from thirdfriday.plan.branch import Branch
from thirdfriday.plan.common_draws import drawn_chances


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """A first list and one that counts only where the first brings no match.

    Both share the applicant's unseen quality node by node, which is what correlates them.
    `days` are shared by both (two specialties in one season), or each list has its own (None).
    """

    first: Branch
    second: Branch
    problem: ChoiceProblem
    selection: Selection
    parts: tuple[Integers, Integers]

    @property
    def outcomes(self) -> Outcomes:
        """What both lists together are expected to bring."""
        return outcomes(self.problem, self.selection)

    def draws(self, facts: Facts, seed: int) -> OutcomeDraws:
        """The same under common random numbers."""
        pairs = [
            drawn_chances(branch, index, facts=facts, seed=seed)
            for branch, index in zip((self.first, self.second), self.parts, strict=True)
        ]
        offers, admit = (np.concatenate(both, axis=1) for both in zip(*pairs, strict=True))
        order = chosen_in_order(self.problem, self.selection)
        return outcome_draws(self.problem, self.selection, offers[:, order], admit[:, order])


def join(first: Branch, second: Branch, *, days: int | None) -> Joined | None:
    """The two lists as one; None where their applicants' unseen qualities cannot be paired."""
    if first.problem.nodes != second.problem.nodes or not np.allclose(
        first.problem.weight, second.problem.weight
    ):
        return None
    parts = [chosen_in_order(b.problem, b.selection) for b in (first, second)]
    count = sum(part.size for part in parts)
    problem = choice_problem(
        interview=_stacked(first, second, parts)[:, None, :],
        admit=np.concatenate([first.problem.admit[parts[0]], second.problem.admit[parts[1]]]),
        weight=first.problem.weight,
        utility=_in_order(count),
        target=np.concatenate([first.problem.target[parts[0]], second.problem.target[parts[1]]]),
        capacity=days,
    )
    return Joined(first, second, problem, np.zeros(count, np.int8), (parts[0], parts[1]))


def _stacked(first: Branch, second: Branch, parts: list[Integers]) -> Array:
    pairs = zip((first, second), parts, strict=True)
    rows = [b.problem.interview[part, np.asarray(b.selection)[part]] for b, part in pairs]
    return np.concatenate(rows)


def _in_order(count: int) -> Floats:
    """Values that keep the order of the rows: all of the first list before the second."""
    return np.linspace(1.0, 0.5, count) if count else np.zeros(0)
