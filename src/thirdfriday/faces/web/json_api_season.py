"""The JSON API of the running season: POST /api/season and /api/rank."""

import datetime as dt
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.web.api_document import CASE, CORRECTIONS, SEED, TEXT, Takes, answers
from thirdfriday.faces.web.json_api import answered, seed_in, sent_in
from thirdfriday.faces.web.rank_jobs import rank_document
from thirdfriday.faces.web.season_jobs import season_document

router = APIRouter(prefix="/api")
SEASON = Takes(
    {
        "case": CASE,
        "log": {**TEXT, "description": "CSV: date, program, event."},
        "on": {**TEXT, "format": "date", "description": "Day of the season; today without."},
        "list": {**TEXT, "description": "CSV of what was sent, if the log lacks it."},
        "corrections": CORRECTIONS,
        "seed": SEED,
    },
    ("case", "log"),
)
RANK = Takes(
    {
        "case": CASE,
        "list": {**TEXT, "description": "CSV of the programs ranked, first to last."},
        "applied": {**TEXT, "description": "CSV of all applied to: the rest stayed silent."},
        "changes": {"type": "array", "items": TEXT, "description": 'Such as "3: malignant".'},
        "corrections": CORRECTIONS,
        "seed": SEED,
    },
    ("case", "list"),
)


@router.post(
    "/season",
    summary="The season so far",
    responses=answers("The document of `thirdfriday season --json`."),
    openapi_extra=SEASON.document,
)
async def api_season(request: Request) -> Response:
    """The plan given what has happened: new chances, what changed and why, what to do by when."""
    return await answered(request, SEASON, _season_question)


def _season_question(given: dict[str, Any]) -> tuple[Any, ...]:
    try:
        on = dt.date.fromisoformat(given["on"]) if given.get("on") else dt.date.today()
    except ValueError as error:
        raise CaseError([Problem("is no day", "on", "such as 2026-11-15")]) from error
    seed = seed_in(given)
    return season_document, sent_in(given), given["log"], on, given.get("list"), seed


@router.post(
    "/rank",
    summary="A rank order list",
    responses=answers("The document of `thirdfriday rank --json`."),
    openapi_extra=RANK.document,
)
async def api_rank(request: Request) -> Response:
    """Chances line by line, the true order, what each line does, and checks."""
    return await answered(request, RANK, _rank_question)


def _rank_question(given: dict[str, Any]) -> tuple[Any, ...]:
    changes = given.get("changes") or []
    if not all(isinstance(one, str) for one in changes):
        raise CaseError([Problem("holds what is no text", "changes", "sentences")])
    applied, seed = given.get("applied") or "", seed_in(given)
    return rank_document, sent_in(given), given["list"], applied, tuple(changes), seed
