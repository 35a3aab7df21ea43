"""The report is one file that needs nothing from elsewhere and trusts no name."""

import re
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from thirdfriday.faces.report import report_html

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>\'"&'


@pytest.fixture(scope="module")
def plan(plan_of):
    return plan_of("md_low_score_la")


@pytest.fixture(scope="module")
def page(plan):
    return report_html(plan)


def test_nothing_is_loaded_and_nothing_runs(page):
    tree = LexborHTMLParser(page)
    assert not tree.css("script, iframe, object, embed, link, base, form")
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), f"<{node.tag} {name}>"
            if name in ("src", "srcset", "data", "poster", "xlink:href"):
                assert (value or "").startswith(("data:", "#")), f"{name}={value}"
            if name == "href" and node.tag != "a":
                assert (value or "").startswith("#")
    for style in re.findall(r"(?:@import|url\()[^;)]*", page):
        assert "http" not in style and "//" not in style
    assert "javascript:" not in page


def test_it_holds_every_choice_exclusion_assumption_and_source(plan, page):
    text = LexborHTMLParser(page).text(separator=" ")
    flat = " ".join(text.split())
    for choice in plan.choices:
        assert " ".join(choice.program.name.split()) in flat
    for item in plan.excluded:
        assert " ".join(item.program.name.split()) in flat
    for source in plan.sources:
        assert " ".join(source.title.split()) in flat
    for price in plan.prices:
        assert price.constraint in flat
    for assumption in plan.assumptions:
        assert assumption.name in flat
    assert plan.data_hash[:12] in flat and str(plan.seed) in flat


def test_it_has_a_map_a_frontier_and_the_other_charts_with_names(page):
    drawings = LexborHTMLParser(page).css("svg[role=img]")
    labels = {node.attributes.get("aria-label") for node in drawings}
    assert len(labels) >= 5
    assert any("Where" in (label or "") for label in labels)
    assert all(labels)


def test_it_is_a_document_with_language_title_and_one_heading(page):
    tree = LexborHTMLParser(page)
    assert tree.css_first("html").attributes.get("lang")
    assert tree.css_first("title").text(strip=True)
    assert len(tree.css("h1")) == 1
    assert tree.css_first("meta[charset]")


def test_hostile_names_are_shown_as_text(plan):
    first = replace(
        plan.choices[0],
        program=replace(plan.choices[0].program, name=HOSTILE, city=HOSTILE, institution=HOSTILE),
        confirm=(HOSTILE,),
    )
    hostile = replace(
        plan,
        choices=(first, *plan.choices[1:]),
        case=replace(plan.case, title=HOSTILE, target=HOSTILE, lines=(HOSTILE,)),
        notes=tuple(replace(note, text=HOSTILE) for note in plan.notes),
        prices=tuple(replace(price, constraint=HOSTILE) for price in plan.prices),
    )
    page = report_html(hostile)
    tree = LexborHTMLParser(page)
    assert not tree.css("script") and not tree.css("img")
    assert "<script" not in page.lower()
    assert "&lt;script&gt;" in page


def test_every_cell_under_headings_carries_its_own_for_a_phone(page):
    tree = LexborHTMLParser(page)
    tables = tree.css("table.stack")
    assert len(tables) == len(tree.css("table thead"))
    for table in tables:
        headings = [heading.text(strip=True) for heading in table.css("thead th")]
        for row in table.css("tbody tr"):
            said = [cell.attributes.get("data-label") for cell in row.css("th, td")]
            assert said == headings[: len(said)]
