"""Ranges of a list's outcomes: every number drawn from its range, with common random numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thirdfriday.domain.chance import ChanceRange
from thirdfriday.domain.count_range import CountRange
from thirdfriday.facts.registry import Facts
from thirdfriday.models.chances import ApplicantChances, GeographyAnswer
from thirdfriday.models.quality import Array
from thirdfriday.optimiser.objective import chosen_in_order, outcome_draws, outcomes
from thirdfriday.optimiser.problem import ChoiceProblem, Selection

FULL = 100.0


@dataclass(frozen=True, slots=True, eq=False)
class ListRanges:
    """The headline of one list and the chance of interview at each of its programs.

    `at_program` follows `index`, the listed programs in preference order.
    """

    chance_of_match: ChanceRange
    chance_in_target: ChanceRange
    expected_interviews: CountRange
    chance_of_no_interview: ChanceRange
    index: NDArray[np.int64]
    at_program: tuple[ChanceRange, ...]

    @property
    def surest(self) -> ChanceRange:
        """The chance of an interview whose low end is highest; none at all without a list."""
        return max(self.at_program, key=lambda each: each.low, default=ChanceRange(0.0, 0.0, 0.0))


def ranges_of_list(
    problem: ChoiceProblem,
    selection: Selection,
    chances: ApplicantChances,
    answer: GeographyAnswer,
    *,
    facts: Facts,
    seed: int,
) -> ListRanges:
    """Central values and 80% ranges of a list. The same seed gives the same draws to every list.

    Facts: range.draws, range.share
    Method: docs/models/ranges.md
    """
    index = chosen_in_order(problem, selection)
    tiers = np.asarray(selection, np.int64)[index]
    rng = np.random.default_rng(seed)
    count = round(facts.value("range.draws"))
    offers, admit = chances.draws(index, tiers, answer, facts=facts, rng=rng, count=count)
    drawn = outcome_draws(problem, selection, offers, admit)
    central = outcomes(problem, selection)
    ends = range_ends(facts)
    programs = np.percentile(offers @ problem.weight, ends, axis=0).T
    return ListRanges(
        chance_of_match=chance_range(drawn.chance_of_match, central.chance_of_match, ends),
        chance_in_target=chance_range(drawn.chance_in_target, central.chance_in_target, ends),
        expected_interviews=_count(drawn.expected_interviews, central.expected_interviews, ends),
        chance_of_no_interview=chance_range(
            drawn.chance_of_no_interview, central.chance_of_no_interview, ends
        ),
        index=index,
        at_program=tuple(
            _ordered(low, float(middle), high)
            for (low, high), middle in zip(
                programs, central.chance_of_interview_at[index], strict=True
            )
        ),
    )


def range_ends(facts: Facts) -> tuple[float, float]:
    """The percentiles between which a range lies.

    Facts: range.share
    """
    tail = FULL * (1.0 - facts.value("range.share")) / 2.0
    return tail, FULL - tail


def chance_range(drawn: Array, central: float, ends: tuple[float, float]) -> ChanceRange:
    """A chance with the range of its draws, which always holds the central value."""
    low, high = np.percentile(drawn, ends)
    return _ordered(float(low), central, float(high))


def _ordered(low: float, central: float, high: float) -> ChanceRange:
    middle = min(max(central, 0.0), 1.0)
    least = min(max(float(low), 0.0), middle)
    most = max(min(float(high), 1.0), middle)
    return ChanceRange(least, middle, most)


def _count(drawn: Array, central: float, ends: tuple[float, float]) -> CountRange:
    low, high = np.percentile(drawn, ends)
    return CountRange(min(max(float(low), 0.0), central), central, max(float(high), central))
