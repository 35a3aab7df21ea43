"""Fits what a score says after the interview: `python -m builders.score_build --tables TABLES`."""

import argparse
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from builders.chain_fit import FIRST_FITTED_SEASON, GROUPS, published_populations
from builders.chain_population import Parameters, Specialty
from builders.facts_pooling import NORMAL_TENTH, pooled_means
from builders.facts_toml import Fields, fitted, write_numbers
from builders.match_chain_build import practice_of, specialty_of
from builders.score_model import Interviewed, Slopes, failures_of, floors, interviewed
from builders.score_targets import ByScore, Gap, bins_of_seniors, gaps_of_imgs, gaps_of_seniors
from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import Facts, load_facts
from thirdfriday.models.effects import first_known, log_odds
from thirdfriday.models.match import match_chain
from thirdfriday.models.quality import normal_nodes

Array = NDArray[np.float64]
ROUNDING = 0.003  # of a share printed in whole percents, standard deviation
START = Slopes(0.5, 0.4)
MOST = 0.95  # of a slope: beyond it nothing would be left for the day itself
SCORES = 15  # scores that stand for all applicants where only means are published
STEP = 0.05  # of a scale, for its slope
NUDGE = 0.01  # of a parameter, for derivatives
FAR = 2.0  # standard errors from which a miss counts less
UNIT = "standard deviations of performance per standard deviation of the score"
LENT = {"us_img": "non_us_img", "md_graduate": "md_senior", "do_graduate": "do_senior"}
HEADING = """What a score says of how programs rank an applicant they interviewed, by type and
specialty.
Fitted to Charting Outcomes; its tables are not here. docs/models/match.md."""


