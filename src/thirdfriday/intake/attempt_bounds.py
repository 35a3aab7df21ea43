"""Bounds on attempts by comparison, number and unit ("no greater than one failed attempt")."""

import re
from collections.abc import Iterator, Sequence

from thirdfriday.intake.page_numbers import NUMBER, number_of
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_ABOUT = re.compile(
    r"\bfail\w*|\battempts?\b|\btries\b|\btry\b|\bretak\w+|\bretook\b|\brepeat(?:s|ed)?\b"
    r"|\bsittings?\b"
    r"|\btwice\b|\bthrice\b|\bstumbl\w*|\bslip\b|\bsetbacks?\b|\bflunk\w*|\b(?:second|third"
    r"|first) (?:go|time|try)\b"
)
_EXAM = re.compile(
    r"\busmle\b|\bcomlex\b|\bsteps?\b|\bexam\w*|\blevels?\b|\bboards?\b|\bscores?\b|\btests?\b"
    r"|\blicens\w+ exam|\bck\b"
)
_OTHER = re.compile(
    r"\bstep (?:3|iii|three)\b(?! or| and)|in-training|\bour (?:graduates|residents|alumni)\b"
    r"|pass rate|\bbasic\b|\babsite\b|\bite\b|certifying|qualifying exam|first[ -]time takers?"
    r"|fail(?:ure|s|ing)? to \w+|\bheart failure|(?:renal|liver|respiratory|organ|kidney) failure"
    r"|pass(?:/| or )fail\b|drug test|background|\bresidents? (?:who|has|have) (?:ever )?fail"
    r"|without fail\b|don't try"
    r"|\bboard (?:limits|allows|permits|caps|requires)\b|\btry to\b|\btrying to\b|\btries to\b"
    r"|\btry (?:it|our|hard|not)\b|not try\b|\bvirtual try"
)
_WORDS = r"(?:(?!more\b|than\b)[\w'/-]+ ){0,3}?"
_FAILURE = r"fail\w*|flunk\w*|retakes?|repeats?"
_UNIT = rf"(?P<unit>{_FAILURE}|attempts?|tries|try|sittings?|goes|times)\b"
_N = rf"(?P<n>{NUMBER}|an?)"
_MORE_THAN = re.compile(
    rf"(?P<no>\b(?:no|not|never|n't)\b(?: \w+){{0,2}} )?\b(?:more|greater|over|above|beyond"
    rf"|exceed\w*"
    rf"|in excess of)(?: than)? {_N} {_WORDS}{_UNIT}"
)
_OR_MORE = re.compile(
    rf"\b{_N}(?: or more|\+| or greater| plus) {_WORDS}{_UNIT}|\b(?P<n2>{NUMBER}) {_WORDS}"
    rf"(?:{_FAILURE}|attempts?|tries|sittings?) or more\b"
)
_AT_MOST = re.compile(
    rf"\b(?:at most|up to|max\w*(?: of)?|limit\w*(?: of| to)?|cap\w*(?: of| at)?|within|as many as"
    rf"|only) {_N} {_WORDS}{_UNIT}"
)
_RULE = re.compile(
    rf"\b(?P<n>{NUMBER})[ -](?:attempts?|try|tries|strikes?)[ -](?:rule|limit|maximum|cap|policy)\b"
)
_LABEL = re.compile(
    rf"\b(?:attempts?|tries|sittings)\b[^.;:]{{0,40}}(?:allow|permit|accept|limit|max|consider)?\w*"
    rf"[^.;:]{{0,25}}: (?P<n>{NUMBER})\b(?! (?:years|months|fail))"
)
_SECOND = re.compile(
    r"(?:\b(?:a|the) |^\W*)(?P<n>second|third|fourth|fifth) (?P<unit>fail\w*|attempts?|try|tries"
    r"|retakes?|sittings?)\b"
)
_TWICE = re.compile(r"\bfail\w*[^.;,]{0,40}\b(?P<n>once|twice|more than once|more than twice)\b")
_REFUSED = re.compile(
    r"(?:\bnot\b|\bcannot\b|\bnever\b|\bunable\b|\bno longer\b)[^.;]{0,40}(?:consider|accept|review"
    r"|invit|eligib|interview|qualif|tak|apply|rank|read|look|appoint|go further|advance|proceed"
    r"|open)"
    r"|\bineligible|\bdisqualif\w+|\bexclud\w+|\breject\w*|\bscreen(?:ed|s)? out|\bdeclin\w+"
    r"|\bends? (?:our|the|your|any|a|that)\b|\baside\b|\bclos(?:e|es|ed)\b|\bstops?\b|\bremov\w+"
    r"|\bfilter\w* out|\brules? (?:you|them|it|an?|that|out)\b|\bruled out\b|\bbarred?\b"
    r"|\bturned? (?:away|down)\b|\bout of (?:the )?(?:running|consideration|contention)"
    r"|\bno (?:invitation|interview|one|applicant)\b|\bdrops? out\b|\bpassed over\b|\bnobody\b"
    r"|\bnot licen[sc]e\b|\bexceed\w* it\b|\bsorry\b|\bneither\b[^.;]{0,30}\brank|\bpass over\b"
    r"|\bno (?:candidate|person|file)\b|\bshuts?\b|\belsewhere\b|\bother programs\b"
    r"|\bnot to apply\b"
    r"|\bone too many\b"
)
_SPARED = re.compile(
    r"(?:\bnot\b|\bnever\b|\bneither\b)(?: \w+){0,2}? (?:ends?|clos\w+|rules?|stops?"
    r"|disqualif\w+|exclud\w+"
    r"|bar|remov\w+|reject\w*|screen\w*)\b(?: \w+){0,2}"
)
_PER_EXAM = re.compile(
    rf"\b(?:no more than|at most|max\w*(?: of)?|up to|only|and"
    rf"|but)(?: only)? (?P<n>{NUMBER}) (?:at|on|for|in) "
    r"(?:the )?(?:usmle |comlex )?(?:steps?|levels?|ck)\b"
)
_HEDGED = re.compile(
    r"\bno (?:rule|hard|fixed|limit|maximum)|\breluctan\w+|\bprefer\w*|\bunlikely|\bconcern\w*"
    r"|\bhesita\w+|\brarely|\bseldom|\busually|\bgenerally|\bmost (?:years|of)\b|\btend\b"
    r"|\bhard(?:er)?\b|\bdifficult\w*|\bless (?:likely|competitive)|\bred flag|\bweigh\w*"
    r"|\bmay\b|\bmight\b|\bnever done well|\bcould\b|\bconsider(?:ed|s)? (?:case|individ|on)"
)
_ATTITUDE = re.compile(
    r"\bnot an?\b|\bveto\b|\blive with\b|\bforgiv\w+|\boverlook\w*|\bexplain\w*|\bexplanation"
    r"|\bconsider\w*|\breview\w*|\bany number\b|\bmatter\w*|\bcount\w* against|\bheld against"
    r"|\bhurt\w*|\bsink\b|\bhear about\b|\bconcern\w*|\bprefer\w*|\bfavou?r\w*|\blike\b"
    r"|\breluctan\w+|\bunlikely"
    r"|\bunusual\b|\brule\b|\bknock\w*|\bdisqualif\w+|\bend of\b|\bautomatic\w*|\bpenali\w+"
    r"|\bred flag|\bcontext\b|\bnot fatal|\bstory\b|\btell (?:us|we)\b|\bwe know\b|\blearn\w*"
    r"|\bhappens?\b|\bhuman\b|\blook(?:ed)? at|\bworr\w+"
    r"|\bwelcome\b|\baccept\w*|\blimit\w*|\bcap\w*\b|\bmaximum\b|\ballow\w*|\bpermit\w*"
    r"|\bquestions?\b|\bscrutin\w+|\brequir\w+|\bmust\b|\bexpect\w*|\bdeal ?breaker|\bok\b|\bfine\b"
)
_ANSWERED = re.compile(
    r"\bexplain|\btell we\b|\bask (?:you )?about\b|\bnot an? (?:reason|veto|bar|problem"
    r"|deal ?breaker)|\bstory\b"
    r"|\blearn|\bcontext\b|\bagainst you\b|\bhurt|\bworr|\bforgiv|\bhappens\b|\bovercome"
)
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_TIMES = {"once": 1, "twice": 2, "more than once": 2, "more than twice": 3}
_LARGEST = 6


