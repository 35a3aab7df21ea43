"""Hostile and mistaken requests: refused in words, never with a fault; headers on everything."""

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from starlette.datastructures import Headers

from thirdfriday.errors import CaseError
from thirdfriday.faces.web.case_draft import draft_text
from thirdfriday.faces.web.gatekeeping import HEADERS, MOST_BYTES, Gatekeeper
from thirdfriday.faces.web.launch import launch
from thirdfriday.faces.web.planners import BusyError, JobError, Planners, TooSlowError

PAGES = ("/", "/plan", "/compare", "/explore?state=VT", "/words", "/method", "/static/app.css")
SCRIPT = '"><script>alert(1)</script>'


async def nothing(scope, receive, send) -> None:
    raise AssertionError("nobody should get here")


def refusal(method: str = "POST", *, names: tuple[str, ...] = (), **headers: str) -> int:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    found = Gatekeeper(nothing, names=names).refusal(method, "http", Headers(told))
    return found.status if found else 200


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_headers(client, path: str) -> None:
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil", "", "169.254.169.254:80"]
)
def test_a_foreign_host_is_refused(client, host: str) -> None:
    answer = client.get("/", headers={"host": host})
    assert answer.status_code in (400, 421)
    assert "Third Friday" not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "null"},
        {"origin": "http://127.0.0.1:1"},
    ],
)
def test_a_post_from_another_site_is_refused(client, headers: dict[str, str]) -> None:
    answer = client.post("/plan", data={"case": "x"}, headers=headers)
    assert answer.status_code == 403
    assert "another site" in answer.text


def test_who_is_let_in() -> None:
    assert refusal(host="localhost:8127") == 200
    assert refusal(host="[::1]:8127", sec_fetch_site="same-origin", origin="null") == 200
    assert refusal(host="127.0.0.1:8127", origin="http://127.0.0.1:8127") == 200
    assert refusal(host="127.0.0.1:8127", origin="https://127.0.0.1:8127") == 403
    assert refusal("GET", host="plan.example.org", names=("plan.example.org",)) == 200
    https = "https://plan.example.org"
    assert refusal(host="plan.example.org", names=("plan.example.org",), origin=https) == 200
    assert refusal("GET", host="127.0.0.1", content_length="9" * 20) == 413
    assert refusal("GET", host="127.0.0.1", content_length="-1") == 413


