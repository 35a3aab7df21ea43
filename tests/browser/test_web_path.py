"""A real browser walks the whole path of a new user, at desk and phone width, and nothing leaks."""

import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from tests.browser.page_barriers import barriers

EXAMPLES = Path(__file__).parents[2] / "examples"
DESK, PHONE = (1280, 900), (390, 844)
PAGES = (
    "/",
    "/plan",
    "/explore?specialty=urology&state=CA",
    "/method?q=signal",
    "/program/1400531039",
)
PATIENCE = 60_000


@pytest.fixture
def open_page(chromium, address):
    """Opens pages in a browser of its own, which notes every request and error."""
    opened = []

    def opener(size=DESK, **options):
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, accept_downloads=True, **options
        )
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.foreign, page.faults = [], []
        page.on("request", lambda request: _note(page, request.url, address))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda told: _hear(page, told))
        opened.append(context)
        return page

    yield opener
    for context in opened:
        context.close()


def _note(page, url: str, address: str) -> None:
    if urlsplit(url)[:2] != urlsplit(address)[:2] and not url.startswith("data:"):
        page.foreign.append(url)
    assert "season" not in urlsplit(url).query.replace("season=20", ""), "the case is in an address"


def _hear(page, told) -> None:
    if told.type == "error" and "status of 422" not in told.text:
        page.faults.append(told.text)


