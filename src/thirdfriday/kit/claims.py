"""What a text claims about its writer: scores, months, counts, dates, ties, languages, status."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from thirdfriday.facts.tables import load_table
from thirdfriday.intake.number_words import NUMBERS, number_of
from thirdfriday.intake.read_dates import MONTHS
from thirdfriday.kit.claim_phrases import CLAIM_PHRASES, CLAIMS_WATCHED
from thirdfriday.kit.kit_numbers import kit_words
from thirdfriday.kit.lint_context import LintContext
from thirdfriday.kit.name_index import Mention
from thirdfriday.kit.sentences import Sentence
from thirdfriday.kit.word_screen import Watch, watched

NEARBY = 60  # characters before a work in which its owner is named
USMLE_SHAPE, COMLEX_SHAPE = (150, 300), (100, 999)  # what in a text can be meant as a score

_N = rf"(?P<n>\d{{1,3}}(?:\.\d)?|{'|'.join(NUMBERS)}|a)"
_DATE = re.compile(rf"\b(?P<date>(?:{'|'.join(MONTHS)}) (?:19|20)\d\d)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:I|my|I'm|I've|me|being|having|we|our)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a text says of its writer: what about, which value, and where. [characters]

    `about` is a dotted name such as "score.step_2_ck"; `sentence` is the text around it.
    """

    about: str
    value: str
    start: int
    end: int
    sentence: str


def claims_of(context: LintContext) -> tuple[Claim, ...]:
    """Every claim of the text, in reading order."""
    found = [
        claim
        for reader, watch in _READERS
        for sentence, _ in context.watched(watch)
        for claim in reader(context, sentence)
    ]
    found += [claim for sentence in context.sentences for claim in _ties(context, sentence)]
    return tuple(sorted(found, key=lambda claim: claim.start))


def _claim(about: str, value: str, sentence: Sentence, span: tuple[int, int]) -> Claim:
    return Claim(about, value, sentence.start + span[0], sentence.start + span[1], sentence.text)


_EXAMS = {
    "step_1": r"step\s?(?:1|one|I)\b",
    "step_2_ck": r"(?:step\s?(?:2|two|II)(?:\s?ck)?|\bCK)\b",
    "step_3": r"step\s?(?:3|three|III)\b",
    "comlex_1": r"(?:comlex(?:-usa)? )?level\s?(?:1|one)\b",
    "comlex_2": r"(?:comlex(?:-usa)? )?level\s?(?:2|two)(?:-?\s?ce)?\b",
    "comlex_3": r"(?:comlex(?:-usa)? )?level\s?(?:3|three)\b",
}
_EXAM_PATTERNS = {
    name: (
        re.compile(
            rf"\b{text}(?![^.?!]{{0,30}}\bstep\b)[^.?!\d]{{0,45}}\b(?P<n>[1-9]\d\d)\b",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b(?P<n>[1-9]\d\d)\b[^.?!\d,;]{{0,25}}\b(?:on|in|for)\b[^.?!\d,;]{{0,20}}{text}",
            re.IGNORECASE,
        ),
        re.compile(rf"\b{text}\b[^.?!\d]{{0,30}}\bscored (?:a )?(?P<n>[1-9]\d\d)\b", re.IGNORECASE),
    )
    for name, text in _EXAMS.items()
}
_EXAM_NAMES = {name: re.compile(rf"\b{text}", re.IGNORECASE) for name, text in _EXAMS.items()}


def exam_named(sentence: str) -> list[str]:
    """The examinations that a sentence names. [keys of Examinations]"""
    return [name for name, pattern in _EXAM_NAMES.items() if pattern.search(sentence)]


def _scores(context: LintContext, sentence: Sentence) -> Iterator[Claim]:
    for name, shapes in _EXAM_PATTERNS.items():
        low, high = COMLEX_SHAPE if name.startswith("comlex") else USMLE_SHAPE
        for shape in shapes:
            hit = shape.search(sentence.text)
            if hit and low <= int(hit["n"]) <= high and not _MEAN.search(sentence.text):
                yield _claim(f"score.{name}", hit["n"], sentence, hit.span())
                break


_MEAN = re.compile(
    r"\b(?:average|mean|median|cutoff|minimum|at least|threshold|goal|aim|target|hop\w+|"
    r"expect\w*|practice|would have|could have)\b",
    re.IGNORECASE,
)


_HYPOTHETICAL = re.compile(
    r"\b(?:would|could|might|should|may|must) (?:\w+ )?have (?:\w+ )?$|\b(?:hop|want|wish|aim|"
    r"plan|try|tri)\w* to (?:have )?$"
)  # what would have been or is hoped for is no claim


