"""Which programs exist, which are open to the applicant, and why the others are not."""

from collections import Counter
from dataclasses import dataclass

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.domain.program import Program
from thirdfriday.domain.wants import PreferenceLevel
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.facts.registry import Facts
from thirdfriday.models.eligibility import Reaches, Result, RuleResult, rules_at
from thirdfriday.models.policy_rules import policy_rules, replaced
from thirdfriday.models.record_rules import record_rules
from thirdfriday.plan.desirability import Target

Rules = tuple[RuleResult, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """The programs of one specialty, or of several one after the other, as one case sees them.

    `open` and `rules` go together; `refused` are programs of the wanted region that fail a rule,
    with the first rule they fail; `exist` counts programs with positions by geographic tier.
    With several specialties `specialty` is the first; `closed` says where nothing is open.
    """

    specialty: str
    target: Target
    open: tuple[Program, ...]
    rules: tuple[Rules, ...]
    tiers: tuple[int, ...]
    refused: tuple[tuple[Program, RuleResult], ...]
    exist: Counter[int]
    closed: tuple[str, ...] = ()

    @property
    def specialties(self) -> tuple[str, ...]:
        """The specialties of the open programs, in the order of the case."""
        return tuple(dict.fromkeys(program.specialty for program in self.open))

    @property
    def curve(self) -> tuple[int, ...]:
        """The place of each open program's specialty among `specialties`. [n]"""
        names = self.specialties
        return tuple(names.index(program.specialty) for program in self.open)


def scope_of(case: Case, specialty: str, catalogue: Catalogue, facts: Facts) -> Scope:
    """The programs of `specialty`, each put through every rule.

    At preference level "must" a program outside the target is neither open nor refused.

    Raises:
        InfeasiblePlanError: no program is left; says whether the region or the rules leave none.
    """
    target = Target.of(case.wants)
    shared = record_rules(case, specialty, facts)
    reaches = Reaches.of(case.wants.non_negotiables)
    must = case.wants.level is PreferenceLevel.MUST
    opened: list[tuple[Program, Rules, int]] = []
    refused: list[tuple[Program, RuleResult]] = []
    exist: Counter[int] = Counter()
    for program in catalogue.of_specialty(specialty):
        tier = target.tier(program)
        own = policy_rules(program, case, shared)
        rules = (*rules_at(program, case, facts, reaches=reaches), *own)
        exist[tier] += rules[0].result is not Result.FAIL
        if must and tier > 1:
            continue
        failed = next((rule for rule in rules if rule.result is Result.FAIL), None)
        if failed:
            refused.append((program, failed))
        else:
            opened.append((program, (*rules, *replaced(shared, own)), tier))
    if not opened:
        raise _nothing_open(case, specialty, target, refused)
    programs, rules_of, tiers = zip(*opened, strict=True)
    return Scope(specialty, target, programs, rules_of, tiers, tuple(refused), exist)


def joint_scope(case: Case, catalogue: Catalogue, facts: Facts) -> Scope:
    """The programs of every specialty of the case, one specialty after the other.

    Raises:
        InfeasiblePlanError: no program is left in any of them; says why for the first.
    """
    found: list[Scope] = []
    closed: list[InfeasiblePlanError] = []
    for specialty in case.wants.specialties:
        try:
            found.append(scope_of(case, specialty, catalogue, facts))
        except InfeasiblePlanError as error:
            closed.append(error)
    if not found:
        raise closed[0]
    if len(case.wants.specialties) == 1:
        return found[0]
    return Scope(
        specialty=found[0].specialty,
        target=found[0].target,
        open=tuple(program for scope in found for program in scope.open),
        rules=tuple(rules for scope in found for rules in scope.rules),
        tiers=tuple(tier for scope in found for tier in scope.tiers),
        refused=tuple(pair for scope in found for pair in scope.refused),
        exist=sum((scope.exist for scope in found), Counter()),
        closed=tuple(str(error) for error in closed),
    )


def _nothing_open(
    case: Case, specialty: str, target: Target, refused: list[tuple[Program, RuleResult]]
) -> InfeasiblePlanError:
    name = target.region.name
    if not refused:
        return InfeasiblePlanError(
            f"There is no {specialty} program in {name}.",
            limit="target region",
            remedy='Widen the region, or set level = "strong" so that other regions count too.',
        )
    counts = Counter(rule.rule for _, rule in refused)
    rule, count = counts.most_common(1)[0]
    region = f" in {name}" if case.wants.level is PreferenceLevel.MUST else ""
    return InfeasiblePlanError(
        f"None of the {len(refused)} {specialty} programs{region} is open to this applicant.",
        limit=f"{rule} (refuses {count})",
        remedy="Widen the region, the visa kinds or the non-negotiables.",
    )
