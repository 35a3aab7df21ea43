"""A page's text cut into sentences that know their question, list header, heading and place."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from thirdfriday.intake.page_answers import answer_of
from thirdfriday.intake.page_cells import is_cell_pair, is_label
from thirdfriday.intake.page_spelling import one_spelling

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
_BULLET = re.compile(
    r"\s*(?:[•·▪◦●○■□*►➢✓✔»›❯>⦁‣∙⁃▸▶❖☑☒☐✅➤→♦◆★]+|[-o](?=\s)|-(?=[a-z])|\(?\d{1,2}[.)-](?=\s)"
    r"|\[[ x]?\](?=\s)|\(?[a-hA-H][.)](?=\s))\s*"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:u\.s|u\.k|u\.s\.a|dr|mr|mrs|ms|st|e\.g|i\.e|etc|no(?=\.\s*\d)|vs|approx|min|max|jan"
    r"|feb|mar|apr|"
    r"jun|jul|aug|sep|sept|oct|nov|dec|dept|univ|inc|cert|exp|req|incl|assoc|ph\.d|m\.d|d\.o|m\.p\.h|a\.m|p\.m|yrs|mos)"
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
_SECTION = re.compile(
    r"requirement|international|eligib|visas?\b|how to apply|\bfellowship|\bimgs?\b"
    r"|what we (?:need|require)|criteria|who (?:can|may|is)|deadline|documents|how (?:do|to)"
)
_REFUSES = re.compile(
    r"(?:(?:\bnot\b|n't) apply (?:here |to us )?(?:if|when)\b|(?:\bnot\b|n't|\bcannot\b"
    r"|\bunable to\b|\bnever\b) (?:be )?(?:able to )?(?:\w+ ){0,2}?"
    r"(?:consider|accept|review|interview|eligible|invit|process|rank)\w*[^:]*"
    r"\b(?:who|that|if|with|whose|any|are)\b|\bineligible\b|\bdisqualif|\breject(?:ed)? if"
    r"|\bscreened out)[^:]*:\s*$"
)
_NAME_IN_LINE = re.compile(
    r"\b(?:(?:usmle )?step (?:1|2|i|ii)(?: ck)?|comlex|attempts|failures|yog|year of graduation"
    r"|graduation|usce"
    r"|us clinical experience|lors?|letters(?: of recommendation)?|visas?|visa sponsorship"
    r"|ecfmg(?: certification)?"
    r"|imgs|positions|deadline|application deadline) ?:"
)
_CELLS_IN_LINE = 3
_ITEM = re.compile(r"experience|month|year|certif|letter|\blors?\b|score|\bpass|\bstep\b|\bmust\b")
_HEADING_LENGTH, _SHORT_ANSWER = 90, 20
_SECTION_LENGTH = 60
_HEADING_WORDS = 12
LONGEST_UNIT = 1200
_QUESTION_WORD = re.compile(
    r"\s*(?:q[:.]\s*)?(?:what|when|where|who|which|how|why|do|does|did|is|are|am|can|could|may"
    r"|must|should|"
    r"will|would|have|has|if)\b"
)


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


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence or list item in lower case, with what surrounds it.

    `question` is the question it answers, `rank` its place in that answer (0 = first), `answer`
    "yes" or "no" where it opens so, `intro` the list header over it, `heading` the section's.
    """

    text: str
    start: int
    end: int
    line: int
    bullet: bool
    question: str = ""
    rank: int = -1
    answer: str = ""
    intro: str = ""
    heading: str = ""
    asks: bool = False
    titles: bool = False
    asked_at: int = -1

    @property
    def for_fellows(self) -> bool:
        """Whether its heading speaks to fellows and not to residents. [yes or no]"""
        return "fellow" in self.heading and "residen" not in self.heading

    @property
    def context(self) -> str:
        """Heading, list header and question over the sentence. [text]"""
        return f"{self.heading} | {self.intro} | {self.question}"


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    indent: int
    bullet: bool
    blank_before: bool
    number: int = 0
    small: bool = False


@dataclass(frozen=True, slots=True)
class _Page:
    """A page in lower case, and as written where the two are of one length."""

    low: str
    spelt: str

    def words(self, start: int, end: int) -> str:
        """The words between two places in one spelling."""
        return one_spelling(self.low[start:end], self.spelt[start:end])


def _raw_lines(text: str) -> Iterator[_Line]:
    blank, position = True, 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if not stripped:
            blank = True
        else:
            marker = _BULLET.match(raw) or _ANSWER_MARK.match(raw)
            lead = (
                marker.end() if marker and marker.end() < len(raw) else len(raw) - len(raw.lstrip())
            )
            bullet = (
                bool(marker)
                and lead == (marker.end() if marker else -1)
                and not _ANSWER_MARK.match(raw)
            )
            indent = len(raw) - len(raw.lstrip())
            yield _Line(position + lead, position + len(raw.rstrip()), indent, bullet, blank)
            blank = False
        position += len(raw) + 1


def _joined(text: str, spelt: str) -> list[_Line]:
    lines = [line for line in _raw_lines(text) if line.end > line.start]
    lengths = [line.end - line.start for line in lines]
    long = sum(1 for n in lengths if _WRAP_LENGTHS[0] <= n)
    width = max(lengths, default=0)
    full = sum(1 for n in lengths if n >= width - 2 * _WRAP_SLACK)
    wrapped = 0 < width <= _WRAP_LENGTHS[1] and long * 3 >= len(lengths) and full > 1
    joined: list[_Line] = []
    told = any(char.isupper() for char in spelt)  # else small letters tell nothing
    for line in lines:
        last = joined[-1] if joined else None
        line.small = told and spelt[line.start].islower()
        if last is not None and _continues(text, last, line, width=width if wrapped else 0):
            last.end = line.end
        else:
            joined.append(line)
    return joined


