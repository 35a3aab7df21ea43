"""Whether a page limits whom it takes by citizenship or by a right to work held already."""

import re
from collections.abc import Iterator

from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_STATUS = (
    r"(?:citizens?\b|citizenship|us passport|united states passport|(?<=citizens, )nationals\b"
    r"|permanent residen\w+|legal residen\w+|green[ -]cards?"
    r"|(?:unrestricted |legal |valid |current )*(?:permission|right|authori[sz]ation"
    r"|authority) to work"
    r"|(?:work|employment) (?:authori[sz]ation|permits?|papers|eligibility)"
    r"|(?:authori[sz]ed|eligible|allowed|entitled|permitted|free) (?:to work|for (?:work"
    r"|employment))"
    r"|\blets? (?:them )?work|can work)"
)
_DEMAND = (
    r"(?:\bmust\b|\bhave to\b|\bhas to\b|\bneeds? to be\b|\bneed to (?:be|hold|have)\b"
    r"|\brequired?\b"
    r"|\brequires?\b|\bare to be (?=(?:\w+ ){0,2}citizen)|\bis needed\b|\bneeded\b|\ba condition\b"
    r"|\bprerequisite\b|\bonly\b"
    r"|\b(?:limited|restricted|confined|reserved|open only|closed) (?:to|for)\b|\bno one but\b"
    r"|\bnobody (?:else|but)\b|\bno others?\b|\bno one else\b|\bneed (?:an? )?(?=us pass|green"
    r"|us citiz)|\bexclusively\b|\bshould be\b|\bunless\b|\bsolely\b|\bterms\b)"
)
_LIMIT = re.compile(
    rf"{_DEMAND}[^.;]{{0,90}}\b{_STATUS}|\b{_STATUS}[^.;]{{0,60}}{_DEMAND}"
    rf"|\bwithout (?:an? )?{_STATUS}[^.;]{{0,40}}(?:\bcannot\b|\bnot\b)"
    r"|^\W*(?:eligibility|requirements?|who may apply): [^.;]{0,12}citizen"
    r"|^\W*(?:us|united states) citizenship or (?:lawful )?permanent resid"
    rf"|\bnon-?citizens?\b[^.;]{{0,60}}(?:\bcannot\b|\bnot\b)"
    rf"|(?:\bcannot\b|\bnot\b)[^.;]{{0,40}}\bnon-?citizens?\b"
    rf"|^\W*citizenship: (?!any|not |no )[^.;]*\b(?:citizen|resident)"
    r"|\bapplicants\b[^.;]{0,40}\bwho are citizens or\b"
)
_OR_VISA = re.compile(
    r"\bor\b[^.;]{0,45}(?:visas?\b|\bj-1|\bh-1b)|(?:visas?\b|\bj-1\b|\bh-1b\b)[^.;]{0,30}\bor\b"
    r"|\bneeds? an? (?:j-1|visa)|\bhold an? (?:j-1|visa)|\b(?:visa status|immigration status)\b"
    r"|\bvisas?\b[^.;]{0,25}\b(?:accepted|sponsored|available|considered|required|needed|possible)"
    r"|\bproof of\b|\bcopy of\b|(?<!us )(?<!states )\bpassport|\bwho are not (?:us )?citizens\b"
    r"|\bnot (?:a )?(?:us "
    r"|u\.s\. )?citizens?\b(?! (?:cannot|are not))|\bsmall town\b|\bif (?:not|you are not)\b"
    r"|\bbe (?:eligible|able) to obtain\b|\beligible for\b(?! (?:work|employment))|\bno (?:limit"
    r"|restriction)"
    r"|\bregardless\b|\bwithout regard\b|\bdiscriminat"
)
_DENIED_VISA = re.compile(
    r"\b(?:without|no|not (?:need\w*|require|requiring)|not sponsor|cannot sponsor"
    r"|unable to (?:sponsor"
    r"|support|offer))[^.;]{0,40}(?:visas?|sponsorship|sponsor)\b"
)
_NOT_NEEDED = re.compile(
    r"\bnot (?:be )?(?:required|needed|necessary|limited)|\bneed not\b|\bgood citizens"
)
_NOT_SPONSORED = re.compile(
    r"(?:\bcannot\b|\bnot\b|\bunable\b)[^.;]{0,20}(?:accept|consider|tak|invit|interview)\w*"
    r"[^.;]{0,25}\b(?:needs?|requires?) (?:[a-z]+ ){0,4}?(?:sponsorship|visas?$|sponsor\b)"
    r"(?! (?:of|for) (?:an? )?(?:h-1b|j-1|o-1))"
    r"|\b(?:needs?|needing|requires?|requiring) (?:a )?(?:visa )?sponsorship\b[^.;]{0,40}"
    r"(?:cannot|not) (?:be )?(?:considered|accepted|invited|interviewed)"
)
_LISTED = re.compile(
    r"\b(?:accept|tak|consider|hir|employ)\w* (?:only )?(?:us |american |united states )?citizens"
    r"(?:, | and | or )[^.;]*?\b(?:permit|authori[sz]ation|permission to work|right to work|ead)\b"
    r"|(?:graduates|imgs?|fmgs?)\b[^.;]{0,25}\b(?:who|if they) (?:are|hold) (?:us |american )?"
    r"(?:citizens|green)\b[^.;]{0,45}(?:may apply|are (?:eligible|considered|welcome)|can apply|$)"
    r"|(?:imgs?|graduates) (?:are eligible|may apply|are considered) (?:only )?if they (?:are|hold)"
    r" (?:us )?(?:citizens|green)"
)
_SAYS_OF_OTHERS = re.compile(
    r"\bundocumented\b|\bmake up\b|\b(?:and|or) (?:so|anybody)\b|\bj-1\b|\bh-1b\b|\bvisas?\b"
)
_ANY = re.compile(r"citizen|permanent|legal resid|green|to work|work|national")
_VISA = re.compile(
    r"visa|\bj-1|\bh-1b|\bbefore (?:orientation|training|the start|they start|starting|july)"
    r"|\bschools?\b[^.;]{0,30}\bnationals"
)


def find_citizenship(unit: Unit) -> Iterator[Finding]:
    """Candidate answers for `citizenship_limits` in one sentence. [findings]"""
    text = unit.text
    if unit.asks or unit.for_fellows:
        return
    if ("sponsor" in text or "visa" in text) and _NOT_SPONSORED.search(text):
        yield _finding(unit)
        return
    if not _ANY.search(text):
        return
    words = _DENIED_VISA.sub(" ", text)
    if _LISTED.search(text) and not _SAYS_OF_OTHERS.search(words):
        yield _finding(unit)
        return
    if (
        _VISA.search(words)
        or not _LIMIT.search(words)
        or _OR_VISA.search(words)
        or _NOT_NEEDED.search(words)
    ):
        return
    yield _finding(unit)


def _finding(unit: Unit) -> Finding:
    name = "citizenship_limits"
    return Finding(name, True, unit.start, unit.end, "explicit", "stated", "citizenship")
