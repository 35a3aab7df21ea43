"""Calibration of the season's posterior by simulation: `python -m benchmarks.season_calibration`.

An applicant's unseen quality is drawn from the prior, each program's error from its own, a season
of invitations is drawn from both and stopped on a day; the rank of the true quality in the
posterior, and of the true number of further invitations in its forecast, must be uniform.
Method: Talts, Betancourt, Simpson, Vehtari & Gelman, "Validating Bayesian Inference Algorithms with
Simulation-Based Calibration".
"""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import chisquare, kstest

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.faces.case_file_reader import read_case
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.chances import GeographyAnswer, applicant_chances
from thirdfriday.models.interview import centred_log_odds
from thirdfriday.models.release import ReleaseCurve
from thirdfriday.models.updating import (
    ERROR_POINTS,
    Answers,
    QualityGrid,
    averaged_chances,
    later_chances,
    posterior,
    quality_grid,
)
from thirdfriday.plan.scope import scope_of
from thirdfriday.plan.season_forecast import unseen_spread
from thirdfriday.plan.season_triggers import counts

Array = NDArray[np.float64]
EXAMPLES = ("img_internal_medicine", "us_img_caribbean", "do_comlex_only", "md_strong")
LIST = 120
SEASONS = 4000
BINS = 20
SAID_NO = 0.15
"""Share of programs that tell those whom they do not invite, as the posterior assumes."""
CURVE = ReleaseCurve(dt.date.min, (0.0, 1.0), (0.0, 1.0), says_no=SAID_NO)
"""Reads how much silence says from the share of invitations that is out."""
WRONG: dict[str, dict[str, float]] = {
    "as assumed": {},
    "drift 0.15": {"drift": 0.15},
    "pace off by a tenth": {"pace": 0.1},
    "no program says no": {"said_no": 0.0},
}


@dataclass(frozen=True, slots=True, eq=False)
class Applications:
    """A list as the posterior sees it: log-odds and errors [m], the grid, chances [m, S]."""

    centre: Array
    error: Array
    grid: QualityGrid
    chance: Array


def applications(example: str) -> Applications:
    """The likeliest programs of an example case, with their own errors."""
    case, facts = read_case(Path(f"examples/{example}.toml")), load_facts()
    specialty = case.wants.specialties[0]
    scope = scope_of(case, specialty, load_catalogue(), facts)
    chances = applicant_chances(case, specialty, scope.open, scope.rules, facts)
    order = np.argsort(-chances.log_odds(GeographyAnswer()))[:LIST]
    log_odds = chances.log_odds(GeographyAnswer())[order]
    error = chances.reference_error[order]
    grid = quality_grid(unseen_spread(chances), facts)
    mean = expit(log_odds[:, None] + grid.quality) @ grid.weight
    spread = np.hypot(error, grid.spread)
    centre = centred_log_odds(logit(mean), spread, points=2 * ERROR_POINTS)
    return Applications(centre, error, grid, averaged_chances(centre, error, grid.quality))


def ranks(
    listed: Applications, seasons: int, rng: np.random.Generator, *,
    drift: float = 0.0, pace: float = 0.0, said_no: float = SAID_NO,
) -> tuple[Array, Array]:  # fmt: skip
    """Ranks of the true quality and of the true number of further invitations. [seasons], 0 to 1

    `drift` shifts all programs by a normal error that the posterior does not know; `pace` makes the
    share of invitations that is out wrong by so much, either way; `said_no` is what programs do.
    """
    found = np.zeros((2, seasons))
    for season in range(seasons):
        quality = listed.grid.spread * rng.standard_normal()
        own = listed.error * rng.standard_normal(len(listed.centre))
        shared = drift * rng.standard_normal()
        invites = rng.random(len(own)) < expit(listed.centre + own + quality + shared)
        out = rng.uniform(0.05, 0.95)
        real = min(1.0, max(0.0, out + pace * rng.choice([-1.0, 1.0])))
        arrived = invites & (rng.random(len(own)) < real)
        refused = ~invites & (rng.random(len(own)) < said_no * real)
        silent = ~arrived & ~refused
        told = CURVE.told_by(out)
        exposure = np.where(refused, 1.0, np.where(silent, told, 0.0))
        answers = Answers(arrived.astype(float), exposure, np.where(silent, 1.0 - told, 0.0))
        weight = posterior(listed.grid, listed.chance, answers)
        found[0, season] = _rank(listed.grid.quality, weight, quality)
        later = later_chances(listed.chance, answers)[silent]
        more = int((invites & ~arrived).sum())
        mass = counts(later, weight, more)
        found[1, season] = mass[:-1].sum() + rng.random() * mass[-1]
    return found[0], found[1]


def _rank(quality: Array, weight: Array, true: float) -> float:
    """Posterior probability below the true quality, even between points of the grid."""
    step = quality[1] - quality[0]
    edges = np.concatenate([quality - step / 2, [quality[-1] + step / 2]])
    return float(np.interp(true, edges, np.concatenate([[0.0], np.cumsum(weight)])))


def uniform(found: Array, bins: int = BINS) -> tuple[float, float, float]:
    """Uniformity: p of chi-square and of Kolmogorov-Smirnov, share inside the middle 80%."""
    histogram = np.histogram(found, bins=bins, range=(0.0, 1.0))[0]
    inside = float(((found > 0.1) & (found < 0.9)).mean())
    return (
        float(chisquare(histogram).pvalue),
        float(kstest(np.clip(found, 0, 1), "uniform").pvalue),
        inside,
    )


def main() -> None:
    """Print the table of docs/models/season.md."""
    print("| case | season | rank of | chi-square p | KS p | in the 80% interval |")
    print("|---|---|---|---|---|---|")
    for example in EXAMPLES:
        listed = applications(example)
        for name, wrong in WRONG.items():
            rng = np.random.default_rng(20270319)
            pair = ranks(listed, SEASONS, rng, **wrong)
            for what, found in zip(("quality", "further invitations"), pair, strict=True):
                chi, ks, inside = uniform(found)
                print(f"| {example} | {name} | {what} | {chi:.3f} | {ks:.3f} | {inside:.3f} |")


if __name__ == "__main__":
    main()
