"""Lowest Step 1 and Step 2 CK scores a page states, and where a pass is all it asks."""

import re
from collections.abc import Iterator

from thirdfriday.intake.page_lines import mentions
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_ONE, _TWO = r"(?:1|i|one)", r"(?:2|ii|two)"
_CK = (
    r"(?:[ -]*\(?(?:ck|clinical knowledge)\)?(?:[ ,/&-]*(?:and |or )?\(?(?:cs"
    r"|clinical skills)\)?)?)?"
)
_LEAD = r"(?:usmle[ -]*)?(?:steps?|parts?)[ -]*"
_BOTH = (
    rf"(?:{_LEAD}|usmle[ -]*){_ONE}\b[ ]*(?:and|&|/|,|or|\+|-)+[ ]*(?:{_LEAD})?{_TWO}\b{_CK}"
    r"|(?<![\d.])1 (?:and|&) 2\b(?= (?:must |have to |need to |should |are |were "
    r"|is )?(?:be )?pass)"
    rf"|(?:both|each|all|every|either|any) (?:of the |the |required )?(?:usmle )?(?:steps?"
    rf"|parts?)\b(?: of (?:the )?usmle)?"
    rf"|(?:both|each|all|every|either) (?:of the |the )?usmles?(?: exams?| examinations?)?"
)
_STEP1 = rf"(?:{_LEAD}|usmle[ -]*){_ONE}\b"
_STEP2 = rf"(?:{_LEAD}|usmle[ -]*){_TWO}\b{_CK}|\bck\b|clinical knowledge"
_STEP3 = r"(?:usmle[ -]*)?(?:steps?|parts?)[ -]*(?:3|iii|three)\b|step 2[ -]*cs\b|clinical skills"
_OTHER = (
    r"comlex|complex|\blevels?[ -]*(?:1|2|i|ii|one|two|3|iii)\b(?:[ -]*(?:ce|pe))?|toefl|mcat"
    r"|ielts|\bgpa\b|nbme shelf"
)
_EXAM = re.compile(
    rf"(?P<other>{_OTHER})|(?P<both>{_BOTH})|(?P<step3>{_STEP3})|(?P<step1>{_STEP1})"
    rf"|(?P<step2>{_STEP2})|(?P<usmle>usmle|board scores?)"
)
_SCORE = re.compile(
    r"(?<![\d$,.#/-])(?P<score>1[789]\d|2[0-9]\d)(?![\d]|,\d|\.\d|%|-\d{3}|(?:st|nd|rd"
    r"|th)\b)(?P<plus>\+)?"
    r"(?! *(?:beds?|residents?|words?|applica|hours?|square|people|files|interview|positions?"
    r"|miles|physicians|students|faculty|programs?))"
)
_TWO_DIGIT = re.compile(
    r"(?<![\d$,.#/:-])(?P<score>7[5-9]|8\d|9\d)(?![\d%]|,\d|\.\d|/|-\d|(?:st|nd|rd|th)\b"
    r"| *(?:percent|residents?|beds?|days|years?|applica|people|hours?|files|interview))"
)
_TRIGGER = re.compile(
    r"pass|usmle|\bsteps?\b|\bpart [i1]|\bboard|\bscores?\b|\bck\b|cut-?off|\bexams?\b|examination"
)
_STRONG_MINIMUM = re.compile(
    r"\bminim\w+|\bcut[ -]?offs?\b|\brequir\w+|\bmust\b|\bneed\w*|\bthreshold|\blook(?:s"
    r"|ing)? for\b|\bfloor\b|\bfilter\w*|\bscreen\w*"
    r"|not (?:be )?(?:considered|reviewed|accepted|eligible|invited|interviewed|opened"
    r"|downloaded|screened|read|looked|seen"
    r"|taken|ranked)|\bunder\b|\bscreen|\bhas to\b|\bhave to\b|\bonly (?:those|applicants"
    r"|candidates)"
    r"|\bwants? an? (?=\d)|\bwhere we (?:start|begin|draw)\b|\b(?:the|our) (?:bar|line)\b"
    r"|\bthe least\b|\blowest\b|\bat the least\b|\bno (?:lower|less) than\b"
    r"|\bnot (?:lower"
    r"|less) than\b|\bbelow\b|\b(?:start|begin)s? (?:read|look|review)\w*\b|\bdraws?\b"
    r"|\bdiscards?\b"
    r"|\bdrops?\b|\bkeeps (?:files|applications)|\bexpect|\bno \w+ (?:lower|less|below|under)\b"
)
_WEAK_MINIMUM = re.compile(
    r"\bat least\b|\bor (?:better|higher|above|more|greater|over)\b|\band (?:above|over|higher"
    r"|up)\b|\b(?:greater|more|higher) than\b"
    r"|\babove\b|\bover\b|\bexceed\w*|\band up\b|>|≥|\+|\bor >|\bequal to\b"
)
_NOT_MINIMUM = re.compile(
    r"\baverag\w+|\bmeans?\b|\bmedians?\b|\bprefer\w*|\bdesir\w+|\bcompetitive\w*|\bideal\w*"
    r"|\brecommend\w*|\bstrive|\bmost\b"
    r"|\brang\w+|\bin the past\b|\bbest\b|\bsuccessful|\bencourag\w+|\bfavou?r\w*|\btypical\w*"
    r"|\bgoal\b|\btarget|\bpriority\b"
    r"|\bstronger\b|\bstrong applicants\b|\btends?\b|\bhelps?\b|\badvantage|\bclass\b"
    r"|\b(?:residents|interns|interviewees|matched applicants|successful candidates) (?:\w+ )?"
    r"(?:scor|have|had|averag)\w*|\busually\b|\bpercentile|\bhistorical\w*|\bmatched\b"
    r"|\bsuggest\w*|\bused to\b|\bpreviously\b|\bformerly\b|\bbefore (?:it )?was\b"
    r"|\bour (?:current |present )?(?:residents"
    r"|interns)\b"
)
_CRITERIA = re.compile(r"criteri|eligib|qualification|screen|filter|minim|applied")
_NAME_AND_NUMBER = re.compile(r"\W*(?:usmle )?step (?:1|2)(?: ck)?:? (?:1[789]|2\d)\d\W*")
_NO_MINIMUM = re.compile(
    r"\bno (?:set |specific |particular |strict |absolute |formal |official |hard |usmle |step "
    r"|score |lowest |least |comlex |1 |2 |minimum |specified )*"
    r"(?:minim\w+|cut[ -]?offs?|scores?(?! (?:lower|below|under|less))|threshold|requirement"
    r"|usmle)|n't (?:have|use|set|require) (?:an? |any )?[^.;]{0,25}(?:minim\w+|cut[ -]?offs?"
    r"|scores?)"
    r"|\bnot (?:have|use|set|require|a) (?:an? |any )?[^.;]{0,25}(?:minim\w+|cut[ -]?offs?"
    r"|scores?)|\bnone is set\b|\bno minimum\b|\bneither\b[^.;]{0,30}minim"
    r"|without (?:a )?(?:minim\w+|cut[ -]?off)"
)
_DENIALS = ("no ", "no\t", "not ", "n't", "none", "neither", "without")
_OR_LESS = re.compile(r" or (?:lower|less|below|under|fewer)\b")
_LOWER_THAN = re.compile(r"\bscores? (?:lower|below|under|less)")
_PASS = re.compile(
    r"\bpass(?:ed|es|ing)?\b(?!/fail| rate)|\bpassage of\b|\bsatisfactor\w+ complet\w+"
    r"|\bsuccessful\w* complet\w+|\bsuccessfully complet\w+"
    r"|^\W*approved (?=usmle|steps?\b)|^\W*usmle step[^.;:]{0,30} approved\W*$"
)
_DEMANDED = re.compile(r"\bneed\b|\bmust\b|\bha(?:s|ve) to\b|\bwant\b|\brequire|\bask\b")
_NOT_PASS = re.compile(
    r"pass rates?|pass/fail|\b\d+ of (?:our )?(?:last )?\d+\b|\ba?abos\b|\baobos\b"
    r"|board examination|\bnot (?:required|necessary|need\w*)\b|\bfellow|\bprefer\w*"
    r"|\bfavou?r\w*|for a visa|for an? h-?1|\bh-1b (?:visas? )?(?:candidates|applicants"
    r"|sponsorship)|earned by passing|above passing|\bsd above|passing by"
    r"|\bpassed over\b|\bviewed\b|\bprized\b|once you pass"
    r"|\bour residents\b|\bduring (?:the )?(?:residency|training|pgy)"
    r"|\bby the end of (?:the )?(?:pgy|year|first|second|internship)|\bhelp"
)
_EXAM_HEADING = 20  # characters of a heading that is an examination's name
_FOR_THE_SCORED = re.compile(  # "Step 1, for those who got a number, 205"
    r"^\W*(?:usmle )?step [12](?: ck)?(?:,| \() ?(?:if|where|for (?:those|anyone|people"
    r"|applicants))\b[^,.;()]{0,35}\b(?:scored|scores?|numbers?|numeric\w*)\b[^,.;()]{0,10}"
    r"[,):]{1,2} (?:at least )?$"
)
_LIMITS = ",;()"
_DIGIT = re.compile(r"\d")


