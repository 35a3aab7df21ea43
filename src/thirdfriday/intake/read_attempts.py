"""How many attempts at an examination a page allows."""

import re
from collections.abc import Iterator

from thirdfriday.intake.attempt_bounds import bounds_of
from thirdfriday.intake.attempt_caps import LIMIT, MORE_THAN, REFUSED, stated_cap
from thirdfriday.intake.page_lines import mentions
from thirdfriday.intake.page_numbers import NUMBER, number_of
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_TRIGGER = re.compile(
    r"attempt|\btimes\b|\b(?:taken|sat) twice\b|\bmore than (?:once|twice)|\bgoes\b|retak"
    r"|\bsecond time|\bfirst go\b"
    r"|\btry\b|\btries\b|\btried\b|\bthrice\b|first[ -]time|\b1st[ -]time|\bfail|retake|retook"
    r"|sitting|repeat|\b(?:exam|step|test) over\b"
)
_EXAM = re.compile(
    r"attempt|\bfail|\bsteps?\b|usmle|comlex|\bexam|\bboards?\b|\blicens|\btests?\b|\bscores?\b"
    r"|\bck\b|\blevel\b|retake|\bpass|\b2\d\d\b"
)
_TRIED = (
    "attempt", "times", "twice", "once", "go", "retak", "retook", "time", "first", "1st", "try",
    "tri", "thrice", "fail", "sitting", "repeat", "over",
)  # fmt: skip
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
    r"|\buneasy\b|\blean\b|\brather\b|\bsooner\b|\bin (?:your|their) favou?r\b"
)
_FAVOURED = re.compile(
    r"rare exceptions?|\bcomes? first\b|\bpriority\b|\bprecedence\b|\bpreference\b|\bpreferred\b"
    r"|\bfavou?r"
)
_BARE_CAP = re.compile(
    rf"^\W*(?:only |just |we (?:allow|accept|permit|take) )?(?:{LIMIT} )?(?P<n>{NUMBER})\b"
    rf"(?! (?:years|months|weeks|%)|\d)"
)
_NO_FAILURE = re.compile(
    r"\b(?:zero|no) tolerance\b[^.;]{0,25}fail|\b(?:one|any|a"
    r"|a single) fail\w*[^.;]{0,25}(?:ends?|closes|shuts)\b|(?:repeat(?:ed)?"
    r"|multiple) attempts[^.;]{0,40}(?:not|n't)|\bno (?:prior |previous |past |usmle |comlex "
    r"|exam |step |board |examination )*(?:fail\w*|repeats?|retakes?)\b|\bwithout (?:any "
    r"|a )?(?:prior )?(?:fail|repeat|retake)\w*|\bnever (?:have |having |has )?failed\b"
    r"|\b(?:zero|0) fail\w*|\brepeat attempts\b[^.;]{0,50}disqualif|\bany fail\w*[^.;]{0,20}= ?no\b"
    r"|\bno room for (?:an? |any )?fail\w*|\bfail\w*(?: attempts?)?\W+none\b"
    r"|\bmust not have (?:any )?fail\w*"
    r"|\b(?:have|has) not failed\b|\bnot have (?:any )?fail\w*"
)
_ANY_FAILURE = re.compile(
    r"\b(?:had|has|have|who) (?:had )?(?:to )?(?:repeat|repeated|retake|retaken|retook) (?:an?|any"
    r"|either|one|the) "
    r"(?:step|exam|level|board|test)|^\W*fail(?:ure|ures|ed|s)\b|fail\w* (?:on|in|of|at) (?:any"
    r"|either|the|a)\b|\b(?:any|a|an"
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
    r"|kept (?:we|you) from|knock|ends?\b|clos|shut)\w*(?: \w+){0,2}"
)
_NO_LIMIT = re.compile(
    r"\bno (?:set |specific )?(?:limit|cap|maximum|restriction)[^.;]{0,30}(?:attempt|tries|times"
    r"|sittings)"
    r"|\bno (?:set|fixed|particular|magic|given) number\b|(?:number of|how many) (?:attempts|tries"
    r"|times)[^.;]{0,30}(?:not|n't)|(?:attempts"
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
    r"|\bcore exam\b|\d ?% first|\bgraduates (?:pass|who)|\badvanced exam"
    r"|\b\d+ of (?:our )?(?:last )?\d+\b|in-training"
    r"|first[ -]time (?:applicant|taker|visitor)s?|failing (?:that|which|to)"
    r"|fails? to (?:submit|provide|respond|attend|meet|obtain)|failure to"
)


