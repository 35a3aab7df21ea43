"""Whether a page asks for US clinical experience, and for how long."""

import re
from collections.abc import Iterator

from thirdfriday.intake.page_numbers import COUNT, range_of
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_US = (
    r"(?:\bu\.?s\.?a?\b\.?|\bthis country\b|united states|\bamerica\b|\bamerican\b|\bstateside\b"
    r"|u\.s\. or canad\w+|north americ\w+)"
)
_USCE = re.compile(
    rf"\busce\b|{_US}[^.;]{{0,40}}(?:experience|rotation|externship|clerkship|clinical|hands-on"
    rf"|patient care|inpatient|work with patients|patients\b|bedside|wards?\b)"
    rf"|(?:months|weeks)[^.;]{{0,40}}{_US} (?:medicine|work|practice|hospital|health|department"
    rf"|clinic"
    rf"|program|residency|institution|service)"
    rf"|(?:clinical|bedside|hands-on|patient care|inpatient"
    rf"|outpatient)[^.;]{{0,50}}(?:experience|work"
    rf"|rotation|training|performance|exposure)?[^.;]{{0,40}}\b(?:in|within) (?:the |an? )?{_US}"
    rf"|(?:experience|rotations?|rotating|externships?|clerkships?"
    rf"|electives?)[^.;]{{0,45}}\b(?:in|within|at|from) (?:the |an? |a major )?{_US}"
    rf"|clinical (?:training|experience|work)[^.;]{{0,20}} in an? acgme"
    rf"|\bset foot[^.;]{{0,15}}{_US}|direct patient care|(?:time|year|months?"
    rf"|weeks) (?:spent )?in (?:an? )?{_US} hospitals?"
    rf"|(?:months?|weeks?|time|year)\b[^.;]{{0,30}}\b(?:services?|wards?|hospitals?|clinics?"
    rf"|practice"
    rf"|offices?)\b[^.;]{{0,15}}\b(?:in|at) (?:the |an? )?{_US}"
    rf"|(?:cared for|looked after|treated|seen) (?:\w+ )?patients[^.;]{{0,15}} in "
    rf"(?:the |an? )?{_US}"
    rf"|car(?:e|ing) (?:for|of) patients[^.;]{{0,15}} in (?:the |an? )?{_US}"
    rf"|(?:supervis\w+|trained)[^.;]{{0,25}} in (?:the )?{_US}"
    rf"|(?:time|spen[dt]\w*|stretch|stint|sub-?internship|worked|exposure|familiar\w*|see[ns]?"
    rf"|seeing|looked? after"
    rf"|elective|cared for)\b"
    rf"[^.;]{{0,55}}{_US}[^.;]{{0,25}}(?:medicine|offices?|clinics?|hospitals?|wards?|practices?"
    rf"|care"
    rf"|patients)"
    rf"|(?:hospitals?|wards?|clinics?) (?:in|of) (?:the )?{_US}"
    rf"|rotat\w+[^.;]{{0,20}} in (?:the |an? )?{_US}|\bworked\b[^.;]{{0,20}} in (?:the |an? )?{_US}"
    rf"|(?:work\w*|months"
    rf"|weeks)[^.;]{{0,20}} with (?:u\.?s\.? )?patients[^.;]{{0,20}}{_US}"
)
_TRIGGER = re.compile(
    r"experience|inpatient|outpatient|clerkship|elective|exposure|clinical|usce|hands-on|rotation"
    r"|externship|rotat|patient|medicine|work|practice|hospital|bedside|ward|supervis|\bspen[dt]\b"
    r"|caring|\bcare\b|clinic|stint"
)
_OTHER_NEEDS = re.compile(
    r"(?:not|n't) (?:need|require)\w*[^.;,]{0,25}(?:visa|sponsor|letters?|step|ecfmg|usmle)[^.;,]*"
)
_NOT_REQUIRED = re.compile(
    r"\b(?:need not|needn't) (?:have|be|possess|show|worked?)\b|(?:\bnot\b|n't|\bno longer\b"
    r"|\bnever\b)(?: \w+){0,3}? (?:required?|need\w*|necessary"
    r"|mandatory|requirement|must|demand\w*|a prerequisite|essential|a must|obligatory|insist\w*)"
    r"|(?:\bnot\b|n't) (?:ask|look)\b[^.;]{0,25}\bfor\b|\bno (?:specific |minimum |formal "
    r"|set )?(?:requirement|need)"
    r"|without (?:any )?(?:prior )?(?:u\.?s|clinical)"
    r"|\bno\b[^.;]{0,60}\b(?:required|necessary|needed|mandatory|demanded|asked|expected"
    r"|insisted on)\b"
    r"|\bused to (?:want|ask|require|insist|demand|expect|need)|\b(?:stopped|dropped"
    r"|gave up) (?:ask|requir"
    r"|insist|that|it)\w*|\bwith (?:no|zero) (?:\w+ ){0,3}experience\b|\bplays? no (?:part|role)\b"
    r"|\bno problem for we\b|\boptional\b|lacking it|\bnot (?:something we|a condition|asked"
    r"|expected)"
    r"|n't (?:a condition|something we|asked|expected)"
    r"|\bno\b[^.;]{0,30}experience[?:][^.;]{0,25}(?:still|fine)|\bnor\b[^.;]{0,20}required"
    r"|\bdo(?:es)? not require\b|\b(?:ask|require|demand|need|insist on)s? (?:for )?no\b(?! fewer"
    r"| less)"
    r"|\bunnecessary\b|\bby no means\b|\bnot have (?:an? |any )[^.;]{0,40}\brequirement|\b(?:do"
    r"|does|would|will) not (?:mind|matter|care)\b"
)
_PREFERRED = re.compile(
    r"prefer\w*|favou?r\w*|advantage\w*|desir\w+|recommend\w*|encourag\w+|helpful|\bplus\b"
    r"|strongly (?:consider|value|advis)|\bvalued?\b|\bbenefi\w+|looked upon|\bideal\w*|\bbonus\b"
    r"|competitive|\bstrengthen\w*|fared? best|\bpriority\b|\bbetter\b|\bwelcome\b"
    r"|\blike to see\b|\bhelps?\b|viewed (?:very )?(?:favorably|positively)|\bimportant\b"
    r"|\beasier (?:time|path|way|road)|\b(?:decision|choice) easier\b|\bleg up\b|\b(?:rather"
    r"|sooner) (?:see|have|meet)\b|\bspeaks? (?:well )?for\b|\bdo(?:es)? better\b|\bcounts? for\b"
    r"|\bahead\b|\bgoes? far\b|\bbetter chance"
    r"|\bnice\b|\buseful\b|\bkindly\b|\basset\b"
    r"|highly (?:thought|regarded|valued)|\battractive\b|\badds? weight|\bcounts? in\b"
    r"|\bgoes? a long way|\bwell regarded|\bprized?\b|\bappreciated?\b|\bprecedence\b|\bedge\b"
    r"|strong consideration|favorabl\w+"
    r"|\bprized\b|\bsought\b|\blooked on\b|\blikelier\b|\bstand out\b|\bstronger\b|\bin (?:your"
    r"|their|his|her)? ?favou?r\b|\bsets? (?:you|them) apart|\bgive weight|\bweight\b|\bsmiled on\b"
    r"|\bgood\b|\bhope\b|\bnice to have\b"
)
_REQUIRED = re.compile(
    r"\bmust\b|\brequir\w+|\bneed\w*|\bat least\b|\bminimum\b|\bhas to\b|\bhave to\b"
    r"|\bmandatory\b|\bshould\b|\bor more\b|\bexpect\w*|\bno fewer\b|\bnecessary\b"
    r"|\bnot less than\b|\bno less than\b|\bask(?:s|ed)? (?:that|for|you|applicants|imgs)\b"
    r"|\binsist\w*|\bdemand\w*|\bindispensable\b|\ba condition\b|\bessential\b|\bonly (?:consider"
    r"|accept|those"
    r"|applicants)"
    r"|\bwithout\b[^.;]{0,40}\bnot\b|\bprerequisite|\bor longer\b|\bspend\b|\b(?:we"
    r"|program) (?:ask|look)s? for\b|and have\b|\bshow\b"
)
_REFUSED_WITHOUT = re.compile(
    r"^\W*no\b[^.;]{0,40}(?:experience|rotations?|usce), no (?:interview|invitation|chance)"
    r"|(?:\bnot\b|\bcannot\b)[^.;]{0,15}(?:come|join|start|begin|train"
    r"|match)\b[^.;]{0,25}\bwithout\b"
    r"|\b(?:nobody|no one)\b[^.;]{0,40}\bwho (?:has|have) (?:not|never)\b"
    r"|\bno (?:imgs?|applicants?|one|candidates?|files?|applications?)\b[^.;]{0,40}\bwithout\b"
    r"|without [^.;]{0,60}(?:not|n't|cannot|never|rarely)[^.;]{0,20}(?:consider|review|invit|tak"
    r"|accept|interview|eligib)|(?:not|n't|cannot)[^.;]{0,20}(?:consider|review|invit|accept"
    r"|interview)\w*[^.;]{0,60} without"
)
_LENGTH = re.compile(
    rf"{COUNT}(?: or more)?[ -]*(?:\(\d+\) )?(?:full |continuous |consecutive "
    rf"|calendar )?(?P<unit>months?"
    rf"|weeks?|days|years?|mos?\.?|wks?\.?|yrs?\.?)"
)
_RECENCY = re.compile(
    r"(?:last|past|previous|within|recent|preceding|prior|over|gap|more than \w+ since"
    r"|pgy)[^.;]{0,12}$"
)
_RESEARCH_TOO = re.compile(
    r"\bus\b[^.;]{0,10}\bor\b[^.;]{0,12}(?:home countr|abroad|elsewhere|other countr|overseas)"
    r"|(?:clinical|experience)[^.;]{0,15}\bor\b[^.;]{0,10}research"
    r"|research[^.;]{0,15}\bor\b[^.;]{0,15}clinical"
)
_OTHER = re.compile(
    r"(?:our|the) (?:residents|curriculum|program (?:offers|provides))|\bwe (?:do not|don't"
    r"|cannot|can't) (?:offer|provide|have|arrange)(?![^.;]*requirement)|observerships? (?:are"
    r"|is)? ?(?:not )?(?:offered|available)|rotations? for (?:visiting|students)"
    r"|continuity clinic|\bmost (?:international|interview|candidates|of (?:our|the|them))\b"
    r"|\bmany (?:have|had)\b"
    r"|vice president|\bvaluable\b[^.;]{0,20}experience for residents|provides? hands-on"
    r"|\bsome programs\b|\bacgme-accredited training\b|\bpgy-?1[ -]level\b|(?:each|every"
    r"|the individual|individual) (?:program"
    r"|department)s? (?:decides?|sets?|determines?"
    r"|chooses?)"
    r"|usmle[^.;]{0,25}clinical (?:skills|knowledge)[^.;]{0,3}$"
    r"|visiting students|no rotations|during (?:residency|training|your time here)|for (?:the"
    r"|our|a) fellowship"
    r"|\byears\b[^.;]{0,20}\bresidency\b[^.;]{0,20}fellowship"
)
_BASE_YEAR = re.compile(  # the clinical year before an advanced place
    r"(?:\bpgy-?1\b|\bbase year|\bclinical year|\btransitional year"
    r"|\bpreliminary year|\binternship\b(?! year\W*$))"
    r"[^.;]{0,100}\bmonths\b[^.;]{0,15} direct patient care(?![^.;]*\bus\b)"
)
_LETTERS = re.compile(r"letters?|\blors?\b|references?|recommendation|writers?")
_INTRO_REQUIRED = re.compile(
    r"must|need|requir|minim|criteria|conditions|who meet|eligib|have to|to be (?:considered"
    r"|eligible|invited)|qualif"
    r"|should|prerequisite|send|complete|all (?:of )?(?:the )?following|applicants:?$"
    r"|graduates:?$|imgs:?$"
)
_ASKS = re.compile(r"experience|usce|clinical|hands-on|externship|rotat|worked")
_ASKS_DEMAND = re.compile(
    r"requir|need|must|necessary|mandatory|have to|^\W*(?:[\w.]+ ){0,4}[\w.]+\?$"
)
_SAME_MATTER = re.compile(
    r"experience|clinical|usce|rotation|externship|clerkship|hands-on|patient|\bit\b|\bits\b"
    r"|\bthis\b"
    r"|\bthat\b|\bthey\b|\bthem\b|\bany\b(?! \w+ work)|\bsome\b|\bone\b|such|month|week|year"
)
_LISTED, _LONG_LISTED = 90, 140  # characters of a line that stands for a list item
_MONTHS_PER_YEAR, _WEEKS_PER_MONTH, _DAYS_PER_MONTH = 12, 4, 30


