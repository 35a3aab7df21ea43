"""A plan as one self-contained HTML file: charts, tables, reasons and sources, no script."""

import re

import vl_convert
from markupsafe import Markup

from thirdfriday.domain.known_policy import POLICY_NAMES
from thirdfriday.faces.charts import Spec, plan_charts
from thirdfriday.faces.choice_tables import choice_tables
from thirdfriday.faces.page_templates import report_template
from thirdfriday.plan.plan import Plan

VEGA_LITE = "5.20"
MARK_NAMES = re.compile(r' (?:role="graphics-[a-z]+"|aria-(?:roledescription|label)="[^"]*")')
HEADED = re.compile(
    r"<table>((?:<caption>[^<]*</caption>)?\s*)(<thead>.*?</thead>)(\s*<tbody>.*?</tbody>)",
    re.DOTALL,
)
HEADING = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
ROW, CELL, TAG = (
    re.compile(r"<tr>.*?</tr>", re.DOTALL),
    re.compile(r"<(td|th)\b"),
    re.compile(r"<[^>]*>"),
)


def report_html(plan: Plan) -> str:
    """The whole report as one HTML document that needs nothing from elsewhere.

    Charts are drawn as SVG, so that it opens without scripts, prints well and can be mailed.
    """
    charts = {name: chart_svg(spec) for name, spec in plan_charts(plan).items()}
    return stacked(
        report_template("report.html.j2").render(
            plan=plan, charts=charts, tables=choice_tables(plan), policies=POLICY_NAMES
        )
    )


def stacked(page: str) -> str:
    """The page with each cell carrying its column's heading, so that a phone can stack the rows.

    >>> page = "<table><thead><tr><th>Fee</th></tr></thead><tbody><tr><td>1</td></tr></tbody>"
    >>> stacked(page).partition("<tbody>")[2]
    '<tr><td data-label="Fee">1</td></tr></tbody>'
    """
    return HEADED.sub(_labelled, page)


def _labelled(table: re.Match[str]) -> str:
    caption, head, body = table.groups()
    headings = [TAG.sub("", heading).strip() for heading in HEADING.findall(head)]

    def row(found: re.Match[str]) -> str:
        labels = iter(headings)
        return CELL.sub(lambda cell: f'<{cell[1]} data-label="{next(labels, "")}"', found[0])

    return f'<table class="stack">{caption}{head}{ROW.sub(row, body)}'


def chart_svg(spec: Spec) -> Markup:
    """A chart specification drawn as an SVG element, ready to stand in a page."""
    drawn: str = vl_convert.vegalite_to_svg(spec, vl_version=VEGA_LITE)
    title = spec.get("title", {}).get("text", "chart")
    opening = re.sub(
        r"<svg ", f'<svg role="img" aria-label="{Markup.escape(title)}" ', drawn, count=1
    )
    head, inside = opening.split(">", 1)  # one picture with one name; its marks have none
    return Markup(f"{head}>{MARK_NAMES.sub('', inside)}")
