import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from thirdfriday.domain.known_policy import POLICY_NAMES
from thirdfriday.faces.command_line import main
from thirdfriday.intake.fetch import Fetcher
from thirdfriday.intake.fetch_address import FetchRefusedError
from thirdfriday.intake.fetch_cache import Fetched
from thirdfriday.intake.page_policies import FIELDS

PAGE = (
    "<ul><li>We sponsor J-1 visas only.</li><li>Three letters of recommendation [bold].</li></ul>"
)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["read", *map(str, arguments)])


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    return file


def test_json_has_each_policy_with_its_quote(page: Path) -> None:
    found = json.loads(run(page, "--json").stdout)
    assert found["policies"]["j1"]["value"] is True
    assert "J-1" in found["policies"]["j1"]["quote"]
    assert 0 < found["policies"]["j1"]["confidence"] <= 1
    assert found["policies"]["lors"]["value"] == 3
    assert found["source"] == str(page)


def test_people_see_the_page_s_words_and_what_is_not_stated(page: Path) -> None:
    text = " ".join(run(page).stdout.split())
    for words in ("J-1 visa", "yes", "[bold]", "Not stated:", "failed attempts"):
        assert words in text


def test_every_policy_has_a_name_for_people() -> None:
    assert POLICY_NAMES.keys() == set(FIELDS)


def test_a_page_that_states_nothing(tmp_path: Path) -> None:
    file = tmp_path / "about.txt"
    file.write_text("Our hospital stands by a river.", encoding="utf-8")
    result = run(file)
    assert result.exit_code == 0
    assert "states none of the policies" in result.stdout


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.html", b" \n", "is empty"),
        ("program.bin", b"\x7fELF\x00\x00page", "is not text"),
        ("page.json", b'{"text": "We sponsor J-1 visas."}', "is JSON"),
    ],
)
def test_a_file_that_is_no_page_is_refused(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    result = run(file)
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("http://127.0.0.1/page", "127.0.0.1"),
        ("file:///etc/hosts", "is not read"),
        ("ftp://example.org/page", "is not read"),
        ("absent.html", "there is no such file"),
        (".", "cannot be read"),
    ],
)
def test_what_cannot_be_read_exits_2(name: str, words: str) -> None:
    result = run(name)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr


def test_an_address_is_fetched_dated_and_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fetch(self: Fetcher, url: str, *, refresh: bool = False) -> Fetched:
        assert self.cache.folder == tmp_path / "thirdfriday" / "pages"
        when = "2026-11-22T00:00:00+00:00"
        return Fetched(url, f"{url}/final", 200, "text/html", when, PAGE.encode())

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(Fetcher, "fetch", fetch)
    result = run("https://example.org/page", "--json")
    found = json.loads(result.stdout)
    assert found["policies"]["j1"]["value"] is True
    assert found["fetched_at"] == "2026-11-22T00:00:00+00:00"
    assert found["address"] == found["source"] == "https://example.org/page/final"
    assert "Fetched 2026-11-22" in run("https://example.org/page").stdout


def test_a_refusal_is_told_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(self: Fetcher, url: str, *, refresh: bool = False) -> Fetched:
        raise FetchRefusedError("the site's robots.txt asks not to fetch this page", url=url)

    monkeypatch.setattr(Fetcher, "fetch", fetch)
    result = run("https://example.org/page")
    assert result.exit_code == 2
    assert "robots.txt" in result.stderr
