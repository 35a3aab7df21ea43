"""The plan on a terminal: the headline first, and every part of it in words."""

import io

import pytest
from rich.console import Console

from thirdfriday.faces.terminal import ROWS_SHOWN, show_plan
from thirdfriday.faces.wording import dollars, percent


def shown(plan, width=150, **options):
    console = Console(file=io.StringIO(), width=width, color_system=None)
    show_plan(plan, console, **options)
    return console.file.getvalue()


@pytest.fixture
def plan(plan_of):
    return plan_of("img_internal_medicine")


def test_the_headline_comes_first_with_its_range(plan):
    text = shown(plan)
    head = plan.headline
    first = text[: text.index("Where the programs are")]
    for words in (percent(head.chance_of_match.central), dollars(head.cost_usd),
                  str(head.applications), plan.case.target):  # fmt: skip
        assert words in first


def test_few_rows_unless_all_are_asked_for(plan):
    some, every = shown(plan), shown(plan, every_row=True)
    assert f"the {ROWS_SHOWN} that add most" in some
    assert len(every.splitlines()) - len(some.splitlines()) >= len(plan.choices) - ROWS_SHOWN - 2


def test_signals_geography_prices_and_notes_are_there(plan):
    text = shown(plan)
    for words in ("Signals", "ERAS geography", "The price of each constraint", "Read this too"):
        assert words in text
    for price in plan.prices:
        assert price.constraint in text
    assert plan.data_hash[:12] in text and str(plan.seed) in text


def test_a_narrow_terminal_loses_no_line_of_the_headline(plan):
    text = " ".join(shown(plan, width=80).split())
    assert "Chance of a match" in text and "Chance of no interview" in text
