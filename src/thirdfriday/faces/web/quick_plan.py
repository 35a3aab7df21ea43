"""A plan while a slider moves: the same choices and ranges, without prices and certificate."""

import math

from thirdfriday import __version__
from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.season import season_from_facts
from thirdfriday.facts.data_hash import data_hash
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.chances import GeographyAnswer
from thirdfriday.optimiser.marginal import marginal_values
from thirdfriday.plan.choosing import Chosen, choose, problem_of
from thirdfriday.plan.describe import case_summary
from thirdfriday.plan.explain import planned_applications
from thirdfriday.plan.geography import division_names, quick_geography
from thirdfriday.plan.plan import SCHEMA, Geography, Headline, Plan, PlanCertificate
from thirdfriday.plan.ranges import ranges_of_list
from thirdfriday.plan.situation import situation_of


def quick_plan(case: Case) -> Plan:
    """The list, chances and headline of a case, without what takes longer to work out.

    The search leaves swaps out, so that the whole plan that follows may differ by a program or
    two; the certificate's gap is not a number, and prices, frontier and tiers are empty.

    Raises:
        InfeasiblePlanError: the limits leave nothing to choose.
    """
    facts = load_facts(case.season)
    catalogue = load_catalogue()
    season = season_from_facts(facts)
    scope, chances = situation_of(case, catalogue, facts)
    service = catalogue.specialties[scope.specialty].service
    start = problem_of(
        case, scope, chances, GeographyAnswer(), season=season, facts=facts, service=service
    )
    best = quick_geography(start, case, scope, chances, facts)
    answer, problem = best.answer, best.problem
    choice = choose(problem, case, facts, start=best.selection, quick=True)
    chosen = Chosen(problem, choice, answer)
    seed = round(facts.value("range.seed"))
    ranges = ranges_of_list(problem, choice.selection, chances, answer, facts=facts, seed=seed)
    results = choice.outcomes
    return Plan(
        schema=SCHEMA,
        version=__version__,
        season=case.season,
        seed=seed,
        data_hash=data_hash(),
        case=case_summary(case, scope, catalogue),
        headline=Headline(
            chance_of_match=ranges.chance_of_match,
            chance_of_match_in_target=ranges.chance_in_target,
            expected_interviews=ranges.expected_interviews,
            chance_of_no_interview=ranges.chance_of_no_interview,
            cost_usd=results.cost_usd,
            applications=results.applications,
        ),
        certificate=PlanCertificate(results.value, math.inf, math.nan),
        choices=planned_applications(
            scope,
            chances,
            chosen,
            ranges,
            marginal=marginal_values(problem, choice.selection),
            facts=facts,
        ),
        excluded=(),
        geography=Geography(division_names(answer.divisions), answer.setting, ()),
        tiers=(),
        further=(),
        frontier=(),
        prices=(),
        own_list=None,
        assumptions=(),
        notes=(),
        sources=(),
    )
