"""Figures of a national season: fills and match rates beside the published, map, reliability."""

from typing import Any

import numpy as np
from markupsafe import Markup, escape

from thirdfriday.faces.charts import ACCENT, MUTED, TIER_COLOURS, Spec, chart, geometry
from thirdfriday.faces.report import chart_svg
from thirdfriday.facts.tables import load_table
from thirdfriday.models.fill_forecast import fill_history
from thirdfriday.models.market import SHORT_TYPES
from thirdfriday.models.market_inputs import FITTED_FROM, market_layout
from thirdfriday.models.market_season import APPLICANT_TYPES
from thirdfriday.models.season_record import fill_scores

EIGHTY = 1.2816  # standard deviations either side that hold 80% of a normal
SHOWN = 16  # specialties with the most positions
NAMES = dict(zip(SHORT_TYPES, ("MD senior", "MD graduate", "DO senior", "DO graduate",
                               "US-citizen IMG", "other IMG"), strict=True))  # fmt: skip
KEYS = dict(zip(SHORT_TYPES, APPLICANT_TYPES, strict=True))
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1b1f24;background:#fff}figure{margin:2rem 0;overflow-x:auto}svg{max-width:100%;"
    "height:auto}figcaption{color:#4a5058}"
)


def figures(document: dict[str, Any]) -> list[tuple[Spec, str]]:
    """Each figure with what it shows."""
    told = "simulated" if "stable_share" in document else "forecast"
    year = document["season"]
    fitted = (
        " It was fitted to these figures." if year == FITTED_FROM and told == "simulated" else ""
    )
    return [
        (
            match_rates(document),
            f"Blue: {told} for {year} with its 80% range. Orange: published {FITTED_FROM}.{fitted}",
        ),
        (
            fills(document),
            f"The {SHOWN} specialties with the most positions; blue and its 80% range: {told} for "
            f"{year}; orange: published {FITTED_FROM}.{fitted}",
        ),
        (
            state_map(document),
            f"Share of positions filled by state, {told} for {year}, less the share published in "
            f"{FITTED_FROM}. [percentage points]",
        ),
        (
            reliability(),
            f"Positions of {FITTED_FROM} by their chance of staying open, told from earlier "
            "seasons; the line is where forecast and outcome are equal; the area is the number of "
            "positions.",
        ),
    ]


def page(document: dict[str, Any]) -> str:
    """All figures as one HTML file that needs nothing from elsewhere."""
    title = f"The Match of {document['season']}"
    parts = [
        f"<figure>{chart_svg(spec)}<figcaption>{escape(words)}</figcaption></figure>"
        for spec, words in figures(document)
    ]
    told = (
        f"{document['seasons']} simulated seasons; {100 * document['stable_share']:.0f}% of their "
        "matchings stable."
        if "stable_share" in document
        else f"A forecast from {document['fitted_on']}."
    )
    return str(Markup(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">"
        f"<title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>"
        f"<p>{escape(told)} {document['filled_mean']:,.0f} of {document['positions']:,} positions "
        "filled. Method, checks and misses: docs/models/market.md.</p>"
        + "\n".join(parts) + "</main></body></html>\n"
    ))  # fmt: skip


def match_rates(document: dict[str, Any]) -> Spec:
    """Match rate by type with its range, beside the published."""
    published = {row["applicant_type"]: row["match_rate"]
                 for row in load_table("published/match_rates").rows()
                 if row["year"] == FITTED_FROM}  # fmt: skip
    rows = []
    for short, row in document["by_type"].items():
        half = EIGHTY * row["matched_sd"] / row["active"]
        rows.append({"type": NAMES[short], "told": row["match_rate"], "published":
                     published.get(KEYS[short]), "low": max(0.0, row["match_rate"] - half),
                     "high": min(1.0, row["match_rate"] + half)})  # fmt: skip
    y = {"field": "type", "type": "nominal", "sort": list(NAMES.values()), "title": None}
    return _beside(rows, y, "Share of active applicants matched to a first-year position", ".0%",
                   "Match rate by type of applicant")  # fmt: skip


