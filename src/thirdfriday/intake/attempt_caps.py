"""How many attempts a sentence allows, by its limits, failures and ordinals."""

import re

from thirdfriday.intake.page_numbers import NUMBER, number_of

REFUSED = re.compile(
    r"(?:\bnot\b|n't|\bnever\b|\bcannot\b)[^.;,]{0,30}(?:consider|accept|review|invit|eligib"
    r"|interview|qualif|tak|apply|rank|compet|read|look|seen|go further|have (?:tried|taken|sat"
    r"|failed))|rules? (?:you|them|one"
    r"|an applicant|candidates|anyone) out"
    r"|disqualif\w+|ineligible|exclud\w+|\breject\w*|\bscreened out|\bdeclin\w+|\bno (?:applicant"
    r"|one|candidate)|\b(?:is|are) out\b|\bbarred\b|\bbars\b|\b(?:please )?(?:do not|don't) apply"
    r"|\bruled out\b|\bturned down\b|\bnobody\b|\bweeded out\b|\bneither\b[^.;]{0,30}\brank"
    r"|\bpass(?:es)? over\b|\bpassed over\b|\bshuts?\b|\bcloses?\b(?: the| our| your|,| with|$)"
    r"|\belsewhere\b|\bno point in\b|\bother programs\b|\bnot to apply\b|\bends? (?:the|your|our)\b"
    r"|\bis closed\b"
    r"|\bno (?:person|file|room|interview|invitation)\b|\bnot for you\b|\bstops? there\b"
)
LIMIT = (
    r"(?:no more than|not (?:have|take|need|require|be|use)\w*(?: had| taken| needed)? more than"
    r"|not more than|at most|a?\s*max(?:imum)?(?: of)?|up to|within|inside|limit(?:ed)? (?:of|to)"
    r"|only|not exceed(?:ing)?|in)"
)
_ADJECTIVES = r"(?:\(?\d\)?\s*)?(?:[a-z0-9/.-]+ ){0,4}?"
_ATTEMPTS_CAP = re.compile(
    rf"\b{LIMIT} (?P<n>{NUMBER}) {_ADJECTIVES}(?:attempts?|tries|try|sittings?|goes)\b"
)
_ATTEMPTS_AFTER = re.compile(
    rf"\b(?P<n>{NUMBER}) (?:\(\d\) )?(?:total )?(?:attempts?|tries|sittings?"
    rf"|goes)\b[^.;]{{0,25}}?(?:or (?:fewer|less)|(?:and|,) no more|only|(?:are|is) (?:the"
    rf"|our) (?:most|limit|maximum)|max\w*|at (?:the )?most|allowed|permitted|limit|per (?:step"
    rf"|exam)|each)"
)
_LIMITS_TO = re.compile(
    rf"(?<!board )\blimit(?:s|ed)? [^.;:]{{0,20}}\battempts?\b[^.;:]{{0,35}} to (?P<n>{NUMBER})\b"
)
_MAXIMUM_CELL = re.compile(rf"\bmaximum number of attempts(?: \w+){{0,4}} (?P<n>{NUMBER})$")
_ATTEMPTS_OR_LESS = re.compile(
    rf"\battempts?\b[^.;\d]{{0,25}}\b(?P<n>{NUMBER}) or (?:fewer|less)\b"
)
_ATTEMPTS_THEN = re.compile(
    rf"\battempts?\b[^.;]{{0,25}}?(?:no more than|max\w*|at most|up to|limit\w*)\W*(?:of |to "
    rf"|is )?(?P<n>{NUMBER})\b(?! (?:years|months|fail))"
)
_CELL_FAILURES = re.compile(
    rf"\W*(?:\w+ )?fail\w*[^:.;]{{0,25}}: [^.;]{{0,25}}?\b(?P<n>{NUMBER})\b(?! (?:years|months))"
)
_CELL_CAP = re.compile(
    rf"^\W*(?:\w+ ){{0,3}}(?:attempts?|tries|sittings?)\b(?: \w+){{0,4}}: *(?P<n>{NUMBER})\b"
    rf"(?! (?:years|months|(?:\w+ )?fail))"
)
_ALLOWS = re.compile(
    rf"\b(?:allow|permit|accept|tolerat|overlook|forgiv)\w* (?:for )?(?:up to "
    rf"|at most )?(?P<n>{NUMBER}|a|single) "
    rf"{_ADJECTIVES}fail\w*"
)
_COUNT_OF = re.compile(
    rf"(?:maximum|number|limit|most)[^.;:]{{0,20}}\battempts?\b[^.;:]{{0,25}}(?::|=| is"
    rf"| of)\W*(?P<n>{NUMBER})\b"
)
_OR_FEWER = re.compile(
    rf"\b(?P<n>{NUMBER}) or (?:fewer|less) (?P<what>attempts?|tries|sittings|failures|fails)\b"
)
_FEWER = re.compile(
    rf"\b(?:fewer|less) than (?P<n>{NUMBER}) {_ADJECTIVES}(?P<what>attempts?|tries|failures?"
    rf"|failed|fails?)\b"
)
_ORDINAL = {"second": 2, "2nd": 2, "third": 3, "3rd": 3}
_BY_ORDINAL = re.compile(
    r"\b(?:by|on|at|in|within|or) (?:the |their |your |a )?(?P<n>second|2nd|third|3rd) (?:attempt"
    r"|try|sitting)\b"
)
_FAILURES_CAP = re.compile(
    rf"\b{LIMIT} (?P<n>{NUMBER}) {_ADJECTIVES}(?:fail\w*|repeats?|retakes?)\b"
)
_FAILURES_AFTER = re.compile(
    rf"\b(?P<n>{NUMBER}|a|single) (?:\(\d\) )?(?:[a-z0-9-]+ ){{0,2}}?fail(?:ure|ures|ed"
    rf"|ed attempts?|ed exams?|s|ing score)?\b[^.;]{{0,60}}?"
    r"(?:at (?:the )?most|max\w*|allow\w*|permit\w*|accept\w*|considered|can be|tolerat\w*"
    r"|forgiv\w*|overlook\w*|excus\w*|pardon\w*|to be invited|is (?:ok|okay|fine)|looked at)"
)
_FAILURE_ON = re.compile(rf"\bwith (?P<n>{NUMBER}) fail\w*\b")
_OR_MORE = re.compile(
    rf"\b(?P<n>{NUMBER}) (?:or more {_ADJECTIVES}(?P<what>attempts?|tries|sittings|retakes"
    rf"|fail\w*)\b"
    rf"|(?:{_ADJECTIVES})(?P<what2>attempts?|tries|sittings|retakes|fail\w*) or (?:more|above))"
)
_MORE_THAN_TIMES = re.compile(rf"\bmore than (?P<n>{NUMBER}|thrice|twice|once)(?: times)?\b")
MORE_THAN = re.compile(
    rf"\b(?:more than|over|exceeding|greater than) (?P<n>{NUMBER}) "
    rf"{_ADJECTIVES}(?P<what>attempts?|tries|sittings?|fail\w*|retakes?)\b"
)
_RETAKES = re.compile(
    rf"\b(?P<n>{NUMBER}) (?:retakes?|repeats?)\b[^.;]{{0,30}}(?:allow|permit|accept|tolerat"
    rf"|\bok\b|okay|\bfine\b|forgiv|with we"
    rf"|consider|at most|max)\w*|(?:may|can) have failed once"
)
_AT_MOST_TIMES = re.compile(
    r"\b(?:taken?|sat|sit|attempted|tried)\b[^.;]{0,30}\b(?P<n>once|twice"
    r"|thrice),? (?:and )?(?:no more|at most|only|but no)"
    r"|\b(?:at most|no more than|only) (?P<n2>once|twice|thrice)\b"
)
_SECOND_FAILURE = re.compile(
    r"\b(?:a )?second (?:fail\w*|failed attempt)|\bone fail\w*[^.;]{0,25}\bbut not (?:two"
    r"|a second|more)|\bfail\w* (?:more than once|twice)"
)
_FAILED_TIMES = re.compile(
    rf"fail\w*[^.;]{{0,50}}?(?P<more>more than )?\b(?P<times>once|twice|{NUMBER} times)\b"
)


