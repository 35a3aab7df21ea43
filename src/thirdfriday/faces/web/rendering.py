"""Templates of the web app, with the words and pictures they share."""

import math
import re
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from thirdfriday.faces.charts import MUTED, Spec
from thirdfriday.faces.page_templates import templates_of
from thirdfriday.faces.programs_command import fill_words, img_words, visa_words
from thirdfriday.faces.report import chart_svg
from thirdfriday.faces.web.form_words import label_of, spoken
from thirdfriday.faces.wording import LowCentralHigh

CHART_WIDTH = 310
MAP_WIDTH = 620
CHART_FONT = 14
_DECIMALS = re.compile(r"(\d+\.\d)\d+")
_PATH = re.compile(r' d="[^"]*"')


def render(template: str, **context: Any) -> str:
    """One page or part of a page; every value is escaped."""
    return _environment().get_template(template).render(**context)


@cache
def _environment() -> Environment:
    environment = templates_of("thirdfriday.faces.web")
    environment.filters |= {
        "spoken": spoken,
        "label_of": label_of,
        "fill_words": fill_words,
        "visa_words": visa_words,
        "img_words": img_words,
        "odds": odds_words,
        "chance_of_odds": chance_of_odds,
    }
    environment.globals |= {"range_bar": range_bar}
    return environment


def odds_words(log_odds: float) -> str:
    """A factor of the odds in words.

    >>> odds_words(0.0), odds_words(0.405), odds_words(-0.6931)
    ('no difference', 'odds × 1.50', 'odds × 0.50')
    """
    if abs(log_odds) < 0.005:
        return "no difference"
    return f"odds × {math.exp(log_odds):.2f}"


def chance_of_odds(log_odds: float) -> float:
    """A chance from its log-odds. [probability]

    >>> chance_of_odds(0.0)
    0.5
    """
    return 1 / (1 + math.exp(-log_odds))


def range_bar(chance: LowCentralHigh, most: float = 1.0, css: str = "") -> Markup:
    """A range as a bar with a dot at its central value, for the eye beside the words."""
    scale = 100 / most if most else 0.0
    low, middle, high = (
        min(100.0, max(0.0, scale * value)) for value in (chance.low, chance.central, chance.high)
    )
    return Markup(
        '<svg class="range {}" viewBox="0 0 112 12" preserveAspectRatio="xMinYMid" '
        'aria-hidden="true" focusable="false">'
        '<rect class="track" x="6" y="5" width="100" height="2" rx="1"/>'
        '<rect class="span" x="{:.1f}" y="3.5" width="{:.1f}" height="5" rx="2.5"/>'
        '<circle class="dot" cx="{:.1f}" cy="6" r="4.5"/></svg>'
    ).format(css, 6 + low, max(2.0, high - low), 6 + middle)


def web_chart(spec: Spec, *, width: int = CHART_WIDTH) -> Markup:
    """A chart of the report drawn for a page: narrower, with larger type, coordinates rounded."""
    config = spec.get("config", {})
    axis = config.get("axis", {}) | {
        "labelFontSize": CHART_FONT - 1,
        "titleFontSize": CHART_FONT - 1,
        "gridColor": MUTED,
        "tickColor": MUTED,
        "labelSeparation": CHART_FONT,
    }
    legend = config.get("legend", {}) | {
        "labelFontSize": CHART_FONT,
        "titleFontSize": CHART_FONT,
        "orient": "bottom",
        "labelLimit": 400,
        "columnPadding": 34,
        "layout": {"bottom": {"anchor": "start", "direction": "vertical", "margin": 10}},
    }
    drawn = str(
        chart_svg(
            {
                **spec,
                "width": width,
                "title": {**spec.get("title", {}), "fontSize": CHART_FONT - 1},
                "config": {**config, "axis": axis, "legend": legend},
            }
        )
    )
    return Markup(_PATH.sub(lambda found: _DECIMALS.sub(r"\1", found[0]), drawn))


def page(template: str, *, case_text: str = "", here: str = "", **context: Any) -> str:
    """A whole page: what the frame around it needs, and its own values."""
    return render(template, case_text=case_text, here=here, **context)