def fills(document: dict[str, Any]) -> Spec:
    """Positions filled by specialty and type with their range, beside the published."""
    told: dict[str, dict[str, Any]] = {}
    for row in document["by_specialty"]:
        one = told.setdefault(row["specialty_key"], {"name": row["specialty"], "positions": 0})
        one["positions"] += row["positions"]
        for short, cell in row["by_type"].items():
            mean, variance = one.get(short, (0.0, 0.0))
            one[short] = (mean + cell["filled_mean"], variance + cell["filled_sd"] ** 2)
    table = {row["specialty"]: row for row in load_table("published/filled_by_type").rows()
             if row["year"] == FITTED_FROM}  # fmt: skip
    rows = []
    for key, one in sorted(told.items(), key=lambda item: -item[1]["positions"])[:SHOWN]:
        for short in SHORT_TYPES:
            mean, variance = one[short]
            half = EIGHTY * float(np.sqrt(variance))
            rows.append({"specialty": one["name"], "type": NAMES[short], "told": mean,
                         "published": table[key][KEYS[short]] if key in table else None,
                         "low": max(0.0, mean - half), "high": mean + half})  # fmt: skip
    y = {"field": "specialty", "type": "nominal", "title": None,
         "sort": list(dict.fromkeys(row["specialty"] for row in rows))}  # fmt: skip
    spec = _beside(rows, y, "Positions", ",d", "Positions filled by specialty and type")
    inner = {"layer": spec.pop("layer"), "width": 180, "height": {"step": 15}}
    del spec["width"]
    return spec | {
        "columns": 3,
        "facet": {"field": "type", "type": "nominal", "sort": list(NAMES.values()), "title": None},
        "spec": inner,
        "resolve": {"scale": {"x": "independent"}},
    }


def state_map(document: dict[str, Any]) -> Spec:
    """Share filled by state less the published one of the season before or fitted."""
    history, layout = fill_history(), market_layout()
    now = history.season(FITTED_FROM)
    size = len(layout.states)
    seats = np.bincount(history.state, history.quota[:, now], size)
    published = np.bincount(history.state, history.filled[:, now], size) / np.maximum(seats, 1)
    told: dict[str, float] = {}
    for row in document["by_state_specialty_type"]:
        told[row["state"]] = told.get(row["state"], 0.0) + row["filled_mean"]
    offered = np.bincount(history.state, history.quota[:, history.season(document["season"])], size)
    names = load_table("case_file/states").columns
    name_of = dict(zip(names["state"], names["name"], strict=True))
    rows = [
        {"name": name_of.get(state, state),
         "residual": 100 * (min(told.get(state, 0.0) / offered[k], 1.0) - float(published[k]))}
        for k, state in enumerate(layout.states)
        if offered[k] > 0 and seats[k] > 0
    ]  # fmt: skip
    return chart(
        {
            "height": 380,
            "projection": {"type": "albersUsa"},
            "data": {"values": geometry("us_states.json"),
                     "format": {"type": "topojson", "feature": "states"}},
            "transform": [{
                "lookup": "properties.name",
                "from": {"data": {"values": rows}, "key": "name", "fields": ["residual"]},
            }],
            "mark": {"type": "geoshape", "stroke": "white"},
            "encoding": {"color": {
                "field": "residual", "type": "quantitative",
                "scale": {"scheme": "blueorange", "domainMid": 0},
                "legend": {"title": "points", "format": "+.0f"},
            }},
        },
        title="Share filled by state, against the published",
    )  # fmt: skip


def reliability() -> Spec:
    """Chance of staying open against the share that did."""
    rows = [
        {"forecast": row.mean_forecast, "came": row.came_true, "positions": row.cases}
        for row in fill_scores()[1]
    ]
    line = [{"forecast": 0, "came": 0}, {"forecast": 1, "came": 1}]
    x = {"field": "forecast", "type": "quantitative", "title": "Chance forecast",
         "axis": {"format": ".0%"}}  # fmt: skip
    y = {"field": "came", "type": "quantitative", "title": "Share that stayed open",
         "axis": {"format": ".0%"}}  # fmt: skip
    size = {"field": "positions", "type": "quantitative", "scale": {"range": [30, 600]},
            "legend": {"title": "Positions"}}  # fmt: skip
    return chart(
        {
            "height": 300,
            "width": 300,
            "layer": [
                {"data": {"values": line}, "mark": {"type": "line", "color": MUTED},
                 "encoding": {"x": x, "y": y}},
                {"data": {"values": rows}, "mark": {"type": "point", "filled": True,
                                                    "color": ACCENT},
                 "encoding": {"x": x, "y": y, "size": size}},
            ],
        },
        title=f"Reliability: positions left open in {FITTED_FROM}",
    )  # fmt: skip


def _beside(rows: list[dict[str, Any]], y: Spec, words: str, form: str, title: str) -> Spec:
    """Ranges and points in blue, the published as orange ticks."""
    x = {
        "field": "low",
        "type": "quantitative",
        "title": words,
        "axis": {"format": form, "tickCount": 4},
    }
    return chart(
        {
            "height": {"step": 24},
            "data": {"values": rows},
            "layer": [
                {"mark": {"type": "rule", "color": ACCENT, "strokeWidth": 2},
                 "encoding": {"y": y, "x": x, "x2": {"field": "high"}}},
                {"mark": {"type": "point", "filled": True, "color": ACCENT, "size": 36},
                 "encoding": {"y": y, "x": {"field": "told", "type": "quantitative"}}},
                {"mark": {"type": "tick", "color": TIER_COLOURS[0], "thickness": 2},
                 "encoding": {"y": y, "x": {"field": "published", "type": "quantitative"}}},
            ],
        },
        title=title,
    )  # fmt: skip
