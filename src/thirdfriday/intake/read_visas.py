"""What a page says of J-1 and H-1B sponsorship, clause by clause."""

import re
from collections.abc import Iterator
from dataclasses import replace

from thirdfriday.intake.page_lines import mentions
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit
from thirdfriday.intake.visa_clauses import Clause, clauses_of, resolved
from thirdfriday.intake.visa_words import (
    ALREADY,
    ANY_OTHER,
    BENIGN,
    CELL,
    CONDITION,
    CONFINED,
    EXCEPTION,
    FELLOWS,
    FELLOWS_ONLY,
    FIRST_OR_SECOND,
    LEAD_NO,
    LEGAL,
    MENTION,
    NEGATIVE,
    NO_NEED,
    NOT_NEEDING,
    NOT_REFUSING,
    NOT_THAT_ONLY,
    ONLY,
    ONLY_ONE,
    ONLY_VISA,
    OPEN,
    OR_OTHERWISE,
    OTHER_PEOPLE,
    RESIDENTS,
    SHORT,
    TRIGGER,
    UNDECIDED,
    US_SCHOOL,
    WILLING,
    YES,
)

_TAKEN = re.compile(r"\bmust\b|eligib|consider|accept|welcom|\bapply|interview|invit|review")
_HEADED = re.compile(r"(?:j-1|h-1b)(?: visas?| status| sponsorships?)?:?")
_SAYS = re.compile(
    r"petition|\bfil(?:e|es|ed|ing)\b|sponsor|accept|support|\bconsider|available|possible|\bpay\b"
)
_SPONSORS = re.compile(r"sponsoring (?:university|institution|hospital|system|college|school)")
_ASKS_WHICH = re.compile(r"\b(?:which|what)\b[^?]{0,30}\bvisas?\b|^\W*visas?(?: types?)?\?")
_DENIES_THEM = re.compile(
    r"\b(?:not|never) (?:be )?(?:fil|sponsor|petition|support|offer|do|tak)\w*(?: for)? "
    r"(?:them|one|those|any|it)\b"
)
_NAMES = ("visa", "sponsor", "j1", "j-1", "j 1", "h1", "h-1", "h 1", "exchange visitor")
_SHORT_SENTENCE, _NEAR = 140, 60  # characters


def _exception_types(text: str) -> tuple[set[str], re.Match[str] | None]:
    for found in EXCEPTION.finditer(text):
        types = {m.lastgroup or "" for m in MENTION.finditer(found["list"])} - {"any", "other"}
        rest = BENIGN.sub(" ", text)
        if types and NEGATIVE.search(rest):
            return {"j1" if kind == "ecfmg" else kind for kind in types}, found
    return set(), None


def find_visas(unit: Unit, before: Unit | None) -> Iterator[Finding]:  # noqa: PLR0911 (rules in order, first hit wins)
    """Candidate answers for `j1` and `h1b` in one sentence. [findings]"""
    if unit.asks or _for_others(unit.text) or _for_fellows(unit):
        return
    if unit.rank >= 0 and OTHER_PEOPLE.search(unit.question):
        return  # what moonlighters or students may hold
    if NOT_REFUSING.search(unit.text):  # two denials are a yes
        unit = replace(unit, text=NOT_REFUSING.sub("accept", unit.text))
    if (
        not MENTION.search(unit.text)
        and _HEADED.fullmatch(unit.heading)
        and _SAYS.search(unit.text)
        and unit.rank < 0
    ):
        unit = replace(unit, text=f"{unit.heading}: {unit.text}")
    if not MENTION.search(unit.text):
        if denies_them(unit, before):
            yield _finding(unit, "h1b", False, "strong", "visa.them")
            return
        yield from _from_question(unit, before)
        return
    if OR_OTHERWISE.search(unit.text):
        for name in ("j1", "h1b"):
            yield _finding(unit, name, False, "explicit", "visa.or_otherwise")
        return
    excepted, _ = _exception_types(unit.text)
    if excepted:
        for name in ("j1", "h1b"):
            yield _finding(unit, name, name in excepted, "explicit", "visa.except")
        return
    if NOT_NEEDING.search(unit.text) and _TAKEN.search(unit.text):
        for name in ("j1", "h1b"):
            yield _finding(unit, name, False, "generic", "visa.not_needing", "implied")
        return
    yield from _from_clauses(unit)
    yield from _no_but(unit)
    yield from _answered(unit)