def find_attempts(unit: Unit) -> Iterator[Finding]:
    """Candidate answers for `attempts_policy` and `max_attempts` in one sentence. [findings]"""
    text = unit.text
    if unit.asks or (
        not (mentions(text, _TRIED) and _TRIGGER.search(text))
        and not (unit.rank == 0 and _TRIGGER.search(unit.question))
    ):
        return
    if _OTHER.search(text) or not _EXAM.search(f"{text} {unit.context}"):
        return
    if _STEP_3.search(text) and not _BEFORE_STEP_3.search(_STEP_3.sub(" ", text)):
        return
    cap, words, strength = _cap(unit)
    if not words:
        return
    if _FAILED_THEN.search(text):
        cap = 0  # the next words give another examination its own number
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


_FAILED_THEN = re.compile(
    r"\b(?:step|level) (?:1|2|i|ii|one|two)\b(?: ck)?[^.;]{0,30}\bfailed (?:once|twice)\b(?:;|,"
    r" (?:but )?(?:step|level))"
)
_OF_CS = re.compile(
    r"[,;] (?:and )?(?:step 2 )?(?:cs|clinical skills)\b[^,.;]*\battempts?\b[^,.;]*"
)
_REPEATED = re.compile(
    r"\brepeat(?:ed|ing|s)? (?:(?:an?|any|the|one) )?(?:\w+ )?(?:steps?|exams?|levels?|tests?"
    r"|board exams?)\b|\btak\w+ (?:an?|any|the) (?:\w+ )?(?:exam|step|test|level) (?:over|again)\b"
    r"|\b(?:exam|step|test|level) taken (?:twice|again)\b"
)
_HARD = re.compile(
    r"\bback of (?:a|the)\b"
    r"|\b(?:very )?hard (?:to (?:climb|get|come|recover|overcome)|for\b)|\bfew (?:climb|recover"
    r"|overcome|come back|get)|\b(?:seldom|rarely) (?:recover|overcome|come back|invited)"
)
_NO_RULE = re.compile(r"\bno (?:hard |fixed |firm |set |written )?rule\b|\bnot a rule\b")
_BEFORE_STEP_3 = re.compile(
    r"\b(?:steps?|levels?|usmle|comlex|exams?|examinations?|boards?|ck|each|all)\b"
)
_STEP_3 = re.compile(r"\b(?:steps?|levels?) (?:3|iii|three)\b")
_SEVERAL = re.compile(
    r"(?:multiple|several|repeated|numerous|many) (?:\w+ ){0,2}?(?:fail\w*|attempts|tries|retakes)"
)
_FROWNED = re.compile(
    r"red flag|unlikely|concern\w*|\bhurt|negativ\w+|less (?:likely|competitive)"
    r"|not competitive|discourag"
    r"|against (?:you|them|an applicant)|disadvantage|difficult|weigh|makes? it hard|\bworr|uneasy"
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
    if re.search("fail|retake|again", asked) and _LEFT_OPEN.search(unit.text):
        return 0, "failures considered", "explicit"
    if unit.answer and re.search(r"fail\w*[^?]{0,30}(?:against|matter|hurt|count)", asked):
        return 0, "failures considered", "strong"
    if unit.answer == "yes" and _FIRST.search(asked):
        return 1, "first attempt required", "explicit"
    return 0, "", ""


_BY_EXAM = re.compile(
    rf"\b{NUMBER} (?:attempts?|tries|sittings|times) (?:for|at|on) (?:step|level)[^.;]{{0,25}}?\b"
    rf"(?:and|but|,) {NUMBER} (?:attempts |tries |sittings )?(?:for|at|on) (?:step|level|ck)"
    rf"|\b{NUMBER} (?:attempts?|tries|sittings|times) (?:for|at|on) (?:step|level) [^.;]{{0,30}}"
    r"\bbut (?:step|level) "
)
_OF_FAILURE = re.compile(
    r"fail|attempt|retak|repeat|\btry\b|\btries\b|sitting|twice|second time|first"
)
_LEFT_OPEN = re.compile(
    r"^\W*(?:it |that )?(?:depends|case[ -]by|maybe|possibly|please do\b|by all means|go ahead"
    r"|do apply)"
    r"|\bcommittee\b[^.;]{0,40}\b(?:sees|asks|reads|weighs|looks|discuss)|\bdon't despair"
    r"|\bnot the end\b"
    r"|\btell (?:we|us) (?:what|why|how)|\bwhat changed\b"
)


def _counted(text: str) -> tuple[int, str, str] | None:
    """A limit by number, or outright none; None where no number is stated."""
    if _NO_LIMIT.search(text):
        return 0, "no limit on attempts", "explicit"
    if _OF_CS.search(text) and _LIVE.search(_OF_CS.sub("", text)):
        return 0, "limits differ by examination", "explicit"
    local = stated_cap(text)
    bounds, hard = bounds_of(text)
    if len(bounds) > 1 or _BY_EXAM.search(text):
        return 0, "limits differ by examination", "explicit"
    if not local and bounds and hard:
        local = next(iter(bounds))
    if not local:
        return None
    soft = bool(_SOFT.search(text)) or bool(_NO_RULE.search(text))
    words = f"at most {local} attempts" + (" preferred" if soft else "")
    return (0 if soft else local), words, "explicit"


def _cap(unit: Unit) -> tuple[int, str, str]:  # noqa: PLR0911 (rules in order, first hit wins)
    text = unit.text
    around = f"{text} {unit.question if unit.rank == 0 else ''}"
    counted = _counted(text)
    if counted is not None:
        return counted
    first = _FIRST.search(text)
    if first and not _NOT_NEEDED.search(text):
        soft = bool(_SOFT.search(_near(text, first)) or _FAVOURED.search(text))
        return (
            (0, "first attempt preferred", "explicit")
            if soft
            else (1, "first attempt required", "explicit")
        )
    if (
        _TOLERANT.search(text)
        and _OF_FAILURE.search(around)
        and not REFUSED.search(_TOLERANCE.sub(" ", text))
    ):
        return 0, "failures considered", "strong"
    obsolete = _OBSOLETE.search(text) and not re.search(r"\bck\b|step (?:1|i)\b|steps|usmle", text)
    none = _NO_FAILURE.search(text)
    if none and not obsolete:
        if _FAVOURED.search(text) or _SOFT.search(_near(text, none)):
            return 0, "no failed attempts preferred", "explicit"
        return 1, "no failed attempts", "explicit"
    if (
        _ANY_FAILURE.search(text)
        and REFUSED.search(text)
        and not re.search("multiple|several|repeated", text)
    ):
        return 1, "no failed attempts", "explicit"
    if MORE_THAN.search(text) and "fail" in text and _FROWNED.search(text):
        return 0, "failures limited; number not stated", "strong"
    if _SEVERAL.search(text) and (REFUSED.search(text) or _FROWNED.search(text)):
        return 0, "failures limited; number not stated", "strong"
    if _HARD.search(text) and _REPEATED.search(text):
        return 0, "failures weighed", "strong"
    if re.search(r"\bfail", text) and _FAVOURED.search(text):
        return 0, "no failed attempts preferred", "strong"
    return _from_answer(unit) if unit.rank == 0 else (0, "", "")


def _near(text: str, found: re.Match[str]) -> str:
    left = max(text.rfind(mark, 0, found.start()) for mark in (";", ": ")) + 1
    right = re.split(r"[,;]", text[found.end() : found.end() + 40])[0]
    return text[max(left, found.start() - 90) : found.end()] + right