def _clause_around(text: str, start: int, end: int) -> str:
    left = max((text.rfind(mark, 0, start) for mark in _LIMITS), default=-1) + 1
    rights = [place for mark in _LIMITS if (place := text.find(mark, end)) >= 0]
    return text[left : min(rights, default=len(text))]


_ON_EXAM = re.compile(
    r"\+?(?: (?:or|and) (?:more|better|higher|above|greater|over|up))?(?: (?:points?|score[sd]?"
    r"|passed|minimum|required))? ?(?:\(|on|for|in|at|:)? ?(?:the |each of |their |your |both )*$"
)


def wished_for(text: str, start: int, end: int) -> bool:
    """Whether a number's clause speaks of averages, wishes or the past, not of a minimum."""
    clause = _clause_around(text, start, end).replace("tend not", "do not")
    return bool(_NOT_MINIMUM.search(clause))


def exam_of(unit: Unit, start: int, end: int, before: Unit | None) -> str:
    """Which examination a number belongs to: the one right after it, else the one before. [name]"""
    text = unit.text
    after = _EXAM.search(text, end)
    close = bool(after and after.start() - end <= 45)
    if close and after and _ON_EXAM.fullmatch(text[end : after.start()]):
        own_number = re.match(r"[^\d]{0,4}\d{3}", text[after.end() :])
        if not (own_number and text[end : after.start()].rstrip().endswith("(")):
            return after.lastgroup or ""
    earlier = ""
    for found in _EXAM.finditer(text, 0, start):
        earlier = _merged(earlier, found, text)
    if earlier:
        return earlier
    for context in (unit.question if unit.rank >= 0 else "", unit.intro):
        names = {found.lastgroup or "" for found in _EXAM.finditer(context)}
        if names:
            return _one_of(names)
    if after:
        return after.lastgroup or ""
    if before is not None and before.titles and len(text) < 30:
        return _one_of({found.lastgroup or "" for found in _EXAM.finditer(before.text)})
    return _one_of({found.lastgroup or "" for found in _EXAM.finditer(unit.heading)})


