"""How near both routes to a match come to the published chances by score and by list length.

Published: MD seniors by Step 2 CK bin and specialty (Charting Outcomes 2020-2024, pooled; matched
to the preferred specialty), and both groups of 2007 by contiguous ranks. People are simulated one
by one, with the level of type and specialty and with the bank of cutoffs.

Usage: python -m benchmarks.bank_against_charting TABLES

What the plans' own route says of the two lowest bins is stored by builders/low_scores_build.py.
"""

import csv
import re
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
from tests.authorities import people_above_cutoffs, simulated_people
from tests.authorities.simulated_people import People, applicants_by_specialty, offered, together
from tests.authorities.test_contiguous_ranks import (
    GROUPS,
    by_ranks,
    preferred_on_grown_lists,
    published,
)

from thirdfriday.facts.registry import load_facts

ROUTES: dict[str, ModuleType] = {"level": simulated_people, "bank": people_above_cutoffs}
TABLE = "charting2020_2024_us_md_step2_bins.csv"
PEOPLE = 3000  # of each specialty; eight thousand of each type for the curve by ranks
LEAST_PUBLISHED, LEAST_SIMULATED, LEAST_PROGRAMS = 50, 30, 5
SEED = 7


def edges(label: str) -> tuple[int, int]:
    """Scores of a bin as printed: "<200", "210-219" or "250+". [from, under]"""
    numbers = [int(part) for part in re.findall(r"\d+", label)]
    if label.startswith("<"):
        return 0, numbers[0]
    return (numbers[0], numbers[1] + 1) if len(numbers) > 1 else (numbers[0], 1000)


def share(people: People, label: str) -> float | None:
    """Percent matched of those who rank anything and score in a bin; None where few do."""
    low, high = edges(label)
    inside = (people.ranks > 0) & (people.score >= low) & (people.score < high)
    return 100 * float(people.matched[inside].mean()) if inside.sum() >= LEAST_SIMULATED else None


def by_score(path: Path) -> dict[str, dict[str, np.ndarray]]:
    """Published and simulated by bin, all specialties added up, and the mean distance.

    By bin and route: applicants, then published, simulated and distance times applicants.
    """
    facts = load_facts(simulated_people.SEASON)
    with path.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["pct_matched"]]
    sums: dict[str, dict[str, np.ndarray]] = {}
    for name in sorted({row["specialty"] for row in rows}):
        key = re.sub(r"[/ -]", "_", name.lower())
        if key not in applicants_by_specialty("md_senior") or len(offered(key)) < LEAST_PROGRAMS:
            continue
        people = {
            route: module.simulate_specialty(
                "md_senior", key, PEOPLE, facts, np.random.default_rng(SEED), gates=True
            )
            for route, module in ROUTES.items()
        }
        for row in rows:
            count, said = float(row["n_applicants"]), float(row["pct_matched"])
            got = {route: share(those, row["step2_bin"]) for route, those in people.items()}
            if row["specialty"] != name or count < LEAST_PUBLISHED or None in got.values():
                continue
            here = sums.setdefault(row["step2_bin"], {route: np.zeros(4) for route in ROUTES})
            for route, value in got.items():
                assert value is not None
                here[route] += count * np.array([1.0, said, value, abs(value - said)])
    for label, here in sorted(sums.items()):
        told = ", ".join(f"{r} {s[2] / s[0]:.1f} ({s[3] / s[0]:.1f})" for r, s in here.items())
        print(f"{label}: published {here['level'][1] / here['level'][0]:.1f}; {told}")
    for route in ROUTES:
        total = np.sum([here[route] for here in sums.values()], axis=0)
        print(f"{route}: mean distance {total[3] / total[0]:.2f} points by specialty and bin")
    return sums


def told_by_ranks() -> None:
    """Published and simulated by the number of ranks: anywhere, preferred, and on grown lists."""
    for group, kinds in GROUPS.items():
        print(group, "published", (100 * published(group)).round())
        for route, module in ROUTES.items():
            people = together([module.simulate_type(kind, 8000, SEED) for kind in kinds])
            curves = {
                "anywhere": by_ranks(people, people.anywhere),
                "preferred": by_ranks(people, people.matched),
                "preferred, grown lists": preferred_on_grown_lists(people, group),
            }
            for what, curve in curves.items():
                away = 100 * float(np.abs(curve - published(group)).mean())
                print(
                    f"  {route}, {what}", (100 * curve).round(), f"mean distance {away:.2f} points"
                )


if __name__ == "__main__":
    by_score(Path(sys.argv[1]) / TABLE)
    told_by_ranks()
