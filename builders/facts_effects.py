"""Fits the effect of signals by specialty and tier, and shares of applications, from rates."""

import math
import statistics
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from builders.facts_names import SPECIALTIES, read_rows
from builders.facts_toml import Fields, fitted
from thirdfriday.facts.registry import Facts

Numbered = Iterator[tuple[str, Fields]]
RATES = "residency-explorer-2024"
NEUROLOGY = "residency-explorer-2026-neurology"
FEWEST_PROGRAMS = 30  # below this the median over programs is left to the default
TIERS = {"p_int_gold": "gold", "p_int_silver": "silver", "p_int_signal": "standard"}
POPULATION = "all applicants to the specialty's programs, 2024 ERAS season"


def signal_effects(tables: Path, facts: Facts) -> Numbered:
    """Odds ratio of an invitation by specialty and tier, against the same program unsignalled.

    Method: median over programs of the one-factor odds ratio, to the power facts_fit.lift_shrink.
    """
    floor = facts.value("facts_fit.rate_floor")
    low, central, high = facts.range("facts_fit.lift_shrink")
    top = facts.range("effect.signal.default.standard")[2]
    for (key, tier), odds_ratios in sorted(_lifts(tables, floor).items()):
        if len(odds_ratios) < FEWEST_PROGRAMS or f"effect.signal.{key}.{tier}" in facts:
            continue  # too few, or effects.toml holds a better study of this specialty
        raw = math.exp(statistics.median(odds_ratios))
        yield f"effect.signal.{key}.{tier}", fitted(
            raw**central, min(raw**low, max(top, 1.0)), raw**high, unit="odds ratio", source=RATES,
            locator=f"rates with and without a signal at {len(odds_ratios)} programs",
            population=POPULATION, reference="the same program, not signalled", adjusted=False,
            reason="Median one-factor odds ratio over programs, to the power facts_fit.lift_shrink "
            "because applicants signal where they are wanted anyway; the upper end is the raw one.",
            digits=2,
        )  # fmt: skip
    yield from _neurology_signal(tables, facts)


def _lifts(tables: Path, floor: float) -> dict[tuple[str, str], list[float]]:
    """Log odds ratios over programs, by specialty and tier."""
    lifts: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in read_rows(tables, "program_interview_rates_residency_explorer_2024"):
        key = SPECIALTIES.get(row["specialty"])
        if key is None or not row["p_int_no_signal"]:
            continue
        base = _logit(float(row["p_int_no_signal"]), floor)
        for column, tier in TIERS.items():
            if row[column]:
                lifts[key, tier].append(_logit(float(row[column]), floor) - base)
    return lifts


def _neurology_signal(tables: Path, facts: Facts) -> Numbered:
    raw = _neurology_odds(tables)["signal", "Sent"]
    low, central, high = facts.range("facts_fit.lift_shrink")
    yield "effect.signal.neurology.standard", fitted(
        raw**central, raw**low, raw**high, unit="odds ratio", source=NEUROLOGY,
        locator="signal sent against not sent, Mantel-Haenszel over 167 programs",
        population="all applicants to neurology, 2026 ERAS season", digits=2, adjusted=False,
        reference="the same program, not signalled",
        reason="One-factor odds ratio stratified by program, to the power facts_fit.lift_shrink; "
        "the upper end is the raw one.",
    )  # fmt: skip


def application_shares(tables: Path) -> Numbered:
    """Shares of applications by factor level, which centre the effects. [share of applications]."""
    counts: dict[tuple[str, str], float] = {
        (row["factor"], row["level"]): float(row["applications"])
        for row in read_rows(tables, "re2026_neurology_invite_rate_summary")
    }
    geography = sum(
        counts["geo_pref", level] for level in ("Aligned", "Not Aligned", "No Preference")
    )
    shares = {
        "aligned": (counts["geo_pref", "Aligned"], geography, "geographic preference aligned"),
        "no_preference": (counts["geo_pref", "No Preference"], geography, "no preference stated"),
        "in_state": _two(counts, "home_state", "In-State", "Out-of-State"),
        "school_state": _two(counts, "med_school_state", "In-State", "Out-of-State"),
        "failed_step_1": _two(counts, "step1_level1_fail", "Ever Failed", "Never Failed"),
        "failed_step_2": _two(counts, "step2_level2_fail", "Ever Failed", "Never Failed"),
        "signalled": _two(counts, "signal", "Sent", "Did Not Send"),
    }
    for name, (part, whole, what) in shares.items():
        share = part / whole
        yield f"applications.share.{name}.neurology", fitted(
            share, share * 0.8, min(1.0, share * 1.25), unit="share of applications",
            source=NEUROLOGY, locator=f"{what}; {int(whole)} applications",
            population="applications to neurology programs, 2026 ERAS season",
            reason="Pooled count of one specialty and season; the range allows a fifth either way "
            "for another season.",
        )  # fmt: skip


def _two(
    counts: dict[tuple[str, str], float], factor: str, level: str, other: str
) -> tuple[float, float, str]:
    return counts[factor, level], counts[factor, level] + counts[factor, other], factor


def _neurology_odds(tables: Path) -> dict[tuple[str, str], float]:
    return {
        (row["factor"], row["level"]): float(row["mh_odds_ratio"])
        for row in read_rows(tables, "re2026_neurology_mh_odds_ratios")
    }


def _logit(rate: float, floor: float) -> float:
    rate = min(max(rate, floor), 1 - floor)
    return math.log(rate / (1 - rate))
