"""The chart of a season as a Vega-Lite specification: invitations expected and received."""

from thirdfriday.faces.charts import ACCENT, MUTED, SCHEMA, TIER_COLOURS, WIDTH, Spec
from thirdfriday.plan.season_plan import SeasonPlan


def invitations_by_day(made: SeasonPlan) -> Spec:
    """Invitations expected by each day of the season, and those received until now."""
    expected = [{"on": p.on, "count": p.expected, "what": "expected at first"} for p in made.pace]
    received = [
        {"on": p.on, "count": p.received, "what": "received"}
        for p in made.pace
        if p.received is not None
    ]
    colour = {
        "field": "what",
        "scale": {
            "domain": ["expected at first", "received"],
            "range": [ACCENT, TIER_COLOURS[0]],
        },
        "legend": {"title": None},
    }
    x = {"field": "on", "type": "temporal", "title": None, "axis": {"format": "%b %d"}}
    y = {"field": "count", "type": "quantitative", "title": "Invitations"}
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": 240,
        "background": "transparent",
        "title": {"text": "Invitations expected and received", "anchor": "start", "fontSize": 14},
        "config": {
            "font": "system-ui, sans-serif",
            "view": {"stroke": None},
            "axis": {"grid": True, "gridOpacity": 0.3, "domain": False},
        },
        "layer": [
            {
                "data": {"values": expected},
                "mark": {"type": "line", "strokeDash": [5, 3]},
                "encoding": {"x": x, "y": y, "color": colour},
            },
            {
                "data": {"values": received},
                "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 3},
                "encoding": {"x": x, "y": y, "color": colour},
            },
            {
                "data": {"values": [{"on": made.on}]},
                "mark": {"type": "rule", "color": MUTED},
                "encoding": {"x": {"field": "on", "type": "temporal"}},
            },
        ],
    }