def test_too_much_is_refused_whether_announced_or_not(client) -> None:
    many = b"case=" + b"a" * (MOST_BYTES + 10)
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/plan", content=many, headers=kind).status_code == 413

    def pieces():
        for _ in range(50):
            yield b"a" * 50_000

    answer = client.post(
        "/api/plan", content=pieces(), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 413
    assert "bytes" in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"[" * 100_000,
        b'{"case": ' * 20_000,
        b'{"case": 7}',
        b'{"case": "", "extra": 1}',
        b'{"case": {}, "seed": -1, "without": ["x"]}',
        b'{"case": {"season": 1e999, "applicant": {"type": "\\ud800"}}}',
        b'{"case": {"season": NaN, "a\\nb": [[{}]]}}',
        json.dumps({"case": "a = " + "[" * 50_000}).encode(),
        json.dumps({"case": {"name": "../../etc/passwd", "wants": {"level": SCRIPT}}}).encode(),
        b"\xff\xfe\x00",
    ],
    ids=range(13),
)
def test_nonsense_is_refused_with_every_problem(client, body: bytes) -> None:
    answer = client.post("/api/plan", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["problems"]
    assert all(problem["message"] for problem in answer.json()["problems"])


def test_json_must_say_so(client) -> None:
    answer = client.post(
        "/api/plan", content=b'{"case": ""}', headers={"content-type": "text/plain"}
    )
    assert answer.status_code == 415


def test_what_is_typed_never_becomes_markup(client) -> None:
    filled = {"name": SCRIPT, "applicant.education.school": SCRIPT, "wants.specialties": SCRIPT}
    for page in (
        client.post("/start/rows", data=filled),
        client.post("/plan", data={**filled, "from": "form"}),
        client.post("/plan", data={"case": f"name = '{SCRIPT}'"}),
        client.post("/words", data={"case": SCRIPT, "text": SCRIPT}),
        client.get("/explore", params={"text": SCRIPT, "near": SCRIPT}),
        client.get("/method", params={"q": SCRIPT}),
        client.post("/program/1400531039/correct", data={"field": SCRIPT, "value": SCRIPT}),
    ):
        assert page.status_code in (200, 422)
        assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../application.py",
        "/static/%2e%2e/application.py",
        "/program/..%2f..%2fetc",
        "/x" * 99,
    ],
)
def test_no_path_leads_out(client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_broken_forms_are_empty_forms(client) -> None:
    kind = {"content-type": "multipart/form-data; boundary=x"}
    answer = client.post("/start/import", content=b"--x\r\nnonsense", headers=kind)
    assert answer.status_code == 200
    assert "nothing pasted" in answer.text
    many = "&".join(f"applicant.letters.{n}.closeness=close" for n in range(5000))
    kind = {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/start/rows", content=many, headers=kind).status_code == 200


def test_a_case_without_end_is_refused() -> None:
    deep: dict[str, object] = {}
    for _ in range(50):
        deep = {"a": deep}
    with pytest.raises(CaseError, match="deeper"):
        draft_text(deep)
    with pytest.raises(CaseError, match="more values"):
        draft_text({"a": list(range(30_000))})


def test_listening_to_others_needs_a_name() -> None:
    with pytest.raises(CaseError, match="needs the name"):
        launch(port=0, address="0.0.0.0", browser=False)


def test_a_taken_port_is_said(address: str) -> None:
    with pytest.raises(CaseError, match="not free"):
        launch(port=httpx.URL(address).port or 0, browser=False)


@pytest.mark.parametrize("wrong", ["203.0.113.9", "no.such.host.invalid"])
def test_an_address_that_is_not_ours_is_said_before_anything_is_promised(wrong, capsys) -> None:
    with pytest.raises(CaseError, match="no address of this machine"):
        launch(port=0, address=wrong, names=["tf.example.org"], browser=False)
    assert "is at" not in "".join(capsys.readouterr())


def in_a_loop_of_its_own(story):
    """Run a coroutine on another thread: the browser's driver holds a loop on this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, story).result()


def test_a_slow_job_is_stopped_and_others_go_on() -> None:
    async def story() -> list[object]:
        planners = Planners(2, seconds=0.5, first_seconds=5)
        await planners.start()
        try:
            found: list[object] = [await planners.run(abs, -7)]
            late = asyncio.ensure_future(planners.run(time.sleep, 60))
            await asyncio.sleep(0.05)
            found.append(await planners.run(abs, 7))
            found += await asyncio.gather(late, planners.run(int, "inside"), return_exceptions=True)
            found.append(await planners.run(abs, -8))
        finally:
            planners.stop()
        return found

    first, second, late, wrong, last = in_a_loop_of_its_own(story())
    assert (first, second, last) == (7, 7, 8)
    assert isinstance(late, TooSlowError)
    assert isinstance(wrong, JobError)
    assert "inside" in str(wrong)


def test_too_many_waiting_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("thirdfriday.faces.web.planners.WAITING_MOST", 0)

    async def story() -> None:
        planners = Planners(1, processes=False)
        await planners.start()
        try:
            await planners.run(abs, -7)
        finally:
            planners.stop()

    with pytest.raises(BusyError):
        in_a_loop_of_its_own(story())


def test_a_script_gets_a_part_of_a_page_and_never_a_page_inside_one(client) -> None:
    part = client.get("/no_such_page", headers={"hx-request": "true"})
    assert part.status_code == 404
    assert "Nothing here" in part.text and "<nav" not in part.text
    assert "<nav" in client.get("/no_such_page").text


def test_what_is_given_up_is_said_in_a_page_and_to_programs_in_a_document(client) -> None:
    def pieces():
        yield b'--b\r\ncontent-disposition: form-data; name="file"; filename="r.csv"\r\n\r\n'
        for _ in range(50):
            yield b"a" * 50_000

    form = {"content-type": "multipart/form-data; boundary=b"}
    page = client.post("/adviser", content=pieces(), headers=form)
    assert page.status_code == 413
    assert "Too much at once" in page.text and "<nav" in page.text
    told = client.post("/api/plan", content=pieces(), headers={"content-type": "application/json"})
    assert told.status_code == 413
    assert "bytes" in told.json()["problems"][0]["message"]
