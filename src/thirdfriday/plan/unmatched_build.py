"""Builds the answer after an unmatched season: counts, causes, what was given away, branches."""

from collections.abc import Iterator

import numpy as np

from thirdfriday import __version__
from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import Catalogue, load_catalogue
from thirdfriday.facts.data_hash import data_hash
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.facts.tables import load_table
from thirdfriday.intake.knowledge import NOTHING_KNOWN, Known, with_knowledge
from thirdfriday.models.diagnosis import causes, count_chances, so_few
from thirdfriday.models.down_the_list import down_the_list
from thirdfriday.models.quality import Array
from thirdfriday.plan.improve import improvements_of
from thirdfriday.plan.improvement_nouns import Improvements
from thirdfriday.plan.notes import assumptions, sources
from thirdfriday.plan.unmatched import (
    UNMATCHED_SCHEMA,
    Cause,
    GivenAway,
    SeasonCounts,
    SpecialtyCounts,
    Unmatched,
)
from thirdfriday.plan.unmatched_season import PastSeason, Told, past_season

USED = (
    "unmatched.cause.paper", "unmatched.cause.interview", "match.unseen_share",
    "match.season_drift",
)  # fmt: skip
NEXT_SEASON = "next season"
CALLS_FOR = {
    "luck": "The counts are what the file and the list would bring, chance included. Apply again, "
    "broader and with what the changes below add.",
    "paper": "Fewer invitations than the file and the list would bring: something on paper that "
    "the numbers do not show. Have statement, letters and gaps read by somebody who selects.",
    "interview": "Invitations enough and no match: the interviews, or the list. Practise with "
    "somebody who will tell you, and rank every program you would go to.",
}


def build_unmatched(
    case: Case,
    told: Told,
    *,
    seed: int | None = None,
    with_changes: bool = True,
    without: frozenset[str] = frozenset(),
    known: Known = NOTHING_KNOWN,
) -> Unmatched:
    """What an unmatched season speaks for, and what the next year can change.

    Args:
        case: the applicant as they applied in the season that brought no match.
        told: the season: by program from a log, or in counts.
        seed: seed of the draws of the changes; recorded.
        with_changes: whether to plan anew for every change of the next year (seconds each).
        without: data packs to leave out.
        known: what pages and the user say of programs, ahead of the tables.

    Raises:
        InfeasiblePlanError: no program is open to the applicant.

    Method: docs/models/unmatched.md
    """
    facts = load_facts(case.season, without=without)
    catalogue = with_knowledge(load_catalogue(without), known)
    seed = round(facts.value("range.seed")) if seed is None else seed
    season = past_season(case, told, catalogue, facts)
    found = _causes(season, facts)
    given_away = tuple(
        item for item in _given_away(case, season, facts)
        if item.gain >= facts.value("unmatched.gain_shown")
    )  # fmt: skip
    better = _changes(case, facts, seed, known) if with_changes else None
    later = [b for b in better.decision.branches if b.possible] if better else []
    counts = _counts(season)
    again = next((b.chance_next_season for b in later if b.key == "apply_now"), 0.0)
    return Unmatched(
        schema=UNMATCHED_SCHEMA,
        version=__version__,
        season=case.season,
        seed=seed,
        data_hash=data_hash(),
        title=case.name or "After an unmatched season",
        counts=counts,
        causes=found,
        diagnosis=_diagnosis(counts, found, given_away, facts),
        given_away=given_away,
        chance_next_season_as_is=again,
        branches=tuple(later),
        changes=tuple(
            each
            for each in (better.improvements if better else ())
            if each.possible and each.reaches == NEXT_SEASON
        ),
        words=better.decision.words if better else "",
        notes=tuple(_notes(case, season, facts)),
        assumptions=assumptions(case, facts, USED),
        sources=sources(facts, USED, ("nrmp-rank-list-impact-2025", "nrmp-soap")),
        by_specialty=_by_specialty(season, catalogue),
    )


