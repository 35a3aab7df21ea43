"""How many years since graduation a page allows."""

import re
from collections.abc import Iterator

from thirdfriday.intake.page_numbers import COUNT, PLAIN_COUNT, range_of
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_ABOUT = re.compile(
    r"graduat|\byog\b|\bdiplomas?\b|medical school|\bschool\b|out of (?:med|school)"
    r"|\byears out\b|finish|degree"
    r"|receiv\w* (?:your|their) m\.?d|complet\w+ (?:of )?(?:their |your )?(?:medical|school)"
)
_TAIL = r"[ -]*(?:\(\d+\) )?(?:calendar |full )?(?:years?|yrs?\.?)"
_YEARS = PLAIN_COUNT + _TAIL
_COUNTED = re.compile(COUNT + _TAIL)
_WINDOW = re.compile(
    rf"(?:with)?in (?:the |their |your )?(?:last|past|previous|preceding|prior"
    rf"|most recent)? ?{_YEARS}"
    rf"|(?:during|over|from) the (?:last|past|previous|preceding) {_YEARS}|(?:last|past"
    rf"|previous) {_YEARS}"
)
_NO_MORE = re.compile(
    rf"(?:no (?:more|longer|greater|later|further back|further|farther|older|earlier|over) than"
    rf"|not (?:look|go|reach) (?:any )?(?:further|farther) back than|not (?:be )?(?:more|longer"
    rf"|greater|over|older|earlier|exceed\w*)(?: than)?|at most"
    rf"|\bstop at"
    rf"|max(?:imum)?(?: of)?|up to"
    rf"|less than|fewer than|<|under|not exceed(?:ing)?|limit(?:ed)? (?:of|to|is)|limit[: ]+"
    rf"|cut[ -]?off(?: of| is|:)?|n't (?:be )?(?:more|longer|over)(?: than)?"
    rf"|no one should be over) (?:about |approximately )?(?:a )?{_YEARS}"
)
_OR_LESS = re.compile(
    rf"{_YEARS}(?: old| ago)? (?:or|and) (?:less|fewer|under|newer|sooner)"
    rf"|{_YEARS}(?: ago)?,? (?:maximum|max"
    rf"|at (?:the )?most|limit|cut[ -]?off|(?:since graduation |out |from graduation "
    rf"|after graduation )?is (?:our|the) (?:most|limit|maximum|cut-?off|furthest|farthest"
    rf"|oldest|outer|longest)\b)"
)
_OLDER = re.compile(
    rf"(?:more than|over|longer than|greater than|older than|beyond|exceed\w*|earlier than"
    rf"|>) (?:the )?{_YEARS}|{_YEARS} (?:or more|ago or more|or longer)"
)
_REFUSED = re.compile(
    r"(?:\bnot\b|n't|\bnever\b|\bcannot\b|\bno\b)[^.;]{0,40}(?:consider|accept|review|invit"
    r"|eligib|interview|qualif|tak|apply|encourag|read|look|seen|rank)|ineligible|disqualif\w+"
    r"|exclud\w+|screened out|\bno (?:one|applicant|body)|\bnobody\b|\bnone\b|\bnot the place\b"
    r"|\belsewhere\b|\bnot for you\b"
    r"|\b(?:must|need|required|should|have to)\b[^.;]{0,60}(?:practice|active|clinical|experience"
    r"|residency|training)"
)
_SOFT = re.compile(
    r"\bprefer\w*|\bmost interested\b|\bideal\w*|\bfavou?r\w*|\bdesir\w+|\btypical\w*"
    r"|\bgenerally\b|\busually\b"
    r"|\bpriority\b|\bcompetitive\b|\brecommend\w*|\bmost (?:of|match\w*|have|had|are|were"
    r"|candidates|applicants|residents)\b|\btend to\b|\bencourag\w+"
    r"|\bfond(?:est)?\b|\bhappiest\b|\badvantage|\bas a rule\b|\bstrongest\b|\blook for\b"
    r"|\bwe like\b|\blean\b|\bbest\b"
    r"|\bdisadvantage\b|\brather\b|\bhelpful\b|\bhelps?\b|\bnot (?:essential|required|necessary"
    r"|a must|mandatory|a rule)\b|\bnot an absolute\b|\bhope\b|\bor so\b"
)
_EXPERIENCE = re.compile(
    r"experience|clinical (?:work|rotation|training|practice)|hands-on|rotation|observ"
    r"|\bscores?\b|usmle|step \d|letters?|lors?\b|board|toefl|in practice|research|publication"
)
_ASKS = re.compile(
    r"how (?:old|recent)[^?]{0,20}(?:degree|diploma)|how far back|^\W*(?:what about |and )?(?:my "
    r"|your |the )?(?:year of "
    r"|years since )?(?:graduation|yog)(?: date| year)?\W*$"
    r"|(?:graduat\w*|yog|school)[^?]{0,60}(?:cut[ -]?off|limit|years?|long|recen|old|restrict"
    r"|require|when|date)|(?:cut[ -]?off|limit|how (?:long|many years|recent\w*)|years? (?:since"
    r"|of|from)|restriction|maximum|time (?:since|from)|be out)[^?]{0,60}(?:graduat|school|yog)"
)
_EXCEPTION = re.compile(
    r"\bunless\b|\bexcept\b|\bor (?:have |be |been |an )?[^.;]{0,40}(?:practice|clinical"
    r"|training)|exception|active\w* (?:in )?(?:practice|clinical)"
)
_NOT_LIMIT = re.compile(
    r"\bno (?:set |specific |strict |formal |absolute |graduation |yog |fixed "
    r"|hard )*(?:cut[ -]?off|limit|restriction|maximum|number of years)|(?:not|n't) have (?:a "
    r"|any )[^.;]{0,30}(?:cut[ -]?off|limit|restrict|requirement)"
)
_OF_US_SCHOOLS = re.compile(
    r"\W*(?:us|american|allopathic|lcme)\b[^:.;]{0,50}(?:candidates|applicants|graduates|seniors"
    r"|students"
    r"|grads)[^:.;]{0,10}:"
)
_ALUMNI = re.compile(
    r"^\W*(?:most|many|the majority)\b[^.;]{0,40}\b(?:graduated|finished|are|were|have been)\b"
    r"|\bour (?:\w+ )?(?:graduates|alumni)\b|% of (?:\w+ )?graduates|\balumni\b"
    r"|\blogged\b|\bwe have (?:matched|graduated|trained|taken|welcomed)\b|\bpart of (?:each"
    r"|every)\b"
    r"|\bhave made up\b|\bhave gone (?:to|on|into)\b|\bwent into\b|\bwe have had\b"
    r"|\bchief residents\b"
    r"|\byears allowed\b"
)
_PROGRAM_LENGTH = re.compile(
    r"years? (?:of )?(?:residency|training|program)|(?:residency|program|training"
    r"|accreditation)[^.;]{0,25}years|\bpgy\b|contract|\byears of (?:medical|school|college"
    r"|postgraduate)|first year|fellowship"
)


