"""Shows simulated national seasons: positions filled and match rates by type and specialty."""

from collections.abc import Iterable
from contextlib import ExitStack
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.atomic_write import refuse_unwritable, write_whole
from thirdfriday.faces.charting_table import show_charting
from thirdfriday.faces.command_options import FILE, JSON, print_json, reported
from thirdfriday.faces.parquet_file import parquet as as_parquet
from thirdfriday.faces.progress_bar import counting
from thirdfriday.faces.workers import workers
from thirdfriday.models.market import SHORT_TYPES, document_of, run_seasons, season_rows
from thirdfriday.models.market_forecast import SEASON as FORECAST
from thirdfriday.models.market_forecast import forecast_document

SEASONS = (2025, 2026)


@click.command()
@click.option("--season", type=int, default=2025, show_default=True, help="2025 or 2026.")
@click.option(
    "--seasons",
    type=click.IntRange(1, 100_000),
    default=10,
    show_default=True,
    help="How many to simulate.",
)
@click.option("--simulated", is_flag=True, help="2026 by simulation alone, not the forecast.")
@click.option("--specialty", help="Only this specialty in the tables.")
@click.option("--jobs", type=click.IntRange(1, 64), default=2, show_default=True, help="Threads.")
@click.option("--cluster", help='A Dask scheduler, or "local", instead of threads.')
@click.option("--charting", is_flag=True, help="Scores and ranks of matched and not, by specialty.")
@click.option("--published", type=FILE, help="With --charting: your copy of the published means.")
@click.option("--html", type=FILE, help="Also write figures, one file.")
@click.option("--parquet", type=FILE, help="Also write tables as Parquet into this folder.")
@JSON
@reported
def market(  # noqa: PLR0917 - click passes each option by its own name
    season: int, seasons: int, simulated: bool, specialty: str | None, jobs: int,
    cluster: str | None, charting: bool, published: Path | None, html: Path | None,
    parquet: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """National seasons by type and place: 2025 simulated, 2026 forecast from 2025 and before."""
    _check(season, specialty, parquet, html)
    if charting or published is not None:
        _alone(charting, html, parquet, cluster)
        show_charting(season, seasons, specialty, jobs, published, as_json=as_json)
        return
    each: Iterable[list[dict[str, Any]]] = ()
    if season == FORECAST and not simulated:
        document = forecast_document(specialty)
    else:
        document, each = _simulated(season, seasons, specialty, jobs, cluster)
    if html is not None:
        from thirdfriday.faces.market_figures import page  # noqa: PLC0415

        write_whole(html, page(document))
    if parquet is not None:
        _write_tables(parquet, document, each)
    if as_json:
        print_json(document)
        return
    _show(document)


def _simulated(
    season: int, seasons: int, specialty: str | None, jobs: int, cluster: str | None
) -> tuple[dict[str, Any], Iterable[list[dict[str, Any]]]]:
    """Simulated seasons together and one by one, with progress on standard error."""
    with counting(f"Simulating the Match of {season}", seasons) as done, ExitStack() as until:
        spread = until.enter_context(workers(jobs, cluster=cluster)).each if cluster else None
        counts = run_seasons(season, seasons=seasons, jobs=jobs, progress=done, spread=spread)
    return document_of(season, counts, specialty), season_rows(season, counts)


def _write_tables(
    folder: Path, document: dict[str, Any], each: Iterable[list[dict[str, Any]]]
) -> None:
    """cells, specialties and types, and where seasons were simulated each of them, as Parquet."""
    tables: dict[str, Iterable[list[dict[str, Any]]]] = {
        "cells": [document["by_state_specialty_type"]],
        "specialties": [[
            {name: value for name, value in row.items() if name != "by_type"}
            | {f"{kind}_{name}": value for kind, one in row["by_type"].items()
               for name, value in one.items()}
            for row in document["by_specialty"]
        ]],
        "types": [[{"type": kind} | row for kind, row in document["by_type"].items()]],
        "seasons": each,
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        content = as_parquet(rows)
        if content:
            write_whole(folder / f"{name}.parquet", content)


def _show(document: dict[str, Any]) -> None:
    """Print the document as tables."""
    console = Console()
    console.print(_types(document))
    console.print(_specialties(document))
    console.print(
        f"{document['filled_mean']:,.0f} of {document['positions']:,} positions filled on average. "
        "--json has every state."
    )
    if "stable_share" in document:
        console.print(_stability(document))
    else:
        console.print(f"A forecast: {document['fitted_on']}. docs/models/market.md says how.")


def _check(season: int, specialty: str | None, parquet: Path | None, html: Path | None) -> None:
    problems: list[Problem] = []
    if html is not None and specialty is not None:
        problems.append(Problem("the figures show all specialties", "--html", "no --specialty"))
    try:
        refuse_unwritable(html, folders=(parquet,))
    except CaseError as error:
        problems += error.problems
    if parquet is not None and find_spec("pyarrow") is None:
        wanted = "pip install 'thirdfriday[research]'"
        problems.append(Problem("Parquet needs the library pyarrow", "--parquet", wanted))
    if season not in SEASONS:
        known = " or ".join(str(year) for year in SEASONS)
        problems.append(Problem(f"{season} cannot be simulated", "--season", known))
    known_keys = load_catalogue().specialties
    if specialty is not None and specialty not in known_keys:
        near = get_close_matches(specialty.lower().replace(" ", "_"), known_keys)
        expected = "a key such as internal_medicine"
        problems.append(
            Problem(f"{specialty!r} is not a specialty", "--specialty", expected, ", ".join(near))
        )
    if problems:
        raise CaseError(problems)


def _alone(charting: bool, *others: object) -> None:
    """Refuse options that do not go with --charting, or --published without it."""
    names = ("--html", "--parquet", "--cluster")
    problems = [Problem("does not go with --charting", name, "one of the two")
                for name, given in zip(names, others, strict=True)
                if given is not None]  # fmt: skip
    if not charting:
        problems = [Problem("needs --charting", "--published", "both")]
    if problems:
        raise CaseError(problems)


def _stability(document: dict[str, Any]) -> str:
    """How many of the seasons ended without a stable matching, and what that means."""
    seasons, share = document["seasons"], document["stable_share"]
    return (
        f"{100 * share:.0f}% of the matchings stable: {round(seasons * (1 - share))} of {seasons} "
        "seasons ended without a stable matching (over many runs about one in twenty has none). "
        "Such a season is counted as it stands; mostly a single pair of people and programs "
        "blocks it."
    )


def _kind(document: dict[str, Any]) -> str:
    return "simulated" if "stable_share" in document else "drawn"


def _types(document: dict[str, Any]) -> Table:
    kind = _kind(document)
    table = Table(title=f"Match of {document['season']}, {document['seasons']} {kind} seasons",
                  title_justify="left")  # fmt: skip
    table.add_column("Type")
    for column in ("active", "matched", "spread", "match rate"):
        table.add_column(column, justify="right")
    for kind in SHORT_TYPES:
        row = document["by_type"][kind]
        table.add_row(
            kind,
            f"{row['active']:,.0f}",
            f"{row['matched_mean']:,.0f}",
            f"{row['matched_sd']:.0f}",
            f"{100 * row['match_rate']:.1f}%",
        )
    return table


def _specialties(document: dict[str, Any]) -> Table:
    table = Table(title="Positions filled by type, mean over the seasons", title_justify="left")
    table.add_column("Specialty")
    table.add_column("level")
    table.add_column("positions", justify="right")
    for kind in SHORT_TYPES:
        table.add_column(kind, justify="right")
    for row in document["by_specialty"]:
        cells = [f"{row['by_type'][kind]['filled_mean']:,.0f}" for kind in SHORT_TYPES]
        table.add_row(row["specialty"], row["position_level"], f"{row['positions']:,}", *cells)
    return table
