"""A browser opens the report, without a network, and shows something."""

import datetime as dt
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from tests.browser.page_barriers import barriers
from tests.conftest import EXAMPLES

from thirdfriday.domain.season import season_from_facts
from thirdfriday.faces.report import report_html
from thirdfriday.faces.season_log_file import read_log_file
from thirdfriday.faces.season_report import season_html
from thirdfriday.plan.season_build import build_season

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
FEW_COLOURS = 20


@pytest.mark.skipif(BROWSER is None, reason="no chromium here to open the report with")
def test_the_report_opens_and_is_not_blank(plan_of, tmp_path):
    page, picture = tmp_path / "plan.html", tmp_path / "plan.png"
    page.write_text(report_html(plan_of("do_comlex_only")), encoding="utf-8")
    command = [
        BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--hide-scrollbars",
        f"--user-data-dir={tmp_path / 'profile'}", "--window-size=900,1400",
        "--host-resolver-rules=MAP * 127.0.0.1:9", f"--screenshot={picture}", page.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=90)
    assert done.returncode == 0, done.stderr[-500:]
    width, height, colours = picture_of(picture)
    assert (width, height) == (900, 1400)
    assert colours > FEW_COLOURS, "the page is blank"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_season_as_a_page_keeps_nobody_out(case_of, facts, chromium, tmp_path, width):
    case = case_of("img_internal_medicine")
    found = read_log_file(
        EXAMPLES / "img_internal_medicine_log.csv",
        season=season_from_facts(facts),
        specialties=case.wants.specialties,
    )
    made = build_season(case, found.events, on=dt.date(2026, 12, 3))
    file = tmp_path / "season.html"
    file.write_text(season_html(made), encoding="utf-8")
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(file.as_uri())
    assert barriers(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, "the page is wider than the window"
    page.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_report_keeps_nobody_out(plan_of, chromium, tmp_path, width):
    file = tmp_path / "plan.html"
    file.write_text(report_html(plan_of("do_comlex_only")), encoding="utf-8")
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.goto(file.as_uri())
    assert barriers(page) == []
    page.close()


def picture_of(path: Path) -> tuple[int, int, int]:
    """Width, height and number of different filtered rows of a PNG: a blank page has few."""
    data = path.read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    body, place = b"", 8
    while place < len(data):
        (size,) = struct.unpack(">I", data[place : place + 4])
        if data[place + 4 : place + 8] == b"IDAT":
            body += data[place + 8 : place + 8 + size]
        place += size + 12
    raw = zlib.decompress(body)
    row = len(raw) // height
    return width, height, len({raw[i * row : (i + 1) * row] for i in range(height)})
