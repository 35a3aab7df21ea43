"""What the fit of the match chain must reproduce: match rates and list lengths as published."""

from dataclasses import dataclass
from pathlib import Path

from builders.csv_rows import read_rows

SEASON = 2025
CERTAIN = 0.99  # a printed 100% stands for at least this
TYPE_OF_GROUP = {
    "US MD seniors": "md_senior",
    "US DO seniors": "do_senior",
    "US-citizen IMG": "us_img",
    "non-US-citizen IMG": "non_us_img",
}
GRADUATES = "graduate"
FIRST_YEAR_NAMES = {
    "Internal Medicine (Categorical)": "Internal Medicine",
    "Pediatrics (Categorical)": "Pediatrics",
    "Surgery (Categorical)": "Surgery",
    "Obstetrics-Gynecology": "Obstetrics and Gynecology",
    "Physical Medicine & Rehab": "Physical Medicine and Rehabilitation",
    "Medicine-Pediatrics": "Internal Medicine/Pediatrics",
    "Vascular Surgery": "Vascular Surgery (Integrated)",
    "Thoracic Surgery": "Thoracic Surgery (Integrated)",
}


@dataclass(frozen=True, slots=True)
class ListMoments:
    """Share matched and mean length of rank order list of matched and unmatched applicants."""

    match_rate: float
    matched_length: float
    unmatched_length: float
    applicants: int


def list_moments(tables: Path) -> dict[str, ListMoments]:
    """Moments of 2025 by applicant type; graduates by subtracting the four types from all."""
    rows = {
        row["applicant_type"]: row
        for row in read_rows(tables / "nrmp_rol_length_by_applicant_type_2006_2025.csv")
        if int(row["year"]) == SEASON
    }
    totals = {name: _sums(row) for name, row in rows.items()}
    rest = [
        everyone - sum(totals[name][index] for name in TYPE_OF_GROUP)
        for index, everyone in enumerate(totals["all_applicants"])
    ]
    moments = {key: _moments(totals[name]) for name, key in TYPE_OF_GROUP.items()}
    moments[GRADUATES] = _moments(tuple(rest))
    return moments


def _sums(row: dict[str, str]) -> tuple[float, ...]:
    matched, unmatched = float(row["n_matched"]), float(row["n_unmatched"])
    return (
        matched,
        matched * float(row["mean_rol_matched"]),
        unmatched,
        unmatched * float(row["mean_rol_unmatched"]),
    )


def _moments(sums: tuple[float, ...]) -> ListMoments:
    matched, matched_ranks, unmatched, unmatched_ranks = sums
    return ListMoments(
        match_rate=matched / (matched + unmatched),
        matched_length=matched_ranks / matched,
        unmatched_length=unmatched_ranks / unmatched,
        applicants=round(matched + unmatched),
    )


def specialty_applicants(tables: Path, names: dict[str, str]) -> dict[str, dict[str, float]]:
    """Applicants who ranked each specialty in 2025, by type and specialty key. [count]"""
    columns = {
        "md_senior": "md_sr_applicants",
        "do_senior": "do_sr_applicants",
        "us_img": "us_img_applicants",
        "non_us_img": "non_us_img_applicants",
    }
    counts: dict[str, dict[str, float]] = {kind: {} for kind in columns}
    for row in read_rows(tables / "nrmp_applicants_and_matches_by_specialty_2025.csv"):
        key = names.get(FIRST_YEAR_NAMES.get(row["specialty"], row["specialty"]))
        for kind, column in columns.items():
            if key and float(row[column]) > 0:
                counts[kind][key] = float(row[column])
    for kind, column in (("md_graduate", "md_grad"), ("do_graduate", "do_grad")):
        counts[kind] = _graduate_weights(tables, names, column)
    return counts


def _graduate_weights(tables: Path, names: dict[str, str], column: str) -> dict[str, float]:
    """Graduates who matched in each specialty stand in for those who applied. [count]"""
    weights: dict[str, float] = {}
    for row in read_rows(tables / "nrmp_specialty_totals_by_applicant_type_2025.csv"):
        key = names.get(row["specialty"])
        if key:
            weights[key] = float(row[column])
    return {key: value for key, value in weights.items() if value > 0}
