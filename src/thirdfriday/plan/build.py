"""Builds the plan: case, scope, chances, choices, ranges, reasons, prices. The flow on one page."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from thirdfriday import __version__
from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.listed_program import ListedProgram
from thirdfriday.domain.region import tier_name
from thirdfriday.domain.season import Season, season_from_facts
from thirdfriday.facts.data_hash import data_hash
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.intake.knowledge import NOTHING_KNOWN, Known, with_knowledge
from thirdfriday.models.chances import ApplicantChances, GeographyAnswer
from thirdfriday.optimiser.frontier import frontier
from thirdfriday.optimiser.marginal import marginal_values
from thirdfriday.plan.advice import advise
from thirdfriday.plan.beside_fees import beside_fees
from thirdfriday.plan.branch import Branch, Grounds, branch_without
from thirdfriday.plan.by_specialty import specialty_shares
from thirdfriday.plan.choosing import Chosen, choose, problem_of
from thirdfriday.plan.counted import counted_in_seasons
from thirdfriday.plan.couple import couple_of
from thirdfriday.plan.describe import case_summary, headline_of, numbers_used, tables_used
from thirdfriday.plan.explain import plan_program, planned_applications
from thirdfriday.plan.first_year import first_year_of
from thirdfriday.plan.further import further_applications
from thirdfriday.plan.geography import (
    Answered,
    alternatives_of,
    choose_geography,
    only_best_geography,
    ties_outside,
)
from thirdfriday.plan.notes import assumptions, notes, sources
from thirdfriday.plan.own_list import judge_own_list
from thirdfriday.plan.plan import (
    SCHEMA,
    Exclusion,
    FrontierPoint,
    Geography,
    Plan,
    PlanCertificate,
    PlannedApplication,
    TierCount,
)
from thirdfriday.plan.prices import prices
from thirdfriday.plan.ranges import ranges_of_list
from thirdfriday.plan.scenarios import in_force
from thirdfriday.plan.scope import Rules, Scope, joint_scope, required_left_out
from thirdfriday.plan.signalling import signals_of_plan
from thirdfriday.plan.situation import chances_in
from thirdfriday.plan.solved_once import SolvedOnce
from thirdfriday.plan.stated import stated_policies

Progress = Callable[[str, int, int], None]
THREADS = 2
STEPS = ("programs", "chances", "choices", "ranges", "prices", "done")


def build_plan(
    case: Case,
    *,
    own_list: Sequence[ListedProgram] | None = None,
    seed: int | None = None,
    without: frozenset[str] = frozenset(),
    known: Known = NOTHING_KNOWN,
    partner: Case | None = None,
    progress: Progress | None = None,
    thorough: bool = True,
) -> Plan:
    """The application plan of a case, in all of its specialties together.

    Args:
        case: the applicant, what they want and can spend.
        own_list: a list of the applicant's own, to be judged beside the best one.
        seed: seed of the ranges; the packaged one by default. Recorded on the plan.
        without: data packs to leave out ("nrmp", "residency-explorer"): wider ranges.
        known: what pages and the user say of programs, ahead of the tables.
        partner: the case of a partner to match with as a couple.
        progress: told the step, its number and how many there are.
        thorough: with False what a caseload needs of each student: the same kind of list, headline,
            prices, mistakes and signals, the quicker look at geography and the quicker proof, and
            no levels, scenarios, frontier, first year or other geography answers.

    Raises:
        InfeasiblePlanError: the limits leave nothing to choose; names the one that binds.
        CaseError: the own list does not fit the case.

    Method: docs/models/plan.md
    """

    def say(index: int) -> None:
        if progress:
            progress(STEPS[index], index, len(STEPS))

    facts = load_facts(case.season, without=without)
    seed = round(facts.value("range.seed")) if seed is None else seed
    say(0)
    catalogue = with_knowledge(load_catalogue(without), known)
    season = season_from_facts(facts)
    scope = joint_scope(case, catalogue, facts)
    service = catalogue.specialties[scope.specialty].service
    say(1)
    chances = chances_in(case, scope, facts)
    say(2)
    chosen, geography = choose_all(
        case, scope, chances, season=season, facts=facts, service=service, thorough=thorough
    )
    say(3)
    grounds = Grounds(facts, catalogue, season)
    here = Branch(
        case, scope.specialty, scope, chances, chosen.problem, chosen.choice.selection,
        chosen.answer, chosen.choice.outcomes,
    )  # fmt: skip

    with ThreadPoolExecutor(THREADS) as pool:  # the compiled search runs outside Python's lock
        drawn = pool.submit(
            ranges_of_list,
            chosen.problem,
            chosen.choice.selection,
            chances,
            chosen.answer,
            facts=facts,
            seed=seed,
        )
        trades = pool.submit(_frontier, chosen) if thorough else None
        further = pool.submit(
            further_applications,
            chosen.problem,
            chosen.choice.selection,
            beyond=round(facts.value("plan.curve_beyond")),
        )
        paired = pool.submit(first_year_of, here, grounds) if thorough else None
        solve = SolvedOnce(partial(branch_without, here, grounds))
        advice = pool.submit(
            lambda: advise(
                here,
                grounds,
                further.result(),
                own_list,
                ranges=drawn.result(),
                seed=seed,
                solve=solve,
                thorough=thorough,
            )
        )
        priced = prices(case, here, solve, facts=facts, pool=pool)
    say(4)
    ranges = drawn.result()
    first_year = None if paired is None else paired.result()
    beside = beside_fees(case, facts, first_year, couple=partner is not None)
    results = chosen.choice.outcomes
    headline = replace(
        headline_of(ranges, cost_usd=results.cost_usd, count=results.applications), beside=beside
    )
    choices = planned_applications(
        scope,
        chances,
        chosen,
        ranges,
        marginal=marginal_values(chosen.problem, chosen.choice.selection),
        facts=facts,
    )
    tiers = _tiers(scope, choices)
    used = (
        *numbers_used(case, chances, facts),
        *(fee.fact for fee in beside if fee.fact),
    )
    plan = Plan(
        schema=SCHEMA,
        version=__version__,
        season=case.season,
        seed=seed,
        data_hash=data_hash(),
        case=case_summary(case, scope, catalogue),
        headline=headline,
        certificate=_certificate(chosen),
        choices=choices,
        excluded=_excluded(scope, chosen),
        geography=geography,
        tiers=tiers,
        further=further.result(),
        frontier=() if trades is None else trades.result(),
        prices=priced,
        own_list=None
        if own_list is None
        else judge_own_list(
            own_list, scope, chances, chosen, catalogue=catalogue, facts=facts, seed=seed
        ),
        assumptions=assumptions(case, facts, used),
        notes=notes(
            case,
            headline,
            choices,
            tiers,
            further=further.result(),
            facts=facts,
            chances=chances,
            season=season,
            service=service,
            target=scope.target.region.name,
            closed=(
                *scope.closed,
                *required_left_out(case, scope),
                *in_force(advice.result().sections["scenarios"]),
            ),
        ),
        sources=sources(facts, used, tables_used(without)),
        **advice.result().sections,
        stated=stated_policies(scope, here.listed),
        first_year=first_year,
        couple=None if partner is None else couple_of(here, partner, grounds, seed=seed),
        counted=counted_in_seasons(chosen, chances, seed=seed) if thorough else None,
        signals=signals_of_plan(
            case, scope, chances, chosen, catalogue=catalogue, facts=facts, own_list=own_list
        ),
        specialties=specialty_shares(
            case, scope, chances, chosen, catalogue=catalogue, facts=facts
        ),
    )
    say(5)
    return plan


def choose_all(
    case: Case,
    scope: Scope,
    chances: ApplicantChances,
    *,
    season: Season,
    facts: Facts,
    service: str,
    thorough: bool = True,
) -> tuple[Chosen, Geography]:
    """The best list with its signals and geography answer, certified, and the other answers."""
    start = problem_of(
        case, scope, chances, GeographyAnswer(), season=season, facts=facts, service=service
    )
    look = choose_geography if thorough else only_best_geography
    found = look(start, case, scope, chances, facts)
    best = found[0]
    certified = choose(best.problem, case, facts, start=best.selection, quick_proof=not thorough)
    chosen = Answered(best.answer, certified.outcomes, best.problem, certified.selection)
    own, *others = alternatives_of([chosen, *found[1:]], scope, chances)
    geography = Geography(
        divisions=own.divisions,
        setting=own.setting,
        alternatives=tuple(others),
        offers_inside=own.offers_inside,
        offers_outside=own.offers_outside,
        offers_lost_outside=own.offers_lost_outside,
        ties_outside=ties_outside(case, best.answer),
    )
    return Chosen(best.problem, certified, best.answer), geography


def _certificate(chosen: Chosen) -> PlanCertificate:
    proof = chosen.choice.certificate
    assert proof is not None
    return PlanCertificate(proof.value, proof.upper_bound, proof.gap)


def _tiers(scope: Scope, choices: tuple[PlannedApplication, ...]) -> tuple[TierCount, ...]:
    rows = []
    for tier in sorted(scope.exist):
        here = [rules for rules, at in zip(scope.rules, scope.tiers, strict=True) if at == tier]
        chosen = [c for c in choices if c.geographic_tier == tier]
        rows.append(
            TierCount(
                tier=tier,
                name=tier_name(tier),
                exist=scope.exist[tier],
                open=len(here),
                ask=sum(_to_ask(rules) for rules in here),
                chosen=len(chosen),
                expected_interviews=sum(c.chance_of_interview.central for c in chosen),
            )
        )
    return tuple(rows)


def _to_ask(rules: Rules) -> bool:
    """Whether a rule of the program itself, not of the record alone, has to be asked about."""
    return any(rule.result == "ask" and not rule.of_record for rule in rules)


def _excluded(scope: Scope, chosen: Chosen) -> tuple[Exclusion, ...]:
    """Refused programs, each priced as one more application to the plan's list."""
    problem, selection = chosen.problem, chosen.choice.selection
    fees = {
        name: problem.next_fee_usd(selection, scope.curve.index(index))
        for index, name in enumerate(scope.specialties)
    }
    return tuple(
        Exclusion(plan_program(program), rule.rule, rule.fact, fees.get(program.specialty, 0.0))
        for program, rule in scope.refused
    )


def _frontier(chosen: Chosen) -> tuple[FrontierPoint, ...]:
    here = chosen.choice.outcomes
    points = [
        FrontierPoint(p.outcomes.chance_of_match, p.outcomes.chance_in_target, False)
        for p in frontier(chosen.problem, start=chosen.choice.selection)
    ]
    points.append(FrontierPoint(here.chance_of_match, here.chance_in_target, True))
    return tuple(sorted(points, key=lambda p: (p.chance_of_match_in_target, p.chosen)))
