"""How the forecasts did where the outcome is published: scores against plain averages."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from thirdfriday.domain.program import NEWEST_FILLED_YEAR, Program
from thirdfriday.facts.registry import Facts
from thirdfriday.models.quality import Array
from thirdfriday.models.unfilled import weighted_seasons

GROUP_NAMES = {
    "all": "all groups",
    "md": "MD",
    "do": "DO",
    "us_img": "US IMG",
    "non_us_img": "non-US IMG",
}
BINS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)  # bands of the table, wider where few fall


@dataclass(frozen=True, slots=True)
class Score:
    """One forecast against its baseline: log and Brier scores, lower being better."""

    forecast: str
    cases: int
    log_score: float
    baseline_log_score: float
    brier: float | None
    baseline_brier: float | None
    baseline: str
    note: str


@dataclass(frozen=True, slots=True)
class ReliabilityRow:
    """Of the cases forecast within a band, how many came true."""

    low: float
    high: float
    cases: int
    mean_forecast: float
    came_true: float


def interview_scores(facts: Facts) -> tuple[Score, ...]:
    """Invitation rates of held-out programs, by group; per application. [nats]

    Facts: interview.cross_validation.by_program.log_loss.all
    Method: docs/models/interview.md
    """
    stem = "interview.cross_validation.by_program"
    found = []
    for group, words in GROUP_NAMES.items():
        own = facts.value(f"{stem}.log_loss.{group}")
        gain = facts.value(f"{stem}.gain_over_specialty_average.{group}")
        floor = facts.value(f"{stem}.floor.{group}")
        covered = facts.value(f"{stem}.coverage_80.{group}")
        note = f"held-out programs; floor {floor:.4f}; 80% ranges held {100 * covered:.0f}%"
        name = f"interview rate, {words}"
        found.append(Score(name, 0, own, own + gain, None, None, "specialty average", note))
    return tuple(found)


def unfilled_forecast(
    programs: Sequence[Program], facts: Facts
) -> tuple[Score, tuple[ReliabilityRow, ...]]:
    """Which programs leave a position unfilled in the newest season, told from earlier ones.

    Facts: match.unfilled.recency, match.unfilled.prior_seasons
    Method: docs/models/match.md
    """
    recency = facts.value("match.unfilled.recency")
    prior = facts.value("match.unfilled.prior_seasons")
    by_specialty: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for program in programs:
        history = dict(program.fill_history)
        outcome = history.pop(NEWEST_FILLED_YEAR, None)
        if outcome is None or NEWEST_FILLED_YEAR - 1 not in history:
            continue
        unfilled, seasons = weighted_seasons(history, recency)
        by_specialty[program.specialty].append((unfilled, seasons, outcome[1] < outcome[0]))
    chances, averages, outcomes = [], [], []
    for rows in by_specialty.values():
        unfilled, seasons, came = np.array(rows, dtype=float).T
        shared = prior * facts.value("match.unfilled.share")
        average = (unfilled.sum() + shared) / (seasons.sum() + prior)
        chances.append((unfilled + prior * average) / (seasons + prior))
        averages.append(np.full(len(rows), average))
        outcomes.append(came)
    forecast, baseline, truth = (np.concatenate(part) for part in (chances, averages, outcomes))
    score = Score(
        forecast=f"a position left unfilled in {NEWEST_FILLED_YEAR}",
        cases=len(truth),
        log_score=log_score(forecast, truth),
        baseline_log_score=log_score(baseline, truth),
        brier=brier(forecast, truth),
        baseline_brier=brier(baseline, truth),
        baseline="specialty average",
        note=f"told from {NEWEST_FILLED_YEAR - 1} and before; two settings were tuned on this year",
    )
    return score, reliability(forecast, truth)


def log_score(forecast: Array, truth: Array) -> float:
    """Mean logarithmic score. [nats a case, lower is better]

    >>> import numpy as np
    >>> round(log_score(np.array([0.5, 0.5]), np.array([1.0, 0.0])), 4)
    0.6931
    """
    chance = np.clip(forecast, 1e-9, 1.0 - 1e-9)
    return float(-np.mean(truth * np.log(chance) + (1.0 - truth) * np.log1p(-chance)))


def brier(forecast: Array, truth: Array) -> float:
    """Mean squared error of chances. [0 to 1, lower is better]

    >>> import numpy as np
    >>> brier(np.array([0.5, 0.5]), np.array([1.0, 0.0]))
    0.25
    """
    return float(np.mean((forecast - truth) ** 2))


def reliability(forecast: Array, truth: Array) -> tuple[ReliabilityRow, ...]:
    """Cases by band of forecast: mean forecast against the share that came true."""
    rows = []
    for low, high in pairwise(BINS):
        inside = (forecast >= low) & ((forecast < high) | (high == BINS[-1]))
        if inside.any():
            rows.append(
                ReliabilityRow(
                    low=low,
                    high=high,
                    cases=int(inside.sum()),
                    mean_forecast=float(forecast[inside].mean()),
                    came_true=float(truth[inside].mean()),
                )
            )
    return tuple(rows)
