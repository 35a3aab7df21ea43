"""Matches in a second specialty of those who do not match in the one they prefer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from builders.chain_population import (
    LONGEST_LIST,
    PERFORMANCE_POINTS,
    QUALITY_POINTS,
    Array,
    Parameters,
    interview_counts,
    normal_nodes,
)
from builders.standing_chain_model import (
    CutoffPractice,
    CutoffSpecialty,
    admission,
    interviewers,
)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Applicants without a match in the specialty they prefer, by quality and performance. [Q, P]

    Shares of all who apply: `listed` had a list of it, `unlisted` no interview.
    """

    listed: Array
    unlisted: Array


@dataclass(frozen=True, slots=True)
class Second:
    """Of those who apply to a second specialty: who ranks it, and who then matches in it.

    `ranked` share of those that it is asked of, `matched` share of those who ranked.
    """

    ranked: float
    matched: float


@dataclass(frozen=True, slots=True)
class SecondPractice:
    """How people apply to a second specialty: share of the usual applications, longest list."""

    applications: float
    until: int


def unmatched(
    data: Sequence[CutoffSpecialty],
    levels: Sequence[float],
    given: Parameters,
    practice: CutoffPractice,
) -> Unmatched:
    """Who is left without a match in the specialty they prefer, over all specialties."""
    _, spread = normal_nodes(PERFORMANCE_POINTS)
    listed = np.zeros((QUALITY_POINTS, PERFORMANCE_POINTS))
    unlisted = np.zeros((QUALITY_POINTS, PERFORMANCE_POINTS))
    total = sum(specialty.weight for specialty in data)
    for specialty, level in zip(data, levels, strict=True):
        counts = interview_counts(specialty, given, practice)
        admit = admission(level, interviewers(specialty, given, practice), given, practice)
        refused = (1.0 - admit[:, :, None]) ** practice.lengths
        weight = specialty.weight / total
        listed += weight * np.einsum("ql,qpl,p->qp", counts[:, 1:], refused, spread)
        unlisted += weight * counts[:, :1] * spread
    return Unmatched(listed, unlisted)


def in_second(
    people: Array,
    where: tuple[CutoffSpecialty, float],
    given: Parameters,
    practice: CutoffPractice,
    *,
    second: SecondPractice,
    shift: float,
) -> Second:
    """What a second specialty gives `people` [Q, P] when `shift` moves every invitation. [log-odds]

    Quality and performance go with the person, so that those who failed in the first specialty
    are weaker in the second too. `where` is the second specialty and its level.
    """
    specialty, level = where
    _, nodes = normal_nodes(QUALITY_POINTS)
    moved = replace(
        given,
        applications=given.applications * second.applications,
        interview_shift=given.interview_shift + shift,
    )
    counts = interview_counts(specialty, moved, practice) / nodes[:, None]
    admit = admission(level, interviewers(specialty, moved, practice), moved, practice)
    lengths = np.minimum(np.arange(1, LONGEST_LIST + 1), second.until)
    taken = 1.0 - (1.0 - admit[:, :, None]) ** lengths
    ranked = float(np.einsum("qp,ql->", people, counts[:, 1:]))
    matched = float(np.einsum("qp,ql,qpl->", people, counts[:, 1:], taken))
    return Second(ranked / float(people.sum()), matched / ranked)
