"""What a text tells of anything at all: lengths, counts, years, who founded it, and where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from thirdfriday.intake.number_words import NUMBERS, number_of
from thirdfriday.kit.kit_numbers import kit_words
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.sentence_reader import stem
from thirdfriday.kit.sentences import Sentence

TEN, HUNDRED = 10, 100
_HUNDREDS = {
    f"{word} hundred": HUNDRED * number_of(word) for word in NUMBERS if number_of(word) < TEN
}
_N = (
    rf"(?P<n>{'|'.join(_HUNDREDS)}|\d{{1,5}}(?:,\d{{3}})?(?:\.\d)?|{'|'.join(NUMBERS)}|an?|"
    r"half an?)"
)
_LENGTH = re.compile(
    rf"\b{_N}(?:[- ](?:and a half|full|whole|long|straight|short|busy|happy))?[- ]"
    r"(?P<unit>years?|months?|weeks?|days?|hours?|summers?|semesters?)\b"
    r"(?P<per>(?: of \w+)? (?:a|per|each|every) (?:week|month|day|year)|/week| weekly)?",
    re.IGNORECASE,
)
_NOT_LONG = re.compile(
    r" (?:ago|old|of age|after|later|earlier|away|into|apart|of (?:call|life)|"
    r"before (?:I|that|this|she|he|they|we)\b)"
)  # said after a length that only says when
_IN_PARTS = re.compile(
    r"\b(?:two|three|four|five|six|the last|the first) of (?:them|these|"
    r"those|which)\b|"
    r"\b(?:in all|altogether|all told|in total|put together|combined)\b",
    re.IGNORECASE,
)  # said after a sum of several lengths, each of which may be told elsewhere
_THEN = re.compile(r"\b(?:then|afterwards?|later|next)(?: (?:for|spent|another))* $", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:other|remaining|further|more|last|next|first|every|each) $", re.IGNORECASE
)
_SINGLE = re.compile(
    r"\b(?:one|a single) (?:[a-z-]+ ){0,2}?(?P<what>publication|paper|article|manuscript|abstract|"
    r"poster|presentation|grant|award)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"\bmy (?P<kin>uncle|aunt|father|mother|parents|grandfather|grandmother|brother|sister|cousin|"
    r"husband|wife)(?:'s|s') (?P<what>pharmacy|shop|store|farm|restaurant|bakery|business|clinic|"
    r"practice|office|garage|hotel|company|salon|caf\w|diner|market|stand|truck)\b",
    re.IGNORECASE,
)
_TAUGHT = re.compile(
    r"\bmy (?P<kin>uncle|aunt|father|mother|grandfather|grandmother|brother|sister|cousin|husband|"
    r"wife|neighbor|teacher|coach) (?:taught|showed) me (?:how )?to (?P<what>\w+)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"(?<![\w.$-])(?P<n>\d{{1,5}}(?:,\d{{3}})?|{'|'.join(NUMBERS)}) "
    r"(?P<how>(?:[a-z-]+ ){0,2}?)(?P<what>people|children|[a-z]{3,}(?:s|men|people|children))\b",
)
_YEARS = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b")
_FOUNDED = re.compile(
    r"\bI (?:\w+ )?(?:co-?)?(?:founded|started|created|established|launched|set up|built|began)"
    r" (?:the|a|an|our|my|this)\b|\b(?:founder|creator) of\b|^(?:co-?)?founder\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\bI (?:\w+ )?(?:joined|took over|inherited|came to) (?:the|a|an|this|our)\b|"
    r"\b(?:had|was) (?:been )?(?:founded|started|created|established|set up)\b",
    re.IGNORECASE,
)
_ONE_OF_ITS_KIND = re.compile(
    r"\bmy (?:\w+ months of )?(?:only |one |first |final |away )?(?P<role>sub-?internship|sub-?i|"
    r"acting internship|"
    r"away rotation|research year|gap year|externship|observership|internship|first job|thesis|"
    r"surgery rotation|medicine rotation|psychiatry rotation|family medicine rotation)\b"
    r"(?! (?:and|in \w+ and))",
    re.IGNORECASE,
)
_KIN = re.compile(
    r"\bmy (?P<kin>parents|mother|father|sister|brother|grandparents|grandmother|grandfather|aunt|"
    r"uncle|fianc\w+|partner|wife|husband|in-laws|family)\b[^.?!]{0,40}?\b(?:liv\w+|resid\w+|"
    r"settled|stay\w*|(?:is|are|still) (?:in|near)|based|works?|has (?:her|his) house|have their)",
    re.IGNORECASE,
)
_PLURAL_TIMES = frozenset(
    ["years", "months", "weeks", "days", "hours", "summers", "semesters", "times", "minutes"]
)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing told: its kind and value, the telling words around it, where. [characters]

    `near`: the telling words of the sentence and of those beside it; `own`: of the sentence.
    """

    kind: str
    value: str
    own: frozenset[str]
    near: frozenset[str]
    start: int
    end: int
    shown: str


