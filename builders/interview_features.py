"""Turns what is published of each program into the standardised predictors of the fit."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from builders.csv_rows import read_rows
from builders.interview_tables import FloatArray, Program, number

SETTINGS = ("University Hospital", "Affiliated Hospital", "Community Hospital", "Military", "Other")
COMPOSITION = ("pct_us_md", "pct_us_do", "pct_us_img", "pct_non_us_img")
STEP1_RANGES = ("Below 210", "210-225", "226-235", "236-245", "Greater than 245")
VISAS = ("visa_j1", "visa_h1b", "visa_f1_opt")
FILL_YEARS = tuple(range(2020, 2025))
RATE_YEAR = 2024
NAME_PATTERNS = {
    "name_university": r"universit|school of medicine|college of medicine",
    "name_hca": r"\bhca\b",
    "name_kaiser": r"kaiser",
    "name_military": (
        r"\barmy\b|naval|navy|air force|uniformed|walter reed|madigan|national capital"
    ),
    "name_county": r"county|public health",
    "name_health_center": r"health center|community health|teaching health",
    "name_consortium": r"consortium",
    "name_osteopathic": r"osteopath|michigan state|\bnsu\b|touro|campbell|lecom|marian",
    "name_children": r"children",
}
SLOPES_BY_SPECIALTY = (
    "log_pct_us_md",
    "log_pct_us_do",
    "log_pct_us_img",
    "log_pct_non_us_img",
    "log_applications_2021",
    "logit_interviewed_2020",
    "step1_range",
    "setting_university_hospital",
)
# What a program's neighbours (same city, same sponsor) are like stands in for what is not published
# of the program itself.
NEIGHBOUR_PREDICTORS = (
    "log_pct_us_md",
    "log_pct_us_do",
    "log_pct_us_img",
    "log_pct_non_us_img",
    "step1_range",
    "logit_interviewed_2020",
    "log_applications_2021",
)


@dataclass(frozen=True, slots=True)
class Design:
    """Predictors of every program: `matrix` [program, column].

    `blocks` names each column's variance component ("flat" has none), `institution` numbers each
    program's sponsor, `kinds` names its specialty.
    """

    matrix: FloatArray
    names: tuple[str, ...]
    blocks: tuple[str, ...]
    institution: tuple[int, ...]
    kinds: tuple[str, ...]


def read_attributes(tables: Path) -> dict[str, dict[str, str]]:
    """The 2021 attributes by ACGME id; of two tracks the one that is not preliminary."""
    found: dict[str, dict[str, str]] = {}
    for row in read_rows(tables / "program_attributes_residency_explorer_2021.csv"):
        if row["acgme_id"] not in found or "Preliminary" not in row["specialty_track"]:
            found[row["acgme_id"]] = row
    return found


def raw_predictors(program: Program, attributes: Mapping[str, str]) -> dict[str, float]:
    """What is known of one program, on the scale of the fit; not-a-number where unknown."""
    values = _attribute_predictors(attributes)
    values.update(_history_predictors(program))
    name = program.name.lower()
    for key, pattern in NAME_PATTERNS.items():
        values[key] = float(bool(re.search(pattern, name)))
    values["new_accreditation"] = float(program.acgme_id[5:7] == "00") if program.acgme_id else 0.0
    values["no_acgme_id"] = float(not program.acgme_id)
    return values


def _attribute_predictors(row: Mapping[str, str]) -> dict[str, float]:
    values: dict[str, float] = {"attributes_missing": float(not row)}
    setting = row.get("setting", "")
    for name in SETTINGS:
        values["setting_" + name.lower().replace(" ", "_")] = float(setting == name)
    shares = [number(row.get(column)) for column in COMPOSITION]
    for column, share in zip(COMPOSITION, shares, strict=True):
        values["log_" + column] = math.log((share + 2.0) / 102.0)
    values["no_img_residents"] = float(shares[2] + shares[3] == 0.0)
    values["mostly_img_residents"] = float(shares[2] + shares[3] > 50.0)
    values["mostly_do_residents"] = float(shares[1] > 50.0)
    values["composition_missing"] = float(any(math.isnan(share) for share in shares))
    applications = number(row.get("applications_2021"))
    values["log_applications_2021"] = math.log(applications) if applications > 0 else math.nan
    values["applications_missing"] = float(not applications > 0)
    interviewed = number(row.get("pct_applicants_interviewed_2020"))
    inside = 0.0 < interviewed < 100.0
    values["logit_interviewed_2020"] = (
        math.log(interviewed / (100.0 - interviewed)) if inside else math.nan
    )
    residents = number(row.get("residents_total"))
    values["log_residents"] = math.log(residents) if residents > 0 else math.nan
    step1 = row.get("step1_range_residents", "")
    values["step1_range"] = float(STEP1_RANGES.index(step1)) if step1 else math.nan
    values["step1_missing"] = float(not step1)
    values["comlex_shown"] = float(bool(row.get("comlex1_range_residents")))
    values["osteopathic_recognition"] = float(row.get("osteopathic_recognition") == "Yes")
    values["moonlighting"] = float(row.get("moonlighting") == "Yes")
    for column in ("pct_aoa", "pct_ghhs", "avg_pubs", "avg_research_exp", "avg_volunteer_exp"):
        values[column] = math.log1p(number(row.get(column)))
    for column in VISAS:
        answer = row.get(column, "")
        values[column] = float(answer == "Yes") if answer in ("Yes", "No") else math.nan
    values["visa_missing"] = float(row.get("visa_j1", "") not in ("Yes", "No"))
    return values


def _history_predictors(program: Program) -> dict[str, float]:
    quota = sum(program.quota.get(year, 0) for year in FILL_YEARS)
    filled = sum(program.filled.get(year, 0) for year in FILL_YEARS)
    offered = [year for year, count in program.quota.items() if count > 0 and year <= RATE_YEAR]
    now, before = program.quota.get(RATE_YEAR, 0), program.quota.get(RATE_YEAR - 4, 0)
    return {
        "log_quota": math.log(now) if now else math.nan,
        "fill_share": math.log(1.03 - filled / quota) if quota else math.nan,
        "never_unfilled": float(filled == quota) if quota else math.nan,
        "fill_missing": float(not quota),
        "first_years": float(min(offered) >= RATE_YEAR - 3) if offered else math.nan,
        "quota_growth": math.log((now + 1.0) / (before + 1.0)) if now and before else math.nan,
    }


def design(
    programs: Sequence[Program],
    tables: Path,
    *,
    rated_specialties: Iterable[str],
) -> Design:
    """Predictors of all programs, standardised, missing ones at the specialty's mean.

    Each numeric predictor is taken within its specialty, so that the specialty effects carry the
    level and a predictor says how the program differs from its own field. Slopes may differ by
    specialty where the specialty has rates; a combined specialty borrows its parents' effects.
    """
    attributes = read_attributes(tables)
    raw = [raw_predictors(program, attributes.get(program.acgme_id, {})) for program in programs]
    names = list(raw[0])
    specialties = np.array([program.specialty for program in programs])
    known = {name: np.array([row[name] for row in raw]) for name in names}
    fixed = {name: _within_specialty(known[name], specialties) for name in names}
    fixed.update(_neighbours(programs, known, fixed))
    blocks = ["predictor"] * len(fixed)
    intercept = {"intercept": np.ones(len(programs))}
    columns_all = {**intercept, **fixed}
    blocks = ["flat", *blocks]
    for block, extra in _effects(programs, fixed, sorted(set(rated_specialties))).items():
        columns_all.update(extra)
        blocks.extend([block] * len(extra))
    matrix = np.column_stack(list(columns_all.values()))
    return Design(
        matrix, tuple(columns_all), tuple(blocks), _institutions(programs), tuple(specialties)
    )


def _neighbours(
    programs: Sequence[Program],
    known: Mapping[str, FloatArray],
    fixed: Mapping[str, FloatArray],
) -> dict[str, FloatArray]:
    """Means over the other programs of a city and of a sponsor, shrunk by one program at zero.

    Each comes twice: for every program, and only where the program's own value is missing.
    """
    places = {
        "city": [program.city + "|" + program.state for program in programs],
        "sponsor": [program.institution for program in programs],
    }
    result = {}
    for kind, keys in places.items():
        unique, at = np.unique(keys, return_inverse=True)
        for name in NEIGHBOUR_PREDICTORS:
            there = np.isfinite(known[name])
            own = np.where(there, fixed[name], 0.0)
            total = np.bincount(at, own, minlength=unique.size)
            count = np.bincount(at, there, minlength=unique.size)
            others = (total[at] - own) / (count[at] - there + 1.0)
            result[f"{kind}_{name}"] = _standardised(others)
            result[f"{kind}_{name}_if_missing"] = _standardised(np.where(there, 0.0, others))
    return result


def _within_specialty(values: FloatArray, specialties: np.ndarray) -> FloatArray:
    centred = values.copy()
    for specialty in np.unique(specialties):
        inside = specialties == specialty
        known = values[inside & np.isfinite(values)]
        centred[inside] -= known.mean() if known.size else 0.0
    return _standardised(centred)


def _standardised(values: FloatArray) -> FloatArray:
    known = values[np.isfinite(values)]
    spread = float(known.std()) if known.size else 0.0
    if spread == 0.0:
        return np.zeros_like(values)
    scaled = (values - known.mean()) / spread
    return np.asarray(np.where(np.isfinite(scaled), scaled, 0.0), dtype=np.float64)


def _effects(
    programs: Sequence[Program], fixed: Mapping[str, FloatArray], rated: Sequence[str]
) -> dict[str, dict[str, FloatArray]]:
    specialties = np.array([program.specialty for program in programs])
    states = np.array([program.state for program in programs])
    kinds, places = sorted(set(specialties)), sorted(set(states))
    own = {kind: (specialties == kind).astype(float) for kind in kinds}
    for kind in kinds:
        parents = parent_specialties(kind, kinds)
        for parent in parents:
            own[parent] = own[parent] + (specialties == kind) / len(parents)
    effects = {
        "specialty": {"specialty:" + kind: column for kind, column in own.items()},
        "state": {"state:" + place: (states == place).astype(float) for place in places},
    }
    for name in SLOPES_BY_SPECIALTY:
        if name in fixed:
            effects["slope:" + name] = {
                f"{name}:{kind}": fixed[name] * (specialties == kind) for kind in rated
            }
    return effects


def parent_specialties(specialty: str, kinds: Sequence[str]) -> list[str]:
    """The specialties that a combined specialty joins, by its key.

    >>> parent_specialties("internal_medicine_psychiatry", ["internal_medicine", "psychiatry"])
    ['internal_medicine', 'psychiatry']
    >>> parent_specialties("psychiatry", ["internal_medicine", "psychiatry"])
    []
    """
    parents: list[str] = []
    rest = specialty
    while rest:
        starts = [k for k in kinds if k != specialty and (rest + "_").startswith(k + "_")]
        if not starts:
            return parents if len(parents) > 1 else []
        parents.append(max(starts, key=len))
        rest = rest[len(parents[-1]) + 1 :]
    return parents if len(parents) > 1 else []


def _institutions(programs: Sequence[Program]) -> tuple[int, ...]:
    numbers: dict[str, int] = {}
    return tuple(numbers.setdefault(program.institution, len(numbers)) for program in programs)
