"""The matching of a market given as comma-separated tables, at national size."""

import csv
import io
import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from thirdfriday.errors import CaseError, Problem
from thirdfriday.models.match_document import run_match

TABLES: Mapping[str, tuple[str, ...]] = {
    "programs": ("program", "quota", "even"),
    "applicant_ranks": ("applicant", "rank", "program"),
    "program_ranks": ("program", "rank", "applicant"),
    "supplemental_ranks": ("applicant", "advanced", "rank", "preliminary"),
    "couple_ranks": ("first", "second", "rank", "first_program", "second_program"),
    "reversions": ("from", "to", "keep", "at_most"),
}
OPTIONAL_TABLES = ("supplemental_ranks", "couple_ranks", "reversions")
OPTIONAL_COLUMNS = ("even", "at_most")
TRUE, FALSE = ("1", "true", "yes"), ("", "0", "false", "no")
Columns = dict[str, list[str]]


def run_match_tables(tables: Mapping[str, str]) -> dict[str, str]:
    r"""The matching of the market these tables describe, as tables.

    Args:
        tables: the text of "programs", "applicant_ranks" and "program_ranks", and where there are
            any of "supplemental_ranks", "couple_ranks" and "reversions", with the columns of
            `TABLES`. Rows may come in any order; `rank` orders a list, the lowest first. An empty
            program in a couple's pair is "no match".

    Returns:
        "matches" (applicant, program, supplemental_program), "positions" (program, positions,
        filled) and "blocking" (kind, applicants, programs).

    Raises:
        CaseError: with every problem of the tables.

    >>> found = run_match_tables({
    ...     "programs": "program,quota\nmercy,1\n",
    ...     "applicant_ranks": "applicant,rank,program\nana,1,mercy\n",
    ...     "program_ranks": "program,rank,applicant\nmercy,1,ana\n"})
    >>> found["matches"].splitlines()
    ['applicant,program,supplemental_program', 'ana,mercy,']
    """
    return tables_of_result(run_match(document_from_tables(tables)))


def tables_of_result(found: Mapping[str, Any]) -> dict[str, str]:
    """The result of `run_match` as the text of tables "matches", "positions" and "blocking"."""
    matches, extra = found["matches"], found["supplemental_matches"]
    filled = dict.fromkeys(found["positions"], 0)
    for program in [*matches.values(), *extra.values()]:
        if program is not None:
            filled[program] += 1
    return {
        "matches": _text(
            ("applicant", "program", "supplemental_program"),
            ((name, held or "", extra.get(name) or "") for name, held in matches.items()),
        ),
        "positions": _text(
            ("program", "positions", "filled"),
            ((name, count, filled[name]) for name, count in found["positions"].items()),
        ),
        "blocking": _text(
            ("kind", "applicants", "programs"),
            (
                (
                    block["kind"],
                    " ".join(map(str, block["applicants"])),
                    " ".join(str(name) for name in ranks if name is not None),
                )
                for block in found["blocking"]
                for ranks in [block["programs"]]
            ),
        ),
    }


def document_from_tables(tables: Mapping[str, str]) -> dict[str, Any]:
    """The market of `run_match` that these tables describe.

    Raises:
        CaseError: a table or column is missing, or a row has too few or too many cells.
    """
    columns = _read_tables(tables)
    problems: list[Problem] = []
    programs = _programs(columns, problems)
    applicants: dict[str, dict[str, Any]] = {}
    for name, listed in _grouped(columns, "applicant_ranks", problems).items():
        _applicant(applicants, name)["ranks"] = listed
    for key, listed in _grouped(columns, "supplemental_ranks", problems).items():
        _applicant(applicants, key[0])["supplemental"][key[1]] = listed
    couples = []
    for members, listed in _grouped(columns, "couple_ranks", problems).items():
        pairs = [[program or None for program in pair] for pair in listed]
        couples.append({"members": list(members), "ranks": pairs})
        for name in members:
            _applicant(applicants, name)
    for name, listed in _grouped(columns, "program_ranks", problems).items():
        if name in programs:
            programs[name]["ranks"] = listed
        else:
            problems.append(Problem(f"there is no program {name!r}", "program_ranks.csv"))
    for name in dict.fromkeys(columns["program_ranks"]["applicant"]):
        _applicant(applicants, name)
    if problems:
        raise CaseError(problems)
    people, places = list(applicants.values()), list(programs.values())
    return {"applicants": people, "programs": places, "couples": couples}