@dataclass(frozen=True, slots=True)
class Population:
    """One applicant type: its specialties, its chain, and the numbers of the season."""

    kind: str
    specialties: Mapping[str, Specialty]
    facts: Facts
    failures: bool = True

    @property
    def spread(self) -> float:
        """Standard deviation of the type's scores."""
        stem = "applicants.step_2_ck.sd"
        own = f"{stem}.{GROUPS[self.kind]}"
        return self.facts.value(first_known(self.facts, own, f"{stem}.default"))

    def interviewed(self, key: str, score: Array, mean: float) -> Interviewed:
        """Applicants of a specialty at given scores, whose mean is `mean`."""
        facts, group = self.facts, GROUPS[self.kind]
        effect = f"effect.step_2_ck.per_sd.{self.kind}"
        return interviewed(
            self.specialties[key],
            (score - mean) / self.spread,
            log_odds(facts, first_known(facts, f"{effect}.{key}", f"{effect}.default")),
            floor=floors(score, mean, key, facts),
            failures=failures_of(facts, group, key) if self.failures else None,
            given=self._parameters(key),
            practice=practice_of(facts),
        )

    def _parameters(self, key: str) -> Parameters:
        chain, stem = match_chain(self.facts, self.kind, key), f"match.chain.{self.kind}"
        return Parameters(
            chain.quality_spread, chain.quality_slope, chain.performance_spread,
            self.facts.value(f"{stem}.applications"), self.facts.value(f"{stem}.targeting"),
            rate_shift=0.0, interview_shift=0.0, elsewhere=0.0, told=0.0,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Binned:
    """One specialty's applicants by score bin, and what is published of them."""

    known: ByScore
    people: Interviewed

    def expected(self, slopes: Slopes, rate: float | None = None) -> Array:
        """Chance of a match by bin when all together match at `rate` (else as published). [B]"""
        each = self.known.score.shape[1]
        weight = np.repeat(self.known.count / each, each)
        level = self.people.level(self.known.rate if rate is None else rate, weight, slopes)
        active = self.people.active.reshape(-1, each)
        matched = self.people.matched(level, slopes).reshape(-1, each) * active
        shares: Array = matched.sum(axis=1) / active.sum(axis=1)
        return shares

    def misses(self, slopes: Slopes) -> Array:
        """Expected less published, in standard errors. [bins with applicants]"""
        share, known = np.clip(self.expected(slopes), 0.0, 1.0), self.known
        error = np.sqrt(share * (1.0 - share) / np.maximum(known.count, 1.0) + ROUNDING**2)
        return ((share - known.matched) / error)[known.count > 0]


def population(tables: Path, kind: str, facts: Facts) -> Population:
    """The specialties of a type with the rates of their programs."""
    found, _ = published_populations(tables, lambda given: specialty_of(given, facts), facts)
    return Population(kind, {one.key.partition("/")[2]: one for one in found[kind]}, facts)


def binned(people: Population, known: Sequence[ByScore]) -> list[Binned]:
    """The published specialties that the type applies to."""
    return [
        Binned(one, people.interviewed(one.specialty, one.score.ravel(), one.mean))
        for one in known
        if one.specialty in people.specialties
    ]


def fit_slopes(cells: Sequence[Binned]) -> tuple[Slopes, Array]:
    """The two slopes that bring all bins of all specialties nearest, and their standard errors.

    Method: least squares on the misses, far ones counting less; errors by specialty, which differ
    by more than chance (sandwich).
    """

    def misses(point: Array) -> list[Array]:
        return [cell.misses(Slopes(*point.tolist())) for cell in cells]

    found = least_squares(
        lambda point: np.concatenate(misses(point)), [START.below, START.above],
        bounds=(0.0, MOST), diff_step=NUDGE, loss="soft_l1", f_scale=FAR,
    ).x  # fmt: skip
    here = misses(found)
    moved = [misses(found + NUDGE * side) for side in np.eye(2)]
    bread, meat = np.zeros((2, 2)), np.zeros((2, 2))
    for place, miss in enumerate(here):
        slope = np.column_stack([side[place] - miss for side in moved]) / NUDGE
        weight = 1.0 / np.sqrt(1.0 + (miss / FAR) ** 2)
        bread += slope.T @ (weight[:, None] * slope)
        pull = slope.T @ (weight * miss)
        meat += np.outer(pull, pull)
    inverse = np.linalg.inv(bread)
    error: Array = np.sqrt(np.diag(inverse @ meat @ inverse))
    return Slopes(*found.tolist()), error


def own_scale(cell: Binned, slopes: Slopes) -> tuple[float, float]:
    """How many times the common slopes one specialty's bins ask for, and its variance."""

    def misses(point: Array) -> Array:
        return cell.misses(slopes.times(float(point[0])))

    top = MOST / max(slopes.below, slopes.above)
    found = least_squares(misses, [1.0], bounds=(0.0, top), diff_step=NUDGE)
    spread = max(1.0, float(found.fun @ found.fun) / max(1, len(found.fun) - 1))
    return float(found.x[0]), spread / float(found.jac[:, 0] @ found.jac[:, 0])


def gap_of(people: Interviewed, rate: float, spread: float, slopes: Slopes) -> float:
    """Mean score of the matched less that of the others at a match rate. [score]"""
    _, weight = normal_nodes(SCORES)
    share = people.matched(people.level(rate, weight, slopes), slopes)
    active = weight * people.active
    means = [float(active * part @ people.units / (active @ part)) for part in (share, 1.0 - share)]
    return spread * (means[0] - means[1])


def scale_of_gap(people: Population, known: Gap, slopes: Slopes) -> tuple[float, float]:
    """How many times `slopes` the gap between means asks for, and its variance."""
    nodes, _ = normal_nodes(SCORES)
    there = people.interviewed(known.specialty, known.mean + known.spread * nodes, known.mean)
    low, high = (
        gap_of(there, known.rate, known.spread, slopes.times(scale))
        for scale in (1.0 - STEP, 1.0 + STEP)
    )
    rise = (high - low) / (2.0 * STEP)
    scale = 1.0 + (known.gap - 0.5 * (low + high)) / rise
    return scale, known.variance / rise**2


@dataclass(frozen=True, slots=True)
class Fit:
    """One type: common slopes and their errors; scales by specialty (central, error, spread)."""

    kind: str
    slopes: Slopes
    error: Array
    scales: dict[str, tuple[float, float]]
    between: float
    moments: str
    source: str


def fit_seniors(tables: Path, facts: Facts) -> tuple[Fit, list[Binned]]:
    """MD seniors from their bins, which come too."""
    people = population(tables, "md_senior", facts)
    cells = binned(people, bins_of_seniors(tables))
    slopes, error = fit_slopes(cells)
    scales, common, _, between = pooled_means(
        {cell.known.specialty: own_scale(cell, slopes) for cell in cells}
    )
    own = {key: (e.central / common, (e.high - e.low) / 2 / common) for key, e in scales.items()}
    said = f"match rates by Step 2 CK bin in {len(cells)} specialties, 2020-2024"
    found = Fit("md_senior", slopes, error, own, between, said, "nrmp-charting-2020-2024")
    return found, cells


def fit_gaps(
    people: Population, known: Sequence[Gap], seniors: Fit, source: str
) -> tuple[Fit, dict[str, tuple[float, float]]]:
    """Another type: the seniors' slopes times what its gaps between means ask for."""
    asked = {
        one.specialty: scale_of_gap(people, one, seniors.slopes)
        for one in known
        if one.specialty in people.specialties
    }
    scales, common, error, between = pooled_means(asked)
    top = MOST / max(seniors.slopes.below, seniors.slopes.above)
    common = min(max(common, 0.0), top)
    slopes = seniors.slopes.times(common)
    own = {
        key: (min(max(e.central, 0.0), top) / common, (e.high - e.low) / 2 / common)
        for key, e in scales.items()
    }
    share = np.hypot(seniors.error / [seniors.slopes.below, seniors.slopes.above], error / common)
    errors = share * np.array([slopes.below, slopes.above])
    said = f"mean Step 2 CK of matched and unmatched in {len(asked)} specialties"
    return Fit(people.kind, slopes, errors, own, between / common, said, source), asked


def numbers(fits: Sequence[Fit]) -> Iterator[tuple[str, Fields]]:
    """Everything the package holds of the fits."""
    by_kind = {one.kind: one for one in fits}
    for one in fits:
        yield from _numbers_of(one, one.kind, "")
    for kind, lender in LENT.items():
        borrowed = replace(by_kind[lender], scales={})
        yield from _numbers_of(borrowed, kind, f", taken over from {lender}")


def _numbers_of(fit: Fit, kind: str, note: str) -> Iterator[tuple[str, Fields]]:
    sides = (("below", fit.slopes.below, fit.error[0]), ("above", fit.slopes.above, fit.error[1]))
    wide = 2.0 if note else 1.0
    for name, slope, error in sides:
        spread = wide * NORMAL_TENTH * math.hypot(error, slope * fit.between)
        yield f"match.score.{kind}.default.{name}", fitted(
            slope, max(0.0, slope - spread), min(MOST, slope + spread), unit=UNIT,
            source=fit.source,
            locator="all specialties together",
            reason=f"Answers to {fit.moments}{note}; standard error {error:.3f}, specialties "
            f"differ by {slope * fit.between:.3f}.",
        )  # fmt: skip
    for key, (scale, half) in sorted(fit.scales.items()):
        for name, slope, error in sides:
            value = min(MOST, slope * scale)
            spread = math.hypot(NORMAL_TENTH * error * scale, slope * half)
            yield f"match.score.{kind}.{key}.{name}", fitted(
                value, max(0.0, value - spread), min(MOST, value + spread), unit=UNIT,
                source=fit.source,
                locator="this specialty, drawn towards all",
                reason=f"Answers to {fit.moments}; {scale:.2f} times the common slope.",
            )  # fmt: skip


def build(tables: Path, data: Path = DATA) -> list[Fit]:
    """Fit every type and write data/model/score_after_interview.toml."""
    facts = load_facts(FIRST_FITTED_SEASON)
    seniors, _ = fit_seniors(tables, facts)
    people = population(tables, "do_senior", facts)
    gaps = list(gaps_of_seniors(tables, people.kind, people.spread))
    osteopaths, _ = fit_gaps(people, gaps, seniors, "nrmp-charting-2024-us-seniors")
    imgs, _ = fit_gaps(
        population(tables, "non_us_img", facts), list(gaps_of_imgs(tables)), seniors,
        "nrmp-charting-2026-non-us-img",
    )  # fmt: skip
    fits = [seniors, osteopaths, imgs]
    write_numbers(
        data / "model" / "score_after_interview.toml", HEADING, numbers(fits), pack="nrmp",
        builder="builders/score_build.py",
    )  # fmt: skip
    return fits


def main() -> None:
    """Fit and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=DATA)
    given = parser.parse_args()
    for one in build(given.tables, given.out):
        print(f"{one.kind}: {one.slopes}, errors {one.error.round(3)}, between {one.between:.3f}")
        print("  " + ", ".join(f"{key} {scale:.2f}" for key, (scale, _) in one.scales.items()))


if __name__ == "__main__":
    main()
