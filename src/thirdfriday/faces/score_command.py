"""Shows how the forecasts did: scores against baselines and reliability, misses included."""

import sys
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.facts.registry import load_facts
from thirdfriday.models.forecast_record import (
    ReliabilityRow,
    Score,
    interview_scores,
    unfilled_forecast,
)


def show_score(*, as_json: bool) -> None:
    """Print the record of forecasts, as tables or as one JSON document."""
    facts = load_facts()
    unfilled, rows = unfilled_forecast(load_catalogue().programs, facts)
    scores = (*interview_scores(facts), unfilled)
    if as_json:
        import json  # noqa: PLC0415

        document = {"scores": [asdict(s) for s in scores], "reliability": [asdict(r) for r in rows]}
        sys.stdout.write(json.dumps(document, indent=1) + "\n")
        return
    console = Console()
    console.print(_scores(scores))
    for score in scores:
        console.print(
            f"  {score.forecast}: against the {score.baseline}; {score.note}", style="dim"
        )
    console.print(_reliability(rows, unfilled))


def _scores(scores: tuple[Score, ...]) -> Table:
    table = Table(title="Scores, lower is better", title_justify="left")
    table.add_column("Forecast")
    for column in ("cases", "log score", "baseline", "Brier", "baseline"):
        table.add_column(column, justify="right")
    for score in scores:
        table.add_row(
            score.forecast,
            str(score.cases or ""),
            f"{score.log_score:.4f}",
            f"{score.baseline_log_score:.4f}",
            "" if score.brier is None else f"{score.brier:.4f}",
            "" if score.baseline_brier is None else f"{score.baseline_brier:.4f}",
        )
    return table


def _reliability(rows: tuple[ReliabilityRow, ...], score: Score) -> Table:
    table = Table(title=f"Reliability: {score.forecast}", title_justify="left")
    for column in ("forecast from", "to", "programs", "mean forecast", "came true"):
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(
            f"{100 * row.low:.0f}%",
            f"{100 * row.high:.0f}%",
            str(row.cases),
            f"{100 * row.mean_forecast:.1f}%",
            f"{100 * row.came_true:.1f}%",
        )
    return table
