"""A plan as a PDF to print or take to an adviser: headline, map, list, prices, sources."""

import json
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import typst

from thirdfriday.faces.charts import Spec, plan_charts
from thirdfriday.faces.choice_tables import choice_tables, signals_in_short, worth_against_plan
from thirdfriday.faces.report import chart_svg
from thirdfriday.faces.wording import dollars, fees_in_words, in_ten, percent, percent_range
from thirdfriday.plan.plan import Plan, PlannedApplication

CHARTS = ("map", "close_up", "factors", "frontier", "further")
HALF_PAGE = ("factors", "frontier", "further")
HALF_WIDTH, HALF_HEIGHT = 300, 190
"""Size of a chart that shares its line, so that its letters stay readable. [pixels]"""
SCREEN_FONT = 'font-family="system-ui, sans-serif"'
PRINT_FONT = 'font-family="Libertinus Serif"'
GEOGRAPHIES_SHOWN = 4


def report_pdf(plan: Plan) -> bytes:
    """The plan on a few pages of US letter. [PDF file]

    Everything a person wrote reaches Typst as data, never as markup, so that a name such as
    `#import "x"` is printed as it is. The same plan gives the same bytes.
    """
    given = {"plan": json.dumps(plan_view(plan), ensure_ascii=False), "charts": _charts(plan)}
    return typst.compile(_template(), format="pdf", sys_inputs=given)


@cache
def _template() -> bytes:
    """The page layout."""
    return (files("thirdfriday.faces") / "templates" / "plan.typ").read_bytes()


def _charts(plan: Plan) -> str:
    """The charts as SVG texts by name, in one JSON object, set in the font of the page."""
    specs = plan_charts(plan)
    drawn = {name: _chart(name, specs[name]) for name in CHARTS if name in specs}
    return json.dumps(drawn)


def _chart(name: str, spec: Spec) -> dict[str, str]:
    """One chart as SVG with the words that stand for it."""
    title = spec["title"]["text"]
    if name in HALF_PAGE:
        height = {} if isinstance(spec["height"], dict) else {"height": HALF_HEIGHT}
        spec = spec | {"width": HALF_WIDTH} | height
    if name == "map":
        spec = spec | {"title": {"text": ""}}
    return {"svg": str(chart_svg(spec)).replace(SCREEN_FONT, PRINT_FONT), "alt": title}


def plan_view(plan: Plan) -> dict[str, Any]:
    """Everything the pages say, in the words of the other faces, as plain values."""
    common = confirm_everywhere(plan)
    return {
        "title": f"{plan.case.title}: a plan for {plan.case.specialty_name}",
        "season": plan.season,
        "lines": list(plan.case.lines),
        "cards": _cards(plan),
        "notes": [note.text for note in plan.notes],
        "tiers": [
            [f"{tier.tier}. {tier.name}", tier.exist, tier.open, tier.ask, tier.chosen,
             f"{tier.expected_interviews:.1f}"]
            for tier in plan.tiers
        ],
        "tables": [
            {"title": t.title, "head": t.head, "rows": t.rows, "numbers": t.numbers, "note": t.note}
            for t in choice_tables(plan)
        ],
        "signals": list(signals_in_short(plan)),
        "geography": _geography(plan),
        "prices": _prices(plan),
        "own_list": _own_list(plan),
        "confirm_everywhere": list(common),
        "choices": [_row(place, choice, common) for place, choice in enumerate(plan.choices, 1)],
        "excluded": _excluded(plan),
        "assumptions": [[item.name, item.value, item.reason] for item in plan.assumptions],
        "sources": [f"{s.publisher}, {s.title}, {s.year}. {s.place}" for s in plan.sources],
        "colophon": f"Third Friday {plan.version}, seed {plan.seed}, data {plan.data_hash}",
    }  # fmt: skip


