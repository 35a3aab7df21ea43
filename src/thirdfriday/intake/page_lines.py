"""A page's text cut into lines as meant and sentences within them, places unchanged."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_SINGLE_QUOTES = "\u2018\u2019\u201b\u2032\u00b4`"
_DOUBLE_QUOTES = "\u201c\u201d\u201e"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
_SPACES = "\u00a0\u2002\u2003\u2009\u202f\u3000\t\ufeff\u200b\u00ae\u2122"
_LINES = "\r\x0b\x0c\x85\u2028\u2029"
_REPLACED = (
    dict.fromkeys(_SINGLE_QUOTES, "'")
    | dict.fromkeys(_DOUBLE_QUOTES, '"')
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_LINES, "\n")
)
_TABLE = str.maketrans(_REPLACED)
_ANSWER_MARK = re.compile(r"\s*(?:q|a|question|answer)\s?[:.](?=\s)\s*")
_LETTERED = re.compile(r"^[ \t]*a\. [^\n]*\n+[ \t]*b\. ", re.MULTILINE)
_BULLET = re.compile(
    r"\s*(?:[•·▪◦●○■□*►➢✓✔»›❯>⦁‣∙⁃▸▶❖☑☒☐✅➤→♦◆★]+|[-o](?=\s)|-(?=[a-z])|\(?\d{1,2}[.)-](?=\s)"
    r"|\[[ x]?\](?=\s)|\(?[a-hA-H][.)](?=\s))\s*"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:u\.s|u\.k|u\.s\.a|dr|mr|mrs|ms|st|e\.g|i\.e|etc|no(?=\.\s*\d)|vs|approx|min|max|jan"
    r"|feb|mar|apr|"
    r"jun|jul|aug|sep|sept|oct|nov|dec|dept|univ|inc|cert|exp|req|incl|assoc|ph\.d|m\.d|d\.o"
    r"|m\.p\.h|a\.m|p\.m|yrs|mos)"
    r"|(?<!')\b[a-z])\.$"
)
_BREAK = re.compile(r"[.?!]+[\"')\]]*(?=\s|$)|;(?=\s)")
_BARE = re.compile(r"\s*(?:yes|no|correct|absolutely|certainly|unfortunately,? no)\s*[.!,]*\s*$")
_DECORATION = re.compile(
    r"\W*(?:\[?link\]?|(?:expand|collapse|toggle|show|hide|open|close)(?: (?:all|answer|collapse))?"
    r"|(?:back to |return to )?top|(?:read|show|see) (?:more|answer|less))\W*"
)
_WRAP_LENGTHS = (60, 110)
_BROKEN_LINE = 45  # characters from which a line may be the first part of a sentence
_WRAP_SLACK = 6  # characters by which a wrapped line may fall short of the widest
_NAME_IN_LINE = re.compile(
    r"\b(?:(?:usmle )?step (?:1|2|i|ii)(?: ck)?|comlex|attempts|failures|yog|year of graduation"
    r"|graduation|usce"
    r"|us clinical experience|lors?|letters(?: of recommendation)?|visas?|visa sponsorship"
    r"|ecfmg(?: certification)?"
    r"|imgs|positions|deadline|application deadline) ?:"
)
_CELLS_IN_LINE = 3
LONGEST_UNIT = 1200


def mentions(text: str, words: tuple[str, ...]) -> bool:
    """Whether any of some words stands in a text: a cheap question before a pattern. [yes or no]

    >>> mentions("we sponsor j-1 visas", ("visa", "exchange")), mentions("parking", ("visa",))
    (True, False)
    """
    return any(map(text.__contains__, words))


def normalise(text: str) -> str:
    """The text in lower case with plain quotes, dashes and spaces, offsets unchanged. [text]

    >>> normalise("J‑1 “Visas”")
    'j-1 "visas"'
    """
    plain = text.translate(_TABLE)
    lower = plain.lower()
    if len(lower) == len(plain):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in plain)


@dataclass(slots=True)
class Line:
    """A line as meant, wrapped ones put together: where it begins and ends, and how it stands."""

    start: int
    end: int
    indent: int
    bullet: bool
    blank_before: bool
    number: int = 0
    small: bool = False


def _raw_lines(text: str) -> Iterator[Line]:
    blank, position = True, 0
    lettered = "b. " in text and bool(_LETTERED.search(text))
    for raw in text.split("\n"):
        stripped = raw.strip()
        if not stripped:
            blank = True
        else:
            answers = None if lettered and stripped.startswith("a.") else _ANSWER_MARK.match(raw)
            marker = _BULLET.match(raw) or answers
            lead = (
                marker.end() if marker and marker.end() < len(raw) else len(raw) - len(raw.lstrip())
            )
            bullet = bool(marker) and lead == (marker.end() if marker else -1) and not answers
            indent = len(raw) - len(raw.lstrip())
            yield Line(position + lead, position + len(raw.rstrip()), indent, bullet, blank)
            blank = False
        position += len(raw) + 1


def joined_lines(text: str, spelt: str) -> list[Line]:
    """The lines of a page in lower case, those put together that were only wrapped. [list]

    `spelt` is the page as written, of the same length.
    """
    lines = [line for line in _raw_lines(text) if line.end > line.start]
    lengths = [line.end - line.start for line in lines]
    long = sum(1 for n in lengths if _WRAP_LENGTHS[0] <= n)
    width = max(lengths, default=0)
    full = sum(1 for n in lengths if n >= width - 2 * _WRAP_SLACK)
    wrapped = 0 < width <= _WRAP_LENGTHS[1] and long * 3 >= len(lengths) and full > 1
    joined: list[Line] = []
    told = any(char.isupper() for char in spelt)  # else small letters tell nothing
    for line in lines:
        last = joined[-1] if joined else None
        line.small = told and spelt[line.start].islower()
        if last is not None and _continues(text, last, line, width=width if wrapped else 0):
            last.end = line.end
        else:
            joined.append(line)
    return joined


def _continues(text: str, last: Line, line: Line, *, width: int) -> bool:
    if line.bullet or line.blank_before or line.end - last.start > LONGEST_UNIT:
        return False
    if " | " in text[line.start : line.end]:  # a table's row stands alone
        return False
    tail = text[last.end - 1]
    if tail in ".?!:;":
        return False
    length = last.end - max(last.start, text.rfind("\n", 0, last.end))
    if width and length >= _WRAP_LENGTHS[0]:
        word = text[line.start : line.end].partition(" ")[0]
        if length + len(word) >= width - _WRAP_SLACK:
            return True
    return tail in ",-(&/" or (line.small and length >= _BROKEN_LINE)


def sentences(low: str, line: Line) -> list[tuple[int, int]]:
    """Where each sentence of a line begins and ends. [pairs of offsets]"""
    return _trimmed(low, _cuts(low, line.start, line.end))


def _cuts(low: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    names = list(_NAME_IN_LINE.finditer(low, start, end))
    if len(names) >= _CELLS_IN_LINE:  # "Step 1: 210 Attempts: 2 Visa: J-1"
        edges = [start, *(name.start() for name in names if name.start() > start), end]
        for first, last in pairwise(edges):
            yield from _sentence_cuts(low, first, last)
        return
    yield from _sentence_cuts(low, start, end)


def _sentence_cuts(low: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _BREAK.finditer(low, start, end):
        stop = match.end()
        if low[match.start()] == "." and _ABBREVIATION.search(low, max(begin, stop - 12), stop):
            after = low[stop : stop + 2].strip()
            if stop < end and after not in {"", "•"}:
                continue
        if stop > begin:
            yield begin, stop
        begin = stop
    if begin < end:
        yield begin, end


def _trimmed(low: str, spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    for first, last in spans:
        if _DECORATION.fullmatch(low, first, last):
            continue
        start, end = first, last
        while start < end and low[start].isspace():
            start += 1
        while end > start and low[end - 1].isspace():
            end -= 1
        if start >= end:
            continue
        if (
            pieces
            and _BARE.match(low[pieces[-1][0] : pieces[-1][1]])
            and not low[start:end].endswith("?")
        ):
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return [
        (begin, min(begin + LONGEST_UNIT, end))
        for start, end in pieces
        for begin in range(start, end, LONGEST_UNIT)
    ]