def _changes(case: Case, facts: Facts, seed: int, known: Known) -> Improvements:
    """The improvements as seen on Match Day: all of them for the next season."""
    day = facts.moment("calendar.nrmp.match_day").date()
    return improvements_of(case, today=day, seed=seed, without_packs=facts.without, known=known)


def _counts(season: PastSeason) -> SeasonCounts:
    usual = season.under()
    expected = float(usual.offer.sum(axis=0) @ season.weight)
    told = (
        f"{len(season.told.sent)} applications by program"
        if season.told.knows_programs
        else "counts alone, spread over programs as people of the type spread theirs"
    )
    return SeasonCounts(
        applications=season.applications,
        interviews=season.interviews,
        ranks=season.ranks,
        expected_interviews=expected,
        chance_of_so_few_interviews=so_few(usual.offer, season.weight, season.interviews),
        chance_of_no_match_before=1.0 - _before(season),
        chance_of_no_match_with_these_interviews=1.0 - _with_interviews(season, usual.admit),
        told=told,
    )


def _by_specialty(season: PastSeason, catalogue: Catalogue) -> tuple[SpecialtyCounts, ...]:
    """The season by specialty, where single programs are known; empty where only counts are."""
    told = season.told
    if not told.knows_programs:
        return ()
    offer = season.under().offer @ season.weight / season.weight.sum()
    sent: dict[str, int] = {}
    expected: dict[str, float] = {}
    for key in told.sent:
        program = catalogue.by_id.get(key)
        if program is not None:
            sent[program.specialty] = sent.get(program.specialty, 0) + 1
    for index, chance in zip(season.sent.tolist(), offer.tolist(), strict=True):
        specialty = season.chances.programs[index].specialty
        expected[specialty] = expected.get(specialty, 0.0) + chance

    def inside(keys: tuple[str, ...], specialty: str) -> int:
        found = (catalogue.by_id.get(key) for key in keys)
        return sum(program is not None and program.specialty == specialty for program in found)

    return tuple(
        SpecialtyCounts(
            specialty=specialty,
            name=catalogue.specialties[specialty].name,
            applications=count,
            interviews=inside(told.invited, specialty),
            ranks=inside(told.ranked or told.invited, specialty),
            expected_interviews=expected.get(specialty, 0.0),
        )
        for specialty, count in sent.items()
    )


def _before(season: PastSeason) -> float:
    """Chance of a match of the applications before any answer, each interview ranked."""
    usual = season.under()
    if not len(usual.offer):
        return 0.0
    if season.told.knows_programs:
        taken = usual.offer * season.chances.admission()[season.sent]
    else:
        taken = np.repeat(season.typical_taken()[None, :], season.applications, axis=0)
    return down_the_list(taken, season.weight).any


def _given_counts(season: PastSeason) -> Array:
    """Weights of the nodes once the number of interviews is known. [Q]"""
    counts = count_chances(season.under().offer)
    index = min(season.interviews, len(counts) - 1)
    weight = counts[index] * season.weight
    return weight / weight.sum() if weight.sum() else season.weight


def _with_interviews(season: PastSeason, admit: Array) -> float:
    return down_the_list(admit, _given_counts(season)).any if len(admit) else 0.0


def _causes(season: PastSeason, facts: Facts) -> tuple[Cause, ...]:
    """Luck, paper or interview: each with its share after the season, the likeliest first.

    Facts: unmatched.cause.paper, unmatched.cause.interview, unmatched.prior.luck
    """
    prior = {name: facts.value(f"unmatched.prior.{name}") for name in CALLS_FOR}
    seasons = {
        "luck": season.under(),
        "paper": season.under(quality=facts.value("unmatched.cause.paper")),
        "interview": season.under(performance=facts.value("unmatched.cause.interview")),
    }
    after = causes(seasons, season.weight, prior, season.interviews)
    found = [Cause(name, prior[name], after[name], text) for name, text in CALLS_FOR.items()]
    return tuple(sorted(found, key=lambda cause: -cause.after))


