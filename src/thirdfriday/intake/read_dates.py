"""The application deadline, service and signals a page states."""

import re
from collections.abc import Iterator

from thirdfriday.intake.page_lines import mentions
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
DATE = re.compile(
    rf"\b{_MONTH} {_DAY}\b(?!\d)|\b(?P<day2>[0-3]?\d)(?:st|nd|rd"
    rf"|th)?(?: of)? {_MONTH.replace('month', 'month2')}\b|\b(?P<m>1[0-2]"
    rf"|0?[1-9])/(?P<d>[0-3]?\d)(?:/(?:20)?\d\d)?\b"
)
_CUE = re.compile(
    r"deadline|\bdue\b|\bby\b|\buntil\b|\bthrough\b|\bthru\b|n(?:o|ot) later than|\bbefore\b"
    r"|\bclos\w+"
    r"|cut-?off|(?:last|final) (?:day|date)|\bopen until\b|\bup to\b|\bfiles in by\b|\bstop\w*\b"
    r"|\bahead of\b|\block(?:s|ed)?\b|\bcollected\b|\bclosing\b|\bfinal date\b|\bshuts?\b|\bafter\b"
    r"|\bdoor\b|\bends?\b|\bbetween\b|\btarget date\b"
)
_APPLYING = re.compile(
    r"appl(?:y|ication|ications|ied|ying|icants?)\b|\bfiles?\b|\beras\b|deadline|\bmaterials\b"
    r"|\bdocuments\b|\bpapers\b|\bsubmit\w*|\bletters\b|complete|\bdue\b|\beverything\b"
    r"|\bget (?:it|all)\b|\ball\b|\bclosing date|\bfinal (?:date|day)|\bdoor closes|\bin by\b"
    r"|\banything\b|\bdownload\w*|\binbox\b|\bgate\b|\bwe (?:read|review|look)\b|\bpapers\b"
    r"|\barriv\w*|\breach\w*|\breceived|\btarget date for (?:our|the) (?:program|residency)\b"
)
_NOT_APPLYING = re.compile(
    r"interview\w*|rank|orientation|start|notif\w+|invit\w+|step \d|ecfmg|\bmatch day|\bposted"
    r"|updated"
    r"|vaccin|graduat\w+|certif\w+|\bopened\b|begin\w*|start(?:s|ed)? (?:read|review|accept"
    r"|interview)\w*|\bopens\b|holiday|licen[sc]e|register|registration|visa|ptal|status letter"
    r"|visiting|letters may|observership|elective|fellowship|second look|open house|passed|\bh-1"
    r"|\bj-1"
    r"|\bsteps\b|influenza|\bflu\b|\bshots\b|immuni|workshop|may follow|supporting|\bsummer\b"
    r"|employment|contract"
)
_ASKS = re.compile(
    r"deadline|when[^?]{0,20}\bclos|how late|until when|latest (?:date|day|i can|we can|one can)"
    r"|by when|when (?:must"
    r"|should|do|can|may|is"
    r"|are)[^?]{0,40}(?:appl|submit|file|due)|due date|last (?:day|date)|closing date"
    r"|cut-?off date"
)
_LABEL = re.compile(
    r"\W*(?:final |eras |application |applications? )*(?:deadline|due(?: date| by)?|closes?"
    r"|closing date|close)"
    r"(?: date| to apply| for applications?)?\W+(?=[a-z]+ \d|\d)"
)
_EVENT = re.compile(
    r"(?:,? 20\d\d)?\W+(?:final |last )?(?:(?:eras )?(?:application|applications) (?:deadline"
    r"|due|close)"
    r"|(?:is (?:the|our) )?(?:last day|final day|deadline)\b[^.;]{0,40}\b(?:appl|files?|submi"
    r"|document))"
)
_NO_DEADLINE = re.compile(
    r"\bno (?:formal |official |set |strict |hard |specific |application |firm "
    r"|fixed )*(?:deadline|closing date|cut-?off date|due date)"
    r"|formally none|(?:not|n't) (?:have|set|use|impose|post|enforce) (?:an? |any )?"
    r"(?:\w+ ){0,3}?deadlines?\b(?! (?:other|beyond|earlier|until|before))"
    r"|rolling basis[^.;]{0,30}no deadline|\bnot (?:close|shut|stop)\b[^.;]{0,40}\b(?:any"
    r"|particular|certain|given|set)\b"
)
_SERVICE = (
    ("ResidencyCAS", re.compile(r"residency ?cas")),
    ("SF Match", re.compile(r"\bsf ?match|san francisco match")),
    ("CentralApp", re.compile(r"central ?app|central application service")),
    ("ERAS", re.compile(r"\b(?:my)?eras\b|electronic residency application")),
)
_SERVICE_WORDS = ("eras", "cas", "match", "central", "electronic")
_EXCLUSIVE = re.compile(
    r"\bonly\b|\balone\b|\bexclusively\b|\ball (?:we|that)\b|\bmust (?:be|use)\b|nothing"
    r"|\bno other\b"
    r"|except|\bhas to be\b|paper|sole"
)
_APPLIES = re.compile(
    r"\bonly\b|\bmust\b|\buse\b|\ball\b|\bappl(?:y|ied|ication|ications)\b|\baccept|\bsubmit"
    r"|\btake|\bfiles\b|exclusively|\balone\b|participat|\bfile\b|complete|chosen through|come by"
)
_SIGNAL = re.compile(r"(?<!\bon )\bsignal(?:s|ed|ing|led|ling)?\b(?! (?:group|chat|meets|app\b))")
_SIGNAL_ASKED = re.compile(
    r"\b(?:use|participat\w*|take|consider|look at|read|weigh|accept|important|matter"
    r"|count)\b[^?]*\bsignal"
    r"|\bsignal\w*[^?]*\b(?:used?|taken|considered|important|matter|read|count)\b"
)
_NO_SIGNAL = re.compile(
    r"(?:not|n't)[^.;]{0,25}(?:participat|use|tak|consider)\w*[^.;]{0,25}signal"
    r"|signal\w*[^.;]{0,25}(?:are|is|will)(?: not|n't)[^.;]{0,15}(?:us|consider|requir|tak)"
)
_SIGNAL_NEEDED = re.compile(
    r"only[^.;]{0,40}signal|(?:not|n't) signal|without (?:a )?signal"
    r"|signal\w*[^.;]{0,20}(?:required|must|need)|must[^.;]{0,20}signal"
)