def _failures(word: str) -> int:
    return 1 if word in {"a", "single"} else number_of(word)


def stated_cap(text: str) -> int:
    """The attempts a sentence allows; 0 where it states no number. [count]"""
    for pattern, extra in (
        (_FAILURES_CAP, 1),
        (_ATTEMPTS_CAP, 0),
        (_ATTEMPTS_AFTER, 0),
        (_ATTEMPTS_THEN, 0),
        (_COUNT_OF, 0),
        (_CELL_CAP, 0),
        (_ATTEMPTS_OR_LESS, 0),
        (_LIMITS_TO, 0),
        (_MAXIMUM_CELL, 0),
    ):
        found = pattern.search(text)
        if found:
            failed = extra or "fail" in found[0]
            return number_of(found["n"]) + (1 if failed else 0)
    for pattern, fewer in ((_OR_FEWER, 0), (_FEWER, 1)):
        found = pattern.search(text)
        if found:
            return number_of(found["n"]) - fewer + (1 if "fail" in found["what"] else 0)
    found = MORE_THAN.search(text)
    if found and REFUSED.search(text):
        return number_of(found["n"]) + (1 if "fail" in found[0] else 0)
    found = _OR_MORE.search(text)
    if found and REFUSED.search(text):
        return number_of(found["n"]) - (0 if re.search("fail|retake", found[0]) else 1)
    found = _MORE_THAN_TIMES.search(text)
    if (
        found
        and (REFUSED.search(text) or re.search(r"\bno (?:\w+ )?(?:exam|step|test)\b", text))
        and "fail" not in text
        and re.search(r"tak\w+|sat\b|\bsit\b|tried|attempt", text)
    ):
        return {"once": 1, "twice": 2, "thrice": 3}.get(found["n"]) or number_of(found["n"])
    return _cap_from_failures(text)