def _continues(text: str, last: _Line, line: _Line, *, width: int) -> bool:
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


@dataclass(slots=True)
class _State:
    question: str = ""
    asked_at: int = -1
    rank: int = 0
    heading: str = ""
    intros: list[tuple[int, str]] = field(default_factory=list)
    under_bullets: bool = False
    last: Unit | None = None
    lead: tuple[int, str] = (-1, "")  # line and opening of a list within one sentence

    def intro_for(self, line: _Line) -> str:
        """The list header over a line; "" where there is none."""
        return self.intros[-1][1] if self.intros else ""


def _is_heading(text: str, line: _Line) -> bool:
    return not (
        line.bullet
        or len(text) > _HEADING_LENGTH
        or text[-1] in ".;,!?"
        or text.count(" ") >= _HEADING_WORDS
    )


def units_of(text: str) -> list[Unit]:
    r"""The sentences and list items of a page, in order, each with its context. [list]

    >>> [u.answer for u in units_of("Do you sponsor visas?\nNo, we do not.")]
    ['', 'no']
    """
    low = normalise(text)
    page = _Page(low, text if len(text) == len(low) else low)
    units: list[Unit] = []
    state = _State()
    for number, line in enumerate(_joined(page.low, page.spelt)):
        line.number = number
        _enter(page.words(line.start, line.end), line, state)
        for start, end in _trimmed(low, _cuts(low, line.start, line.end)):
            unit = _unit(page, (start, end), line, state)
            _follow(unit, line, state, at_end=end == line.end)
            units.append(unit)
    return units


def _enter(content: str, line: _Line, state: _State) -> None:
    if line.bullet:
        while state.intros and state.intros[-1][0] >= line.indent and state.intros[-1][0] >= 0:
            state.intros.pop()
        state.under_bullets = True
    elif state.under_bullets or (
        line.blank_before and not content.endswith(":") and _is_heading(content, line)
    ):
        state.intros.clear()
        state.under_bullets = False
    listed = bool(state.intros) and not line.blank_before and bool(_ITEM.search(content))
    sectional = len(content) < _SECTION_LENGTH and bool(_SECTION.search(content)) and not listed
    if (
        _is_heading(content, line)
        and (line.blank_before or sectional)
        and not content.endswith(":")
    ):
        state.heading = content
        if sectional:
            state.intros.clear()
        if not state.question or state.rank > 0:
            state.question, state.rank = "", 0


def _unit(page: _Page, span: tuple[int, int], line: _Line, state: _State) -> Unit:
    start, end = span
    content = page.words(start, end)
    asks = content.endswith(("?", '?"'))
    titles = start == line.start and end == line.end and _is_heading(content, line)
    intro = state.intro_for(line)
    within = state.last is not None and state.last.text.endswith(";") and not intro
    within = within and state.lead[0] == line.number
    intro = state.lead[1] if within else intro
    first = state.question if state.rank == 0 else ""
    answer = "" if asks else answer_of(content, first)
    if start == line.start and _REFUSES.search(intro) and not asks:
        content = f"{intro[:-1]} {content}"
    name = state.last
    whole = start == line.start and end == line.end and not asks
    if whole and name is not None and name.titles and is_cell_pair(name.text, content):
        content, start, titles = f"{name.text.rstrip(': ')}: {content}", name.start, False
    elif name is not None and name.asks and name.line == line.number and content[0] == "(":
        content = f"{name.text.rstrip('?')} {content}"  # "Certified? (Required)"
        state.question = ""
    elif (
        _told_of(name, content, line) and not asks and (not answer or len(content) > _SHORT_ANSWER)
    ):
        content = f"{name.text.rstrip('?') if name else ''}: {content}"
    elif name is not None and name.line == line.number and is_label(name.text) and not asks:
        content = f"{name.text.rstrip('. ')}: {content}"
    asked = bool(state.question) and not asks
    return Unit(
        content, start, end, line.number, line.bullet or within,
        question="" if asks else state.question,
        rank=state.rank if asked else -1,
        answer=answer,
        intro=intro,
        heading=state.heading,
        asks=asks,
        titles=titles,
        asked_at=state.asked_at if asked else -1,
    )  # fmt: skip


def _told_of(name: Unit | None, content: str, line: _Line) -> bool:
    """Whether a sentence speaks of the clause before it: "Failed a Step? We cannot take you."."""
    if name is None or not name.asks or name.line != line.number:
        return False
    return not _QUESTION_WORD.match(name.text)


def _follow(unit: Unit, line: _Line, state: _State, *, at_end: bool) -> None:
    """What a sentence changes for those after it: the question, the list header, the heading."""
    content, last = unit.text, state.last
    if unit.asks:
        told = last is not None and last.line == unit.line and last.rank != 0 and not last.asks
        twice = last is not None and last.line == unit.line and last.asks
        state.question = f"{last.text} {content}" if (told or twice) and last else content
        state.rank, state.asked_at = 0, unit.start
        state.intros.clear()
    elif state.question:
        state.rank += 1
    state.last = unit
    if content.endswith(";") and ": " in content and state.lead[0] != unit.line:
        state.lead = (unit.line, content.partition(": ")[0] + ":")
    if not (at_end and content.endswith((":", ": "))):
        return
    state.intros.append((line.indent if line.bullet else -1, content))
    if not line.bullet:
        state.intros[:] = [state.intros[-1]]
        state.under_bullets = False
        if unit.titles:
            state.heading = content
            if state.rank > 0:
                state.question, state.rank = "", 0


def index_at(units: list[Unit], offset: int) -> int:
    """The place in `units` of the one that holds `offset`. [index]"""
    return max(0, bisect_right([unit.start for unit in units], offset) - 1)
