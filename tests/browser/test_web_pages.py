"""The pages as a program sees them: what they show, what they refuse, what they give to keep."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from thirdfriday.faces.case_file_applicant import Section
from thirdfriday.faces.case_file_problems import section_in
from thirdfriday.faces.case_file_reader import read_case_text
from thirdfriday.faces.case_file_schema import CaseFile
from thirdfriday.faces.web.case_draft import draft_text
from thirdfriday.faces.web.form_fields import (
    FormGroup,
    data_of,
    field_at_path,
    values_of,
)
from thirdfriday.faces.web.form_steps import STEPS

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.toml"))


def leaves_of(section: type[Section], prefix: str = "") -> Iterator[str]:
    """The path of every value of the schema, without the numbers of rows."""
    for name, field in section.model_fields.items():
        holds = section_in(field.annotation)
        if holds is None:
            yield prefix + name
        else:
            yield from leaves_of(holds, f"{prefix}{name}.")


def text_of(name: str) -> str:
    return (EXAMPLES[0].parent / f"{name}.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_form_says_the_same_as_the_file(path: Path) -> None:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    again = data_of(values_of(data))
    one = read_case_text(path.read_text(encoding="utf-8"), file="a")
    other = read_case_text(draft_text(again), file="b")
    assert other == one


def test_every_field_of_the_schema_is_asked_for() -> None:
    asked = [path for step in STEPS for path in (*step.asked, *step.further)]
    assert len(asked) == len(set(asked))
    for path in asked:
        assert field_at_path(path).name == path
    leaves = set(leaves_of(CaseFile))
    held = {
        leaf
        for leaf in leaves
        if any(leaf == path or leaf.startswith(path + ".") for path in asked)
    }
    assert held == leaves - {"corrections"}, "their lines travel with the form instead"
    assert "season" in CaseFile.model_fields


def test_groups_tell_lists_apart() -> None:
    letters, research = field_at_path("applicant.letters"), field_at_path("applicant.research")
    assert isinstance(letters, FormGroup)
    assert isinstance(research, FormGroup)
    assert (letters.rows, research.rows) == (True, False)


def test_start_offers_examples_and_asks(client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert page.text.count('action="/start/example/') == len(EXAMPLES)
    assert 'name="applicant.examinations.step_2_ck.score"' in page.text


def test_an_example_fills_the_form(client) -> None:
    page = client.post("/start/example/img_internal_medicine")
    assert 'value="Example Medical College"' in page.text
    assert client.post("/start/example/../../etc").status_code == 404


def test_mistakes_stand_beside_their_fields_all_at_once(client) -> None:
    page = client.post(
        "/plan",
        data={
            "from": "form",
            "season": "2027",
            "applicant.type": "md_senior",
            "applicant.citizenship": "Ruritania",
            "applicant.examinations.step_2_ck.result": "pass",
            "applicant.examinations.step_2_ck.attempts": "1",
            "applicant.examinations.step_2_ck.score": "999",
            "wants.specialties": "internal_medicin",
        },
    )
    assert page.status_code == 422
    for name in ("citizenship", "examinations-step_2_ck-score", "education-school"):
        assert f'id="f-applicant-{name}-wrong"' in page.text, name
    assert "Did you mean &#34;internal_medicine&#34;?" in page.text


def test_rows_are_added_and_removed_without_scripts(client) -> None:
    page = client.post("/start/rows", data={"add": "applicant.letters", "season": "2027"})
    assert 'name="applicant.letters.0.closeness"' in page.text
    kept = {"applicant.letters.0.closeness": "close", "applicant.letters.1.closeness": "distant"}
    page = client.post("/start/rows", data={**kept, "remove": "applicant.letters.0"})
    assert 'name="applicant.letters.1.closeness"' in page.text
    assert 'name="applicant.letters.0.closeness"' not in page.text


def test_the_case_comes_back_as_a_file(client) -> None:
    text = text_of("md_strong")
    page = client.post("/start/check", data=flat(text))
    assert page.headers["content-disposition"] == 'attachment; filename="case.toml"'
    assert read_case_text(page.text, file="a") == read_case_text(text, file="b")


def flat(text: str) -> dict[str, list[str]]:
    return values_of(tomllib.loads(text))


def test_the_plan_page_shows_headline_list_prices_and_sources(client) -> None:
    page = client.post("/plan", data={"case": text_of("img_internal_medicine")})
    assert page.status_code == 200
    for words in ("chance of a match", "Apply to these", "What each limit costs", "What stands"):
        assert words in page.text
    assert "<script>" not in page.text
    assert "style=" not in page.text


def test_a_slider_plans_anew(client) -> None:
    text = text_of("img_internal_medicine")
    moved = {"case": text, "moved": "yes", "applications": "7", "budget_usd": "6000"}
    part = client.post("/plan/move", data=moved, headers={"hx-request": "true"})
    assert "Apply to these 7<" in part.text
    assert 'hx-swap-oob="true"' in part.text
    assert "applications = 7" in part.text
    assert "budget_usd" not in part.text
    whole = client.post("/plan", data=moved)
    assert "Apply to these 7<" in whole.text


def test_a_slider_redraws_the_region(client) -> None:
    moved = {
        "case": text_of("img_internal_medicine"),
        "moved": "yes",
        "level": "must",
        "redraw": "yes",
    }
    part = client.post("/plan/move", data={**moved, "place": "Columbus, OH", "minutes": "45"})
    assert "within" in part.text
    wrong = client.post("/plan/move", data={**moved, "place": "Atlantis, ZZ", "minutes": "45"})
    assert "names no state we know" in wrong.text
    assert wrong.status_code == 200


def test_limits_that_leave_nothing_are_said(client) -> None:
    moved = {
        "case": text_of("img_internal_medicine"),
        "moved": "yes",
        "level": "must",
        "redraw": "yes",
    }
    page = client.post("/plan", data={**moved, "place": "Fairbanks, AK", "minutes": "10"})
    assert page.status_code == 422
    assert "limit that binds" in page.text


@pytest.mark.parametrize(
    ("kind", "start"), [("csv", b"order,program_id"), ("json", b"{"), ("html", b"<!doctype html>")]
)
def test_reports_are_files(client, kind: str, start: bytes) -> None:
    page = client.post(f"/plan/report.{kind}", data={"case": text_of("img_internal_medicine")})
    assert page.content.startswith(start)
    assert page.headers["content-disposition"].startswith("attachment")


def test_nothing_to_plan_says_how_to_begin(client) -> None:
    for page in (client.get("/plan"), client.post("/plan", data={"case": " "})):
        assert "needs to know who applies" in page.text


def correction(value: str, **more: str) -> dict[str, str]:
    """A correction of the visa answer of a program, as its page sends it."""
    return {"field": "j1", "value": value, "source": "their page", "seen_on": "2026-11-01", **more}


def test_a_correction_reaches_the_plan_and_can_be_taken_back(client) -> None:
    case = text_of("img_internal_medicine")
    before = client.post("/plan/move", data={"case": case}).text
    first = before.split('name="program" value="')[1].split('"')[0]
    listed = f'name="program" value="{first}"'
    posted = {"case": case, "what": "add"}
    page = client.post(f"/program/{first}/correct", data=correction("no", **posted)).text
    assert "count with it from now on" in page
    assert "Not open to this applicant" in page
    said = json.dumps(correction("no") | {"program_id": first, "value": False})
    after = client.post("/plan/move", data={"case": case, "corrections": said}).text
    assert listed in before
    assert listed not in after
    assert "What you corrected" in after
    assert "What you corrected" not in before
    gone = client.post(
        f"/program/{first}/correct", data={"case": case, "corrections": said, "drop": "j1"}
    ).text
    assert "Taken back" in gone
    assert "Not open to this applicant" not in gone


def test_corrections_that_cannot_be_read_are_told(client) -> None:
    page = client.post(
        "/plan/move", data={"case": text_of("md_strong"), "corrections": '{"program_id": "1"}'}
    )
    assert "there is no program" in page.text
