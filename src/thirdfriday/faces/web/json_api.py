"""The JSON API: the documents of the commands' --json over HTTP, problems as status 422."""

import base64
import binascii
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.command_options import PACKS
from thirdfriday.faces.web.api_document import (
    CASE,
    CORRECTIONS,
    LARGEST_SEED,
    SEED,
    TEXT,
    Takes,
    answers,
)
from thirdfriday.faces.web.api_jobs import Answered, lint_document, page_document, plan_document
from thirdfriday.faces.web.json_body import NotJsonError, case_in, json_body
from thirdfriday.faces.web.plan_jobs import CaseSent
from thirdfriday.faces.web.planners import planners_of
from thirdfriday.kit.lint_context import KINDS

router = APIRouter(prefix="/api")
PLAN = Takes(
    {
        "case": CASE,
        "list": {**TEXT, "description": "CSV of the applicant's own programs."},
        "corrections": CORRECTIONS,
        "seed": SEED,
        "without": {
            "type": "array",
            "items": {"enum": list(PACKS)},
            "description": "Data packs to leave out.",
        },
    },
    ("case",),
)
READ = Takes(
    {
        "text": {**TEXT, "description": "The page: HTML or plain text."},
        "base64": {**TEXT, "description": "Or its bytes, such as a PDF."},
        "content_type": {**TEXT, "maxLength": 200},
        "source": {**TEXT, "maxLength": 500, "description": "Where it is from, to be shown."},
    }
)
LINT = Takes(
    {
        "case": CASE,
        "text": {**TEXT, "description": "What the applicant wrote."},
        "kind": {**TEXT, "enum": list(KINDS)},
        "program": {**TEXT, "description": "The program it is for: id or NRMP code."},
        "remind": {"type": "boolean"},
        "corrections": CORRECTIONS,
    },
    ("case", "text"),
)


def problems_response(problems: Iterable[Problem], status: int = 422) -> Response:
    """Every problem, as a document."""
    return JSONResponse({"problems": [asdict(problem) for problem in problems]}, status)


async def answered(
    request: Request, takes: Takes, question: Callable[[dict[str, Any]], tuple[Any, ...]]
) -> Response:
    """Read the body, run the job that `question` makes of it, and answer with its document."""
    try:
        job, *arguments = question(await json_body(request, takes))
    except NotJsonError:
        problem = Problem("the body is not JSON", "content-type", "application/json")
        return problems_response([problem], 415)
    except CaseError as error:
        return problems_response(error.problems)
    found: Answered = await planners_of(request).run_long(job, *arguments)
    if found.problems:
        return problems_response(found.problems)
    return Response(found.document, media_type="application/json")


@router.post(
    "/plan",
    summary="A plan",
    responses=answers("The document of `thirdfriday plan --json` (`thirdfriday schema plan`)."),
    openapi_extra=PLAN.document,
)
async def api_plan(request: Request) -> Response:
    """An application plan: where, whom to signal, chances with ranges, prices, sources."""
    return await answered(request, PLAN, _plan_question)


def seed_in(given: dict[str, Any]) -> int | None:
    """The seed that was asked for.

    Raises:
        CaseError: it is out of range.
    """
    seed: int | None = given.get("seed")
    if seed is not None and not 0 <= seed <= LARGEST_SEED:
        raise CaseError([Problem("is out of range", "seed", f"0 to {LARGEST_SEED}")])
    return seed


def sent_in(given: dict[str, Any]) -> CaseSent:
    """The case of a request with what its user knows of programs."""
    return CaseSent(case_in(given["case"]), given.get("corrections") or "")


def _plan_question(given: dict[str, Any]) -> tuple[Any, ...]:
    problems: list[Problem] = []
    seed = None
    without = given.get("without") or []
    try:
        seed = seed_in(given)
    except CaseError as error:
        problems += error.problems
    if any(pack not in PACKS for pack in without):
        problems.append(Problem("names no data pack", "without", ", ".join(PACKS)))
    if problems:
        raise CaseError(problems)
    return plan_document, sent_in(given), given.get("list"), seed, tuple(without)


@router.post(
    "/read",
    summary="What a program's page states",
    responses=answers("The document of `thirdfriday read --json`."),
    openapi_extra=READ.document,
)
async def api_read(request: Request) -> Response:
    """What a page states of each policy, with quotes. The app fetches nothing: send the page."""
    return await answered(request, READ, _read_question)


def _read_question(given: dict[str, Any]) -> tuple[Any, ...]:
    text, encoded = given.get("text"), given.get("base64")
    if (text is None) == (encoded is None):
        raise CaseError([Problem("needs one of text and base64", "body", "the page")])
    try:
        document = (
            text.encode() if text is not None else base64.b64decode(encoded or "", validate=True)
        )
    except (binascii.Error, ValueError) as error:
        raise CaseError([Problem("is not base64", "base64", "the bytes of the page")]) from error
    return page_document, document, given.get("content_type") or "", given.get("source") or ""


@router.post(
    "/lint",
    summary="A check of a text",
    responses=answers("The document of `thirdfriday lint --json`."),
    openapi_extra=LINT.document,
)
async def api_lint(request: Request) -> Response:
    """What a reader should be told about a text before it is sent."""
    return await answered(request, LINT, _lint_question)


def _lint_question(given: dict[str, Any]) -> tuple[Any, ...]:
    kind = given.get("kind")
    if kind is not None and kind not in KINDS:
        raise CaseError([Problem("is no kind of text", "kind", f"one of {', '.join(KINDS)}")])
    case = sent_in(given)
    program, remind = given.get("program") or "", bool(given.get("remind"))
    return lint_document, case, given["text"], kind, program, remind
