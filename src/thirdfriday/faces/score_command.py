"""Shows how the forecasts did: scores against baselines and reliability, misses included."""

from dataclasses import asdict, dataclass
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.faces.command_options import JSON, print_json, reported
from thirdfriday.faces.progress_bar import counting
from thirdfriday.facts.registry import load_facts
from thirdfriday.facts.tables import load_table
from thirdfriday.models.forecast_record import (
    ReliabilityRow,
    Score,
    interview_scores,
    unfilled_forecast,
)
from thirdfriday.models.season_record import InSample, fill_scores, simulated_record


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that can be checked."""

    scores: tuple[Score, ...]
    programs: tuple[ReliabilityRow, ...]
    positions: tuple[ReliabilityRow, ...]
    interviews: list[dict[str, Any]]
    checks: list[dict[str, Any]]
    in_sample: InSample | None


@click.command()
@click.option(
    "--seasons",
    type=click.IntRange(0, 100),
    default=2,
    show_default=True,
    help="Seasons of 2025 to simulate beside the published; 0 for none.",
)
@JSON
@reported
def score(seasons: int, as_json: bool) -> None:  # fmt: skip
    """How forecasts did: reliability, Brier and log scores against baselines, misses included."""
    record = _record(seasons)
    if as_json:
        print_json(_document(record))
        return
    _show(record)


def _record(seasons: int) -> Record:
    """All scores, with progress on standard error while seasons are simulated."""
    facts = load_facts()
    unfilled, programs = unfilled_forecast(load_catalogue().programs, facts)
    fills, positions = fill_scores()
    simulated = None
    if seasons:
        with counting("Simulating the Match of 2025", seasons) as done:
            simulated = simulated_record(seasons, progress=done)
    return Record(
        (*interview_scores(facts), *fills, unfilled), programs, positions,
        list(load_table("model/interview_calibration").rows()),
        list(load_table("model/forecast_checks").rows()), simulated,
    )  # fmt: skip


def _document(record: Record) -> dict[str, Any]:
    """The record as one document; `in_sample` holds what the fit has seen."""
    return {
        "scores": [asdict(one) for one in record.scores],
        "reliability": [asdict(one) for one in record.programs],
        "reliability_of_positions": [asdict(one) for one in record.positions],
        "reliability_of_interviews": record.interviews,
        "season_forecast_checks": record.checks,
        "in_sample": None if record.in_sample is None else asdict(record.in_sample),
    }


def _show(record: Record) -> None:
    """Print the record as tables."""
    console = Console()
    console.print(_scores(record.scores))
    for one in record.scores:
        console.print(f"  {one.forecast}: against the {one.baseline}; {one.note}", style="dim")
    newest = record.scores[-2].forecast.split()[-1]
    console.print(_reliability(record.positions, f"a position left open in {newest}", "positions"))
    console.print(_reliability(record.programs, record.scores[-1].forecast, "programs"))
    console.print(_interviews(record.interviews))
    console.print(_checks(record.checks))
    if record.in_sample is not None:
        console.print(_in_sample(record.in_sample))
        console.print(
            f"  {100 * record.in_sample.misplaced:.1f}% of positions in the wrong specialty or "
            "type; largest: "
            + "; ".join(
                f"{key} {kind} {found:,.0f} for {truth:,}"
                for key, kind, found, truth in record.in_sample.largest
            ),
            style="dim",
        )


def _scores(scores: tuple[Score, ...]) -> Table:
    table = Table(title="Scores, lower is better", title_justify="left")
    table.add_column("Forecast")
    for column in ("cases", "log score", "baseline", "Brier", "baseline"):
        table.add_column(column, justify="right")
    for one in scores:
        table.add_row(
            one.forecast,
            f"{one.cases:,}" if one.cases else "",
            f"{one.log_score:.4f}",
            f"{one.baseline_log_score:.4f}",
            "" if one.brier is None else f"{one.brier:.4f}",
            "" if one.baseline_brier is None else f"{one.baseline_brier:.4f}",
        )
    return table


def _reliability(rows: tuple[ReliabilityRow, ...], forecast: str, cases: str) -> Table:
    table = Table(title=f"Reliability: {forecast}", title_justify="left")
    for column in ("forecast from", "to", cases, "mean forecast", "came true"):
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(
            f"{100 * row.low:.0f}%",
            f"{100 * row.high:.0f}%",
            f"{row.cases:,}",
            f"{100 * row.mean_forecast:.1f}%",
            f"{100 * row.came_true:.1f}%",
        )
    return table


def _interviews(rows: list[dict[str, Any]]) -> Table:
    title = "Reliability: interview rates of held-out programs, by tenth of the forecast"
    table = Table(title=title, title_justify="left")
    for column in ("tenth", "mean forecast", "published", "standard error"):
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(
            str(row["tenth"]),
            *(f"{100 * row[name]:.2f}%" for name in ("predicted", "published", "error")),
        )
    return table


def _checks(rows: list[dict[str, Any]]) -> Table:
    title = "What the forecast of a season rests on (docs/models/market.md)"
    table = Table(title=title, title_justify="left")
    for column in ("told", "candidate"):
        table.add_column(column)
    for column in ("log score", "misplaced", "80% ranges held"):
        table.add_column(column, justify="right")
    for row in rows:
        shares = (row["misplaced"], row["ranges_held"])
        table.add_row(
            row["check"].replace("_", " "),
            row["candidate"],
            "" if row["log_score"] is None else f"{row['log_score']:.3f}",
            *("" if one is None else f"{100 * one:.1f}%" for one in shares),
        )
    return table


def _in_sample(found: InSample) -> Table:
    title = f"In sample, no forecast: match rates of {found.season} as fitted and simulated"
    table = Table(title=title, title_justify="left")
    for column in ("type", "simulated", "spread", "published", "difference"):
        table.add_column(column, justify="left" if column == "type" else "right")
    for row in found.match_rates:
        table.add_row(
            row.applicant_type,
            f"{100 * row.simulated:.1f}%",
            f"{100 * row.spread:.1f}",
            f"{100 * row.published:.1f}%",
            f"{100 * (row.simulated - row.published):+.1f}",
        )
    return table
