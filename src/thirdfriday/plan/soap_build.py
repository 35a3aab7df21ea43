"""Builds the answer about SOAP: who may take part, when, where to apply, what to accept."""

import datetime as dt
from collections.abc import Iterator, Sequence

from thirdfriday import __version__
from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.chance import ChanceRange
from thirdfriday.errors import CaseError, Problem
from thirdfriday.facts.data_hash import data_hash
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.intake.knowledge import NOTHING_KNOWN, Known, with_knowledge
from thirdfriday.models.soap_offers import (
    Waiting,
    best_applications,
    chance_of_any,
    chance_of_better,
    round_shares,
    waiting,
)
from thirdfriday.plan.desirability import Target
from thirdfriday.plan.notes import assumptions, sources
from thirdfriday.plan.rank_order import Check
from thirdfriday.plan.rank_order_checks import page_of
from thirdfriday.plan.rank_order_inputs import check_known
from thirdfriday.plan.soap import (
    SOAP_SCHEMA,
    OfferDecision,
    RoundRule,
    SoapAnswer,
    SoapApplication,
    UnfilledProgram,
)
from thirdfriday.plan.soap_groups import WANTED, expected_groups, groups_of_list, kind_of
from thirdfriday.plan.soap_programs import UnfilledField, is_preliminary, unfilled_field
from thirdfriday.plan.soap_times import soap_checklist, soap_conduct, soap_times

USED = (
    "soap.pool_scale", "soap.applications_each", "soap.unfilled_programs",
    "soap.offers_per_position", "soap.round_share.1", "soap.round_share.2",
    "soap.round_share.3", "soap.round_share.4", "soap.preliminary_value",
    "soap.other_specialty_value", "soap.nothing_value", "soap.applications_maximum",
    "soap.rounds", "soap.round_hours", "match.unseen_share",
)  # fmt: skip


def build_soap(
    case: Case,
    unfilled: Sequence[UnfilledProgram] = (),
    *,
    zone: dt.tzinfo,
    zone_name: str,
    own_list: Sequence[UnfilledProgram] | None = None,
    at_most: int | None = None,
    offers: Sequence[str] = (),
    offer_round: int = 1,
    without: frozenset[str] = frozenset(),
    known: Known = NOTHING_KNOWN,
) -> SoapAnswer:
    """The answer about SOAP for one applicant.

    Args:
        case: the applicant and their wishes.
        unfilled: the unfilled programs with their positions, once the list is out.
        zone: the time zone of where the applicant will be.
        zone_name: its name.
        own_list: the applications the user means to send; chosen here when None.
        at_most: how many to choose at most; what the rule allows when None.
        offers: ids of programs whose offers are in hand.
        offer_round: the round in which they came.
        without: data packs to leave out.
        known: what pages and the user say of programs, ahead of the tables.

    Raises:
        CaseError: more applications than the rule allows; a round that SOAP does not have; an
            offer from no listed program.

    Method: docs/models/soap.md
    """
    facts = load_facts(case.season, without=without)
    catalogue = with_knowledge(load_catalogue(without), known)
    most = round(facts.value("soap.applications_maximum"))
    check_length(own_list, facts)
    check_count(at_most, facts)
    wanted = most if at_most is None else at_most
    rows = tuple(own_list) if own_list is not None else tuple(unfilled)
    check_known([row.program_id for row in rows], catalogue)
    field, refused = unfilled_field(case, rows, catalogue, facts)
    chosen = (
        list(range(len(field.rows)))
        if own_list is not None
        else best_applications(field.offer, field.values, field.weight, most=wanted)
    )
    times = soap_times(facts, zone)
    wait = _wait(field, chosen, facts) if chosen else None
    applications = _applications(case, field, chosen, wait)
    groups, likely = (
        (groups_of_list(case, rows, field, chosen, catalogue), ())
        if rows
        else expected_groups(case, catalogue, facts)
    )
    return SoapAnswer(
        schema=SOAP_SCHEMA,
        version=__version__,
        season=case.season,
        data_hash=data_hash(),
        title=case.name or "Your SOAP plan",
        zone=zone_name,
        maximum=most,
        eligibility=tuple(_eligibility(case)),
        times=times,
        conduct=soap_conduct(facts),
        unfilled=len(rows),
        refused=refused,
        applications=applications,
        chance_of_any_offer=chance_of_any(field.offer[chosen], field.weight) if wait else None,
        range_of_any_offer=_any_offer(field, chosen) if wait else None,
        value=float(wait.value[0]) if wait else None,
        rounds=_rounds(wait, applications, [t.local for t in times if "round" in t.name]),
        decision=_decision(offers, offer_round, field, chosen, wait, facts=facts),
        likely_unfilled=tuple(each for each in likely if each.kind == WANTED),
        likely_beyond=tuple(each for each in likely if each.kind != WANTED),
        checklist=soap_checklist(case.applicant, facts),
        assumptions=assumptions(case, facts, USED),
        sources=sources(facts, USED, ("nrmp-soap", "umaryland-soap")),
        groups=groups,
    )


def check_length(own_list: Sequence[UnfilledProgram] | None, facts: Facts) -> None:
    """Refuse a list longer than the rule allows.

    Facts: soap.applications_maximum

    Raises:
        CaseError: too long; says by how much, and where the rule stands.
    """
    if own_list is None:
        return
    number = facts.number("soap.applications_maximum")
    most = round(number.amount)
    if len(own_list) > most:
        raise CaseError(
            [
                Problem(
                    f"{len(own_list)} applications are listed, and SOAP allows {most} in all "
                    f"rounds together: take off {len(own_list) - most}",
                    "the list",
                    f"at most {most} ({page_of(number.source)}, {number.locator})",
                )
            ]
        )


