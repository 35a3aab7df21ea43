"""What a case may choose among: the open programs of its specialties and its chances there."""

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances, applicant_chances
from thirdfriday.models.joint_chances import joint_chances
from thirdfriday.plan.scope import Scope, joint_scope


def situation_of(case: Case, catalogue: Catalogue, facts: Facts) -> tuple[Scope, ApplicantChances]:
    """The programs open to a case in all of its specialties, and its chances at each.

    Raises:
        InfeasiblePlanError: no program is left in any specialty.
    """
    scope = joint_scope(case, catalogue, facts)
    return scope, chances_in(case, scope, facts)


def chances_in(case: Case, scope: Scope, facts: Facts) -> ApplicantChances:
    """The chances of a case at the open programs of a scope, specialty by specialty."""
    curve = scope.curve
    parts = []
    for index, specialty in enumerate(scope.specialties):
        inside = [place for place, own in enumerate(curve) if own == index]
        programs = [scope.open[place] for place in inside]
        rules = [scope.rules[place] for place in inside]
        parts.append(applicant_chances(case, specialty, programs, rules, facts))
    return joint_chances(parts)
