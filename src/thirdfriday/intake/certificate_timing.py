"""When a certificate is wanted, by need, event and order, where no single wording says it."""

import re
from collections.abc import Iterator, Sequence

from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_CERTIFICATE = re.compile(
    r"\bcertificat(?:e|es|ion)\b|\b(?:un|non-?)?certified\b|\becfmg (?:number|pathway)"
    r"|\bpathways?\b"
)
_OTHER_PAPERS = re.compile(
    r"(?:birth|health|conduct|police|vaccination|board|death|penal|marriage|acls|bls|cpr|pals|nrp|asume|fellowship|training"
    r"|teaching|management|graduate|internship|diploma|gift|basic life support)[ -]certif\w+"
    r"|certificates? (?:of|for|program)\b|certificates? in (?!hand|ha\w+)|rank list certif\w+"
    r"|list(?:s)? (?:is|are|be) certif\w+"
    r"|certif\w+ of |certif\w+ in (?!hand|ha\w+)|re-?certif\w+|\bboards?\b|\babim|track certificate"
    r"|certificate (?:program|track|course)"
)
_ABROAD = re.compile(
    r"\becfmg\b|\bimgs?\b|\bfmgs?\b|international|foreign|abroad|overseas|outside the us"
)
_EARLY = re.compile(
    r"\bappl(?:y|ying|ied|ication|ications)\b|\b(?:a|the|your|their|any|of) files?\b|\bsubmit\w*"
    r"|\bdocuments\b|\bpapers\b|\b(?:in|into|to|via|with|by|through) eras\b|\binterview\w*"
    r"|\binvit\w+|\bconsider(?:ed|ation)?\b"
    r"|\breview\w*|\bscreen\w*|\b(?:be|to) read\b|\bdeadline\b"
    r"|\b(?:by|before) (?:the \w+ of )?(?:august|september|october|november|december)\b"
)
_LATE = re.compile(
    r"\brank\w*|\bmatch(?:ed|ing)?\b|\bcontracts?\b|\bpayroll|\bpay ?checks?\b|\bstart\w*"
    r"|\bbegin\w*|\borientation|\bappoint(?:ed|ment|ments)?\b|\bemploy\w*|\bhire\w*|\bhiring"
    r"|\bonboard\w*|\bfirst day\b|\barriv\w*|\bjuly\b|\bjune\b|\bmay(?= \d)|\bin may\b"
    r"|\b(?:by|before) may\b|\bapril\b|\bmarch\b|\bfebruary\b|\bspring\b|\bsummer\b"
    r"|\bbefore [^.;]{0,15}licen"
    r"|\bcountersign\w*|\bjoin\w*|\bmatriculat\w*|\bcommenc\w*|\blater\b|\bcome to work"
)
_PENDING = re.compile(
    r"\bpending\b|\bin progress\b|\bunder ?way\b|\bin process\b|\bin the works\b|\bunfinished\b"
    r"|\bincomplete\b|\bon (?:its|the) way\b|\bawait\w*|\bstill waiting\b|\bnumber\b|\b(?:being"
    r"|getting) (?:completed|processed|finished|issued|done)\b"
    r"|\bnot done\b|\bunderway\b|\bstill to come\b|\blacking\b|\bcan (?:wait|follow|come later)\b"
    r"|\bnot (?:yet )?(?:be )?(?:say|have|hold|held|finished|complete|completed|certified|issued"
    r"|final|arrived|in hand)\b"
)
_ALLOWED = re.compile(
    r"\bmay\b|\bcan\b|\bcould\b|\bfine\b|\bok\b|\bokay\b|\baccept\w*|\bwelcome\b|\benough\b"
    r"|\bsuffic\w+|\bno (?:problem|obstacle|bar|trouble)\b|\bstill\b|\bneed not\b|\bdo\b|\bhappi\w+"
    r"|\bwe have (?:ranked|interviewed|invited|taken)\b|\bhappy\b|\bglad\w*"
)
_REFUSED = re.compile(
    r"\b(?:un|non-?)certified\b[^.;]{0,40}\b(?:not|never|cannot|no)\b[^.;]{0,25}"
    r"(?:interview|invit|review|consider|read|open|screen)"
    r"|(?:\bnot\b|\bcannot\b|\bnever\b|\bno one\b|\bnobody\b|\bunable\b|\bno\b"
    r"|\bnone\b)[^.;]{0,45}?"
    r"(?:open|read|review|consider|interview|invit|offer|look|process|download|screen|scor"
    r"|complete|appl(?:y|ication))\w*[^.;]{0,60}?"
    r"(?:\bwithout\b|\bunless\b|\buntil\b|\bbefore\b|\bnot (?:yet )?(?:certified|hold|have)"
    r"|\black\w*|\bwho (?:is|are|have|do|has) not\b)"
    r"|(?:\bwithout\b|\bunless\b|\black\w*)[^.;]{0,60}(?:\bnot\b|\bcannot\b|\bnever\b)[^.;]{0,25}"
    r"(?:open|read|review|consider|interview|invit|look|process|download|screen)\w*"
    r"|\bonly\b[^.;]{0,40}(?:interview|invit|review|consider|read|offer)\w*[^.;]{0,45}"
    r"(?:already|certified|hold|have|once|after|when)"
    r"|(?:interview|invit|review|consider|read)\w*[^.;]{0,25}\bonly\b[^.;]{0,40}"
    r"(?:already|certified|hold|have|once|after|when)"
)
_NOT_NEEDED = re.compile(
    r"\bnot an? (?:\w+ )?(?:condition|prerequisite|precondition|requirement|must)\b"
    r"|(?:\bnot\b|\bno need\b|\bnever\b|\bnobody\b|\bnone\b)[^.;,]{0,40}?(?:need|requir|necess"
    r"|must|have to|expect|\bask|on the day|\bwhen\b|at the time|at application|to apply"
    r"|in order|\byet\b|at this (?:stage|point)|for (?:the |your |an )?(?:application|interview))"
    r"(?!\w* (?:\w+ ){0,2}(?:visa|sponsor|letter|experience|score|usmle|step))"
)
_NEEDED = re.compile(
    r"\bmust\b|\bneed\w*|\brequir\w+|\bha(?:ve|s) to\b|\bonly\b|\bshould\b|\bwant\w*|\bwe ask\b"
    r"|\bask for\b|\bexpect\w*|\bmandatory\b|\bessential\b|\binclud\w*|\battach\w*|\bsubmit\w*"
    r"|\bupload\w*|\bsend\b|\bprovid\w*|\bbefore\b|\bby\b|\buntil\b|\btill\b|\bcondition (?:of"
    r"|for)\b|\bno later than\b|\bprior to\b"
    r"|\bat the latest\b|\balready\b|\bat the time\b|\bin hand\b|\bwith (?:the|your|their)\b"
    r"|\bwhen they\b|\bonce they\b"
)
_LATER_IS_FINE = re.compile(
    r"\b(?:fine|ok|okay|no problem|not a problem|no rush|no hurry|can wait|may wait)\b|\blater\b"
    r"|\barriv\w+ (?:over|in|by|after|during)\b"
)
_MAY_FIRST = re.compile(
    r"\b(?:may|can|could|welcome to) (?:still |also )?apply before (?:\w+ ){0,3}certified\b"
)
_OPENS = re.compile(r"\W*(?:not|no|yes|only|by|before|until|when|at|just|once|prior|eventually)\b")
_CLAUSES = re.compile(r";|\bbut\b|\byet\b|\bthough\b|\balthough\b|, and\b|, not\b")


