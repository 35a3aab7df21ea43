"""The closing date of applications, by a date's preposition and what it is a date of."""

import re
from collections.abc import Iterator, Sequence

from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit
from thirdfriday.intake.read_dates import DATE, month_day

_END = re.compile(
    r"(?:\buntil|\btill|\bby|\bbefore|\bno(?:t)? later than|\bclos\w+(?: (?:date|day))?(?: is| on)?"
    r"|\bcut[ -]?off(?: date)?(?: is| on)?|\bends?(?: on)?|\bdeadline(?: is| of)?|\bdue(?: on| by)?"
    r"|\bup to(?: and including)?|\bthrough|\bthru|\bstop\w*(?: on| at)?|\bnot after"
    r"|\blocks?(?: at| on)?|\bgoes dark(?: on)?"
    r"|\b(?:last|final) (?:day|date)\b[^.;]{0,45}?(?: is|:)|\bto|\bshuts?(?: on)?|\bnothing after"
    r"|\b(?:received|in|complete|finished|submitted) (?:by|on)|\bon or before)"
    r"[:,]? ?(?:(?:midnight|noon|5 ?pm|11:59 ?pm|\d{1,2}(?::\d\d)? ?[ap]\.?m\.?|est|et|eastern"
    r"|central|pacific|on|of|at|the|about|around|usually|generally|close of business|end of day"
    r"|mon|tues|wednes|thurs|fri|satur|sunday|day|,)\W*)*$"
)
_OF_APPLYING = re.compile(
    r"\bappl(?:y|ying|ication|ications)\b|\bfiles?\b|\beras\b|\bsubmi\w+|\bwindow\b|\bdoors?\b"
    r"|\breceiv\w+|\bportal\b|\bclosing\b|\bdeadline\b|\bmaterials\b|\bdocuments\b|\bpapers\b"
    r"|\bcut[ -]?off\b"
)
_OF_ELSE = re.compile(
    r"interview|\bvisiting|\bletters? may|\brank|\borientation|\bstart|\bmatch(?:ed)?\b|\binvit"
    r"|\bstep [123]|\becfmg|\bcertif"
    r"|\bgraduat|\bvaccin|\bopens?\b|\bh-1b|\bvisas?\b|\bfellow|\belective|\brotation|\bobserver"
    r"|\bpost(?:ed|ing)|\bupdated|\bcontract|\blicen[sc]|\bdegree|\bdiploma|\bregist|\bpassed\b"
    r"|\bholiday|\bemployment|\bsigned\b|\bscholar|\bopen house|\bsecond look|\bsalar|\bvacation"
    r"|\byear\b|\bscores?\b"
    r"|\btranscript|\bsaem|\btransfer|\bstipend|\bmeet"
)
_NEVER = re.compile(r"\bpass(?:ed|ing)?\b|status letter|\bptal\b|\bto be ranked|\bcertificate")
_ROUGH = re.compile(r"[,;(]| and (?!including)|\bwe (?=tell|interview|invite|begin|start)|\bas\b")
_THEN = re.compile(
    r"(?:,? 20\d\d)?\W{1,3}(?:the |our )?(?:doors?|applications?|window|portal|eras|we"
    r"|files?)? ?(?:shut|close"
    r"|deadline|due|last day|final day|cut-?off)\w*\b(?! (?:interview|rank|of interview))"
)
_NEEDED = 3


def of_something_else(text: str) -> bool:
    """Whether a sentence's dates are of interviews, visas, certificates and the like."""
    return bool(_OF_ELSE.search(text) or _NEVER.search(text))


def find_closing(units: Sequence[Unit]) -> Iterator[Finding]:
    """The closing date of a page on which the first rules are silent. [findings]"""
    best: tuple[int, Unit, str] | None = None
    for place, unit in enumerate(units):
        if unit.asks or unit.for_fellows or re.search(r"fellow|transfer|visiting", unit.heading):
            continue
        context = " ".join(
            [unit.heading, unit.intro, unit.question if unit.rank >= 0 else ""]
            + [other.text for other in units[max(0, place - 1) : place]]
        )
        for found in DATE.finditer(unit.text):
            value, score = month_day(found), _score(unit.text, found, context)
            if value and score >= _NEEDED and (best is None or score > best[0]):
                best = (score, unit, value)
    if best is not None:
        _, unit, value = best
        yield Finding("deadline", value, unit.start, unit.end, "weak", "stated", "closing")


def _score(text: str, found: re.Match[str], context: str) -> int:
    """How much speaks for a date closing applications. [points]"""
    before = text[: found.start()]
    if _THEN.match(text, found.end()) and not _NEVER.search(text):
        return 2 + 2
    if not _END.search(before) or _NEVER.search(text):
        return 0
    clause = _ROUGH.split(before)[-1] + _ROUGH.split(text[found.end() :])[0]
    if _OF_ELSE.search(clause):
        return 0
    if _OF_APPLYING.search(clause):
        return 2 + 2
    if re.search(r"\b(?:to|through|thru|by|before|up to) $", before[-9:]) and "go on" not in before:
        return 0
    nearby = _OF_APPLYING.search(text) and not _OF_ELSE.search(text)
    return 2 + (1 if nearby or _OF_APPLYING.search(context) else 0)
