"""Charts are drawn from the plan alone and show what they say they show."""

import json

import pytest
import vl_convert

from thirdfriday.faces.charts import OFF_THE_MAP, plan_charts
from thirdfriday.faces.report import VEGA_LITE

EXAMPLES = ("do_comlex_only", "img_internal_medicine", "md_low_score_la")


@pytest.fixture(params=EXAMPLES)
def plan(request, plan_of):
    return plan_of(request.param)


def texts(value):
    if isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def rows(spec):
    if isinstance(spec, dict):
        if isinstance(spec.get("values"), list):
            yield spec["values"]
        for item in spec.values():
            yield from rows(item)
    elif isinstance(spec, list):
        for item in spec:
            yield from rows(item)


def test_no_chart_loads_anything(plan):
    for spec in plan_charts(plan).values():
        links = [text for text in texts(spec) if text.startswith(("http:", "https:", "//"))]
        assert all(link == spec["$schema"] for link in links)
        assert "url" not in json.dumps(spec)


def test_every_chart_draws(plan):
    for name, spec in plan_charts(plan).items():
        drawn = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
        assert drawn.startswith("<svg"), name
        assert "NaN" not in drawn, name


def test_the_map_has_every_chosen_program_that_has_a_place(plan):
    placed = sum(
        choice.program.longitude is not None and choice.program.state not in OFF_THE_MAP
        for choice in plan.choices
    )
    assert len(max(rows(plan_charts(plan)["map"]["layer"][1]), key=len)) == placed


def test_chances_are_shown_program_by_program(plan):
    shown = next(rows(plan_charts(plan)["chances"]))
    assert len(shown) == len(plan.choices)
    assert all(row["low"] <= row["central"] <= row["high"] for row in shown)


def test_the_frontier_marks_this_plan_once(plan):
    shown = next(rows(plan_charts(plan)["frontier"]))
    assert sum(row["which"] == "this plan" for row in shown) == 1
    assert all(row["target"] <= row["any"] + 1e-9 for row in shown)


def test_prices_are_drawn_from_where_the_plan_stands(plan):
    charts = plan_charts(plan)
    if not plan.prices:
        assert "prices" not in charts
        return
    shown = next(rows(charts["prices"]))
    assert [row["without"] for row in shown] == [price.constraint for price in plan.prices]
    assert {row["now"] for row in shown} == {plan.headline.chance_of_match.central}
