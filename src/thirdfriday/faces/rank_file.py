"""Reads a rank order list from a CSV file, with its owner's scores, tags and notes."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from thirdfriday.domain.case import Case
from thirdfriday.domain.catalogue import load_catalogue
from thirdfriday.domain.named_place import NamedPlace
from thirdfriday.domain.rank_list import ListChange, RankedProgram
from thirdfriday.errors import CaseError, Problem
from thirdfriday.faces.case_file_bounds import whole_bound
from thirdfriday.faces.case_file_vocabulary import fold, vocabulary_from_catalogue
from thirdfriday.faces.list_file import EXPECTED, read_list_text
from thirdfriday.faces.user_text import read_user_text

RANK = ("rank", "order", "position", "no", "nr", "number")
NOTES = ("note", "notes", "comment", "comments", "remark", "remarks")
TAGS = ("tag", "tags")
SUPPLEMENTAL = ("supplemental_to", "supplemental", "attached_to", "hangs_on")
OVERALL = ("score", "rating", "value", "my_score", "overall")
IDENTIFYING = frozenset(
    (
        *("program_id", "id", "program", "acgme_id", "acgme", "acgme_code", "nrmp_code", "nrmp"),
        *("code", "name", "program_name", "institution", "hospital", "city", "state"),
        *("specialty", "signal", "date", "interview_date", "interviewed"),
    )
)
WORDS = {
    "malignant": ("malignant", "toxic", "abusive"),
    "unhappy": ("unhappy", "burned out", "burnt out", "miserable"),
    "loved": ("loved", "love it", "great day", "favourite", "favorite"),
    "not_willing": ("not willing", "would not go", "will not go", "wont go", "do not rank"),
}
NEAR = re.compile(
    r"\b(?:partner|spouse|wife|husband|fiance|fiancee|family|parents?|children|job)\b.*?"
    r"\b(?:in|near|at|to)\s+(?P<city>[A-Z][\w.' -]*?),\s*(?P<state>[A-Z]{2})\b"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of every row by column name, and the line it stands on."""

    heading: tuple[str, ...]
    rows: dict[int, dict[str, str]]


def read_rank_list(path: Path, case: Case) -> tuple[RankedProgram, ...]:
    """The rank order list of a CSV file, first rank first.

    Programs are named as in the user's own list (`list_file`), by NRMP code where a program has
    several tracks. A column rank or order sorts the list; else the rows stand in order. Columns of
    numbers are the owner's marks by criterion; tags and notes are kept, and words such as
    "malignant" in them become tags.

    Raises:
        CaseError: every row that names no program, or one twice; ranks that are no whole numbers
            or occur twice; a supplemental entry that hangs on nothing.
    """
    text = read_user_text(path, most_bytes=whole_bound("list_bytes.most"), expected=EXPECTED)
    return rank_list_from_text(text, file=str(path), specialties=case.wants.specialties)


def rank_list_from_text(
    text: str, *, file: str, specialties: Sequence[str] = ()
) -> tuple[RankedProgram, ...]:
    """The same from a text; `file` is how problems name it."""
    words = vocabulary_from_catalogue()
    listed = read_list_text(text, file=file, vocabulary=words, specialties=specialties, ranked=True)
    sheet = sheet_of(text)
    problems: list[Problem] = []
    scored = _score_columns(sheet)
    by_id = load_catalogue().by_id
    entries: list[tuple[float, RankedProgram]] = []
    for index, item in enumerate(listed):
        cells = sheet.rows.get(item.line, {})
        where = f"{file}:{item.line}"
        note = "; ".join(cells[name] for name in sheet.heading if name in NOTES and cells.get(name))
        codes = {fold(track.nrmp_code): track.nrmp_code for track in by_id[item.program_id].tracks}
        named = [codes[fold(cell)] for cell in cells.values() if fold(cell) in codes]
        above = next((cells[name] for name in SUPPLEMENTAL if cells.get(name)), "")
        entries.append(
            (
                _rank(cells, index, where, problems),
                RankedProgram(
                    program_id=item.program_id,
                    line=item.line,
                    code=named[0] if named else "",
                    signal=item.signal,
                    scores={
                        name: float(cells[column])
                        for column, name in scored.items()
                        if cells.get(column)
                    },
                    tags=_tags(cells, note),
                    note=note,
                    supplemental_to=words.program_id(above) or "" if above else "",
                ),
            )
        )
        if above and not words.program_id(above):
            problems.append(Problem(f'"{above}" names no program', where, "an advanced program"))
    problems += _astray(entries, file)
    if problems:
        raise CaseError(problems)
    return tuple(entry for _, entry in sorted(entries, key=lambda pair: pair[0]))


