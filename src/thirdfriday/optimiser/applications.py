"""Which programs to apply to, with which signals: the best list found and how good it must be."""

from dataclasses import dataclass

from thirdfriday.optimiser.board import best_list
from thirdfriday.optimiser.certificate import Certificate, certify
from thirdfriday.optimiser.match_floor import list_with_floor, safest_list
from thirdfriday.optimiser.objective import Outcomes, career_of, outcomes
from thirdfriday.optimiser.problem import ChoiceProblem, Selection
from thirdfriday.optimiser.tuning import tuning


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A list, what it is expected to bring, and the proof of how near the best it is.

    `floor` is the chance of any match that the list had to keep, 0 without such a guard.
    """

    selection: Selection
    outcomes: Outcomes
    certificate: Certificate | None
    floor: float = 0.0


def choose_applications(
    problem: ChoiceProblem,
    *,
    start: Selection | None = None,
    certified: bool = True,
    passes: int | None = None,
) -> Choice:
    """The list of most expected value within fees, signals, groups and interview capacity.

    `start`, an earlier list, is taken up where it stands: the answer is never worth less than it.
    `certified=False` leaves the certificate out and `passes` bounds the rounds of swaps (for the
    many lists of a sweep).
    Raises InfeasiblePlanError naming the limit that leaves nothing to choose.
    Method: docs/models/choices.md, "Search" and "Certificate"

    >>> from thirdfriday.optimiser.problem import choice_problem
    >>> problem = choice_problem(
    ...     interview=[[0.3], [0.9], [0.5]], admit=[[1.0]] * 3, weight=[1.0],
    ...     utility=[1.0, 0.5, 0.2], max_applications=2,
    ... )
    >>> choice = choose_applications(problem)
    >>> choice.selection.tolist(), round(choice.outcomes.value, 3)
    ([0, 0, -1], 0.615)
    """
    if problem.programs <= tuning().exact_programs:
        from thirdfriday.optimiser.exact import exact_applications  # noqa: PLC0415 - needs Choice

        selection = exact_applications(problem).selection
    elif problem.match_floor > 0:
        selection = list_with_floor(problem, problem.match_floor, start=start, passes=passes)
    else:
        selection = best_list(problem, start=start, passes=passes)
    proof = certify(problem, selection) if certified else None
    return Choice(selection, outcomes(problem, selection), proof)


def choose_with_guard(
    problem: ChoiceProblem,
    points: float,
    *,
    start: Selection | None = None,
    certified: bool = True,
    passes: int | None = None,
) -> Choice:
    """The best list that gives up at most `points` of the greatest chance of any match. [0..1].

    The guard behind "a soft preference never costs more than that": the list of most chance of any
    match is found first, then the one of most value whose chance is at least that less `points`.
    Method: docs/models/choices.md, "Floor under any match"

    >>> from thirdfriday.optimiser.problem import choice_problem
    >>> problem = choice_problem(
    ...     interview=[[0.3], [0.5]], admit=[[1.0], [1.0]], weight=[1.0], utility=[1.0, 0.1],
    ...     max_applications=1,
    ... )
    >>> choose_with_guard(problem, 0.05).selection.tolist()
    [-1, 0]
    """
    safest = safest_list(problem, start=start, passes=passes)
    floor = max(career_of(problem, outcomes(problem, safest)) - points, problem.match_floor, 0.0)
    selection = list_with_floor(problem, floor, start=start, safest=safest, passes=passes)
    proof = certify(problem, selection, floor=floor) if certified else None
    return Choice(selection, outcomes(problem, selection), proof, floor)
