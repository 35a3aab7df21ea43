"""Whether ECFMG certification must be held to apply or to be interviewed."""

import re
from collections.abc import Iterator

from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_ECFMG = re.compile(r"\becfmg\b|educational commission for foreign")
_CERTIFICATE = re.compile(r"certif\w+")
_REPORT = re.compile(r"status report|status letter|\breport\b")
_LATER = re.compile(
    r"\b(?:before|prior to|by|until|at|upon|on|when|once|for)\b[^.;,]{0,30}(?:employ\w*|start\w*"
    r"|residency|residencies|begin\w*|appoint\w*|july|june|orientation|matriculat\w*|hir(?:e|ed"
    r"|ing)|contract|rank\w*|match\w*|internship|onboard\w*|commenc\w*|training|entry|joining)"
    r"|to (?:start|begin|enter) (?:your |the |their )?(?:residency|training|internship|program)"
    r"|by (?:the )?(?:end of )?(?:january|february|march|april|may)\b|rank(?:ing)? (?:time|list"
    r"|deadline|order)|match lists?|once (?:you|they|we) match|after (?:the )?match|february"
    r"|\bas late as\b|\b(?:can|may) (?:arrive|come|follow|be sent) (?:later|after|by|as|in)\b"
    r"|\blater\b|when hired|at (?:the )?time of (?:hire|hiring|employment|appointment)"
)
_NOT_NEEDED = re.compile(
    r"\b(?:may|can) (?:still |also )?apply before (?:\w+ ){0,3}certified\b"
    r"|\bnot an? (?:\w+ )?(?:condition|prerequisite|precondition|requirement|must)\b[^.;]{0,20}"
    r"(?:appl|interview|invit|consider|review)"
    r"|(?:\bnot\b|n't)[^.;]{0,25}(?:need\w*|requir\w*|necessary|have to"
    r"|mandatory)[^.;]{0,40}(?:apply|application|interview)|can apply (?:without|before|prior to"
    r"|while)"
    r"|may apply (?:without|before|prior to|while)|eligible[^.;]{0,40}(?:when|to"
    r"|at) (?:the time )?(?:you )?(?:of )?appl\w+|need not|(?:not|n't) (?:be )?(?:need\w*"
    r"|required|necessary)[^.;]{0,25}(?:before|prior to|at|to|when|for)|if you have it"
    r"|\bnot (?:at (?:the )?time|when|before|prior to|in order to|to)\b[^.;]{0,20}\bappl"
    r"|\bpending\b|\bin progress\b|\bunder ?way\b|^not (?:to apply|when|at\b|for)"
    r"|not yet certified|ecfmg[- ]eligible|\bnot to apply\b"
)
_TO_APPLY = re.compile(
    r"(?:before|prior to|when|at the time of|at time of|to|in order to|(?:by"
    r"|at) the time)[^.;]{0,25}"
    r"\bappl(?:y|ying|ication)|(?:before|prior to|for|to be)[^.;]{0,30}(?:interview\w*"
    r"|considered|reviewed"
    r"|invited)|only (?:\w+ )?(?:those|people|applicants|candidates|imgs"
    r"|applications)(?: from \w+)? (?:who|with|that|already"
    r"|holding)|\bno (?:file|application|one)[^.;]{0,50}without|before[^.;]{0,25}(?:offer"
    r"|extend)[^.;]{0,15}interview|in hand|at application|first\b|(?:not|n't)[^.;]{0,15}(?:read"
    r"|review|consider|process|interview)\w*|want to apply need|by the time (?:you|they) apply"
    r"|when (?:you|they) apply|(?:not|n't) apply until"
    r"|\b(?:with|in|to|into|part of) (?:the |your |their )?(?:eras |completed? )?(?:application"
    r"|eras)\b"
    r"(?! (?:system|website|token))|\bby the (?:application )?deadline|\bat (?:the )?application\b"
    r"|(?:review|read|consider|process|look at|interview|screen)\w*[^.;]{0,30}\b(?:once|only after"
    r"|only when|until)\b[^.;]{0,20}(?:ecfmg|certif)"
    r"|(?:consider|accept|review|interview|invite|welcome)\w*[^.;]{0,40}\b(?:who(?:'s| is| are"
    r"| have"
    r"| has)?|already) (?:already )?(?:been )?(?:hold\w* )?(?:an? |the )?(?:ecfmg|certified by)"
    r"|\becfmg[- ]certified\b[^.;]{0,15}\b(?:can|may|(?:are|is) eligible to) (?:\w+ )?apply\b"
    r"|\bno (?:invit\w+|interviews?|offers?)[^.;]{0,40}(?:before|until|without)\b"
    r"|incomplete|by (?:the )?(?:time of |time you )?(?:the |your )?interview|\bto apply\b"
    r"|\b(?:applicants?|candidates?|applying)\b[^.;]{0,30}(?:must|need to|have to|are required to"
    r"|should) (?:already )?(?:hold|have|possess|be ecfmg)|without[^.;]{0,30}(?:may|can|should"
    r"|do) ?not apply|(?:not|n't) apply without"
)
_APPLY_TIME = re.compile(r"\bwhen (?:you|they) apply|at application|before applying|to apply")
_NOT_TO_APPLY = re.compile(
    r"not (?:to apply|when|at|for|until|before)\b|only (?:by|once|when"
    r"|before|after)\b"
)
_NEEDED_TO_APPLY = re.compile(r"(?:need|requir|have)[^?]*(?:to apply|interview|considered)")
_APPLYING = re.compile(
    r"apply|application|send|submit|file|documents|materials|papers|eras|additional requirements"
    r"|extra requirements|includ|complete|to be (?:considered|invited|interviewed)|consider"
    r"|applying|supporting|packet|checklist|\bwant\b|we (?:also )?(?:need|ask)"
)
_ASKS_TO_APPLY = re.compile(r"apply|application|interview|consider")
_LONG_SENTENCE, _NEAR = 160, 100  # characters
_BARE_QUESTION = 20  # characters of "ECFMG status?"
_DOCUMENTS = re.compile(
    r"transcript|\bcv\b|personal statement|dean'?s letter|mspe|letters?\b|photo|curriculum|copy"
    r"|copies"
)
_ELSEWHERE = re.compile(
    r"(?:contact|ask|write to|visit|website|see)\b[^.;]{0,30}ecfmg|(?:through|via|by(?: way of)?"
    r"|by contacting) (?:the )?ecfmg|ecfmg (?:sponsor|acts|wants|will|can|office|website|token"
    r"|offers?|at|for eras)|sponsored by|ecfmg[- ]sponsored|sponsorship"
)