def _merged(earlier: str, found: re.Match[str], text: str) -> str:
    name = found.lastgroup or ""
    if name == "step2" and earlier == "step1":
        between = text[max(0, found.start() - 8) : found.start()]
        if "pass" in text[max(0, found.start() - 14) : found.start()]:
            return name
        if re.search(r"(?:and|&|/|,|\+|or) ?$", between) and not re.search(r"\d{3}", between):
            return "both"
    if (
        name == "usmle"
        and earlier in {"step1", "step2", "both"}
        and re.search(r"of (?:the )?$", text[: found.start()])
    ):
        return earlier
    return name


def _one_of(names: set[str]) -> str:
    if "both" in names or {"step1", "step2"} <= names:
        return "both"
    for name in ("step1", "step2", "usmle", "step3", "other"):
        if name in names:
            return name
    return ""


def find_scores(unit: Unit, before: Unit | None) -> Iterator[Finding]:
    """Candidate answers for `step1_min` and `step2_min` in one sentence. [findings]"""
    if unit.for_fellows:
        return
    denied = mentions(unit.text, _DENIALS) and _NO_MINIMUM.search(unit.text)
    no_minimum = denied and not _LOWER_THAN.search(unit.text)
    if unit.asks or (no_minimum and not _PASS.search(unit.text)):
        return
    if unit.answer == "no" and unit.rank == 0 and re.search("minim|cut-?off", unit.question):
        if _DEMANDED.search(unit.text):
            yield from _pass_only(unit)
        return
    numbered: set[str] = set()
    if no_minimum:
        yield from _pass_only(unit)
        return
    for found in _numbers(unit, before):
        exam = exam_of(unit, found.start(), found.end(), before)
        names = {
            "step1": ["step1_min"],
            "step2": ["step2_min"],
            "both": ["step1_min", "step2_min"],
        }.get(exam, ["step1_min", "step2_min"] if exam == "usmle" else [])
        strength = _minimum(unit, found)
        for name in names:
            if strength and name not in numbered:
                numbered.add(name)
                kind = "soft" if strength == "soft" else "stated"
                yield Finding(
                    name, int(found["score"]), unit.start, unit.end, strength, kind, "score.number"
                )
    if "step1_min" not in numbered:
        yield from _pass_only(unit)


