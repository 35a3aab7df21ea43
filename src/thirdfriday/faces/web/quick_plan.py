"""A plan while a slider moves: the same choices and ranges, without prices and certificate."""

import math
import time

from thirdfriday import __version__
from thirdfriday.domain.case import Case
from thirdfriday.faces.web.own_words import NO_WORDS, OwnWords
from thirdfriday.facts.data_hash import data_hash
from thirdfriday.optimiser.applications import Choice
from thirdfriday.optimiser.marginal import marginal_values
from thirdfriday.plan.choosing import Chosen
from thirdfriday.plan.describe import case_summary, headline_of
from thirdfriday.plan.explain import planned_applications
from thirdfriday.plan.geography import division_names
from thirdfriday.plan.plan import SCHEMA, Geography, Plan, PlanCertificate
from thirdfriday.plan.ranges import ranges_of_list
from thirdfriday.plan.replan import Held, held, replanned
from thirdfriday.plan.stated import stated_policies

HELD_MOST = 64
HELD_SECONDS = 600.0
_kept: dict[tuple[Case, str], tuple[float, Held]] = {}


def held_case(case: Case, own: OwnWords = NO_WORDS) -> Held:
    """The case worked out once, kept in this process for a while; a case takes about 2 MB."""
    now = time.monotonic()
    for old in [one for one, (at, _) in _kept.items() if now - at > HELD_SECONDS]:
        del _kept[old]
    key = (case, own.text)
    if key not in _kept:
        while len(_kept) >= HELD_MOST:
            del _kept[next(iter(_kept))]
        _kept[key] = (now, held(case, known=own.known))
    return _kept[key][1]


def quick_plan(case: Case, before: Case | None = None, *, own: OwnWords = NO_WORDS) -> Plan:
    """The list, chances and headline of a case, without what takes longer to work out.

    The search leaves swaps out, so that the whole plan that follows may differ by a program or
    two; the certificate's gap is not a number, and prices, frontier and tiers are empty.

    Args:
        case: the case.
        before: the case before the slider moved; the list goes on from it.
        own: what the user says of programs.

    Raises:
        InfeasiblePlanError: the limits leave nothing to choose.
    """
    found = held_case(case, own) if before is None else replanned(held_case(before, own), case)
    branch, grounds = found.branch, found.grounds
    scope, chances, problem, answer = branch.scope, branch.chances, branch.problem, branch.answer
    facts, catalogue = grounds.facts, grounds.catalogue
    choice = Choice(branch.selection, branch.outcomes, None)
    chosen = Chosen(problem, choice, answer)
    seed = round(facts.value("range.seed"))
    ranges = ranges_of_list(problem, choice.selection, chances, answer, facts=facts, seed=seed)
    results = choice.outcomes
    choices = planned_applications(
        scope,
        chances,
        chosen,
        ranges,
        marginal=marginal_values(problem, choice.selection),
        facts=facts,
    )
    return Plan(
        schema=SCHEMA,
        version=__version__,
        season=case.season,
        seed=seed,
        data_hash=data_hash(),
        case=case_summary(case, scope, catalogue),
        headline=headline_of(ranges, cost_usd=results.cost_usd, count=results.applications),
        certificate=PlanCertificate(results.value, math.inf, math.nan),
        choices=choices,
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
        stated=stated_policies(scope, [one.program.id for one in choices]),
    )