def _programs(columns: Mapping[str, Columns], problems: list[Problem]) -> dict[str, dict[str, Any]]:
    """The programs with their quota, even flag and reversions."""
    programs: dict[str, dict[str, Any]] = {}
    for line, (name, quota, even) in enumerate(_rows(columns, "programs"), 2):
        where = f"programs.csv:{line}"
        if name in programs:
            problems.append(Problem(f"{name!r} is used twice", where, "each program once"))
        if even.lower() not in TRUE + FALSE:
            problems.append(Problem(f"{even!r} is not true or false", where))
        flag = even.lower() in TRUE
        programs[name] = {"id": name, "quota": _number(quota), "even": flag, "reverts": []}
    for line, (donor, receiver, keep, most) in enumerate(_rows(columns, "reversions"), 2):
        link = {"to": receiver, "keep": _number(keep or "0"), "at_most": _number(most)}
        if donor in programs:
            programs[donor]["reverts"].append(link)
        else:
            where = f"reversions.csv:{line}"
            problems.append(Problem(f"there is no program {donor!r}", where))
    return programs


def _rows(columns: Mapping[str, Columns], name: str) -> Iterable[tuple[str, ...]]:
    return zip(*columns[name].values(), strict=True)


def _applicant(applicants: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
    """The entry of an applicant, made when first named."""
    if name not in applicants:
        applicants[name] = {"id": name, "ranks": [], "supplemental": {}}
    return applicants[name]


def _number(text: str) -> Any:
    """The whole number a cell holds, None when empty; other text is left for the check to name."""
    try:
        return int(text) if text else None
    except ValueError:
        return text


def _read_tables(tables: Mapping[str, str]) -> dict[str, Columns]:
    """The columns of every table; missing tables and columns and uneven rows are problems."""
    problems: list[Problem] = []
    found: dict[str, Columns] = {}
    for name, columns in TABLES.items():
        if name not in tables and name not in OPTIONAL_TABLES:
            problems.append(Problem(f"there is no table {name!r}", name, ",".join(columns)))
        header, cells, lines = _cells(tables.get(name, "") or ",".join(columns))
        missing = [c for c in columns if c not in header and c not in OPTIONAL_COLUMNS]
        problems += [Problem(f"column {c!r} is missing", f"{name}.csv:1") for c in missing]
        uneven = [line for line, width in enumerate(lines, 2) if width != len(header)]
        problems += [Problem("the number of cells differs from the header", f"{name}.csv:{line}")
                     for line in uneven]  # fmt: skip
        if not missing and not uneven:
            found[name] = {
                c: cells[header.index(c) :: len(header)] if c in header else [""] * len(lines)
                for c in columns
            }
    if problems:
        raise CaseError(problems)
    return found


def _cells(text: str) -> tuple[list[str], list[str], list[int]]:
    """The header, all cells after it row by row, and the number of cells of each row."""
    if '"' in text:
        rows = [row for row in csv.reader(io.StringIO(text)) if row]
        return rows[0], [cell for row in rows[1:] for cell in row], [len(row) for row in rows[1:]]
    first, *lines = [line for line in text.splitlines() if line]
    cells = ",".join(lines).split(",") if lines else []
    return [cell.strip() for cell in first.split(",")], cells, [x.count(",") + 1 for x in lines]


def _grouped(
    columns: Mapping[str, Columns], table: str, problems: list[Problem]
) -> dict[Any, list[Any]]:
    """Lists by what stands before the rank, in order of rank, of what stands after it."""
    place = TABLES[table].index("rank")
    given = list(columns[table].values())
    keys: Iterable[Any] = given[0] if place == 1 else zip(*given[:place], strict=True)
    values: Iterable[Any] = given[-1]
    if len(given) > place + 2:
        values = zip(*given[place + 1 :], strict=True)
    try:
        ranks = [int(text) for text in given[place]]
    except ValueError:
        problems += [
            Problem(f"rank {text!r} is no number", f"{table}.csv:{line}")
            for line, text in enumerate(given[place], 2)
            if not isinstance(_number(text), int)
        ]
        return {}
    grouped: dict[Any, tuple[list[int], list[Any]]] = {}
    for key, rank, value in zip(keys, ranks, values, strict=True):
        if key not in grouped:
            grouped[key] = ([], [])
        grouped[key][0].append(rank)
        grouped[key][1].append(value)
    return {
        key: _in_order(f"{table}.csv: {key}", ranks, values, problems)
        for key, (ranks, values) in grouped.items()
    }


def _in_order(
    where: str, ranks: list[int], values: list[Any], problems: list[Problem]
) -> list[Any]:
    """The values in order of their ranks; a rank used twice is a problem."""
    if all(map(operator.lt, ranks, ranks[1:])):
        return values
    if len(set(ranks)) < len(ranks):
        problems.append(Problem("a rank is used twice", where))
    return [values[k] for k in sorted(range(len(ranks)), key=ranks.__getitem__)]


def _text(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A comma-separated table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