def _no_but(unit: Unit) -> Iterator[Finding]:
    """A "No, you need a J-1" denies the other visa that was asked about."""
    types = {found.lastgroup for found in MENTION.finditer(unit.text)}
    if (
        unit.answer == "no"
        and types & {"j1", "ecfmg"}
        and "h1b" not in types
        and LEAD_NO.match(unit.text)
    ) and re.search(r"need|must|have to|requir|accept|sponsor", unit.text):
        yield _finding(unit, "h1b", False, "weak", "visa.no_but_j1", "implied")


def _answered(unit: Unit) -> Iterator[Finding]:
    """A yes or no to a question about one visa, where the answer goes on to name the other."""
    if unit.rank != 0 or not unit.answer:
        return
    asked = {found.lastgroup for found in MENTION.finditer(unit.question)} & {"j1", "h1b"}
    named = {found.lastgroup for found in MENTION.finditer(unit.text)}
    if len(asked) == 1 and not asked & named:
        yield _finding(unit, str(asked.pop()), unit.answer == "yes", "explicit", "visa.answer")


def _for_others(text: str) -> bool:
    """Whether the visas spoken of are those of students, observers or families."""
    if len(text) <= _SHORT_SENTENCE:
        return bool(OTHER_PEOPLE.search(text))
    around = (
        text[max(0, found.start() - _NEAR) : found.end() + _NEAR]
        for found in MENTION.finditer(text)
    )
    return any(OTHER_PEOPLE.search(words) for words in around)


def _for_fellows(unit: Unit) -> bool:
    if (
        FELLOWS.search(unit.text)
        and not RESIDENTS.search(unit.text)
        and not FELLOWS_ONLY.search(unit.text)
    ):
        return True
    heading = bool(FELLOWS.search(unit.heading)) and not RESIDENTS.search(unit.heading)
    asked = bool(FELLOWS.search(unit.question)) and not RESIDENTS.search(unit.question)
    return heading or asked


def _finding(  # noqa: PLR0917 (rules in order, first hit wins)
    unit: Unit, name: str, value: bool, strength: str, rule: str, kind: str = "stated"
) -> Finding:
    return Finding(name, value, unit.start, unit.end, strength, kind, rule)


def _short_answer(unit: Unit) -> bool:
    short = len(unit.text) <= SHORT
    return short and bool(unit.answer or re.match(r"not \w+\W*$|none\W*$|n/a", unit.text))


def _from_question(unit: Unit, before: Unit | None) -> Iterator[Finding]:
    asked = unit.question if unit.rank in {0, 1} and unit.question else ""
    if not asked and before is not None and before.titles and _short_answer(unit):
        asked = before.text
    if not asked or not TRIGGER.search(asked):
        return
    negative = unit.answer == "no" or bool(
        NEGATIVE.search(BENIGN.sub("", unit.text)) and (unit.rank <= 0 or "sponsor" in unit.text)
    )
    positive = unit.answer == "yes"
    pair = _first_and_second(unit.text, asked)
    if pair:
        for name, value in pair.items():
            yield _finding(unit, name, value, "explicit", "visa.first_second")
        return
    types = {m.lastgroup or "any" for m in MENTION.finditer(asked)}
    specific = {"j1" if kind == "ecfmg" else kind for kind in types} - {"any", "other"}
    if not (negative or positive) or (unit.rank == 1 and "sponsor" not in unit.text):
        return
    if positive and not specific:
        return
    for name in specific or {"j1", "h1b"}:
        yield _finding(unit, name, positive, _answer_strength(specific), "visa.answer")


