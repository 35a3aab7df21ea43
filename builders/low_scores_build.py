"""Stores how often MD seniors with low scores matched, beside what the plans' own route says.

Run it after the chains and the bank: `python -m builders.low_scores_build --tables TABLES`. People
are simulated as in benchmarks/bank_against_charting.py.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path

from benchmarks.bank_against_charting import TABLE, by_score, edges

from builders.chain_population import Array
from builders.facts_toml import Fields, write_numbers
from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import load_facts

TOLD = {"first": "210-219", "second": "220-229"}
HEADING = """How often MD seniors with low scores matched, and what the plans' own route says of
them.
docs/models/bank.md shows the table."""


def build(tables: Path, data: Path = DATA) -> list[tuple[str, Fields]]:
    """Simulate people by score and write data/model/record_nrmp.toml, which plans tell of."""
    route = "bank" if load_facts().value("standing.in_plans") else "level"
    sums = by_score(tables / TABLE)
    found = [
        number
        for name, label in TOLD.items()
        for number in _numbers_of(f"record.low_score.{name}", label, sums[label][route])
    ]
    write_numbers(
        data / "model" / "record_nrmp.toml", HEADING, found, pack="nrmp",
        builder="builders/low_scores_build.py",
    )  # fmt: skip
    return found


def _numbers_of(stem: str, label: str, sums: Array) -> list[tuple[str, Fields]]:
    low, high = edges(label)
    count, published, said, _ = (float(each) for each in sums)
    people = f"US MD seniors of 2020-2024 with {label}, specialties added up"
    score: Mapping[str, str] = {"unit": "score", "kind": "setting"}
    share: Mapping[str, str] = {
        "unit": "probability", "kind": "fitted", "source": "nrmp-charting-2020-2024",
        "locator": label,
    }  # fmt: skip
    return [
        (f"{stem}.from", {"value": low, "reason": "Edge of a published bin.", **score}),
        (f"{stem}.below", {"value": high, "reason": "Edge of a published bin.", **score}),
        (f"{stem}.published", {
            "value": round(published / count / 100, 3), **share,
            "reason": f"{people}: matched to their preferred specialty.",
        }),
        (f"{stem}.said", {
            "value": round(said / count / 100, 3), **share,
            "reason": f"{people}: simulated people like them through the plans' own route.",
        }),
    ]  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=DATA)
    given = parser.parse_args()
    build(given.tables, given.out)
