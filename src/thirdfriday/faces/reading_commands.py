"""Commands on what programs publish: read pages, correct a policy, merge corrections."""

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

import click

from thirdfriday.domain.catalogue import Catalogue, load_catalogue
from thirdfriday.domain.known_policy import value_in_plain_words
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_file_vocabulary import nearest_programs, vocabulary_from_catalogue
from thirdfriday.faces.command_options import FILE, JSON, print_json, reported
from thirdfriday.faces.corrections_file import add_to_file, read_file, today
from thirdfriday.faces.read_command import PageRead, page_read, show_page
from thirdfriday.intake.corrections import (
    Correction,
    merge_corrections,
    value_in_words,
    write_corrections,
)
from thirdfriday.intake.precedence import PAGE

OWN_FILE = Path("corrections.jsonl")
_LONGEST_QUOTE = 500


@click.command()
@click.argument("pages", nargs=-1, required=True)
@click.option("--program", help="The program that the page is of: id, code or name.")
@click.option("--save", type=FILE, help="Keep what the page states in this corrections file.")
@click.option("--seen-on", help="Day the page was saved, as 2026-10-01; its file's date if absent.")
@JSON
@reported
def read(
    pages: tuple[str, ...],
    program: str | None,
    save: Path | None,
    seen_on: str | None,
    as_json: bool,
) -> None:
    """What programs' pages (files or addresses) state, each value with its sentence."""
    if save is not None and program is None:
        problem = Problem("--save needs --program", expected="the program that the page is of")
        raise CaseError([problem])
    found = _all_read(pages)
    if as_json:
        documents = [one.to_json() for one in found]
        print_json(documents[0] if len(documents) == 1 else {"pages": documents})
    else:
        for one in found:
            show_page(one)
    if save is not None and program is not None:
        catalogue = load_catalogue()
        key = program_named(program, catalogue)
        day = None if seen_on is None else day_of(seen_on, "--seen-on")
        lines = [line for one in found for line in sightings(one, key, day)]
        count = add_to_file(save, lines, catalogue)
        click.echo(f"Kept {len(lines)} policies of {key} in {save}, {count} lines.", err=True)


def _all_read(pages: Sequence[str]) -> list[PageRead]:
    """Every page read; all that cannot be are named together."""
    found: list[PageRead] = []
    problems: list[Problem] = []
    for page in pages:
        try:
            found.append(page_read(page))
        except CaseError as error:
            problems += error.problems
    if problems:
        raise CaseError(problems)
    return found


def sightings(page: PageRead, program_id: str, day: dt.date | None = None) -> list[Correction]:
    """The policies of a page as lines of a corrections file, dated by the page."""
    seen_on = day or page.seen_on or today()
    source = (page.address or page.reading.source or "page")[:_LONGEST_QUOTE]
    return [
        Correction(
            program_id, name, policy.value, source, min(seen_on, today()), kind=PAGE,
            manner=policy.kind, quote=" ".join(policy.quote.split())[:_LONGEST_QUOTE],
            confidence=round(policy.confidence, 3), page=policy.page or 0,
        )
        for name, policy in page.reading.policies.items()
    ]  # fmt: skip