def _numbers(unit: Unit, before: Unit | None) -> list[re.Match[str]]:
    about = bool(_TRIGGER.search(unit.text) or _TRIGGER.search(f"{unit.question} {unit.intro}"))
    if re.search(r"\bvisa|\bh-?1|\bj-?1", unit.text) and not _STRONG_MINIMUM.search(unit.text):
        return []
    if not about and not (before and before.titles and _EXAM.search(before.text)):
        return []
    numbers = [
        found for found in _SCORE.finditer(unit.text) if not _OR_LESS.match(unit.text, found.end())
    ]
    if not numbers and re.search(r"usmle|step", unit.text + unit.question + unit.intro):
        two = list(_TWO_DIGIT.finditer(unit.text))
        cue = _STRONG_MINIMUM.search(unit.text) or _WEAK_MINIMUM.search(unit.text)
        numbers = (
            two if cue and not re.search(r"licen[sc]e|pass[^.]{0,30}with a", unit.text) else []
        )
    return numbers


def _minimum(unit: Unit, found: re.Match[str]) -> str:  # noqa: PLR0911 (rules in order, first hit wins)
    """Whether a number is a stated minimum: "explicit", "soft" or "" for not one. [strength]"""
    clause = _clause_around(unit.text, found.start(), found.end())
    strong = _STRONG_MINIMUM.search(clause)
    weak = _WEAK_MINIMUM.search(clause)
    against = _NOT_MINIMUM.search(clause)
    if against:
        return "soft" if strong and re.search(r"minim|cut[ -]?off", clause) else ""
    if re.search(r"look(?:s|ing)? for", clause):
        return "soft"
    if _FOR_THE_SCORED.search(unit.text[: found.start()]):
        return "explicit"
    if strong:
        return "explicit"
    if _NOT_MINIMUM.search(unit.text[: found.start()]) and not re.search(
        r"minim|requir|must|need", unit.text
    ):
        return ""
    if weak or _listed(unit):
        return "explicit"
    around = f"{unit.text} {unit.intro} {unit.question if unit.rank == 0 else ''} {unit.heading}"
    return (
        "explicit"
        if (_STRONG_MINIMUM.search(around) or _CRITERIA.search(unit.heading))
        and not _NOT_MINIMUM.search(unit.intro + unit.question)
        else ""
    )


def _listed(unit: Unit) -> bool:
    """Whether a line is an examination's name and a number, and nothing speaks against it."""
    plain = bool(_NAME_AND_NUMBER.fullmatch(unit.text))
    return plain and not _NOT_MINIMUM.search(unit.context)


def _pass_only(unit: Unit) -> Iterator[Finding]:
    asked_pass = bool(
        unit.question and unit.rank == 0 and unit.answer == "yes" and _PASS.search(unit.question)
    ) or (unit.rank == 0 and bool(re.search(r"require|need|must", unit.question)))
    text = unit.text if not asked_pass else f"{unit.text} {unit.question}"
    if re.search(r"\bh-?1", f"{unit.heading} {unit.intro}") or "licens" in unit.heading:
        return
    if not _PASS.search(text) or _NOT_PASS.search(re.sub(r"\([^)]*\)?", " ", text)):
        return
    names = {found.lastgroup or "" for found in _EXAM.finditer(text)}
    if not names and len(unit.heading) < _EXAM_HEADING and re.search(r"must|need|requir", text):
        names = {found.lastgroup or "" for found in _EXAM.finditer(unit.heading)}
    has_step_1 = bool(names & {"both", "step1"}) or (
        "usmle" in names and not names & {"step2", "step3"}
    )
    if has_step_1:
        yield Finding("step1_min", "pass", unit.start, unit.end, "pass", "stated", "score.pass")


def triggers_score(unit: Unit) -> bool:
    """Whether a sentence can hold a score rule. [yes or no]"""
    text = unit.text
    return (
        "pass" in text or "complet" in text or bool(_DIGIT.search(text))
    ) or unit.answer == "yes"