def _first_and_second(text: str, asked: str) -> dict[str, bool]:
    """What "yes to the first, no to the second" says of two visas asked about in this order."""
    order = list(dict.fromkeys(found.lastgroup or "" for found in MENTION.finditer(asked)))
    names = [name for name in order if name in {"j1", "h1b"}]
    if len(names) != 2:
        return {}
    both, one = FIRST_OR_SECOND.search(text), ONLY_ONE.search(text)
    if both:
        return {names[0]: both["one"] == "yes", names[1]: both["two"] == "yes"}
    if one:
        first = (one["a"] or one["b"]) in {"first", "former"}
        return {names[0]: first, names[1]: not first}
    return {}


def _answer_strength(specific: set[str]) -> str:
    return {0: "generic", 1: "explicit"}.get(len(specific), "strong")


def _from_clauses(unit: Unit) -> Iterator[Finding]:
    clauses = clauses_of(unit.text)
    polarities = resolved(clauses)
    types = {clause.type for clause in clauses}
    for clause, polarity in zip(clauses, polarities, strict=True):
        if clause.type == "other":
            continue
        if clause.type == "any":
            yield from _generic(unit, clause, polarity, types)
        elif OPEN.search(clause.text) or (polarity != "no" and _undecided(clause)):
            continue
        elif clause.type == "h1b":
            yield from _h1b(unit, clause, polarity, types)
        else:
            yield from _j1(unit, clause, polarity, types)


def _undecided(clause: Clause) -> bool:
    """Whether a clause says only that the matter is open."""
    words = _SPONSORS.sub(" ", clause.text)
    return bool(UNDECIDED.search(words)) and not re.search(
        r"sponsor(?!ship (?:is|depends|varies))|accept|offer|support|provid|available", words
    )


def _generic(unit: Unit, clause: Clause, polarity: str, types: set[str]) -> Iterator[Finding]:
    if polarity != "no" or not re.search(r"sponsor|visa|support", clause.text):
        return
    if NO_NEED.search(clause.text):
        return
    if re.search(
        r"\b(?:require|need)\w*\b[^.;]{0,20}(?:visa|sponsorship)", clause.text
    ) and not re.search(
        r"(?:closed to|unable|cannot|can't|not be|won't|aren't|don't"
        r"|not) (?:be )?(?:to )?(?:consider|accept|eligible|able|tak|interview|admit|review"
        r"|hire)\w*|closed to|(?:n't|not) sponsor|no (?:visa )?sponsor",
        clause.text,
    ):
        return
    if ANY_OTHER.search(clause.text):
        if "j1" in types or "ecfmg" in types or not types - {"any"}:
            yield _finding(unit, "h1b", False, "other", "visa.no_other")
        return
    strength = "generic"
    yield _finding(unit, "j1", False, strength, "visa.none")
    yield _finding(unit, "h1b", False, strength, "visa.none")


def _in_visa_context(unit: Unit) -> bool:
    return (
        len({found.lastgroup for found in MENTION.finditer(unit.text)}) > 1
        or bool(TRIGGER.search(unit.context))
        or bool(LEGAL.search(unit.text))
        or ("ecfmg" in unit.text and "ecfmg.org" not in unit.text)
        or bool(unit.intro)
    )


def _asked_of(unit: Unit, kind: str) -> bool:
    asked = {found.lastgroup for found in MENTION.finditer(unit.question)} - {"any", "other"}
    return not asked or kind in asked


def _bare(unit: Unit, clause: Clause) -> bool | None:
    shown = YES.search(clause.text)
    if shown:
        return shown[1] in {"yes", "y", "available", "accepted"}
    if (
        unit.answer
        and unit.rank == 0
        and _asked_of(unit, clause.type)
        and not ONLY.search(clause.text)
    ):
        return unit.answer == "yes"
    alone = len(MENTION.findall(unit.text)) < 2
    if unit.titles and alone and not TRIGGER.search(unit.question) and not ONLY.search(unit.text):
        return True if (unit.bullet or LEGAL.search(unit.text)) and _in_visa_context(unit) else None
    return True if _in_visa_context(unit) or ONLY.search(unit.text) else None


