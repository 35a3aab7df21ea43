"""Outcomes of lists under common random numbers, so that a difference between two is sharp."""

import zlib
from functools import lru_cache

import numpy as np

from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array
from thirdfriday.optimiser.objective import OutcomeDraws, Outcomes, chosen_in_order, outcome_draws
from thirdfriday.optimiser.problem import Integers
from thirdfriday.plan.branch import Branch
from thirdfriday.plan.improvement_nouns import ChangeBrought
from thirdfriday.plan.plan_sections import Change
from thirdfriday.plan.ranges import range_ends

KEPT_NORMALS = 4096  # draws kept by name: every program and effect of a few specialties
SHARED, CHAIN = "shared by all programs", "the chain of a match"


@lru_cache(maxsize=KEPT_NORMALS)
def normals(name: str, seed: int, count: int) -> Array:
    """Standard normal numbers that belong to a name: the same in every branch. [count]"""
    return np.random.default_rng([seed, zlib.crc32(name.encode())]).standard_normal(count)


def drawn_chances(
    branch: Branch, index: Integers, *, facts: Facts, seed: int
) -> tuple[Array, Array]:
    """Chances of interview and admission at listed programs with every number drawn. [D, m, Q]

    An effect, a program and the season draw the same numbers in whichever branch they occur.

    Facts: range.draws
    Method: docs/models/improve.md
    """
    count = round(facts.value("range.draws"))
    chances = branch.chances
    names = [*chances.effects.names]
    values = chances.effects.drawn(np.stack([normals(n, seed, count) for n in names], axis=1))
    own = [normals(branch.scope.open[i].program_id, seed, count) for i in index]
    noise = np.stack(own, axis=1) if own else np.zeros((count, 0))
    return chances.given_draws(
        index,
        np.asarray(branch.selection, np.int64)[index],
        branch.answer,
        facts=facts,
        values=values,
        noise=noise,
        shared=normals(SHARED, seed, count)[:, None],
        rng=np.random.default_rng([seed, zlib.crc32(CHAIN.encode())]),
    )


def drawn_outcomes(
    branch: Branch, *, facts: Facts, seed: int, invited: Branch | None = None
) -> OutcomeDraws:
    """Headline outcomes of a branch's list under common random numbers.

    With `invited`, the same list before a change: invitations are drawn as they were there, since
    they are out already.
    """
    index = chosen_in_order(branch.problem, branch.selection)
    offers, admit = drawn_chances(branch, index, facts=facts, seed=seed)
    if invited is not None:
        before = chosen_in_order(invited.problem, invited.selection)
        earlier, _ = drawn_chances(invited, before, facts=facts, seed=seed)
        column = {invited.scope.open[i].program_id: k for k, i in enumerate(before)}
        offers = earlier[:, [column[branch.scope.open[i].program_id] for i in index]]
    return outcome_draws(branch.problem, branch.selection, offers, admit)


def change_of(drawn: Array, central: float, facts: Facts) -> Change:
    """A difference with its range; the central value always lies inside."""
    low, high = np.percentile(drawn, range_ends(facts))
    return Change(min(float(low), central), central, max(float(high), central))


def differences(
    drawn: OutcomeDraws,
    here: Outcomes,
    *,
    drawn_then: OutcomeDraws,
    then: Outcomes,
    facts: Facts,
) -> ChangeBrought:
    """The differences of two lists' outcomes, each with its range."""
    return ChangeBrought(
        any_match=change_of(
            drawn_then.chance_of_match - drawn.chance_of_match,
            then.chance_of_match - here.chance_of_match,
            facts,
        ),
        in_target=change_of(
            drawn_then.chance_in_target - drawn.chance_in_target,
            then.chance_in_target - here.chance_in_target,
            facts,
        ),
        interviews=change_of(
            drawn_then.expected_interviews - drawn.expected_interviews,
            then.expected_interviews - here.expected_interviews,
            facts,
        ),
    )
