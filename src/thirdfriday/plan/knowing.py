"""What it would be worth to know a program's open policies: the plan chosen anew both ways."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.known_policy import KnownPolicy
from thirdfriday.domain.program import Program
from thirdfriday.intake.knowledge import Known, with_knowledge
from thirdfriday.intake.precedence import Settled
from thirdfriday.models.eligibility import Result, RuleResult
from thirdfriday.models.quality import Array
from thirdfriday.optimiser.board import best_list
from thirdfriday.optimiser.objective import expected_value
from thirdfriday.optimiser.problem import ChoiceProblem, Selection, without
from thirdfriday.plan.branch import (
    Branch,
    Grounds,
    Openings,
    best_geography,
    chosen_anew,
    openings_of,
)
from thirdfriday.plan.scope import scope_of

POLICY_OF_RULE = {
    "years since graduation": "yog_max_years",
    "failed attempts": "max_attempts",
    "US clinical experience": "usce",
    "ECFMG certificate": "ecfmg_required_at_application",
    "Step 2 CK floor": "step2_min",
    "COMLEX without USMLE": "comlex_accepted",
    "graduates of schools abroad": "imgs_considered",
    "Step 1": "step1_min",
}
"""A rule of the record to the policy that a page would state of it."""


@dataclass(frozen=True, slots=True)
class Knowing:
    """What reading one program's page is worth, and why.

    `value` is the expected gain in the plan's value from choosing anew with the answer in hand;
    `points` the same in chance of a match; `share` the chance that the program turns out open.
    """

    program: Program
    fields: tuple[str, ...]
    share: float
    value: float
    points: float
    listed: bool


@dataclass(frozen=True, slots=True, eq=False)
class _World:
    """The choice as it stands, and as it would be at each program whose policies prove open."""

    openings: Openings
    now: ChoiceProblem
    if_open: Array
    share: Array
    fields: tuple[tuple[str, ...], ...]


def worth_knowing(
    case: Case, grounds: Grounds, here: Branch, *, settled: Mapping[str, Mapping[str, Settled]]
) -> list[Knowing]:
    """The programs whose pages could change the plan, the most valuable first.

    A program's open policies are resolved together, open with the share that the rules give and
    closed otherwise. In each case the list is chosen anew from the plan's, and its value compared
    with that of keeping the plan's list. Only the most promising by a first look are chosen anew.

    Args:
        case: the case.
        grounds: facts, catalogue and season.
        here: the plan as it stands.
        settled: policies by program, for how far an old "no" is to be believed.

    Facts: reading.coverage.replanned
    """
    world = _world(case, grounds, here, settled)
    selection = best_list(world.now, start=world.openings.selection(here.listed))
    open_ones = np.flatnonzero((world.share < 1.0) & (world.share > 0.0))
    first = {int(i): _first_look(world, selection, int(i)) for i in open_ones}
    most = round(grounds.facts.value("reading.coverage.replanned"))
    ranked = sorted(first, key=lambda i: -first[i])[:most]
    found = [_knowing(world, selection, i) for i in ranked if first[i] > 0]
    return sorted((one for one in found if one.value > 0), key=lambda one: -one.value)


def _world(
    case: Case, grounds: Grounds, here: Branch, on: Mapping[str, Mapping[str, Settled]]
) -> _World:
    scope = scope_of(case, here.specialty, grounds.catalogue, grounds.facts)
    doubted = _doubted(case, scope.refused, on)
    flips: Known = {key: flipped for key, (flipped, _) in doubted.items()}
    opened = replace(grounds, catalogue=with_knowledge(grounds.catalogue, flips))
    openings = openings_of(case, opened, answer=here.answer)
    chances, programs = openings.chances, openings.scope.open
    asked = [_asked(rules) for rules in openings.scope.rules]
    share = np.array([float(np.prod([rule.share for rule in rules])) for rules in asked])
    fields = [tuple(dict.fromkeys(_field(r, case) for r in rules)) for rules in asked]
    for i, program in enumerate(programs):
        if program.program_id in doubted:
            share[i] *= doubted[program.program_id][1]
            fields[i] = tuple(policy.field for policy in program.policies if policy.field in _VISAS)
    resolved = -np.array([sum(min(0.0, r.log_odds) for r in rules) for rules in asked])
    if_open = replace(chances, rule_log_odds=chances.rule_log_odds + resolved)
    interview = openings.problem.interview.copy()
    closed = [i for i, program in enumerate(programs) if program.program_id in doubted]
    interview[closed] = 0.0
    return _World(
        openings, without(openings.problem, interview=interview),
        if_open.interview(here.answer), share, tuple(fields),
    )  # fmt: skip


_VISAS = ("j1", "h1b")


def _doubted(
    case: Case,
    refused: tuple[tuple[Program, RuleResult], ...],
    on: Mapping[str, Mapping[str, Settled]],
) -> dict[str, tuple[tuple[KnownPolicy, ...], float]]:
    """Programs refused over an old "no" on visas: the flag turned, and the chance of that."""
    found = {}
    for program, rule in refused:
        if rule.rule != "visa":
            continue
        for kind in case.applicant.visa_need.usable:
            settled = on.get(program.program_id, {}).get(str(kind))
            if settled is None or settled.value or not settled.confirm:
                continue
            policy = KnownPolicy(
                str(kind), True, "if it sponsors now", "page", settled.chosen.on, 1.0, False
            )
            kept = tuple(p for p in program.policies if p.field != policy.field)
            found[program.program_id] = ((*kept, policy), 1.0 - settled.confidence)
            break
    return found


def _asked(rules: tuple[RuleResult, ...]) -> list[RuleResult]:
    """The rules at a program that its own page could settle."""
    return [
        rule
        for rule in rules
        if rule.result is Result.ASK and (rule.rule in POLICY_OF_RULE or rule.rule == "visa")
    ]


def _field(rule: RuleResult, case: Case) -> str:
    if rule.rule != "visa":
        return POLICY_OF_RULE[rule.rule]
    return str(case.applicant.visa_need.usable[0])


def _first_look(world: _World, selection: Selection, i: int) -> float:
    """A cheap guess of the value: swap the program in or out against the nearest alternative."""
    share = float(world.share[i])
    if selection[i] >= 0:
        alone = _alone(world.now, selection, i)
        return (1.0 - share) * share * (expected_value(world.now, selection) - alone)
    swapped = _swapped(world, selection, i)
    gain = expected_value(_with_row(world.now, i, world.if_open[i]), swapped)
    return share * (gain - expected_value(world.now, selection))


def _swapped(world: _World, selection: Selection, i: int) -> Selection:
    """The list with a program in place of the one that brings least."""
    listed = np.flatnonzero(selection >= 0)
    swapped = selection.copy()
    if len(listed):
        brings = world.now.interview[listed].sum(axis=(1, 2)) * world.now.utility[listed]
        swapped[listed[np.argmin(brings)]] = -1
    swapped[i] = 0
    return swapped


def _alone(problem: ChoiceProblem, selection: Selection, i: int) -> float:
    left = selection.copy()
    left[i] = -1
    return float(expected_value(problem, left))


def _with_row(problem: ChoiceProblem, i: int, row: Array) -> ChoiceProblem:
    interview = problem.interview.copy()
    interview[i] = row
    return without(problem, interview=interview)


def _knowing(world: _World, selection: Selection, i: int) -> Knowing:
    """Both answers chosen anew; each against keeping the list."""
    share = float(world.share[i])
    value = points = 0.0
    rows = ((share, world.if_open[i]), (1.0 - share, np.zeros_like(world.if_open[i])))
    listed = bool(selection[i] >= 0)
    for chance, row in rows:
        if listed == bool(row.any()):
            continue  # a program of the list that proves open, or another that proves closed
        problem = _with_row(world.now, i, row)
        start = _swapped(world, selection, i)
        if listed:
            start = selection.copy()
            start[i] = -1
        openings = replace(world.openings, problem=problem)
        anew = openings.branch(best_list(problem, start=start, passes=1))
        kept = openings.branch(selection)
        gain = anew.outcomes.value - kept.outcomes.value
        if gain > 0:
            value += chance * gain
            points += chance * (anew.outcomes.chance_of_match - kept.outcomes.chance_of_match)
    program = world.openings.scope.open[i]
    return Knowing(program, world.fields[i], share, value, points, listed)


def plan_branch(case: Case, grounds: Grounds) -> Branch:
    """The best list of a case as the plan would choose it, without certificate or ranges."""
    return chosen_anew(best_geography(openings_of(case, grounds), grounds.facts), grounds.facts)
