"""The first year that an advanced position needs: preliminary programs chosen beside the list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.distance import great_circle_miles, road_minutes
from thirdfriday.domain.program import NEWEST_QUOTA_YEAR, Program
from thirdfriday.domain.wants import PositionType, PreferenceLevel
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances
from thirdfriday.models.quality import Array
from thirdfriday.optimiser.applications import Choice, choose_applications
from thirdfriday.optimiser.objective import Outcomes, chosen_in_order, match_at_node, outcomes
from thirdfriday.optimiser.problem import ChoiceProblem, choice_problem, without
from thirdfriday.plan.branch import Branch, Grounds
from thirdfriday.plan.choosing import fee_tables, signal_pools
from thirdfriday.plan.explain import plan_program
from thirdfriday.plan.plan_choices import (
    FirstYear,
    FirstYearApplication,
    SupplementalList,
)
from thirdfriday.plan.scope import Scope
from thirdfriday.plan.situation import situation_of

ADVANCED = ("advanced",)
WHOLE = ("categorical", "primary", "advanced")
OWN_SIGNALS = "transitional_year"


@dataclass(frozen=True, slots=True, eq=False)
class _Need:
    """What a first year is worth: `stake` [Q] by node, `share` [n] of it by listed program."""

    stake: Array
    share: Array

    @property
    def whole(self) -> float:
        """The value that hangs on a first year. [value]"""
        return float(self.stake.sum())


def needs_first_year(program: Program) -> float:
    """Share of a program's positions that begin in the second year. [0..1]

    >>> from thirdfriday.domain.catalogue import load_catalogue
    >>> needs_first_year(load_catalogue().of_specialty("internal_medicine")[0])
    0.0
    """
    year = program.last_year_offered or NEWEST_QUOTA_YEAR
    every = program.positions_in(year, WHOLE)
    return program.positions_in(year, ADVANCED) / every if every else 0.0


def first_year_of(here: Branch, grounds: Grounds) -> FirstYear | None:
    """The preliminary and transitional programs to apply to beside the list; None: none needed.

    A match in an advanced position keeps its whole value only with a first year; without one it
    keeps a stated share (a first year is then looked for in SOAP). Given the list, the first-year
    list is chosen by the same search under its own fees, days and signals, weighed node by node
    by how likely the applicant is to need it; how many interview days to keep for it is found by
    valuing both lists together at every number of days.

    Facts: first_year.specialties, first_year.value_without, first_year.applications_most,
        first_year.days_most
    Method: docs/models/choices.md, "Advanced positions and the first year"
    """
    facts = grounds.facts
    share = np.array([needs_first_year(program) for program in here.scope.open])
    if not np.any(share[here.selection >= 0] > 0) or "nrmp" in facts.without:
        return None
    try:
        scope, chances = situation_of(_first_year_case(here.case, facts), grounds.catalogue, facts)
    except InfeasiblePlanError:
        return None
    if not np.array_equal(chances.nodes.weight, here.problem.weight):
        return None
    near = _nearness(here, scope, share, facts)
    pairing = _Pairing(here, share, scope, chances, near, grounds)
    days, choice, problem = pairing.with_days()
    return pairing.section(choice, problem, days)


def _first_year_case(case: Case, facts: Facts) -> Case:
    """The case asking for one-year positions, anywhere."""
    wants = replace(
        case.wants,
        specialties=tuple(facts.text("first_year.specialties").split()),
        specialty_weights=(),
        position_types=(PositionType.PRELIMINARY,),
        programs_required=(),
        level=PreferenceLevel.STRONG
        if case.wants.level is PreferenceLevel.MUST
        else case.wants.level,
    )
    return replace(case, wants=wants)


def _need(problem: ChoiceProblem, here: Branch, share: Array, facts: Facts) -> _Need:
    """What hangs on a first year under a list: (1 − share kept) · utility · match, by node."""
    lost = 1.0 - facts.value("first_year.value_without")
    at = match_at_node(problem, here.selection) * (share * problem.utility * lost)[:, None]
    by_program = at @ problem.weight
    total = by_program.sum()
    return _Need(
        stake=problem.weight * at.sum(axis=0),
        share=by_program / total if total > 0 else by_program,
    )


def _nearness(here: Branch, scope: Scope, share: Array, facts: Facts) -> Array:
    """What a first year at each program keeps beside each listed advanced one. [listed, m]

    Facts: first_year.near_minutes, first_year.far_loss
    """
    listed = [here.scope.open[k] for k in np.flatnonzero((here.selection >= 0) & (share > 0))]
    there = _coordinates(scope.open)
    far = 1.0 - facts.value("first_year.far_loss")
    limit = facts.value("first_year.near_minutes")
    rows = []
    for lat, lon in zip(*_coordinates(listed), strict=True):
        miles = great_circle_miles(lat, lon, to_lat=there[0], to_lon=there[1])
        rows.append(np.where(road_minutes(np.nan_to_num(miles, nan=np.inf)) <= limit, 1.0, far))
    return np.array(rows)


def _coordinates(programs: Sequence[Program]) -> tuple[Array, Array]:
    lat = np.array([np.nan if p.lat is None else p.lat for p in programs])
    lon = np.array([np.nan if p.lon is None else p.lon for p in programs])
    return lat, lon


@dataclass(frozen=True, slots=True, eq=False)
class _Pairing:
    """A main list with advanced positions, and the first-year programs open beside it."""

    here: Branch
    share: Array  # of each program's positions that are advanced [n]
    scope: Scope  # of the first-year programs
    chances: ApplicantChances
    near: Array  # what a first year keeps beside each listed advanced program [listed, m]
    grounds: Grounds

    def with_days(self) -> tuple[int, Choice, ChoiceProblem]:
        """The number of interview days to keep for the first year, and the best list for them."""
        facts = self.grounds.facts
        days = self.here.problem.capacity
        found = []
        most = min(round(facts.value("first_year.days_most")), days - 1)
        for kept in range(1, max(1, most) + 1):
            main = without(self.here.problem, capacity=max(1, days - kept))
            need = _need(main, self.here, self.share, facts)
            problem = self.problem(need, kept)
            choice = choose_applications(problem, certified=False, passes=0)
            value = outcomes(main, self.here.selection).value
            value -= need.whole * (1.0 - choice.outcomes.utility)
            found.append((value, kept, choice, problem))
        _, kept, choice, problem = max(found, key=lambda each: each[0])
        return kept, choose_applications(problem, start=choice.selection), problem

    def problem(self, need: _Need, days: int) -> ChoiceProblem:
        """The choice of first-year programs: a match there is worth what it saves."""
        facts = self.grounds.facts
        limits = self.here.case.limits
        pool, signals = signal_pools(self.here.case, self.scope, self.chances)
        listed = (self.here.selection >= 0) & (self.share > 0)
        own = need.share[listed]
        left = np.inf
        if limits.budget_usd is not None:
            left = max(0.0, limits.budget_usd - self.here.outcomes.cost_usd)
        tables = fee_tables(
            self.scope, self.grounds.season, self.grounds.service(self.scope.specialty)
        )
        cheapest = min(table[1] for table in tables)
        price = self.here.problem.usd_per_unit_value / max(need.whole, 1e-9)
        return choice_problem(
            interview=self.chances.interview(self.here.answer),
            admit=self.chances.admission(),
            weight=need.stake / need.whole if need.whole > 0 else self.here.problem.weight,
            utility=np.clip(own @ self.near / max(own.sum(), 1e-12), 0.0, 1.0),
            fee_table=tables,
            curve=self.scope.curve,
            budget_usd=max(left, cheapest),
            max_applications=min(
                round(facts.value("first_year.applications_most")), len(self.scope.open)
            ),
            signals=signals,
            pool=pool,
            signal_allowed=[program.specialty == OWN_SIGNALS for program in self.scope.open],
            capacity=days,
            usd_per_unit_value=price,
        )

    def section(self, choice: Choice, problem: ChoiceProblem, days: int) -> FirstYear:
        """What the plan carries of it."""
        facts = self.grounds.facts
        main = without(self.here.problem, capacity=max(1, self.here.problem.capacity - days))
        advanced = match_at_node(main, self.here.selection) * self.share[:, None]
        at_node = advanced.sum(axis=0)
        weight = self.here.problem.weight
        plain = without(problem, weight=weight)
        first = match_at_node(plain, choice.selection)
        chance_advanced = float(at_node @ weight)
        both = float((at_node * first.sum(axis=0)) @ weight)
        results = outcomes(plain, choice.selection)
        budget = self.here.case.limits.budget_usd
        spent = self.here.outcomes.cost_usd + results.cost_usd
        proof = choice.certificate
        assert proof is not None
        return FirstYear(
            chance_of_advanced_match=chance_advanced,
            chance_of_first_year_given_advanced=both / chance_advanced if chance_advanced else 0.0,
            chance_of_both=both,
            value_at_stake=_need(main, self.here, self.share, facts).whole,
            interview_days=days,
            applications=tuple(self.application(k, choice, results, problem)
                               for k in _by_match(results)),
            cost_usd=results.cost_usd,
            over_budget_usd=0.0 if budget is None else max(0.0, spent - budget),
            gap=proof.gap,
            supplemental=self.supplemental(choice),
        )  # fmt: skip

    def application(
        self, k: int, choice: Choice, results: Outcomes, problem: ChoiceProblem
    ) -> FirstYearApplication:
        """One first-year program as the plan carries it."""
        program = self.scope.open[k]
        return FirstYearApplication(
            program=plan_program(program),
            signal=self.chances.signal_word(k, int(choice.selection[k])),
            chance_of_interview=float(results.chance_of_interview_at[k]),
            chance_of_match=float(results.chance_of_match_at[k]),
            near_programs=int((self.near[:, k] >= 1.0).sum()),
            fee_usd=problem.next_fee_usd(choice.selection, k),
        )

    def supplemental(self, choice: Choice) -> tuple[SupplementalList, ...]:
        """For each listed advanced program the first-year programs behind it, near ones first.

        Facts: first_year.supplemental_length
        """
        facts = self.grounds.facts
        length = round(facts.value("first_year.supplemental_length"))
        listed = np.flatnonzero((self.here.selection >= 0) & (self.share > 0))
        row = {int(k): place for place, k in enumerate(listed)}
        order = chosen_in_order(self.here.problem, self.here.selection)
        own = np.flatnonzero(choice.selection >= 0)
        reach = choice.outcomes.chance_of_interview_at
        found = []
        for k in order:
            if self.share[k] <= 0:
                continue
            keep = self.near[row[int(k)]]
            ranked = sorted(own.tolist(), key=lambda j: (-keep[j], -float(reach[j])))[:length]
            found.append(
                SupplementalList(
                    program=plan_program(self.here.scope.open[k]),
                    share_advanced=float(self.share[k]),
                    ranked=tuple(plan_program(self.scope.open[j]) for j in ranked),
                    near=int(sum(keep[j] >= 1.0 for j in ranked)),
                )
            )
        return tuple(found)


def _by_match(results: Outcomes) -> list[int]:
    """The programs applied to, the likeliest match first."""
    listed = np.flatnonzero(results.chance_of_interview_at > 0)
    return sorted(listed.tolist(), key=lambda k: -float(results.chance_of_match_at[k]))
