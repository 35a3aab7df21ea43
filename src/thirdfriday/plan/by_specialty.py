"""What each specialty of a plan takes of money, days and signals, and what it brings."""

from collections import Counter

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances
from thirdfriday.optimiser.objective import interviews_kept_at
from thirdfriday.plan.choosing import Chosen
from thirdfriday.plan.desirability import desires
from thirdfriday.plan.plan import SignalCount, SpecialtyShare
from thirdfriday.plan.scope import Scope


def specialty_shares(
    case: Case,
    scope: Scope,
    chances: ApplicantChances,
    chosen: Chosen,
    *,
    catalogue: Catalogue,
    facts: Facts,
) -> tuple[SpecialtyShare, ...]:
    """One row per specialty of the plan, in the order of the case."""
    problem, selection = chosen.problem, chosen.choice.selection
    curve = np.array(scope.curve)
    worth = desires(case.wants, facts)
    match_at = chosen.choice.outcomes.chance_of_match_at
    kept = interviews_kept_at(problem, selection)
    rows = []
    for index, key in enumerate(scope.specialties):
        inside = curve == index
        applied = inside & (selection >= 0)
        first = int(np.argmax(inside))
        refused = sum(program.specialty == key for program, _ in scope.refused)
        rows.append(
            SpecialtyShare(
                specialty=key,
                name=catalogue.specialties[key].name,
                service=scope.open[first].service,
                desire=worth[key],
                exist=int(inside.sum()) + refused,
                open=int(inside.sum()),
                applications=int(applied.sum()),
                cost_usd=float(problem.fee_tables[index][int(applied.sum())]),
                expected_interviews=float(kept[inside].sum()),
                chance_of_match=float(match_at[inside].sum()),
                chance_of_match_in_target=float(match_at[inside & problem.target].sum()),
                signals=_signals(problem.signal_pools[problem.pool[first]], first, chances,
                                 selection[inside]),
            )
        )  # fmt: skip
    return tuple(rows)


def _signals(
    counts: np.ndarray, first: int, chances: ApplicantChances, sent: np.ndarray
) -> tuple[SignalCount, ...]:
    used = Counter(int(tier) for tier in sent if tier > 0)
    part = chances.at(first)[0]
    return tuple(
        SignalCount(word, int(counts[tier]), used[tier])
        for tier, word in enumerate(part.signal_tiers, 1)
    )
