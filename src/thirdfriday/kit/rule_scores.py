"""Dwelling on scores: too large a share of a text looks back at examinations."""

import re
from collections.abc import Iterator, Mapping

from thirdfriday.kit.finding import Finding, Severity
from thirdfriday.kit.kit_numbers import kit_value
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.reader_rules import reading_of
from thirdfriday.kit.sentence_reader import readers
from thirdfriday.kit.sentences import Sentence
from thirdfriday.kit.word_screen import watched

RULE = "dwells_on_scores"
_SCORE = re.compile(
    r"\b(?:step\s?[123](?:\s?ck)?|usmle|comlex|level\s?[123]|board (?:scores?|exams?|results?)|"
    r"my boards|"
    r"percentiles?|scor(?:e|es|ed|ing)|exam(?:s|ination|inations)?|shelf|fail(?:ed|ing) (?:the |"
    r"an? |my )?"
    r"(?:attempt|exam|step|test)|(?:first|second) attempt|licensing|the number 2\d\d|"
    r"(?:a|my|the|of) 2\d\d|"
    r"step \d failure|test[- ]tak(?:er|ing)|"
    r"practice (?:exam(?:ination)?s?|tests?|forms?|blocks?)|my (?:numbers|results?|attempts?)|"
    r"(?:last|first|final|a|another) mock|mock (?:exams?|tests?)|question banks?|q-?banks?|"
    r"(?:three|two|double|triple)[- ]digit|(?:wanted|expected|got|received|reached|imagined?|saw|"
    r"needed|deserved|promised (?:myself|everyone)) (?:a |an )?2\d\d|(?:it|mine|that|which) "
    r"(?:is|was|"
    r"came to|read|said|would be|would have been) (?:a )?2\d\d|percent (?:correct|in|on) (?:the|"
    r"my)|"
    r"(?:chart|column|table|forum)s? of (?:the )?(?:matched|scores|applicants))\b",
    re.IGNORECASE,
)
_CLINICAL = re.compile(
    r"\b(?:apgar|wound|pain|fall|risk|meld|phq|gad|calcium|z|cha2ds2|glasgow|severity|"
    r"depression|frailty|"
    r"nihss|wells|triage|credit|music|goal|final) scores?\b|\b(?:physical|mental status|"
    r"neurologic(?:al)?|pelvic|"
    r"bedside|eye|breast|well-child) exam(?:s|ination|inations)?\b|\bexam(?:ination)? rooms?\b|"
    r"\bexamination of\b|\b(?:her|his|their|patient's|on) exam(?:ination)?\b(?! (?:day|score))|"
    r"\bscored (?:a goal|for)\b",
    re.IGNORECASE,
)
_GROWTH = re.compile(
    r"\b(?:since then|learn(?:ed|t)|chang(?:e|ed|ing)|improv\w+|worked with|passed|i now|now i|"
    r"schedule|"
    r"taught me|sought|practi[cs]ed|grew|retook|next sitting|specialist|tutor\w*|mentor\w*|"
    r"strateg\w+|"
    r"honors|earned|rose|higher than|stronger|better than|result is in|weekly|method|"
    r"plan(?:ned)?)\b",
    re.IGNORECASE,
)


_ECHO = re.compile(
    r"\b(?:(?:those|these|that|the|my) (?:numbers?|results?|report|grades?|questions|blocks)|"
    r"ashamed|embarrass\w*|wish(?:ed)?|replay\w*|disappoint\w*|devastat\w*|worst|cried|wept|"
    r"humiliat\w*|(?:open|opened|read|got) (?:it|the e-?mail)|right to wrong|got wrong|"
    r"went wrong|tests? (?:go|went)|failure|failed|low|lower|(?:told|wanted|expected|got|reached|"
    r"imagine[d]?|saw|be|was|is) (?:everyone |myself |a |an |only |about |over )*(?:2\d\d|\d\d "
    r"percent)|"
    r"(?:the|that|my) (?:graph|curve|line|chart|column|cutoff|report|screen|email|table)|that test|"
    r"(?:the|each|every|three|five|two|ten) points?|should have|would have been|(?:target|goal|"
    r"form|best|first pass)[^.?!]{0,30} [2-6]\d\d|"
    r"\d\d\d,? (?:\d\d\d|again|and then)|(?:block|question|answer|"
    r"minute)s?\b[^.?!]{0,30}\b(?:lost|too fast|never|wrong|changed|guessed)|if (?:only|three|"
    r"two|I had))\b",
    re.IGNORECASE,
)


_WATCH = watched(_SCORE)
_DIRECT = 2  # sentences that name an examination; beside fewer, nothing goes on about it


def _looking_back(context: LintContext, chances: Mapping[int, float]) -> list[Sentence]:
    """The sentences on examinations, those the reader takes for such, and those beside one."""
    sentences = _read(context)
    likely = {one.start for one, _ in context.watched(_WATCH)}
    named = [one.start in likely and bool(_SCORE.search(_CLINICAL.sub("", one.text)))
             for one in sentences]  # fmt: skip
    sure = readers()["sentence"].sure["dwell"]
    read = [chances.get(one.start, 0.0) >= sure for one in sentences]
    found: list[Sentence] = []
    last = -2
    for index, one in enumerate(sentences):
        goes_on = last == index - 1 and (
            _ECHO.search(one.text)
            or chances.get(one.start, 0.0) >= kit_value("lint.scores.beside")
            or any(read[index + 1 : index + 2])
        )
        only_back = not _GROWTH.search(one.text) or chances.get(one.start, 0.0) >= kit_value(
            "lint.scores.beside"
        )
        if read[index] or ((named[index] or goes_on) and only_back):
            found.append(one)
            last = index
    enough = sum(named) >= _DIRECT or sum(read) >= _DIRECT or (any(named) and any(read))
    return found if enough else []


def _read(context: LintContext) -> list[Sentence]:
    """The sentences of more than a greeting."""
    return [one for one in context.sentences if len(one.text.split()) > 2]


def scores(context: LintContext) -> Iterator[Finding]:
    """One finding where sentences that only look back at examinations fill the text."""
    sentences = _read(context)
    chances = {one.start: held.get("dwell", 0.0) for one, held in reading_of(context).sentences}
    if max(chances.values(), default=0.0) < kit_value("lint.scores.peak"):
        return
    back = _looking_back(context, chances)
    whole = sum(len(one.text) for one in sentences)
    share = sum(len(one.text) for one in back) / whole if whole else 0.0
    kind = "message_" if context.message else ""
    least = kit_value(f"lint.scores.{kind}sentences")
    if context.kind == "explanation":
        least = kit_value("lint.scores.explanation_sentences")
    if len(back) >= least and share >= kit_value(f"lint.scores.{kind}share"):
        yield Finding(
            RULE,
            Severity.WARNING,
            back[0].start,
            back[-1].end,
            f"{len(back)} sentences, {share:.0%} of the text, look back at examinations.",
            "Keep one short paragraph: what happened, what you changed, what shows it. Give the "
            "rest "
            "to what you do well.",
        )
