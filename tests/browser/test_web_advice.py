"""The pages on what would help, SOAP and the long way, and a plan in two specialties."""

from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
UNFILLED = "program_id,positions\n1400531039,2\n"


def text_of(name: str) -> str:
    return (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["improve", "soap", "long-way"])
def test_without_a_case_each_says_how_to_begin(client, path: str) -> None:
    assert "needs to know who applies" in client.get(f"/{path}").text


def test_soap_before_and_after_the_list_is_out(client) -> None:
    case = {"case": text_of("img_internal_medicine"), "zone": "Europe/Madrid"}
    before = client.post("/soap", data=case).text
    assert "often left with open positions" in before
    assert "The week, in Europe/Madrid" in before
    after = client.post("/soap", data={**case, "unfilled": UNFILLED}).text
    assert "Apply to these 1<" in after
    assert "What to accept" in after


def test_soap_says_what_it_does_not_know(client) -> None:
    case = {"case": text_of("img_internal_medicine")}
    page = client.post("/soap", data={**case, "zone": "Europe/Madird"})
    assert page.status_code == 422
    assert "Did you mean Europe/Madrid" in page.text
    page = client.post("/soap", data={**case, "unfilled": "program_id,positions\n999,2\n"})
    assert "names no program" in page.text


def test_the_long_way_by_place_and_year(client) -> None:
    case = {"case": text_of("img_internal_medicine"), "years": "8", "state": "tx"}
    page = client.post("/long-way", data=case).text
    for words in ("Practising there", "year 8", "By which route", "<svg"):
        assert words in page
    assert client.post("/long-way", data={**case, "state": "ZZ"}).status_code == 422


def test_what_would_help_and_what_a_year_would_bring(client) -> None:
    case = {"case": text_of("md_strong"), "on": "2026-06-01"}
    page = client.post("/improve", data=case)
    assert page.status_code == 200
    assert "What you could still change" in page.text
    assert "by the next" in page.text
    assert client.post("/improve", data={**case, "on": "soon"}).status_code == 422


def test_a_plan_in_two_specialties_tells_of_each(client) -> None:
    page = client.post("/plan", data={"case": text_of("two_specialties")}).text
    assert "Specialties, planned together" in page
    assert "What each signal gains" in page
    assert '<th scope="row">Psychiatry</th>' in page