def no_sideways_scroll(page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def fill_the_form(page, address: str) -> None:
    """Type a small case by hand, step by step."""
    page.goto(address)
    page.get_by_label("What to call this plan").fill("Nia")
    page.get_by_label("Which applicant are you?").select_option("do_senior")
    page.get_by_label(re.compile("^Citizenship")).fill("US")
    page.get_by_label(re.compile("^Right to work")).select_option("us_citizen")
    page.get_by_label(re.compile("^Visa sponsorship")).select_option("none")
    page.get_by_label(re.compile("^Medical school")).fill("Example College")
    page.get_by_label(re.compile("^Country of the school")).fill("US")
    page.get_by_label(re.compile("^Part of the world")).select_option("us")
    page.get_by_label(re.compile("^Year of your degree")).fill("2027")
    page.get_by_role("button", name="Next").click()
    page.get_by_text("More, if it applies to you").locator("visible=true").click()
    exam = page.locator("#f-applicant-examinations-comlex_2")
    exam.get_by_label(re.compile("^Result")).select_option("pass")
    exam.get_by_label(re.compile("^Attempts")).fill("1")
    exam.get_by_label(re.compile("^Score")).fill("9999")
    page.get_by_role("link", name="What you want").click()
    page.get_by_label(re.compile("^Specialty")).locator("visible=true").fill("family_medicine")
    target = page.locator("#f-wants-target")
    target.get_by_label(re.compile("^States")).fill("OH")
    page.get_by_role("link", name="Limits").click()
    page.get_by_label(re.compile("^Most applications")).fill("20")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_whole_path_of_a_new_user(open_page, address, tmp_path, size) -> None:
    page = open_page(size)
    fill_the_form(page, address)
    page.get_by_role("button", name="Make my plan").locator("visible=true").click()
    page.wait_for_selector("#mistakes")
    assert (
        "out of range"
        in page.locator("#f-applicant-examinations-comlex_2-score-wrong").inner_text()
    )
    page.locator("#f-applicant-examinations-comlex_2-score").fill("520")
    page.reload()  # what was sent comes back, and what was saved is offered
    page.goto(address)
    page.get_by_role("button", name="Bring them back").click()
    page.wait_for_load_state()
    page.get_by_role("link", name="Examinations").click()
    assert page.locator("#f-applicant-examinations-comlex_2-score").input_value() == "520"
    no_sideways_scroll(page, size[0])
    page.get_by_role("button", name="Make my plan").locator("visible=true").click()
    page.wait_for_selector("#prices")
    assert "Nia" in page.locator("#headline h1").inner_text()
    no_sideways_scroll(page, size[0])
    slide(page)
    lint(page)
    with page.expect_download() as found:
        page.get_by_role("button", name="Plan", exact=True).click()
        page.wait_for_selector("#headline")
        page.get_by_role("button", name="Download the case").click()
    found.value.save_as(tmp_path / "case.toml")
    text = (tmp_path / "case.toml").read_text(encoding="utf-8")
    assert 'name = "Nia"' in text
    assert "applications = 9" in text
    assert page.faults == []
    assert page.foreign == []


def slide(page) -> None:
    """Move the slider and see the plan follow."""
    slider = page.locator("#s-applications")
    slider.focus()
    begun = time.monotonic()
    slider.evaluate(
        "box => { box.value = 9; box.dispatchEvent(new Event('input', {bubbles: true})) }"
    )
    expect(page.locator("#list-h")).to_have_text("Apply to these 9", timeout=PATIENCE)
    assert time.monotonic() - begun < 20
    assert page.locator("output[for=s-applications]").inner_text() == "9"
    page.wait_for_selector("#prices")
    assert page.locator(".list > li").count() == 9


def lint(page) -> None:
    """Paste a text and see it marked."""
    page.get_by_role("button", name="Words", exact=True).click()
    page.get_by_label("Paste what you wrote").fill("Dear Dr. Cho,\nOhio is the only place for me.")
    page.get_by_role("button", name="Check it").click()
    page.wait_for_selector("#checked")
    assert "look at" in page.locator("#checked h3").inner_text()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_season_and_rank_in_the_browser(open_page, address, size) -> None:
    page = open_page(size)
    page.goto(address)
    page.locator("button.example").first.click()
    page.get_by_role("button", name="Season", exact=True).click()
    page.set_input_files("#l-file", EXAMPLES / "img_internal_medicine_log.csv")
    page.get_by_label("On which day").fill("2026-11-20")
    page.get_by_role("button", name="Show").click()
    page.wait_for_selector("#do-h")
    before = page.locator("#log tbody tr").count()
    page.get_by_label("Day", exact=True).fill("2026-11-19")
    page.get_by_label(re.compile("^Program")).fill("1400531039")
    page.get_by_role("button", name="Add to the log").click()
    expect(page.locator("#log tbody tr")).to_have_count(before + 1, timeout=PATIENCE)
    no_sideways_scroll(page, size[0])
    page.get_by_role("button", name="Rank", exact=True).click()
    page.set_input_files("#r-file", EXAMPLES / "img_internal_medicine_rank.csv")
    page.get_by_role("button", name="Show").click()
    page.wait_for_selector(".ranks")
    second = page.locator(".ranks li .name").nth(1).inner_text()
    page.get_by_role("button", name="Up, line 2").click()
    page.wait_for_load_state()
    assert page.locator(".ranks li .name").first.inner_text().split("\n")[0] in second
    assert page.get_by_role("button", name="Up, line 1").is_disabled()
    no_sideways_scroll(page, size[0])
    assert page.faults == []
    assert page.foreign == []


def test_a_line_is_dragged(open_page, address) -> None:
    page = open_page((1280, 2200))
    page.goto(address)
    page.locator("button.example").first.click()
    page.get_by_role("button", name="Rank", exact=True).click()
    page.set_input_files("#r-file", EXAMPLES / "img_internal_medicine_rank.csv")
    page.get_by_role("button", name="Show").click()
    page.wait_for_selector(".ranks")
    last = page.locator(".ranks li a").last.inner_text()
    page.locator(".ranks li").last.drag_to(
        page.locator(".ranks li").first, target_position={"x": 12, "y": 2}
    )
    expect(page.locator(".ranks li a").first).to_have_text(last, timeout=PATIENCE)


def test_the_main_path_without_scripts(open_page, address) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(address)
    page.locator("button.example").first.click()
    page.get_by_role("button", name="Make my plan").last.click()
    expect(page.locator("#prices")).to_have_count(1, timeout=PATIENCE)
    page.get_by_label("ideal", exact=True).check()
    page.get_by_role("button", name="Plan again").click()
    expect(page.get_by_label("ideal", exact=True)).to_be_checked(timeout=PATIENCE)
    expect(page.locator("#prices")).to_have_count(1, timeout=PATIENCE)
    page.get_by_role("button", name="Words", exact=True).click()
    expect(page.locator("#outlines-h")).to_have_count(1, timeout=PATIENCE)
    assert page.foreign == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_barrier_on_any_page(open_page, address, scheme) -> None:
    page = open_page(PHONE if scheme == "dark" else DESK, color_scheme=scheme)
    found = []
    for path in PAGES:
        page.goto(address + path)
        found += barriers(page)
    page.goto(address)
    page.locator("button.example").first.click()
    page.wait_for_load_state()
    found += barriers(page)
    page.get_by_role("button", name="Make my plan").locator("visible=true").click()
    page.wait_for_selector("#prices")
    page.locator(".choice summary").first.click()
    found += barriers(page)
    for name in ("Words", "Season", "Rank", "SOAP", "Long way", "Adviser", "Compare"):
        page.get_by_role("button", name=name, exact=True).click()
        page.wait_for_load_state()
        no_sideways_scroll(page, page.viewport_size["width"])
        found += barriers(page)
    found += barriers_of_results(page)
    assert found == []


def barriers_of_results(page) -> list[str]:
    """The same with a list to rank, and with a roster of students."""
    page.get_by_role("button", name="Rank", exact=True).click()
    page.set_input_files("#r-file", EXAMPLES / "img_internal_medicine_rank.csv")
    page.get_by_role("button", name="Show").click()
    page.wait_for_selector(".ranks")
    found = barriers(page)
    page.get_by_role("button", name="Adviser", exact=True).click()
    heading, student = (EXAMPLES / "roster.csv").read_bytes().splitlines(keepends=True)[:2]
    roster = {"name": "roster.csv", "mimeType": "text/csv", "buffer": heading + student}
    page.set_input_files("#a-file", roster)
    page.get_by_role("button", name="Plan them").click()
    page.wait_for_selector("#table-h")
    return found + barriers(page)
