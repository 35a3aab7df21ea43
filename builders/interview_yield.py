"""How admission after an interview follows a program's cutoff: residents per invitation.

The simulated seasons say how far down its list each program goes. Whether real programs differ so
much is told by their residents: of two programs of a specialty, the one whose simulated cutoff is
higher should train fewer residents of a type per invitation that it sends to the type. What else
differs is how often its interviewees match at a program they prefer, which the seasons tell too.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from builders.csv_rows import read_rows
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.facts.registry import Facts
from thirdfriday.models.cutoff_bank import cutoff_bank
from thirdfriday.models.market_charting import listed_places
from thirdfriday.models.market_inputs import MarketInputs, market_inputs
from thirdfriday.models.market_season import APPLICANT_TYPES, Season

Array = NDArray[np.float64]
GROUPS = {"md": "md_senior", "do": "do_senior", "us_img": "us_img", "non_us_img": "non_us_img"}
RATES = "program_interview_rates_residency_explorer_2024.csv"
RESIDENTS = "program_attributes_residency_explorer_2021.csv"
SHARE_OF = {"md": "pct_us_md", "do": "pct_us_do", "us_img": "pct_us_img",
            "non_us_img": "pct_non_us_img"}  # fmt: skip
LEAST_RATE = 0.005  # a printed rate of 0 says too little
LEAST_RESIDENTS, LEAST_PROGRAMS = 9, 30
SCATTER = 0.5  # squared coefficient of variation of residents between alike programs
FIRST_SEED, SEASONS = 40_000, 4
NEWTON_STEPS, MOST_STEP, RIDGE = 100, 1.0, 1e-6


@dataclass(frozen=True, slots=True)
class Slope:
    """Change of a log share per standard deviation of the cutoff, and its standard error."""

    value: float
    error: float


@dataclass(frozen=True, slots=True)
class AdmissionSlope:
    """Of admission on the cutoff, by group: residents per invitation less how often reached.

    `taken` what residents say, `reached` what simulated seasons say; `value` and `error` the mean
    over groups and how far they scatter.
    """

    taken: dict[str, Slope]
    reached: dict[str, Slope]

    @property
    def each(self) -> dict[str, float]:
        """The slope of admission by group."""
        return {group: self.taken[group].value - self.reached[group].value for group in self.taken}

    @property
    def value(self) -> float:
        """The mean over groups. [log share per standard deviation]"""
        return float(np.mean(list(self.each.values())))

    @property
    def error(self) -> float:
        """How far groups scatter: seasons, reach and rates differ in ways nothing tells."""
        return float(np.std(list(self.each.values()), ddof=1))


def slope_within(count: Array, exposure: Array, value: Array, within: Sequence[str]) -> Slope:
    """How the log of count / exposure follows a value, groups `within` apart.

    Method: negative binomial regression by scoring, errors robust to its spread being wrong.

    >>> import numpy as np
    >>> value = np.array([0.0, 1.0, 0.0, 1.0])
    >>> found = slope_within(np.exp(2 + value), np.ones(4), value, ["a", "a", "b", "b"])
    >>> round(found.value, 3)
    1.0
    """
    names, place = np.unique(np.array(within), return_inverse=True)
    columns = np.zeros((len(count), len(names) + 1))
    columns[np.arange(len(count)), place] = 1.0
    columns[:, -1] = value
    base = np.log(exposure)
    point = np.zeros(len(names) + 1)
    point[:-1] = math.log(count.sum() / exposure.sum())
    for _ in range(NEWTON_STEPS):
        mean = np.exp(columns @ point + base)
        weight = 1.0 / (1.0 + mean * SCATTER)
        information = (columns * (mean * weight)[:, None]).T @ columns
        information += RIDGE * np.eye(len(point))
        step = np.linalg.solve(information, columns.T @ ((count - mean) * weight))
        point += np.clip(step, -MOST_STEP, MOST_STEP)
    inverse = np.linalg.inv(information)
    score = columns * ((count - mean) * weight)[:, None]
    spread = inverse @ (score.T @ score) @ inverse
    return Slope(float(point[-1]), float(np.sqrt(spread[-1, -1])))


def cutoffs_by_program(facts: Facts) -> dict[str, tuple[float, str]]:
    """Mean simulated cutoff and specialty of each program of the larger specialties."""
    catalogue = load_catalogue()
    found = {}
    for key in catalogue.specialties:
        programs = [program for program in catalogue.of_specialty(key) if program.offered]
        if len(programs) < LEAST_PROGRAMS:
            continue
        bank = cutoff_bank(programs, key, facts)
        for name, mean, known in zip(bank.program_id, bank.mean, bank.simulated, strict=True):
            if known:
                found[name] = float(mean), key
    return found


def residents_per_invitation(
    tables: Path, cutoffs: dict[str, tuple[float, str]]
) -> dict[str, Slope]:
    """How residents of a group per invitation follow the cutoff, by group.

    Invitations: the published rate of the group times all applications; that the group's share of
    those differs between programs is left in the scatter.
    """
    residents: dict[str, dict[str, str]] = {}
    for row in read_rows(tables / RESIDENTS):
        residents.setdefault(row["acgme_id"], row)
    rows: dict[str, list[tuple[float, float, float, str]]] = {group: [] for group in GROUPS}
    for row in read_rows(tables / RATES):
        own = residents.get(row["acgme_id"])
        if own is None or row["acgme_id"] not in cutoffs:
            continue
        total, sent = _number(own["residents_total"]), _number(own["applications_2021"])
        mean, specialty = cutoffs[row["acgme_id"]]
        for group, found in rows.items():
            rate, share = _number(row[f"p_int_{group}"]), _number(own[SHARE_OF[group]])
            exposure, count = rate * sent, share * total
            if rate >= LEAST_RATE and total >= LEAST_RESIDENTS and exposure > 0 and count >= 0:
                found.append((count / 100.0, exposure, mean, specialty))
    return {group: _slope(found) for group, found in rows.items()}


def _number(text: str) -> float:
    return float(text) if text else math.nan


def _slope(rows: Sequence[tuple[float, float, float, str]]) -> Slope:
    count, exposure, value = (np.array(column) for column in list(zip(*rows, strict=True))[:3])
    return slope_within(count, exposure, value, [row[3] for row in rows])


def reached_on_lists(
    season: Season, tracks: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:  # fmt: skip
    """Lines of rank order lists by track and type, and how many were reached. (tracks, 6) each.

    A line is reached where nothing above it matched the applicant.
    """
    owner, place = listed_places(season)
    here = season.matching.result.program[owner] == season.listed
    at = np.full(season.ranked.size, season.listed.size)
    at[owner[here]] = place[here]
    shape = (tracks, len(APPLICANT_TYPES))
    lines, reached = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    places = season.listed, season.people.kind[owner]
    np.add.at(lines, places, 1)
    np.add.at(reached, places, place <= at[owner])
    return lines, reached


def reached_by_cutoff(
    inputs: MarketInputs, cutoffs: dict[str, tuple[float, str]]
) -> dict[str, Slope]:
    """How often a line of a list is reached, following the cutoff, by group."""
    tracks = inputs.tracks.positions.size
    lines, reached = (np.zeros((tracks, len(APPLICANT_TYPES))) for _ in range(2))
    for seed in range(FIRST_SEED, FIRST_SEED + SEASONS):
        more = reached_on_lists(inputs.season(seed), tracks)
        lines, reached = lines + more[0], reached + more[1]
    known = [
        (k, *cutoffs[row["program_id"]])
        for k, row in enumerate(inputs.layout.rows)
        if row["program_id"] in cutoffs and row["kind"][1] == "main"
    ]
    found = {}
    for group, kind in GROUPS.items():
        column = APPLICANT_TYPES.index(kind)
        found[group] = _slope([
            (reached[k, column], lines[k, column], mean, specialty)
            for k, mean, specialty in known if lines[k, column]
        ])  # fmt: skip
    return found


def admission_slope(tables: Path, facts: Facts) -> AdmissionSlope:
    """How admission once interviewed, and not matched higher, follows the simulated cutoff.

    Facts: cutoff_bank.season
    Method: docs/models/bank.md, "How much a program's own cutoff counts"
    """
    cutoffs = cutoffs_by_program(facts)
    inputs = market_inputs(int(facts.value("cutoff_bank.season")))
    return AdmissionSlope(
        residents_per_invitation(tables, cutoffs), reached_by_cutoff(inputs, cutoffs)
    )
