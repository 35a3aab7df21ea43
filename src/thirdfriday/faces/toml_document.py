"""A TOML text read to its end: its data, every slip of syntax, and where each field stands."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from thirdfriday.errors import Problem
from thirdfriday.faces.case_file_bounds import whole_bound
from thirdfriday.faces.toml_places import FieldPath, Places, find_places

_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")
_STATEMENT = re.compile(r"""^\s*(?:[\w.\-"' ]+=|\[{1,2}\s*[\w.\-"' ]+\]{1,2}\s*(?:#.*)?$)""")
_HEADER = re.compile(r"^\s*\[")
_BROKEN_HEADER = re.compile(r"^\s*(\[{1,2})\s*([\w.\-]*\w)\s*(\]{0,2})\s*$")
_KEY_LINE = re.compile(r"^\s*([\w.\-]+)\s*([=:])\s*(.*?)\s*$")
_DOUBLE_QUOTED = re.compile(r'"[^"]*"')
_CURLY = "\u201c\u201d\u201e\u2018\u2019"


@dataclass(frozen=True, slots=True)
class TomlDocument:
    """What could be read of a text: `data`, where its fields stand, and what could not be read."""

    file: str
    data: dict[str, Any]
    places: Places
    problems: tuple[Problem, ...]

    def where(self, path: FieldPath, *, of_key: bool = False) -> str:
        """File, line, column and dotted path of a field, or of the nearest table that holds it."""
        line, column = self.places.nearest(path, of_key=of_key)
        place = f"{self.file}:{line}:{column}" if line else self.file
        return f"{place} {dotted(path)}".rstrip()


def dotted(path: FieldPath) -> str:
    """A field path as people write it.

    >>> dotted(("applicant", "ties", 0, "kind"))
    'applicant.ties[0].kind'
    """
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


@dataclass(slots=True)
class _Repair:
    """The lines of a text with the unreadable ones blanked, and the problems found so far."""

    file: str
    lines: list[str]
    problems: list[Problem] = field(default_factory=list)

    def report(
        self, line: int, column: int, message: str, expected: str, nearest: str = ""
    ) -> None:
        self.problems.append(
            Problem(message, f"{self.file}:{line}:{column}", expected=expected, nearest=nearest)
        )

    def blank(self, first: int, last: int) -> None:
        for index in range(first - 1, min(last, len(self.lines))):
            self.lines[index] = ""


def read_document(text: str, *, file: str) -> TomlDocument:
    r"""The data of a TOML text, going on after each slip of syntax; never raises for the text.

    The grammar and the values are the standard library's; a statement it refuses is reported,
    blanked and read past, so that one missing quote does not hide the next mistake.

    >>> document = read_document('a = x\nb = 2', file="c.toml")
    >>> document.data, document.problems[0].where
    ({'b': 2}, 'c.toml:1:5')
    """
    text = text.replace("\r\n", "\n")
    repair = _Repair(file, text.split("\n"))
    data: dict[str, Any] = {}
    for _ in range(whole_bound("problems.most")):
        before = list(repair.lines)
        current = "\n".join(before)
        try:
            data = tomllib.loads(current)
            break
        except tomllib.TOMLDecodeError as error:
            _mend(repair, str(error))
        except (RecursionError, ValueError) as error:
            reason = (
                "brackets within brackets without end"
                if isinstance(error, RecursionError)
                else "a number with thousands of digits"
            )
            repair.report(1, 1, f"holds {reason}", "a case file as `thirdfriday new` writes it")
            repair.blank(1, len(repair.lines))
        if repair.lines == before:
            break
    return TomlDocument(file, data, find_places("\n".join(repair.lines)), tuple(repair.problems))


def _mend(repair: _Repair, message: str) -> None:
    found = _AT.search(message)
    reason = message[: found.start()] if found else message
    if found is None or found.group(1) is None:
        _mend_open_end(repair, reason)
        return
    line, column = int(found.group(1)), int(found.group(2))
    text = repair.lines[line - 1]
    if reason.startswith("Cannot"):
        _mend_duplicate(repair, line, text)
    elif (first := _left_open(repair, line, column)) is not None:
        expected = "a closing ] or }"
        repair.report(first, 1, "is opened here and not closed before the next field", expected)
        repair.blank(first, line - 1)
    elif _HEADER.match(text) and not text[: column - 1].strip(" [").startswith(("=", ",")):
        _mend_header(repair, line, column, text)
    else:
        _mend_line(repair, line, column, text)


def _mend_open_end(repair: _Repair, reason: str) -> None:
    """The text ends inside something that was opened and never closed."""
    quote = next((mark for mark in ("'''", "'") if mark in reason), "")
    if quote == "'":
        line = _last(repair.lines, lambda text: _DOUBLE_QUOTED.sub("", text).count("'") % 2 == 1)
        repair.report(line, 1, "has a quote that is not closed", "a closing '")
        repair.blank(line, line)
        return
    marks = (quote,) if quote else ('"""',) if "tring" in reason else ("[", "{", "=")
    opened = _last(repair.lines, lambda text: any(mark in text for mark in marks))
    statements = [
        number
        for number, text in enumerate(repair.lines[:opened], 1)
        if _STATEMENT.match(text) or _HEADER.match(text)
    ]
    first = statements[-1] if statements else opened
    repair.report(first, 1, "is opened here and never closed", 'a closing ], }, " or """')
    repair.blank(first, len(repair.lines))


def _last(lines: list[str], fits: Callable[[str], bool]) -> int:
    """The number of the last line that fits; the last line that says anything if none fits."""
    filled = [number for number, text in enumerate(lines, 1) if text.strip()]
    fitting = [number for number in filled if fits(lines[number - 1])]
    return (fitting or filled or [1])[-1]


def _left_open(repair: _Repair, line: int, column: int) -> int | None:
    """The line of the statement that was still open when the sound one at `line` began, if any."""
    text = repair.lines[line - 1]
    if not _STATEMENT.match(text) or text[: column - 1].strip() not in ("", "[", "[["):
        return None
    for first in range(line - 1, 0, -1):
        if _STATEMENT.match(repair.lines[first - 1]):
            held = "".join(repair.lines[first - 1 : line - 1])
            opened = sum(map(held.count, "[{")) - sum(map(held.count, "]}"))
            return first if opened > 0 else None
    return None


def _mend_duplicate(repair: _Repair, line: int, text: str) -> None:
    first = line
    while first > 1 and not (_STATEMENT.match(text) or _HEADER.match(text)):
        first -= 1
        text = repair.lines[first - 1]
    header = _HEADER.match(text)
    name = text.strip() if header else text.split("=", maxsplit=1)[0].strip()
    what = "section" if header else "field"
    repair.report(first, 1, f"{name} is given twice", f"each {what} once: delete one of them")
    last = line
    if header:
        while last < len(repair.lines) and not _HEADER.match(repair.lines[last]):
            last += 1
    repair.blank(first, last)


def _mend_header(repair: _Repair, line: int, column: int, text: str) -> None:
    found = _BROKEN_HEADER.match(text)
    fixed = ""
    if found:
        opening, name, closing = found.groups()
        depth = max(len(opening), len(closing))
        fixed = f"{'[' * depth}{name}{']' * depth}"
    repair.report(
        line, column, f"{text.strip()} is not a section heading", "[section] or [[section]]", fixed
    )
    last = line
    if fixed and fixed != text.strip():
        repair.lines[line - 1] = fixed
        return
    while last < len(repair.lines) and not _HEADER.match(repair.lines[last]):
        last += 1
    repair.blank(line, last)


def _mend_line(repair: _Repair, line: int, column: int, text: str) -> None:
    expected, nearest = _hint(text)
    repair.report(line, column, f"cannot be read: {_shortened(text)}", expected, nearest)
    repair.blank(line, line)


def _hint(text: str) -> tuple[str, str]:
    """What was expected on a line that cannot be read, and how it should probably look."""
    straight = text
    for mark in _CURLY:
        straight = straight.replace(mark, '"')
    if straight != text:
        return 'straight quotes: "', straight.strip()
    plain = text.split("#", maxsplit=1)[0]
    found = _KEY_LINE.match(plain)
    if found is None:
        word = plain.strip(" ,")
        listed = re.fullmatch(r"[A-Za-z]\w*", word) is not None
        return ("text in double quotes", f'"{word}"') if listed else ("key = value", "")
    key, sign, value = found.groups()
    if sign == ":" or not value:
        return "an equals sign and a value: key = value", f"{key} = {value}" if value else ""
    for pattern, expected, rewrite in _VALUE_SLIPS:
        if re.fullmatch(pattern, value):
            return expected, f"{key} = {rewrite(value)}"
    if value.count('"') % 2:
        return 'a closing quote: "', ""
    return 'a number, true, false, "text" or a list in [ ]', ""


_VALUE_SLIPS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    (r"(?i:true|false)", "true or false in small letters", str.lower),
    (r"[A-Za-z][\w \-]*", "text in double quotes", lambda value: f'"{value}"'),
    (r"0\d+", "a number without leading zeros", lambda value: str(int(value))),
    (r"\d{1,3}(,\d{3})+", "a number without commas", lambda value: value.replace(",", "")),
)


def _shortened(text: str) -> str:
    longest = 60
    text = text.strip()
    return text if len(text) <= longest else f"{text[:longest]}..."
