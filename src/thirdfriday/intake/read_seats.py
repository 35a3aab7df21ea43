"""How many residents a program takes each year, as its page states it."""

import re
from collections.abc import Iterator

from thirdfriday.intake.page_numbers import COUNT, NUMBER, number_of, range_of
from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_SEAT = (
    r"(?:residents?|interns?|positions?|places?|slots?|spots?|seats?|pgy[ -]?(?:1|i|one)s?"
    r"|first[ -]years?|openings?|entrants?|trainees?|categoricals?|doctors|physicians)"
)
_KIND = (
    r"(?:new|transitional|dr|ir|ca[ -]?1|im|fm|categorical|first[ -]year|third[ -]year|intern"
    r"|incoming|pgy[ -]?(?:1|i|one)s?"
    r"|resident|residency|combined|integrated|pgy-2|\(pgy-2\)|approved|acgme|acgme-approved|match"
    r"|general|internal|medicine|surgery"
    r"|pediatrics?|psychiatry|family|neurology|anesthesiology|pathology|advanced|traditional"
    r"|full-time|training|entering|funded|accredited|total|emergency|\(\w+\)|\d{1,2}\)"
    r"|preliminary|ob/gyn|open|available|graduate|osteopathic|allopathic|or|and|our)"
)
_SEATS = re.compile(
    rf"(?<![\w$/.-]){COUNT}(?: \(\d+\))? (?:{_KIND}[ -]+){{0,5}}{_SEAT}\b(?! (?:hospital|bed"
    rf"|interview))"
)
_PER_YEAR = re.compile(
    r"in each of the \w+ years|per year|each year|a year|every year|annually|per class|each class"
    r"|yearly|next year"
    r"|this year|each july|class (?:size )?of|every summer|each summer|each fall|every july"
    r"|in each year|/ ?year|/ ?yr|for 20\d\d|for the 20\d\d|per pgy|coming year|this season"
    r"|per level|in 20\d\d"
)
_ABOUT = re.compile(
    r"residen|intern|position|place|slot|spot|seat|pgy|first|opening|trainee|categorical|class"
    r"|/ ?year|/ ?yr|per year|a year\b|(?:each|every) (?:year|july|summer)|cohort|how many"
    r"|people|(\d{1,2})-\1-\1"
)
_CUE = re.compile(
    r"\btakes?\b|\btaking\b|\btaken\b|\baccept\w*|\boffer\w*|\bhave\b|\bhas\b|\brecruit\w*"
    r"|\bmatch\w*|\bapproved\b|\bfill\w*|\bpositions?\b|\bplaces\b|\bslots?\b|\bspots\b"
    r"|\broom for\b|\binterview for\b|\benroll\w*|\badmit\w*|\bselect\w*|\bclass\b|\bopenings?\b"
    r"|\bseats\b|\bwill be\b|\bas many as\b|\bup to\b|\bseek\w*|\blooking for\b|\bappoint\w*"
    r"|\baccredited for\b|\bpgy|\bjoin\w*|\bwelcome\w*|\bstart\w*|\bcomplement\b|\bthere (?:are"
    r"|is)\b|\bgraduate\w*|\btrain\w*|\barrive\w*|\bbegin\b"
)
_TAKES = re.compile(r"\b(?:tak|accept|match|recruit|appoint|offer|admit|select|enroll)\w*")
_ASKS = re.compile(
    r"how many (?!hours|days|weeks|nights|patients|beds|cases|procedures|applic|interview|months"
    r"|faculty|calls|shifts|times)[^?]{0,60}(?:residents?|interns?|positions?|places|slots?|spots"
    r"|seats|openings|pgy"
    r"|people|(?:do you|will you) (?:take|accept|match))|(?:size|number) of[^?]{0,30}(?:class"
    r"|program|positions|residents)|what is the size|how (?:big|large)[^?]{0,30}(?:program|class)"
    r"|class size"
)
_LABELLED = re.compile(
    rf"\W*(?:number of (?:\w+ ){{0,2}}(?:positions|residents|slots|openings)"
    rf"|(?:r-?1|pgy-?[12]) (?:positions|slots|spots)(?: per year)?|(?:positions|spots|slots|places"
    rf"|openings)(?: available| offered)?(?: per year)?"
    rf"|class size|(?:pgy-?1"
    rf"|categorical)(?: (?:positions|slots|residents))?|class|residents per (?:year"
    rf"|class))[^\w]{{1,4}}{COUNT}\b\W*(?:per year|each year|annually|categorical|year|yr)?\W*$"
)
_NOT = re.compile(
    r"interview(?:s|ed)? (?:slots|spots|dates|days|invit)|\ball three\b|fellows?\b|students"
    r"|applicants? per|faculty|alumni|graduates of our|current residents"
    r"|internal selection|our \d+ residents|couples|letters|beds|\b(?:may|can) (?:use|do|choose"
    r"|spend|go)\b"
    r"|(?:places|spots|slots|positions) for (?:our|those|people|residents) (?:\w+ )?(?:residents?"
    r"|who match|matched)"
    r"|^\W*(?:one|1)\b.*\btracks?\b|\btracks?\b[^.;]*\b(?:one|1) residents?\b"
)
_OTHER_YEARS = re.compile(r"pgy[ -]?(?:2|3|ii|iii|two|three)|second[ -]year|transfer")
_LARGEST = 200
_EARLY, _SHORT = 20, 80  # characters of a line that is about the number