def _cards(plan: Plan) -> list[dict[str, str]]:
    """The four figures to read first."""
    head = plan.headline
    interviews = head.expected_interviews
    return [
        {
            "label": "Chance of a match",
            "value": percent(head.chance_of_match.central),
            "words": f"80% range {percent(head.chance_of_match.low)} to "
            f"{percent(head.chance_of_match.high)}: {in_ten(head.chance_of_match)}",
        },
        {
            "label": f"A match in {plan.case.target}",
            "value": percent(head.chance_of_match_in_target.central),
            "words": in_ten(head.chance_of_match_in_target),
        },
        {
            "label": "Interviews to expect",
            "value": f"{interviews.central:.1f}",
            "words": f"80% range {interviews.low:.1f} to {interviews.high:.1f}; no interview at "
            f"all: {percent_range(head.chance_of_no_interview)}",
        },
        {
            "label": "Applications",
            "value": str(head.applications),
            "words": f"{fees_in_words(head)}; at most {percent(plan.certificate.gap, 2)} "
            "below the best possible list",
        },
    ]


def _geography(plan: Plan) -> dict[str, Any]:
    """The answer to the ERAS geography questions, and the best of the others."""
    return {
        "divisions": _divisions(plan.geography.divisions),
        "setting": plan.geography.setting or "no preference",
        "others": [
            [_divisions(other.divisions), other.setting or "no preference",
             f"{worth_against_plan(plan, other):+.2f}",
             percent(other.chance_of_match, 1), percent(other.chance_of_match_in_target, 1),
             f"{other.expected_interviews:.1f}"]
            for other in plan.geography.alternatives[:GEOGRAPHIES_SHOWN]
        ],
    }  # fmt: skip


def _divisions(keys: tuple[str, ...]) -> str:
    """Census divisions in words.

    >>> _divisions(("south_atlantic", "pacific")), _divisions(())
    ('South Atlantic, Pacific', 'no preference')
    """
    return ", ".join(key.replace("_", " ").title() for key in keys) or "no preference"


def _prices(plan: Plan) -> list[list[str]]:
    """What the plan becomes without each constraint."""
    return [
        [price.constraint, percent(price.chance_of_match, 1),
         f"{100 * price.change_in_chance_of_match:+.1f}",
         percent(price.chance_of_match_in_target, 1), f"{price.expected_interviews:.1f}",
         str(price.applications), dollars(price.cost_usd)]
        for price in plan.prices
    ]  # fmt: skip


def _own_list(plan: Plan) -> list[str]:
    """The user's own list beside the plan's, in sentences; empty without one."""
    own = plan.own_list
    if own is None:
        return []
    head = plan.headline
    lines = [
        f"{own.applications} programs, fees {dollars(own.cost_usd)}.",
        f"Chance of a match {percent_range(own.chance_of_match)}; the plan's list "
        f"{percent_range(head.chance_of_match)}.",
        f"In the target {percent_range(own.chance_of_match_in_target)}; the plan's list "
        f"{percent_range(head.chance_of_match_in_target)}.",
    ]
    return lines + [
        f"{item.program.name}, {item.program.city} cannot take you: {item.fact}."
        for item in own.ineligible
    ]


def confirm_everywhere(plan: Plan) -> tuple[str, ...]:
    """What is to be confirmed at every chosen program, said once."""
    if not plan.choices:
        return ()
    rest = [set(choice.confirm) for choice in plan.choices]
    return tuple(item for item in plan.choices[0].confirm if all(item in one for one in rest))


def _row(number: int, choice: PlannedApplication, common: tuple[str, ...]) -> dict[str, Any]:
    """One line of the list, without what is `common` to all of them."""
    program = choice.program
    return {
        "number": number,
        "name": program.name,
        "new": program.new_program,
        "place": f"{program.city}, {program.state}",
        "acgme": program.acgme_id or "",
        "tier": choice.geographic_tier,
        "selectivity": choice.selectivity_tier,
        "signal": choice.signal or "",
        "interview": percent_range(choice.chance_of_interview),
        "adds": f"{100 * choice.marginal_value:.2f}",
        "fee": dollars(choice.fee_usd),
        "confirm": "; ".join(item for item in choice.confirm if item not in common),
    }


def _excluded(plan: Plan) -> dict[str, Any]:
    """How many programs each rule leaves out, and the fees not spent."""
    count = Counter(item.rule for item in plan.excluded)
    saved: Mapping[str, float] = {
        rule: sum(item.saves_usd for item in plan.excluded if item.rule == rule) for rule in count
    }
    return {
        "count": len(plan.excluded),
        "saved": dollars(sum(saved.values())),
        "rules": [[rule, many, dollars(saved[rule])] for rule, many in count.most_common()],
    }