def find_certification(unit: Unit, imgs_page: str = "") -> Iterator[Finding]:
    """Candidate answers for `ecfmg_required_at_application` in one sentence. [findings]"""
    text = unit.text
    asked = unit.question if unit.rank >= 0 else ""
    here = bool(_ECFMG.search(text))
    asked_here = bool(_ECFMG.search(asked))
    if unit.asks or (not here and not asked_here):
        return
    value, strength = _timing(unit, asked, here=here, asked_here=asked_here)
    if value is not None:
        yield Finding(
            "ecfmg_required_at_application",
            value,
            unit.start,
            unit.end,
            strength,
            "stated",
            "ecfmg",
        )


def _timing(unit: Unit, asked: str, *, here: bool, asked_here: bool) -> tuple[bool | None, str]:  # noqa: PLR0911 (rules in order, first hit wins)
    text = unit.text
    certificate = bool(_CERTIFICATE.search(text)) or bool(
        asked_here and (_CERTIFICATE.search(asked) or len(asked) < _BARE_QUESTION)
    )
    answered = _answered(unit, asked, here=here) if certificate else None
    if answered is not None and (asked_here or here):
        return answered, "explicit"
    if not here or (_REPORT.search(text) and not _CERTIFICATE.search(_REPORT.sub(" ", text))):
        return None, ""
    eligible = bool(re.search(r"ecfmg[- ]eligib\w+|eligib\w+ for (?:the |an )?ecfmg", text))
    if not certificate and not eligible and not _valid(text):
        return None, ""
    if _NOT_NEEDED.search(text) or re.search(
        r"(?:able|eligib\w+|qualif\w+|on track) (?:to (?:get|obtain|receive|earn)|for) (?:the "
        r"|an? |your )?(?:valid )?ecfmg (?:certif)",
        text,
    ):
        return False, "explicit"
    near = _near(text)
    if _TO_APPLY.search(near) and not _later_than_interview(near):
        return True, "explicit"
    if _LATER.search(near):
        return False, "explicit"
    if eligible and not _CERTIFICATE.search(text):
        return None, ""
    return _listed(unit)


