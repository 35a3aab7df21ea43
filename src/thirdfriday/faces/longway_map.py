"""Draws the way back by state: the chance of practising in the target after a match there."""

from thirdfriday.faces.charts import MAP_HEIGHT, SCHEMA, WIDTH, Spec, geometry
from thirdfriday.faces.report import chart_svg
from thirdfriday.plan.long_way import LongWay
from thirdfriday.plan.long_way_numbers import state_names


def way_back_map(answer: LongWay) -> Spec:
    """The map as a Vega-Lite specification; states without a figure stay blank."""
    names = state_names()
    rows = [
        {"name": names[each.state], "chance": each.chance_in_target} for each in answer.retention
    ]
    outlines = {
        "values": geometry("us_states.json"),
        "format": {"type": "topojson", "feature": "states"},
    }
    title = f"Practising in {answer.target} {answer.years} years after a match in each state"
    lookup = {"data": {"values": rows}, "key": "name", "fields": ["chance"]}
    return {
        "$schema": SCHEMA,
        "width": WIDTH,
        "height": MAP_HEIGHT,
        "title": {"text": title},
        "data": outlines,
        "transform": [{"lookup": "properties.name", "from": lookup}],
        "projection": {"type": "albersUsa"},
        "mark": {"type": "geoshape", "stroke": "white"},
        "encoding": {
            "color": {
                "field": "chance",
                "type": "quantitative",
                "title": "chance",
                "legend": {"format": ".0%"},
                "scale": {"scheme": "blues", "zero": True},
            }
        },
    }


def map_svg(answer: LongWay) -> str:
    """The map as SVG."""
    return str(chart_svg(way_back_map(answer)))
