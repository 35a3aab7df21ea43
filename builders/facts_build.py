"""Builds the fitted facts and the published tables: `python -m builders.facts_build TABLES`."""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

from builders.facts_capacity import capacity_facts
from builders.facts_effects import application_shares, signal_effects
from builders.facts_published import write_published
from builders.facts_scores import score_facts
from builders.facts_shares import attempt_shares, img_policy_shares, score_floors, visa_shares
from builders.facts_timing import invitation_timing
from builders.facts_toml import Fields, write_numbers
from thirdfriday.facts.packaged import DATA
from thirdfriday.facts.registry import load_facts

SPECIALTY_KEYS = Path(__file__).parent / "catalogue_specialties.csv"
GUIDE = "docs/models/facts.md says how."
HEADINGS = {
    "eligibility_nrmp.toml": """Share of programs of a specialty that pass, when a program's own
rule is not known.
Pooled from what directors said in 2020; the survey's tables are not here. """,
    "eligibility_residency_explorer.toml": """Share of programs of a specialty that take J-1
holders and that sponsor H-1B.
Pooled from reports of 2021, for programs whose own policy is not known. """,
    "effects_residency_explorer.toml": """Effects of signals by specialty and tier, and shares of
applications.
Fitted from Residency Explorer; no program's own rate is here. """,
    "applicants_nrmp.toml": """Step 2 CK of applicants by type and specialty, and its effect on
each chance.
Fitted from Charting Outcomes; its tables are not here. """,
    "capacity_nrmp.toml": """How many applicants programs invite, interview and rank for each
position.
Pooled ratios of the 2020 survey of program directors. """,
    "invitations_nrmp.toml": """Share of a specialty's invitations to interview that are out by the
first of each month.
Pooled from what directors said in 2020; the survey's table is not here. """,
}


def build(tables: Path, data: Path = DATA) -> dict[str, int]:
    """Write every fitted fact and published table; numbers or rows written by file. [count]."""
    facts = load_facts(without=frozenset({"nrmp", "residency_explorer"}), root=data)
    model = data / "model"
    written: dict[str, int] = {}
    numbers: dict[str, list[tuple[str, Fields]]] = {
        "eligibility_nrmp.toml": [
            *attempt_shares(tables, facts),
            *img_policy_shares(tables, facts),
            *score_floors(tables),
        ],
        "eligibility_residency_explorer.toml": [*visa_shares(tables, facts)],
        "effects_residency_explorer.toml": [
            *signal_effects(tables, facts),
            *application_shares(tables),
        ],
        "applicants_nrmp.toml": [*score_facts(tables, facts)],
        "capacity_nrmp.toml": [*capacity_facts(tables, facts)],
        "invitations_nrmp.toml": [*invitation_timing(tables, facts)],
    }
    for file, heading in HEADINGS.items():
        pack = "nrmp" if file.endswith("_nrmp.toml") else "residency_explorer"
        written[file] = write_numbers(model / file, heading + GUIDE, numbers[file], pack=pack)
    with SPECIALTY_KEYS.open(newline="", encoding="utf-8") as stream:
        keys = {row["published_name"]: row["specialty"] for row in csv.DictReader(stream)}
    return written | write_published(tables, data, keys)


def main(arguments: Sequence[str] | None = None) -> None:
    """Build from the folder of published tables given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tables", type=Path)
    parser.add_argument("--data", type=Path, default=DATA)
    chosen = parser.parse_args(arguments)
    for name, count in build(chosen.tables, chosen.data).items():
        print(f"{name}: {count}")


if __name__ == "__main__":
    main()
