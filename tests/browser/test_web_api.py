"""The JSON API: the commands' own documents, and no fault whatever is sent."""

import base64
import json
import tomllib
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

EXAMPLES = Path(__file__).parents[2] / "examples"
ANA = (EXAMPLES / "img_internal_medicine.toml").read_text(encoding="utf-8")
ROUTES = ("/api/plan", "/api/season", "/api/rank", "/api/read", "/api/lint")


def test_a_plan_is_the_commands_own(client, plan_of) -> None:
    of_text = client.post("/api/plan", json={"case": ANA}).json()
    of_object = client.post("/api/plan", json={"case": tomllib.loads(ANA)}).json()
    assert (
        of_text == of_object == json.loads(json.dumps(plan_of("img_internal_medicine").to_json()))
    )


def test_a_season_and_a_rank_list(client) -> None:
    log = (EXAMPLES / "img_internal_medicine_log.csv").read_text(encoding="utf-8")
    season = client.post("/api/season", json={"case": ANA, "log": log, "on": "2026-11-27"})
    assert season.json()["schema"] == "thirdfriday-season-1"
    pace = season.json()["pace"]
    assert [point["on"] for point in pace] == sorted(point["on"] for point in pace)
    at = next(point for point in pace if point["on"] == "2026-11-27")
    assert at["expected"] == pytest.approx(season.json()["timing"]["invitations_expected_by_now"])
    assert at["received"] == season.json()["timing"]["invitations"]
    ranked = (EXAMPLES / "img_internal_medicine_rank.csv").read_text(encoding="utf-8")
    rank = client.post("/api/rank", json={"case": ANA, "list": ranked, "changes": ["2: malignant"]})
    assert rank.json()["schema"] == "thirdfriday-rank-1"


def test_a_page_and_a_text(client) -> None:
    page = client.post("/api/read", json={"text": "<p>We sponsor J-1 visas only."})
    assert page.json()["policies"]["j1"]["value"] is True
    sent = {"base64": base64.b64encode(b"Three letters of recommendation.").decode()}
    assert client.post("/api/read", json=sent).json()["policies"]["lors"]["value"] == 3
    found = client.post("/api/lint", json={"case": ANA, "text": "I will rank you first."}).json()
    assert isinstance(found["findings"], list)


@pytest.mark.parametrize(
    ("route", "sent", "where"),
    [
        ("/api/plan", {"case": ANA, "list": "no such"}, "list"),
        ("/api/season", {"case": ANA, "log": "", "on": "2030-01-01"}, ""),
        (
            "/api/season",
            {"case": ANA, "log": "date,program,event\n1,2,3", "on": "2026-11-01"},
            "log",
        ),
        ("/api/season", {"case": ANA, "log": "", "on": "soon"}, "on"),
        ("/api/rank", {"case": ANA, "list": "program\nnone"}, "list"),
        ("/api/rank", {"case": ANA, "list": "", "changes": [1]}, "changes"),
        ("/api/read", {}, "body"),
        ("/api/read", {"text": "a", "base64": "b"}, "body"),
        ("/api/read", {"base64": "?"}, "base64"),
        ("/api/read", {"base64": base64.b64encode(b"%PDF-1.7 broken").decode()}, ""),
        ("/api/lint", {"case": ANA, "text": "a", "kind": "poem"}, "kind"),
        ("/api/lint", {"case": ANA, "text": "a", "program": "none"}, "program"),
    ],
)
def test_mistakes_come_back_as_problems(client, route, sent, where) -> None:
    answer = client.post(route, json=sent)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["where"].startswith(where)


def test_the_description_names_every_route(client) -> None:
    found = client.get("/api/openapi.json").json()
    assert set(found["paths"]) == set(ROUTES)
    assert client.get("/api/plan").status_code == 405


@pytest.mark.parametrize("route", ROUTES)
def test_no_fault_whatever_is_sent(client, route) -> None:
    schema = schemathesis.openapi.from_dict(client.get("/api/openapi.json").json())
    schema.config.update(base_url=str(client.base_url))
    operation = schema[route]["POST"]

    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(case=operation.as_strategy())
    def check(case) -> None:
        answer = client.request(
            "POST",
            route,
            content=json.dumps(case.body).encode(),
            headers={"content-type": "application/json"},
        )
        assert answer.status_code in (200, 413, 422), answer.text
        if answer.status_code == 422:
            assert answer.json()["problems"]

    check()
