"""Method and record: how it works, how its forecasts did, and every number with its source."""

from functools import cache

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.faces.facts_command import columns_called, standing_words, value_words
from thirdfriday.faces.web.rendering import page
from thirdfriday.facts.lookup import search
from thirdfriday.facts.registry import known_seasons, load_facts
from thirdfriday.facts.sources import load_sources
from thirdfriday.models.forecast_record import (
    ReliabilityRow,
    Score,
    interview_scores,
    unfilled_forecast,
)

router = APIRouter(include_in_schema=False)
SHOWN = 60


@router.get("/method")
def method(request: Request) -> HTMLResponse:
    """How it works, the scores, and a search through every number."""
    asked = request.query_params.get("q", "").strip()[:100]
    wanted = request.query_params.get("season", "")
    season = next((year for year in known_seasons() if str(year) == wanted), load_facts().season)
    found = search(load_facts(season), asked)
    columns = columns_called(asked) if asked else ()
    scores, rows = record()
    html = page(
        "method.html.j2",
        here="method",
        q=asked,
        season=season,
        seasons=known_seasons(),
        numbers=found.numbers[:SHOWN],
        count=len(found.numbers),
        nearest=found.nearest,
        columns=columns[:SHOWN],
        columns_count=len(columns),
        sources=load_sources(),
        scores=scores,
        rows=rows,
        value_words=value_words,
        standing_words=standing_words,
    )
    return HTMLResponse(html)


@cache
def record() -> tuple[tuple[Score, ...], tuple[ReliabilityRow, ...]]:
    """The scores of `thirdfriday score`: they depend on the packaged data alone."""
    facts = load_facts()
    unfilled, rows = unfilled_forecast(load_catalogue().programs, facts)
    return (*interview_scores(facts), unfilled), rows
