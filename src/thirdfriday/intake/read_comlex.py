"""Whether COMLEX can stand in for USMLE, as a page states it."""

import re
from collections.abc import Iterator

from thirdfriday.intake.page_policies import Finding
from thirdfriday.intake.page_units import Unit

_COMLEX = re.compile(
    r"\bcom[p]?lex\b(?:-usa)?|\bnbome\b|\blevel (?:1|2|i|ii)\b(?! (?:trauma|nicu|picu|nursery"
    r"|center))"
)
_MISSPELT = re.compile(
    r"(?:usmle|step)[^.;]{0,20}\bcomplex\b|\bcomplex\b[^.;]{0,20}(?:usmle|level)"
)
_USMLE = re.compile(r"\busmle\b")
_NO_TO_COMLEX = re.compile(
    r"com[p]?lex\b[^.;]{0,60}?(?:\bnot\b|n't\b|\bcannot\b|\bno longer\b"
    r"|\bnever\b)[^.;]{0,40}?(?:accept|substitut|replac|\blieu\b"
    r"|\bplace\b|\binstead\b|suffic|consider|stand in|\btake|enough|equivalen|\buse[d]?\b|recogni)"
    r"|(?:\bnot\b|n't\b|\bcannot\b|\bunable\b|\bno longer\b|\bnever\b)[^.;]{0,30}?(?:accept|tak"
    r"|consider|substitut|\buse\b|review|recogni|go by|rely|judge)\w*[^.;]{0,25}?com[p]?lex"
    r"|\bnot?\b[^.;]{0,10}com[p]?lex\b[^.;]{0,15}(?:accepted|considered)"
    r"|\bit cannot (?:substitute|replace)|com[p]?lex[^.;:]{0,15}(?:alone )?(?:is|are) (?:not"
    r"|un)\w*"
    r"|com[p]?lex\b[^.;]{0,20}(?:by itself|alone|on its own)[^.;]{0,20}(?:\bnot\b|\bcannot\b)"
    r"|(?:\bnot\b|\bcannot\b|\bunable to\b)[^.;]{0,10}(?:compare|convert"
    r"|interpret)\w*[^.;]{0,15}com[p]?lex"
    r"|no com[p]?lex\b|com[p]?lex[^.;]{0,20}\bno (?:substitute|replacement|alternative)"
    r"|com[p]?lex[^.;]{0,30}(?:insufficient|unacceptable)|com[p]?lex (?:scores? )?(?:won't"
    r"|will not|cannot|can't|doesn't|does not)|(?:\bnot\b|n't) (?:look at|need|want|read|see"
    r"|recognize|count) com[p]?lex"
)
_NOT_A_NO = re.compile(
    r"(?:not|n't) (?:be )?(?:required?|need\w*|necessary|disadvantage\w*|penali\w*|have to"
    r"|obliged)|no (?:preference|difference|disadvantage)"
    r"|(?:not|n't) (?:be )?(?:asked|expected) (?:for|to)|\bneed not\b(?: \w+){0,2}|not only"
    r"|no minimum|(?:not|n't) (?:have|set"
    r"|use)[^.;]{0,20}(?:minim|cut)|regardless"
)
_USMLE_NEEDED = re.compile(
    r"(?:must|have to|has to|needs? to|required to|expected to"
    r"|should)(?: also)? (?:have )?(?:tak\w+|sit\w*|submit\w*|complet\w+|pass\w*|provid\w+"
    r"|sen[dt]\w*|have|show)"
    r"(?: and pass)?(?: the| their| all| both)* usmle|usmle[^.;]{0,40}\b(?:is|are) (?:also "
    r"|still )?(?:required|mandatory|needed|a must|essential|necessary|compulsory)"
    r"|\b(?:ask|asks) for (?:the )?usmle|requir\w+[^.;]{0,25}\busmle|\b(?:ask|expect|insist"
    r"|want)s?\b[^.;]{0,40}\b(?:tak\w+|submit\w*"
    r"|hav\w+|sit\w*|complet\w+|provid\w+) (?:the |their )?usmle"
    r"|\bneeds? (?:the )?usmle|\bmust (?:also )?sit it|usmle as well|usmle (?:scores? )?(?:only"
    r"|exclusively)|only (?:accept |take |consider )?(?:the )?usmle|\busmle\b[^.;]{0,30}\bmust be"
    r"|usmle[^.;]{0,40}in addition to (?:the |their )?com[p]?lex"
    r"|without (?:the )?usmle[^.;]{0,50}(?:not|n't|cannot)"
)
_ALTERNATIVE = re.compile(
    r"usmle\b[^.;]{0,45}(?:\bor\b|/|\band/or\b|\band\b|&|,)[^.;]{0,25}com[p]?lex"
    r"|com[p]?lex\b[^.;]{0,45}(?:\bor\b|/|\band/or\b|\band\b|&|,)[^.;]{0,25}usmle"
)
_OSTEOPATH = re.compile(
    r"\bosteopath\w*|\bd\.?o\.?'?s?\b(?= (?:applica|student|candidate|graduate|senior|colleague"
    r"|need|must"
    r"|take|sit|have))|\bdos\b"
)
_OTHER_EXAMS = re.compile(
    r"(?:any |no )?(?:other|alternative|different) (?:exam\w*|tests?|scores?"
    r"|licensing)[^.;]{0,40}(?:\bnot\b|n't)[^.;]{0,20}(?:accept|consider)"
    r"|(?:\bnot\b|n't)[^.;]{0,20}accept[^.;]{0,30}any other exam"
)
_USMLE_SPARED = re.compile(
    r"\b(?:leave|skip|omit|forgo|do without|spare)\b[^.;]{0,25}\busmle|\bonly (?:their|your"
    r"|the) (?:comlex|levels?)\b"
    r"|\b(?:comlex|levels?)(?: scores?)? only\b|(?:\bnot\b|n't|\bneedn't\b"
    r"|\bno\b)[^.;]{0,30}(?:necessary|required?|need\w*|have|mandatory|obliged)"
    r"[^.;]{0,30}\busmle|\busmle\b[^.;]{0,30}(?:\bnot\b|n't)[^.;]{0,15}(?:necessary|required?"
    r"|needed|mandatory)"
)
_STEP_OR_LEVEL = re.compile(
    r"\beither (?:set of |one of the |licensing )?(?:boards?|exams?|examinations?|scores?"
    r"|tests?)\b|\bboth boards\b|\bsteps?(?: [12]| scores?)?\b[^.;]{0,25}(?:,|/"
    r"|\bor\b)[^.;]{0,12}\blevels?(?: [12]| scores?|(?=[^.;]{0,20}(?:whichever|either|will do"
    r"|\bfine\b|equal|accept)))\b"
)
_ASKS_SCORE = re.compile(
    r"minim|cut-?off|threshold|what score|lowest|how many (?:times|attempts)|fail"
)
_ASKS_NEED = re.compile(
    r"(?:need|requir|must|have to|necessary|should)[^?]{0,40}usmle|usmle[^?]{0,40}(?:need|requir"
    r"|necessary|mandatory)"
)


