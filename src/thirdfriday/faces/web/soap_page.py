"""SOAP: who may take part, the week in one's own time, where to apply and what to accept."""

import datetime as dt

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.faces.time_zone import EASTERN
from thirdfriday.faces.web.advice_jobs import soap_values
from thirdfriday.faces.web.case_pages import page_of_case, page_without_case
from thirdfriday.faces.web.planners import planners_of
from thirdfriday.faces.web.posted import posted
from thirdfriday.faces.web.sheet_rows import table_sent

router = APIRouter(include_in_schema=False)
ROUNDS = ("1", "2", "3", "4")


@router.get("/soap")
def no_case_yet() -> HTMLResponse:
    """Without a case SOAP has nobody to advise."""
    return page_without_case("soap", "SOAP")


@router.post("/soap")
async def soap(request: Request) -> HTMLResponse:
    """SOAP for the case, with the unfilled list once it is out."""
    form = await posted(request)
    if not form.case_text.strip():
        return no_case_yet()
    unfilled = table_sent(form, "unfilled").replace("\r\n", "\n")
    zone = form.one("zone").strip() or EASTERN
    offers = tuple(word.strip() for word in form.one("offers").split(",") if word.strip())
    offer_round = int(form.one("round")) if form.one("round") in ROUNDS else 1
    job = (soap_values, form.sent, unfilled, zone, offers, offer_round)
    found = await planners_of(request).run_long(*job)
    return page_of_case(
        "soap.html.j2",
        form,
        here="soap",
        made=found.made,
        problems=found.problems,
        zone=zone,
        unfilled=unfilled,
        offers=", ".join(offers),
        rounds=ROUNDS,
        offer_round=str(offer_round),
        moment=moment,
        specialties=load_catalogue().specialties,
    )


def moment(text: str, *, day: bool = True) -> str:
    """A time of Match Week in words.

    >>> moment("2027-03-15T10:00:00-04:00")
    'Mon 15 Mar, 10:00'
    """
    return f"{dt.datetime.fromisoformat(text):{'%a %d %b, %H:%M' if day else '%H:%M'}}"
