"""Changes of policy tried on the plan's own list, and on a list chosen anew."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from thirdfriday.domain.applicant import Applicant, VisaNeed, WorkAuthorization
from thirdfriday.domain.case import Case
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.facts.registry import Facts
from thirdfriday.facts.tables import load_table
from thirdfriday.plan.branch import Branch, Grounds, chosen_anew, judged, openings_of
from thirdfriday.plan.plan_sections import PolicyScenario

H1B_SHARE = "eligibility.visa.h1b.still_sponsors"
IN_FORCE = "in force"
ERAS, OTHER_SERVICE = "eras", "residencycas"
NAMES = {ERAS: "ERAS", OTHER_SERVICE: "ResidencyCAS"}
NO_J1 = {VisaNeed.J1_OR_H1B: VisaNeed.H1B_ONLY, VisaNeed.H1B_PREFERRED: VisaNeed.H1B_ONLY}
SMALLEST_INTERVIEWS, SMALLEST_CHANGE = 0.05, 0.0005  # what would print as nothing
INSIDE = frozenset(
    {
        WorkAuthorization.US_CITIZEN, WorkAuthorization.PERMANENT_RESIDENT,
        WorkAuthorization.REFUGEE_OR_ASYLEE, WorkAuthorization.WORK_PERMIT,
        WorkAuthorization.F1_OPT, WorkAuthorization.H1B_HOLDER,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class World:
    """One scenario: the case and numbers as they would be; `case` None where no visa is left."""

    key: str
    title: str
    dated: str
    status: str
    facts: tuple[str, ...]
    applies: bool
    case: Case | None
    numbers: Mapping[str, float]
    service: str | None = None


def scenarios(here: Branch, grounds: Grounds) -> tuple[PolicyScenario, ...]:
    """Every scenario on the plan's list: what is lost, and what a list chosen anew would keep.

    Facts: scenario.h1b_fee.*, scenario.j1_pause.*, scenario.entry_ban.*
    Method: docs/models/scenarios.md
    """
    return tuple(tried(world, here, grounds) for world in worlds(here, grounds))


def worlds(here: Branch, grounds: Grounds) -> Iterator[World]:
    """The scenarios for a case, those that do not touch it included and marked."""
    case, facts = here.case, grounds.facts
    yield from _h1b_fee(case, facts)
    yield _j1_pause(case, facts)
    yield from _entry_bans(case, facts)
    yield _service_moves(here, grounds)


def _h1b_fee(case: Case, facts: Facts) -> Iterator[World]:
    person = case.applicant
    applies = "h1b" in person.visa_need.usable and (
        person.work_authorization is not WorkAuthorization.H1B_HOLDER
    )
    fee = facts.value("visa.h1b.new_petition_usd") if applies else 0.0
    words = {
        "stays": f"The ${fee:,.0f} fee on new H-1B petitions stays, without exceptions",
        "waived": "The fee on new H-1B petitions is waived for physicians or struck down",
        "program_pays": "The fee stays and programs or their states pay it",
    }
    decreed = f"{facts.moment('scenario.h1b_fee.decreed'):%d %B %Y}"
    for key, title in words.items():
        name = f"scenario.h1b_fee.{key}.still_sponsors"
        yield World(
            f"h1b_fee_{key}", title.replace("$0 ", ""), decreed, "hypothetical", (name,), applies,
            case, {H1B_SHARE: facts.value(name)},
        )  # fmt: skip


def _j1_pause(case: Case, facts: Facts) -> World:
    began, ended = (facts.moment(f"scenario.j1_pause.{end}") for end in ("began", "ended"))
    dated = f"as paused {began:%d %B %Y} to {ended:%d %B %Y}"
    applies = "j1" in case.applicant.visa_need.usable and _abroad(case.applicant)
    return World(
        "j1_pause", "J-1 visas are paused and not resumed by July", dated, "hypothetical",
        ("scenario.j1_pause.began", "scenario.j1_pause.ended"), applies, without_j1(case), {},
    )  # fmt: skip


def _entry_bans(case: Case, facts: Facts) -> Iterator[World]:
    names = ("scenario.entry_ban.decreed", "scenario.entry_ban.full", "scenario.entry_ban.partial")
    dated = f"{facts.moment(names[0]):%d %B %Y}"
    person = case.applicant
    touched = person.needs_visa and _abroad(person)
    full, partial = (frozenset(facts.text(name).split()) for name in names[1:])
    listed = full | partial
    escapes = any(country not in listed for country in person.other_citizenships)
    banned = touched and person.citizenship in listed and not escapes
    left = None if person.citizenship in full else without_j1(case)
    country = _country(person.citizenship)
    title = f"The entry restrictions in force, as they bear on your citizenship ({country})"
    yield World("entry_ban", title, dated, IN_FORCE, names, banned, left, {})
    title = "The full entry restrictions are extended to your country"
    applies = touched and not banned
    yield World("entry_ban_extended", title, dated, "hypothetical", names, applies, None, {})


def _country(code: str) -> str:
    """A country by name and code, or the code alone where no name is known."""
    countries = load_table("case_file/countries").rows()
    named = (f"{row['name']}, {code}" for row in countries if row["code"] == code)
    return next(named, code)


def _service_moves(here: Branch, grounds: Grounds) -> World:
    own = grounds.service(here.specialty)
    other = OTHER_SERVICE if own == ERAS else ERAS
    title = f"The specialty's applications move from {NAMES.get(own, own)} to {NAMES[other]}"
    applies = own in NAMES and grounds.season.prices(own) and grounds.season.prices(other)
    return World(
        "service_moves", title, f"season {grounds.season.year}", "hypothetical",
        ("scenario.service_moves.precedents",), applies, here.case, {}, other,
    )  # fmt: skip


def _abroad(person: Applicant) -> bool:
    """Whether a new visa has to be issued; those inside with a status are taken as not touched."""
    return person.work_authorization not in INSIDE


def without_j1(case: Case) -> Case | None:
    """The case where a J-1 cannot be had; None where no visa is left."""
    need = NO_J1.get(case.applicant.visa_need)
    if case.applicant.visa_need is VisaNeed.H1B_ONLY:
        return case
    if need is None:
        return None
    return replace(case, applicant=replace(case.applicant, visa_need=need))


def tried(world: World, here: Branch, grounds: Grounds) -> PolicyScenario:
    """One scenario on the plan's list."""
    if not world.applies:
        return _row(world, grounds.facts, words="It does not touch you.")
    if world.case is None:
        return _all_lost(world, here, grounds)
    there = replace(grounds, facts=with_numbers(grounds.facts, world.numbers))
    try:
        openings = openings_of(world.case, there, answer=here.answer, service=world.service)
    except InfeasiblePlanError:
        return _all_lost(world, here, grounds)
    same = judged(openings, here.listed)
    anew = chosen_anew(openings, there.facts, starts=(here.listed,))
    lost = len(here.listed) - len(same.listed)
    risk = _likelier_to_refuse(here, same)
    fees = same.outcomes.cost_usd if world.service else here.outcomes.cost_usd
    gone = here.outcomes.expected_interviews - same.outcomes.expected_interviews
    change = same.outcomes.chance_of_match - here.outcomes.chance_of_match
    target = same.outcomes.chance_in_target - here.outcomes.chance_in_target
    return _row(
        world, grounds.facts, lost=lost, risk=risk, gone=gone, change=change, target=target,
        cost=fees - here.outcomes.cost_usd, anew=anew.outcomes.chance_of_match,
        words=_words(lost, risk, gone, change=change, cost=fees - here.outcomes.cost_usd),
    )  # fmt: skip