def find_bounds(units: Sequence[Unit], *, capped: bool) -> Iterator[Finding]:
    """Attempts policies by comparison, for a page on which the first rules are silent. [findings]

    Args:
        units: the page's sentences.
        capped: whether a hard cap may be said too.
    """
    for place, unit in enumerate(units):
        if unit.asks or unit.for_fellows or not _ABOUT.search(f"{unit.text} {_asked(unit)}"):
            continue
        words = f"{_asked(unit)} {unit.text}".strip()
        before = units[place - 1].text if place else ""
        around = f"{before} {words} {unit.context}"
        if not _EXAM.search(around) or _OTHER.search(words):
            continue
        bounds, hard = bounds_of(unit.text)
        if not bounds and not _weighed(unit):
            continue
        cap = bounds.pop() if len(bounds) == 1 else 0
        said = f"at most {cap} attempts" if cap else "failures weighed"
        yield Finding(
            "attempts_policy", said + ("" if hard or not cap else " preferred"), unit.start,
            unit.end, "weak", "stated" if hard else "soft", "bounds",
        )  # fmt: skip
        if cap and hard and capped:
            yield Finding("max_attempts", cap, unit.start, unit.end, "weak", "stated", "bounds")


def _weighed(unit: Unit) -> bool:
    """Whether a sentence, or a yes to its question, says how failures are taken. [yes or no]"""
    if _ABOUT.search(unit.text):
        return bool(_ATTITUDE.search(unit.text))
    if unit.rank != 0 or not _ABOUT.search(unit.question):
        return False
    return bool((unit.answer and _ATTITUDE.search(unit.question)) or _ANSWERED.search(unit.text))


