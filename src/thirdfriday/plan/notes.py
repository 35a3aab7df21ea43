"""What the applicant should know, confirm or reconsider, and the assumptions behind a plan."""

from collections.abc import Iterator

from thirdfriday.domain.case import Case
from thirdfriday.domain.season import Season
from thirdfriday.facts.registry import Facts
from thirdfriday.facts.sources import load_sources
from thirdfriday.facts.tables import load_table
from thirdfriday.models.chances import ApplicantChances
from thirdfriday.models.joint_chances import parts_of
from thirdfriday.plan.deadline_words import SERVICES
from thirdfriday.plan.plan import (
    Assumption,
    FurtherApplication,
    Headline,
    Note,
    PlannedApplication,
    SourceUsed,
    TierCount,
)

HIGH_RISK = 0.5


def notes(
    case: Case,
    headline: Headline,
    choices: tuple[PlannedApplication, ...],
    tiers: tuple[TierCount, ...],
    *,
    further: tuple[FurtherApplication, ...],
    facts: Facts,
    chances: ApplicantChances,
    season: Season,
    service: str,
    target: str,
    closed: tuple[str, ...] = (),
) -> tuple[Note, ...]:
    """The notes of a plan, warnings first."""
    found = [
        *_warnings(case, headline, choices),
        *_low_score(case, facts),
        *_no_experience(case),
        *_spending(headline, further, facts),
        *_list_length(case, headline, facts),
        *_feasibility(tiers, target),
        *_home_state(chances),
        *_new_petition(case, facts),
        *_by_specialty(chances, season, service),
        *_behind_the_first(case, facts),
        *_beside(headline),
    ]
    found += _to_confirm(choices, chances)
    found += [Note("warning", text) for text in closed]
    new = sum(c.program.new_program for c in choices)
    if new:
        text = f"{new} chosen programs are new: no history, so wider ranges, and fewer rivals."
        found.append(Note("opportunity", text))
    return tuple(sorted(found, key=lambda note: note.kind != "warning"))


def _to_confirm(
    choices: tuple[PlannedApplication, ...], chances: ApplicantChances
) -> Iterator[Note]:
    own = sum(bool(choice.confirm) for choice in choices)
    if own:
        who = (
            "Every program has" if own == len(choices) else f"{own} of {len(choices)} programs have"
        )
        text = f"{who} a rule of its own to confirm first; each is named beside the program."
        yield Note("confirm", text)
    everywhere = (r for at in chances.rules for r in at if r.of_record and r.confirm)
    shared = list({rule.rule: rule for rule in everywhere}.values())
    for rule in shared:
        yield Note("confirm", f"Ask everywhere about {rule.confirm}: {rule.fact}.")


def _warnings(
    case: Case, headline: Headline, choices: tuple[PlannedApplication, ...]
) -> Iterator[Note]:
    if headline.chance_of_match.central < HIGH_RISK:
        text = (
            "On these figures not matching is more likely than matching. See the price of each "
            "limit, and plan for SOAP and another season beside this one."
        )
        yield Note("warning", text)
    if case.wants.level == "must":
        text = "The target as a must leaves every other region out; its price is in the table."
        yield Note("warning", text)
    if choices and not any(c.selectivity_tier == "safety" for c in choices):
        text = (
            "No program on the list is safe: at none is the low end of your chance of an "
            "interview half or more."
        )
        yield Note("warning", text)


def _low_score(case: Case, facts: Facts) -> Iterator[Note]:
    """How often US seniors with a low score matched, and what this method gives people like them.

    Facts: record.low_score.first.published, record.low_score.second.published,
        record.low_score.too_kind
    """
    score = case.applicant.examinations.step_2_ck.score
    if case.applicant.group != "md" or score is None:
        return
    for step in ("first", "second"):
        stem = f"record.low_score.{step}"
        if not facts.known(f"{stem}.below") or score >= facts.value(f"{stem}.below"):
            continue
        said, came = (facts.value(f"{stem}.{name}") for name in ("said", "published"))
        text = (
            f"US MD seniors with a Step 2 CK of {facts.value(f'{stem}.from'):.0f} to "
            f"{facts.value(f'{stem}.below') - 1:.0f} matched in the specialty they preferred "
            f"{100 * came:.0f}% of the time (2020 to 2024); this method gives people like them "
            f"{100 * said:.0f}%."
        )
        if said - came > facts.value("record.low_score.too_kind"):
            text += " So it is too kind: read your chance near the low end of its range, or below."
            yield Note("warning", text)
        else:
            yield Note("context", text)
        return