_LARGEST = 25


def find_graduation(unit: Unit) -> Iterator[Finding]:
    """Candidate answers for `yog_max_years` in one sentence. [findings]"""
    if unit.asks or ("year" not in unit.text and "yr" not in unit.text and not _asked(unit)):
        return
    if _NOT_LIMIT.search(unit.text) or _ALUMNI.search(unit.text):
        return
    found = _limit(unit)
    if found is None:
        return
    span, years = found
    clause = _clause(unit.text, span)
    if years > _LARGEST or _SOFT.search(clause) or _SOFT.search(unit.intro):
        return
    strength = "weak" if _OF_US_SCHOOLS.match(unit.text) else "explicit"
    kind = "exception" if _EXCEPTION.search(unit.text[span.end() :]) else "stated"
    yield Finding("yog_max_years", years, unit.start, unit.end, strength, kind, "graduation")


def wished_for(text: str) -> bool:
    """Whether a sentence on years since school is a wish, or of a program's own graduates."""
    return bool(_SOFT.search(text) or _ALUMNI.search(text) or _NOT_LIMIT.search(text))


def _asked(unit: Unit) -> bool:
    return unit.rank in {0, 1} and bool(_ASKS.search(unit.question))


def _clause(text: str, span: re.Match[str]) -> str:
    left = max(text.rfind(mark, 0, span.start()) for mark in (";", "(", " but ")) + 1
    right = min(
        (at for mark in (";", " but ", ". ") if (at := text.find(mark, span.end())) >= 0),
        default=len(text),
    )
    return text[left:right]


_SCHOOL = re.compile(r"school|graduat|degree|diploma|\bm\.?d\b")
_RIGHT_AFTER = re.compile(
    r"(?:since|from|of|after|past|out of|following|removed from|post)[ -]+(?:(?:your|their|the"
    r"|medical|finishing|completing|completion|date|of|having|receiving|a|an) )*(?:graduat\w+"
    r"|school|medical school|degree|m\.?d)"
)