def find_experience(unit: Unit) -> Iterator[Finding]:  # noqa: PLR0911 (rules in order, first hit wins)
    """Candidate answers for `usce` and `usce_months` in one sentence. [findings]"""
    text = unit.text
    if "seldom" in text or "rarely" in text:
        return
    answers = unit.rank in {0, 1} and bool(
        _USCE.search(unit.question) and _ASKS.search(unit.question)
    )
    if unit.asks or not (answers or (_TRIGGER.search(text) and _USCE.search(text))):
        return
    if not answers and re.search(r"(?:letters?|references?) (?:\w+ ){0,4}$", text):
        return
    astray = re.search(r"observ|watch|shadow", text) or not _SAME_MATTER.search(text)
    if unit.rank == 1 and astray and not _USCE.search(text):
        return
    if "direct patient care" in text and _BASE_YEAR.search(text):
        return
    if _OTHER.search(text) or _RESEARCH_TOO.search(text) or unit.for_fellows:
        return
    level, strength = _level(unit, answers=answers)
    if not level:
        return
    yield Finding("usce", level, unit.start, unit.end, strength, "stated", "experience")
    months = _months(text)
    if months and level == "required":
        yield Finding(
            "usce_months", months, unit.start, unit.end, strength, "stated", "experience.length"
        )


