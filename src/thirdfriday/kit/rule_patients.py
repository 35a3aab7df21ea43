"""Patients: a name, a number or a birth date that tells who somebody is."""

import re
from collections.abc import Iterator

from thirdfriday.intake.read_dates import MONTHS
from thirdfriday.kit.finding import Finding, Severity
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.name_index import cities, states
from thirdfriday.kit.sentences import Sentence
from thirdfriday.kit.word_screen import watched

RULE = "patient_identifier"
_NAME = r"[A-Z][a-z]{2,}(?:[- ][A-Z][a-z]+)?"
_SICK = re.compile(
    r"\b(?:patients?|admitted|admission|diagnos\w+|bedside|ward|hospice|discharged?|presented|"
    r"chart|"
    r"symptoms?|stroke|cancer|tumou?r|surgery|operation|chest pain|heart (?:failure|attack)|"
    r"pneumonia|"
    r"sepsis|dementia|psychosis|depression|diabetes|cirrhosis|dialysis|seizures?|intubat\w+|icu|"
    r"emergency (?:room|department)|clinic visit|hospital bed|blood pressure|chemotherapy|"
    r"\d+[- ]year[- ]old|biopsy|wound|fracture|overdose|labor|hospitali[sz]ed|illness|treatment)\b",
    re.IGNORECASE,
)
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\.? (?P<name>[A-Z][a-z]{2,}(?:[- ][A-Z][a-z]+)?)")
_ROLE = re.compile(
    r"^[,' ]*(?:s )?(?:\w+ ){0,4}(?:teacher|coordinator|coach|counselor|administrator|manager|"
    r"nurse|"
    r"librarian|advisor|professor|secretary|tutor|principal|assistant|director)\b|^[^.]{0,20}\bfor "
    r"(?:your|the) (?:help|invitation|time)|^'s? (?:\w+ )?(?:clinic|office|"
    r"class|classroom|shop|store|"
    r"kitchen|practice|lab|laboratory|restaurant|garage|bakery)\b",
    re.IGNORECASE,
)
_ROLE_BEFORE = re.compile(
    r"\b(?:teacher|coordinator|coach|counselor|administrator|manager|nurse|tutor|advisor|"
    r"director|dear|janitor|cook|guard|porter|driver|cleaner|custodian|interpreter|"
    r"clerk|pharmacist|midwife|landlord|barber|baker|mechanic|roommate|uncle|aunt|cousin|"
    r"classmate|orderly|technician|volunteer|chaplain|social worker|receptionist|sergeant|captain|"
    r"thank|thanks to|hello|hi|assistant|principal|neighbor|boss),?\s*$",
    re.IGNORECASE,
)
CHANGED = re.compile(
    r"\b(?:will|shall|'ll) call\b|\bnames? (?:has|have|was|were|is|are)?\s*(?:been )?changed|"
    r"\bpseudonym|"
    r"\bnot (?:his|her|their) real name|\bde-?identified|whom I call\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    rf"\b(?:patients?|man|woman|boy|girl|child|teenager|veteran|farmer|gentleman|lady|mother|"
    rf"father|grandmother|"
    rf"grandfather|refugee)\b[^.?!,]{{0,40}}\b(?:named|called|whose name was) (?P<name>{_NAME})"
    rf"|\b(?:[Mm]y|[Aa]|[Oo]ne|[Tt]he|[Oo]ur|first|favorite|youngest|oldest|last) (?:of (?:my|"
    rf"our|the) )?(?:\w+ )?patients?,? (?P<name2>{_NAME})\b"
    rf"|(?P<name3>\b{_NAME}), an? (?:\w+ )?(?:\d+|\w+)[- ](?:year|month|week|day)[- ]old\b"
    rf"|(?P<name4>\b{_NAME}) (?:was|is) an? (?:\w+ )?(?:\d+|"
    rf"[a-z]+(?:-[a-z]+)?)[- ]year[- ]old (?:patient|man|woman|boy|girl|male|female)"
    rf"|\b(?:patient|man|woman|boy|girl|child|teenager|veteran|lady|gentleman|mother|father), "
    rf"(?P<name7>{_NAME}), "
    rf"|(?P<name8>\b[A-Z][a-z]{{2,}} [A-Z][a-z]{{2,}}), \d{{1,3}},"
    rf"|\b(?:[Hh]is|[Hh]er|[Tt]heir) (?:first |last |full |real )?name(?: was| is|,) "
    rf"(?P<name5>{_NAME})"
    rf"|(?P<name6>\b{_NAME}),? (?:was|is|became|remains) (?:my|the|our) (?:\w+ )?(?:patient|child|"
    rf"baby|person|man|woman|boy|girl|death|delivery|infant|case)\b(?! (?:of|who taught))"
)
_NUMBERS = (
    re.compile(
        r"\b(?:MRN|medical record (?:number|no)|record number|chart (?:number|no)|patient (?:ID|"
        r"number)|"
        r"case number|accession(?: number)?)\b\W{0,4}(?:was |is |no\.? ?)?[A-Z]{0,3}[- ]?\d{4,}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:SSN|social security(?: number)?)\b\W{0,4}\d|\b\d{3}-\d{2}-\d{4}\b", re.IGNORECASE
    ),
    re.compile(
        r"\b(?:DOB|date of birth|born(?: on)?)\b\W{0,4}(?:\d{1,2} (?:of )?(?:Jan|Feb|Mar|Apr|May|"
        r"Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*,? \d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|"
        r"\d{4}-\d\d-\d\d|"
        r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{1,2},? \d{4})",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:chart|record|file|patient|case) (?:no\.? |# ?)?\d{5,}\b", re.IGNORECASE),
    re.compile(
        r"\b(?:room|bed) (?:number |no\. ?)?\d{2,4}[A-Z]?\b(?=[^.]*\bpatient|\b)", re.IGNORECASE
    ),
)
_OWN_DATA = re.compile(
    r"\b(?:I was|I am|my (?:date of birth|dob|aamc|nrmp|usmle|ssn))\b", re.IGNORECASE
)
_FIX = "Take the name or number out and blur age and date: 'a man in his sixties', 'that winter'."
_NOT_NAMES = frozenset(
    [
        "the",
        "this",
        "that",
        "when",
        "after",
        "during",
        "although",
        "while",
        "one",
        "once",
        "but",
        "and",
        "she",
        "her",
        "his",
        "then",
        "there",
        "english",
        "spanish",
        "today",
        "yesterday",
        "last",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        *MONTHS,
        "dr",
        "doctor",
        "medicare",
        "medicaid",
        "with",
        "from",
        "before",
        "since",
        "mr",
        "mrs",
        "ms",
    ]
)