def _no_experience(case: Case) -> Iterator[Note]:
    """That no US clinical work was given, and is therefore counted as none."""
    given = {default.field for default in case.assumed_defaults}
    if not case.applicant.type.international or "applicant.clinical_experience" not in given:
        return
    where = (
        "Clerkships of your school at US hospitals count: list each"
        if case.applicant.type == "us_img"
        else "If there is some, list each stay"
    )
    text = (
        "No US clinical work is given, so it counts as 0 months, and many programs ask for some. "
        f"{where} under [[applicant.clinical_experience]] with its months and plan again."
    )
    yield Note("warning", text)


def _spending(
    headline: Headline, further: tuple[FurtherApplication, ...], facts: Facts
) -> Iterator[Note]:
    """Where the list could stop, or could go on, for what it is worth."""
    count = headline.applications
    inside = [point for point in further if point.applications <= count]
    if not inside:
        return
    last = inside[-1]
    near = facts.value("plan.nearly_all")
    enough = next(p for p in inside if p.chance_of_match >= last.chance_of_match - near)
    saved = last.cost_usd - enough.cost_usd
    half = enough.chance_of_match >= last.chance_of_match / 2
    if saved > 0 and half and enough.applications < count:
        points = 100 * (last.chance_of_match - enough.chance_of_match)
        first = f"{enough.applications} most useful applications"
        if enough.applications == 1:
            first = "most useful application alone"
        text = (
            f"The {first} would give "
            f"{100 * enough.chance_of_match:.0f}% for ${enough.cost_usd:,.0f}; the other "
            f"{count - enough.applications} add {points:.1f} points for ${saved:,.0f}."
        )
        yield Note("spending", text)
    beyond = [point for point in further if point.applications > count]
    if beyond and beyond[-1].chance_of_match > last.chance_of_match + near:
        more = beyond[-1]
        points = 100 * (more.chance_of_match - last.chance_of_match)
        text = (
            f"{more.applications} applications instead of {count} would add {points:.1f} points "
            f"for ${more.cost_usd - last.cost_usd:,.0f} more."
        )
        yield Note("spending", text)


def _list_length(case: Case, headline: Headline, facts: Facts) -> Iterator[Note]:
    """How the interviews to expect compare with the lists of those who matched."""
    if "nrmp" in facts.without:
        return
    rows = [
        row
        for row in load_table("published/rank_list_lengths").rows()
        if row["applicant_type"] == str(case.applicant.type)
    ]
    if not rows:
        return
    row = max(rows, key=lambda each: int(each["year"]))
    expected = headline.expected_interviews.central
    text = (
        f"Matched applicants of your type ranked {row['mean_ranks_matched']:.1f} programs on "
        f"average in {row['year']}; this plan expects {expected:.1f} interviews."
    )
    yield Note("warning" if expected < row["mean_ranks_unmatched"] else "context", text)


def _home_state(chances: ApplicantChances) -> Iterator[Note]:
    if not any(factor.effect == "effect.in_state" for factor in chances.factors):
        text = (
            "No home state is counted: a state you have lived in (or studied medicine in, in the "
            'US) invites far more. If there is one, add a tie of kind "lived" or "school".'
        )
        yield Note("confirm", text)


def _new_petition(case: Case, facts: Facts) -> Iterator[Note]:
    if "h1b" in case.applicant.visa_need.usable and facts.known("visa.h1b.new_petition_usd"):
        price = facts.value("visa.h1b.new_petition_usd")
        text = (
            f"A new H-1B petition for someone abroad costs the employer ${price:,.0f} since "
            "September 2025: the plan halves the chance that a program still sponsors. Ask each."
        )
        yield Note("warning", text)


def in_place(target: str) -> str:
    """A region's name after "in", where the name does not begin with its own preposition.

    >>> in_place("Chicago"), in_place("within 45 minutes of Fresno, CA")
    ('in Chicago', 'within 45 minutes of Fresno, CA')
    """
    return target if target.startswith("within ") else f"in {target}"