@cache
def _common() -> frozenset[str]:
    words = kit_words("common_words")["common"]["words"].split()
    return frozenset(stem(word) for word in words)


@cache
def _short_words() -> frozenset[str]:
    return frozenset(kit_words("common_words")["common"]["short"].split())


def telling_words(text: str) -> frozenset[str]:
    """The words by which one may know what a sentence is about, without their endings.

    >>> sorted(telling_words("I was a pharmacy technician there for four years"))
    ['pharmacy', 'technician']
    """
    words = set(re.findall(r"[a-z][a-z'-]{2,}", text.lower())) - _short_words()
    found = {_root(stem(word)) for word in words}
    return frozenset(found - _common() - {stem(word) for word in NUMBERS})


def _root(word: str) -> str:
    """A doer as what is done: an interpreter interprets."""
    return word[:-2] if len(word) > _LONG_WORD and word.endswith(("er", "or")) else word


_LONG_WORD = 6  # letters


def told_in(context: LintContext) -> tuple[Told, ...]:
    """Everything that a text tells in such a way, in reading order."""
    entry = context.kind in ("experience", "meaningful")
    whole = telling_words(context.plain) if entry else None
    words = [telling_words(one.text) for one in context.sentences]
    title = words[0] if entry and words else frozenset()
    found: list[Told] = []
    for place, sentence in enumerate(context.sentences):
        near = frozenset().union(*words[max(0, place - 2) : place + 3])
        for kind, value, span in _values(context, sentence):
            start, end = sentence.start + span[0], sentence.start + span[1]
            shown = sentence.text[span[0] : span[1]].strip()
            own = words[place] | title
            found.append(Told(kind, value, own, whole or near, start, end, shown))
    return tuple(found)


Value = tuple[str, str, tuple[int, int]]


def _values(context: LintContext, sentence: Sentence) -> Iterator[Value]:
    text = sentence.text
    for hit in _LENGTH.finditer(text):
        for_long = text[: hit.start()].lower().endswith((" for ", " of "))
        if _NOT_LONG.match(text, hit.end("unit")) and not for_long:
            continue
        if _IN_PARTS.search(text, hit.end()) or _THEN.search(text[: hit.start()]):
            continue
        unit = hit["unit"].lower().rstrip("s")
        count = _amount(hit["n"])
        if unit == "year":
            unit, count = "month", count * 12
        yield f"length.{unit}{'.rate' if hit['per'] else ''}", f"{count:g}", hit.span()
    for hit in _COUNT.finditer(text):
        what = hit["what"]
        if _OTHERS.search(text[: hit.start()]):
            continue
        if what not in _PLURAL_TIMES and not what.endswith("ss"):
            yield f"count.{stem(what)}", f"{_amount(hit['n']):g}", hit.span()
    for hit in _SINGLE.finditer(text):
        yield f"count.{stem(hit['what'].lower())}", "1", hit.span()
    for hit in _TAUGHT.finditer(text):
        yield f"taught.{stem(hit['what'].lower())}", hit["kin"].lower(), hit.span()
    for hit in _OWNED.finditer(text):
        yield f"owner.{stem(hit['what'].lower())}", hit["kin"].lower(), hit.span()
    years = list(_YEARS.finditer(text))
    if years and not re.search(r"\b(?:graduat|class of)", text, re.IGNORECASE):
        value = "-".join(one["year"] for one in years)
        yield f"years.{len(years)}", value, (years[0].start(), years[-1].end())
    founded, joined = _FOUNDED.search(text), _JOINED.search(text)
    if bool(founded) != bool(joined):
        span = founded.span() if founded else joined.span() if joined else (0, 0)
        yield "founder", "founded" if founded else "joined", span
    yield from _places(context, sentence)


def _places(context: LintContext, sentence: Sentence) -> Iterator[Value]:
    """Where the only one of its kind was, and where somebody lives."""
    names = [one for one in context.names_in(sentence) if one.kind in ("city", "hospital")]
    for label, pattern in (("role", _ONE_OF_ITS_KIND), ("kin", _KIN)):
        hit = pattern.search(sentence.text)
        after = [one for one in names if hit and one.start >= sentence.start + hit.end()]
        if hit and after:
            one = after[0]
            span = (one.start - sentence.start, one.end - sentence.start)
            what = stem(hit[label].lower().replace("-", ""))
            yield f"{label}.{what}.{one.kind}", one.key, span


def _amount(word: str) -> float:
    if word.lower() in _HUNDREDS:
        return _HUNDREDS[word.lower()]
    return number_of("one") / 2 if word.lower().startswith("half") else number_of(word)