def check_count(applications: int | None, facts: Facts) -> None:
    """Refuse a number of applications that the rule does not allow.

    Facts: soap.applications_maximum

    Raises:
        CaseError: more than the rule allows, or none.
    """
    number = facts.number("soap.applications_maximum")
    if applications is not None and not 1 <= applications <= number.amount:
        expected = f"1 to {number.amount:.0f} ({page_of(number.source)}, {number.locator})"
        message = f"{applications} applications are wanted"
        raise CaseError([Problem(message, "--applications", expected)])


def round_problems(offer_round: int, facts: Facts) -> list[Problem]:
    """What is wrong with a round that SOAP does not have: how many there are, by which page.

    Facts: soap.rounds
    """
    number = facts.number("soap.rounds")
    if 1 <= offer_round <= number.amount:
        return []
    expected = f"1 to {number.amount:.0f} ({page_of(number.source)}, {number.locator})"
    return [Problem(f"there is no round {offer_round}", "--round", expected)]


def _eligibility(case: Case) -> Iterator[Check]:
    applicant = case.applicant
    page = page_of("nrmp-soap")
    yield Check(
        "registered", "ask",
        "Registered for this Match and neither withdrawn nor matched to a full training: no rank "
        "list and no separate registration is needed. The status shows on Monday.", page,
    )  # fmt: skip
    yield Check("start", "ask", "Able to start on 1 July.", page)
    if applicant.type.international:
        done = str(applicant.certification.status) == "certified"
        text = (
            "ECFMG certified."
            if done
            else "Not certified yet: examinations must be passed by the rank list deadline, else "
            "you are not eligible."
        )
        result = "pass" if done else "fail"
        yield Check("certification", result, text, page_of("ecfmg-pathways-2026"))
    if applicant.needs_visa:
        text = "Each program must sponsor your visa: those known to refuse are left out below."
        yield Check("visa", "ask", text, page_of("j1-program-pages"))


def _any_offer(field: UnfilledField, chosen: Sequence[int]) -> ChanceRange:
    """Chance of any offer, with its range over how crowded SOAP is."""
    rows = list(chosen)
    low, middle, high = (
        chance_of_any(offer[rows], field.weight)
        for offer in (field.ends[0], field.offer, field.ends[1])
    )
    return ChanceRange(low, middle, high)


def _wait(field: UnfilledField, chosen: Sequence[int], facts: Facts) -> Waiting:
    rows = list(chosen)
    return waiting(
        field.offer[rows], round_shares(facts), field.values[rows], field.weight,
        nothing=facts.value("soap.nothing_value"),
    )  # fmt: skip


def _applications(
    case: Case, field: UnfilledField, chosen: Sequence[int], wait: Waiting | None
) -> tuple[SoapApplication, ...]:
    target = Target.of(case.wants).region
    found = []
    for order, index in enumerate(chosen, 1):
        row, program = field.rows[index], field.programs[index]
        assert wait is not None
        found.append(
            SoapApplication(
                order=order,
                id=program.program_id,
                program=program.name,
                nrmp_code=row.code,
                city=program.city,
                state=program.state,
                specialty=program.specialty,
                positions=row.positions,
                preliminary=is_preliminary(row, program),
                in_target=target.contains(program),
                chance_of_offer=float(field.offer[index] @ field.weight),
                value=float(field.values[index]),
                accept_from_round=wait.accept_from(float(field.values[index])),
                confirm=tuple(rule.confirm for rule in field.rules[index] if rule.confirm),
                kind=kind_of(program, is_preliminary(row, program), case.wants.specialties),
            )
        )
    return tuple(found)


def _rounds(
    wait: Waiting | None, applications: Sequence[SoapApplication], starts: Sequence[str]
) -> tuple[RoundRule, ...]:
    if wait is None:
        return ()
    return tuple(
        RoundRule(
            round=index + 1,
            starts_local=starts[index],
            accept_worth_at_least=float(wait.value[index + 1]),
            value_before=float(wait.value[index]),
            chance_of_an_offer_from_here=float(wait.any_from[index]),
            decline=tuple(each.id for each in applications if each.value < wait.value[index + 1]),
        )
        for index in range(len(wait.value) - 1)
    )


def _decision(
    offers: Sequence[str],
    offer_round: int,
    field: UnfilledField,
    chosen: Sequence[int],
    wait: Waiting | None,
    *,
    facts: Facts,
) -> OfferDecision | None:
    """What to do with the offers in hand; the best of them against waiting."""
    problems = round_problems(offer_round, facts)
    if not offers:
        if problems:
            raise CaseError(problems)
        return None
    place = {field.programs[index].program_id: spot for spot, index in enumerate(chosen)}
    problems += [
        Problem(f"{offer} is not among the applications", "--offer", "a program of the list")
        for offer in offers
        if offer not in place
    ]
    if problems or wait is None:
        raise CaseError(problems or [Problem("no application is listed", "--offer")])
    best = max((place[offer] for offer in offers), key=lambda s: field.values[chosen[s]])
    program, worth = field.programs[chosen[best]], float(field.values[chosen[best]])
    rest = [index for index in chosen if field.programs[index].program_id not in set(offers)]
    wait = _wait(field, rest, facts)
    later = float(wait.value[offer_round])
    better = chance_of_better(field.offer[rest], field.values[rest], worth, wait, offer_round)
    accept = worth >= later
    text = (
        f"{'Accept' if accept else 'Decline'} {program.name}: it is worth {worth:.2f}, and going "
        f"on without it {later:.2f}. The chance that one you want more still offers is "
        f"{better:.1%}; a declined offer is gone, an accepted one binds."
    )
    return OfferDecision(
        offer_round, program.name, program.program_id, worth, later, better, accept, text
    )
