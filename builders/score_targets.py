"""What the fit of scores must reproduce: match rates by score bin, mean scores of both outcomes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import ndtr, ndtri

from builders.facts_names import SPECIALTIES, TYPES, read_rows
from builders.facts_scores import ODD_CELLS

Array = NDArray[np.float64]

BINS_2020 = "charting2020_2024_us_md_step2_bins"
BINS_2026 = "charting_outcomes_2026_step2_bins"
HALF = 0.5  # scores are whole numbers: a bin ends half way to the next
POINTS = 3  # scores that stand for a bin
REACH = 5.0  # standard deviations at which the open bins end
LEAST = 1e-9  # of a chance whose logarithm is taken
FEWEST = 2  # of either outcome, for a gap between means


@dataclass(frozen=True, slots=True)
class ByScore:
    """Applicants who prefer one specialty, by score bin, lowest first; and how scores spread.

    `count` [B] applicants, `matched` [B] share of them matched in it, `score` [B, P] equally likely
    scores within each bin; `mean`, `spread` of all of them.
    """

    specialty: str
    count: Array
    matched: Array
    score: Array
    mean: float
    spread: float

    @property
    def rate(self) -> float:
        """Share matched of all of them."""
        return float(self.count @ self.matched / self.count.sum())


@dataclass(frozen=True, slots=True)
class Gap:
    """Mean scores of those who matched in the specialty they prefer and of those who did not."""

    specialty: str
    matched: float
    unmatched: float
    mean_matched: float
    mean_unmatched: float
    spread: float

    @property
    def rate(self) -> float:
        """Share matched."""
        return self.matched / (self.matched + self.unmatched)

    @property
    def gap(self) -> float:
        """How much higher the matched scored. [score]"""
        return self.mean_matched - self.mean_unmatched

    @property
    def mean(self) -> float:
        """Mean score of all."""
        return self.rate * self.mean_matched + (1.0 - self.rate) * self.mean_unmatched

    @property
    def variance(self) -> float:
        """Sampling variance of the gap, whole scores included. [score squared]"""
        return self.spread**2 * (1.0 / self.matched + 1.0 / self.unmatched) + 1.0 / 6.0


def bins_of_seniors(tables: Path) -> list[ByScore]:
    """MD seniors of 2020-2024 by specialty and Step 2 CK bin."""
    rows: dict[str, dict[int, tuple[float, float]]] = {}
    edges: dict[int, float] = {}
    for row in read_rows(tables, BINS_2020):
        low, high = _edges(row["step2_bin"])
        edges[low] = high
        share = float(row["pct_matched"] or 0.0) / 100.0
        rows.setdefault(SPECIALTIES[row["specialty"]], {})[low] = (
            float(row["n_applicants"] or 0.0), share,
        )  # fmt: skip
    return _by_specialty(rows, edges)


def bins_of_one(tables: Path, kind: str) -> list[ByScore]:
    """Applicants of one type in 2026 by bin, of the one specialty that is public."""
    name = {"md_senior": "MD", "do_senior": "DO"}[kind]
    rows: dict[str, dict[int, tuple[float, float]]] = {}
    edges: dict[int, float] = {}
    for row in read_rows(tables, BINS_2026):
        if row["applicant_type"] != name or not row["n_matched"]:
            continue
        low, high = _edges(row["step2_bin"])
        edges[low] = high
        matched, rest = float(row["n_matched"]), float(row["n_unmatched"])
        rows.setdefault(SPECIALTIES[row["specialty"]], {})[low] = (
            matched + rest, matched / (matched + rest),
        )  # fmt: skip
    return _by_specialty(rows, edges)


def _by_specialty(
    rows: dict[str, dict[int, tuple[float, float]]], edges: dict[int, float]
) -> list[ByScore]:
    """Every specialty from its (applicants, share matched) by the first score of each bin."""
    lows = sorted(edges)
    tops = [edges[low] for low in lows]
    return [
        by_score(key, lows, tops, np.array([found[low] for low in lows]))
        for key, found in sorted(rows.items())
    ]


def _edges(label: str) -> tuple[int, float]:
    """First score of a bin and first above it: "<200", "210-219", "250+", "<=220", "261-270"."""
    numbers = [int(part) for part in re.findall(r"\d+", label)]
    if label.startswith("<"):
        return 0, numbers[0] + ("=" in label)
    return (numbers[0], numbers[1] + 1) if len(numbers) > 1 else (numbers[0], np.inf)


def by_score(key: str, lows: list[int], tops: list[float], table: Array) -> ByScore:
    """One specialty from its bins; scores within them as a normal fitted to the counts.

    >>> table = np.array([[25.0, 0.5], [50.0, 0.8], [25.0, 0.9]])
    >>> found = by_score("psychiatry", [0, 240, 250], [240, 250, np.inf], table)
    >>> round(found.mean), round(found.rate, 2)
    (244, 0.75)
    """
    count, matched = table.T
    cuts = np.array([-np.inf, *(top - HALF for top in tops[:-1]), np.inf])

    def loss(point: Array) -> float:
        share = np.diff(ndtr((cuts - point[0]) / np.exp(point[1])))
        return -float(count @ np.log(np.maximum(share, LEAST)))

    middle = np.average([*lows[1:], lows[-1]], weights=count)
    found = minimize(loss, [middle, np.log(REACH)], method="Nelder-Mead").x
    mean, spread = float(found[0]), float(np.exp(found[1]))
    below = ndtr(np.clip((cuts - mean) / spread, -REACH, REACH))
    inside = (np.arange(POINTS) + HALF) / POINTS
    place = below[:-1, None] + np.diff(below)[:, None] * inside
    score = mean + spread * ndtri(np.clip(place, LEAST, 1.0 - LEAST))
    return ByScore(key, count, matched, score, mean, spread)


def gaps_of_seniors(tables: Path, kind: str, spread: float) -> Iterator[Gap]:
    """Mean scores of matched and unmatched seniors of 2024, where both are told."""
    for row in read_rows(tables, "charting_outcomes_2024_us_seniors_means"):
        key = SPECIALTIES.get(row["specialty"])
        if key is None or TYPES[row["applicant_type"]] != kind or (kind, key) in ODD_CELLS:
            continue
        counts = float(row["n_matched"]), float(row["n_unmatched"])
        if row["step2_mean_unmatched"] and min(counts) >= FEWEST:
            means = float(row["step2_mean_matched"]), float(row["step2_mean_unmatched"])
            yield Gap(key, *counts, *means, spread)


def gaps_of_imgs(tables: Path) -> Iterator[Gap]:
    """Mean scores of matched and unmatched non-US-citizen IMGs of 2026."""
    found: dict[str, dict[str, tuple[float, float, float]]] = {}
    for row in read_rows(tables, "charting2026_non_us_img_measures"):
        key = SPECIALTIES.get(row["specialty"])
        if row["measure"] == "step2ck" and key and row["mean"] and row["sd"]:
            numbers = float(row["n"]), float(row["mean"]), float(row["sd"])
            found.setdefault(key, {})[row["group"]] = numbers
    for key, both in sorted(found.items()):
        if {"matched", "not_matched"} <= set(both):
            (n, mean, sd), (m, low, low_sd) = both["matched"], both["not_matched"]
            spread = float(np.sqrt((n * sd**2 + m * low_sd**2) / (n + m)))
            yield Gap(key, n, m, mean, low, spread)
