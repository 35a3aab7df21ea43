"""Runs the matching procedure on the lists of a file or a folder, and shows the result."""

import json
from pathlib import Path
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.atomic_write import refuse_unwritable, write_whole

ROWS_SHOWN = 200
EXPECTED = (
    "a JSON file with applicants and programs, or a folder of their tables: see "
    "docs/how-to/match.md"
)


def match_market(market: Path, *, as_json: bool, out: Path | None = None) -> None:
    """Prints who matches where when the lists of `market` go through the matching procedure.

    Args:
        market: a JSON file, or a folder with programs.csv, applicant_ranks.csv, program_ranks.csv
            and where there are any supplemental_ranks.csv, couple_ranks.csv, reversions.csv.
        as_json: the document of the result instead of tables.
        out: folder for matches.csv, positions.csv and blocking.csv.

    Raises:
        CaseError: every problem of the lists.
    """
    refuse_unwritable(folders=(out,))
    console = Console(stderr=True)
    with console.status("Loading the matching procedure and matching ..."):
        from thirdfriday.models.match_document import run_match  # noqa: PLC0415

        found = run_match(market_document(market))
    if out is not None:
        _write_tables(out, found)
    if as_json:
        from thirdfriday.faces.command_options import print_json  # noqa: PLC0415

        print_json(found)
        return
    Console().print(match_words(found))
    if len(found["matches"]) > ROWS_SHOWN:
        console.print(
            f"The first {ROWS_SHOWN} applicants are shown; --json gives all.", style="dim"
        )


def _write_tables(folder: Path, found: dict[str, Any]) -> None:
    """The result as comma-separated tables."""
    from thirdfriday.models.match_tables import tables_of_result  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables_of_result(found).items():
        write_whole(folder / f"{name}.csv", text)


def market_document(market: Path) -> dict[str, Any]:
    """The market that a JSON file or a folder of tables holds.

    Raises:
        CaseError: the file cannot be read, is not JSON (with line and column), or tables lack
            columns or cells.
    """
    if market.is_dir():
        return _document_of_folder(market)
    document = parse_json(_text_of(market), where=str(market))
    if not isinstance(document, dict):
        problem = Problem(
            "is not a market", where=str(market), expected="an object with applicants and programs"
        )
        raise CaseError([problem])
    return document


def parse_json(text: str, *, where: str) -> Any:
    """The value of a JSON text.

    Raises:
        CaseError: it is not JSON; names line and column, and a key given twice in one object.

    >>> parse_json('{"seed": 1}', where="market.json")
    {'seed': 1}
    >>> parse_json('{"seed": 1,}', where="market.json")
    Traceback (most recent call last):
    thirdfriday.errors.CaseError: market.json:1:12: not JSON: ...
    """
    repeated: list[str] = []

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for key, value in pairs:
            if key in entries:
                repeated.append(key)
            entries[key] = value
        return entries

    try:
        value = json.loads(text, object_pairs_hook=collect)
    except json.JSONDecodeError as error:
        place = f"{where}:{error.lineno}:{error.colno}"
        problem = Problem(f"not JSON: {error.msg[0].lower()}{error.msg[1:]}", where=place)
        raise CaseError([problem]) from error
    except RecursionError as error:
        raise CaseError([Problem("nested too deeply", where=where)]) from error
    if repeated:
        raise CaseError([Problem(f"{key!r} is given twice", where=where) for key in repeated])
    return value


def _document_of_folder(folder: Path) -> dict[str, Any]:
    """The market of a folder of comma-separated tables."""
    from thirdfriday.models.match_tables import TABLES, document_from_tables  # noqa: PLC0415

    tables = {path.stem: _text_of(path) for path in sorted(folder.glob("*.csv"))}
    unknown = sorted(tables.keys() - TABLES.keys())
    if unknown:
        known = ", ".join(f"{name}.csv" for name in TABLES)
        raise CaseError(
            [Problem("not a table of a market", f"{folder / name}.csv", known) for name in unknown]
        )
    return document_from_tables(tables)


def _text_of(path: Path) -> str:
    """The text of a file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise CaseError([Problem("there is no such file", str(path), EXPECTED)]) from error
    except UnicodeDecodeError as error:
        raise CaseError([Problem("is not text in UTF-8", str(path), EXPECTED)]) from error
    except OSError as error:
        problem = Problem(f"cannot be read: {error.strerror or error}", str(path), EXPECTED)
        raise CaseError([problem]) from error


def match_words(found: dict[str, Any]) -> RenderableType:
    """The result for people: verdict, matches, what became of positions, notes."""
    matches = found["matches"]
    matched = sum(program is not None for program in matches.values())
    lines = [Text(f"{matched} of {len(matches)} applicants matched.", style="bold")]
    lines.append(_verdict(found))
    extra = found["supplemental_matches"]
    table = Table("Applicant", "Program", *(["First year"] if extra else []))
    for name, program in list(matches.items())[:ROWS_SHOWN]:
        cells = [str(name), "not matched" if program is None else str(program)]
        if extra:
            cells.append("" if extra.get(name) is None else str(extra[name]))
        table.add_row(*(Text(cell) for cell in cells))
    return Group(*lines, table, _positions(found), *(Text(note) for note in found["notes"]))


def _verdict(found: dict[str, Any]) -> Text:
    """Whether nobody could do better together, and who could when not."""
    if found["stable"]:
        return Text("Verified stable: no applicant and program would both rather have each other.")
    words = "; ".join(
        f"{block['kind']}: {', '.join(map(str, block['applicants']))} with "
        f"{', '.join('no match' if name is None else str(name) for name in block['programs'])}"
        for block in found["blocking"]
    )
    why = "with couples there may be no stable matching"
    if found["none_exists"]:
        why = "it is proved that these lists admit no stable matching"
    return Text(f"Not stable ({why}): {words}", "yellow")


def _positions(found: dict[str, Any]) -> Table:
    """Programs with positions and how many are filled, after reversions."""
    held = [*found["matches"].values(), *found["supplemental_matches"].values()]
    table = Table("Program", "Positions", "Filled")
    counts: dict[str, int] = {}
    for program in held:
        if program is not None:
            counts[str(program)] = counts.get(str(program), 0) + 1
    for program, positions in list(found["positions"].items())[:ROWS_SHOWN]:
        table.add_row(Text(str(program)), str(positions), str(counts.get(str(program), 0)))
    return table
