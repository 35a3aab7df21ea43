"""A small table that travels in a form as CSV text: rows added, moved and taken away."""

import csv
import io
from collections.abc import Sequence

from thirdfriday.errors import CaseError
from thirdfriday.faces.web.posted import Posted
from thirdfriday.intake.own_tables import read_own_table

MOST_ROWS = 2000


def rows_of(text: str) -> list[list[str]]:
    """The rows of a CSV text, the heading first; blank lines left out."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((line for line in lines if line.strip()), "")
    reader = csv.reader(lines, delimiter=max(",;\t", key=first.count))
    try:
        rows = [[cell.strip() for cell in cells] for cells in reader]
    except csv.Error:
        return []
    return [cells for cells in rows if any(cells)][:MOST_ROWS]


def text_of(rows: Sequence[Sequence[str]]) -> str:
    r"""The rows as CSV text.

    >>> text_of([["program", "note"], ["a", "b, c"]])
    'program,note\na,"b, c"\n'
    """
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\n").writerows(rows)
    return sheet.getvalue()


def table_sent(form: Posted, name: str) -> str:
    """The table of a form: the file just opened, otherwise the text that travels along."""
    filename, document = form.files.get("file", ("", b""))
    return text_of_file(filename, document) if document.strip() else form.one(name)


def text_of_file(name: str, document: bytes) -> str:
    """The text of an uploaded table; a spreadsheet is turned into CSV."""
    if not document.startswith(b"PK"):
        return document.decode("utf-8-sig", errors="replace")
    try:
        table = read_own_table(document, filename=name or "table.xlsx", may_be_empty=True)
    except CaseError:
        return ""
    return text_of([table.columns, *table.rows])


def with_row(text: str, heading: Sequence[str], cells: dict[str, str]) -> str:
    """The text with one more row; cells go under the columns of that name, new ones are added."""
    rows = rows_of(text) or [list(heading)]
    columns = [name.lower() for name in rows[0]]
    for name in heading:
        if cells.get(name) and name not in columns:
            columns.append(name)
            rows[0].append(name)
    width = len(columns)
    rows.append([cells.get(name, "") for name in columns])
    return text_of([[*row, *[""] * (width - len(row))] for row in rows])


def reordered(text: str, order: Sequence[int], *, without: Sequence[str] = ()) -> str:
    """The text with its rows in another order, and without the columns that told the old one."""
    rows = rows_of(text)
    if not rows:
        return text
    kept = [i for i, name in enumerate(rows[0]) if name.lower() not in without]
    body = [rows[1 + index] for index in order if 0 <= index < len(rows) - 1]
    return text_of([[row[i] if i < len(row) else "" for i in kept] for row in (rows[0], *body)])


def moved(count: int, index: int, by: int) -> list[int]:
    """The order of `count` rows after one moved up (-1) or down (1).

    >>> moved(3, 2, -1)
    [0, 2, 1]
    """
    order = list(range(count))
    other = index + by
    if 0 <= index < count and 0 <= other < count:
        order[index], order[other] = order[other], order[index]
    return order