_WEEKDAY = re.compile(
    rf"\b(?:the )?(?:first|second|third|fourth|last) (?:mon|tues|wednes|thurs|fri|satur"
    rf"|sun)day (?:of|in) "
    rf"(?:{'|'.join(MONTHS)})\b"
)
_NAMED_DAY = re.compile(rf"\b(?:\w+day|{'|'.join(MONTHS)})\b")
_PLAIN_DATE = re.sub(r"\?P<\w+>", "?:", DATE.pattern)
_TOLD = re.compile(
    rf"^\W*(?:{_PLAIN_DATE}): (?:we |the |our )?(?:last|stop|final|no more|end|door|cut"
    rf"|close)[^.;]*"
    rf"(?:download|files?|application|reading|papers|day|date|doors?)"
    rf"|\bfor full consideration\W{{1,3}}(?:by |before )?(?:{_PLAIN_DATE})"
    rf"|\bstays? open\b[^.;]{{0,25}} (?:until|till|through) (?:{_PLAIN_DATE})"
    rf"|\bthe (?:last|final) day is (?:{_PLAIN_DATE})"
    rf"|\bafter (?:{_PLAIN_DATE})[^.;]{{0,30}}\b(?:gate|door|window|too late|closed|unopened|unread"
    rf"|nothing)"
)


def month_day(found: re.Match[str]) -> str:
    """A `DATE` match as "October 15"; "" where there is no such day. [text]"""
    if found["m"]:
        month, day = int(found["m"]), int(found["d"])
    else:
        name = found["month"] or found["month2"]
        month = next(n for n, full in enumerate(MONTHS, 1) if full.startswith(name[:3]))
        day = int(found["day"] or found["day2"])
    return f"{MONTHS[month - 1].capitalize()} {day}" if 1 <= day <= 31 else ""


def find_deadline(unit: Unit) -> Iterator[Finding]:
    """Candidate answers for `deadline` in one sentence. [findings]"""
    text = unit.text
    if unit.asks:
        return
    labelled = (
        not unit.question
        and len(text) < 60
        and re.match(r"(?:application )?deadlines?\b", unit.heading)
    )
    labelled = labelled or (len(text) < 60 and _LABEL.match(text))
    asked = bool(labelled) or (
        unit.rank == 0
        and bool(_ASKS.search(unit.question))
        and not _NOT_APPLYING.search(unit.question)
    )
    if _NO_DEADLINE.search(text) or (
        asked and re.match(r"\W*(?:formally |no\b|none)", text) and not DATE.search(text)
    ):
        yield Finding("deadline", "none", unit.start, unit.end, "explicit", "stated", "deadline")
        return
    dates = list(DATE.finditer(text))
    event = _EVENT.match(text[dates[0].end() :]) if len(dates) == 1 else None
    if event and dates[0].start() <= 1 and (value := month_day(dates[0])):
        yield Finding("deadline", value, unit.start, unit.end, "explicit", "stated", "deadline")
        return
    if unit.for_fellows:
        return
    value = _told(text, has_dates=bool(dates))
    if value:
        yield Finding("deadline", value, unit.start, unit.end, "strong", "stated", "deadline")
    if value or not dates:
        return
    chosen = _chosen(unit, dates, asked=asked)
    if chosen is not None and (value := month_day(chosen[0])):
        yield Finding("deadline", value, unit.start, unit.end, chosen[1], "stated", "deadline")


