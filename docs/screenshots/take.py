"""Takes the screenshots of this folder anew: serve the app, walk through it, keep small pictures.

Run: python docs/screenshots/take.py [ADDRESS]     (thirdfriday web --no-browser, running there)
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
DESK, PHONE = (1200, 860), (390, 800)
QUALITY = 62
PATIENCE = 120_000


def main(address: str) -> None:
    """Every picture, at desk and phone width, light and dark."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        for size, scheme, name in ((DESK, "light", "desk"), (PHONE, "dark", "phone")):
            view = {"width": size[0], "height": size[1]}
            context = browser.new_context(viewport=view, color_scheme=scheme)
            context.set_default_timeout(PATIENCE)
            walk(context.new_page(), address, name)
            context.close()
        browser.close()


def walk(page: Page, address: str, name: str) -> None:
    """One walk through all the pages."""

    def keep(what: str, at: str = "") -> None:
        if at:
            page.locator(at).first.evaluate("it => it.scrollIntoView()")
        path = HERE / f"{what}-{name}.jpg"
        page.screenshot(path=path, type="jpeg", quality=QUALITY)

    page.goto(address)
    keep("start")
    page.locator("button.example").first.click()
    page.wait_for_load_state()
    keep("form", "#case-form")
    page.get_by_role("button", name="Make my plan").locator("visible=true").click()
    page.wait_for_selector("#prices")
    keep("plan", "#headline")
    page.locator(".choice summary").nth(1).click()
    keep("list", "#list")
    keep("map", "#map")
    page.goto(f"{address}/explore?specialty=internal_medicine&near=Los+Angeles,+CA&minutes=90")
    keep("explore")
    page.goto(f"{address}/program/1400531039")
    page.get_by_role("button", name="Work out my chance here").click()
    page.wait_for_selector("text=Factor by factor")
    keep("program")
    page.get_by_role("button", name="Season", exact=True).click()
    page.set_input_files("#l-file", EXAMPLES / "img_internal_medicine_log.csv")
    page.get_by_label("On which day").fill("2026-11-20")
    page.get_by_role("button", name="Show").click()
    page.wait_for_selector("#do-h")
    keep("season", "h1")
    page.get_by_role("button", name="Rank", exact=True).click()
    page.set_input_files("#r-file", EXAMPLES / "img_internal_medicine_rank.csv")
    page.get_by_role("button", name="Show").click()
    page.wait_for_selector(".ranks")
    keep("rank", "h1")
    page.get_by_role("button", name="Words", exact=True).click()
    text = "Dear Dr. Cho,\nLos Angeles is the only place for me. I have 6 months of US experience."
    page.get_by_label("Paste what you wrote").fill(text)
    page.get_by_role("button", name="Check it").click()
    page.wait_for_selector("#checked")
    keep("words", "#checked")
    for called, what in (
        ("What would help", "improve"),
        ("SOAP", "soap"),
        ("Long way", "long-way"),
    ):
        page.get_by_role("button", name=called, exact=True).click()
        page.wait_for_selector("main section")
        keep(what)
    page.goto(f"{address}/method")
    keep("method")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8127")