def _asked(unit: Unit) -> str:
    return unit.question if unit.rank == 0 else ""


def bounds_of(text: str) -> tuple[set[int], bool]:
    """The attempts a sentence allows, each bound once; and whether they are hard. [counts]

    >>> bounds_of("no greater than one failed attempt across all examinations")
    ({2}, True)
    >>> bounds_of("more than one failure on the same step will end our review.")
    ({2}, True)
    """
    refused = bool(_REFUSED.search(_SPARED.sub(" ", text)))
    bounds: set[int] = set()
    hard = False
    for found in _MORE_THAN.finditer(text):
        if found["no"] or refused:
            bounds.add(_number(found["n"]) + _failed(found))
            hard = True
    for found in _OR_MORE.finditer(text):
        if refused and not bounds:
            bounds.add(_number(found["n"] or found["n2"]) - 1 + _failed(found))
            hard = True
    for pattern in (_AT_MOST, _RULE, _LABEL):
        for found in pattern.finditer(text):
            failed = _failed(found) if pattern is _AT_MOST else 0
            bounds.add(_number(found["n"]) + failed)
            hard = True
    if bounds:
        bounds |= {_number(found["n"]) for found in _PER_EXAM.finditer(text)}
    if not bounds and refused:
        bounds, hard = _by_ordinal(text)
    bounds = {bound for bound in bounds if 0 < bound <= _LARGEST}
    return bounds, hard and not _HEDGED.search(text)


def _by_ordinal(text: str) -> tuple[set[int], bool]:
    second, twice = _SECOND.search(text), _TWICE.search(text)
    if second:
        failed = second["unit"].startswith("fail")
        return {_ORDINALS[second["n"]] - (0 if failed else 1)}, True
    return ({_TIMES[twice["n"]]}, True) if twice else (set(), False)


def _failed(found: re.Match[str]) -> int:
    """One more attempt than failures, where the number counts failures. [count]"""
    return 1 if re.search(_FAILURE, found[0]) else 0


def _number(word: str) -> int:
    return 1 if word in {"a", "an"} else number_of(word)