@click.command()
@click.argument("program")
@click.argument("policies", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--source", default="", help="Where you saw it: an address, a phone call, an e-mail.")
@click.option("--quote", default="", help="The sentence that says so.")
@click.option("--date", "seen_on", default=None, help="Day you saw it, as 2026-10-01; else today.")
@click.option("--by", default="", help="Who saw it.")
@click.option("--file", "file", type=FILE, default=OWN_FILE, show_default=True)
@reported
def correct(  # noqa: PLR0917 - click passes each option by its own name
    program: str,
    policies: tuple[str, ...],
    source: str,
    quote: str,
    seen_on: str | None,
    by: str,
    file: Path,
) -> None:
    """Set a policy of PROGRAM yourself, ahead of every page and table: j1=yes yog_max_years=5."""
    problems: list[Problem] = []
    catalogue = load_catalogue()
    key, day = "", today()
    try:
        key = program_named(program, catalogue)
    except CaseError as error:
        problems += error.problems
    try:
        day = today() if seen_on is None else day_of(seen_on, "--date")
    except CaseError as error:
        problems += error.problems
    pairs = [_pair(words, problems) for words in policies]
    if problems:
        raise CaseError(problems)
    lines = [
        Correction(key, name, value, source or "seen by the user", day, by=by, quote=quote)
        for name, value in pairs
    ]
    count = add_to_file(file, lines, catalogue)
    click.echo(f"Kept in {file}, {count} line{'s' * (count != 1)}. Use it: thirdfriday plan CASE "
               f"--corrections {file}")  # fmt: skip


def _pair(words: str, problems: list[Problem]) -> tuple[str, bool | int | float | str]:
    name, equals, value = words.partition("=")
    if not equals:
        problems.append(Problem(f"{words!r} is not FIELD=VALUE", expected="such as j1=yes"))
        return "", ""
    return name.strip(), value_in_words(name.strip(), value.strip(), problems)


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--out", type=FILE, required=True, help="File to write them to.")
@JSON
@reported
def merge(files: tuple[Path, ...], out: Path, as_json: bool) -> None:
    """Put several corrections files into one; the newer sighting counts, disagreements are told."""
    from thirdfriday.faces.atomic_write import write_whole  # noqa: PLC0415

    catalogue = load_catalogue()
    problems: list[Problem] = []
    read_ones = []
    for path in files:
        try:
            read_ones.append(read_file(path, catalogue))
        except CaseError as error:
            problems += error.problems
    if problems:
        raise CaseError(problems)
    merged = merge_corrections(*read_ones)
    write_whole(out, write_corrections(merged.corrections))
    told = [
        f"{kept.program_id} {kept.field}: kept {value_in_plain_words(kept.value)} ({kept.source}, "
        f"{kept.seen_on}), not {value_in_plain_words(other.value)} ({other.source}, "
        f"{other.seen_on})"
        for kept, other in merged.disagreements
    ]
    if as_json:
        print_json({"lines": len(merged.corrections), "disagreements": told, "file": str(out)})
        return
    for words in told:
        click.echo(words)
    click.echo(f"Written: {out}, {len(merged.corrections)} lines.", err=True)


def day_of(words: str, where: str) -> dt.date:
    """A date as the user writes it. CaseError when it is none or lies ahead."""
    try:
        day = dt.date.fromisoformat(words)
    except ValueError as error:
        problem = Problem(f"{words!r} is not a date", where=where, expected="such as 2026-10-01")
        raise CaseError([problem]) from error
    if day > today():
        raise CaseError([Problem(f"{day} lies in the future", where=where, expected="a day past")])
    return day


def program_named(words: str, catalogue: Catalogue) -> str:
    """The id of the program that a user names by id, code or name.

    Raises:
        CaseError: no program, or more than one, has that name; gives the nearest.
    """
    vocabulary = vocabulary_from_catalogue()
    found = vocabulary.program_id(words)
    if found is not None:
        return found
    wanted = set(re.findall(r"[a-z0-9]+", words.lower()))
    fitting = [
        program
        for program in catalogue.programs
        if wanted
        and wanted <= set(re.findall(r"[a-z0-9]+", " ".join((
            program.name, program.institution, program.city, program.state, program.specialty,
        )).lower()))
    ]  # fmt: skip
    if len(fitting) == 1:
        return fitting[0].program_id
    if fitting:
        near = "; ".join(f"{p.program_id} ({p.name}, {p.city})" for p in fitting[:3])
        problem = Problem(f"{len(fitting)} programs are called {words!r}", "program", nearest=near)
        raise CaseError([problem])
    like = "; ".join(map(str, nearest_programs(words, vocabulary.programs.values())))
    problem = Problem(f"there is no program {words!r}", "program", "an id, code or name", like)
    raise CaseError([problem])
