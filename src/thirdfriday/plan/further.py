"""What each further application adds to a list, as a plan tells it."""

import numpy as np

from thirdfriday.optimiser.marginal import application_curve
from thirdfriday.optimiser.problem import ChoiceProblem, Selection, without
from thirdfriday.plan.plan import FurtherApplication


def further_applications(
    problem: ChoiceProblem, selection: Selection, *, beyond: int
) -> tuple[FurtherApplication, ...]:
    """The list unrolled from its most useful application, then grown past every limit."""
    free = without(problem, max_applications=problem.programs, budget_usd=np.inf)
    curve = application_curve(free, selection, beyond=beyond)
    cost = np.cumsum(curve.fee_usd)
    return tuple(
        FurtherApplication(
            applications=int(curve.applications[index]),
            value=float(curve.utility[index]),
            chance_of_match=float(curve.chance_of_match[index]),
            fee_usd=float(curve.fee_usd[index]),
            cost_usd=float(cost[index]),
            expected_interviews=float(curve.expected_interviews[index]),
        )
        for index in range(1, len(curve.applications))
    )
