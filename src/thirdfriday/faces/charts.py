"""Every chart of a plan as a Vega-Lite specification, the same for report, PDF and web."""

import json
from functools import cache
from typing import Any

from thirdfriday.facts.packaged import DATA
from thirdfriday.plan.plan import Plan, PlannedApplication

Spec = dict[str, Any]

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
TIER_COLOURS = ("#d55e00", "#0072b2", "#009e73")
MUTED = "#8a8f98"
ACCENT = "#0072b2"
LAND = "#e4e7eb"
WIDTH = 660
MAP_HEIGHT = 380
ROW = 11
CLOSE_UP_MINIMUM = 3
OFF_THE_MAP = frozenset({"PR", "GU", "VI", "AS", "MP"})  # albersUsa has no place for them
PERCENT = ".0%"
PADDING = {"left": 24, "right": 48, "top": 6, "bottom": 6}  # room for wider fonts than measured


def plan_charts(plan: Plan) -> dict[str, Spec]:
    """The charts of a plan by name, in the order a report shows them."""
    charts = {
        "map": map_of_choices(plan),
        "chances": chances_by_program(plan),
        "frontier": frontier(plan),
        "further": further_applications(plan),
        "factors": factors(plan),
        "prices": prices(plan),
    }
    in_california = sum(c.program.state == "CA" for c in plan.choices)
    aimed_at = any(c.in_target and c.program.state == "CA" for c in plan.choices)
    if aimed_at and in_california >= CLOSE_UP_MINIMUM:
        charts["close_up"] = close_up(plan)
    return {name: spec for name, spec in charts.items() if spec}


def map_of_choices(plan: Plan) -> Spec:
    """Where the chosen programs are: colour by geographic tier, size by chance of interview."""
    return chart(
        {
            "height": MAP_HEIGHT,
            "projection": {"type": "albersUsa"},
            "layer": [_outlines("us_states.json", "states"), _points(plan.choices)],
        },
        title="Where the programs are",
    )


def close_up(plan: Plan) -> Spec:
    """The same map for California alone."""
    inside = tuple(c for c in plan.choices if c.program.state == "CA")
    return chart(
        {
            "height": MAP_HEIGHT,
            "width": WIDTH // 2,
            "projection": {"type": "mercator"},
            "layer": [_outlines("california_counties.json", "counties"), _points(inside)],
        },
        title="California, close up",
    )


def chances_by_program(plan: Plan) -> Spec:
    """Chance of interview by program, with its 80% range, best first."""
    ordered = sorted(plan.choices, key=lambda c: -c.chance_of_interview.central)
    rows = [
        {
            "order": index,
            "low": choice.chance_of_interview.low,
            "central": choice.chance_of_interview.central,
            "high": choice.chance_of_interview.high,
            "tier": choice.geographic_tier_name,
            "program": f"{choice.program.name}, {choice.program.city}",
        }
        for index, choice in enumerate(ordered, 1)
    ]
    y = {"field": "order", "type": "ordinal", "axis": None}
    return chart(
        {
            "height": {"step": ROW / 2 if len(rows) > 60 else ROW},
            "data": {"values": rows},
            "layer": [
                {
                    "mark": {"type": "rule", "opacity": 0.5},
                    "encoding": {
                        "y": y,
                        "x": _x("low", "Chance of an interview", PERCENT),
                        "x2": {"field": "high"},
                        "color": _tier_colour(plan),
                    },
                },
                {
                    "mark": {"type": "point", "filled": True, "size": 22},
                    "encoding": {
                        "y": y,
                        "x": {"field": "central", "type": "quantitative"},
                        "color": _tier_colour(plan),
                    },
                },
            ],
        },
        title="Chance of an interview, program by program (80% range)",
    )