def patients(context: LintContext) -> Iterator[Finding]:
    """Names of patients and numbers that lead to them."""
    spared = names_changed(context)
    for sentence, places in context.watched(_WATCH):
        for place in places:
            if place >= len(_NAMING):
                yield from _numbered(_NUMBERS[place - len(_NAMING)], sentence)
            elif not spared:
                for start, end in _NAMING[place](context, sentence):
                    begin = sentence.start + start
                    yield patient_found(begin, sentence.start + end, "names a patient")


def names_changed(context: LintContext) -> bool:
    """Whether the text says that its names are not the real ones."""
    return any(CHANGED.search(sentence.text) for sentence, _ in context.watched(_CHANGED_WATCH))


def _numbered(pattern: re.Pattern[str], sentence: Sentence) -> Iterator[Finding]:
    hit = pattern.search(sentence.text)
    if hit and not _OWN_DATA.search(sentence.text):
        start, end = sentence.start + hit.start(), sentence.start + hit.end()
        yield patient_found(start, end, "holds a number or date of a patient")


_AT_WORK = re.compile(
    r"\b(?:driver|cook|guard|porter|janitor|cleaner|custodian|nurse|clerk|pharmacist|midwife|"
    r"interpreter|neighbor|landlord|roommate|teacher|coach|barber|baker|mechanic|classmate|orderly|"
    r"librarian|secretary|coordinator|receptionist|technician|chaplain|mentor|attending|colleague|"
    r"co-?worker|boss)(?: (?:named|called)|,| whose name was)? $",
    re.IGNORECASE,
)
_ILL_TOO = re.compile(
    r"\bpatient|\bwho (?:had|was|came|died|fell|wept|lay|could no)|\b(?:admitted|diagnos\w+|his|"
    r"her) "
    r"(?:with|liver|kidneys?|heart|lungs?|stroke|cancer|tumou?r|scan|biopsy)\b",
    re.IGNORECASE,
)


def at_work(context: LintContext, span: tuple[int, int]) -> bool:
    """Whether the person named is told of by what he does there, and is not ill."""
    sentence = context.sentence_at(span[0])
    return bool(_AT_WORK.search(context.before(sentence, span[0]))) and not _ILL_TOO.search(
        sentence.text
    )


def _titled(context: LintContext, one: Sentence) -> Iterator[tuple[int, int]]:
    for hit in _TITLED.finditer(one.text):
        before, after = one.text[: hit.start()], one.text[hit.end() :]
        if _ROLE_BEFORE.search(before) or _ROLE.search(after):
            continue
        place = context.number_at(one.start)
        near = context.sentences[max(0, place - 1) : place + 2]
        if _SICK.search(" ".join(other.text for other in near)):
            yield hit.span()


def _named(context: LintContext, one: Sentence) -> Iterator[tuple[int, int]]:
    for hit in _NAMED.finditer(one.text):
        name = next(value for value in hit.groupdict().values() if value)
        word = name.split()[0].lower()
        place = name.lower() in cities() or name.lower() in states()
        if word not in _NOT_NAMES and not place:
            yield hit.span()


_NAMING = (_named, _titled)
_WATCH = watched(_NAMED, _TITLED, *_NUMBERS)
_CHANGED_WATCH = watched(CHANGED)


def patient_found(start: int, end: int, what: str) -> Finding:
    """The finding of a name or number of a patient."""
    return Finding(
        RULE,
        Severity.ERROR,
        start,
        end,
        f"This {what}. Even without a diagnosis it can be enough to know who it was.",
        _FIX,
    )
