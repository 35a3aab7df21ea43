"""Draws the stratified sample of links that a person checks, and measures the linker on it."""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from builders.catalogue_sources import ListedProgram, read_sources
from builders.csv_rows import read_rows
from builders.link_evidence import Unit
from builders.link_programs import Link, Linking, link_programs

SEED = 20261122
SIZES = {"high": 70, "medium": 45, "low": 30, "joined": 25, "unlinked": 30}
SAMPLE = Path(__file__).parent.parent / "authorities" / "linker_sample.csv"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Measure:
    """Precision and recall of a set of links, with the counts behind them."""

    linked: int
    right: int
    true_pairs: int
    found: int

    @property
    def precision(self) -> float:
        """Share of the links that are right. [0..1]."""
        return self.right / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """Share of the true pairs that are linked. [0..1]."""
        return self.found / self.true_pairs if self.true_pairs else 1.0


def strata(linking: Linking, listed: Sequence[ListedProgram]) -> dict[str, list[Link | Unit]]:
    """Everything the linker decided, by stratum; specialties without an ACGME list left out."""
    known = {program.specialty_code for program in listed}
    groups: dict[str, list[Link | Unit]] = defaultdict(list)
    for link in linking.links:
        groups["joined" if link.joined else link.confidence].append(link)
    groups["unlinked"] = [unit for unit in linking.unlinked if unit.specialty_code in known]
    return groups


def draw(
    linking: Linking, listed: Sequence[ListedProgram], rng: np.random.Generator
) -> list[dict[str, str]]:
    """A random sample of each stratum, as rows still without a verdict."""
    by_id = {program.acgme_id: program for program in listed}
    rows = []
    for name, size in SIZES.items():
        members = strata(linking, listed)[name]
        chosen = rng.choice(len(members), size=min(size, len(members)), replace=False)
        rows += [sample_row(name, len(members), members[i], by_id) for i in sorted(chosen)]
    return rows


def sample_row(
    stratum: str, size: int, item: Link | Unit, by_id: Mapping[str, ListedProgram]
) -> dict[str, str]:
    """One drawn decision with what a person needs to judge it."""
    unit = item.unit if isinstance(item, Link) else item
    years = sorted(unit.years)
    row = {
        "stratum": stratum,
        "stratum_size": str(size),
        "nrmp_code": unit.tracks[0].nrmp_code,
        "nrmp_institution": unit.institution,
        "nrmp_place": f"{unit.city}, {unit.state}",
        "nrmp_program": unit.tracks[0].name,
        "years": f"{years[0]}-{years[-1]}" if years else "",
        "linked_acgme_id": NONE,
        "acgme_name": "",
        "acgme_place": "",
    }
    if isinstance(item, Link):
        program = by_id[item.acgme_id]
        row["linked_acgme_id"] = program.acgme_id
        row["acgme_name"] = program.name
        row["acgme_place"] = f"{program.city}, {program.state}"
    return row


def measure(rows: Sequence[Mapping[str, str]], linked: Mapping[str, str]) -> Measure:
    """Unweighted precision and recall of `linked` (NRMP code to ACGME id) on checked rows."""
    pairs = [(linked.get(row["nrmp_code"], NONE), row["true_acgme_id"]) for row in rows]
    return Measure(
        linked=sum(ours != NONE for ours, _ in pairs),
        right=sum(ours != NONE and ours == true for ours, true in pairs),
        true_pairs=sum(true != NONE for _, true in pairs),
        found=sum(true != NONE and ours == true for ours, true in pairs),
    )


def weighted(rows: Sequence[Mapping[str, str]], linked: Mapping[str, str]) -> tuple[float, float]:
    """Precision and recall over all decisions, each stratum counting by its size. [0..1, 0..1]."""
    totals = np.zeros(4)
    for name in dict.fromkeys(row["stratum"] for row in rows):
        members = [row for row in rows if row["stratum"] == name]
        counts = measure(members, linked)
        weight = int(members[0]["stratum_size"]) / len(members)
        parts = (counts.linked, counts.right, counts.true_pairs, counts.found)
        totals += weight * np.array(parts, dtype=float)
    return float(totals[1] / totals[0]), float(totals[3] / totals[2])


def packaged_links(catalogue: Path) -> dict[str, str]:
    """ACGME id by NRMP code in the packaged tables; programs without one are left out."""
    numbers = {row["program_id"]: row["acgme_id"] for row in read_rows(catalogue / "programs.csv")}
    tracks = read_rows(catalogue / "tracks.csv")
    return {t["nrmp_code"]: numbers[t["program_id"]] for t in tracks if numbers[t["program_id"]]}


def table(rows: Sequence[Mapping[str, str]], linked: Mapping[str, str]) -> list[str]:
    """The measured figures as lines of text."""
    lines = []
    for name in dict.fromkeys(row["stratum"] for row in rows):
        members = [row for row in rows if row["stratum"] == name]
        found = measure(members, linked)
        lines.append(
            f"{name}: {len(members)} of {members[0]['stratum_size']} checked; linked "
            f"{found.linked}, right {found.right}, true pairs {found.true_pairs}, "
            f"precision {found.precision:.3f}, recall {found.recall:.3f}"
        )
    precision, recall = weighted(rows, linked)
    lines.append(f"weighted by stratum: precision {precision:.4f}, recall {recall:.4f}")
    return lines


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line: draw a sample to check, or print the figures of the checked one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draw", type=Path, help="folder of published tables to draw from")
    parser.add_argument("--catalogue", type=Path, help="folder of the packaged catalogue")
    chosen = parser.parse_args(arguments)
    if chosen.draw:
        sources = read_sources(chosen.draw)
        linking = link_programs(sources.tracks, sources.listed)
        rows = draw(linking, sources.listed, np.random.default_rng(SEED))
        writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    if chosen.catalogue:
        rows = read_rows(SAMPLE)
        sys.stdout.write("\n".join(table(rows, packaged_links(chosen.catalogue))) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