def frontier(plan: Plan) -> Spec:
    """A match anywhere against a match in the target: what more of one costs of the other."""
    rows = [
        {
            "any": point.chance_of_match,
            "target": point.chance_of_match_in_target,
            "which": "this plan" if point.chosen else "another balance",
        }
        for point in plan.frontier
    ]
    x = _x("target", "Chance of a match in the target", "~%")  # a tick may be half a point
    y = _y("any", "Chance of a match", "~%")
    return chart(
        {
            "height": 240,
            "data": {"values": rows},
            "layer": [
                {"mark": {"type": "line", "color": MUTED}, "encoding": {"x": x, "y": y}},
                {
                    "mark": {"type": "point", "filled": True, "size": 70},
                    "encoding": {
                        "x": x,
                        "y": y,
                        "color": {
                            "field": "which",
                            "scale": {
                                "domain": ["this plan", "another balance"],
                                "range": [TIER_COLOURS[0], MUTED],
                            },
                            "legend": {"title": None, "orient": "bottom"},
                        },
                    },
                },
            ],
        },
        title="A match anywhere against a match in the target",
    )


def further_applications(plan: Plan) -> Spec:
    """What each further application adds to the chance of a match, against its fee."""
    rows = []
    before = 0.0
    last = 0
    for point in plan.further:
        step = max(1, point.applications - last)
        rows.append(
            {
                "k": point.applications,
                "points": 100 * max(0.0, point.chance_of_match - before) / step,
                "fee": point.fee_usd,
            }
        )
        before, last = point.chance_of_match, point.applications
    x = _x("k", "Number of applications", "d")
    gain = {"type": "line", "color": ACCENT, "interpolate": "monotone"}
    fee: Spec = {"type": "line", "color": TIER_COLOURS[0], "interpolate": "step-after"}
    if len(plan.specialties) > 1:  # the next one is in now this specialty, now that
        fee = {"type": "point", "filled": True, "color": TIER_COLOURS[0], "size": 12}
    return chart(
        {
            "height": 240,
            "data": {"values": rows},
            "layer": [
                {
                    "mark": gain,
                    "encoding": {
                        "x": x,
                        "y": _y("points", "Points of chance it adds (blue)", ".1f"),
                    },
                },
                {
                    "mark": fee,
                    "encoding": {"x": x, "y": _y("fee", "Its fee in USD (orange)", "$.0f")},
                },
            ],
            "resolve": {"scale": {"y": "independent"}},
        },
        title="What each further application adds, and what it costs",
    )


def factors(plan: Plan) -> Spec:
    """The applicant's own factors, as odds against the average applicant of the type."""
    rows = _shared_factors(plan)
    if not rows:
        return {}
    return chart(
        {
            "height": {"step": 22},
            "data": {"values": rows},
            "mark": {"type": "bar", "height": 12},
            "encoding": {
                "y": {"field": "factor", "type": "nominal", "sort": None, "title": None},
                "x": _x("log_odds", "Effect on the log-odds of an interview", "+.2f"),
                "color": {
                    "condition": {"test": "datum.log_odds < 0", "value": TIER_COLOURS[0]},
                    "value": TIER_COLOURS[2],
                },
            },
        },
        title="What in this record helps and what hurts",
    )


def prices(plan: Plan) -> Spec:
    """What the chance of a match becomes without each constraint."""
    here = plan.headline.chance_of_match.central
    rows = [{"without": p.constraint, "now": here, "then": p.chance_of_match} for p in plan.prices]
    if not rows:
        return {}
    y = {"field": "without", "type": "nominal", "sort": None, "title": None}
    x = _x("then", "Chance of a match without the constraint", PERCENT)
    return chart(
        {
            "height": {"step": 26},
            "data": {"values": rows},
            "layer": [
                {
                    "mark": {"type": "rule", "strokeWidth": 3, "color": MUTED},
                    "encoding": {"y": y, "x": x, "x2": {"field": "now"}},
                },
                {
                    "mark": {"type": "point", "filled": True, "size": 80, "color": TIER_COLOURS[2]},
                    "encoding": {"y": y, "x": x},
                },
                {
                    "mark": {"type": "tick", "color": TIER_COLOURS[0], "thickness": 3},
                    "encoding": {"y": y, "x": {"field": "now", "type": "quantitative"}},
                },
            ],
        },
        title="The price of each constraint (orange: with it, green: without)",
    )