_MAY_HAVE_FAILED = re.compile(
    r"\b(?:may|can) (?:only )?have (?:been )?failed (?:(?:an?|any) (?:step|exam|level) )?(?:only )?"
    r"(?P<n>once|twice)\b"
)


def _cap_from_failures(text: str) -> int:  # noqa: PLR0911 (rules in order, first hit wins)
    may = _MAY_HAVE_FAILED.search(text)
    if may:
        return {"once": 1, "twice": 2}[may["n"]] + 1
    cell = _CELL_FAILURES.match(text)
    if cell and not REFUSED.search(text):
        return number_of(cell["n"]) + 1
    sat = re.search(
        rf"\b(?:took|taken|sat|sit"
        rf"|tak\w+)\b[^.;]{{0,30}}?\b(?P<n>{NUMBER}) times\b(?! or less)",
        text,
    )
    if sat and REFUSED.search(text) and "more than" not in text and "fail" not in text:
        return number_of(sat["n"]) - 1
    second = _SECOND_FAILURE.search(text)
    if second and (REFUSED.search(text) or "not" in second[0]):
        return 2
    found = _FAILED_TIMES.search(text)
    if found and REFUSED.search(text):
        times = {"once": 1, "twice": 2}.get(found["times"]) or number_of(found["times"].split()[0])
        return times + (1 if found["more"] else 0)
    found = _FAILURES_AFTER.search(text) or _FAILURE_ON.search(text)
    if found and not REFUSED.search(text):
        return _failures(found["n"]) + 1
    found = _ALLOWS.search(text)
    if found and not REFUSED.search(text):
        return _failures(found["n"]) + 1
    found = _AT_MOST_TIMES.search(text)
    if found:
        return {"once": 1, "twice": 2, "thrice": 3}[found["n"] or found["n2"]]
    found = _RETAKES.search(text)
    if found:
        return (number_of(found["n"]) if found["n"] else 1) + 1
    found = _BY_ORDINAL.search(text)
    return _ORDINAL[found["n"]] if found else 0