def _level(unit: Unit, *, answers: bool) -> tuple[str, str]:  # noqa: PLR0911 (rules in order, first hit wins)
    text = unit.text
    preferred = bool(_PREFERRED.search(text))
    if re.search(r"\binsist(?:s)? on\b", text) and not re.search(r"\bnot\b|used to", text):
        return "required", "explicit"
    if _REFUSED_WITHOUT.search(text):
        return "required", "explicit"
    if _NOT_REQUIRED.search(_OTHER_NEEDS.sub(" ", text)) and not re.search(
        r"observ\w*[^.;]{0,30}(?:not|n't)", text
    ):
        return ("preferred" if preferred else "none"), "explicit"
    if answers and unit.rank == 0 and (answered := _answered(unit, preferred=preferred)):
        return answered, "explicit"
    if preferred and _preferred_here(text):
        return "preferred", "explicit"
    if preferred and not re.search(r"\bmust\b|\brequired\b|\bminimum\b", text):
        return "preferred", "explicit"
    if _LETTERS.search(text) and not _months(text) and _USCE.search(text):
        return _from_letters(text)
    if _REQUIRED.search(text):
        return "required", "explicit"
    if _LENGTH.match(text) and _months(text):
        return "required", "listed"
    if (_months(text) and answers) or (_INTRO_REQUIRED.search(unit.intro) and unit.bullet):
        return "required", "explicit"
    listed = unit.bullet or len(text) < (_LONG_LISTED if _months(text) else _LISTED)
    wanted = (
        bool(re.search(r"requirement|must|criteria|what (?:we|you) need", unit.heading))
        or bool(_months(text))
        or bool(_INTRO_REQUIRED.search(unit.intro))
    )
    return (
        ("required", "listed")
        if listed and wanted and not unit.titles | (unit.question != "")
        else ("", "")
    )