def _belongs(text: str, span: re.Match[str], *, asked: bool) -> bool:
    """Whether the nearest subject of a span of years is graduation, not experience or scores."""
    if re.match(r" out(?:[,.;]|$)", text[span.end() :]):  # "three years out"
        return True
    if "graduation" in span[0] or _RIGHT_AFTER.search(text[span.end() : span.end() + 60]):
        return True
    left = max(text.rfind(mark, 0, span.start()) for mark in (";", "|", "(")) + 1
    lead = text[left : span.start()]
    if not lead.strip(" ("):
        lead = text[: span.start()]
    last_grad = max((m.start() for m in _ABOUT.finditer(lead)), default=-1)
    last_other = max((m.start() for m in _EXPERIENCE.finditer(lead)), default=-1)
    if last_grad >= 0 or last_other >= 0:
        return last_grad > last_other
    tail = text[span.end() : span.end() + 50]
    grad, other = _ABOUT.search(tail), _EXPERIENCE.search(tail)
    if grad and (not other or grad.start() < other.start()):
        return True
    return asked and not other


def _of_training(text: str, span: re.Match[str]) -> bool:
    """Whether the years are those of a program or a contract, not of time since school."""
    if _RIGHT_AFTER.search(text[span.end() : span.end() + 60]):
        return False
    return bool(_PROGRAM_LENGTH.search(text[span.start() : span.end() + 20]))


def _limit(
    unit: Unit,
) -> tuple[re.Match[str], int] | None:
    text = unit.text
    asked = _asked(unit)
    context = asked or (
        bool(re.search(r"graduat|yog", f"{unit.intro} {unit.heading}")) and len(text) < 60
    )
    for pattern in (_NO_MORE, _OR_LESS, _WINDOW, _OLDER):
        for span in pattern.finditer(text):
            if not _belongs(text, span, asked=context) or _of_training(text, span):
                continue
            if " ago or" in span[0] and not _SCHOOL.search(text):
                continue
            if pattern is _OLDER and not _REFUSED.search(text) and unit.answer != "no":
                continue
            years = _years(text, span)
            if 0 < years <= _LARGEST:
                return span, years
    if _asked(unit):
        bare_number = re.search(
            rf"(?:no more than|at most|up to|within|maximum of|limit of|only"
            rf"|than) {COUNT}\b(?! (?:months|letters|%))",
            text,
        )
        if bare_number:
            return bare_number, range_of(bare_number)[1]
    dated = re.search(
        rf"\b(?:19|20)\d\d or (?:later|newer|after|more recent)\W*\((?P<years>{_YEARS})", text
    )
    if dated and _ABOUT.search(text):
        return dated, _years(text, dated)
    tail = re.search(rf"\b(?:in|within) the (?:last|past|previous) {COUNT}\b(?=[.,;)]|$)", text)
    if tail and _ABOUT.search(text) and "year" in text:
        return tail, range_of(tail)[1]
    return _in_answer(unit, asked=asked, context=context)


def _in_answer(unit: Unit, *, asked: bool, context: bool) -> tuple[re.Match[str], int] | None:
    """A number of years that answers a question or stands beside its name."""
    text = unit.text
    led = re.match(rf"\W*(?:about |up to |only )?{_YEARS}\b", text)
    if asked and unit.rank == 0 and led and not _EXPERIENCE.search(text):
        return led, _years(text, led)
    if context and unit.rank <= 0:
        bare = re.match(
            rf"\W*(?:yes[,.]? )?(?:the limit is |we (?:accept|consider|allow|take) |it is "
            rf"|about )?{_YEARS}(?:,? (?:no|without) exceptions?|,? (?:max\w*"
            rf"|at (?:the )?most))?\W*$",
            text,
        )
        if bare:
            return bare, _years(text, bare)
    short = re.match(
        rf"\W*(?:maximum |most )?(?:number of )?(?:yog|year of graduation|graduation"
        rf"|graduation year|years? since graduation"
        rf"|(?:maximum |most )time since graduation"
        rf"|time since graduation)[^\d]{{0,30}}{_YEARS}\W*$",
        text,
    )
    if short:
        return short, _years(text, short)
    counted = re.match(
        rf"\W*(?:\w+ ){{0,2}}years? (?:since|from|after|out of|past) (?:the |your "
        rf"|medical )*(?:school"
        rf"|graduation|degree|diploma|m\.?d)[^\d]{{0,25}}(?<!\w){COUNT}\b(?! (?:months"
        rf"|weeks))(?: \w+){{0,3}}\W*$",
        text,
    )
    return (counted, range_of(counted)[1]) if counted else None


def _years(text: str, span: re.Match[str]) -> int:
    inner = _COUNTED.search(span[0])
    return range_of(inner)[1] if inner else 0
