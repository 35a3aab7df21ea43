"""Fetches the pages of a list of programs, politely and only when asked; says what changed."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.atomic_write import write_whole
from thirdfriday.faces.command_options import FILE, JSON, print_json, reported
from thirdfriday.faces.corrections_file import add_to_file
from thirdfriday.faces.read_command import WEB, PageRead
from thirdfriday.faces.reading_commands import program_named, sightings
from thirdfriday.faces.user_text import read_user_text
from thirdfriday.intake.corrections import Correction
from thirdfriday.intake.fetch import Fetcher
from thirdfriday.intake.fetch_address import FetchRefusedError
from thirdfriday.intake.fetch_cache import Fetched, PageCache
from thirdfriday.intake.page_documents import read_document
from thirdfriday.intake.page_policies import Reading
from thirdfriday.intake.policy_changes import changes

EXPECTED = "a CSV with columns program and link: an id, code or name, and an address"
LARGEST_LIST = 5_000_000
NAMES_OF_PROGRAM = ("program", "program_id", "id", "nrmp_code", "acgme_id")
NAMES_OF_LINK = ("link", "url", "address", "page", "website")
SUMMARY, KEPT = "pages.csv", "corrections.jsonl"


@click.command()
@click.argument("list_file", metavar="LIST.csv", type=FILE)
@click.option("--out", type=FILE, required=True, help="Folder for the pages, kept between runs.")
@click.option("--refresh", is_flag=True, help="Ask again for pages that are still fresh.")
@JSON
@reported
def fetch(list_file: Path, out: Path, refresh: bool, as_json: bool) -> None:
    """Fetch and read the pages of a list of programs; a broken-off run goes on where it stopped."""
    wanted = links_of(list_file)
    out.mkdir(parents=True, exist_ok=True)
    cache = PageCache(out / "pages")
    fetcher = Fetcher(cache)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
               TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Asking", total=len(wanted))

        def step(done: int, of: int, url: str, outcome: object) -> None:
            bar.update(task, completed=done, total=of, description=urlsplit(url).netloc)

        outcomes = fetcher.fetch_all(wanted.values(), progress=step, refresh=refresh)
    rows, lines = [], []
    for program_id, url in wanted.items():
        row, own = _row(program_id, url, outcomes[url], cache)
        rows.append(row)
        lines += own
    if lines:
        add_to_file(out / KEPT, lines, load_catalogue())
    write_whole(out / SUMMARY, _csv(rows))
    if as_json:
        print_json({"pages": rows})
        return
    for row in rows:
        if row["changes"] or row["refused"]:
            click.echo(f"{row['program_id']} {row['link']}: {row['changes'] or row['refused']}")
    read = sum(not row["refused"] for row in rows)
    click.echo(f"{read} of {len(rows)} pages read; {out / SUMMARY} and {out / KEPT} written.",
               err=True)  # fmt: skip


def links_of(path: Path) -> dict[str, str]:
    """Program id to address, as a CSV lists them. CaseError with every wrong row."""
    text = read_user_text(path, most_bytes=LARGEST_LIST, expected=EXPECTED)
    reader = csv.DictReader(io.StringIO(text))
    heads = {(name or "").strip().lower(): name for name in reader.fieldnames or ()}
    program = next((heads[name] for name in NAMES_OF_PROGRAM if name in heads), None)
    link = next((heads[name] for name in NAMES_OF_LINK if name in heads), None)
    if program is None or link is None:
        raise CaseError([Problem("has no columns for program and link", str(path), EXPECTED)])
    catalogue = load_catalogue()
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for row in reader:
        where = f"{path}:{reader.line_num}"
        url = (row.get(link) or "").strip()
        if not url:
            continue
        if urlsplit(url).scheme.lower() not in WEB:
            problems.append(Problem(f"{url!r} is no address", where, "http:// or https://"))
            continue
        try:
            found[program_named((row.get(program) or "").strip(), catalogue)] = url
        except CaseError as error:
            problems += [Problem(p.message, where, p.expected, p.nearest) for p in error.problems]
    if not found and not problems:
        problems.append(Problem("lists no address", str(path), EXPECTED))
    if problems:
        raise CaseError(problems)
    return found


def _row(
    program_id: str, url: str, outcome: Fetched | FetchRefusedError, cache: PageCache
) -> tuple[dict[str, Any], list[Correction]]:
    """What came of one page, and its policies as lines of a corrections file."""
    row: dict[str, Any] = {"program_id": program_id, "link": url, "fetched_at": "", "policies": 0}
    if isinstance(outcome, FetchRefusedError):
        return row | {"changes": "", "refused": str(outcome)}, []
    reading = _reading(outcome)
    before = cache.load_previous(url)
    told = "; ".join(_told(reading, before)) if before is not None and outcome.changed else ""
    page = PageRead(reading, outcome.fetched_at, outcome.final_url)
    row |= {"fetched_at": outcome.fetched_at, "policies": len(reading.policies)}
    return row | {"changes": told, "refused": ""}, sightings(page, program_id)


def _told(reading: Reading, before: Fetched) -> Iterator[str]:
    for change in changes(_reading(before), reading):
        yield change.sentence()


def _reading(page: Fetched) -> Reading:
    name = Path(urlsplit(page.final_url).path).name
    return read_document(
        page.body, content_type=page.content_type, filename=name, source=page.final_url
    )


def _csv(rows: list[dict[str, Any]]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(
        out, ["program_id", "link", "fetched_at", "policies", "changes", "refused"],
        lineterminator="\n",
    )  # fmt: skip
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