def _answered(unit: Unit, *, preferred: bool) -> str:
    """What a yes or no to a question about the experience means; "" where it has neither."""
    if unit.answer == "no" and not re.search(r"observ|count|offer|provide", unit.question):
        return "preferred" if preferred else "none"
    if unit.answer == "yes" and _ASKS_DEMAND.search(unit.question):
        return "preferred" if preferred and not _REQUIRED.search(unit.text) else "required"
    return ""


def _preferred_here(text: str) -> bool:
    """Whether the words right around the experience are a wish and no demand."""
    subject = _USCE.search(text)
    if subject is None:
        return False
    around = text[max(0, subject.start() - 30) : subject.end() + 25]
    return bool(_PREFERRED.search(around)) and not re.search(
        r"must|requir|minimum|at least", around
    )


def _from_letters(text: str) -> tuple[str, str]:
    wanted = re.search(
        r"(?:must|need|require)\w*[^.;]{0,30}(?:letter|reference)[^.;]{0,40}(?:supervis"
        r"|worked with|trained)"
        r"|(?:graduates|imgs?|international)[^.;]{0,60}(?:must|need|require)[^.;]{0,80}(?:clinical"
        r"|experience)",
        text,
    )
    return ("required", "weak") if wanted else ("", "")


def _months(text: str) -> int:
    subject = _USCE.search(text)
    centre = (subject.start() + subject.end()) // 2 if subject else 0
    single = re.match(r"\W*an? (month|year)\b", text)
    single = single or re.search(r"\ban? (month|year) (?:or (?:more|longer) )?of\b", text)
    if single:
        return 1 if single[1] == "month" else _MONTHS_PER_YEAR
    for found in sorted(_LENGTH.finditer(text), key=lambda match: abs(match.start() - centre)):
        if _RECENCY.search(text[: found.start()]) or re.match(
            r"[^.;,]{0,10}(?:ago|since|of graduat|from graduat|prior|old)", text[found.end() :]
        ):
            continue
        low = range_of(found)[0]
        letter = found["unit"][0]
        if letter == "m":
            return low
        if letter == "d":
            return max(1, round(low / _DAYS_PER_MONTH))
        if letter == "y":
            return low * _MONTHS_PER_YEAR
        return max(1, round(low / _WEEKS_PER_MONTH))
    return 0
