"""Prints what simulated seasons say of scores and ranks by specialty, beside what was published."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from thirdfriday.faces.command_options import print_json
from thirdfriday.faces.progress_bar import counting
from thirdfriday.intake.charting_file import read_charting
from thirdfriday.models.market import SHORT_TYPES, published_names
from thirdfriday.models.market_charting import GROUPS, MEASURES, charting_document, run_charting
from thirdfriday.models.market_season import APPLICANT_TYPES

LEAST_SHOWN = 5.0
SHORT = dict(zip(APPLICANT_TYPES, SHORT_TYPES, strict=True))


def show_charting(
    season: int, seasons: int, specialty: str | None, jobs: int, published: Path | None, *,
    as_json: bool,
) -> None:  # fmt: skip
    """Simulate, and print the document or a table per type."""
    known = read_charting(published) if published is not None else None
    with counting(f"Simulating the Match of {season}", seasons) as done:
        sums = run_charting(season, seasons=seasons, jobs=jobs, progress=done)
    document = charting_document(season, sums, specialty=specialty, published=known)
    names = published_names()
    for row in document["charting"]:
        row["specialty_key"], row["type"] = row["specialty"], SHORT[row["type"]]
        row["specialty"] = names.get(row["specialty"], row["specialty"])
    if as_json:
        print_json(document)
        return
    console = Console()
    source = "published" if known is not None else "estimate"
    for kind in SHORT_TYPES:
        rows = [row for row in document["charting"] if row["type"] == kind]
        if any(_beside(row, source) for row in rows):
            console.print(_table(kind, rows, source))
    console.print(_words(document, source))


def _beside(row: dict[str, Any], source: str) -> bool:
    return any(row[group][f"{name}_{source}"] is not None for group in GROUPS for name in MEASURES)


def _table(kind: str, rows: list[dict[str, Any]], source: str) -> Table:
    table = Table(title=f"{kind}: simulated / {source} (its standard error)", title_justify="left")
    table.add_column("Preferred specialty")
    for column in ("match rate %", "Step 2 CK matched", "not matched", "ranks matched",
                   "not matched"):  # fmt: skip
        table.add_column(column, justify="right")
    for row in rows:
        if not _beside(row, source) or sum(row[each]["n"] for each in GROUPS) < LEAST_SHOWN:
            continue
        rate = f"{100 * row['match_rate']:.0f}"
        if row["match_rate_estimate"] is not None:
            rate += f" / {100 * row['match_rate_estimate']:.0f}"
        cells = [_cell(row[group], name, source) for name in MEASURES for group in GROUPS]
        star = "" if row["own_table"] else " *"
        table.add_row(row["specialty"] + star, rate, *cells)
    return table


def _cell(group: dict[str, Any], name: str, source: str) -> str:
    mean, beside = group[f"{name}_mean"], group[f"{name}_{source}"]
    if mean is None:
        return "-"
    if beside is None:
        return f"{mean:.1f}"
    return f"{mean:.1f} / {beside:.1f} ({group[f'{name}_{source}_error']:.1f})"


def _words(document: dict[str, Any], source: str) -> str:
    count = document["within_one_error"][source]
    words = {
        "estimate": "What stands beside the simulated means is our estimate, to which the market "
        "is fitted: a published table drawn to a relation over specialties, or (*) the relation "
        "alone. --published FILE sets your copy of the table beside them.",
        "published": "Specialties with * have no table in the fit.",
    }[source]
    return (
        f"{count['within']} of {count['means']} means within one standard error. A match counts "
        f"where it is in the specialty ranked first. {words} Method: docs/models/market.md."
    )