def _told(text: str, *, has_dates: bool) -> str:
    """A closing date told in a known order of words, or by its day of the week; "" without one."""
    if has_dates:
        told = _TOLD.search(text)
        found = DATE.search(told[0]) if told else None
        return month_day(found) if found and not _NOT_APPLYING.search(text) else ""
    weekday = _WEEKDAY.search(text) if "day" in text else None
    if weekday is None or _NOT_APPLYING.search(text):
        return ""
    if _CUE.search(text[: weekday.start()]) and _APPLYING.search(text):
        return _NAMED_DAY.sub(lambda found: found[0].capitalize(), weekday[0])
    return ""


def _chosen(  # noqa: PLR0911 (rules in order, first hit wins)
    unit: Unit, dates: list[re.Match[str]], *, asked: bool
) -> tuple[re.Match[str], str] | None:
    text = unit.text
    if asked and not _NOT_APPLYING.search(text[: dates[0].start()]):
        return dates[-1] if len(dates) > 1 and re.search(r"through|until|to\b|-", text) else dates[
            0
        ], "explicit"
    for found in dates:
        if re.search(
            r"(?:by|before|until) the (?:application )?deadline\W{1,3}(?:of |on |is )?$",
            text[: found.start()],
        ):
            return found, "explicit"
    for found in reversed(dates):
        before = text[max(0, found.start() - 60) : found.start()]
        left = max(*(before.rfind(mark) for mark in ";(,"), _after_and(before))
        near = before[left + 1 :] if left >= 0 and _CUE.search(before[left + 1 :]) else before
        if (
            re.search(r"\bopen (?:from )?$|\b(?:from|between) $", text[: dates[0].start()])
            and len(dates) == 2
            and _APPLYING.search(text)
        ):
            return dates[-1], "strong"
        if before.endswith("from "):
            continue
        if "deadline" in text and not re.search(r"interview|rank|certif|ecfmg", text):
            return _nearest(text, dates), "explicit"
        local = near + re.split(r"[,;(]", text[found.end() : found.end() + 30])[0]
        if _CUE.search(near[-42:]) and _APPLYING.search(text) and not _NOT_APPLYING.search(local):
            return found, "strong" if len(dates) < 3 else "weak"
        if (
            re.search(r"\bafter (?:the )?$", near)
            and re.search(r"\bnot\b|n't|\bno\b|\bnever|\blate\b|\bmay\b", text)
            and _APPLYING.search(text)
            and "interview" not in text
        ):
            return found, "strong"
        if "due" in local and _APPLYING.search(text) and not _NOT_APPLYING.search(local):
            return found, "strong"
    return None


def _nearest(text: str, dates: list[re.Match[str]]) -> re.Match[str]:
    """The date nearest to the word "deadline", the one after it where two are as near."""
    place = text.find("deadline")
    told = re.match(r"deadline[^.;]{0,20}?: ", text[place:])
    after = [found for found in dates if found.start() > place]
    if told and after:
        return after[0]
    return dates[-1]


def _after_and(before: str) -> int:
    """Where the last "and" of the words before a date ends; -1 without one. [index]"""
    place = before.rfind(" and ")
    return place + 3 if place >= 0 else -1


_NOT_THROUGH = re.compile(
    r"(?:\bnot\b|\bno longer\b|\bnever\b|\binstead of\b|\brather than\b)[^.;,]{0,35}"
    r"\b(?:eras|residency ?cas|sf ?match|central ?app)\b"
)


def find_service(unit: Unit) -> Iterator[Finding]:
    """Candidate answers for `application_service` in one sentence. [findings]"""
    if unit.for_fellows or not mentions(unit.text, _SERVICE_WORDS):
        return
    through = _NOT_THROUGH.sub(" ", unit.text)
    for name, pattern in _SERVICE:
        if pattern.search(through):
            if unit.asks and not _APPLIES.search(unit.text):
                return
            strength = "strong" if _APPLIES.search(unit.text) else "weak"
            if _EXCLUSIVE.search(unit.text):
                strength = "explicit"
            yield Finding(
                "application_service", name, unit.start, unit.end, strength, "stated", "service"
            )
            return


def find_signals(unit: Unit) -> Iterator[Finding]:
    """Candidate answers for `signals` in one sentence. [findings]"""
    text = unit.text
    if unit.asks:
        return
    asked = unit.rank == 0 and unit.answer and _SIGNAL_ASKED.search(unit.question)
    if asked and not _SIGNAL.search(text):
        value = "weighed" if unit.answer == "yes" else "not used"
        yield Finding("signals", value, unit.start, unit.end, "explicit", "stated", "signals")
    if _SIGNAL.search(text):
        if _NO_SIGNAL.search(text) and not _SIGNAL_NEEDED.search(text):
            value = "not used"
        else:
            value = "expected" if _SIGNAL_NEEDED.search(text) else "weighed"
        yield Finding("signals", value, unit.start, unit.end, "explicit", "stated", "signals")
