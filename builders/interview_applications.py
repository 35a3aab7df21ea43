"""Estimates how many people of each group applied to a program, where nothing was published."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import lsq_linear

from builders.csv_rows import read_rows
from builders.interview_features import COMPOSITION, read_attributes
from builders.interview_tables import (
    GROUPS,
    LIFT_COLUMNS,
    FloatArray,
    Program,
    RateTable,
    number,
)

NEUROLOGY = "neurology"
APPLICANT_LEVELS = {"US MD": 0, "US DO": 1, "US IMG": 2, "Non-US IMG": 3}
RANKED_COLUMNS = tuple(kind + "_applicants" for kind in ("md_sr", "do_sr", "us_img", "non_us_img"))
# Weight of the accounting identity against the prior mix: programs of one specialty differ in mix
# in step with their rates, so their equations count for far less than their number.
IDENTITY_WEIGHT = 0.03
IDENTITY_NOISE = (0.0005, 0.15)
PRIOR_SPREAD = (0.5, 0.02)
IN_STATE_PRIOR = (0.05, 0.05)
SHARE_FLOOR = 0.01
RIDGE = 2.0
UNKNOWN_TOTAL_LOG_SD = 0.5
# The table of applicants by specialty names some fields differently from the ACGME list.
RANKED_NAMES = {
    "internal_medicine": "Internal Medicine (Categorical)",
    "internal_medicine_pediatrics": "Medicine-Pediatrics",
    "obstetrics_and_gynecology": "Obstetrics-Gynecology",
    "pediatrics": "Pediatrics (Categorical)",
    "physical_medicine_and_rehabilitation": "Physical Medicine & Rehab",
    "general_surgery": "Surgery (Categorical)",
    "thoracic_surgery": "Thoracic Surgery",
    "vascular_surgery": "Vascular Surgery",
    "plastic_surgery": "Plastic Surgery (Integrated)",
    "interventional_radiology": "Interventional Radiology (Integrated)",
    "diagnostic_radiology": "Radiology-Diagnostic",
    "transitional_year": "Transitional (PGY-1 Only)",
}


@dataclass(frozen=True, slots=True)
class NeurologyCounts:
    """Real applications by program and group in one specialty of the 2026 season. [count]"""

    applications: Mapping[str, FloatArray]
    invited_share: Mapping[str, FloatArray]
    totals_2024: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Applications:
    """Estimated applications per program and group: `counts` [program, group], and how well."""

    counts: FloatArray
    log_sd: FloatArray
    mix: Mapping[str, FloatArray]
    in_state_share: Mapping[str, float]
    composition_slopes: FloatArray
    mix_correction: FloatArray
    growth_log: float
    growth_se: float
    check_log_sd: FloatArray
    check_log_bias: FloatArray
    total_known: FloatArray


def read_neurology(tables: Path) -> NeurologyCounts:
    """Applications and invited shares by group, with real counts, for neurology 2026."""
    counts: dict[str, FloatArray] = {}
    shares: dict[str, FloatArray] = {}
    for row in read_rows(tables / "re2026_neurology_invite_rate_by_factor.csv"):
        if row["factor"] == "applicant_type":
            place = APPLICANT_LEVELS[row["level"]]
            counts.setdefault(row["acgme_id"], np.full(4, np.nan))[place] = number(
                row["n_applicants"]
            )
            shares.setdefault(row["acgme_id"], np.full(4, np.nan))[place] = (
                number(row["pct_invited"]) / 100.0
            )
    totals = {
        row["acgme_id"]: number(row["applicants_2024_hist"])
        for row in read_rows(tables / "re2026_neurology_programs.csv")
    }
    return NeurologyCounts(counts, shares, totals)


def ranked_shares(tables: Path, specialties: Sequence[str]) -> dict[str, FloatArray]:
    """Share of each group among those who ranked a specialty in 2025. [share], [group]"""
    rows = {
        row["specialty"]: row
        for row in read_rows(tables / "nrmp_applicants_and_matches_by_specialty_2025.csv")
    }
    keys = {name.lower().replace("-", " ").replace(" ", "_"): name for name in rows}
    result = {}
    for specialty in specialties:
        name = RANKED_NAMES.get(specialty) or keys.get(specialty, "")
        if not name:
            name = next((RANKED_NAMES[k] for k in RANKED_NAMES if specialty.startswith(k)), "")
        if name in rows:
            people = np.nan_to_num(np.array([number(rows[name][c]) for c in RANKED_COLUMNS]))
            shares = np.maximum(people / people.sum(), SHARE_FLOOR)
            result[specialty] = shares / shares.sum()
    return result


def mix_by_identity(
    rates: FloatArray, in_state: FloatArray, out_state: FloatArray, prior: FloatArray
) -> tuple[FloatArray, float]:
    """Share of each group among a specialty's applications, and the in-state share. [share]

    Method: the overall invited share of a program can be written over groups or over school
    states, Σ_g w_g p_g = h p_in + (1 - h) p_out, so programs of one season reveal the mix w.
    """
    known = np.isfinite(rates).all(axis=1) & np.isfinite(in_state) & np.isfinite(out_state)
    rates, inside, outside = rates[known], in_state[known], out_state[known]
    base, share = IDENTITY_NOISE
    weight = np.sqrt(IDENTITY_WEIGHT / (base + (share * outside) ** 2))
    precision = 1.0 / (PRIOR_SPREAD[0] * prior + PRIOR_SPREAD[1])
    mean, spread = IN_STATE_PRIOR
    exact = 1e4
    left = np.vstack(
        [
            np.column_stack([rates, outside - inside]) * weight[:, None],
            np.column_stack([np.diag(precision), np.zeros(4)]),
            [[0, 0, 0, 0, 1 / spread]],
            [[exact, exact, exact, exact, 0]],
        ]
    )
    right = np.concatenate([outside * weight, precision * prior, [mean / spread], [exact]])
    answer = lsq_linear(left, right, (0.0, 1.0)).x
    return answer[:4] / answer[:4].sum(), float(answer[4])


def estimate_applications(
    programs: Sequence[Program], rates: RateTable, tables: Path, *, with_nrmp: bool = True
) -> Applications:
    """Applications of the 2024 season per program and group. [count], [program, group]

    Total: applications received in 2021, grown as neurology's grew (an assumption elsewhere);
    where not published, predicted from size, setting and specialty. Mix: the specialty's, tilted
    by the residents' composition as neurology's applications were. Without the counts of who
    ranked a specialty, every specialty's mix starts from neurology's.
    """
    neurology = read_neurology(tables)
    attributes = read_attributes(tables)
    specialties = sorted({program.specialty for program in programs})
    ranked = {NEUROLOGY: np.full(len(GROUPS), 1 / len(GROUPS))}
    if with_nrmp:
        ranked = ranked_shares(tables, specialties)
    correction = _mix_correction(neurology, ranked[NEUROLOGY])
    mix, in_state = _mixes(specialties, rates, ranked, correction)
    composition = _composition(programs, attributes)
    slopes = _composition_slopes(programs, composition, neurology)
    totals, known, growth, growth_se = _totals(programs, attributes, neurology)
    shares = np.stack([mix[program.specialty] for program in programs])
    tilted = shares * np.exp(composition @ slopes)
    counts = totals[:, None] * tilted / tilted.sum(axis=1, keepdims=True)
    bias, spread = _check(programs, counts, neurology)
    extra = np.where(known, 0.0, UNKNOWN_TOTAL_LOG_SD)[:, None]
    return Applications(
        counts=counts,
        log_sd=np.sqrt(spread**2 + extra**2),
        mix=mix,
        in_state_share=in_state,
        composition_slopes=slopes,
        mix_correction=correction,
        growth_log=growth,
        growth_se=growth_se,
        check_log_sd=spread,
        check_log_bias=bias,
        total_known=known,
    )


def _mix_correction(neurology: NeurologyCounts, ranked: FloatArray) -> FloatArray:
    applications = np.nansum(np.stack(list(neurology.applications.values())), axis=0)
    return np.asarray(applications / applications.sum() / ranked, dtype=np.float64)


def _mixes(
    specialties: Sequence[str],
    rates: RateTable,
    ranked: Mapping[str, FloatArray],
    correction: FloatArray,
) -> tuple[dict[str, FloatArray], dict[str, float]]:
    everyone = np.mean(list(ranked.values()), axis=0)
    inside, outside = LIFT_COLUMNS.index("in_state"), LIFT_COLUMNS.index("out_state")
    of = np.array(rates.specialties)
    mix, in_state = {}, {}
    for specialty in specialties:
        prior = ranked.get(specialty, everyone) * correction
        prior = prior / prior.sum()
        rows = of == specialty
        mix[specialty], in_state[specialty] = mix_by_identity(
            rates.rates[rows], rates.lifts[rows, inside], rates.lifts[rows, outside], prior
        )
    return mix, in_state


def _composition(
    programs: Sequence[Program], attributes: Mapping[str, Mapping[str, str]]
) -> FloatArray:
    """Log share of residents by group, centred within specialty, 0 where unknown."""
    table = np.array(
        [
            [number(attributes.get(p.acgme_id, {}).get(column)) for column in COMPOSITION]
            for p in programs
        ]
    )
    logs = np.log((table + 2.0) / 102.0)
    specialties = np.array([program.specialty for program in programs])
    for specialty in np.unique(specialties):
        inside = specialties == specialty
        known = np.isfinite(logs[inside]).all(axis=1)
        logs[inside] -= logs[inside][known].mean(axis=0) if known.any() else 0.0
    return np.where(np.isfinite(logs).all(axis=1, keepdims=True), logs, 0.0)


def _composition_slopes(
    programs: Sequence[Program], composition: FloatArray, neurology: NeurologyCounts
) -> FloatArray:
    rows = [
        i
        for i, program in enumerate(programs)
        if np.any(composition[i] != 0)
        and np.isfinite(neurology.applications.get(program.acgme_id, np.array([np.nan]))).all()
    ]
    counts = np.stack([neurology.applications[programs[i].acgme_id] for i in rows])
    logs = np.log(np.maximum(counts, 1.0) / counts.sum(axis=1, keepdims=True))
    logs -= logs.mean(axis=0)
    x = composition[rows]
    return np.asarray(np.linalg.solve(x.T @ x + RIDGE * np.eye(4), x.T @ logs), dtype=np.float64)


def _totals(
    programs: Sequence[Program],
    attributes: Mapping[str, Mapping[str, str]],
    neurology: NeurologyCounts,
) -> tuple[FloatArray, FloatArray, float, float]:
    before = np.array(
        [number(attributes.get(p.acgme_id, {}).get("applications_2021")) for p in programs]
    )
    after = np.array([neurology.totals_2024.get(p.acgme_id, math.nan) for p in programs])
    before[before <= 0] = np.nan
    after[after <= 0] = np.nan
    ratio = np.log(after / before)
    ratio = ratio[np.isfinite(ratio)]
    growth = float(ratio.mean())
    known = np.isfinite(before)
    predicted = _predicted_log_total(programs, attributes, np.log(before))
    logs = np.where(known, np.log(np.where(known, before, 1.0)), predicted) + growth
    logs = np.where(np.isfinite(after), np.log(np.where(np.isfinite(after), after, 1.0)), logs)
    return np.exp(logs), known, growth, float(ratio.std(ddof=1) / math.sqrt(ratio.size))


def _predicted_log_total(
    programs: Sequence[Program],
    attributes: Mapping[str, Mapping[str, str]],
    logs: FloatArray,
) -> FloatArray:
    specialties = [program.specialty for program in programs]
    kinds = sorted(set(specialties))
    size = np.array(
        [number(attributes.get(p.acgme_id, {}).get("residents_total")) for p in programs]
    )
    size = np.log(np.where(size > 0, size, np.nan))
    quota = np.array([math.log1p(p.quota.get(2024, 0)) for p in programs])
    x = np.column_stack(
        [
            np.ones(len(programs)),
            np.where(np.isfinite(size), size - np.nanmean(size), 0.0),
            quota - quota.mean(),
            *[np.array([s == kind for s in specialties], dtype=float) for kind in kinds],
        ]
    )
    known = np.isfinite(logs)
    inside = x[known]
    penalty = np.diag([0.0, 1.0, 1.0] + [RIDGE] * len(kinds))
    return np.asarray(
        x @ np.linalg.solve(inside.T @ inside + penalty, inside.T @ logs[known]),
        dtype=np.float64,
    )


def _check(
    programs: Sequence[Program], counts: FloatArray, neurology: NeurologyCounts
) -> tuple[FloatArray, FloatArray]:
    """Bias and spread of the log estimate against neurology's real counts, by group."""
    rows = [
        i
        for i, program in enumerate(programs)
        if neurology.totals_2024.get(program.acgme_id, 0.0) > 0
        and np.isfinite(neurology.applications.get(program.acgme_id, np.array([np.nan]))).all()
    ]
    real = np.stack([neurology.applications[programs[i].acgme_id] for i in rows])
    gap = np.log(np.maximum(real, 1.0) / counts[rows])
    return gap.mean(axis=0), gap.std(axis=0)
