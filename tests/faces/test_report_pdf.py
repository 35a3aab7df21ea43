import io

import pytest
from pypdf import PdfReader
from tests.faces.invented_plans import NASTY, empty_plan, invented_plan, judged_plan

from thirdfriday.faces.report_pdf import confirm_everywhere, plan_view, report_pdf


def text_of(document: bytes) -> str:
    """The text of all pages, on one line."""
    pages = PdfReader(io.BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture(scope="module")
def printed() -> bytes:
    return report_pdf(invented_plan(title='Ana #panic("no") $x^2$ *_`'))


def test_it_is_a_pdf_of_a_few_pages(printed: bytes) -> None:
    assert printed.startswith(b"%PDF-")
    assert 1 <= len(PdfReader(io.BytesIO(printed)).pages) <= 6


def test_every_part_is_there(printed: bytes) -> None:
    text = text_of(printed)
    for words in (
        "Chance of a match", "40%", "80% range 31% to 52%", "Riverside", "1400500001", "Gold",
        "ERAS divisions: Pacific", "the need for a visa", "+10.0", "J-1 sponsorship",
        "the Step 2 CK floor", "Left out: 1 programs, $30", "not given in the case file",
        "A publisher, A report, 2026", "seed 7, data 0123456789abcdef", "earlier season",
    ):  # fmt: skip
        assert words in text


def test_what_people_write_is_printed_as_it_is(printed: bytes) -> None:
    text = text_of(printed)
    assert NASTY in text
    assert "Ana & Sons [_*$ <b>" in text
    assert 'Ana #panic("no") $x^2$ *_`' in text


def test_the_same_plan_gives_the_same_bytes(printed: bytes) -> None:
    assert report_pdf(invented_plan(title='Ana #panic("no") $x^2$ *_`')) == printed


def test_a_plan_with_empty_parts_prints() -> None:
    text = text_of(report_pdf(empty_plan()))
    assert "This plan sends no signals" in text
    assert "no preference" in text


def test_the_own_list_is_beside_it() -> None:
    text = text_of(report_pdf(judged_plan()))
    assert "Your own list" in text
    assert "Harbor, Riverside cannot take you: J-1: no (2021, confirm)" in text


def test_what_all_ask_is_said_once() -> None:
    plan = invented_plan()
    assert confirm_everywhere(plan) == ("J-1 sponsorship",)
    rows = plan_view(plan)["choices"]
    assert [row["confirm"] for row in rows] == ["the Step 2 CK floor", "", ""]
