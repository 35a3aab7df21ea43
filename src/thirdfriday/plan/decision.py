"""Apply now, or take a year first: every way to spend it, by the end of the next season."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from thirdfriday.domain.case import Case
from thirdfriday.errors import InfeasiblePlanError
from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array
from thirdfriday.plan import improve_changes as change
from thirdfriday.plan.branch import Branch, Grounds, replanned
from thirdfriday.plan.common_draws import change_of, drawn_outcomes
from thirdfriday.plan.improve_ideas import place_in_target
from thirdfriday.plan.improvement_nouns import Decision, DecisionBranch
from thirdfriday.plan.joined import join

QUESTION = (
    "Apply this season, put off graduation, or take a year of research or clinical work first?"
)
NOW = "apply_now"
NEARLY_SURE = 0.995  # what would round to a false 100%


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """One way: its case this season (None: sits it out) and next season, and what it costs."""

    key: str
    title: str
    next_case: Case | None
    why: str
    applies_now: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Reckoned:
    branch: DecisionBranch
    drawn: Array | None


def decide(here: Branch, grounds: Grounds, seed: int, late: bool) -> Decision:
    """All ways to spend the next year, compared by the end of the next season.

    A year first means one season fewer, one more year since graduation and a year without pay; a
    second try after an unsuccessful Match is that of a reapplicant. Both tries of one applicant
    share what the file does not say.

    Facts: improve.year.cost_usd, improve.research_year.publications, improve.clinical_year.months
    Method: docs/models/improve.md
    """
    found: list[_Reckoned] = []
    for way in ways(here, grounds.facts):
        later = None if way.next_case is None else _planned(way.next_case, here, grounds)
        if later is None:
            found.append(_Reckoned(_not_possible(way), None))
        elif way.applies_now:
            found.append(_twice(way, here, later, grounds.facts, seed=seed))
        else:
            found.append(_once(way, later, grounds.facts, seed=seed, first=found[0]))
    branches = tuple(each.branch for each in found)
    able = [branch for branch in branches if branch.possible]
    best = max(able, key=lambda branch: branch.chance_by_then)
    return Decision(QUESTION, branches, best.key, _words(branches, best, late))


def ways(here: Branch, facts: Facts) -> Iterator[Way]:
    """Every way to spend the next year, applying now first."""
    case = here.case
    again = change.a_year_later(case, reapplying=True)
    waited = change.a_year_later(case, reapplying=False)
    research, clinical = _research(here, facts), _clinical(here, facts)
    there = place_in_target(here.scope)
    place = f" near {there}" if there else ""
    yield Way(NOW, "Apply this season, and again if it brings no match", again, "", True)
    title = f"A research year{place} first, then apply once"
    yield Way("research_year", title, research(waited), "Graduated as planned.")
    title = f"A clinical year{place} first, then apply once"
    if case.applicant.type.international or not case.applicant.type.senior:
        yield Way("clinical_year", title, clinical(waited), "Hands-on work and letters from it.")
    title = f"Graduation put off for a year of research{place}, then apply once"
    senior = case.applicant.type.senior or case.years_since_graduation == 0
    if case.applicant.type.senior or (case.applicant.type.international and _studies(case)):
        delayed = change.a_year_later(case, reapplying=False, delayed=True)
        yield Way("delay_graduation", title, research(delayed), "You would still be a senior.")
    else:
        why = "You have graduated." if not senior else "Your graduation lies before the season."
        yield Way("delay_graduation", title, None, why)
    yield Way("wait", "A year's wait with the file as it is, then apply once", waited, "")


def _studies(case: Case) -> bool:
    """Whether graduation still lies ahead when applications go out."""
    return case.applicant.education.graduation_year >= case.season


def _research(here: Branch, facts: Facts) -> Callable[[Case], Case]:
    publications = round(facts.value("improve.research_year.publications"))
    experiences = round(facts.value("improve.research_year.experiences"))
    there = place_in_target(here.scope)

    def grown(case: Case) -> Case:
        more = change.with_research(case, publications, experiences, 1.0)
        return change.with_letter(more, there)

    return grown


def _clinical(here: Branch, facts: Facts) -> Callable[[Case], Case]:
    months = facts.value("improve.clinical_year.months")
    there = place_in_target(here.scope)

    def grown(case: Case) -> Case:
        return change.with_letter(change.with_rotation(case, months, there), there)

    return grown


def _not_possible(way: Way) -> DecisionBranch:
    why = way.why or "Nothing would be open then."
    return DecisionBranch(way.key, way.title, False, why, 0, 0.0, 0.0, 0.0, 0.0, None, 0.0, "")


def _once(way: Way, later: Branch, facts: Facts, *, seed: int, first: _Reckoned) -> _Reckoned:
    """A year first, then one season."""
    year = facts.value("improve.year.cost_usd")
    results = later.outcomes
    drawn = drawn_outcomes(later, facts=facts, seed=seed).chance_of_match
    against = None
    if first.drawn is not None:
        gain = results.chance_of_match - first.branch.chance_by_then
        against = change_of(drawn - first.drawn, gain, facts)
    return _Reckoned(
        DecisionBranch(
            key=way.key,
            title=way.title,
            possible=True,
            why=way.why,
            seasons=1,
            chance_this_season=0.0,
            chance_next_season=results.chance_of_match,
            chance_by_then=results.chance_of_match,
            chance_in_target_by_then=results.chance_in_target,
            against_first=against,
            expected_cost_usd=year + results.cost_usd,
            costs=f"a year (${year:,.0f}) and ${results.cost_usd:,.0f} of fees",
        ),
        drawn,
    )


def _twice(way: Way, here: Branch, later: Branch, facts: Facts, *, seed: int) -> _Reckoned:
    """Both seasons: the second counts only where the first brought no match."""
    year = facts.value("improve.year.cost_usd")
    now = here.outcomes
    joined = join(here, later, days=None)
    if joined:
        both, drawn = joined.outcomes, joined.draws(facts, seed).chance_of_match
        total, target = both.chance_of_match, both.chance_in_target
    else:
        rest = 1.0 - now.chance_of_match
        total = now.chance_of_match + rest * later.outcomes.chance_of_match
        target = now.chance_in_target + rest * later.outcomes.chance_in_target
        first, second = (drawn_outcomes(b, facts=facts, seed=seed) for b in (here, later))
        drawn = 1.0 - (1.0 - first.chance_of_match) * (1.0 - second.chance_of_match)
    missed = 1.0 - now.chance_of_match
    again = later.outcomes.cost_usd
    cost = now.cost_usd + missed * (again + year)
    return _Reckoned(
        DecisionBranch(
            key=way.key,
            title=way.title,
            possible=True,
            why=way.why,
            seasons=2,
            chance_this_season=now.chance_of_match,
            chance_next_season=(total - now.chance_of_match) / missed if missed else 0.0,
            chance_by_then=total,
            chance_in_target_by_then=target,
            against_first=None,
            expected_cost_usd=cost,
            costs=(
                f"${now.cost_usd:,.0f} of fees now; in {100 * missed:.0f} of 100 cases a year "
                f"(${year:,.0f}) and ${again:,.0f} of fees more"
            ),
        ),
        drawn,
    )


def _planned(case: Case, here: Branch, grounds: Grounds) -> Branch | None:
    try:
        return replanned(case, here, grounds)
    except InfeasiblePlanError:
        return None


def _words(branches: tuple[DecisionBranch, ...], best: DecisionBranch, late: bool) -> str:
    now = branches[0]
    others = sorted((b for b in branches[1:] if b.possible), key=lambda b: -b.chance_by_then)
    told = [f"{b.title[0].lower()}{b.title[1:]}: {in_percent(b.chance_by_then)}" for b in others]
    if best.key == NOW:
        verdict = "Applying now is best: a year first gives up a season and a year's pay."
    else:
        gain = 100 * (best.chance_by_then - now.chance_by_then)
        more = best.expected_cost_usd - now.expected_cost_usd
        verdict = (
            f"A year first comes out {gain:.1f} points ahead, for about ${more:,.0f} more; "
            "look at the range before you believe it."
        )
    season = "Applications of this season have gone out: read this for the next two. "
    return (
        f"{season if late else ''}By the end of the next season, applying now and again if need "
        f"be gives {in_percent(now.chance_by_then)}; {'; '.join(told)}. {verdict}"
    )


def in_percent(chance: float) -> str:
    """A chance in whole percent, never a false 100%.

    >>> in_percent(0.784), in_percent(0.9991)
    ('78%', 'over 99%')
    """
    return "over 99%" if chance > NEARLY_SURE else f"{100 * chance:.0f}%"