def find_seats(unit: Unit) -> Iterator[Finding]:
    """Candidate answers for `positions_per_year` in one sentence. [findings]"""
    text = unit.text
    if unit.asks or not (_ABOUT.search(text) or (unit.rank == 0 and _ABOUT.search(unit.question))):
        return
    asked = unit.rank == 0 and bool(_ASKS.search(unit.question)) and "letter" not in unit.question
    number, strength = _number(text, asked=asked)
    if number and 0 < number <= _LARGEST and not re.search(r"fellowship", unit.heading):
        yield Finding(
            "positions_per_year", number, unit.start, unit.end, strength, "stated", "seats"
        )


def _number(text: str, *, asked: bool) -> tuple[int, str]:  # noqa: PLR0911 (rules in order)
    each = _EACH_YEAR.search(text)
    if (
        each
        and (
            asked
            or re.search(r"residen|interns|positions", text)
            or each[0].endswith("class")
            or _TAKING.search(text[: each.start()])
            or _WHOLE_LINE.match(text)
        )
        and not _NOT.search(_cell(text, each))
    ):
        return range_of(each)[0], "explicit"
    if asked:
        first = re.search(
            rf"(?<![\w$/.-]){COUNT}(?!\d|%|/|(?:st|nd|rd|th)\b| (?:years?|weeks|months|days"
            rf"|percent))",
            text,
        )
        if first:
            return range_of(first)[0], "explicit"
    repeated = re.search(r"(?<![\w/-])(\d{1,2})(?:\s*[-/]\s*\1){2,}\b(?![/-])", text)
    if repeated:
        return int(repeated[1]), "explicit"
    labelled = _LABELLED.match(text)
    if labelled:
        return range_of(labelled)[0], "explicit"
    filled = _ALL_OF.search(text)
    if filled:
        return range_of(filled)[0], "strong"
    if TWO_KINDS.search(text):
        return 0, ""
    into = _INTO_CLASS.search(text)
    if into and number_of(into["low"] or into["low2"]) > 1 and not _NOT.search(_cell(text, into)):
        return number_of(into["low"] or into["low2"]), "explicit"
    strong = re.search(
        rf"(?:class|classes|cohort)\b[^.;]{{0,15}}(?:is|are|has|of"
        rf"|numbers?) (?:about )?{COUNT}\b(?! (?:years|weeks|months))",
        text,
    )
    if strong and not SIGNED.search(text):
        return range_of(strong)[0], "strong"
    return _in_sentence(text)


