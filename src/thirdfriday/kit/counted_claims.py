"""What a text counts of its writer: months, works, honors, and the year of graduation."""

import re
from collections.abc import Iterator
from functools import cache

from thirdfriday.facts.tables import load_table
from thirdfriday.intake.number_words import NUMBERS, number_of
from thirdfriday.kit.claim import Claim, claim_at
from thirdfriday.kit.kit_numbers import kit_words
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.name_index import Mention
from thirdfriday.kit.sentences import Sentence
from thirdfriday.kit.word_screen import watched

NEARBY = 60  # characters before a work in which its owner is named
COUNTED = rf"(?P<n>\d{{1,3}}(?:\.\d)?|{'|'.join(NUMBERS)}|a)"
_USCE = re.compile(
    rf"\b{COUNTED}[- ](?:full )?months?(?:'| worth)?\b[^.?!]{{0,30}}?\b(?P<what>(?:hands-on |"
    rf"direct |"
    rf"in-person |inpatient |"
    r"supervised )*(?:US|U\.S\.|USA|United States|American|stateside) (?:clinical |hands-on )+"
    r"(?:experiences?|rotations?|work|training|exposure)|(?:hands-on )?USCE)\b|"
    r"\b(?P<what2>(?:US|U\.S\.|American) clinical "
    rf"experience|USCE)\b[^.?!]{{0,20}}\b(?:of|for|totals?|totall?ing|spanning|"
    rf"is) (?P<n2>\d{{1,3}}|{'|'.join(NUMBERS)}) months?",
    re.IGNORECASE,
)
_USCE_HERE = re.compile(
    rf"\b{COUNTED}[- ](?:full )?months?\b[^.?!]{{0,15}}?\b(?P<what>(?:hands-on |direct |"
    rf"supervised )*"
    r"(?:clinical|hands-on) (?:work|experience|training|rotations?|"
    r"practice))\b[^.?!]{0,12}\bin (?:the "
    r"(?:US|USA|U\.S\.|United States)|America|(?:American|US|U\.S\.) (?:hospitals|clinics|"
    r"teaching))",
    re.IGNORECASE,
)
_USCE_CITY = re.compile(
    rf"\b{COUNTED}[- ](?:full )?months? of (?:\w+ ){{0,3}}?(?P<what>clinical|"
    rf"hands-on) (?:experience|"
    r"work|training|rotations?|practice) (?:in|at) $",
    re.IGNORECASE,
)  # what stands before the name of an American city
_SUBI = r"(?:sub-?internships?|acting internships?|sub-?i)"
_SUBI_MONTHS = re.compile(
    rf"\b{COUNTED}[- ](?:full )?months?(?:'| of| as an?| in an?)*[^.?!,;]{{0,25}}\b{_SUBI}\b|"
    rf"\b{_SUBI}\b[^.?!;]{{0,40}}?\b(?P<n2>\d{{1,2}}|{'|'.join(NUMBERS)}) months?\b",
    re.IGNORECASE,
)
_USCE_LISTED = re.compile(
    rf"\b[Hh]ands-on [^.?!]{{0,40}}, [A-Z][\w ]{{2,20}}, (?:\w+ )?{COUNTED} months\b"
)
_HONORED = re.compile(
    rf"\bhonou?r(?:s|ed)\b[^.?!]{{0,20}}?\b{COUNTED} of (?:my |the |our )?(?:\d+|"
    rf"{'|'.join(NUMBERS)})\b"
    rf"[^.?!]{{0,15}}\b(?:clerkships|rotations)|\b(?P<n2>\d+|{'|'.join(NUMBERS)}) of (?:my |"
    rf"the |our )?"
    rf"(?:\d+|{'|'.join(NUMBERS)}) (?:core |third-year )?(?:clerkships|rotations)\b[^.?!]{{0,25}}"
    r"\bhonou?r|\bhonou?red [^.?!,]{3,30} and "
    rf"(?P<n3>\d+|{'|'.join(NUMBERS)}) (?:other|more) (?:core )?(?:clerkships|rotations)\b",
    re.IGNORECASE,
)
_WORKS = re.compile(
    rf"\b{COUNTED} (?P<how>(?:peer[- ]reviewed |first[- ]author(?:ed)? |published |"
    rf"pubmed[- ]indexed |original |indexed |research |"
    r"scientific |journal |full )*)(?P<what>publications?|papers|articles|manuscripts|"
    r"abstracts?|posters?|"
    r"(?:poster |oral |conference )presentations)\b",
    re.IGNORECASE,
)
_WORK = re.compile(r"(?i:ublicat|paper|articl|manuscr|bstract|poster|presentat)")
_OWN_WORK = re.compile(
    r"\b(?:author of|my|I have|I've|I published|I authored|I co-?authored|I wrote|have published|"
    r"published|authored|I bring|with|"
    r"resulted in|ended in|grew into|became|turned into|yielded|gave me|co-?author of|led to|"
    r"produced|I presented|including|list)\b",
    re.IGNORECASE,
)
_WRITTEN_BY_ME = re.compile(
    r",? (?:that |which )?I(?: have|'ve| had)? (?:\w+ )?(?:published|written|authored|wrote)\b",
    re.IGNORECASE,
)
_GRADUATED = re.compile(
    r"\bgraduat(?:ed?|ing|ion)\b[^.?!]{0,60}?\b(?:in|of|since|year|"
    r"class of)\s+(?:\w+ )?(?P<year>(?:19|20)\d\d)\b|"
    r"\bclass of (?P<year2>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_OTHER_SCHOOL = re.compile(
    r"\b(?:high school|college of arts|undergraduate|bachelor\w*|master\w*|residency|phd|"
    r"nursing|pharmacy|my "
    r"(?:sister|brother|mother|father|mentor|attending|uncle|aunt|cousin|friend))\b",
    re.IGNORECASE,
)