def _feasibility(tiers: tuple[TierCount, ...], target: str) -> Iterator[Note]:
    for tier in tiers:
        if tier.tier == 1:
            where = "" if len(tiers) == 1 else f" {in_place(target)}"
            one = tier.exist == 1
            refused = tier.exist - tier.open
            doubts = [f"{tier.ask} of them to ask"] if tier.ask else []
            doubts += [f"{refused} closed on the facts at hand"] if refused else []
            text = (
                f"{tier.exist} {'program' if one else 'programs'} of the specialty "
                f"{'has' if one else 'have'} positions{where}; open to you: {tier.open}"
                f"{' (' + ', '.join(doubts) + ')' if doubts else ''}; in the plan: {tier.chosen}."
            )
            yield Note("feasibility", text)


def _behind_the_first(case: Case, facts: Facts) -> Iterator[Note]:
    """That programs of a specialty beside the first invite the applicant less often.

    Facts: effect.second_specialty
    """
    first = case.wants.dearest
    others = [name for name in case.wants.specialties if name != first]
    if others:
        named = " and ".join(name.replace("_", " ") for name in others)
        dearest = first.replace("_", " ")
        odds = facts.value("effect.second_specialty")
        text = (
            f"In {named} you count as someone who prefers {dearest}: the odds of an interview are "
            f"{odds:.2f} times those of who prefers it. The specialty that your letters, statement "
            "and rotations are for should be the one you want most."
        )
        yield Note("context", text)


def _by_specialty(chances: ApplicantChances, season: Season, service: str) -> Iterator[Note]:
    """Signals and fees, specialty by specialty; one service is spoken of once."""
    parts = parts_of(chances)
    for part in parts:
        several = part.signals.specialty.replace("_", " ") if len(parts) > 1 else ""
        yield from _signals(part, several)
    services = [service, *(part.programs[0].service for part in parts[1:])]
    for each in dict.fromkeys(services):
        yield from _fees(season, each)


def _signals(chances: ApplicantChances, specialty: str) -> Iterator[Note]:
    rules = chances.signals
    inside = f" in {specialty}" if specialty else ""
    if not rules.known:
        which = specialty or "this specialty"
        yield Note("signals", f"The number of signals of {which} is not known: {rules.note}")
    elif rules.tiers and not rules.confirmed:
        counts = " and ".join(f"{a.count} {a.tier}" for a in rules.tiers)
        text = (
            f"Signals{inside} ({counts}) are those of an earlier season; confirm this season's "
            "numbers."
        )
        yield Note("confirm", text)


def _fees(season: Season, service: str) -> Iterator[Note]:
    if not season.prices(service):
        name = SERVICES.get(service, service)
        text = f"The fees of {name} are not known, so the cost counts them as nothing: look up."
        yield Note("warning", text)
        return
    curve = season.fee_curve(service)
    if not curve.confirmed:
        name = SERVICES.get(curve.service, curve.service)
        text = f"The {name} fees are those of an earlier season; confirm them."
        yield Note("confirm", text)


def _beside(headline: Headline) -> Iterator[Note]:
    """What is due beside the application fees, altogether and one by one."""
    if headline.beside:
        told = ", ".join(f"{fee.what} ${fee.usd:,.0f}" for fee in headline.beside)
        whole = headline.cost_usd + sum(fee.usd for fee in headline.beside)
        text = (
            f"Beside the fees of the list: {told}. That is ${whole:,.0f} in all before any travel "
            "or the price of a long rank order list."
        )
        yield Note("fees", text)


def assumptions(case: Case, facts: Facts, used: tuple[str, ...]) -> tuple[Assumption, ...]:
    """Defaults that the case did not give, then the assumed and carried-over numbers in use."""
    found = [Assumption(d.field, d.value, d.reason) for d in case.assumed_defaults]
    for name in sorted(set(used)):
        number = facts.number(name)
        if number.kind == "assumption":
            low, central, high = number.interval
            value = f"{central:g} ({low:g} to {high:g}) {number.unit}"
            found.append(Assumption(name, value, number.reason))
        elif number.carried_over_from:
            reason = f"carried over from season {number.carried_over_from}"
            found.append(Assumption(name, f"{number.value} {number.unit}", reason))
    return tuple(found)


def sources(facts: Facts, used: tuple[str, ...], tables: tuple[str, ...]) -> tuple[SourceUsed, ...]:
    """The documents behind the numbers and tables in use."""
    known = load_sources()
    keys = {facts.number(name).source for name in used} | set(tables)
    return tuple(
        SourceUsed(key, s.title, s.publisher, s.url_or_place, str(s.year))
        for key in sorted(keys)
        if (s := known.get(key)) is not None
    )
