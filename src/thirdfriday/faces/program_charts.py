"""Charts of programs as Vega-Lite specifications: where they are, how they filled by year."""

import math
from collections.abc import Sequence
from typing import Any

from thirdfriday.domain.program import NEWEST_QUOTA_YEAR, Program
from thirdfriday.faces.charts import (
    ACCENT,
    LAND,
    MAP_HEIGHT,
    MUTED,
    OFF_THE_MAP,
    SCHEMA,
    TIER_COLOURS,
    WIDTH,
    Spec,
    geometry,
)

SMALLEST_DEGREES = 0.2
"""A close-up shows at least so much to either side. [degrees]"""
CLOSE_UP_WIDTH = 640
MAP_DOTS_MOST = 1500
"""Programs drawn on one map; of more, the first so many."""


def map_of_programs(programs: Sequence[Program], centre: tuple[float, float] | None = None) -> Spec:
    """Where the programs of a search are: orange where the last Match left positions.

    `centre`, a latitude and a longitude, draws the surroundings alone. [degrees]
    """
    rows = [
        {
            "lon": program.lon,
            "lat": program.lat,
            "fill": "positions left in the last Match" if _left(program) else "filled, or no word",
        }
        for program in programs[:MAP_DOTS_MOST]
        if program.lon is not None and program.state not in OFF_THE_MAP
    ]
    close = _close_up(rows, centre) if centre and rows else {"type": "albersUsa"}
    outlines = {
        "data": {
            "values": geometry("us_states.json"),
            "format": {"type": "topojson", "feature": "states"},
        },
        "mark": {"type": "geoshape", "fill": LAND, "stroke": "white", "clip": True},
    }
    points = {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "opacity": 0.75, "size": 34, "stroke": "white"},
        "encoding": {
            "longitude": {"field": "lon", "type": "quantitative"},
            "latitude": {"field": "lat", "type": "quantitative"},
            "color": {
                "field": "fill",
                "scale": {
                    "domain": ["positions left in the last Match", "filled, or no word"],
                    "range": [TIER_COLOURS[0], ACCENT],
                },
                "legend": {"title": None},
            },
        },
    }
    body = {"height": MAP_HEIGHT, "projection": close, "layer": [outlines, points]}
    return _chart(body, "Where they are")


def _close_up(rows: list[dict[str, Any]], centre: tuple[float, float]) -> Spec:
    """A projection that shows all the points around a centre and a little more."""
    lat, lon = centre
    height = max(SMALLEST_DEGREES, *(abs(row["lat"] - lat) for row in rows))
    width = max(SMALLEST_DEGREES, *(abs(row["lon"] - lon) for row in rows))
    pixels = min(MAP_HEIGHT / 2 / height * math.cos(math.radians(lat)), CLOSE_UP_WIDTH / 2 / width)
    return {
        "type": "mercator",
        "center": [lon, lat],
        "scale": 0.85 * math.degrees(pixels),
        "translate": [CLOSE_UP_WIDTH / 2, MAP_HEIGHT / 2],
    }


def _left(program: Program) -> bool:
    return program.fill_rate is not None and program.fill_rate < 1


def positions_by_year(program: Program) -> Spec:
    """Positions offered and filled in each year's Match; {} for a program without a history."""
    history = program.fill_history
    if not history:
        return {}
    rows: list[dict[str, Any]] = []
    for year, (offered, filled) in history.items():
        rows.append({"year": str(year), "what": "filled", "count": filled})
        rows.append({"year": str(year), "what": "left unfilled", "count": offered - filled})
    newest = program.positions_in(NEWEST_QUOTA_YEAR)
    if newest and NEWEST_QUOTA_YEAR not in history:
        rows.append(
            {
                "year": str(NEWEST_QUOTA_YEAR),
                "what": "offered, result not published",
                "count": newest,
            }
        )
    kinds = ["filled", "left unfilled", "offered, result not published"]
    return _chart(
        {
            "height": 220,
            "data": {"values": rows},
            "mark": {"type": "bar"},
            "encoding": {
                "x": {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0}},
                "y": {
                    "field": "count",
                    "type": "quantitative",
                    "title": "Positions",
                    "axis": {"tickMinStep": 1},
                },
                "color": {
                    "field": "what",
                    "scale": {"domain": kinds, "range": [ACCENT, TIER_COLOURS[0], MUTED]},
                    "legend": {"title": None, "columns": 1},
                },
                "order": {"field": "what"},
            },
        },
        "Positions by year",
    )


def _chart(body: Spec, title: str) -> Spec:
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "background": "transparent",
        "title": {"text": title, "anchor": "start", "fontSize": 14},
        "config": {
            "font": "system-ui, sans-serif",
            "view": {"stroke": None},
            "axis": {"grid": True, "gridOpacity": 0.3, "domain": False},
        },
    } | body
