"""Reads the list of unfilled programs that the user pasted or exported: program and positions."""

from pathlib import Path

from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_file_bounds import whole_bound
from thirdfriday.faces.case_file_vocabulary import fold, vocabulary_from_catalogue
from thirdfriday.faces.list_file import read_list_text
from thirdfriday.faces.rank_file import OVERALL, sheet_of
from thirdfriday.faces.user_text import read_user_text
from thirdfriday.plan.soap import UnfilledProgram

EXPECTED = "a CSV file with a program (id, NRMP code, or name with city and state) and positions"
POSITIONS = (
    "positions", "position", "unfilled", "unfilled_positions", "open_positions", "open", "spots",
    "openings", "available",
)  # fmt: skip


APPLY = ("apply", "applied", "applying", "mine", "chosen")
YES = ("yes", "y", "x", "true", "1")


def read_unfilled(path: Path, *, positions_needed: bool = True) -> tuple[UnfilledProgram, ...]:
    """The rows of the file, in its order, one for each program or track.

    A column positions (or unfilled, open, spots) counts them; a column score is the user's own
    mark, a column apply marks with yes what they mean to apply to. Programs are named as in
    every list of ours, of any specialty.

    Raises:
        CaseError: every row that names no program, or one twice, or has no number of positions.
    """
    text = read_user_text(path, most_bytes=whole_bound("list_bytes.most"), expected=EXPECTED)
    return read_unfilled_text(text, file=str(path), positions_needed=positions_needed)


def read_unfilled_text(
    text: str, *, file: str, positions_needed: bool = True
) -> tuple[UnfilledProgram, ...]:
    """The rows of the text of such a file, called `file` in what is said of it.

    Raises:
        CaseError: as `read_unfilled`.
    """
    listed = read_list_text(text, file=file, vocabulary=vocabulary_from_catalogue(), ranked=True)
    sheet = sheet_of(text)
    column = next((name for name in sheet.heading if name in POSITIONS), None)
    if column is None and positions_needed:
        raise CaseError([Problem("has no column of positions", file, EXPECTED)])
    score = next((name for name in sheet.heading if name in OVERALL), None)
    by_id = load_catalogue().by_id
    problems: list[Problem] = []
    found = []
    for item in listed:
        cells = sheet.rows.get(item.line, {})
        where = f"{file}:{item.line}"
        codes = {fold(track.nrmp_code): track.nrmp_code for track in by_id[item.program_id].tracks}
        named = [codes[fold(cell)] for cell in cells.values() if fold(cell) in codes]
        found.append(
            UnfilledProgram(
                program_id=item.program_id,
                positions=_count(cells.get(column, "") if column else "1", where, problems),
                code=named[0] if named else "",
                score=_score(cells.get(score, "") if score else "", where, problems),
                line=item.line,
                apply=any(fold(cells.get(name, "")) in YES for name in APPLY),
            )
        )
    if problems:
        raise CaseError(problems)
    return tuple(found)


def _count(cell: str, where: str, problems: list[Problem]) -> int:
    most = whole_bound("positions.most")
    if cell.isdecimal() and 0 < int(cell) <= most:
        return int(cell)
    said = f'"{cell}" is not a number of positions' if cell else "has no number of positions"
    problems.append(Problem(said, where, f"a whole number from 1 to {most}"))
    return 1


def _score(cell: str, where: str, problems: list[Problem]) -> float | None:
    if not cell:
        return None
    try:
        mark = float(cell)
    except ValueError:
        mark = float("nan")
    if not abs(mark) < float("inf"):
        problems.append(Problem(f'"{cell}" is not a score', where, "a number"))
        return None
    return mark
