"""The answers to the ERAS geography questions: every one valued on its own best list."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from thirdfriday.domain.case import Case
from thirdfriday.domain.region import divisions_by_state, preset_names
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances, GeographyAnswer
from thirdfriday.optimiser.board import best_list
from thirdfriday.optimiser.objective import Outcomes, career_of, expected_value, outcomes
from thirdfriday.optimiser.problem import ChoiceProblem, Selection
from thirdfriday.plan.choosing import choose
from thirdfriday.plan.desirability import guard_points
from thirdfriday.plan.plan import GeographyAlternative
from thirdfriday.plan.scope import Scope

SETTINGS = ("urban", "suburban", "rural")
NONE = GeographyAnswer()
THREADS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """One answer to the geography questions, with its own best list and what that brings."""

    answer: GeographyAnswer
    outcomes: Outcomes
    problem: ChoiceProblem
    selection: Selection


def choose_geography(
    problem: ChoiceProblem, case: Case, scope: Scope, chances: ApplicantChances, facts: Facts
) -> list[Answered]:
    """Every geography answer on its own list, the best first.

    Each answer on divisions (up to three of nine, or none) is given its own best list, gone on
    from the one that is best without a preference; the settings are valued on the lists of the
    best few, and the best of all with the guard of the preference level. An answer that costs more
    of the chance of a match than the guard allows comes last.

    Facts: geography.divisions_maximum, plan.geography_finalists
    """
    first = best_list(problem, passes=0)
    answers = all_answers(scope, facts)

    def on_own_list(answer: GeographyAnswer) -> Answered:
        own = under(problem, chances, answer)
        selection = best_list(own, start=first, passes=0)
        return Answered(answer, outcomes(own, selection), own, selection)

    with ThreadPoolExecutor(THREADS) as pool:  # the compiled search runs outside Python's lock
        found = list(pool.map(on_own_list, answers))
    found = _ranked(found, case, facts)
    few = round(facts.value("plan.geography_finalists"))
    found += [
        _with_setting(each, setting, problem, chances)
        for each in found[:few]
        for setting in SETTINGS
    ]
    return _guarded(_ranked(found, case, facts), case, facts)


def quick_geography(
    problem: ChoiceProblem, case: Case, scope: Scope, chances: ApplicantChances, facts: Facts
) -> Answered:
    """The best geography answer found in a tenth of the time: all valued on one common list.

    Only the best few are given a list of their own, and the settings are valued on the best of
    those. For branches that are many; a plan looks at all (`choose_geography`).

    Facts: plan.geography_finalists
    """
    first = best_list(problem, passes=0)
    answers = all_answers(scope, facts)
    worth = [expected_value(under(problem, chances, each), first) for each in answers]
    ranked = [answers[index] for index in np.argsort(-np.array(worth), kind="stable")]
    finalists = ranked[: round(facts.value("plan.geography_finalists"))]
    if NONE not in finalists:
        finalists.append(NONE)
    found = []
    for answer in finalists:
        own = under(problem, chances, answer)
        selection = best_list(own, start=first, passes=0)
        found.append(Answered(answer, outcomes(own, selection), own, selection))
    best = max(found, key=lambda each: each.outcomes.value)
    for setting in SETTINGS:
        own = under(problem, chances, GeographyAnswer(best.answer.divisions, setting))
        answer = GeographyAnswer(best.answer.divisions, setting)
        found.append(Answered(answer, outcomes(own, best.selection), own, best.selection))
    return _ranked(found, case, facts)[0]


def only_best_geography(
    problem: ChoiceProblem, case: Case, scope: Scope, chances: ApplicantChances, facts: Facts
) -> list[Answered]:
    """The answer that `quick_geography` finds, its list chosen with the guard, and no other."""
    best = quick_geography(problem, case, scope, chances, facts)
    return _guarded([best], case, facts)


def _with_setting(
    each: Answered, setting: str, problem: ChoiceProblem, chances: ApplicantChances
) -> Answered:
    answer = GeographyAnswer(each.answer.divisions, setting)
    own = under(problem, chances, answer)
    selection = best_list(own, start=each.selection, passes=0)
    return Answered(answer, outcomes(own, selection), own, selection)


def _ranked(found: list[Answered], case: Case, facts: Facts) -> list[Answered]:
    """By value, those that cost more of the chance of a match than the guard allows last."""
    points = guard_points(case.wants.level, facts)
    floor = -1.0
    if points is not None:
        floor = max(career_of(each.problem, each.outcomes) for each in found) - points
    return sorted(
        found,
        key=lambda each: (career_of(each.problem, each.outcomes) < floor, -each.outcomes.value),
    )


def _guarded(found: list[Answered], case: Case, facts: Facts) -> list[Answered]:
    """The best few chosen anew with the guard of the preference level, the best of them first."""
    few = round(facts.value("plan.geography_finalists"))
    again = []
    for each in found[:few]:
        choice = choose(each.problem, case, facts, start=each.selection, quick=True)
        again.append(Answered(each.answer, choice.outcomes, each.problem, choice.selection))
    best = max(again, key=lambda each: each.outcomes.value)
    rest = [each for each in (*again, *found[few:]) if each is not best]
    return [best, *rest]


def all_answers(scope: Scope, facts: Facts) -> list[GeographyAnswer]:
    """Every answer on divisions that programs in scope lie in, without a setting."""
    divisions = sorted({program.division for program in scope.open if program.division})
    most = round(facts.value("geography.divisions_maximum"))
    return [NONE] + [
        GeographyAnswer(chosen)
        for count in range(1, most + 1)
        for chosen in combinations(divisions, count)
    ]


def under(
    problem: ChoiceProblem, chances: ApplicantChances, answer: GeographyAnswer
) -> ChoiceProblem:
    """The same choice under another geography answer."""
    return replace(problem, interview=chances.interview(answer))


def alternatives_of(
    found: Sequence[Answered], scope: Scope, chances: ApplicantChances
) -> tuple[GeographyAlternative, ...]:
    """The answers as a plan carries them, each with what its list loses outside its divisions."""
    plain = chances.interview(NONE)
    return tuple(_alternative(each, scope, plain) for each in found)


def _alternative(each: Answered, scope: Scope, plain: np.ndarray) -> GeographyAlternative:
    inside, outside, lost = offers_by_division(each, scope, plain)
    return GeographyAlternative(
        divisions=division_names(each.answer.divisions),
        setting=each.answer.setting,
        value=each.outcomes.value,
        chance_of_match=each.outcomes.chance_of_match,
        chance_of_match_in_target=each.outcomes.chance_in_target,
        expected_interviews=each.outcomes.expected_interviews,
        offers_inside=inside,
        offers_outside=outside,
        offers_lost_outside=lost,
    )


def offers_by_division(
    each: Answered, scope: Scope, plain: np.ndarray
) -> tuple[float, float, float]:
    """Offers expected in the chosen divisions and outside them, and those lost outside. [counts]

    Lost against "no preference" with the same list: programs outside the chosen divisions see
    that another place is preferred.
    """
    chosen = np.flatnonzero(each.selection >= 0)
    tiers = np.asarray(each.selection, np.int64)[chosen]
    weight = each.problem.weight
    now = each.problem.interview[chosen, tiers] @ weight
    before = plain[chosen, tiers] @ weight
    inside = np.array([scope.open[k].division in each.answer.divisions for k in chosen], bool)
    if not each.answer.divisions:
        return 0.0, float(now.sum()), 0.0
    lost = float((before - now)[~inside].sum())
    return float(now[inside].sum()), float(now[~inside].sum()), lost


def ties_outside(case: Case, answer: GeographyAnswer) -> tuple[str, ...]:
    """Ties of the applicant to places in divisions that the answer does not choose."""
    if not answer.divisions:
        return ()
    division = divisions_by_state()
    found = [
        f"{tie.kind.replace('_', ' ')} in {tie.place} ({preset_names()[division[tie.place.state]]})"
        for tie in case.applicant.ties
        if tie.place
        and tie.place.state in division
        and division[tie.place.state] not in answer.divisions
    ]
    return tuple(dict.fromkeys(found))


def division_names(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Census divisions as ERAS names them."""
    return tuple(preset_names()[key] for key in keys)
