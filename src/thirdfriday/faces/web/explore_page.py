"""Explore: the whole catalogue, by specialty, place and drive, visa, name and fill history."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.program import Program
from thirdfriday.domain.region import region_within
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_file_vocabulary import fold, plain_vocabulary
from thirdfriday.faces.program_charts import CLOSE_UP_WIDTH, MAP_DOTS_MOST, map_of_programs
from thirdfriday.faces.programs_command import by_drive, specialty_keys, state_code
from thirdfriday.faces.web.rendering import page, web_chart

router = APIRouter(include_in_schema=False)
SHOWN = 50
MINUTES = 60.0
VISAS = {"j1": "visa_j1", "h1b": "visa_h1b"}


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for; empty for anything."""

    specialty: str = ""
    text: str = ""
    state: str = ""
    near: str = ""
    minutes: str = ""
    visa: str = ""
    unfilled: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """Programs that fit, with the drive where a place is given, and what was not understood."""

    pairs: tuple[tuple[Program, float | None], ...] = ()
    problems: tuple[Problem, ...] = ()
    centre: tuple[float, float] | None = None


@router.get("/explore")
def explore(request: Request) -> HTMLResponse:
    """The catalogue, narrowed by the search, fifty at a time."""
    asked = request.query_params
    search = Search(**{name: asked.get(name, "").strip()[:100] for name in Search.__slots__})
    found = results(search)
    at = asked.get("page", "1")
    at_page = min(int(at), 1000) if at.isascii() and at.isdecimal() and len(at) < 5 else 1
    last = max(1, -(-len(found.pairs) // SHOWN))
    at_page = max(1, min(at_page, last))
    kept = {name: getattr(search, name) for name in Search.__slots__ if getattr(search, name)}
    html = page(
        "explore.html.j2",
        here="explore",
        search=search,
        kept=kept,
        problems=found.problems,
        count=len(found.pairs),
        pairs=found.pairs[(at_page - 1) * SHOWN : at_page * SHOWN],
        at_page=at_page,
        last_page=last,
        map=drawn_map(search) if found.pairs else "",
        map_most=MAP_DOTS_MOST,
        specialties=load_catalogue().specialties,
        states=plain_vocabulary().states,
    )
    return HTMLResponse(html, 422 if found.problems else 200)


@lru_cache(maxsize=32)
def results(search: Search) -> Results:
    """The programs that fit a search; pure, and kept for the last few searches."""
    catalogue = load_catalogue()
    problems: list[Problem] = []

    def understood(read: Any, value: str) -> Any:
        if not value:
            return None
        try:
            return read(value)
        except CaseError as error:
            problems.extend(error.problems)
            return None

    keys = understood(lambda word: specialty_keys(word, catalogue), search.specialty)
    state = understood(state_code, search.state)
    minutes = _minutes(search.minutes)
    if minutes is None:
        problems.append(Problem(f"{search.minutes!r} is no time", "minutes", "minutes by car"))
    region = understood(lambda place: region_within(place, minutes or MINUTES), search.near)
    if problems:
        told = (Problem(p.message, "", p.expected, p.nearest) for p in problems)
        return Results(problems=tuple(told))
    circle = region.clauses[0].circle if region else None
    flag = VISAS.get(search.visa, "")
    words = fold(search.text).split()
    fitting = [
        program
        for program in catalogue.programs
        if (not keys or program.specialty in keys)
        and (not state or program.state == state)
        and (circle is None or circle.contains(program))
        and (not flag or getattr(program, flag))
        and (not search.new or program.new_program)
        and (not search.unfilled or (program.fill_rate is not None and program.fill_rate < 1))
        and (not words or _holds(program, words))
    ]
    centre = (circle.place.lat, circle.place.lon) if circle else None
    return Results(tuple(by_drive(fitting, circle)), centre=centre)


@lru_cache(maxsize=32)
def drawn_map(search: Search) -> Markup:
    """The map of a search's programs."""
    found = results(search)
    return web_chart(
        map_of_programs([p for p, _ in found.pairs], found.centre), width=CLOSE_UP_WIDTH
    )


def _holds(program: Program, words: list[str]) -> bool:
    text = fold(f"{program.name} {program.institution} {program.city} {program.program_id}")
    return all(word in text for word in words)


def _minutes(text: str) -> float | None:
    if not text:
        return MINUTES
    try:
        found = float(text)
    except ValueError:
        return None
    return found if 0 < found <= 2000 else None
