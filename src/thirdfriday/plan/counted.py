"""The plan's list counted in simulated seasons, beside the closed form that chose it."""

import numpy as np

from thirdfriday.models.above_cutoffs import StandingChain
from thirdfriday.models.chances import ApplicantChances
from thirdfriday.models.list_seasons import plan_seasons
from thirdfriday.optimiser.objective import chosen_in_order
from thirdfriday.plan.choosing import Chosen
from thirdfriday.plan.plan_sections import CountedPlan


def counted_in_seasons(
    chosen: Chosen, chances: ApplicantChances, *, seed: int
) -> CountedPlan | None:
    """How often the list matches in simulated seasons; None where no bank is behind the chances.

    Interviews, cutoffs, showing and the day are drawn season by season and the list is walked down,
    as nothing in the closed form is: the two must agree.

    Method: docs/models/bank.md
    """
    if not isinstance(chances.chain, StandingChain):
        return None
    problem, selection = chosen.problem, chosen.choice.selection
    index = chosen_in_order(problem, selection)
    seasons = plan_seasons(
        chances, index, np.asarray(selection, np.int64)[index], chosen.answer,
        seed=seed, capacity=problem.capacity,
    )  # fmt: skip
    return CountedPlan(
        seasons=len(seasons.line),
        chance_of_match=seasons.chance_of_match,
        chance_of_match_in_target=seasons.chance_among(problem.target[index]),
        expected_interviews=float(seasons.kept.mean()),
        standard_error=seasons.standard_error,
    )