TWO_KINDS = re.compile(
    rf"\b{NUMBER} categorical\b[^.;]{{0,25}}\b{NUMBER} advanced\b"
    rf"|\b{NUMBER} advanced\b[^.;]{{0,25}}\b{NUMBER} categorical\b"
)
SIGNED = re.compile(r"(?:\b[a-z]\.|^\W*[\w.]+), class of '?\d\d\W*$")  # "R.T., class of 21"
_WHOLE_LINE = re.compile(
    rf"\W*{COUNT} ?(?:/ ?(?:yr|year)|per year|(?:each|every|a) year)\b(?![^.]*\$)"
)
_TAKING = re.compile(
    r"\b(?:tak|accept|match|recruit|admit|appoint|train|graduat|program|with"
    r"|welcom)\w* (?:about |only |just )?$"
)
_ALL_OF = re.compile(
    rf"\ball (?:of (?:our|the) )?{COUNT} (?:of (?:our"
    rf"|the) )?(?:{_KIND}[ -]+){{0,4}}(?:positions|slots|spots|places)\b"
)
_EACH_YEAR = re.compile(
    rf"(?<![\w$/.-]){COUNT}(?: {_SEAT})?(?: of (?:us|we))? ?(?:(?:in|at|for|of) )?(?:per"
    rf"|/(?!level)|a|each"
    rf"|every|/ (?=y)) ?(?:pgy "
    rf"|training |residency )?"
    r"(?:year|class|yr|level)\b(?! of (?!training))"
)


_INTO_CLASS = re.compile(
    rf"(?<![\w$/.-]){COUNT} (?:new )?{_SEAT} (?:in|into|to|for) (?:each|every|our"
    rf"|the) (?:[\w-]+ ){{0,2}}class\b"
    rf"|(?<![\w$/.-]){COUNT.replace('?P<low>', '?P<low2>').replace('?P<high>', '?P<high2>')}"
    rf" categorical"
    rf"(?:,| and| &|/| plus)"
)


def _cell(text: str, found: re.Match[str]) -> str:
    """The words around a number, within its cell of a flattened table. [text]"""
    left = max(text.rfind("|", 0, found.start()) + 1, found.start() - 50, 0)
    ends = [place for mark in ("|", ", ") if (place := text.find(mark, found.end())) >= 0]
    right = min(ends, default=-1)
    return text[left : min(found.end() + 40, right if right >= 0 else len(text))]


def _in_sentence(text: str) -> tuple[int, str]:
    best: tuple[int, str] = (0, "")
    for found in _SEATS.finditer(text):
        around = _cell(text, found)
        if (
            _NOT.search(around)
            or (_OTHER_YEARS.search(found[0]) and "advanced" not in found[0])
            or re.search(
                r"\bout of\b|\btotal of\b|^\W*of\b|\bof (?:our|the)\b",
                text[max(0, found.start() - 12) : found.start()],
            )
        ):
            continue
        yearly, cue = bool(_PER_YEAR.search(text)), bool(_CUE.search(text))
        first_year = bool(
            re.search(r"pgy|categorical|intern|first[ -]year|incoming|new|entering", found[0])
        )
        if re.match(r" in (?:the|our) categorical", text[found.end() :]):
            return range_of(found)[0], "explicit"
        adjacent = re.match(
            r"\W{1,2}(?:are taken |are accepted )?(?:per year|a year|in each (?:year|class)"
            r"|each (?:july|summer|fall|june)|every (?:july|summer|june|fall)|each year"
            r"|every year|yearly"
            r"|annually|per class|each class)",
            text[found.end() :],
        )
        if not (
            adjacent
            or (yearly and cue)
            or (first_year and (cue or yearly))
            or (yearly and found.start() < _EARLY and len(text) < _SHORT)
            or (re.search(r"(?:places|positions|slots|spots|seats)$", found[0]) and cue)
        ):
            continue
        low = range_of(found)[0]
        taken = yearly and _TAKES.search(text)
        if low < 2 and "categorical" not in found[0] and not adjacent and not taken:
            continue
        if "prelim" in found[0] and best[0]:
            continue
        if not best[0] or ("categorical" in found[0] and best[1] != "explicit"):
            best = (low, "explicit" if "categorical" in found[0] else "strong")
    return best