def _j1(unit: Unit, clause: Clause, polarity: str, types: set[str]) -> Iterator[Finding]:
    if FELLOWS_ONLY.search(clause.text):
        yield _finding(unit, "j1", False, "explicit", "visa.fellows_only", "implied")
        return
    if polarity == "":
        bare = _bare(unit, clause)
        if bare is None:
            return
        polarity = "yes" if bare else "no"
    strong = bool(
        re.search(
            r"sponsor|accept|offer|support|consider|take|only|welcome|available|provid|must have"
            r"|must hold|must obtain|need",
            unit.text,
        )
    )
    strength = "explicit" if strong or unit.answer else "weak"
    value = polarity != "no"
    kind = "conditional" if polarity == "loophole" else "stated"
    yield _finding(unit, "j1", value, strength, f"visa.j1.{polarity}", kind)
    if value and "h1b" not in types and _excludes_others(unit, clause):
        yield _finding(unit, "h1b", False, "only", "visa.only_j1", "implied")


def _excludes_others(unit: Unit, clause: Clause) -> bool:
    cleaned = NOT_THAT_ONLY.sub(" ", unit.text)
    if unit.rank == 0 and _ASKS_WHICH.search(unit.question) and ONLY.search(clause.text):
        return True  # "Which visas? J-1 through ECFMG only."
    return (
        bool(ONLY_VISA.search(cleaned))
        or bool(CONFINED.search(unit.text))
        or bool(ONLY.search(NOT_THAT_ONLY.sub(" ", clause.text)))
    )


def _willing(unit: Unit, clause: Clause) -> bool:
    """Whether a word of the clause, or of its list, is of sponsoring or training. [yes or no]"""
    alone = len({found.lastgroup for found in MENTION.finditer(unit.text)}) < 2
    return bool(WILLING.search(MENTION.sub(_blank, clause.text) if alone else unit.text))


def _blank(found: re.Match[str]) -> str:
    return "sponsor" if "sponsor" in found[0] else " "


def _h1b(unit: Unit, clause: Clause, polarity: str, types: set[str]) -> Iterator[Finding]:
    if FELLOWS_ONLY.search(clause.text):
        yield _finding(unit, "h1b", False, "explicit", "visa.fellows_only", "implied")
        return
    if polarity == "":
        bare = _bare(unit, clause)
        if bare is None:
            return
        polarity = "yes" if bare else "no"
    elif polarity == "yes" and not CELL.search(clause.text) and not _willing(unit, clause):
        return  # named, with a verb that says nothing of sponsoring
    limited = bool(US_SCHOOL.search(clause.text)) and not ALREADY.search(unit.text)
    if limited and polarity != "no":
        yield Finding(
            "h1b", "ambiguous", unit.start, unit.end, "explicit", "conditional", "visa.us_schools"
        )
        return
    value = polarity != "no"
    conditional = value and bool(CONDITION.search(unit.text))
    strong = bool(CELL.search(clause.text)) or bool(
        re.search(
            r"sponsor|accept|offer|support|consider|take|available|provid|eligible|\bfiled?\b"
            r"|petition"
            r"|process|honou?r|issue|obtain",
            unit.text,
        )
    )
    yield _finding(
        unit, "h1b", value, "explicit" if strong or unit.answer or not value else "weak",
        f"visa.h1b.{polarity}", "conditional" if conditional else "stated",
    )  # fmt: skip


def denies_them(unit: Unit, before: Unit | None) -> bool:
    """Whether a sentence says that "they" are not filed, after one on H-1B alone. [yes or no]"""
    if before is None or "h-1b" not in before.text or "j-1" in before.text:
        return False
    return unit.line == before.line and bool(_DENIES_THEM.search(unit.text))


def triggers_visa(unit: Unit) -> bool:
    """Whether a sentence or its question speaks of visas at all. [yes or no]"""
    return (
        bool(unit.answer)
        or (mentions(unit.text, _NAMES) and bool(TRIGGER.search(unit.text)))
        or bool(unit.question and TRIGGER.search(unit.question))
    )
