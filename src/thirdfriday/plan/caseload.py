"""One line of a caseload: how a student stands, why, and what an hour of advice could change."""

import math
from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any

from thirdfriday.facts.registry import Facts
from thirdfriday.plan.explain import BASE_FACTOR
from thirdfriday.plan.plan import Plan

FULL = 100.0
VISA = "visa"
"""Kinds of constraint that a student cannot loosen begin so."""


@dataclass(frozen=True, slots=True)
class CaseloadLine:
    """What an adviser reads of one student; chances are 0 to 1, `*_points` percentage points.

    `standing`: "at risk", "watch" or "on course". `why`: what weighs most against the student.
    `would_help`: the one change of the plan that adds most, and `help_points` what it adds to the
    chance of a match; the caseload is sorted by it.
    """

    student: str
    applicant_type: str
    specialty: str
    standing: str
    chance_of_match_low: float
    chance_of_match: float
    chance_of_match_high: float
    chance_of_match_in_target: float
    expected_interviews: float
    chance_of_no_interview: float
    applications: int
    cost_usd: float
    why: str
    would_help: str
    help_points: float

    def to_json(self) -> dict[str, Any]:
        """The line as plain values under stable names."""
        return asdict(self)


def caseload_line(student: str, plan: Plan, facts: Facts) -> CaseloadLine:
    """The line of one student from their plan.

    Facts: caseload.at_risk_below, caseload.watch_below, caseload.reasons_most
    """
    head = plan.headline
    help_text, points = what_would_help(plan)
    return CaseloadLine(
        student=student,
        applicant_type=plan.case.applicant_type,
        specialty=plan.case.specialty_name,
        standing=standing_of(head.chance_of_match.central, facts),
        chance_of_match_low=head.chance_of_match.low,
        chance_of_match=head.chance_of_match.central,
        chance_of_match_high=head.chance_of_match.high,
        chance_of_match_in_target=head.chance_of_match_in_target.central,
        expected_interviews=head.expected_interviews.central,
        chance_of_no_interview=head.chance_of_no_interview.central,
        applications=head.applications,
        cost_usd=head.cost_usd,
        why="; ".join(weights_against(plan, round(facts.value("caseload.reasons_most")))),
        would_help=help_text,
        help_points=points,
    )


def standing_of(chance_of_match: float, facts: Facts) -> str:
    """How a chance of a match is called on the caseload page.

    Facts: caseload.at_risk_below, caseload.watch_below
    """
    if chance_of_match < facts.value("caseload.at_risk_below"):
        return "at risk"
    return "watch" if chance_of_match < facts.value("caseload.watch_below") else "on course"


def weights_against(plan: Plan, most: int) -> list[str]:
    """The factors that lower this student's odds of an interview most, over the plan's list."""
    sums: defaultdict[tuple[str, str], float] = defaultdict(float)
    for choice in plan.choices:
        for reason in choice.reasons:
            if reason.factor != BASE_FACTOR:
                sums[reason.factor, reason.fact] += reason.log_odds
    count = max(1, len(plan.choices))
    heavy = sorted((total / count, key) for key, total in sums.items())
    return [
        f"{factor}: {fact or 'none'} (odds x{math.exp(mean):.2f})"
        for mean, (factor, fact) in heavy[:most]
        if mean < -1.0 / FULL
    ]


def _limit(constraint: str) -> str:
    """A constraint after "without": "at most 90 applications" alone would be misread."""
    return f"the limit of {constraint}" if constraint.startswith("at most") else constraint


def what_would_help(plan: Plan) -> tuple[str, float]:
    """The change that adds most to the chance of a match, and how much. [points]

    Mends of the mistakes in the plan, and limits that the student could loosen; a visa is none.
    """
    offers = [(FULL * mistake.cost.any_match, mistake.mend) for mistake in plan.mistakes]
    offers += [
        (FULL * price.change_in_chance_of_match, f"without {_limit(price.constraint)}")
        for price in plan.prices
        if not price.kind.startswith(VISA)
    ]
    points, text = max(offers, default=(0.0, ""))
    return (text, points) if points > 0 else ("", 0.0)
