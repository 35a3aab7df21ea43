"""Which programs exist, which are open to the applicant, and why the others are not."""

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue
from thirdfriday.domain.kept_answers import KEPT, Same, SameEach
from thirdfriday.domain.program import Program
from thirdfriday.domain.spending import Limits
from thirdfriday.domain.wants import Area, PreferenceLevel, Wants
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
        return _curves(SameEach(self.open))[0]

    @property
    def curve(self) -> tuple[int, ...]:
        """The place of each open program's specialty among `specialties`. [n]"""
        return _curves(SameEach(self.open))[1]


@lru_cache(maxsize=KEPT)
def _curves(programs: SameEach) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The specialties of programs, and the place of each program's own among them."""
    own = [program.specialty for program in programs.held]
    place = {name: index for index, name in enumerate(dict.fromkeys(own))}
    return tuple(place), tuple(place[name] for name in own)


def scope_of(case: Case, specialty: str, catalogue: Catalogue, facts: Facts) -> Scope:
    """The programs of `specialty`, each put through every rule.

    At preference level "must" a program outside the target is neither open nor refused.

    Raises:
        InfeasiblePlanError: no program is left; says whether the region or the rules leave none.
    """
    target, tiers_of = _placed(Same(catalogue), specialty, case.wants.target, case.wants.next_areas)
    gated = _gated(Same(catalogue), Same(facts), specialty, _asked_of_programs(case, specialty))
    must = case.wants.level is PreferenceLevel.MUST
    opened: list[tuple[Program, Rules, int]] = []
    refused: list[tuple[Program, RuleResult]] = []
    exist: Counter[int] = Counter()
    for gate, tier in zip(gated, tiers_of, strict=True):
        exist[tier] += gate.exists
        if must and tier > 1:
            continue
        if gate.failed:
            refused.append((gate.program, gate.failed))
        else:
            opened.append((gate.program, gate.rules, tier))
    if not opened:
        raise _nothing_open(case, specialty, target, refused)
    programs, rules_of, tiers = zip(*opened, strict=True)
    return Scope(specialty, target, programs, rules_of, tiers, tuple(refused), exist)


@dataclass(frozen=True, slots=True, eq=False)
class _Gate:
    """One program put through every rule: those that apply, or the first that it fails."""

    program: Program
    rules: Rules
    failed: RuleResult | None
    exists: bool


def _asked_of_programs(case: Case, specialty: str) -> Case:
    """The case with what no rule at a program reads set to nothing, so that like cases are one."""
    wants = Wants(
        specialties=(specialty,),
        target=Area(),
        level=PreferenceLevel.STRONG,
        position_types=case.wants.position_types,
        non_negotiables=case.wants.non_negotiables,
        programs_excluded=case.wants.programs_excluded,
    )
    return replace(case, wants=wants, limits=Limits(), assumed_defaults=(), name="")


@lru_cache(maxsize=KEPT)
def _gated(catalogue: Same, facts: Same, specialty: str, case: Case) -> tuple[_Gate, ...]:
    """Every program of a specialty, put through every rule once for all branches of a case."""
    shared = record_rules(case, specialty, facts.held)
    reaches = Reaches.of(case.wants.non_negotiables)
    gates = []
    for program in catalogue.held.of_specialty(specialty):
        rules = rules_of(program, case, shared, facts.held, reaches)
        failed = next((rule for rule in rules if rule.result is Result.FAIL), None)
        exists = rules[0].result is not Result.FAIL
        gates.append(_Gate(program, rules, failed, exists))
    return tuple(gates)


@lru_cache(maxsize=KEPT)
def _placed(
    catalogue: Same, specialty: str, area: Area, next_areas: tuple[Area, ...]
) -> tuple[Target, tuple[int, ...]]:
    """The target and the geographic tier of every program of a specialty."""
    target = Target.of(Wants((specialty,), area, PreferenceLevel.STRONG, next_areas=next_areas))
    return target, tuple(target.tier(p) for p in catalogue.held.of_specialty(specialty))


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


def rules_of(program: Program, case: Case, shared: Rules, facts: Facts, reaches: Reaches) -> Rules:
    """Every rule at one program; what is stated of it stands ahead of the rules of the record."""
    own = policy_rules(program, case, shared)
    return (*rules_at(program, case, facts, reaches=reaches), *own, *replaced(shared, own))


def as_open(rule: RuleResult) -> RuleResult:
    """A rule that fails counted as none: the program did interview, so the record may be old."""
    if rule.result is Result.FAIL:
        return replace(rule, share=1.0, average_share=1.0)
    return rule


def required_left_out(case: Case, scope: Scope) -> tuple[str, ...]:
    """A sentence for each program that the case requires and that a rule keeps off the list."""
    required = set(case.wants.programs_required)
    return tuple(
        f"You require {program.name} ({program.city}, {program.state}), but it is not on the list: "
        f"{rule.rule}, {rule.fact}. If that is wrong, correct the fact (thirdfriday correct "
        f"{program.program_id}) and plan again."
        for program, rule in scope.refused
        if program.program_id in required
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
