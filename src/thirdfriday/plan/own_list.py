"""The user's own list, judged by the same arithmetic as the plan's."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.errors import CaseError, Problem
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances
from thirdfriday.models.joint_chances import tier_of_signal
from thirdfriday.optimiser.objective import expected_value
from thirdfriday.optimiser.problem import Selection, without
from thirdfriday.plan.choosing import Chosen
from thirdfriday.plan.explain import plan_program
from thirdfriday.plan.plan import Exclusion, OwnList
from thirdfriday.plan.ranges import ranges_of_list
from thirdfriday.plan.scope import Scope


def judge_own_list(
    listed: Sequence[ListedProgram],
    scope: Scope,
    chances: ApplicantChances,
    chosen: Chosen,
    *,
    catalogue: Catalogue,
    facts: Facts,
    seed: int,
) -> OwnList:
    """Chances, cost and wasted applications of a list, beside the plan's.

    Raises:
        CaseError: programs of another specialty, or more signals than there are; names each.
    """
    _check(listed, scope, chances, catalogue)
    position = {program.program_id: index for index, program in enumerate(scope.open)}
    refused = {program.program_id: rule for program, rule in scope.refused}
    selection: Selection = np.full(len(scope.open), -1, dtype=np.int8)
    for item in listed:
        index = position.get(item.program_id)
        if index is not None:
            selection[index] = tier_of_signal(chances, index, item.signal)
    count = len(listed)
    cost, steps = _fees(listed, scope, chosen, catalogue)
    problem = without(chosen.problem, budget_usd=np.inf, max_applications=len(scope.open))
    ranges = ranges_of_list(problem, selection, chances, chosen.answer, facts=facts, seed=seed)
    planned = chosen.choice.selection
    return OwnList(
        applications=count,
        cost_usd=cost,
        chance_of_match=ranges.chance_of_match,
        chance_of_match_in_target=ranges.chance_in_target,
        expected_interviews=ranges.expected_interviews,
        chance_of_no_interview=ranges.chance_of_no_interview,
        value=expected_value(problem, selection),
        ineligible=tuple(
            Exclusion(
                plan_program(catalogue.by_id[item.program_id]),
                refused[item.program_id].rule if item.program_id in refused else "target region",
                refused[item.program_id].fact if item.program_id in refused else "outside it",
                steps[catalogue.by_id[item.program_id].specialty],
            )
            for item in listed
            if item.program_id not in position
        ),
        only_here=tuple(
            plan_program(program)
            for index, program in enumerate(scope.open)
            if selection[index] >= 0 > planned[index]
        ),
        missing=tuple(
            plan_program(program)
            for index, program in enumerate(scope.open)
            if selection[index] < 0 <= planned[index]
        ),
    )


def _fees(
    listed: Sequence[ListedProgram], scope: Scope, chosen: Chosen, catalogue: Catalogue
) -> tuple[float, dict[str, float]]:
    """The fees of a list, and of its last application in each specialty. [USD]"""
    counts = Counter(catalogue.by_id[item.program_id].specialty for item in listed)
    total, steps = 0.0, {}
    for name, table in zip(scope.specialties, chosen.problem.fee_tables, strict=True):
        last = min(counts[name], len(table) - 1)
        total += float(table[last])
        steps[name] = float(table[last] - table[last - 1]) if last else 0.0
    return total, steps


def _check(
    listed: Sequence[ListedProgram],
    scope: Scope,
    chances: ApplicantChances,
    catalogue: Catalogue,
) -> None:
    problems = [
        Problem(
            f"{program.name} is a program of {program.specialty}",
            where="the list",
            expected=f"programs of {' or '.join(scope.specialties)}",
        )
        for program in (catalogue.by_id[item.program_id] for item in listed)
        if program.specialty not in scope.specialties
    ]
    parts = {name: chances.at(scope.curve.index(i))[0] for i, name in enumerate(scope.specialties)}
    sent = Counter(
        (catalogue.by_id[item.program_id].specialty, str(item.signal))
        for item in listed
        if item.signal is not None
    )
    for (specialty, kind), count in sent.items():
        if specialty not in parts:
            continue
        allowed = sum(a.count for a in parts[specialty].signals.tiers if str(a.tier) == kind)
        if count > allowed:
            message = f"{count} {kind} signals are listed"
            problems.append(Problem(message, "the list", f"at most {allowed} in this specialty"))
    if problems:
        raise CaseError(problems)
