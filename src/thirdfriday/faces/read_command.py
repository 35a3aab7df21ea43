"""Shows what a program's page states of each policy, with the sentence it rests on."""

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from thirdfriday.domain.known_policy import POLICY_NAMES, value_in_plain_words
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.piped_console import table_console
from thirdfriday.faces.wording import percent
from thirdfriday.intake.page_documents import read_document
from thirdfriday.intake.page_policies import FIELDS, Policy, Reading

WEB = ("http", "https")
PAGE = "a program's page as HTML, text or PDF"
PAGE_OR_ADDRESS = f"{PAGE}, or its address with http(s)://"
WIDTH_WITHOUT_TERMINAL = 140
LOOKED_AT = 4096  # bytes in which a file that is no text shows itself


@dataclass(frozen=True, slots=True)
class PageRead:
    """A reading, and when and where its page was fetched if it came from the web."""

    reading: Reading
    fetched_at: str = ""
    address: str = ""
    saved_on: dt.date | None = None

    @property
    def seen_on(self) -> dt.date | None:
        """The day the page was fetched, or its file was saved."""
        if self.fetched_at:
            return dt.datetime.fromisoformat(self.fetched_at).date()
        return self.saved_on

    def to_json(self) -> dict[str, Any]:
        """The document `thirdfriday read --json` prints. [object]"""
        document = self.reading.to_json()
        if self.fetched_at:
            document |= {"fetched_at": self.fetched_at, "address": self.address}
        return document


def show_page(found: PageRead) -> None:
    """Prints the policies that a page states, each with its quote and confidence."""
    console = table_console(WIDTH_WITHOUT_TERMINAL)
    console.print(reading_words(found.reading))
    if found.fetched_at:
        console.print(Text(f"Fetched {found.fetched_at} from {found.address}.", style="dim"))


def page_read(page: str) -> PageRead:
    """What the file or address called `page` states. [reading]

    Raises:
        CaseError: there is no such file, it cannot be read, or the address is refused.
    """
    scheme = urlsplit(page).scheme.lower() if "://" in page else ""
    if scheme in WEB:
        return _fetched(page)
    if scheme:
        problem = Problem(f"{scheme}:// is not read", where=page, expected="a file, or http(s)://")
        raise CaseError([problem])
    document = _bytes_of(Path(page))
    _refuse_no_page(document, page)
    saved = dt.datetime.fromtimestamp(Path(page).stat().st_mtime, dt.UTC).date()
    reading = read_document(document, filename=Path(page).name, source=page)
    return PageRead(reading, saved_on=saved)


def _refuse_no_page(document: bytes, page: str) -> None:
    """Nothing to read is a mistake, not a page that states nothing."""
    start = document[:LOOKED_AT]
    what = ""
    if not document.strip():
        what = "is empty"
    elif b"\0" in start and not start.startswith(b"%PDF"):
        what = "is not text, HTML or PDF"
    elif page.lower().endswith(".json"):
        what = "is JSON, not a page"
    if what:
        raise CaseError([Problem(what, page, PAGE)])


def _fetched(address: str) -> PageRead:
    """A page of the web, asked for politely and kept for a while in the user's cache."""
    from thirdfriday.intake.fetch import Fetcher  # noqa: PLC0415
    from thirdfriday.intake.fetch_cache import PageCache  # noqa: PLC0415

    with Console(stderr=True).status("Asking the site for the page ..."):
        page = Fetcher(PageCache(cache_folder())).fetch(address)
    name = Path(urlsplit(page.final_url).path).name
    reading = read_document(
        page.body, content_type=page.content_type, filename=name, source=page.final_url
    )
    return PageRead(reading, page.fetched_at, page.final_url)


def cache_folder() -> Path:
    """Where fetched pages are kept: the user's own cache folder."""
    own = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(own) if own else Path.home() / ".cache") / "thirdfriday" / "pages"


def _bytes_of(path: Path) -> bytes:
    """The bytes of a file."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        problem = Problem("there is no such file", str(path), PAGE_OR_ADDRESS)
        raise CaseError([problem]) from error
    except OSError as error:
        problem = Problem(f"cannot be read: {error.strerror or error}", str(path), PAGE_OR_ADDRESS)
        raise CaseError([problem]) from error


def reading_words(reading: Reading) -> RenderableType:
    """The policies as a table for people, then what the page does not state, then notes."""
    stated = [name for name in FIELDS if name in reading.policies]
    silent = [POLICY_NAMES[name] for name in FIELDS if name not in reading.policies]
    parts: list[RenderableType] = []
    if stated:
        parts.append(_table(reading, stated))
    else:
        parts.append(Text("The page states none of the policies that are looked for.", "bold"))
    if silent and stated:
        parts.append(Text(f"Not stated: {', '.join(silent)}.", style="dim"))
    parts += [Text(f"Note: {note}") for note in reading.notes]
    return Group(*parts)


def _table(reading: Reading, stated: list[str]) -> Table:
    """One policy a row: value, how sure, and the quote."""
    title = Text(f"What {reading.source or 'the page'} states")
    table = Table(title=title, title_justify="left", title_style="bold", show_lines=True)
    table.add_column("Policy", overflow="fold")
    table.add_column("Value", overflow="fold")
    table.add_column("Sure", justify="right", no_wrap=True)
    table.add_column("The page's own words", overflow="fold")
    for name in stated:
        policy = reading.policies[name]
        quote = f"“{' '.join(policy.quote.split())}”"
        if policy.page:
            quote += f" (page {policy.page})"
        cells = (POLICY_NAMES[name], value_words(policy), percent(policy.confidence), quote)
        table.add_row(*(Text(cell) for cell in cells))
    return table


def value_words(policy: Policy) -> str:
    """The value in words, with its kind unless it is plainly stated.

    >>> value_words(Policy(False, "No H-1B.", 0, 8, 0.9))
    'no'
    >>> value_words(Policy(210, "210 preferred", 0, 13, 0.9, "soft"))
    '210 (soft)'
    """
    words = value_in_plain_words(policy.value)
    return words if policy.kind == "stated" else f"{words} ({policy.kind})"