def _given_away(case: Case, season: PastSeason, facts: Facts) -> Iterator[GivenAway]:
    """What could have been done otherwise last season, by how much it would have changed."""
    yield _list_too_short(season)
    yield _too_few(case, season, facts)
    if season.refused:
        names = ", ".join(program.name for program in season.refused[:3])
        count = len(season.refused)
        rest = season.applications - count
        before = _before(season)
        again = 1.0 - (1.0 - before) ** (season.applications / max(1, rest))
        text = (
            f"{count} of {season.applications} applications went to programs that a rule shuts to "
            f"you ({names}{' and more' if count > 3 else ''}): spent on open ones like the rest."
        )
        yield GivenAway("closed programs", before, again, again - before, text)


def _list_too_short(season: PastSeason) -> GivenAway:
    ranked = _with_interviews(season, season.under().admit)
    whole = _with_interviews(season, season.all_ranked())
    text = (
        f"{_many(season.interviews, 'interview')} and {_many(season.ranks, 'rank')}: every "
        "program you would go to belongs on the list."
    )
    return GivenAway("list too short", ranked, whole, whole - ranked, text)


def _too_few(case: Case, season: PastSeason, facts: Facts) -> GivenAway:
    """The same mix of programs, as many as people of the type apply to."""
    usual = round(facts.value(f"match.chain.{case.applicant.type}.applications"))
    before = _before(season)
    more = before
    if 0 < season.applications < usual:
        added = np.repeat(season.typical_taken()[None, :], usual - season.applications, axis=0)
        miss = np.prod(1.0 - added, axis=0) @ season.weight
        more = 1.0 - (1.0 - before) * float(miss)
    text = (
        f"{season.applications} applications; people of your type send {usual} on average, and as "
        "many more of the kind would have brought this."
    )
    return GivenAway("too few applications", before, more, more - before, text)


def _diagnosis(
    counts: SeasonCounts, found: tuple[Cause, ...], away: tuple[GivenAway, ...], facts: Facts
) -> str:
    """The answer in two or three sentences, the computed one first."""
    first = found[0]
    few = counts.chance_of_so_few_interviews <= facts.value("unmatched.few_interviews")
    said = (
        f"{_many(counts.interviews, 'interview')} from "
        f"{_many(counts.applications, 'application')}; "
        f"{counts.expected_interviews:.1f} were to be expected, and so few or fewer come to "
        f"{counts.chance_of_so_few_interviews:.0%} of files like yours"
        f"{', which is rare' if few else ''}. With these interviews "
        f"{counts.chance_of_no_match_with_these_interviews:.0%} end without a match. "
        f"Likeliest: {first.cause} ({first.after:.0%}). {first.text}"
    )
    if away:
        best = max(away, key=lambda item: item.gain)
        said += f" Given away most by: {best.what} ({100 * best.gain:.0f} points)."
    return said


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _notes(case: Case, season: PastSeason, facts: Facts) -> Iterator[str]:
    if not season.told.knows_programs:
        yield (
            "Give --log with what was sent and what came: counts alone cannot tell a list of "
            "reaches from a weak file."
        )
    if case.applicant.needs_visa:
        yield (
            "A visa is needed: programs that do not sponsor are left out of every number here; "
            "`thirdfriday plan` prices the kinds of visa."
        )
    yield "First SOAP, in the same week: thirdfriday soap CASE.toml."
    kind = str(case.applicant.type)
    if "nrmp" in facts.without:
        return
    rows = [
        row
        for row in load_table("published/rank_list_lengths").rows()
        if row["applicant_type"] == kind
    ]
    if rows:
        row = max(rows, key=lambda each: int(each["year"]))
        yield (
            f"In {row['year']} those of your type who did not match had ranked "
            f"{row['mean_ranks_unmatched']:.1f} programs on average, those who did "
            f"{row['mean_ranks_matched']:.1f}."
        )
