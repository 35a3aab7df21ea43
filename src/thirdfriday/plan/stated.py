"""What pages and the user state of the programs of a plan, each with what contradicts it."""

from collections.abc import Iterable

from thirdfriday.plan.plan_sections import StatedPolicy
from thirdfriday.plan.scope import Scope


def stated_policies(scope: Scope, chosen: Iterable[str]) -> tuple[StatedPolicy, ...]:
    """The policies known from pages and corrections, those of chosen programs first. [list]

    Args:
        scope: the programs, open and refused, with what is known of each.
        chosen: ids of the programs that the plan applies to.
    """
    listed = frozenset(chosen)
    programs = (*scope.open, *(program for program, _ in scope.refused))
    found = [
        StatedPolicy(
            program_id=program.program_id,
            program=program.name,
            city=program.city,
            state=program.state,
            field=policy.field,
            value=policy.value,
            said=policy.said,
            kind=policy.kind,
            on=policy.on.isoformat(),
            confidence=round(policy.confidence, 3),
            against=policy.against,
            confirm=policy.look if policy.confirm else "",
            chosen=program.program_id in listed,
            quote=policy.quote,
            page=policy.page or None,
            link=policy.link,
        )
        for program in programs
        for policy in program.policies
    ]
    return tuple(sorted(found, key=lambda one: (not one.chosen, one.program, one.program_id)))
