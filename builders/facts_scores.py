"""Fits Step 2 CK of applicants by type and specialty, and what a score does for interviews."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from builders.facts_names import SPECIALTIES, TYPES, read_rows
from builders.facts_pooling import NORMAL_TENTH, Estimate, pooled_means
from builders.facts_toml import Fields, fitted
from thirdfriday.facts.registry import Facts

Numbered = Iterator[tuple[str, Fields]]
SOURCES = {
    "md_senior": "nrmp-charting-2024-us-seniors",
    "do_senior": "nrmp-charting-2024-us-seniors",
    "non_us_img": "nrmp-charting-2026-non-us-img",
}
# Cells that contradict themselves in the copy we have (SOURCES.md): unmatched above matched.
ODD_CELLS = {("do_senior", "emergency_medicine"), ("do_senior", "family_medicine")}


@dataclass(frozen=True, slots=True)
class Cell:
    """Matched and unmatched applicants of one type and specialty, with their mean scores."""

    matched: float
    unmatched: float
    mean_matched: float
    mean_unmatched: float
    sd: float

    @property
    def applicants(self) -> float:
        """Matched and unmatched together. [count]."""
        return self.matched + self.unmatched

    @property
    def mean(self) -> float:
        """Mean score of all of them. [score]."""
        part = self.matched * self.mean_matched + self.unmatched * self.mean_unmatched
        return part / self.applicants

    @property
    def slope(self) -> float:
        """Log odds ratio of an interview per standard deviation of the score.

        Matching is read as at least one of a Poisson number of chances whose rate grows
        exponentially with the score: then the gap between the means is that growth times
        lambda / p, with p the share matched and lambda = -log(1 - p).
        """
        share = self.matched / self.applicants
        return (self.mean_matched - self.mean_unmatched) / self.sd * share / -math.log1p(-share)

    @property
    def slope_variance(self) -> float:
        """Sampling variance of `slope`."""
        share = self.matched / self.applicants
        return (1 / self.matched + 1 / self.unmatched) * (share / -math.log1p(-share)) ** 2


def score_facts(tables: Path, facts: Facts) -> Numbered:
    """Means of applicants, and score effects, by type and specialty."""
    sd = facts.value("applicants.step_2_ck.sd.default")
    cells = {**_us_seniors(tables, sd), **_non_us_imgs(tables)}
    for kind in SOURCES:
        own = {key: cell for (type_, key), cell in cells.items() if type_ == kind}
        yield from _means(kind, own, facts.value("facts_fit.score_drift"))
        usable = {key: cell for key, cell in own.items() if (kind, key) not in ODD_CELLS}
        yield from _slopes(kind, usable, facts)


def _means(kind: str, cells: Mapping[str, Cell], drift: float) -> Numbered:
    estimates, common, error, between = pooled_means(
        {key: (cell.mean, cell.sd**2 / cell.applicants) for key, cell in cells.items()}
    )
    everyone = sum(cell.applicants for cell in cells.values())
    overall = sum(cell.applicants * cell.mean for cell in cells.values()) / everyone
    yield f"applicants.step_2_ck.mean.{kind}.default", fitted(
        overall, overall - drift, overall + drift, unit="score", source=SOURCES[kind],
        locator="matched and unmatched together", digits=1,
        reason="Weighted mean over the published specialties; the range allows for the specialties "
        "left out and for drift since.",
    )  # fmt: skip
    for key, estimate in estimates.items():
        margin = math.hypot(drift, estimate.high - estimate.central)
        yield f"applicants.step_2_ck.mean.{kind}.{key}", fitted(
            estimate.central, estimate.central - margin, estimate.central + margin, unit="score",
            source=SOURCES[kind], locator="matched and unmatched together", digits=1,
            reason=f"Mean of applicants, shrunk towards {common:.0f} (error {error:.1f}, spread "
            f"between specialties {between:.1f}); the range adds facts_fit.score_drift.",
        )  # fmt: skip


def _slopes(kind: str, cells: Mapping[str, Cell], facts: Facts) -> Numbered:
    estimates, common, error, between = pooled_means(
        {key: (cell.slope, cell.slope_variance) for key, cell in cells.items()}
    )
    doubt = facts.value("facts_fit.slope_model_error")
    overall = Estimate(
        common - NORMAL_TENTH * math.hypot(error, between),
        common,
        common + NORMAL_TENTH * math.hypot(error, between),
    )
    for key, estimate in {"default": overall, **estimates}.items():
        spread = math.hypot(estimate.high - estimate.central, NORMAL_TENTH * doubt * common)
        low, central, high = (
            math.exp(max(0.0, slope))
            for slope in (estimate.central - spread, estimate.central, estimate.central + spread)
        )
        yield f"effect.step_2_ck.per_sd.{kind}.{key}", fitted(
            central, low, high, unit="odds ratio per standard deviation", source=SOURCES[kind],
            locator="mean scores of matched and unmatched", adjusted=False, digits=2,
            population=f"{kind} with this specialty as their first choice",
            reference="the average applicant of that type in the specialty",
            reason="Gap of the means turned into an effect on each chance, pooled over "
            "specialties, never below 1; docs/models/facts.md has the algebra.",
        )  # fmt: skip


def _us_seniors(tables: Path, sd: float) -> dict[tuple[str, str], Cell]:
    cells = {}
    for row in read_rows(tables, "charting_outcomes_2024_us_seniors_means"):
        key = SPECIALTIES.get(row["specialty"])
        if key is None or not row["step2_mean_unmatched"]:
            continue
        cells[TYPES[row["applicant_type"]], key] = Cell(
            float(row["n_matched"]),
            float(row["n_unmatched"]),
            float(row["step2_mean_matched"]),
            float(row["step2_mean_unmatched"]),
            sd,
        )
    return cells


def _non_us_imgs(tables: Path) -> dict[tuple[str, str], Cell]:
    groups: dict[str, dict[str, dict[str, str]]] = {}
    for row in read_rows(tables, "charting2026_non_us_img_measures"):
        if row["measure"] == "step2ck" and row["specialty"] in SPECIALTIES and row["mean"]:
            groups.setdefault(SPECIALTIES[row["specialty"]], {})[row["group"]] = row
    return {
        ("non_us_img", key): _img_cell(found["matched"], found["not_matched"])
        for key, found in groups.items()
        if {"matched", "not_matched"} <= set(found)
    }


def _img_cell(matched: Mapping[str, str], unmatched: Mapping[str, str]) -> Cell:
    counts = (float(matched["n"]), float(unmatched["n"]))
    spread = math.sqrt(
        sum(n * float(row["sd"]) ** 2 for n, row in zip(counts, (matched, unmatched), strict=True))
        / sum(counts)
    )
    return Cell(*counts, float(matched["mean"]), float(unmatched["mean"]), spread)