def _statements(context: LintContext, sentence: Sentence) -> Iterator[Claim]:
    for place in context.fitting(CLAIMS_WATCHED, sentence):
        about, value, pattern, spare = CLAIM_PHRASES[place]
        hit = pattern.search(sentence.lower)
        if hit and _HYPOTHETICAL.search(sentence.lower[: hit.start()]):
            continue
        if hit and not (spare and spare.search(sentence.lower)):
            yield _claim(about, value, sentence, hit.span())


_USCE = re.compile(
    rf"\b{_N}[- ](?:full )?months?(?:'| worth)?\b[^.?!]{{0,30}}?\b(?P<what>(?:hands-on |direct |"
    rf"in-person |inpatient |"
    r"supervised )*(?:US|U\.S\.|USA|United States|American|stateside) (?:clinical |hands-on )+"
    r"(?:experiences?|rotations?|work|training|exposure)|(?:hands-on )?USCE)\b|"
    r"\b(?P<what2>(?:US|U\.S\.|American) clinical "
    rf"experience|USCE)\b[^.?!]{{0,20}}\b(?:of|for|totals?|totall?ing|spanning|"
    rf"is) (?P<n2>\d{{1,3}}|{'|'.join(NUMBERS)}) months?",
    re.IGNORECASE,
)
_USCE_HERE = re.compile(
    rf"\b{_N}[- ](?:full )?months?\b[^.?!]{{0,15}}?\b(?P<what>(?:hands-on |direct |supervised )*"
    r"(?:clinical|hands-on) (?:work|experience|training|rotations?|"
    r"practice))\b[^.?!]{0,12}\bin (?:the "
    r"(?:US|USA|U\.S\.|United States)|America|(?:American|US|U\.S\.) (?:hospitals|clinics|"
    r"teaching))",
    re.IGNORECASE,
)
_USCE_CITY = re.compile(
    rf"\b{_N}[- ](?:full )?months? of (?:\w+ ){{0,3}}?(?P<what>clinical|hands-on) (?:experience|"
    r"work|training|rotations?|practice) (?:in|at) $",
    re.IGNORECASE,
)  # what stands before the name of an American city
_USCE_LISTED = re.compile(
    rf"\b[Hh]ands-on [^.?!]{{0,40}}, [A-Z][\w ]{{2,20}}, (?:\w+ )?{_N} months\b"
)
_HONORED = re.compile(
    rf"\bhonou?r(?:s|ed)\b[^.?!]{{0,20}}?\b{_N} of (?:my |the |our )?(?:\d+|{'|'.join(NUMBERS)})\b"
    rf"[^.?!]{{0,15}}\b(?:clerkships|rotations)|\b(?P<n2>\d+|{'|'.join(NUMBERS)}) of (?:my |"
    rf"the |our )?"
    rf"(?:\d+|{'|'.join(NUMBERS)}) (?:core |third-year )?(?:clerkships|rotations)\b[^.?!]{{0,25}}"
    r"\bhonou?r",
    re.IGNORECASE,
)
_WORKS = re.compile(
    rf"\b{_N} (?P<how>(?:peer[- ]reviewed |first[- ]author(?:ed)? |published |"
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


def _counts(context: LintContext, sentence: Sentence) -> Iterator[Claim]:
    hit = _USCE.search(sentence.text) if "onth" in sentence.text else None
    here = _USCE_HERE.search(sentence.text) if hit is None and "onth" in sentence.text else None
    if hit is None and here is None and "onth" in sentence.text:
        here = _months_in_city(context, sentence)
    if here:
        kind = "hands_on" if "hands-on" in here.group().lower() else "all"
        yield _claim(f"usce.{kind}", str(number_of(here["n"])), sentence, here.span())
    honored = _HONORED.search(sentence.text) if "onor" in sentence.text else None
    if honored:
        count = str(number_of(honored["n"] or honored["n2"]))
        yield _claim("honored", count, sentence, honored.span())
    if hit:
        what = (hit["what"] or hit["what2"]).lower()
        kind = "hands_on" if "hands-on" in hit.group().lower() or "direct" in what else "all"
        yield _claim(f"usce.{kind}", str(number_of(hit["n"] or hit["n2"])), sentence, hit.span())
    for work in _WORKS.finditer(sentence.text) if _WORK.search(sentence.text) else ():
        before = sentence.text[: work.start()]
        own = _OWN_WORK.search(before[-NEARBY:])
        if not own or re.search(
            r"(?<!author )\b(?:of|read|review\w*|among|over) (?:\w+ )?$", before
        ):
            continue
        said = work["what"].lower()
        kind = "publications" if said[:4] in ("publ", "pape", "arti", "manu") else "abstracts"
        part = bool(work["how"].strip()) or bool(
            re.match(r" (?:on|about|in|from|as|with|of)\b", sentence.text[work.end() :])
            and not before.lower().endswith("my ")
        )
        about = f"{kind}.{'part' if part else 'all'}"
        yield _claim(about, str(number_of(work["n"])), sentence, work.span())
    year_given = _YEAR.search(sentence.text)
    graduated = _GRADUATED.search(sentence.text) if year_given else None
    if graduated and not _OTHER_SCHOOL.search(sentence.text):
        year = graduated["year"] or graduated["year2"]
        yield _claim("graduation", year, sentence, graduated.span())


def _months_in_city(context: LintContext, sentence: Sentence) -> re.Match[str] | None:
    """Months of clinical work in a city or state of the United States."""
    for one in context.names_in(sentence):
        after = context.after(sentence, one.end)
        if one.kind in ("city", "state") and not _abroad(one, after):
            before = context.before(sentence, one.start)
            if hit := _USCE_LISTED.search(sentence.text) or _USCE_CITY.search(before):
                return hit
    return None


_SPEAKS = re.compile(
    r"\b(?:fluent|bilingual|proficient|native(?: speaker| fluency| language)?|fluency|fluently|"
    r"mother tongue|first "
    r"language|conversational|speak|spoken)\b",
    re.IGNORECASE,
)
_FLUENT = re.compile(
    r"\b(?:fluent(?:ly)?|bilingual|native|fluency|mother tongue|first language|proficient)\b",
    re.IGNORECASE,
)
_LEVELS = re.compile(
    r"\b(?:fluent(?:ly)?|bilingual|native|fluency|mother tongue|first language|proficient|"
    r"conversational(?:ly)?|basic|some|a little|intermediate)\b",
    re.IGNORECASE,
)
_SAID_TO_BE = re.compile(
    rf"(?: skills| level)? (?:is|was|are|remains)(?: still| only| now)?(?: at an?)?(?: \w+)?? "
    rf"{_LEVELS.pattern[2:]}",
    re.IGNORECASE,
)  # said of the language just named
_LEARNING = re.compile(
    r"\b(?:learning|interpreters?|translator|patients? (?:who )?(?:speak|spoke)|basic|some|"
    r"a little|beginner|improv\w+|"
    r"hope to|want to|studying|classes|not fluent|families (?:who )?speak|who (?:speak|spoke)|"
    r"speaking (?:patients?|"
    r"famil|panel|communit|clinic|population)|will speak|them speak|not)\b",
    re.IGNORECASE,
)
_SAME_LANGUAGE = {
    "farsi": "persian",
    "mandarin": "chinese",
    "filipino": "tagalog",
    "cantonese": "chinese",
}


@cache
def _languages() -> re.Pattern[str]:
    names = [
        name for name in load_table("case_file/languages").columns["language"] if len(name) > 3
    ]
    names += [name.capitalize() for name in _SAME_LANGUAGE]
    return re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")


def same_language(name: str) -> str:
    """One name for a language that has two.

    >>> same_language("Farsi") == same_language("Persian")
    True
    """
    return _SAME_LANGUAGE.get(name.lower(), name.lower())


def _tongues(context: LintContext, sentence: Sentence) -> Iterator[Claim]:
    text = sentence.text
    if not _SPEAKS.search(text) or not _FIRST_PERSON.search(text):
        return
    if _LEARNING.search(text) and not _FLUENT.search(text):
        return
    for hit in _languages().finditer(text):
        speaker = re.match(r"[- ]speaking (?!skills|ability)", text[hit.end() :])
        if hit.group() != "English" and not speaker:
            level = _level(text, hit.start(), hit.end())
            yield _claim(f"language.{same_language(hit.group())}", level, sentence, hit.span())


def _level(text: str, start: int, end: int) -> str:
    """How well a language is claimed: by what it is said to be, a word before it, or one after."""
    if re.search(r"\bnot (?:yet )?fluent", text):
        return "spoken"
    said = _SAID_TO_BE.match(text, end)
    if said:
        return "fluent" if _FLUENT.search(said.group()) else "spoken"
    words = [hit.group() for hit in _LEVELS.finditer(text, 0, start)]
    after = _LEVELS.search(text, end)
    word = words[-1] if words else after.group() if after else ""
    return "fluent" if _FLUENT.search(word) else "spoken"


_HOME = re.compile(
    r"\b(?:grew up|grown up|growing up|raised|born and raised|was born|childhood|hometown|"
    r"native of|spent my (?:childhood|youth))\b"
    r"[^.?!]{0,30}\b(?:in|of|is|outside|near)(?: (?:the|suburban|downtown|south|east|west|"
    r"north))* ?$|\bI (?:am|come) (?:originally )?from(?: the)? ?$",
    re.IGNORECASE,
)
_KIN = re.compile(
    r"\bmy (?:\w+ ){0,2}(?:family|parents|mother|father|sisters?|brothers?|siblings|"
    r"grandparents|grandmother|grandfather|"
    r"aunt|uncle|cousins?|in-laws|relatives|partner|wife|husband|spouse|fianc\w+|"
    r"friends)\b(?! and I\b)[^.?!]{0,60}\b(?<!\bto )(?:liv\w+|resid\w+|"
    r"settled|moved|wait\w*|has (?:her|his|their|a|the) (?:house|home)|have (?:their|"
    r"a) (?:house|home)|(?:is|are|is all|are all) (?:based |located |still )?|based|work\w*|"
    r"home)\b[^.?!]{0,25}\b(?:in|to|near|outside)"
    r"(?: (?:the|greater|downtown))* ?$|\b(?:family|relatives|roots|ties|friends|parents|"
    r"siblings|sisters?|brothers?|aunt|uncle|cousins?) (?:back )?(?:in|to|near)(?: the)? ?$",
    re.IGNORECASE,
)
_LIVED = re.compile(
    r"\bI (?:have |had |'ve )?(?:lived|worked|resided|spent (?:\w+ )?(?:years|months|summers?)|"
    r"called)\b[^.?!]{0,40}\b(?:in|near)(?: the)? ?$",
    re.IGNORECASE,
)
_ROTATION = re.compile(
    r"\b(?:my|I|a|an|the|our|during|completed|did) (?:\w+ ){0,4}(?P<what>sub-?internships?|"
    r"acting internships?|sub-?i|away rotations?|rotations?|rotated|"
    r"clerkships?|electives?|externships?|observerships?)\b[^.?!]{0,60}\bin(?: the)? ?$",
    re.IGNORECASE,
)
_FOR_YEARS = re.compile(
    rf"\b(?:for|since|(?:the )?(?:last|past)|of) (?:over |about |more than |almost |nearly |"
    rf"the last |"
    rf"the past )?{_N} years\b|\b(?P<n2>{'|'.join(NUMBERS)}|\d+) years (?:now|in|there|long)\b",
    re.IGNORECASE,
)


def _ties(context: LintContext, sentence: Sentence) -> Iterator[Claim]:
    for one in context.names_in(sentence):
        if one.kind not in ("city", "state", "region"):
            continue
        before, after = context.before(sentence, one.start), context.after(sentence, one.end)
        if _abroad(one, after):
            continue
        where = f"{one.key}|{','.join(sorted(one.values))}"
        span = (one.start - sentence.start, one.end - sentence.start)
        for about, pattern in (("home", _HOME), ("kin", _KIN), ("lived", _LIVED)):
            if pattern.search(before):
                yield _claim(f"tie.{about}", where, sentence, span)
                long = _FOR_YEARS.search(sentence.text)
                if long:
                    years = number_of(long["n"] or long["n2"])
                    yield _claim(
                        "years", f"{years:g}|{where.partition('|')[2]}", sentence, long.span()
                    )
                break
        hit = _ROTATION.search(before)
        if hit:
            what = "away" if re.search(r"sub|acting|away", hit["what"], re.IGNORECASE) else "any"
            yield _claim(f"rotation.{what}", where, sentence, span)
            date = _DATE.search(after)
            if date:
                yield _claim(f"rotation.date.{one.key}", date["date"].lower(), sentence, span)


def _abroad(one: Mention, after: str) -> bool:
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


_READERS: tuple[tuple[Callable[[LintContext, Sentence], Iterator[Claim]], Watch], ...] = (
    (_scores, watched(*(shape for shapes in _EXAM_PATTERNS.values() for shape in shapes))),
    (_statements, CLAIMS_WATCHED),
    (_counts, watched(_USCE, _USCE_HERE, _USCE_LISTED, _USCE_CITY, _HONORED, _WORKS, _GRADUATED)),
    (_tongues, watched(_SPEAKS)),
)
