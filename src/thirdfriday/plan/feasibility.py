"""Whether wanted numbers of applications exist for this applicant, gate by gate."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from thirdfriday.domain.case import Case
from thirdfriday.domain.program import Program
from thirdfriday.domain.region import tier_name
from thirdfriday.domain.wants import PreferenceLevel
from thirdfriday.facts.number import Number
from thirdfriday.facts.registry import Facts
from thirdfriday.models.record_rules import average_score
from thirdfriday.plan.plan_sections import Feasibility, GateCount
from thirdfriday.plan.scope import Rules, Scope

EVERYWHERE = 0
POSITIONS = "positions in the Match"
NAMES_SHOWN = 8
TIERS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A number of applications that somebody wants in a tier (0: all tiers together)."""

    words: str
    origin: str
    tier: int
    minimum: int
    maximum: int


def feasibility(case: Case, scope: Scope, facts: Facts) -> tuple[Feasibility, ...]:
    """Each wanted number against programs that exist and are open; those of the case first.

    Facts: advice.img.tier_1, advice.img.total, advice.img_strong.total, advice.md_low_score.total
    """
    must = case.wants.level is PreferenceLevel.MUST
    asked = [*_of_case(case), *_of_articles(case, scope.specialty, facts)]
    seen = [wanted for wanted in asked if not must or wanted.tier == 1]
    return tuple(_checked(wanted, scope) for wanted in seen)


def _of_case(case: Case) -> Iterator[Wanted]:
    for limit in case.limits.tiers:
        if limit.minimum:
            most = limit.minimum if limit.maximum is None else limit.maximum
            words = f"at least {limit.minimum} in tier {limit.tier}"
            yield Wanted(words, "your case file", limit.tier, limit.minimum, most)
    if case.limits.applications:
        count = case.limits.applications
        yield Wanted(f"{count} applications", "your case file", EVERYWHERE, count, count)


def _of_articles(case: Case, specialty: str, facts: Facts) -> Iterator[Wanted]:
    person = case.applicant
    if person.type.international:
        if not case.wants.target.everywhere:
            for tier in TIERS:
                yield _article(facts.number(f"advice.img.tier_{tier}"), tier)
        strong = (person.examinations.step_2_ck.score or 0) > average_score(
            str(person.type), specialty, facts
        )
        yield _article(
            facts.number("advice.img_strong.total" if strong else "advice.img.total"), EVERYWHERE
        )
    else:
        yield _article(facts.number("advice.md_low_score.total"), EVERYWHERE)


def _article(number: Number, tier: int) -> Wanted:
    low, _, high = (round(value) for value in number.interval)
    span = f"{low}" if low == high else f"{low} to {high}"
    where = f" in tier {tier}" if tier else ""
    return Wanted(f"{span} applications{where}", "the advice articles", tier, low, high)


def _checked(wanted: Wanted, scope: Scope) -> Feasibility:
    def inside(tier: int) -> bool:
        return wanted.tier in (EVERYWHERE, tier)

    rows = zip(scope.open, scope.rules, scope.tiers, strict=True)
    opened = [(program, rules) for program, rules, tier in rows if inside(tier)]
    refused = Counter(
        rule.rule for program, rule in scope.refused if inside(scope.target.tier(program))
    )
    exist = len(opened) + refused.total()
    gates = tuple(_gates([rules for _, rules in opened], refused, exist))
    new = [program for program, _ in opened if program.new_program]
    short = max(0, wanted.minimum - len(opened))
    likely = gates[-1].likely
    return Feasibility(
        wanted=wanted.words,
        origin=wanted.origin,
        tier=wanted.tier,
        area=_area(wanted.tier, scope),
        minimum=wanted.minimum,
        maximum=wanted.maximum,
        exist=exist,
        open=len(opened),
        likely_open=likely,
        feasible=not short,
        short_by=short,
        gates=gates,
        new_programs=len(new),
        new_program_names=tuple(_named(program) for program in new[:NAMES_SHOWN]),
        words=_words(wanted, exist - refused[POSITIONS], len(opened), likely=likely, new=len(new)),
    )


def _area(tier: int, scope: Scope) -> str:
    if tier == EVERYWHERE:
        return "all regions together"
    return scope.target.region.name if tier == 1 else tier_name(tier)


def _named(program: Program) -> str:
    return f"{program.name} ({program.city}, {program.state})"


def _gates(rules: list[Rules], refused: Counter[str], exist: int) -> Iterator[GateCount]:
    """Every rule in the order in which it is asked; refusals first, then what has to be asked."""
    yield GateCount("exist", 0, exist, float(exist))
    left = exist
    shares = [1.0] * len(rules)
    order = dict.fromkeys([*refused, *(rule.rule for at in rules for rule in at)])
    for name in sorted(order, key=lambda rule: (rule not in refused, list(order).index(rule))):
        left -= refused[name]
        for k, at in enumerate(rules):
            for rule in at:
                if rule.rule == name:
                    shares[k] *= rule.share
        later = left - len(rules)
        yield GateCount(name, refused[name], left, sum(shares) + max(0, later))


def _words(wanted: Wanted, exist: int, opened: int, *, likely: float, new: int) -> str:
    head = f"{wanted.words}: {exist} programs have positions, {opened} are open to you"
    head += f", about {likely:.0f} are likely to pass every rule they do not publish."
    if opened < wanted.minimum:
        head += f" It cannot be done: {wanted.minimum - opened} short."
    elif likely < wanted.minimum:
        head += " It can be done, but only by applying where a rule probably refuses you."
    else:
        head += " It can be done."
    if new:
        head += f" {new} of them are new: no history, so wider ranges, and fewer rivals."
    return head
