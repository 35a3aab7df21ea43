"""Mistakes in a list of the applicant's own, each against the same list mended."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.domain.wants import PreferenceLevel
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances
from thirdfriday.models.joint_chances import tier_of_signal
from thirdfriday.optimiser.board import best_list
from thirdfriday.optimiser.objective import Outcomes
from thirdfriday.optimiser.problem import without
from thirdfriday.plan.branch import (
    Branch,
    Grounds,
    Listed,
    Openings,
    chosen_anew,
    judged,
    openings_of,
)
from thirdfriday.plan.decision import in_percent
from thirdfriday.plan.plan_sections import Cost, Mistake
from thirdfriday.plan.ranges import ListRanges, ranges_of_list

YOURS = "your list"


def mistakes_of_list(
    own_list: Sequence[ListedProgram], here: Branch, grounds: Grounds, *, seed: int | None = None
) -> Iterator[Mistake]:
    """Every mistake that a re-optimised list of the same size shows to cost something.

    `seed` draws the ranges that say what is safe, as the plan's own are drawn.

    Facts: range.seed
    """
    facts = grounds.facts
    seed = round(facts.value("range.seed")) if seed is None else seed
    soft = replace(here.case.wants, level=PreferenceLevel.STRONG)
    must = here.case.wants.level is PreferenceLevel.MUST
    case = replace(here.case, wants=soft) if must else here.case
    try:
        openings = openings_of(case, grounds, answer=here.answer)
    except InfeasiblePlanError:
        return
    listed = as_listed(own_list, openings.chances)
    mine = judged(openings, listed)
    best = best_of_size(openings, len(own_list), facts, mine)
    yield from _certain_no(own_list, mine)
    yield from _only_target(mine, best, facts)
    yield from _no_inland(mine, best, facts)
    yield from _no_safety(mine, best, facts, seed)
    yield from _signals(openings, mine, facts)
    yield from _better_list(mine, best, facts)


def as_listed(own_list: Sequence[ListedProgram], chances: ApplicantChances) -> Listed:
    """A list as programs and signal tiers, each as its own specialty calls them."""
    place = {program.program_id: k for k, program in enumerate(chances.programs)}

    def tier(item: ListedProgram) -> int:
        if item.program_id not in place:
            return 0
        return tier_of_signal(chances, place[item.program_id], item.signal)

    return {item.program_id: tier(item) for item in own_list}


def _fee_of_refused(lost: Sequence[str], mine: Branch) -> float:
    """Fees of refused programs as the last ones applied to in their specialty. [USD]"""
    specialty = {program.program_id: program.specialty for program, _ in mine.scope.refused}
    refused = Counter(specialty[program_id] for program_id in lost)
    total = 0.0
    for index, name in enumerate(mine.scope.specialties):
        table = mine.problem.fee_tables[index]
        count = int(((mine.selection >= 0) & (mine.problem.curve == index)).sum())
        most = min(count + refused[name], len(table) - 1)
        total += float(table[most] - table[max(0, most - refused[name])])
    return total


def best_of_size(openings: Openings, count: int, facts: Facts, mine: Branch) -> Branch:
    """The best list of as many applications, whatever it costs; never below the given one."""
    limits = replace(
        openings.case.limits, applications=count, budget_usd=None, usd_per_percentage_point=None,
        tiers=(),
    )  # fmt: skip
    case = replace(openings.case, limits=limits)
    free = without(
        openings.problem,
        budget_usd=np.inf,
        max_applications=count,
        usd_per_unit_value=np.inf,
        group_minimum=np.zeros_like(openings.problem.group_minimum),
        group_maximum=np.full_like(openings.problem.group_maximum, openings.problem.programs),
    )
    roomy = replace(openings, case=case, problem=free)
    return chosen_anew(roomy, facts, starts=(mine.listed, None))


def _lost(mine: Outcomes, best: Outcomes, usd: float = 0.0) -> Cost:
    return Cost(
        any_match=best.chance_of_match - mine.chance_of_match,
        in_target=best.chance_in_target - mine.chance_in_target,
        interviews=best.expected_interviews - mine.expected_interviews,
        usd=usd,
    )


def _certain_no(own_list: Sequence[ListedProgram], mine: Branch) -> Iterator[Mistake]:
    """Applications and signals to programs that a rule refuses."""
    refused = {program.program_id: rule for program, rule in mine.scope.refused}
    lost = [item for item in own_list if item.program_id in refused]
    if not lost:
        return
    fee = _fee_of_refused([item.program_id for item in lost], mine)
    signals = sum(item.signal is not None for item in lost)
    rules = sorted({refused[item.program_id].rule for item in lost})
    wasted = f", {signals} of them with a signal" if signals else ""
    yield Mistake(
        "certain_no", "Applications that are a certain no", YOURS,
        f"{len(lost)} of {len(own_list)} programs refuse you by {', '.join(rules)}{wasted}.",
        Cost(0.0, 0.0, 0.0, fee),
        "Leave them out, or write to them first if the fact is old.",
    )  # fmt: skip


def _only_target(mine: Branch, best: Branch, facts: Facts) -> Iterator[Mistake]:
    chosen = mine.selection >= 0
    if not chosen.any() or not mine.problem.target[chosen].all() or mine.problem.target.all():
        return
    cost = _lost(mine.outcomes, best.outcomes)
    if cost.any_match < facts.value("mistake.smallest_points"):
        return
    yield Mistake(
        "only_target", "Every application goes to the target region", YOURS,
        f"All {int(chosen.sum())} lie in the target; a match "
        f"{in_percent(mine.outcomes.chance_of_match)}.",
        cost,
        _mend(mine, best),
    )  # fmt: skip


def _mend(mine: Branch, best: Branch) -> str:
    kept = len(set(mine.listed) & set(best.listed))
    return (
        f"As many applications chosen anew keep {kept} of yours and give "
        f"{in_percent(best.outcomes.chance_of_match)} of a match, "
        f"{in_percent(best.outcomes.chance_in_target)} in the target."
    )


def _no_inland(mine: Branch, best: Branch, facts: Facts) -> Iterator[Mistake]:
    near = facts.value("mistake.coast_miles")
    miles = np.array([np.nan if p.coast_miles is None else p.coast_miles for p in mine.scope.open])
    inland = miles > near
    chosen = mine.selection >= 0
    if not chosen.any() or inland[chosen].any() or not inland.any():
        return
    added = int((inland & (best.selection >= 0)).sum())
    cost = _lost(mine.outcomes, best.outcomes)
    if cost.any_match < facts.value("mistake.smallest_points") or not added:
        return
    yield Mistake(
        "no_inland", "Nothing inland is on the list", YOURS,
        f"Every program lies within {near:.0f} miles of the water; {int(inland.sum())} inland "
        "programs are open to you.",
        cost,
        f"The best list of the same size has {added} inland programs. {_mend(mine, best)}",
    )  # fmt: skip


def _no_safety(mine: Branch, best: Branch, facts: Facts, seed: int) -> Iterator[Mistake]:
    if not mine.listed:
        return
    safe = facts.value("tier.safety_from")
    surest = _ranges(mine, facts, seed).surest
    if surest.low >= safe:
        return
    other = sum(each.low >= safe for each in _ranges(best, facts, seed).at_program)
    if other:
        mend = f"{other} programs of the best list of the same size are safe for you."
    else:
        mend = "No open program of this specialty is safe for you: a second specialty would be."
    yield Mistake(
        "no_safety", "No safe program on the list", YOURS,
        f"The surest interview is {in_percent(surest.central)}, at the low end "
        f"{in_percent(surest.low)}.",
        _lost(mine.outcomes, best.outcomes) if other else Cost(0.0, 0.0, 0.0, 0.0),
        mend,
    )  # fmt: skip


def _ranges(branch: Branch, facts: Facts, seed: int) -> ListRanges:
    return ranges_of_list(
        branch.problem, branch.selection, branch.chances, branch.answer, facts=facts, seed=seed
    )


def _signals(openings: Openings, mine: Branch, facts: Facts) -> Iterator[Mistake]:
    """Signals on the wrong programs of the very same list."""
    if openings.problem.tiers == 1 or not mine.listed:
        return
    listed = mine.selection >= 0
    same = without(
        openings.problem,
        required=listed,
        max_applications=int(listed.sum()),
        budget_usd=np.inf,
        group_minimum=np.zeros_like(openings.problem.group_minimum),
        group_maximum=np.full_like(openings.problem.group_maximum, openings.problem.programs),
    )
    moved = replace(openings, problem=same).branch(best_list(same, start=mine.selection))
    gain = moved.outcomes.value - mine.outcomes.value
    if gain < facts.value("mistake.smallest_points"):
        return
    changed = int((moved.selection[listed] != mine.selection[listed]).sum())
    sent = int((mine.selection > 0).sum())
    yield Mistake(
        "signals", "Signals where they do little", YOURS,
        f"{sent} signals are sent; {changed} programs of the same list would better have another.",
        _lost(mine.outcomes, moved.outcomes),
        f"Signal instead: {_signalled(moved)}.",
    )  # fmt: skip


def _signalled(branch: Branch) -> str:
    chosen = [
        f"{program.name} ({branch.chances.signal_word(k, int(tier))})"
        for k, (program, tier) in enumerate(zip(branch.scope.open, branch.selection, strict=True))
        if tier > 0
    ]
    return "; ".join(chosen)


def _better_list(mine: Branch, best: Branch, facts: Facts) -> Iterator[Mistake]:
    cost = _lost(mine.outcomes, best.outcomes)
    if cost.any_match < facts.value("mistake.smallest_points"):
        return
    yield Mistake(
        "weaker_list", "A better list of the same size", YOURS,
        f"A match {in_percent(mine.outcomes.chance_of_match)} with your "
        f"{len(mine.listed)} open programs.",
        cost,
        _mend(mine, best),
    )  # fmt: skip


def visa_not_looked_up(branch: Branch, where: str) -> Iterator[Mistake]:
    """Applications where nobody has published whether the visa is sponsored."""
    if not branch.case.applicant.needs_visa:
        return
    shares = []
    index = [int(k) for k in np.flatnonzero(branch.selection >= 0)]
    for k in index:
        for rule in branch.scope.rules[k]:
            if rule.rule == "visa" and rule.result == "ask":
                shares.append((rule.share, float(branch.outcomes.chance_of_interview_at[k])))
    if not shares:
        return
    each = branch.problem.cost_usd(branch.selection) / max(1, len(index))
    refuse = sum(1.0 - share for share, _ in shares)
    calls = sum(chance for _, chance in shares)
    yield Mistake(
        "visa_not_looked_up", "Visas not looked up", where,
        f"{len(shares)} of {len(index)} programs do not publish whether they sponsor your visa; "
        f"about {refuse:.0f} of them probably do not.",
        Cost(0.0, 0.0, 0.0, refuse * each),
        f"Ask or read their pages before paying: {calls:.1f} of the interviews to expect hang on "
        "it, and each refusal found frees a fee for another program.",
    )  # fmt: skip