def find_comlex(unit: Unit) -> Iterator[Finding]:
    """Candidate answers for `comlex_accepted` in one sentence. [findings]"""
    text = unit.text
    if unit.asks or (
        "fail" in text
        and re.search(
            r"fail\w*[^.;]{0,40}(?:not|n't)[^.;]{0,15}(?:rule|disqualif|exclud|preclud)", text
        )
    ):
        return
    named = bool(_COMLEX.search(text)) and (
        "comlex" in text or "nbome" in text or "level" in text or bool(_MISSPELT.search(text))
    )
    value: bool | None = None
    strength = "explicit"
    if (
        unit.rank == 0
        and unit.answer
        and unit.question.count("?") < 2  # one answer to one question
        and (
            _COMLEX.search(unit.question)
            or (_OSTEOPATH.search(unit.question) and _USMLE.search(unit.question))
        )
    ):
        if _ASKS_SCORE.search(unit.question) and not re.search(r"accept|in lieu", unit.question):
            return
        needs = bool(_ASKS_NEED.search(unit.question))
        value = (unit.answer == "no") if needs else (unit.answer == "yes")
        if needs and named and re.search(r"\bfine\b|accept|enough|suffic|will do", text):
            value = _named(text)[0]
        if named and not needs and _NO_TO_COMLEX.search(_NOT_A_NO.sub(" ", text)):
            value = False
    elif unit.rank == 0 and _COMLEX.search(unit.question) and re.match(r"either\b", text):
        value = True
    elif named:
        value, strength = _named(text)
    elif (_OSTEOPATH.search(text) or "level" in text) and (
        _USMLE_SPARED.search(text) or _STEP_OR_LEVEL.search(text)
    ):
        value = True
    elif (
        _OTHER_EXAMS.search(text) and re.search("usmle|score", f"{text} {unit.context}")
    ) or _needs_usmle(unit):
        value = False
    if value is not None:
        yield Finding("comlex_accepted", value, unit.start, unit.end, strength, "stated", "comlex")


def _needs_usmle(unit: Unit) -> bool:
    about = _COMLEX.search(unit.question) if unit.rank == 0 else None
    return bool(
        (about or _OSTEOPATH.search(unit.text))
        and not _NOT_A_NO.search(unit.text)
        and _USMLE_NEEDED.search(unit.text)
    )


def _named(text: str) -> tuple[bool, str]:
    cleaned = _NOT_A_NO.sub(" ", text)
    if _NO_TO_COMLEX.search(cleaned):
        return False, "explicit"
    besides = re.search(r"in addition to (?:the |their )?com[p]?lex", cleaned)
    needed = _USMLE_NEEDED.search(cleaned) and (besides or not _ALTERNATIVE.search(cleaned))
    if needed and not re.search(r"accept|welcom|suffic|enough|either|in (?:place|lieu)", cleaned):
        return False, "explicit"
    strong = re.search(
        r"accept|welcom|suffic|enough|either|fine|will do|in (?:place|lieu)|consider|equal|same"
        r"|interchang|equivalent",
        cleaned,
    )
    if not re.search("com[p]?lex|nbome", text):
        return True, "weak"
    return True, "explicit" if strong else "listed"
