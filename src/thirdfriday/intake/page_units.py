"""A page's sentences, each with its question, list header, heading and place."""

import re
from dataclasses import dataclass, field

from thirdfriday.intake.page_answers import answer_of
from thirdfriday.intake.page_cells import is_cell_pair, is_label
from thirdfriday.intake.page_lines import Line, joined_lines, normalise, sentences
from thirdfriday.intake.page_spelling import one_spelling

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
_ITEM = re.compile(r"experience|month|year|certif|letter|\blors?\b|score|\bpass|\bstep\b|\bmust\b")
_NUMERAL = re.compile(r"(?:[ivx]{1,5}|\d{1,2}(?:\.\d{1,2})?)\. \w")
_HEADING_LENGTH, _SHORT_ANSWER = 90, 20
_SECTION_LENGTH = 60
_HEADING_WORDS = 12
_QUESTION_WORD = re.compile(
    r"\s*(?:q[:.]\s*)?(?:what|when|where|who|which|how|why|do|does|did|is|are|am|can|could|may"
    r"|must|should|"
    r"will|would|have|has|if)\b"
)


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


@dataclass(frozen=True, slots=True)
class _Page:
    """A page in lower case, and as written where the two are of one length."""

    low: str
    spelt: str

    def words(self, start: int, end: int) -> str:
        """The words between two places in one spelling."""
        return one_spelling(self.low[start:end], self.spelt[start:end])


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

    def intro_for(self, line: Line) -> str:
        """The list header over a line; "" where there is none."""
        return self.intros[-1][1] if self.intros else ""


def _is_heading(text: str, line: Line) -> bool:
    return not (
        line.bullet
        or len(text) > _HEADING_LENGTH
        or text[-1] in ".;,!?"
        or text.count(" ") >= _HEADING_WORDS
    )


_LEADER_MARK = "...."  # "Step 1 ........ Pass"
_LEADERS = re.compile(r"(?<=[\w)])[ ]?\.{4,}[ ]?(?=[\w(<>])")


def units_of(text: str) -> list[Unit]:
    r"""The sentences and list items of a page, in order, each with its context. [list]

    >>> [u.answer for u in units_of("Do you sponsor visas?\nNo, we do not.")]
    ['', 'no']
    """
    if _LEADER_MARK in text:
        text = _LEADERS.sub(lambda found: "\t" * len(found[0]), text)
    low = normalise(text)
    page = _Page(low, text if len(text) == len(low) else low)
    units: list[Unit] = []
    state = _State()
    for number, line in enumerate(joined_lines(page.low, page.spelt)):
        line.number = number
        _enter(page.words(line.start, line.end), line, state)
        for start, end in sentences(low, line):
            unit = _unit(page, (start, end), line, state)
            _follow(unit, line, state, at_end=end == line.end)
            units.append(unit)
    return units


def _enter(content: str, line: Line, state: _State) -> None:
    if _NUMERAL.match(content) and _NUMERAL.match(state.heading):
        state.heading = ""  # the next clause of a numbered policy
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


def _unit(page: _Page, span: tuple[int, int], line: Line, state: _State) -> Unit:
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


def _told_of(name: Unit | None, content: str, line: Line) -> bool:
    """Whether a sentence speaks of the clause before it: "Failed a Step? We cannot take you."."""
    if name is None or not name.asks or name.line != line.number:
        return False
    return not _QUESTION_WORD.match(name.text)


def _follow(unit: Unit, line: Line, state: _State, *, at_end: bool) -> None:
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