def find_timing(units: Sequence[Unit]) -> Iterator[Finding]:
    """The timing by need, event and order of words, for a silent page. [findings]"""
    abroad = any(_ABROAD.search(unit.text) for unit in units)
    for unit in units:
        about = _CERTIFICATE.search(unit.text) or (
            unit.rank == 0 and _CERTIFICATE.search(unit.question)
        )
        if unit.asks or not about or not abroad or unit.for_fellows:
            continue
        text = re.sub(r"\([^)]*\)", " ", unit.text)
        asked = unit.rank == 0 and bool(_CERTIFICATE.search(unit.question))
        if asked and _EARLY.search(unit.question) and _LATER_IS_FINE.search(text):
            yield _finding(unit, value=False)
            continue
        opens = bool(unit.answer or _OPENS.match(text))
        words = f"{unit.question} {text}" if asked and opens else text
        if _OTHER_PAPERS.search(words) and "ecfmg" not in words:
            continue
        value = timing(words)
        if value is not None:
            yield _finding(unit, value=value)


def _finding(unit: Unit, *, value: bool) -> Finding:
    name = "ecfmg_required_at_application"
    return Finding(name, value, unit.start, unit.end, "weak", "stated", "certificate.timing")


def timing(words: str) -> bool | None:  # noqa: PLR0911 (rules in order, first hit wins)
    """Whether the certificate is wanted to apply or be interviewed; None if unsaid. [yes or no]

    >>> timing("certification may still be in progress when you apply.")
    False
    >>> timing("we can only offer interview dates to imgs who are already certified")
    True
    """
    if _MAY_FIRST.search(words):
        return False
    if _REFUSED.search(words) and not re.search(r"\brank", words):
        return True
    for clause in _clauses(words):
        if _PENDING.search(clause) and _ALLOWED.search(clause):
            return False
        early, late = _EARLY.search(clause), _LATE.search(clause)
        if _NOT_NEEDED.search(clause) and early:
            return False
        if not _NEEDED.search(clause):
            continue
        if early and late:
            subject = _CERTIFICATE.search(clause)
            at = subject.start() if subject else 0
            return abs(early.start() - at) < abs(late.start() - at)
        if early:
            return True
        if late:
            return False
    return None


def _clauses(words: str) -> Iterator[str]:
    """The clauses that speak of the certificate, and those after it that say "it". [text]"""
    begin = 0
    told = False
    cuts = [found.start() for found in _CLAUSES.finditer(words)]
    for end in [*cuts, len(words)]:
        clause = words[begin:end]
        about = bool(_CERTIFICATE.search(clause))
        if about or (told and re.search(r"\b(?:it|they|that)\b", clause)):
            yield clause
        told = told or about
        begin = end
