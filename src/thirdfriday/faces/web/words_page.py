"""Words: outlines bound to one's own facts, and a check of what one wrote, marked in the text."""

import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from itertools import pairwise

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from thirdfriday.errors import Problem
from thirdfriday.faces.web.api_jobs import findings_in
from thirdfriday.faces.web.case_pages import page_of_case, page_without_case
from thirdfriday.faces.web.planners import planners_of
from thirdfriday.faces.web.posted import Posted, posted
from thirdfriday.faces.web.words_jobs import Outlines, outlines
from thirdfriday.kit.finding import Finding, Findings
from thirdfriday.kit.lint_context import KINDS

router = APIRouter(include_in_schema=False)
EPOCH = (2026, 1, 1, 0, 0, 0)
"""One date for every file of the archive, so that the same kit is the same archive."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text and the numbers of the findings that lie on it."""

    text: str
    findings: tuple[int, ...]
    severity: str


@router.get("/words")
def no_case_yet() -> HTMLResponse:
    """Without a case there is nothing to bind words to."""
    return page_without_case("words", "Words")


@router.post("/words")
async def words(request: Request) -> Response:
    """The outlines, and the check of a text if one was pasted."""
    form = await posted(request)
    if not form.case_text.strip():
        return no_case_yet()
    planners = planners_of(request)
    found = await planners.run_long(outlines, form.sent, dt.date.today())
    if form.one("what") == "download" and found.pages:
        return _archive(found)
    checked, problems = None, found.problems
    text = form.one("text").replace("\r\n", "\n")
    if text.strip() and not problems:
        kind = form.one("kind") if form.one("kind") in KINDS else None
        question = (form.sent, text, kind, form.one("program"), True)
        checked, problems = await planners.run(findings_in, *question)
    return _page(form, text, found, checked, problems)


def _page(
    form: Posted,
    text: str,
    found: Outlines,
    checked: Findings | None,
    problems: tuple[Problem, ...],
) -> HTMLResponse:
    return page_of_case(
        "words.html.j2",
        form,
        here="words",
        outlines=found,
        kinds=KINDS,
        text=text,
        checked=None if checked is None else list(checked),
        pieces=[] if checked is None else pieces(text, list(checked)),
        problems=problems,
    )


def pieces(text: str, findings: list[Finding]) -> list[Piece]:
    """The text cut where findings begin and end, each piece with those that cover it.

    >>> from thirdfriday.kit.finding import Severity
    >>> one = Finding("rule", Severity.INFO, 1, 3, "message", "mend")
    >>> [(piece.text, piece.findings) for piece in pieces("abcd", [one])]
    [('a', ()), ('bc', (1,)), ('d', ())]
    """
    ends = {0, len(text)}
    for one in findings:
        ends |= {min(max(0, one.start), len(text)), min(max(0, one.end), len(text))}
    cuts = sorted(ends)
    found = []
    for start, end in pairwise(cuts):
        over = [n for n, one in enumerate(findings, 1) if one.start <= start and end <= one.end]
        worst = min((_worst(findings[n - 1]) for n in over), default=3)
        names = ("error", "warning", "info", "")
        found.append(Piece(text[start:end], tuple(over), names[worst]))
    return found


def _worst(one: Finding) -> int:
    return ("error", "warning", "info").index(one.severity.value)


def _archive(found: Outlines) -> Response:
    """The pages of the kit as one archive of text files."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in found.pages:
            archive.writestr(zipfile.ZipInfo(one.name, EPOCH), one.to_text())
    headers = {"content-disposition": 'attachment; filename="kit.zip"'}
    return Response(memory.getvalue(), media_type="application/zip", headers=headers)
