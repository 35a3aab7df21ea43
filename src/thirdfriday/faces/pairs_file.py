"""Reads a couple's list of pairs from a CSV file, and writes one."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from thirdfriday.domain.rank_list import RankedProgram
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.atomic_write import write_whole
from thirdfriday.faces.case_file_bounds import whole_bound
from thirdfriday.faces.case_file_vocabulary import fold, vocabulary_from_catalogue
from thirdfriday.faces.rank_file import sheet_of
from thirdfriday.faces.user_text import read_user_text
from thirdfriday.plan.rank_order import CoupleAnswer

EXPECTED = "a CSV file with the columns first and second, each a ranked program or No Match"
FIRST = ("first", "first_program", "partner_1", "a", "me")
SECOND = ("second", "second_program", "partner_2", "b", "partner")
NO_MATCH = ("no match", "nomatch", "none", "unmatched", "")
Pair = tuple[str | None, str | None]


def read_pairs(
    path: Path,
    first: Sequence[RankedProgram],
    second: Sequence[RankedProgram],
    *,
    most: int,
    code: str,
) -> tuple[Pair, ...]:
    """The pairs of a file, in its order, by the keys of the partners' entries.

    Raises:
        CaseError: every pair that names a program its partner has not ranked, comes twice, or is
            No Match for both; a list longer than the rule allows.
    """
    text = read_user_text(path, most_bytes=whole_bound("list_bytes.most"), expected=EXPECTED)
    file = str(path)
    sheet = sheet_of(text, columns=frozenset((*FIRST, *SECOND)))
    heading, rows = sheet.heading, sheet.rows
    columns = [next((c for c in heading if c in names), None) for names in (FIRST, SECOND)]
    if None in columns or not rows:
        raise CaseError([Problem("is no list of pairs", file, EXPECTED)])
    problems: list[Problem] = []
    seen: dict[Pair, int] = {}
    for line, cells in rows.items():
        where = f"{file}:{line}"
        found = [
            _key(cells.get(column or "", ""), listed, code, where, problems)
            for column, listed in zip(columns, (first, second), strict=True)
        ]
        pair: Pair = (found[0], found[1])
        if pair == (None, None):
            problems.append(Problem("is No Match for both", where, "leave it out"))
        elif pair in seen and "" not in pair:
            problems.append(Problem(f"is listed already on line {seen[pair]}", where, "once"))
        seen.setdefault(pair, line)
    if len(rows) > most:
        problems.append(
            Problem(f"{len(rows)} pairs are listed", file, f"at most {most}, so the rule")
        )
    if problems:
        raise CaseError(problems)
    return tuple(seen)


def _key(
    word: str, listed: Sequence[RankedProgram], code: str, where: str, problems: list[Problem]
) -> str | None:
    """The entry that a cell names; None for No Match, "" where a problem was noted."""
    if fold(word) in NO_MATCH or word.strip() == code:
        return None
    for item in listed:
        if fold(word) == fold(item.key):
            return item.key
    program = vocabulary_from_catalogue().program_id(word)
    for item in listed:
        if item.program_id == program:
            return item.key
    problems.append(
        Problem(f'"{word}" is not on that partner\'s list', where, "a ranked program or No Match")
    )
    return ""


def write_pairs(path: Path, couple: CoupleAnswer) -> None:
    """The list of pairs as a CSV file that `read_pairs` reads."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["rank", "first", "second", "first_name", "second_name", "value", "chance"])
    for line in couple.pairs:
        writer.writerow([
            line.rank, line.first_id or couple.no_match_code,
            line.second_id or couple.no_match_code, line.first or "No Match",
            line.second or "No Match", f"{line.value:.4f}", f"{line.chance:.4f}",
        ])  # fmt: skip
    write_whole(path, stream.getvalue())