def sheet_of(text: str, *, columns: frozenset[str] = IDENTIFYING) -> Sheet:
    """The rows as cells by folded column name; a bare list of identifiers has no columns."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((line for line in lines if line.strip()), "")
    reader = csv.reader(lines, delimiter=max(",;\t", key=first.count))
    heading: tuple[str, ...] = ()
    rows: dict[int, dict[str, str]] = {}
    for cells in reader:
        trimmed = [cell.strip() for cell in cells]
        if not any(trimmed):
            continue
        if not heading:
            heading = tuple("_".join(fold(cell).split()) for cell in trimmed)
            if not columns.intersection(heading):
                heading = ("id",)
                rows[reader.line_num] = {"id": trimmed[0]}
            continue
        rows[reader.line_num] = dict(zip(heading, trimmed, strict=False))
    return Sheet(heading, rows)


def _score_columns(sheet: Sheet) -> dict[str, str]:
    """Columns that hold numbers alone, by what they are called; an overall mark is "score"."""
    known = IDENTIFYING.union(RANK, NOTES, TAGS, SUPPLEMENTAL)
    found = {}
    for column in sheet.heading:
        cells = [row[column] for row in sheet.rows.values() if row.get(column)]
        if column and column not in known and cells and all(map(_is_number, cells)):
            name = "score" if column in OVERALL else column.removeprefix("score_")
            found[column] = name.replace("_", " ")
    return found


def _is_number(cell: str) -> bool:
    try:
        return abs(float(cell)) < float("inf")
    except ValueError:
        return False


def _rank(cells: dict[str, str], index: int, where: str, problems: list[Problem]) -> float:
    column = next((name for name in RANK if name in cells), None)
    if column is None:
        return float(index)
    cell = cells[column]
    if not (cell.isdecimal() and int(cell) > 0):
        said = f'"{cell}" is not a rank' if cell else "has no rank"
        problems.append(Problem(said, where, "a whole number from 1"))
        return float(index)
    return float(cell)


def _astray(entries: Sequence[tuple[float, RankedProgram]], file: str) -> list[Problem]:
    """Ranks given twice in one list, and supplemental entries that hang on nothing."""
    problems = []
    seen: dict[tuple[str, float], int] = {}
    primary = {entry.program_id for _, entry in entries if not entry.supplemental_to}
    for rank, entry in entries:
        where = f"{file}:{entry.line}"
        key = (entry.supplemental_to, rank)
        if key in seen:
            said = f"rank {rank:.0f} is given already on line {seen[key]}"
            problems.append(Problem(said, where, "each rank once"))
        seen.setdefault(key, entry.line)
        if entry.supplemental_to and entry.supplemental_to not in primary:
            expected = "a program of the primary list"
            problems.append(Problem("hangs on a program that is not ranked", where, expected))
    if not primary:
        problems.append(Problem("ranks no program", file, EXPECTED))
    return problems


def _tags(cells: dict[str, str], note: str) -> tuple[str, ...]:
    said = fold(" ".join([note, *(cells.get(name, "") for name in TAGS)]))
    return tuple(tag for tag, words in WORDS.items() if any(fold(word) in said for word in words))


def read_changes(texts: Sequence[str], listed: Sequence[RankedProgram]) -> tuple[ListChange, ...]:
    """What was learnt since, from sentences: "3: malignant", "partner got a job in Fresno, CA".

    A sentence about one program begins with its rank, id or NRMP code and a colon. Notes in the
    list that name a place ("partner in Fresno, CA") count too.

    Raises:
        CaseError: every sentence that is not understood.
    """
    problems: list[Problem] = []
    found = [_near(item.note, None) for item in listed]
    changes = [change for change in dict.fromkeys(found) if change is not None]
    for text in texts:
        head, colon, rest = text.partition(":")
        if colon:
            entry = _entry(head.strip(), listed)
            tags = _tags({}, rest)
            if entry is None:
                problems.append(Problem(f'"{head}" is not on the list', "--change", "a rank or id"))
            elif tags:
                changes += [ListChange(text, tag, entry.program_id) for tag in tags]
            else:
                problems.append(_unknown(text))
            continue
        near = _near(text, problems)
        if near is not None:
            changes.append(near)
        elif not problems or problems[-1].where != "--change":
            problems.append(_unknown(text))
    if problems:
        raise CaseError(problems)
    return tuple(changes)


def _unknown(text: str) -> Problem:
    expected = (
        'such as "3: malignant", "1400521001: loved", "partner got a job in Fresno, CA"; words: '
        + ", ".join(word for words in WORDS.values() for word in words)
    )
    return Problem(f'"{text}" is not understood', "--change", expected)


def _entry(word: str, listed: Sequence[RankedProgram]) -> RankedProgram | None:
    primary = [item for item in listed if not item.supplemental_to]
    if word.isdecimal() and 0 < int(word) <= len(primary):
        return primary[int(word) - 1]
    program = vocabulary_from_catalogue().program_id(word)
    return next((item for item in primary if item.program_id == program), None)


def _near(text: str, problems: list[Problem] | None) -> ListChange | None:
    """A place that matters now; None where the sentence names none that we know."""
    found = NEAR.search(text)
    if found is None:
        return None
    city = vocabulary_from_catalogue().known_city(found["city"], found["state"])
    if city is None:
        if problems is not None:
            place = f"{found['city']}, {found['state']}"
            problems.append(
                Problem(f"{place} is not a place we know", "--change", "a city and state")
            )
        return None
    return ListChange(found[0], "near", place=NamedPlace(found["state"], city))