def with_numbers(facts: Facts, amounts: Mapping[str, float]) -> Facts:
    """The numbers with a few of them replaced."""
    if not amounts:
        return facts
    changed = {
        name: replace(facts.number(name), value=amount, low=None, high=None)
        for name, amount in amounts.items()
    }
    return Facts({**facts, **changed}, season=facts.season, without=facts.without)


def _likelier_to_refuse(here: Branch, then: Branch) -> int:
    """How many listed programs are less likely to say yes than before. [programs]"""
    before = {p.program_id: k for k, p in enumerate(here.scope.open)}
    fell = 0
    for k, program in enumerate(then.scope.open):
        if then.selection[k] >= 0:
            now = here.chances.rule_log_odds[before[program.program_id]]
            fell += bool(then.chances.rule_log_odds[k] < now)
    return fell


def in_force(tried_here: Iterable[PolicyScenario]) -> tuple[str, ...]:
    """A warning for each rule that binds already and that the plan's chances leave out."""
    return tuple(
        f"{each.title} ({each.dated}): the chances here do not count them. With them, "
        f"{each.words[:1].lower()}{each.words[1:]} Ask each program, before paying, whether it can "
        "take you."
        for each in tried_here
        if each.applies and each.status == IN_FORCE
    )


def _all_lost(world: World, here: Branch, grounds: Grounds) -> PolicyScenario:
    results = here.outcomes
    count = len(here.listed)
    words = (
        f"You lose all {count} programs: no visa is left that they could sponsor. Only work "
        "authorization of another kind would help."
    )
    return _row(
        world, grounds.facts, lost=count, gone=results.expected_interviews,
        change=-results.chance_of_match, target=-results.chance_in_target, anew=0.0, words=words,
    )  # fmt: skip


def _row(
    world: World,
    facts: Facts,
    *,
    words: str,
    lost: int = 0,
    risk: int = 0,
    gone: float = 0.0,
    change: float = 0.0,
    target: float = 0.0,
    cost: float = 0.0,
    anew: float | None = None,
) -> PolicyScenario:
    sources = dict.fromkeys(facts.number(name).source for name in world.facts)
    return PolicyScenario(
        key=world.key,
        title=world.title,
        dated=world.dated,
        status=world.status,
        sources=tuple(source for source in sources if source),
        applies=world.applies,
        programs_lost=lost,
        programs_at_risk=risk,
        interviews_lost=gone,
        change_in_chance_of_match=change,
        change_in_chance_of_match_in_target=target,
        change_in_cost_usd=cost,
        chosen_anew_chance_of_match=anew,
        words=words,
    )


def _words(lost: int, risk: int, gone: float, *, change: float, cost: float) -> str:
    parts = []
    if lost:
        parts.append(f"you lose {lost} program{'s' * (lost != 1)}")
    if risk:
        parts.append(f"{risk} become likelier to refuse")
    if abs(gone) >= SMALLEST_INTERVIEWS:
        parts.append(f"{abs(gone):.1f} interviews {'fewer' if gone > 0 else 'more'}")
    if abs(change) >= SMALLEST_CHANGE:
        parts.append(f"{100 * change:+.1f} points of a match")
    if cost:
        parts.append(f"${abs(cost):,.0f} {'more' if cost > 0 else 'less'} in fees")
    return f"{', '.join(parts)}.".capitalize() if parts else "Nothing changes for this list."