def _near(text: str) -> str:
    """The words around the certificate in a long sentence; else the sentence."""
    found = _ECFMG.search(text)
    if found is None or len(text) <= _LONG_SENTENCE:
        return text
    return text[max(0, found.start() - _NEAR) : found.end() + _NEAR]


def _answered(  # noqa: PLR0911 (rules in order, first hit wins)
    unit: Unit, asked: str, *, here: bool
) -> bool | None:
    """What an answer to a question about the certificate says of applying, if it does."""
    text, about = unit.text, bool(_ECFMG.search(asked)) and unit.rank == 0
    later = bool(_LATER.search(text))
    if about and _ASKS_TO_APPLY.search(asked):
        if unit.answer == "no" or _NOT_NEEDED.search(text) or (later and not unit.answer):
            return False
        if unit.answer == "yes":
            return True
    if about and (_NOT_NEEDED.search(text) or (later and re.search(r"\bwhen\b", asked))):
        return False
    if about and ((unit.answer == "no" and later) or _NOT_TO_APPLY.match(text)):
        return False
    if here and unit.rank in {0, 1} and _NEEDED_TO_APPLY.search(asked):
        return True
    elliptical = about and bool(unit.answer) and not here
    if elliptical and (_TO_APPLY.search(text) or _APPLY_TIME.search(text)):
        return unit.answer == "yes"
    return None


def _valid(text: str) -> bool:
    return bool(re.search(r"(?:valid|current)[^.;]{0,12}ecfmg|(?:without|non-?)[- ]?ecfmg", text))


def _later_than_interview(text: str) -> bool:
    later, early = _LATER.search(text), _TO_APPLY.search(text)
    if later and early and re.match(r"applica|candidate|applying", early[0]):
        return True
    return bool(later and early and "interview" not in early[0] and "appl" not in early[0])


def _listed(unit: Unit) -> tuple[bool | None, str]:
    text = unit.text
    documents = len(set(_DOCUMENTS.findall(text)))
    if documents >= 2 or (
        (documents and re.search(r"\bsend\b|\bsubmit\b|\binclude", text))
        and not re.search(r"status report", text)
    ):
        return True, "explicit"
    if re.search(r"\bcop(?:y|ies)\b|\bupload\w*", text):
        return True, "explicit"
    header = f"{unit.intro} {'' if unit.rank >= 0 else unit.heading}"
    if _ELSEWHERE.search(text) and not re.search(r"certificate", text):
        return None, ""
    listed = unit.bullet or unit.intro != "" or len(text) < 80
    if (
        listed
        and re.search(r"apply|send", unit.question)
        and re.search(r"need|must|requir|send", unit.intro)
    ):
        return True, "listed"
    if listed and (_APPLYING.search(unit.intro) or (not unit.intro and _APPLYING.search(header))):
        return True, "listed"
    return None, ""
