"""The web application as a value: pages, API and static files behind the gatekeeper."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from thirdfriday import __version__
from thirdfriday.faces.web import (
    adviser_page,
    compare_page,
    explore_page,
    improve_page,
    json_api,
    json_api_season,
    long_way_page,
    method_page,
    plan_page,
    program_page,
    rank_page,
    season_page,
    soap_page,
    start_page,
    words_page,
)
from thirdfriday.faces.web.gatekeeping import SECONDS_TO_ANSWER, Gatekeeper
from thirdfriday.faces.web.plan_jobs import warm_up
from thirdfriday.faces.web.planners import BusyError, JobError, Planners, TooSlowError
from thirdfriday.faces.web.rendering import page, render

STATIC = Path(__file__).parent / "static"
PAGES = (
    start_page,
    plan_page,
    program_page,
    compare_page,
    explore_page,
    words_page,
    season_page,
    rank_page,
    improve_page,
    soap_page,
    long_way_page,
    adviser_page,
    method_page,
)
WORDS = {
    404: ("Nothing here", "There is no page of that name. The links above lead to what there is."),
    405: ("Not that way", "This page is opened by a button, not by its address."),
}
GIVEN_UP = {413: "Too much at once", 500: "Our fault", 503: "Stopped"}
TROUBLES: dict[type[Exception], tuple[int, str, str]] = {
    BusyError: (503, "Busy", "Many people are planning just now. Wait a moment and try again."),
    TooSlowError: (503, "Stopped", "This plan took too long and was stopped. Try smaller limits."),
    JobError: (500, "Our fault", "Planning failed, and the fault is ours. Your case is not lost."),
}


def create_app(
    *,
    names: Iterable[str] = (),
    workers: int | None = None,
    processes: bool = True,
    seconds: float = SECONDS_TO_ANSWER,
) -> FastAPI:
    """The application; nothing runs until it is served.

    Args:
        names: host names it answers to beside those of this machine (hosted behind a proxy).
        workers: processes that plan; one more than cores, and at most four, when None.
        processes: False plans in this process, for tests.
        seconds: time limit of one request. [seconds]
    """
    planners = Planners(workers or min(4, (os.cpu_count() or 1) + 1), processes=processes)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        await planners.start(warm_up if processes else None)
        asyncio.get_running_loop().run_in_executor(None, _ready)
        try:
            yield
        finally:
            planners.stop()

    app = FastAPI(
        title="Third Friday",
        version=__version__,
        description="Plans for the US residency Match, over the same values as the command line.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.state.planners = planners
    app.add_middleware(Gatekeeper, names=tuple(names), seconds=seconds, said=_given_up)
    for module in PAGES:
        app.include_router(module.router)
    app.include_router(json_api.router)
    app.include_router(json_api_season.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_exception_handler(HTTPException, _refused)
    for kind in TROUBLES:
        app.add_exception_handler(kind, _troubled)
    return app


def _ready() -> None:
    """Load what the first pages show, before anybody asks."""
    start_page.start()
    method_page.record()
    explore_page.drawn_map(explore_page.Search())


def _refused(request: Request, error: Exception) -> Response:
    """A page or a document that says what was wrong with the request."""
    assert isinstance(error, HTTPException)
    title, words = WORDS.get(error.status_code, ("Not understood", str(error.detail)))
    return _said(request, error.status_code, title, words)


def _troubled(request: Request, error: Exception) -> Response:
    """A page or a document that says what went wrong on our side."""
    status, title, words = next(told for kind, told in TROUBLES.items() if isinstance(error, kind))
    return _said(request, status, title, words)


def _given_up(scope: Scope, status: int, words: str) -> Response:
    """What the gatekeeper has to say of a request that it let in."""
    return _said(Request(scope), status, GIVEN_UP[status], words)


def _said(request: Request, status: int, title: str, words: str) -> Response:
    """A document for the API, a part of a page for a script, and a whole page for anybody else."""
    headers = {"retry-after": "5"} if status == 503 else None
    if request.url.path.startswith("/api/"):
        problem = {"message": words, "where": "", "expected": "", "nearest": ""}
        return JSONResponse({"problems": [problem]}, status, headers)
    draw = render if request.headers.get("hx-request") == "true" else page
    template = "message_part.html.j2" if draw is render else "message.html.j2"
    return HTMLResponse(draw(template, title=title, words=words), status, headers)
