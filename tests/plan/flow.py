"""The parts of a plan as the flow makes them, each made once: scope, chances, chosen list."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.season import season_from_facts
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.chances import ApplicantChances
from thirdfriday.plan.build import choose_all
from thirdfriday.plan.choosing import Chosen
from thirdfriday.plan.plan import Geography
from thirdfriday.plan.scope import Scope
from thirdfriday.plan.situation import situation_of


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """What `build_plan` holds on the way."""

    case: Case
    scope: Scope
    chances: ApplicantChances
    chosen: Chosen
    geography: Geography
    unseen: float


@cache
def flow_of(case: Case) -> Flow:
    """The parts of the plan of a case."""
    facts, catalogue = load_facts(case.season), load_catalogue()
    scope, chances = situation_of(case, catalogue, facts)
    chosen, geography = choose_all(
        case, scope, chances, season=season_from_facts(facts), facts=facts,
        service=catalogue.specialties[scope.specialty].service,
    )  # fmt: skip
    unseen = chances.chain.quality_spread * np.sqrt(facts.value("match.unseen_share"))
    return Flow(case, scope, chances, chosen, geography, float(unseen))