def counts(context: LintContext, sentence: Sentence) -> Iterator[Claim]:
    """What a sentence counts: months in the US, clerkships honored, works, and a year."""
    hit = _USCE.search(sentence.text) if "onth" in sentence.text else None
    here = _USCE_HERE.search(sentence.text) if hit is None and "onth" in sentence.text else None
    if hit is None and here is None and "onth" in sentence.text:
        here = _months_in_city(context, sentence)
    if here:
        kind = "hands_on" if "hands-on" in here.group().lower() else "all"
        yield claim_at(f"usce.{kind}", str(number_of(here["n"])), sentence, here.span())
    honored = _HONORED.search(sentence.text) if "onor" in sentence.text else None
    if honored:
        count = number_of(honored["n"] or honored["n2"] or honored["n3"]) + bool(honored["n3"])
        yield claim_at("honored", str(count), sentence, honored.span())
    if hit:
        what = (hit["what"] or hit["what2"]).lower()
        kind = "hands_on" if "hands-on" in hit.group().lower() or "direct" in what else "all"
        yield claim_at(f"usce.{kind}", str(number_of(hit["n"] or hit["n2"])), sentence, hit.span())
    for work in _WORKS.finditer(sentence.text) if _WORK.search(sentence.text) else ():
        before = sentence.text[: work.start()]
        after = sentence.text[work.end() :]
        entry = context.kind in ("experience", "meaningful")
        own = entry or _OWN_WORK.search(before[-NEARBY:]) or _WRITTEN_BY_ME.match(after)
        if not own or re.search(
            r"(?<!author )\b(?:of|read|review\w*|among|over) (?:\w+ )?$", before
        ):
            continue
        said = work["what"].lower()
        kind = "publications" if said[:4] in ("publ", "pape", "arti", "manu") else "abstracts"
        part = (
            entry
            or bool(work["how"].strip())
            or bool(
                re.match(r" (?:on|about|in|from|as|with|of)\b", sentence.text[work.end() :])
                and not before.lower().endswith("my ")
            )
        )
        about = f"{kind}.{'part' if part else 'all'}"
        yield claim_at(about, str(number_of(work["n"])), sentence, work.span())
    year_given = _YEAR.search(sentence.text)
    graduated = _GRADUATED.search(sentence.text) if year_given else None
    if graduated and not _OTHER_SCHOOL.search(sentence.text):
        year = graduated["year"] or graduated["year2"]
        yield claim_at("graduation", year, sentence, graduated.span())


_TWO_THINGS = re.compile(
    r"\b(?:and|including|plus|before|after|with|then|research|elective|between|until|both|"
    r"each|other) ",
    re.IGNORECASE,
)


def sub_internships(context: LintContext, sentence: Sentence) -> Iterator[Claim]:
    """How long a sub-internship was."""
    hit = _SUBI_MONTHS.search(sentence.text)
    if hit and not _TWO_THINGS.search(hit.group()):
        months = str(number_of(hit["n"] or hit["n2"]))
        yield claim_at("sub_internship", months, sentence, hit.span())


def _months_in_city(context: LintContext, sentence: Sentence) -> re.Match[str] | None:
    """Months of clinical work in a city or state of the United States."""
    for one in context.names_in(sentence):
        after = context.after(sentence, one.end)
        if one.kind in ("city", "state") and not may_be_abroad(one, after):
            before = context.before(sentence, one.start)
            if hit := _USCE_LISTED.search(sentence.text) or _USCE_CITY.search(before):
                return hit
    return None


def may_be_abroad(one: Mention, after: str) -> bool:
    """Whether a name may well be a city abroad, such as Alexandria, or stands with a country."""
    followed = re.match(r", ([A-Z][a-z]+(?: [A-Z][a-z]+)?|[A-Z]{2})\b", after)
    if followed:
        word = followed.group(1)
        return word not in one.values and word in _countries()
    return one.key in _cities_abroad()


@cache
def _cities_abroad() -> frozenset[str]:
    return frozenset(city.lower() for city in kit_words("names")["abroad"]["cities"])


@cache
def _countries() -> frozenset[str]:
    return frozenset(
        [*load_table("case_file/countries").columns["name"], "UK", "England", "Scotland", "Egypt"]
    )


COUNTS_WATCHED = watched(_USCE, _USCE_HERE, _USCE_LISTED, _USCE_CITY, _HONORED, _WORKS, _GRADUATED)
SUBI_WATCHED = watched(_SUBI_MONTHS)