def _shared_factors(plan: Plan) -> list[dict[str, Any]]:
    """Factors that are equal at every chosen program: those of the record itself."""
    if not plan.choices:
        return []
    first = plan.choices[0]
    rest = [{r.factor: r.log_odds for r in choice.reasons} for choice in plan.choices[1:]]
    return [
        {"factor": reason.factor, "log_odds": reason.log_odds}
        for reason in first.reasons
        if all(other.get(reason.factor) == reason.log_odds for other in rest)
        and abs(reason.log_odds) >= 0.005
    ]


def _points(choices: tuple[PlannedApplication, ...]) -> Spec:
    rows = [
        {
            "lon": choice.program.longitude,
            "lat": choice.program.latitude,
            "tier": choice.geographic_tier_name,
            "signal": choice.signal or "none",
            "chance": choice.chance_of_interview.central,
        }
        for choice in choices
        if choice.program.longitude is not None and choice.program.state not in OFF_THE_MAP
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "opacity": 0.75, "stroke": "white"},
        "encoding": {
            "longitude": {"field": "lon", "type": "quantitative"},
            "latitude": {"field": "lat", "type": "quantitative"},
            "color": _tier_colour_of([choice.geographic_tier_name for choice in choices], choices),
            "size": {
                "field": "chance",
                "type": "quantitative",
                "scale": {"range": [20, 220]},
                "legend": {"title": "Interview", "format": PERCENT, "values": _size_marks(rows)},
            },
        },
    }


def _size_marks(rows: list[dict[str, Any]]) -> list[float]:
    """Three round chances for the legend of sizes."""
    most = max((row["chance"] for row in rows), default=1.0)
    return sorted({round(most * share, 2) or 0.01 for share in (0.1, 0.5, 1.0)})


def _tier_colour(plan: Plan) -> Spec:
    return _tier_colour_of([tier.name for tier in plan.tiers], plan.choices)


def _tier_colour_of(names: list[str], choices: tuple[PlannedApplication, ...]) -> Spec:
    numbers = {c.geographic_tier_name: c.geographic_tier for c in choices}
    domain = sorted(dict.fromkeys(names), key=lambda name: numbers.get(name, 9))
    colours = [TIER_COLOURS[min(numbers.get(name, 3), 3) - 1] for name in domain]
    return {
        "field": "tier",
        "type": "nominal",
        "scale": {"domain": domain, "range": colours},
        "legend": {"title": "Geographic tier"},
    }


def _outlines(file: str, feature: str) -> Spec:
    return {
        "data": {"values": geometry(file), "format": {"type": "topojson", "feature": feature}},
        "mark": {"type": "geoshape", "fill": LAND, "stroke": "white"},
    }


@cache
def geometry(file: str) -> Any:
    """An outline of data/geometry as its TopoJSON values."""
    return json.loads((DATA / "geometry" / file).read_text(encoding="utf-8"))


def _x(field: str, title: str, form: str) -> Spec:
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "axis": {"format": form},
    }


def _y(field: str, title: str, form: str) -> Spec:
    axis = {"format": form, "titleFontWeight": "normal"}
    return {"field": field, "type": "quantitative", "title": title, "axis": axis}


def chart(body: Spec, *, title: str) -> Spec:
    """The body with what all charts share: width, title, type and axes."""
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "background": "transparent",
        "padding": PADDING,
        "title": {"text": title, "anchor": "start", "fontSize": 14},
        "config": {
            "font": "system-ui, sans-serif",
            "view": {"stroke": None},
            "legend": {"labelFontSize": 12, "titleFontSize": 12, "titleLimit": 200},
            "axis": {
                "labelFontSize": 12,
                "titleFontSize": 12,
                "grid": True,
                "gridOpacity": 0.3,
                "domain": False,
                "labelLimit": 260,
            },
        },
    } | body
