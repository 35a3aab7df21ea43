"""What the pages of a case share: how they look without one, and how they answer with one."""

from collections.abc import Sequence
from typing import Any

from fastapi.responses import HTMLResponse

from thirdfriday.errors import Problem
from thirdfriday.faces.web.posted import Posted
from thirdfriday.faces.web.rendering import page


def page_without_case(here: str, title: str) -> HTMLResponse:
    """How to begin, on a page that has nothing to show without a case."""
    return HTMLResponse(page("empty.html.j2", here=here, title=title, action=f"/{here}"))


def page_of_case(
    template: str, form: Posted, *, here: str, problems: Sequence[Problem] = (), **context: Any
) -> HTMLResponse:
    """A page with the case that travels along; its status says whether anything was wrong."""
    html = page(
        template,
        here=here,
        case_text=form.case_text,
        corrections=form.corrections,
        form=form,
        problems=problems,
        **context,
    )
    return HTMLResponse(html, 422 if problems else 200)
