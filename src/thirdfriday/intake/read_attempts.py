"""How many attempts at an examination a page allows."""

import re
from collections.abc import Iterator

from thirdfriday.intake.attempt_bounds import bounds_of
from thirdfriday.intake.page_numbers import NUMBER, number_of
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_TRIGGER = re.compile(
    r"attempt|\btimes\b|\bmore than (?:once|twice)|\bgoes\b|retak|\bsecond time|\bfirst go\b"
    r"|\btry\b|\btries\b|\btried\b|\bthrice\b|first[ -]time|\b1st[ -]time|\bfail|retake|retook"
    r"|sitting|repeat"
)
_EXAM = re.compile(
    r"attempt|\bfail|\bsteps?\b|usmle|comlex|\bexam|\bboards?\b|\blicens|\btests?\b|\bscores?\b"
    r"|\bck\b|\blevel\b|retake|\bpass|\b2\d\d\b"
)
_FIRST = re.compile(
    r"(?:first|1st|initial|single|one)[ -](?:attempts?|try|tries|sitting|go)\b|(?:the "
    r"|pass\w* (?:the |in |on |at )*)first[ -]time\b|first[ -]time pass\w*|\bfirst[ -]time\b(?= on)"
)
_SOFT = re.compile(
    r"prefer\w*|\bideal\w*|desir\w+|\bfavou?r\w*|look(?:s|ing)? for|encourag\w+|competitive"
    r"|recommend\w*|advantage|\btypical\w*"
    r"|(?<!at )(?<!the )\bmost\b|\bgenerally\b|\bgive[sn]? (?:strong )?(?:preference|priority)"
    r"|\busually\b|\bhope\b|\blike to\b|\bpriority\b|\bplus\b|\bcomes? first\b|\bwant\b"
    r"|\bstand\w* out\b|\bconsidered first\b|\bstronger\b|\blikes?\b|\bviewed\b|\bprized?\b"
    r"|\bvalue[sd]?\b|\bprecedence\b|\bimpress\w*|\bcounts? (?:for|in)\b|\bwelcome\b|\bhelps?\b"
    r"|\battractive\b|\bedge\b|\bpleased\b|\blooked on\b|\bwell regarded\b|\bshould ideally\b"
    r"|\blean\b|\brather\b|\bsooner\b|\bin (?:your|their) favou?r\b"
)
_REFUSED = re.compile(
    r"(?:\bnot\b|n't|\bnever\b|\bcannot\b)[^.;,]{0,30}(?:consider|accept|review|invit|eligib"
    r"|interview|qualif|tak|apply|rank|compet|read|look|seen|go further|have (?:tried|taken|sat"
    r"|failed))|rules? (?:you|them|one"
    r"|an applicant|candidates|anyone) out"
    r"|disqualif\w+|ineligible|exclud\w+|\breject\w*|\bscreened out|\bdeclin\w+|\bno (?:applicant"
    r"|one|candidate)|\b(?:is|are) out\b|\bbarred\b|\bbars\b|\b(?:please )?(?:do not|don't) apply"
    r"|\bruled out\b|\bturned down\b|\bnobody\b|\bweeded out\b"
)
_FAVOURED = re.compile(
    r"rare exceptions?|\bcomes? first\b|\bpriority\b|\bprecedence\b|\bpreference\b|\bpreferred\b"
    r"|\bfavou?r"
)
_LIMIT = (
    r"(?:no more than|not (?:have|take|need|require|be|use)\w*(?: had| taken| needed)? more than"
    r"|not more than|at most|a?\s*max(?:imum)?(?: of)?|up to|within|inside|limit(?:ed)? (?:of|to)"
    r"|only|not exceed(?:ing)?|in)"
)
_ADJECTIVES = r"(?:\(?\d\)?\s*)?(?:[a-z0-9/.-]+ ){0,4}?"
_ATTEMPTS_CAP = re.compile(
    rf"\b{_LIMIT} (?P<n>{NUMBER}) {_ADJECTIVES}(?:attempts?|tries|try|sittings?|goes)\b"
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
_BARE_CAP = re.compile(
    rf"^\W*(?:only |just |we (?:allow|accept|permit|take) )?(?:{_LIMIT} )?(?P<n>{NUMBER})\b"
    rf"(?! (?:years|months|weeks|%)|\d)"
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
    rf"\b{_LIMIT} (?P<n>{NUMBER}) {_ADJECTIVES}(?:fail\w*|repeats?|retakes?)\b"
)
_FAILURES_AFTER = re.compile(
    rf"\b(?P<n>{NUMBER}|a|single) (?:\(\d\) )?(?:[a-z0-9-]+ ){{0,2}}?fail(?:ure|ures|ed"
    rf"|ed attempts?|ed exams?|s|ing score)?\b[^.;]{{0,60}}?"
    r"(?:at (?:the )?most|max\w*|allow\w*|permit\w*|accept\w*|considered|can be|tolerat\w*"
    r"|forgiv\w*|overlook\w*|excus\w*|pardon\w*|to be invited|is (?:ok|okay|fine)|looked at)"
)
_FAILURE_ON = re.compile(rf"\bwith (?P<n>{NUMBER}) fail\w*\b")
_OR_MORE = re.compile(
    rf"\b(?P<n>{NUMBER}) or more {_ADJECTIVES}(?P<what>attempts?|tries|fail\w*)\b"
)
_MORE_THAN_TIMES = re.compile(rf"\bmore than (?P<n>{NUMBER}|thrice|twice|once)(?: times)?\b")
_MORE_THAN = re.compile(
    rf"\b(?:more than|over|exceeding|greater than) (?P<n>{NUMBER}) "
    rf"{_ADJECTIVES}(?P<what>attempts?|tries|fail\w*)\b"
)
_RETAKES = re.compile(
    rf"\b(?P<n>{NUMBER}) (?:retakes?|repeats?)\b[^.;]{{0,30}}(?:allow|permit|accept|tolerat"
    rf"|consider|at most|max)\w*|(?:may|can) have failed (?P<once>once)(?P<n2>)".replace(
        "(?P<once>once)(?P<n2>)", "once"
    )
)
_SECOND_FAILURE = re.compile(
    r"\b(?:a )?second (?:fail\w*|failed attempt)|\bone fail\w*[^.;]{0,25}\bbut not (?:two"
    r"|a second|more)|\bfail\w* (?:more than once|twice)"
)
_FAILED_TIMES = re.compile(
    rf"fail\w*[^.;]{{0,50}}?(?P<more>more than )?\b(?P<times>once|twice|{NUMBER} times)\b"
)
_NO_FAILURE = re.compile(
    r"\b(?:zero|no) tolerance\b[^.;]{0,25}fail|\b(?:one|any|a"
    r"|a single) fail\w*[^.;]{0,25}(?:ends?|closes|shuts)\b|(?:repeat(?:ed)?"
    r"|multiple) attempts[^.;]{0,40}(?:not|n't)|\bno (?:prior |previous |past |usmle |comlex "
    r"|exam |step |board |examination )*(?:fail\w*|repeats?|retakes?)\b|\bwithout (?:any "
    r"|a )?(?:prior )?(?:fail|repeat|retake)\w*|\bnever (?:have |having |has )?failed\b"
    r"|\b(?:zero|0) fail\w*|\bfail\w*(?: attempts?)?\W+none\b|\bmust not have (?:any )?fail\w*"
    r"|\b(?:have|has) not failed\b|\bnot have (?:any )?fail\w*"
)
_ANY_FAILURE = re.compile(
    r"^\W*fail(?:ure|ures|ed|s)\b|fail\w* (?:on|in|of|at) (?:any|either|the|a)\b|\b(?:any|a|an"
    r"|with|have|has|who|you|they|past|prior|previous|history of)\b[^.;]{0,25}\bfail(?:ure|ures"
    r"|ed|s|ing)?\b"
)
_TOLERANT = re.compile(
    r"(?:fail\w*|(?:second|third) (?:try|attempt)|retak\w+|repeat\w*)[^.;]{0,60}(?:(?:not"
    r"|n't)[^.;]{0,25}(?:\bend\b|rule|disqualif|exclud|preclud|automatic"
    r"|prevent|count|knock|the end|a bar|fatal)|considered|case[ -]by[ -]case|may (?:still )?be"
    r"|looked at|viewed|weighed|evaluated"
    r"|explain|will be reviewed)"
    r"|(?:not|n't)[^.;]{0,25}(?:rule|disqualif|exclud|preclud|prevent)[^.;]{0,40}fail"
    r"|(?:multiple|several|repeated|more) (?:\w+ )?attempts[^.;]{0,25}(?:review|consider"
    r"|evaluat|look)\w*"
    r"|in (?:the )?context"
    r"|seldom|rarely|consider\w*[^.;]{0,40}\bfail"
)
_TOLERANCE = re.compile(
    r"(?:\bnot\b|n't)[^.;]{0,25}(?:rule|disqualif|exclud|preclud|automatic|prevent|count"
    r"|knock)\w*(?: \w+){0,2}"
)
_NO_LIMIT = re.compile(
    r"\bno (?:set |specific )?(?:limit|cap|maximum|restriction)[^.;]{0,30}(?:attempt|tries|times"
    r"|sittings)"
    r"|(?:number of|how many) (?:attempts|tries|times)[^.;]{0,30}(?:not|n't)|(?:attempts"
    r"|tries) (?:are|is) (?:not|un)\w*"
)
_OBSOLETE = re.compile(r"\bcs\b|\bpe\b|clinical skills")
_LIVE = re.compile(
    r"\bck\b|step (?:1|i)\b|\bsteps\b|usmle|comlex|\bexams\b|\beach\b|\ball\b"
    r"|\bany\b"
)
_NOT_NEEDED = re.compile(r"(?:not|n't) (?:be )?(?:required?|need\w*|necessary)|no requirement")
_OTHER = re.compile(
    r"\b(?:have|has|had) (?:generally|usually|always|mostly|typically|almost always) passed\b|"
    r"\b(?:she|he) (?:has|is|was|had|passed|graduated)\b|\bpassed the boards\b|\bevery sitting\b"
    r"|\d ?% (?:of )?(?:\w+ ){0,4}pass|qualifying (?:board )?exam|certifying exam|specialty boards?"
    r"|\babs\b|board (?:pass|exam)\w*[^.;]{0,20}(?:rate|graduates)|pass rate|our graduates|abim"
    r"|abfm"
    r"|abp\b|\b(?:all (?:of )?)?our residents (?:have|has|all)\b"
    r"|in-training|first[ -]time (?:applicant|taker|visitor)s?|failing (?:that|which|to)"
    r"|fails? to (?:submit|provide|respond|attend|meet|obtain)|failure to"
)


def find_attempts(unit: Unit) -> Iterator[Finding]:
    """Candidate answers for `attempts_policy` and `max_attempts` in one sentence. [findings]"""
    text = unit.text
    if unit.asks or (
        not _TRIGGER.search(text) and not (unit.rank == 0 and _TRIGGER.search(unit.question))
    ):
        return
    if _OTHER.search(text) or not _EXAM.search(f"{text} {unit.context}"):
        return
    if _STEP_3.search(text) and not _BEFORE_STEP_3.search(_STEP_3.sub(" ", text)):
        return
    cap, words, strength = _cap(unit)
    if not words:
        return
    if _OBSOLETE.search(text) and not _LIVE.search(text):
        cap = 0  # a cap on an examination that is no more
    soft = words.endswith("preferred") or words.startswith(("failures", "no limit"))
    yield Finding(
        "attempts_policy",
        words,
        unit.start,
        unit.end,
        strength,
        "soft" if soft else "stated",
        "attempts",
    )
    if cap:
        yield Finding("max_attempts", cap, unit.start, unit.end, strength, "stated", "attempts")


_NO_RULE = re.compile(r"\bno (?:hard |fixed |firm |set |written )?rule\b|\bnot a rule\b")
_BEFORE_STEP_3 = re.compile(
    r"\b(?:steps?|levels?|usmle|comlex|exams?|examinations?|boards?|ck|each|all)\b"
)
_STEP_3 = re.compile(r"\b(?:steps?|levels?) (?:3|iii|three)\b")
_SEVERAL = re.compile(r"(?:multiple|several|repeated|numerous) (?:\w+ ){0,2}?(?:fail\w*|attempts)")
_FROWNED = re.compile(
    r"red flag|unlikely|concern\w*|\bhurt|negativ\w+|less (?:likely|competitive)"
    r"|not competitive|discourag"
    r"|against (?:you|them|an applicant)|disadvantage|difficult|weigh"
)


def _from_answer(unit: Unit) -> tuple[int, str, str]:  # noqa: PLR0911 (rules in order, first hit wins)
    asked = unit.question
    if not _TRIGGER.search(asked):
        return 0, "", ""
    bare = _BARE_CAP.match(unit.text)
    if bare and re.search(r"how many|limit|cap\b|maximum|number of", asked):
        cap = number_of(bare["n"]) + (1 if "fail" in f"{asked} {unit.text}" else 0)
        return cap, f"at most {cap} attempts", "explicit"
    if unit.answer == "no" and re.search(r"how many|limit|cap\b|capped|maximum|restrict", asked):
        return 0, "no limit on attempts", "explicit"
    if unit.answer == "no" and re.search(
        r"accept|consider|review|take|interview|can i|may i|eligible|invite", asked
    ):
        return 1, "first attempt required", "explicit"
    if unit.answer == "yes" and re.search(r"accept|consider|review|can i|may i|interview", asked):
        return 0, "failures considered", "explicit"
    if "fail" in asked and re.match(
        r"\W*(?:it |that )?(?:depends|case[ -]by|maybe"
        r"|possibly)",
        unit.text,
    ):
        return 0, "failures considered", "explicit"
    if unit.answer and re.search(r"fail\w*[^?]{0,30}(?:against|matter|hurt|count)", asked):
        return 0, "failures considered", "strong"
    if unit.answer == "yes" and _FIRST.search(asked):
        return 1, "first attempt required", "explicit"
    return 0, "", ""


def _failures(word: str) -> int:
    return 1 if word in {"a", "single"} else number_of(word)


def _cap(unit: Unit) -> tuple[int, str, str]:  # noqa: PLR0911 (rules in order, first hit wins)
    text = unit.text
    if _NO_LIMIT.search(text):
        return 0, "no limit on attempts", "explicit"
    local = _stated_cap(text)
    bounds, hard = bounds_of(text)
    if len(bounds) > 1:
        return 0, "limits differ by examination", "explicit"
    if not local and bounds and hard:
        local = next(iter(bounds))
    if local:
        soft = bool(_SOFT.search(text)) or bool(_NO_RULE.search(text))
        words = f"at most {local} attempts" + (" preferred" if soft else "")
        return (0 if soft else local), words, "explicit"
    first = _FIRST.search(text)
    if first and not _NOT_NEEDED.search(text):
        soft = bool(_SOFT.search(_near(text, first)) or _FAVOURED.search(text))
        return (
            (0, "first attempt preferred", "explicit")
            if soft
            else (1, "first attempt required", "explicit")
        )
    if _TOLERANT.search(text) and not _REFUSED.search(_TOLERANCE.sub(" ", text)):
        return 0, "failures considered", "strong"
    obsolete = _OBSOLETE.search(text) and not re.search(r"\bck\b|step (?:1|i)\b|steps|usmle", text)
    none = _NO_FAILURE.search(text)
    if none and not obsolete:
        if _FAVOURED.search(text) or _SOFT.search(_near(text, none)):
            return 0, "no failed attempts preferred", "explicit"
        return 1, "no failed attempts", "explicit"
    if (
        _ANY_FAILURE.search(text)
        and _REFUSED.search(text)
        and not re.search("multiple|several|repeated", text)
    ):
        return 1, "no failed attempts", "explicit"
    if _MORE_THAN.search(text) and "fail" in text and _FROWNED.search(text):
        return 0, "failures limited; number not stated", "strong"
    if _SEVERAL.search(text) and (_REFUSED.search(text) or _FROWNED.search(text)):
        return 0, "failures limited; number not stated", "strong"
    if re.search(r"\bfail", text) and _FAVOURED.search(text):
        return 0, "no failed attempts preferred", "strong"
    return _from_answer(unit) if unit.rank == 0 else (0, "", "")


def _near(text: str, found: re.Match[str]) -> str:
    left = max(text.rfind(mark, 0, found.start()) for mark in (";", ": ")) + 1
    right = re.split(r"[,;]", text[found.end() : found.end() + 40])[0]
    return text[max(left, found.start() - 90) : found.end()] + right


def _stated_cap(text: str) -> int:
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
    found = _FEWER.search(text)
    if found:
        return number_of(found["n"]) - 1 + (1 if "fail" in found["what"] else 0)
    found = _MORE_THAN.search(text)
    if found and _REFUSED.search(text):
        return number_of(found["n"]) + (1 if "fail" in found[0] else 0)
    found = _OR_MORE.search(text)
    if found and _REFUSED.search(text):
        return number_of(found["n"]) - (0 if "fail" in found[0] else 1)
    found = _MORE_THAN_TIMES.search(text)
    if (
        found
        and (_REFUSED.search(text) or re.search(r"\bno (?:exam|step|test)\b", text))
        and "fail" not in text
        and re.search(r"tak\w+|sat\b|tried|attempt", text)
    ):
        return {"once": 1, "twice": 2, "thrice": 3}.get(found["n"]) or number_of(found["n"])
    return _cap_from_failures(text)


def _cap_from_failures(text: str) -> int:  # noqa: PLR0911 (rules in order, first hit wins)
    cell = _CELL_FAILURES.match(text)
    if cell and not _REFUSED.search(text):
        return number_of(cell["n"]) + 1
    sat = re.search(
        rf"\b(?:took|taken|sat|sit"
        rf"|tak\w+)\b[^.;]{{0,30}}?\b(?P<n>{NUMBER}) times\b(?! or less)",
        text,
    )
    if sat and _REFUSED.search(text) and "more than" not in text and "fail" not in text:
        return number_of(sat["n"]) - 1
    second = _SECOND_FAILURE.search(text)
    if second and (_REFUSED.search(text) or "not" in second[0]):
        return 2
    found = _FAILED_TIMES.search(text)
    if found and _REFUSED.search(text):
        times = {"once": 1, "twice": 2}.get(found["times"]) or number_of(found["times"].split()[0])
        return times + (1 if found["more"] else 0)
    found = _FAILURES_AFTER.search(text) or _FAILURE_ON.search(text)
    if found and not _REFUSED.search(text):
        return _failures(found["n"]) + 1
    found = _ALLOWS.search(text)
    if found and not _REFUSED.search(text):
        return _failures(found["n"]) + 1
    found = _RETAKES.search(text)
    if found:
        return (number_of(found["n"]) if found["n"] else 1) + 1
    found = _BY_ORDINAL.search(text)
    return _ORDINAL[found["n"]] if found else 0
